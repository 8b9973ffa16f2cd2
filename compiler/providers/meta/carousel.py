"""The cards of a free-form carousel: media cards with buttons, or products."""

from __future__ import annotations

from typing import Any

from ...shape import mappings
from ..codecs import Codec, lower, mapping
from ..tables import Field, record
from .buttons import read_action, write_action
from .contents import PRODUCT
from .dressing import HEADER

_DRESS = record(Field("header", codec=HEADER), Field("body", "body.text"))


def _write_card(index: int, card: dict[str, Any]) -> dict[str, Any]:
    if "product" in card:
        return {"card_index": index, "type": "product", "action": PRODUCT.write(card["product"])}
    # Meta's cards say `cta_url` even when they hold quick replies.
    wire = {"card_index": index, "type": "cta_url", **_DRESS.write(card)}
    if card.get("buttons"):
        wire["action"] = write_action(card["buttons"], "quick_reply")
    return wire


def _read_card(wire: dict[str, Any]) -> dict[str, Any]:
    card: dict[str, Any] = _DRESS.read(wire)
    action = mapping(wire.get("action"))
    if lower(wire.get("type")) == "product":
        card["product"] = PRODUCT.read(action)
    elif buttons := read_action(action):
        card["buttons"] = buttons
    return card


def _write(cards: Any) -> Any:
    written = [_write_card(index, card) for index, card in enumerate(mappings(cards))]
    return {"cards": written} if written else {}


def _read(action: Any) -> Any:
    return [_read_card(card) for card in mappings(mapping(action).get("cards"))]


# The canonical content is the list of cards itself, the wire's is `{"cards": [...]}`.
CAROUSEL = Codec(_write, _read)
