"""What an expression of a template may give, over the tree of its Jinja.

What is known is filtered and tested by Jinja itself, so with nothing but known values this gives what Jinja gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice, product
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes

from ..templating_environment import ENVIRONMENT
from .conditions import compared, tested
from .domain import (
    ABSENT,
    ANYTHING,
    NOTHING,
    Absent,
    Anything,
    Domain,
    Exact,
    Many,
    Number,
    Text,
    as_text,
    either,
    field,
    length_of,
    loosened,
    options,
    total,
    truth,
)
from .filters import FILTERS

MAX_STEPS = 20_000
"""Nodes that are visited for one template; what takes more is not bounded."""

_MAX_KNOWN = 2000
"""Characters that Jinja itself filters here; a longer text is only measured."""

_MAX_PRODUCT = 64

_CONTEXT = ENVIRONMENT.from_string("").new_context()

_NO_ELSE = Exact(Undefined())
"""What an `if` in an expression gives without its `else`: not the strict kind, it is written as nothing."""

State = Mapping[str, Domain]


class TooManySteps(Exception):
    """The template has more cases than are gone through."""


class Expressions:
    """A walk of expressions, each with the domains of the names in its scope."""

    def __init__(self) -> None:
        self.steps = 0

    def count(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooManySteps

    def expression(self, node: nodes.Node, state: State) -> Domain:
        self.count()
        visit = _EXPRESSIONS.get(type(node))
        return visit(self, node, state) if visit is not None else either([ANYTHING, ABSENT])

    def name(self, node: nodes.Name, state: State) -> Domain:
        return state.get(node.name, ABSENT)

    def inner(self, node: nodes.Getattr | nodes.Getitem, state: State) -> Domain:
        keys: Domain = Exact(node.attr) if isinstance(node, nodes.Getattr) else self.expression(node.arg, state)
        of_key = isinstance(node, nodes.Getattr)
        found = []
        for option in options(self.expression(node.node, state)):
            for key in options(keys):
                found.append(_inside(option, key, of_key))
        return either(found)

    def concat(self, node: nodes.Concat, state: State) -> Domain:
        values = [self.expression(child, state) for child in node.nodes]
        if all(isinstance(value, Exact) for value in values):
            return Exact("".join(str(value.value) for value in values if isinstance(value, Exact)))
        lengths = [length_of(value, as_python=True) for value in values]
        if any(length is None for length in lengths):
            return NOTHING
        whole = total(length for length in lengths if length is not None)
        solid = all(isinstance(text, Text) and text.solid for text in map(as_text, values))
        return Text(*whole, solid)

    def choice(self, node: nodes.CondExpr, state: State) -> Domain:
        outcome = truth(self.expression(node.test, state))
        found = [self.expression(node.expr1, state)] if True in outcome else []
        if False in outcome:
            found.append(_NO_ELSE if node.expr2 is None else self.expression(node.expr2, state))
        return either(found)

    def logic(self, node: nodes.And | nodes.Or, state: State) -> Domain:
        left = self.expression(node.left, state)
        outcome, stops = truth(left), isinstance(node, nodes.Or)
        found = [narrowed(left, stops)] if stops in outcome else []
        if (not stops) in outcome:
            found.append(self.expression(node.right, state))
        return either(found)

    def negation(self, node: nodes.Not, state: State) -> Domain:
        return either(Exact(not value) for value in sorted(truth(self.expression(node.node, state))))

    def minus(self, node: nodes.Neg, state: State) -> Domain:
        return either(_negative(option) for option in options(self.expression(node.node, state)))

    def sequence(self, node: nodes.List | nodes.Tuple, state: State) -> Domain:
        items = [self.expression(item, state) for item in node.items]
        if all(isinstance(item, Exact) for item in items):
            values = [item.value for item in items if isinstance(item, Exact)]
            return Exact(values if isinstance(node, nodes.List) else tuple(values))
        return Many(either(items), len(items), len(items))

    def compare(self, node: nodes.Compare, state: State) -> Domain:
        left = self.expression(node.expr, state)
        found: set[bool] = {True}
        for operand in node.ops:
            right = self.expression(operand.expr, state)
            outcome = {
                value
                for one, other in islice(product(options(left), options(right)), _MAX_PRODUCT * _MAX_PRODUCT)
                for value in compared(operand.op, one, other)
            }
            found = {a and b for a in found for b in outcome}
            left = right
        return either(Exact(value) for value in sorted(found))

    def test(self, node: nodes.Test, state: State) -> Domain:
        arguments = self.arguments(node, state)
        found: set[bool] = set()
        for option in options(self.expression(node.node, state)):
            known = _known([option, *arguments[0]]) if not arguments[1] else None
            if known is None:
                found |= tested(node.name, option, arguments[0])
                continue
            try:
                found.add(bool(ENVIRONMENT.call_test(node.name, known[0], known[1:])))
            except Exception:
                continue
        return either(Exact(value) for value in sorted(found))

    def arguments(self, node: nodes.Filter | nodes.Test, state: State) -> tuple[list[Domain], dict[str, Domain]]:
        positional = [self.expression(argument, state) for argument in node.args]
        return positional, {str(pair.key): self.expression(pair.value, state) for pair in node.kwargs}

    def filter(self, node: nodes.Filter, state: State) -> Domain:
        value = self.expression(node.node, state) if node.node is not None else NOTHING
        positional, named = self.arguments(node, state)
        choices = [options(value), *map(options, positional), *map(options, named.values())]
        size = 1
        for choice in choices:
            size *= len(choice)
        if size > _MAX_PRODUCT:
            return ANYTHING
        split = len(positional) + 1
        return either(
            _filtered(node.name, one[0], list(one[1:split]), dict(zip(named, one[split:], strict=True)))
            for one in product(*choices)
        )


_EXPRESSIONS: Mapping[type, Callable[[Expressions, Any, State], Domain]] = {
    nodes.TemplateData: lambda walk, node, state: Exact(node.data),
    nodes.Const: lambda walk, node, state: Exact(node.value),
    nodes.Name: Expressions.name,
    nodes.Getattr: Expressions.inner,
    nodes.Getitem: Expressions.inner,
    nodes.Concat: Expressions.concat,
    nodes.CondExpr: Expressions.choice,
    nodes.And: Expressions.logic,
    nodes.Or: Expressions.logic,
    nodes.Not: Expressions.negation,
    nodes.Neg: Expressions.minus,
    nodes.List: Expressions.sequence,
    nodes.Tuple: Expressions.sequence,
    nodes.Compare: Expressions.compare,
    nodes.Test: Expressions.test,
    nodes.Filter: Expressions.filter,
}


def _filtered(name: str, value: Domain, positional: list[Domain], named: Mapping[str, Domain]) -> Domain:
    known = _known([value, *positional, *named.values()])
    if known is not None:
        split = len(positional) + 1
        try:
            result = ENVIRONMENT.call_filter(
                name, known[0], known[1:split], dict(zip(named, known[split:], strict=True)), context=_CONTEXT
            )
        except Exception:
            # What fails is not written: no rendering comes of it.
            return NOTHING
        return ABSENT if isinstance(result, StrictUndefined) else Exact(result)
    if isinstance(value, Absent) and name not in ("default", "d"):
        return NOTHING
    loose = loosened(value)
    if isinstance(loose, Exact) and name not in ("default", "d", "format"):
        return ANYTHING
    return FILTERS[name](value if name in ("default", "d", "format") else loose, (positional, named))


def _known(domains: list[Domain]) -> list[Any] | None:
    """Return the values of domains that are known and short, an undefined one for none at all."""
    values: list[Any] = []
    size = 0
    for domain in domains:
        if isinstance(domain, Absent):
            values.append(ENVIRONMENT.undefined())
        elif isinstance(domain, Exact):
            values.append(domain.value)
            size += len(domain.value) if isinstance(domain.value, (str, list, tuple)) else 1
        else:
            return None
    return values if size <= _MAX_KNOWN else None


def _inside(option: Domain, key: Domain, of_key: bool) -> Domain:
    if isinstance(key, (Absent, Anything)) or not isinstance(key, Exact):
        return either([ANYTHING, ABSENT])
    name = key.value
    if isinstance(option, Absent):
        return ABSENT
    if isinstance(option, Exact) and not isinstance(option.value, Mapping):
        if of_key or not isinstance(option.value, (list, str)):
            return ABSENT
        try:
            return Exact(option.value[name])
        except (LookupError, TypeError):
            return ABSENT
    if isinstance(option, (Text, Many)) and not of_key and isinstance(name, int):
        one: Domain = option.item if isinstance(option, Many) else Text(1, 1, True, option.solid)
        needed = name + 1 if name >= 0 else -name
        there = [one] if option.high is None or option.high >= needed else []
        return either([*there, *([] if option.low >= needed else [ABSENT])])
    try:
        return field(option, name)
    except TypeError:
        return ABSENT


def _negative(option: Domain) -> Domain:
    if isinstance(option, Exact) and isinstance(option.value, (int, float)):
        return Exact(-option.value)
    if isinstance(option, Number):
        low, high = option.high, option.low
        cap = None if option.longest is None else option.longest + 1
        return Number(None if low is None else -low, None if high is None else -high, option.whole, cap)
    return ANYTHING if isinstance(option, Anything) else NOTHING


def narrowed(domain: Domain, outcome: bool) -> Domain:
    """Return what a domain holds that counts as true, or as false."""
    found: list[Domain] = []
    for option in options(domain):
        if outcome not in truth(option):
            continue
        if isinstance(option, Text):
            found.append(option._replace(low=max(option.low, 1), firm=True) if outcome else Exact(""))
        elif isinstance(option, Number) and not outcome:
            found.append(Exact(0))
        else:
            found.append(option)
    return either(found)


def label_of(node: nodes.Node) -> str:
    """Return how an expression is called in an explanation: a name with its filters, else its names."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Const):
        return repr(node.value)
    if isinstance(node, nodes.Getattr):
        return f"{label_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Filter) and node.node is not None:
        return f"{label_of(node.node)}|{node.name}"
    names = dict.fromkeys(name.name for name in node.find_all(nodes.Name))
    return " and ".join(names) or "…"
