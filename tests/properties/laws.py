"""What holds of every checked file, whatever its bytes."""

from __future__ import annotations

from functools import cache

from waml.diagnostic import SEVERITIES, Diagnostic, Position
from waml.pipeline import Checked


def exit_code(checked: Checked) -> int:
    """Return the exit code that `lint` would end with."""
    return 1 if any(d.severity == "error" for d in checked.diagnostics) else 0


def misplaced(checked: Checked) -> list[Diagnostic]:
    """Return the findings without words, or whose place is not in the file."""
    source = checked.source

    @cache  # a line of a hundred kilobytes may hold ten thousand findings
    def width(line: int) -> int:
        return len(source.line(line))

    def is_there(position: Position) -> bool:
        # One past the last character is where a file that breaks off is at fault.
        return 1 <= position.line <= source.lines and 1 <= position.column <= width(position.line) + 2

    return [d for d in checked.diagnostics if not (is_there(d.start) and is_there(d.end) and _is_sound(d))]


def _is_sound(diagnostic: Diagnostic) -> bool:
    words = bool(diagnostic.message and diagnostic.rule and diagnostic.severity in SEVERITIES)
    return words and diagnostic.start <= diagnostic.end
