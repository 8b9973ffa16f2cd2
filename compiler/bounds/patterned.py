"""A text that a pattern matches: the longest, or the shortest, of plain characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_ENDLESS = 100
"""How often a repeat without an end is gone through."""

_SAMPLES = "0aA_ -.:/@+xZ9"


def matching(pattern: str, *, longest: bool) -> str:
    """Return a text that most likely matches; who asks holds it against the pattern. Raises nothing for a valid one."""
    from re import _parser  # type: ignore[attr-defined]

    return _of(_parser.parse(pattern), longest)


def _of(items: Iterable[Any], longest: bool) -> str:
    return "".join(_one(str(operation), argument, longest) for operation, argument in items)


def _one(name: str, argument: Any, longest: bool) -> str:
    if name == "LITERAL":
        return chr(argument)
    if name == "IN":
        return _of_class(argument)
    if name in ("ANY", "NOT_LITERAL"):
        return "x" if name == "ANY" or argument != ord("x") else "y"
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, body = argument
        return _of(body, longest) * (min(int(high), max(int(low), _ENDLESS)) if longest else int(low))
    if name == "SUBPATTERN":
        return _of(argument[-1], longest)
    if name == "ATOMIC_GROUP":
        return _of(argument, longest)
    if name == "BRANCH":
        return (max if longest else min)((_of(branch, longest) for branch in argument[1]), key=len)
    return ""


def _of_class(items: list[Any]) -> str:
    """A character of a class: the first that it names, or one that it leaves out."""
    first, argument = str(items[0][0]), items[0][1]
    if first == "LITERAL":
        return chr(argument)
    if first == "RANGE":
        return chr(argument[0])
    if first == "CATEGORY":
        return {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "x"}.get(str(argument), "-")
    named = {chr(argument) for name, argument in items if str(name) == "LITERAL"}
    spans = [argument for name, argument in items if str(name) == "RANGE"]
    free = (c for c in _SAMPLES if c not in named and not any(low <= ord(c) <= high for low, high in spans))
    return next(free, "x")
