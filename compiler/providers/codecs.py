"""What becomes of one value on its way to a wire and back.

A codec never raises. None says that there is nothing to write. Where a scalar is due, a scalar of the wrong
type is kept (it can be represented, so a rule may judge it) and a mapping or a list is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import Any, NamedTuple

from ..placed import at
from ..times import canonical_iso

_PHONE = re.compile(r"\+?[ ()-]*\d[\d ()-]*", re.ASCII)
_DIGITS = re.compile(r"\+\d+", re.ASCII)
_WORD = re.compile(r"[A-Za-z_-]+", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


class Codec(NamedTuple):
    """The two directions of one value."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def part(value: Any) -> dict[str, Any]:
    """Return the value when it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def parts(value: Any) -> list[dict[str, Any]]:
    """Return the mappings of a list; of anything else, none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def scalar(value: Any) -> Any:
    """Return the value when it is text, a number or a boolean, else None."""
    return value if isinstance(value, (str, int, float)) else None


def shown(parameter: dict[str, Any]) -> Any:
    """Return the text that a parameter shows: its own, or the fallback of an amount or a date."""
    if "text" in parameter:
        return scalar(parameter["text"])
    typed = parameter.get("currency", parameter.get("date_time"))
    return scalar(part(typed).get("fallback_value"))


def international(value: Any) -> Any:
    """Return a phone as `+` and its digits; what has not the shape of a phone stays as it is."""
    if isinstance(value, str) and _PHONE.fullmatch(value):
        return at("+" + re.sub(r"\D", "", value), value)
    return scalar(value)


def word(separator: str, default: str | None = None) -> Codec:
    """Return the codec of an enum word: lower case with this separator here, UPPER_CASE on the wire.

    A default is always written and never read; what is no such word stays as it is.
    """

    def encode(value: Any) -> Any:
        value = default if value is None else value
        return value.upper().replace("-", "_") if _is_word(value) and value.islower() else scalar(value)

    def decode(value: Any) -> Any:
        value = value.lower().replace("_", separator) if _is_word(value) and value.isupper() else scalar(value)
        return None if value == default else value

    return Codec(encode, decode)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def _digits(value: Any) -> Any:
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return value[1:]
    return scalar(value)


def _number(value: Any) -> Any:
    if not (isinstance(value, str) and (match := _NUMBER.fullmatch(value))):
        return scalar(value)
    number = float(value)
    if not isfinite(number):
        return value
    return at(number if match[2] or match[3] else int(value), value)


def _time(value: Any) -> Any:
    return at(canonical_iso(value) or value, value) if isinstance(value, str) else scalar(value)


def _set(value: Any) -> Any:
    return None if value is False else scalar(value)


def _filled(value: Any) -> Any:
    return None if value == {} or value == [] else value


def _scalars(value: Any) -> Any:
    return [item for item in value if scalar(item) is not None] if isinstance(value, list) else None


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else scalar(value)


def _same(value: Any) -> Any:
    return value


SCALAR = Codec(scalar, scalar)
FLAG = Codec(_set, _set)  # a boolean that is false unless it is said
NUMBER = Codec(scalar, _number)  # text that is a number becomes one
TIME = Codec(scalar, _time)
LABEL = Codec(_upper, scalar)  # upper case on the wire, as written here
PHONE_DIGITS = Codec(_digits, international)
PHONE_PLUS = Codec(scalar, international)
SCALARS = Codec(_scalars, _scalars)
READ_ONLY = Codec(lambda _: None, scalar)  # what the wire has no place for: read from bad payloads, never written
JSON = Codec(_filled, _filled)  # free-form, absent when empty
VERBATIM = Codec(_same, _same)  # a provider's own words: nothing is touched, not even `{}`
