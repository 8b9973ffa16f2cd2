"""A file with those that it uses behind it: one space of offsets for all of them.

So a span need not tell its file: all that reads a text by offsets reads a part as it reads the message, and only
who says where a finding is asks in which of the files an offset lies.
"""

from __future__ import annotations

from bisect import bisect_right

from .diagnostic import Position, Span
from .nodes import MappingNode, Node, ScalarNode, SequenceNode
from .source import Source


class Joined(Source):
    """A source whose text goes on with those of other files. Its name, its format and its time are the first one's."""

    def __init__(self, first: Source) -> None:
        self.first = first
        super().__init__(first.name, first.text, first.format)
        self._bases = [0]
        self._sources = [first]
        self._ways: list[tuple[Span, ...]] = [()]

    @property
    def work(self) -> int:
        """What the templates of the file have taken so far."""
        return self.first.work

    @work.setter
    def work(self, work: int) -> None:
        # The first file has its own already when this one begins.
        self.first.work = max(work, self.first.work)

    @property
    def others(self) -> tuple[Source, ...]:
        """The files behind the first."""
        return tuple(self._sources[1:])

    def append(self, source: Source, way: Span | None) -> int:
        """Put a file behind the others, named at a stretch of one of them if at all; return the offset of its start."""
        base = len(self.text) + 1
        self.text += "\n" + source.text
        self._bases.append(base)
        self._sources.append(source)
        self._ways.append(() if way is None else (way, *self.ways_to(way.start)))
        self._breaks = None
        self._starts.clear()
        return base

    def _at(self, offset: int) -> int:
        return bisect_right(self._bases, offset) - 1

    def file_at(self, offset: int) -> str:
        """Return the name of the file that an offset is in."""
        return self._sources[self._at(offset)].name

    def format_at(self, offset: int) -> str:
        """Return the format of the file that an offset is in."""
        return self._sources[self._at(offset)].format

    def ways_to(self, offset: int) -> tuple[Span, ...]:
        """Return where the file that an offset is in is named, and where the file that does so is."""
        return self._ways[self._at(offset)]

    def position(self, offset: int) -> Position:
        """Return line and column, from 1, of an offset, in the file that it is in."""
        at = self._at(offset)
        return self._sources[at].position(offset - self._bases[at])


def moved(node: Node, base: int) -> Node:
    """Return a tree with every offset moved. What an alias repeats stays one node."""
    return _moved(node, base, {})


def _moved(node: Node, base: int, done: dict[int, Node]) -> Node:
    found = done.get(id(node))
    if found is not None:
        return found
    if isinstance(node, ScalarNode):
        done[id(node)] = scalar = ScalarNode(node.value, node.start + base, node.end + base, node.style)
        return scalar
    if isinstance(node, MappingNode):
        done[id(node)] = mapping = MappingNode(node.start + base, node.end + base)
        mapping.entries = [(_key(key, base), _moved(value, base, done)) for key, value in node.entries]
        return mapping
    done[id(node)] = sequence = SequenceNode(node.start + base, node.end + base)
    sequence.items = [_moved(item, base, done) for item in node.items]
    return sequence


def _key(key: ScalarNode, base: int) -> ScalarNode:
    return ScalarNode(key.value, key.start + base, key.end + base, key.style)
