"""Building canonical messages from `schemas/message.schema.json`: the least that a field needs to stand in."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..diagnostic import Path
from ..message import group, shape
from ..paths import EACH, Segments
from ..shape import Shape

PHONE = "+15551234567"
SENDER = "+15557654321"
TIME = "2026-12-18T19:27:00Z"
SAMPLE = {"key": "x"}
"""What stands where any mapping may."""

# What a text is made of where its name asks for more than a word.
_TEXTS = {
    "email": "ada@acme.example",
    "filename": "receipt.pdf",
    "language": "en",
    "phone_number": PHONE,
    "thumbnail": "1",
    "url": "https://acme.example/a",
    "birthday": "1815-12-10",
    "data_uri": "data:image/png;base64,AAAA",
}
ENDINGS = {"image": "png", "video": "mp4", "gif": "mp4", "audio": "mp3", "document": "pdf", "sticker": "webp"}
# The type of a button that a field belongs to, where the schema does not infer it.
_TYPE_OF = {
    "autofill_text": "otp",
    "data": "flow",
    "icon": "flow",
    "payload": "voice_call",
    "sections": "product_list",
    "supported_apps": "otp",
    "thumbnail": "catalog",
    "ttl_minutes": "voice_call",
    "zero_tap_terms_accepted": "otp",
}


_ANYTHING = {"type": "object", "x-any": True}


@cache
def request_shape() -> Shape:
    """Return the shape of a request: rules of scope `payload` may name anything in it."""
    return Shape(_ANYTHING, _ANYTHING)


def shape_of(segments: Segments, root: Shape | None = None) -> Shape | None:
    """Return the shape of the field at the end of a path, or None where there is no such field."""
    found: Shape | None = root or shape()
    for segment in segments:
        if found is None:
            return None
        found = _below(found, segment)
    return found


def _below(of: Shape, segment: str | int | None) -> Shape | None:
    if of.slot == "json" or "x-any" in of.raw:
        return request_shape()
    return of.field(segment) if isinstance(segment, str) else of.items


def concrete(segments: Segments) -> Path:
    """Return the first field that a path finds."""
    return tuple(0 if segment is EACH else segment for segment in segments)


def sample(of: Shape, name: str, at: int = 0) -> Any:
    """Return the least value of a shape; `at` tells the items of a list apart."""
    if of.slot is not None or "x-any" in of.raw:
        return _scalar(of, name, at)
    if of.container == "array":
        return [sample(of.items, name)]
    value = {key: sample(_field(of, key), key, at) for key in of.required}
    if not value and (key := _filling(of)) is not None:
        value[key] = sample(_field(of, key), name if key == "link" else key, at)
    return complete(value, of, name, at)


def _field(of: Shape, key: str | int | None) -> Shape:
    found = _below(of, key)
    assert found is not None, key
    return found


def _filling(of: Shape) -> str | None:
    """The key that a mapping without required keys is filled with: what its shorthand stands for."""
    key: str | None = of.short.get("key")
    if key is None and not of.keep_empty:
        key = "text" if "text" in of.fields else next(iter(of.fields), None)
    return key


def _scalar(of: Shape, name: str, at: int) -> Any:
    if of.words:
        return next(word for word in of.words if word != of.default)
    values = {"phone": PHONE, "integer": 1 + at, "number": 1 + at, "boolean": True, "time": TIME, "json": dict(SAMPLE)}
    if of.slot in values:
        return values[of.slot]
    if name in ENDINGS:
        return f"https://acme.example/{name}.{ENDINGS[name]}"
    return _TEXTS.get(name, name.replace("_", "") + (str(at) if at else ""))


def complete(value: dict[str, Any], of: Shape, name: str, at: int = 0) -> dict[str, Any]:
    """Add what a mapping cannot be without: a medium its link, a parameter its text, a button its type and needs."""
    if of.short.get("key") == "link" and not value.keys() & {"id", "link", "data_uri"}:
        value["link"] = _scalar(_field(of, "link"), name, at)
    if "currency" in of.fields and "name" in of.fields and not value.keys() & {"text", "currency", "date_time"}:
        value["text"] = f"text{at or ''}"
    needs = of.raw.get("x-needs")
    if needs is not None:
        if "type" not in value:
            infers = {**_TYPE_OF, **of.raw["x-infers"]}
            value["type"] = next((infers[key] for key in value if key in infers), "reply")
        for key in needs.get(value["type"], ()):
            value.setdefault(key, sample(_field(of, key), key, at))
        if value["type"] == "reply" and "id" in of.fields:
            value.setdefault("id", f"id{at or ''}")
    return value


def put(message: dict[str, Any], of: Shape, segments: Segments, value: Any) -> dict[str, Any]:
    """Return a message with a value at the end of a path; what is missing on the way is built."""
    changed: dict[str, Any] = _put(message, of, segments, value)
    return changed


def _put(node: Any, of: Shape, segments: Segments, value: Any, name: str = "") -> Any:
    if not segments:
        return value
    head, rest = segments[0], segments[1:]
    if head is EACH or isinstance(head, int):
        items = list(node) if isinstance(node, list) else []
        below = _field(of, head)
        while len(items) <= (head or 0):
            items.append({} if rest and below.container == "object" else sample(below, name, len(items)))
        for index in range(head or 0):
            if items[index] == {}:
                items[index] = sample(below, name, index)
        items[head or 0] = _put(items[head or 0], below, rest, value, name)
        return items
    mapping = dict(node) if isinstance(node, dict) else {}
    mapping[head] = _put(mapping.get(head), _field(of, head), rest, value, str(head))
    for key in of.required:
        if key not in mapping:
            mapping[key] = sample(_field(of, key), key)
    return complete(mapping, of, name)


def drop(node: Any, path: Path) -> None:
    """Take the field at a path out of a message, if it is there."""
    for part in path[:-1]:
        if not _holds(node, part):
            return
        node = node[part]
    if _holds(node, path[-1]):
        del node[path[-1]]


def _holds(node: Any, part: str | int) -> bool:
    return part < len(node) if isinstance(node, list) and isinstance(part, int) else part in node


def finish(message: dict[str, Any], kind: str, provider: str) -> dict[str, Any]:
    """Add what any message of a kind needs for a provider."""
    of = shape()
    content = of.field(kind)
    assert content is not None
    if kind not in message and not message.keys() & set(group("content")) - {"buttons"}:
        message[kind] = sample(content, kind)
    if content.raw.get("x-dressed"):
        message.setdefault("body", "body")
    if isinstance(message.get("template"), dict) and provider != "pilot-status":
        message["template"].setdefault("language", "en")
    if provider == "360dialog-onprem" and kind == "template":
        message[provider] = {"namespace": "namespace", **message.get(provider, {})}
    if kind == "define_template":
        return message
    if provider == "infobip":
        message.setdefault("from", SENDER)
    message.setdefault("to", {"phone": PHONE})
    return message


def blocks_of_others(provider: str) -> set[str]:
    """Return the keys that say nothing to a provider."""
    return set(group("block")) - {provider}
