"""The fields of a message that the path of a row finds, derived ones among them, and whether a `when` holds there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .claims import Claim, Condition
from .derived import DERIVED
from .diagnostic import Path, Severity
from .message import Message
from .paths import Segments, find, follow, rebase
from .subject import Subject


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


def is_told(subject: Subject, pattern: str, segments: Segments) -> bool:
    """Whether anything tells a field of the definition. Mostly nothing does, and nobody need look further."""
    if "templates" not in subject.assume and segments[1] not in subject.assume:
        return False
    return next(matches(subject, pattern, segments), None) is not None


def level_of(claim: Claim, segments: Segments, path: Path, subject: Subject, severity: Severity) -> Severity | None:
    """Return the severity if the row's `when` holds for a match, that of `unknown` if nobody can tell, or None."""
    level: Severity | None = severity
    for condition in claim.when:
        holds = _holds(subject, condition, segments, path)
        if holds is False:
            return None
        if holds is None:
            level = claim.unknown
            if level is None:
                return None
    return level


def may_hold(claim: Claim, subject: Subject) -> bool:
    """Whether a row can hold for any match: what of its `when` is the same for all of them."""
    for condition in claim.always:
        holds = _holds(subject, condition, (), ())
        if holds is False or (holds is None and claim.unknown is None):
            return False
    return True


def _holds(subject: Subject, condition: Condition, field: Segments, path: Path) -> bool | None:
    pattern, segments, wanted = condition
    head = segments[0]
    if head == "assume" and str(segments[1]) not in subject.assume:
        return None
    if head in ("kind", "provider"):
        value = subject.kind if head == "kind" else subject.provider
        return bool(value in (wanted if isinstance(wanted, list) else [wanted]))
    if head == "definition" and not is_told(subject, pattern, segments):
        return None
    if wanted in ("present", "absent"):
        return present(subject, segments, field, path) is bool(wanted == "present")
    values = [value for _, value in _related(subject, pattern, segments, field, path)]
    return any(value in wanted if isinstance(wanted, list) else value == wanted for value in values)


def present(subject: Subject, segments: Segments, field: Segments, path: Path) -> bool:
    """Whether a field is there, seen from a match of another: `[]` in the head that they share is the same item."""
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
