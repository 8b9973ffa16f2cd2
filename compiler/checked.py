"""What a run asks for and what it finds: targets, their findings, and the findings with their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .diagnostic import Diagnostic, Finding, Severity, Span, spell
from .message import Authored, Message
from .rows import family
from .selection import NOTHING, Chosen
from .source import ScalarNode, Source
from .variables import Supplied

if TYPE_CHECKING:
    from .remedy import Fix, PlacedFix, PlacedRelated


class Options(NamedTuple):
    """What a run was asked for, over what the files and the config say."""

    providers: tuple[str, ...] = ()
    supplied: Mapping[str, Supplied] = {}
    assume: Mapping[str, Any] = {}
    examples: bool = True
    endpoint: str | None = None
    chosen: Chosen = NOTHING


class Target(NamedTuple):
    """One document for one provider: its canonical message, and what was found in it.

    Relaxed: the settings turned an error of it off or down.
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

    def has_error(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)


class Checked(NamedTuple):
    """A file with every document checked for every target."""

    source: Source
    targets: tuple[Target, ...]
    diagnostics: tuple[Diagnostic, ...]


def stamped(finding: Finding) -> Finding:
    """Give a finding the severity of its row, where the stage did not decide it."""
    if finding.severity is not None:
        return finding
    row = next((row for row in family("language") if row.name == finding.rule), None)
    severity: Severity = row.severity(None) if row is not None else "error"
    return finding._replace(severity=severity)


def place(source: Source, document: int, finding: Finding, authored: Authored | None) -> Diagnostic:
    """Return a finding with its place: its span, else where the field of its path stands."""
    span = finding.span
    if span is None:
        span = authored.span(finding.path or (), finding.at_key) if authored is not None else Span(0, 0)
    if finding.replacement is not None and authored is not None:
        finding = finding._replace(fix=_replacing(source, finding, authored, span))
    fix, related = _placed_remedies(source, finding) if finding.fix or finding.related else (None, ())
    return Diagnostic(
        file=source.name,
        document=document,
        rule=finding.rule,
        severity=finding.severity or "error",
        message=finding.message,
        provider=finding.provider,
        field=spell(finding.path) if finding.path else None,
        start=source.position(span.start),
        end=source.position(span.end),
        help=finding.help,
        fix=fix,
        related=related,
    )


def _placed_remedies(source: Source, finding: Finding) -> tuple[PlacedFix | None, tuple[PlacedRelated, ...]]:
    from .remedy import PlacedEdit, PlacedFix, PlacedRelated

    related = tuple(
        PlacedRelated(r.message, r.file or source.name, source.position(r.span.start), source.position(r.span.end))
        for r in finding.related
    )
    if finding.fix is None:
        return None, related
    edits = tuple(
        PlacedEdit(source.position(e.span.start), source.position(e.span.end), e.text) for e in finding.fix.edits
    )
    return PlacedFix(finding.fix.title, finding.fix.safe, edits), related


def _replacing(source: Source, finding: Finding, authored: Authored, span: Span) -> Fix | None:
    """Return the fix that writes a finding's replacement over a value that stands there letter by letter."""
    _, node = authored.places.get(finding.path or (), (None, None))
    written = source.text[span.start : span.end]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    if not isinstance(node, ScalarNode) or written != f"{quote}{node.value}{quote}":
        return None
    from .remedy import Edit, Fix

    return Fix(f"write {finding.replacement}", True, (Edit(span, f"{quote}{finding.replacement}{quote}"),))


def placed(target: Target, findings: Iterable[Finding]) -> list[Diagnostic]:
    """Return findings of a target with their places."""
    return [place(target.authored.source, target.document, f, target.authored) for f in findings]


def once(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Drop repetitions (a button's title that is its id too), and order by place."""
    unique = {(d.document, d.rule, d.message, d.provider, d.start, d.end): d for d in reversed([*diagnostics])}
    in_order = list(reversed(unique.values()))
    return sorted(in_order, key=lambda d: (d.document, d.start, d.end, d.rule))
