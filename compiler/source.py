"""Bytes to a tree that knows its positions.

Offsets are code points. Lines are counted by our own table of CR LF, CR and LF: YAML 1.1
also breaks lines at U+0085, U+2028 and U+2029, and no editor agrees.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from .diagnostic import Finding, Position, Span
from .lazy import lazy

if TYPE_CHECKING:
    from .nodes import Node

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read, in bytes: a message with a data URI of several megabytes fits."""

MAX_DOCUMENTS = 1000
"""Documents of one file."""

MAX_NODES = 10_000
"""Nodes of one file, aliases counted as often as they stand for something. The largest message has some hundreds."""

NODE_TEXT = 100
"""Characters of a scalar that count as one node more where an alias repeats them."""

MAX_TOLD = 1_000
"""Faults of one document for which a place inside a text, or the word that was meant, is looked for."""

MAX_DEPTH = 100
"""Levels of nesting. Reading is recursive, and no message is deep."""

_BREAK = lazy(r"\r\n|\r|\n")
_BLOCK = 1 << 10


class Source:
    """One file: its text, its documents as trees, and what reading it found."""

    def __init__(self, name: str, text: str, format: str) -> None:
        self.name = name
        self.text = text
        self.format = format
        self.documents: list[Node] = []
        self.findings: list[Finding] = []
        self.work = 0
        self._breaks: list[int] | None = None
        self._starts: dict[int, int] = {}
        self._last = 1, 0  # a line, and an offset in it
        self._holds: dict[tuple[re.Pattern[str], int], bool] = {}
        self._ids: frozenset[int] = frozenset()

    def holds(self, mark: re.Pattern[str]) -> bool:
        """Whether a pattern is anywhere in the text; searched for once, whatever the number of documents."""
        asked = mark, len(self.text)
        found = self._holds.get(asked)
        if found is None:
            found = self._holds[asked] = mark.search(self.text) is not None
        return found

    def has_document(self, node: Node) -> bool:
        """Whether a tree is a document just as it was read."""
        if len(self._ids) != len(self.documents):
            self._ids = frozenset(map(id, self.documents))
        return id(node) in self._ids

    @property
    def others(self) -> tuple[Source, ...]:
        """The files that stand behind this one in a space of offsets of its own making; see `joined.py`."""
        return ()

    def file_at(self, offset: int) -> str:
        """Return the name of the file that an offset is in."""
        return self.name

    def format_at(self, offset: int) -> str:
        """Return the format of the file that an offset is in."""
        return self.format

    def ways_to(self, offset: int) -> tuple[Span, ...]:
        """Return where the file that an offset is in is named, and where the file that does so is."""
        return ()

    @property
    def lines(self) -> int:
        """How many lines there are; the last may be empty."""
        return self._index[-1] + 1

    @property
    def _index(self) -> list[int]:
        """The breaks that end before each block of the text. One entry a line would be gigabytes for empty lines."""
        if self._breaks is None:
            self._breaks = [0]
            for at in range(0, len(self.text), _BLOCK):
                self._breaks.append(self._breaks[-1] + self._count(at, min(at + _BLOCK, len(self.text))))
        return self._breaks

    def _count(self, start: int, end: int) -> int:
        count = self.text.count
        # A CR before an LF ends nothing; the LF does.
        return count("\n", start, end) + count("\r", start, end) - count("\r\n", start, end + 1)

    def position(self, offset: int) -> Position:
        """Return line and column, from 1, of an offset in code points."""
        line, at = self._last
        if not at <= offset <= at + _BLOCK:
            block = min(offset, len(self.text)) // _BLOCK
            line, at = self._index[block] + 1, block * _BLOCK
        line += self._count(at, offset)
        self._last = line, offset
        return Position(line, offset - self._beginning(offset, line) + 1)

    def _beginning(self, offset: int, line: int) -> int:
        """Return where the line of an offset begins: behind the break that is close, or where the index says."""
        text, low = self.text, max(offset - _BLOCK, 0)
        last = offset - 1 if text[offset - 1 : offset + 1] == "\r\n" else offset  # in the middle of a break
        found = max(text.rfind("\n", low, offset), text.rfind("\r", low, last))
        return found + 1 if found >= 0 or not low else self.line_start(line)

    def line_start(self, number: int) -> int:
        """Return the offset at which a line, counted from 1, begins."""
        start = self._starts.get(number)
        if start is None:
            block = bisect_left(self._index, number - 1) - 1
            start = 0
            if block >= 0:
                breaks = _BREAK.finditer(self.text, block * _BLOCK)
                start = next(islice(breaks, number - 2 - self._index[block], None)).end()
            self._starts[number] = start
        return start

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its break."""
        start = self.line_start(number)
        match = _BREAK.search(self.text, start)
        return self.text[start : match.start() if match else len(self.text)]

    def span(self, node: Node) -> Span:
        """Return where a node stands, without its anchor, its tag and the white space behind it."""
        match = _DECORATION.match(self.text, node.start, node.end)
        start = match.end() if match else node.start
        end = node.end
        while end > start and self.text[end - 1] in " \t\r\n":
            end -= 1
        return Span(start, max(end, start))


# YAML 1.1 breaks lines at U+0085, U+2028 and U+2029 too.
_DECORATION = lazy(
    r"(?:(?:!<[^>\s]*+>|[&!][^ \t\r\n\x85\u2028\u2029,\[\]{}]*+|#[^\r\n\x85\u2028\u2029]*+)"
    r"(?:[ \t\r\n\x85\u2028\u2029]++|$))+"
)
_BOM = b"\xef\xbb\xbf"


def read(name: str, data: bytes) -> Source:
    """Read one file, YAML or (by a name that ends in `.json`) JSON. Faults are in `findings`; nothing raises."""
    format = "json" if name.endswith(".json") else "yaml"
    if len(data) > MAX_BYTES:
        source = Source(name, "", format)
        message = f"the file is over {MAX_BYTES // 1048576} MiB, the most that waml reads"
        source.findings.append(Finding("file-too-large", message, Span(0, 0)))
        return source
    data = data.removeprefix(_BOM)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _undecodable(name, data, format, error)
    source = Source(name, text, format)
    if format == "json":
        from . import json_source

        json_source.parse(source)
    else:
        from . import yaml_source

        yaml_source.parse(source)
    return source


def _undecodable(name: str, data: bytes, format: str, error: UnicodeDecodeError) -> Source:
    text = data.decode(errors="replace")
    offset = len(data[: error.start].decode())
    source = Source(name, text, format)
    fault = f"byte 0x{data[error.start]:02x} is no UTF-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        fault = "the file is UTF-32" if data[:4] == b"\xff\xfe\0\0" else "the file is UTF-16"
    span = Span(offset, min(offset + 1, len(text)))
    source.findings.append(Finding("not-utf-8", fault, span, help="save the file as UTF-8"))
    return source
