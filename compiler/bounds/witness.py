"""Values that reach a bound: allowed by their declarations, and as extreme as what the template does to them asks.

A bound says what cannot be passed. Whether it is reached is tried: with the longest and the shortest values, and with
characters that a filter makes more, or fewer, of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from math import nextafter
from typing import Any

from ..expressions import fill, fill_given
from ..shape import UNKNOWN
from ..slots import text_of
from ..values import fault_of
from . import State
from .domain import Absent, Domain, Exact, Many, Number, Record, Text, length_of, options

Declarations = Mapping[str, Mapping[str, Any]]

MAX_TRIES = 60
"""Values that are tried for one variable of a text, before the others have theirs."""

_REPLACED = re.compile(r"replace\(\s*('[^']+'|\"[^\"]+\")")
_TRUNCATED = re.compile(r"truncate(?:\(\s*([0-9]{1,4})(?:\s*,[^)]*,\s*([0-9]{1,3})\s*\))?)?")
_COUNTED = re.compile(r"(?:length|count)\s*\)?\s*[<>=!]+\s*([0-9]{1,5})")
_LEEWAY = 5
_LONGEST_FLOAT = 2.2250738585072014e-308


class Hints:
    """What a template tells of the values that it makes most of, and least."""

    def __init__(self, text: str) -> None:
        self.fillers: list[tuple[str, str]] = [("", "x")]
        self.lengths: set[int] = set()
        self.more = 0  # lengths over the least that are tried: of what is replaced, one is a multiple
        if "|" not in text and "{%" not in text:
            return
        # Upper case of one is three, of the other lower case two; the third is twelve where it is percent-encoded.
        for word, filler in (
            ("upper", "ΐ"),
            ("lower", "İ"),
            ("url", "𐐀"),
            ("indent", "\nx"),
            ("indent", "\r\n"),
            ("trim", " "),
        ):
            if word in text:
                self.fillers.append(("", filler))
        if "title" in text or "capitalize" in text:
            self.fillers.append(("ΐ", "İ"))
        if "truncate" in text or "word" in text:
            self.fillers += ((" ", "x"), ("", " x"))
        for match in _REPLACED.finditer(text):
            self.fillers.append(("", match[1][1:-1]))
            self.more = max(self.more, len(match[1]) - 2)
        for match in _TRUNCATED.finditer(text):
            size = int(match[1] or 255)
            uncut = size + (int(match[2]) if match[2] else _LEEWAY)
            self.lengths |= {size, uncut, uncut + 1}
        self.lengths |= {int(match[1]) for match in _COUNTED.finditer(text)}


def filled(filler: tuple[str, str], size: int) -> str:
    """Return a text of a size: what stands first, and the rest as often as it takes."""
    first, rest = filler
    return (first + rest * (size // len(rest) + 1))[:size]


def candidates(domain: Domain, declaration: Mapping[str, Any], hints: Hints) -> list[Any]:
    """Return values of a domain that a declaration allows, the longest of plain characters first; UNKNOWN is none."""
    found: list[Any] = []
    for option in options(domain):
        if isinstance(option, Absent):
            found.append(UNKNOWN)
        for value in _of(option, declaration, hints):
            if value not in found and fault_of(value, declaration) is None:
                found.append(value)
    return found


def _of(option: Domain, declaration: Mapping[str, Any], hints: Hints) -> Iterator[Any]:
    if isinstance(option, Exact):
        yield option.value
    elif isinstance(option, Text):
        yield from _texts(option, declaration, hints)
    elif isinstance(option, Number):
        yield from _numbers(option)
    elif isinstance(option, Many):
        yield from _lists(option, declaration.get("items", {}), hints)
    elif isinstance(option, Record):
        yield from _mappings(option, declaration.get("fields", {}), hints)


def _texts(text: Text, declaration: Mapping[str, Any], hints: Hints) -> Iterator[str]:
    kind, pattern = declaration.get("type"), declaration.get("pattern")
    if kind == "phone":
        yield from ("+155555555555555", "+15555555")
    elif kind == "date":
        yield "2026-12-18"
    elif kind == "datetime":
        yield from ("2026-12-18T19:27:00.125Z", "2026-12-18T19:27:00Z")
    elif isinstance(pattern, str):
        from .patterned import matching

        yield from (matching(pattern, longest=longest) for longest in (True, False))
    else:
        start = "https://" if kind == "url" else ""
        high = max(text.low, text.high if text.high is not None else max({text.low + 1, *hints.lengths}))
        lengths = hints.lengths.union(range(text.low, text.low + hints.more))
        sizes = [high, text.low, *sorted(size for size in lengths if text.low <= size <= high)]
        for filler in hints.fillers:
            yield from (start + filled(filler, size - len(start)) for size in sizes if size >= len(start))


def _numbers(number: Number) -> Iterator[float]:
    ends = [end for end in (number.low, number.high) if end is not None] or [0]
    yield from sorted(ends, key=lambda end: -len(str(end)))
    if number.whole:
        if number.low is not None and number.high is not None and number.low <= 0 <= number.high:
            yield 0
        return
    for value in (
        -_LONGEST_FLOAT,
        _LONGEST_FLOAT,
        *(nextafter(end, other) for end in ends for other in (1e308, -1e308)),
    ):
        if (number.low is None or number.low <= value) and (number.high is None or value <= number.high):
            yield value


def _lists(many: Many, items: Mapping[str, Any], hints: Hints) -> Iterator[list[Any]]:
    inner = candidates(many.item, items, hints) or ["x"]
    high = many.high if many.high is not None else many.low + 1
    for item in inner:
        yield [item] * high
        yield [item] * many.low
    for item in inner if high - many.low > 1 else ():
        yield [item] * (many.low + 1)


def _mappings(record: Record, fields: Mapping[str, Any], hints: Hints) -> Iterator[dict[str, Any]]:
    inner = {name: candidates(domain, fields.get(name, {}), hints) for name, domain in record.fields.items()}
    if all(inner.values()):
        for at in range(max((len(values) for values in inner.values()), default=0)):
            yield {name: values[min(at, len(values) - 1)] for name, values in inner.items()}


Measure = Callable[[Mapping[str, Any]], int | None]
"""How long a text is, or how many there are, with some values; None where nothing comes of them."""


def reaching(
    text: str,
    case: State,
    declared: Declarations,
    names: tuple[str, ...],
    *,
    longest: bool,
    goal: int | None,
    measured: Measure | None = None,
) -> tuple[dict[str, Any], int] | None:
    """Return values of the names that make a template long (or short), and how long that is.

    They are the best that were found; with a goal the search ends where it is reached. What else than the template
    is to be long is `measured` with the values.
    """
    hints = Hints(text)
    choices = {n: candidates(case[n], declared.get(n, {}), hints) for n in names if n in case}
    if not all(choices.values()):
        return None
    return _climbed(choices, measured or (lambda chosen: length_with(text, chosen)), 1 if longest else -1, goal)


def length_with(text: str, values: Mapping[str, Any], *, loose: bool = False, only: Collection[str] = ()) -> int | None:
    """Return the characters of a template with these values; loose, a line break at its end is none of them.

    Of names that are filled `only`, the other expressions are text.
    """
    outcome = fill_given(text, values, only) if only else fill(text, values)
    if outcome is None or outcome.faults or outcome.value is UNKNOWN:
        return None
    written = text_of(outcome.value)
    return len(written) - (loose and written.endswith("\n"))


def _climbed(
    choices: Mapping[str, list[Any]], measured: Measure, sign: int, goal: int | None
) -> tuple[dict[str, Any], int] | None:
    """Change one value at a time for as long as that helps."""
    best = {name: values[0] for name, values in choices.items()}
    size = measured(best)
    for _ in range(2):
        before = size
        for name, values in choices.items():
            for value in values[:MAX_TRIES]:
                if goal is not None and size == goal:
                    break
                changed = {**best, name: value}
                found = measured(changed)
                if found is not None and (size is None or sign * found > sign * size):
                    best, size = changed, found
        if size == before:
            break
    return None if size is None else (best, size)


def plain(domain: Domain, declaration: Mapping[str, Any]) -> Any:
    """Return the longest value of a variable that no limit asks anything of, or None where none is found."""
    found = candidates(domain, declaration, Hints(""))
    return max(found, key=lambda value: (length_of(Exact(value)) or (0, 0))[0], default=None)


def varied(value: Any, declaration: Mapping[str, Any]) -> Any:
    """Return a value whose items differ where they may, each as long as it was: ids may not stand twice."""
    items = declaration.get("items")
    if not isinstance(value, list) or not isinstance(items, Mapping):
        return value
    found = []
    for number, item in enumerate(value):
        other = _marked(varied(item, items), items, number)
        found.append(other if fault_of(other, items) is None else item)
    return found


def _marked(value: Any, declaration: Mapping[str, Any], number: int) -> Any:
    """Return a value with a number at the end of its texts."""
    if isinstance(value, dict):
        fields = declaration.get("fields", {})
        return {
            key: _marked(varied(item, fields.get(key, {})), fields.get(key, {}), number) for key, item in value.items()
        }
    mark = str(number)
    is_plain = isinstance(value, str) and declaration.get("type", "string") == "string" and "pattern" not in declaration
    if not number or not is_plain or "one_of" in declaration or len(value) < len(mark) or set(value) != {"x"}:
        return value
    return value[: len(value) - len(mark)] + mark
