"""A template definition: POST /whatsapp/2/senders/{sender}/templates, a `structure` instead of components."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message, Request
from ..codecs import JSON, PHONE_DIGITS, Codec, lower, mapping, scalar, shown, word
from ..omitting import OMIT, Omissible, omit, omitted
from ..tables import Field, plain, record

_PATH = re.compile(r"/whatsapp/2/senders/([^/]+)/templates")
_AUTHENTICATION = "authentication"
_UNITS = {"SECONDS": 1, "MINUTES": 60}  # of a time to live, in seconds
_MINUTES = "MINUTES"  # the provider's usual one


def _one(params: Any) -> Any:
    return next((shown(param) for param in mappings(params)), None)


def _texts(params: Any) -> Any:
    return [text for param in mappings(params) if (text := shown(param)) is not None] or None


def _params(texts: Any) -> Any:
    return [{"text": text} for text in texts if scalar(text) is not None] or None if isinstance(texts, list) else None


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value) else scalar(value)


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else scalar(value)


_SAMPLE = Codec(_one, lambda value: None if scalar(value) is None else [{"text": value}])
_SAMPLES = Codec(_texts, _params)
_ID = Codec(_number, _text)  # a number on the wire, a text here
_WORD = word("_")

_HEADERS: dict[str, Codec] = {
    "text": record(Field("text"), Field("example", codec=_SAMPLE)),
    "image": record(Field("example")),
    "video": record(Field("example")),
    "document": record(Field("example")),
    "location": record(),
}
_TITLE = Field("title", "text")
_BUTTONS: dict[str, tuple[str, Codec]] = {
    "reply": ("QUICK_REPLY", record(_TITLE)),
    "url": ("URL", record(_TITLE, Field("url"), Field("destination_url", "destinationUrl"), Field("example"))),
    "call": ("PHONE_NUMBER", record(_TITLE, Field("phone_number", "phoneNumber"))),
    "copy": ("COPY_CODE", record(_TITLE, Field("example"))),
    "flow": (
        "FLOW",
        record(
            _TITLE,
            Field("flow_id", "flowId", _ID),
            Field("flow_action", "flowAction", _WORD),
            Field("screen", "navigateScreen"),
        ),
    ),
    "catalog": ("CATALOG", record(_TITLE)),
    "product_list": ("MULTI_PRODUCT", record(_TITLE)),
    "order_details": ("ORDER_DETAILS", record()),
    "voice_call": ("VOICE_CALL", record(_TITLE, Field("ttl_minutes", "callValidityPeriod"))),
}
_TYPES = {tag: kind for kind, (tag, _) in _BUTTONS.items()}
_OTP = record(Field("otp_type", "otpType", _WORD), _TITLE, Field("autofill_text", "autofillText"))
_APP = record(Field("package_name", "packageName"), Field("signature_hash", "signatureHash"))

_HEAD = record(*plain("name", "language"), Field("category", codec=_WORD))
_BODY = record(
    Field("text"),
    Field("example", "examples", _SAMPLES),
    Field("add_security_recommendation", "addSecurityRecommendation"),
)
_FOOTER = record(Field("text"), Field("code_expiration_minutes", "codeExpirationMinutes"))
_TEXTS = record(Field("body", codec=_BODY, keep=True), Field("footer", codec=_FOOTER))
_OFFER = record(Field("has_expiration", "hasExpiration", default=False, always=True), Field("text"))
_MORE = record(
    Field("limited_time_offer", "limitedTimeOffer", _OFFER),
    Field("call_permission_request", "callPermissionRequest", record(), keep=True),
)
_BLOCK = record(Field("platform", codec=JSON, keep=True), Field("subCategory"))
_IN_STRUCTURE = record(Field("shorteningOptions", codec=JSON), Field("type"))
_PERIOD = "validityPeriod"
_UNIT = "timeUnit"
_UNSAID = (
    Omissible("hasExpiration", False, ("structure", "limitedTimeOffer")),
    Omissible(_UNIT, _MINUTES, (_PERIOD,)),
)


def encode_definition(message: Message, block: Mapping[str, Any]) -> Request:
    """Return the request that creates a template; without `from` the path keeps `{sender}`."""
    definition = mapping(message.get("define_template"))
    structure = {**_encode_parts(definition, block), **_MORE.write(definition)}
    if cards := mappings(definition.get("carousel")):
        structure["carousel"] = {"cards": [_encode_parts(card, block) for card in cards]}
    structure.update(_IN_STRUCTURE.write(block))
    if definition.get("category") == _AUTHENTICATION and "text" not in structure.get("body", {}):
        structure = {"body": {}, "footer": {}, **structure}
    body = {
        **_HEAD.write(definition),
        "structure": structure,
        **_BLOCK.write(block),
        **_encode_period(definition.get("ttl_seconds"), scalar(block.get(_UNIT))),
    }
    omit(body, block, *_UNSAID)
    sender = PHONE_DIGITS.write(message.get("from"))
    return Request("POST", f"/whatsapp/2/senders/{sender or '{sender}'}/templates", {}, body)


def decode_definition(path: str | None, body: Any) -> Message | None:
    """Return the definition of a request; None if it is no such request."""
    found = _PATH.fullmatch(path) if path is not None else None
    if not isinstance(body, dict) or (found is None if path is not None else "structure" not in body):
        return None
    structure = mapping(body.get("structure"))
    definition = {**_HEAD.read(body), **_decode_parts(structure), **_MORE.read(structure)}
    if cards := mappings(mapping(structure.get("carousel")).get("cards")):
        definition["carousel"] = [_decode_parts(card) for card in cards]
    definition.update(_decode_period(mapping(body.get(_PERIOD))))
    message: Message = {"define_template": definition}
    variants = [b["variant"] for b in mappings(structure.get("buttons")) if isinstance(b.get("variant"), str)]
    variant = {"variant": variants[0]} if variants else {}
    if block := {**_IN_STRUCTURE.read(structure), **_BLOCK.read(body), **variant, **_decode_unsaid(body, definition)}:
        message["infobip"] = block
    sender = found[1] if found is not None else "{"
    return message if sender.startswith("{") else {"from": PHONE_DIGITS.read(sender), **message}


def _encode_parts(holder: Mapping[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return header, body, footer and buttons of a definition or of a card."""
    header = mapping(holder.get("header"))
    wire: dict[str, Any] = {}
    kind = next((kind for kind in _HEADERS if kind in header), None)
    if kind is not None:
        content = header if kind == "text" else header[kind]
        wire["header"] = {"format": kind.upper(), **_HEADERS[kind].write(content)}
    wire.update(_TEXTS.write(holder))
    if buttons := [coded for button in mappings(holder.get("buttons")) if (coded := _encode_button(button, block))]:
        wire["buttons"] = buttons
    return wire


def _decode_parts(wire: dict[str, Any]) -> dict[str, Any]:
    holder: dict[str, Any] = {}
    header = mapping(wire.get("header"))
    kind = lower(header.get("format"))
    if isinstance(kind, str) and kind in _HEADERS:
        content = _HEADERS[kind].read(header)
        if kind != "text":
            holder["header"] = {kind: content}
        elif content:
            holder["header"] = content
    holder.update(_TEXTS.read(wire))
    if buttons := [_decode_button(button) for button in mappings(wire.get("buttons"))]:
        holder["buttons"] = buttons
    return holder


def _encode_button(button: Mapping[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    kind = button.get("type")
    if kind == "otp":
        app = next(iter(mappings(button.get("supported_apps"))), {})
        return {**_OTP.write(button), **_APP.write(app)}
    if not isinstance(kind, str) or kind not in _BUTTONS:
        return {}
    tag, codec = _BUTTONS[kind]
    variant = {"variant": block["variant"]} if kind == "order_details" and "variant" in block else {}
    return {"type": tag, **codec.write(button), **variant}


def _decode_button(wire: dict[str, Any]) -> dict[str, Any]:
    tag = wire.get("type")
    if tag is None and "otpType" in wire:
        app = _APP.read(wire)
        return {"type": "otp", **_OTP.read(wire), **({"supported_apps": [app]} if app else {})}
    kind = _TYPES.get(tag.upper()) if isinstance(tag, str) else None
    if kind is None:
        return {} if scalar(tag) is None else {"type": lower(tag)}
    return {"type": kind, **_BUTTONS[kind][1].read(wire)}


def _encode_period(seconds: Any, unit: Any = None) -> dict[str, Any]:
    """Return the time to live in its unit: by itself in minutes where it is whole ones, else in seconds."""
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return {}
    if seconds < 0:  # no time, but the word for the usual one
        return {_PERIOD: {"amount": seconds, **({_UNIT: unit} if unit in _UNITS else {})}}
    whole = seconds % _UNITS[_MINUTES] == 0
    unit = _MINUTES if whole and unit != "SECONDS" else "SECONDS"
    return {_PERIOD: {"amount": seconds // _UNITS[unit], _UNIT: unit}}


def _decode_period(period: dict[str, Any]) -> dict[str, Any]:
    amount = period.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool):
        return {} if scalar(amount) is None else {"ttl_seconds": amount}
    return {"ttl_seconds": amount if amount < 0 else amount * _UNITS.get(scalar(period.get(_UNIT)), _UNITS[_MINUTES])}


def _decode_unsaid(body: dict[str, Any], definition: dict[str, Any]) -> dict[str, Any]:
    """Return what the block says of the keys that would be written otherwise: another unit, one that is left out."""
    usual = mapping(_encode_period(definition.get("ttl_seconds")).get(_PERIOD)).get(_UNIT)
    unit = scalar(mapping(body.get(_PERIOD)).get(_UNIT))
    unsaid = [key for key in omitted(body, *_UNSAID) if key != _UNIT or usual is not None]
    return {**({_UNIT: unit} if unit in _UNITS and unit != usual else {}), **({OMIT: unsaid} if unsaid else {})}
