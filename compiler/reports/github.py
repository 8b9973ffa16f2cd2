"""Annotations of GitHub Actions: a workflow command for each finding. They never change how the run ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .merged import Merged, merged
from .places import lone_line, relative

if TYPE_CHECKING:
    from ..checked import Checked
    from . import View

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(checked: Sequence[Checked], view: View) -> str:
    """Return the report; nothing where nothing was found."""
    return "".join(_command(finding) for one in checked for finding in merged(one.diagnostics, view.show_info))


def _command(finding: Merged) -> str:
    d = finding.diagnostic
    properties = {"title": f"waml ({d.rule})", "file": relative(d.file), "line": d.start.line, "endLine": d.end.line}
    if lone_line(d):
        # GitHub takes columns only within one line.
        properties |= {"col": d.start.column, "endColumn": d.end.column}
    stated = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[d.severity]} {stated}::{_data(_said(finding))}\n"


def _said(finding: Merged) -> str:
    """Return the whole of what is said: the annotation has no other place for it."""
    return finding.told() + (f"\nhelp: {finding.help}" if finding.help else "")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
