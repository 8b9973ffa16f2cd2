"""The scalars of a message whose variables are still open, and what each can become."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..diagnostic import Path, Span, spell
from ..expressions import given_parts
from ..message import Authored
from ..nodes import FilledNode
from ..shape import UNKNOWN
from ..subject import Subject
from ..variables import PROVIDER, Variables
from . import UNKNOWN_BOUND, Bound, State, bound_of, of_pieces
from .declared import allowed
from .domain import ABSENT, ANYTHING, Domain, Exact, Length, Text

if TYPE_CHECKING:
    from ..rounds import Round
    from .limits import Held
    from .repeated import Lists

Reached = tuple[dict[str, Any], int] | None
"""Values of variables and what they reach, or None where nothing was found."""

_NONE: Mapping[str, Any] = MappingProxyType({})

BOUNDING = frozenset({"max_length", "min_length", "pattern", "one_of", "range", "max_items", "min_items", "fields"})
"""The constraints that bound what a variable becomes."""

_BOUNDED_TYPES = frozenset({"boolean", "date", "datetime", "phone"})
_ALONE = re.compile(r"\s*\{\{\s*\w+\s*\}\}\s*")
_TRIMMED = re.compile(r"-[%}]\}\s*$")


class Opened:
    """The open scalars of one document for one provider. A value that is given is known; a default is not."""

    def __init__(self, authored: Authored, variables: Variables, supplied: Mapping[str, Any], provider: str) -> None:
        self.variables = variables
        self.open = {name for name, one in variables.declared.items() if one.declaration is not None} - set(supplied)
        self.provider = provider
        self.given = authored
        self.lists: Lists | None = None
        self._state: State | None = None
        if variables.repeats:
            from .repeated import Lists, sampled

            authored = sampled(self)
        self.authored = authored
        if authored.rounds:
            self.lists = Lists(self)
        self.fields: dict[Path, FilledNode] = {
            path: node
            for path, (_, node) in authored.places.items()
            if isinstance(node, FilledNode) and not self.open.isdisjoint(self.names(node))
        }
        self._bounds: dict[int, Bound | None] = {}

    def names(self, node: FilledNode) -> set[str]:
        """Return the declared variables that a scalar rests on."""
        if node.round is None:
            return set(node.names)
        from .repeated import roots_of

        return roots_of(node)

    def resting(self, node: FilledNode) -> set[str]:
        """Return the open variables that decide what a scalar becomes, or whether it is there."""
        asked = self._asked(node.round) if node.round is not None else set()
        return self.open.intersection(self.names(node) | asked)

    def subject(self, given: Subject) -> Subject:
        """Return what is held against the limits: where nothing is repeated, the message that is given."""
        if self.authored is self.given:
            return given
        own = {key: value for key, value in self.authored.message.items() if key != self.provider}
        return Subject({**given.message, **own}, given.provider, given.assume, given.base, given.own)

    @property
    def counting(self) -> tuple[Lists, State] | None:
        """The counts of the lists, where any is open."""
        return None if self.lists is None else (self.lists, self.state)

    def written(self, path: Path | None) -> Path | None:
        """Return the path that a field of the message at hand has where repeated items stand once."""
        if path is None or not self.given.rounds:
            return path
        from ..alike import written_path

        return written_path(path, self.given.rounds)

    def given_path(self, path: Path) -> Path:
        """Return the path that a field has in the message at hand: in the first of several items."""
        if self.lists is None or (path in self.given.places and self.written(path) == path):
            return path
        return next((one for one in self.given.places if self.written(one) == path), path)

    def span(self, path: Path) -> Span | None:
        """Return where a field stands, where the message at hand may not have it."""
        return None if self.authored is self.given else self.authored.span(path)

    def is_asked(self, path: Path) -> bool:
        """Whether a condition decides that a field, or an item of a list, is there."""
        if self.lists is None:
            return False
        around = (path[:end] for end in range(1, len(path) + 1))
        inside = (one for one in self.authored.rounds if one[:-1] == path)
        found = [self.authored.rounds[one] for one in (*around, *inside) if one in self.authored.rounds]
        return any(isinstance(round.item.condition, str) for round in found)

    def reach(self, node: FilledNode, bound: Bound, longest: bool, given: Mapping[str, Any] = _NONE) -> Reached:
        """Return values that make a scalar long, or short, and how long it is then; the given ones stay."""
        from .witness import length_with, reaching

        goal = bound.length.high if longest else bound.length.low
        text, loose = written(node)
        if node.round is None:
            case = {**(bound.longest if longest else bound.shortest), **self.known(given)}
            names = node.names

            def measured(chosen: Mapping[str, Any]) -> int | None:
                return length_with(text, chosen, loose=loose)

        else:
            case = {**self.state, **self.known(given)}
            resting = self.resting(node)
            names = tuple(name for name in self.declarations if name in resting)

            def measured(chosen: Mapping[str, Any]) -> int | None:
                return None if self.lists is None else self.lists.reached(node, {**case, **self.known(chosen)}, longest)

        return reaching(text, case, self.declarations, names, longest=longest, goal=goal, measured=measured)

    def count_with(self, one: Held, state: State) -> Bound | None:
        """Return how many there can be where the variables are otherwise bounded; None where that is not open."""
        if self.lists is None:
            return None
        return self.lists.total(one.paths, state) if one.paths else self.lists.count(one.path, state)

    def reach_count(self, one: Held, longest: bool, given: Mapping[str, Any] = _NONE) -> Reached:
        """Return values that make a count large, or small, and what it is then."""
        from .witness import reaching

        rounds = [round for path, round in self.authored.rounds.items() if path[:-1] == one.path or path in one.paths]
        asked = {name for round in rounds for name in self._asked(round)}
        conditions = " ".join(str(round.item.condition) for round in rounds)

        case = {**self.state, **self.known(given)}

        def measured(chosen: Mapping[str, Any]) -> int | None:
            found = self.count_with(one, {**case, **self.known(chosen)})
            return None if found is None or found.length.low != found.length.high else found.length.low

        names = tuple(name for name in self.declarations if name in asked)
        goal = one.longest if longest else one.shortest
        return reaching(conditions, case, self.declarations, names, longest=longest, goal=goal, measured=measured)

    def _asked(self, round: Round) -> set[str]:
        return self.lists.asks(round) if self.lists is not None else set()

    def spell(self, path: Path) -> str:
        """Write a path as people read it, an item that is repeated without a number."""
        if self.lists is None:
            return spell(path)
        text = ""
        for at, part in enumerate(path):
            if isinstance(part, int):
                round = self.authored.rounds.get(path[: at + 1])
                text += "[]" if round is not None and round.item.way else f"[{part}]"
            else:
                text += f".{part}" if text else part
        return text

    def is_told(self) -> bool:
        """Whether anything is declared of an open variable that its value at hand does not show."""
        if self.lists is not None and self.lists.open:
            return True
        for node in set(self.fields.values()):
            for name in self.open.intersection(self.names(node)):
                declaration = self.declaration(name)
                if not BOUNDING.isdisjoint(declaration) or "items" in declaration:
                    return True
                if declaration.get("type") in _BOUNDED_TYPES and not _ALONE.fullmatch(node.template):
                    return True
                if name in self.variables.unset:
                    return True
        return False

    def declaration(self, name: str) -> Mapping[str, Any]:
        """Return the declaration of a variable; nothing for a constant."""
        variable = self.variables.declared.get(name)
        return (variable.declaration if variable is not None else None) or {}

    @property
    def declarations(self) -> dict[str, Mapping[str, Any]]:
        """Every open variable with its declaration."""
        return {name: self.declaration(name) for name in self.variables.declared if name in self.open}

    @property
    def state(self) -> State:
        """What each variable can be."""
        if self._state is None:
            self._state = {name: self._domain(name) for name in self.variables.declared}
            self._state = {**self._state, PROVIDER: Exact(self.provider)}
        return self._state

    def _domain(self, name: str) -> Domain:
        if name in self.open:
            return allowed(self.declaration(name))
        value = self.variables.values[name]
        return Exact(value) if isinstance(value, (str, int, float, list, dict, type(None))) else ANYTHING

    def known(self, values: Mapping[str, Any]) -> State:
        """Return values as what they are known to be; UNKNOWN is that there is none."""
        return {name: ABSENT if value is UNKNOWN else Exact(value) for name, value in values.items()}

    @property
    def optional(self) -> frozenset[str]:
        """The variables that may have no value at all."""
        return frozenset(name for name in self.open if "default" not in self.declaration(name))

    def bound(self, path: Path) -> Bound | None:
        """Return what an open scalar can become; None where every rendering of it fails."""
        node = self.fields[path]
        if id(node) not in self._bounds:
            self._bounds[id(node)] = self.bound_with(node, self.state)
        return self._bounds[id(node)]

    def bound_with(self, node: FilledNode, state: State) -> Bound | None:
        """Return what a scalar can become where the variables are otherwise bounded."""
        if node.round is not None and self.lists is not None:
            state = self.lists.within(node.round, state)
        return self.bound_in(node, state)

    def bound_in(self, node: FilledNode, state: State) -> Bound | None:
        """Return what a scalar can become where all names of its round are bounded."""
        text, loose = written(node)
        if node.is_partly and node.round is not None:
            bound = partly(text, state, node.round.names())
        else:
            bound = bound_of(text, state, self.optional)
        return loosened(bound) if loose and bound is not None else bound


def partly(text: str, state: State, given: Collection[str]) -> Bound | None:
    """Return the bound of a text in which only the expressions are filled that use one of some names."""
    pieces: list[tuple[str | None, Domain]] = []
    for part, is_ours in given_parts(text, given):
        bound = bound_of(part, state) if is_ours else None
        if is_ours and bound is None:
            return None
        pieces.append((part, bound.domain) if bound is not None else (None, Exact(part)))
    return of_pieces(pieces, state)


def written(node: FilledNode) -> tuple[str, bool]:
    """Return the template of a scalar without the line break that a block gives away.

    And whether it gives one away only where a value ends with it.
    """
    text = node.template
    if not node.style or node.style not in "|>":
        return text, False
    if text.endswith("\n") and not _TRIMMED.search(text):
        return text[:-1], False
    return text, True


def loosened(bound: Bound) -> Bound:
    """Return a bound of which the last character may go."""
    length = bound.length
    low = max(length.low - 1, 0)
    if isinstance(bound.domain, Exact) and not str(bound.domain.value).endswith("\n"):
        return bound
    if bound == UNKNOWN_BOUND:
        return bound
    return bound._replace(domain=Text(low, length.high, length.firm), length=Length(low, length.high, length.firm))
