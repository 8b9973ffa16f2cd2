"""What each piece of a Jinja template gave: its tree is marked at every output, rendered again, and cut there."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from jinja2 import TemplateError, nodes

from .shape import UNKNOWN
from .slices import Slice
from .templating_environment import ENVIRONMENT

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"  # for private use: no message has a meaning for them
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


def cut(template: str, values: Mapping[str, Any], filled: str) -> list[Slice] | None:
    """Return the slices of a template that renders with these values. None where that cannot be told."""
    if _OPEN in template or _CLOSE in template:
        return None
    try:
        printed = _printed(template)
        if printed == [(0, len(template))]:
            return [Slice(filled, 0, len(template), False)]  # one expression gave it all: nothing to render for
        tree = ENVIRONMENT.parse(template)
        pieces = _mark(tree)
        given = {name: value for name, value in values.items() if value is not UNKNOWN}
        rendered = ENVIRONMENT.from_string(tree).render(given)
    except (TemplateError, RecursionError, MemoryError, ArithmeticError, LookupError, TypeError, ValueError):
        return None
    found: list[Slice] = []
    parts = _MARK.split(rendered)
    if parts[0] or _OPEN in "".join(parts[::2]):
        return None  # a value has such a character, or a filter took a mark apart
    for number, text in zip(parts[1::2], parts[2::2], strict=True):
        one = _slice(pieces[int(number)], text, template, printed) if int(number) < len(pieces) else None
        if one is None:
            return None
        found.append(one)
    return found


def _mark(tree: nodes.Template) -> list[nodes.Node]:
    """Put a mark before each piece of each output; return the pieces by the numbers of their marks."""
    pieces: list[nodes.Node] = []
    for output in list(tree.find_all(nodes.Output)):
        marked: list[nodes.Expr] = []
        for piece in output.nodes:
            marked += (nodes.TemplateData(f"{_OPEN}{len(pieces)}{_CLOSE}", lineno=piece.lineno), piece)
            pieces.append(piece)
        output.nodes = marked
    return pieces


def _slice(piece: nodes.Node, text: str, template: str, printed: list[tuple[int, int]]) -> Slice | None:
    # Nodes carry offsets where Jinja has lines: `templating_environment.py`.
    if isinstance(piece, nodes.TemplateData) and template.startswith(text, piece.lineno):
        return Slice(text, piece.lineno, piece.lineno + len(text), True)
    before = bisect(printed, piece.lineno, key=itemgetter(0)) - 1
    if before < 0 or piece.lineno >= printed[before][1]:
        return None
    return Slice(text, *printed[before], False)


def _printed(template: str) -> list[tuple[int, int]]:
    """Return where each `{{ … }}` stands."""
    found = []
    start = 0
    for at, kind, text in ENVIRONMENT.tokens(template):
        if kind == "variable_begin":
            start = at
        elif kind == "variable_end":
            found.append((start, at + len(text.rstrip())))  # a `-` takes white space in
    return found
