"""Template definitions: what is created once, so that sends can fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...placeholders import parameter_format
from ...shape import mappings
from .. import Message, Request
from ..codecs import INTEGER, UPPER, WORD, is_empty, lower, mapping, scalar
from ..tables import Field, plain, record
from .definition_buttons import BUTTONS, SAMPLES, read_buttons
from .dialect import Dialect

Definition = dict[str, Any]

_HEAD = record(
    *plain("name", "language"),
    Field("category", codec=UPPER),
    Field("parameter_format", codec=WORD),
    Field("ttl_seconds", "message_send_ttl_seconds", INTEGER),
)
_MEDIA = ("image", "video", "document", "gif")
_MEDIUM = record(Field("example", "example.header_handle", SAMPLES))
_OFFER = record(Field("text"), Field("has_expiration", default=False, always=True))
_FOOTER = record(Field("text"), Field("code_expiration_minutes", codec=INTEGER))
_BODY = record(Field("text"), Field("add_security_recommendation"))
_CARD_COMPONENTS = ("header", "body", "buttons")


def encode_definition(message: Message, settings: Mapping[str, Any], dialect: Dialect, path: str) -> Request:
    """Write the request that creates a template; one that names its `languages` has no other."""
    body = write_definition(mapping(message["define_template"]), settings, dialect.definition)
    if "languages" in body:
        body.pop("language", None)
    return Request("POST", path, {"Content-Type": "application/json"}, body)


def decode_definition(body: Any, dialect: Dialect) -> list[Message]:
    """Read the definition of a body; the first of its `languages` is taken for its own."""
    if not isinstance(body, dict):
        return []
    definition = read_definition(body)
    block = {key: body[key] for key in dialect.definition if body.get(key) is not None}
    more = {dialect.name: block} if block else {}
    languages = block.get("languages")
    if "language" not in definition and isinstance(languages, list) and languages:
        definition = {**definition, "language": scalar(languages[0])}
    return [{"define_template": definition, **more}]


def write_definition(
    definition: Definition, settings: Mapping[str, Any], block: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Write the body that creates a template."""
    named = parameter_format(definition) == "named"
    head = {**({"parameter_format": "named"} if named else {}), **definition}
    wire: dict[str, Any] = _HEAD.write(head)
    wire.update({key: settings[key] for key in block if settings.get(key) is not None})
    if components := list(_write_components(definition)):
        wire["components"] = components
    return wire


def read_definition(wire: Any) -> Definition:
    """Read the definition in a body, or in an item of a list of templates."""
    wire = mapping(wire)
    definition: Definition = _HEAD.read(wire)
    definition.update(_read_components(wire.get("components")))
    derived = parameter_format(definition)
    stated = definition.get("parameter_format")
    if stated == derived or (derived is None and stated in ("named", "positional")):
        definition.pop("parameter_format", None)
    return definition


def _write_components(parts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the components of a definition or of one of its cards, in the order of the parts."""
    for key in parts:
        component = _write_component(key, parts[key])
        if component is not None:
            yield component


def _write_component(key: str, part: Any) -> dict[str, Any] | None:
    if key == "header":
        header = _write_header(mapping(part))
        return {"type": "HEADER", **header} if header else None
    if key == "limited_time_offer":
        return {"type": "LIMITED_TIME_OFFER", key: _OFFER.write(part)}
    if key == "body":
        body = mapping(part)
        return {"type": "BODY", **_BODY.write(body), **_write_samples("body_text", body.get("example"), nested=True)}
    if key == "footer":
        return {"type": "FOOTER", **_FOOTER.write(part)}
    if key == "buttons":
        buttons = BUTTONS.write(part)
        return {"type": "BUTTONS", "buttons": buttons} if buttons else None
    if key == "carousel":
        cards = [{"components": list(_write_components(_card(card)))} for card in mappings(part)]
        return {"type": "CAROUSEL", "cards": cards}
    return {"type": "CALL_PERMISSION_REQUEST"} if key == "call_permission_request" else None


def _card(card: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in card.items() if key in _CARD_COMPONENTS}


def _read_components(components: Any) -> Definition:
    parts: Definition = {}
    for component in mappings(components):
        kind = lower(component.get("type"))
        if kind == "header":
            parts.setdefault("header", _read_header(component))
        elif kind == "body":
            body = {**_BODY.read(component), **_read_samples("body_text", component.get("example"))}
            parts.setdefault("body", body)
        elif kind == "footer":
            parts.setdefault("footer", _FOOTER.read(component))
        elif kind == "limited_time_offer":
            parts.setdefault(kind, _OFFER.read(mapping(component.get(kind))))
        elif kind == "carousel":
            parts.setdefault(kind, [_read_card(card) for card in mappings(component.get("cards"))])
        elif kind == "call_permission_request":
            parts.setdefault(kind, {})
        elif kind == "buttons" and kind not in parts:
            parts[kind] = read_buttons(components)
    return {key: value for key, value in parts.items() if key in _KEPT or not is_empty(value)}


# What means something without a word in it.
_KEPT = ("body", "call_permission_request")


def _read_card(card: dict[str, Any]) -> Definition:
    dressing = [c for c in mappings(card.get("components")) if lower(c.get("type")) in _CARD_COMPONENTS]
    return _read_components(dressing)


def _write_header(header: dict[str, Any]) -> dict[str, Any]:
    kind = next((kind for kind in ("text", *_MEDIA, "location", "product", "example") if kind in header), None)
    if kind in ("text", "example"):
        text = {"text": header["text"]} if "text" in header else {}
        return {"format": "TEXT", **text, **_write_samples("header_text", header.get("example"))}
    if kind in _MEDIA:
        return {"format": kind.upper(), **_MEDIUM.write(header[kind])}
    return {"format": kind.upper()} if kind is not None else {}


def _read_header(component: dict[str, Any]) -> dict[str, Any]:
    kind = scalar(lower(component.get("format")))
    if kind is None:
        kind = "text" if "text" in component else None
    if kind in _MEDIA:
        return {kind: _MEDIUM.read(component)}
    if kind in ("location", "product"):
        return {kind: {}}
    text = scalar(component.get("text"))
    header = {} if text is None else {"text": text}
    return {**header, **_read_samples("header_text", component.get("example"))}


def _write_samples(key: str, params: Any, nested: bool = False) -> dict[str, Any]:
    """Write samples as `example`: named ones under a key of their own, those of a body in a list of lists."""
    named = [{"param_name": p["name"], "example": p.get("text")} for p in mappings(params) if "name" in p]
    texts = [p.get("text") for p in mappings(params) if "name" not in p]
    example: dict[str, Any] = {}
    if texts:
        example[key] = [texts] if nested else texts
    if named:
        example[f"{key}_named_params"] = named
    return {"example": example} if example else {}


def _read_samples(key: str, example: Any) -> dict[str, Any]:
    """Read samples. Of a flat list each item is a set of its own, as Meta reads it, and the first set counts."""
    example = mapping(example)
    texts = example.get(key)
    if key == "body_text" and isinstance(texts, list):
        texts = texts[0] if texts and isinstance(texts[0], list) else texts[:1]
    if isinstance(texts, str):
        texts = [texts]
    params = [{"text": text} for text in map(scalar, texts if isinstance(texts, list) else []) if text is not None]
    for item in mappings(example.get(f"{key}_named_params")):
        pairs = (("name", scalar(item.get("param_name"))), ("text", scalar(item.get("example"))))
        params.append({name: value for name, value in pairs if value is not None})
    return {"example": params} if params else {}
