"""One line a finding: `file:line:column: severity rule: message [providers]`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .merged import merged

if TYPE_CHECKING:
    from ..pipeline import Checked


def render(checked: Sequence[Checked], show_info: bool, quiet: bool) -> str:
    """Return the report; nothing where nothing was found."""
    lines = []
    for one in checked:
        for finding in merged(one.diagnostics, show_info):
            d = finding.diagnostic
            place = f"{d.file}:{d.start.line}:{d.start.column}"
            targets = f" [{', '.join(finding.unnamed())}]" if finding.unnamed() else ""
            lines.append(f"{place}: {d.severity} {d.rule}: {finding.message}{targets}\n")
    return "".join(lines)
