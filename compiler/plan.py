"""The rows laid along the fields that they judge: one walk of a message finds the rows that it may break.

Most rows speak of fields that a message has not, and most of the others hold. The walk asks what is cheap to ask:
a keyword that judges one value judges it here. Whether a `when` holds, and what there is to say, is asked only
for a row that is suspected. A row may be suspected and hold; none is broken that was not suspected.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from .claims import Claim, claim
from .constraints import JUDGES
from .derived import DERIVED
from .diagnostic import Path
from .faults import OF_FORM as CHECKS_OF_FORM
from .faults import Check
from .fields import may_hold
from .named import NamedTuple
from .paths import EACH, Laid, Segments
from .rows import Row, family
from .shape import UNKNOWN
from .subject import Subject

Place = tuple[int, int]
"""A field of a row: which row of the plan, which of its fields."""


Test = tuple[Place, Callable[[Any, Any], object], Any]
"""What a value is asked by itself: a keyword's judge and its limit. Anything but None is a suspicion."""

Look = tuple[Place, Claim, Callable[[Any, Subject], bool]]
"""What is asked of a value and the message around it, where the `when` of the row lets it."""


class Laying(NamedTuple):
    """A field of a row, and the field of a message at which it is kept: its own, or the one around it.

    `as_what` it is kept there: of the rows on it, on a `missing` key, or on what is `derived` from it, which is `said`.
    A row on a `kind` or a `fact` is on no field of a message.
    """

    number: int
    at: int
    as_what: str
    where: Segments = ()
    said: str = ""


@cache
def _layings(name: str) -> tuple[Laying, ...]:
    """Return the fields of the rows of a family: the same for every kind and every provider."""
    found: list[Laying] = []
    for number, row in enumerate(family(name)):
        for at, (pattern, segments) in enumerate(row.fields):
            if segments[0] == "kind":
                found.append(Laying(number, at, "kind"))
            elif segments[0] in ("assume", "definition"):
                found.append(Laying(number, at, "fact", (), str(segments[1])))
            elif pattern in DERIVED:
                found.append(Laying(number, at, "derived", segments[:-1], pattern))
            else:
                if row.is_required:
                    found.append(Laying(number, at, "missing", segments[:-1], str(segments[-1])))
                found.append(Laying(number, at, "row", segments))
    return tuple(found)


class Field(Laid):
    """A field of the message: the rows that judge it or what it holds, and the fields inside it.

    What is kept at it and inside it is `waiting` until a message has it: whoever walks a message opens it first.
    """

    __slots__ = ("depth", "derived", "is_open", "looks", "tests", "together", "waiting")

    def __init__(self, depth: int = 0) -> None:
        super().__init__()
        self.depth = depth
        self.waiting: list[tuple[Place, Laying]] = []
        self.derived: list[tuple[Place, str]] = []  # rows on what is computed from it
        self.is_open = False
        self.tests: list[Test] = []
        self.looks: list[Look] = []
        self.together: list[Test] = []  # asked of all the values that are found, once the walk is over


class Plan:
    """The rows of some families that hold for messages of one kind for one provider."""

    def __init__(self, families: Iterable[str], provider: str, kind: str | None, scope: str) -> None:
        self.rows: list[Row] = []
        self.provider = provider
        self.kind = kind
        self.scope = scope
        self.root = Field()
        self.of_kind: list[Place] = []
        self.of_facts: list[tuple[Place, str]] = []
        self._claims: dict[int, Claim | None] = {}
        for name in families:
            first = len(self.rows)
            self.rows += family(name)
            for one in _layings(name):
                place = (first + one.number, one.at)
                if one.as_what == "kind":
                    self.of_kind.append(place)
                elif one.as_what == "fact":
                    self.of_facts.append((place, one.said))
                else:
                    self.root.waiting.append((place, one))

    def said(self, place: Place) -> tuple[Claim, str, Segments] | None:
        """Return what the row at a place says, and of which field; None where it says nothing of these messages."""
        found = self._claim(place)
        return None if found is None else (found, *self.rows[place[0]].fields[place[1]])

    def suspects(self, subject: Subject) -> Iterable[tuple[Claim, list[int]]]:
        """Return the rows that a message may break, in their order, each with the fields to look at."""
        found = [place for place in self.of_kind if self._claim(place) is not None]
        if subject.assume:
            found += (place for place, fact in self.of_facts if self.is_due(place, fact, subject))
        together: dict[Test, list[Any]] = {}
        for field, value in self.root.meet(subject.message):
            if not field.is_open:
                self.open(field)
            for place, judge, limit in field.tests:
                if judge(value, limit) is not None:
                    found.append(place)
            for place, row, finds in field.looks:
                if (not row.always or may_hold(row, subject)) and finds(value, subject):
                    found.append(place)
            for test in field.together:
                together.setdefault(test, []).append(value)
        found += (place for (place, judge, limit), values in together.items() if judge(values, limit) is not None)
        return self._by_row(found, subject) if found else ()

    def _by_row(self, found: Iterable[Place], subject: Subject) -> Iterator[tuple[Claim, list[int]]]:
        fields: dict[int, list[int]] = {}
        for number, at in sorted(set(found)):
            fields.setdefault(number, []).append(at)
        for number, numbers in fields.items():
            row = claim(self.rows[number], self.provider)
            if may_hold(row, subject):
                yield row, numbers

    def walk(self, message: Any, within: Collection[Path] | None = None) -> Iterator[tuple[Field, Path, Any]]:
        """Yield each field that a message has with its path, as `Laid.meet` does without; those `within`."""
        return self._walk(self.root, message, (), within)

    def _walk(
        self, field: Field, value: Any, path: Path, within: Collection[Path] | None
    ) -> Iterator[tuple[Field, Path, Any]]:
        if within is not None and path not in within:
            return
        if not field.is_open:
            self.open(field)
        yield field, path, value
        if isinstance(value, dict):
            for key, item in value.items():
                if key in field.inside:
                    yield from self._walk(field.inside[key], item, (*path, key), within)
        elif isinstance(value, list):
            for at, item in enumerate(value):
                for segment in (EACH, at):
                    if segment in field.inside:
                        yield from self._walk(field.inside[segment], item, (*path, at), within)

    def open(self, field: Field) -> None:
        """Read the rows of a field, only now that a message has it: most are never read."""
        field.is_open = True
        for place, one in field.waiting:
            if len(one.where) > field.depth:
                segment = one.where[field.depth]
                below = field.inside.get(segment)
                if below is None:
                    below = field.inside[segment] = Field(field.depth + 1)
                below.waiting.append((place, one))
            elif one.as_what == "missing":
                field.tests += (
                    (place, _lacks, one.said) for _, word, is_so in self._limits(place) if word == "required" and is_so
                )
            elif one.as_what == "derived":
                field.derived.append((place, one.said))
                for row, word, limit in self._limits(place):
                    field.looks.append((place, row, _by_derived(one.said, JUDGES.get(word, _always), limit)))
            else:
                field.rows.append(place)
                self._ask(field, place)
        field.waiting.clear()

    def _ask(self, field: Field, place: Place) -> None:
        """Keep what the row at a place asks of a field."""
        for row, word, limit in self._limits(place):
            if word in _TOGETHER:
                field.together.append((place, _TOGETHER[word], limit))
            elif word == "check":
                field.looks.append((place, row, _ByCheck(limit, row.numbers)))
            elif word != "required":
                field.tests.append((place, JUDGES.get(word, _always), limit))

    def _limits(self, place: Place) -> Iterator[tuple[Claim, str, Any]]:
        row = self._claim(place)
        if row is not None:
            for word, limit, warned in row.limits:
                yield from ((row, word, one) for one in (limit, warned) if one is not None)

    def _claim(self, place: Place) -> Claim | None:
        """Return what the row at a place says, or None where it says nothing of these messages."""
        number = place[0]
        if number not in self._claims:
            self._claims[number] = self._read(self.rows[number])
        return self._claims[number]

    def _read(self, row: Row) -> Claim | None:
        if row.scope != self.scope or not row.holds_for(self.provider):
            return None
        found = claim(row, self.provider)
        return found if found.concerns(self.kind) else None

    def is_due(self, place: Place, fact: str, subject: Subject) -> bool:
        """Whether a row on a fact has anything to judge."""
        return (fact in subject.assume or "templates" in subject.assume) and self._claim(place) is not None


def _always(value: Any, limit: Any) -> object:
    return True


def _lacks(value: Any, key: str) -> object:
    return (isinstance(value, dict) and key not in value) or None


@cache
def _check(name: str) -> Check:
    from .checks import CHECKS

    return CHECKS[name]


class _ByCheck:
    """Asks a named check whether it finds anything."""

    def __init__(self, name: str, numbers: Mapping[str, Any]) -> None:
        self.name = name
        self.numbers = numbers

    def __call__(self, value: Any, subject: Subject) -> bool:
        return value is not UNKNOWN and next(_check(self.name)(value, subject, **self.numbers), None) is not None


def is_of_form(finds: Callable[[Any, Subject], bool]) -> bool:
    """Whether a look asks for keys and counts, never for what a text says."""
    return isinstance(finds, _ByCheck) and _check(finds.name) in CHECKS_OF_FORM


def _by_derived(pattern: str, judge: Callable[[Any, Any], object], limit: Any) -> Callable[[Any, Subject], bool]:
    derive, leaf = DERIVED[pattern], pattern.rpartition(".")[2]

    def finds(parent: Any, subject: Subject) -> bool:
        if not isinstance(parent, dict):
            return False
        derived = (leaf, parent[leaf]) if leaf in parent else derive(parent, subject)
        return derived is not None and judge(derived[1], limit) is not None

    return finds


def _too_many(values: list[Any], limit: int) -> object:
    return len(values) > limit or None


def _repeated(values: list[Any], limit: Any) -> object:
    """Whether two values are alike, or two items of one that is a list."""
    return (
        any(len(set(map(repr, alike))) < len(alike) for alike in (values, *values) if isinstance(alike, list)) or None
    )


_TOGETHER: dict[str, Callable[[list[Any], Any], object]] = {"max_total": _too_many, "unique": _repeated}


OF_FORM: frozenset[Callable[[Any, Any], object]] = frozenset(
    {_always, _lacks, *(JUDGES[word] for word in ("forbidden", "exactly_one_of", "min_items", "max_items"))}
)
"""What asks for keys and counts, never for what a text says. `requires` and `excludes` are always suspected."""


@cache
def plan(families: tuple[str, ...], provider: str, kind: str | None, scope: str) -> Plan:
    """Return the plan of some families, each named once, for the messages of a kind."""
    return Plan(dict.fromkeys(families), provider, kind, scope)
