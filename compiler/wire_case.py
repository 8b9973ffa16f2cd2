"""Words of a body in another case than the pages print: a provider of `x-any-case` takes them all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .paths import follow, with_value
from .wire_words import quoted

if TYPE_CHECKING:
    from .diagnostic import Path
    from .wire_faults import Problem

_DEPTH = 12
"""Words that decide what stands below them, one below the other: no body nests as many."""


def settled(body: Any, judged: Callable[[Any], list[Problem]]) -> list[Problem]:
    """Return what `judged` says of a body with its words as the pages print them, and which of them were not."""
    said: dict[Path, Problem] = {}
    printed = body
    found = judged(printed)
    for _ in range(_DEPTH):
        # What stands below a word is judged once the word is known.
        strange = [problem for problem in found if problem.kind == "other-case"]
        if not strange:
            break
        for problem in strange:
            word = problem.names[0]
            message = f"{quoted(follow(body, problem.path))} is printed '{word}' in the pages of the provider"
            said[problem.path] = problem._replace(message=message)
            printed = with_value(printed, problem.path, word)
        found = judged(printed)
    return [*said.values(), *found]
