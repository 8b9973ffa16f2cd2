"""The messages of a file, and the files of a run, judged beside each other; the first of two alike is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from .checked import Checked, Target, stamped
from .diagnostic import Diagnostic, Path, Position, Span, spell
from .message import Message, kind_of
from .named import NamedTuple
from .paths import parse
from .remedy import PlacedRelated, Related
from .rows import Row
from .rulebook import Subject, matches
from .together import rows_across, side_by_side

FIRST = "it stands here first"


class Place(NamedTuple):
    """Where a field stands: in the message, or in a file that it uses."""

    file: str
    span: Span
    start: Position
    end: Position


class Beside(NamedTuple):
    """What is kept of a target to judge it beside those of other files: what the rows of a project look at."""

    file: str
    document: int
    provider: str
    message: Message
    assume: Mapping[str, Any]
    places: Mapping[Path, Place]
    own: tuple[str, ...] = ()


class Found(NamedTuple):
    """A finding about one of the targets, and where it stands."""

    at: int
    diagnostic: Diagnostic
    span: Span


def within(targets: Sequence[Target]) -> list[Target]:
    """Return the targets of a file with what is wrong with its messages beside each other."""
    judged = list(targets)
    for provider in dict.fromkeys(target.provider for target in targets):
        places = [at for at, target in enumerate(targets) if target.provider == provider]
        for index, finding, first in side_by_side([_subject(targets[at]) for at in places]):
            if first is not None:
                span = targets[places[first[0]]].authored.span(first[1])
                finding = finding._replace(related=(Related(FIRST, span),))
            target = judged[places[index]]
            judged[places[index]] = target._replace(findings=(*target.findings, stamped(finding)))
    return judged


def kept(checked: Checked) -> tuple[Beside, ...]:
    """Return what is kept of a file to judge it beside others: nothing, for most."""
    return tuple(
        _kept(target, rows)
        for target in checked.targets
        if (rows := _rows(kind_of(target.message), target.provider, target.own)) and target.message
    )


@cache
def _rows(kind: str | None, provider: str, own: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(rows_across([kind], provider, "project", own))


def _kept(target: Target, rows: Sequence[Row]) -> Beside:
    fields = [field for row in rows for field in row.fields]
    looked_at = {segments[0] for _, segments in fields}
    looked_at |= {parse(path)[0] for row in rows for path in row.when} | {kind_of(target.message)}
    message = {key: value for key, value in target.message.items() if key in looked_at}
    subject = Subject(message, target.provider, target.assume)
    source, places = target.authored.source, {}
    for path in {path for pattern, segments in fields for path, _ in matches(subject, pattern, segments)}:
        span = target.authored.span(path)
        places[path] = Place(source.file_at(span.start), span, source.position(span.start), source.position(span.end))
    return Beside(source.name, target.document, target.provider, message, target.assume, places, target.own)


def across(targets: Sequence[Beside]) -> Iterator[Found]:
    """Yield what is wrong with the messages of all files of a run beside each other."""
    for provider in dict.fromkeys(target.provider for target in targets):
        places = [at for at, target in enumerate(targets) if target.provider == provider]
        subjects = [Subject(targets[at].message, provider, targets[at].assume, own=targets[at].own) for at in places]
        for index, finding, first in side_by_side(subjects, "project"):
            at = places[index]
            target, path = targets[at], finding.path or ()
            finding = stamped(finding)
            place = target.places[path]
            diagnostic = Diagnostic(
                file=place.file,
                document=target.document,
                rule=finding.rule,
                severity=finding.severity or "error",
                message=finding.message,
                provider=provider,
                field=spell(path),
                start=place.start,
                end=place.end,
                help=finding.help,
                related=() if first is None else (_first(targets[places[first[0]]], first[1]),),
            )
            yield Found(at, diagnostic, place.span)


def _first(other: Beside, path: Path) -> PlacedRelated:
    place = other.places[path]
    return PlacedRelated(FIRST, place.file, place.start, place.end)


def _subject(target: Target) -> Subject:
    return Subject(target.message, target.provider, target.assume, own=target.own)
