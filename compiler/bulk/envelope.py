"""Requests of several messages: what a provider takes as `{"messages": [one]}` it takes with more of them.

Messages go together as long as all else around them is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

_HEAD = '{"messages":['


class Batches:
    """Joins payloads of one message into payloads of up to `size`. What is not full yet is `pending`."""

    def __init__(self, size: int, tail: str = "", pending: Sequence[str] = ()) -> None:
        self.size = size
        self.tail = tail
        self.pending = list(pending)
        self.requests = 0

    def joined(self, lines: pa.Array) -> Iterator[str]:
        """Yield the payloads that lines make; all have their line break."""
        for tail, members in self._members(lines):
            if tail != self.tail:
                yield from self.rest()
                self.tail = tail
            self.pending += members
            whole = len(self.pending) - len(self.pending) % self.size
            for start in range(0, whole, self.size):
                yield self._written(self.pending[start : start + self.size])
            del self.pending[:whole]

    def rest(self) -> Iterator[str]:
        """Yield the payload of what is pending."""
        if self.pending:
            yield self._written(self.pending)
            self.pending = []

    def _written(self, members: Iterable[str]) -> str:
        self.requests += 1
        return f"{_HEAD}{','.join(members)}{self.tail}\n"

    def _members(self, lines: pa.Array) -> Iterator[tuple[str, list[str]]]:
        if not len(lines):
            return
        lines = pc.utf8_slice_codeunits(lines, 0, -1)
        tail = self.tail or _tail(lines[0].as_py())
        if pc.all(pc.and_(pc.starts_with(lines, _HEAD), pc.ends_with(lines, tail))).as_py():
            yield tail, pc.utf8_slice_codeunits(lines, len(_HEAD), -len(tail)).to_pylist()
            return
        for line in lines.to_pylist():
            tail = _tail(line)
            yield tail, [line[len(_HEAD) : -len(tail)]]


def takes_several(line: str) -> bool:
    """Whether a payload is one message in an envelope that takes more."""
    if not line.startswith(_HEAD):
        return False
    body = json.loads(line)
    return isinstance(body["messages"], list) and len(body["messages"]) == 1


def _tail(line: str) -> str:
    """Return what stands behind the messages of a payload."""
    outer = json.loads(line)
    outer["messages"] = []
    return json.dumps(outer, ensure_ascii=False, separators=(",", ":"))[len(_HEAD) :]
