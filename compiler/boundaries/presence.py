"""Trials of the keywords that look at what is there, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..diagnostic import Path
from ..paths import find
from .building import concrete, put
from .drafts import ACROSS, ANY, MISSING, Case, draft, innermost, root, sample_at, tried, with_field, without_field
from .trials import Trial, limits, severity


def there_or_not(case: Case) -> Iterator[Trial]:
    level = severity(case.row, case.provider)
    if case.field == "kind":
        yield tried(case, "any message", ANY, level)
        return
    allowed, refused = (ANY, MISSING) if case.keyword == "required" else (MISSING, ANY)
    yield tried(case, f"{case.keyword}: as it should be", allowed, None)
    yield tried(case, f"{case.keyword}: broken", refused, level)


def _others(case: Case) -> list[str]:
    stated = case.row.raw[case.keyword]
    return [stated] if isinstance(stated, str) else list(stated)


def requiring(case: Case) -> Iterator[Trial]:
    alone = tried(case, "alone", ANY, severity(case.row, case.provider))
    message = alone.message
    for other in _others(case):
        message = with_field(message, case, other)
    yield alone._replace(what="beside all", message=message, severity=None, path=None)
    for other in _others(case):
        yield alone._replace(what=f"without {other}", message=without_field(message, case, other))


def excluding(case: Case) -> Iterator[Trial]:
    alone = tried(case, "alone", ANY, severity(case.row, case.provider))
    message = alone.message
    for other in _others(case):
        message = without_field(message, case, other)
    yield alone._replace(message=message, severity=None, path=None)
    for other in _others(case):
        yield alone._replace(what=f"beside {other}", message=with_field(message, case, other))


def one_key(case: Case) -> Iterator[Trial]:
    """One key, none, and each two neighbours, as far as the row's `when` lets them be."""
    keys = limits(case.row, case.keyword, case.provider)[0]
    level = severity(case.row, case.provider)
    due = {key for key in keys if case.row.when.get(f"{case.field}.{key}") == "present"}
    values = {key: sample_at(case.row, (*case.segments, key)) for key in keys}
    there = next(value for _, value in find(draft(case, ANY).message, concrete(case.segments)))
    beside = {key: value for key, value in there.items() if key not in keys}
    for key in keys:
        yield tried(case, f"only {key}", {**beside, key: values[key]}, None)
    for some in [(), *pairwise(keys)]:
        if due <= set(some):
            yield tried(case, " and ".join(some) or "none", {**beside, **{key: values[key] for key in some}}, level)


def alike(case: Case) -> Iterator[Trial]:
    """Two fields that differ, and two that do not: in two messages, or in two items of the innermost list."""
    segments = case.segments
    level = severity(case.row, case.provider)
    # Only some values may not stand twice: those that `when` names.
    named = case.row.when.get(case.field)
    one, two = named[:2] if named else (sample_at(case.row, segments), sample_at(case.row, segments, 1))
    if case.row.scope in ACROSS:
        two = f"{one}9" if one == two else two
        message, assume, _ = draft(case, one)
        yield Trial("two messages", message, assume, before=(draft(case, two).message,))
        yield Trial("twice the same", message, assume, level, concrete(segments), before=(message,))
        return
    if isinstance(one, list):
        place = concrete(segments)
        yield tried(case, "two", [one[0], f"{one[0]}9"], None)
        yield tried(case, "twice", [one[0], one[0]], level)._replace(path=(*place, 1))
        return
    inner = innermost(segments)
    message, assume, _ = draft(case, one)
    second: Path = concrete((*segments[:inner], 1, *segments[inner + 1 :]))
    yield Trial("two", put(message, root(case.row), second, two), assume)
    yield Trial("twice", put(message, root(case.row), second, one), assume, level, second)
