"""From the declaration of a variable to the values that it allows."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

from ..values import fault_of
from .domain import ANYTHING, NOTHING, Domain, Exact, Many, Number, Record, Text, either

_DATE = 10
_TIME = (20, 24)
"""A time in the canonical spelling, without milliseconds and with them."""


def allowed(declaration: Mapping[str, Any]) -> Domain:
    """Return the domain of the values that a declaration allows."""
    if "one_of" in declaration:
        fit = [choice for choice in declaration["one_of"] if fault_of(choice, declaration) is None]
        return either(Exact(_normal(choice, declaration)) for choice in fit)
    type = declaration.get("type")
    if type is None:
        return _untyped(declaration)
    if type == "boolean":
        return either(Exact(value) for value in (True, False) if fault_of(value, declaration) is None)
    if type in ("integer", "number"):
        return _number(declaration, type == "integer")
    if type == "list":
        return _list(declaration)
    if type == "json":
        return _mapping(declaration) if "fields" in declaration else ANYTHING
    return _text(declaration, type)


def _normal(value: Any, declaration: Mapping[str, Any]) -> Any:
    from ..variables import normal

    return normal(value, declaration)


def _untyped(declaration: Mapping[str, Any]) -> Domain:
    if "fields" in declaration:
        return _mapping(declaration)
    if "items" in declaration or "min_items" in declaration or "max_items" in declaration:
        # What is no list has no items to count.
        return ANYTHING
    if not {"min_length", "max_length", "pattern"} & set(declaration):
        return ANYTHING
    scalars = [Exact(value) for value in (True, False, None) if fault_of(value, declaration) is None]
    return either([_text(declaration, "string"), _number(declaration, whole=False), *scalars])


def _number(declaration: Mapping[str, Any], whole: bool) -> Domain:
    low, high = _range(declaration)
    if whole and low is not None and high is not None:
        low, high = ceil(low), floor(high)
    if low is not None and high is not None and low > high:
        return NOTHING
    return Number(low, high, whole, declaration.get("max_length"))


def _range(declaration: Mapping[str, Any]) -> tuple[float | None, float | None]:
    limits = declaration.get("range")
    if not isinstance(limits, list) or len(limits) != 2:
        return None, None
    if any(isinstance(limit, bool) or not isinstance(limit, (int, float)) for limit in limits):
        return None, None
    return limits[0], limits[1]


def _list(declaration: Mapping[str, Any]) -> Domain:
    items = declaration.get("items")
    low = declaration.get("min_items", 0)
    item = allowed(items) if isinstance(items, Mapping) else ANYTHING
    return Many(item, low, declaration.get("max_items"), "min_items" in declaration)


def _mapping(declaration: Mapping[str, Any]) -> Domain:
    return Record({name: allowed(field) for name, field in declaration["fields"].items()}, open=False)


def _text(declaration: Mapping[str, Any], type: str) -> Domain:
    low, high = declaration.get("min_length", 0), declaration.get("max_length")
    firm, solid = "min_length" in declaration, False
    if isinstance(declaration.get("pattern"), str):
        low, high, firm = *_within(low, high, *_widths(declaration["pattern"])), True
    if type == "phone":
        from ..formats import PHONE

        # It is written anew, as + and digits.
        low, high, firm, solid = *_widths(PHONE), True, True
    elif type == "date":
        low, high = _within(low, high, _DATE, _DATE)
        firm = solid = True
    elif type == "datetime":
        low, high, firm, solid = *_TIME, True, True
    elif type == "url":
        low, high = _within(low, high, len("http://a"), None)
    if high is not None and low > high:
        return NOTHING
    return Text(low, high, firm, solid)


def _widths(pattern: str) -> tuple[int, int | None]:
    from ..patterns import widths

    return widths(pattern)


def _within(low: int, high: int | None, least: int, most: int | None) -> tuple[int, int | None]:
    highs = [end for end in (high, most) if end is not None]
    return max(low, least), min(highs, default=None)
