"""From a character of a scalar's value to the character of the file that it came from.

The value is known, so folding and chomping are not done again: the two texts are lined up. Where they do
not line up the answer is None, and a finding points at the whole scalar; it never points at a wrong place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from .diagnostic import Span
from .lazy import lazy
from .nodes import Piece, ScalarNode
from .slots import written_text
from .source import Source

_SPACE = " \t\r\n\x85\u2028\u2029"
_BREAKS = lazy("\r\n|[\r\n\x85\u2028\u2029]")
"""The line breaks of YAML 1.1. A value has a line feed for each of the first four, the others as they are."""

_BLOCK_HEADER = lazy(r"[|>][^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])")
_FOLD = r"(?P<fold>[ \t]*(?:\r\n|[\r\n\x85\u2028\u2029])[ \t\r\n\x85\u2028\u2029]*)"
_SINGLE = lazy(rf"(?P<escape>'')|{_FOLD}|(?P<char>.)", re.DOTALL)
_ESCAPE = (
    r"(?P<escape>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.)"
)
_JOINED = r"(?P<joined>\\(?:\r\n|[\r\n\x85\u2028\u2029])[ \t\r\n\x85\u2028\u2029]*)"
_DOUBLE = lazy(rf"{_JOINED}|{_ESCAPE}|{_FOLD}|(?P<char>.)", re.DOTALL)
_JSON = lazy(rf"{_ESCAPE}|(?P<char>.)", re.DOTALL)
_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
            "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}  # fmt: skip
_LONGEST = 1_000_000
"""Characters of a value that is lined up; a longer one is pointed at as a whole."""

_QUOTES = ("'", '"')


def within(source: Source, node: ScalarNode, value: str, start: int, end: int) -> Span | None:
    """Return where `value[start:end]` of a scalar stands in the file, or None where that is not certain."""
    return span_in(source, node, offsets(source, node, value), start, end)


def span_in(source: Source, node: ScalarNode, table: list[int] | None, start: int, end: int) -> Span | None:
    """Return where characters of a value stand, by the table of `offsets`."""
    if table is None or not 0 <= start < len(table):
        return None
    last = max(table[min(max(end, start + 1), len(table)) - 1], table[start])
    style = style_of(source, node)
    unit = _units(source, node, style).match(source.text, last) if style in _QUOTES else None
    return Span(table[start], unit.end() if unit and unit.lastgroup == "escape" else last + 1)


def span_of(source: Source, pieces: Sequence[Piece], start: int, end: int) -> Span | None:
    """Return where characters of a scalar stand that is made of pieces; None where they are of several."""
    at = bisect_right(pieces, start, key=lambda piece: piece.start) - 1
    piece = pieces[at]
    if at + 1 < len(pieces) and end > pieces[at + 1].start:
        return None
    written = written_text(piece.node)
    first, last = (piece.at + one - piece.start for one in (start, end))
    if piece.end is not None:
        first, last = piece.at, piece.end
    return within(source, piece.node, written, first, last)


def style_of(source: Source, node: ScalarNode) -> str:
    """Return how a scalar is written: `'`, `"`, `|`, `>`, or nothing for a plain one. The text decides."""
    sign = source.text[(start := source.span(node).start) : start + 1]
    return sign if sign and sign in "'\"|>" and node.end > node.start else ""


def _units(source: Source, node: ScalarNode, style: str) -> re.Pattern[str]:
    if style == "'":
        return _SINGLE
    return _JSON if source.format_at(node.start) == "json" else _DOUBLE


def offsets(source: Source, node: ScalarNode, value: str) -> list[int] | None:
    """Return the offset in the file of each character of a scalar's value; None where that is not certain."""
    if len(value) > _LONGEST:
        return None
    span = source.span(node)
    style = style_of(source, node)
    text = source.text[span.start : max(span.end, node.end)]
    if style in _QUOTES:
        closing = text.rfind(style)
        table = _quoted(text[1:closing], value, _units(source, node, style))
        shift = 1
    else:
        header = _BLOCK_HEADER.match(text) if style else None
        shift = header.end() if header else 0
        table = _unescaped(text[shift:], value)
    return None if table is None else [span.start + shift + at for at in table]


def _unescaped(text: str, value: str) -> list[int] | None:
    """Plain and block scalars: the n-th character of ink of the value is the n-th of the text."""
    ink = [at for at, char in enumerate(text) if char not in _SPACE]
    table: list[int] = []
    seen = 0
    at = 0
    while at < len(value):
        if value[at] not in _SPACE:
            if seen >= len(ink) or text[ink[seen]] != value[at]:
                return None
            table.append(ink[seen])
            seen += 1
            at += 1
            continue
        run = at
        while at < len(value) and value[at] in _SPACE:
            at += 1
        start = ink[seen - 1] + 1 if seen else 0
        end = ink[seen] if seen < len(ink) else len(text)
        table += [start + place for place in _run(text[start:end], value[run:at])]
    return table if seen == len(ink) else None


def _run(gap: str, run: str) -> list[int]:
    """Line up the white space of a value with that between the same two characters of the text.

    Each break has its place where both have as many. What folding made has that of the run.
    """
    if gap.startswith(run):
        return list(range(len(run)))
    breaks = [match.start() for match in _BREAKS.finditer(gap)]
    lines = re.split("[\n\u2028\u2029]", run)
    if not breaks or len(breaks) != len(lines) - 1 or not gap.startswith(lines[0]) or not gap.endswith(lines[-1]):
        return [0] * len(run)
    table = list(range(len(lines[0])))
    for place, line in zip(breaks, lines[1:], strict=True):
        table += [place, *([place] * len(line))]
    last = len(lines[-1])
    return table[: len(run) - last] + list(range(len(gap) - last, len(gap)))


def _quoted(text: str, value: str, units: re.Pattern[str]) -> list[int] | None:
    table: list[int] = []
    for match in units.finditer(text):
        at = len(table)
        if match.lastgroup in ("joined", "fold"):
            folded = _folded(match[0], match.lastgroup)
            if value[at : at + len(folded)] != folded:
                return None
            table.extend([match.start()] * len(folded))
            continue
        char = _decoded(match[0]) if match.lastgroup == "escape" else match[0]
        if value[at : at + 1] != char:
            return None
        table.append(match.start())
    return table if len(table) == len(value) else None


def _folded(white: str, kind: str) -> str:
    """Return what line breaks inside quotes mean: one is a space, or nothing where it is escaped; further ones stay."""
    breaks = [one if one in "\u2028\u2029" else "\n" for one in _BREAKS.findall(white)]
    if kind == "joined" or (breaks[0] == "\n" and len(breaks) > 1):
        return "".join(breaks[1:])
    return " " if breaks == ["\n"] else "".join(breaks)


def _decoded(escape: str) -> str:
    if escape == "''":
        return "'"
    if escape[1] in "xuU" and len(escape) > 2:
        codes = [int(part, 16) for part in re.split(r"\\[xuU]", escape)[1:]]
        if len(codes) == 2:
            return chr(0x10000 + (codes[0] - 0xD800) * 0x400 + codes[1] - 0xDC00)
        return chr(codes[0]) if codes[0] <= 0x10FFFF else ""
    return _ESCAPES.get(escape[1], escape[1])
