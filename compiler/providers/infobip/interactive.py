"""The interactive kinds: an action, dressed with header, body and footer.

The dressing is written and read for each of them alike; which kind may wear what is a rule's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import Message
from ..codecs import CONSTANT, JSON, READ_ONLY, SCALARS, Codec, word
from ..omitting import OMIT, Omissible, omit, omitted
from ..tables import Field, by_type, items, plain, record
from .kinds import Content, Kind, by_table

HEADER = by_type(
    {
        "text": ("TEXT", record(Field("text"))),
        "image": ("IMAGE", record(Field("image.link", "mediaUrl"), Field("image.caption", "caption", READ_ONLY))),
        "video": ("VIDEO", record(Field("video.link", "mediaUrl"), Field("video.caption", "caption", READ_ONLY))),
        "document": (
            "DOCUMENT",
            record(
                Field("document.link", "mediaUrl"),
                Field("document.filename", "filename"),
                Field("document.caption", "caption", READ_ONLY),
            ),
        ),
    }
)
_TEXT = Field("body", "body.text")
_EDGES = (Field("header", codec=HEADER), Field("footer", "footer.text"))
_BODY, _AROUND, _DRESSING = record(_TEXT), record(*_EDGES), record(_TEXT, *_EDGES)

_FLOW_VERSION = 3  # the only version of the flow message that the endpoint knows


def _dressed(*fields: Field) -> Kind:
    """Return the kind of a table: its own fields with header, body and footer around them."""
    return by_table(_TEXT, *fields, *_EDGES)


def around(message: Message, action: dict[str, Any] | None) -> Content:
    """Return the content of a message whose action is made by hand."""
    inner = {} if action is None else {"action": action}
    return {**_BODY.write(message), **inner, **_AROUND.write(message)}


def dressing(content: Content) -> Message:
    """Return header, body and footer of a content."""
    found: Message = _DRESSING.read(content)
    return found


_ROWS = Field("rows", codec=items(record(*plain("id", "title", "description"))), keep=True)
LIST = _dressed(
    Field("list.button", "action.title"),
    Field("list.sections", "action.sections", items(record(Field("title"), _ROWS)), keep=True),
)

PRODUCT = _dressed(
    Field("product.catalog_id", "action.catalogId"), Field("product.retailer_id", "action.productRetailerId")
)

PRODUCT_SECTIONS = items(record(Field("title"), Field("retailer_ids", "productRetailerIds", SCALARS, keep=True)))
PRODUCT_LIST = _dressed(
    Field("product_list.catalog_id", "action.catalogId"),
    Field("product_list.sections", "action.sections", PRODUCT_SECTIONS, keep=True),
)

_WORD = word("_")


def _as_mapping(data: Any) -> Any:
    """Return the data of a flow as a mapping, which Infobip asks for; Meta takes its JSON as text too."""
    if not isinstance(data, str):
        return data
    import json

    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return data
    return found if isinstance(found, dict) else data


_DATA = Codec(_as_mapping, JSON.read)
_FLOW = _dressed(
    Field("flow.mode", "action.mode", _WORD, default="published", always=True),
    Field("flow.version", "action.flowMessageVersion", CONSTANT, default=_FLOW_VERSION, always=True),
    Field("flow.flow_token", "action.flowToken"),
    Field("flow.flow_id", "action.flowId"),
    Field("flow.button", "action.callToActionButton"),
    Field("flow.flow_action", "action.flowAction", _WORD, default="navigate", always=True),
    Field("flow.screen", "action.flowActionPayload.screen"),
    Field("flow.data", "action.flowActionPayload.data", _DATA, keep=True),
)

_IN_ACTION = ("action",)
_UNSAID = (
    Omissible("mode", "PUBLISHED", _IN_ACTION),
    Omissible("flowMessageVersion", _FLOW_VERSION, _IN_ACTION),
    Omissible("flowAction", "NAVIGATE", _IN_ACTION),
)


def _encode_flow(message: Message, block: Mapping[str, Any]) -> Content:
    return omit(_FLOW.encode(message, block) or {}, block, *_UNSAID)


def _decode_flow(content: Content) -> Message:
    unsaid = omitted(content, *_UNSAID)
    return {**_FLOW.decode(content), **({"infobip": {OMIT: unsaid}} if unsaid else {})}


FLOW = Kind(_encode_flow, _decode_flow)

LOCATION_REQUEST = _dressed()

# The endpoint takes no content; a body that a raw payload has all the same is read, so that it is reported.
CALL_PERMISSION_REQUEST = Kind(lambda message, block: None, dressing)
