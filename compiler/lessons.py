"""What is left to ask of a message whose form is known, and what is always found in such a message.

How it is known that nothing else need be asked, `learning.py` says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from re import Match
from typing import Any

from .claims import Claim
from .diagnostic import Diagnostic, Path
from .expressions import Outcome, fill_plain
from .fields import may_hold
from .forms import Spot, Text
from .message import Message
from .named import NamedTuple
from .paths import follow
from .plan import Place, Plan
from .rulebook import is_broken
from .shape import UNKNOWN
from .slots import normal_phone, text_of
from .spelling import recipient_key
from .subject import Subject
from .templating_cut import Cut
from .values import fault_of
from .variables import PROVIDER, normal

Filling = list[Match[str]] | Cut
"""How a text is filled: its expressions, each `{{ name }}`, or without its literals where any is more than that."""

Fillings = Mapping[int, Filling]
"""The texts of a message that hold expressions."""

MAX_WORK = 100_000
"""What a text may take to fill, in characters; what takes more is counted against what a file may take."""


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


class Question(NamedTuple):
    """What a text is asked by a row: a keyword's judge and its limit."""

    hole: Hole
    judge: Callable[[Any, Any], object]
    limit: Any
    place: Place


class Look(NamedTuple):
    """What is asked of a part of the message and what is around it."""

    path: Path
    row: Claim
    finds: Callable[[Any, Subject], bool]
    place: Place


class Total(NamedTuple):
    """What is asked of several parts of the message together."""

    paths: tuple[Path, ...]
    judge: Callable[[Any, Any], object]
    limit: Any
    place: Place


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


class Judged(NamedTuple):
    """What is to ask of the messages of a form for one provider. `suspected` are rows that are looked at each time."""

    provider: str
    holes: tuple[Hole, ...]
    pattern: Message
    assume: Mapping[str, Any]
    own: tuple[str, ...]
    plan: Plan
    questions: tuple[Question, ...]
    looks: tuple[Look, ...]
    totals: tuple[Total, ...]
    suspected: frozenset[Place]
    rooms: tuple[Room, ...]


class Said(NamedTuple):
    """What is always found: where it begins and ends in the form, and the finding of the first message."""

    start: Spot
    end: Spot
    diagnostic: Diagnostic


class Lesson(NamedTuple):
    """What is known of a form and its pinned texts. `guards` are what a recipient is by its text."""

    values: Mapping[str, Any]
    givens: tuple[Given, ...]
    guards: Mapping[int, str]
    targets: tuple[Judged, ...]
    said: tuple[Said, ...]

    def holds(self, texts: Sequence[Text], fillings: Fillings, name: str) -> bool:
        """Whether a message of the form has no other findings than those that are always found."""
        values = self._values(texts)
        return values is not None and all(
            self._is_clean(judged, texts, fillings, values, name) for judged in self.targets
        )

    def _values(self, texts: Sequence[Text]) -> Mapping[str, Any] | None:
        """Return the values of the variables; None where one does not fit its declaration."""
        if not self.givens:
            return self.values
        values = dict(self.values)
        for given in self.givens:
            value = _given(given.pattern, texts)
            if fault_of(value, given.declaration) is not None:
                return None
            if given.name is not None:
                values[given.name] = normal(value, given.declaration)
        return values

    def _is_clean(
        self, judged: Judged, texts: Sequence[Text], fillings: Fillings, values: Mapping[str, Any], name: str
    ) -> bool:
        filled: dict[int, Any] = {}
        if fillings:
            values = {**values, PROVIDER: judged.provider}
            for at, filling in fillings.items():
                value = _filled(texts[at].value, filling, values)
                if not isinstance(value, (str, int, float)):
                    return False
                filled[at] = value
        for at, key in self.guards.items():
            # What is written out is part of the form.
            if at in filled and (not isinstance(filled[at], str) or recipient_key(filled[at]) != key):
                return False
        found = {hole: _value(hole, texts[hole.at], filled) for hole in judged.holes}
        suspected = {at for hole, judge, limit, at in judged.questions if judge(found[hole], limit) is not None}
        if judged.looks or judged.totals or judged.suspected or suspected:
            message = _built(judged.pattern, found)
            subject = Subject(message, judged.provider, judged.assume, os.path.dirname(name) or ".", judged.own)
            suspected |= judged.suspected
            suspected.update(_suspicions(judged, subject))
            for number, at in suspected:
                if is_broken(judged.plan.rows[number], at, subject):
                    return False
        return not judged.rooms or all(_fits(room, texts[room.at], fillings[room.at]) for room in judged.rooms)


def _value(hole: Hole, node: Text, filled: Mapping[int, Any]) -> str:
    """Return what a text becomes in its slot, as `slots.py` has it."""
    value = filled.get(hole.at, node.value)
    if not isinstance(value, str):
        value = text_of(value)
    elif node.is_block and value.endswith("\n"):
        value = value[:-1]
    return normal_phone(value) if hole.is_phone else value


def _built(pattern: Any, found: Mapping[Hole, str]) -> Any:
    """Return a message: the pattern with the texts in its holes."""
    kind = type(pattern)
    if kind is dict:
        return {key: _built(value, found) for key, value in pattern.items()}
    if kind is list:
        return [_built(value, found) for value in pattern]
    return found[pattern] if kind is Hole else pattern


def _given(pattern: Any, texts: Sequence[Text]) -> Any:
    """Return a value of a declaration, as it is written."""
    kind = type(pattern)
    if kind is Hole:
        return texts[pattern.at].value
    if kind is dict:
        return {key: _given(value, texts) for key, value in pattern.items()}
    return [_given(value, texts) for value in pattern] if kind is list else pattern


def holes(pattern: Any) -> Iterator[Hole]:
    """Yield the holes of a pattern."""
    if type(pattern) is Hole:
        yield pattern
    elif type(pattern) in (dict, list):
        for item in pattern.values() if type(pattern) is dict else pattern:
            yield from holes(item)


def _suspicions(judged: Judged, subject: Subject) -> set[Place]:
    found = {
        look.place
        for look in judged.looks
        if (not look.row.always or may_hold(look.row, subject))
        and look.finds(follow(subject.message, look.path), subject)
    }
    for total in judged.totals:
        if total.judge([follow(subject.message, path) for path in total.paths], total.limit) is not None:
            found.add(total.place)
    return found


def _filled(text: str, filling: Filling, values: Mapping[str, Any]) -> Any:
    """Return what a text becomes, or UNKNOWN where it has a fault, or takes long."""
    outcome: Outcome | None
    if isinstance(filling, list):
        outcome = fill_plain(text, filling, values)
    else:
        from .templating import fill_cut

        outcome = fill_cut(filling, values)
    return UNKNOWN if outcome is None or outcome.faults or outcome.work > MAX_WORK else outcome.value


def _fits(room: Room, text: Text, filling: Filling) -> bool:
    from .bounds.rooms import fits

    ends_in_break = text.is_block and text.value.endswith("\n")
    if isinstance(filling, list):
        literal = len(text.value) - sum(match.end() - match.start() for match in filling)
        return fits(room, literal - ends_in_break, literal - ends_in_break)
    lengths = {name: len(literal) - 1 for name, literal in filling.literals.items()}
    if ends_in_break and not room.loose:
        lengths[[*lengths][-1]] -= 1
    low = sum(lengths[name] for name in filling.always if name in room.times)
    return fits(room, low, sum(times * lengths[name] for name, times in room.times.items()))
