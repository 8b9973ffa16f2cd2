"""Judging a message by the rows of `rules/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from .constraints import AT_KEY, JUDGES, SAYS, singular
from .derived import DERIVED
from .diagnostic import Finding, Path, Severity, shown, spell
from .message import Message
from .paths import EACH, Segments, find, follow, parse, rebase
from .rows import Row, families_for, families_of_facts, families_of_parts, family, pick
from .shape import UNKNOWN
from .subject import Subject as Subject

MAX_BREACHES = 50
"""Findings that one rule gives for one message; ten thousand would say no more."""

MAX_LISTED = 30
"""Items of a list that a message writes out."""


class Breach:
    """A broken row: where, and what there is to say."""

    __slots__ = ("args", "first", "keyword", "limit", "path", "row", "severity")

    def __init__(
        self, row: Row, keyword: str, path: Path, limit: Any, severity: Severity, args: Mapping[str, Any]
    ) -> None:
        self.row = row
        self.keyword = keyword
        self.path = path
        self.limit = limit
        self.severity = severity
        self.args = args
        self.first: Path | None = None  # of what stands twice: where it stood before

    def finding(self, provider: str) -> Finding:
        says = self.args.get("says") or self.row.raw.get("says") or SAYS[self.keyword]
        args = {
            "provider": provider,
            "field": spell(self.path) or "the message",
            "limit": _listed(self.limit),
        }
        args.update({key: _listed(value) for key, value in self.args.items()})
        return Finding(
            self.row.name,
            singular(says, args).format_map(_Arguments(args)),
            path=self.path,
            severity=self.severity,
            help=self.args.get("help") or self.row.raw.get("help"),
            provider=provider,
            at_key=self.keyword in AT_KEY or bool(self.args.get("at_key")),
            replacement=self.args.get("replacement"),
        )


class _Arguments(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


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
    families = [*families_for(subject.kind, subject.provider), *families_of_parts(subject.message)]
    findings: list[Finding] = []
    if subject.assume and subject.kind is not None:
        families += families_of_facts(subject.kind, subject.assume)
        if subject.kind == "template" and subject.registry is None and subject.unreadable:
            # The rest is judged without them.
            findings.append(Finding("templates-unreadable", subject.unreadable, path=("template", "name"), at_key=True))
    return findings + judge_by(subject, dict.fromkeys(families))


def judge_by(subject: Subject, families: Iterable[str], scope: str = "message") -> list[Finding]:
    """Return a finding for every row of a scope that is broken. Of scope `payload`, the message is a request."""
    breaches = [
        breach
        for name in families
        for row in family(name)
        if _concerns(row, subject) and row.scope == scope and row.holds_for(subject.provider)
        for breach in islice(breaches_of(row, subject), MAX_BREACHES)
    ]
    return [breach.finding(subject.provider) for breach in _strictest(breaches)]


def _concerns(row: Row, subject: Subject) -> bool:
    """Whether a field of the row is there at all. Most are not, and their rows need not be read."""
    for pattern, segments in row.fields:
        if segments[0] in ("kind", "assume"):
            return True
        if segments[0] == "definition":
            return _is_told(subject, pattern, segments)
        parent_counts = row.is_required or pattern in DERIVED
        if next(find(subject.message, segments[:-1] if parent_counts else segments), None) is not None:
            return True
    return False


def breaches_of(row: Row, subject: Subject) -> Iterator[Breach]:
    """Yield each place where a message breaks a row."""
    severity = row.severity(subject.provider)
    warn = row.raw.get("warn")
    if warn is not None and not pick(warn.get("source", {}), subject.provider, []):
        warn = None
    for pattern, segments in row.fields:
        for keyword in row.constraints:
            limit = row.limit(keyword, subject.provider)
            broken = False
            if limit is not None:
                for breach in _apply(row, keyword, limit, pattern, segments, subject, severity):
                    broken = True
                    yield breach
            if warn is not None and not broken and keyword in warn:
                limit = pick(warn[keyword], subject.provider)
                if limit is not None:
                    yield from _apply(row, keyword, limit, pattern, segments, subject, "warning")


def matches(subject: Subject, pattern: str, segments: Segments) -> Iterator[tuple[Path, Any]]:
    """Yield the fields that a path finds; a derived one stands where it came from."""
    head = segments[0] if segments else None
    if head == "kind":
        if subject.kind is not None:
            yield (subject.kind,), subject.kind
        return
    if head == "assume":
        value = subject.assume.get(str(segments[1]))
        if value is not None:
            yield (), value
        return
    if head == "definition":
        from .hydrated import FIELDS

        yield from FIELDS[pattern](subject)
        return
    if isinstance(head, str) and head not in subject.message:
        return
    derive = DERIVED.get(pattern)
    if derive is None:
        yield from find(subject.message, segments)
        return
    leaf = str(segments[-1])
    for path, parent in find(subject.message, segments[:-1]):
        if not isinstance(parent, dict):
            continue
        if leaf in parent:
            yield (*path, leaf), parent[leaf]
            continue
        derived = derive(parent, subject)
        if derived is not None:
            yield (*path, derived[0]), derived[1]


def _apply(
    row: Row, keyword: str, limit: Any, pattern: str, segments: Segments, subject: Subject, severity: Severity
) -> Iterator[Breach]:
    if keyword == "required":
        yield from _required(row, limit, segments, subject, severity)
        return
    judged = JUDGES.get(keyword)
    found: list[tuple[Path, Any, Severity]] = []
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
            yield Breach(row, keyword, path, limit, level, {"value": value, **args})
    if found:
        yield from among(row, keyword, limit, segments, subject, found)


def among(
    row: Row,
    keyword: str,
    limit: Any,
    segments: Segments,
    subject: Subject,
    found: list[tuple[Path, Any, Severity]],
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
                there = _present(subject, parse(other), segments, path)
                if there == (keyword == "excludes"):
                    yield Breach(row, keyword, path, other, level, {"value": value, "other": other})
    elif keyword == "check":
        from .checks import CHECKS

        numbers = {name: pick(number, subject.provider) for name, number in row.raw.get("with", {}).items()}
        for path, value, level in found:
            for fault in CHECKS[limit](value, subject, **numbers):
                yield Breach(row, keyword, (*path, *fault.path), limit, level, {"value": value, **fault.args})


def _repeated(row: Row, limit: Any, found: list[tuple[Path, Any, Severity]]) -> Iterator[Breach]:
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


def _required(row: Row, limit: Any, segments: Segments, subject: Subject, severity: Severity) -> Iterator[Breach]:
    leaf = segments[-1]
    if limit is not True:
        return
    for path, parent in find(subject.message, segments[:-1]):
        if isinstance(parent, dict) and leaf not in parent:
            where = (*path, str(leaf))
            level = level_of(row, segments, where, subject, severity)
            if level is not None:
                yield Breach(row, "required", where, limit, level, {})


def level_of(row: Row, segments: Segments, path: Path, subject: Subject, severity: Severity) -> Severity | None:
    """Return the severity if the row's `when` holds for a match, that of `unknown` if nobody can tell, or None."""
    level: Severity | None = severity
    for pattern, wanted in row.when.items():
        holds = _holds(subject, pattern, wanted, segments, path)
        if holds is False:
            return None
        if holds is None:
            level = row.raw.get("unknown")
            if level in (None, "none"):
                return None
    return level


def _holds(subject: Subject, pattern: str, wanted: Any, field: Segments, path: Path) -> bool | None:
    segments = parse(pattern)
    if segments[0] == "assume" and str(segments[1]) not in subject.assume:
        return None
    if segments[0] in ("kind", "provider"):
        value = subject.kind if segments[0] == "kind" else subject.provider
        return bool(value in (wanted if isinstance(wanted, list) else [wanted]))
    if segments[0] == "definition" and not _is_told(subject, pattern, segments):
        return None
    if wanted in ("present", "absent"):
        return _present(subject, segments, field, path) is bool(wanted == "present")
    values = [value for _, value in _related(subject, pattern, segments, field, path)]
    return any(value in wanted if isinstance(wanted, list) else value == wanted for value in values)


def _is_told(subject: Subject, pattern: str, segments: Segments) -> bool:
    """Whether anything tells a field of the definition. Mostly nothing does, and nobody need look further."""
    if "templates" not in subject.assume and segments[1] not in subject.assume:
        return False
    return next(matches(subject, pattern, segments), None) is not None


def _present(subject: Subject, segments: Segments, field: Segments, path: Path) -> bool:
    start, rest = rebase(segments, field, path)
    return next(find(_reach(subject.message, start), rest), None) is not None


def _related(
    subject: Subject, pattern: str, segments: Segments, field: Segments, path: Path
) -> Iterator[tuple[Path, Any]]:
    if pattern in DERIVED or segments[0] in ("kind", "assume", "definition"):
        return matches(subject, pattern, segments)
    start, rest = rebase(segments, field, path)
    return find(_reach(subject.message, start), rest, start)


def _reach(message: Message, start: Path) -> Any:
    """The value at a shared head; a derived field's path may not be there."""
    try:
        return follow(message, start)
    except (KeyError, IndexError, TypeError):
        return None


def _strictest(breaches: list[Breach]) -> list[Breach]:
    """Of several limits of one keyword on one field keep the strictest broken one, errors before warnings."""
    best: dict[tuple[Path, str], Breach] = {}
    for breach in breaches:
        if breach.keyword not in ("max_length", "max_items", "min_length", "min_items"):
            continue
        key = (breach.path, breach.keyword)
        other = best.get(key)
        if other is None or _rank(breach) < _rank(other):
            best[key] = breach
    return [b for b in breaches if best.get((b.path, b.keyword), b) is b]


def _rank(breach: Breach) -> tuple[int, int]:
    order = {"error": 0, "warning": 1, "info": 2}[breach.severity]
    return order, breach.limit if breach.keyword.startswith("max") else -breach.limit


def _listed(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(item)[1:-1] if isinstance(item, str) else str(item) for item in value[:MAX_LISTED])
    if isinstance(value, str) and (len(value) > 60 or not value.isprintable()):
        return shown(value)[1:-1]
    return value
