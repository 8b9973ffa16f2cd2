"""Repeated items before any value is known: how many there can be, and what the names of each can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..diagnostic import Path
from ..expressions import names_in
from ..message import Authored, read
from ..nodes import FilledNode
from ..resolving import resolve
from ..rounds import LOOP, Item, Round
from . import Bound, State, Term
from .domain import ANYTHING, Domain, Exact, Length, Many, Number, Record, either, field, hull, options, round_of, total

if TYPE_CHECKING:
    from .opened import Opened

MAX_ITEMS = 200
"""Written items of a list that are counted: twenty times what any provider takes."""

MAX_ROUNDS = 100
"""Rounds over known lists that are looked at for the longest text."""


def sampled(opened: Opened) -> Authored:
    """Return a document with each item of its lists once as it is written, whatever the values at hand repeat.

    And with the parts that a condition leaves out, but for those that no value brings.
    """

    def may_be(condition: str) -> bool:
        from .asking import can_hold

        return can_hold(condition, opened.state, opened.optional)

    authored, variables, provider = opened.given, opened.variables, opened.provider
    source, mine = copy(authored.source), copy(variables)
    source.work, mine.used, mine.unset = 0, set(), {}
    tree, faults = resolve(source, authored.written, mine, provider, sampled=may_be)
    found = read(source, tree)
    found.findings[:0] = faults
    return found


class Lists:
    """The lists of a sampled document whose items are repeated, or there under a condition."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.rounds = opened.authored.rounds
        self._within: dict[int, State] = {}
        self._of: dict[Path, list[Path]] = {}
        for path in self.rounds:
            self._of.setdefault(path[:-1], []).append(path)

    @property
    def open(self) -> list[Path]:
        """The lists whose count depends on an open variable."""
        return [path for path in self._of if self._is_open(path)]

    def _is_open(self, path: Path) -> bool:
        return any(not self.opened.open.isdisjoint(self.asks(self.rounds[item])) for item in self._of[path])

    def asks(self, round: Round) -> set[str]:
        """Return the declared variables that say how often an item stands there."""
        names = names_in(round.item.condition) if isinstance(round.item.condition, str) else set()
        names = {name for name in names if name != round.item.name} | set(round.item.way[:1])
        return roots(names, round.outer) | (self.asks(round.outer) if round.outer is not None else set())

    # ---- counts

    def count(self, path: Path, state: State) -> Bound:
        """Return how many items a list can have. Raises KeyError for one that is not open."""
        if path not in self._of or not self._is_open(path):
            raise KeyError(path)
        return self._sum([(self.rounds[item],) for item in self._of[path]], state)

    def total(self, paths: Sequence[Path], state: State) -> Bound | None:
        """Return how many fields can be at some paths together, or None where no open list decides that."""
        chains = [self._chain(path) for path in paths]
        if not any(not self.opened.open.isdisjoint(self.asks(round)) for chain in chains for round in chain):
            return None
        return self._sum(chains, state)

    def _chain(self, path: Path) -> tuple[Round, ...]:
        """Return the rounds around a field, the outer ones first."""
        return tuple(self.rounds[path[:end]] for end in range(1, len(path) + 1) if path[:end] in self.rounds)

    def _sum(self, chains: Sequence[tuple[Round, ...]], state: State) -> Bound:
        """Return the count of items, each as often as all the rounds that it stands in."""
        if len(chains) > MAX_ITEMS:
            return Bound(ANYTHING, Length(0, None, False), understood=False)
        asked = {round.item.condition for chain in chains for round in chain if isinstance(round.item.condition, str)}
        cases = [state]
        if asked:
            from .asking import ways

            cases = ways(tuple(sorted(asked)), state)
        found = [[self._product(chain, case) for chain in chains] for case in cases]
        whole = hull(total(lengths) for lengths in found) or Length(0, 0)
        return Bound(ANYTHING, whole, tuple(_terms(chains, [self._product(chain, state) for chain in chains])))

    def _product(self, chain: tuple[Round, ...], state: State) -> Length:
        low, high, firm = 1, 1, True
        endless = False
        for round in chain:
            one = self.times(round, state)
            low, firm = low * one.low, firm and one.firm
            endless = endless or one.high is None
            high *= one.high if one.high is not None else 1
        return Length(low, None if endless and high else high, firm)

    def times(self, round: Round, state: State) -> Length:
        """Return how often an item stands in its list."""
        item, optional = round.item, self.opened.optional
        inner = self.within(round.outer, state)
        if not item.way:
            says = _said(item, inner, optional)
            return Length(int(says == {True}), int(True in says))
        return hull(self._over(item, option, inner) for option in options(_list(item, inner))) or Length(0, 0)

    def _over(self, item: Item, option: Domain, state: State) -> Length:
        if isinstance(option, Exact):
            found = [
                _said(item, {**state, item.name: Exact(value)}, self.opened.optional)
                for value in (option.value if isinstance(option.value, list) else ())
            ]
            return Length(sum(says == {True} for says in found), sum(True in says for says in found))
        if not isinstance(option, Many):
            return Length(0, None, False)
        if item.condition is None:
            return Length(option.low, option.high, option.firm)
        says = _kept(item, option.item, state, self.opened.optional)[1]
        high = option.high if True in says else 0
        return Length(option.low if says == {True} else 0, high, option.firm)

    # ---- names

    def within(self, round: Round | None, state: State) -> State:
        """Return what each name can be inside a round."""
        if round is None:
            return state
        if state is self.opened.state:
            if id(round) not in self._within:
                self._within[id(round)] = self._names_in(round, state)
            return self._within[id(round)]
        return self._names_in(round, state)

    def _names_in(self, round: Round, state: State) -> State:
        state = self.within(round.outer, state)
        item = round.item
        if not item.way:
            return state
        found = []
        for option in options(_list(item, state)):
            values = option.value if isinstance(option, Exact) and isinstance(option.value, list) else None
            one = either(map(Exact, values)) if values is not None else ANYTHING
            if isinstance(option, Many):
                one = option.item
            found += [_kept(item, inner, state, self.opened.optional)[0] for inner in options(one)]
        count = hull(self._over(item, option, state) for option in options(_list(item, state))) or Length(0, 0)
        high = None if count.high is None else max(count.high - 1, 0)
        loop = round_of(Number(0, high, True), Number(count.low, count.high, True))
        return {**state, item.name: either(found), LOOP: loop}

    def states(self, round: Round | None, state: State) -> Iterator[State]:
        """Yield what each name is, item by item of lists that are known."""
        if round is None:
            yield state
            return
        item = round.item
        for outer in self.states(round.outer, state):
            if not item.way:
                if _said(item, outer, self.opened.optional) == {True}:
                    yield outer
                continue
            domain = _list(item, outer)
            values = domain.value if isinstance(domain, Exact) and isinstance(domain.value, list) else ()
            inner = [{**outer, item.name: Exact(value)} for value in values]
            kept = [one for one in inner if _said(item, one, self.opened.optional) == {True}]
            for at, one in enumerate(kept):
                yield {**one, LOOP: round_of(Exact(at), Exact(len(kept)))}

    def reached(self, node: FilledNode, state: State, longest: bool) -> int | None:
        """Return the length of the longest, or of the shortest, of the texts that known lists make of a scalar."""
        from .opened import written
        from .witness import length_with

        text, loose = written(node)
        only = node.round.names() if node.is_partly and node.round is not None else ()
        found: list[int] = []
        last = None
        for one in islice(self.states(node.round, state), MAX_ROUNDS):
            values = _values({name: one[name] for name in node.names if name in one})
            # Items that are alike give the same.
            if values is not None and values != last:
                size = length_with(text, values, loose=loose, only=only)
                found += [] if size is None else [size]
                last = values
        return (max if longest else min)(found, default=None)


def declared(names: Sequence[str], round: Round | None) -> tuple[str, ...]:
    """Return the way to the declaration of what names lead to, seen from inside a round."""
    name, *keys = names
    way: tuple[str, ...] = (name,)
    while round is not None:
        if round.item.way and round.item.name == name:
            way = (*declared(round.item.way, round.outer), "items")
            break
        round = round.outer
    for key in keys:
        way = (*way, "fields", key)
    return way


def roots(names: Iterable[str], round: Round | None) -> set[str]:
    """Return the declared variables that names rest on, seen from inside a round."""
    found: set[str] = set()
    for name in names:
        inside = round
        while inside is not None and not (inside.item.way and name in (inside.item.name, LOOP)):
            inside = inside.outer
        found |= {name} if inside is None else roots(inside.item.way[:1], inside.outer)
    return found


def roots_of(node: FilledNode) -> set[str]:
    """Return the declared variables that a filled scalar rests on."""
    return roots(node.names, node.round) if node.round is not None else set(node.names)


def _list(item: Item, state: State) -> Domain:
    """Return the list that an item goes over."""
    found = options(state[item.way[0]]) if item.way[0] in state else ()
    for key in item.way[1:]:
        found = tuple(inner for one in found for inner in options(field(one, key)))
    return either(found)


def _said(item: Item, state: State, optional: frozenset[str]) -> frozenset[bool]:
    if not isinstance(item.condition, str):
        return frozenset({item.condition is not False})
    from .asking import said

    return said(item.condition, state, optional)


def _kept(item: Item, domain: Domain, state: State, optional: frozenset[str]) -> tuple[Domain, frozenset[bool]]:
    if not isinstance(item.condition, str):
        return domain, frozenset({item.condition is not False})
    from .asking import kept

    return kept(item.name, domain, item.condition, state, optional)


def _values(state: State) -> dict[str, Any] | None:
    """Return the values that names have; None where one is not known."""
    found = {}
    for name, domain in state.items():
        if isinstance(domain, Record):
            inner = _values(domain.fields)
            if inner is None:
                return None
            found[name] = inner
        elif isinstance(domain, Exact):
            found[name] = domain.value
        else:
            return None
    return found


def _terms(chains: Sequence[tuple[Round, ...]], counts: Sequence[Length]) -> Iterator[Term]:
    """Yield the parts of a count: what is always there, and each list that is gone over."""
    always = sum(all(not r.item.way and r.item.condition is None for r in chain) for chain in chains)
    if always:
        yield Term("the rest", Length(always, always), True)
    for chain, count in zip(chains, counts, strict=True):
        ways = [".".join(round.item.way) for round in chain if round.item.way]
        asked = any(round.item.condition is not None for round in chain)
        if ways:
            yield Term(" × ".join(ways), count, False)
        elif asked:
            yield Term("one with 'when'", count, False)
