"""How long a text can be after a filter that takes a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil, floor

from .arguments import UNBOUNDED, Arguments, Filter, argument_of, is_whole, length_given, texted
from .domain import (
    ANYTHING,
    NOTHING,
    Anything,
    Domain,
    Exact,
    Length,
    Many,
    Number,
    Record,
    Text,
    digits,
    length_of,
    loosened,
    options,
    total,
)

_LEEWAY = 5
"""Jinja's `truncate.leeway`."""

# How many characters one may become: ΐ in upper case is three, İ in lower case two, an emoji percent-encoded twelve.
_UPPER, _LOWER, _ENCODED, _ENCODED_ASCII = 3, 2, 12, 3


def _times(high: int | None, factor: int, more: int = 0) -> int | None:
    return None if high is None else high * factor + more


def _upper(value: Domain, arguments: Arguments) -> Domain:
    text = texted(value)
    return text._replace(high=_times(text.high, 1 if text.solid else _UPPER))


def _lower(value: Domain, arguments: Arguments) -> Domain:
    text = texted(value)
    return text._replace(high=_times(text.high, 1 if text.solid else _LOWER))


def _title(value: Domain, arguments: Arguments) -> Domain:
    text = texted(value)
    if text.solid or text.high == 0:
        return text
    # The first of a word as upper case, the rest as lower: a word of one letter and what parts it are four for two.
    return text._replace(high=_times(text.high, _LOWER, _UPPER - _LOWER))


def _trim(value: Domain, arguments: Arguments) -> Domain:
    text = texted(value)
    if text.solid and not arguments[0] and not arguments[1]:
        return text
    return Text(0, text.high, text.firm or text.low > 0, text.solid)


def _truncate(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, Number):
        return NOTHING
    if not isinstance(value, Text):
        return ANYTHING
    text = value
    size, kill = argument_of(arguments, 0, "length", 255), argument_of(arguments, 1, "killwords", False)
    end, leeway = argument_of(arguments, 2, "end", "..."), argument_of(arguments, 3, "leeway", _LEEWAY)
    if leeway is None:
        leeway = _LEEWAY
    if not (is_whole(size) and is_whole(leeway) and isinstance(end, str)) or leeway < 0 or size < len(end):
        return NOTHING
    uncut = size + leeway
    if text.high is not None and text.high <= uncut:
        return text
    # Without a space in front of the cut nothing more goes.
    cut = size if kill or text.solid else len(end)
    solid = text.solid and end.isascii() and not re.search(r"\s", end)
    if text.low > uncut:
        return Text(cut, size, True, solid)
    return Text(min(text.low, cut), uncut, text.firm, solid)


def _replace(value: Domain, arguments: Arguments) -> Domain:
    text, old = texted(value), argument_of(arguments, 0, "old", "")
    new, count = argument_of(arguments, 1, "new", ""), argument_of(arguments, 2, "count", None)
    into = length_given(new)
    if into is None:
        return NOTHING
    if isinstance(old, tuple) or not (count is None or is_whole(count)):
        endless = text.high is None or into.high is None
        return Text(0, None if endless else (text.high + 1) * (into.high + 1), False)  # type: ignore[operator]
    old = str(old)
    most = None if count is None or count < 0 else count
    if old == "":
        return _spread(text, into, most)
    low = min(_shortened(length, len(old), into.low, most) for length in _nearby(text, len(old)))
    return Text(low, _lengthened(text.high, len(old), into.high, most), text.firm or low < text.low)


def _nearby(text: Text, size: int) -> range:
    last = text.low + size if text.high is None else min(text.high, text.low + size)
    return range(text.low, last + 1)


def _shortened(length: int, size: int, into: int, most: int | None) -> int:
    times = length // size if most is None else min(length // size, most)
    return min(length, length - times * (size - into))


def _lengthened(high: int | None, size: int, into: int | None, most: int | None) -> int | None:
    if high is None or into is None:
        return None if high is None or high >= size else high
    times = high // size if most is None else min(high // size, most)
    return max(high, high + times * (into - size))


def _spread(text: Text, into: Length, most: int | None) -> Text:
    """Replace nothing: what is new stands before each character and at the end."""

    def grown(length: int, new: int) -> int:
        return length + new * (length + 1 if most is None else min(length + 1, most))

    high = None if text.high is None or into.high is None else grown(text.high, into.high)
    return Text(grown(text.low, into.low), high, text.firm)


def _string(value: Domain, arguments: Arguments) -> Domain:
    return texted(value)


def _urlencode(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, (Many, Record, Anything)):
        return UNBOUNDED
    text = texted(value)
    return Text(text.low, _times(text.high, _ENCODED_ASCII if text.solid else _ENCODED), text.firm, solid=True)


def _wordcount(value: Domain, arguments: Arguments) -> Domain:
    high = texted(value).high
    return Number(0, None if high is None else (high + 1) // 2, whole=True)


def _wordwrap(value: Domain, arguments: Arguments) -> Domain:
    text, between = texted(value), argument_of(arguments, 2, "wrapstring", "\n")
    gap = max(len(between), 1) if isinstance(between, str) else 1
    return Text(0, _times(text.high, 1 + gap), text.firm or text.low > 0)


def _indent(value: Domain, arguments: Arguments) -> Domain:
    text, width = texted(value), argument_of(arguments, 0, "width", 4)
    size = len(width) if isinstance(width, str) else max(width, 0) if is_whole(width) else None
    if size is None:
        return NOTHING
    first, blank = argument_of(arguments, 1, "first", False), argument_of(arguments, 2, "blank", False)
    high = text.high
    if high is not None:
        # A line that is not empty takes two characters, its break and one more. Of CR LF one character
        # stays, of a CR at the end none.
        high += size * (high if blank else high // 2) + (size if first else 0)
    return Text(text.low // 2, high, text.firm)


def _center(value: Domain, arguments: Arguments) -> Domain:
    text, width = texted(value), argument_of(arguments, 0, "width", 80)
    if not is_whole(width):
        return NOTHING
    return Text(max(text.low, width), None if text.high is None else max(text.high, width), text.firm or width > 0)


_PRECISION = 6
_SPEC = re.compile(r"%(?:%|(0?[0-9]{0,2})(?:\.([0-9]{1,2}))?([sdf]))")


def _format(value: Domain, arguments: Arguments) -> Domain:
    text = value.value if isinstance(value, Exact) else None
    if not isinstance(text, str):
        return UNBOUNDED
    specs = [match for match in _SPEC.finditer(text) if match[0] != "%%"]
    if arguments[1] or len(specs) != len(arguments[0]):
        return NOTHING
    pieces = [Length(len(_SPEC.sub(lambda match: "%" if match[0] == "%%" else "", text)), None)]
    pieces[0] = pieces[0]._replace(high=pieces[0].low)
    for match, argument in zip(specs, arguments[0], strict=True):
        piece = _formatted(argument, match[3], int(match[1] or 0), int(match[2]) if match[2] else None)
        if piece is None:
            return NOTHING
        pieces.append(piece)
    length = total(pieces)
    return Text(length.low, length.high, length.firm)


def _formatted(argument: Domain, kind: str, width: int, precision: int | None) -> Length | None:
    if kind == "s":
        length = length_of(argument, as_python=True)
        if length is not None and precision is not None:
            high = precision if length.high is None else min(length.high, precision)
            length = Length(min(length.low, precision), high, length.firm)
    else:
        length = _as_number(argument, kind, _PRECISION if precision is None else precision)
    if length is None:
        return None
    return Length(max(length.low, width), None if length.high is None else max(length.high, width), length.firm)


def _as_number(argument: Domain, kind: str, precision: int) -> Length | None:
    numbers = [loosened(option) for option in options(argument)]
    if not numbers:
        return None
    lows, highs = [], [0]
    for number in numbers:
        if not isinstance(number, Number) or number.low is None or number.high is None:
            return Length(1, None, False)
        ends = (number.low, number.high)
        if kind == "d":
            whole = digits(Number(int(ends[0]), int(ends[1]), whole=True))
            lows.append(whole.low)
            highs += [whole.high or 0, precision + 1 if precision != _PRECISION else 0]
        else:
            highs += [len(str(floor(ends[0]))), len(str(ceil(ends[1])))]
    decimals = precision + (precision > 0) if kind == "f" else 0
    return Length(min(lows, default=1) + decimals, max(highs) + decimals, True)


OF_TEXT: Mapping[str, Filter] = {
    "capitalize": _title, "center": _center, "format": _format, "indent": _indent, "lower": _lower,
    "replace": _replace, "string": _string, "title": _title, "trim": _trim, "truncate": _truncate, "upper": _upper,
    "urlencode": _urlencode, "wordcount": _wordcount, "wordwrap": _wordwrap,
}  # fmt: skip
"""The filters that take a text, or a value for its text."""
