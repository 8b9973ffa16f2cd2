"""What can be narrowed so that a message stays within its limits: a declaration, or one inside another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..expressions import keys_in
from ..nodes import FilledNode
from ..slots import text_of
from . import State
from .domain import Domain, Either, Many, Number, Record, Text, options
from .limits import Held
from .opened import Opened

Way = tuple[str, ...]
"""The way to a declaration: `("products", "items", "fields", "name")`."""

_FAR = 100_000


def spelled(way: Way) -> str:
    """Write a way as people read it: `products[].name`."""
    parts = iter(way[1:])
    return way[0] + "".join("[]" if part == "items" else f".{next(parts)}" for part in parts)


def of_scalar(node: FilledNode, opened: Opened) -> list[Way]:
    """Return the declarations of open variables that a scalar is made of."""
    keys = keys_in(node.template)
    found: dict[Way, None] = {}
    for name in node.names:
        way: Way = (name,)
        if node.round is not None:
            from .repeated import declared

            way = declared((name,), node.round)
        if way[0] in opened.open:
            found.update(dict.fromkeys(_leaves(way, at(opened.state, way), keys)))
    return list(found)


def of_count(one: Held, opened: Opened) -> list[Way]:
    """Return the declarations of open lists that a count is made of, the innermost first."""
    from .repeated import declared

    rounds = opened.authored.rounds
    items = one.paths or [path for path in rounds if path[:-1] == one.path]
    found: dict[Way, None] = {}
    for path in items:
        for end in range(len(path), 0, -1):
            round = rounds.get(path[:end])
            if round is not None and round.item.way:
                way = declared(round.item.way, round.outer)
                if way[0] in opened.open:
                    found[way] = None
    return list(found)


def _leaves(way: Way, domain: Domain, keys: Iterable[str]) -> Iterator[Way]:
    if isinstance(domain, Record):
        for key in domain.fields:
            if key in keys:
                yield from _leaves((*way, "fields", key), domain.fields[key], keys)
    else:
        yield way


def at(state: State, way: Way) -> Domain:
    """Return what a declaration allows."""
    domain = state[way[0]]
    parts = iter(way[1:])
    for part in parts:
        if part == "items" and isinstance(domain, Many):
            domain = domain.item
        elif part == "fields" and isinstance(domain, Record):
            domain = domain.fields.get(next(parts), Either(()))
        else:
            return Either(())
    return domain


def changed(state: State, way: Way, change: Callable[[Domain], Domain]) -> State:
    """Return what all variables can be where a declaration is another."""
    return {**state, way[0]: _inside(state[way[0]], way[1:], change)}


def _inside(domain: Domain, way: Way, change: Callable[[Domain], Domain]) -> Domain:
    if not way:
        return change(domain)
    if way[0] == "items" and isinstance(domain, Many):
        return domain._replace(item=_inside(domain.item, way[1:], change))
    if way[0] == "fields" and isinstance(domain, Record):
        inner = _inside(domain.fields[way[1]], way[2:], change)
        return domain._replace(fields={**domain.fields, way[1]: inner})
    return domain


def most(domain: Domain) -> int | None:
    """Return the most of what a constraint can lessen, characters or items; None where none can."""
    if isinstance(domain, Either):
        found = [one for option in domain.options if (one := most(option)) is not None]
        return max(found, default=None)
    if isinstance(domain, (Text, Many)) and not (isinstance(domain, Text) and domain.solid):
        return _FAR if domain.high is None else domain.high
    return None


def least(opened: Opened, way: Way) -> int:
    """What a variable has at least: by its declaration, and by the values that stand in it."""
    declaration = opened.declaration(way[0])
    values = [declaration[role] for role in ("example", "default") if role in declaration]
    sizes = [len(one) if isinstance(one, (str, list)) else len(text_of(one)) for one in _values(values, way[1:])]
    low = min((one.low for one in options(at(opened.state, way)) if isinstance(one, (Text, Many))), default=0)
    return max([low, *sizes])


def _values(values: list[Any], way: Way) -> list[Any]:
    """Return what stands at a way in some values."""
    if not way:
        return values
    if way[0] == "items":
        return _values([item for value in values if isinstance(value, list) for item in value], way[1:])
    inside = [value[way[1]] for value in values if isinstance(value, Mapping) and way[1] in value]
    return _values(inside, way[2:])


def cut(domain: Domain, high: int) -> Domain:
    """Return what a domain holds that has at most so many characters, or items."""
    if isinstance(domain, Either):
        return Either(tuple(cut(option, high) for option in domain.options))
    if isinstance(domain, (Text, Many)):
        return domain._replace(high=high if domain.high is None else min(high, domain.high))
    if isinstance(domain, Number):
        return domain._replace(longest=high)
    return domain
