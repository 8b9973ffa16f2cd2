"""Values that know where they stand in the JSON that they were read from, so that a decoder need not.

Texts and numbers carry their node through a decoder; true, false and null cannot, and a mapping or a list is
made anew. Those stand where the values in them do, or where a key of their name does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .diagnostic import Path
from .nodes import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from .shape import Places


class PlacedText(str):
    """A text and its node. A change of case keeps the place."""

    node: ScalarNode

    def lower(self) -> str:
        moved: str = at(super().lower(), self)
        return moved

    def upper(self) -> str:
        moved: str = at(super().upper(), self)
        return moved

    def strip(self, characters: str | None = None) -> str:
        moved: str = at(super().strip(characters), self)
        return moved

    def replace(self, old: str, new: str, count: Any = -1) -> str:
        moved: str = at(super().replace(old, new, count), self)
        return moved


class PlacedInteger(int):
    """A whole number and its node."""

    node: ScalarNode


class PlacedNumber(float):
    """A number and its node."""

    node: ScalarNode


_KINDS: Mapping[type, type[PlacedText] | type[PlacedInteger] | type[PlacedNumber]] = {
    str: PlacedText,
    int: PlacedInteger,
    float: PlacedNumber,
}


def at(value: Any, origin: Any) -> Any:
    """Return what a codec made of a value, at the place of the value. What has no place stays as it is."""
    node = getattr(origin, "node", None)
    return value if node is None else _placed(value, node)


def _placed(value: Any, node: ScalarNode) -> Any:
    kind = _KINDS.get(type(value))
    if kind is None:
        return value
    placed = kind(value)
    placed.node = node
    return placed


def plain(value: Any) -> Any:
    """Return a value without any places, as the same JSON."""
    if isinstance(value, dict):
        return {_plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, PlacedText):
        return str.__str__(value)
    if isinstance(value, PlacedInteger):
        return int(value)
    return float(value) if isinstance(value, PlacedNumber) else value


class Tree:
    """A JSON document: its nodes by path, and above each of them what it stands in."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._above: dict[int, tuple[Node, ScalarNode | None]] = {}
        self._index(root)

    def _index(self, node: Node) -> None:
        for key, child in _children(node):
            self._above[id(child)] = (node, key)
            self._index(child)

    def value(self, node: Node) -> Any:
        """Return a node as JSON whose texts and numbers know their places."""
        if isinstance(node, ScalarNode):
            return _placed(node.value, node)
        if isinstance(node, MappingNode):
            return {str(key.value): self.value(child) for key, child in node.entries}
        return [self.value(item) for item in node.items]

    def key(self, node: Node) -> ScalarNode | None:
        """Return the key that a node stands under."""
        return self._above[id(node)][1] if id(node) in self._above else None

    def chain(self, node: Node) -> list[Node]:
        """Return a node and all that it stands in, the outermost first."""
        chain = [node]
        while id(chain[-1]) in self._above:
            chain.append(self._above[id(chain[-1])][0])
        return chain[::-1]

    def places(self, message: Any, top: Node, several: bool = False) -> Places:
        """Return where each field of a message stands that was decoded from `top`, or `several` were."""
        places: Places = {}
        node = self._gather(message, (), places)
        if node is not None and several:
            top = self._widened(node, top, 0)
        places[()] = (self.key(top), top)
        self._refine(message, (), places, {id(node) for _, node in places.values()})
        return places

    def _gather(self, value: Any, path: Path, places: Places) -> Node | None:
        """Place the scalars where they stand, and what holds them where they meet."""
        node: Node | None = getattr(value, "node", None)
        for key, item in _items(value):
            inner = self._gather(item, (*path, key), places)
            if inner is not None:
                node = inner if node is None else self._meeting(node, inner)
        if node is not None:
            places[path] = (self.key(node), node)
        return node

    def _meeting(self, one: Node, other: Node) -> Node:
        shared = [a for a, b in zip(self.chain(one), self.chain(other), strict=False) if a is b]
        return shared[-1]

    def _refine(self, value: Any, path: Path, places: Places, taken: set[int]) -> None:
        """Widen what holds little to the mapping of its name or to its item; find the nameless by its name."""
        above = places[path][1]
        for key, item in _items(value):
            here = (*path, key)
            found = places.get(here)
            if found is None:
                node = self._named(above, key)
                # What is the place of another field already is not that of a field of the same name.
                if node is not None and id(node) not in taken:
                    places[here] = (self.key(node), node)
            elif isinstance(item, (dict, list)):
                node = self._widened(found[1], above, key)
                places[here] = (self.key(node), node)
            elif isinstance(key, str):
                # The key of `"footer": {"text": …}` is that of the footer, its value that of the text.
                places[here] = (self.key(self._widened(found[1], above, key)), found[1])
            if here in places:
                self._refine(item, here, places, taken)

    def _named(self, above: Node, key: str | int) -> Node | None:
        name = bare(key)
        return next((child for word, child in _children(above) if word is not None and bare(word.value) == name), None)

    def _widened(self, node: Node, above: Node, key: str | int) -> Node:
        between = self.chain(node)[len(self.chain(above)) :]
        if isinstance(key, int):
            return next((n for n in between if isinstance(self._above[id(n)][0], SequenceNode)), node)
        name = bare(key)
        return next((n for n in between if (word := self.key(n)) is not None and bare(word.value) == name), node)


def _children(node: Node) -> Iterator[tuple[ScalarNode | None, Node]]:
    if isinstance(node, MappingNode):
        yield from node.entries
    elif isinstance(node, SequenceNode):
        yield from ((None, item) for item in node.items)


def _items(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from ((_plain(key), item) for key, item in value.items())
    elif isinstance(value, list):
        yield from enumerate(value)


def bare(word: object) -> str:
    """Return a key as it is compared: `previewUrl` and `preview_url` are one name."""
    return str(word).replace("_", "").lower()
