"""A CSV with a line of names. Each cell is a text, also the empty one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..inputs import UsageError
from . import table
from .csv_bytes import LAST, CsvBytes, all_lost, has_lost, lost
from .fill import Rows
from .table import Bytes, Read, Unreadable

BLOCK = 1 << 20
"""Bytes of a CSV that are parsed at once; no row may be longer. Arrow reads up to 32 of them ahead."""

_OPEN = "a quote is opened and never closed"


class Csv:
    """A CSV that is open; Arrow reads it, and tells the rows that have too many cells or too few."""

    is_text = True

    def __init__(self, path: str, delimiter: str) -> None:
        self.path = path
        self.delimiter = delimiter
        self.names = self._head()
        if not self.names:
            raise UsageError(f"'{path}' has no line of names")
        table.refuse_twice(path, self.names)
        self._bytes: Bytes | None = None

    def _head(self) -> list[str]:
        with Bytes(self.path) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
            names = next(csv.reader(text, delimiter=self.delimiter), [])
        if any("\udc80" <= sign <= "\udcff" or sign == "\0" for name in names for sign in name):
            raise UsageError(f"'{self.path}' is no UTF-8 in its line of names: save the table as UTF-8")
        return names

    def read(self, skip: int, wanted: list[str]) -> Iterator[Read]:
        from pyarrow import csv as arrow

        bad: list[Unreadable] = []

        def refuse(row: Any) -> str:
            text, last, _ = row.text.partition(LAST)
            if text or not last:
                cells = "1 cell" if row.actual_columns == 1 else f"{row.actual_columns} cells"
                reason = _OPEN if last else f"it has {cells}; {row.expected_columns} are due"
                bad.append(Unreadable((row.number or 0) - 1, lost(text.rstrip("\n")), reason))
            return "skip"

        self._bytes = Bytes(self.path)
        try:
            with self._bytes as stream:
                data = CsvBytes(stream)
                reader = arrow.open_csv(
                    data,
                    read_options=arrow.ReadOptions(use_threads=False, block_size=BLOCK),
                    parse_options=arrow.ParseOptions(
                        delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=refuse
                    ),
                    convert_options=arrow.ConvertOptions(
                        column_types=dict.fromkeys(self.names, pa.string()), strings_can_be_null=False, check_utf8=False
                    ),
                )
                yield from self._chunks(reader, data, bad, skip, wanted)
        except pa.ArrowInvalid as error:
            if "straddling" in str(error):
                raise UsageError(
                    f"'{self.path}' has a row of more than {BLOCK >> 20} MiB: is a quote left open?"
                ) from None
            raise table.refused(self.path, error) from None
        except (OSError, UnicodeDecodeError) as error:
            raise table.refused(self.path, error) from None

    def _chunks(
        self, reader: Any, data: CsvBytes, bad: list[Unreadable], skip: int, wanted: list[str]
    ) -> Iterator[Read]:
        number = 1
        for batch in reader:
            numbers: range | list[int] = range(number, number + batch.num_rows)
            told: list[Unreadable] = []
            if bad:
                numbers, told = _around(number, batch.num_rows, bad)
            number = numbers[-1] + 1 if len(numbers) else number
            batch, numbers, more = self._good(batch, numbers, data.marked, wanted)
            yield from _sliced(batch, numbers, sorted(told + more), skip, data.marked)
        yield from _sliced(None, [], bad, skip, False)

    def _good(
        self, batch: pa.RecordBatch, numbers: range | list[int], marked: bool, wanted: list[str]
    ) -> tuple[pa.RecordBatch, range | list[int], list[Unreadable]]:
        """Take out the rows that are none: with wanted cells that are no UTF-8, or with a quote that is left open."""
        reasons: dict[int, str] = {}
        for name in wanted if marked else ():
            for at in pc.indices_nonzero(has_lost(batch[name])).to_pylist():
                reasons.setdefault(at, f"'{name}' is no UTF-8: save the table as UTF-8")
        last = batch.columns[-1][-1].as_py() if batch.num_rows else ""
        if last == LAST:
            # With one column what stands behind the last row is a row like the others.
            return self._good(batch[:-1], numbers[:-1], marked, wanted)
        if LAST in last:
            reasons[batch.num_rows - 1] = _OPEN
        if not reasons:
            return batch, numbers, []
        bad = [Unreadable(numbers[at], self._text(batch, at), reasons[at]) for at in sorted(reasons)]
        kept = [at for at in range(batch.num_rows) if at not in reasons]
        return batch.take(pa.array(kept, pa.int64())), [numbers[at] for at in kept], bad

    def _text(self, batch: pa.RecordBatch, at: int) -> str:
        cells = [str(column[at]).partition(LAST)[0] for column in batch.columns]
        return lost(self.delimiter.join(cells)).rstrip("\n")

    def progress(self) -> float | None:
        return None if self._bytes is None else self._bytes.part()


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


def _sliced(batch: Any, numbers: range | list[int], told: list[Unreadable], skip: int, marked: bool) -> Iterator[Read]:
    """Yield a batch in chunks of some rows, without those that are skipped."""
    told = [one for one in told if one.number > skip]
    size = table.CHUNK
    first = next((at for at, number in enumerate(numbers) if number > skip), len(numbers))
    if isinstance(numbers, range) and len(numbers):
        first = min(max(skip + 1 - numbers[0], 0), len(numbers))
    for start in range(first, len(numbers), size):
        part = numbers[start : start + size]
        last = start + size >= len(numbers)
        own = [one for one in told if last or one.number < part[-1]]
        told = told[len(own) :]
        yield Read(_rows(batch.slice(start, size), marked), part, own)
    if told:
        yield Read(Rows({}, 0), [], told)


def _rows(batch: pa.RecordBatch, marked: bool) -> Rows:
    columns = [all_lost(cells) if marked else cells for cells in batch.columns]
    return Rows(dict(zip(batch.schema.names, columns, strict=True)), batch.num_rows)
