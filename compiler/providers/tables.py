"""Two-way tables: where a field stands in the message, where on the wire, and how its value looks.

Every field is written once, and both directions read it. Keys that no field names are left behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..named import NamedTuple
from .codecs import SCALAR, Codec, is_empty


class Field(NamedTuple):
    """One row of a table. `key` and `wire` are dotted paths; without `wire` both sides call it alike.

    `default` is absent from the canonical form; with `always` the wire spells it out all the same.
    `keep` holds an empty list or mapping, because it means something or the key is not optional.
    """

    key: str
    wire: str = ""
    codec: Codec = SCALAR
    default: Any = None
    always: bool = False
    keep: bool = False


def plain(*keys: str) -> tuple[Field, ...]:
    """Name fields that are called alike on both sides and hold a scalar."""
    return tuple(Field(key) for key in keys)


def record(*fields: Field) -> Codec:
    """Describe a mapping. What is none is written as an empty one, and cannot be read."""
    rows = tuple((field, tuple(field.key.split(".")), tuple((field.wire or field.key).split("."))) for field in fields)

    def write(value: Any) -> dict[str, Any]:
        wire: dict[str, Any] = {}
        for field, here, there in rows:
            found = _get(value, here)
            if found is None and field.always:
                found = field.default
            if found is not None:
                _put(wire, there, field.codec.write(found), field.keep)
        return wire

    def read(value: Any) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            return None
        content: dict[str, Any] = {}
        for field, here, there in rows:
            found = _get(value, there)
            item = None if found is None else field.codec.read(found)
            # True equals 1.
            if item != field.default or isinstance(item, bool) != isinstance(field.default, bool):
                _put(content, here, item, field.keep)
        return content

    return Codec(write, read)


def items(codec: Codec) -> Codec:
    """Describe a list; items that cannot be held are left out."""

    def write(value: Any) -> Any:
        return _present(map(codec.write, value)) if isinstance(value, list) else None

    def read(value: Any) -> Any:
        return _present(map(codec.read, value)) if isinstance(value, list) else None

    return Codec(write, read)


def boxed(key: str, codec: Codec = SCALAR) -> Codec:
    """Describe a value that the wire wraps in a mapping of one key. An empty value is not wrapped."""

    def write(value: Any) -> Any:
        written = codec.write(value)
        return {} if is_empty(written) else {key: written}

    def read(value: Any) -> Any:
        return codec.read(value[key]) if isinstance(value, dict) and key in value else None

    return Codec(write, read)


def by_type(variants: Mapping[str, tuple[str, Codec]]) -> Codec:
    """Describe a mapping of one key: here the key says what it is, on the wire `type` does."""
    keys = {tag: key for key, (tag, _) in variants.items()}

    def write(value: Any) -> Any:
        for key, (tag, codec) in variants.items():
            if isinstance(value, dict) and value.get(key) is not None:
                return {"type": tag, **codec.write(value)}
        return None

    def read(value: Any) -> Any:
        tag = value.get("type") if isinstance(value, dict) else None
        key = keys.get(tag.upper()) if isinstance(tag, str) else None
        return variants[key][1].read(value) if key else None

    return Codec(write, read)


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of both; what both have is the other's, or where they are mappings, both's."""
    both = dict(one)
    for key, value in other.items():
        mine = both.get(key)
        both[key] = merged(mine, value) if isinstance(mine, dict) and isinstance(value, dict) else value
    return both


def _present(values: Any) -> list[Any]:
    return [value for value in values if value is not None]


def _get(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def _put(target: dict[str, Any], path: tuple[str, ...], value: Any, keep: bool) -> None:
    if value is None or (is_empty(value) and not keep):
        return
    for key in path[:-1]:
        target = target.setdefault(key, {})
    target[path[-1]] = value
