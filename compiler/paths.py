"""Paths of the rule rows: `buttons[].title`, `list.sections[1]`. Each item is `[]`, the n-th is `[n]`.

A path finds fields; it never filters. That is a row's `when`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, Self

from .diagnostic import Path
from .nodes import MappingNode, Node, ScalarNode
from .shape import UNKNOWN

EACH: Final = None
"""The segment that stands for every item of a list."""

Segments = tuple[str | int | None, ...]

_PART = re.compile(r"([^.\[\]]+)|\[(\d*)\]")


@cache
def parse(text: str) -> Segments:
    """Return the segments of a path."""
    return tuple(m[1] if m[1] is not None else (int(m[2]) if m[2] else EACH) for m in _PART.finditer(text))


def find(value: Any, segments: Segments, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield each field that the segments reach from a value, with its path."""
    for at, segment in enumerate(segments):
        if segment is EACH:
            if isinstance(value, list):
                for index, item in enumerate(value):
                    yield from find(item, segments[at + 1 :], (*path, index))
            return
        if isinstance(segment, int):
            if not isinstance(value, list) or segment >= len(value):
                return
        elif not isinstance(value, dict) or segment not in value:
            return
        value = value[segment]
        path = (*path, segment)
        if value is UNKNOWN and at + 1 < len(segments):
            return
    yield path, value


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the scalars of a JSON value with their paths."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


def scalars(node: Node, path: Path = ()) -> Iterator[tuple[Path, ScalarNode]]:
    """Yield the scalars of a tree with their paths, in the order of the file."""
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, MappingNode):
        for key, value in node.entries:
            yield from scalars(value, (*path, str(key.value)))
    else:
        for index, item in enumerate(node.items):
            yield from scalars(item, (*path, index))


def empties(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Yield the empty lists and mappings of a tree with their paths, in the order of the file."""
    if isinstance(node, ScalarNode):
        return
    steps: list[tuple[str | int, Node]]
    if isinstance(node, MappingNode):
        steps = [(str(key.value), value) for key, value in node.entries]
    else:
        steps = list(enumerate(node.items))
    if not steps:
        yield path, node
    for step, child in steps:
        yield from empties(child, (*path, step))


def key_of(path: Path) -> str | None:
    """Return the last key of a path: of an item that of its list; None where there is none."""
    return next((step for step in reversed(path) if isinstance(step, str)), None)


def follow(value: Any, path: Path) -> Any:
    """Return the value at the end of a concrete path that exists."""
    for part in path:
        value = value[part]
    return value


def rebase(segments: Segments, field: Segments, path: Path) -> tuple[Path, Segments]:
    """Bind the head that a path shares with a row's field to the match at hand; return it and the rest.

    `template.buttons[].type` beside a match of `template.buttons[].suffix` is the type of the same button.
    """
    shared = 0
    limit = min(len(segments), len(field), len(path))
    while shared < limit and segments[shared] == field[shared]:
        shared += 1
    return path[:shared], segments[shared:]


def with_value(value: Any, path: Path, new: Any) -> Any:
    """Return a JSON value with another at a path, whose last key need not be there."""
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(value, list):
        return [with_value(item, rest, new) if index == head else item for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {**value, head: with_value(value.get(head), rest, new)}
    return value


class Laid:
    """Paths laid over one another, so that one walk of a value meets the fields that it has.

    Who lays them keeps what is said of a field in `rows`.
    """

    __slots__ = ("inside", "rows")

    def __init__(self) -> None:
        self.inside: dict[str | int | None, Self] = {}
        self.rows: list[Any] = []

    def at(self, segments: Segments) -> Self:
        """Return the field at a path from here."""
        field = self
        for segment in segments:
            below = field.inside.get(segment)
            if below is None:
                below = field.inside[segment] = type(self)()
            field = below
        return field

    def meet(self, value: Any) -> Iterator[tuple[Self, Any]]:
        """Yield each field that a value has, and what stands there, in no order that means anything.

        What is inside is asked for when the next is due: it may be laid by then.
        """
        waiting = [(self, value)]
        while waiting:
            field, value = waiting.pop()
            yield field, value
            inside = field.inside
            if not inside:
                continue
            if isinstance(value, dict):
                waiting += [(inside[key], item) for key, item in value.items() if key in inside]
            elif isinstance(value, list):
                for segment, below in inside.items():
                    if segment is EACH:
                        waiting += [(below, item) for item in value]
                    elif isinstance(segment, int) and segment < len(value):
                        waiting.append((below, value[segment]))
