"""Orders: what is to be paid, and how far it is.

The order's reference is the id of its payment here. A payment that the message can say in neutral words
(Pix, a link, a boleto) becomes `payments`; any other stands verbatim, less its id, in the block's `payment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import Message
from ..codecs import VERBATIM, part, parts, scalar, word
from ..renaming import each, from_wire, mapping, table, to_wire
from .interactive import around, dressing
from .kinds import Content, Kind

_WORD = word("-")
_AMOUNT = mapping(table(("value", "value"), ("description", "description")))
_DISCOUNT = mapping(
    table(("value", "amount.value"), ("description", "amount.description"), ("program_name", "programName"))
)
_ITEM = table(
    ("retailer_id", "retailerId"),
    ("name", "name"),
    ("amount", "amount", _AMOUNT),
    ("sale_amount", "saleAmount", _AMOUNT),
    ("quantity", "quantity"),
    ("country_of_origin", "originCountry"),
    ("importer_name", "importerName"),
    ("importer_address", "importerAddress", VERBATIM),
)
_ACTION = table(
    ("payment_configuration", "paymentConfiguration"),
    ("currency", "orderCurrency"),
    ("type", "orderType", _WORD),
    ("total_amount", "totalAmount", _AMOUNT),
    ("catalog_id", "order.catalogId"),
    ("items", "order.items", each(_ITEM, required=True)),
    ("subtotal", "order.subtotal", _AMOUNT),
    ("tax", "order.tax", _AMOUNT),
    ("shipping", "order.shipping", _AMOUNT),
    ("discount", "order.discount", _DISCOUNT),
    ("expires_in", "order.orderExpiration.expirationSeconds"),
    ("expiry_description", "order.orderExpiration.description"),
    ("infobip.orderDetailsType", "order.orderDetailsType", VERBATIM),
)
_STATUS = table(("status", "status", _WORD), ("description", "description"))

_SEVERAL = "BRAZIL_PAYMENTS"
_PAYMENTS = {
    "pix_dynamic_code": (
        "BRAZIL_PIX_DC",
        table(("code", "code"), ("merchant_name", "merchantName"), ("key_type", "keyType"), ("key", "key")),
    ),
    "payment_link": ("BRAZIL_LINK", table(("uri", "paymentLink"))),
    "boleto": ("BRAZIL_BOLETO", table(("digitable_line", "code"))),
}
_NEUTRAL = {tag: key for key, (tag, _) in _PAYMENTS.items()}


def encode_action(order: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return the order action of an order and the block's part of it."""
    configured = {"payment_configuration": block.get("paymentConfiguration"), **order, "infobip": block}
    payment = _encode_payment(order, block)
    return {**({"payment": payment} if payment else {}), **to_wire(_ACTION, configured)}


def decode_action(action: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the order of an order action, and what of it belongs into the block."""
    rest = from_wire(_ACTION, action)
    block = rest.pop("infobip", {})
    reference, payments, payment = _decode_payment(part(action).get("payment"))
    order = {
        **({} if reference is None else {"reference_id": reference}),
        **rest,
        **({"payments": payments} if payments else {}),
    }
    return order, {**({"payment": payment} if payment else {}), **block}


def encode_status(status: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return the order status action; its payment's type stands in the block."""
    payment = _verbatim(status.get("reference_id"), part(block.get("payment")))
    return {**({"payment": payment} if payment else {}), **to_wire(_STATUS, status)}


def decode_status(action: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the order status of an action, and what of it belongs into the block."""
    reference, payment = _without_id(part(part(action).get("payment")))
    status = {**({} if reference is None else {"reference_id": reference}), **from_wire(_STATUS, action)}
    return status, ({"payment": payment} if payment else {})


def _encode_payment(order: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    reference = order.get("reference_id")
    if payment := part(block.get("payment")):
        return _verbatim(reference, payment)
    payments = [
        _verbatim(reference, {"type": tag, **to_wire(fields, part(payment[key]))})
        for payment in parts(order.get("payments"))
        for key, (tag, fields) in _PAYMENTS.items()
        if key in payment
    ]
    if len(payments) > 1:
        return {"type": _SEVERAL, "payments": payments}
    return payments[0] if payments else _verbatim(reference, {})


def _decode_payment(payment: Any) -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
    payment = part(payment)
    several = payment.get("type") == _SEVERAL
    singles = parts(payment.get("payments")) if several else [payment]
    reference = scalar(singles[0].get("id")) if singles else None
    payments = []
    for single in singles:
        tag = single.get("type")
        if isinstance(tag, str) and tag in _NEUTRAL:
            key = _NEUTRAL[tag]
            payments.append({key: from_wire(_PAYMENTS[key][1], single)})
    # Neutral words are used only where they give back the very same payment.
    if payments and _encode_payment({"reference_id": reference, "payments": payments}, {}) == payment:
        return reference, payments, {}
    reference, rest = _without_id(payment)
    return reference, [], rest


def _verbatim(reference: Any, payment: dict[str, Any]) -> dict[str, Any]:
    kind = {"type": payment["type"]} if "type" in payment else {}
    return {**kind, **({} if reference is None else {"id": reference}), **payment}


def _without_id(payment: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    reference = scalar(payment.get("id"))
    if reference is None:
        return None, payment
    return reference, {key: value for key, value in payment.items() if key != "id"}


def _blocked(message: Message, block: dict[str, Any]) -> Message:
    return {**message, "infobip": block} if block else message


def _decode_details(content: Content) -> Message:
    order, block = decode_action(content.get("action"))
    return _blocked({**dressing(content), "order_details": order}, block)


def _decode_status(content: Content) -> Message:
    status, block = decode_status(content.get("action"))
    return _blocked({**dressing(content), "order_status": status}, block)


ORDER_DETAILS = Kind(
    lambda message, block: around(message, encode_action(part(message.get("order_details")), block)),
    _decode_details,
)
ORDER_STATUS = Kind(
    lambda message, block: around(message, encode_status(part(message.get("order_status")), block)),
    _decode_status,
)
