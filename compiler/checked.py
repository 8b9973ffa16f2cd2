"""What a run asks for and what it finds: targets, their findings, and the findings with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from .diagnostic import USED, Diagnostic, Finding, Severity, Span, shown, spell
from .message import Authored, Message
from .named import NamedTuple
from .nodes import FilledNode, Node, ScalarNode, Translation
from .rows import family
from .selection import NOTHING, Chosen
from .source import Source
from .variables import Supplied, Variables

if TYPE_CHECKING:
    from .bounds.opened import Opened
    from .remedy import Fix, PlacedFix, PlacedRelated


DEFAULT_PROVIDER = "cloud"


WorstCase = Literal["unasked", "declared", "strict"]
"""Whether limits are held against what the variables allow: against all, or where constraints are declared."""


class Options(NamedTuple):
    """What a run was asked for, over what the files and the config say."""

    providers: tuple[str, ...] = ()
    supplied: Mapping[str, Supplied] = {}
    assume: Mapping[str, Any] = {}
    examples: bool = True
    endpoint: str | None = None
    chosen: Chosen = NOTHING
    ignores: bool = True
    worst_case: WorstCase = "unasked"
    locales: tuple[str, ...] = ()
    texts: Mapping[str, bytes] = {}
    """What files that messages use hold, where that is not what is on the disk."""


class Target(NamedTuple):
    """One document for one provider, in one language if it has several: its canonical message, and what was found.

    Relaxed: the settings turned an error of it off or down. `own` are the families of its project's own rules.
    """

    document: int
    provider: str
    name: str
    message: Message
    findings: tuple[Finding, ...]
    authored: Authored
    settings: Mapping[str, Any]
    assume: Mapping[str, Any] = {}
    relaxed: bool = False
    own: tuple[str, ...] = ()
    variables: Variables | None = None
    locale: str | None = None
    opened: Opened | None = None
    """What its scalars can become with other values, where that was asked."""

    def has_error(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)


class Checked(NamedTuple):
    """A file with every document checked for every target. Findings may be in `parts` too, files that it uses."""

    source: Source
    targets: tuple[Target, ...]
    diagnostics: tuple[Diagnostic, ...]
    parts: tuple[Source, ...] = ()
    locales: tuple[str, ...] = ()
    """The languages of its messages, whether they were asked for or not."""
    idle: Mapping[str, frozenset[Diagnostic]] = {}
    """Of each part that has suppressions, what is to say of those that this file does not need."""

    @property
    def shared(self) -> frozenset[str]:
        """The variables that other files, or waml, declare for the messages."""
        return frozenset().union(*(t.variables.shared for t in self.targets if t.variables is not None))

    @property
    def own(self) -> tuple[Diagnostic, ...]:
        """The findings in the file itself."""
        return tuple(d for d in self.diagnostics if d.file == self.source.name) if self.parts else self.diagnostics


def stamped(finding: Finding) -> Finding:
    """Give a finding the severity of its row, where the stage did not decide it."""
    if finding.severity is not None:
        return finding
    return finding._replace(severity=_severity(finding.rule))


@cache
def _severity(rule: str) -> Severity:
    row = next((row for row in family("language") if row.name == rule), None)
    return row.severity(None) if row is not None else "error"


def place(source: Source, document: int, finding: Finding, authored: Authored | None) -> Diagnostic:
    """Return a finding with its place: its span, else where the field of its path stands, or the part of it."""
    span = finding.span
    fix = finding.fix
    related: tuple[PlacedRelated, ...] = ()
    used: Span | None = None
    if span is None:
        span = authored.span(finding.path or (), finding.at_key) if authored is not None else Span(0, 0)
    field = finding.path if finding.part is None else finding.part.field or finding.path
    if authored is not None and not finding.at_key and field in authored.places:
        node = authored.places[field][1]
        span, fix, related = _inside(source, finding, node, span)
        if isinstance(node, ScalarNode) and node.translation is not None:
            used = node.translation.used
            related = (*_texts(source, node.translation), *related)
    file = source.file_at(span.start)
    if fix is not None and any(source.file_at(edit.span.start) != file for edit in fix.edits):
        related = (*related, *_elsewhere(source, fix))
        fix = None  # a fix is of one file, that of its finding
    if source.others or used is not None:
        related = (*related, *_ways(source, span if used is None else used, used))
    return Diagnostic(
        file=file,
        document=document if file == source.name else 0,
        rule=finding.rule,
        severity=finding.severity or "error",
        message=finding.message,
        provider=finding.provider,
        field=spell(finding.path) if finding.path else None,
        start=source.position(span.start),
        end=source.position(span.end),
        help=finding.help,
        fix=_placed_fix(source, fix) if fix is not None else None,
        related=(*_placed_related(source, finding), *related) if finding.related or related else (),
    )


def _inside(
    source: Source, finding: Finding, node: Node, span: Span
) -> tuple[Span, Fix | None, tuple[PlacedRelated, ...]]:
    """Return what can be told of a scalar that a finding is about: its part, a remedy, whence its values came."""
    fix = finding.fix
    related: tuple[PlacedRelated, ...] = ()
    if isinstance(node, FilledNode) and node.names and finding.severity != "info":
        from .pinpoint import givers

        related = tuple(givers(source, node, finding.part))
    if finding.part is not None:
        from .pinpoint import stretch

        span = stretch(source, node, finding.part) or span
    if fix is None and finding.replacement is not None:
        from .editing import changed
        from .remedy import Fix

        edits = changed(source, node, finding.replacement, finding.judged)
        fix = Fix(f"write {shown(finding.replacement)}", finding.safe, edits) if edits else None
    return span, fix, related


def _placed_related(source: Source, finding: Finding) -> tuple[PlacedRelated, ...]:
    from .remedy import PlacedRelated

    return tuple(
        PlacedRelated(
            r.message,
            r.file or source.file_at(r.span.start),
            source.position(r.span.start),
            source.position(r.span.end),
        )
        for r in finding.related
    )


def _texts(source: Source, translation: Translation) -> Iterator[PlacedRelated]:
    """Yield where the texts of a language stand that are part of a scalar."""
    from .remedy import PlacedRelated

    for said, span in translation.texts:
        yield PlacedRelated(said, source.file_at(span.start), source.position(span.start), source.position(span.end))


def _elsewhere(source: Source, fix: Fix) -> Iterator[PlacedRelated]:
    """Yield where a fix would be in other files than that of its finding, each told by what it does."""
    from .remedy import PlacedRelated

    for edit in fix.edits:
        start, end = edit.span
        yield PlacedRelated(f"{fix.title} here", source.file_at(start), source.position(start), source.position(end))


def _ways(source: Source, span: Span, used: Span | None) -> tuple[PlacedRelated, ...]:
    """Return where the file of a finding is used, if it is not the message itself, or its text."""
    from .remedy import PlacedRelated

    return tuple(
        PlacedRelated(USED, source.file_at(way.start), source.position(way.start), source.position(way.end))
        for way in (*([] if used is None else [used]), *source.ways_to(span.start))
    )


def _placed_fix(source: Source, fix: Fix) -> PlacedFix:
    from .remedy import PlacedEdit, PlacedFix

    edits = tuple(PlacedEdit(source.position(e.span.start), source.position(e.span.end), e.text) for e in fix.edits)
    return PlacedFix(fix.title, fix.safe, edits)


def of_reading(source: Source) -> list[Diagnostic]:
    """Return what reading a file found, before anybody looks at what it says."""
    return [place(source, 0, stamped(finding), None) for finding in source.findings]


def placed(target: Target, findings: Iterable[Finding]) -> list[Diagnostic]:
    """Return findings of a target with their places."""
    return [place(target.authored.source, target.document, f, target.authored) for f in findings]


def once(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Drop repetitions (a button's title that is its id too), and order by place."""
    unique = {(d.file, d.document, d.rule, d.message, d.provider, d.start, d.end): d for d in reversed([*diagnostics])}
    in_order = list(reversed(unique.values()))
    return sorted(in_order, key=lambda d: (d.file, d.document, d.start, d.end, d.rule))
