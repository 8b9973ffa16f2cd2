"""A run: a table in, payloads and rejects out, every row in exactly one of them."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from ..named import NamedTuple
from .checkpoint import EVERY, Checkpoint, State
from .envelope import Batches, takes_several
from .fill import Filled, Filler, Rows
from .interrupts import heeded
from .progress import Progress
from .rejects import reject, unreadable
from .table import Read, Table, Unreadable
from .texts import bytes_of
from .writers import Output

BATCH = 100
"""Messages of one request, where a provider takes several and nothing else is said: our own number, as Infobip's
documentation has no limit on `messages[]`."""


class Summary(NamedTuple):
    """What became of the rows: those that compiled, in how many requests, and those that did not."""

    rows: int
    payloads: int
    rejected: int
    requests: int
    singly: int


class Run:
    """One message for one table. `batch` is how many messages go into a request; None is the usual."""

    def __init__(
        self, filler: Filler, table: Table, payloads: str, rejects: str, checkpoint: Checkpoint, batch: int | None
    ) -> None:
        self.filler = filler
        self.table = table
        self.paths = (payloads, rejects)
        self.checkpoint = checkpoint
        self.batch = batch
        self.singly = 0

    def go(self, resume: bool) -> Summary:
        """Write both files. Raises UsageError; KeyboardInterrupt leaves what a later run goes on with."""
        state = self.checkpoint.load() if resume else State()
        if not resume:
            self.checkpoint.drop()
        with (
            Output(self.paths[0], state.sizes[0], state.whole) as payloads,
            Output(self.paths[1], state.sizes[1], state.whole) as rejects,
        ):
            if not state.whole:
                state = self._rows(payloads, rejects, state)
            payloads.finish()
            rejects.finish()
        self.checkpoint.drop()
        return Summary(state.rows, state.payloads, state.rejected, state.requests, self.singly)

    def _rows(self, payloads: Output, rejects: Output, state: State) -> State:
        writer = _Writer(self, payloads, rejects, state)
        progress = Progress(state.rows)
        saved = state.rows
        try:
            wanted = list(dict.fromkeys(self.filler.sources.values()))
            with heeded() as heed:
                for read in self.table.read(state.rows, wanted):
                    writer.take(read)
                    heed()
                    progress.tell(writer.rows, writer.rejected, self.table.progress())
                    if writer.rows - saved >= EVERY:
                        self.checkpoint.save(writer.state(whole=False))
                        saved = writer.rows
                heed()
            writer.end()
            state = writer.state(whole=True)
            self.checkpoint.save(state)
        finally:
            progress.end()
        return state


class _Writer:
    """What a run has written so far."""

    def __init__(self, run: Run, payloads: Output, rejects: Output, state: State) -> None:
        self.run = run
        self.payloads, self.rejects = payloads, rejects
        self.rows, self.written, self.rejected = state.rows, state.payloads, state.rejected
        self.requests = state.requests
        self.batches: Batches | None = None
        self.known = state.requests > 0
        if state.tail:
            self.batches = Batches(run.batch or BATCH, state.tail, state.pending)

    def state(self, whole: bool) -> State:
        sizes = (self.payloads.sync(), self.rejects.sync())
        tail, pending = (self.batches.tail, tuple(self.batches.pending)) if self.batches else ("", ())
        return State(self.rows, self.written, self.rejected, self.requests, sizes, tail, pending, whole)

    def take(self, read: Read) -> None:
        """Write the rows of a chunk."""
        told = list(read.unreadable)
        start = 0
        for rows, filled in self.run.filler.parts(read.rows):
            numbers = read.numbers[start : start + rows.size]
            start += rows.size
            self._write_lines(filled.lines if not filled.lines.null_count else filled.lines.drop_null())
            self._write_rejects(rows, filled, numbers, told)
            self.written += rows.size - len(filled.rejects)
            self.rejected += len(filled.rejects)
            self.run.singly += filled.singly
        if told:
            self.rejects.write("".join(unreadable(self.run.table.path, one) for one in told).encode())
        self.rejected += len(read.unreadable)
        self.rows += read.rows.size + len(read.unreadable)

    def end(self) -> None:
        """Write the request that is not full."""
        if self.batches is not None:
            self._requests(self.batches.rest())

    def _write_lines(self, lines: pa.Array) -> None:
        if not self.known and len(lines):
            self.known = True
            size = BATCH if self.run.batch is None else self.run.batch
            if size > 1 and takes_several(lines[0].as_py()):
                self.batches = Batches(size)
        if self.batches is not None:
            self._requests(self.batches.joined(lines))
        else:
            self.payloads.write(bytes_of(lines))
            self.requests += len(lines)

    def _requests(self, texts: Iterable[str]) -> None:
        written = list(texts)
        self.payloads.write("".join(written).encode())
        self.requests += len(written)

    def _write_rejects(self, rows: Rows, filled: Filled, numbers: range | list[int], told: list[Unreadable]) -> None:
        lines: list[str] = []
        for one in filled.rejects:
            number = numbers[one.at]
            while told and told[0].number < number:
                lines.append(unreadable(self.run.table.path, told.pop(0)))
            lines.append(reject(number, rows.row(one.at), one.diagnostics))
        if lines:
            self.rejects.write("".join(lines).encode())
