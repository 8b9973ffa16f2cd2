from __future__ import annotations

from typing import Any

import meta_corpus
import meta_messages
import pytest
from hypothesis import HealthCheck, given, settings
from normalise import meta

from waml.providers import Request, cloud, dialog360

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
HELLO = {"to": {"phone": "PHONE_NUMBER"}, "text": {"body": "Hello, dear customer!"}}


def decoded(body: Any) -> list[dict[str, Any]]:
    return dialog360.decode(Request(None, None, {}, body))


def test_the_documented_text() -> None:
    request = dialog360.encode(HELLO, {})
    assert request == Request(
        "POST",
        "/messages",
        {"Content-Type": "application/json"},
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "PHONE_NUMBER",
            "type": "text",
            "text": {"body": "Hello, dear customer!"},
        },
    )
    assert dialog360.decode(request) == [HELLO]


def test_the_preview_flag_stands_in_the_text() -> None:
    message = {**HELLO, "text": {"body": "https://www.whatsapp.com/", "preview_url": True}}
    body = dialog360.encode(message, {}).body
    assert body["text"] == {"preview_url": True, "body": "https://www.whatsapp.com/"}
    assert decoded(body) == [message]


def test_the_documented_read_receipt() -> None:
    request = dialog360.encode({"read": {"message_id": "MESSAGE_ID"}}, {})
    assert request[:2] == ("POST", "/messages")
    assert request.body == {"messaging_product": "whatsapp", "status": "read", "message_id": "MESSAGE_ID"}


def test_the_block_goes_into_the_body() -> None:
    block = {"category": "utility", "recipient_identity_key_hash": "h"}
    body = dialog360.encode({**HELLO, "360dialog": block}, block).body
    assert body["category"] == "utility"
    assert decoded(body) == [{**HELLO, "360dialog": block}]


def test_a_group_is_not_reached_but_read() -> None:
    message = {"to": {"group": "Y2Fw"}, "text": {"body": "Hi"}}
    assert "to" not in dialog360.encode(message, {}).body
    assert decoded(cloud.encode(message, {}).body) == [message]


CONTENTS = {kind: content for kind, content in meta_messages.CONTENTS.items() if kind != "pin"}


@SLOW
@given(meta_messages.messages(CONTENTS))
def test_it_is_the_cloud_body_without_the_number(message: dict[str, Any]) -> None:
    request = dialog360.encode(message, {})
    assert request.body == cloud.encode(message, {}).body
    assert dialog360.decode(request) == [message]


@SLOW
@given(meta_messages.any_json)
def test_any_json_is_read(body: Any) -> None:
    for message in decoded(body):
        dialog360.encode(message, message.get("360dialog", {}))


@pytest.mark.corpus
def test_real_payloads_come_back() -> None:
    for entry, body in meta_corpus.requests("360dialog"):
        messages = decoded(body)
        assert len(messages) == 1, entry["file"]
        request = dialog360.encode(messages[0], messages[0].get("360dialog", {}))
        assert meta(request.body, "360dialog") == meta(body, "360dialog"), entry["file"]
        assert dialog360.decode(request) == messages, entry["file"]


@pytest.mark.corpus
def test_no_file_of_the_corpus_is_too_much() -> None:
    for body in meta_corpus.everything():
        for message in decoded(body):
            dialog360.encode(message, message.get("360dialog", {}))
