"""Interactive messages: one table of their kinds, and the `interactive` object around them."""

from __future__ import annotations

from typing import Any

from ...named import NamedTuple
from ..codecs import CONSTANT, ID, JSON, WORD, Codec, lower, mapping
from ..tables import Field, boxed, items, plain, record
from .buttons import alone, read_action, write_action
from .carousel import CAROUSEL
from .contents import PRODUCT
from .dressing import DRESSING
from .order import ORDER_DETAILS, ORDER_STATUS


class Interactive(NamedTuple):
    """A kind's type word, the name its action bears (if any), and what its action holds."""

    type: str
    name: str | None
    action: Codec


def _parameters(codec: Codec, optional: bool = False) -> Codec:
    """The content stands in `action.parameters`; `optional`: which is left out when it is empty."""

    def write(content: Any) -> Any:
        wire = codec.write(content)
        return {"parameters": wire} if wire or not optional else {}

    def read(action: Any) -> Any:
        return codec.read(mapping(mapping(action).get("parameters")))

    return Codec(write, read)


_NOTHING = record()

_LIST = record(
    Field("button"),
    Field(
        "sections",
        codec=items(
            record(
                Field("title"),
                Field("rows", codec=items(record(*plain("id", "title", "description"))), keep=True),
            )
        ),
        keep=True,
    ),
)

SECTIONS = items(
    record(
        Field("title"),
        Field("retailer_ids", "product_items", items(boxed("product_retailer_id")), keep=True),
    )
)

_PRODUCT_LIST = record(Field("catalog_id"), Field("sections", codec=SECTIONS, keep=True))

_FLOW = record(
    Field("", "flow_message_version", CONSTANT, default="3", always=True),
    Field("flow_token"),
    Field("flow_id", codec=ID),
    Field("flow_name"),
    Field("button", "flow_cta"),
    Field("mode", codec=WORD, default="published"),
    Field("flow_action", codec=WORD, default="navigate"),
    Field("screen", "flow_action_payload.screen"),
    Field("data", "flow_action_payload.data", JSON, keep=True),
)

_ADDRESS = record(
    Field("country"),
    Field("values", codec=JSON),
    Field("saved_addresses", codec=items(record(Field("id"), Field("value", codec=JSON)))),
    Field("validation_errors", codec=JSON),
)

_CATALOG = record(Field("thumbnail", "thumbnail_product_retailer_id"))

KINDS: dict[str, Interactive] = {
    "list": Interactive("list", None, _LIST),
    "flow": Interactive("flow", "flow", _parameters(_FLOW)),
    "product": Interactive("product", None, PRODUCT),
    "product_list": Interactive("product_list", None, _PRODUCT_LIST),
    "catalog": Interactive("catalog_message", "catalog_message", _parameters(_CATALOG, optional=True)),
    "carousel": Interactive("carousel", None, CAROUSEL),
    "location_request": Interactive("location_request_message", "send_location", _NOTHING),
    "address_request": Interactive("address_message", "address_message", _parameters(_ADDRESS)),
    "contact_request": Interactive("request_contact_info", "request_contact_info", _NOTHING),
    "call_permission_request": Interactive("call_permission_request", "call_permission_request", _NOTHING),
    "order_details": Interactive("order_details", "review_and_pay", _parameters(ORDER_DETAILS)),
    "order_status": Interactive("order_status", "review_order", _parameters(ORDER_STATUS)),
}
_BY_TYPE = {row.type: kind for kind, row in KINDS.items()}
_BUTTON_TYPES = ("button", "cta_url", "voice_call")


def write_interactive(kind: str, message: dict[str, Any], replies_only: bool) -> dict[str, Any]:
    """Write the `interactive` object of a message of one of these kinds, `buttons` among them."""
    if kind == "buttons":
        buttons = message["buttons"]
        type_word = "button" if replies_only else alone(buttons) or "button"
        action = write_action(buttons, "reply", replies_only)
    else:
        row = KINDS[kind]
        type_word = row.type
        action = {"name": row.name} if row.name else {}
        action.update(row.action.write(message[kind]))
    return {"type": type_word, **DRESSING.write(message), "action": action}


def read_interactive(wire: Any) -> dict[str, Any] | None:
    """Read header, body, content and footer of an `interactive` object, None if its type is unknown."""
    wire = mapping(wire)
    type_word = lower(wire.get("type"))
    if not isinstance(type_word, str):
        return None
    if type_word in _BUTTON_TYPES:
        kind, content = "buttons", read_action(wire.get("action"), type_word)
    elif type_word in _BY_TYPE:
        kind = _BY_TYPE[type_word]
        content = KINDS[kind].action.read(mapping(wire.get("action")))
    else:
        return None
    message: dict[str, Any] = DRESSING.read(wire)
    message[kind] = content
    return message
