"""From a canonical message to the file that a person would have written.

The inverse of reading: the schema's annotations say which shorthands there are, and each is taken only
where it reads back as what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .message import from_plain, group, long_form, shape
from .reader import Reader
from .shape import Shape
from .source import Source
from .spelling import EXPANDERS
from .yaml_text import Literal, Text, without_expressions, write


def shortest(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shortest authoring form, as plain values in the order of the language.

    `long_form(shortest(m)) == m` for every canonical m.
    """
    plain: dict[str, Any] = _plain(_printed(message))
    return plain


def to_yaml(message: Mapping[str, Any], *, file: Mapping[str, Any] | None = None) -> str:
    """Return a canonical message as the text of a YAML document, after the keys of the file.

    What looks like an expression in the message is written so that it comes back verbatim.
    """
    head = _ordered(dict(file or {}), shape())
    return write({**head, **without_expressions(_printed(message))})


def _printed(message: Mapping[str, Any]) -> dict[str, Any]:
    whole = _ordered(dict(message), shape())
    body = message.get("body")
    for key in group("content"):
        field = shape().field(key)
        assert field is not None
        if message.get(key) == {} and field.short.get("lift") == "body" and isinstance(body, str):
            lifted = {k: whole["body"] if k == key else value for k, value in whole.items() if k != "body"}
            if long_form(lifted) == message:
                return lifted
    return whole


def _contracted(value: Any, shape: Shape) -> Any:
    """Return the shortest form of a value that reads back as the value."""
    if shape.container == "object" and isinstance(value, dict):
        long: Any = _ordered(value, shape)
    elif shape.container == "array" and isinstance(value, list):
        long = [_contracted(item, shape.items) for item in value]
    else:
        return _marked(value, shape)
    faults: int | None = None
    for candidate in _shorter(long, shape):
        if faults is None:
            faults = _read(value, shape)[1]
        read, more = _read(candidate, shape)
        if read == value and more <= faults:
            return candidate
    return long


def _ordered(value: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Return a mapping with its keys in the order of the schema, unknown ones last, each value contracted.

    Those of `x-in-order` become items of a list on the wire: they come in the order that they are in.
    """
    loose = shape.raw.get("x-in-order", ())
    order = iter([key for key in value if key in loose])
    keys = [next(order) if key in loose else key for key in shape.fields if key in value]
    keys += [key for key in value if key not in shape.fields]
    fields = {key: shape.field(key) for key in keys}
    return {key: value[key] if field is None else _contracted(value[key], field) for key, field in fields.items()}


def _marked(value: Any, shape: Shape) -> Any:
    if not isinstance(value, str) or shape.slot in (None, "json", "declarations"):
        return value
    raw = shape.slot.startswith("literal") or shape.raw.get("x-raw") is True
    return Literal(value) if raw else Text(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Text) else value


def _read(value: Any, shape: Shape) -> tuple[Any, int]:
    """Return what a form is read as, and how many faults reading it finds."""
    reader = Reader(Source("", "", "json"), EXPANDERS)
    return reader.read(from_plain(value), shape, ()), len(reader.findings)


def _shorter(long: Any, shape: Shape) -> Iterator[Any]:
    """Yield the shorter forms that there may be, the shortest first."""
    contract = _CONTRACTIONS.get(shape.expand or "")
    forms = list(contract(long, shape)) if contract is not None else []
    key = shape.short.get("key")
    for form in (*forms, long):
        if isinstance(form, dict) and list(form) == [key]:
            yield form[key]
    if shape.short.get("list") and len(long) == 1:
        yield long[0]
    yield from forms


def _recipient(long: Any, shape: Shape) -> Iterator[Any]:
    if len(long) == 1:
        yield from long.values()


def _button(long: Any, shape: Shape) -> Iterator[Any]:
    copies: Mapping[str, str] = shape.raw["x-copies"].get(long.get("type"), {})
    lean = {key: value for key, value in long.items() if not (key in copies and long.get(copies[key]) == value)}
    yield {key: value for key, value in lean.items() if key != "type"}
    yield {key: value for key, value in long.items() if key != "type"}
    yield lean


def _parameters(long: Any, shape: Shape) -> Iterator[Any]:
    if len(long) == 1 and list(long[0]) == ["text"]:
        yield long[0]["text"]
    if long and all(isinstance(item, dict) and isinstance(item.get("name"), str) for item in long):
        yield {str(item["name"]): _unnamed(item) for item in long}
    yield [item["text"] if list(item) == ["text"] else item for item in long]


def _unnamed(parameter: dict[str, Any]) -> Any:
    rest = {key: value for key, value in parameter.items() if key != "name"}
    return rest["text"] if list(rest) == ["text"] else rest


def _sections(long: Any, shape: Shape) -> Iterator[Any]:
    of, sections = shape.raw["x-of"], long.get("sections")
    if isinstance(sections, list) and len(sections) == 1 and list(sections[0]) == [of]:
        yield {(of if key == "sections" else key): sections[0][of] if key == "sections" else long[key] for key in long}


def _otp(long: Any, shape: Shape) -> Iterator[Any]:
    code = long.get("body")
    # They come back behind everything else, in this order.
    if isinstance(code, str) and list(long)[-2:] == ["body", "buttons"] and long["buttons"] == [{"suffix": code}]:
        kept = {key: value for key, value in long.items() if key not in ("body", "buttons")}
        yield {**kept, "otp": code}


_CONTRACTIONS: Mapping[str, Callable[[Any, Shape], Iterator[Any]]] = {
    "recipient": _recipient,
    "button": _button,
    "parameters": _parameters,
    "sections": _sections,
    "otp": _otp,
}
"""The inverse of each of `spelling.EXPANDERS`. They may offer too much: what does not read back is not taken."""
