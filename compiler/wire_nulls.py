"""Nulls in a body: of a key that may be left out, one says nothing; of any other it is a wrong type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .paths import follow

if TYPE_CHECKING:
    from .diagnostic import Path
    from .wire_faults import Problem


def told_apart(found: list[Problem], body: Any, judged: Callable[[Any], list[Problem]]) -> list[Problem]:
    """Return problems, those of a null that may be left out of the kind `null-key`; `judged` judges a whole body."""
    nulls = {p.path for p in found if p.kind == "wrong-type" and p.path and follow(body, p.path) is None}
    if not nulls:
        return found
    missing = {(p.path, key) for p in judged(_without(body, nulls)) if p.kind == "missing-key" for key in p.names}
    return [_of_null(p) if p.path in nulls and (p.path[:-1], p.path[-1]) not in missing else p for p in found]


def _of_null(problem: Problem) -> Problem:
    key = problem.path[-1]
    if not isinstance(key, str):  # an item of a list cannot be left out
        return problem
    return problem._replace(message=f"'{key}' is null, which says nothing", kind="null-key")


def _without(body: Any, paths: set[Path], here: Path = ()) -> Any:
    if isinstance(body, dict):
        kept = {key: value for key, value in body.items() if (*here, key) not in paths}
        return {key: _without(value, paths, (*here, key)) for key, value in kept.items()}
    if isinstance(body, list):
        return [_without(item, paths, (*here, index)) for index, item in enumerate(body)]
    return body
