"""Judging several messages together, by the rows of scope `file` and `project`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .diagnostic import Finding, Path, Severity
from .paths import Segments
from .rows import Row, families_for, family, pick
from .rulebook import Breach, Subject, among, level_of, matches


def judge_together(subjects: Sequence[Subject], scope: str = "file") -> Iterator[tuple[int, Finding]]:
    """Yield what is wrong with messages for one provider side by side: the index of a message and a finding.

    They are those of one file, or with `project` of all files. Of the keywords, `unique` and `max_total` look across.
    """
    if len(subjects) < 2:
        return
    provider = subjects[0].provider
    kinds = dict.fromkeys(subject.kind for subject in subjects)
    names = dict.fromkeys(name for kind in kinds for name in families_for(kind, provider))
    for row in (row for name in names for row in family(name)):
        if row.scope == scope and row.sources(provider):
            for breach in _breaches(row, subjects):
                index, *path = breach.path
                breach.path = tuple(path)
                yield int(index), breach.finding(provider)


def _breaches(row: Row, subjects: Sequence[Subject]) -> Iterator[Breach]:
    provider = subjects[0].provider
    warn = row.raw.get("warn", {})
    is_warned = bool(pick(warn.get("source", {}), provider, []))
    for pattern, segments in row.fields:
        for keyword in row.constraints:
            limits = [(row.limit(keyword, provider), row.severity(provider))]
            if is_warned:
                limits.append((pick(warn.get(keyword), provider), "warning"))
            for limit, severity in limits:
                found = _found(row, pattern, segments, subjects, severity)
                broken = list(among(row, keyword, limit, segments, subjects[0], found)) if limit is not None else []
                yield from broken
                if broken:
                    break


def _found(
    row: Row, pattern: str, segments: Segments, subjects: Sequence[Subject], severity: Severity
) -> list[tuple[Path, Any, Severity]]:
    """Every match in every message; the index of the message leads its path."""
    return [
        ((index, *path), value, level)
        for index, subject in enumerate(subjects)
        for path, value in matches(subject, pattern, segments)
        if (level := level_of(row, segments, path, subject, severity)) is not None
    ]
