"""The tables that rows come from, by their names: CSV, JSON lines and Parquet; the first two compressed, too."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

import pyarrow as pa

from ..inputs import UsageError, known
from . import table
from .columns import MISSING
from .csv_table import Csv
from .fill import Rows
from .table import CODECS, Bytes, Read, Table, Unreadable

HEAD = 100
"""Lines that are looked at for the names of the columns, where a format does not tell them first."""

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}


def opened(path: str, format: str | None, delimiter: str | None) -> Table:
    """Return the table of a path. Raises UsageError."""
    if not os.path.exists(path):
        hint = "; the rows are read twice, from a file" if path == "-" else ""
        raise UsageError(f"'{path}' does not exist{hint}")
    if not os.path.isfile(path):
        raise UsageError(f"'{path}' is no file; the rows are read twice, so write them to one first")
    stem, ending = os.path.splitext(path.lower())
    ending = os.path.splitext(stem)[1] if ending in CODECS else ending
    format = known(format, sorted(set(FORMATS.values())), "format") if format else FORMATS.get(ending)
    if format is None:
        raise UsageError(f"'{path}' does not tell its format by its name: say --rows-format csv, jsonl or parquet")
    try:
        if format == "csv":
            return Csv(path, _sign(delimiter) or ("\t" if ending == ".tsv" else ","))
        return Lines(path) if format == "jsonl" else Parquet(path)
    except (OSError, pa.ArrowException, UnicodeDecodeError, csv.Error) as error:
        raise table.refused(path, error) from None


def _sign(delimiter: str | None) -> str | None:
    sign = "\t" if delimiter == "\\t" else delimiter
    if sign is not None and (len(sign) != 1 or not sign.isascii() or sign in '"\r\n'):
        raise UsageError(f"--delimiter takes one sign of ASCII, as in --delimiter ';', not '{delimiter}'")
    return sign


class Lines:
    """JSON lines: a mapping a line. A key that a row has not gives its variable no value."""

    is_text = False

    def __init__(self, path: str) -> None:
        self.path = path
        self._bytes: Bytes | None = None
        with Bytes(path) as file:
            head = [_line(line) for line in islice(file, HEAD)]
        found = [row for row in head if isinstance(row, dict)]
        self.names = list(dict.fromkeys(name for row in found for name in row))

    def read(self, skip: int, wanted: list[str]) -> Iterator[Read]:
        self._bytes = Bytes(self.path)
        try:
            with self._bytes as file:
                lines = islice(enumerate((line for line in file if line.strip()), 1), skip, None)
                while some := list(islice(lines, table.CHUNK)):
                    yield self._read(some)
        except OSError as error:
            raise table.refused(self.path, error) from None

    def _read(self, lines: list[tuple[int, bytes]]) -> Read:
        rows: list[dict[str, Any]] = []
        numbers: list[int] = []
        bad: list[Unreadable] = []
        for number, line in lines:
            row = _line(line)
            if isinstance(row, dict):
                rows.append(row)
                numbers.append(number)
            else:
                bad.append(Unreadable(number, line.decode(errors="replace").rstrip("\r\n"), row))
        return Read(self._rows(rows), numbers, bad)

    def _rows(self, rows: list[dict[str, Any]]) -> Rows:
        columns = {name: column_of([row.get(name, MISSING) for row in rows]) for name in self.names}
        return Rows(columns, len(rows), rows)

    def progress(self) -> float | None:
        return None if self._bytes is None else self._bytes.part()


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
        self._file = parquet.ParquetFile(path, buffer_size=table.BUFFER, pre_buffer=False)
        self.names = self._file.schema_arrow.names
        table.refuse_twice(path, self.names)
        self._total = self._file.metadata.num_rows
        self._seen = 0

    def read(self, skip: int, wanted: list[str]) -> Iterator[Read]:
        before = 0
        try:
            for group in range(self._file.num_row_groups):
                size = self._file.metadata.row_group(group).num_rows
                if before + size > skip:
                    # A group at a time: where chunks end does not depend on where a run began.
                    yield from self._group(group, before, skip, wanted)
                before += size
        except (OSError, pa.ArrowException) as error:
            raise table.refused(self.path, error) from None

    def _group(self, group: int, before: int, skip: int, wanted: list[str]) -> Iterator[Read]:
        whole = _Whole(self._file, group)
        end = 0
        for batch in self._file.iter_batches(table.CHUNK, [group], wanted or None, use_threads=False):
            start = max(end, skip - before)
            end, done = end + batch.num_rows, end
            self._seen = before + end
            if start < end:
                some = batch.slice(start - done)
                columns = dict(zip(some.schema.names, some.columns, strict=True))
                rows = Rows(columns, some.num_rows, whole=partial(whole.rows, start, end))
                yield Read(rows, range(before + start + 1, before + end + 1), [])

    def progress(self) -> float | None:
        return self._seen / self._total if self._total else None


class _Whole:
    """All columns of the rows of a group, for those few that are told of: read behind the others, once at most."""

    def __init__(self, file: Any, group: int) -> None:
        self._batches = file.iter_batches(table.CHUNK, [group], use_threads=False)
        self._kept: list[pa.RecordBatch] = []
        self._start = self._end = 0

    def rows(self, start: int, end: int) -> dict[str, Any]:
        """Return the columns of some rows, which do not lie before those that were asked for last."""
        while self._end < end:
            batch = next(self._batches)
            self._kept.append(batch)
            self._end += batch.num_rows
        while self._start + self._kept[0].num_rows <= start:
            self._start += self._kept.pop(0).num_rows
        some = pa.Table.from_batches(self._kept).slice(start - self._start, end - start).combine_chunks()
        return {name: some[name].combine_chunks() for name in some.column_names}
