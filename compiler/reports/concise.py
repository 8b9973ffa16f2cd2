"""One line a finding: `file:line:column: severity rule: message [providers]`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .merged import Merged, merged

if TYPE_CHECKING:
    from ..checked import Checked
    from . import View


def render(checked: Sequence[Checked], view: View) -> str:
    """Return the report; nothing where nothing was found."""
    return "".join(line(finding) for one in checked for finding in merged(one.diagnostics, view.show_info))


def line(finding: Merged) -> str:
    """Return a finding as a line."""
    d = finding.diagnostic
    return f"{d.file}:{d.start.line}:{d.start.column}: {d.severity} {d.rule}: {finding.told()}\n"
