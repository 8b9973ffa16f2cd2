"""A template send: values in the order of their slots, all of them text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message
from ..codecs import JSON, NUMBER, TIME, Codec, mapping, scalar, shown
from ..tables import Field, by_type, record
from .interactive import PRODUCT_SECTIONS
from .kinds import Content, Kind
from .order import decode_action, decode_status, encode_action, encode_status


def _placeholders(value: Any) -> list[Any]:
    texts = [shown(parameter) for parameter in mappings(value)]
    return ["" if text is None else text for text in texts]


def _parameters(value: Any) -> Any:
    if not isinstance(value, list):
        return None
    # What is no text becomes an empty one: the places of the others must not move.
    return [{"text": "" if scalar(item) is None else item} for item in value] or None


def _one(value: Any) -> Any:
    return next(iter(_placeholders(value)), None)


_VALUES = Codec(_placeholders, _parameters)
_VALUE = Codec(_one, lambda value: None if scalar(value) is None else [{"text": value}])

_HEADER = by_type(
    {
        "text": ("TEXT", record(Field("text", "placeholder", _VALUE))),
        "image": ("IMAGE", record(Field("image.link", "mediaUrl"))),
        "video": ("VIDEO", record(Field("video.link", "mediaUrl"))),
        "document": ("DOCUMENT", record(Field("document.link", "mediaUrl"), Field("document.filename", "filename"))),
        "location": (
            "LOCATION",
            record(Field("location.latitude", "latitude", NUMBER), Field("location.longitude", "longitude", NUMBER)),
        ),
    }
)
_THUMBNAIL = Field("thumbnail", "thumbnailProductRetailerId")
_BUTTONS: dict[str, tuple[str, Codec]] = {
    "reply": ("QUICK_REPLY", record(Field("id", "parameter"))),
    "url": ("URL", record(Field("suffix", "parameter"))),
    "copy": ("COPY_CODE", record(Field("code", "parameter"))),
    "flow": ("FLOW", record(Field("flow_token", "flowToken"), Field("data", codec=JSON))),
    "catalog": ("CATALOG", record(_THUMBNAIL)),
    "product_list": ("MULTI_PRODUCT", record(_THUMBNAIL, Field("sections", codec=PRODUCT_SECTIONS, keep=True))),
    "order_details": ("ORDER_DETAILS", record()),
    "voice_call": (
        "VOICE_CALL",
        record(Field("ttl_minutes", "callValidityPeriod"), Field("payload", "callContextPayload")),
    ),
}
_BUTTON_TYPES = {tag: key for key, (tag, _) in _BUTTONS.items()}

_NAME = record(Field("name", "templateName"))
_LANGUAGE = record(Field("language"))
_DATA = record(
    Field("body", "body.placeholders", _VALUES, default=[], always=True, keep=True), Field("header", codec=_HEADER)
)
_CARD = record(Field("header", codec=_HEADER), Field("body", "body.placeholders", _VALUES))
_OFFER = record(Field("limited_time_offer.expires_at", "limitedTimeOffer.expirationTime", TIME))


def _in_order(buttons: Any) -> list[dict[str, Any]]:
    """Return the buttons by their index, which this wire says by their order alone."""
    place, placed = -1, []
    for button in mappings(buttons):
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
        tag, codec = _BUTTONS[kind]
        coded = {"type": tag, **codec.write(button)}
        if kind == "order_details":
            coded["action"] = encode_action(mapping(button.get("order_details")), block)
        wire.append(coded)
    return wire


def _decode_buttons(buttons: Any, block: dict[str, Any]) -> list[dict[str, Any]]:
    decoded = []
    for button in mappings(buttons):
        tag = button.get("type")
        kind = _BUTTON_TYPES.get(tag.upper()) if isinstance(tag, str) else None
        if kind is None:
            continue
        one = {"type": kind, **_BUTTONS[kind][1].read(button)}
        if kind == "order_details":
            one["order_details"], more = decode_action(button.get("action"))
            block.update(more)
        decoded.append(one)
    return decoded


def _encode_card(card: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    buttons = _encode_buttons(card.get("buttons"), block)
    return {**_CARD.write(card), **({"buttons": buttons} if buttons else {})}


def _decode_card(wire: dict[str, Any], block: dict[str, Any]) -> dict[str, Any]:
    buttons = _decode_buttons(wire.get("buttons"), block)
    return {**_CARD.read(wire), **({"buttons": buttons} if buttons else {})}


def _encode(message: Message, block: Mapping[str, Any]) -> Content:
    template = mapping(message.get("template"))
    data: Content = _DATA.write(template)
    if buttons := _encode_buttons(template.get("buttons"), block):
        data["buttons"] = buttons
    if cards := [_encode_card(card, block) for card in mappings(template.get("carousel"))]:
        data["carousel"] = {"cards": cards}
    data.update(_OFFER.write(template))
    if status := mapping(template.get("order_status")):
        data["orderStatus"] = {"orderStatuses": [{"type": "ORDER_STATUS", **encode_status(status, block)}]}
    return {**_NAME.write(template), "templateData": data, **_LANGUAGE.write(template)}


def _decode(content: Content) -> Message:
    data = mapping(content.get("templateData"))
    template = {**_NAME.read(content), **_LANGUAGE.read(content), **_DATA.read(data)}
    block: dict[str, Any] = {}
    if buttons := _decode_buttons(data.get("buttons"), block):
        template["buttons"] = buttons
    if cards := mappings(mapping(data.get("carousel")).get("cards")):
        template["carousel"] = [_decode_card(card, block) for card in cards]
    template.update(_OFFER.read(data))
    # The message holds one order status; of several, the first is read.
    if statuses := mappings(mapping(data.get("orderStatus")).get("orderStatuses")):
        template["order_status"], more = decode_status(statuses[0])
        block.update(more)
    return {"template": template, **({"infobip": block} if block else {})}


TEMPLATE = Kind(_encode, _decode)
