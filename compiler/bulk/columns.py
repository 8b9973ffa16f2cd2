"""The columns of a chunk as values of variables: what is proven to fit, and the text that each becomes.

A cell that is not proven is null; its row goes to the single compile, which says why. So nothing here says what
is wrong, and a quick way may only ever say yes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..named import NamedTuple
from ..nodes import typed
from ..slots import text_of
from ..values import cost, fault_of
from ..variables import from_text, normal
from .provers import PHONE
from .texts import escaped

MAX_CELL = 4096
"""The longest cell that the quick way takes, in bytes: far over what a variable holds, and far under what the
bounds on templates and patterns are about."""

MAX_COST = 100_000
"""What the patterns of a cell may take there, in steps; all of a file have sixteen million."""

MISSING = object()
"""The value of a key that a row has not."""

_QUICK = {
    "phone": PHONE,
    "url": r"^https?://[A-Za-z0-9]",
    "integer": r"^(0|-?[1-9][0-9]{0,17})$",
    "number": r"^(0|-?[1-9][0-9]{0,14})$",
    "boolean": "^(true|false)$",
}
"""Texts that surely are values of a type, and already in their canonical spelling."""

_SIMPLE = frozenset({"min_length", "max_length"})
_SAYS_NOTHING = frozenset({"type", "default", "example", "description"})


class Coded(NamedTuple):
    """Values of a column, each once where they are simple, and for each row which it has; null where none is proven."""

    values: list[Any]
    places: pa.Array

    def take(self, indices: pa.Array) -> Coded:
        """Return some of the rows."""
        return Coded(self.values, self.places.take(indices))


class Column:
    """One variable in one chunk.

    `text` is what the value becomes in a text, null where it is not proven; `shape` is an expression that all texts
    match. `coded` makes the values, where they are not the texts.
    """

    __slots__ = ("_coded", "_escaped", "_make", "longest", "shape", "text")

    def __init__(self, text: pa.Array, coded: Callable[[], Coded] | None = None, shape: str | None = None) -> None:
        lengths = pc.binary_length(text)
        self.longest: int = pc.max(lengths).as_py() or 0
        if self.longest > MAX_CELL:
            text = pc.if_else(pc.less_equal(lengths, MAX_CELL), text, pa.scalar(None, pa.string()))
            self.longest = pc.max(pc.binary_length(text)).as_py() or 0
        self.text = text
        self.shape = shape
        self._make = coded
        self._coded: Coded | None = None
        self._escaped: pa.Array | None = None

    def take(self, indices: pa.Array) -> Column:
        """Return some of the rows."""
        make = None if self._make is None else lambda: self.coded.take(indices)
        return Column(self.text.take(indices), make, self.shape)

    @property
    def coded(self) -> Coded:
        """The values, in the canonical spelling of their type."""
        if self._coded is None:
            self._coded = _encoded(self.text) if self._make is None else self._make()
        return self._coded

    @property
    def objects(self) -> list[Any]:
        """The value of each row, None where it is not proven."""
        values = self.coded.values
        return [None if at is None else values[at] for at in self.coded.places.to_pylist()]

    @property
    def escaped(self) -> pa.Array:
        """The text as it stands between the quotes of JSON."""
        if self._escaped is None:
            self._escaped = escaped(self.text)
        return self._escaped


def key_of(value: Any) -> Any:
    """Return what tells a simple value from every other: 1 is not 1.0, nor true."""
    return value if isinstance(value, str) else (type(value), repr(value))


def _encoded(values: pa.Array, read: Callable[[Any], Any] | None = None) -> Coded:
    """Return an Arrow array as values, each of them read."""
    encoded = values.dictionary_encode()
    found = encoded.dictionary.to_pylist()
    return Coded(found if read is None else list(map(read, found)), encoded.indices)


def column(values: pa.Array | Sequence[Any], declaration: Mapping[str, Any] | None, is_text: bool) -> Column:
    """Return a column as the values of a variable. `is_text` says that cells are texts of values, as `--var` takes."""
    declaration = declaration or {}
    if not isinstance(values, pa.Array):
        return _one_by_one(list(values), declaration, is_text)
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_large_string(values.type) or pa.types.is_string_view(values.type):
        values = values.cast(pa.string())
    if pa.types.is_string(values.type):
        return _texts(values, declaration, is_text)
    if pa.types.is_integer(values.type) and declaration.get("type") in ("integer", "number"):
        return _integers(values, declaration)
    return _distinct(values, declaration, is_text)


def _texts(values: pa.Array, declaration: Mapping[str, Any], is_text: bool) -> Column:
    type = declaration.get("type", "string")
    if type in ("integer", "number", "boolean", "list", "json") and not is_text:
        return _distinct(values, declaration, is_text)
    if type in ("list", "json"):
        return _one_by_one(values.to_pylist(), declaration, is_text)
    if not (declaration.keys() <= _SIMPLE | _SAYS_NOTHING or type in ("integer", "number")):
        return _distinct(values, declaration, is_text)
    proven = values.is_valid() if type == "string" else None
    if type in _QUICK:
        proven = pc.match_substring_regex(values, _QUICK[type])
    if proven is None or not _simple(declaration, type):
        return _distinct(values, declaration, is_text)
    for keyword in _SIMPLE & declaration.keys():
        fits = pc.less_equal if keyword == "max_length" else pc.greater_equal
        proven = pc.and_(proven, fits(pc.utf8_length(values), declaration[keyword]))
    read = typed if type in ("integer", "number", "boolean") else None
    if pc.all(pc.fill_null(proven, False)).as_py():
        return Column(values, None if read is None else partial(_encoded, values, read), _QUICK.get(type))
    # What the quick way does not know is judged a value at a time, and laid over.
    rest = pc.invert(pc.fill_null(proven, False))
    judged = _distinct(values.filter(rest), declaration, is_text)
    whole = pc.replace_with_mask(values, rest, judged.text)

    def both() -> Coded:
        quick, slow = _encoded(pc.if_else(rest, pa.scalar(None, pa.string()), values), read), judged.coded
        places = pc.add(slow.places, len(quick.values))
        return Coded(quick.values + slow.values, pc.replace_with_mask(quick.places, rest, places.cast(pa.int32())))

    return Column(whole, both)


def _simple(declaration: Mapping[str, Any], type: str) -> bool:
    """Whether a declaration says no more than its type and the length of its text."""
    known = _SAYS_NOTHING | (_SIMPLE if type in ("string", "phone", "url") else frozenset())
    return declaration.keys() <= known


def _integers(values: pa.Array, declaration: Mapping[str, Any]) -> Column:
    if not declaration.keys() <= _SAYS_NOTHING | {"range"}:
        return _distinct(values, declaration, False)
    text = values.cast(pa.string())
    limits = declaration.get("range")
    if limits is not None:
        whole = len(limits) == 2 and all(type(limit) is int for limit in limits)
        if not whole or not all(abs(limit) < 2**62 for limit in limits) or pa.types.is_uint64(values.type):
            return _distinct(values, declaration, False)
        inside = pc.and_(pc.greater_equal(values, limits[0]), pc.less_equal(values, limits[1]))
        text = pc.if_else(inside, text, pa.scalar(None, pa.string()))
    return Column(text, partial(_encoded, values))


def _distinct(values: pa.Array, declaration: Mapping[str, Any], is_text: bool) -> Column:
    """Judge each distinct value of a column once."""
    try:
        encoded = values.dictionary_encode()
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return _one_by_one([plain(one) for one in values.to_pylist()], declaration, is_text)
    judged = [_judged(plain(one), declaration, is_text) for one in encoded.dictionary.to_pylist()]
    texts = pa.array([text for text, _ in judged], pa.string())
    return Column(texts.take(encoded.indices), lambda: Coded([value for _, value in judged], encoded.indices))


def _one_by_one(values: list[Any], declaration: Mapping[str, Any], is_text: bool) -> Column:
    judged = [_judged(one, declaration, is_text) for one in values]
    places = pa.array(range(len(judged)), pa.int32())
    return Column(
        pa.array([text for text, _ in judged], pa.string()), lambda: Coded([value for _, value in judged], places)
    )


def _judged(value: Any, declaration: Mapping[str, Any], is_text: bool) -> tuple[str | None, Any]:
    """Return the text and the value of a cell that is sure to fit, or None and None."""
    if value is MISSING:
        if "default" not in declaration:
            return None, None
        value = declaration["default"]
    elif is_text and isinstance(value, str):
        if len(value) > MAX_CELL:
            return None, None
        value = from_text(value, declaration) if declaration else value
    if value is None or cost(value, declaration) > MAX_COST or fault_of(value, declaration) is not None:
        return None, None
    value = normal(value, declaration)
    # A list has no text of its own; it is there for the templates that go over it.
    text = "" if isinstance(value, (list, dict)) else text_of(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return None, None
    return text, value


def plain(value: Any) -> Any:
    """Return what a cell is in JSON: days and times as ISO text, decimals as numbers, the rest as it is."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Decimal):
        return typed(format(value, "f")) if value.is_finite() else float(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.decode("latin-1")
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return str(value)
