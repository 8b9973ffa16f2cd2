"""Canonical messages that Meta's hostings carry, for the laws; and payloads with damage, for the decoders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

text = st.text(max_size=12)
word = st.from_regex(r"[A-Za-z0-9_./=-]{1,12}", fullmatch=True)
integer = st.integers(-5, 50_000)
# Milliseconds that the calendar holds; seconds are a part of them.
moment = st.datetimes(
    min_value=datetime(1970, 1, 2),
    max_value=datetime(2200, 1, 1),
).map(lambda t: t.replace(microsecond=0).isoformat() + "Z")
json_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
json_object = st.dictionaries(word, json_value, min_size=1, max_size=3)


def mapping(required: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(required, optional=optional or {})


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=1, max_size=3)


def filled(optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    return mapping({}, optional).filter(bool)


heading = filled({"id": word, "link": word})
heading_document = filled({"id": word, "link": word, "filename": text})
image = filled({"id": word, "link": word, "caption": text})
document = filled({"id": word, "link": word, "caption": text, "filename": text})
location = mapping(
    {"latitude": st.floats(-90, 90), "longitude": st.integers(-180, 180)}, {"name": text, "address": text}
)
product = mapping({"catalog_id": word, "retailer_id": word})
header = st.one_of(
    mapping({"text": text}),
    mapping({"image": heading}),
    mapping({"video": heading}),
    mapping({"document": heading_document}),
)
reply = mapping({"type": st.just("reply"), "title": text, "id": word})
url = mapping({"type": st.just("url"), "title": text, "url": word})
voice_call = mapping({"type": st.just("voice_call")}, {"title": text, "ttl_minutes": integer, "payload": word})
buttons = st.one_of(some(st.one_of(reply, url)), st.lists(voice_call, min_size=1, max_size=1))
row = mapping({"id": word, "title": text}, {"description": text})
product_sections = some(mapping({"retailer_ids": some(word)}, {"title": text}))
_OFFSET = {"offset": st.sampled_from([1, 1000])}
money = mapping({"value": integer}, _OFFSET)
charge = mapping({"value": integer}, {**_OFFSET, "description": text})
discount = mapping({"value": integer}, {**_OFFSET, "description": text, "program_name": text})
order = mapping(
    {
        "reference_id": word,
        "type": st.sampled_from(["digital-goods", "physical-goods"]),
        "currency": word,
        "items": some(
            mapping(
                {"retailer_id": word, "name": text, "amount": money, "quantity": integer},
                {"sale_amount": money, "country_of_origin": text, "importer_address": json_object, "image": word},
            )
        ),
        "subtotal": money,
        "tax": charge,
        "total_amount": money,
    },
    {
        "payment_type": word,
        "payment_configuration": word,
        "payments": some(mapping({"payment_link": mapping({"uri": word}, {"success_url": word, "cancel_url": word})})),
        "catalog_id": word,
        "beneficiaries": some(filled({"name": text, "address_line1": text, "city": text, "postal_code": word})),
        "shipping_info": mapping({"country": word}, {"addresses": some(filled({"name": text, "in_pin_code": word}))}),
        "quick_pay": st.just(True),
        "shipping": charge,
        "discount": discount,
        "expires_at": moment,
        "expiry_description": text,
    },
)
media_card = mapping(
    {
        "header": mapping({"image": heading}),
        "buttons": st.one_of(st.lists(url, min_size=1, max_size=1), some(reply)),
    },
    {"body": text},
)
contact = mapping(
    {"name": mapping({"formatted_name": text}, {"first_name": text, "suffix": text})},
    {
        "phones": some(filled({"phone": text, "type": text, "wa_id": word})),
        "emails": some(filled({"email": text})),
        "urls": some(filled({"url": text})),
        "addresses": some(filled({"street": text, "zip": text})),
        "org": filled({"company": text, "title": text}),
        "birthday": text,
    },
)
parameter = st.one_of(
    mapping({"text": text}, {"name": word}),
    mapping({"currency": mapping({"fallback_value": text, "code": word, "amount_1000": integer})}, {"name": word}),
    mapping({"date_time": mapping({"fallback_value": text}, {"year": integer, "timestamp": integer})}),
)

_FILLED_BUTTONS: dict[str, Any] = {
    "reply": mapping({"type": st.just("reply")}, {"id": word}),
    "url": mapping({"type": st.just("url"), "suffix": text}),
    "copy": mapping({"type": st.just("copy"), "code": word}),
    "flow": mapping({"type": st.just("flow")}, {"flow_token": word, "data": json_object}),
    "catalog": mapping({"type": st.just("catalog")}, {"thumbnail": word}),
    "product_list": mapping({"type": st.just("product_list"), "sections": product_sections}, {"thumbnail": word}),
    "order_details": mapping({"type": st.just("order_details"), "order_details": order}),
    "voice_call": mapping({"type": st.just("voice_call")}, {"ttl_minutes": integer, "payload": word}),
}


unnamed = parameter.map(lambda item: {key: value for key, value in item.items() if key != "name"})


@st.composite
def filled_buttons(draw: Any, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """Buttons of a send, some after a gap: `index` stands only where it is not the previous one plus 1."""
    found = []
    for button in draw(some(st.one_of(*(_FILLED_BUTTONS[kind] for kind in kinds)))):
        gap = draw(st.integers(0, 3))
        expected = found[-1][0] + 1 if found else 0
        found.append((expected + gap, {**button, **({"index": expected + gap} if gap else {})}))
    return [button for _, button in found]


def template(onprem: bool) -> st.SearchStrategy[Any]:
    kinds = ("reply", "url") if onprem else tuple(_FILLED_BUTTONS)
    values = some(unnamed if onprem else parameter)
    heads = [
        mapping({"text": values}),
        mapping({"image": heading}),
        mapping({"document": heading_document}),
    ]
    if not onprem:
        heads += [mapping({"gif": heading}), mapping({"location": location}), mapping({"product": product})]
    parts = {"header": st.one_of(*heads), "body": values, "buttons": filled_buttons(kinds)}
    more = {
        "carousel": some(mapping({}, parts)),
        "limited_time_offer": mapping({"expires_at": moment}),
        "tap_target": some(mapping({"url": word, "title": text})),
    }
    return mapping({"name": word, "language": word}, parts if onprem else {**parts, **more})


def _dressed(kind: str, content: Any, dress: dict[str, Any]) -> st.SearchStrategy[Any]:
    return mapping({kind: content, "body": text}, dress)


_BOTH = {"header": header, "footer": text}
_COMMON: dict[str, Any] = {
    "text": mapping({"text": mapping({"body": text}, {"preview_url": st.just(True)})}),
    "image": mapping({"image": image}),
    "video": mapping({"video": image}),
    "audio": mapping({"audio": filled({"id": word, "link": word})}),
    "document": mapping({"document": document}),
    "sticker": mapping({"sticker": filled({"id": word, "link": word})}),
    "location": mapping({"location": location}),
    "contacts": mapping({"contacts": some(contact)}),
    "reaction": mapping({"reaction": mapping({"message_id": word, "emoji": text})}),
    "list": _dressed(
        "list",
        mapping({"button": text, "sections": some(mapping({"rows": some(row)}, {"title": text}))}),
        _BOTH,
    ),
    "product": mapping({"product": product}, {"body": text, "footer": text}),
    "product_list": _dressed("product_list", mapping({"catalog_id": word, "sections": product_sections}), _BOTH),
}
_NOTHING = st.just({})
CONTENTS: dict[str, Any] = {
    **_COMMON,
    "audio": mapping({"audio": filled({"id": word, "link": word, "voice": st.just(True)})}),
    "buttons": _dressed("buttons", buttons, _BOTH),
    "flow": _dressed(
        "flow",
        mapping(
            {"button": text},
            {
                "flow_id": word,
                "flow_name": word,
                "flow_token": word,
                "flow_action": st.just("data_exchange"),
                "screen": word,
                "data": json_object,
                "mode": st.just("draft"),
            },
        ),
        _BOTH,
    ),
    "catalog": _dressed("catalog", mapping({}, {"thumbnail": word}), {"footer": text}),
    "carousel": _dressed("carousel", st.one_of(some(media_card), some(mapping({"product": product}))), {}),
    "location_request": _dressed("location_request", _NOTHING, {}),
    "contact_request": _dressed("contact_request", _NOTHING, {}),
    "call_permission_request": mapping({"call_permission_request": _NOTHING}, {"body": text}),
    "address_request": _dressed(
        "address_request",
        mapping(
            {"country": word},
            {
                "values": json_object,
                "saved_addresses": some(mapping({"id": word, "value": json_object})),
                "validation_errors": json_object,
            },
        ),
        _BOTH,
    ),
    "order_details": _dressed("order_details", order, _BOTH),
    "order_status": _dressed(
        "order_status",
        mapping(
            {"reference_id": word, "status": st.sampled_from(["pending", "partially-shipped"])},
            {
                "description": text,
                "payment": mapping({"status": st.just("captured")}, {"timestamp": moment}),
            },
        ),
        _BOTH,
    ),
    "template": mapping({"template": template(False)}),
    "pin": mapping({"pin": mapping({"message_id": word}, {"type": st.just("unpin"), "expiration_days": integer})}),
}
ONPREM_CONTENTS: dict[str, Any] = {
    **_COMMON,
    "buttons": _dressed("buttons", some(reply), _BOTH),
    "template": mapping({"template": template(True)}),
}

phone = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
_PHONE_ONLY = mapping({"phone": phone})


@st.composite
def messages(draw: Any, contents: dict[str, Any], onprem: bool = False, groups: bool = False) -> dict[str, Any]:
    """A message of any content, in an envelope that the hosting carries."""
    recipients = [_PHONE_ONLY]
    if groups:
        recipients.append(mapping({"group": word}))
    if not onprem:
        recipients.append(mapping({"user": word}))
    envelope = mapping(
        {"to": st.one_of(*recipients)},
        {"reply_to": word} if onprem else {"reply_to": word, "callback_data": text},
    )
    return {**draw(envelope), **draw(st.one_of(*contents.values()))}


_WORDS = """to type text body template components parameters interactive action buttons sections rows cards
header name language index status message_id image link id location latitude contacts hsm context audio voice
localizable_params sub_type parameter_name currency date_time limited_time_offer recipient_type pin"""
_KEYS = st.sampled_from(_WORDS.split())
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["text", "interactive", "template", "button", "body", "header", "carousel", "hsm", "read"]),
    st.sampled_from(["9" * 5000, "-0", "1e999", 10**30]),
)


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.one_of(_KEYS, st.text(max_size=4))
    return st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=5))


any_json = st.recursive(_LEAVES, _grown, max_leaves=25)


def damaged(payload: Any) -> st.SearchStrategy[Any]:
    """A payload with one of its parts replaced by any JSON."""
    paths = list(_paths(payload, ()))
    return st.builds(lambda path, value: _replaced(payload, path, value), st.sampled_from(paths), any_json)


def _paths(value: Any, path: tuple[Any, ...]) -> Any:
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in entries:
        yield from _paths(item, (*path, key))


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _replaced(copy[path[0]], path[1:], new)
    return copy
