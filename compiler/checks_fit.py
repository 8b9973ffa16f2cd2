"""The named checks of a send against its definition: without `assume.templates` they find nothing. Pure functions.

A value that is not known yet is never a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .diagnostic import closest, shown
from .faults import Check, Fault
from .hydrated import (
    AUTHENTICATION,
    Filled,
    Pair,
    body_slots,
    filled,
    fits,
    is_due,
    is_dynamic,
    is_product,
    items,
    mapping,
    pairs,
    slots,
    value_of,
)
from .placeholders import is_position

_HEADERS = ("text", "image", "video", "document", "gif", "location", "product")
_STATIC = ("call", "product", "contact_request")


def _registered(subject: Any) -> Mapping[str, Any] | None:
    """The parts of the definition. A list may tell names and statuses only: what has no body is not told."""
    definition = subject.definition
    return definition.parts if definition is not None and "body" in definition.parts else None


def _pairs(value: Any, subject: Any) -> Iterator[Pair]:
    registered = _registered(subject)
    if registered is not None and isinstance(value, Mapping):
        yield from pairs(value, registered)


def _texts(value: Any, subject: Any) -> Iterator[tuple[tuple[str | int, ...], Any, list[str], Any]]:
    """Yield each text that a send fills: its path, the parameters, the placeholders and the registered text."""
    for pair in _pairs(value, subject):
        category = subject.definition.category if not pair.path else None
        body = body_slots(pair.part, category)
        if "body" in pair.part:
            yield (*pair.path, "body"), pair.send.get("body"), body, mapping(pair.part["body"]).get("text")
        header, given = mapping(pair.part.get("header")), mapping(pair.send.get("header"))
        if "text" in header and (not given or "text" in given):
            yield (*pair.path, "header"), given.get("text"), slots(header["text"]), header["text"]


def _is_named(names: list[str]) -> bool:
    return not all(map(is_position, names))


def _names(params: Any) -> list[str]:
    return [param["name"] for param in items(params) if isinstance(param.get("name"), str)]


def value_count(value: Any, subject: Any) -> Iterator[Fault]:
    """A text is given as many values as it has placeholders."""
    for path, params, wanted, text in _texts(value, subject):
        given = items(params)
        if len(given) == len(wanted) or (_is_named(wanted) and _names(params)):
            continue
        args: dict[str, Any] = {"value": path[-1], "limit": len(wanted), "count": len(given)}
        if isinstance(text, str):
            args["help"] = f"its text is {shown(text, 120)}"
        yield Fault(path, args)


def value_missing(value: Any, subject: Any) -> Iterator[Fault]:
    """Each name of a text has its value."""
    for path, params, wanted, _ in _texts(value, subject):
        given = _names(params)
        if not _is_named(wanted) or not given:
            continue
        unknown = [name for name in given if name not in wanted]
        for name in wanted:
            # A misspelt name is one fault, that of the name.
            if name not in given and closest(name, unknown) is None:
                yield Fault(path, {"value": name})


def value_unknown(value: Any, subject: Any) -> Iterator[Fault]:
    """Each name that is given is one of the text."""
    for path, params, wanted, _ in _texts(value, subject):
        named = bool(wanted) and _is_named(wanted)
        within = (*path, "text") if path[-1] == "header" else path
        for at, param in enumerate(items(params)):
            name = param.get("name")
            if not isinstance(name, str) or name in wanted or not (named or wanted):
                continue
            args: dict[str, Any] = {"value": name, "limit": wanted if named else ["values without names"]}
            near = closest(name, wanted)
            hint = {"help": f"did you mean '{near}'?", "replacement": near, "safe": False} if near else {}
            yield Fault((*within, at, "name"), {**args, **hint})


def value_unnamed(value: Any, subject: Any) -> Iterator[Fault]:
    """A value of a text with names has a name."""
    for path, params, wanted, _ in _texts(value, subject):
        given = items(params)
        if wanted and _is_named(wanted) and len(given) == len(wanted) and len(_names(params)) < len(given):
            yield Fault(path, {"limit": wanted})


def variables_given(value: Any, subject: Any) -> Iterator[Fault]:
    """Every placeholder of the template, wherever it stands, is given by its name."""
    given = {*_names(mapping(value).get("body")), *_names(mapping(mapping(value).get("header")).get("text"))}
    ordered = len(items(mapping(value).get("body"))) - len(_names(mapping(value).get("body")))
    if ordered:
        return  # a rule of its own: they need names
    for pair in _pairs(value, subject):
        wanted = [*slots(mapping(pair.part.get("header")).get("text")), *body_slots(pair.part, None)]
        wanted += [name for button in items(pair.part.get("buttons")) for name in slots(button.get("url"))]
        for name in dict.fromkeys(wanted):
            if not pair.path and name not in given:
                yield Fault(("body",), {"value": name})


def _header_of(part: Any) -> str | None:
    return next((kind for kind in _HEADERS if kind in mapping(part)), None)


def header_kind(value: Any, subject: Any) -> Iterator[Fault]:
    """A header is of the kind that was registered."""
    for pair in _pairs(value, subject):
        given, registered = _header_of(pair.send.get("header")), _header_of(pair.part.get("header"))
        if given is not None and given != registered:
            yield Fault((*pair.path, "header"), {"value": given, "other": registered or "none"})


def header_given(value: Any, subject: Any) -> Iterator[Fault]:
    """A header of a medium, a place or a product is given with each send."""
    for pair in _pairs(value, subject):
        registered = _header_of(pair.part.get("header"))
        if registered not in (None, "text") and _header_of(pair.send.get("header")) is None:
            yield Fault((*pair.path, "header"), {"value": registered})


def _filled(value: Any, subject: Any) -> Iterator[Filled]:
    for pair in _pairs(value, subject):
        yield from filled(pair, _in_order(subject))


def _in_order(subject: Any) -> bool:
    """Whether the provider is told the order of buttons only."""
    return bool(subject.carries.level("fields", "template.buttons[].index") != "yes")


def button_defined(value: Any, subject: Any) -> Iterator[Fault]:
    """A button of a send is one of the template's."""
    for one in _filled(value, subject):
        if one.registered is None:
            yield Fault(one.path, {"value": one.place})


def button_kind(value: Any, subject: Any) -> Iterator[Fault]:
    """A button of a send is of the type that was registered at its place."""
    for one in _filled(value, subject):
        if one.registered is not None and not fits(one.button, one.registered) and not _takes_nothing(one):
            yield Fault(one.path, {"value": one.button.get("type"), "other": one.registered.get("type")})


def button_static(value: Any, subject: Any) -> Iterator[Fault]:
    """A button that is filled has something to fill: a URL with a placeholder, not one without."""
    for one in _filled(value, subject):
        if one.registered is not None and _takes_nothing(one):
            yield Fault(one.path, {"value": one.place, "other": _label(one.registered)})


def _label(registered: Mapping[str, Any]) -> Any:
    return registered.get("title", registered.get("type"))


def _takes_nothing(one: Filled) -> bool:
    kind = mapping(one.registered).get("type")
    if kind == "url":
        return one.button.get("type") == "url" and not is_dynamic(mapping(one.registered))
    return kind in _STATIC


def button_given(value: Any, subject: Any) -> Iterator[Fault]:
    """Each button that has something to fill is filled."""
    for pair in _pairs(value, subject):
        given = list(filled(pair, _in_order(subject)))
        if len(given) < len(items(pair.send.get("buttons"))):
            continue  # an index is not known yet
        places = {one.place for one in given}
        for at, registered in enumerate(items(pair.part.get("buttons"))):
            if is_due(registered) and at not in places:
                yield Fault((*pair.path, "buttons"), {"value": at, "other": _label(registered)})


def _beside(part: str, is_there: bool) -> Check:
    """A part is there, or not, as it was registered."""

    def check(value: Any, subject: Any) -> Iterator[Fault]:
        definition = _registered(subject)
        if definition is None or not isinstance(value, Mapping):
            return
        registered = part in definition
        if part == "limited_time_offer" and not is_there:
            registered = bool(mapping(definition.get(part)).get("has_expiration"))
        if (part in value) == is_there and registered != is_there:
            yield Fault((part,), {})

    return check


def card_count(value: Any, subject: Any) -> Iterator[Fault]:
    """Cards with media are as many as were registered."""
    cards = items((_registered(subject) or {}).get("carousel"))
    if not isinstance(value, list):
        return
    if cards and not is_product(cards[0]) and len(cards) != len(value):
        yield Fault((), {"count": len(value), "limit": len(cards)})


def same_code(value: Any, subject: Any) -> Iterator[Fault]:
    """The code of a one-time password stands in the body and in the button alike."""
    definition = subject.definition
    if definition is None or definition.category != AUTHENTICATION:
        return
    body = [value_of(param) for param in items(mapping(value).get("body"))]
    for one in _filled(value, subject):
        suffix = one.button.get("suffix")
        if body and body[0] is not None and isinstance(suffix, str) and suffix != body[0]:
            yield Fault((*one.path, "suffix"), {"value": suffix, "other": body[0]})


CHECKS: Mapping[str, Check] = {
    "button-defined": button_defined,
    "button-given": button_given,
    "button-kind": button_kind,
    "button-static": button_static,
    "card-count": card_count,
    "carousel-defined": _beside("carousel", True),
    "carousel-given": _beside("carousel", False),
    "header-given": header_given,
    "header-kind": header_kind,
    "offer-defined": _beside("limited_time_offer", True),
    "offer-given": _beside("limited_time_offer", False),
    "same-code": same_code,
    "value-count": value_count,
    "value-missing": value_missing,
    "value-unknown": value_unknown,
    "value-unnamed": value_unnamed,
    "variables-given": variables_given,
}
