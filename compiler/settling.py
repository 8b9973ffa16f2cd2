"""What the settings make of findings: of another severity, gone, or as they are."""

from __future__ import annotations

from collections.abc import Callable

from .checked import Checked, Options, Target
from .config import Config
from .diagnostic import Severity
from .selection import NOTHING


def settled(checked: Checked, config: Config, options: Options) -> Checked:
    """Return a file with its findings, and those of its targets, as the settings will have them."""
    if options.chosen == NOTHING == config.chosen and not config.per_file:
        return checked
    level = config.selection(checked.source.name, options.chosen).level
    targets = tuple(_relaxed(target, level) for target in checked.targets)
    diagnostics = tuple(
        diagnostic._replace(severity=severity)
        for diagnostic in checked.diagnostics
        if (severity := level(diagnostic.rule, diagnostic.severity)) is not None
    )
    return checked._replace(targets=targets, diagnostics=diagnostics)


def _relaxed(target: Target, level: Callable[[str, Severity], Severity | None]) -> Target:
    findings = tuple(
        finding._replace(severity=severity)
        for finding in target.findings
        if (severity := level(finding.rule, finding.severity or "error")) is not None
    )
    errors = [sum(f.severity == "error" for f in some) for some in (target.findings, findings)]
    return target._replace(findings=findings, relaxed=errors[1] < errors[0])
