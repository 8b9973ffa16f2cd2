"""The tables that rows come from: CSV, JSON lines and Parquet, a chunk at a time.

A row that cannot be read is no row of a chunk: it is told of by its number, counted from 1, with the rows around it.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from ..diagnostic import did_you_mean
from ..inputs import UsageError
from .columns import MISSING
from .fill import Rows, rows_of

CHUNK = 16_384
"""Rows of a chunk."""

BLOCK = 4 << 20
"""Bytes of a CSV that are read at once."""

BUFFER = 1 << 20
"""Bytes of a Parquet file that are read at once."""

HEAD = 100
"""Lines that are looked at for the names of the columns, where a format does not tell them first."""

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}


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

    names: list[str]
    is_text: bool

    def read(self, skip: int) -> Iterator[Read]:
        """Yield the rows, but for as many at the beginning."""

    def progress(self) -> float | None:
        """Return which part of the table has been read, 0 to 1, if that can be told."""


def opened(path: str, format: str | None, delimiter: str | None) -> Table:
    """Return the table of a path. Raises UsageError."""
    if not os.path.exists(path):
        raise UsageError(f"'{path}' does not exist")
    format = format or FORMATS.get(os.path.splitext(path)[1].lower())
    if format is None:
        raise UsageError(f"'{path}' does not tell its format by its name: say --rows-format csv, jsonl or parquet")
    try:
        if format == "csv":
            return Csv(path, delimiter or ("\t" if path.lower().endswith(".tsv") else ","))
        return Lines(path) if format == "jsonl" else Parquet(path)
    except (OSError, pa.ArrowException, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"'{path}' cannot be read: {_reason(error)}") from None


def sources(names: list[str], wanted: Mapping[str, bool], pairs: Mapping[str, str], path: str) -> dict[str, str]:
    """Return for each variable its column: that of `--map`, else that of its name.

    `wanted` tells for each variable whether it must have one. Raises UsageError for a column that is not there.
    """
    for name, source in pairs.items():
        if name not in wanted:
            hint = did_you_mean(name, wanted) or f"declared: {', '.join(wanted)}"
            raise UsageError(f"--map {name}={source}: the message declares no variable '{name}'; {hint}")
        if source not in names:
            hint = did_you_mean(source, names) or f"there are {', '.join(names)}"
            raise UsageError(f"--map {name}={source}: '{path}' has no column '{source}'; {hint}")
    found = {name: pairs.get(name, name) for name in wanted if name in pairs or name in names}
    missing = [name for name, must in wanted.items() if must and name not in found]
    if missing:
        near = did_you_mean(missing[0], names) or f"there are {', '.join(names) or 'none'}"
        raise UsageError(f"'{path}' has no column '{missing[0]}', which the message needs; {near}, or say --map")
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).partition("\n")[0] or type(error).__name__


class Csv:
    """A CSV with a line of names. Each cell is a text, also the empty one."""

    is_text = True

    def __init__(self, path: str, delimiter: str) -> None:
        self.path = path
        self.delimiter = delimiter
        with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
            self.names = next(csv.reader(file, delimiter=delimiter), [])
        if not self.names:
            raise UsageError(f"'{path}' has no line of names")
        twice = next((name for at, name in enumerate(self.names) if name in self.names[:at]), None)
        if twice is not None:
            raise UsageError(f"'{path}' has two columns '{twice}'")
        self._size = os.path.getsize(path)
        self._file: Any = None

    def read(self, skip: int) -> Iterator[Read]:
        from pyarrow import csv as arrow

        bad: list[Unreadable] = []

        def refuse(row: Any) -> str:
            expected, actual = row.expected_columns, row.actual_columns
            bad.append(Unreadable((row.number or 0) - 1, row.text, f"it has {actual} cells; {expected} are due"))
            return "skip"

        self._file = pa.OSFile(self.path)
        try:
            stream = arrow.open_csv(
                self._file,
                read_options=arrow.ReadOptions(use_threads=False, block_size=BLOCK),
                parse_options=arrow.ParseOptions(
                    delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=refuse
                ),
                convert_options=arrow.ConvertOptions(
                    column_types=dict.fromkeys(self.names, pa.binary()), strings_can_be_null=False, check_utf8=False
                ),
            )
            yield from self._chunks(stream, bad, skip)
        except pa.ArrowInvalid as error:
            if "Empty CSV" not in str(error):
                raise UsageError(f"'{self.path}' cannot be read: {_reason(error)}") from None
        finally:
            self._file.close()

    def _chunks(self, stream: Any, bad: list[Unreadable], skip: int) -> Iterator[Read]:
        number = 1
        for batch in stream:
            numbers: range | list[int] = range(number, number + batch.num_rows)
            told: list[Unreadable] = []
            if bad:
                numbers, told = _around(number, batch.num_rows, bad)
            number = numbers[-1] + 1 if len(numbers) else number
            yield from _sliced(batch, numbers, told, skip)
        yield from _sliced(None, [], bad, skip)

    def progress(self) -> float | None:
        return self._file.tell() / self._size if self._size and not self._file.closed else None


def _around(number: int, size: int, bad: list[Unreadable]) -> tuple[list[int], list[Unreadable]]:
    """Number the rows of a batch, those that could not be read among them."""
    numbers: list[int] = []
    told: list[Unreadable] = []
    while len(numbers) < size:
        if bad and bad[0].number == number:
            told.append(bad.pop(0))
        else:
            numbers.append(number)
        number += 1
    return numbers, told


def _sliced(batch: Any, numbers: range | list[int], told: list[Unreadable], skip: int) -> Iterator[Read]:
    """Yield a batch in chunks of some rows, without those that are skipped."""
    told = [one for one in told if one.number > skip]
    size = CHUNK
    first = next((at for at, number in enumerate(numbers) if number > skip), len(numbers))
    if isinstance(numbers, range) and len(numbers):
        first = min(max(skip + 1 - numbers[0], 0), len(numbers))
    for start in range(first, len(numbers), size):
        part = numbers[start : start + size]
        last = start + size >= len(numbers)
        own = [one for one in told if last or one.number < part[-1]]
        told = told[len(own) :]
        yield Read(_text_rows(batch.slice(start, size)), part, own)
    if told:
        yield Read(Rows({}, 0), [], told)


def _text_rows(batch: Any) -> Rows:
    """Return the rows of a batch of bytes; where one is no UTF-8, its cell is no text that any variable takes."""
    columns = []
    for cells in batch.columns:
        try:
            columns.append(cells.cast(pa.string()))
        except pa.ArrowInvalid:
            # Bytes that are no UTF-8 become half characters, which no variable takes.
            columns.append([cell.decode("utf-8", "surrogateescape") for cell in cells.to_pylist()])
    return Rows(dict(zip(batch.schema.names, columns, strict=True)), batch.num_rows)


class Lines:
    """JSON lines: a mapping a line. A key that a row has not gives its variable no value."""

    is_text = False

    def __init__(self, path: str) -> None:
        self.path = path
        self._size = os.path.getsize(path)
        self._at = 0
        with open(path, "rb") as file:
            head = [_line(file.readline()) for _ in range(HEAD)]
        found = [row for row in head if isinstance(row, dict)]
        self.names = list(dict.fromkeys(name for row in found for name in row))

    def read(self, skip: int) -> Iterator[Read]:
        with open(self.path, "rb") as file:
            rows: list[dict[str, Any]] = []
            numbers: list[int] = []
            bad: list[Unreadable] = []
            number = 0
            for line in file:
                self._at += len(line)
                if not line.strip():
                    continue
                number += 1
                if number <= skip:
                    continue
                row = _line(line)
                if isinstance(row, dict):
                    rows.append(row)
                    numbers.append(number)
                else:
                    bad.append(Unreadable(number, line.decode(errors="replace").rstrip("\r\n"), row))
                if len(rows) + len(bad) >= CHUNK:
                    yield Read(self._rows(rows), numbers, bad)
                    rows, numbers, bad = [], [], []
            if rows or bad:
                yield Read(self._rows(rows), numbers, bad)

    def _rows(self, rows: list[dict[str, Any]]) -> Rows:
        columns = {name: column_of([row.get(name, MISSING) for row in rows]) for name in self.names}
        return Rows(columns, len(rows), rows)

    def progress(self) -> float | None:
        return self._at / self._size if self._size else None


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def _line(line: bytes) -> Any:
    """Return the mapping of a line, or why it is none."""
    try:
        row = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return f"it is no JSON: {error}"
    return row if isinstance(row, dict) else "a row is a mapping of names to values"


def column_of(values: list[Any]) -> Any:
    """Return values as an Arrow array where all are of one simple type, else as they are."""
    kinds = set(map(type, values))
    if len(kinds) == 1:
        kind = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}.get(kinds.pop())
        if kind is not None:
            try:
                return pa.array(values, kind)
            except (pa.ArrowException, OverflowError, UnicodeEncodeError):
                pass
    return values


class Parquet:
    """A Parquet file. Days and times are read as ISO text, decimals as numbers."""

    is_text = False

    def __init__(self, path: str) -> None:
        from pyarrow import parquet

        self.path = path
        self._file = parquet.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False)
        self.names = self._file.schema_arrow.names
        self._total = self._file.metadata.num_rows
        self._seen = 0

    def read(self, skip: int) -> Iterator[Read]:
        number = 1
        try:
            for group in range(self._file.num_row_groups):
                size = self._file.metadata.row_group(group).num_rows
                if number + size <= skip + 1:
                    number += size  # all of it is done
                    continue
                # A group at a time: where chunks end does not depend on where a run began.
                for batch in self._file.iter_batches(CHUNK, row_groups=[group], use_threads=False):
                    start = min(max(skip + 1 - number, 0), batch.num_rows)
                    first, number = number + start, number + batch.num_rows
                    self._seen = number - 1
                    if start < batch.num_rows:
                        yield Read(rows_of(batch.slice(start)), range(first, number), [])
        except (OSError, pa.ArrowException) as error:
            raise UsageError(f"'{self.path}' cannot be read: {_reason(error)}") from None

    def progress(self) -> float | None:
        return self._seen / self._total if self._total else None
