"""From a character of a scalar's value to the character of the file that it came from.

The value is known, so folding and chomping are not done again: the two texts are lined up. Where they do
not line up the answer is None, and a finding points at the whole scalar; it never points at a wrong place.
"""

from __future__ import annotations

import re

from .diagnostic import Span
from .lazy import lazy
from .source import ScalarNode, Source

_SPACE = " \t\r\n\x85\u2028\u2029"
_BLOCK_HEADER = lazy(r"[|>][^\r\n]*(?:\r\n|\r|\n)")
_SINGLE = lazy(r"(?P<escape>'')|(?P<fold>[ \t]*(?:\r\n|[\r\n])[ \t\r\n]*)|(?P<char>.)", re.DOTALL)
_DOUBLE = lazy(
    r"(?P<joined>\\(?:\r\n|[\r\n])[ \t\r\n]*)"
    r"|(?P<escape>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.)"
    r"|(?P<fold>[ \t]*(?:\r\n|[\r\n])[ \t\r\n]*)|(?P<char>.)",
    re.DOTALL,
)
_LONGEST = 1_000_000
"""Characters of a value that is lined up; a longer one is pointed at as a whole."""

_UNITS = {"'": _SINGLE, '"': _DOUBLE}


def within(source: Source, node: ScalarNode, value: str, start: int, end: int) -> Span | None:
    """Return where `value[start:end]` of a scalar stands in the file, or None where that is not certain."""
    return span_in(source, node, offsets(source, node, value), start, end)


def span_in(source: Source, node: ScalarNode, table: list[int] | None, start: int, end: int) -> Span | None:
    """Return where characters of a value stand, by the table of `offsets`."""
    if table is None or not 0 <= start < len(table):
        return None
    last = max(table[min(max(end, start + 1), len(table)) - 1], table[start])
    unit = _UNITS[node.style].match(source.text, last) if node.style in _UNITS else None
    return Span(table[start], unit.end() if unit and unit.lastgroup == "escape" else last + 1)


def offsets(source: Source, node: ScalarNode, value: str) -> list[int] | None:
    """Return the offset in the file of each character of a scalar's value; None where that is not certain."""
    if len(value) > _LONGEST:
        return None
    span = source.span(node)
    text = source.text[span.start : max(span.end, node.end)]
    if node.style in ("'", '"'):
        closing = text.rfind(node.style)
        table = _quoted(text[1:closing], value, _UNITS[node.style])
        shift = 1
    else:
        header = _BLOCK_HEADER.match(text) if node.style else None
        shift = header.end() if header else 0
        table = _unescaped(text[shift:], value)
    return None if table is None else [span.start + shift + at for at in table]


def _unescaped(text: str, value: str) -> list[int] | None:
    """Plain and block scalars: the n-th character of ink of the value is the n-th of the text."""
    ink = [at for at, char in enumerate(text) if char not in _SPACE]
    table = []
    seen = 0
    for char in value:
        if char in _SPACE:
            table.append(ink[seen - 1] + 1 if seen else (ink[0] if ink else 0))
        else:
            if seen >= len(ink) or text[ink[seen]] != char:
                return None
            table.append(ink[seen])
            seen += 1
    return table if seen == len(ink) else None


def _quoted(text: str, value: str, unit: re.Pattern[str]) -> list[int] | None:
    table: list[int] = []
    for match in unit.finditer(text):
        if match.lastgroup in ("joined", "fold"):
            # One break is a space, or nothing where it is escaped; each further one is a line feed.
            breaks = len(re.findall(r"\r\n|\r|\n", match[0]))
            table.extend([match.start()] * max(breaks - 1, 1 if match.lastgroup == "fold" else 0))
            continue
        at = len(table)
        if match.lastgroup == "char" and (at >= len(value) or value[at] != match[0]):
            return None
        table.append(match.start())
    return table if len(table) == len(value) else None
