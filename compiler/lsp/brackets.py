"""What stands in the brackets of a document that may be half written: its entries, and what is open at its end."""

from __future__ import annotations

import re

from ..comments import line_end
from ..diagnostic import Path, Span
from ..named import NamedTuple

_FLOW_KEY = re.compile(r"""\s*:(?=[\s,\[\]{}"']|$)""")
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


class Bracket(NamedTuple):
    """A `{` or `[` that is open: the path of what it holds, whether a value is due, and where what is due begins."""

    is_mapping: bool
    path: Path
    at_value: bool
    start: int


class Flow:
    """Reads what stands in brackets, and adds it to the entries."""

    def __init__(self, text: str, entries: list[Entry], document: int, at: int, path: Path, column: int) -> None:
        self.text = text
        self.entries = entries
        self.document = document
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
                self.at = after_break(text, self.at)
                if self.is_left():
                    self.open = []
                    return self.at
            elif character in " \t":
                self.at += 1
            elif character == "#":
                self.at = line_end(text, self.at)
            elif character in "{[":
                self.open.append(Bracket(character == "{", self.inner(), False, self.at + 1))
                self.counts.append(0)
                self.at += 1
            elif character in "}]":
                self.open.pop()
                self.counts.pop()
                self.at += 1
                if not self.open:
                    return after_break(text, line_end(text, self.at))
            elif character == ",":
                self.next()
            else:
                self.token(character)
        return self.at

    def is_left(self) -> bool:
        """Whether a line is none of the brackets any more: it stands at the key's column and has a key, or a mark."""
        end = line_end(self.text, self.at)
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
        self.entries.append(Entry(self.document, path, None, Span(start, end), -1))

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
            end = quoted_end(self.text, start)
            self.at = line_end(self.text, start) if end is None else end
        else:
            match = _PLAIN_END.search(self.text, start + 1)
            self.at = match.start() if match else len(self.text)
        top = self.open[-1]
        colon = _FLOW_KEY.match(self.text, self.at)
        if colon is not None and top.is_mapping and not top.at_value:
            name = unquoted(self.text[start : self.at].strip())
            path = (*top.path, name)
            end = start + len(self.text[start : self.at].rstrip())
            self.entries.append(Entry(self.document, path, Span(start, end), Span(colon.end(), colon.end()), -1))
            self.open[-1] = top._replace(path=path, at_value=True, start=colon.end())
            self.at = colon.end()
        elif not top.is_mapping:
            self.item(start, self.at)
        elif top.at_value and self.entries:
            self.entries[-1] = self.entries[-1]._replace(value=Span(start, self.at))
        if self.at == start:
            self.at += 1


_LONGEST = 20_000
"""Characters of a quoted text that are looked through for its end."""


def after_break(text: str, at: int) -> int:
    """Return where the next line begins, behind the break that stands at a place."""
    if at >= len(text):
        return len(text)
    return at + 2 if text.startswith("\r\n", at) else at + 1


def quoted_end(text: str, at: int) -> int | None:
    """Return where a quoted text that begins here ends, behind its closing quote; None if it does not."""
    quote = text[at]
    pattern = _DOUBLE if quote == '"' else _SINGLE
    match = pattern.match(text, at, at + _LONGEST)
    return match.end() if match else None


_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SINGLE = re.compile(r"'(?:[^']|'')*+'", re.DOTALL)


def unquoted(text: str) -> str:
    """Return a key or a value without its quotes."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
