"""How long a text can be after a filter, where its value is not known.

Each takes a text (or what it takes) and its arguments, and returns all that Jinja's filter may return for any value
of them, or more. What is written out, the evaluator lets Jinja filter itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor
from typing import Any

from .domain import (
    ABSENT,
    ANYTHING,
    NOTHING,
    Absent,
    Anything,
    Domain,
    Exact,
    Length,
    Many,
    Number,
    Record,
    Text,
    as_text,
    digits,
    either,
    is_solid_text,
    length_of,
    options,
    total,
)

Arguments = tuple[Sequence[Domain], Mapping[str, Domain]]
Filter = Callable[[Domain, Arguments], Domain]

UNBOUNDED = Text(0, None, firm=False)

_LEEWAY = 5
"""Jinja's `truncate.leeway`."""

_FLOAT_DIGITS = 300
"""Digits before the point beyond which a float holds nothing to round."""

# How many characters one may become: ΐ in upper case is three, İ in lower case two, an emoji percent-encoded twelve.
_UPPER, _LOWER, _ENCODED, _ENCODED_ASCII = 3, 2, 12, 3


def texted(value: Domain) -> Text:
    """Return a value as the text that a filter takes it for."""
    if isinstance(value, Text):
        return value
    found = as_text(value, length_of(value, as_python=True))
    return found if isinstance(found, Text) else UNBOUNDED


def _argument(arguments: Arguments, at: int, name: str, default: Any) -> Any:
    """Return an argument that is written out; the domain itself where it is not."""
    positional, named = arguments
    given = positional[at] if at < len(positional) else named.get(name)
    if given is None:
        return default
    return given.value if isinstance(given, Exact) else given


def _length_of(given: Any) -> Length | None:
    """Return how long an argument is as text, written out or not."""
    return length_of(given if isinstance(given, tuple) else Exact(given), as_python=True)  # type: ignore[arg-type]


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
    size, kill = _argument(arguments, 0, "length", 255), _argument(arguments, 1, "killwords", False)
    end, leeway = _argument(arguments, 2, "end", "..."), _argument(arguments, 3, "leeway", _LEEWAY)
    if leeway is None:
        leeway = _LEEWAY
    if not (_is_whole(size) and _is_whole(leeway) and isinstance(end, str)) or leeway < 0 or size < len(end):
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


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _replace(value: Domain, arguments: Arguments) -> Domain:
    text, old = texted(value), _argument(arguments, 0, "old", "")
    new, count = _argument(arguments, 1, "new", ""), _argument(arguments, 2, "count", None)
    into = _length_of(new)
    if into is None:
        return NOTHING
    if isinstance(old, tuple) or not (count is None or _is_whole(count)):
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


def _default(value: Domain, arguments: Arguments) -> Domain:
    positional, named = arguments
    fallback = positional[0] if positional else named.get("default_value", Exact(""))
    if isinstance(value, Absent):
        return fallback
    falsy = _argument(arguments, 1, "boolean", False)
    if falsy is False:
        return value
    if isinstance(value, Text) and value.low > 0:
        return value
    if isinstance(value, Text):
        return fallback if value.high == 0 else either([value._replace(low=1, firm=True), fallback])
    return either([value, fallback])


def _round(value: Domain, arguments: Arguments) -> Domain:
    if not isinstance(value, Number):
        return UNBOUNDED if isinstance(value, Anything) else NOTHING
    decimals = _argument(arguments, 0, "precision", 0)
    if not _is_whole(decimals):
        return NOTHING
    if value.whole and decimals >= 0 and _argument(arguments, 1, "method", "common") == "common":
        return value
    if value.low is None or value.high is None:
        return Number(None, None, whole=False)
    step = 10.0 ** -max(decimals, -_FLOAT_DIGITS)
    low, high = value.low - step, value.high + step
    if max(abs(low), abs(high)) * 10.0 ** max(decimals, 0) < 1e15:
        # Sign, whole part, point and decimals. Zero is a whole part, and what rounds to 10 has two decimals.
        whole = max(len(str(int(end))) for end in _rounded(value.low, value.high, decimals, arguments))
        whole += -1 < value.low < 0
        longest = whole + (decimals + 1 if decimals > 0 else 0)
        return Number(low, high, False, longest)
    return Number(low, high, whole=False)


def _rounded(low: float, high: float, decimals: int, arguments: Arguments) -> tuple[float, float]:
    # At the ends the result is largest, whichever way it is rounded.
    scale = 10.0**decimals
    return floor(low * scale) / scale, ceil(high * scale) / scale


def _int(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, Number):
        if value.whole or value.low is None or value.high is None:
            return value._replace(whole=True)
        return Number(int(value.low), int(value.high), whole=True)
    return Number(None, None, whole=True)


def _float(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, Number):
        return Number(value.low, value.high, whole=False)
    return Number(None, None, whole=False)


def _abs(value: Domain, arguments: Arguments) -> Domain:
    if not isinstance(value, Number):
        return Number(0, None, whole=False) if isinstance(value, Anything) else NOTHING
    if value.low is None or value.high is None:
        return Number(0, None, value.whole, value.longest)
    ends = sorted((abs(value.low), abs(value.high)))
    return Number(0 if value.low <= 0 <= value.high else ends[0], ends[1], value.whole, value.longest)


def _length(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, (Text, Many)):
        return Number(value.low, value.high, whole=True)
    if isinstance(value, Number):
        return NOTHING
    return Number(0, None, whole=True)


def _join(value: Domain, arguments: Arguments) -> Domain:
    between = _argument(arguments, 0, "d", "")
    attribute = _argument(arguments, 1, "attribute", None)
    gap = _length_of(between)
    many = Many(Text(1, 1), value.low, value.high, value.firm) if isinstance(value, Text) else value
    if not isinstance(many, Many) or gap is None:
        return UNBOUNDED if isinstance(value, (Anything, Record)) else NOTHING
    item = many.item if attribute is None else _attribute(many.item, attribute)
    one = length_of(item, as_python=True)
    if one is None:
        return Exact("") if many.low == 0 else NOTHING
    low = total([one] * min(many.low, _MANY) + [gap] * max(min(many.low, _MANY) - 1, 0))
    # A list without a most has items without end, unless each is nothing.
    high: int | None = None
    if many.high == 0 or (one.high == 0 and gap.high == 0):
        high = 0
    elif many.high is not None and one.high is not None and gap.high is not None:
        high = many.high * one.high + (many.high - 1) * gap.high
    return Text(low.low, high, low.firm and many.firm)


_MANY = 10_000


def _attribute(item: Domain, path: Any) -> Domain:
    if not isinstance(path, str):
        return ANYTHING
    found = [item]
    for part in path.split("."):
        found = [inner for one in found for option in options(one) for inner in options(field(option, part))]
    return either(found)


def field(option: Domain, name: Any) -> Domain:
    """Return what stands under a key of a mapping."""
    if isinstance(option, Record):
        return option.fields.get(name, ANYTHING if option.open else ABSENT)
    if isinstance(option, Exact) and isinstance(option.value, Mapping):
        return Exact(option.value[name]) if name in option.value else ABSENT
    return either([ANYTHING, ABSENT]) if isinstance(option, Anything) else ABSENT


def _map(value: Domain, arguments: Arguments) -> Domain:
    named = arguments[1]
    if isinstance(value, Many) and set(named) == {"attribute"}:
        item = _attribute(value.item, _argument(arguments, 9, "attribute", None))
        return value._replace(item=item)
    return ANYTHING


def _end(value: Domain, arguments: Arguments) -> Domain:
    """The first, the last, the least or the greatest of a list; a character of a text."""
    if arguments[0] or arguments[1]:
        return either([ANYTHING, ABSENT])
    if isinstance(value, Text):
        one: Domain = Text(1, 1, True, value.solid)
    elif isinstance(value, Many):
        one = value.item
    else:
        return either([ANYTHING, ABSENT])
    return either([one, ABSENT]) if value.low == 0 else one


def _same_items(value: Domain, arguments: Arguments) -> Domain:
    if isinstance(value, Many):
        return value
    return Many(Text(1, 1), value.low, value.high, value.firm) if isinstance(value, Text) else ANYTHING


def _reverse(value: Domain, arguments: Arguments) -> Domain:
    return value if isinstance(value, Text) else _same_items(value, arguments)


def _unique(value: Domain, arguments: Arguments) -> Domain:
    many = _same_items(value, arguments)
    return many._replace(low=min(many.low, 1)) if isinstance(many, Many) else many


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
    text, between = texted(value), _argument(arguments, 2, "wrapstring", "\n")
    gap = max(len(between), 1) if isinstance(between, str) else 1
    return Text(0, _times(text.high, 1 + gap), text.firm or text.low > 0)


def _indent(value: Domain, arguments: Arguments) -> Domain:
    text, width = texted(value), _argument(arguments, 0, "width", 4)
    size = len(width) if isinstance(width, str) else max(width, 0) if _is_whole(width) else None
    if size is None:
        return NOTHING
    first, blank = _argument(arguments, 1, "first", False), _argument(arguments, 2, "blank", False)
    high = text.high
    if high is not None:
        # A line that is not empty takes two characters, its break and one more. Of CR LF one character
        # stays, of a CR at the end none.
        high += size * (high if blank else high // 2) + (size if first else 0)
    return Text(text.low // 2, high, text.firm)


def _center(value: Domain, arguments: Arguments) -> Domain:
    text, width = texted(value), _argument(arguments, 0, "width", 80)
    if not _is_whole(width):
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


FILTERS: Mapping[str, Filter] = {
    "abs": _abs, "capitalize": _title, "center": _center, "count": _length, "d": _default, "default": _default,
    "first": _end, "float": _float, "format": _format, "indent": _indent, "int": _int, "join": _join, "last": _end,
    "length": _length, "lower": _lower, "map": _map, "max": _end, "min": _end,
    "replace": _replace, "reverse": _reverse, "round": _round, "sort": _same_items, "string": _string,
    "title": _title, "trim": _trim, "truncate": _truncate, "unique": _unique, "upper": _upper,
    "urlencode": _urlencode, "wordcount": _wordcount, "wordwrap": _wordwrap,
}  # fmt: skip
"""Every filter of the subset."""
