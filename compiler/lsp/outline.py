"""The outline of a document that may be half written: which keys stand where, read line by line.

A document that is being typed does not parse most of the time. Indentation and brackets tell enough to know where
one is; what a block scalar or a quoted text holds is passed over. The real reader (`source.py`) judges; this looks.
"""

from __future__ import annotations

import re

from ..comments import line_end
from ..diagnostic import Path, Span
from ..named import NamedTuple
from .brackets import Bracket, Flow, after_break, quoted_end, unquoted
from .brackets import Entry as Entry

KEY = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'"""
    r"""|[^\s\-?:,\[\]{}#&*!|>'"%@`](?:[^:#\n]|:(?=\S)|(?<=\S)#)*?)[ \t]*:(?=\s|$)"""
)
"""A key at the beginning of what is matched, with its colon."""

_DECORATION = re.compile(r"(?:[&!]\S*[ \t]+)+")
_BLOCK = re.compile(r"[|>][0-9+-]*[ \t]*(?:#.*)?$")


class Level(NamedTuple):
    """What is open at a line: a key or an item at a column."""

    column: int
    path: Path
    is_item: bool


class Outline:
    """The entries of a text, and what is open at its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entries: list[Entry] = []
        self.document = 0
        self.starts = [0]
        self.levels: list[Level] = []
        self.brackets: list[Bracket] = []
        self.scalar: Entry | None = None
        """The entry whose block scalar, or quoted text of several lines, reaches to the end."""
        self._counts: dict[tuple[int, Path], int] = {}
        self._at = 0
        while self._at < len(text):
            self._line()

    def _line(self) -> None:
        end = line_end(self.text, self._at)
        line = self.text[self._at : end]
        content = line.lstrip(" ")
        column = len(line) - len(content)
        if line.startswith(("---", "...")) and line[3:4] in ("", " ", "\t"):
            self._next_document(end)
        elif not content.strip() or content.startswith("#"):
            self._at = after_break(self.text, end)
        else:
            self._content(self._at + column, end, column)

    def _next_document(self, end: int) -> None:
        self._at = after_break(self.text, end)
        if self.entries or self.starts[-1] != 0 or self.levels:
            self.document += 1
            self.starts.append(self._at)
        else:
            self.starts[-1] = self._at
        self.levels = []
        self.scalar = None

    def _content(self, at: int, end: int, column: int) -> None:
        """Read a line from its first character on: dashes, a key, the beginning of a value."""
        self.scalar = None
        while self.text[at : at + 1] == "-" and self.text[at + 1 : at + 2] in ("", " ", "\t", "\n", "\r"):
            path = self._item(column)
            after = at + 1
            while after < end and self.text[after] in " \t":
                after += 1
            self.entries.append(Entry(self.document, path, None, Span(after, end), column))
            column += after - at
            at = after
            if at >= end:
                self._at = after_break(self.text, end)
                return
        key = KEY.match(self.text, at, end)
        if key is None:
            self._value(at, end, self._waiting(at, column), column)
            return
        while self.levels and self.levels[-1].column >= column:
            self.levels.pop()
        above = self.levels[-1].path if self.levels else ()
        path = (*above, unquoted(key[1]))
        self.levels.append(Level(column, path, False))
        start = key.end()
        while start < end and self.text[start] in " \t":
            start += 1
        entry = Entry(self.document, path, Span(*key.span(1)), Span(start, end), column)
        self.entries.append(entry)
        self._value(start, end, entry, column)

    def _waiting(self, at: int, column: int) -> Entry | None:
        """Return the last entry, where what stands here is its value."""
        last = self.entries[-1] if self.entries and self.entries[-1].document == self.document else None
        if last is None or last.value.start == at:
            return last
        return last if last.column < column and not self.text[last.value.start : last.value.end].strip() else None

    def _item(self, column: int) -> Path:
        while self.levels and (
            self.levels[-1].column > column or (self.levels[-1].column == column and self.levels[-1].is_item)
        ):
            self.levels.pop()
        above = self.levels[-1].path if self.levels else ()
        index = self._counts.get((self.document, above), -1) + 1
        self._counts[(self.document, above)] = index
        self.levels.append(Level(column, (*above, index), True))
        return (*above, index)

    def _value(self, at: int, end: int, entry: Entry | None, column: int) -> None:
        """Pass over a value: of one line, or of as many as a block, quotes or brackets take."""
        decoration = _DECORATION.match(self.text, at, end)
        if decoration is not None:
            at = decoration.end()
        first = self.text[at : at + 1]
        if at < end and first in "{[":
            self._flow(at, entry.path if entry is not None else (), column)
        elif first in "|>" and _BLOCK.match(self.text, at, end):
            self._at = self._block_end(after_break(self.text, end), column)
            self._reach(entry)
        elif at < end and first in "\"'":
            after = quoted_end(self.text, at)
            limit = self._block_end(after_break(self.text, end), column) if after is None or after > end else end
            self._at = after_break(self.text, end if after is None or after > limit else line_end(self.text, after))
            if after is None or after > end:
                self._reach(entry)
        else:
            self._at = after_break(self.text, end)

    def _reach(self, entry: Entry | None) -> None:
        """Stretch the value of the last entry to where reading goes on."""
        if entry is not None and self.entries:
            self.entries[-1] = entry._replace(value=Span(entry.value.start, self._at))
            if self._at >= len(self.text):
                self.scalar = self.entries[-1]

    def _block_end(self, at: int, column: int) -> int:
        """Return where the lines end that are deeper than a column, or empty."""
        while at < len(self.text):
            end = line_end(self.text, at)
            line = self.text[at:end]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                return at
            at = after_break(self.text, end)
        return at

    def _flow(self, at: int, path: Path, column: int) -> None:
        """Read brackets, over lines, as long as they are open and the lines look like theirs."""
        reader = Flow(self.text, self.entries, self.document, at, path, column)
        self._at = reader.run()
        self.brackets = reader.open if self._at >= len(self.text) else []
