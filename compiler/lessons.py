"""What is left to ask of a message whose form is known, and what is always found in such a message.

How it is known that nothing else need be asked, `learning.py` says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from re import Match
from typing import Any

from .diagnostic import Diagnostic
from .expressions import Outcome, fill_plain
from .fields import may_hold
from .forms import Form, Spot
from .message import Message
from .named import NamedTuple
from .paths import follow
from .plan import Place, Plan
from .questions import Asked, Given, Glance, Hole, Look, Room, Total, built
from .rulebook import is_broken
from .shape import UNKNOWN
from .slots import normal_phone, text_of
from .spelling import recipient_key
from .subject import OutOfReach, Subject
from .templating_cut import Cut
from .values import fault_of
from .variables import PROVIDER, normal

Filling = list[Match[str]] | Cut
"""How a text is filled: its expressions, each `{{ name }}`, or without its literals where any is more than that."""

Fillings = Mapping[int, Filling]
"""The texts of a message that hold expressions."""

MAX_WORK = 100_000
"""What a text may take to fill, in characters; what takes more is counted against what a file may take."""


class Judged(NamedTuple):
    """What is to ask of the messages of a form for one provider. `suspected` are rows that are looked at each time.

    `apart` is the subject of them all, as far as a glance may ask for it.
    """

    provider: str
    holes: tuple[Hole, ...]
    pattern: Message
    assume: Mapping[str, Any]
    own: tuple[str, ...]
    plan: Plan
    asked: tuple[Asked, ...]
    apart: Subject
    glances: tuple[Glance, ...]
    totals: tuple[Total, ...]
    looks: tuple[Look, ...]
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

    def holds(self, form: Form, fillings: Fillings, name: str) -> bool:
        """Whether a message of the form has no other findings than those that are always found."""
        values = self._values(form.values)
        return values is not None and all(
            self._is_clean(judged, form, fillings, values, name) for judged in self.targets
        )

    def _values(self, texts: Sequence[Any]) -> Mapping[str, Any] | None:
        """Return the values of the variables; None where one does not fit its declaration."""
        if not self.givens:
            return self.values
        values = dict(self.values)
        for given in self.givens:
            value = built(given.pattern, lambda hole: texts[hole.at])
            if fault_of(value, given.declaration) is not None:
                return None
            if given.name is not None:
                values[given.name] = normal(value, given.declaration)
        return values

    def _is_clean(self, judged: Judged, form: Form, fillings: Fillings, values: Mapping[str, Any], name: str) -> bool:
        filled = {**values, PROVIDER: judged.provider}
        texts = form.values
        if fillings:
            texts = texts.copy()
            for at, filling in fillings.items():
                texts[at] = _filled(form.values[at], filling, filled)
                if not isinstance(texts[at], (str, int, float)):
                    return False
        for at, key in self.guards.items():
            # What is written out is part of the form.
            if at in fillings and (not isinstance(texts[at], str) or recipient_key(texts[at]) != key):
                return False
        found = {hole: _value(hole, texts[hole.at], form.raws[hole.at]) for hole in judged.holes}
        suspected = {*judged.suspected}
        for asked in judged.asked:
            more = asked.suspects(found[asked.hole])
            if more is None:
                return False
            suspected.update(more)
        value_of = found.__getitem__
        try:
            for glance in judged.glances:
                if glance.finds(built(glance.pattern, value_of), judged.apart):
                    suspected.add(glance.place)
        except OutOfReach:
            return False
        for total in judged.totals:
            if total.judge([built(pattern, value_of) for pattern in total.patterns], total.limit) is not None:
                suspected.add(total.place)
        if judged.looks or suspected:
            message = built(judged.pattern, value_of)
            subject = Subject(message, judged.provider, judged.assume, os.path.dirname(name) or ".", judged.own)
            for number, at in {*suspected, *_suspicions(judged.looks, subject)}:
                if is_broken(judged.plan.rows[number], at, subject):
                    return False
        return not judged.rooms or all(
            _fits(room, form.values[room.at], form.raws[room.at], fillings[room.at]) for room in judged.rooms
        )


def _value(hole: Hole, value: Any, raw: str) -> str:
    """Return what a text becomes in its slot, as `slots.py` has it."""
    text: str = value if isinstance(value, str) else text_of(value)
    if raw[0] in "|>" and isinstance(value, str):
        text = text.removesuffix("\n")
    return str(normal_phone(text)) if hole.is_phone else text


def _suspicions(looks: Iterable[Look], subject: Subject) -> Iterator[Place]:
    for look in looks:
        is_due = look.row is None or may_hold(look.row, subject)
        if is_due and look.finds(follow(subject.message, look.path), subject):
            yield look.place


def _filled(text: str, filling: Filling, values: Mapping[str, Any]) -> Any:
    """Return what a text becomes, or UNKNOWN where it has a fault, or takes long."""
    outcome: Outcome | None
    if isinstance(filling, list):
        outcome = fill_plain(text, filling, values)
    else:
        from .templating import fill_cut

        outcome = fill_cut(filling, values)
    return UNKNOWN if outcome is None or outcome.faults or outcome.work > MAX_WORK else outcome.value


@cache
def _judge_of_rooms() -> Callable[[Room, int, int], bool]:
    from .bounds.rooms import fits

    return fits


def _fits(room: Room, text: str, raw: str, filling: Filling) -> bool:
    fits = _judge_of_rooms()
    ends_in_break = raw[0] in "|>" and text.endswith("\n")
    if isinstance(filling, list):
        literal = len(text) - sum(match.end() - match.start() for match in filling)
        return fits(room, literal - ends_in_break, literal - ends_in_break)
    lengths = {name: len(literal) - 1 for name, literal in filling.literals.items()}
    if ends_in_break and not room.loose:
        lengths[[*lengths][-1]] -= 1
    low = sum(lengths[name] for name in filling.always if name in room.times)
    return fits(room, low, sum(times * lengths[name] for name, times in room.times.items()))
