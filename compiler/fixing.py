"""Putting right what can be put right: the fixes of findings as edits of a text, pass by pass.

Pure: a text and what it finds in, a text and what it finds left out. A fix is taken whole or not at all. Of two
that touch, the one that comes first in the text is taken; the other may be offered again in the next pass.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

from .diagnostic import Diagnostic, Position
from .named import NamedTuple
from .remedy import PlacedFix
from .source import Source

MAX_PASSES = 20
"""Passes over one file. Most files need one or two: a fix seldom uncovers another."""

_BOM = b"\xef\xbb\xbf"
_UNREADABLE = ("yaml-syntax", "json-syntax", "unquoted-template", "not-utf-8")

Lint = Callable[[bytes], Sequence[Diagnostic]]
"""From the bytes of a file to its findings, those that count."""

Taken = tuple[tuple[int, int, str], ...]


class Fixed(NamedTuple):
    """A file after its fixes: the bytes, how many fixes were taken, what is found still.

    `is_settled` is false where the passes did not come to an end.
    """

    data: bytes
    taken: int
    diagnostics: tuple[Diagnostic, ...]
    is_settled: bool = True


def fixable(diagnostics: Iterable[Diagnostic], unsafe: bool = False) -> dict[PlacedFix, None]:
    """Return the fixes of findings that are to be taken, each once: several providers may ask for the same."""
    return {d.fix: None for d in diagnostics if d.fix is not None and (d.fix.safe or unsafe)}


def counts(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    """Return how many fixes findings have: the safe ones, and those that only `--unsafe-fixes` takes."""
    found = fixable(diagnostics, unsafe=True)
    edits = {fix.edits for fix in found if fix.safe}
    return len(edits), len({fix.edits for fix in found} - edits)


def fix(data: bytes, lint: Lint, unsafe: bool = False, found: Sequence[Diagnostic] | None = None) -> Fixed:
    """Return a file with its fixes taken, until there is none left to take.

    `found` is what linting the bytes gives, where that is known already. Bytes that are no UTF-8 stay as they are.
    """
    diagnostics = tuple(lint(data) if found is None else found)
    count = 0
    seen = {data}
    for _ in range(MAX_PASSES):
        changed, fixed = apply(data, fixable(diagnostics, unsafe))
        if not fixed:
            return Fixed(data, count, diagnostics)
        after = tuple(lint(changed))
        if changed in seen or (_is_unreadable(after) and not _is_unreadable(diagnostics)):
            return Fixed(data, count, diagnostics, is_settled=False)
        data, diagnostics = changed, after
        count += fixed
        seen.add(data)
    return Fixed(data, count, diagnostics, is_settled=not apply(data, fixable(diagnostics, unsafe))[1])


def _is_unreadable(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.rule in _UNREADABLE for d in diagnostics)


def apply(data: bytes, fixes: Iterable[PlacedFix]) -> tuple[bytes, int]:
    """Return a file with fixes taken that do not touch each other, and how many those are.

    The byte order mark, the line breaks and all that no edit spans stay as they are.
    """
    bom = _BOM if data.startswith(_BOM) else b""
    try:
        text = data[len(bom) :].decode()
    except UnicodeDecodeError:
        return data, 0
    edits, count = taken(Source("", text, "yaml"), fixes)
    parts: list[str] = []
    at = 0
    for start, end, new in edits:
        parts += (text[at:start], new)
        at = end
    return bom + ("".join(parts) + text[at:]).encode(), count


def taken(source: Source, fixes: Iterable[PlacedFix]) -> tuple[list[tuple[int, int, str]], int]:
    """Return the edits of the fixes that do not touch each other, by offset and in order, and how many those are."""
    edits: list[tuple[int, int, str]] = []
    count = 0
    for one in sorted({_offsets(source, fix) for fix in fixes}):
        if one and not any(_touches(edit, edits) for edit in one):
            for edit in one:
                insort(edits, edit)
            count += 1
    return edits, count


def _offsets(source: Source, fix: PlacedFix) -> Taken:
    return tuple(sorted((offset(source, e.start), offset(source, e.end), e.text) for e in fix.edits))


def offset(source: Source, position: Position) -> int:
    """Return the offset in code points of a line and a column, both from 1."""
    return min(source.line_start(position.line) + position.column - 1, len(source.text))


def _touches(edit: tuple[int, int, str], edits: Sequence[tuple[int, int, str]]) -> bool:
    """Whether an edit shares a character, or a place between two, with one of others that are in order."""
    at = bisect_left(edits, edit)
    return (at > 0 and edits[at - 1][1] >= edit[0]) or (at < len(edits) and edits[at][0] <= edit[1])
