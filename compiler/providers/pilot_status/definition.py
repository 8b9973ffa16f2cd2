"""A template definition: POST /v1/templates, with the samples of all its texts in one mapping by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...placed import at
from ...placeholders import PLACEHOLDER, is_position, names
from ...shape import mappings
from .. import Message
from ..codecs import UPPER, Codec, lower, mapping, scalar, shown
from ..tables import Field, plain, record

_MEDIA = ("image", "video", "document")


def _first(value: Any) -> Any:
    return scalar(next(iter(value), None) if isinstance(value, list) else value)


_SAMPLE = Codec(lambda value: None if scalar(value) is None else [value], _first)  # a list of one on the wire
_HEAD = record(Field("name"), Field("category", codec=UPPER), Field("language"))
_TEXT = record(Field("text"))
_TEXTS = record(Field("body", codec=_TEXT, keep=True), Field("footer", codec=_TEXT))
_AS_TEXT = "text"  # what the block says of a definition whose body is its text alone
_NONE = "NONE"  # the word for no header, which need not be said
_HEADLESS = record(Field("header", "header.type", Codec(scalar, lambda value: value if value == _NONE else None)))
_TITLE = Field("title", "text")
_BUTTONS: dict[str, tuple[str, Codec]] = {
    "reply": ("QUICK_REPLY", record(_TITLE)),
    "url": ("URL", record(_TITLE, *plain("url"), Field("example", codec=_SAMPLE))),
    "call": ("PHONE_NUMBER", record(_TITLE, *plain("phone_number"))),
    "copy": ("COPY_CODE", record(_TITLE, Field("example", codec=_SAMPLE))),
}
_TYPES = {tag: kind for kind, (tag, _) in _BUTTONS.items()}


def encode_definition(definition: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that creates a template."""
    samples: dict[str, Any] = {}
    header = mapping(definition.get("header"))
    for holder in (header, mapping(definition.get("body"))):
        samples.update(_encode_samples(holder))
    buttons = [coded for button in mappings(definition.get("buttons")) if (coded := _encode_button(button, samples))]
    content = {
        **(_encode_header(header) or _HEADLESS.write(block)),
        **_TEXTS.write(definition),
        **({"buttons": buttons} if buttons else {}),
    }
    alone = mapping(content.get("body")).get("text") if [*content] == ["body"] else None
    body = alone if block.get("body") == _AS_TEXT and alone is not None else content
    return {**_HEAD.write(definition), "body": body, **({"examples": samples} if samples else {})}


def decode_definition(body: dict[str, Any], name: str) -> Message:
    """Return the definition of a body, whose content is a mapping, that mapping as JSON text, or the text alone.

    `name`: of the block that holds what is said though it goes without saying.
    """
    content, samples = _content(body.get("body")), dict(mapping(body.get("examples")))
    definition: Message = {**_HEAD.read(body), **_decode_header(mapping(content.get("header"))), **_TEXTS.read(content)}
    used: set[str] = set()
    buttons = [_decode_button(button, samples, used) for button in mappings(content.get("buttons"))]
    for part in ("header", "body"):
        holder = mapping(definition.get(part))
        found = [name.strip() for name in names(holder.get("text"))]
        used.update(found)
        _sample(holder, [name for name in found if name in samples], samples)
    # What names none of the placeholders stands with the body, where a finding says so.
    if rest := [name for name in samples if name not in used]:
        _sample(definition.setdefault("body", {}), rest, samples)
    if buttons:
        definition["buttons"] = buttons
    said = {} if "header" in definition else _HEADLESS.read(content)
    if isinstance(body.get("body"), str) and content == {"body": {"text": body["body"]}}:
        said["body"] = _AS_TEXT
    return {"define_template": definition, **({name: said} if said else {})}


def _sample(holder: dict[str, Any], found: list[str], samples: dict[str, Any]) -> None:
    params = [{"name": name, "text": samples[name]} for name in dict.fromkeys(found)]
    if known := [param for param in params if scalar(param["text"]) is not None]:
        holder["example"] = [*holder.get("example", ()), *known]


def _content(content: Any) -> dict[str, Any]:
    if isinstance(content, str):
        import json

        try:
            read = json.loads(content)
        except (ValueError, RecursionError):
            read = None
        return read if isinstance(read, dict) else {"body": {"text": content}}
    return mapping(content)


def _encode_samples(holder: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the sample of each placeholder of a text: by its name, or where it has none, by its place."""
    due = iter(dict.fromkeys(name.strip() for name in names(holder.get("text"))))
    for param in mappings(holder.get("example")):
        text, name = shown(param), param.get("name")
        name = name if isinstance(name, str) else next(due, None)
        if name is not None:
            yield name, "" if text is None else text


def _encode_header(header: dict[str, Any]) -> dict[str, Any]:
    if scalar(header.get("text")) is not None:
        return {"header": {"type": "TEXT", "text": header["text"]}}
    for kind in _MEDIA:
        if kind in header:
            sample = scalar(mapping(header[kind]).get("example"))
            key = "base64" if isinstance(sample, str) and sample[:5].lower() == "data:" else "url"
            return {"header": {"type": kind.upper(), **({} if sample is None else {key: sample})}}
    return {}


def _decode_header(header: dict[str, Any]) -> dict[str, Any]:
    kind = lower(header.get("type"))
    if kind == "text":
        return {"header": _TEXT.read(header)}
    if kind not in _MEDIA:
        return {}
    sample = scalar(header.get("url", header.get("base64")))
    return {"header": {kind: {} if sample is None else {"example": sample}}}


def _encode_button(button: dict[str, Any], samples: dict[str, Any]) -> dict[str, Any]:
    kind = button.get("type")
    if not isinstance(kind, str) or kind not in _BUTTONS:
        return {}
    tag, codec = _BUTTONS[kind]
    coded = {"type": tag, **codec.write(button)}
    hole, example = _hole(button.get("url")), scalar(button.get("example"))
    if kind == "url" and hole is not None and isinstance(example, str):
        name, before, behind = hole
        if example.startswith(before) and example.endswith(behind):
            example = example[len(before) : len(example) - len(behind)]
        samples.setdefault(name, example)
        del coded["example"]
    return coded


def _decode_button(wire: dict[str, Any], samples: dict[str, Any], used: set[str]) -> dict[str, Any]:
    tag = wire.get("type")
    kind = _TYPES.get(tag.upper()) if isinstance(tag, str) else None
    if kind is None:
        return {} if scalar(tag) is None else {"type": lower(tag)}
    button = {"type": kind, **_BUTTONS[kind][1].read(wire)}
    hole = _hole(button.get("url"))
    if hole is not None and "example" not in button and isinstance(samples.get(hole[0]), str):
        name, before, behind = hole
        used.add(name)
        button["example"] = at(before + samples[name] + behind, samples[name])
    return button


def _hole(url: Any) -> tuple[str, str, str] | None:
    """Return the name in the one placeholder of a URL, and what stands before and behind it; a number is no name."""
    found = PLACEHOLDER.search(url) if isinstance(url, str) else None
    if found is None or is_position(found[1]):
        return None
    return found[1].strip(), str(url[: found.start()]), str(url[found.end() :])
