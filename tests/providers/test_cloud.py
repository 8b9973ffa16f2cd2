from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import meta_corpus
import meta_messages
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from normalise import meta

from waml.providers import Request, cloud
from waml.providers.meta.dialect import CLOUD, DIALOG360, DIALOG360_ONPREM, Dialect

TO = {"to": {"phone": "+16505551234"}}
SENT = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234"}
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])

# Canonical message beside its wire: what stands here is written and read.
GOLDEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "text": (
        {"text": {"body": "See https://a.b", "preview_url": True}},
        {"type": "text", "text": {"preview_url": True, "body": "See https://a.b"}},
    ),
    "reply to a message": (
        {"reply_to": "wamid.X", "callback_data": "o-1", "text": {"body": "Hi"}},
        {
            "context": {"message_id": "wamid.X"},
            "biz_opaque_callback_data": "o-1",
            "type": "text",
            "text": {"body": "Hi"},
        },
    ),
    "image": (
        {"image": {"link": "https://a/b.png", "caption": "Hi"}},
        {"type": "image", "image": {"link": "https://a/b.png", "caption": "Hi"}},
    ),
    "document": (
        {"document": {"id": "123", "filename": "r.pdf"}},
        {"type": "document", "document": {"id": "123", "filename": "r.pdf"}},
    ),
    "voice note": (
        {"audio": {"id": "1", "voice": True}},
        {"type": "audio", "audio": {"id": "1", "voice": True}},
    ),
    "sticker": ({"sticker": {"id": "1"}}, {"type": "sticker", "sticker": {"id": "1"}}),
    "location": (
        {"location": {"latitude": 45.8, "longitude": 16, "name": "Zagreb"}},
        {"type": "location", "location": {"latitude": 45.8, "longitude": 16, "name": "Zagreb"}},
    ),
    "contacts": (
        {"contacts": [{"name": {"formatted_name": "Ada L.", "first_name": "Ada"}, "phones": [{"phone": "+1555"}]}]},
        {
            "type": "contacts",
            "contacts": [{"name": {"formatted_name": "Ada L.", "first_name": "Ada"}, "phones": [{"phone": "+1555"}]}],
        },
    ),
    "a reaction is taken back": (
        {"reaction": {"message_id": "wamid.X", "emoji": ""}},
        {"type": "reaction", "reaction": {"message_id": "wamid.X", "emoji": ""}},
    ),
    "pin": (
        {"pin": {"message_id": "wamid.X", "expiration_days": 4}},
        {"type": "pin", "pin": {"type": "pin", "message_id": "wamid.X", "expiration_days": 4}},
    ),
}


def interactive(type_word: str, action: dict[str, Any], **dressing: Any) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": type_word, **dressing, "action": action}}


BODY = {"body": {"text": "B"}}
DRESSED = {
    "reply buttons": (
        {
            "header": {"text": "H"},
            "body": "B",
            "buttons": [
                {"type": "reply", "title": "Yes", "id": "y"},
                {"type": "reply", "title": "No", "id": "n"},
            ],
            "footer": "F",
        },
        interactive(
            "button",
            {
                "buttons": [
                    {"type": "reply", "reply": {"id": "y", "title": "Yes"}},
                    {"type": "reply", "reply": {"id": "n", "title": "No"}},
                ]
            },
            header={"type": "text", "text": "H"},
            body={"text": "B"},
            footer={"text": "F"},
        ),
    ),
    "one URL": (
        {
            "header": {"image": {"link": "https://a/i.png"}},
            "body": "B",
            "buttons": [{"type": "url", "title": "Open", "url": "https://a"}],
        },
        interactive(
            "cta_url",
            {"name": "cta_url", "parameters": {"display_text": "Open", "url": "https://a"}},
            header={"type": "image", "image": {"link": "https://a/i.png"}},
            **BODY,
        ),
    ),
    "a URL beside a reply": (
        {
            "body": "B",
            "buttons": [
                {"type": "reply", "title": "Yes", "id": "y"},
                {"type": "url", "title": "Open", "url": "https://a"},
            ],
        },
        interactive(
            "button",
            {
                "buttons": [
                    {"type": "reply", "reply": {"id": "y", "title": "Yes"}},
                    {"type": "cta_url", "cta_url": {"display_text": "Open", "url": "https://a"}},
                ]
            },
            **BODY,
        ),
    ),
    "voice call": (
        {
            "body": "B",
            "buttons": [{"type": "voice_call", "title": "Call", "ttl_minutes": 60, "payload": "p"}],
        },
        interactive(
            "voice_call",
            {"name": "voice_call", "parameters": {"display_text": "Call", "ttl_minutes": 60, "payload": "p"}},
            **BODY,
        ),
    ),
    "list": (
        {"body": "B", "list": {"button": "Menu", "sections": [{"rows": [{"id": "a", "title": "A"}]}]}},
        interactive("list", {"button": "Menu", "sections": [{"rows": [{"id": "a", "title": "A"}]}]}, **BODY),
    ),
    "flow": (
        {
            "body": "B",
            "flow": {"button": "Book!", "flow_id": "1", "flow_token": "t", "screen": "S", "data": {"k": 1}},
        },
        interactive(
            "flow",
            {
                "name": "flow",
                "parameters": {
                    "flow_message_version": "3",
                    "flow_token": "t",
                    "flow_id": "1",
                    "flow_cta": "Book!",
                    "flow_action_payload": {"screen": "S", "data": {"k": 1}},
                },
            },
            **BODY,
        ),
    ),
    "product": (
        {"product": {"catalog_id": "1", "retailer_id": "sku"}},
        interactive("product", {"catalog_id": "1", "product_retailer_id": "sku"}),
    ),
    "product list": (
        {
            "header": {"text": "Shop"},
            "body": "B",
            "product_list": {"catalog_id": "1", "sections": [{"title": "T", "retailer_ids": ["a", "b"]}]},
        },
        interactive(
            "product_list",
            {
                "catalog_id": "1",
                "sections": [
                    {
                        "title": "T",
                        "product_items": [{"product_retailer_id": "a"}, {"product_retailer_id": "b"}],
                    }
                ],
            },
            header={"type": "text", "text": "Shop"},
            **BODY,
        ),
    ),
    "catalog": (
        {"body": "B", "catalog": {}},
        interactive("catalog_message", {"name": "catalog_message"}, **BODY),
    ),
    "catalog with a thumbnail": (
        {"body": "B", "catalog": {"thumbnail": "sku"}},
        interactive(
            "catalog_message",
            {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "sku"}},
            **BODY,
        ),
    ),
    "media carousel": (
        {
            "body": "B",
            "carousel": [
                {
                    "header": {"image": {"link": "https://a"}},
                    "body": "A",
                    "buttons": [{"type": "url", "title": "Buy", "url": "https://b"}],
                },
                {
                    "header": {"video": {"link": "https://a"}},
                    "buttons": [{"type": "reply", "title": "Yes", "id": "y"}],
                },
            ],
        },
        interactive(
            "carousel",
            {
                "cards": [
                    {
                        "card_index": 0,
                        "type": "cta_url",
                        "header": {"type": "image", "image": {"link": "https://a"}},
                        "body": {"text": "A"},
                        "action": {
                            "name": "cta_url",
                            "parameters": {"display_text": "Buy", "url": "https://b"},
                        },
                    },
                    {
                        "card_index": 1,
                        "type": "cta_url",
                        "header": {"type": "video", "video": {"link": "https://a"}},
                        "action": {"buttons": [{"type": "quick_reply", "quick_reply": {"id": "y", "title": "Yes"}}]},
                    },
                ]
            },
            **BODY,
        ),
    ),
    "product carousel": (
        {"body": "B", "carousel": [{"product": {"catalog_id": "1", "retailer_id": "a"}}]},
        interactive(
            "carousel",
            {
                "cards": [
                    {
                        "card_index": 0,
                        "type": "product",
                        "action": {"catalog_id": "1", "product_retailer_id": "a"},
                    }
                ]
            },
            **BODY,
        ),
    ),
    "location request": (
        {"body": "B", "location_request": {}},
        interactive("location_request_message", {"name": "send_location"}, **BODY),
    ),
    "address request": (
        {"body": "B", "address_request": {"country": "IN", "values": {"name": "Ada"}}},
        interactive(
            "address_message",
            {"name": "address_message", "parameters": {"country": "IN", "values": {"name": "Ada"}}},
            **BODY,
        ),
    ),
    "contact request": (
        {"body": "B", "contact_request": {}},
        interactive("request_contact_info", {"name": "request_contact_info"}, **BODY),
    ),
    "call permission": (
        {"call_permission_request": {}},
        interactive("call_permission_request", {"name": "call_permission_request"}),
    ),
    "order status": (
        {
            "body": "B",
            "order_status": {
                "reference_id": "r1",
                "status": "shipped",
                "description": "D",
                "payment": {"status": "captured", "timestamp": "2026-12-18T19:27:00Z"},
            },
        },
        interactive(
            "order_status",
            {
                "name": "review_order",
                "parameters": {
                    "reference_id": "r1",
                    "order": {"status": "shipped", "description": "D"},
                    "payment": {"status": "captured", "timestamp": 1797622020},
                },
            },
            **BODY,
        ),
    ),
}

ORDER = {
    "reference_id": "o-77",
    "type": "digital-goods",
    "payment_type": "br",
    "payments": [{"boleto": {"digitable_line": "0339"}}],
    "currency": "BRL",
    "total_amount": {"value": 50000},
    "items": [{"retailer_id": "cake", "name": "Cake", "amount": {"value": 50000}, "quantity": 1}],
    "subtotal": {"value": 50000},
    "tax": {"value": 0, "description": "none"},
    "expires_at": "2026-12-18T19:27:00Z",
    "expiry_description": "late",
}
ORDER_WIRE = {
    "reference_id": "o-77",
    "type": "digital-goods",
    "payment_type": "br",
    "payment_settings": [{"type": "boleto", "boleto": {"digitable_line": "0339"}}],
    "currency": "BRL",
    "total_amount": {"value": 50000, "offset": 100},
    "order": {
        "status": "pending",
        "expiration": {"timestamp": "1797622020", "description": "late"},
        "items": [{"retailer_id": "cake", "name": "Cake", "amount": {"value": 50000, "offset": 100}, "quantity": 1}],
        "subtotal": {"value": 50000, "offset": 100},
        "tax": {"value": 0, "offset": 100, "description": "none"},
    },
}


def template(components: list[dict[str, Any]]) -> dict[str, Any]:
    content = {"name": "t", "language": {"code": "en", "policy": "deterministic"}}
    return {"type": "template", "template": {**content, **({"components": components} if components else {})}}


def button(sub_type: str, index: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    wire = {"type": "button", "sub_type": sub_type, "index": index}
    return {**wire, "parameters": list(parameters)} if parameters else wire


TEMPLATES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "without parameters": ({}, []),
    "named": (
        {"body": [{"name": "first_name", "text": "Ada"}]},
        [{"type": "body", "parameters": [{"type": "text", "parameter_name": "first_name", "text": "Ada"}]}],
    ),
    "typed": (
        {
            "header": {"text": [{"text": "x"}]},
            "body": [
                {"currency": {"fallback_value": "$1", "code": "USD", "amount_1000": 1000}},
                {"date_time": {"fallback_value": "today", "year": 2026}},
            ],
        },
        [
            {"type": "header", "parameters": [{"type": "text", "text": "x"}]},
            {
                "type": "body",
                "parameters": [
                    {
                        "type": "currency",
                        "currency": {"fallback_value": "$1", "code": "USD", "amount_1000": 1000},
                    },
                    {"type": "date_time", "date_time": {"fallback_value": "today", "year": 2026}},
                ],
            },
        ],
    ),
    "product header": (
        {"header": {"product": {"catalog_id": "1", "retailer_id": "a"}}},
        [
            {
                "type": "header",
                "parameters": [{"type": "product", "product": {"catalog_id": "1", "product_retailer_id": "a"}}],
            }
        ],
    ),
    "location header": (
        {"header": {"location": {"latitude": 1.5, "longitude": 2}}},
        [
            {
                "type": "header",
                "parameters": [{"type": "location", "location": {"latitude": 1.5, "longitude": 2}}],
            }
        ],
    ),
    "gif header": (
        {"header": {"gif": {"id": "1"}}},
        [{"type": "header", "parameters": [{"type": "gif", "gif": {"id": "1"}}]}],
    ),
    "buttons with a gap": (
        {
            "buttons": [
                {"type": "reply", "id": "yes"},
                {"type": "url", "index": 2, "suffix": "AB-1"},
                {"type": "copy", "code": "SAVE20"},
            ]
        },
        [
            button("quick_reply", "0", {"type": "payload", "payload": "yes"}),
            button("url", "2", {"type": "text", "text": "AB-1"}),
            button("copy_code", "3", {"type": "coupon_code", "coupon_code": "SAVE20"}),
        ],
    ),
    "buttons that act": (
        {
            "buttons": [
                {"type": "flow", "flow_token": "t", "data": {"k": "v"}},
                {"type": "catalog", "thumbnail": "s"},
                {"type": "catalog"},
                {"type": "product_list", "thumbnail": "s", "sections": [{"retailer_ids": ["a"]}]},
                {"type": "voice_call", "ttl_minutes": 9, "payload": "p"},
            ]
        },
        [
            button("flow", "0", {"type": "action", "action": {"flow_token": "t", "flow_action_data": {"k": "v"}}}),
            button("catalog", "1", {"type": "action", "action": {"thumbnail_product_retailer_id": "s"}}),
            button("catalog", "2"),
            button(
                "mpm",
                "3",
                {
                    "type": "action",
                    "action": {
                        "thumbnail_product_retailer_id": "s",
                        "sections": [{"product_items": [{"product_retailer_id": "a"}]}],
                    },
                },
            ),
            button(
                "voice_call",
                "4",
                {"type": "ttl_minutes", "ttl_minutes": 9},
                {"type": "payload", "payload": "p"},
            ),
        ],
    ),
    "order": (
        {"buttons": [{"type": "order_details", "order_details": ORDER}]},
        [button("order_details", "0", {"type": "action", "action": {"order_details": ORDER_WIRE}})],
    ),
    "offer": (
        {
            "limited_time_offer": {"expires_at": "2026-12-24T18:00:00.250Z"},
            "tap_target": [{"url": "https://a", "title": "A"}],
        },
        [
            {
                "type": "limited_time_offer",
                "parameters": [
                    {
                        "type": "limited_time_offer",
                        "limited_time_offer": {"expiration_time_ms": 1798135200250},
                    }
                ],
            },
            {
                "type": "tap_target_configuration",
                "parameters": [
                    {
                        "type": "tap_target_configuration",
                        "tap_target_configuration": [{"url": "https://a", "title": "A"}],
                    }
                ],
            },
        ],
    ),
    "carousel": (
        {
            "carousel": [
                {"header": {"image": {"id": "1"}}, "body": [{"text": "x"}]},
                {"buttons": [{"type": "reply", "index": 1, "id": "y"}]},
            ]
        },
        [
            {
                "type": "carousel",
                "cards": [
                    {
                        "card_index": 0,
                        "components": [
                            {"type": "header", "parameters": [{"type": "image", "image": {"id": "1"}}]},
                            {"type": "body", "parameters": [{"type": "text", "text": "x"}]},
                        ],
                    },
                    {
                        "card_index": 1,
                        "components": [button("quick_reply", "1", {"type": "payload", "payload": "y"})],
                    },
                ],
            }
        ],
    ),
}

CASES = {
    **GOLDEN,
    **DRESSED,
    "order details": (
        {"body": "B", "order_details": ORDER},
        interactive("order_details", {"name": "review_and_pay", "parameters": ORDER_WIRE}, **BODY),
    ),
    **{
        f"template, {name}": ({"template": {"name": "t", "language": "en", **parts}}, template(components))
        for name, (parts, components) in TEMPLATES.items()
    },
}


def decoded(body: Any, path: str | None = None) -> list[dict[str, Any]]:
    return cloud.decode(Request(None, path, {}, body))


@pytest.mark.parametrize("name", CASES)
def test_is_written_and_read(name: str) -> None:
    content, wire = CASES[name]
    request = cloud.encode({**TO, **content}, {})
    assert request.body == {**SENT, **wire}
    assert cloud.decode(request) == [{**TO, **content}]


def test_the_request_around_a_body() -> None:
    request = cloud.encode({**TO, "text": {"body": "Hi"}}, {})
    assert request[:3] == ("POST", "/{phone-number-id}/messages", {"Content-Type": "application/json"})
    assert list(request.body) == ["messaging_product", "recipient_type", "to", "type", "text"]


def test_the_number_stands_in_the_path() -> None:
    message = {**TO, "text": {"body": "Hi"}, "cloud": {"phone_number_id": "106540352242922"}}
    request = cloud.encode(message, message["cloud"])
    assert request.path == "/106540352242922/messages"
    assert cloud.decode(request) == [message]
    url = "https://graph.facebook.com/v24.0/106540352242922/messages?x=1"
    assert decoded(request.body, url) == [message]
    assert "cloud" not in decoded(request.body, "https://graph.facebook.com/v24.0/messages")[0]


@pytest.mark.parametrize(
    ("recipient", "wire"),
    [
        ({"group": "Y2Fw"}, {"recipient_type": "group", "to": "Y2Fw"}),
        ({"user": "US.1349"}, {"recipient_type": "individual", "recipient": "US.1349"}),
        ({"phone": "wa_id"}, {"recipient_type": "individual", "to": "wa_id"}),
    ],
)
def test_recipients(recipient: dict[str, str], wire: dict[str, str]) -> None:
    message = {"to": recipient, "text": {"body": "Hi"}}
    body = {"messaging_product": "whatsapp", **wire, "type": "text", "text": {"body": "Hi"}}
    assert cloud.encode(message, {}).body == body
    assert decoded(body) == [message]


def test_read_and_typing() -> None:
    read = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.X"}
    assert cloud.encode({"read": {"message_id": "wamid.X"}}, {}).body == read
    assert decoded(read) == [{"read": {"message_id": "wamid.X"}}]
    typing = {**read, "typing_indicator": {"type": "text"}}
    assert cloud.encode({"typing": {"message_id": "wamid.X"}}, {}).body == typing
    assert decoded(typing) == [{"typing": {"message_id": "wamid.X"}}]


def test_the_block_goes_into_the_body() -> None:
    block = {
        "category": "utility",
        "direct_send_config": {"template_name": "x"},
        "ttl_seconds": 600,
        "recipient_identity_key_hash": "h",
    }
    message = {**TO, "text": {"body": "Hi"}, "cloud": block}
    request = cloud.encode(message, block)
    assert request.body == {**SENT, "type": "text", "text": {"body": "Hi"}, **block}
    assert cloud.decode(request) == [message]


def test_the_id_of_a_flow_may_be_a_number() -> None:
    flow = {"name": "flow", "parameters": {"flow_id": 17, "flow_cta": "Open", "flow_message_version": "3"}}
    sent = {"type": "flow", "body": {"text": "Hi"}, "action": flow}
    (message,) = decoded({**SENT, "type": "interactive", "interactive": sent})
    assert message["flow"]["flow_id"] == "17"


def test_the_marketing_endpoint() -> None:
    block = {"product_policy": "STRICT", "message_activity_sharing": False}
    message = {**TO, "template": {"name": "t", "language": "en"}, "cloud": block}
    request = cloud.encode(message, block)
    assert request.path == "/{phone-number-id}/marketing_messages"
    assert request.body == {**SENT, **template([]), **block}
    assert cloud.decode(request) == [message]
    assert cloud.encode({**TO, "text": {"body": "Hi"}}, block).path == "/{phone-number-id}/messages"


def test_a_bid_goes_to_the_marketing_endpoint() -> None:
    block = {"bid_spec": {"per_message_bid_multiplier": 1.5}}
    message = {**TO, "template": {"name": "t", "language": "en"}, "cloud": block}
    request = cloud.encode(message, block)
    assert request.path == "/{phone-number-id}/marketing_messages"
    assert cloud.decode(request) == [message]


@pytest.mark.parametrize("addresses", [[], [{"name": "Ada", "in_pin_code": "400051"}]])
def test_addresses_that_nobody_knows_are_an_empty_list(addresses: list[Any]) -> None:
    known = {"addresses": addresses} if addresses else {}
    order = {"reference_id": "r", "shipping_info": {"country": "IN", **known}}
    message = {**TO, "body": "Pay", "order_details": order}
    request = cloud.encode(message, {})
    assert request.body["interactive"]["action"]["parameters"]["shipping_info"] == {
        "country": "IN",
        "addresses": addresses,
    }
    assert cloud.decode(request)[0]["order_details"]["shipping_info"] == order["shipping_info"]


def test_what_only_others_carry_is_left_out() -> None:
    extra = {
        "from": "+1",
        "notify_url": "https://a",
        "send_at": "2026-12-18T19:27:00Z",
        "labels": ["x"],
        "infobip": {"messageId": "1"},
    }
    message = {**TO, "image": {"link": "https://a", "file": "a.png", "mime_type": "image/png"}, **extra}
    assert cloud.encode(message, {}).body == {**SENT, "type": "image", "image": {"link": "https://a"}}


def test_a_caption_of_a_header_is_read_but_not_written() -> None:
    wire = interactive("button", {"buttons": []}, header={"type": "image", "image": {"id": "1", "caption": "C"}})
    messages = decoded({**SENT, **wire})
    assert messages == [{**TO, "header": {"image": {"id": "1", "caption": "C"}}, "buttons": []}]
    assert cloud.encode(messages[0], {}).body["interactive"]["header"]["image"] == {"id": "1"}


def test_a_bill_without_items_has_no_inner_order() -> None:
    bill = {"reference_id": "r", "type": "digital-goods", "currency": "BRL", "total_amount": {"value": 5}}
    body = cloud.encode({**TO, "order_details": bill}, {}).body
    assert "order" not in body["interactive"]["action"]["parameters"]
    assert decoded(body) == [{**TO, "order_details": bill}]


@pytest.mark.parametrize(
    ("wire", "content"),
    [
        ({"type": "TEXT", "text": {"body": "Hi", "preview_url": False}}, {"text": {"body": "Hi"}}),
        ({"text": {"body": "Hi"}}, {"text": {"body": "Hi"}}),
        (
            {"type": "location", "location": {"latitude": "37.5", "longitude": "-12"}},
            {"location": {"latitude": 37.5, "longitude": -12}},
        ),
        (
            {"type": "image", "image": {"id": "1", "link": "https://a"}},
            {"image": {"id": "1", "link": "https://a"}},
        ),
        ({"type": "image"}, {"image": {}}),
        (
            {"type": "template", "template": {"name": "t", "language": "en", "components": []}},
            {"template": {"name": "t", "language": "en"}},
        ),
        (
            {
                "type": "template",
                "template": {"components": [{"type": "BUTTON", "sub_type": "CATALOG", "index": 1}]},
            },
            {"template": {"buttons": [{"type": "catalog", "index": 1}]}},
        ),
        (
            interactive("flow", {"name": "flow", "parameters": {"flow_cta": "Go", "mode": "PUBLISHED"}}),
            {"flow": {"button": "Go"}},
        ),
    ],
)
def test_other_spellings_are_read(wire: dict[str, Any], content: dict[str, Any]) -> None:
    assert decoded({**SENT, **wire}) == [{**TO, **content}]


def test_phones_are_read_in_any_usual_spelling() -> None:
    for spelling in ("16505551234", "+1 (650) 555-1234", "+16505551234"):
        assert decoded({**SENT, "to": spelling, "text": {"body": ""}})[0]["to"] == TO["to"]


def test_a_group_id_without_its_type_stays_where_it_was() -> None:
    body = {**SENT, "to": "Y2FwaV9ncm91cDox", "type": "text", "text": {"body": "Hi"}}
    assert decoded(body)[0]["to"] == {"phone": "Y2FwaV9ncm91cDox"}


def test_no_message_is_read_from_what_is_none() -> None:
    answer = {"messaging_product": "whatsapp", "contacts": [{"wa_id": "1"}], "messages": [{"id": "wamid.X"}]}
    for body in (None, [], "text", 1, {}, answer, {"type": "unheard"}, {"type": "interactive"}):
        assert decoded(body) == []


@pytest.mark.parametrize("dialect", [CLOUD, DIALOG360, DIALOG360_ONPREM], ids=lambda d: d.name)
def test_the_kinds_are_those_that_the_rules_name(dialect: Dialect) -> None:
    text = files("waml.rules").joinpath("carries.yaml").read_text("utf-8")
    kinds = yaml.load(text, yaml.BaseLoader)["kinds"]
    carried = {kind for kind, row in kinds.items() if row.get(dialect.name, row["cloud"]) == "yes"}
    assert dialect.kinds == carried - {"define_template"}


@SLOW
@given(meta_messages.messages(meta_messages.CONTENTS, groups=True))
def test_decode_inverts_encode(message: dict[str, Any]) -> None:
    request = cloud.encode(message, {})
    assert cloud.decode(request) == [message]
    assert json.loads(json.dumps(request.body)) == request.body


@SLOW
@given(meta_messages.any_json)
def test_any_json_is_read(body: Any) -> None:
    for message in decoded(body):
        cloud.encode(message, message.get("cloud", {}))


@SLOW
@given(st.sampled_from(sorted(CASES)).flatmap(lambda n: meta_messages.damaged({**SENT, **CASES[n][1]})))
def test_damaged_payloads_are_read(body: Any) -> None:
    for message in decoded(body):
        request = cloud.encode(message, message.get("cloud", {}))
        assert len(cloud.decode(request)) == 1


@pytest.mark.corpus
def test_real_payloads_come_back() -> None:
    for entry, body in meta_corpus.requests("cloud"):
        messages = decoded(body)
        assert len(messages) == 1, entry["file"]
        request = cloud.encode(messages[0], messages[0].get("cloud", {}))
        assert meta(request.body, "cloud") == meta(body, "cloud"), entry["file"]
        assert cloud.decode(request) == messages, entry["file"]


@pytest.mark.corpus
def test_no_file_of_the_corpus_is_too_much() -> None:
    for body in meta_corpus.everything():
        for message in decoded(body):
            cloud.encode(message, message.get("cloud", {}))
