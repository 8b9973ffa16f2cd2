"""The outline of a document that may be half written: which keys stand where, read line by line.

A document that is being typed does not parse most of the time. Indentation and brackets tell enough to know where
one is; what a block scalar or a quoted text holds is passed over. The real reader (`source.py`) judges; this looks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..diagnostic import Path, Span

KEY = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'"""
    r"""|[^\s\-?:,\[\]{}#&*!|>'"%@`](?:[^:#\n]|:(?=\S)|(?<=\S)#)*?)[ \t]*:(?=\s|$)"""
)
"""A key at the beginning of what is matched, with its colon."""

_FLOW_KEY = re.compile(r"""\s*:(?=[\s,\[\]{}"']|$)""")
_DECORATION = re.compile(r"(?:[&!]\S*[ \t]+)+")
_BLOCK = re.compile(r"[|>][0-9+-]*[ \t]*(?:#.*)?$")
_PLAIN_END = re.compile(r"[,\[\]{}\n\r]|:(?=[\s,\[\]{}]|$)|[ \t]#")


class Entry(NamedTuple):
    """A key or an item of a list: its path from the root of its document, and where both it and its value stand.

    An item has no key; `column` is that of the key or of the dash, -1 inside brackets.
    """

    document: int
    path: Path
    key: Span | None
    value: Span
    column: int


class Level(NamedTuple):
    """What is open at a line: a key or an item at a column."""

    column: int
    path: Path
    is_item: bool


class Bracket(NamedTuple):
    """A `{` or `[` that is open: the path of what it holds, whether a value is due, and where what is due begins."""

    is_mapping: bool
    path: Path
    at_value: bool
    start: int


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
        end = _line_end(self.text, self._at)
        line = self.text[self._at : end]
        content = line.lstrip(" ")
        column = len(line) - len(content)
        if line.startswith(("---", "...")) and line[3:4] in ("", " ", "\t"):
            self._next_document(end)
        elif not content.strip() or content.startswith("#"):
            self._at = _after_break(self.text, end)
        else:
            self._content(self._at + column, end, column)

    def _next_document(self, end: int) -> None:
        self._at = _after_break(self.text, end)
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
                self._at = _after_break(self.text, end)
                return
        key = KEY.match(self.text, at, end)
        if key is None:
            self._value(at, end, self._waiting(at, column), column)
            return
        while self.levels and self.levels[-1].column >= column:
            self.levels.pop()
        above = self.levels[-1].path if self.levels else ()
        path = (*above, _unquoted(key[1]))
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
            self._at = self._block_end(_after_break(self.text, end), column)
            self._reach(entry)
        elif at < end and first in "\"'":
            after = _quoted_end(self.text, at)
            limit = self._block_end(_after_break(self.text, end), column) if after is None or after > end else end
            self._at = _after_break(self.text, end if after is None or after > limit else _line_end(self.text, after))
            if after is None or after > end:
                self._reach(entry)
        else:
            self._at = _after_break(self.text, end)

    def _reach(self, entry: Entry | None) -> None:
        """Stretch the value of the last entry to where reading goes on."""
        if entry is not None and self.entries:
            self.entries[-1] = entry._replace(value=Span(entry.value.start, self._at))
            if self._at >= len(self.text):
                self.scalar = self.entries[-1]

    def _block_end(self, at: int, column: int) -> int:
        """Return where the lines end that are deeper than a column, or empty."""
        while at < len(self.text):
            end = _line_end(self.text, at)
            line = self.text[at:end]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                return at
            at = _after_break(self.text, end)
        return at

    def _flow(self, at: int, path: Path, column: int) -> None:
        """Read brackets, over lines, as long as they are open and the lines look like theirs."""
        reader = _Flow(self, at, path, column)
        self._at = reader.run()
        self.brackets = reader.open if self._at >= len(self.text) else []


class _Flow:
    """Reads what stands in brackets."""

    def __init__(self, outline: Outline, at: int, path: Path, column: int) -> None:
        self.outline = outline
        self.text = outline.text
        self.at = at
        self.column = column
        self.path = path
        self.open: list[Bracket] = []
        self.counts: list[int] = []

    def run(self) -> int:
        text = self.text
        while self.at < len(text):
            character = text[self.at]
            if character in "\r\n":
                self.at = _after_break(text, self.at)
                if self.is_left():
                    self.open = []
                    return self.at
            elif character in " \t":
                self.at += 1
            elif character == "#":
                self.at = _line_end(text, self.at)
            elif character in "{[":
                self.open.append(Bracket(character == "{", self.inner(), False, self.at + 1))
                self.counts.append(0)
                self.at += 1
            elif character in "}]":
                self.open.pop()
                self.counts.pop()
                self.at += 1
                if not self.open:
                    return _after_break(text, _line_end(text, self.at))
            elif character == ",":
                self.next()
            else:
                self.token(character)
        return self.at

    def is_left(self) -> bool:
        """Whether a line is none of the brackets any more: it stands at the key's column and has a key, or a mark."""
        end = _line_end(self.text, self.at)
        line = self.text[self.at : end]
        content = line.lstrip(" ")
        if line.startswith("---"):
            return True
        deep = len(line) - len(content)
        return bool(self.path) and deep <= self.column and content[:1] not in ("", "}", "]", "#", ",")

    def inner(self) -> Path:
        """Return the path of a bracket that opens here."""
        if not self.open:
            return self.path
        top = self.open[-1]
        if top.is_mapping:
            return top.path
        index = self.counts[-1]
        self.item(self.at, self.at)
        return (*top.path, index)

    def item(self, start: int, end: int) -> None:
        path = (*self.open[-1].path, self.counts[-1])
        self.outline.entries.append(Entry(self.outline.document, path, None, Span(start, end), -1))

    def next(self) -> None:
        top = self.open[-1]
        if top.is_mapping and top.at_value:
            top = top._replace(path=top.path[:-1])
        self.open[-1] = top._replace(at_value=False, start=self.at + 1)
        self.counts[-1] += 1
        self.at += 1

    def token(self, character: str) -> None:
        start = self.at
        if character in "\"'":
            end = _quoted_end(self.text, start)
            self.at = _line_end(self.text, start) if end is None else end
        else:
            match = _PLAIN_END.search(self.text, start + 1)
            self.at = match.start() if match else len(self.text)
        top = self.open[-1]
        colon = _FLOW_KEY.match(self.text, self.at)
        if colon is not None and top.is_mapping and not top.at_value:
            name = _unquoted(self.text[start : self.at].strip())
            path = (*top.path, name)
            end = start + len(self.text[start : self.at].rstrip())
            self.outline.entries.append(
                Entry(self.outline.document, path, Span(start, end), Span(colon.end(), colon.end()), -1)
            )
            self.open[-1] = top._replace(path=path, at_value=True, start=colon.end())
            self.at = colon.end()
        elif not top.is_mapping:
            self.item(start, self.at)
        elif top.at_value and self.outline.entries:
            self.outline.entries[-1] = self.outline.entries[-1]._replace(value=Span(start, self.at))
        if self.at == start:
            self.at += 1


_BREAK = re.compile(r"[\r\n]")
_LONGEST = 20_000
"""Characters of a quoted text that are looked through for its end."""


def _line_end(text: str, at: int) -> int:
    match = _BREAK.search(text, at)
    return match.start() if match else len(text)


def _after_break(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    return at + 2 if text.startswith("\r\n", at) else at + 1


def _quoted_end(text: str, at: int) -> int | None:
    """Return where a quoted text that begins here ends, behind its closing quote; None if it does not."""
    quote = text[at]
    pattern = _DOUBLE if quote == '"' else _SINGLE
    match = pattern.match(text, at, at + _LONGEST)
    return match.end() if match else None


_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SINGLE = re.compile(r"'(?:[^']|'')*+'", re.DOTALL)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
