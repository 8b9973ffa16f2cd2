"""What a scalar becomes in its slot: the slot decides the type, never the look of the scalar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .diagnostic import Finding, Path, closest, shown
from .lazy import lazy
from .nodes import JSON_NUMBER, Node, ScalarNode, SequenceNode, number, plain
from .placed import at
from .shape import MISSING, UNKNOWN, Shape, types_of
from .times import canonical_iso

if TYPE_CHECKING:
    from .reader import Reader


def _text(reader: Reader, node: ScalarNode, shape: Shape, path: Path) -> Any:
    value, written = node.value, _as_written(reader, node)
    if isinstance(value, str) or node.rendered:
        return written
    span = reader.source.span(node)
    from .remedy import Edit, Fix

    # What has an anchor may stand in a slot of another type too.
    is_shared = "&" in reader.source.text[node.start : span.start]
    fix = Fix("quote the value", not is_shared, (Edit(span, f'"{written}"'),))
    reader.findings.append(
        Finding(
            "not-quoted",
            f"text is due, and {written} is {kind_of_scalar(value)}",
            span=span,
            path=path,
            help=f'quote it: "{written}"',
            fix=fix,
        )
    )
    return written


def _as_written(reader: Reader, node: ScalarNode) -> str:
    """Return a scalar as text, a literal that is none as it stands in the file."""
    if isinstance(node.value, str):
        return written_text(node)
    if node.rendered:
        return text_of(node.value)
    span = reader.source.span(node)
    return reader.source.text[span.start : span.end]


def written_text(node: ScalarNode) -> str:
    """Return a text as it is meant: a block scalar without the one line break that YAML adds at its end."""
    value = str(node.value)
    return value[:-1] if node.style and node.style in "|>" and value.endswith("\n") else value


def _phone(reader: Reader, node: ScalarNode, shape: Shape, path: Path) -> Any:
    return normal_phone(_text(reader, node, shape, path))


def _time(reader: Reader, node: ScalarNode, shape: Shape, path: Path) -> Any:
    value = _as_written(reader, node)
    iso = canonical_iso(value.strip())
    if iso is not None:
        return iso
    hint = "write date, time and offset, such as 2026-12-18T19:27:00Z"
    reader.finding("not-a-time", f"{shown(value)} is no ISO 8601 time with an offset", path, help=hint)
    return value


def _word(reader: Reader, node: ScalarNode, shape: Shape, path: Path) -> Any:
    value = _as_written(reader, node)
    if value not in shape.words:
        known = ", ".join(shape.words)
        near = closest(value, shape.words)
        alike = [word for word in shape.words if word.casefold() == value.strip().replace("-", "_").casefold()]
        hint = f"did you mean '{near}'?" if near else f"write one of {known}"
        instead = alike[0] if alike else near
        message = f"{shown(value)} is none of {known}"
        reader.finding("unknown-word", message, path, help=hint, replacement=instead, judged=value, safe=bool(alike))
    return value


def _number(reader: Reader, node: ScalarNode, shape: Shape, path: Path) -> Any:
    value = node.value
    whole = shape.slot == "integer"
    if shape.raw.get("x-minor-units") and _has_point(reader, node):
        return _decimal(reader, node, path)
    if isinstance(value, str):
        # What a variable gives is read kindly; what is written is read as the schema reads it.
        text = value.strip() if node.rendered else value
        if (_WHOLE if whole and not node.rendered else JSON_NUMBER).fullmatch(text):
            value = number(text)
    if isinstance(value, float) and whole and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return reader.wrong(node, "a whole number" if whole else "a number", path, None)
    return value


def _has_point(reader: Reader, node: ScalarNode) -> bool:
    """Whether a number has a decimal point as it is written; one that a variable gives, as it is typed."""
    value = node.value
    if isinstance(value, str):
        return node.rendered and "." in value and JSON_NUMBER.fullmatch(value.strip()) is not None
    written = "" if node.rendered else reader.source.text[node.start : node.end]
    return isinstance(value, float) and ("." in written or not written or not value.is_integer())


def _decimal(reader: Reader, node: ScalarNode, path: Path) -> Any:
    """Refuse an amount with a decimal point, with both readings of it."""
    written = "" if node.rendered else reader.source.text[node.start : node.end].strip()
    value = float(node.value) if isinstance(node.value, (str, int, float)) else 0.0
    if not abs(value) < 1e15:
        return reader.wrong(node, "a whole number", path, None)
    minor = round(value * 100)
    message = f"{written or node.value} has a decimal point; an amount is a whole number of the smallest unit"
    hint = f"write {minor} for {minor / 100:.2f}, or {round(value)} for {round(value) / 100:.2f}"
    reader.findings.append(Finding("wrong-type", message, path=path, help=hint))
    return UNKNOWN


def _boolean(reader: Reader, node: ScalarNode, shape: Shape, path: Path) -> Any:
    value = node.value
    if isinstance(value, bool):
        return value
    if node.rendered and value in ("true", "false"):
        return value == "true"
    return reader.wrong(node, "true or false", path, None, _BOOLEANS.get(str(value).strip().casefold()))


def _literal(reader: Reader, node: ScalarNode, shape: Shape, path: Path) -> Any:
    if shape.type == "integer":
        if isinstance(node.value, str):
            return reader.wrong(node, "a whole number", path, None)
        return _number(reader, node, _INTEGER, path)
    return _text(reader, node, shape, path)


_INTEGER = Shape({"x-slot": "integer"}, {})

_WHOLE = lazy(r"-?(0|[1-9][0-9]{0,29})")

SLOTS: Mapping[str, Callable[[Reader, ScalarNode, Shape, Path], Any]] = {
    "text": _text,
    "phone": _phone,
    "time": _time,
    "word": _word,
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "literal": _literal,
    "literal-word": _word,
}

_BOOLEANS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
"""What a text in the slot of a boolean can only mean."""

DUE = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}
"""What is due in a slot that takes no text."""


_JSON: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "array": ("a list", lambda value: isinstance(value, list)),
    "integer": ("a whole number", lambda v: type(v) is int or (isinstance(v, float) and v.is_integer())),
    "object": ("a mapping", lambda value: isinstance(value, dict)),
    "string": ("text", lambda value: isinstance(value, str)),
}


def is_null(node: Node) -> bool:
    """Whether nothing is written where a value could be. What a variable gives is a value, null or not."""
    return isinstance(node, ScalarNode) and node.value is None and not node.rendered


def free_json(reader: Reader, node: Node, shape: Shape, path: Path, key: ScalarNode | None) -> Any:
    """Return what stands in a slot of free JSON, if it is of a type that fits."""
    value, types = plain(node), types_of(shape.raw)
    if not types or value is UNKNOWN:
        return value
    if is_null(node):
        return MISSING
    if not _fits(value, types):
        return reader.wrong(node, _due_of(types), path, key)
    due = types_of(shape.raw.get("items", {}))
    for index, item in enumerate(value if due and isinstance(value, list) else ()):
        if not _fits(item, due):
            child = node.items[index] if isinstance(node, SequenceNode) else node
            return reader.wrong(child, _due_of(due), (*path, index), None)
    return value


def _fits(value: object, types: tuple[str, ...]) -> bool:
    """Whether a value is of one of JSON Schema's types; what is not known yet is of each."""
    return value is UNKNOWN or any(_JSON[type][1](value) for type in types)


def _due_of(types: tuple[str, ...]) -> str:
    """Return what values of some types are called."""
    return " or ".join(_JSON[type][0] for type in types)


def text_of(value: object) -> str:
    """Return the text of a variable's value: JSON's spelling, whole floats without their `.0`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


_PHONE = lazy(r"\+?[0-9 ()./\u00a0\u2011-]*[0-9][0-9 ()./\u00a0\u2011-]*")


def normal_phone(value: Any) -> Any:
    """Return `+` and digits for what is written like a phone number, anything else verbatim."""
    if not isinstance(value, str) or (value[:1] == "+" and value[1:].isdecimal() and value.isascii()):
        return value  # most are written so
    if _PHONE.fullmatch(value):
        return at("+" + "".join(c for c in value if c in "0123456789"), value)
    return value


def kind_of_scalar(value: object) -> str:
    """Return what a scalar that is no text is called."""
    if value is None:
        return "nothing"
    return "a boolean" if isinstance(value, bool) else "a number"
