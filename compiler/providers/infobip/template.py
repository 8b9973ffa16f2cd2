"""A template send: values in the order of their slots, all of them text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import Message
from ..codecs import JSON, NUMBER, TIME, Codec, part, parts, scalar, shown
from ..renaming import Table, from_wire, table, tagged, to_wire
from .interactive import PRODUCT_SECTIONS
from .kinds import Content, Kind
from .order import decode_action, decode_status, encode_action, encode_status


def _placeholders(value: Any) -> list[Any]:
    texts = [shown(parameter) for parameter in parts(value)]
    return ["" if text is None else text for text in texts]


def _parameters(value: Any) -> Any:
    if not isinstance(value, list):
        return None
    # What is no text becomes an empty one: the places of the others must not move.
    return [{"text": "" if scalar(item) is None else item} for item in value] or None


def _one(value: Any) -> Any:
    return next(iter(_placeholders(value)), None)


_VALUES = Codec(_placeholders, _parameters)  # required, so an empty list is written
_SOME_VALUES = Codec(lambda value: _placeholders(value) or None, _parameters)
_VALUE = Codec(_one, lambda value: None if scalar(value) is None else [{"text": value}])

_HEADER = tagged(
    {
        "text": ("TEXT", table(("text", "placeholder", _VALUE))),
        "image": ("IMAGE", table(("image.link", "mediaUrl"))),
        "video": ("VIDEO", table(("video.link", "mediaUrl"))),
        "document": ("DOCUMENT", table(("document.link", "mediaUrl"), ("document.filename", "filename"))),
        "location": (
            "LOCATION",
            table(("location.latitude", "latitude", NUMBER), ("location.longitude", "longitude", NUMBER)),
        ),
    }
)
_BUTTONS: dict[str, tuple[str, Table]] = {
    "reply": ("QUICK_REPLY", table(("id", "parameter"))),
    "url": ("URL", table(("suffix", "parameter"))),
    "copy": ("COPY_CODE", table(("code", "parameter"))),
    "flow": ("FLOW", table(("flow_token", "flowToken"), ("data", "data", JSON))),
    "catalog": ("CATALOG", table(("thumbnail", "thumbnailProductRetailerId"))),
    "product_list": (
        "MULTI_PRODUCT",
        table(("thumbnail", "thumbnailProductRetailerId"), ("sections", "sections", PRODUCT_SECTIONS)),
    ),
    "order_details": ("ORDER_DETAILS", ()),
    "voice_call": (
        "VOICE_CALL",
        table(("ttl_minutes", "callValidityPeriod"), ("payload", "callContextPayload")),
    ),
}
_BUTTON_TYPES = {tag: key for key, (tag, _) in _BUTTONS.items()}

_DATA = table(("body", "body.placeholders", _VALUES), ("header", "header", _HEADER))
_CARD = table(("header", "header", _HEADER), ("body", "body.placeholders", _SOME_VALUES))
_OFFER = table(("limited_time_offer.expires_at", "limitedTimeOffer.expirationTime", TIME))


def _in_order(buttons: Any) -> list[dict[str, Any]]:
    """Return the buttons by their index, which this wire says by their order alone."""
    place, placed = -1, []
    for button in parts(buttons):
        index = button.get("index")
        place = index if isinstance(index, int) else place + 1
        placed.append((place, button))
    return [button for _, button in sorted(placed, key=lambda pair: pair[0])]


def _encode_buttons(buttons: Any, block: Mapping[str, Any]) -> list[dict[str, Any]]:
    wire = []
    for button in _in_order(buttons):
        kind = button.get("type")
        if not isinstance(kind, str) or kind not in _BUTTONS:
            continue  # a static button has no place in a send
        tag, fields = _BUTTONS[kind]
        coded = {"type": tag, **to_wire(fields, button)}
        if kind == "order_details":
            coded["action"] = encode_action(part(button.get("order_details")), block)
        wire.append(coded)
    return wire


def _decode_buttons(buttons: Any, block: dict[str, Any]) -> list[dict[str, Any]]:
    decoded = []
    for button in parts(buttons):
        tag = button.get("type")
        kind = _BUTTON_TYPES.get(tag.upper()) if isinstance(tag, str) else None
        if kind is None:
            continue
        one = from_wire(_BUTTONS[kind][1], button, {"type": kind})
        if kind == "order_details":
            one["order_details"], more = decode_action(button.get("action"))
            block.update(more)
        decoded.append(one)
    return decoded


def _encode_card(card: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    buttons = _encode_buttons(card.get("buttons"), block)
    return {**to_wire(_CARD, card), **({"buttons": buttons} if buttons else {})}


def _decode_card(wire: dict[str, Any], block: dict[str, Any]) -> dict[str, Any]:
    buttons = _decode_buttons(wire.get("buttons"), block)
    return {**from_wire(_CARD, wire), **({"buttons": buttons} if buttons else {})}


def _encode(message: Message, block: Mapping[str, Any]) -> Content:
    template = part(message.get("template"))
    data = to_wire(_DATA, template)
    if buttons := _encode_buttons(template.get("buttons"), block):
        data["buttons"] = buttons
    if cards := [_encode_card(card, block) for card in parts(template.get("carousel"))]:
        data["carousel"] = {"cards": cards}
    data.update(to_wire(_OFFER, template))
    if status := part(template.get("order_status")):
        data["orderStatus"] = {"orderStatuses": [{"type": "ORDER_STATUS", **encode_status(status, block)}]}
    name, language = scalar(template.get("name")), scalar(template.get("language"))
    return {
        **({} if name is None else {"templateName": name}),
        "templateData": data,
        **({} if language is None else {"language": language}),
    }


def _decode(content: Content) -> Message:
    template = from_wire(table(("name", "templateName"), ("language", "language")), content)
    data = part(content.get("templateData"))
    block: dict[str, Any] = {}
    from_wire(_DATA, data, template)
    if buttons := _decode_buttons(data.get("buttons"), block):
        template["buttons"] = buttons
    if cards := parts(part(data.get("carousel")).get("cards")):
        template["carousel"] = [_decode_card(card, block) for card in cards]
    from_wire(_OFFER, data, template)
    # The message holds one order status; of several, the first is read.
    if statuses := parts(part(data.get("orderStatus")).get("orderStatuses")):
        template["order_status"], more = decode_status(statuses[0])
        block.update(more)
    return {"template": template, **({"infobip": block} if block else {})}


TEMPLATE = Kind(_encode, _decode)
