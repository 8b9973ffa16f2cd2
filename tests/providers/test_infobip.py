"""Infobip: every kind beside its wire, both ways; then real payloads, then nonsense."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waml.providers import Request, infobip
from waml.rewriting import joined

CORPUS = Path(os.environ.get("WAML_CORPUS", "no-corpus"))
ROOT = "/whatsapp/1/message/"
ENVELOPE = {"from": "441134960000", "to": "441134960001"}
PEOPLE = {"from": "+441134960000", "to": {"phone": "+441134960001"}}


def single(content: Any, **more: Any) -> dict[str, Any]:
    return {**ENVELOPE, "content": content, **more}


def template(data: Any, **more: Any) -> dict[str, Any]:
    content = {"templateName": "t", "templateData": data, "language": "en"}
    return {"messages": [single(content, **more)]}


ITEM = {
    "retailer_id": "1",
    "name": "cake",
    "amount": {"value": 10000},
    "quantity": 2,
    "sale_amount": {"value": 5000},
}
ORDER = {
    "reference_id": "r1",
    "type": "digital-goods",
    "currency": "BRL",
    "payments": [{"pix_dynamic_code": {"code": "0002", "merchant_name": "Acme", "key_type": "CNPJ", "key": "39"}}],
    "items": [ITEM],
    "catalog_id": "c",
    "subtotal": {"value": 10000},
    "tax": {"value": 100, "description": "incl."},
    "shipping": {"value": 100},
    "discount": {"value": 200, "description": "d", "program_name": "p"},
    "total_amount": {"value": 10000},
    "expires_in": 500,
    "expiry_description": "soon",
}
ACTION = {
    "payment": {
        "type": "BRAZIL_PIX_DC",
        "id": "r1",
        "code": "0002",
        "merchantName": "Acme",
        "keyType": "CNPJ",
        "key": "39",
    },
    "orderCurrency": "BRL",
    "orderType": "DIGITAL_GOODS",
    "totalAmount": {"value": 10000},
    "order": {
        "catalogId": "c",
        "items": [
            {
                "retailerId": "1",
                "name": "cake",
                "amount": {"value": 10000},
                "saleAmount": {"value": 5000},
                "quantity": 2,
            }
        ],
        "subtotal": {"value": 10000},
        "tax": {"value": 100, "description": "incl."},
        "shipping": {"value": 100},
        "discount": {"amount": {"value": 200, "description": "d"}, "programName": "p"},
        "orderExpiration": {"expirationSeconds": 500, "description": "soon"},
    },
}

# name: (endpoint, message without the people, body)
CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "text": ("text", {"text": {"body": "Hi"}}, single({"text": "Hi"})),
    "text with preview": (
        "text",
        {"text": {"body": "See https://a.b", "preview_url": True}},
        single({"text": "See https://a.b", "previewUrl": True}),
    ),
    "envelope and block": (
        "text",
        {
            "text": {"body": "Hi"},
            "reply_to": "wamid.X",
            "callback_data": "cb",
            "notify_url": "https://a.b/n",
            "infobip": {"messageId": "m", "entityId": "e", "applicationId": "a", "urlOptions": {}},
        },
        single(
            {"text": "Hi"},
            messageId="m",
            callbackData="cb",
            notifyUrl="https://a.b/n",
            urlOptions={},
            entityId="e",
            applicationId="a",
            context={"replyToMessageId": "wamid.X"},
        ),
    ),
    "image": (
        "image",
        {"image": {"link": "https://a/b.png", "caption": "Hi"}},
        single({"mediaUrl": "https://a/b.png", "caption": "Hi"}),
    ),
    "video": ("video", {"video": {"link": "https://a/b"}}, single({"mediaUrl": "https://a/b"})),
    "audio": ("audio", {"audio": {"link": "https://a/b"}}, single({"mediaUrl": "https://a/b"})),
    "sticker": ("sticker", {"sticker": {"link": "https://a/b"}}, single({"mediaUrl": "https://a/b"})),
    "document": (
        "document",
        {"document": {"link": "https://a/b", "caption": "c", "filename": "r.pdf"}},
        single({"mediaUrl": "https://a/b", "caption": "c", "filename": "r.pdf"}),
    ),
    "location": (
        "location",
        {"location": {"latitude": 45.8, "longitude": 16, "name": "Zagreb", "address": "Here 1"}},
        single({"latitude": 45.8, "longitude": 16, "name": "Zagreb", "address": "Here 1"}),
    ),
    "contacts": (
        "contact",
        {
            "contacts": [
                {
                    "name": {
                        "formatted_name": "Mr. A L",
                        "first_name": "A",
                        "last_name": "L",
                        "middle_name": "B",
                        "prefix": "Mr.",
                        "suffix": "Jr.",
                    },
                    "phones": [{"phone": "+1 555", "type": "WORK", "wa_id": "1555"}],
                    "emails": [{"email": "a@b.c", "type": "HOME"}],
                    "urls": [{"url": "https://a.b", "type": "WORK"}],
                    "addresses": [
                        {
                            "street": "S",
                            "city": "C",
                            "state": "T",
                            "zip": "1",
                            "country": "Croatia",
                            "country_code": "HR",
                            "type": "WORK",
                        }
                    ],
                    "org": {"company": "Acme", "department": "D", "title": "T"},
                    "birthday": "2010-01-01",
                }
            ]
        },
        single(
            {
                "contacts": [
                    {
                        "name": {
                            "formattedName": "Mr. A L",
                            "firstName": "A",
                            "lastName": "L",
                            "middleName": "B",
                            "namePrefix": "Mr.",
                            "nameSuffix": "Jr.",
                        },
                        "phones": [{"phone": "+1 555", "type": "WORK", "waId": "1555"}],
                        "emails": [{"email": "a@b.c", "type": "HOME"}],
                        "urls": [{"url": "https://a.b", "type": "WORK"}],
                        "addresses": [
                            {
                                "street": "S",
                                "city": "C",
                                "state": "T",
                                "zip": "1",
                                "country": "Croatia",
                                "countryCode": "HR",
                                "type": "WORK",
                            }
                        ],
                        "org": {"company": "Acme", "department": "D", "title": "T"},
                        "birthday": "2010-01-01",
                    }
                ]
            }
        ),
    ),
    "reply buttons": (
        "interactive/buttons",
        {
            "header": {"document": {"link": "https://a/b", "filename": "r.pdf"}},
            "body": "Ok?",
            "buttons": [
                {"type": "reply", "title": "Yes", "id": "1"},
                {"type": "reply", "title": "No", "id": "2"},
            ],
            "footer": "Acme",
        },
        single(
            {
                "body": {"text": "Ok?"},
                "action": {
                    "buttons": [
                        {"type": "REPLY", "id": "1", "title": "Yes"},
                        {"type": "REPLY", "id": "2", "title": "No"},
                    ]
                },
                "header": {"type": "DOCUMENT", "mediaUrl": "https://a/b", "filename": "r.pdf"},
                "footer": {"text": "Acme"},
            }
        ),
    ),
    "url button": (
        "interactive/url-button",
        {
            "header": {"image": {"link": "https://a/b"}},
            "body": "Look",
            "buttons": [{"type": "url", "title": "Open", "url": "https://a"}],
        },
        single(
            {
                "body": {"text": "Look"},
                "action": {"displayText": "Open", "url": "https://a"},
                "header": {"type": "IMAGE", "mediaUrl": "https://a/b"},
            }
        ),
    ),
    "voice button": (
        "interactive/voice-button",
        {
            "body": "Talk?",
            "buttons": [{"type": "voice_call", "title": "Call", "ttl_minutes": 60, "payload": "p"}],
        },
        single(
            {
                "body": {"text": "Talk?"},
                "action": {"buttonDisplayText": "Call", "callValidityPeriod": 60, "callContextPayload": "p"},
            }
        ),
    ),
    "list": (
        "interactive/list",
        {
            "header": {"text": "H"},
            "body": "Pick",
            "list": {
                "button": "Menu",
                "sections": [
                    {
                        "title": "S",
                        "rows": [{"id": "a", "title": "A", "description": "d"}, {"id": "b", "title": "B"}],
                    }
                ],
            },
        },
        single(
            {
                "header": {"type": "TEXT", "text": "H"},
                "body": {"text": "Pick"},
                "action": {
                    "title": "Menu",
                    "sections": [
                        {
                            "title": "S",
                            "rows": [
                                {"id": "a", "title": "A", "description": "d"},
                                {"id": "b", "title": "B"},
                            ],
                        }
                    ],
                },
            }
        ),
    ),
    "flow": (
        "interactive/flow",
        {
            "body": "Book",
            "flow": {"button": "Book!", "flow_id": "1", "flow_token": "t", "screen": "S", "data": {"k": "v"}},
        },
        single(
            {
                "body": {"text": "Book"},
                "action": {
                    "mode": "PUBLISHED",
                    "flowMessageVersion": 3,
                    "flowToken": "t",
                    "flowId": "1",
                    "callToActionButton": "Book!",
                    "flowAction": "NAVIGATE",
                    "flowActionPayload": {"screen": "S", "data": {"k": "v"}},
                },
            }
        ),
    ),
    "draft flow with data exchange": (
        "interactive/flow",
        {"flow": {"button": "B", "flow_id": "1", "mode": "draft", "flow_action": "data_exchange"}},
        single(
            {
                "action": {
                    "mode": "DRAFT",
                    "flowMessageVersion": 3,
                    "flowId": "1",
                    "callToActionButton": "B",
                    "flowAction": "DATA_EXCHANGE",
                }
            }
        ),
    ),
    "product": (
        "interactive/product",
        {"product": {"catalog_id": "1", "retailer_id": "sku"}},
        single({"action": {"catalogId": "1", "productRetailerId": "sku"}}),
    ),
    "product list": (
        "interactive/multi-product",
        {
            "header": {"text": "Shop"},
            "body": "New",
            "product_list": {"catalog_id": "1", "sections": [{"title": "T", "retailer_ids": ["a", "b"]}]},
        },
        single(
            {
                "header": {"type": "TEXT", "text": "Shop"},
                "body": {"text": "New"},
                "action": {"catalogId": "1", "sections": [{"title": "T", "productRetailerIds": ["a", "b"]}]},
            }
        ),
    ),
    "carousel with links": (
        "interactive/media-carousel",
        {
            "body": "New",
            "carousel": [
                {
                    "header": {"image": {"link": "https://a"}},
                    "body": "A",
                    "buttons": [{"type": "url", "title": "Buy", "url": "https://b"}],
                }
            ]
            * 2,
        },
        single(
            {
                "body": {"text": "New"},
                "action": {
                    "type": "URL",
                    "cards": [
                        {
                            "header": {"type": "IMAGE", "url": "https://a"},
                            "body": {"text": "A"},
                            "button": {"displayText": "Buy", "url": "https://b"},
                        }
                    ]
                    * 2,
                },
            }
        ),
    ),
    "carousel with replies": (
        "interactive/media-carousel",
        {
            "carousel": [
                {
                    "header": {"video": {"link": "https://a"}},
                    "buttons": [{"type": "reply", "title": "A", "id": "a"}],
                }
            ]
        },
        single(
            {
                "action": {
                    "type": "QUICK_REPLY",
                    "cards": [
                        {
                            "header": {"type": "VIDEO", "url": "https://a"},
                            "buttons": [{"id": "a", "title": "A"}],
                        }
                    ],
                }
            }
        ),
    ),
    "location request": (
        "interactive/location-request",
        {"body": "Where are you?", "location_request": {}},
        single({"body": {"text": "Where are you?"}}),
    ),
    "call permission request": (
        "interactive/call-permission-request",
        {"call_permission_request": {}},
        {**ENVELOPE},
    ),
    "order details": (
        "interactive/order-details",
        {"body": "Your cake", "header": {"image": {"link": "https://a"}}, "order_details": ORDER},
        single(
            {
                "body": {"text": "Your cake"},
                "header": {"type": "IMAGE", "mediaUrl": "https://a"},
                "action": ACTION,
            }
        ),
    ),
    "order with an Indian gateway": (
        "interactive/order-details",
        {
            "order_details": {
                "reference_id": "r1",
                "payment_configuration": "pc",
                "items": [
                    {
                        "retailer_id": "1",
                        "country_of_origin": "IN",
                        "importer_name": "I",
                        "importer_address": {"city": "C"},
                    }
                ],
            },
            "infobip": {
                "payment": {"type": "PG_PAYU", "callbackData": ["x"]},
                "orderDetailsType": "QUICK_PAY",
            },
        },
        single(
            {
                "action": {
                    "payment": {"type": "PG_PAYU", "id": "r1", "callbackData": ["x"]},
                    "paymentConfiguration": "pc",
                    "order": {
                        "items": [
                            {
                                "retailerId": "1",
                                "originCountry": "IN",
                                "importerName": "I",
                                "importerAddress": {"city": "C"},
                            }
                        ],
                        "orderDetailsType": "QUICK_PAY",
                    },
                }
            }
        ),
    ),
    "order with two payments": (
        "interactive/order-details",
        {
            "order_details": {
                "reference_id": "r1",
                "payments": [{"payment_link": {"uri": "https://p"}}, {"boleto": {"digitable_line": "033"}}],
                "items": [ITEM],
            }
        },
        single(
            {
                "action": {
                    "payment": {
                        "type": "BRAZIL_PAYMENTS",
                        "payments": [
                            {"type": "BRAZIL_LINK", "id": "r1", "paymentLink": "https://p"},
                            {"type": "BRAZIL_BOLETO", "id": "r1", "code": "033"},
                        ],
                    },
                    "order": {"items": ACTION["order"]["items"]},
                }
            }
        ),
    ),
    "order status": (
        "interactive/order-status",
        {
            "order_status": {"reference_id": "r1", "status": "partially-shipped", "description": "d"},
            "infobip": {"payment": {"type": "UPI_PAYU"}},
        },
        single(
            {
                "action": {
                    "payment": {"type": "UPI_PAYU", "id": "r1"},
                    "status": "PARTIALLY_SHIPPED",
                    "description": "d",
                }
            }
        ),
    ),
    "template without values": (
        "template",
        {"template": {"name": "t", "language": "en"}},
        template({"body": {"placeholders": []}}),
    ),
    "template with SMS failover and bulk": (
        "template",
        {
            "template": {"name": "t", "language": "en", "body": [{"text": "a"}]},
            "infobip": {"smsFailover": {"from": "44", "text": "sms"}, "bulkId": "b"},
        },
        {
            **template({"body": {"placeholders": ["a"]}}, smsFailover={"from": "44", "text": "sms"}),
            "bulkId": "b",
        },
    ),
    "template with every button": (
        "template",
        {
            "template": {
                "name": "t",
                "language": "en",
                "header": {"text": [{"text": "h"}]},
                "buttons": [
                    {"type": "reply", "id": "p"},
                    {"type": "url", "suffix": "s"},
                    {"type": "copy", "code": "C"},
                    {"type": "flow", "flow_token": "ft", "data": {"k": 1}},
                    {"type": "flow"},
                    {"type": "catalog", "thumbnail": "sku"},
                    {
                        "type": "product_list",
                        "thumbnail": "sku",
                        "sections": [{"title": "T", "retailer_ids": ["a"]}],
                    },
                    {"type": "order_details", "order_details": ORDER},
                    {"type": "voice_call", "ttl_minutes": 9, "payload": "vp"},
                ],
            }
        },
        template(
            {
                "body": {"placeholders": []},
                "header": {"type": "TEXT", "placeholder": "h"},
                "buttons": [
                    {"type": "QUICK_REPLY", "parameter": "p"},
                    {"type": "URL", "parameter": "s"},
                    {"type": "COPY_CODE", "parameter": "C"},
                    {"type": "FLOW", "flowToken": "ft", "data": {"k": 1}},
                    {"type": "FLOW"},
                    {"type": "CATALOG", "thumbnailProductRetailerId": "sku"},
                    {
                        "type": "MULTI_PRODUCT",
                        "thumbnailProductRetailerId": "sku",
                        "sections": [{"title": "T", "productRetailerIds": ["a"]}],
                    },
                    {"type": "ORDER_DETAILS", "action": ACTION},
                    {"type": "VOICE_CALL", "callValidityPeriod": 9, "callContextPayload": "vp"},
                ],
            }
        ),
    ),
    "template with a place": (
        "template",
        {
            "template": {
                "name": "t",
                "language": "en",
                "header": {"location": {"latitude": 1.5, "longitude": 2}},
            }
        },
        template({"body": {"placeholders": []}, "header": {"type": "LOCATION", "latitude": 1.5, "longitude": 2}}),
    ),
    "template with a carousel": (
        "template",
        {
            "template": {
                "name": "t",
                "language": "en",
                "carousel": [
                    {
                        "header": {"image": {"link": "https://a"}},
                        "body": [{"text": "x"}],
                        "buttons": [{"type": "reply", "id": "p"}, {"type": "url", "suffix": "s"}],
                    },
                    {"header": {"video": {"link": "https://a"}}},
                ],
            }
        },
        template(
            {
                "body": {"placeholders": []},
                "carousel": {
                    "cards": [
                        {
                            "header": {"type": "IMAGE", "mediaUrl": "https://a"},
                            "body": {"placeholders": ["x"]},
                            "buttons": [
                                {"type": "QUICK_REPLY", "parameter": "p"},
                                {"type": "URL", "parameter": "s"},
                            ],
                        },
                        {"header": {"type": "VIDEO", "mediaUrl": "https://a"}},
                    ]
                },
            }
        ),
    ),
    "template with an offer and an order status": (
        "template",
        {
            "template": {
                "name": "t",
                "language": "en",
                "header": {"document": {"link": "https://a", "filename": "r.pdf"}},
                "limited_time_offer": {"expires_at": "2030-01-01T10:00:00Z"},
                "order_status": {"reference_id": "r1", "status": "shipped"},
            },
            "infobip": {"payment": {"type": "BRAZIL"}},
        },
        template(
            {
                "body": {"placeholders": []},
                "header": {"type": "DOCUMENT", "mediaUrl": "https://a", "filename": "r.pdf"},
                "limitedTimeOffer": {"expirationTime": "2030-01-01T10:00:00Z"},
                "orderStatus": {
                    "orderStatuses": [
                        {
                            "type": "ORDER_STATUS",
                            "payment": {"type": "BRAZIL", "id": "r1"},
                            "status": "SHIPPED",
                        }
                    ]
                },
            }
        ),
    ),
}


def encode(message: dict[str, Any]) -> Request:
    return infobip.encode(message, message.get("infobip", {}))


@pytest.mark.parametrize("name", CASES)
def test_a_message_and_its_wire_are_each_other(name: str) -> None:
    endpoint, message, body = CASES[name]
    message = {**PEOPLE, **message}
    request = encode(message)
    assert request == Request("POST", ROOT + endpoint, {}, body)
    assert infobip.decode(request) == [message]
    assert infobip.decode(Request(None, f"https://x.api.infobip.com{ROOT}{endpoint}/?a=b", {}, body)) == [message]


@pytest.mark.parametrize("name", CASES)
def test_a_bare_body_tells_its_kind_or_nothing(name: str) -> None:
    endpoint, message, body = CASES[name]
    untold = {"image", "video", "audio", "sticker", "interactive/location-request"}
    untold.add("interactive/call-permission-request")
    expected = [] if endpoint in untold else [{**PEOPLE, **message}]
    assert infobip.decode(Request(None, None, {}, body)) == expected


def test_the_published_template_example() -> None:
    message = {
        "from": "+441134960000",
        "to": {"phone": "+441134960001"},
        "callback_data": "Callback data",
        "template": {
            "name": "template_name",
            "language": "en_GB",
            "body": [{"text": "Placeholder Value 1"}, {"text": "Placeholder Value 2"}],
        },
        "infobip": {"messageId": "a28dd97c-1ffb-4fcf-99f1-0b557ed381da", "urlOptions": {}},
    }
    request = encode(message)
    assert request.method == "POST"
    assert request.path == "/whatsapp/1/message/template"
    assert request.body == {
        "messages": [
            {
                "from": "441134960000",
                "to": "441134960001",
                "messageId": "a28dd97c-1ffb-4fcf-99f1-0b557ed381da",
                "content": {
                    "templateName": "template_name",
                    "templateData": {"body": {"placeholders": ["Placeholder Value 1", "Placeholder Value 2"]}},
                    "language": "en_GB",
                },
                "callbackData": "Callback data",
                "urlOptions": {},
            }
        ]
    }
    assert list(request.body["messages"][0]) == [
        "from",
        "to",
        "messageId",
        "content",
        "callbackData",
        "urlOptions",
    ]
    assert infobip.decode(request) == [message]


def test_read_is_a_path_without_a_body() -> None:
    message = {"from": "+441134960000", "read": {"message_id": "wamid.HBg/L+M=="}}
    request = encode(message)
    path = "/whatsapp/1/senders/441134960000/message/wamid.HBg%2FL%2BM==/read"
    assert request == Request("POST", path, {}, None)
    assert infobip.decode(request) == [message]
    unset = encode({"read": {"message_id": "m"}})
    assert unset.path == "/whatsapp/1/senders/{sender}/message/m/read"
    assert infobip.decode(unset) == [{"read": {"message_id": "m"}}]


def test_an_event_says_how_long_and_when() -> None:
    block = {"validityPeriod": {"amount": 5, "timeUnit": "MINUTES"}, "schedule": {"bulkId": "b"}}
    message = {**PEOPLE, "typing": {}, "infobip": block}
    body = encode(message).body
    assert body["events"][0]["options"] == {"validityPeriod": {"amount": 5, "timeUnit": "MINUTES"}}
    assert body["options"] == {"schedule": {"bulkId": "b"}}
    assert infobip.decode(encode(message)) == [message]


def test_events_of_one_body_come_back_into_one() -> None:
    event = {"sender": "441134960000", "content": {"type": "TYPING_INDICATOR"}}
    body = {
        "events": [{**event, "destinations": [{"to": to}]} for to in ("441134960001", "441134960002")],
        "options": {"schedule": {"bulkId": "b"}},
    }
    messages = infobip.decode(Request("POST", "/whatsapp/1/events", {}, body))
    assert joined([encode(message).body for message in messages]) == body


def test_typing_is_an_event() -> None:
    message = {**PEOPLE, "typing": {"message_id": "m"}, "infobip": {"messageId": "own", "entityId": "e"}}
    request = encode(message)
    assert request.path == "/whatsapp/1/events"
    assert request.body == {
        "events": [
            {
                "sender": "441134960000",
                "destinations": [{"to": "441134960001", "messageId": "own"}],
                "content": {"type": "TYPING_INDICATOR", "messageId": "m"},
                "options": {"platform": {"entityId": "e"}},
            }
        ]
    }
    assert infobip.decode(request) == [message]
    assert infobip.decode(encode({**PEOPLE, "typing": {}})) == [{**PEOPLE, "typing": {}}]


def test_a_body_of_n_messages_is_n_messages() -> None:
    body = template({"body": {"placeholders": ["a"]}})
    body = {"messages": body["messages"] * 3, "bulkId": "b"}
    messages = infobip.decode(Request("POST", ROOT + "template", {}, body))
    assert len(messages) == 3
    assert all(message["infobip"] == {"bulkId": "b"} for message in messages)


def test_a_template_button_stands_where_its_index_says() -> None:
    buttons = [{"type": "url", "index": 2, "suffix": "s"}, {"type": "reply", "index": 0, "id": "p"}]
    body = encode({"template": {"name": "t", "buttons": buttons}}).body
    assert [button["parameter"] for button in body["messages"][0]["content"]["templateData"]["buttons"]] == [
        "p",
        "s",
    ]


def test_typed_values_are_sent_as_their_fallback() -> None:
    values = [
        {"currency": {"fallback_value": "5 €", "code": "EUR", "amount_1000": 5000}},
        {"date_time": {"fallback_value": "May"}},
    ]
    body = encode({"template": {"name": "t", "body": values}}).body
    assert body["messages"][0]["content"]["templateData"]["body"] == {"placeholders": ["5 €", "May"]}


def test_a_time_comes_back_in_utc() -> None:
    body = template({"limitedTimeOffer": {"expirationTime": "2030-01-01T12:00:00.000+02:00"}})
    (message,) = infobip.decode(Request(None, None, {}, body))
    assert message["template"]["limited_time_offer"] == {"expires_at": "2030-01-01T10:00:00Z"}


def test_a_payment_that_no_neutral_word_says_stands_in_the_block() -> None:
    action = {**ACTION, "payment": {**ACTION["payment"], "note": "x"}}
    (message,) = infobip.decode(Request(None, ROOT + "interactive/order-details", {}, single({"action": action})))
    assert "payments" not in message["order_details"]
    assert message["infobip"]["payment"]["note"] == "x"
    assert encode(message).body["content"]["action"] == action


def test_what_is_wrong_survives() -> None:
    buttons = [{"type": "REPLY", "id": "same", "title": "T" * 99}] * 4
    (message,) = infobip.decode(Request(None, None, {}, single({"action": {"buttons": buttons}})))
    assert len(message["buttons"]) == 4
    assert encode(message).body["content"]["action"]["buttons"] == buttons
    (message,) = infobip.decode(Request(None, None, {}, template({"body": {"placeholders": ["a", None, "b"]}})))
    assert message["template"]["body"] == [{"text": "a"}, {"text": ""}, {"text": "b"}]


@pytest.mark.parametrize(
    ("wire", "here"),
    [("44 1134-960", "+441134960"), ("44.1134/960", "+441134960"), ("abc", "abc"), ("", ""), (4411, 4411)],
)
def test_phones(wire: Any, here: Any) -> None:
    (message,) = infobip.decode(Request(None, None, {}, {"to": wire, "content": {"text": "x"}}))
    assert message["to"] == {"phone": here}


@pytest.mark.parametrize(
    ("wire", "here"), [("44.5", 44.5), ("-0", 0), ("1e999", "1e999"), ("04", "04"), ("9" * 31, "9" * 31), (True, True)]
)
def test_degrees_that_are_text_become_numbers(wire: Any, here: Any) -> None:
    (message,) = infobip.decode(Request(None, None, {}, single({"latitude": wire, "longitude": 1})))
    assert message["location"] == {"latitude": here, "longitude": 1}


def test_an_empty_body_of_a_definition_is_a_body() -> None:
    message = {"define_template": {"name": "t", "language": "en", "category": "marketing", "body": {}}}
    request = encode(message)
    assert request.body["structure"] == {"body": {}}
    assert infobip.decode(request) == [message]


def test_a_kind_that_infobip_has_not_gets_no_path() -> None:
    assert encode({**PEOPLE, "reaction": {"message_id": "m", "emoji": ""}}).path is None


def index(valid: bool | None = None) -> list[dict[str, Any]]:
    if not CORPUS.is_dir():
        return []
    entries = json.loads((CORPUS / "index.json").read_text("utf-8"))
    return [
        entry
        for entry in entries
        if entry["provider"] == "infobip"
        and entry["kind"] not in {"template-create", "response", "error-400"}
        and valid in {None, entry["valid"]}
    ]


def normalised(body: Any) -> Any:
    """Return a body less what the round trip may change: here, an empty list of template buttons."""
    body = json.loads(json.dumps(body))
    for message in body.get("messages", []):
        data = message["content"]["templateData"]
        if data.get("buttons") == []:
            del data["buttons"]
    return body


@pytest.mark.corpus
@pytest.mark.parametrize("entry", index(valid=True), ids=lambda entry: entry["file"])
def test_real_payloads_round_trip(entry: dict[str, Any]) -> None:
    body = json.loads((CORPUS / entry["file"]).read_text("utf-8"))
    messages = infobip.decode(Request("POST", entry["path"], {}, body))
    assert messages
    requests = [encode(message) for message in messages]
    assert {request.path for request in requests} == {entry["path"]}
    again = requests[0].body
    if "messages" in again:
        again = {**again, "messages": [one for request in requests for one in request.body["messages"]]}
    assert again == normalised(body)
    for message, request in zip(messages, requests, strict=True):
        assert infobip.decode(request) == [message]


PATHS = [
    None,
    "",
    "/",
    *(ROOT + endpoint for endpoint in {case[0] for case in CASES.values()}),
    "/whatsapp/1/events",
    "/whatsapp/2/senders/44/templates",
    "/whatsapp/1/senders/44/message/%FF%zz/read",
    "/v1/messages/send",
]


def survives(path: str | None, body: Any) -> None:
    """Decode, and encode what came out: neither may raise."""
    for message in infobip.decode(Request(None, path, {}, body)):
        assert isinstance(message, dict)
        encode(message)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="WAML_CORPUS names no folder")
def test_no_json_of_the_corpus_raises() -> None:
    for file in sorted(CORPUS.rglob("*.json")):
        body = json.loads(file.read_text("utf-8"))
        for path in PATHS:
            survives(path, body)


WORDS = sorted(
    {
        word
        for case in CASES.values()
        for word in json.dumps([case[1], case[2]]).replace('"', " ").replace(":", " ").replace(",", " ").split()
        if word.isidentifier()
    }
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=25,
)


@given(JSON, st.sampled_from(PATHS))
def test_no_json_raises(body: Any, path: str | None) -> None:
    survives(path, body)
    survives(path, {"content": body, "to": body})
    survives(path, {"messages": [{"content": {"templateData": body}}], "events": body})


def holed(tree: Any, data: st.DataObject) -> Any:
    """Return a copy of a JSON tree in which any one value is any JSON."""
    tree = json.loads(json.dumps(tree))
    holder: Any = tree
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        inner = holder[key]
        if not (isinstance(inner, (dict, list)) and inner) or data.draw(st.booleans()):
            holder[key] = data.draw(JSON)
            return tree
        holder = inner


@given(st.sampled_from(sorted(CASES)), st.data())
def test_a_body_with_a_hole_raises_nothing(name: str, data: st.DataObject) -> None:
    endpoint, _, body = CASES[name]
    body = holed(body, data)
    survives(ROOT + endpoint, body)
    survives(None, body)


@given(st.sampled_from(sorted(CASES)), st.data())
def test_a_message_with_a_hole_raises_nothing(name: str, data: st.DataObject) -> None:
    message = holed({**PEOPLE, **CASES[name][1]}, data)
    block = message.get("infobip")
    infobip.decode(infobip.encode(message, block if isinstance(block, dict) else {}))
