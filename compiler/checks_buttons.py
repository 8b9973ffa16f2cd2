"""The named checks of buttons and of cards: what goes together, what must be alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .faults import Check, Fault, of_form
from .shape import UNKNOWN


@of_form
def buttons_of_one_kind(value: Any, subject: Any) -> Iterator[Fault]:
    """Buttons are replies, or one single button of another type. Types nobody carries are not counted."""
    types = [kind for kind in _types(value) if kind in ("reply", "url", "voice_call")]
    others = [kind for kind in types if kind != "reply"]
    if others and len(types) > 1:
        yield Fault((), {"other": others[0], "value": ", ".join(types)})


@of_form
def links_before_replies(value: Any, subject: Any) -> Iterator[Fault]:
    """No link stands behind a reply; the first that does is told."""
    replied = False
    for at, button in enumerate(value if isinstance(value, list) else ()):
        kind = button.get("type") if isinstance(button, Mapping) else None
        if kind == "url" and replied:
            yield Fault((at,), {"value": at + 1})
            return
        replied = replied or kind == "reply"


@of_form
def distinct_indexes(value: Any, subject: Any) -> Iterator[Fault]:
    """No two buttons of a send fill the same place. Without `index` a button comes after the one before."""
    if not isinstance(value, list):
        return
    seen: set[int] = set()
    previous = -1
    for at, button in enumerate(value):
        stated = button.get("index") if isinstance(button, Mapping) else None
        if stated is not None and (not isinstance(stated, int) or isinstance(stated, bool)):
            return
        previous = previous + 1 if stated is None else stated
        if previous in seen:
            yield Fault((at,) if stated is None else (at, "index"), {"value": previous})
        seen.add(previous)


def cards_alike(value: Any, subject: Any, *, by: list[str]) -> Iterator[Fault]:
    """Every card has what the first has, in each respect of `by`."""
    cards = (
        [(at, card) for at, card in enumerate(value) if isinstance(card, Mapping)] if isinstance(value, list) else []
    )
    for respect in by:
        what, look = _RESPECTS[respect]
        known = [(at, seen) for at, card in cards if (seen := look(card)) is not None]
        differing = next((at for at, seen in known if seen != known[0][1]), None)
        if differing is not None:
            yield Fault((differing,), {"value": what})
            return


def enough_media_cards(value: Any, subject: Any, *, min: int) -> Iterator[Fault]:
    """Cards with an image or a video are at least so many; those with products may be fewer."""
    if not isinstance(value, list) or not 0 < len(value) < min or not isinstance(value[0], Mapping):
        return
    header = value[0].get("header")
    if isinstance(header, Mapping) and header.keys() & {"image", "video"}:
        yield Fault((), {"count": len(value), "limit": min})


def _types(buttons: Any) -> list[str]:
    listed = buttons if isinstance(buttons, list) else []
    return [str(button["type"]) for button in listed if isinstance(button, Mapping) and "type" in button]


def _header(card: Mapping[str, Any]) -> Any:
    header = card.get("header")
    return sorted(header) if isinstance(header, Mapping) and header else None


def _buttons(card: Mapping[str, Any]) -> Any:
    return None if "product" in card else _types(card.get("buttons"))


def _catalog(card: Mapping[str, Any]) -> Any:
    product = card.get("product")
    return product.get("catalog_id") if isinstance(product, Mapping) else None


# What a card is looked at for: how it is called, and what is compared; None compares with nothing.
_RESPECTS: dict[str, tuple[str, Callable[[Mapping[str, Any]], Any]]] = {
    "content": ("content: products or media", lambda card: "product" in card),
    "header": ("kind of header", _header),
    "buttons": ("buttons", _buttons),
    "button-types": ("type of button", lambda card: sorted(set(_types(card.get("buttons")))) or None),
    "catalog": ("catalog", _catalog),
}


@of_form
def beside(value: Any, subject: Any, *, type: str, others: list[str]) -> Iterator[Fault]:
    """A button of a type stands once, and beside it only buttons of the types `others`."""
    types = _types(value)
    if type not in types:
        return
    place = f"beside {', '.join(others)} only" if others else "alone"
    met = False
    for at, button in enumerate(value):
        kind = button.get("type") if isinstance(button, Mapping) else None
        first, met = kind == type and not met, met or kind == type
        if isinstance(kind, str) and not first and kind not in others:
            yield Fault((at,), {"value": kind, "other": place})


def with_button(value: Any, subject: Any, *, type: str) -> Iterator[Fault]:
    """What only a button of a type takes stands beside one, in the definition or on one of its cards."""
    definition = subject.message.get("define_template")
    cards = definition.get("carousel") if isinstance(definition, Mapping) else None
    holders = [definition, *(cards if isinstance(cards, list) else ())]
    buttons = [holder.get("buttons", []) for holder in holders if isinstance(holder, Mapping)]
    items = [button for some in buttons if isinstance(some, list) for button in some]
    types = [button.get("type") if isinstance(button, Mapping) else button for button in items]
    if type not in types and UNKNOWN not in (*buttons, *types):
        yield Fault((), {"limit": type})


CHECKS: dict[str, Check] = {
    "beside": beside,
    "buttons-of-one-kind": buttons_of_one_kind,
    "cards-alike": cards_alike,
    "distinct-indexes": distinct_indexes,
    "enough-media-cards": enough_media_cards,
    "links-before-replies": links_before_replies,
    "with-button": with_button,
}
