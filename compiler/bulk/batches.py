"""One function from Arrow record batches to record batches: what every engine of many machines can call."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..config import Config, Configs, load
from ..inputs import UsageError
from ..pipeline import Options
from ..variables import Supplied
from .fill import Filler, Reject, Rows, rows_of
from .matching import sources
from .rejects import reject
from .single import ORIGIN, Single

SCHEMA = pa.schema([("payload", pa.string()), ("reject", pa.string())])
"""A row of the result: the payload of the row, or null and why it has none, as a line of rejects without a number."""


class Compiler:
    """A message for one provider, called with a record batch. It can be pickled: each worker makes its own plan."""

    def __init__(
        self, name: str, data: bytes, config: Config, run: Options, form: str, pairs: Mapping[str, str]
    ) -> None:
        self._made = (name, data, config, run, form, dict(pairs))
        self._filler: Filler | None = None
        self._names: list[str] | None = None
        # What is wrong with the message is said here, not by a worker.
        self._single = Single(name, data, config, run, form, None)

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return for each row its payload or its reject, in the order of the rows. Raises UsageError."""
        rows = rows_of(batch)
        if self._filler is None or self._names != batch.schema.names:
            self._names = batch.schema.names
            self._filler = Filler(self._single, self._sources(batch.schema.names), is_text=False)
        if not rows.size:
            return pa.RecordBatch.from_pylist([], SCHEMA)
        parts = list(self._filler.parts(rows))
        payloads = pa.concat_arrays([pc.utf8_slice_codeunits(filled.lines, 0, -1) for _, filled in parts])
        rejects = pa.concat_arrays([_told(part, filled.rejects) for part, filled in parts])
        return pa.RecordBatch.from_arrays([payloads, rejects], schema=SCHEMA)

    def map(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the result of each batch: the form that `mapInArrow` of Spark takes."""
        for batch in batches:
            yield self(batch)

    def table(self, table: pa.Table) -> pa.Table:
        """Return the result of a table: the form that `map_batches` of Ray Data takes."""
        return pa.Table.from_batches(map(self, table.to_batches()), SCHEMA)

    def _sources(self, names: list[str]) -> dict[str, str]:
        return sources(names, self._single.wanted(self._made[5]), self._made[5], "the batch")

    def __getstate__(self) -> tuple[Any, ...]:
        return self._made

    def __setstate__(self, made: tuple[Any, ...]) -> None:
        name, data, config, *rest = made
        if config.rules and config.path:
            # The rules of a project are kept by the process that read them.
            config = load(config.path) or config
        self.__init__(name, data, config, *rest)  # type: ignore[misc]


def compile_batches(
    message: str | os.PathLike[str],
    provider: str,
    *,
    text: str | bytes | None = None,
    columns: Mapping[str, str] | None = None,
    vars: Mapping[str, Any] | None = None,
    assume: Mapping[str, Any] | None = None,
    emit: str = "body",
    config: Config | None = None,
) -> Compiler:
    """Return a function that compiles a message for each row of an Arrow RecordBatch, as `waml bulk` does.

    `message` is the path of its file, and `text` takes the place of what that holds. Columns fill the variables of
    their names, or those that `columns` gives them; `vars` are values that all rows share. The result has the columns
    of `SCHEMA`: a payload, or a reject. Raises Broken for a message that no value mends, UsageError for a provider or a
    column that is not there, OSError and ConfigError as `waml.compile` does.
    """
    from ..inputs import known
    from ..providers import NAMES

    if emit not in ("body", "request"):
        raise UsageError(f"emit takes body or request, not '{emit}'")
    name = os.fspath(message)
    if text is None:
        with open(name, "rb") as file:
            data = file.read()
    else:
        data = text.encode() if isinstance(text, str) else text
    shared = {key: Supplied(value, ORIGIN, False) for key, value in (vars or {}).items()}
    run = Options((known(provider, NAMES, "provider"),), shared, dict(assume or {}), False)
    return Compiler(name.replace(os.sep, "/"), data, config or Configs().of(name), run, emit, columns or {})


def _told(rows: Rows, rejects: list[Reject]) -> pa.Array:
    lines: list[str | None] = [None] * rows.size
    for one in rejects:
        lines[one.at] = reject(None, rows.row(one.at), one.diagnostics).rstrip("\n")
    return pa.array(lines, pa.string())
