"""What comparisons and tests of Jinja may say of values that are not known."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .domain import Absent, Anything, Domain, Exact, Many, Number, Record, Text

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt,
    "gteq": operator.ge, "in": lambda a, b: a in b, "notin": lambda a, b: a not in b,
}  # fmt: skip
_SAME = {"le": "lteq", "ge": "gteq", "equalto": "eq"}
_BOTH = frozenset({True, False})


def compared(name: str, one: Domain, other: Domain) -> frozenset[bool]:
    """Return what a comparison may say of two values; nothing where it fails."""
    if isinstance(one, Absent) or isinstance(other, Absent):
        return frozenset()
    if isinstance(one, Exact) and isinstance(other, Exact):
        try:
            return frozenset({bool(_OPERATORS[name](one.value, other.value))})
        except Exception:
            return frozenset()
    if name in ("in", "notin"):
        return _BOTH
    if isinstance(one, Anything) or isinstance(other, Anything):
        return _BOTH
    left, right = _interval(one), _interval(other)
    if left is not None and right is not None:
        return _by_intervals(name, left, right)
    if name in ("eq", "ne") and not _could_be_equal(one, other):
        return frozenset({name == "ne"})
    return _BOTH


def _interval(domain: Domain) -> tuple[float | None, float | None] | None:
    if isinstance(domain, Number):
        return domain.low, domain.high
    if isinstance(domain, Exact) and isinstance(domain.value, (int, float)):
        return domain.value, domain.value
    return None


def _by_intervals(name: str, one: tuple[Any, Any], other: tuple[Any, Any]) -> frozenset[bool]:
    if name in ("gt", "gteq"):
        return _by_intervals("lt" if name == "gt" else "lteq", other, one)
    before = one[1] is not None and other[0] is not None
    after = one[0] is not None and other[1] is not None
    if name in ("lt", "lteq"):
        less = _OPERATORS[name]
        if before and less(one[1], other[0]):
            return frozenset({True})
        return frozenset({False}) if after and not less(one[0], other[1]) else _BOTH
    if one[0] is not None and one[0] == one[1] == other[0] == other[1]:
        return frozenset({name == "eq"})
    apart = (before and one[1] < other[0]) or (after and one[0] > other[1])
    return frozenset({name == "ne"}) if apart else _BOTH


def _could_be_equal(one: Domain, other: Domain) -> bool:
    for domain, exact in ((one, other), (other, one)):
        if not isinstance(exact, Exact):
            continue
        value = exact.value
        if isinstance(domain, Text):
            return isinstance(value, str) and domain.low <= len(value) and _at_most(len(value), domain.high)
        if isinstance(domain, Number):
            return isinstance(value, (int, float))
        if isinstance(domain, Many):
            return isinstance(value, list) and domain.low <= len(value) and _at_most(len(value), domain.high)
        return not isinstance(domain, Record) or isinstance(value, Mapping)
    return True


def _at_most(size: int, high: int | None) -> bool:
    return high is None or size <= high


def tested(name: str, option: Domain, arguments: Sequence[Domain]) -> frozenset[bool]:
    """Return what a test may say of a value that is not known."""
    if isinstance(option, Absent):
        return frozenset({name == "undefined"}) if name in ("defined", "undefined") else frozenset()
    if name in ("defined", "undefined"):
        return frozenset({name == "defined"})
    other = _SAME.get(name, name)
    if other in _OPERATORS and len(arguments) == 1:
        return compared(other, option, arguments[0])
    kinds = _KINDS.get(name)
    if kinds is None or isinstance(option, (Anything, Exact)):
        return _BOTH
    return frozenset({isinstance(option, kinds)})


_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (Text,),
    "number": (Number,),
    "boolean": (),
    "none": (),
    "mapping": (Record,),
    "sequence": (Text, Many, Record),
}
