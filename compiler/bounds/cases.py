"""Cases: the domains of variables cut where the conditions of a template ask, so that each case decides them.

In `{% if vip %}A{% else %}BB{% endif %}{% if vip %}C{% endif %}` nobody gets BB and C. Each case is bounded by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import ceil, floor
from typing import Any

from jinja2 import nodes

from ..named import NamedTuple
from .domain import Domain, Exact, Many, Number, Text, options

MAX_CASES = 64
"""Cases of one template. Conditions beyond them go both ways."""

_MAX_CHOICES = 16

_FAR = 1e30


class Case(NamedTuple):
    """A domain for each variable. Not firm: it takes a text or a list to be empty that nobody declared to be."""

    variables: dict[str, Domain]
    firm: bool = True


class Cuts:
    """Where a variable is asked about: values that it is compared with, and lengths."""

    def __init__(self) -> None:
        self.values: dict[str, list[Any]] = {}
        self.lengths: dict[str, set[int]] = {}

    def read(self, node: nodes.Node) -> None:
        """Read the conditions below a node."""
        for test in _conditions(node):
            for name in test.find_all(nodes.Name) if not isinstance(test, nodes.Name) else [test]:
                self.values.setdefault(name.name, [])
                self.lengths.setdefault(name.name, {1})
            for compare in _within(test, nodes.Compare):
                self.compare([compare.expr, *(operand.expr for operand in compare.ops)])
            for one in _within(test, nodes.Test):
                self.compare([one.node, *one.args])

    def compare(self, sides: list[nodes.Node]) -> None:
        constants = [value for side in sides for value in _constants(side)]
        for side in sides:
            if isinstance(side, nodes.Name):
                self.values[side.name] += constants
            elif (
                isinstance(side, nodes.Filter)
                and side.name in ("length", "count")
                and isinstance(side.node, nodes.Name)
            ):
                wholes = [value for value in constants if isinstance(value, int)]
                self.lengths[side.node.name] |= {one for value in wholes for one in (value, value + 1)}


def _conditions(tree: nodes.Node) -> Iterator[nodes.Node]:
    for branch in tree.find_all(nodes.If):
        yield branch.test
    for choice in tree.find_all(nodes.CondExpr):
        yield choice.test
    yield from tree.find_all((nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Test))
    for loop in tree.find_all(nodes.For):
        if loop.test is not None:
            yield loop.test
    for filter in tree.find_all(nodes.Filter):
        if filter.name in ("default", "d") and filter.node is not None:
            yield filter.node


def _within(node: nodes.Node, kind: type[Any]) -> Iterator[Any]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _constants(node: nodes.Node) -> list[Any]:
    if isinstance(node, nodes.Const):
        return [node.value]
    if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const):
        return [-node.node.value] if isinstance(node.node.value, (int, float)) else []
    return (
        [value for item in node.items for value in _constants(item)]
        if isinstance(node, (nodes.List, nodes.Tuple))
        else []
    )


def cases(cuts: Cuts, variables: Mapping[str, Domain]) -> list[Case]:
    """Return the cases of a template, at least one: together they hold all that the variables may be."""
    parts: dict[str, list[Domain]] = {}
    count = 1
    for name, values in cuts.values.items():
        if name not in variables:
            continue
        pieces = list(_cut(variables[name], values, cuts.lengths[name]))
        if 1 < len(pieces) <= _MAX_CHOICES and count * len(pieces) <= MAX_CASES:
            count *= len(pieces)
            parts[name] = pieces
    return [
        Case({**variables, **dict(zip(parts, chosen, strict=True))}, all(getattr(one, "firm", True) for one in chosen))
        for chosen in product(*parts.values())
    ]


def _cut(domain: Domain, values: Iterable[Any], lengths: set[int]) -> Iterator[Domain]:
    for option in options(domain):
        if isinstance(option, Text):
            yield from _cut_text(option, [v for v in values if isinstance(v, str)], lengths)
        elif isinstance(option, Many):
            for low, high in _spans(option.low, option.high, lengths):
                yield option._replace(low=low, high=high, firm=option.firm or low > option.low)
        elif isinstance(option, Number):
            yield from _cut_number(option, sorted({v for v in values if isinstance(v, (int, float)) and abs(v) < _FAR}))
        else:
            yield option


def _spans(low: int, high: int | None, starts: set[int]) -> Iterator[tuple[int, int | None]]:
    for start in sorted(starts):
        if low < start and (high is None or start <= high):
            yield low, start - 1
            low = start
    yield low, high


def _cut_text(text: Text, values: list[str], lengths: set[int]) -> Iterator[Domain]:
    for value in dict.fromkeys(values):
        if text.low <= len(value) and (text.high is None or len(value) <= text.high) and value:
            yield Exact(value)
    for low, high in _spans(text.low, text.high, lengths):
        yield text._replace(low=low, high=high, firm=text.firm or low > text.low)


def _cut_number(number: Number, values: list[float]) -> Iterator[Domain]:
    low = number.low
    for value in [*values, *([] if 0 in values else [0])]:
        below = low is None or low < value
        above = number.high is None or value <= number.high
        if not (above and (below or low == value)):
            continue
        if below:
            # Of whole numbers the last below; of others the value itself, for want of the one before it.
            yield number._replace(low=low, high=ceil(value) - 1 if number.whole else value)
        if not number.whole or value == int(value):
            yield number._replace(low=value, high=value)
        low = floor(value) + 1 if number.whole else value
    if low is None or number.high is None or low <= number.high:
        yield number._replace(low=low, high=number.high)
