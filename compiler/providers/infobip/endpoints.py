"""Which endpoint takes which kind, and what a bare body tells of its endpoint.

Template definitions have an endpoint of their own, below `/whatsapp/2/senders/`: see `definition.py`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...named import NamedTuple
from ...shape import mappings
from .. import Message
from ..codecs import mapping
from .kinds import Kind

ROOT = "/whatsapp/1/message/"


class Endpoint(NamedTuple):
    """An endpoint: the content key that it takes, and where its kind is written."""

    key: str
    room: str
    kind: str


# Loaded one by one: a text has no use for orders and templates.
ENDPOINTS = {
    "template": Endpoint("template", "template", "TEMPLATE"),
    "text": Endpoint("text", "plain", "TEXT"),
    "image": Endpoint("image", "plain", "IMAGE"),
    "video": Endpoint("video", "plain", "VIDEO"),
    "audio": Endpoint("audio", "plain", "AUDIO"),
    "document": Endpoint("document", "plain", "DOCUMENT"),
    "sticker": Endpoint("sticker", "plain", "STICKER"),
    "location": Endpoint("location", "plain", "LOCATION"),
    "contact": Endpoint("contacts", "contacts", "CONTACTS"),
    "interactive/list": Endpoint("list", "interactive", "LIST"),
    "interactive/flow": Endpoint("flow", "interactive", "FLOW"),
    "interactive/product": Endpoint("product", "interactive", "PRODUCT"),
    "interactive/multi-product": Endpoint("product_list", "interactive", "PRODUCT_LIST"),
    "interactive/media-carousel": Endpoint("carousel", "carousel", "CAROUSEL"),
    "interactive/location-request": Endpoint("location_request", "interactive", "LOCATION_REQUEST"),
    "interactive/call-permission-request": Endpoint(
        "call_permission_request", "interactive", "CALL_PERMISSION_REQUEST"
    ),
    "interactive/order-details": Endpoint("order_details", "order", "ORDER_DETAILS"),
    "interactive/order-status": Endpoint("order_status", "order", "ORDER_STATUS"),
    "interactive/url-button": Endpoint("buttons", "buttons", "URL_BUTTON"),
    "interactive/voice-button": Endpoint("buttons", "buttons", "VOICE_BUTTON"),
    "interactive/buttons": Endpoint("buttons", "buttons", "REPLY_BUTTONS"),
}
_BUTTON_ENDPOINTS = {"url": "interactive/url-button", "voice_call": "interactive/voice-button"}
_BY_KEY = {key: endpoint for endpoint, (key, _, _) in ENDPOINTS.items()}

# Keys that no other endpoint has, the most telling first. `mediaUrl` is not here: five endpoints share it;
# nor is a content that is a body alone: two do.
_IN_CONTENT = {
    "contacts": "contact",
    "latitude": "location",
    "longitude": "location",
    "filename": "document",
    "text": "text",
}
_IN_ACTION = {
    "buttons": "interactive/buttons",
    "cards": "interactive/media-carousel",
    "flowId": "interactive/flow",
    "callToActionButton": "interactive/flow",
    "productRetailerId": "interactive/product",
    "catalogId": "interactive/multi-product",
    "sections": "interactive/list",
    "displayText": "interactive/url-button",
    "url": "interactive/url-button",
    "buttonDisplayText": "interactive/voice-button",
    "callValidityPeriod": "interactive/voice-button",
    "callContextPayload": "interactive/voice-button",
    "status": "interactive/order-status",
    "order": "interactive/order-details",
    "orderCurrency": "interactive/order-details",
}


def load(endpoint: str) -> Kind:
    """Return the kind of an endpoint. Raises KeyError for one that is not Infobip's."""
    _, room, name = ENDPOINTS[endpoint]
    kind: Kind = getattr(import_module(f".{room}", __package__), name)
    return kind


def endpoint_of(message: Message) -> str | None:
    """Return the endpoint that takes this message, or None when Infobip has none."""
    for key, endpoint in _BY_KEY.items():
        if key in message and key != "buttons":
            return endpoint
    buttons = message.get("buttons")
    if buttons is None:
        return None
    kinds = [button.get("type") for button in mappings(buttons)]
    if len(kinds) == 1 and isinstance(kinds[0], str):
        return _BUTTON_ENDPOINTS.get(kinds[0], "interactive/buttons")
    return "interactive/buttons"


def infer(body: dict[str, Any]) -> str | None:
    """Return the endpoint that the shape of a body tells, or None when it fits several."""
    if isinstance(body.get("messages"), list):
        return "template"
    content = mapping(body.get("content"))
    for holder, keys in ((content, _IN_CONTENT), (mapping(content.get("action")), _IN_ACTION)):
        for key, endpoint in keys.items():
            if key in holder:
                return endpoint
    return None
