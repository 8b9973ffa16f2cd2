"""Strategies of template sends: every header, parameter, button and card that a provider carries."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st
from parts import (
    Part,
    carried,
    code,
    filename,
    integer,
    json_object,
    location,
    medium,
    moment,
    phone,
    product,
    product_sections,
    some,
    text,
    url,
    value,
    word,
)

from waml.boundaries import allowed as limits
from waml.carries import Carries
from waml.rows import table

_HEADER = "template.header"
_CARD = "template.carousel[]"


@cache
def template(provider: str) -> Part:
    """Draw what a template send fills in."""
    shape: dict[str, Part] = {
        "name": word("[a-z0-9_]{1,12}") | st.just("x" * (limits.length(provider, "template.name")[1] or 9))
    }
    if carried(provider, "template.language"):
        shape["language"] = st.sampled_from(sorted(table("languages")))
    named = st.booleans() if carried(provider, "template.body[].name") else st.just(False)
    if provider == "pilot-status":
        named = st.just(True)
    variants = {names: _filled(provider, shape, names) for names in (False, True)}
    return named.flatmap(variants.__getitem__)


def _filled(provider: str, shape: dict[str, Part], named: bool) -> Part:
    optional = {
        "header": headers(provider, named),
        "body": parameters(provider, "template.body[]", named),
        "buttons": buttons(provider),
        "carousel": st.lists(card(provider), min_size=1, max_size=limits.items(provider, "template.carousel", 3)[1]),
        "limited_time_offer": some({"expires_at": moment(milliseconds=provider != "infobip")}),
        "tap_target": st.lists(
            some({"url": url(provider, "template.tap_target[].url"), "title": text(provider, "", least=1)}),
            min_size=1,
            max_size=2,
        ),
        "order_status": some(
            {
                "reference_id": word("[A-Za-z0-9_.-]{1,20}"),
                "status": st.sampled_from(["pending", "partially-shipped", "shipped"]),
            }
        ),
    }
    return some(shape, optional, provider, "template")


@cache
def parameters(provider: str, at: str, named: bool, typed: bool = True, most: int = 4) -> Part:
    """Draw the values of a body. Infobip and Pilot Status turn amounts and dates into their text (§10.8)."""
    contents: list[dict[str, Part]] = [{"text": value(provider, f"{at}.text")}]
    if typed and provider not in ("infobip", "pilot-status"):
        fallback = {"fallback_value": value(provider, "")}
        money = {**fallback, "code": word("[A-Z]{3}"), "amount_1000": st.integers(-(10**12), 10**12)}
        date = some(fallback, {"year": st.integers(1970, 2100), "calendar": st.just("GREGORIAN")})
        contents += [{"currency": some(money)}, {"date_time": date}]
    if not named:
        return st.lists(st.one_of(*map(some, contents)), min_size=1, max_size=most)
    names = word("[a-z_][a-z0-9_]{0,8}") | st.just("x" * (limits.length(provider, f"{at}.name")[1] or 9))
    one = st.one_of(*(some({"name": names, **content}) for content in contents))
    return st.lists(one, min_size=1, max_size=most, unique_by=lambda parameter: parameter["name"])


@cache
def headers(provider: str, named: bool, at: str = _HEADER) -> Part:
    """Draw a header. Pilot Status brings a header's text back in the body (§10.8)."""
    found: dict[str, Part] = {}
    if provider != "pilot-status":
        low = parameters(provider, f"{at}.text[]", named, typed=False, most=1)
        found["text"] = low
    for kind in ("image", "video", "document", "gif"):
        if carried(provider, f"{at}.{kind}"):
            fields = {"filename": filename(provider, f"{at}.{kind}.filename")} if kind == "document" else {}
            found[kind] = medium(provider, f"{at}.{kind}", kind, fields)
    if provider == "infobip":
        found["document"] = some(
            {"link": url(provider, f"{at}.document.link"), "filename": filename(provider, f"{at}.document.filename")}
        )
    if carried(provider, f"{at}.location"):
        found["location"] = location(provider, f"{at}.location", whole=carried(provider, f"{at}.location.name"))
    if carried(provider, f"{at}.product"):
        found["product"] = product(provider)
    return st.one_of(*(some({kind: part}) for kind, part in found.items()))


@cache
def card(provider: str) -> Part:
    """Draw a card: what its header may be stands in a row."""
    kinds: Any = limits.choices(provider, f"{_CARD}.header")
    found: list[Part] = []
    for kind in kinds:
        at = f"{_CARD}.header.{kind}"
        if kind in ("image", "video"):
            found.append(some({kind: medium(provider, at, kind)}))
        elif kind == "product" and carried(provider, at):
            found.append(some({kind: product(provider)}))
        elif kind == "text":
            found.append(some({kind: parameters(provider, f"{_CARD}.header.text[]", False, typed=False, most=1)}))
        elif kind == "document":
            found.append(
                some(
                    {
                        kind: some(
                            {
                                "link": url(provider, "template.header.document.link"),
                                "filename": filename(provider, "template.header.document.filename"),
                            }
                        )
                    }
                )
            )
        elif kind == "location":
            found.append(some({kind: location(provider, at, whole=carried(provider, "template.header.location.name"))}))
    most = limits.items(provider, f"{_CARD}.buttons", 2)[1]
    kinds_of_button = limits.words(provider, f"{_CARD}.buttons[].type") or ["reply", "url"]
    one = st.one_of(*(button(provider, kind, f"{_CARD}.buttons[]") for kind in kinds_of_button))
    optional = {
        "body": parameters(provider, f"{_CARD}.body[]", False, most=2),
        "buttons": st.lists(one, min_size=1, max_size=most).flatmap(lambda drawn: placed(provider, drawn)),
    }
    return some({"header": st.one_of(*found)}, optional)


@cache
def buttons(provider: str) -> Part:
    """Draw the buttons that are filled: any that go together, or one that stands alone."""
    types = [kind for kind in _FIELDS if Carries(provider).level("template_buttons", kind) == "yes"]
    alone = [kind for kind in types if kind in _ALONE]
    others = [kind for kind in types if kind not in _ALONE]
    most = limits.items(provider, "template.buttons", 4)[1]
    several = (
        st.lists(st.sampled_from(others), min_size=1, max_size=most)
        .map(lambda kinds: _few(provider, kinds))
        .flatmap(lambda kinds: st.tuples(*(button(provider, kind) for kind in kinds)).map(list))
    )
    lists = [several, *(st.tuples(button(provider, kind)).map(list) for kind in alone)]
    return st.one_of(*lists).flatmap(lambda drawn: placed(provider, drawn))


_ALONE = ("catalog", "product_list", "order_details", "flow")


def _few(provider: str, kinds: list[str]) -> list[str]:
    """Of a type that a template has only so often, keep the first."""
    kept: list[str] = []
    for kind in kinds:
        most = limits.most_of_type(provider, "template.buttons[]", kind)
        if most is None or kept.count(kind) < most:
            kept.append(kind)
    return kept


def placed(provider: str, drawn: list[dict[str, Any]]) -> Part:
    """Draw where the buttons stand in the definition. Only Meta's wire says it."""
    if not carried(provider, "template.buttons[].index"):
        return st.just(drawn)
    _, last = limits.between(provider, "template.buttons[].index", (0, 9))
    places = st.lists(st.integers(0, last), min_size=len(drawn), max_size=len(drawn), unique=True)
    return places.map(lambda chosen: _indexed(drawn, chosen))


def _indexed(drawn: list[dict[str, Any]], places: list[int]) -> list[dict[str, Any]]:
    result, expected = [], 0
    for button, place in zip(drawn, places, strict=True):
        result.append(button if place == expected else {**button, "index": place})
        expected = place + 1
    return result


@cache
def _order(provider: str, at: str) -> Part:
    """Draw an order. Each provider carries its own part: how it is paid, when it expires."""
    cloud = provider in ("cloud", "360dialog")
    note, named = text(provider, ""), text(provider, "", least=1)
    amount = some({"value": st.integers(0, 10**9)})
    imported = {"country_of_origin": note, "importer_name": note, "importer_address": some({"city": note})}
    item = some(
        {"retailer_id": named, "name": named, "amount": amount, "quantity": st.integers(1, 99)},
        {"sale_amount": amount, **imported},
    )
    required = {
        "reference_id": word("[A-Za-z0-9_.-]{1,20}"),
        "type": st.sampled_from(["digital-goods", "physical-goods"]),
        "currency": st.sampled_from(limits.words(provider, f"{at}.order_details.currency")),
        "items": st.lists(item, min_size=1, max_size=2),
        **dict.fromkeys(("subtotal", "tax", "total_amount"), amount),
    }
    optional = {"catalog_id": note, "shipping": amount, "discount": amount, "expiry_description": note}
    if cloud:
        payments = {"payments": st.lists(_payment(provider, cloud), min_size=1, max_size=2)}
        more = {"expires_at": moment(milliseconds=False), "payment_type": note, "payment_configuration": note}
        return some(required, {**optional, **payments, **more})
    paid = {"payments": _payment(provider, cloud).map(lambda payment: [payment])}
    return some({**required, **paid}, {**optional, "expires_in": st.integers(1, 10**6)})


def _payment(provider: str, cloud: bool) -> Part:
    """Draw how an order is paid. A card elsewhere is Meta's alone."""
    note = text(provider, "", least=1)
    parts = {
        "pix_dynamic_code": some(dict.fromkeys(("code", "merchant_name", "key", "key_type"), note)),
        "payment_link": some({"uri": url(provider, "")}),
        "boleto": some({"digitable_line": note}),
    }
    return st.one_of(*(some({kind: part}) for kind, part in parts.items()))


@cache
def button(provider: str, kind: str, at: str = "template.buttons[]") -> Part:
    """Draw a button of a type: a value for it, or at Pilot Status what replaces it."""
    if provider == "pilot-status":
        shown = {"type": st.just(kind), "title": text(provider, f"{at}.title", least=1)}
        return some({**shown, **_OVERRIDES[kind](provider, at)})
    required, optional = _FIELDS[kind](provider, at)
    return some({"type": st.just(kind), **required}, optional)


def _filled_in(provider: str, value: dict[str, Part]) -> tuple[dict[str, Part], dict[str, Part]]:
    """What Infobip requires, and what Meta may be told without."""
    return (value, {}) if provider == "infobip" else ({}, value)


_OVERRIDES: dict[str, Any] = {
    "reply": lambda p, at: {"id": text(p, f"{at}.id", least=1)},
    "url": lambda p, at: {"url": url(p, f"{at}.url")},
    "call": lambda p, at: {"phone_number": phone()},
    "copy": lambda p, at: {"code": code(p, f"{at}.code")},
}
_FIELDS: dict[str, Any] = {
    "reply": lambda p, at: _filled_in(p, {"id": text(p, f"{at}.id", least=1)}),
    "url": lambda p, at: _filled_in(p, {"suffix": word("[a-zA-Z0-9/?=&%._-]{1,20}")}),
    "call": lambda p, at: ({}, {}),
    "copy": lambda p, at: ({"code": code(p, f"{at}.code")}, {}),
    "flow": lambda p, at: ({}, {"flow_token": text(p, f"{at}.flow_token"), "data": json_object()}),
    "catalog": lambda p, at: ({}, {"thumbnail": text(p, f"{at}.thumbnail")}),
    "product_list": lambda p, at: (
        {"sections": product_sections(p, f"{at}.sections"), "thumbnail": text(p, f"{at}.thumbnail")},
        {},
    ),
    "order_details": lambda p, at: ({"order_details": _order(p, at)}, {}),
    "voice_call": lambda p, at: (
        {},
        {"ttl_minutes": integer(p, f"{at}.ttl_minutes"), "payload": text(p, f"{at}.payload", least=1)},
    ),
}
