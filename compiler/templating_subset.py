"""Which part of Jinja a message may use, decided on the tree before anything runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

FILTERS = frozenset(
    "abs capitalize center default d first float format indent int join last length count lower map max min replace "
    "reverse round sort string title trim truncate unique upper urlencode wordcount wordwrap".split()
)
TESTS = frozenset(
    "defined undefined none string number integer float boolean eq ne lt le gt ge in odd even true false "
    "sequence mapping upper lower equalto sameas".split()
)
MAX_WIDTH = 4096
"""The largest width or count in a filter, in characters: far over the width of any screen."""

MAX_LEVELS = 60
"""Levels of a template's tree. Jinja and Python compile it recursively."""

_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Concat, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
    nodes.If, nodes.For, nodes.Assign, nodes.CondExpr, nodes.List, nodes.Tuple, nodes.Neg, nodes.Keyword,
)  # fmt: skip
_WORDS = {
    nodes.Dict: "a mapping", nodes.Slice: "a slice", nodes.Macro: "'macro'", nodes.Include: "'include'",
    nodes.Import: "'import'", nodes.FromImport: "'from'", nodes.Extends: "'extends'", nodes.Block: "'block'",
    nodes.CallBlock: "'call'", nodes.FilterBlock: "'filter' as a block", nodes.AssignBlock: "'set' as a block",
    nodes.NSRef: "a namespace", nodes.Pos: "the operator '+'",
}  # fmt: skip
_FORMAT = re.compile(r"(?:[^%]|%%|%[sd]|%0?[0-9]{0,2}(?:\.[0-9]{1,2})?[sdf])*")
_LITERAL = frozenset({"center", "indent", "truncate", "wordwrap", "round", "int", "float"})


def refusals(tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    """Yield each node that is not of the subset, and why."""
    stack: list[tuple[nodes.Node, int]] = [(tree, 1)]
    while stack:
        node, level = stack.pop()
        reason = _reason(node) if level <= MAX_LEVELS else "the template nests too deep"
        if reason is None:
            stack.extend((child, level + 1) for child in reversed(list(node.iter_child_nodes())))
        else:
            # What is inside goes with it.
            yield node, reason


def _reason(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Call):
        return "calls are not taken"
    if isinstance(node, nodes.BinExpr) and not isinstance(node, (nodes.And, nodes.Or)):
        return f"the operator '{node.operator}' is not taken"
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f"the name '{node.attr}' is not taken"
    if isinstance(node, nodes.Filter):
        return f"the filter '{node.name}' is not taken" if node.name not in FILTERS else _filter_reason(node)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return f"the test '{node.name}' is not taken"
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.iter, (nodes.Name, nodes.Getattr))):
        return "'for' goes over a declared list"
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        return "'set' sets one name"
    if not isinstance(node, _NODES):
        return f"{_WORDS.get(type(node), type(node).__name__.lower())} is not taken"
    return None


def _filter_reason(node: nodes.Filter) -> str | None:
    if node.node is None:
        return "'filter' as a block is not taken"
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return f"the arguments of '{node.name}' are written out"
    if node.name == "map" and not (node.kwargs and all(pair.key in ("attribute", "default") for pair in node.kwargs)):
        return "'map' takes attribute="
    if node.name in _LITERAL:
        for argument in (*node.args, *(pair.value for pair in node.kwargs)):
            value = argument.value if isinstance(argument, nodes.Const) else _negated(argument)
            if value is None:
                return f"the arguments of '{node.name}' are literal"
            if isinstance(value, (int, float)) and abs(value) > MAX_WIDTH:
                return f"'{node.name}' takes at most {MAX_WIDTH}"
    if node.name == "wordwrap" and not _is_width(node):
        return "'wordwrap' takes a width of 1 and more"
    if node.name == "format" and not _is_safe_format(node.node):
        return "'format' takes a literal text with %s and %d"
    return None


def _negated(node: nodes.Node) -> Any:
    return -node.node.value if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const) else None


def _is_width(node: nodes.Filter) -> bool:
    widths = [*node.args[:1], *(pair.value for pair in node.kwargs if pair.key == "width")]
    return all(isinstance(w, nodes.Const) and type(w.value) is int and w.value > 0 for w in widths)


def _is_safe_format(node: Any) -> bool:
    # A width in the format itself could be as large as one likes.
    if not isinstance(node, nodes.Const) or not isinstance(node.value, str):
        return False
    return _FORMAT.fullmatch(node.value) is not None
