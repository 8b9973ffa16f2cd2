"""Media carousels: cards with a URL button each, or cards with quick replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import Message
from ..codecs import part, parts
from ..renaming import from_wire, table, tagged, to_wire
from .buttons import link, read_link, read_replies, replies
from .interactive import around, dressing
from .kinds import Content, Kind

_CARD = table(
    (
        "header",
        "header",
        tagged(
            {
                "image": ("IMAGE", table(("image.link", "url"))),
                "video": ("VIDEO", table(("video.link", "url"))),
            }
        ),
    ),
    ("body", "body.text"),
)


def _encode_card(card: dict[str, Any]) -> dict[str, Any]:
    wire = to_wire(_CARD, card)
    if (button := link(card.get("buttons"))) is not None:
        wire["button"] = button
    if buttons := replies(card.get("buttons")):
        wire["buttons"] = buttons
    return wire


def _decode_card(wire: dict[str, Any]) -> dict[str, Any]:
    card = from_wire(_CARD, wire)
    button = read_link(wire["button"]) if isinstance(wire.get("button"), dict) else []
    buttons = button + read_replies(wire.get("buttons"))
    return {**card, "buttons": buttons} if buttons else card


def _encode(message: Message, block: Mapping[str, Any]) -> Content:
    cards = [_encode_card(card) for card in parts(message.get("carousel"))]
    with_url = any("button" in card for card in cards)
    return around(message, {"type": "URL" if with_url else "QUICK_REPLY", "cards": cards})


def _decode(content: Content) -> Message:
    cards = parts(part(content.get("action")).get("cards"))
    return {**dressing(content), "carousel": [_decode_card(card) for card in cards]}


CAROUSEL = Kind(_encode, _decode, many=True)
