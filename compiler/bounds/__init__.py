"""Bounds: the shortest and the longest text that a scalar can become, before any value is known.

Sound: no rendering from allowed values lies outside. A piece that is not understood widens the bound, never
narrows it. Plain `{{ name }}` needs no Jinja here either.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..diagnostic import shown
from ..expressions import MAX_TEMPLATE, plain_parts
from ..named import NamedTuple
from ..slots import text_of
from .domain import ANYTHING, Domain, Exact, Length, Text, either, field, hull, is_empty_text, length_of, options, total

State = Mapping[str, Domain]


_NONE: State = MappingProxyType({})


class Term(NamedTuple):
    """A part of the longest text: a literal, or what a label names."""

    label: str
    length: Length
    literal: bool


class Bound(NamedTuple):
    """What a scalar can become. `longest` and `shortest` are the cases of the variables that reach the ends."""

    domain: Domain
    length: Length
    terms: tuple[Term, ...] = ()
    longest: State = _NONE
    shortest: State = _NONE
    understood: bool = True


UNKNOWN_BOUND = Bound(ANYTHING, Length(0, None, False), understood=False)


def bound_of(text: str, variables: State, optional: frozenset[str] = frozenset()) -> Bound | None:
    """Return the bound of a template, or None where every rendering of it fails. Never raises.

    The optional variables may have no value where the template asks first.
    """
    if len(text) > MAX_TEMPLATE:
        return UNKNOWN_BOUND
    parts = plain_parts(text)
    if parts is None:
        from .templates import bound_of_template

        return bound_of_template(text, variables, optional)
    pieces: list[tuple[str | None, Domain]] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append((None, Exact(part)))
        else:
            pieces.append(("".join(part), _look_up(variables, *part)))
    return of_pieces(pieces, variables)


def _look_up(variables: State, name: str, keys: str) -> Domain:
    found = options(variables.get(name, either(())))
    for key in keys.split(".")[1:]:
        found = tuple(inner for one in found for inner in options(field(one, key)))
    return either(found)


def of_pieces(pieces: list[tuple[str | None, Domain]], case: State) -> Bound | None:
    """Return the bound of texts one after the other; one alone keeps its type."""
    pieces = [piece for piece in pieces if not is_empty_text(piece[1])]
    terms = []
    for label, domain in pieces:
        length = length_of(domain)
        if length is None:
            return None
        literal = label is None and isinstance(domain, Exact)
        terms.append(Term(shown(domain.value, 40) if literal else label or "…", length, literal))  # type: ignore[union-attr]
    whole = total(term.length for term in terms)
    if len(pieces) == 1:
        return Bound(pieces[0][1], whole, tuple(terms), case, case)
    if all(isinstance(domain, Exact) for _, domain in pieces):
        text = "".join(text_of(domain.value) for _, domain in pieces if isinstance(domain, Exact))
        return Bound(Exact(text), whole, tuple(terms), case, case)
    return Bound(Text(*whole), whole, tuple(terms), case, case)


def joined(bounds: list[Bound]) -> Bound | None:
    """Return the bound of a text that is one of several."""
    whole = hull(bound.length for bound in bounds)
    if whole is None:
        return None
    endless = [bound for bound in bounds if bound.length.high is None]
    most = endless[0] if endless else max(bounds, key=lambda bound: bound.length.high or 0)
    # The end that rests on a declaration is the one to show.
    least = min(bounds, key=lambda bound: (bound.length.low, not bound.length.firm))
    domain = either(bound.domain for bound in bounds)
    understood = all(bound.understood for bound in bounds)
    return Bound(domain, whole, most.terms, most.longest, least.shortest, understood)
