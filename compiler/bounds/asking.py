"""What a `when` may say of values that are not known, and what is known of them where it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from ..named import NamedTuple
from ..templating import guarded
from ..templating_environment import ENVIRONMENT
from ..templating_subset import refusals
from . import State
from .cases import Cuts, cases
from .domain import ABSENT, Domain, Record, either, field, options, truth
from .expressions import TooManySteps
from .trees import Walk

_BOTH = frozenset({True, False})


class _Flat(NodeTransformer):
    """`product.stock` as one name, so that its values can be cut where the condition asks."""

    def visit_Getattr(self, node: nodes.Getattr, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802
        inner = self.visit(node.node)
        if isinstance(inner, nodes.Name):
            return nodes.Name(f"{inner.name}.{node.attr}", "load", lineno=node.lineno)
        node.node = inner
        return node


class _Read(NamedTuple):
    """The tree of a condition, its keys as names, and the names that it asks for first."""

    tree: nodes.Expr
    asks: frozenset[str]


@lru_cache(maxsize=64)
def _read(condition: str) -> _Read | None:
    """Return a condition as it is read; None of what is no expression of the subset."""
    try:
        tree = ENVIRONMENT.parse(f"{{% if {condition} %}}{{% endif %}}")
        body = tree.body[0] if len(tree.body) == 1 else None
        if not isinstance(body, nodes.If) or body.body or body.else_ or body.elif_ or next(refusals(tree), None):
            return None
    except (TemplateSyntaxError, RecursionError, MemoryError, ValueError):
        return None
    asks = frozenset(guarded(tree))
    return _Read(_Flat().visit(body.test), asks)


def ways(conditions: tuple[str, ...], state: State) -> list[State]:
    """Return the cases of the variables that some conditions ask about, with their keys as names."""
    cuts, names = Cuts(), set()
    for condition in conditions:
        read = _read(condition)
        if read is not None:
            cuts.read(nodes.Template([nodes.If(read.tree, [], [], [])]))
            names |= {name.name for name in _names(read.tree)}
    # What is asked of an item is decided inside its round.
    flat = {**state, **{name: _at(state, name) for name in names if "." in name and name.partition(".")[0] in state}}
    return [{**case.variables} for case in cases(cuts, flat)]


def said(condition: str | bool | None, state: State, optional: frozenset[str]) -> frozenset[bool]:
    """Return what a condition may say; nothing where it fails, whatever the values are.

    The optional variables may have no value where the condition asks first.
    """
    if condition is None or isinstance(condition, bool):
        return frozenset({condition is not False})
    read = _read(condition)
    if read is None:
        return _BOTH
    names = {name.name for name in _names(read.tree)}
    flat = {name: _at(state, name) for name in names if "." in name and name not in state}
    flat |= {name: either([state[name], ABSENT]) for name in read.asks & optional if name in state}
    try:
        return frozenset(truth(Walk({}).expression(read.tree, {**state, **flat})))
    except (TooManySteps, RecursionError, ValueError, OverflowError, MemoryError):
        return _BOTH


def can_hold(condition: str, state: State, optional: frozenset[str]) -> bool:
    """Return whether a condition holds for any values; of what asks an item of a list nobody can tell."""
    read = _read(condition)
    if read is None or any(name.name.partition(".")[0] not in state for name in _names(read.tree)):
        return True
    return True in said(condition, state, optional)


def kept(
    name: str, item: Domain, condition: str | bool | None, state: State, optional: frozenset[str]
) -> tuple[Domain, frozenset[bool]]:
    """Return what an item is of which a condition holds, and what the condition may say of any."""
    inner = {**state, name: item}
    if not isinstance(condition, str):
        return item, said(condition, inner, optional)
    found: list[Domain] = []
    says: set[bool] = set()
    for case in ways((condition,), inner):
        outcome = said(condition, case, optional)
        says |= outcome
        if True in outcome:
            found.append(_narrowed(name, case))
    return either(found), frozenset(says)


def _narrowed(name: str, case: Mapping[str, Domain]) -> Domain:
    """Return an item with what a case says of its keys."""
    item = case[name]
    keys = {at.removeprefix(f"{name}."): domain for at, domain in case.items() if at.startswith(f"{name}.")}
    if isinstance(item, Record):
        return item._replace(fields={**item.fields, **{key: one for key, one in keys.items() if key in item.fields}})
    return item


def _names(tree: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(tree, nodes.Name):
        yield tree
    yield from tree.find_all(nodes.Name)


def _at(state: State, way: str) -> Domain:
    name, *keys = way.split(".")
    found = options(state[name]) if name in state else ()
    for key in keys:
        found = tuple(inner for one in found for inner in options(field(one, key)))
    return either(found)
