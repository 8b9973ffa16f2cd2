"""What is asked of a message whose form is known: of one of its texts, of a part of it, of all that is around."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .claims import Claim
from .diagnostic import Path
from .named import NamedTuple
from .plan import Place
from .subject import Subject


class Hole(NamedTuple):
    """A place of a message where a text hangs: which of the texts of the form, and whether as a phone number."""

    at: int
    is_phone: bool


class Given(NamedTuple):
    """A value of a declaration, with holes: a variable's, or (without a name) one that another is stronger than."""

    pattern: Any
    name: str | None
    declaration: Mapping[str, Any]

    def texts(self) -> set[int]:
        """Return the texts that are part of it."""
        return {hole.at for hole in holes(self.pattern)}


Question = tuple[Callable[[Any, Any], object], Any, Place]
"""What a text is asked by a row: a keyword's judge, its limit, and the field of the row."""

MAX_CLEAN, MAX_CLEAN_LENGTH = 16, 40
"""Texts of a hole that are known to be clean, and the longest of them: labels are the same in many messages."""


class Asked(NamedTuple):
    """What is asked of the text in a hole: for its length, and by the rows that hold there, or (loose) may hold."""

    shortest: int
    longest: float
    firm: tuple[Question, ...]
    loose: tuple[Question, ...]
    clean: set[str]

    def suspects(self, text: str) -> list[Place] | None:
        """Return the rows that a text may break; None where it breaks one."""
        if text in self.clean:
            return []
        if not self.shortest <= len(text) <= self.longest:
            return None
        for judge, limit, _ in self.firm:
            if judge(text, limit) is not None:
                return None
        found = [at for judge, limit, at in self.loose if judge(text, limit) is not None]
        if not found and len(text) <= MAX_CLEAN_LENGTH and len(self.clean) < MAX_CLEAN:
            self.clean.add(text)
        return found


Finds = Callable[[Any, Subject], bool]
"""From a value and its subject to whether the row it belongs to is suspected."""


class Glance(NamedTuple):
    """What is asked of a part of the message, whatever is around it."""

    pattern: Any
    finds: Finds
    place: Place
    holes: frozenset[Hole]


class Look(NamedTuple):
    """What is asked of a part of the message and what is around it; by a row, where its `when` hangs on a text."""

    path: Path
    row: Claim | None
    finds: Finds
    place: Place


class Total(NamedTuple):
    """What is asked of several parts of the message together."""

    patterns: tuple[Any, ...]
    judge: Callable[[Any, Any], object]
    limit: Any
    place: Place
    holes: frozenset[Hole]


class Room(NamedTuple):
    """How long the variables of a text can make it, beside its literals, and the limits of its length.

    Loose: a block whose last line break goes only where a value ends with one. Of a text that Jinja fills, `times` says
    how often each literal can stand in it, of which one character is counted already.
    """

    at: int
    low: int
    high: int | None
    firm: bool
    loose: bool
    limits: tuple[tuple[str, int], ...]
    times: Mapping[str, int] = {}


def built(pattern: Any, value_of: Callable[[Hole], Any]) -> Any:
    """Return a message, or a value of a declaration: the pattern with values in its holes."""
    kind = type(pattern)
    if kind is dict:
        return {key: built(value, value_of) for key, value in pattern.items()}
    if kind is list:
        return [built(value, value_of) for value in pattern]
    return value_of(pattern) if kind is Hole else pattern


def holes(pattern: Any) -> Iterator[Hole]:
    """Yield the holes of a pattern."""
    if type(pattern) is Hole:
        yield pattern
    elif type(pattern) in (dict, list):
        for item in pattern.values() if type(pattern) is dict else pattern:
            yield from holes(item)
