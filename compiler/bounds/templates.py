"""The bound of a template that needs Jinja: the bounds of its cases together."""

from __future__ import annotations

from jinja2 import TemplateSyntaxError

from ..templating import ENVIRONMENT, guarded
from ..templating_subset import refusals
from . import UNKNOWN_BOUND, Bound, State, joined, of_pieces
from .cases import cases
from .domain import ABSENT, either
from .expressions import TooManySteps
from .trees import Walk


def bound_of_template(text: str, variables: State, optional: frozenset[str]) -> Bound | None:
    """Return the bound of a template of the subset; of anything else, that nothing is known."""
    try:
        tree = ENVIRONMENT.parse(text)
        if next(refusals(tree), None) is not None:
            return UNKNOWN_BOUND
        asked = optional & guarded(tree)
        if asked:
            unset = {name: either([variables[name], ABSENT]) for name in asked if name in variables}
            variables = {**variables, **unset}
        found: list[Bound] = []
        for case in cases(tree, variables):
            pieces = Walk(case.variables).render(tree)
            bound = of_pieces([(p.label, p.domain) for p in pieces], case.variables) if pieces is not None else None
            if bound is not None:
                length = bound.length._replace(firm=bound.length.firm and case.firm)
                found.append(bound._replace(length=length))
        return joined(found)
    except (TemplateSyntaxError, TooManySteps, RecursionError, ValueError, OverflowError, MemoryError):
        return UNKNOWN_BOUND
