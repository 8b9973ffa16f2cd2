"""The tree of a document: nodes with the values of JSON, each with its place in the file in code points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .diagnostic import Position, Span
from .named import NamedTuple

if TYPE_CHECKING:
    from .rounds import Round

JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
"""The numbers of JSON that a message can mean; longer ones are text."""


class Origin(NamedTuple):
    """Where the value of a variable was given: what it is there, its stretch of the file or its place in another.

    `node` is the value as it is written, where that is in the file.
    """

    says: str
    span: Span
    place: tuple[str, Position, Position] | None = None
    node: Node | None = None


def nowhere(name: str) -> Origin | None:
    """The origin of a variable of which nobody knows any."""
    return None


class Piece(NamedTuple):
    """A stretch of a scalar, from `start`: as `node` has it from its character `at` on, or made of that up to `end`."""

    start: int
    node: ScalarNode
    at: int
    end: int | None = None


class Translation(NamedTuple):
    """Where a scalar has its text from: `texts` are those that are part of it, each with what is said of it.

    `used` is where the scalar is written, where the node is that of a text which stands for the whole of it. Else the
    `pieces` say which of its characters stands where.
    """

    texts: tuple[tuple[str, Span], ...]
    used: Span | None = None
    pieces: tuple[Piece, ...] = ()


class ScalarNode:
    """A scalar: its value by JSON's types, and the style that it was written in (`''` is plain)."""

    __slots__ = ("end", "start", "style", "value")

    rendered = False
    names: tuple[str, ...] = ()
    translation: Translation | None = None

    def __init__(self, value: object, start: int, end: int, style: str = "") -> None:
        self.value = value
        self.start = start
        self.end = end
        self.style = style


class TranslatedNode(ScalarNode):
    """A scalar with texts of a language in it: what it says then, in the place of another node."""

    __slots__ = ("translation",)

    def __init__(self, value: object, place: ScalarNode, translation: Translation) -> None:
        super().__init__(value, place.start, place.end, place.style)
        self.translation = translation

    @property
    def rendered(self) -> bool:  # type: ignore[override]
        """Whether the value is another than what is written in the place of the node."""
        return self.translation is None or self.translation.used is None


class FilledNode(ScalarNode):
    """A scalar whose expressions were filled: what was written, the values that it could take, and whence they came.

    `round` is that of the repeated item that it stands in. Partly filled: what names none of its items is none of ours.
    """

    __slots__ = ("is_partly", "names", "origin", "round", "template", "translation", "values")

    rendered = True

    def __init__(self, value: object, written: ScalarNode, names: tuple[str, ...]) -> None:
        super().__init__(value, written.start, written.end, written.style)
        self.names = names
        self.template = str(written.value)
        self.translation = written.translation
        self.values: Mapping[str, Any] = {}
        self.origin: Callable[[str], Origin | None] = nowhere
        self.round: Round | None = None
        self.is_partly = False


class MappingNode:
    """A mapping: pairs in the order of the file. Keys are text and occur once."""

    __slots__ = ("end", "entries", "start")

    def __init__(self, start: int, end: int = 0) -> None:
        self.entries: list[tuple[ScalarNode, Node]] = []
        self.start = start
        self.end = end

    def get(self, key: str) -> Node | None:
        """Return the value under a key, or None."""
        for name, value in self.entries:
            if name.value == key:
                return value
        return None

    def with_entries(self, entries: list[tuple[ScalarNode, Node]]) -> MappingNode:
        """Return the mapping with other entries; itself, where they are the same."""
        old = self.entries
        if len(entries) == len(old) and all(a is b for (_, a), (_, b) in zip(entries, old, strict=True)):
            return self
        mapping = MappingNode(self.start, self.end)
        mapping.entries = entries
        return mapping


class SequenceNode:
    """A list. Where its items were repeated or left out, `rounds` says for each what it came from."""

    __slots__ = ("end", "items", "rounds", "start")

    def __init__(self, start: int, end: int = 0) -> None:
        self.items: list[Node] = []
        self.rounds: list[Round] | None = None
        self.start = start
        self.end = end

    def with_items(self, items: list[Node]) -> SequenceNode:
        """Return the list with another item for each; itself, where they are the same."""
        if all(new is old for new, old in zip(items, self.items, strict=True)):
            return self
        sequence = SequenceNode(self.start, self.end)
        sequence.items, sequence.rounds = items, self.rounds
        return sequence


Node = ScalarNode | MappingNode | SequenceNode


def plain(node: Node) -> Any:
    """Return a node as plain JSON."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {str(key.value): plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def typed(text: str) -> object:
    """Return what a plain YAML scalar means: JSON's literals and numbers, nothing (null), else text."""
    if text == "":
        return None
    first = text[0]
    if first in "tfn":
        return {"true": True, "false": False, "null": None}.get(text, text)
    if (first in "-0123456789") and JSON_NUMBER.fullmatch(text):
        return number(text)
    return text


def number(text: str) -> object:
    """Return the number that JSON text spells, or the text itself where a float cannot hold it."""
    if not ("." in text or "e" in text or "E" in text):
        return int(text)
    value = float(text)
    return text if value in (float("inf"), float("-inf")) else value
