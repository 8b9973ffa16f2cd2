"""Judging several messages together, by the rows of scope `file` and `project`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .breach import Breach
from .claims import Claim, claim
from .diagnostic import Finding, Path, Severity
from .fields import level_of, matches
from .named import NamedTuple
from .paths import Segments
from .rows import Row, families_for, family
from .rulebook import among
from .subject import Subject


class Side(NamedTuple):
    """A finding about one of several messages: which, and where in which the same stood first."""

    at: int
    finding: Finding
    first: tuple[int, Path] | None


def rows_across(kinds: Iterable[str | None], provider: str, scope: str, own: Iterable[str] = ()) -> list[Row]:
    """Return the rows of a scope that messages of some kinds are judged by."""
    names = dict.fromkeys(name for kind in kinds for name in families_for(kind, provider)) | dict.fromkeys(own)
    mark = f"\n  scope: {scope}"
    rows = (row for name in names for row in family(name) if mark in row.family.texts[row.name])
    return [row for row in rows if row.holds_for(provider)]


def side_by_side(subjects: Sequence[Subject], scope: str = "file") -> Iterator[Side]:
    """Yield what is wrong with messages for one provider beside each other.

    They are those of one file, or with `project` of all files. Of the keywords, `unique` and `max_total` look across.
    """
    if len(subjects) < 2:
        return
    provider = subjects[0].provider
    own = dict.fromkeys(name for subject in subjects for name in subject.own)
    for row in rows_across({subject.kind: None for subject in subjects}, provider, scope, own):
        for breach in _breaches(row, subjects):
            index, *path = breach.path
            breach.path = tuple(path)
            first = None if breach.first is None else (int(breach.first[0]), breach.first[1:])
            yield Side(int(index), breach.finding(provider), first)


def judge_together(subjects: Sequence[Subject], scope: str = "file") -> Iterator[tuple[int, Finding]]:
    """Yield what is wrong with messages side by side: the index of a message and a finding."""
    for at, finding, _ in side_by_side(subjects, scope):
        yield at, finding


def _breaches(row: Row, subjects: Sequence[Subject]) -> Iterator[Breach]:
    ruling = claim(row, subjects[0].provider)
    for pattern, segments in row.fields:
        for keyword, limit, warned in ruling.limits:
            for number, severity in ((limit, ruling.severity), (warned, "warning")):
                if number is None:
                    continue
                found = _found(ruling, pattern, segments, subjects, severity)
                broken = list(among(row, keyword, number, segments, subjects[0], found))
                yield from broken
                if broken:
                    break


def _found(
    ruling: Claim, pattern: str, segments: Segments, subjects: Sequence[Subject], severity: Severity
) -> list[tuple[Path, Any, Severity]]:
    """Every match in every message; the index of the message leads its path."""
    return [
        ((index, *path), value, level)
        for index, subject in enumerate(subjects)
        if ruling.row.own is None or ruling.row.own in subject.own
        for path, value in matches(subject, pattern, segments)
        if (level := level_of(ruling, segments, path, subject, severity)) is not None
    ]
