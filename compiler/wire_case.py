"""Words of a body in another case than the pages print: a provider of `x-any-case` takes them all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .wire_nulls import found_at
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
            message = f"{quoted(found_at(body, problem.path))} is printed '{word}' in the pages of the provider"
            said[problem.path] = problem._replace(message=message)
            printed = _with(printed, problem.path, word)
        found = judged(printed)
    return [*said.values(), *found]


def _with(value: Any, path: Path, word: str) -> Any:
    if not path:
        return word
    if isinstance(value, dict):
        return {key: _with(item, path[1:], word) if key == path[0] else item for key, item in value.items()}
    return [_with(item, path[1:], word) if index == path[0] else item for index, item in enumerate(value)]
