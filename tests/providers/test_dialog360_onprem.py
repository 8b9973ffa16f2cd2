from __future__ import annotations

from typing import Any

import meta_corpus
import meta_messages
import pytest
from hypothesis import HealthCheck, given, settings
from normalise import meta

from waml.providers import Request
from waml.providers import dialog360_onprem as onprem
from waml.wire import explain

NAME = "360dialog-onprem"
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
HELLO = {"to": {"phone": "wa_id"}, "text": {"body": "Hello, dear customer!"}}
NAMESPACE = {"namespace": "c8ae5f90_307a_ca4c_b8f6_d1e2a2573574"}


def decoded(body: Any, path: str | None = None) -> list[dict[str, Any]]:
    return onprem.decode(Request(None, path, {}, body))


def test_the_documented_text() -> None:
    request = onprem.encode(HELLO, {})
    assert request == Request(
        "POST",
        "/v1/messages",
        {"Content-Type": "application/json"},
        {
            "recipient_type": "individual",
            "to": "wa_id",
            "type": "text",
            "text": {"body": "Hello, dear customer!"},
        },
    )
    assert onprem.decode(request) == [HELLO]


def test_the_documented_template() -> None:
    message = {
        "to": {"phone": "wa_id"},
        "template": {"name": "template_name", "language": "en"},
        NAME: NAMESPACE,
    }
    request = onprem.encode(message, NAMESPACE)
    assert request.body == {
        "to": "wa_id",
        "type": "template",
        "template": {
            "namespace": "c8ae5f90_307a_ca4c_b8f6_d1e2a2573574",
            "language": {"policy": "deterministic", "code": "en"},
            "name": "template_name",
        },
    }
    assert onprem.decode(request) == [message]


def test_the_preview_flag_stands_at_the_top() -> None:
    message = {**HELLO, "text": {"body": "https://www.whatsapp.com/", "preview_url": True}}
    body = onprem.encode(message, {}).body
    assert (body["preview_url"], body["text"]) == (True, {"body": "https://www.whatsapp.com/"})
    assert decoded(body) == [message]
    published = {"preview_url": True, "to": "wa_id", "text": {"body": "https://www.whatsapp.com/"}}
    assert decoded(published) == [message]


def test_a_preview_flag_in_the_text_is_not_one() -> None:
    body = {"to": "wa_id", "type": "text", "text": {"body": "Hello, dear customer!", "preview_url": True}}
    assert decoded(body) == [HELLO]


def test_a_phone_is_written_as_digits() -> None:
    message = {"to": {"phone": "+16505076520"}, "text": {"body": "Hi"}}
    body = onprem.encode(message, {}).body
    assert body["to"] == "16505076520"
    assert decoded(body) == [message]


@pytest.mark.parametrize("identifier", ["gBGHSRUUIXKJTwIJVQgXRR0rdXiv", "a/b?c#d é", "wamid.HBgLMTY0Nj==", "%41"])
def test_the_documented_read_receipt(identifier: str) -> None:
    message = {"read": {"message_id": identifier}}
    request = onprem.encode(message, {})
    assert (request.method, request.body) == ("PUT", {"status": "read"})
    assert request.path is not None
    assert request.path.startswith("/v1/messages/")
    assert onprem.decode(request) == [message]


def test_a_read_receipt_whose_path_is_unknown() -> None:
    assert decoded({"status": "read"}) == [{"read": {}}]
    assert decoded({"status": "read"}, "/v1/messages/{message-id}") == [{"read": {}}]
    assert decoded({"status": "read"}, "/messages/X") == [{"read": {"message_id": "X"}}]
    assert onprem.encode({"read": {}}, {}).path == "/v1/messages/{message-id}"


def test_ttl_and_the_provider_of_a_medium() -> None:
    block = {"ttl": "P1D", "provider": {"name": "store"}}
    message = {"to": {"phone": "wa_id"}, "image": {"link": "https://a/b.png"}, NAME: block}
    body = onprem.encode(message, block).body
    assert body["image"] == {"link": "https://a/b.png", "provider": {"name": "store"}}
    assert body["ttl"] == "P1D"
    assert decoded(body) == [message]


@pytest.mark.parametrize(
    "content",
    [
        {
            "body": "B",
            "buttons": [{"type": "reply", "id": "y", "title": "Y"}],
            "header": {"image": {"link": "x"}},
        },
        {"template": {"name": "t", "language": "en", "header": {"image": {"link": "x"}}}},
    ],
)
def test_the_provider_of_a_header(content: dict[str, Any]) -> None:
    message = {"to": {"phone": "wa_id"}, **content, NAME: {"provider": {"name": "store"}}}
    assert decoded(onprem.encode(message, message[NAME]).body) == [message]


def test_an_order_and_a_request_for_a_place() -> None:
    """What Meta's pages of the On-Premise API have since v2.47.1, with the provider of a protected picture."""
    order = {"reference_id": "r1", "type": "digital-goods", "currency": "INR", "total_amount": {"value": 500}}
    dressed = {"to": {"phone": "+911234567890"}, "body": "Pay", "header": {"image": {"link": "x"}}}
    store = {NAME: {"provider": {"name": "store"}}}
    for message in (
        {**dressed, "order_details": order, **store},
        {**dressed, "order_status": {"reference_id": "r1", "status": "shipped"}, **store},
        {"to": {"phone": "+911234567890"}, "body": "Where are you?", "location_request": {}},
    ):
        request = onprem.encode(message, message.get(NAME, {}))
        assert decoded(request.body) == [message]
        assert explain(NAME, request) == []


def test_what_only_the_cloud_carries_is_left_out() -> None:
    to = {"to": {"phone": "wa_id"}}
    sent = {"recipient_type": "individual", "to": "wa_id"}
    assert onprem.encode({**to, "body": "B", "flow": {"button": "Go"}}, {}).body == sent
    offer = {"name": "t", "limited_time_offer": {"expires_at": "2026-12-24T18:00:00Z"}}
    buttons = [{"type": "copy", "code": "X"}, {"type": "reply", "id": "y"}]
    body = onprem.encode({**to, "template": {**offer, "buttons": buttons}}, {}).body
    assert [part.get("index") for part in body["template"]["components"]] == ["1"]


def test_voice_notes_and_names_of_parameters_are_left_out() -> None:
    to = {"to": {"phone": "wa_id"}}
    assert onprem.encode({**to, "audio": {"id": "1", "voice": True}}, {}).body["audio"] == {"id": "1"}
    named = {"name": "t", "body": [{"name": "n", "text": "x"}]}
    components = onprem.encode({**to, "template": named}, {}).body["template"]["components"]
    assert components == [{"type": "body", "parameters": [{"type": "text", "text": "x"}]}]


def test_a_legacy_hsm_is_read_as_the_template_that_it_became() -> None:
    parameters = [
        {"default": "$10"},
        {"default": "$5", "currency": {"currency_code": "USD", "amount_1000": 5000}},
        {"default": "today", "date_time": {"component": {"day_of_week": 5}}},
        {"default": "now", "date_time": {"unix_epoch": {"timestamp": 1485470276}}},
    ]
    hsm = {
        "namespace": "n",
        "element_name": "bought",
        "language": {"policy": "deterministic", "code": "en_US"},
        "localizable_params": parameters,
    }
    assert decoded({"to": "wa_id", "ttl": "P1D", "type": "hsm", "hsm": hsm}) == [
        {
            "to": {"phone": "wa_id"},
            "template": {
                "name": "bought",
                "language": "en_US",
                "body": [
                    {"text": "$10"},
                    {"currency": {"fallback_value": "$5", "code": "USD", "amount_1000": 5000}},
                    {"date_time": {"fallback_value": "today", "day_of_week": 5}},
                    {"date_time": {"fallback_value": "now", "timestamp": 1485470276}},
                ],
            },
            NAME: {"namespace": "n", "ttl": "P1D"},
        }
    ]


@SLOW
@given(meta_messages.messages(meta_messages.ONPREM_CONTENTS, onprem=True))
def test_decode_inverts_encode(message: dict[str, Any]) -> None:
    if "template" in message:
        message = {**message, NAME: NAMESPACE}
    request = onprem.encode(message, message.get(NAME, {}))
    assert onprem.decode(request) == [message]
    assert "messaging_product" not in request.body


@SLOW
@given(meta_messages.any_json)
def test_any_json_is_read(body: Any) -> None:
    for message in decoded(body):
        onprem.encode(message, message.get(NAME, {}))


@pytest.mark.corpus
def test_real_payloads_come_back() -> None:
    for entry, body in meta_corpus.requests(NAME):
        messages = decoded(body, entry.get("path"))
        assert len(messages) == 1, entry["file"]
        request = onprem.encode(messages[0], messages[0].get(NAME, {}))
        assert meta(request.body, NAME) == meta(body, NAME), entry["file"]
        assert onprem.decode(request) == messages, entry["file"]


@pytest.mark.corpus
def test_no_file_of_the_corpus_is_too_much() -> None:
    for body in meta_corpus.everything():
        for message in decoded(body):
            onprem.encode(message, message.get(NAME, {}))
