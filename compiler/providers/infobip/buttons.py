"""Buttons below a body: up to three replies, or one link, or one voice call, each on its own endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message
from ..codecs import Codec, mapping
from ..tables import Field, plain, record
from .interactive import around, dressing
from .kinds import Content, Kind

_REPLY = record(*plain("id", "title"))
_URL = record(Field("title", "displayText"), Field("url"))
_VOICE_CALL = record(
    Field("title", "buttonDisplayText"),
    Field("ttl_minutes", "callValidityPeriod"),
    Field("payload", "callContextPayload"),
)


def replies(buttons: Any) -> list[dict[str, Any]]:
    """Return the reply buttons on the wire, without the `type` that only one endpoint wants."""
    return [_REPLY.write(button) for button in mappings(buttons) if button.get("type") == "reply"]


def read_replies(buttons: Any) -> list[dict[str, Any]]:
    """Return the buttons of a wire list of replies."""
    return [{"type": "reply", **_REPLY.read(button)} for button in mappings(buttons)]


def link(buttons: Any) -> dict[str, Any] | None:
    """Return the first URL button on the wire."""
    return _first(buttons, "url", _URL)


def read_link(button: Any) -> list[dict[str, Any]]:
    """Return a wire URL button as a list of one."""
    return [{"type": "url", **_URL.read(mapping(button))}]


def _first(buttons: Any, kind: str, codec: Codec) -> dict[str, Any] | None:
    return next((codec.write(button) for button in mappings(buttons) if button.get("type") == kind), None)


def _encode_replies(message: Message, block: Mapping[str, Any]) -> Content:
    buttons = [{"type": "REPLY", **button} for button in replies(message.get("buttons"))]
    return around(message, {"buttons": buttons})


def _decode_replies(content: Content) -> Message:
    buttons = [
        button
        for button in mappings(mapping(content.get("action")).get("buttons"))
        if str(button.get("type", "REPLY")).upper() == "REPLY"
    ]
    return {**dressing(content), "buttons": read_replies(buttons)}


REPLY_BUTTONS = Kind(_encode_replies, _decode_replies, many=True)
URL_BUTTON = Kind(
    lambda message, block: around(message, link(message.get("buttons"))),
    lambda content: {**dressing(content), "buttons": read_link(content.get("action"))},
    many=True,
)
VOICE_BUTTON = Kind(
    lambda message, block: around(message, _first(message.get("buttons"), "voice_call", _VOICE_CALL) or None),
    lambda content: {
        **dressing(content),
        "buttons": [{"type": "voice_call", **_VOICE_CALL.read(mapping(content.get("action")))}],
    },
    many=True,
)
