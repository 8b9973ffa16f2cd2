"""The part of Jinja that a message may use, checked before anything runs.

What is left is a finite language: no calls, no arithmetic, no ranges. So the longest text that a template
can become is computed first, and one that could grow without measure is refused instead of rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError, meta, nodes

from .expressions import MAX_FAULTS, MAX_TEXT, Fault, Outcome, no_such_key, too_large, undeclared
from .named import NamedTuple
from .shape import UNKNOWN
from .templating_bound import longest
from .templating_cut import Cut, cut
from .templating_environment import ENVIRONMENT
from .templating_subset import refusals

MAX_KEPT = 256
"""Templates that are kept as they were read: many files of few forms have the same, but for their literals."""

_COST = 20_000
_COST_OF_CHARACTER = 40
"""What it takes to parse and compile, in the same steps as the characters that are written."""

_RESULT = "_waml_result"
"""The name that an expression is assigned to: one that begins so is taken in no message."""


def fill(text: str, values: Mapping[str, Any]) -> Outcome:
    """Return what a template becomes with these values; see `expressions.fill`. Never raises."""
    return _guarded(_rendered, text, values)


def evaluate(text: str, values: Mapping[str, Any]) -> Outcome:
    """Return the value of the one expression of a text; see `expressions.evaluate`. Never raises."""
    return _guarded(_valued, text, values)


_GUARDS = frozenset({"default", "d", "defined", "undefined"})
"""The filters and tests that take a name without a value."""

Run = Callable[[str, Mapping[str, Any]], Any]
"""What is done with a template and the values of its names. Raises what Jinja raises."""


def _guarded(run: Run, text: str, values: Mapping[str, Any]) -> Outcome:
    outcome = _caught(run, text, values)
    return outcome._replace(work=outcome.work + _COST + len(text) * _COST_OF_CHARACTER)


def _caught(run: Run, text: str, values: Mapping[str, Any]) -> Outcome:
    try:
        return _fill(run, text, values)
    except TemplateSyntaxError as error:
        return Outcome(UNKNOWN, (), (_syntax(text, error),))
    except (RecursionError, MemoryError, SyntaxError):
        # Jinja's parser, and the Python that compiles what it writes, go down a level for each level of the text.
        return Outcome(UNKNOWN, (), (Fault("template-not-allowed", "the template nests too deep", *_whole(text)),))
    except ValueError as error:
        return Outcome(UNKNOWN, (), (Fault("template-syntax", _reason_of(error), *_whole(text)),))


class Parsed(NamedTuple):
    """A template as it is read: its tree, what is refused, its names with their places, those that need a value."""

    tree: nodes.Template
    refused: tuple[Fault, ...]
    places: Mapping[str, int]
    needed: frozenset[str]


@lru_cache(maxsize=MAX_KEPT)
def read(text: str) -> Parsed:
    """Read a template once for all the items that repeat it. Raises TemplateSyntaxError."""
    tree = ENVIRONMENT.parse(text)
    refused = tuple(islice((_refused(text, node, reason) for node, reason in refusals(tree)), MAX_FAULTS))
    if refused:
        return Parsed(tree, refused, {node.name: node.lineno for node in tree.find_all(nodes.Name)}, frozenset())
    places = _names(tree)
    return Parsed(tree, (), places, frozenset(places) - guarded(tree))


def _fill(run: Run, text: str, values: Mapping[str, Any]) -> Outcome:
    shorter = cut(text) if run is _rendered else None
    if shorter is not None and shorter.literals:
        outcome = fill_cut(shorter, values)
        if outcome is not None:
            return outcome
    return _filled(run, text, values)


def fill_cut(template: Cut, values: Mapping[str, Any]) -> Outcome | None:
    """Return what a template becomes whose literals are cut out; None where it has a fault, which has no place then."""
    try:
        outcome = _filled(_rendered, template.text, {**values, **template.literals})
    except (TemplateSyntaxError, RecursionError, MemoryError, SyntaxError, ValueError):
        return None
    names = tuple(name for name in outcome.names if name not in template.literals)
    return None if outcome.faults else outcome._replace(names=names)


def _filled(run: Run, text: str, values: Mapping[str, Any]) -> Outcome:
    parsed = read(text)
    names = tuple(parsed.places)
    if parsed.refused:
        return Outcome(UNKNOWN, names, parsed.refused)
    loose = islice((name for name in names if name not in values), MAX_FAULTS)
    faults = tuple(undeclared(name, parsed.places[name], values) for name in loose)
    unset = tuple(name for name in names if name in parsed.needed and values.get(name) is UNKNOWN)
    if faults or unset:
        return Outcome(UNKNOWN, names, faults, unset)
    given = {name: values[name] for name in names if values[name] is not UNKNOWN}
    work = longest(parsed.tree, given)
    if work > MAX_TEXT:
        return Outcome(UNKNOWN, names, (too_large(*_whole(text)),))
    return _run(run, text, names, given)._replace(work=work)


def _names(tree: nodes.Template) -> dict[str, int]:
    """Return the names that come from outside, each with the offset of its first use."""
    names = list(tree.find_all(nodes.Name))
    loose = _loose(tree) if any(name.ctx == "store" for name in names) else {name.name for name in names}
    places: dict[str, int] = {}
    for node in names:
        if node.ctx == "load" and node.name in loose:
            places[node.name] = min(node.lineno, places.get(node.name, node.lineno))
    return dict(sorted(places.items(), key=lambda place: place[1]))


def _loose(tree: nodes.Template) -> set[str]:
    """What `meta.find_undeclared_variables` gives, but that folds constants, and fails where one of them does."""
    generator = meta.TrackingCodeGenerator(ENVIRONMENT)
    generator.optimizer = None
    generator.visit(tree)
    return generator.undeclared_identifiers


def guarded(tree: nodes.Template) -> set[str]:
    """Return the names that may have no value: each stands only before `default` or `is defined`."""
    found: list[nodes.Node] = list(tree.find_all((nodes.Filter, nodes.Test, nodes.Name)))
    asked = (n.node for n in found if isinstance(n, (nodes.Filter, nodes.Test)) and n.name in _GUARDS)
    guarded = {id(node): node.name for node in asked if isinstance(node, nodes.Name)}
    return set(guarded.values()) - {n.name for n in found if isinstance(n, nodes.Name) and id(n) not in guarded}


@lru_cache(maxsize=MAX_KEPT)
def _printed(text: str) -> Template:
    return ENVIRONMENT.from_string(read(text).tree)


@lru_cache(maxsize=MAX_KEPT)
def _assigned(text: str) -> Template:
    tree = read(text).tree
    output = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        raise TemplateSyntaxError("one expression is due", len(text))
    assigned = nodes.Assign(nodes.Name(_RESULT, "store"), output.nodes[0], lineno=1)
    assigned.set_environment(ENVIRONMENT)
    return ENVIRONMENT.from_string(nodes.Template([assigned], lineno=1))


def _rendered(text: str, values: Mapping[str, Any]) -> Any:
    return _printed(text).render(values)


def _valued(text: str, values: Mapping[str, Any]) -> Any:
    template = _assigned(text)
    context = template.new_context(dict(values))
    for _ in template.root_render_func(context):
        pass
    value = context.vars[_RESULT]
    if isinstance(value, StrictUndefined):
        str(value)  # raises, and tells what is not there
    return value


def _run(run: Run, text: str, names: tuple[str, ...], values: Mapping[str, Any]) -> Outcome:
    try:
        result = run(text, values)
    except TemplateSyntaxError:
        raise
    except UndefinedError as error:
        return Outcome(UNKNOWN, names, (_undefined(text, str(error)),))
    except (
        TemplateError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        message = f"the template fails: {_reason_of(error)}"
        return Outcome(UNKNOWN, names, (Fault("template-fails", message, *_whole(text)),))
    if isinstance(result, str) and re.search("[\ud800-\udfff]", result):
        message = "the template gives half a character: a lone surrogate"
        return Outcome(UNKNOWN, names, (Fault("template-fails", message, *_whole(text)),))
    return Outcome(result, names, ())


def _refused(text: str, node: nodes.Node, reason: str) -> Fault:
    start = _start(node)
    word = getattr(node, "name", None) or getattr(node, "attr", None)
    found = text.find(word, start) if isinstance(word, str) else -1
    if found >= 0:
        start, end = found, found + len(word or "")
    else:
        closing = re.compile(r"\s*[-+]?[%}]\}|$").search(text, start)
        end = closing.start() if closing else len(text)
    return Fault(
        "template-not-allowed", reason, start, max(end, start + 1), "waml takes names, filters, if, for and set"
    )


def _start(node: nodes.Node) -> int:
    """A call begins with what is called; of a `for` it is the list that is at fault."""
    if isinstance(node, nodes.For) and not node.recursive:
        return _start(node.iter)
    if isinstance(node, nodes.Call):
        while isinstance(node, (nodes.Call, nodes.Getattr, nodes.Getitem)):
            node = node.node
    return node.lineno


def _syntax(text: str, error: TemplateSyntaxError) -> Fault:
    message = (error.message or "this is no template").rstrip(".").lower()
    message = message.partition(". jinja was looking")[0].partition(" you probably made")[0].rstrip(".")
    at = min(error.lineno, max(len(text) - 1, 0))
    hint = None
    if "end of template" in message or "end of print" in message or "'}'" in message or "expected" in message:
        hint = "an expression opens with '{{' and closes with '}}'; literal braces are written {{ '{{' }}"
    return Fault("template-syntax", message, at, min(at + 1, len(text)), hint)


def _undefined(text: str, message: str) -> Fault:
    match = re.search(r"has no (?:attribute|element) '?(\w+)'?", message)
    if match and (found := re.search(rf"\b{re.escape(match[1])}\b", text)):
        return no_such_key("the value", match[1], *found.span(), ())
    return Fault("template-fails", f"the template fails: {message}", *_whole(text))


def _reason_of(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".").lower()[:200] or type(error).__name__


def _whole(text: str) -> tuple[int, int]:
    """The expressions of a text, from the first that opens to the last that closes."""
    match = re.search(r"\{[{%#]", text)
    start = match.start() if match else 0
    end = max(text.rfind("}}"), text.rfind("%}")) + 2
    return (start, end) if end > start + 1 else (start, len(text))
