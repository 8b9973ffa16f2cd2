"""The buttons of a template send: which button of the definition is filled, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...shape import mappings
from ..codecs import INTEGER, JSON, Codec, lower, scalar
from ..tables import Field, plain, record
from .interactive import SECTIONS
from .order import ORDER_DETAILS
from .tagging import tagged, untagged

_THUMBNAIL = Field("thumbnail", "action.thumbnail_product_retailer_id")

# Canonical type -> the wire's `sub_type`, and the button's fields against its parameters by their type.
_BUTTONS: dict[str, tuple[str, Codec]] = {
    "reply": ("quick_reply", record(Field("id", "payload"))),
    "url": ("url", record(Field("suffix", "text"))),
    "copy": ("copy_code", record(Field("code", "coupon_code"))),
    "flow": (
        "flow",
        record(
            Field("flow_token", "action.flow_token"),
            Field("data", "action.flow_action_data", JSON),
        ),
    ),
    "catalog": ("catalog", record(_THUMBNAIL)),
    "product_list": ("mpm", record(_THUMBNAIL, Field("sections", "action.sections", SECTIONS))),
    "order_details": (
        "order_details",
        record(Field("order_details", "action.order_details", ORDER_DETAILS)),
    ),
    "voice_call": ("voice_call", record(Field("ttl_minutes", codec=INTEGER), *plain("payload"))),
}
# Meta names these where it refuses another, and no page says what fills them: it stays as it is.
_VERBATIM = ("reminder", "booking_confirmation")
_VERBATIM_FIELDS = record(Field("parameters", codec=JSON))
_BY_SUB_TYPE = {sub_type: kind for kind, (sub_type, _) in _BUTTONS.items()}
TYPES = frozenset((*_BUTTONS, *_VERBATIM))

# Beyond this an index is no index, and its text may be longer than Python likes to convert.
_SANE = 10**9


def _is_index(index: Any) -> bool:
    return isinstance(index, int) and not isinstance(index, bool) and abs(index) < _SANE


def write_buttons(buttons: Any, carried: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Yield the button components of a template's or a card's buttons; others than `carried` are skipped."""
    expected = 0
    for button in mappings(buttons):
        index = button.get("index", expected)
        expected = (index if _is_index(index) else expected) + 1
        kind = button.get("type")
        if not isinstance(kind, str) or kind not in carried:
            continue
        sub_type = kind if kind in _VERBATIM else _BUTTONS[kind][0]
        wire = {
            "type": "button",
            "sub_type": sub_type,
            "index": str(index) if _is_index(index) else index,
        }
        if kind in _VERBATIM:
            wire.update(_VERBATIM_FIELDS.write(button))
        elif parameters := tagged(_BUTTONS[kind][1].write(button)):
            wire["parameters"] = parameters
        yield wire


def read_buttons(components: Any) -> list[dict[str, Any]]:
    """Read the buttons among the components; an index that only follows the previous one is left out."""
    buttons: list[dict[str, Any]] = []
    expected = 0
    for wire in mappings(components):
        if lower(wire.get("type")) != "button":
            continue
        kind = scalar(lower(wire.get("sub_type")))
        button: dict[str, Any] = {}
        if kind is not None:
            button["type"] = _BY_SUB_TYPE.get(kind, kind)
        index = INTEGER.read(wire.get("index"))
        if index is not None and not (_is_index(index) and index == expected):
            button["index"] = index
        expected = (index if _is_index(index) else expected) + 1
        if kind in _VERBATIM:
            button.update(_VERBATIM_FIELDS.read(wire))
        elif kind in _BY_SUB_TYPE:
            button.update(_BUTTONS[_BY_SUB_TYPE[kind]][1].read(untagged(wire.get("parameters"))))
        buttons.append(button)
    return buttons
