"""The bytes of a CSV as Arrow takes them: always UTF-8, what is none marked, and something behind the last row.

Arrow tells of a row that it cannot split by its text, and ends the run where that is no UTF-8; and it takes a quote
that is never closed for one that is, with all rows behind it in one cell.
"""

from __future__ import annotations

import secrets
from codecs import getincrementaldecoder
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

LAST = secrets.token_hex(16)
"""What is read behind the last row, as a row of its own: if a quote is open there, it ends up in a cell."""

_MARKS = {0xDC00 + byte: 0x10FF00 + byte for byte in range(0x80, 0x100)}
_MARK = "[\U0010ff80-\U0010ffff]"
_LOST = dict.fromkeys(_MARKS.values(), "\ufffd")


class CsvBytes:
    """A file for Arrow to read. `marked` says that some of its bytes are no UTF-8: each became a sign of its own."""

    closed = False

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._rest = b""
        self._ended = False
        self.marked = False

    def read(self, size: int) -> bytes:
        """Return some bytes, about as many; none at the end."""
        if self._ended:
            return b""
        read = self._stream.read(size)
        self._ended = not read
        data: bytes = self._rest + read
        self._rest = b""
        try:
            str(data, "utf-8")
        except UnicodeDecodeError:
            # A sign that goes on in the bytes to come is kept for them.
            decoder = getincrementaldecoder("utf-8")("surrogateescape")
            text = decoder.decode(data, self._ended)
            self._rest = decoder.getstate()[0]
            marked = text.translate(_MARKS)
            self.marked = self.marked or marked != text
            data = marked.encode()
        if self._ended:
            return data + f"\n{LAST}\n".encode()
        return data or self.read(size)

    def readable(self) -> bool:
        """Yes."""
        return True

    def close(self) -> None:
        """Leave the stream to whoever opened it."""


def lost(text: str) -> str:
    """Return a text with U+FFFD for each byte that was no UTF-8."""
    return text.translate(_LOST)


def all_lost(cells: pa.Array) -> pa.Array:
    """Return texts with U+FFFD for each byte that was no UTF-8."""
    return pc.replace_substring_regex(cells, _MARK, "\ufffd")


def has_lost(cells: pa.Array) -> pa.Array:
    """Return for each text whether it has bytes that are no UTF-8."""
    return pc.match_substring_regex(cells, _MARK)
