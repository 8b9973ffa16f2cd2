"""The entries and the items of a file, as what a comment can stand above or behind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .comments import line_end, line_start
from .lazy import lazy
from .named import NamedTuple
from .nodes import Node, ScalarNode, SequenceNode
from .source import Source

_CONTENT = lazy(r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n|\r|\n))*+[ \t]*+")
_DASHES = lazy(r"[ \t]*(?:-[ \t]+)*")


class Slot(NamedTuple):
    """A key with its value, or an item: where it begins and ends. Block: an item that spreads over lines by itself."""

    start: int
    end: int
    is_block_item: bool
    ends_on_its_own: bool


class Slots:
    """All entries and items of a file, in the order of the text, an outer one before what is in it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        found: dict[tuple[int, int], Slot] = {}
        seen: set[int] = set()
        for root in source.documents:
            for slot in _slots(source, root, seen):
                found.setdefault((slot.start, slot.end), slot)
        self.all = sorted(found.values(), key=lambda slot: (slot.start, -slot.end))
        self._starts = [slot.start for slot in self.all]

    def between(self, start: int, end: int) -> Sequence[Slot]:
        """Return what begins in a stretch of the text."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def below(self, at: int) -> Sequence[Slot]:
        """Return what begins on the first line with anything but comments, from the start of a line on."""
        content = _CONTENT.match(self.source.text, at)
        start = content.end() if content else at
        return self.between(start, line_end(self.source.text, start))

    def beside(self, line: int, at: int) -> list[Slot]:
        """Return what a comment behind it speaks of: what begins on its line, or ends there and began before."""
        begun = [slot for slot in self.between(line, at) if not slot.is_block_item]
        return begun or [slot for slot in self.all if slot.start < line < slot.end <= at and slot.ends_on_its_own]

    def above_which(self, at: int) -> Slot | None:
        """Return the innermost entry or item around a place that is the first on its line."""
        around = [slot for slot in self.all[: bisect_left(self._starts, at + 1)] if at <= slot.end]
        return next((slot for slot in reversed(around) if self._leads(slot)), None)

    def _leads(self, slot: Slot) -> bool:
        dashes = _DASHES.match(self.source.text, line_start(self.source.text, slot.start))
        return dashes is not None and dashes.end() >= slot.start


def _slots(source: Source, node: Node, seen: set[int]) -> Iterator[Slot]:
    """Yield the entries and items of a node. What an alias stands for is told where it is written."""
    if id(node) in seen or isinstance(node, ScalarNode):
        return
    seen.add(id(node))
    pairs: list[tuple[ScalarNode | None, Node]] = (
        [(None, item) for item in node.items] if isinstance(node, SequenceNode) else [*node.entries]
    )
    for key, value in pairs:
        span = source.span(value)
        begun = source.text[span.start : span.start + 1]
        is_scalar = isinstance(value, ScalarNode)
        flow = not is_scalar and begun in ("{", "[")
        start = value.start if key is None else key.start
        end = max(key.end if key is not None else start, span.end if span.start >= start else 0)
        yield Slot(start, end, key is None and not is_scalar and not flow, is_scalar or flow)
        yield from _slots(source, value, seen)
