"""Regular expressions of other people, matched in bounded time.

Python's `re` backtracks: `(a+)+` takes longer than anybody waits. What a pattern can cost is read off its tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

MAX_STEPS = 5_000_000
"""Steps of backtracking that a match may take: under half a second."""


class CostlyPattern(ValueError):
    """The pattern could backtrack longer than anybody waits."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> tuple[re.Pattern[str], int]:
    """Return a pattern and the number of its repeats that can give back what they took.

    Raises ValueError (or CostlyPattern) with the reason when the pattern is not taken.
    """
    from re import _parser  # type: ignore[attr-defined]

    try:
        return re.compile(pattern), _repeats(_parser.parse(pattern), inside=False)
    except re.error as error:
        raise ValueError(str(error)) from None
    except (RecursionError, OverflowError):
        raise ValueError("the pattern nests too deep") from None


def fullmatch(pattern: str, text: str) -> bool:
    """Whether the whole text matches. Raises CostlyPattern when the text is too long for the pattern."""
    expression, repeats = compiled(pattern)
    if (len(text) + 1) ** repeats > MAX_STEPS:
        raise CostlyPattern(f"the pattern repeats {repeats} times, too often for {len(text)} characters")
    return expression.fullmatch(text) is not None


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
