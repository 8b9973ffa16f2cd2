"""The wire schemas: well-formed, closed, free of limits, and true to real bodies."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from waml import wire, wire_faults, wire_schemas
from waml.providers import NAMES, Request

LIMITS = {
    "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum",
    "multipleOf", "pattern", "patternProperties", "format", "uniqueItems", "minProperties", "maxProperties",
    "minContains", "maxContains",
}  # fmt: skip


def request(body: Any, path: str | None = None, method: str | None = None) -> Request:
    return Request(method, path, {}, body)


# --- the files ---------------------------------------------------------------------------------------


def subschemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every mapping that is a schema, and none that is a map of names to schemas."""
    if isinstance(node, list):
        for item in node:
            yield from subschemas(item)
    elif isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key in ("properties", "$defs"):
                for child in value.values():
                    yield from subschemas(child)
            elif key not in ("x-bodies", "enum", "const", "required"):
                yield from subschemas(value)


@pytest.mark.parametrize("provider", NAMES)
def test_is_a_valid_schema(provider: str) -> None:
    schema = wire_schemas.load(provider)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://waml.dev/schemas/{provider}.schema.json"


@pytest.mark.parametrize("provider", NAMES)
def test_holds_no_limits(provider: str) -> None:
    """A pattern beside `x-due` spells a type, a number that goes as text, and limits nothing."""
    limited = [node for node in subschemas(wire_schemas.load(provider)) if LIMITS & node.keys()]
    assert [node for node in limited if LIMITS & node.keys() != {"pattern"} or "x-due" not in node] == []


@pytest.mark.parametrize("provider", NAMES)
def test_every_def_is_reached_and_every_reference_lands(provider: str) -> None:
    schema = wire_schemas.load(provider)
    local = f"{schema['$id']}#/$defs/"
    reached = {entry["def"] for entry in schema["x-bodies"]}
    for other in NAMES:
        for node in subschemas(wire_schemas.absolute(f"https://waml.dev/schemas/{other}.schema.json")):
            if node.get("$ref", "").startswith(local):
                reached.add(node["$ref"].removeprefix(local).partition("/")[0])
    assert reached == schema["$defs"].keys()


@pytest.mark.parametrize("provider", NAMES)
def test_no_choice_between_kinds(provider: str) -> None:
    """`oneOf` and `anyOf` explain badly: none but the top one, and the "one of these keys" of `required`."""
    for node in subschemas(wire_schemas.load(provider)["$defs"]):
        assert "oneOf" not in node
        assert all(branch.keys() == {"required"} for branch in node.get("anyOf", []))


# --- good bodies, each under its own def -------------------------------------------------------------

MESSAGES = "/{phone-number-id}/messages"
TO = {"messaging_product": "whatsapp", "to": "15551234567"}
BODY = {"body": {"text": "Hi"}}
MONEY = {"value": 5000, "offset": 100}
ORDER = {
    "reference_id": "r1", "type": "digital-goods", "currency": "INR", "total_amount": MONEY,
    "payment_settings": [{"type": "upi_intent_link", "upi_intent_link": {"link": "upi://pay?pa=a"}}],
    "order": {
        "status": "pending", "subtotal": MONEY, "tax": {"value": 0, "offset": 100, "description": "none"},
        "items": [{"name": "Cake", "amount": MONEY, "quantity": 1}],
            "expiration": {"timestamp": "1726692927"},
    },
}  # fmt: skip


def sent(kind: str, content: Any, **more: Any) -> dict[str, Any]:
    return {**TO, "type": kind, kind: content, **more}


def interactive(kind: str, action: dict[str, Any], **more: Any) -> dict[str, Any]:
    return sent("interactive", {"type": kind, **BODY, "action": action, **more})


def named(name: str, **parameters: Any) -> dict[str, Any]:
    return {"name": name, "parameters": parameters} if parameters else {"name": name}


def template(*components: dict[str, Any]) -> dict[str, Any]:
    return sent("template", {"name": "t", "language": {"code": "en"}, "components": list(components)})


def button(sub_type: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "button", "sub_type": sub_type, "index": 0, "parameters": list(parameters)}


def definition(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "t", "language": "en", "category": "UTILITY", "components": list(components), **more}


IMAGE = {"type": "image", "image": {"link": "https://acme.example/a.png"}}
REPLY = {"type": "reply", "reply": {"id": "a", "title": "A"}}
URL = {"display_text": "Open", "url": "https://acme.example"}

CLOUD = {
    "text_message": sent("text", {"body": "Hi", "preview_url": True}, context={"message_id": "wamid.X"}),
    "image_message": sent("image", {"id": "1", "caption": "Hi"}),
    "audio_message": sent("audio", {"id": "1", "voice": True}),
    "document_message": sent("document", {"link": "https://a.example/b.pdf", "filename": "b.pdf"}),
    "location_message": sent("location", {"latitude": "45.8", "longitude": 16, "name": "Zagreb"}),
    "contacts_message": sent("contacts", [{"name": {"formatted_name": "Ada L."},
        "phones": [{"phone": "+1"}]}]),
    "reaction_message": sent("reaction", {"message_id": "wamid.X", "emoji": ""}),
    "pin_message": sent("pin", {"type": "pin", "message_id": "wamid.X", "expiration_days": 4}),
    "button_message": interactive("button", {"buttons": [REPLY]}, header=IMAGE),
    "direct_send_button_message": {
        **interactive("button", {"buttons": [{"type": "cta_url", "cta_url": URL}, REPLY]}, header=IMAGE),
        "category": "utility", "direct_send_config": {"template_name": "order_update"}},
    "list_message": interactive("list", {"button": "Menu", "sections": [{"rows": [{"id": "a",
        "title": "A"}]}]}),
    "cta_url_message": interactive("cta_url", named("cta_url", **URL), footer={"text": "Acme"}),
    "flow_message": interactive("flow", named("flow", flow_id="1", flow_cta="Book", flow_message_version="3",
                                              flow_action_payload={"screen": "S", "data": {"any": [1]}})),
    "product_message": interactive("product", {"catalog_id": "1", "product_retailer_id": "sku"}),
    "product_list_message": interactive(
        "product_list", {"catalog_id": "1", "sections": [{"product_items": [{"product_retailer_id": "a"}]}]},
        header={"type": "text", "text": "Shop"}),
    "catalog_message": interactive("catalog_message", named("catalog_message",
        thumbnail_product_retailer_id="a")),
    "carousel_message": interactive("carousel", {"cards": [
        {"card_index": 0, "type": "cta_url", "header": IMAGE, **BODY, "action": named("cta_url", **URL)},
        {"card_index": 1, "type": "product", "action": {"catalog_id": "1", "product_retailer_id": "a"}}]}),
    "location_request_message": interactive("location_request_message", named("send_location")),
    "address_message": interactive("address_message", named("address_message", country="IN",
        values={"city": ""})),
    "request_contact_info_message": interactive("request_contact_info", named("request_contact_info")),
    "call_permission_request_message": interactive("call_permission_request",
        named("call_permission_request")),
    "voice_call_message": interactive("voice_call", named("voice_call", display_text="Call", ttl_minutes=60)),
    "order_details_message": interactive("order_details", named("review_and_pay", **ORDER)),
    "order_status_message": interactive("order_status", named(
        "review_order", reference_id="r1", order={"status": "shipped"}, payment={"status": "captured",
            "timestamp": 1})),
    "read_request": {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.X",
                     "typing_indicator": {"type": "text"}},
    "template_message": template(
        {"type": "HEADER", "parameters": [IMAGE]},
        {"type": "body", "parameters": [{"type": "text", "parameter_name": "n", "text": "x"}]},
        button("QUICK_REPLY", {"type": "payload", "payload": "p"}),
        button("flow", {"type": "action", "action": {"flow_token": "t", "flow_action_data": {"k": 1}}}),
        button("order_details", {"type": "action", "action": {"order_details": ORDER}}),
        {"type": "button", "sub_type": "voice_call", "parameters": [{"type": "ttl_minutes",
            "ttl_minutes": 9}]},
        {"type": "carousel", "cards": [{"card_index": 0, "components": [{"type": "header",
            "parameters": [IMAGE]}]}]}),
}  # fmt: skip

DEFINITIONS = {
    "template_definition": definition(
        {"type": "HEADER", "format": "LOCATION"},
        {"type": "BODY", "text": "Hi {{1}}!", "example": {"body_text": ["Ada"]}},
        {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://a.example"},
                                        {"type": "COPY_CODE", "example": "A1"}]},
        message_send_ttl_seconds="120", display_format="ORDER_DETAILS"),
    "template_upsert": {"name": "t", "languages": ["en", "de"], "category": "AUTHENTICATION", "components": [
        {"type": "BODY", "add_security_recommendation": True},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}]},
}  # fmt: skip

ONPREM = {
    "text_message": {"to": "15551234567", "text": {"body": "Hi"}, "preview_url": True},
    "image_message": {"to": "1", "type": "image", "image": {"link": "https://a.example",
        "provider": {"name": "p"}}},
    "button_message": {"to": "1", "type": "interactive",
                       "interactive": {"type": "button", **BODY, "action": {"buttons": [REPLY]}}},
    "template_message": {"to": "1", "type": "template", "template": {
        "namespace": "n", "name": "t", "language": {"policy": "deterministic", "code": "en"},
        "components": [button("url", {"type": "text", "text": "x"})]}},
    "hsm_message": {"to": "1", "type": "hsm", "ttl": 86400, "hsm": {
        "namespace": "n", "element_name": "e", "language": {"code": "en"},
            "localizable_params": [{"default": "1"}]}},
    "contacts_message": {"to": "1", "type": "contacts", "messaging_product": "whatsapp", "contacts": [
        {"name": {"formatted_name": "Ada L."}, "ims": [{"service": "Skype", "user_id": "ada"}]}]},
}  # fmt: skip

IB = {"from": "441134960000", "to": "441134960001"}
IB_BODY = {"body": {"text": "Hi"}}
IB_ORDER = {
    "payment": {"type": "UPI_INTENT", "id": "1", "format": {"type": "LINK", "paymentLink": "upi://x"}},
    "orderCurrency": "INR", "orderType": "DIGITAL_GOODS", "totalAmount": {"value": 1},
    "order": {"items": [{"retailerId": "a", "name": "A", "amount": {"value": 1}, "quantity": 1}],
              "subtotal": {"value": 1}, "tax": {"value": 0}},
}  # fmt: skip
IB_DEFINITION = {"name": "t", "language": "en", "platform": {"entityId": "e"}}

INFOBIP = {
    "message/template": {"bulkId": "b", "messages": [{**IB, "smsFailover": {"from": "1", "text": "Hi"},
        "content": {
        "templateName": "t", "language": "en", "templateData": {
            "body": {"placeholders": ["a"]}, "header": {"type": "DOCUMENT", "mediaUrl": "https://a",
                "filename": "a.pdf"},
            "buttons": [{"type": "URL", "parameter": "x"}, {"type": "ORDER_DETAILS",
                "action": IB_ORDER}]}}}]},
    "message/text": {**IB, "content": {"text": "Hi", "previewUrl": True},
        "context": {"replyToMessageId": "m"}},
    "message/image": {**IB, "content": {"mediaUrl": "https://a", "caption": "Hi"}, "urlOptions": {}},
    "message/contact": {**IB, "content": {"contacts": [
        {"name": {"formattedName": "Ada L.", "firstName": "Ada"}, "phones": [{"phone": "+1",
            "type": "CELL"}]}]}},
    "message/interactive/buttons": {**IB, "content": {**IB_BODY, "header": {"type": "TEXT", "text": "Hi"},
        "action": {
        "buttons": [{"type": "REPLY", "id": "a", "title": "A"}]}}},
    "message/interactive/media-carousel": {**IB, "content": {**IB_BODY, "action": {"type": "URL", "cards": [
        {"header": {"type": "IMAGE", "url": "https://a"}, **IB_BODY, "button": {"displayText": "Go",
            "url": "https://a"}}]}}},
    "message/interactive/voice-button": {**IB, "content": {**IB_BODY, "action": {"callValidityPeriod": 60}}},
    "message/interactive/call-permission-request": {**IB, "notifyUrl": "https://a"},
    "message/interactive/order-details": {**IB, "content": {**IB_BODY, "action": IB_ORDER}},
    "message/interactive/order-status": {**IB, "content": {"action": {
        "payment": {"type": "BRAZIL", "id": "1"}, "status": "SHIPPED"}}},
    "events": {"events": [{"sender": "1", "destinations": [{"to": "2", "messageId": "m"}],
                           "content": {"type": "TYPING_INDICATOR"}}]},
    "senders/441134960000/message/m/read": None,
}  # fmt: skip

INFOBIP_DEFINITIONS = [
    {**IB_DEFINITION, "category": "MARKETING", "structure": {"body": {"text": "Hi {{1}}!",
        "examples": ["Ada"]},
        "buttons": [{"type": "FLOW", "text": "Go", "flowId": 1, "flowAction": "NAVIGATE"}]}},
    {**IB_DEFINITION, "category": "UTILITY", "subCategory": "ORDER_STATUS",
        "structure": {"body": {"text": "Hi"}}},
    {**IB_DEFINITION, "category": "AUTHENTICATION", "validityPeriod": {"amount": 60}, "structure": {
        "body": {"addSecurityRecommendation": True}, "footer": {"codeExpirationMinutes": 5},
        "buttons": [{"otpType": "ONE_TAP", "packageName": "com.acme", "signatureHash": "K8a/AINcGX7"}]}},
    {**IB_DEFINITION, "category": "AUTHENTICATION", "validityPeriod": {"amount": 60}, "structure": {
        "header": {"format": "TEXT", "text": "Acme"}, "body": {"text": "Your code is {{1}}.", "examples": ["1"]},
        "footer": {"text": "Acme"}, "buttons": [{"type": "QUICK_REPLY", "text": "Stop"}]}},
]  # fmt: skip

PILOT = {
    "template_message": {"destinationNumber": "+551199", "templateId": "t", "variables": {"any name": "João"},
                         "marketingOptions": {"aiRewriteEnabled": True}},
    "text_message": {"groupId": "1@g.us", "text": "Hi", "header": {"type": "text", "content": "Hi"},
        "footer": "Acme",
                     "buttons": [{"type": "copy", "displayText": "Code", "copyCode": "A1"}]},
    "media_message": {"newsletterId": "1@newsletter", "media": "https://a", "mediaType": "image",
        "caption": "Hi"},
}  # fmt: skip

_EDITED = {"body": {"text": "Hi {{1}}!", "examples": ["Ada"]}, "type": "TEXT"}
_OTP = {"body": {}, "footer": {}, "buttons": [{"otpType": "COPY_CODE"}]}
EDITS: tuple[dict[str, Any], ...] = (
    {"category": "UTILITY"},
    {"structure": _EDITED},
    {"structure": _EDITED, "category": "MARKETING"},
    {"structure": _OTP},
    {"structure": _OTP, "category": "AUTHENTICATION", "validityPeriod": {"amount": 5}},
    {"structure": _EDITED, "category": "AUTHENTICATION"},
)
PILOT_TEMPLATES = tuple(
    {"name": "a", "body": content}
    for content in (
        "Hi",
        {"body": {"text": "Hi"}, "header": {"type": "NONE"}, "footer": {"text": "Acme"}},
        {"body": {"text": "Hi"}, "header": {"type": "VIDEO", "url": "https://acme.example/a.mp4"}},
        {"body": {"text": "Hi"}, "buttons": [{"type": "COPY_CODE", "example": "SAVE20"}]},
        {"body": {"text": "Hi"}, "buttons": [{"type": "URL", "text": "Open", "url": "https://acme.example"}]},
    )
)


GOOD = [
    *[("cloud", MESSAGES, name, body) for name, body in CLOUD.items()],
    ("cloud", "/{phone-number-id}/marketing_messages", "marketing_message",
     {**CLOUD["template_message"], "product_policy": "STRICT", "message_activity_sharing": False}),
    ("cloud", "/{waba-id}/message_templates", "template_definition", DEFINITIONS["template_definition"]),
    ("cloud", "/{waba-id}/upsert_message_templates", "template_upsert", DEFINITIONS["template_upsert"]),
    *[
        ("cloud", "/{template-id}", "template_edit", body)
        for body in (
            {"components": DEFINITIONS["template_definition"]["components"], "category": "UTILITY"},
            {"message_send_ttl_seconds": -1},
            {"bid_spec": {"bid_amount": 4000, "bid_strategy": "LOWEST_COST_WITH_BID_CAP"}},
        )
    ],
    *[("360dialog", "/messages", name, body) for name, body in CLOUD.items()],
    ("360dialog", "/v1/configs/templates", "template_definition", DEFINITIONS["template_definition"]),
    *[("360dialog-onprem", "/v1/messages", name, body) for name, body in ONPREM.items()],
    ("360dialog-onprem", "/v1/messages/{message-id}", "read_request", {"status": "read"}),
    *[("infobip", f"/whatsapp/1/{path}", None, body) for path, body in INFOBIP.items()],
    *[("infobip", "/whatsapp/2/senders/{sender}/templates", None, body) for body in INFOBIP_DEFINITIONS],
    *[("infobip", "/whatsapp/2/senders/1/templates/2", "definition_edit", body) for body in EDITS],
    *[("pilot-status", "/v1/messages/send", name, body) for name, body in PILOT.items()],
    *[("pilot-status", "/v1/templates", "template_definition", body) for body in PILOT_TEMPLATES],
    ("pilot-status", "/v1/templates/a", "template_edit", {"body": {"body": {"text": "Hi"}}, "category": "UTILITY"}),
]  # fmt: skip
IDS = [f"{provider}-{name or path}" for provider, path, name, _ in GOOD]


@pytest.mark.parametrize(("provider", "path", "name", "body"), GOOD, ids=IDS)
def test_a_good_body_fits_its_def(provider: str, path: str, name: str | None, body: Any) -> None:
    chosen = wire.select(wire_schemas.load(provider), None, path, body)
    assert chosen == (name or chosen)
    assert "unknown" not in (chosen or "unknown")
    assert wire.problems(provider, request(body, path)) == []


@pytest.mark.parametrize(("provider", "path", "name", "body"), GOOD, ids=IDS)
def test_the_whole_schema_serves_other_tools(provider: str, path: str, name: str | None, body: Any) -> None:
    from referencing import Registry

    schema = {"$ref": f"https://waml.dev/schemas/{provider}.schema.json"}
    assert Draft202012Validator(schema, registry=Registry(retrieve=wire_schemas.resource)).is_valid(body)


# what stands inside these is the sender's own
OPEN = {"data", "flow_action_data", "callbackData", "variables", "degrees_of_freedom_spec", "payment_gateway"}
OPEN |= {"values", "value", "validation_errors"}  # addresses: every country has fields of its own


def keys(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all keys of a body that a schema can know."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key)
            if key not in OPEN:
                yield from keys(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from keys(value, (*path, index))


def with_key(body: Any, path: tuple[Any, ...], name: str | None) -> Any:
    """A copy of the body, the key at the path renamed, or taken out."""
    result = copy.deepcopy(body)
    parent = result
    for step in path[:-1]:
        parent = parent[step]
    pairs = [(name if key == path[-1] else key, value) for key, value in parent.items()]
    parent.clear()
    parent.update((key, value) for key, value in pairs if key is not None)
    return result


@pytest.mark.parametrize(("provider", "path", "name", "body"), GOOD, ids=IDS)
def test_each_misspelt_key_is_found_in_place(provider: str, path: str, name: str | None, body: Any) -> None:
    for key in keys(body):
        wrong = f"{key[-1]}_"
        found = wire.problems(provider, request(with_key(body, key, wrong), path))
        assert found, key
        # a discriminator hides what is closed behind it: then the mapping that lacks it is the place
        assert any(place in (key[:-1], (*key[:-1], wrong)) or place == () for place, _ in found), (key, found)


@pytest.mark.parametrize(("provider", "path", "name", "body"), GOOD, ids=IDS)
def test_each_value_of_a_wrong_type_is_found(provider: str, path: str, name: str | None, body: Any) -> None:
    for key in keys(body):
        wrong = copy.deepcopy(body)
        parent = wrong
        for step in key[:-1]:
            parent = parent[step]
        parent[key[-1]] = None
        assert wire.problems(provider, request(wrong, path)), key


# --- which def ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "method", "path", "body", "name"),
    [
        (
            "cloud",
            "POST",
            "https://graph.facebook.com/v23.0/1065/messages?x=1",
            {"type": "text"},
            "text_message",
        ),
        ("cloud", None, None, {"text": {"body": "Hi"}}, "text_message"),
        ("cloud", None, None, {"type": "interactive", "interactive": {}}, "interactive_of_unknown_type"),
        ("cloud", None, None, {"type": "tekst"}, "message_of_unknown_type"),
        ("cloud", None, None, [], "message_of_unknown_type"),
        ("cloud", "post", "/v23.0/7/message_templates", {}, "template_definition"),
        ("cloud", "POST", "/v23.0/564750795574598", {"category": "UTILITY"}, "template_edit"),
        ("cloud", "POST", "/v23.0/564750795574598/", {"components": []}, "template_edit"),
        (
            "cloud",
            "POST",
            "/v23.0/1065/messages",
            {"messaging_product": "whatsapp", "components": []},
            "message_of_unknown_type",
        ),
        ("cloud", None, None, {"type": "template", "bid_spec": {}}, "marketing_message"),
        ("cloud", None, None, {"components": []}, "template_definition"),
        ("cloud", None, None, {"type": "template", "product_policy": "STRICT"}, "marketing_message"),
        ("360dialog-onprem", "PUT", "https://waba.360dialog.io/v1/messages/gBG1", {}, "read_request"),
        ("360dialog-onprem", None, None, {"status": "read"}, "read_request"),
        ("360dialog-onprem", "POST", "/v1/messages", {"type": "flow"}, "message_of_unknown_type"),
        ("infobip", "POST", "https://x.api.infobip.com/whatsapp/1/message/video", {}, "video_message"),
        ("infobip", None, None, {"content": {"text": "Hi"}}, "text_message"),
        ("infobip", None, None, {"content": {"mediaUrl": "https://a"}}, None),
        ("infobip", "POST", "/whatsapp/1/message/fax", {"content": {"text": "Hi"}}, None),
        ("infobip", "PATCH", "/whatsapp/2/senders/1/templates/2", {}, "definition_edit"),
        ("infobip", "POST", "/whatsapp/2/senders/1/templates", {}, "definition_of_unknown_category"),
        ("pilot-status", None, None, {}, "message_without_content"),
        ("pilot-status", None, None, {"name": "a", "body": "Hi"}, "template_definition"),
        ("pilot-status", "DELETE", "/v1/messages/cancel", {"messageIds": []}, None),
    ],
)
def test_select(provider: str, method: str | None, path: str | None, body: Any, name: str | None) -> None:
    assert wire.select(wire_schemas.load(provider), method, path, body) == name


@pytest.mark.parametrize(
    ("structure", "path"),
    [
        ({"boddy": {"text": "Hi"}}, ("structure", "boddy")),
        ({"body": {"txt": "Hi"}, "footer": {}, "buttons": []}, ("structure", "body", "txt")),
        ({"body": {"text": "Hi", "examples": "Ada"}}, ("structure", "body", "examples")),
        ({"body": {"text": "Hi"}, "type": "FAX"}, ("structure", "type")),
    ],
)
def test_an_edit_without_a_category_has_one_of_two_structures(structure: Any, path: Any) -> None:
    found = wire.problems("infobip", request({"structure": structure}, "/whatsapp/2/senders/1/templates/2"))
    assert path in [at for at, _ in found]


# --- what people read --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "body", "path", "message"),
    [
        ("cloud", sent("text", {"boddy": "Hi"}), ("text", "boddy"),
            "unknown key 'boddy', did you mean 'body'?"),
        ("cloud", sent("text", {"body": "Hi"}, zzz=1), ("zzz",), "unknown key 'zzz'"),
        ("cloud", {"type": "text", "text": {"body": "Hi"}, "to": "1"}, (), "'messaging_product' is missing"),
        ("cloud", {"messaging_product": "whatsapp", "text": {"body": "Hi"}}, (),
            "'to' or 'recipient' is missing"),
        ("cloud", {**TO, "typ": "image"}, (), "'type' is missing, is 'typ' meant for it?"),
        ("cloud", sent("text", {"body": 5}), ("text", "body"), "must be text, not 5"),
        ("cloud", sent("text", "Hi"), ("text",), "must be a mapping, not the text 'Hi'"),
        ("cloud", sent("location", {"latitude": True, "longitude": 1}), ("location", "latitude"),
         "must be a number or text, not true"),
        ("cloud", {**CLOUD["text_message"], "messaging_product": "sms"}, ("messaging_product",),
         "'sms' must be 'whatsapp'"),
        ("cloud", template({"type": "boddy"}), ("template", "components", 0, "type"),
         "'boddy' is none of 'header', 'body', 'button', 'limited_time_offer', 'tap_target_configuration',"
         " 'carousel', did you mean 'body'?"),
        ("infobip", {**IB, "content": {"mediaUrl": "https://a"}}, (),
            "infobip takes no body like this without a path"),
        ("pilot-status", {"destinationNumber": "+1"}, (), "'templateId' or 'text' or 'media' is missing"),
    ],
)  # fmt: skip
def test_one_place_one_message(provider: str, body: Any, path: tuple[Any, ...], message: str) -> None:
    assert wire.problems(provider, request(body)) == [(path, message)]


@pytest.mark.parametrize("provider", NAMES)
@pytest.mark.parametrize("body", [True, 0, "", [], {}, [[]], {"": {}}, {"type": {}}, {"messages": [1]}])
def test_any_json_is_answered(provider: str, body: Any) -> None:
    assert wire.problems(provider, request(body))


def test_a_call_permission_request_has_no_content() -> None:
    path = "/whatsapp/1/message/interactive/call-permission-request"
    found = wire.problems("infobip", request({**IB, "content": {}}, path))
    assert found == [(("content",), "'content' has no place here")]


def test_a_provider_without_a_schema_has_no_problems() -> None:
    assert wire.problems("somebody-else", request({"any": "thing"})) == []


def test_a_hostile_body_is_not_explained_in_full() -> None:
    body = template(*[{"type": "x"}] * 100_000)
    assert len(wire.problems("cloud", request(body))) == wire_faults.MOST


# --- real bodies -------------------------------------------------------------------------------------

# entries of the corpus that are called valid and are not, each with its reason
NOT_VALID = {
    "360dialog/sandbox-sandbox-curl-text.json": "a sandbox that does without messaging_product",
    "cloud/079-spm-templates-0.json": "a placeholder where parameter_format stands",
    "cloud/100-obtain-user-call-permissions-2.json": "a placeholder category, a header without its format",
    "infobip/sdk-template-create-03-ok.json": "the category OTP of 2024, which is AUTHENTICATION today",
}
ENDPOINTS = {
    "messages": MESSAGES,
    "marketing_messages": "/{phone-number-id}/marketing_messages",
    "message_templates": "/{waba-id}/message_templates",
}


@pytest.mark.corpus
def test_the_corpus() -> None:
    folder = os.environ.get("WAML_CORPUS")
    if not folder:
        pytest.skip("WAML_CORPUS names no folder")
    refused = set()
    for entry in json.loads(Path(folder, "index.json").read_text("utf-8")):
        if not entry["valid"] or entry["kind"] in ("response", "error-400", "cancel"):
            continue
        body = json.loads(Path(folder, entry["file"]).read_text("utf-8"))
        path = entry.get("path") or ENDPOINTS[entry["endpoint"]]
        if wire.problems(entry["provider"], request(body, path, entry.get("method"))):
            refused.add(entry["file"])
    assert refused == NOT_VALID.keys()
