"""The kinds that are one thing: text, media, a place."""

from __future__ import annotations

from ..codecs import NUMBER, READ_ONLY
from ..tables import Field
from .kinds import Kind, by_table

# The endpoints know none of these; they are read from bad payloads, so that a rule can name them.
_STRAY = (Field("header.text", codec=READ_ONLY), Field("footer", "footer.text", READ_ONLY))

TEXT = by_table(Field("text.body", "text"), Field("text.preview_url", "previewUrl", default=False), *_STRAY)
LOCATION = by_table(
    Field("location.latitude", "latitude", NUMBER),
    Field("location.longitude", "longitude", NUMBER),
    Field("location.name", "name"),
    Field("location.address", "address"),
    *_STRAY,
)


def _media(key: str, *fields: str) -> Kind:
    stray = (field for field in ("caption", "filename") if field not in fields)
    return by_table(
        Field(f"{key}.link", "mediaUrl"),
        *(Field(f"{key}.{field}", field) for field in fields),
        *(Field(f"{key}.{field}", field, READ_ONLY) for field in stray),
        *_STRAY,
    )


IMAGE = _media("image", "caption")
VIDEO = _media("video", "caption")
AUDIO = _media("audio")
DOCUMENT = _media("document", "caption", "filename")
STICKER = _media("sticker")
