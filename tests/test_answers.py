"""What the providers answer: the definitions of `answers.schema.json`, tried on answers and on what is none."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from waml.codes import mentions
from waml.providers import NAMES
from waml.resources import schema

SCHEMA = schema("answers")
WAMID = "wamid.HBgLMTY1MDUwNzY1MjAVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA"
PERSON = {"input": "+16505076520", "wa_id": "16505076520"}
SENT = {"messaging_product": "whatsapp", "contacts": [PERSON], "messages": [{"id": WAMID}]}
REFUSED = {"error": {"message": "(#131009) Parameter value is not valid", "type": "OAuthException", "code": 131009}}
BLOCKED = {"meta": {"httpCode": 403, "developerMessage": "This URL is blocked", "success": False}}
ON_PREMISE = {"messages": [{"id": "gBGHSRUUIXKJTwIJVQgXRR0rdXiv"}], "meta": {"api_status": "stable", "version": "2.53"}}
PENDING = {"groupId": 1, "groupName": "PENDING", "id": 7, "name": "PENDING_ENROUTE", "description": "on its way"}
ACCEPTED = {"to": "441134960001", "messageCount": 1, "messageId": "a1", "status": PENDING}
QUEUED = {"id": "msg_1", "correlationId": "corr_1", "status": "QUEUED"}
TEMPLATE = {"message_template_id": 1, "message_template_name": "sale", "message_template_language": "en"}


def held(status: str) -> dict[str, Any]:
    return {**SENT, "messages": [{"id": WAMID, "message_status": status}]}


def told(field: str, **value: Any) -> dict[str, Any]:
    """A webhook of Meta."""
    changes = [{"field": field, "value": value}]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def status(status: str, *codes: Any) -> dict[str, Any]:
    errors = {"errors": [{"code": code, "title": "dropped"} for code in codes]} if codes else {}
    return {"id": WAMID, "status": status, "timestamp": "1750000000", "recipient_id": "16505076520", **errors}


def refused(**errors: list[str]) -> dict[str, Any]:
    fault = {"messageId": "BAD_REQUEST", "text": "Bad request", "validationErrors": errors}
    return {"requestError": {"serviceException": fault}}


META_WEBHOOKS = [
    told("messages", statuses=[status("sent"), status("delivered"), status("read")]),
    told("messages", statuses=[status("failed", 132015)]),
    told("messages", statuses=[status("failed", "132015")]),
    told("message_template_status_update", event="PAUSED", reason=None, **TEMPLATE),
    told("message_template_status_update", event="paused", reason="NONE", **TEMPLATE),
    told("message_template_quality_update", previous_quality_score="GREEN", new_quality_score="RED", **TEMPLATE),
]
META_NONSENSE = [
    {"object": "page"},
    told("messages", statuses=[status("seen")]),
    told("messages", statuses=[status("failed")]),
    told("messages", statuses=[status("failed", "not a code")]),
    told("message_template_status_update", event="paused for a while", **TEMPLATE),
    told("message_template_status_update", event="PAUSED"),
    told("message_template_quality_update", previous_quality_score="GREEN", new_quality_score="PINK", **TEMPLATE),
]
NOT_SENT = [
    None,
    {**SENT, "messaging_product": "sms"},
    {**SENT, "contacts": [{"input": "+16505076520"}]},
    {**SENT, "messages": []},
    {**SENT, "messages": [{"id": "gBGHSRUUIXKJTwIJVQgXRR0rdXiv"}]},
    held("held"),
]

GOOD: dict[str, list[Any]] = {
    "cloud_send": [SENT, held("accepted"), held("held_for_quality_assessment")],
    "cloud_definition": [{"id": "1234", "status": "PENDING", "category": "UTILITY"}],
    "cloud_read": [{"success": True}],
    "cloud_error": [REFUSED, {"error": {**REFUSED["error"], "error_subcode": 2388023, "error_data": {"details": "x"}}}],
    "cloud_webhook": META_WEBHOOKS,
    "360dialog_send": [SENT, held("accepted"), held("held_for_quality_assessment")],
    "360dialog_read": [None, {"success": True}],
    "360dialog_error": [REFUSED, BLOCKED],
    "360dialog_webhook": META_WEBHOOKS,
    "360dialog-onprem_send": [ON_PREMISE, {**ON_PREMISE, "contacts": [PERSON]}],
    "360dialog-onprem_read": [None, {}],
    "360dialog-onprem_error": [{"errors": [{"code": 1013, "title": "User is not valid", "details": "x"}]}, BLOCKED],
    "360dialog-onprem_webhook": [
        {"statuses": [status("failed", 470)]},
        {"statuses": [status("failed", "2061")]},
        {"statuses": [status("read")]},
    ],
    "infobip_send": [ACCEPTED],
    "infobip_template": [{"messages": [ACCEPTED]}, {"messages": [ACCEPTED, ACCEPTED], "bulkId": "2034072219640523073"}],
    "infobip_error": [refused(**{"content.text": ["must not be blank"]})],
    "infobip_webhook": [
        {"results": [{"messageId": "a1", "to": "44113", "status": PENDING, "messageCount": 1}]},
        {"results": [{"messageId": "a1", "from": "44114", "to": "44113", "seenAt": "2026-01-01T00:00:00.000+0000"}]},
    ],
    "pilot-status_send": [QUEUED, {**QUEUED, "createdAt": "2026-02-24T15:00:00.000Z", "origin": "api"}],
    "pilot-status_message": [{"id": "msg_1", "status": "SENT", "errorMessage": None}],
    "pilot-status_error": [
        {"code": "MISSING_TEMPLATE_VARIABLES", "details": {"missingKeys": ["first_name"]}},
        {"code": "BILLING_SUSPENDED"},
        {"error": "Unauthorized"},
    ],
    "pilot-status_webhook": [
        {"event": "message.sent", "data": {"id": "msg_1", "messageId": WAMID, "fromMe": True}},
        {"event": "message.read", "data": {"internalMessageId": "msg_1"}},
        {
            "event": "message.failed",
            "data": {"id": "msg_1", "messageId": None, "error": "no", "errorCode": "WHATSAPP_NOT_EXIST"},
        },
        {"event": "message.reply", "data": {"quotedMessageId": WAMID, "correlationId": "corr_1"}},
    ],
}
BAD: dict[str, list[Any]] = {
    "cloud_send": NOT_SENT,
    "cloud_definition": [{"id": "1234"}, {"id": "wamid.1", "status": "PENDING", "category": "UTILITY"}],
    "cloud_read": [None, {}, {"success": False}],
    "cloud_error": [{}, {"error": {"message": "no code"}}, {"error": {"message": "x", "code": "OAuthException"}}],
    "cloud_webhook": META_NONSENSE,
    "360dialog_send": NOT_SENT,
    "360dialog_read": [{}, {"success": False}, [], {"success": True, "messages": []}],
    "360dialog_error": [{}, {"meta": {"httpCode": "403"}}, {"errors": [{"code": 1009, "title": "x"}]}],
    "360dialog_webhook": META_NONSENSE,
    "360dialog-onprem_send": [
        {"messages": ON_PREMISE["messages"]},
        {**ON_PREMISE, "meta": {"api_status": "fine", "version": "2.53"}},
        {**ON_PREMISE, "meta": {"api_status": "stable"}},
        {**ON_PREMISE, "messages": [{"id": ""}]},
    ],
    "360dialog-onprem_read": [{"success": True}, [], "read"],
    "360dialog-onprem_error": [{}, {"errors": []}, {"errors": [{"title": "no code"}]}],
    "360dialog-onprem_webhook": [{"statuses": [status("failed")]}, {"statuses": [{"status": "read"}]}],
    "infobip_send": [{**ACCEPTED, "status": "PENDING"}, {"to": "441134960001"}, {**ACCEPTED, "messageCount": 0}],
    "infobip_template": [
        ACCEPTED,
        {"messages": []},
        {"messages": [{"to": "44"}]},
        {"messages": [ACCEPTED], "bulkId": 1},
    ],
    "infobip_error": [{"requestError": {}}, {"requestError": {"serviceException": {"text": "no id"}}}],
    "infobip_webhook": [{"results": []}, {"results": [{"messageId": "a1", "to": "44113"}]}, {"results": [{"to": "1"}]}],
    "pilot-status_send": [
        {**QUEUED, "status": "SENT"},
        {**QUEUED, "messageId": WAMID},
        {**QUEUED, "id": WAMID},
        {"id": "msg_1", "status": "QUEUED"},
    ],
    "pilot-status_message": [{"status": "SENT"}, {"id": "msg_1", "status": "GONE"}],
    "pilot-status_error": [
        {},
        {"code": 400},
        {"code": "MISSING_TEMPLATE_VARIABLES", "details": {"missingKeys": "name"}},
    ],
    "pilot-status_webhook": [
        {"event": "message.lost", "data": {"id": "msg_1"}},
        {"event": "message.sent", "id": "msg_1", "messageId": WAMID},
        {"event": "message.sent", "data": {"id": "msg_1", "messageId": None}},
        {"event": "message.read", "data": {}},
        {"event": "message.failed", "data": {"id": "msg_1"}},
        {"event": "message.failed", "data": {"id": "msg_1", "error": {"code": "WHATSAPP_NOT_EXIST"}}},
        {"event": "message.reply", "data": {"correlationId": "corr_1"}},
    ],
}


def is_valid(name: str, answer: Any) -> bool:
    return bool(Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{name}"}).is_valid(answer))


def test_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_answer_is_tried() -> None:
    answers = {name for name in SCHEMA["$defs"] if name.partition("_")[0] in NAMES}
    assert answers == GOOD.keys() == BAD.keys()
    assert {name.partition("_")[0] for name in answers} == set(NAMES)


@pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, answers in GOOD.items() for answer in answers])
def test_good_answer(name: str, answer: Any) -> None:
    assert is_valid(name, answer)


@pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, answers in BAD.items() for answer in answers])
def test_bad_answer(name: str, answer: Any) -> None:
    assert not is_valid(name, answer)


@pytest.mark.parametrize("name", [name for name in GOOD if name.endswith("_error")])
def test_codes_of_an_error_are_found(name: str) -> None:
    assert mentions(GOOD[name][0]) != []
