"""The longest text that a template can become, from its tree and the values at hand, before it runs.

An upper bound, not a measure: what is not known to be short counts as long as it could be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import nodes

from .expressions import MAX_TEXT, size_of

_REPR = 10
"""Characters that one becomes at most where a list is written as text: `\\U000e0001`."""


def longest(tree: nodes.Template, values: Mapping[str, Any]) -> int:
    """Return an upper bound of the rendered text, in characters, and of the work it takes."""
    return _Bound(values).body(tree.body)


def _count(value: Any) -> int:
    """Items of the longest list, mapping or text in a value."""
    if isinstance(value, Mapping):
        return max([len(value), *map(_count, value), *map(_count, value.values())])
    if isinstance(value, list):
        return max([len(value), *map(_count, value)])
    return len(value) if isinstance(value, str) else 1


class _Bound:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.items_of = {name: value for name, value in values.items() if isinstance(value, list)}
        self.sizes = {name: size_of(value) for name, value in values.items()}
        self.counts = {name: _count(value) for name, value in values.items()}

    def body(self, statements: list[nodes.Node]) -> int:
        return min(sum(self.statement(node) for node in statements), MAX_TEXT + 1)

    def statement(self, node: nodes.Node) -> int:
        if isinstance(node, nodes.Output):
            return 1 + sum(self.expression(child) for child in node.nodes)
        if isinstance(node, nodes.If):
            test = self.expression(node.test)
            return test + self.body(node.body) + sum(map(self.statement, node.elif_)) + self.body(node.else_)
        if isinstance(node, nodes.For):
            return self.loop(node)
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            size = self.expression(node.node)
            self.grow(node.target.name, size, size)
            return size
        return MAX_TEXT + 1

    def grow(self, name: str, size: int, count: int) -> None:
        """A name that is set twice, perhaps from itself, or hidden by a loop for a while, is as long as its longest."""
        self.sizes[name] = max(size, self.sizes.get(name, 0))
        self.counts[name] = max(count, self.counts.get(name, 0))
        self.items_of.pop(name, None)

    def loop(self, node: nodes.For) -> int:
        size, times = self.expression(node.iter), self.times(node.iter)
        items = self.items_of.get(node.iter.name) if isinstance(node.iter, nodes.Name) else None
        count = times
        if items is not None:
            size, count = max(map(size_of, items), default=0), max(map(_count, items), default=0)
        for name in node.target.find_all(nodes.Name) if not isinstance(node.target, nodes.Name) else [node.target]:
            self.grow(name.name, size, count)
        test = self.expression(node.test) if node.test is not None else 0
        return min(times * (1 + test + self.body(node.body)) + self.body(node.else_), MAX_TEXT + 1)

    def times(self, node: nodes.Node) -> int:
        root = node
        while isinstance(root, (nodes.Getattr, nodes.Getitem)):
            root = root.node
        return self.counts.get(root.name, MAX_TEXT) if isinstance(root, nodes.Name) else MAX_TEXT

    def expression(self, node: nodes.Node) -> int:
        if isinstance(node, nodes.TemplateData):
            return len(node.data)
        if isinstance(node, nodes.Const):
            return size_of(node.value)
        if isinstance(node, nodes.Name):
            return self.sizes.get(node.name, 32)
        if isinstance(node, nodes.Filter):
            return self.filter(node)
        # What is taken out of a value is no longer than the value; what is joined is the sum.
        total = 1 + sum(self.expression(child) for child in node.iter_child_nodes())
        return min(total * _REPR if isinstance(node, (nodes.List, nodes.Tuple)) else total, MAX_TEXT + 1)

    def filter(self, node: nodes.Filter) -> int:
        text = self.expression(node.node) if node.node is not None else 0
        arguments = [*node.args, *(pair.value for pair in node.kwargs)]
        sizes = [self.expression(argument) for argument in arguments]
        widths = [abs(a.value) for a in arguments if isinstance(a, nodes.Const) and type(a.value) is int]
        width, longest_argument = max(widths, default=80), max(sizes, default=0)
        # A replaced or joined text repeats an argument once for each character; an indent or a wrapped line, for
        # each line; percent-encoding writes twelve characters for one; upper case up to three. Wrapping takes
        # the front off a long word again and again.
        factors = {
            "replace": 1 + longest_argument,
            "join": 1 + longest_argument,
            "urlencode": 12,
            "indent": 1 + max(width, longest_argument),
            "wordwrap": 2 + longest_argument + text // 100,
            "upper": 3,
            "title": 3,
            "capitalize": 3,
            "lower": 2,
        }
        grown = (text + 1) * factors.get(node.name, 1) + sum(sizes)
        if node.name in ("center", "truncate", "round"):
            grown += width
        if node.name in ("format", "int", "float"):
            grown += 500 * (len(arguments) + 1)
        return min(grown, MAX_TEXT + 1)
