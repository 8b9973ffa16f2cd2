"""A template definition: POST /whatsapp/2/senders/{sender}/templates, a `structure` instead of components."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .. import Message, Request
from ..codecs import FLAG, JSON, PHONE_DIGITS, VERBATIM, Codec, international, part, parts, scalar, shown, word
from ..renaming import Table, from_wire, table, to_wire

_PATH = re.compile(r"/whatsapp/2/senders/([^/]+)/templates")
_AUTHENTICATION = "authentication"
_MINUTE = 60  # seconds: the provider's usual unit is the minute


def _one(params: Any) -> Any:
    return next((shown(param) for param in parts(params)), None)


def _texts(params: Any) -> Any:
    return [text for param in parts(params) if (text := shown(param)) is not None] or None


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
_EMPTY = Codec(lambda value: {} if isinstance(value, dict) else None, lambda value: {} if value is not None else None)
_FLAG_SAID = Codec(lambda value: value is True, FLAG.decode)  # written even when it is false

_HEADERS: dict[str, Table] = {
    "text": table(("text", "text"), ("example", "example", _SAMPLE)),
    "image": table(("image.example", "example")),
    "video": table(("video.example", "example")),
    "document": table(("document.example", "example")),
    "location": (),
}
_BUTTONS: dict[str, tuple[str, Table]] = {
    "reply": ("QUICK_REPLY", table(("title", "text"))),
    "url": ("URL", table(("title", "text"), ("url", "url"), ("example", "example"))),
    "call": ("PHONE_NUMBER", table(("title", "text"), ("phone_number", "phoneNumber"))),
    "copy": ("COPY_CODE", table(("title", "text"), ("example", "example"))),
    "flow": (
        "FLOW",
        table(
            ("title", "text"),
            ("flow_id", "flowId", _ID),
            ("flow_action", "flowAction", _WORD),
            ("screen", "navigateScreen"),
        ),
    ),
    "catalog": ("CATALOG", table(("title", "text"))),
    "product_list": ("MULTI_PRODUCT", table(("title", "text"))),
    "order_details": ("ORDER_DETAILS", ()),
    "voice_call": ("VOICE_CALL", table(("title", "text"), ("ttl_minutes", "callValidityPeriod"))),
}
_TYPES = {tag: kind for kind, (tag, _) in _BUTTONS.items()}
_OTP = table(
    ("otp_type", "otpType", _WORD), ("title", "text"), ("autofill_text", "autofillText"),
)  # fmt: skip
_APP = table(("package_name", "packageName"), ("signature_hash", "signatureHash"))

_HEAD = table(("name", "name"), ("language", "language"), ("category", "category", _WORD))
_BODY = table(
    ("body.text", "body.text"),
    ("body.example", "body.examples", _SAMPLES),
    ("body.add_security_recommendation", "body.addSecurityRecommendation"),
)
_FOOTER = table(("footer.text", "footer.text"), ("footer.code_expiration_minutes", "footer.codeExpirationMinutes"))
_OFFER = table(
    ("limited_time_offer.has_expiration", "limitedTimeOffer.hasExpiration", _FLAG_SAID),
    ("limited_time_offer.text", "limitedTimeOffer.text"),
)
_CALL = table(("call_permission_request", "callPermissionRequest", _EMPTY))
_BLOCK = table(("platform", "platform", VERBATIM), ("subCategory", "subCategory"))
_IN_STRUCTURE = table(("shorteningOptions", "shorteningOptions", JSON), ("type", "type"))


def encode_definition(message: Message, block: Mapping[str, Any]) -> Request:
    """Return the request that creates a template; without `from` the path keeps `{sender}`."""
    definition = part(message.get("define_template"))
    structure = _encode_parts(definition, block)
    if "limited_time_offer" in definition:
        structure.update(to_wire(_OFFER, definition))
    if cards := parts(definition.get("carousel")):
        structure["carousel"] = {"cards": [_encode_parts(card, block) for card in cards]}
    structure.update(to_wire(_CALL, definition))
    structure.update(to_wire(_IN_STRUCTURE, block))
    if definition.get("category") == _AUTHENTICATION:
        structure = {"body": {}, "footer": {}, **structure}
    body = {
        **to_wire(_HEAD, definition),
        "structure": structure,
        **to_wire(_BLOCK, block),
        **_encode_period(definition),
    }
    sender = PHONE_DIGITS.encode(message.get("from"))
    return Request("POST", f"/whatsapp/2/senders/{sender or '{sender}'}/templates", {}, body)


def decode_definition(path: str | None, body: Any) -> Message | None:
    """Return the definition of a request; None if it is no such request."""
    found = _PATH.fullmatch(path) if path is not None else None
    if not isinstance(body, dict) or (found is None if path is not None else "structure" not in body):
        return None
    structure = part(body.get("structure"))
    definition = {**from_wire(_HEAD, body), **_decode_parts(structure)}
    from_wire(_OFFER, structure, definition)
    if cards := parts(part(structure.get("carousel")).get("cards")):
        definition["carousel"] = [_decode_parts(card) for card in cards]
    from_wire(_CALL, structure, definition)
    definition.update(_decode_period(body.get("validityPeriod")))
    message: Message = {"define_template": definition}
    block = from_wire(_BLOCK, body, from_wire(_IN_STRUCTURE, structure))
    variants = [b["variant"] for b in parts(structure.get("buttons")) if isinstance(b.get("variant"), str)]
    if block := {**block, **({"variant": variants[0]} if variants else {})}:
        message["infobip"] = block
    sender = found[1] if found is not None else "{"
    return message if sender.startswith("{") else {"from": international(sender), **message}


def _encode_parts(holder: Mapping[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return header, body, footer and buttons of a definition or of a card."""
    header = part(holder.get("header"))
    wire: dict[str, Any] = {}
    kind = next((kind for kind in _HEADERS if kind in header), None)
    if kind is not None:
        wire["header"] = {"format": kind.upper(), **to_wire(_HEADERS[kind], header)}
    wire.update(to_wire(_BODY, holder))
    wire.update(to_wire(_FOOTER, holder))
    if buttons := [coded for button in parts(holder.get("buttons")) if (coded := _encode_button(button, block))]:
        wire["buttons"] = buttons
    return wire


def _decode_parts(wire: Mapping[str, Any]) -> dict[str, Any]:
    holder: dict[str, Any] = {}
    header = part(wire.get("header"))
    format = header.get("format")
    kind = format.lower() if isinstance(format, str) else None
    if kind in _HEADERS:
        holder["header"] = {} if kind == "text" else {kind: {}}
        from_wire(_HEADERS[kind], header, holder["header"])
    if isinstance(wire.get("body"), dict):
        holder["body"] = {}
    from_wire(_BODY, wire, holder)
    from_wire(_FOOTER, wire, holder)
    if buttons := [_decode_button(button) for button in parts(wire.get("buttons"))]:
        holder["buttons"] = buttons
    return {key: value for key, value in holder.items() if value or key == "body"}


def _encode_button(button: Mapping[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    kind = button.get("type")
    if kind == "otp":
        app = next(iter(parts(button.get("supported_apps"))), {})
        return {**to_wire(_OTP, button), **to_wire(_APP, app)}
    if not isinstance(kind, str) or kind not in _BUTTONS:
        return {}
    tag, fields = _BUTTONS[kind]
    variant = {"variant": block["variant"]} if kind == "order_details" and "variant" in block else {}
    return {"type": tag, **to_wire(fields, button), **variant}


def _decode_button(wire: dict[str, Any]) -> dict[str, Any]:
    tag = wire.get("type")
    if tag is None and "otpType" in wire:
        app = from_wire(_APP, wire)
        return {"type": "otp", **from_wire(_OTP, wire), **({"supported_apps": [app]} if app else {})}
    kind = _TYPES.get(tag.upper()) if isinstance(tag, str) else None
    if kind is None:
        return {} if scalar(tag) is None else {"type": tag.lower() if isinstance(tag, str) else tag}
    return from_wire(_BUTTONS[kind][1], wire, {"type": kind})


def _encode_period(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return the time to live: in minutes where it is whole ones, as the provider counts, else in seconds."""
    seconds = definition.get("ttl_seconds")
    if not isinstance(seconds, int) or definition.get("category") != _AUTHENTICATION:
        return {}
    if seconds < 0:
        return {"validityPeriod": {"amount": seconds}}
    if seconds % _MINUTE:
        return {"validityPeriod": {"amount": seconds, "timeUnit": "SECONDS"}}
    return {"validityPeriod": {"amount": seconds // _MINUTE, "timeUnit": "MINUTES"}}


def _decode_period(period: Any) -> dict[str, Any]:
    amount, unit = part(period).get("amount"), part(period).get("timeUnit", "MINUTES")
    if not isinstance(amount, int) or isinstance(amount, bool):
        return {} if scalar(amount) is None else {"ttl_seconds": amount}
    scale = {"SECONDS": 1, "HOURS": _MINUTE * _MINUTE}.get(unit.upper() if isinstance(unit, str) else "", _MINUTE)
    return {"ttl_seconds": amount if amount < 0 else amount * scale}
