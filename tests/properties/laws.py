"""What holds of every checked file, whatever its bytes."""

from __future__ import annotations

from waml.diagnostic import SEVERITIES, Diagnostic
from waml.pipeline import Checked


def exit_code(checked: Checked) -> int:
    """Return the exit code that `lint` would end with."""
    return 1 if any(d.severity == "error" for d in checked.diagnostics) else 0


def misplaced(checked: Checked) -> list[Diagnostic]:
    """Return the findings without words, or whose place is not in the file."""
    return [d for d in checked.diagnostics if not _is_sound(checked, d)]


def _is_sound(checked: Checked, diagnostic: Diagnostic) -> bool:
    source = checked.source
    for position in (diagnostic.start, diagnostic.end):
        if not 1 <= position.line <= source.lines:
            return False
        # One past the last character is where a file that breaks off is at fault.
        if not 1 <= position.column <= len(source.line(position.line)) + 2:
            return False
    words = bool(diagnostic.message and diagnostic.rule and diagnostic.severity in SEVERITIES)
    return words and diagnostic.start <= diagnostic.end
