"""The longest text that a template can become, from its tree and the values at hand, before it runs.

An upper bound, not a measure: what is not known to be short counts as long as it could be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import nodes

MAX_TEXT = 1_000_000
"""The longest text that is rendered, in characters: far over the limit of any field of any provider."""


def longest(tree: nodes.Template, values: Mapping[str, Any]) -> int:
    """Return an upper bound of the rendered text, in characters, and of the work it takes."""
    sizes = {name: _size(value) for name, value in values.items()}
    counts = {name: _count(value) for name, value in values.items()}
    return _Bound(sizes, counts).body(tree.body)


def _size(value: Any) -> int:
    """Characters of a value's text, those of its parts for a container."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return 2 + sum(4 + _size(k) + _size(v) for k, v in value.items())
    if isinstance(value, list):
        return 2 + sum(4 + _size(item) for item in value)
    return 32


def _count(value: Any) -> int:
    """Items of the longest list in a value."""
    if isinstance(value, list):
        return max([len(value), *map(_count, value)])
    if isinstance(value, Mapping):
        return max([len(value), *map(_count, value.values())])
    return len(value) if isinstance(value, str) else 1


class _Bound:
    def __init__(self, sizes: Mapping[str, int], counts: Mapping[str, int]) -> None:
        self.sizes = dict(sizes)
        self.counts = dict(counts)

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
            # A name set twice, perhaps from itself, is as long as its longest value.
            self.sizes[node.target.name] = max(size, self.sizes.get(node.target.name, 0))
            return size
        return MAX_TEXT + 1

    def loop(self, node: nodes.For) -> int:
        iterated = self.expression(node.iter)
        times = self.items(node.iter)
        for name in node.target.find_all(nodes.Name) if not isinstance(node.target, nodes.Name) else [node.target]:
            self.sizes[name.name] = iterated
            self.counts[name.name] = times
        test = self.expression(node.test) if node.test is not None else 0
        return times * (1 + test + self.body(node.body)) + self.body(node.else_)

    def items(self, node: nodes.Node) -> int:
        root = node
        while isinstance(root, (nodes.Getattr, nodes.Getitem)):
            root = root.node
        return self.counts.get(root.name, MAX_TEXT) if isinstance(root, nodes.Name) else MAX_TEXT

    def expression(self, node: nodes.Node) -> int:
        if isinstance(node, nodes.TemplateData):
            return len(node.data)
        if isinstance(node, nodes.Const):
            return _size(node.value)
        if isinstance(node, nodes.Name):
            return self.sizes.get(node.name, 32)
        if isinstance(node, nodes.Filter):
            return self.filter(node)
        # What is taken out of a value is no longer than the value; what is joined is the sum.
        return min(1 + sum(self.expression(child) for child in node.iter_child_nodes()), MAX_TEXT + 1)

    def filter(self, node: nodes.Filter) -> int:
        text = self.expression(node.node) if node.node is not None else 0
        arguments = [*node.args, *(pair.value for pair in node.kwargs)]
        sizes = [self.expression(argument) for argument in arguments]
        widths = [a.value for a in arguments if isinstance(a, nodes.Const) and type(a.value) is int]
        width = max(widths, default=80)
        # A replaced or joined text repeats an argument once for each character; an indent, for each line;
        # percent-encoding writes twelve characters for one; upper case up to three.
        factors = {
            "replace": 1 + max(sizes, default=0),
            "join": 1 + max(sizes, default=0),
            "urlencode": 12,
            "indent": 1 + width,
            "wordwrap": 2,
            "upper": 3,
            "title": 3,
            "capitalize": 3,
        }
        factor = factors.get(node.name, 1)
        grown = (text + 1) * factor + sum(sizes) + (width if node.name in ("center", "truncate", "format") else 0)
        if node.name == "format":
            grown += 100 * (len(arguments) + 1)
        return min(grown, MAX_TEXT + 1)
