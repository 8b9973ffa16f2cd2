"""The part of Jinja that a message may use, checked before anything runs.

What is left is a finite language: no calls, no arithmetic, no ranges. So the longest text that a template
can become is computed first, and one that could grow without measure is refused instead of rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .expressions import Fault, Outcome, no_such_key, undeclared
from .shape import UNKNOWN, text_of
from .templating_bound import MAX_TEXT, longest

MAX_TEMPLATE = 100_000
"""The longest template that is parsed, in characters; a text message holds a small part of it."""

FILTERS = frozenset(
    "abs capitalize center default d first float format indent int join last length count lower map max min replace "
    "reverse round sort string title trim truncate unique upper urlencode wordcount wordwrap".split()
)
TESTS = frozenset(
    "defined undefined none string number integer float boolean eq ne lt le gt ge in odd even true false "
    "sequence mapping upper lower equalto sameas".split()
)
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Concat, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
    nodes.If, nodes.For, nodes.Assign, nodes.CondExpr, nodes.List, nodes.Tuple, nodes.Neg, nodes.Keyword,
)  # fmt: skip


class Environment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, where a dot reaches the keys of a mapping and nothing else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if type(obj).__name__ == "LoopContext" and attribute in (
            "index",
            "index0",
            "first",
            "last",
            "length",
        ):
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, (Mapping, list, str)):
            return super().getitem(obj, argument)
        return self.undefined(obj=obj, name=argument)


def _environment() -> Environment:
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        finalize=_finalized,
        cache_size=0,
        # Folding constants runs `'x' * 10**9` while it only reads the template.
        optimized=False,
    )
    environment.globals.clear()
    return environment


def _finalized(value: Any) -> Any:
    return value if isinstance(value, StrictUndefined) else text_of(value)


_ENV = _environment()


def fill(text: str, values: Mapping[str, Any]) -> Outcome:
    """Return what a template becomes with these values; see `expressions.fill`. Never raises."""
    if len(text) > MAX_TEMPLATE:
        message = f"the template is {len(text)} characters; waml takes {MAX_TEMPLATE}"
        return Outcome(UNKNOWN, (), (Fault("template-too-large", message, 0, 1),))
    try:
        return _fill(text, values)
    except TemplateSyntaxError as error:
        return Outcome(UNKNOWN, (), (_syntax(text, error),))
    except RecursionError:
        return Outcome(UNKNOWN, (), (Fault("template-not-allowed", "the template nests too deep", 0, 1),))


def _fill(text: str, values: Mapping[str, Any]) -> Outcome:
    tree = _ENV.parse(text)
    refused = tuple(_refused(tree, text))
    if refused:
        return Outcome(UNKNOWN, tuple(node.name for node in tree.find_all(nodes.Name)), refused)
    names, loose = _names(tree, text)
    faults = tuple(undeclared(name, at, values) for name, at in loose if name not in values)
    needed = set(names) - _guarded(tree)
    unset = tuple(name for name in names if name in needed and values.get(name) is UNKNOWN)
    if faults or unset:
        return Outcome(UNKNOWN, names, faults, unset)
    given = {name: values[name] for name in names if values[name] is not UNKNOWN}
    if longest(tree, given) > MAX_TEXT:
        message = f"the template can become longer than {MAX_TEXT} characters"
        return Outcome(UNKNOWN, names, (Fault("template-too-large", message, *_whole(text)),))
    return _render(text, tree, names, given)


def _guarded(tree: nodes.Template) -> set[str]:
    """Return the names that may have no value: each stands only before `default` or `is defined`."""
    guards = [n for n in tree.find_all(nodes.Filter) if n.name in ("default", "d")]
    tests = [n for n in tree.find_all(nodes.Test) if n.name in ("defined", "undefined")]
    guarded = [n.node for n in (*guards, *tests) if isinstance(n.node, nodes.Name)]
    names = {node.name for node in guarded}
    return names - {node.name for node in tree.find_all(nodes.Name) if not any(node is g for g in guarded)}


def _render(text: str, tree: nodes.Template, names: tuple[str, ...], values: Mapping[str, Any]) -> Outcome:
    try:
        rendered = _ENV.from_string(tree).render(values)
    except UndefinedError as error:
        return Outcome(UNKNOWN, names, (_undefined(text, str(error)),))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        reason = str(error).rstrip(".").lower() or type(error).__name__
        return Outcome(UNKNOWN, names, (Fault("template-fails", f"the template fails: {reason}", *_whole(text)),))
    return Outcome(rendered, names, ())


def _refused(tree: nodes.Template, text: str) -> Iterator[Fault]:
    for node in _walk(tree):
        reason = _reason(node)
        if reason is not None:
            word = getattr(node, "name", None) or getattr(node, "attr", None)
            start, end = _find(text, word if isinstance(word, str) else None, node.lineno)
            yield Fault("template-not-allowed", reason, start, end, "waml takes names, filters, if, for and set")


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(list(node.iter_child_nodes())))


def _reason(node: nodes.Node) -> str | None:
    """Return why a node is not of the subset, or None if it is."""
    if isinstance(node, nodes.Call):
        return "calls are not taken"
    if isinstance(node, nodes.BinExpr) and not isinstance(node, (nodes.And, nodes.Or)):
        return f"the operator '{getattr(node, 'operator', '?')}' is not taken"
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return f"the name '{node.attr}' is not taken"
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return f"the filter '{node.name}' is not taken"
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return f"the test '{node.name}' is not taken"
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.iter, (nodes.Name, nodes.Getattr))):
        return "'for' goes over a declared list"
    if isinstance(node, nodes.Filter):
        return _filter_reason(node)
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        return "'set' sets one name"
    if not isinstance(node, _NODES):
        return f"'{type(node).__name__.lower()}' is not taken"
    return None


def _filter_reason(node: nodes.Filter) -> str | None:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return f"the arguments of '{node.name}' are written out"
    if node.name == "map" and not (node.kwargs and all(pair.key in ("attribute", "default") for pair in node.kwargs)):
        return "'map' takes attribute="
    arguments = [*node.args, *(pair.value for pair in node.kwargs)]
    if node.name in ("center", "indent", "truncate", "wordwrap", "round", "int", "float"):
        for argument in arguments:
            if not isinstance(argument, nodes.Const):
                return f"the arguments of '{node.name}' are literal"
            if isinstance(argument.value, int) and abs(argument.value) > MAX_WIDTH:
                return f"'{argument.value}' is too large for '{node.name}'; {MAX_WIDTH} is the most"
    if node.name == "format" and not _is_safe_format(node.node):
        return "'format' takes a literal text with %s and %d"
    return None


MAX_WIDTH = 4096
"""The largest width or count in a filter, in characters: the longest text that any provider takes."""


def _is_safe_format(node: Any) -> bool:
    # A width in the format itself could be as large as one likes.
    if not isinstance(node, nodes.Const) or not isinstance(node.value, str):
        return False
    return re.fullmatch(r"(?:[^%]|%%|%[sd]|%0?\.?[0-9]{1,2}[sdf])*", node.value) is not None


def _names(tree: nodes.Template, text: str) -> tuple[tuple[str, ...], list[tuple[str, int]]]:
    """Return the names that come from outside, and each with its offset in the text."""
    from jinja2 import meta

    loose = meta.find_undeclared_variables(tree)
    places: list[tuple[str, int]] = []
    at, before = 0, ""
    for _, kind, token in _ENV.lex(text):
        found = text.find(token, at)
        if kind == "name" and token in loose and before not in (".", "|"):
            places.append((token, found))
        if kind != "whitespace":
            before = token
        at = found + len(token)
    names = tuple(dict.fromkeys(name for name, _ in places))
    return names, list({name: (name, at) for name, at in reversed(places)}.values())


def _syntax(text: str, error: TemplateSyntaxError) -> Fault:
    message = (error.message or "this is no template").rstrip(".").lower()
    start = _line_start(text, error.lineno)
    opening = [m.start() for m in re.finditer(r"\{[{%#]", text[: _line_start(text, error.lineno + 1)])]
    at = opening[-1] if opening else start
    hint = None
    if (
        "unexpected '}'" in message
        or "unexpected end of template" in message
        or "expected token 'end of print" in message
    ):
        hint = "an expression opens with '{{' and closes with '}}'; literal braces are written {{ '{{' }}"
    return Fault("template-syntax", message, at, min(at + 2, len(text)), hint)


def _undefined(text: str, message: str) -> Fault:
    match = re.search(r"has no attribute '?(\w+)'?", message)
    if match:
        start, end = _find(text, match[1], 1)
        return no_such_key("the value", match[1], start, end, ())
    return Fault("template-fails", f"the template fails: {message}", *_whole(text))


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        found = text.find("\n", at)
        if found < 0:
            return len(text)
        at = found + 1
    return at


def _find(text: str, word: str | None, line: int) -> tuple[int, int]:
    start = _line_start(text, line)
    if word is not None and (match := re.compile(rf"\b{re.escape(word)}\b").search(text, start)):
        return match.span()
    match = re.compile(r"\{[{%]").search(text, start) or re.compile(r"\{[{%]").search(text)
    return match.span() if match else (0, min(1, len(text)))


def _whole(text: str) -> tuple[int, int]:
    match = re.search(r"\{[{%].*[}%]\}", text, re.DOTALL)
    return match.span() if match else (0, len(text))
