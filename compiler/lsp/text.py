"""A text as an editor counts it: lines and columns from 0, the columns in the units that were agreed on.

Everywhere else waml counts code points. Lines end at CR LF, CR and LF and nowhere else, as the protocol has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lsprotocol import types

from ..diagnostic import Position, Span

_BREAK = re.compile(r"\r\n|\r|\n")
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Text:
    """One version of a document."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text = text
        self.encoding = encoding
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def line_of(self, offset: int) -> int:
        """Return the line that an offset stands on."""
        return bisect_right(self.starts, offset) - 1

    def line(self, number: int) -> str:
        """Return the text of a line without its break; beyond the last, nothing."""
        if number >= len(self.starts):
            return ""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def offset(self, place: types.Position) -> int:
        """Return the offset in code points of a place; one beyond a line or the text is brought back to its end."""
        if place.line >= len(self.starts):
            return len(self.text)
        line = self.line(place.line)
        return self.starts[place.line] + self._characters(line, place.character)

    def position(self, offset: int) -> types.Position:
        """Return the place of an offset in code points."""
        number = self.line_of(min(offset, len(self.text)))
        return types.Position(number, self._length(self.text[self.starts[number] : offset]))

    def place(self, position: Position) -> types.Position:
        """Return the place of a position as diagnostics have them: from 1, in code points."""
        number = min(position.line - 1, len(self.starts) - 1)
        return types.Position(position.line - 1, self._length(self.line(number)[: position.column - 1]))

    def range(self, span: Span) -> types.Range:
        """Return the range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def edit(self, change: types.TextDocumentContentChangeEvent) -> str:
        """Return the text with a change in it; a change without a range is the whole text."""
        if not isinstance(change, types.TextDocumentContentChangePartial):
            return change.text
        start, end = sorted((self.offset(change.range.start), self.offset(change.range.end)))
        return self.text[:start] + change.text + self.text[end:]

    def _length(self, text: str) -> int:
        name, size = _UNITS[self.encoding]
        return len(text) if size == 4 or (size == 2 and text.isascii()) else len(_bytes(text, name)) // size

    def _characters(self, line: str, units: int) -> int:
        """Return how many characters so many units are; half a character counts as none."""
        if self.encoding == "utf-32" or line.isascii():
            return min(units, len(line))
        for index, length in enumerate(self._lengths(line)):
            if length > units:
                return index
        return len(line)

    def _lengths(self, line: str) -> Iterator[int]:
        total = 0
        for character in line:
            total += self._length(character)
            yield total


def _bytes(text: str, name: str) -> bytes:
    return text.encode(name, "surrogatepass")
