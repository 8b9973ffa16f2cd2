"""Template sends: a name, a language, and the components that fill the definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...shape import mappings
from ..codecs import Codec, is_empty, lower, mapping, scalar
from ..tables import Field, items, plain, record
from .dressing import HEADERS
from .moments import MILLISECONDS
from .parameters import PARAMETER, PARAMETERS
from .tagging import tagged, untagged
from .template_buttons import TYPES, read_buttons, write_buttons

# Components that hold one parameter of their own name: canonical key -> component type, its content.
_SINGLE: dict[str, tuple[str, Codec]] = {
    "limited_time_offer": (
        "limited_time_offer",
        record(Field("expires_at", "expiration_time_ms", MILLISECONDS)),
    ),
    "tap_target": ("tap_target_configuration", items(record(*plain("url", "title")))),
}

_CARD_COMPONENTS = ("header", "body", "button")

# The On-Premise API froze before the rest came.
_ONPREM_HEADERS = ("text", "image", "video", "document")
_ONPREM_BUTTONS = frozenset({"reply", "url"})


def write_template(template: dict[str, Any], onprem: bool) -> dict[str, Any]:
    """Write the `template` object. A template without anything to fill has no `components`."""
    if onprem:
        template = _onprem_part(template)
    wire: dict[str, Any] = {}
    if "name" in template:
        wire["name"] = template["name"]
    if "language" in template:
        wire["language"] = {"code": template["language"], "policy": "deterministic"}
    if components := list(_write_components(template, _ONPREM_BUTTONS if onprem else TYPES)):
        wire["components"] = components
    return wire


def _onprem_part(template: dict[str, Any]) -> dict[str, Any]:
    """Return what the On-Premise API knows of a template; parameters have no names there."""
    part: dict[str, Any] = {}
    for key, value in template.items():
        if key in ("name", "language", "buttons"):
            part[key] = value
        elif key == "body":
            part[key] = _unnamed(value)
        elif key == "header":
            known = {kind: content for kind, content in mapping(value).items() if kind in _ONPREM_HEADERS}
            part[key] = {kind: _unnamed(item) if kind == "text" else item for kind, item in known.items()}
    return part


def _unnamed(parameters: Any) -> list[dict[str, Any]]:
    return [{key: value for key, value in item.items() if key != "name"} for item in mappings(parameters)]


def _write_components(parts: dict[str, Any], buttons: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Yield the components of a template or of one of its cards, in the order of the parts."""
    for key, part in parts.items():
        if key == "header":
            yield {"type": "header", "parameters": _write_header(part)}
        elif key == "body":
            yield {"type": "body", "parameters": PARAMETERS.write(part) or []}
        elif key in _SINGLE:
            kind, codec = _SINGLE[key]
            yield {"type": kind, "parameters": tagged({kind: codec.write(part)})}
        elif key == "carousel":
            cards = enumerate(mappings(part))
            yield {
                "type": "carousel",
                "cards": [{"card_index": i, "components": list(_write_components(card, buttons))} for i, card in cards],
            }
        elif key == "buttons":
            yield from write_buttons(part, buttons)


def read_template(wire: Any) -> dict[str, Any]:
    """Read a `template` object; an old `hsm` body goes through `template_of_hsm` first."""
    wire = mapping(wire)
    template: dict[str, Any] = {}
    language = wire.get("language")
    if isinstance(language, dict):
        language = language.get("code")
    for key, value in (("name", wire.get("name")), ("language", language)):
        if (value := scalar(value)) is not None:
            template[key] = value
    template.update(_read_components(wire.get("components")))
    return template


def _read_components(components: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for component in mappings(components):
        kind = lower(component.get("type"))
        parameters = component.get("parameters")
        if kind == "header":
            parts.setdefault("header", _read_header(parameters))
        elif kind == "body":
            parts.setdefault("body", PARAMETERS.read(parameters) or [])
        elif kind == "carousel":
            parts.setdefault("carousel", [_read_card(card) for card in mappings(component.get("cards"))])
        for key, (name, codec) in _SINGLE.items():
            if kind == name:
                parts.setdefault(key, codec.read(untagged(parameters).get(name)))
        if kind == "button" and "buttons" not in parts:
            parts["buttons"] = read_buttons(components)
    return {key: value for key, value in parts.items() if key in _KEPT or not is_empty(value)}


# A component without a parameter is one all the same: libraries write them for what has nothing to fill.
_KEPT = ("header", "body")


def _read_card(card: dict[str, Any]) -> dict[str, Any]:
    """Read one card; a carousel or an offer inside it has no place in the canonical form."""
    dressing = [c for c in mappings(card.get("components")) if lower(c.get("type")) in _CARD_COMPONENTS]
    return {key: part for key, part in _read_components(dressing).items() if key != "header" or part}


def _write_header(header: Any) -> list[dict[str, Any]]:
    header = mapping(header)
    texts = PARAMETERS.write(header.get("text")) or []
    others = {kind: codec.write(header[kind]) for kind, codec in HEADERS.items() if kind in header}
    return [*texts, *tagged(others)]


def _read_header(parameters: Any) -> dict[str, Any]:
    header: dict[str, Any] = {}
    for parameter in mappings(parameters):
        kind = lower(parameter.get("type"))
        if isinstance(kind, str) and kind in HEADERS:
            content = HEADERS[kind].read(parameter.get(kind))
            header.setdefault(kind, {} if content is None else content)
        elif (text := PARAMETER.read(parameter)) is not None:
            header.setdefault("text", []).append(text)
    return header
