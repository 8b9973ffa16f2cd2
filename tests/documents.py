"""Documents of the authoring language, drawn from its schema: long forms and shorthands alike, and mutated ones.

The schema says what a document looks like, so it is walked here, by hand: no list of fields is repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import strategies as st

from waml.resources import schema

Part = st.SearchStrategy[Any]
Path = tuple[str | int, ...]

TEXTS = st.text("aZ0 +.:é漢", max_size=8)
NUMERALS = st.sampled_from(["5", "-7", " 5", "5 ", "5.0", "1e2", "007", "+1", "1_000", "٣"])
SCALARS = NUMERALS | st.booleans() | st.integers(-99, 10**12) | st.floats(-1e6, 1e6) | TEXTS
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=2),
    max_leaves=3,
)  # fmt: skip
_TYPES: dict[str, Part] = {
    "string": TEXTS,
    "integer": st.integers(-99, 10**12) | st.integers(-9, 9).map(float),
    "number": st.integers(-99, 99) | st.floats(-1e6, 1e6),
    "boolean": st.booleans(),
    "null": TEXTS,  # null says that a key is not there: see test_shape.py
    "array": st.lists(JSON, max_size=2),
    "object": st.dictionaries(st.sampled_from("ab"), JSON, max_size=2),
}
_DEPTH = 6  # of schemas in each other: declarations hold declarations


def root() -> dict[str, Any]:
    """Return the schema of a message file."""
    return schema("message")


def followed(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its reference followed."""
    while "$ref" in raw:
        target = root()["$defs"][raw["$ref"].rpartition("/")[2]]
        raw = {**target, **{key: value for key, value in raw.items() if key != "$ref"}}
    return raw


def documents() -> Part:
    """Draw a document with one content key, beside any of the other keys."""
    fields = root()["properties"]
    contents = [key for key, raw in fields.items() if raw["x-group"] == "content"]
    # The texts of languages are held against each other, which no schema does.
    others = {k: _value(k, raw) for k, raw in fields.items() if raw["x-group"] != "content" and k != "locales"}
    # `text` beside a dressed content is the finding `text-for-body`; `body` beside a lifted text is one of two.
    # Templates have more to vary than all other contents together.
    return st.sampled_from([*contents, *["template"] * 6, *["buttons", "list", "contacts"] * 2]).flatmap(
        lambda key: st.tuples(_value(key, fields[key]), st.fixed_dictionaries({}, optional=_beside(key, others)))
        .map(lambda drawn: {key: drawn[0], **drawn[1]})
    )  # fmt: skip


def _beside(content: str, others: dict[str, Part]) -> dict[str, Part]:
    lifts = "lift" in root()["properties"][content].get("x-short", {})
    return {key: part for key, part in others.items() if not (lifts and key == "body")}


@cache
def _of(name: str) -> Part:
    return _drawn(root()["$defs"][name], 0)


def _value(key: str, raw: dict[str, Any], depth: int = 0) -> Part:
    return _names(raw) if key == "vars" else _drawn(raw, depth)


def _names(raw: dict[str, Any]) -> Part:
    """Draw declarations: their names are another rule's business."""
    return st.dictionaries(st.sampled_from(["a", "b_1"]), _drawn(raw["additionalProperties"], 1), max_size=2)


def _drawn(raw: dict[str, Any], depth: int) -> Part:
    raw = followed(raw)
    if "x-infers" in raw:
        return _button(raw, depth)
    if raw.get("x-minor-units"):
        return st.integers(-99, 10**12)  # 5.0 is an integer to JSON Schema, and has a decimal point
    if "enum" in raw:
        return st.sampled_from(raw["enum"])
    if "anyOf" in raw:
        return st.one_of(*(_drawn(one, depth) for one in raw["anyOf"] if not (_is_expression(one) or _repeats(one))))
    kind = raw.get("type")
    if isinstance(kind, list):
        of_list = st.lists(_drawn(raw["items"], depth + 1), max_size=2) if "items" in raw else _TYPES["array"]
        return st.one_of(*(of_list if one == "array" else _TYPES[one] for one in kind))
    if kind == "object" and "properties" in raw:
        return _mapping(raw, depth)
    if kind == "object" and isinstance(raw.get("additionalProperties"), dict):
        if depth > _DEPTH:
            return st.just({})  # texts may hold texts
        return st.dictionaries(st.sampled_from("ab"), _drawn(raw["additionalProperties"], depth + 1), max_size=2)
    if kind == "array" and "items" in raw:
        return st.lists(_drawn(raw["items"], depth + 1), max_size=2)
    if "pattern" in raw:
        return st.sampled_from(["0", "7", "-12", "100"])
    return JSON if kind is None else _TYPES[kind]


_STRUCTURE = {f"#/$defs/item_{key}" for key in ("for_each", "as", "when", "value")}


def _repeats(raw: dict[str, Any]) -> bool:
    """What `for_each` and `when` leave is judged when they are unfolded; the schema cannot."""
    value = raw.get("properties", {}).get("value", {}) if "value" in raw.get("required", ()) else {}
    return any(one.get("$ref", "") in _STRUCTURE for one in (raw, value))


def _is_expression(raw: dict[str, Any]) -> bool:
    """What `{{ … }}` becomes is judged when it is filled; the schema cannot."""
    return raw.get("$ref", "").endswith("/expression")


def _mapping(raw: dict[str, Any], depth: int) -> Part:
    required = raw.get("required", ())
    fields = {
        key: _drawn(field, depth + 1)
        for key, field in raw["properties"].items()
        if (key in required or depth < _DEPTH) and not _repeats(field)
    }  # fmt: skip
    return st.fixed_dictionaries(
        {key: fields[key] for key in required},
        optional={key: part for key, part in fields.items() if key not in required},
    )


def _button(raw: dict[str, Any], depth: int) -> Part:
    """Draw a button that holds what its type needs and may have: that is said to waml, not to JSON Schema."""
    long, *short = raw.get("anyOf", [raw])
    fields = {key: _drawn(field, depth + 1) for key, field in long["properties"].items()}
    types = followed(long["properties"]["type"])["anyOf"][0]["enum"]
    needs, holds = raw["x-needs"], raw["x-holds"]
    typed = [
        st.fixed_dictionaries(
            {"type": st.just(kind), **{key: fields[key] for key in needs.get(kind, ())}},
            optional={key: fields[key] for key in holds[kind] if key not in needs.get(kind, ())},
        )
        for kind in types
    ]
    return st.one_of(*typed, *(_drawn(one, depth) for one in short))


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every node."""
    yield path
    children: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def at(value: Any, path: Path) -> Any:
    """Return the node of a path."""
    for key in path:
        value = value[key]
    return value


def replaced(value: Any, path: Path, new: Any) -> Any:
    """Return a copy with another node at a path."""
    if not path:
        return new
    if isinstance(value, dict):
        return {key: replaced(item, path[1:], new) if key == path[0] else item for key, item in value.items()}
    return [replaced(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]


def without(value: Any, path: Path) -> Any:
    """Return a copy that lacks the key at a path."""
    parent = at(value, path[:-1])
    return replaced(value, path[:-1], {key: item for key, item in parent.items() if key != path[-1]})


def renamed(value: Any, path: Path, name: str) -> Any:
    """Return a copy with another key at a path."""
    parent = at(value, path[:-1])
    return replaced(value, path[:-1], {name if key == path[-1] else key: item for key, item in parent.items()})
