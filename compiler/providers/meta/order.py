"""Orders: what is to be paid (`order_details`) and how it stands (`order_status`).

Meta splits an order into an outer and an inner object; the canonical form dissolves the inner one.
"""

from __future__ import annotations

from typing import Any

from ..codecs import INTEGER, JSON, READ_ONLY, SCALAR, WORD, Codec
from ..tables import Field, items, plain, record
from .moments import SECONDS, SECONDS_TEXT
from .tagging import tagged, untagged


def _amount(**notes: Codec) -> Codec:
    """An amount; only some of them may be described on the wire."""
    return record(
        Field("value", codec=INTEGER),
        Field("offset", codec=INTEGER, default=100, always=True),
        Field("description", codec=notes.get("description", READ_ONLY)),
        Field("program_name", "discount_program_name", notes.get("program_name", READ_ONLY)),
    )


_MONEY = _amount()
_CHARGE = _amount(description=SCALAR)
_DISCOUNT = _amount(description=SCALAR, program_name=SCALAR)

_ITEM = record(
    *plain("retailer_id", "name"),
    Field("amount", codec=_MONEY),
    Field("quantity", codec=INTEGER),
    Field("sale_amount", codec=_MONEY),
    *plain("country_of_origin", "importer_name"),
    Field("importer_address", codec=JSON),
    Field("image", "image.link"),
)

_BENEFICIARY = record(*plain("name", "address_line1", "address_line2", "city", "state", "country", "postal_code"))

_SHIPPING = record(Field("country"), Field("addresses", codec=JSON))


def _write_shipping(value: Any) -> Any:
    """Write where goods go. Addresses that nobody knows are an empty list."""
    wire = _SHIPPING.write(value)
    return {**wire, "addresses": wire.get("addresses", [])} if wire else wire


# A bill that is paid without being reviewed says so by its type, and no other bill has one.
_QUICK_PAY = Codec(lambda value: "quick_pay" if value is True else None, lambda value: value == "quick_pay")


def _write_payment(value: Any) -> Any:
    settings = tagged(value) if isinstance(value, dict) else []
    return settings[0] if settings else None


def _read_payment(value: Any) -> Any:
    content = untagged([value])
    return content or None


_FIELDS = record(
    Field("reference_id"),
    Field("type", codec=WORD),
    *plain("payment_type", "payment_configuration"),
    Field("payments", "payment_settings", items(Codec(_write_payment, _read_payment))),
    Field("currency"),
    Field("total_amount", codec=_MONEY),
    Field("catalog_id", "order.catalog_id"),
    Field("shipping_info", codec=Codec(_write_shipping, _SHIPPING.read)),
    Field("beneficiaries", codec=items(_BENEFICIARY)),
    Field("quick_pay", "order.type", _QUICK_PAY, default=False),
    Field("expires_at", "order.expiration.timestamp", SECONDS_TEXT),
    Field("expiry_description", "order.expiration.description"),
    Field("items", "order.items", items(_ITEM)),
    Field("subtotal", "order.subtotal", _MONEY),
    Field("tax", "order.tax", _CHARGE),
    Field("shipping", "order.shipping", _CHARGE),
    Field("discount", "order.discount", _DISCOUNT),
)


def _write_order(value: Any) -> Any:
    wire = _FIELDS.write(value)
    # A bill without items has no inner order, hence no status either.
    if "order" in wire:
        wire["order"] = {"status": "pending", **wire["order"]}
    return wire


ORDER_DETAILS = Codec(_write_order, _FIELDS.read)

ORDER_STATUS = record(
    Field("reference_id"),
    Field("status", "order.status", WORD),
    Field("description", "order.description"),
    Field("payment", codec=record(Field("status", codec=WORD), Field("timestamp", codec=SECONDS))),
)
