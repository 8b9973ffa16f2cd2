"""Whether a value fits the declaration of its variable."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .constraints import predicate
from .diagnostic import closest, shown
from .slots import normal_phone, text_of
from .times import canonical_iso

_LARGEST = 1.7976931348623157e308


def fault_of(value: Any, declaration: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a value, as the rest of a sentence, or None. Lengths are in characters."""
    if isinstance(value, str) and not value.isprintable() and any("\ud800" <= c <= "\udfff" for c in value):
        return "holds a lone surrogate, which is no character"
    if isinstance(value, float) and not -_LARGEST <= value <= _LARGEST:
        return f"is {value}, which JSON does not have"
    type = declaration.get("type")
    if type is not None:
        fits, due = _TYPES.get(type, (lambda _: True, ""))
        if not fits(value):
            return f"is {shown(value)}, and {due} is due"
    for keyword, judge in _CONSTRAINTS.items():
        if keyword in declaration:
            fault = judge(value, declaration[keyword])
            if fault is not None:
                return fault
    items = declaration.get("items")
    if isinstance(items, Mapping) and isinstance(value, list):
        for index, item in enumerate(value):
            if index and item is value[index - 1]:
                continue
            fault = fault_of(item, items)
            if fault is not None:
                return f"has an item {index} that {fault}"
    fields = declaration.get("fields")
    return _fields_fault(value, fields) if isinstance(fields, Mapping) else None


def _fields_fault(value: Any, fields: Mapping[str, Any]) -> str | None:
    """Hold a mapping against the fields that it is declared to have: all of them, and no others."""
    if not isinstance(value, Mapping):
        return f"is {shown(value)}, and a mapping with {', '.join(fields)} is due"
    for name in fields:
        if name not in value:
            return f"has no '{name}'"
    for name, item in value.items():
        if name not in fields:
            near = closest(name, fields)
            return f"has a '{name}' that is not declared" + (f": did you mean '{near}'?" if near else "")
        fault = fault_of(item, fields[name])
        if fault is not None:
            return f"has a '{name}' that {fault}"
    return None


def cost(value: Any, declaration: Mapping[str, Any]) -> int:
    """Return what the patterns of a declaration take for a value, in steps; a pattern is compiled once."""
    total = 0
    items = declaration.get("items")
    if isinstance(items, Mapping) and isinstance(value, list):
        total = sum(cost(item, items) for item in value)
    fields = declaration.get("fields")
    if isinstance(fields, Mapping) and isinstance(value, Mapping):
        total += sum(cost(value[name], field) for name, field in fields.items() if name in value)
    pattern = declaration.get("pattern")
    if isinstance(pattern, str) and isinstance(value, str):
        from .patterns import MAX_STEPS, steps

        try:
            total += 10_000 + min(steps(pattern, value), MAX_STEPS)
        except ValueError:
            pass
    return total


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_phone(value: Any) -> bool:
    normal = normal_phone(value)
    return isinstance(normal, str) and predicate("phone")(normal)


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and canonical_iso(f"{value}T00:00:00Z") is not None


_TYPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "string": (lambda v: isinstance(v, str), "a text (quote it)"),
    "integer": (_is_whole, "a whole number"),
    "number": (_is_number, "a number"),
    "boolean": (lambda v: isinstance(v, bool), "true or false"),
    "phone": (_is_phone, "a phone number in quotes"),
    "url": (lambda v: isinstance(v, str) and re.match(r"https?://[^/\s]", v) is not None, "an http(s) URL"),
    "date": (_is_date, "a date such as 2026-12-18"),
    "datetime": (
        lambda v: isinstance(v, str) and canonical_iso(v) is not None,
        "a time such as 2026-12-18T19:27:00Z",
    ),
    "list": (lambda v: isinstance(v, list), "a list"),
    "json": (lambda v: True, "any JSON"),
}


_NO_TEXT = "is a list or a mapping, and what has a length is a text"


def _min_length(value: Any, limit: Any) -> str | None:
    if isinstance(value, (list, dict)):
        return _NO_TEXT
    length = len(text_of(value))
    return f"is {shown(value)}, {length} characters; at least {limit} are due" if length < limit else None


def _max_length(value: Any, limit: Any) -> str | None:
    if isinstance(value, (list, dict)):
        return _NO_TEXT
    length = len(text_of(value))
    return f"is {shown(value)}, {length} characters; at most {limit} are due" if length > limit else None


def _pattern(value: Any, pattern: Any) -> str | None:
    from .patterns import CostlyPattern, fullmatch

    if not isinstance(value, str):
        return None
    try:
        return None if fullmatch(pattern, value) else f"is {shown(value)}, which does not match {shown(pattern)}"
    except CostlyPattern as error:
        return f"is {shown(value)}, which is not checked: {error}"


def _one_of(value: Any, choices: Any) -> str | None:
    # In Python true is 1; in JSON it is not.
    if any(value == choice and isinstance(value, bool) == isinstance(choice, bool) for choice in choices):
        return None
    return f"is {shown(value)}, which is none of " + ", ".join(shown(choice) for choice in choices)


def _range(value: Any, limits: Any) -> str | None:
    if not (_is_number(value) and len(limits) == 2 and all(_is_number(limit) for limit in limits)):
        return None
    low, high = limits
    return None if low <= value <= high else f"is {value}, outside {low} to {high}"


def _items(value: list[Any]) -> str:
    return "1 item" if len(value) == 1 else f"{len(value)} items"


def _min_items(value: Any, limit: Any) -> str | None:
    return f"has {_items(value)}; at least {limit} are due" if isinstance(value, list) and len(value) < limit else None


def _max_items(value: Any, limit: Any) -> str | None:
    return f"has {_items(value)}; at most {limit} are due" if isinstance(value, list) and len(value) > limit else None


_CONSTRAINTS: Mapping[str, Callable[[Any, Any], str | None]] = {
    "min_length": _min_length,
    "max_length": _max_length,
    "pattern": _pattern,
    "one_of": _one_of,
    "range": _range,
    "min_items": _min_items,
    "max_items": _max_items,
}
