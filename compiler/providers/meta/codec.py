"""Two-way tables: one description of a wire shape that both encode and decode read.

A codec writes a canonical value on the wire and reads it back. Reading never raises: what cannot be held
is ABSENT, a scalar of the wrong type is kept as it is, and the wire schema is who reports both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ...placed import at
from ...source import JSON_NUMBER, number

ABSENT: Any = object()


class Codec(NamedTuple):
    """How one value is written and read. Either may answer ABSENT: nothing to write, nothing to hold."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


class Field(NamedTuple):
    """One key of a mapping: its canonical name, its wire name (a dotted path), how its value looks.

    `default` is absent from the canonical form; with `always` the wire spells it out all the same.
    `keep` holds an empty list or mapping, because the key is not optional.
    """

    key: str
    wire: str = ""
    codec: Codec | None = None
    default: Any = ABSENT
    always: bool = False
    keep: bool = False


def _same(value: Any) -> Any:
    return value


def _scalar(value: Any) -> Any:
    return ABSENT if value is None or isinstance(value, (dict, list)) else value


def _read_number(value: Any) -> Any:
    if isinstance(value, str) and JSON_NUMBER.fullmatch(value):
        return at(number(value), value)
    return _scalar(value)


def _read_integer(value: Any) -> Any:
    found = _read_number(value)
    return found if isinstance(found, int) else _scalar(value)


def lower(value: Any) -> Any:
    """Return a word in lower case, anything else as it is."""
    return value.lower() if isinstance(value, str) else value


def mapping(value: Any) -> dict[str, Any]:
    """Return the value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the mappings of a list; of anything else, nothing."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def is_empty(value: Any) -> bool:
    """Tell whether an optional field with this value counts as not there (an empty string does not)."""
    return value is ABSENT or value is None or value == {} or value == []


VALUE = Codec(_same, _scalar)
JSON = Codec(_same, _same)
INTEGER = Codec(_same, _read_integer)
NUMBER = Codec(_same, _read_number)
WORD = Codec(_same, lambda value: lower(_scalar(value)))
OBJECT = Codec(_same, lambda value: value if isinstance(value, dict) else ABSENT)
CONSTANT = Codec(_same, lambda _: ABSENT)
# What the wire has no place for where the canonical form has one: read from bad payloads, never written.
READ_ONLY = Codec(lambda _: ABSENT, _scalar)


def plain(*keys: str) -> tuple[Field, ...]:
    """Name fields that are called alike on both sides and hold a scalar."""
    return tuple(Field(key) for key in keys)


def record(*fields: Field) -> Codec:
    """Describe a mapping. Keys that no field names are left behind on both sides."""
    rows = tuple((field, tuple((field.wire or field.key).split(".")), field.codec or VALUE) for field in fields)

    def write(value: Any) -> Any:
        out: dict[str, Any] = {}
        source = mapping(value)
        for field, path, codec in rows:
            item = codec.write(source[field.key]) if field.key in source else ABSENT
            if item is ABSENT and field.always:
                item = field.default
            if item is not ABSENT and (field.keep or not is_empty(item)):
                put(out, path, item)
        return out

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return ABSENT
        out: dict[str, Any] = {}
        for field, path, codec in rows:
            found = get(value, path)
            item = ABSENT if found is ABSENT else codec.read(found)
            is_default = item == field.default and isinstance(item, bool) == isinstance(field.default, bool)
            if item is not ABSENT and not is_default and (field.keep or not is_empty(item)):
                out[field.key] = item
        return out

    return Codec(write, read)


def items(codec: Codec) -> Codec:
    """Describe a list; items that cannot be held are left out."""

    def write(value: Any) -> Any:
        written = [codec.write(item) for item in value] if isinstance(value, list) else []
        return [item for item in written if item is not ABSENT]

    def read(value: Any) -> Any:
        if not isinstance(value, list):
            return ABSENT
        return [item for item in map(codec.read, value) if item is not ABSENT]

    return Codec(write, read)


def boxed(key: str, codec: Codec = VALUE) -> Codec:
    """Describe a value that the wire wraps in a mapping of one key. An empty value is not wrapped."""

    def write(value: Any) -> Any:
        written = codec.write(value)
        return {} if is_empty(written) else {key: written}

    def read(value: Any) -> Any:
        return codec.read(value[key]) if isinstance(value, dict) and key in value else ABSENT

    return Codec(write, read)


def get(source: dict[str, Any], path: tuple[str, ...]) -> Any:
    """Return what lies at a path, ABSENT if the way there breaks off."""
    value: Any = source
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return ABSENT
        value = value[key]
    return value


def put(target: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Lay a value down at a path, making the mappings on the way."""
    for key in path[:-1]:
        target = target.setdefault(key, {})
    target[path[-1]] = value


def tagged(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Spell `{k: v}` as Meta's `[{"type": k, k: v}]`."""
    return [{"type": key, key: value} for key, value in content.items()]


def untagged(wire: Any) -> dict[str, Any]:
    """Read `[{"type": k, k: v}]` as `{k: v}`; the first of two equal tags wins."""
    content: dict[str, Any] = {}
    for item in mappings(wire):
        tag = lower(item.get("type"))
        if isinstance(tag, str) and tag in item:
            content.setdefault(tag, item[tag])
    return content
