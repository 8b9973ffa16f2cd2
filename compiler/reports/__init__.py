"""The forms in which findings are written, one module each: what was checked goes in, a text comes out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from ..diagnostic import Severity
from ..named import NamedTuple

if TYPE_CHECKING:
    from ..checked import Checked


class View(NamedTuple):
    """What a run wants to see of its findings. Quiet: nothing at all where nothing was found.

    `fixed` is how many fixes were taken; None where nobody asked for that.
    """

    show_info: bool = False
    fail_on: Severity = "error"
    statistics: bool = False
    quiet: bool = False
    fixed: int | None = None

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of a severity fails the run."""
        from ..diagnostic import SEVERITIES

        return SEVERITIES.index(severity) <= SEVERITIES.index(self.fail_on)


FORMATS = {
    "full": ".full",
    "concise": ".concise",
    "json": ".json_report",
    "sarif": ".sarif",
    "github": ".github",
    "gitlab": ".gitlab",
    "junit": ".junit",
}

COUNTED = ("full", "concise", "json")
"""The formats that have room for statistics."""


def render(checked: Sequence[Checked], format: str, view: View) -> str:
    """Return the findings of all files in a format."""
    if any(one.parts for one in checked):
        from ..sharing import by_file

        checked = by_file(checked)
    if view.statistics and format in ("full", "concise"):
        from .statistics import table

        return table(checked, view)
    text: str = import_module(FORMATS[format], __name__).render(checked, view)
    return text
