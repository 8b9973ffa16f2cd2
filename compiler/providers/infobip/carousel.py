"""Media carousels: cards with a URL button each, or cards with quick replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message
from ..codecs import mapping
from ..tables import Field, by_type, record
from .buttons import link, read_link, read_replies, replies
from .interactive import around, dressing
from .kinds import Content, Kind

_HEADER = by_type(
    {
        "image": ("IMAGE", record(Field("image.link", "url"))),
        "video": ("VIDEO", record(Field("video.link", "url"))),
    }
)
_CARD = record(Field("header", codec=_HEADER), Field("body", "body.text"))


def _encode_card(card: dict[str, Any]) -> dict[str, Any]:
    wire: dict[str, Any] = _CARD.write(card)
    if (button := link(card.get("buttons"))) is not None:
        wire["button"] = button
    if buttons := replies(card.get("buttons")):
        wire["buttons"] = buttons
    return wire


def _decode_card(wire: dict[str, Any]) -> dict[str, Any]:
    card: dict[str, Any] = _CARD.read(wire)
    button = read_link(wire["button"]) if isinstance(wire.get("button"), dict) else []
    buttons = button + read_replies(wire.get("buttons"))
    return {**card, "buttons": buttons} if buttons else card


def _encode(message: Message, block: Mapping[str, Any]) -> Content:
    cards = [_encode_card(card) for card in mappings(message.get("carousel"))]
    with_url = any("button" in card for card in cards)
    return around(message, {"type": "URL" if with_url else "QUICK_REPLY", "cards": cards})


def _decode(content: Content) -> Message:
    cards = mappings(mapping(content.get("action")).get("cards"))
    return {**dressing(content), "carousel": [_decode_card(card) for card in cards]}


CAROUSEL = Kind(_encode, _decode, many=True)
