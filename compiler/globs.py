"""Patterns of paths, as `exclude` and its like have them: `*`, `?`, `[…]`, and `**` for any folders.

A pattern with a slash is meant from the folder of its config, one without at any depth below it. What matches a
folder matches all below.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

_ANY_DEPTH = "**"


def first_match(patterns: Iterable[str], path: str, base: str, is_folder: bool = False) -> str | None:
    """Return the first pattern of a config in the folder `base` that a path or a folder above it matches, or None."""
    parts: list[str] | None = None
    for pattern in patterns:
        if parts is None:
            parts = os.path.relpath(path, base).replace(os.sep, "/").split("/")
        if _matches(pattern, parts, is_folder):
            return pattern
    return None


def _matches(pattern: str, parts: Sequence[str], is_folder: bool) -> bool:
    only_folders = pattern.endswith("/") and not is_folder
    anchored = "/" in pattern[:-1]
    words = [word for word in pattern.split("/") if word not in ("", ".")]
    if parts[0] == "..":
        # Outside of the config's folder nothing is at a place that the pattern could mean.
        parts = [part for part in parts if part != ".."]
    elif anchored:
        return _leads(words, parts, only_folders)
    return not anchored and _leads([_ANY_DEPTH, *words], parts, only_folders)


def _leads(words: Sequence[str], parts: Sequence[str], only_folders: bool) -> bool:
    """Whether words match all of a path or its first folders."""
    states = _skipped({0}, words)
    for at, part in enumerate(parts, 1):
        after = set()
        for state in states:
            if words[state] == _ANY_DEPTH:
                after.add(state + 1 if state + 1 == len(words) else state)
            elif fnmatchcase(part, words[state]):
                after.add(state + 1)
        states = _skipped(after, words)
        if len(words) in states:
            if at < len(parts) or not only_folders:
                return True
            states.discard(len(words))
    return False


def _skipped(states: set[int], words: Sequence[str]) -> set[int]:
    """Add what is reached where `**` stands for no folder at all; at the end it stands for one part at least."""
    reached = set(states)
    for state in states:
        while state + 1 < len(words) and words[state] == _ANY_DEPTH:
            state += 1
            reached.add(state)
    return reached
