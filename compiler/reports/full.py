"""The default report: what is wrong, the line with a caret, what to do, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from ..diagnostic import USED, Position
from ..source import Source
from .merged import Merged, merged

if TYPE_CHECKING:
    from ..checked import Checked
    from . import View

_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
_WIDTH = 110
_LEAD = 20
"""What is shown of a long line before the stretch, in characters."""


def render(checked: Sequence[Checked], view: View) -> str:
    """Return the report, in color."""
    blocks = []
    counts = {"error": 0, "warning": 0, "info": 0}
    for one in checked:
        for finding in merged(one.diagnostics, show_info=True):
            counts[finding.diagnostic.severity] += 1
            if finding.diagnostic.severity != "info" or view.show_info:
                blocks.append(_block(one.source, finding))
    summary = _summary(len({one.source.name for one in checked}), counts, view.show_info)
    if view.quiet and not blocks:
        return ""
    return "\n".join([*blocks, summary, *_of_fixes(checked, view)]) + "\n"


def _block(source: Source, finding: Merged) -> str:
    d = finding.diagnostic
    color = _COLORS[d.severity]
    head = click.style(f"{d.severity}[{d.rule}]", fg=color, bold=True) + ": " + click.style(finding.message, bold=True)
    margin = " " * len(str(d.start.line))
    bar = click.style("|", fg="blue")
    arrow = click.style("-->", fg="blue")
    lines = [head, f"{margin}{arrow} {d.file}:{d.start.line}:{d.start.column}"]
    text, caret = _excerpt(source.line(d.start.line), d.start, d.end)
    if text.strip():
        number = click.style(str(d.start.line), fg="blue")
        lines += [
            f"{margin} {bar}",
            f"{number} {bar} {text}",
            f"{margin} {bar} " + click.style(caret, fg=color, bold=True),
        ]
    lines += [f"{margin} {click.style('=', fg='blue')} {name}: {note}" for name, note in _notes(finding)]
    return "\n".join(lines) + "\n"


def _notes(finding: Merged) -> Iterator[tuple[str, str]]:
    """Yield what stands below the excerpt."""
    if finding.help:
        yield "help", finding.help
    for r in finding.diagnostic.related:
        if r.message != USED:
            yield "note", f"{r.message} ({r.file}:{r.start.line}:{r.start.column})"
    if finding.used():
        yield "note", finding.used()
    for source in finding.sources():
        yield "source", source
    if finding.unnamed():
        yield "for", ", ".join(finding.unnamed())


def _excerpt(line: str, start: Position, end: Position) -> tuple[str, str]:
    """Return a line and the carets under a stretch of it, both cut to the width of a page."""
    from .cells import cells, printable

    first = min(start.column - 1, len(line))
    last = end.column - 1 if end.line == start.line else len(line)
    last = max(min(last, len(line)), first + 1)
    cut = 0
    if len(line) > _WIDTH:
        cut = max(min(first - _LEAD, len(line) - _WIDTH), 0)
    # Cut before anything looks at the characters: a line can be megabytes long.
    shown = printable(line[cut : cut + _WIDTH])
    before = cells(shown[: first - cut])
    under = max(cells(shown[first - cut : last - cut]), 1)
    if cut:
        shown, before = "…" + shown, before + 1
    if cut + _WIDTH < len(line):
        shown += "…"
    return shown, " " * before + "^" * under


def _summary(files: int, counts: dict[str, int], show_info: bool) -> str:
    found = [_count(counts[s], s) for s in ("error", "warning") if counts[s]]
    if counts["info"]:
        found.append(_count(counts["info"], "info") + ("" if show_info else " (--show-info)"))
    if not found:
        return f"no findings in {_count(files, 'file')}"
    return ", ".join(found) + f" in {_count(files, 'file')}"


def _of_fixes(checked: Sequence[Checked], view: View) -> Iterator[str]:
    """Yield how much was put right, and how much could be."""
    if view.quiet:
        return
    if view.fixed is not None:
        yield f"{view.fixed} fixed"
    if any(d.fix is not None for one in checked for d in one.diagnostics):
        from ..fixing import counts

        found = [counts(one.diagnostics) for one in checked]
        safe, unsafe = sum(one for one, _ in found), sum(other for _, other in found)
        if safe:
            yield f"{safe} fixable with --fix" + (f" ({unsafe} more with --unsafe-fixes)" if unsafe else "")
        elif unsafe:
            yield f"{unsafe} fixable with --fix --unsafe-fixes"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
