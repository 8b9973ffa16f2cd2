"""Rows in, payloads and rejects out: by the plan where it proves a row, by the single compile where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..diagnostic import Diagnostic
from ..named import NamedTuple
from .columns import MISSING, Column, column, plain
from .leaves import Unplannable
from .plan import Plan
from .single import Outcome, Single, supplied

MAX_TRIES = 50
"""Rows of a chunk that are tried for one to make a plan from."""

MAX_PLANS = 256
"""Plans of one message, one for each combination of the values that decide what it is."""

MAX_BYTES = 64 << 20
"""Bytes of payloads that are made at once, about."""

MIN_GROUP = 4
"""Rows of a combination that are worth a plan."""


class Rows:
    """Rows of one chunk, by column: Arrow arrays, or lists of JSON values.

    `told` are the rows as JSON values, where they are at hand; MISSING stands for a key that a row has not. `whole`
    returns all columns, where these are but those that are filled in.
    """

    __slots__ = ("_whole", "columns", "size", "told")

    def __init__(
        self,
        columns: Mapping[str, Any],
        size: int,
        told: Sequence[dict[str, Any]] | None = None,
        whole: Callable[[], Mapping[str, Any]] | None = None,
    ) -> None:
        self.columns = columns
        self.size = size
        self.told = told
        self._whole = whole

    def row(self, at: int) -> dict[str, Any]:
        """Return one row as JSON values."""
        if self.told is None and self._whole is not None:
            self.columns, self._whole = self._whole(), None
        return self.cells(at, self.columns)

    def cells(self, at: int, names: Iterable[str]) -> dict[str, Any]:
        """Return some cells of a row, of the columns that are filled in."""
        if self.told is not None:
            return self.told[at]
        values = {name: self.columns[name][at] for name in names}
        return {name: plain(one.as_py() if isinstance(one, pa.Scalar) else one) for name, one in values.items()}

    def slice(self, start: int, size: int) -> Rows:
        """Return some of the rows."""
        end = start + size
        told = None if self.told is None else self.told[start:end]
        make = self._whole
        whole = None if make is None else lambda: _cut(make(), start, end)
        return Rows(_cut(self.columns, start, end), min(size, self.size - start), told, whole)


def _cut(columns: Mapping[str, Any], start: int, end: int) -> dict[str, Any]:
    return {name: one[start:end] for name, one in columns.items()}


class Reject(NamedTuple):
    """A row that does not compile: where in the chunk, and why."""

    at: int
    diagnostics: tuple[Diagnostic, ...]


class Filled(NamedTuple):
    """What became of the rows of a chunk: a line for each, with its line break, null for a reject."""

    lines: pa.Array
    rejects: list[Reject]
    singly: int


class Filler:
    """One message filled for many rows. `sources` tells for each variable its column."""

    def __init__(self, single: Single, sources: Mapping[str, str], is_text: bool) -> None:
        self.single = single
        self.sources = sources
        self.is_text = is_text
        self.plan: Plan | None = None
        self.deciding: dict[str, str] = {}
        self._plans: dict[tuple[Any, ...], Plan | None] = {}
        self._hopeless = False
        self.width = 0

    def parts(self, rows: Rows) -> Iterator[tuple[Rows, Filled]]:
        """Fill rows in parts of which no one takes more memory than there is."""
        step = max(MAX_BYTES // self.width, 1) if self.width else 64
        start = 0
        while start < rows.size:
            part = rows if not start and rows.size <= step else rows.slice(start, step)
            yield part, self.fill(part)
            start += step
            step = max(MAX_BYTES // self.width, 1)

    def fill(self, rows: Rows) -> Filled:
        """Return the line of each row, and the rejects."""
        values = {
            name: column(rows.columns[source], self._declaration(name), self.is_text)
            for name, source in self.sources.items()
        }
        lines = self._planned(rows, values)
        filled = self._singly(rows, lines)
        if rows.size:
            self.width = max(self.width, pc.max(pc.binary_length(filled.lines)).as_py() or 1, 64)
        return filled

    def supplied(self, rows: Rows, at: int) -> dict[str, Any]:
        """Return the values of one row as the compiler takes them."""
        row = rows.cells(at, self.sources.values())
        given = {name: row[source] for name, source in self.sources.items() if source in row}
        return supplied(given, self.is_text)

    def _declaration(self, name: str) -> Mapping[str, Any] | None:
        return self.single.declared[name].declaration

    def _planned(self, rows: Rows, values: Mapping[str, Column]) -> pa.Array:
        if self.plan is None and not self._hopeless and not self.deciding:
            self.plan = self._made(rows, range(rows.size), (), True)
        if self.plan is not None:
            return self._checked(self.plan, rows, values, range(rows.size))
        if self._hopeless or not self.deciding:
            return pa.nulls(rows.size, pa.string())
        return self._grouped(rows, values)

    def _made(self, rows: Rows, candidates: Sequence[int], fixed: tuple[str, ...], first: bool) -> Plan | None:
        """Return the plan of the first of some rows that compiles; None where there is none."""
        for at in candidates[:MAX_TRIES]:
            try:
                return Plan(self.single, self.supplied(rows, at), fixed)
            except ValueError:
                continue
            except Unplannable as reason:
                if first:
                    self.deciding = reason.deciding
                return None
        return None

    def _grouped(self, rows: Rows, values: Mapping[str, Column]) -> pa.Array:
        """Fill by a plan for each combination of the values that decide what the message is."""
        names = tuple(self.deciding)
        groups: dict[tuple[Any, ...], list[int]] = {}
        if any((self._declaration(name) or {}).get("type") in ("list", "json") for name in names):
            return pa.nulls(rows.size, pa.string())
        objects = [values[name].objects for name in names]
        for at, key in enumerate(zip(*objects, strict=True)):
            if None not in key:
                groups.setdefault((*key, *map(type, key)), []).append(at)
        parts, places = [], []
        for key, members in groups.items():
            plan = self._plan_of(key, rows, members, names)
            if plan is None:
                continue
            chosen = pa.array(members, pa.int64())
            own = {name: one.take(chosen) for name, one in values.items()}
            parts.append(self._checked(plan, rows, own, members))
            places.append(chosen)
        if not parts:
            return pa.nulls(rows.size, pa.string())
        mask = pc.is_in(pa.array(range(rows.size), pa.int64()), value_set=pa.concat_arrays(places))
        order = pc.sort_indices(pa.concat_arrays(places))
        return pc.replace_with_mask(pa.nulls(rows.size, pa.string()), mask, pa.concat_arrays(parts).take(order))

    def _plan_of(self, key: tuple[Any, ...], rows: Rows, members: list[int], names: tuple[str, ...]) -> Plan | None:
        if key not in self._plans:
            if len(members) < MIN_GROUP or len(self._plans) >= MAX_PLANS:
                return None
            self._plans[key] = self._made(rows, members, names, False)
        return self._plans[key]

    def _checked(self, plan: Plan, rows: Rows, values: Mapping[str, Column], members: Sequence[int]) -> pa.Array:
        """Fill a plan, and hold a row against the single compile: a plan that is wrong fills nothing."""
        lines = plan.lines(values, len(members))
        plan.chunks += 1
        if plan.chunks & (plan.chunks - 1):
            return lines  # the first chunk, the second, the fourth, the eighth: what they show does not get more likely
        first = pc.index(lines.is_valid(), True).as_py()
        if first >= 0:
            outcome = self.single.compile(self.supplied(rows, members[first]))
            if outcome.request is None or self.single.line(outcome.request) + "\n" != lines[first].as_py():
                self._hopeless = True
                self.plan = None
                return pa.nulls(len(members), pa.string())
        return lines

    def _singly(self, rows: Rows, lines: pa.Array) -> Filled:
        """Compile one by one what is not proven."""
        if not lines.null_count:
            return Filled(lines, [], 0)
        missing = lines.is_null()
        rejects: list[Reject] = []
        texts: list[str | None] = []
        for at in pc.indices_nonzero(missing).to_pylist():
            outcome = self.outcome(rows, at)
            if outcome.request is None:
                rejects.append(Reject(at, outcome.diagnostics))
                texts.append(None)
            else:
                texts.append(self.single.line(outcome.request) + "\n")
        return Filled(pc.replace_with_mask(lines, missing, pa.array(texts, pa.string())), rejects, len(texts))

    def outcome(self, rows: Rows, at: int) -> Outcome:
        """Compile one row by itself."""
        row = {name: value for name, value in self.supplied(rows, at).items() if value.value is not MISSING}
        return self.single.compile(row)


def rows_of(batch: pa.RecordBatch) -> Rows:
    """Return the rows of an Arrow batch."""
    return Rows(dict(zip(batch.schema.names, batch.columns, strict=True)), batch.num_rows)
