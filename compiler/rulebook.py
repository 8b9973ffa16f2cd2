"""Judging a message by the rows of `rules/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from .breach import Breach, strictest
from .claims import Claim, claim
from .constraints import AT_KEY, JUDGES
from .diagnostic import Finding, Path, Severity
from .fields import level_of, matches, present
from .paths import EACH, Segments, find, parse
from .plan import plan
from .rows import Row, families_for, families_of_facts, families_of_parts
from .shape import UNKNOWN
from .subject import Subject as Subject

__all__ = ["Subject", "among", "breaches_of", "by_rows", "families_of", "judge", "judge_by", "matches"]

Match = tuple[Path, Any, Severity]
"""A field that a row judges: where it stands, its value, and how much a breach matters there."""

MAX_BREACHES = 50
"""Findings that one rule gives for one message; ten thousand would say no more."""


def judge(subject: Subject) -> list[Finding]:
    """Return what is wrong with a message: the rows that it breaks, and what the provider does not carry."""
    findings = by_rows(subject)
    not_carried = list(subject.carries.findings(subject.message, subject.kind))
    if not not_carried:
        return findings
    from .overlap import carried

    return carried(findings, not_carried) + not_carried


def by_rows(subject: Subject) -> list[Finding]:
    """Return a finding for every row that the message breaks, in the order of the rows."""
    findings: list[Finding] = []
    # The registry is None too where nobody names it; only what cannot be read leaves a word.
    if subject.assume and subject.kind == "template" and subject.registry is None and subject.unreadable:
        # The rest is judged without them.
        findings.append(Finding("templates-unreadable", subject.unreadable, path=("template", "name"), at_key=True))
    return findings + judge_by(subject, families_of(subject))


def families_of(subject: Subject) -> tuple[str, ...]:
    """Return the families that a message is judged by: for its kind, what it holds, and what is known of it."""
    families = [*families_for(subject.kind, subject.provider), *families_of_parts(subject.message)]
    if subject.assume and subject.kind is not None:
        families += families_of_facts(subject.kind, subject.assume)
    families += subject.own
    return tuple(dict.fromkeys(families))


def judge_by(subject: Subject, families: Iterable[str], scope: str = "message") -> list[Finding]:
    """Return a finding for every row of a scope that is broken. Of scope `payload`, the message is a request."""
    rows = plan(tuple(families), subject.provider, subject.kind, scope)
    breaches = [
        breach
        for row, fields in rows.suspects(subject)
        for breach in islice(_breaches(row, fields, subject), MAX_BREACHES)
    ]
    return [breach.finding(subject.provider) for breach in strictest(breaches)]


def breaches_of(row: Row, subject: Subject) -> Iterator[Breach]:
    """Yield each place where a message breaks a row."""
    return _breaches(claim(row, subject.provider), range(len(row.fields)), subject)


def is_broken(row: Row, field: int, subject: Subject) -> bool:
    """Whether a message breaks a row anywhere at one of its fields."""
    return next(_breaches(claim(row, subject.provider), [field], subject), None) is not None


def _breaches(row: Claim, fields: Iterable[int], subject: Subject) -> Iterator[Breach]:
    for at in fields:
        pattern, segments = row.row.fields[at]
        for keyword, limit, warned in row.limits:
            broken = False
            if limit is not None:
                for breach in _apply(row, keyword, limit, pattern, segments, subject, row.severity):
                    broken = True
                    yield breach
            if warned is not None and not broken:
                yield from _apply(row, keyword, warned, pattern, segments, subject, "warning")


def _apply(
    row: Claim, keyword: str, limit: Any, pattern: str, segments: Segments, subject: Subject, severity: Severity
) -> Iterator[Breach]:
    if keyword == "required":
        yield from _required(row, limit, segments, subject, severity)
        return
    judged = JUDGES.get(keyword)
    found: list[Match] = []
    for path, value in matches(subject, pattern, segments):
        if value is UNKNOWN and keyword not in AT_KEY:
            continue
        level = level_of(row, segments, path, subject, severity)
        if level is None:
            continue
        if judged is None:
            found.append((path, value, level))
            continue
        args = judged(value, limit)
        if args is not None:
            yield Breach(row.row, keyword, path, limit, level, {"value": value, **args})
    if found:
        yield from among(row.row, keyword, limit, segments, subject, found)


def _required(row: Claim, limit: Any, segments: Segments, subject: Subject, severity: Severity) -> Iterator[Breach]:
    leaf = segments[-1]
    if limit is not True:
        return
    for path, parent in find(subject.message, segments[:-1]):
        if isinstance(parent, dict) and leaf not in parent:
            where = (*path, str(leaf))
            level = level_of(row, segments, where, subject, severity)
            if level is not None:
                yield Breach(row.row, "required", where, limit, level, {})


def among(
    row: Row,
    keyword: str,
    limit: Any,
    segments: Segments,
    subject: Subject,
    found: list[Match],
) -> Iterator[Breach]:
    """Yield the breaches of the keywords that look beyond one value: at all that were found, or at the message."""
    if keyword == "max_total":
        if row.raw.get("distinct"):
            found = list({repr(match[1]): match for match in reversed(found)}.values())[::-1]
        if len(found) > limit:
            path, value, level = found[limit]
            field = ".".join(str(s) for s in segments if s is not EACH)
            yield Breach(row, keyword, path, limit, level, {"count": len(found), "value": value, "field": field})
    elif keyword == "unique":
        yield from _repeated(row, limit, found)
    elif keyword in ("requires", "excludes"):
        for path, value, level in found:
            for other in [limit] if isinstance(limit, str) else limit:
                there = present(subject, parse(other), segments, path)
                if there == (keyword == "excludes"):
                    yield Breach(row, keyword, path, other, level, {"value": value, "other": other})
    elif keyword == "check":
        from .checks import CHECKS

        numbers = claim(row, subject.provider).numbers
        for path, value, level in found:
            for fault in CHECKS[limit](value, subject, **numbers):
                yield Breach(row, keyword, (*path, *fault.path), limit, level, {"value": value, **fault.args})


def _repeated(row: Row, limit: Any, found: list[Match]) -> Iterator[Breach]:
    """Yield each value that stands twice: among all that were found, or within each list where they are lists."""
    if limit is not True:
        return
    groups = (
        [[((*path, i), item, level) for i, item in enumerate(value)] for path, value, level in found]
        if found and all(isinstance(value, list) for _, value, _ in found)
        else [found]
    )
    for alike in groups:
        seen: dict[str, Path] = {}
        for path, value, level in alike:
            key = repr(value)
            if value is not UNKNOWN and key in seen:
                breach = Breach(row, "unique", path, limit, level, {"value": value})
                breach.first = seen[key]
                yield breach
            seen.setdefault(key, path)
