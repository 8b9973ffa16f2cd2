"""What is wrong with a row of somebody's own, in a sentence and with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from .diagnostic import Span, closest, did_you_mean, shown
from .message import group
from .named import NamedTuple
from .nodes import MappingNode, Node, ScalarNode, SequenceNode, plain
from .paths import parse
from .providers import NAMES
from .rows import CONSTRAINTS, aliases, families
from .selection import ALL
from .source import Source


class Fault(NamedTuple):
    """A fault of a file of rules."""

    span: Span
    message: str


def faults(source: Source, root: Node, schema: Mapping[str, Any], told: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with the rows of a file. `told` are the names of other files, with the file of each."""
    assert isinstance(root, MappingNode)
    shapes = _shapes(source, root, schema)
    seen: set[tuple[Any, ...]] = set()
    for path, fault in shapes:
        # One slip gives one fault, the first that is told of a key.
        if path[:2] not in seen:
            seen.add(path[:2])
            yield fault
    for key, node in root.entries:
        name = str(key.value)
        said = _name_taken(name, told)
        if said is not None:
            yield Fault(Span(key.start, key.end), said)
        if not any(path[:1] == (name,) for path in seen) and isinstance(node, MappingNode):
            yield from _meaning(source, node, plain(node))


def _name_taken(name: str, told: Mapping[str, str]) -> str | None:
    if name in told:
        return f"the rule '{name}' stands in {told[name]} too"
    if _is_ours(name):
        return f"'{name}' is a name of waml's own; give the rule another, such as 'acme-{name}'"
    return None


def _is_ours(name: str) -> bool:
    from .rows import catalogue

    return name in catalogue() or name in aliases() or name in families() or name == ALL


# ---- by the schema


@cache
def _validator(text: str) -> Any:
    import json

    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(text))


def _shapes(source: Source, root: Node, schema: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], Fault]]:
    """Yield where a file differs from the schema, in our words."""
    import json

    errors = _validator(json.dumps(schema)).iter_errors(plain(root))
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path]):
        path = tuple(error.absolute_path)
        for key, message in _said(error, path, schema):
            span = _span(source, root, (*path, key) if key is not None else path, key is not None)
            yield (*path, *((key,) if key is not None else ())), Fault(span, message)


def _said(error: Any, path: tuple[Any, ...], schema: Mapping[str, Any]) -> Iterator[tuple[str | None, str]]:
    """Yield the key that an error is about, if it is one of a mapping, and what is wrong."""
    keys: Mapping[str, Any] = schema["$defs"]["stated"]["properties"]
    if not path:
        name = str(error.instance) if error.validator == "pattern" else ""
        yield (name or None), f"{shown(name)} is no name for a rule: lower-case words and digits, joined by '-'"
    elif len(path) == 1 and not isinstance(error.instance, Mapping):
        yield None, f"a rule is a mapping of keys, not {shown(error.instance)}"
    elif len(path) == 1 and error.validator == "additionalProperties":
        for key in error.instance:
            if key not in keys:
                hint = did_you_mean(key, keys) or "the keys of a rule are " + ", ".join(keys)
                yield key, f"the key {shown(key)} is unknown in a rule; {hint}"
    elif len(path) == 1 and error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        if any(closest(key, keys) in missing for key in error.instance if key not in keys):
            return  # the unknown key is said
        words = [word for word in ("check", "format", "pattern") if word in error.instance]
        because = f" for its '{words[0]}'" if words and "field" not in missing else ""
        *first, last = [f"'{key}'" for key in missing]
        listed = f"{', '.join(first)} and {last}" if first else last
        yield None, f"the rule needs {listed}{because}"
    elif len(path) == 1 and error.validator == "oneOf":
        yield None, _keywords(error.instance)
    elif len(path) == 1 and error.validator == "dependentRequired":
        key, due = next(pair for pair in error.validator_value.items() if pair[0] in error.instance)
        yield key, f"'{key}' goes with '{due[0]}'"
    elif len(path) > 1:
        yield from _value(error, path, schema, keys)


def _value(
    error: Any, path: tuple[Any, ...], schema: Mapping[str, Any], keys: Mapping[str, Any]
) -> Iterator[tuple[str | None, str]]:
    key = str(path[1])
    due = _due(key, schema, keys)
    if error.validator == "additionalProperties" and key == "warn":
        words = schema["$defs"]["warn"]["properties"]
        for word in error.instance:
            if word not in words:
                hint = did_you_mean(word, words) or "it holds " + ", ".join(words)
                yield word, f"the key {shown(word)} is unknown in 'warn'; {hint}"
        return
    stated = error.instance if isinstance(error.instance, Mapping) and len(path) == 2 else {}
    strange = next((name for name in stated if key in _BY_PROVIDER and name not in (*NAMES, "default")), None)
    if strange is not None:
        hint = did_you_mean(strange, NAMES) or "there are " + ", ".join(NAMES)
        yield strange, f"there is no provider {shown(strange)}; {hint}"
        return
    if error.parent is None and error.validator in ("pattern", "enum", "const", "type") and len(path) > 2:
        yield None, f"{shown(error.instance)} is not taken in '{key}', which is {due}"
        return
    yield None, f"'{key}' is {due}, not {shown(error.instance)}"


_BY_PROVIDER = frozenset({*CONSTRAINTS, "severity", "source", "prevents"})
"""Keys whose value may be a map from provider."""


def _due(key: str, schema: Mapping[str, Any], keys: Mapping[str, Any]) -> str:
    """Return what a key takes, as the schema describes it."""
    raw = schema["$defs"]["own-source"] if key == "source" else keys.get(key, {})
    while isinstance(raw, Mapping) and "$ref" in raw and "description" not in raw:
        raw = schema["$defs"][str(raw["$ref"]).rpartition("/")[2]]
    described = raw.get("description") if isinstance(raw, Mapping) else None
    words = {"string": "a text", "object": "a mapping"}
    due = described or words.get(str(raw.get("type")), "something else")
    return due[:1].lower() + due[1:].rstrip(".")


def _keywords(row: Mapping[str, Any]) -> str:
    said = [word for word in CONSTRAINTS if word in row]
    if not said:
        near = [word for key in row if (word := closest(key, CONSTRAINTS)) and key not in CONSTRAINTS]
        hint = f"did you mean '{near[0]}'?" if near else "it takes one of " + ", ".join(CONSTRAINTS)
        return f"the rule asks for nothing; {hint}"
    listed = " and ".join(f"'{word}'" for word in said)
    return f"a rule asks for one thing, or for the two ends of one, not for {listed}; write a rule each"


def _span(source: Source, root: Node, path: tuple[Any, ...], at_key: bool) -> Span:
    """Return where a path of a file stands, or its closest parent: the value, or the key."""
    node: Node = root
    key: ScalarNode | None = None
    for part in path:
        child: Node | None = None
        if isinstance(node, MappingNode):
            found = next(((name, value) for name, value in node.entries if name.value == part), None)
            if found is None:
                break
            key, child = found
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
            child = node.items[part]
        if child is None:
            break
        node = child
    if key is not None and (at_key or not isinstance(node, ScalarNode)):
        return Span(key.start, key.end)
    return source.span(node)


# ---- by what it means


def _meaning(source: Source, node: MappingNode, row: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what no schema can say of a row: a path that finds nothing, a check that there is not."""
    for way, message in _wrong(row):
        yield Fault(_span(source, node, way, at_key=bool(way) and way[0] == "when" and len(way) == 2), message)


def _wrong(row: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    fields = row["field"]
    is_payload = row.get("scope") == "payload"
    for at, path in enumerate([fields] if isinstance(fields, str) else fields):
        said = None if is_payload else _no_field(path)
        if said is not None:
            yield ("field",) if isinstance(fields, str) else ("field", at), said
    for word in ("requires", "excludes"):
        others = row.get(word, [])
        for at, path in enumerate([others] if isinstance(others, str) else others):
            said = None if is_payload else _no_field(path)
            if said is not None:
                yield (word,) if isinstance(others, str) else (word, at), said
    for path, wanted in row.get("when", {}).items():
        said = None if is_payload else _no_field(path) or _no_word(path, wanted)
        if said is not None:
            yield ("when", path), said
    yield from _named(row)


def _no_field(path: str) -> str | None:
    """Return what is wrong with a path of a row; None where a message can have such a field."""
    from .boundaries.building import shape_of
    from .derived import DERIVED
    from .hydrated import FIELDS

    segments = parse(path)
    hint: str | None
    if path in DERIVED or path in FIELDS or segments[0] in ("kind", "provider", "assume"):
        return None
    if segments[0] == "definition":
        hint = did_you_mean(path, FIELDS) or "there are " + ", ".join(FIELDS)
        return f"a definition has no field '{path}'; {hint}"
    for length in range(1, len(segments) + 1):
        if shape_of(segments[:length]) is None:
            above = shape_of(segments[: length - 1])
            known = [*above.fields] if above is not None else []
            part = segments[length - 1]
            hint = did_you_mean(part, known) if isinstance(part, str) else None
            hint = hint or (_listed(known) if known else "it is no list" if not isinstance(part, str) else None)
            return f"a message has no field '{path}'" + (f"; {hint}" if hint else "")
    return None


def _listed(known: list[str]) -> str:
    return "`waml schema` lists the fields" if len(known) > MAX_LISTED else "there are " + ", ".join(known)


MAX_LISTED = 20
"""Fields that a message lists."""


def _no_word(path: str, wanted: Any) -> str | None:
    """Return what is wrong with the value of a condition whose words are known: the kinds and the providers."""
    known = {"kind": group("content"), "provider": NAMES}.get(path, ())
    for word in wanted if isinstance(wanted, list) else [wanted]:
        if known and word not in known:
            hint = did_you_mean(str(word), known) or "there are " + ", ".join(known)
            return f"there is no {path} {shown(word)}; {hint}"
    return None


def _named(row: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield what is wrong with a pattern, and with the names of a format or a check."""
    from .checks import FORMATS
    from .own_checks import accepts, check_named
    from .patterns import compiled

    if "pattern" in row:
        try:
            compiled(row["pattern"])
        except ValueError as error:
            yield ("pattern",), f"{shown(row['pattern'])} is not taken as a pattern: {error}"
    if "format" in row and row["format"] not in FORMATS:
        hint = did_you_mean(row["format"], FORMATS) or "there are " + ", ".join(FORMATS)
        yield ("format",), f"there is no format '{row['format']}'; {hint}"
    if "check" in row:
        said = check_named(row["check"]) or accepts(row["check"], row.get("with", {}))
        if said is not None:
            yield ("check",), said
