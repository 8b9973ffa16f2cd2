"""What the settings and the suppressions make of findings: of another severity, gone, or as they are."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from .checked import DEFAULT_PROVIDER, Checked, Options, Target, once, place, stamped
from .config import Config
from .diagnostic import Diagnostic, Finding, Severity
from .selection import NOTHING

if TYPE_CHECKING:
    from .source import Source
    from .suppressions import Suppressed, Suppressions

Level = Callable[[str, Severity], Severity | None]


def settled(checked: Checked, config: Config, options: Options) -> Checked:
    """Return a file with its findings, and those of its targets, as the settings will have them."""
    by_choice = options.chosen != NOTHING or config.chosen != NOTHING or config.per_file
    suppressed = options.ignores and any(map(_may_suppress, (checked.source, *checked.parts)))
    if not (by_choice or suppressed):
        return checked
    level = config.selection(checked.source.name, options.chosen).level
    if by_choice:
        checked = _chosen(checked, level, config, options)
    return _unsuppressed(checked, level, config, options) if suppressed else checked


def _may_suppress(source: Source) -> bool:
    return source.format == "yaml" and "waml:" in source.text


def _chosen(checked: Checked, level: Level, config: Config, options: Options) -> Checked:
    """Return a file with its findings as they are chosen. One in a part is chosen as those of its file are, too."""
    levels = {part.name: config.selection(part.name, options.chosen).level for part in checked.parts}

    def judged(target: Target, finding: Finding) -> Severity | None:
        severity = level(finding.rule, finding.severity or "error")
        if severity is None or not levels:
            return severity
        file = place(target.authored.source, target.document, finding, target.authored).file
        return levels[file](finding.rule, severity) if file in levels else severity

    targets = tuple(_less(target, partial(judged, target)) for target in checked.targets)
    found = tuple(_levelled(checked.diagnostics, level))
    if levels:
        others = (_levelled((d,), levels[d.file]) if d.file in levels else (d,) for d in found)
        found = tuple(d for kept in others for d in kept)
    return checked._replace(targets=targets, diagnostics=found)


def _levelled(diagnostics: tuple[Diagnostic, ...], level: Level) -> Iterator[Diagnostic]:
    for diagnostic in diagnostics:
        severity = level(diagnostic.rule, diagnostic.severity)
        if severity is not None:
            yield diagnostic if severity == diagnostic.severity else diagnostic._replace(severity=severity)


def _less(target: Target, judged: Callable[[Finding], Severity | None]) -> Target:
    """Return a target with its findings of the severities that they have now; relaxed where an error is none now."""
    findings = tuple(
        finding._replace(severity=severity) for finding in target.findings if (severity := judged(finding)) is not None
    )
    errors = [sum(f.severity == "error" for f in some) for some in (target.findings, findings)]
    return target._replace(findings=findings, relaxed=target.relaxed or errors[1] < errors[0])


def _unsuppressed(checked: Checked, level: Level, config: Config, options: Options) -> Checked:
    """Return a file without what its comments suppress, and with what is wrong with them."""
    from .suppressions import Suppressed

    parts = [*filter(_may_suppress, checked.parts)]
    suppressed = Suppressed([checked.source, *parts])
    found = suppressed.first
    blanket = list(found.blanket(checked.own))
    kept = [diagnostic for diagnostic in checked.diagnostics if not suppressed.cover(diagnostic)]
    targets = checked.targets
    if len(kept) < len(checked.diagnostics):
        targets = tuple(_less(target, partial(_unless_covered, target, suppressed)) for target in targets)
    faults = [*found.faults, *blanket, *found.unused(lambda rule: _is_judged(rule, checked, level, config, options))]
    own = [place(checked.source, _document(checked, fault), stamped(fault), None) for fault in faults]
    kept += (diagnostic for diagnostic in _levelled(tuple(own), level) if not found.cover(diagnostic))
    idle = {part.name: _idle(part, suppressed.of(part), checked, config, options) for part in parts}
    if checked.targets and _may_suppress(checked.source):
        idle[posixpath.normpath(checked.source.name)] = frozenset()  # a message that others use has a say of its own
    return checked._replace(targets=targets, diagnostics=tuple(once(kept)), idle=idle)


def _idle(
    part: Source, found: Suppressions, checked: Checked, config: Config, options: Options
) -> frozenset[Diagnostic]:
    """Return what is to say of the suppressions of a part that a file does not need; another file may need them."""
    level = config.selection(part.name, options.chosen).level
    faults = found.unused(lambda rule: _is_judged(rule, checked, level, config, options))
    return frozenset(_levelled(tuple(place(part, 0, stamped(fault), None) for fault in faults), level))


def _unless_covered(target: Target, suppressed: Suppressed, finding: Finding) -> Severity | None:
    placed = place(target.authored.source, target.document, finding, target.authored)
    return None if suppressed.cover(placed) else finding.severity


def _document(checked: Checked, finding: Finding) -> int:
    """Return the document that a comment stands in; above the first it is of the first."""
    start = finding.span.start if finding.span is not None else 0
    return max(sum(root.start <= start for root in checked.source.documents) - 1, 0)


def _is_judged(rule: str, checked: Checked, level: Level, config: Config, options: Options) -> bool:
    """Whether this run could find all that a rule has to say: only what finds nothing then is not needed.

    What needs facts, other files or other providers may find something in another run; `compile` and the values of
    the command line find other things than the examples do; and a file that cannot be read was not judged.
    """
    if checked.source.findings or not options.examples or options.supplied or not checked.targets:
        return False
    from .rows import needs_facts, row_of_ours
    from .suppressions import RULES

    row = row_of_ours(rule)
    if row is None or rule in RULES or level(rule, "error") is None or row.scope == "project" or needs_facts(row):
        return False
    if not options.providers:
        return True
    usual = {name for one in checked.targets for name in one.authored.file.get("providers") or config.providers}
    return set(row.providers()) & (usual or {DEFAULT_PROVIDER}) <= {target.provider for target in checked.targets}
