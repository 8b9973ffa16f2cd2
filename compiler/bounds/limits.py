"""The limits of the rows that apply to a message, each held against what its field can become."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Literal, Protocol

from ..claims import Claim
from ..diagnostic import Path, Severity
from ..fields import level_of, may_hold
from ..named import NamedTuple
from ..nodes import JSON_NUMBER, number
from ..plan import Field, Plan, plan
from ..rows import Row
from ..rulebook import families_of
from ..shape import UNKNOWN
from ..subject import Subject
from . import Bound, State
from .domain import ANYTHING, Domain, Exact, Length, Number, options
from .measures import IN_UNITS, Derived, of_check, of_derived, size_in, without

Verdict = Literal["safe", "can exceed", "must exceed", "unknown"]

MEASURED = frozenset({"min_length", "max_length", "range", "one_of", "min_items", "max_items", "max_total", *IN_UNITS})
"""The keywords that a bound can be held against."""

Bounding = Callable[[Path], Bound | None]
"""What an open field can become; raises KeyError for one that is not open."""


class Counting(Protocol):
    """How many items a list can have, and how many fields there can be at some paths, where either is open."""

    def count(self, path: Path, state: State) -> Bound:
        """Raises KeyError for a list that is not open."""

    def total(self, paths: Sequence[Path], state: State) -> Bound | None: ...


class Held(NamedTuple):
    """A limit and what it limits: a length, a count, a number, or a choice of words (`values`).

    `firm` is false where the end that decides rests on no declaration. Of a total, `paths` are those that are counted.
    """

    row: Row
    keyword: str
    limit: Any
    severity: Severity
    path: Path
    shortest: Any
    longest: Any
    verdict: Verdict
    bound: Bound | None = None
    is_open: bool = False
    paths: tuple[Path, ...] = ()


def held(
    subject: Subject,
    bounding: Bounding,
    within: Collection[Path] | None = None,
    counting: tuple[Counting, State] | None = None,
) -> Iterator[Held]:
    """Yield every limit of a message in the order of its fields; with `within`, of these fields and what holds them."""
    found = plan(families_of(subject), subject.provider, subject.kind, "message")
    totals: dict[tuple[str, int], list[tuple[Claim, Any, Severity, Path]]] = {}
    prefixes = None if within is None else {path[:at] for path in within for at in range(len(path) + 1)}
    for field, path, value in found.walk(subject.message, prefixes):
        for one in of_derived(found, field, path, value, subject, bounding):
            yield _derived(one, value, bounding)
        for claim, keyword, limit, level in _limits(found, field, path, subject):
            if keyword == "max_total":
                totals.setdefault((claim.row.name, limit), []).append((claim, limit, level, path))
            else:
                bound = _count_of(keyword, path, counting)
                if bound is not None:
                    low, high, _ = bound.length
                    verdict = by_length(keyword, limit, bound.length)
                    yield Held(claim.row, keyword, limit, level, path, low, high, verdict, bound, True)
                    continue
                yield _one(claim, keyword, limit, level, path, value, bounding)
    for matches in totals.values():
        claim, limit, level, path = matches[0]
        paths = tuple(path for *_, path in matches)
        bound = counting[0].total(paths, counting[1]) if counting is not None else None
        length = bound.length if bound is not None else Length(len(paths), len(paths))
        verdict = by_length("max_total", limit, length)
        is_open = bound is not None
        yield Held(
            claim.row, "max_total", limit, level, path[:-1], length.low, length.high, verdict, bound, is_open, paths
        )


def _count_of(keyword: str, path: Path, counting: tuple[Counting, State] | None) -> Bound | None:
    """Return how many items a list can have; None where that is not open."""
    if counting is None or keyword not in ("min_items", "max_items"):
        return None
    try:
        return counting[0].count(path, counting[1])
    except KeyError:
        return None


def _limits(found: Plan, field: Field, path: Path, subject: Subject) -> Iterator[tuple[Claim, str, Any, Severity]]:
    for place in field.rows:
        said = found.said(place)
        if said is None:
            continue
        claim, _, segments = said
        if not may_hold(claim, subject):
            continue
        for keyword, limit, warned in claim.limits:
            for one, severity in ((limit, claim.severity), (warned, "warning")):
                if keyword == "check" and one is not None:
                    keyword, one = of_check(claim, one) or (keyword, None)
                if one is None or keyword not in MEASURED:
                    continue
                level = level_of(claim, segments, path, subject, severity)
                if level is not None:
                    yield claim, keyword, one, level


def _one(claim: Claim, keyword: str, limit: Any, level: Severity, path: Path, value: Any, bounding: Bounding) -> Held:
    row = claim.row
    try:
        bound, is_open = bounding(path), True
    except KeyError:
        bound, is_open = None, False
    if is_open and bound is None:
        # Nothing comes of it: what fails is never sent.
        return Held(row, keyword, limit, level, path, None, None, "safe", None, True)
    shortest: Any
    longest: Any
    verdict: Verdict
    domain: Domain = bound.domain if bound is not None else (ANYTHING if value is UNKNOWN else Exact(value))
    if keyword in ("min_length", "max_length"):
        length = bound.length if bound is not None else _length(value)
        shortest, longest, verdict = length.low, length.high, by_length(keyword, limit, length)
    elif keyword in IN_UNITS:
        shortest, longest, verdict = by_units(keyword, limit, bound, value)
    elif keyword in ("min_items", "max_items"):
        count = len(value) if isinstance(value, (list, dict)) else None
        shortest = longest = count
        over = count is not None and (count < limit if keyword == "min_items" else count > limit)
        verdict = "unknown" if count is None else ("must exceed" if over else "safe")
    elif keyword == "range":
        if "also" in claim.numbers:
            domain = without(domain, claim.numbers["also"])
        shortest, longest, verdict = by_range(limit, domain)
    else:
        shortest, longest, verdict = by_choice(limit, domain)
    return Held(row, keyword, limit, level, path, shortest, longest, verdict, bound, is_open)


def _derived(one: Derived, parent: Any, bounding: Bounding) -> Held:
    value = parent[one.path[-1]] if one.keyword in IN_UNITS else UNKNOWN
    if one.keyword in IN_UNITS:
        return _one(one.claim, one.keyword, one.limit, one.level, one.path, value, bounding)
    # It is the size of a file that nobody has named yet.
    return Held(one.claim.row, one.keyword, one.limit, one.level, one.path, None, None, "unknown", None, True)


def by_units(keyword: str, limit: int, bound: Bound | None, value: Any) -> tuple[int, int | None, Verdict]:
    """Hold a text against a limit in other units than characters. Of what kind they are, no constraint says."""
    low, high = size_in(keyword, bound, value)
    if low > limit:
        return low, high, "must exceed"
    return low, high, "safe" if high is not None and high <= limit else "unknown"


def _length(value: Any) -> Length:
    return Length(len(value), len(value)) if isinstance(value, str) else Length(0, None, False)


def by_length(keyword: str, limit: int, length: Length) -> Verdict:
    """Hold a length, or a count, against a limit."""
    if keyword.startswith("max"):
        if length.low > limit:
            return "must exceed"
        if length.high is None:
            return "unknown"
        return "safe" if length.high <= limit else "can exceed"
    if length.high is not None and length.high < limit:
        return "must exceed"
    if length.low >= limit:
        return "safe"
    return "can exceed" if length.firm else "unknown"


def by_range(limit: tuple[float, float], domain: Domain) -> tuple[float | None, float | None, Verdict]:
    """Hold numbers against a range."""
    ends = [_interval(option) for option in options(domain)]
    if not ends or None in ends:
        return None, None, "unknown"
    low = None if any(end[0] is None for end in ends if end) else min(end[0] for end in ends if end)  # type: ignore[type-var]
    high = None if any(end[1] is None for end in ends if end) else max(end[1] for end in ends if end)  # type: ignore[type-var]
    least, most = limit
    if most is None:
        most = float("inf") if high is None else max(high, least)
        high = most
    if (high is not None and high < least) or (low is not None and low > most):
        return low, high, "must exceed"
    if low is None or high is None:
        return low, high, "unknown"
    return low, high, "safe" if least <= low and high <= most else "can exceed"


def _interval(option: Domain) -> tuple[float | None, float | None] | None:
    if isinstance(option, Number):
        return option.low, option.high
    if not isinstance(option, Exact) or isinstance(option.value, bool):
        return None
    value = option.value
    if isinstance(value, str) and JSON_NUMBER.fullmatch(value.strip()):
        value = number(value.strip())
    return (value, value) if isinstance(value, (int, float)) else None


def by_choice(limit: list[Any], domain: Domain) -> tuple[Any, Any, Verdict]:
    """Hold words against the words that are taken: those that are not are the longest, so to say."""
    words = [option.value if isinstance(option, Exact) else UNKNOWN for option in options(domain)]
    if not words or any(word is UNKNOWN or isinstance(word, (list, dict)) for word in words):
        return None, None, "unknown"
    strange = [word for word in words if word not in limit]
    if not strange:
        return words[0], words[-1], "safe"
    return words[0], strange[0], "must exceed" if len(strange) == len(words) else "can exceed"
