"""What a number, a list or a mapping can be after a filter, and the text that a list becomes."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

from .arguments import UNBOUNDED, Arguments, Filter, argument_of, is_whole, length_given
from .domain import (
    ABSENT,
    ANYTHING,
    NOTHING,
    Absent,
    Anything,
    Domain,
    Exact,
    Many,
    Number,
    Record,
    Text,
    either,
    field,
    length_of,
    options,
    total,
)

_FLOAT_DIGITS = 300
"""Digits before the point beyond which a float holds nothing to round."""


def _default(value: Domain, arguments: Arguments) -> Domain:
    positional, named = arguments
    fallback = positional[0] if positional else named.get("default_value", Exact(""))
    if isinstance(value, Absent):
        return fallback
    falsy = argument_of(arguments, 1, "boolean", False)
    if falsy is False:
        return value
    if isinstance(value, Text) and value.low > 0:
        return value
    if isinstance(value, Text):
        return fallback if value.high == 0 else either([value._replace(low=1, firm=True), fallback])
    return either([value, fallback])


def _round(value: Domain, arguments: Arguments) -> Domain:
    if not isinstance(value, Number):
        return UNBOUNDED if isinstance(value, Anything) else NOTHING
    decimals = argument_of(arguments, 0, "precision", 0)
    if not is_whole(decimals):
        return NOTHING
    if value.whole and decimals >= 0 and argument_of(arguments, 1, "method", "common") == "common":
        return value
    if value.low is None or value.high is None:
        return Number(None, None, whole=False)
    step = 10.0 ** -max(decimals, -_FLOAT_DIGITS)
    low, high = value.low - step, value.high + step
    if max(abs(low), abs(high)) * 10.0 ** max(decimals, 0) < 1e15:
        # Sign, whole part, point and decimals. Zero is a whole part, and what rounds to 10 has two decimals.
        whole = max(len(str(int(end))) for end in _rounded(value.low, value.high, decimals, arguments))
        whole += -1 < value.low < 0
        longest = whole + (decimals + 1 if decimals > 0 else 0)
        return Number(low, high, False, longest)
    return Number(low, high, whole=False)


def _rounded(low: float, high: float, decimals: int, arguments: Arguments) -> tuple[float, float]:
    # At the ends the result is largest, whichever way it is rounded.
    scale = 10.0**decimals
    return floor(low * scale) / scale, ceil(high * scale) / scale


def _int(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, Number):
        if value.whole or value.low is None or value.high is None:
            return value._replace(whole=True)
        return Number(int(value.low), int(value.high), whole=True)
    return Number(None, None, whole=True)


def _float(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, Number):
        return Number(value.low, value.high, whole=False)
    return Number(None, None, whole=False)


def _abs(value: Domain, arguments: Arguments) -> Domain:
    if not isinstance(value, Number):
        return Number(0, None, whole=False) if isinstance(value, Anything) else NOTHING
    if value.low is None or value.high is None:
        return Number(0, None, value.whole, value.longest)
    ends = sorted((abs(value.low), abs(value.high)))
    return Number(0 if value.low <= 0 <= value.high else ends[0], ends[1], value.whole, value.longest)


def _length(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, (Text, Many)):
        return Number(value.low, value.high, whole=True)
    if isinstance(value, Number):
        return NOTHING
    return Number(0, None, whole=True)


def _join(value: Domain, arguments: Arguments) -> Domain:
    between = argument_of(arguments, 0, "d", "")
    attribute = argument_of(arguments, 1, "attribute", None)
    gap = length_given(between)
    many = Many(Text(1, 1), value.low, value.high, value.firm) if isinstance(value, Text) else value
    if not isinstance(many, Many) or gap is None:
        return UNBOUNDED if isinstance(value, (Anything, Record)) else NOTHING
    item = many.item if attribute is None else _attribute(many.item, attribute)
    one = length_of(item, as_python=True)
    if one is None:
        return Exact("") if many.low == 0 else NOTHING
    low = total([one] * min(many.low, _MANY) + [gap] * max(min(many.low, _MANY) - 1, 0))
    # A list without a most has items without end, unless each is nothing.
    high: int | None = None
    if many.high == 0 or (one.high == 0 and gap.high == 0):
        high = 0
    elif many.high is not None and one.high is not None and gap.high is not None:
        high = many.high * one.high + (many.high - 1) * gap.high
    return Text(low.low, high, low.firm and many.firm)


_MANY = 10_000


def _attribute(item: Domain, path: Any) -> Domain:
    if not isinstance(path, str):
        return ANYTHING
    found = [item]
    for part in path.split("."):
        found = [inner for one in found for option in options(one) for inner in options(field(option, part))]
    return either(found)


def _map(value: Domain, arguments: Arguments) -> Domain:
    named = arguments[1]
    if isinstance(value, Many) and set(named) == {"attribute"}:
        item = _attribute(value.item, argument_of(arguments, 9, "attribute", None))
        return value._replace(item=item)
    return ANYTHING


def _end(value: Domain, arguments: Arguments) -> Domain:
    """The first, the last, the least or the greatest of a list; a character of a text."""
    if arguments[0] or arguments[1]:
        return either([ANYTHING, ABSENT])
    if isinstance(value, Text):
        one: Domain = Text(1, 1, True, value.solid)
    elif isinstance(value, Many):
        one = value.item
    else:
        return either([ANYTHING, ABSENT])
    return either([one, ABSENT]) if value.low == 0 else one


def _same_items(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, Many):
        return value
    return Many(Text(1, 1), value.low, value.high, value.firm) if isinstance(value, Text) else ANYTHING


def _reverse(value: Domain, arguments: Arguments) -> Domain:
    return value if isinstance(value, Text) else _same_items(value, arguments)


def _unique(value: Domain, arguments: Arguments) -> Domain:
    many = _same_items(value, arguments)
    return many._replace(low=min(many.low, 1)) if isinstance(many, Many) else many


OF_VALUES: Mapping[str, Filter] = {
    "abs": _abs, "count": _length, "d": _default, "default": _default, "first": _end, "float": _float, "int": _int,
    "join": _join, "last": _end, "length": _length, "map": _map, "max": _end, "min": _end, "reverse": _reverse,
    "round": _round, "sort": _same_items, "unique": _unique,
}  # fmt: skip
"""The filters that take a number, a list or a mapping, or any value."""
