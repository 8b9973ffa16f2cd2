"""What is left to ask of a message whose form is known, and what is always found in such a message.

How it is known that nothing else need be asked, `learning.py` says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import compress, count
from operator import ne
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
from .subject import Alike, OutOfReach, Subject
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

    `holes` are those of each text that hangs, `asked` what is asked of one alone.
    `apart` is the subject of them all, as far as a glance may ask for it.
    """

    provider: str
    holes: Mapping[int, Sequence[Hole]]
    pattern: Message
    plan: Plan
    asked: Mapping[Hole, Asked]
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


class Clean(NamedTuple):
    """A message of a form that was found clean: its texts as written, the variables, and what is in its holes.

    What of the next is as it was need not be asked again.
    """

    raws: Sequence[str]
    values: Mapping[str, Any]
    found: tuple[Mapping[Hole, str], ...]


class Lesson:
    """What is known of a form and its pinned texts. `guards` are what a recipient is by its text."""

    def __init__(
        self,
        values: Mapping[str, Any],
        givens: Iterable[Given],
        guards: Mapping[int, str],
        targets: tuple[Judged, ...],
        said: tuple[Said, ...],
    ) -> None:
        self.givens = tuple((given, given.texts()) for given in givens)
        self.guards = guards
        self.targets = targets
        self.said = said
        self._last = Clean((), values, ({},) * len(targets))

    def holds(self, form: Form, fillings: Fillings, name: str) -> bool:
        """Whether a message of the form has no other findings than those that are always found."""
        last = self._last
        changed = _changed(last.raws, form.raws)
        values = self._values(form.values, changed)
        if values is None:
            return False
        # A text that is filled is another where the value of a variable is.
        filled = fillings if values is not last.values else {at: fillings[at] for at in fillings if at in changed}
        found, is_suspected = [], False
        for judged, before in zip(self.targets, last.found, strict=True):
            new = self._found(judged, form, filled, changed, values, before)
            if new is None:
                return False
            now = {**before, **new}
            suspects = _suspects(judged, now, new)
            if suspects is None or not _is_clean(judged, now, suspects, name):
                return False
            for room in judged.rooms:
                at = room.at
                if at in changed and not _fits(room, form.values[at], form.raws[at], fillings[at]):
                    return False
            found.append(now)
            is_suspected = is_suspected or bool(suspects)
        if not is_suspected:
            self._last = Clean(form.raws, values, tuple(found))
        return True

    def _values(self, texts: Sequence[Any], changed: Set[int]) -> Mapping[str, Any] | None:
        """Return the values of the variables; None where one does not fit its declaration."""
        values: Mapping[str, Any] = self._last.values
        for given, places in self.givens:
            if places.isdisjoint(changed):
                continue
            value = built(given.pattern, lambda hole: texts[hole.at])
            if fault_of(value, given.declaration) is not None:
                return None
            if given.name is not None:
                values = {**values, given.name: normal(value, given.declaration)}
        return values

    def _found(
        self,
        judged: Judged,
        form: Form,
        filled: Fillings,
        changed: Set[int],
        values: Mapping[str, Any],
        before: Mapping[Hole, str],
    ) -> Mapping[Hole, str] | None:
        """Return what is now in some holes; None where a text cannot be filled, or is another kind of recipient."""
        texts: Mapping[int, Any] = {}
        if filled:
            known = {**values, PROVIDER: judged.provider}
            texts = {at: _filled(form.values[at], filling, known) for at, filling in filled.items()}
        for at, text in texts.items():
            if not isinstance(text, (str, int, float)):
                return None
            # What is written out is part of the form.
            if at in self.guards and (not isinstance(text, str) or recipient_key(text) != self.guards[at]):
                return None
        found = {}
        for at in {*changed, *texts}:
            for hole in judged.holes.get(at, ()):
                text = _value(hole, texts[at] if at in texts else form.values[at], form.raws[at])
                if before.get(hole) != text:
                    found[hole] = text
        return found


def _changed(before: Sequence[str], raws: Sequence[str]) -> Set[int]:
    """Return which texts are written otherwise than before; all where there was none before."""
    return {*compress(count(), map(ne, raws, before))} if before else {*range(len(raws))}


def _suspects(judged: Judged, found: Mapping[Hole, str], moved: Collection[Hole]) -> list[Place] | None:
    """Return the rows that the texts of some holes may break; None where one breaks a row."""
    suspected: list[Place] = []
    for hole in moved:
        if hole in judged.asked:
            more = judged.asked[hole].suspects(found[hole])
            if more is None:
                return None
            suspected += more
    value_of = found.__getitem__
    try:
        for glance in judged.glances:
            if not glance.holes.isdisjoint(moved) and glance.finds(built(glance.pattern, value_of), judged.apart):
                suspected.append(glance.place)
    except OutOfReach:
        return None
    for total in judged.totals:
        if total.holes.isdisjoint(moved):
            continue
        if total.judge([built(pattern, value_of) for pattern in total.patterns], total.limit) is not None:
            suspected.append(total.place)
    return suspected


def _is_clean(judged: Judged, found: Mapping[Hole, str], suspects: Iterable[Place], name: str) -> bool:
    """Whether no row is broken that is suspected."""
    suspected = {*judged.suspected, *suspects}
    if not (judged.looks or suspected):
        return True
    message = built(judged.pattern, found.__getitem__)
    subject = Alike(judged.apart, message, os.path.dirname(name) or ".")
    suspected.update(_suspicions(judged.looks, subject))
    return not any(is_broken(judged.plan.rows[number], at, subject) for number, at in suspected)


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
