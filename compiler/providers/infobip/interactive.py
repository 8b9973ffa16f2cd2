"""The interactive kinds: an action, dressed with header, body and footer.

The dressing is written and read for each of them alike; which kind may wear what is a rule's business.
"""

from __future__ import annotations

from typing import Any

from .. import Message
from ..codecs import JSON, READ_ONLY, SCALARS, Codec, word
from ..renaming import Table, each, from_wire, table, tagged, to_wire
from .kinds import Content, Kind, by_table

HEADER = tagged(
    {
        "text": ("TEXT", table(("text", "text"))),
        "image": ("IMAGE", table(("image.link", "mediaUrl"), ("image.caption", "caption", READ_ONLY))),
        "video": ("VIDEO", table(("video.link", "mediaUrl"), ("video.caption", "caption", READ_ONLY))),
        "document": (
            "DOCUMENT",
            table(
                ("document.link", "mediaUrl"),
                ("document.filename", "filename"),
                ("document.caption", "caption", READ_ONLY),
            ),
        ),
    }
)
_BODY = table(("body", "body.text"))
_EDGES = table(("header", "header", HEADER), ("footer", "footer.text"))

_FLOW_VERSION = 3  # the only version of the flow message that the endpoint knows


def dressed(*rows: tuple[str, str] | tuple[str, str, Codec]) -> Table:
    """Return the table of a kind: its own rows with header, body and footer around them."""
    return _BODY + table(*rows) + _EDGES


def around(message: Message, action: dict[str, Any] | None) -> Content:
    """Return the content of a message whose action is made by hand."""
    inner = {} if action is None else {"action": action}
    return {**to_wire(_BODY, message), **inner, **to_wire(_EDGES, message)}


def dressing(content: Content) -> Message:
    """Return header, body and footer of a content."""
    return from_wire(_BODY + _EDGES, content)


_ROW = table(("id", "id"), ("title", "title"), ("description", "description"))
LIST = by_table(
    dressed(
        ("list.button", "action.title"),
        (
            "list.sections",
            "action.sections",
            each(table(("title", "title"), ("rows", "rows", each(_ROW, required=True))), required=True),
        ),
    ),
)

PRODUCT = by_table(
    dressed(("product.catalog_id", "action.catalogId"), ("product.retailer_id", "action.productRetailerId")),
)

PRODUCT_SECTIONS = each(table(("title", "title"), ("retailer_ids", "productRetailerIds", SCALARS)), required=True)
PRODUCT_LIST = by_table(
    dressed(
        ("product_list.catalog_id", "action.catalogId"),
        ("product_list.sections", "action.sections", PRODUCT_SECTIONS),
    ),
)

FLOW = by_table(
    dressed(
        ("flow.mode", "action.mode", word("_", default="published")),
        ("flow.version", "action.flowMessageVersion", Codec(lambda _: _FLOW_VERSION, lambda _: None)),
        ("flow.flow_token", "action.flowToken"),
        ("flow.flow_id", "action.flowId"),
        ("flow.button", "action.callToActionButton"),
        ("flow.flow_action", "action.flowAction", word("_", default="navigate")),
        ("flow.screen", "action.flowActionPayload.screen"),
        ("flow.data", "action.flowActionPayload.data", JSON),
    ),
)

LOCATION_REQUEST = by_table(dressed())

# The endpoint takes no content; a body that a raw payload has all the same is read, so that it is reported.
CALL_PERMISSION_REQUEST = Kind(lambda message, block: None, dressing)
