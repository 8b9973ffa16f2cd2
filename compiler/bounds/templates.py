"""The bound of a template that needs Jinja: the bounds of its cases together."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from ..templating import MAX_KEPT, read
from ..templating_cut import cut
from . import UNKNOWN_BOUND, Bound, State, joined, of_pieces
from .cases import Cuts, cases
from .domain import ABSENT, Exact, either
from .expressions import TooManySteps
from .trees import Walk


@lru_cache(maxsize=MAX_KEPT)
def _read(text: str) -> tuple[nodes.Template | None, frozenset[str], Cuts]:
    """Return the tree of a template, which is walked often, and the names that it asks for first; None of no subset."""
    parsed, cuts = read(text), Cuts()
    if parsed.refused:
        return None, frozenset(), cuts
    cuts.read(parsed.tree)
    return parsed.tree, frozenset(parsed.places) - parsed.needed, cuts


def bound_of_template(text: str, variables: State, optional: frozenset[str]) -> Bound | None:
    """Return the bound of a template of the subset; of anything else, that nothing is known."""
    try:
        shorter = cut(text)
        literals = {} if shorter is None else {name: Exact(value) for name, value in shorter.literals.items()}
        tree, asks, cuts = _read(text if shorter is None else shorter.text)
        if tree is None:
            return UNKNOWN_BOUND
        asked = optional & asks
        if asked:
            unset = {name: either([variables[name], ABSENT]) for name in asked if name in variables}
            variables = {**variables, **unset}
        found: list[Bound] = []
        for case in cases(cuts, variables):
            pieces = Walk({**case.variables, **literals}).render(tree)
            bound = of_pieces([(p.label, p.domain) for p in pieces], case.variables) if pieces is not None else None
            if bound is not None:
                length = bound.length._replace(firm=bound.length.firm and case.firm)
                found.append(bound._replace(length=length))
        return joined(found)
    except (TemplateSyntaxError, TooManySteps, RecursionError, ValueError, OverflowError, MemoryError):
        return UNKNOWN_BOUND
