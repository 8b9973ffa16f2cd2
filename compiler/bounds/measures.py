"""Limits that no keyword says: the checks that ask a number for a range, and lengths in other units than characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..claims import Claim
from ..diagnostic import Path, Severity
from ..fields import level_of, may_hold
from ..named import NamedTuple
from ..plan import Field, Plan
from ..slots import text_of
from ..subject import Subject
from . import Bound
from .domain import Domain, Exact, Number, either, options

BYTES, UNITS = "max_bytes", "max_units"
"""What a limit in bytes of UTF-8, or in units of UTF-16, is called beside the keywords."""

_MORE = {BYTES: 3, UNITS: 1}
"""What a character outside of ASCII takes at most beyond one: four bytes, or two units."""

IN_UNITS = frozenset(_MORE)

_COUNTED = {"text.utf16_length": "body"}
"""Derived fields that count a text in units of UTF-16, and the key of the text."""

_OF_FILES = {"bytes": ("file", "data_uri")}
"""Derived fields of a medium that other files have otherwise, and what names the file."""

Measured = tuple[str, Any]
"""A keyword, and its limit."""


def of_check(claim: Claim, name: str) -> Measured | None:
    """Return what a check asks of one value, as a keyword would; None of one that asks for anything else."""
    numbers = claim.numbers
    if name == "within-range":
        return "range", (numbers["low"], numbers["high"])
    if name == "at-least":
        return "range", (numbers["min"], None)
    return (BYTES, numbers["max"]) if name == "utf8-length" else None


def without(domain: Domain, also: Any) -> Domain:
    """Return what a number can be besides one that means something else."""
    found: list[Domain] = []
    for option in options(domain):
        if isinstance(option, Exact) and option.value == also:
            continue
        if isinstance(option, Number) and option.whole and option.low == also:
            option = option._replace(low=also + 1)
        found.append(option)
    return either(found)


def size_in(keyword: str, bound: Bound | None, value: Any) -> tuple[int, int | None]:
    """Return how large a text is at least and at most: an open one by its bound, else the value."""
    if bound is None:
        if not isinstance(value, str):
            return 0, None
        more = sum(
            len(one.encode("utf-8", "surrogatepass")) - 1 if keyword == BYTES else one > "\uffff" for one in value
        )
        return len(value) + more, len(value) + more
    low, high, _ = bound.length
    if isinstance(bound.domain, Exact):
        return size_in(keyword, None, text_of(bound.domain.value))
    return low, None if high is None or bound.foreign is None else high + _MORE[keyword] * bound.foreign


class Derived(NamedTuple):
    """A limit of a derived field, and where what it is derived from stands."""

    claim: Claim
    keyword: str
    limit: Any
    level: Severity
    path: Path


def of_derived(
    found: Plan, field: Field, path: Path, parent: Any, subject: Subject, bounding: Callable[[Path], Bound | None]
) -> Iterator[Derived]:
    """Yield the limits of the fields that are derived from a part of a message: of its texts, of files yet unnamed."""
    for place, pattern in field.derived:
        said = found.said(place)
        leaf = pattern.rpartition(".")[2]
        if said is None or not isinstance(parent, dict) or leaf in parent or not may_hold(said[0], subject):
            continue
        claim, _, segments = said
        for word, limit, _ in claim.limits:
            level = level_of(claim, segments, (*path, leaf), subject, claim.severity)
            if word != "range" or limit is None or level is None:
                continue
            if pattern in _COUNTED and _COUNTED[pattern] in parent:
                yield Derived(claim, UNITS, limit[1], level, (*path, _COUNTED[pattern]))
            for key in _OF_FILES.get(leaf, ()):
                if key in parent and _is_open((*path, key), bounding):
                    yield Derived(claim, "range", limit, level, (*path, key))


def _is_open(path: Path, bounding: Callable[[Path], Bound | None]) -> bool:
    try:
        bounding(path)
    except KeyError:
        return False
    return True
