"""What a table is: chunks of rows that could be read, and the rows that could not, each by its number from 1."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any, Protocol

import pyarrow as pa

from ..inputs import UsageError
from ..named import NamedTuple
from .fill import Rows

CHUNK = 16_384
"""Rows of a chunk."""

BUFFER = 1 << 20
"""Bytes of a file that are read at once."""

CODECS = {".zst": "zstd", ".gz": "gzip"}
"""How a file is compressed, by the end of its name."""


class Unreadable(NamedTuple):
    """A row that cannot be read: its number, what stands there, and what is wrong."""

    number: int
    text: str
    reason: str


class Read(NamedTuple):
    """The next rows: the numbers of those that could be read, and those that could not."""

    rows: Rows
    numbers: range | list[int]
    unreadable: list[Unreadable]


class Table(Protocol):
    """A table that is open. `is_text` says that its cells are texts, as those of a CSV are."""

    path: str
    names: list[str]
    is_text: bool

    def read(self, skip: int, wanted: list[str]) -> Iterator[Read]:
        """Yield the rows, but for as many at the beginning; of the columns at least those that are wanted."""

    def progress(self) -> float | None:
        """Return which part of the table has been read, 0 to 1, if that can be told."""


class Bytes:
    """The bytes of a file, unpacked where it is compressed, and how far they have been read."""

    def __init__(self, path: str) -> None:
        self._size = os.path.getsize(path)
        self._file = pa.OSFile(path)
        codec = CODECS.get(os.path.splitext(path)[1].lower())
        stream = self._file if codec is None else pa.CompressedInputStream(self._file, codec)
        self.stream: io.BufferedReader[Any] = io.BufferedReader(stream, BUFFER)

    def part(self) -> float | None:
        """Return which part of the file has been read, 0 to 1."""
        return self._file.tell() / self._size if self._size and not self._file.closed else None

    def __enter__(self) -> io.BufferedReader[Any]:
        return self.stream

    def __exit__(self, *_: object) -> None:
        self.stream.close()
        self._file.close()


def refused(path: str, error: Exception) -> UsageError:
    """Return what is said of a table that cannot be read."""
    if isinstance(error, OSError) and error.strerror:
        reason = error.strerror
    else:
        reason = str(error).partition("\n")[0] or type(error).__name__
    return UsageError(f"'{path}' cannot be read: {reason}")


def refuse_twice(path: str, names: list[str]) -> None:
    """Raise UsageError for a table with two columns of one name."""
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise UsageError(f"'{path}' has two columns '{twice}'")
