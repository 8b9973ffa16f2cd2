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
from .domain import (
    ANYTHING,
    Absent,
    Domain,
    Exact,
    Length,
    Number,
    Text,
    either,
    field,
    hull,
    is_empty_text,
    length_of,
    options,
    total,
)

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
    foreign: int | None = None
    """The most characters that are not ASCII; None where there is no most."""


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
    foreign: int | None = 0
    for label, domain in pieces:
        length, more = length_of(domain), _foreign(domain)
        if length is None:
            return None
        literal = label is None and isinstance(domain, Exact)
        terms.append(Term(shown(domain.value, 40) if literal else label or "…", length, literal))  # type: ignore[union-attr]
        foreign = None if foreign is None or more is None else foreign + more
    whole = total(term.length for term in terms)
    text: Domain = Text(*whole)
    if len(pieces) == 1:
        text = pieces[0][1]
    elif all(isinstance(domain, Exact) for _, domain in pieces):
        text = Exact("".join(text_of(domain.value) for _, domain in pieces if isinstance(domain, Exact)))
    return Bound(text, whole, tuple(terms), case, case, foreign=foreign)


def _foreign(domain: Domain) -> int | None:
    """Return how many characters outside of ASCII the text of a value has at most; None where there is no most."""
    most = 0
    for option in options(domain):
        if isinstance(option, Exact):
            text = text_of(option.value)
            if not text.isascii():
                most = max(most, sum(not character.isascii() for character in text))
        elif isinstance(option, Text) and option.high is not None:
            most = max(most, 0 if option.solid else option.high)
        elif not isinstance(option, (Number, Absent)) and not (isinstance(option, Text) and option.solid):
            return None
    return most


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
    counts = [bound.foreign for bound in bounds]
    foreign = None if None in counts else max(count for count in counts if count is not None)
    return Bound(domain, whole, most.terms, most.longest, least.shortest, understood, foreign)
