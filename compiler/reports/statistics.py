"""How often each rule was broken, the most frequent first, and how many of its findings a fix mends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..diagnostic import SEVERITIES, Diagnostic, Severity
from ..named import NamedTuple
from .merged import merged

if TYPE_CHECKING:
    from ..checked import Checked
    from . import View


class Count(NamedTuple):
    """A rule with its findings of one severity: how many, and how many of them have a safe fix."""

    rule: str
    severity: Severity
    findings: int
    fixable: int


def counted(diagnostics: Iterable[Diagnostic]) -> list[Count]:
    """Return the counts: the greatest first, then by severity and name."""
    found: dict[tuple[str, Severity], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        found.setdefault((diagnostic.rule, diagnostic.severity), []).append(diagnostic)
    counts = [
        Count(rule, severity, len(group), sum(d.fix is not None and d.fix.safe for d in group))
        for (rule, severity), group in found.items()
    ]
    return sorted(counts, key=lambda c: (-c.findings, SEVERITIES.index(c.severity), c.rule))


def table(checked: Sequence[Checked], view: View) -> str:
    """Return the counts as text: a line for each rule instead of each finding."""
    counts = counted(finding.diagnostic for one in checked for finding in merged(one.diagnostics, view.show_info))
    if not counts:
        return ""
    wide = len(str(counts[0].findings))
    longest = max(len(f"{c.severity}[{c.rule}]") for c in counts)
    lines = []
    for c in counts:
        fixable = "" if not c.fixable else "fixable" if c.fixable == c.findings else f"{c.fixable} fixable"
        lines.append(f"{c.findings:>{wide}}  {f'{c.severity}[{c.rule}]':<{longest}}  {fixable}".rstrip() + "\n")
    return "".join(lines)
