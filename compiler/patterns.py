"""Regular expressions of other people, matched in bounded time.

Python's `re` backtracks: `(a+)+` takes longer than anybody waits. What a pattern can cost is read off its tree.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

MAX_STEPS = 1_000_000
"""Steps of backtracking that a match may take: some hundredths of a second."""

MAX_PATTERN = 1000
"""The longest pattern, in characters."""

MAX_WIDTH = 1_000_000
"""What repeats without end counts as at least, and far over the limit of any field."""

_HIGHEST_POWER = 20
"""More repeats than that within repeats are past any bound of steps already."""

_MAX_FIXED = 10_000
"""Rounds of repeats in repeats that a pattern asks for before it gives back anything."""


class CostlyPattern(ValueError):
    """The pattern could backtrack longer than anybody waits."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> tuple[re.Pattern[str], int]:
    """Return a pattern and the number of its repeats that can give back what they took.

    Raises ValueError (or CostlyPattern) with the reason when the pattern is not taken.
    """
    from re import _parser  # type: ignore[attr-defined]

    if len(pattern) > MAX_PATTERN:
        raise CostlyPattern(f"the pattern is longer than {MAX_PATTERN} characters")
    try:
        with warnings.catch_warnings():
            # `[[` may mean something else one day; today it does not.
            warnings.simplefilter("ignore")
            tree = _parser.parse(pattern)
            if _rounds(tree) > _MAX_FIXED:
                raise CostlyPattern(f"its repeats come to more than {_MAX_FIXED} rounds")
            return re.compile(pattern), _repeats(tree, inside=False)
    except re.error as error:
        raise ValueError(str(error)) from None
    except (RecursionError, OverflowError, MemoryError):
        raise ValueError("the pattern nests too deep") from None


def fullmatch(pattern: str, text: str) -> bool:
    """Whether the whole text matches. Raises CostlyPattern when the text is too long for the pattern."""
    expression, repeats = compiled(pattern)
    if steps(pattern, text) > MAX_STEPS:
        raise CostlyPattern(f"the pattern repeats {repeats} times, too often for {len(text)} characters")
    return expression.fullmatch(text) is not None


def steps(pattern: str, text: str) -> int:
    """Return the steps that a match may take at most. Raises ValueError as `compiled` does."""
    return int((len(text) + 1) ** min(compiled(pattern)[1], _HIGHEST_POWER))


@lru_cache(maxsize=256)
def widths(pattern: str) -> tuple[int, int | None]:
    """Return the least and the most characters that a pattern matches; the whole of any text for one that is none."""
    from re import _parser  # type: ignore[attr-defined]

    try:
        compiled(pattern)
        low, high = _parser.parse(pattern).getwidth()
    except ValueError:
        return 0, None
    return int(low), int(high) if high < MAX_WIDTH else None


def _rounds(items: Iterable[Any]) -> int:
    """Count what must be gone through: the least of each repeat, times what is in it."""
    total = 0
    for operation, argument in items:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            total += int(argument[0]) * max(_rounds(argument[2]), 1)
        elif name == "BRANCH":
            total += sum(map(_rounds, argument[1]))
        elif name == "SUBPATTERN":
            total += _rounds(argument[-1])
        elif name == "ATOMIC_GROUP":
            total += _rounds(argument)
        elif name in ("ASSERT", "ASSERT_NOT"):
            total += _rounds(argument[1])
    return total


def _repeats(items: Iterable[Any], inside: bool) -> int:
    """Count the repeats that vary; refuse one inside another, and a choice inside a repeat."""
    total = 0
    for operation, argument in items:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            low, high, body = argument
            varies = low != high
            if varies and inside:
                raise CostlyPattern("a repeat stands inside a repeat")
            total += varies + _repeats(body, inside or varies or int(high) > 1)
        elif name == "POSSESSIVE_REPEAT":
            total += _repeats(argument[2], inside)
        elif name == "BRANCH":
            if inside:
                raise CostlyPattern("a choice of alternatives stands inside a repeat")
            total += sum(_repeats(branch, inside) for branch in argument[1])
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            total += _repeats(argument[-1] if name == "SUBPATTERN" else argument, inside)
        elif name in ("ASSERT", "ASSERT_NOT"):
            total += _repeats(argument[1], inside)
        elif name in ("GROUPREF", "GROUPREF_EXISTS"):
            raise CostlyPattern("references to groups are not taken")
    return total
