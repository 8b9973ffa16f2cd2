"""What the schema of a message says of a place: its keys, its words, its description. Paths are as they are written.

A shorthand is another way to write the same thing, so a place has several schemas; all are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ..diagnostic import Path
from ..named import NamedTuple
from ..resources import schema

Raw = Mapping[str, Any]


class Slot(NamedTuple):
    """All schemas of a place, the outer ones before the inner ones."""

    schemas: tuple[Raw, ...]

    def step(self, part: str | int) -> Slot | None:
        """Return the slot of a key or an item; None where there is no such thing."""
        found: list[Raw] = []
        for raw in self.schemas:
            if isinstance(part, int):
                below = raw.get("items")
            else:
                below = raw.get("properties", {}).get(part)
                if below is None and raw.get("properties") is None:
                    below = raw.get("additionalProperties")
            if isinstance(below, Mapping):
                found += _flat(below)
        if not found and isinstance(part, str):
            # One item may stand for a list of one.
            found = [
                inner
                for raw in self.schemas
                if isinstance(raw.get("items"), Mapping)
                for item in _flat(raw["items"])
                if part in item.get("properties", {})
                for inner in _flat(item["properties"][part])
            ]
        return Slot(tuple(found)) if found else None

    def keys(self) -> dict[str, Slot]:
        """Return the keys that a mapping may hold here."""
        objects = [raw for raw in self.schemas if "properties" in raw]
        if not objects and any("list" in raw.get("x-short", {}) for raw in self.schemas):
            objects = [
                item for raw in self.schemas if "items" in raw for item in _flat(raw["items"]) if "properties" in item
            ]
        found: dict[str, list[Raw]] = {}
        for raw in objects:
            for key, below in raw["properties"].items():
                found.setdefault(key, []).extend(_flat(below))
        return {key: Slot(tuple(schemas)) for key, schemas in found.items()}

    def words(self) -> tuple[Any, ...]:
        """Return the words of an enumeration, or the two of a boolean."""
        words: dict[Any, None] = {}
        for raw in self.schemas:
            words.update(dict.fromkeys(raw.get("enum", ())))
            if raw.get("x-slot") == "boolean" or raw.get("type") == "boolean":
                words.update({"true": None, "false": None})
        return tuple(words)

    @property
    def is_required(self) -> frozenset[str]:
        """The keys without which a mapping is not whole, in every way to write it."""
        objects = [frozenset(raw.get("required", ())) for raw in self.schemas if "properties" in raw]
        return frozenset.intersection(*objects) if objects else frozenset()

    @property
    def description(self) -> str | None:
        """What the place is."""
        return next((raw["description"] for raw in self.schemas if "description" in raw), None)

    @property
    def form(self) -> str:
        """Whether it is written as a `mapping`, a `list` or a `scalar`, where there is a choice the shortest."""
        scalar = any(raw.get("x-slot") not in (None, "declarations") for raw in self.schemas)
        if scalar:
            return "scalar"
        if any(raw.get("type") == "array" for raw in self.schemas):
            return "list"
        return "mapping" if any(raw.get("type") == "object" for raw in self.schemas) else "scalar"

    @property
    def is_raw(self) -> bool:
        """Whether no expression is filled here: braces are WhatsApp's own placeholders."""
        return any(raw.get("x-raw") is True for raw in self.schemas)

    @property
    def short(self) -> str | None:
        """The key that a scalar stands for."""
        return next((raw["x-short"]["key"] for raw in self.schemas if "key" in raw.get("x-short", {})), None)

    @property
    def sort(self) -> str | None:
        """The kind of scalar that is due: text, integer, time and so on."""
        return next((str(raw["x-slot"]) for raw in self.schemas if "x-slot" in raw), None)


@cache
def root() -> Slot:
    """Return the slot of a whole document."""
    return Slot(tuple(_flat(schema("message"))))


def slot_at(path: Path) -> Slot | None:
    """Return the slot at a path from the root of a document, or None where the schema has no such place."""
    found: Slot | None = root()
    for part in path:
        if found is None:
            return None
        found = found.step(part)
    return found


def is_raw(path: Path) -> bool:
    """Whether no expression is filled at a path, as it is written: in the long form or in a shorthand."""
    found = slot_at(path)
    if found is None:
        return False
    if found.is_raw:
        return True
    inner = found.step(found.short) if found.short else None
    return inner is not None and inner.is_raw


def _flat(raw: Raw) -> Iterator[Raw]:
    """Yield a schema with its references followed, and what it offers a choice of."""
    while "$ref" in raw:
        target = schema("message")["$defs"][str(raw["$ref"]).rpartition("/")[2]]
        raw = {**target, **{key: value for key, value in raw.items() if key != "$ref"}}
    if raw == schema("message")["$defs"]["expression"]:
        return
    yield raw
    for word in ("anyOf", "oneOf"):
        for choice in raw.get(word, ()):
            yield from _flat(choice)
