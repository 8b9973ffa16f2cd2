"""The named checks of an order: its sums, in whole numbers of the smallest unit, and what its payment holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .faults import Check, Fault


def total_adds_up(value: Any, subject: Any) -> Iterator[Fault]:
    """The total is subtotal + tax + shipping - discount. A bill that gives the total alone is not added up."""
    if not isinstance(value, Mapping) or "subtotal" not in value:
        return
    due = [_amount(value, key) for key in ("subtotal", "tax", "shipping")]
    yield from _compared(value, "total_amount", [*due, _negated(_amount(value, "discount"))])


def subtotal_adds_up(value: Any, subject: Any) -> Iterator[Fault]:
    """The subtotal is the sum of price times quantity; a sale price goes before the price."""
    items = value.get("items") if isinstance(value, Mapping) else None
    if not isinstance(items, list) or "subtotal" not in value:
        return
    yield from _compared(value, "subtotal", [_line(item) for item in items])


def below_price(value: Any, subject: Any, equal: bool = False) -> Iterator[Fault]:
    """The sale price of an item is not above its price; with `equal`, it is not the same."""
    if not isinstance(value, Mapping) or "sale_amount" not in value:
        return
    sale, price = _amount(value, "sale_amount"), _amount(value, "amount")
    if (
        sale is not None
        and price is not None
        and sale[1] == price[1]
        and (sale[0] == price[0] if equal else sale[0] > price[0])
    ):
        yield Fault(("sale_amount",), {"value": sale[0], "other": price[0]})


_Money = tuple[int, int] | None
"""A value and its offset, or None where one of them is not known."""


def _amount(holder: Mapping[str, Any], key: str) -> _Money:
    if key not in holder:
        return 0, 0
    amount = holder[key]
    if not isinstance(amount, Mapping):
        return None
    value, offset = _whole(amount.get("value")), _whole(amount.get("offset", 100))
    return None if value is None or offset is None else (value, offset)


def _whole(number: Any) -> int | None:
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _negated(money: _Money) -> _Money:
    return None if money is None else (-money[0], money[1])


def _line(item: Any) -> _Money:
    if not isinstance(item, Mapping) or "amount" not in item:
        return None
    price = _amount(item, "sale_amount" if "sale_amount" in item else "amount")
    quantity = _whole(item.get("quantity"))
    return None if price is None or quantity is None else (price[0] * quantity, price[1])


def _compared(order: Mapping[str, Any], key: str, parts: list[_Money]) -> Iterator[Fault]:
    """Fault an amount that is not the sum of its parts; with two offsets there is no sum."""
    stated = _amount(order, key) if key in order else None
    known = [part for part in parts if part is not None]
    if stated is None or len(known) < len(parts):
        return
    if {offset for _, offset in known if offset} - {stated[1]}:
        return
    if stated[0] != (due := sum(value for value, _ in known)):
        yield Fault((key,), {"value": stated[0], "other": due})


def keys_of_type(value: Any, subject: Any, **keys: Sequence[str]) -> Iterator[Fault]:
    """A mapping holds its type, an id, and the keys of that type; of an unknown type, any."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    if not isinstance(kind, str) or kind not in keys:
        return
    due = "it has " + ", ".join(keys[kind]) if keys[kind] else "it has none"
    for key in value:
        if key not in ("type", "id", *keys[kind]):
            yield Fault((key,), {"value": key, "other": kind, "limit": due})


def needs_of_type(value: Any, subject: Any, **keys: Sequence[str]) -> Iterator[Fault]:
    """A mapping holds what its type needs."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    for key in keys.get(kind, ()) if isinstance(kind, str) else ():
        if key not in value:
            yield Fault((key,), {"value": key, "other": kind})


CHECKS: dict[str, Check] = {
    "below-price": below_price,
    "keys-of-type": keys_of_type,
    "needs-of-type": needs_of_type,
    "subtotal-adds-up": subtotal_adds_up,
    "total-adds-up": total_adds_up,
}
