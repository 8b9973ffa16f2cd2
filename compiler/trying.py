"""Rules of somebody's own, tried both ways: messages that a rule allows, and messages one past it.

The messages of a keyword are generated, as those of waml's own rules are for its tests; beside them stand the `bad`
and the `good` example of the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from tempfile import TemporaryDirectory
from typing import Any

from .boundaries import cases_of, failures, said, trials
from .boundaries.by_example import example
from .named import NamedTuple
from .rows import Row


class Tried(NamedTuple):
    """A rule, how many messages it was tried with, and what it said wrong of them."""

    row: Row
    messages: int
    faults: tuple[str, ...]


def tried(rows: Sequence[Row]) -> Iterator[Tried]:
    """Yield each rule with what came of it."""
    with TemporaryDirectory() as folder:
        for row in rows:
            yield _tried(row, folder)


def _tried(row: Row, folder: str) -> Tried:
    found: list[str] = []
    count = 0
    try:
        count = sum(1 for case in cases_of(row) for _ in trials(case))
        found += [str(failure) for failure in failures(row, folder)]
    except (AssertionError, LookupError, StopIteration, TypeError, ValueError) as error:
        if not {"bad", "good"} <= set(row.raw):
            # No message could be made: the row asks for what no message has.
            said_ = str(error) or type(error).__name__
            found.append(f"no message can be made to try it with ({said_}); give it a 'bad' and a 'good'")
    for name in ("bad", "good"):
        if name in row.raw:
            count += 1
            found += _example(row, name, folder)
    if not count and not found:
        found.append("nothing tries it: it holds for no provider")
    return Tried(row, count, tuple(dict.fromkeys(found)))


def _example(row: Row, name: str, folder: str) -> Iterator[str]:
    """Yield the providers for which an example is not what it is called."""
    trial = example(row, name)
    for provider in row.providers():
        found: list[Any] = said(row, provider, trial, folder)
        if name == "bad" and not found:
            yield f"{provider}: the bad example is not reported"
        elif name == "good" and found:
            yield f"{provider}: the good example is reported"
