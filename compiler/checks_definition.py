"""The named checks of a template definition: its language, samples, buttons, cards. Pure functions.

A value that is not known yet is never a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .faults import Check, Fault


def sample_type(value: Any, subject: Any, *, types: Sequence[str]) -> Iterator[Fault]:
    """The extension of a sample's URL, where it tells a type, tells one of these."""
    from .derived import type_of_name

    found = type_of_name(value) if isinstance(value, str) and "://" in value else None
    if found is not None and found not in types:
        yield Fault((), {"value": found, "limit": list(types)})


def _types(buttons: Any) -> list[str] | None:
    """Return the types of buttons, of none an empty list; None where one is not known yet."""
    if buttons is None:
        return []
    if not isinstance(buttons, list):
        return None
    types = [button.get("type") if isinstance(button, Mapping) else None for button in buttons]
    return [str(kind) for kind in types] if all(isinstance(kind, str) for kind in types) else None


def types_once(value: Any, subject: Any, *, but: Sequence[str]) -> Iterator[Fault]:
    """No two components of a list are of one type, in upper or lower case, except of those of `but`."""
    seen: set[str] = set()
    for at, component in enumerate(value if isinstance(value, list) else ()):
        kind = component.get("type") if isinstance(component, Mapping) else None
        word = kind.lower() if isinstance(kind, str) else ""
        if word in seen:
            yield Fault((at, "type"), {"value": word})
        elif word and word not in but:
            seen.add(word)


def quick_replies_grouped(value: Any, subject: Any) -> Iterator[Fault]:
    """Quick replies stand together, at the start or at the end."""
    replies = [kind == "reply" for kind in _types(value) or ()]
    changes = [at for at in range(1, len(replies)) if replies[at] != replies[at - 1]]
    if len(changes) > 1:
        yield Fault((changes[1],), {"value": value[changes[1]].get("title", "")})


def offer_buttons(value: Any, subject: Any) -> Iterator[Fault]:
    """The buttons of an offer that expires begin with a copy button."""
    offer = value.get("limited_time_offer") if isinstance(value, Mapping) else None
    if not isinstance(offer, Mapping) or offer.get("has_expiration") is not True:
        return
    types = _types(value.get("buttons"))
    if types is not None and (not types or types[0] != "copy"):
        found = "there is none" if "copy" not in types else f"a {types[0]} button stands before it"
        yield Fault(("buttons",) if types else ("limited_time_offer",), {"other": found})


def one_otp_button(value: Any, subject: Any) -> Iterator[Fault]:
    """There is exactly one button, and it is that of a one-time password."""
    types = _types(value.get("buttons")) if isinstance(value, Mapping) else None
    if types is not None and types != ["otp"]:
        yield Fault(("buttons",) if types else (), {"other": ", ".join(types) or "none"})


def no_own_words(value: Any, subject: Any) -> Iterator[Fault]:
    """A body without a button of a one-time password has no text of its own."""
    body = value.get("body") if isinstance(value, Mapping) else None
    if isinstance(body, Mapping) and "text" in body and "otp" not in (_types(value.get("buttons")) or ()):
        yield Fault(("body", "text"), {})


def cards_of_one_shape(value: Any, subject: Any) -> Iterator[Fault]:
    """All cards have the first one's kind of header, a body or none, and buttons of its kinds in its order."""
    cards = [card for card in value if isinstance(card, Mapping)] if isinstance(value, list) else []
    shapes = [_shape_of(card) for card in cards]
    for at, shape in enumerate(shapes[1:], 1):
        for part, found in shape.items():
            if None not in (found, shapes[0][part]) and found != shapes[0][part]:
                yield Fault((at,), {"other": part})
                break


def _shape_of(card: Mapping[str, Any]) -> dict[str, Any]:
    header = card.get("header")
    kinds = set(header) if isinstance(header, Mapping) else set()
    return {"header": kinds, "body": "body" in card, "buttons": _types(card.get("buttons"))}


def emoji_count(value: Any, subject: Any, *, max: int) -> Iterator[Fault]:
    """A text holds at most so many emoji."""
    from .emoji import count

    if isinstance(value, str) and (found := count(value)) > max:
        yield Fault((), {"count": found, "limit": max})


def within_range(value: Any, subject: Any, *, low: int, high: int, also: int) -> Iterator[Fault]:
    """A number lies in a range, or is one that means something else."""
    if isinstance(value, int) and not isinstance(value, bool) and value != also and not low <= value <= high:
        yield Fault((), {"value": value, "limit": f"{low} to {high} seconds, or {also} for the longest"})


def json_object(value: Any, subject: Any) -> Iterator[Fault]:
    """A text is JSON, and an object."""
    import json

    if not isinstance(value, str):
        return
    try:
        found = json.loads(value, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        yield Fault((), {"other": getattr(error, "msg", str(error) if error.args else "it is nested too deep")})
        return
    if not isinstance(found, dict):
        yield Fault((), {"other": "it is no object"})


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


CHECKS: dict[str, Check] = {
    "cards-of-one-shape": cards_of_one_shape,
    "emoji-count": emoji_count,
    "json-object": json_object,
    "offer-buttons": offer_buttons,
    "no-own-words": no_own_words,
    "one-otp-button": one_otp_button,
    "quick-replies-grouped": quick_replies_grouped,
    "sample-type": sample_type,
    "types-once": types_once,
    "within-range": within_range,
}
