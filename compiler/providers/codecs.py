"""What becomes of one value on its way to a wire and back.

A codec never raises. None says that there is nothing to write, or nothing to hold. Where a scalar is due, one of
the wrong type is kept (it can be represented, so a rule may judge it) and a mapping or a list is not: the wire
schema is who reports both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..lazy import lazy
from ..named import NamedTuple
from ..nodes import JSON_NUMBER, number
from ..placed import at
from ..slots import normal_phone
from ..times import canonical_iso

_PLUS_DIGITS = lazy(r"\+[0-9]+")
_WORD = lazy(r"[A-Za-z_-]+")


class Codec(NamedTuple):
    """The two directions of one value."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def scalar(value: Any) -> Any:
    """Return the value when it is text, a number or a boolean, else None."""
    return value if isinstance(value, (str, int, float)) else None


def lower(value: Any) -> Any:
    """Return a word in lower case, anything else as it is."""
    return value.lower() if isinstance(value, str) else value


def mapping(value: Any) -> dict[str, Any]:
    """Return the value when it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def is_empty(value: Any) -> bool:
    """Tell whether an optional field with this value counts as not there (an empty string does not)."""
    return value is None or value == {} or value == []


def shown(parameter: dict[str, Any]) -> Any:
    """Return the text that a parameter shows: its own, or the fallback of an amount or a date."""
    if "text" in parameter:
        return scalar(parameter["text"])
    typed = parameter.get("currency", parameter.get("date_time"))
    return scalar(mapping(typed).get("fallback_value"))


def phone(value: Any) -> Any:
    """Return a phone as `+` and its digits; what has not the shape of a phone stays as it is."""
    return normal_phone(scalar(value))


def word(separator: str) -> Codec:
    """Return the codec of an enum word: lower case with this separator here, UPPER_CASE on the wire.

    What is no such word stays as it is.
    """

    def write(value: Any) -> Any:
        return value.upper().replace("-", "_") if _is_word(value) and value.islower() else scalar(value)

    def read(value: Any) -> Any:
        return value.lower().replace("_", separator) if _is_word(value) and value.isupper() else scalar(value)

    return Codec(write, read)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def _same(value: Any) -> Any:
    return value


def _nothing(value: Any) -> Any:
    return None


def _number(value: Any) -> Any:
    if isinstance(value, str) and JSON_NUMBER.fullmatch(value):
        return at(number(value), value)
    return scalar(value)


def _integer(value: Any) -> Any:
    found = _number(value)
    if isinstance(found, float) and found.is_integer():  # 9.0 is a whole number to JSON Schema too
        return at(int(found), value)
    return found if isinstance(found, int) else scalar(value)


def _digits(value: Any) -> Any:
    return value[1:] if isinstance(value, str) and _PLUS_DIGITS.fullmatch(value) else scalar(value)


def _time(value: Any) -> Any:
    return at(canonical_iso(value) or value, value) if isinstance(value, str) else scalar(value)


def _text(value: Any) -> Any:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return at(str(value), value) if is_number else scalar(value)


def _scalars(value: Any) -> Any:
    return [item for item in value if scalar(item) is not None] if isinstance(value, list) else None


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else scalar(value)


SCALAR = Codec(scalar, scalar)
SCALARS = Codec(_scalars, _scalars)
JSON = Codec(_same, _same)
OBJECT = Codec(_same, lambda value: value if isinstance(value, dict) else None)
INTEGER = Codec(scalar, _integer)
NUMBER = Codec(scalar, _number)  # text that is a number becomes one
TIME = Codec(scalar, _time)
ID = Codec(scalar, _text)
WORD = Codec(scalar, lambda value: lower(scalar(value)))
UPPER = Codec(_upper, WORD.read)  # a word that the wire spells in capitals
LABEL = Codec(_upper, scalar)  # upper case on the wire, as written here
PHONE = Codec(scalar, phone)
PHONE_DIGITS = Codec(_digits, phone)  # the digits without the plus
CONSTANT = Codec(_same, _nothing)
READ_ONLY = Codec(_nothing, scalar)  # what the wire has no place for: read from bad payloads, never written
