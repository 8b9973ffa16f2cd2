"""What a value may be before anybody knows it, and how long its text may become.

A domain holds every value that its declaration allows, and may hold more; it never holds less. Lengths are in
characters. `firm` says that the least rests on a declaration: where nobody declared a least, a text may be empty,
and that is silence, not a promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..named import NamedTuple
from ..slots import text_of

MAX_OPTIONS = 64
"""Values of a choice that are kept apart; more are taken together."""

_FLOAT = 23
"""The longest text of a float, without its sign: `2.2250738585072014e-308`."""

_PLAIN_FLOAT = 18
"""The longest of one from 1 to below 1e16, which is written without an exponent: `1.0000000000000002`."""

_SHORT_FLOAT = 5
"""The shortest of one from 1e16: `1e+16`."""


class Length(NamedTuple):
    """The shortest and the longest, None where there is no longest."""

    low: int
    high: int | None
    firm: bool = True


class Exact(NamedTuple):
    """One value, known."""

    value: Any


class Text(NamedTuple):
    """A text. Solid: ASCII without white space, so that no filter lengthens or trims it."""

    low: int
    high: int | None
    firm: bool = True
    solid: bool = False


class Number(NamedTuple):
    """A number between two, None where nobody says; `longest` caps its text."""

    low: float | None
    high: float | None
    whole: bool
    longest: int | None = None


class Many(NamedTuple):
    """A list of items that are alike."""

    item: Domain
    low: int
    high: int | None
    firm: bool = True


class Record(NamedTuple):
    """A mapping with known keys; open where it may have others."""

    fields: Mapping[str, Domain]
    open: bool


class Anything(NamedTuple):
    """A value of which nothing is known."""


class Absent(NamedTuple):
    """No value at all: what is written of it fails, unless a `default` or a test comes first."""


class Either(NamedTuple):
    """One of several; of none, where nothing can come of it."""

    options: tuple[Domain, ...]


Domain = Exact | Text | Number | Many | Record | Anything | Absent | Either

NOTHING = Either(())
ANYTHING = Anything()
ABSENT = Absent()


def is_nothing(domain: Domain) -> bool:
    """Whether a domain holds no value. Domains are tuples: of different kinds, two may be equal."""
    return isinstance(domain, Either) and not domain.options


def is_empty_text(domain: Domain) -> bool:
    """Whether a domain is the text without characters."""
    return isinstance(domain, Exact) and domain.value == "" and isinstance(domain.value, str)


def options(domain: Domain) -> tuple[Domain, ...]:
    """Return the kinds of value that a domain holds."""
    return domain.options if isinstance(domain, Either) else (domain,)


def either(domains: Iterable[Domain]) -> Domain:
    """Return the domain of all that several hold."""
    flat: list[Domain] = []
    for domain in domains:
        for option in options(domain):
            if not any(_same(option, other) for other in flat):
                flat.append(option)
    if len(flat) == 1:
        return flat[0]
    return Either(tuple(flat)) if len(flat) <= MAX_OPTIONS else _together(flat)


def _same(one: Domain, other: Domain) -> bool:
    if type(one) is not type(other):
        return False
    # In Python true is 1; as text it is not.
    return one == other and not (isinstance(one, Exact) and repr(one) != repr(other))


def _together(flat: list[Domain]) -> Domain:
    if all(is_text(option) for option in flat):
        return as_text(Either(tuple(flat)))
    return Either((ANYTHING, ABSENT))


def is_text(domain: Domain) -> bool:
    """Whether a domain holds texts only."""
    return all(
        isinstance(option, Text) or (isinstance(option, Exact) and isinstance(option.value, str))
        for option in options(domain)
    )


def hull(lengths: Iterable[Length]) -> Length | None:
    """Return the shortest of the shortest and the longest of the longest, or None of none."""
    found = list(lengths)
    if len(found) < 2:
        return found[0] if found else None
    low = min(length.low for length in found)
    highs = [length.high for length in found]
    firm = any(length.firm for length in found if length.low == low)
    return Length(low, None if None in highs else max(h for h in highs if h is not None), firm)


def total(lengths: Iterable[Length]) -> Length:
    """Return the length of texts one after the other."""
    low, high, firm = 0, 0, True
    endless = False
    for length in lengths:
        low += length.low
        firm = firm and length.firm
        if length.high is None:
            endless = True
        else:
            high += length.high
    return Length(low, None if endless else high, firm)


def as_text(domain: Domain, length: Length | None = None) -> Domain:
    """Return the text that a value becomes, as a domain."""
    length = length or length_of(domain)
    if length is None:
        return NOTHING
    solid = all(_is_solid(option) for option in options(domain))
    return Text(length.low, length.high, length.firm, solid)


def _is_solid(domain: Domain) -> bool:
    if isinstance(domain, Exact):
        return not isinstance(domain.value, (str, list, dict)) or is_solid_text(domain.value)
    return isinstance(domain, Number) or (isinstance(domain, Text) and domain.solid)


def is_solid_text(value: Any) -> bool:
    """Whether a text is ASCII without white space."""
    return isinstance(value, str) and value.isascii() and not any(character.isspace() for character in value)


def length_of(domain: Domain, as_python: bool = False) -> Length | None:
    """Return how long the text of a value may be, or None where there is no value.

    As a message writes it, or `as_python` writes it where a filter takes it for a text.
    """
    return hull(_lengths(domain, as_python))


def _lengths(domain: Domain, as_python: bool) -> Iterator[Length]:
    for option in options(domain):
        if isinstance(option, Exact):
            text = str(option.value) if as_python else text_of(option.value)
            yield Length(len(text), len(text))
        elif isinstance(option, Text):
            yield Length(option.low, option.high, option.firm)
        elif isinstance(option, Number):
            yield digits(option, as_python)
        elif not isinstance(option, Absent):
            # Lists and mappings are written as Python writes them.
            yield Length(0, None, False)


def digits(number: Number, as_python: bool = False) -> Length:
    """Return how long the text of a number may be."""
    low, high = number.low, number.high
    shortest, longest = 1, None
    if low is not None and high is not None:
        if low > 0 or high < 0:
            shortest = min(len(str(int(abs(end)))) for end in (low, high)) + (high < 0)
            shortest = shortest if number.whole else min(shortest, _SHORT_FLOAT)
        longest = _longest_whole(low, high)
        if not number.whole:
            plain = low >= 1 and high < 1e16
            longest = max(longest, _PLAIN_FLOAT if plain else _FLOAT + (low < 0))
    # Python writes 3.0 where a message writes 3.
    longest = _capped(longest, number.longest, 2 if as_python and not number.whole else 0)
    return Length(shortest if longest is None else min(shortest, longest), longest, True)


def _longest_whole(low: float, high: float) -> int:
    return max(len(str(int(end))) for end in (low, high))


def _capped(longest: int | None, cap: int | None, more: int) -> int | None:
    if cap is None:
        return longest
    return cap + more if longest is None else min(longest, cap + more)


def truth(domain: Domain) -> set[bool]:
    """Return what a value may count as in a condition; nothing where that fails."""
    found: set[bool] = set()
    for option in options(domain):
        if isinstance(option, Exact):
            try:
                found.add(bool(option.value))
            except Exception:
                continue
        elif isinstance(option, (Text, Many)):
            found |= ({False} if option.low == 0 else set()) | (set() if option.high == 0 else {True})
        elif isinstance(option, Number):
            holds_zero = (option.low is None or option.low <= 0) and (option.high is None or option.high >= 0)
            found |= {True, False} if holds_zero else {True}
        elif not isinstance(option, Absent):
            found |= {True, False}
    return found


def field(option: Domain, name: Any) -> Domain:
    """Return what stands under a key of a mapping."""
    if isinstance(option, Record):
        return option.fields.get(name, ANYTHING if option.open else ABSENT)
    if isinstance(option, Exact) and isinstance(option.value, Mapping):
        return Exact(option.value[name]) if name in option.value else ABSENT
    return either([ANYTHING, ABSENT]) if isinstance(option, Anything) else ABSENT


def loosened(option: Domain) -> Domain:
    """Return a known value as a domain like those of values that are not."""
    if not isinstance(option, Exact):
        return option
    value = option.value
    if isinstance(value, str):
        return Text(len(value), len(value), True, is_solid_text(value))
    if isinstance(value, (list, tuple)):
        return Many(either(map(Exact, value)), len(value), len(value))
    if isinstance(value, Mapping):
        return Record({str(key): Exact(item) for key, item in value.items()}, open=False)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Number(value, value, isinstance(value, int))
    return option


def round_of(index: Domain, count: Domain) -> Record:
    """The `loop` of a round."""
    if isinstance(index, Exact) and isinstance(count, Exact):
        at = index.value
        values = {"index": at + 1, "index0": at, "first": at == 0, "last": at + 1 == count.value, "length": count.value}
        return Record({name: Exact(value) for name, value in values.items()}, open=False)
    whole = Number(1, count.high if isinstance(count, Number) else None, True)
    both = Either((Exact(False), Exact(True)))
    length = count._replace(low=1) if isinstance(count, Number) and not count.low else count
    return Record({"index": whole, "index0": index, "first": both, "last": both, "length": length}, open=False)
