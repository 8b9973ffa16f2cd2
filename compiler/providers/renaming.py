"""Tables that read in both directions: where a field stands in the message, where on the wire.

A path is dotted (`list.sections` beside `action.sections`). Every field is written once, and both `to_wire`
and `from_wire` read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .codecs import SCALAR, Codec, parts


class Field(NamedTuple):
    """One row of a table."""

    here: tuple[str, ...]
    wire: tuple[str, ...]
    codec: Codec


Table = tuple[Field, ...]


def table(*rows: tuple[str, str] | tuple[str, str, Codec]) -> Table:
    """Return a table of rows (path here, path on the wire, codec: a scalar unless said)."""
    return tuple(
        Field(tuple(row[0].split(".")), tuple(row[1].split(".")), row[2] if len(row) == 3 else SCALAR) for row in rows
    )


def to_wire(fields: Table, message: Mapping[str, Any]) -> dict[str, Any]:
    """Return the wire form of those fields, in the order of the table."""
    wire: dict[str, Any] = {}
    for here, there, codec in fields:
        _put(wire, there, codec.encode(_get(message, here)))
    return wire


def from_wire(fields: Table, wire: Any, into: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the canonical form of those fields, added to `into` when that is given."""
    message: dict[str, Any] = {} if into is None else into
    if isinstance(wire, dict):
        for here, there, codec in fields:
            _put(message, here, codec.decode(_get(wire, there)))
    return message


def mapping(fields: Table) -> Codec:
    """Return the codec of a mapping that is absent when nothing stands in it."""
    return Codec(
        lambda value: (to_wire(fields, value) or None) if isinstance(value, dict) else None,
        lambda value: from_wire(fields, value) or None,
    )


def each(fields: Table, required: bool = False) -> Codec:
    """Return the codec of a list of mappings; an empty list is kept only where the wire requires the list."""

    def encode(value: Any) -> Any:
        return _kept(value, [to_wire(fields, item) for item in parts(value)], required)

    def decode(value: Any) -> Any:
        return _kept(value, [from_wire(fields, item) for item in parts(value)], required)

    return Codec(encode, decode)


def tagged(variants: Mapping[str, tuple[str, Table]]) -> Codec:
    """Return the codec of a mapping of one key: here the key says what it is, on the wire `type` does."""
    keys = {tag: key for key, (tag, _) in variants.items()}

    def encode(value: Any) -> Any:
        for key, (tag, fields) in variants.items():
            if isinstance(value, dict) and value.get(key) is not None:
                return {"type": tag, **to_wire(fields, value)}
        return None

    def decode(value: Any) -> Any:
        tag = value.get("type") if isinstance(value, dict) else None
        key = keys.get(tag.upper()) if isinstance(tag, str) else None
        return (from_wire(variants[key][1], value) or None) if key else None

    return Codec(encode, decode)


def _kept(value: Any, items: list[dict[str, Any]], required: bool) -> list[dict[str, Any]] | None:
    return items if items or (required and isinstance(value, list)) else None


def _get(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def _put(target: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    if value is None:
        return
    for key in path[:-1]:
        inner = target.get(key)
        if not isinstance(inner, dict):
            inner = target[key] = {}
        target = inner
    target[path[-1]] = value
