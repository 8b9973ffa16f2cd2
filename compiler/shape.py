"""The shapes of the schemas, as `reader.py` reads a tree by them.

Beside JSON Schema's own words the schemas carry annotations, which other tools ignore:

- `x-slot`: what a scalar becomes (`text`, `integer`, `number`, `boolean`, `time`, `phone`, `word`, `json`,
  `literal`, `literal-word`; `declarations` are read by `variables.py`); in a slot of `json`, `type` and `items` say
  which JSON fits;
- `x-short`: `{"key": k}`, what is no mapping stands for `{k: …}`; `{"list": true}`, one item for a list of one;
- `x-expand`: the name of a function that rewrites the node before it is read;
- `x-minor-units`: an amount, without a decimal point;
- `x-needs`, `x-holds`: the keys that a mapping needs, and all that it may hold, by its `type`;
- `x-some`: keys of which a mapping needs at least one;
- `x-keep-empty`: `{}` and `[]` mean something and stay;
- `x-in-order`: keys that become items of a list on a wire, in the order in which they stand;
- `x-raw`: `true`, no expression is filled in the slot; `within`, such slots are inside (`resolving.py`);
- `x-from`: the key of the file that fills a field in where it is not written;
- `x-group`, `x-dressed`, `x-mistaken`, `x-written`: of the top level, see `message.py` and `unknown_key`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .diagnostic import Path
from .nodes import Node, ScalarNode


class Unknown:
    """The value of a variable that has none yet. It fits every slot, and no rule judges it."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"  # there is but one, on the way to another process too


UNKNOWN = Unknown()
MISSING = object()


def mappings(value: Any) -> list[dict[str, Any]]:
    """Return the mappings of a list; of anything else, none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def known(value: Any) -> Any:
    """Return what was read without what is of the wrong type: where no rule judges, that is as good as absent."""
    if isinstance(value, dict):
        return {key: known(item) for key, item in value.items() if item is not UNKNOWN}
    return [known(item) for item in value if item is not UNKNOWN] if isinstance(value, list) else value


Expander = Callable[[Node, "Shape"], Node]
Places = dict[Path, tuple[ScalarNode | None, Node]]
"""Where every field stands: its key, if it has one, and its value."""


class Shape:
    """One schema of a file, with its reference followed and the long form of its shorthand found."""

    __slots__ = ("_items", "_other", "_properties", "_root", "_structure", "container", "default", "expand", "fields",
                 "free", "is_bound", "is_text", "keep_empty", "long", "raw", "required", "short", "slot", "type",
                 "words")  # fmt: skip

    def __init__(self, raw: Mapping[str, Any], root: Mapping[str, Any]) -> None:
        while "$ref" in raw:
            target = root["$defs"][raw["$ref"].rpartition("/")[2]]
            raw = {**target, **{k: v for k, v in raw.items() if k != "$ref"}}
        self.raw = raw
        self.short: Mapping[str, Any] = raw.get("x-short", {})
        self.expand: str | None = raw.get("x-expand")
        self.slot: str | None = raw.get("x-slot")
        long = raw["anyOf"][0] if self.slot is None and "anyOf" in raw else raw
        while "$ref" in long:
            long = root["$defs"][long["$ref"].rpartition("/")[2]]
        self.long = long
        self.container: str | None = long.get("type") if self.slot is None else None
        self.keep_empty = bool(raw.get("x-keep-empty"))
        self.default = raw.get("default", MISSING)
        self.required: tuple[str, ...] = tuple(long.get("required", ()))
        self.fields: Mapping[str, Any] = long.get("properties", {})
        if "when" in self.fields:
            self.fields = {key: field for key, field in self.fields.items() if not _is_structure(field)}
        self.free = long.get("additionalProperties", True)
        self.words: tuple[str, ...] = _words(raw) if self.slot in ("word", "literal-word") else ()
        self.type: str | None = raw.get("type")
        self.is_text = (
            (self.slot == "text" or (self.slot == "literal" and self.type != "integer"))
            and self.expand is None
            and self.default is MISSING
        )
        """Whether a text that stands there is the value."""
        self.is_bound = any(word in raw for word in ("x-holds", "x-some", "x-needs"))
        """Whether more is due than that the required keys are there."""
        self._root = root
        self._properties: dict[str, Shape] = {}
        self._items: Shape | None = None
        self._structure: frozenset[str] | None = None
        self._other: Shape | None = None

    def field(self, name: str) -> Shape | None:
        """Return the shape of a key, or None where there is no such key."""
        shape = self._properties.get(name)
        if shape is None:
            raw = self.fields.get(name)
            if raw is None:
                if self._other is None and isinstance(self.free, Mapping):
                    # Not before somebody asks: what may hold anything may hold itself.
                    self._other = Shape(self.free, self._root)
                return self._other
            shape = self._properties[name] = Shape(raw, self._root)
        return shape

    def in_any_form(self, name: str) -> Shape | None:
        """Return the shape of a key in whichever form it may be written, shorthands among them."""
        found = self.field(name)
        for form in self.raw.get("anyOf", ())[1:] if found is None else ():
            found = found or Shape(form, self._root).field(name)
        return found

    @property
    def structure(self) -> frozenset[str]:
        """The keys that say how often the part stands there, and whether: `for_each`, `as`, `when`, `value`."""
        if self._structure is None:
            forms = [self.long, *self.raw.get("anyOf", ())]
            fields = [(key, field) for form in forms for key, field in form.get("properties", {}).items()]
            self._structure = frozenset(key for key, field in fields if _is_structure(field))
        return self._structure

    @property
    def items(self) -> Shape:
        """The shape of a list's items."""
        if self._items is None:
            self._items = Shape(self.long.get("items", {"x-slot": "json"}), self._root)
        return self._items


_STRUCTURE = frozenset(f"#/$defs/item_{key}" for key in ("for_each", "as", "when", "value"))


def _is_structure(field: Mapping[str, Any]) -> bool:
    """Whether a property is none of the message: `repeating.py` takes it away before anything is read."""
    return field.get("$ref") in _STRUCTURE


def types_of(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the types that fit a slot of JSON, an expression beside them or not; none where every one does."""
    forms = raw.get("anyOf", ())
    if any(form.get("$ref", "").endswith("/expression") for form in forms):
        return tuple(form["type"] for form in forms if "type" in form)
    stated = raw.get("type", ())
    return (stated,) if isinstance(stated, str) else tuple(stated)


def _words(raw: Mapping[str, Any]) -> tuple[str, ...]:
    choices = raw["enum"] if "enum" in raw else raw["anyOf"][0]["enum"]
    return tuple(choices)
