"""Paths of the rule rows: `buttons[].title`, `list.sections[1]`. Each item is `[]`, the n-th is `[n]`.

A path finds fields; it never filters. That is a row's `when`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from .diagnostic import Path
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
