"""Items of a list that stand for one for each item of a variable: as they are written, and what they became."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .diagnostic import Span
from .lazy import lazy
from .named import NamedTuple
from .nodes import MappingNode, Node, Origin, SequenceNode
from .remedy import Related
from .shape import Shape

KEYS = ("for_each", "as", "when", "value")
"""The keys of an item that say how often it stands there, and as what."""

DEFAULT_NAME = "item"
LOOP = "loop"
"""What Jinja calls the round of a `for`: its `index`, `index0`, `first`, `last` and `length`."""


class Item(NamedTuple):
    """An item of a list as it is written, and what it goes over: nothing (`way`), where it is not repeated."""

    node: Node
    at: int
    way: tuple[str, ...] = ()
    name: str = DEFAULT_NAME
    condition: str | bool | None = None


class Round(NamedTuple):
    """One item that a written one became: with which names, and which item of its list it is, from 0 (`place`).

    Not known: the list, or whether the item is there, has no value yet.
    """

    item: Item
    values: Mapping[str, Any]
    origin: Callable[[str], Origin | None]
    outer: Round | None
    place: int | None = None
    is_known: bool = True

    def names(self) -> frozenset[str]:
        """Return the names that this round and those around it give."""
        own = {self.item.name, LOOP} if self.item.way else set()
        return frozenset(own) | (self.outer.names() if self.outer is not None else frozenset())


def structure(node: MappingNode, shape: Shape | None) -> tuple[str, ...]:
    """Return the keys of a part that are its structure; in a part that no schema knows, all of these names."""
    known = KEYS if shape is None else shape.structure
    return tuple(word for key, _ in node.entries if (word := str(key.value)) in known)


_MEANT = lazy(r"(?i)f[or]{1,2}[-_ ]?e[aech]{2,4}")


def is_meant(word: str) -> bool:
    """Whether a key is a misspelt `for_each`."""
    return word != "for_each" and _MEANT.fullmatch(word) is not None


def loop_of(number: int, count: int) -> dict[str, Any]:
    last = number + 1 == count
    return {"index": number + 1, "index0": number, "first": number == 0, "last": last, "length": count}


def origin_of(item: Item, index: int, outer: Callable[[str], Origin | None]) -> Callable[[str], Origin | None]:
    """Return whence the names inside a round have their values: the item's from an item of the list."""

    def origin(name: str) -> Origin | None:
        if name != item.name:
            return None if name == LOOP else outer(name)
        whole = outer(item.way[0])
        if whole is None:
            return None
        says = f"item {index + 1} of '{'.'.join(item.way)}', {whole.says}"
        node = whole.node
        for part in item.way[1:]:
            node = node.get(part) if isinstance(node, MappingNode) else None
        node = node.items[index] if isinstance(node, SequenceNode) and index < len(node.items) else None
        if node is None or whole.place is not None:
            return whole._replace(says=says, node=None)
        return Origin(says, Span(node.start, max(node.end, node.start + 1)), None, node)

    return origin


def related(round: Round) -> Related | None:
    """Return which item of its list a round stands for, and where that has its value from."""
    given = round.origin(round.item.name) if round.item.way else None
    if given is None or round.place is None:
        return related(round.outer) if round.outer is not None else None
    from .pinpoint import told

    said = told(round.values[round.item.name])
    return Related(f"'{round.item.name}' is {said}: {given.says}", given.span)
