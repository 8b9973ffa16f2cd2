"""Orders: what is to be paid, and how far it is.

The order's reference is the id of its payment here. A payment that the message can say in neutral words
(Pix, a link, a boleto) becomes `payments`; any other stands verbatim, less its id, in the block's `payment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message
from ..codecs import READ_ONLY, mapping, scalar, word
from ..tables import Field, items, plain, record
from .interactive import around, dressing
from .kinds import Content, Kind, of_block

_WORD = word("-")
_MONEY = record(Field("value"), Field("description", codec=READ_ONLY))
_CHARGE = record(*plain("value", "description"))
_DISCOUNT = record(
    Field("value", "amount.value"), Field("description", "amount.description"), Field("program_name", "programName")
)
_ADDRESS = record(
    Field("address_line1", "firstAddressLine"),
    Field("address_line2", "secondAddressLine"),
    Field("city"),
    Field("zone_code", "zoneCode"),
    Field("postal_code", "postalCode"),
    Field("country_code", "countryCode"),
)
_ITEM = record(
    Field("retailer_id", "retailerId"),
    Field("name"),
    Field("amount", codec=_MONEY),
    Field("sale_amount", "saleAmount", _MONEY),
    Field("quantity"),
    Field("country_of_origin", "originCountry"),
    Field("importer_name", "importerName"),
    Field("importer_address", "importerAddress", _ADDRESS),
)
_ACTION = record(
    Field("payment_configuration", "paymentConfiguration"),
    Field("currency", "orderCurrency"),
    Field("type", "orderType", _WORD),
    Field("total_amount", "totalAmount", _MONEY),
    Field("catalog_id", "order.catalogId"),
    Field("items", "order.items", items(_ITEM), keep=True),
    Field("subtotal", "order.subtotal", _MONEY),
    Field("tax", "order.tax", _CHARGE),
    Field("shipping", "order.shipping", _CHARGE),
    Field("discount", "order.discount", _DISCOUNT),
    Field("expires_in", "order.orderExpiration.expirationSeconds"),
    Field("expiry_description", "order.orderExpiration.description"),
    *of_block("orderDetailsType", under="order."),
)
_STATUS = record(Field("status", codec=_WORD), Field("description"))

_SEVERAL = "BRAZIL_PAYMENTS"
_PAYMENTS = {
    "pix_dynamic_code": (
        "BRAZIL_PIX_DC",
        record(Field("code"), Field("merchant_name", "merchantName"), Field("key_type", "keyType"), Field("key")),
    ),
    "payment_link": ("BRAZIL_LINK", record(Field("uri", "paymentLink"))),
    "boleto": ("BRAZIL_BOLETO", record(Field("digitable_line", "code"))),
}
_NEUTRAL = {tag: key for key, (tag, _) in _PAYMENTS.items()}


def encode_action(order: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return the order action of an order and the block's part of it."""
    configured = {"payment_configuration": block.get("paymentConfiguration"), **order, "infobip": block}
    payment = _encode_payment(order, block)
    return {**({"payment": payment} if payment else {}), **_ACTION.write(configured)}


def decode_action(action: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the order of an order action, and what of it belongs into the block."""
    rest = _ACTION.read(mapping(action))
    block = rest.pop("infobip", {})
    reference, payments, payment = _decode_payment(mapping(action).get("payment"))
    order = {
        **({} if reference is None else {"reference_id": reference}),
        **rest,
        **({"payments": payments} if payments else {}),
    }
    return order, {**({"payment": payment} if payment else {}), **block}


def encode_status(status: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return the order status action; its payment's type stands in the block."""
    payment = _verbatim(status.get("reference_id"), mapping(block.get("payment")))
    return {**({"payment": payment} if payment else {}), **_STATUS.write(status)}


def decode_status(action: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the order status of an action, and what of it belongs into the block."""
    reference, payment = _without_id(mapping(mapping(action).get("payment")))
    status = {**({} if reference is None else {"reference_id": reference}), **_STATUS.read(mapping(action))}
    return status, ({"payment": payment} if payment else {})


def _encode_payment(order: dict[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    reference = order.get("reference_id")
    if payment := mapping(block.get("payment")):
        return _verbatim(reference, payment)
    payments = [
        _verbatim(reference, {"type": tag, **codec.write(payment[key])})
        for payment in mappings(order.get("payments"))
        for key, (tag, codec) in _PAYMENTS.items()
        if key in payment
    ]
    if len(payments) > 1:
        return {"type": _SEVERAL, "payments": payments}
    return payments[0] if payments else _verbatim(reference, {})


def _decode_payment(payment: Any) -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
    payment = mapping(payment)
    several = payment.get("type") == _SEVERAL
    singles = mappings(payment.get("payments")) if several else [payment]
    reference = scalar(singles[0].get("id")) if singles else None
    payments = []
    for single in singles:
        tag = single.get("type")
        if isinstance(tag, str) and tag in _NEUTRAL:
            key = _NEUTRAL[tag]
            payments.append({key: _PAYMENTS[key][1].read(single)})
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
    lambda message, block: around(message, encode_action(mapping(message.get("order_details")), block)),
    _decode_details,
)
ORDER_STATUS = Kind(
    lambda message, block: around(message, encode_status(mapping(message.get("order_status")), block)),
    _decode_status,
)
