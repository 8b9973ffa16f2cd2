"""The kinds that are one thing: text, media, a place."""

from __future__ import annotations

from ..codecs import FLAG, NUMBER, READ_ONLY
from ..renaming import table
from .kinds import Kind, by_table

# The endpoints know none of these; they are read from bad payloads, so that a rule can name them.
_STRAY = table(("header.text", "header.text", READ_ONLY), ("footer", "footer.text", READ_ONLY))

TEXT = by_table(table(("text.body", "text"), ("text.preview_url", "previewUrl", FLAG)) + _STRAY)
LOCATION = by_table(
    table(
        ("location.latitude", "latitude", NUMBER),
        ("location.longitude", "longitude", NUMBER),
        ("location.name", "name"),
        ("location.address", "address"),
    )
    + _STRAY,
)


def _media(key: str, *fields: str) -> Kind:
    stray = (field for field in ("caption", "filename") if field not in fields)
    return by_table(
        table(
            (f"{key}.link", "mediaUrl"),
            *((f"{key}.{field}", field) for field in fields),
            *((f"{key}.{field}", field, READ_ONLY) for field in stray),
        )
        + _STRAY
    )


IMAGE = _media("image", "caption")
VIDEO = _media("video", "caption")
AUDIO = _media("audio")
DOCUMENT = _media("document", "caption", "filename")
STICKER = _media("sticker")
