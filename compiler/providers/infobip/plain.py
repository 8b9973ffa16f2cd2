"""The kinds that are one thing: text, media, a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import Message
from ..codecs import NUMBER, READ_ONLY
from ..tables import Field
from .kinds import Content, Kind, by_table

# The endpoints know none of these; they are read from bad payloads, so that a rule can name them.
_STRAY = (Field("header.text", codec=READ_ONLY), Field("footer", "footer.text", READ_ONLY))

_TEXT = by_table(Field("text.body", "text"), Field("text.preview_url", "previewUrl", default=False), *_STRAY)


def _encode_text(message: Message, block: Mapping[str, Any]) -> Content:
    content = _TEXT.encode(message, block) or {}
    # That there is no preview goes without saying: it is written where the block says so.
    unseen = {"previewUrl": False} if block.get("previewUrl") is False and "previewUrl" not in content else {}
    return {**content, **unseen}


def _decode_text(content: Content) -> Message:
    unseen = {"infobip": {"previewUrl": False}} if content.get("previewUrl") is False else {}
    return {**_TEXT.decode(content), **unseen}


TEXT = Kind(_encode_text, _decode_text)
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
