"""The kinds that are one thing: text, media, a place."""

from __future__ import annotations

from ..codecs import FLAG, NUMBER
from ..renaming import table
from .kinds import Kind, by_table

TEXT = by_table(table(("text.body", "text"), ("text.preview_url", "previewUrl", FLAG)))
LOCATION = by_table(
    table(
        ("location.latitude", "latitude", NUMBER),
        ("location.longitude", "longitude", NUMBER),
        ("location.name", "name"),
        ("location.address", "address"),
    ),
)


def _media(key: str, *fields: str) -> Kind:
    return by_table(table((f"{key}.link", "mediaUrl"), *((f"{key}.{field}", field) for field in fields)))


IMAGE = _media("image", "caption")
VIDEO = _media("video", "caption")
AUDIO = _media("audio")
DOCUMENT = _media("document", "caption", "filename")
STICKER = _media("sticker")
