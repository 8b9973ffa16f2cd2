"""Pilot Status: the published examples and every mode beside its wire, both ways; then nonsense."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waml.providers import Request, pilot_status

CORPUS = Path(os.environ.get("WAML_CORPUS", "no-corpus"))
PATH = "/v1/messages/send"
NUMBER = {"destinationNumber": "+5511999999999"}
TO = {"to": {"phone": "+5511999999999"}}

REPLY = {"type": "reply", "title": "Yes", "id": "yes"}
URL = {"type": "url", "title": "Site", "url": "https://example.com"}
CALL = {"type": "call", "title": "Call", "phone_number": "+5511999999999"}
COPY = {"type": "copy", "title": "Code", "code": "ABC123"}
WIRE_REPLY = {"type": "reply", "displayText": "Yes", "id": "yes"}
WIRE_URL = {"type": "url", "displayText": "Site", "url": "https://example.com"}
WIRE_CALL = {"type": "call", "displayText": "Call", "phoneNumber": "+5511999999999"}
WIRE_COPY = {"type": "copy", "displayText": "Code", "copyCode": "ABC123"}

# name: (message, body)
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "text": ({**TO, "text": {"body": "Hi"}}, {**NUMBER, "text": "Hi"}),
    "to a group": (
        {"to": {"group": "1-2@g.us"}, "text": {"body": "Hi"}},
        {"groupId": "1-2@g.us", "text": "Hi"},
    ),
    "to a channel": (
        {"to": {"channel": "1@newsletter"}, "text": {"body": "Hi"}},
        {"newsletterId": "1@newsletter", "text": "Hi"},
    ),
    "to a user": (
        {"to": {"user": "BR.1349"}, "text": {"body": "Hi"}},
        {"destinationNumber": "BR.1349", "text": "Hi"},
    ),
    "every button": (
        {**TO, "body": "Choose", "buttons": [REPLY, URL, CALL, COPY]},
        {**NUMBER, "text": "Choose", "buttons": [WIRE_REPLY, WIRE_URL, WIRE_CALL, WIRE_COPY]},
    ),
    "header text and footer": (
        {**TO, "header": {"text": "Header title"}, "body": "Hi", "buttons": [REPLY], "footer": "foot"},
        {
            **NUMBER,
            "text": "Hi",
            "buttons": [WIRE_REPLY],
            "header": {"type": "text", "content": "Header title"},
            "footer": "foot",
        },
    ),
    "header image": (
        {**TO, "header": {"image": {"link": "https://a/b.png"}}, "body": "Hi", "buttons": [REPLY]},
        {
            **NUMBER,
            "text": "Hi",
            "buttons": [WIRE_REPLY],
            "header": {"type": "image", "content": "https://a/b.png"},
        },
    ),
    "image": (
        {**TO, "image": {"link": "https://a/b.png", "caption": "c"}},
        {**NUMBER, "media": "https://a/b.png", "mediaType": "image", "caption": "c"},
    ),
    "audio in the request": (
        {**TO, "audio": {"data_uri": "data:audio/ogg;base64,AAAA"}},
        {**NUMBER, "media": "data:audio/ogg;base64,AAAA", "mediaType": "audio"},
    ),
    "document": (
        {**TO, "document": {"link": "https://a/b"}},
        {**NUMBER, "media": "https://a/b", "mediaType": "document"},
    ),
    "video": (
        {**TO, "video": {"link": "https://a/b"}},
        {**NUMBER, "media": "https://a/b", "mediaType": "video"},
    ),
    "template": (
        {
            **TO,
            "template": {
                "name": "onboarding-test",
                "body": [{"name": "name", "text": "John"}, {"name": "order_id", "text": "123"}],
            },
        },
        {"templateId": "onboarding-test", **NUMBER, "variables": {"name": "John", "order_id": "123"}},
    ),
    "template with overrides": (
        {
            **TO,
            "template": {
                "name": "t",
                "header": {"video": {"link": "https://a/b.mp4"}},
                "buttons": [REPLY, URL, COPY],
            },
        },
        {
            "templateId": "t",
            **NUMBER,
            "media": "https://a/b.mp4",
            "mediaType": "video",
            "buttons": [WIRE_REPLY, WIRE_URL, WIRE_COPY],
        },
    ),
    "scheduled, labelled, rewritten": (
        {
            **TO,
            "send_at": "2026-12-18T19:27:00Z",
            "deliver_by": "2026-12-18T19:30:00Z",
            "labels": ["vip", "prioridade"],
            "template": {"name": "order_update", "body": [{"name": "name", "text": "João"}]},
            "pilot-status": {"marketingOptions": {"aiRewriteEnabled": True}},
        },
        {
            "templateId": "order_update",
            **NUMBER,
            "variables": {"name": "João"},
            "labels": ["vip", "prioridade"],
            "deliverAt": "2026-12-18T19:27:00Z",
            "deliverUntil": "2026-12-18T19:30:00Z",
            "marketingOptions": {"aiRewriteEnabled": True},
        },
    ),
    # Wrong, but to be judged, not lost.
    "header without buttons": (
        {**TO, "header": {"text": "Title"}, "text": {"body": "Hi"}},
        {**NUMBER, "text": "Hi", "header": {"type": "text", "content": "Title"}},
    ),
    "text and medium": (
        {**TO, "text": {"body": "Hi"}, "image": {"link": "https://a"}},
        {**NUMBER, "text": "Hi", "media": "https://a", "mediaType": "image"},
    ),
    "text and template": (
        {**TO, "text": {"body": "Hi"}, "template": {"name": "t"}},
        {"templateId": "t", **NUMBER, "text": "Hi"},
    ),
    "buttons below a medium": (
        {**TO, "image": {"link": "https://a"}, "buttons": [REPLY]},
        {**NUMBER, "media": "https://a", "mediaType": "image", "buttons": [WIRE_REPLY]},
    ),
    "caption of an audio": (
        {**TO, "audio": {"link": "https://a", "caption": "c"}},
        {**NUMBER, "media": "https://a", "mediaType": "audio", "caption": "c"},
    ),
    "no mode": (TO, NUMBER),
    "two destinations": (
        {"to": {"phone": "+5511999999999", "group": "1@g.us"}, "text": {"body": "Hi"}},
        {**NUMBER, "groupId": "1@g.us", "text": "Hi"},
    ),
}


def encode(message: dict[str, Any]) -> Request:
    return pilot_status.encode(message, message.get("pilot-status", {}))


@pytest.mark.parametrize("name", CASES)
def test_a_message_and_its_wire_are_each_other(name: str) -> None:
    message, body = CASES[name]
    request = encode(message)
    assert request == Request("POST", PATH, {}, body)
    assert pilot_status.decode(request) == [message]
    assert pilot_status.decode(Request(None, None, {}, body)) == [message]
    assert pilot_status.decode(Request(None, f"https://pilotstatus.com.br{PATH}/", {}, body)) == [message]


def test_the_idempotency_key_is_a_header() -> None:
    message = {**TO, "text": {"body": "Hi"}, "pilot-status": {"Idempotency-Key": "k1"}}
    request = encode(message)
    assert request.headers == {"Idempotency-Key": "k1"}
    assert request.body == {**NUMBER, "text": "Hi"}
    assert pilot_status.decode(request) == [message]
    assert pilot_status.decode(request._replace(headers={"idempotency-key": "k1"})) == [message]


def test_every_named_value_is_a_variable() -> None:
    template = {
        "name": "t",
        "header": {"text": [{"name": "shop", "text": "Acme"}]},
        "body": [
            {"name": "total", "currency": {"fallback_value": "5 €", "code": "EUR", "amount_1000": 5000}},
            {"name": "day", "date_time": {"fallback_value": "May"}},
            {"text": "no name"},
        ],
        "buttons": [{"type": "url", "suffix": "AB-1"}],
    }
    body = encode({"template": template}).body
    assert body == {"templateId": "t", "variables": {"shop": "Acme", "total": "5 €", "day": "May"}}


def test_no_label_is_none() -> None:
    (message,) = pilot_status.decode(Request(None, None, {}, {**NUMBER, "text": "Hi", "labels": []}))
    assert message == {**TO, "text": {"body": "Hi"}}


def test_a_time_comes_back_in_utc() -> None:
    (message,) = pilot_status.decode(Request(None, None, {}, {"deliverAt": "2026-12-18T16:27:00-03:00"}))
    assert message == {"send_at": "2026-12-18T19:27:00Z"}


@pytest.mark.parametrize(
    ("wire", "here"),
    [
        ({"media": "https://a"}, {"image": {"link": "https://a"}}),
        ({"mediaType": "video"}, {"video": {}}),
        ({"media": "https://a/b.pdf?c=.png"}, {"document": {"link": "https://a/b.pdf?c=.png"}}),
        ({"media": "data:video/mp4;base64,AA=="}, {"video": {"data_uri": "data:video/mp4;base64,AA=="}}),
        ({"media": "https://a", "mediaType": "voice"}, {"audio": {"link": "https://a", "voice": True}}),
        ({"media": "https://a", "mediaType": "sticker"}, {"sticker": {"link": "https://a"}}),
    ],
)
def test_media_of_unusual_types(wire: dict[str, Any], here: dict[str, Any]) -> None:
    assert pilot_status.decode(Request(None, None, {}, wire)) == [here]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/messages/cancel", {"messageIds": ["a"]}),
        (None, {"messageIds": ["a"]}),
        (None, {"id": "a", "correlationId": "b", "status": "QUEUED"}),
        (None, {}),
        (PATH, None),
        (PATH, []),
    ],
)
def test_what_is_no_send_is_no_message(path: str | None, body: Any) -> None:
    assert pilot_status.decode(Request(None, path, {}, body)) == []


def index() -> list[dict[str, Any]]:
    if not CORPUS.is_dir():
        return []
    entries = json.loads((CORPUS / "index.json").read_text("utf-8"))
    return [
        entry
        for entry in entries
        if entry["provider"] == "pilot-status" and entry["kind"] not in {"cancel", "response"}
    ]


@pytest.mark.corpus
@pytest.mark.parametrize("entry", [entry for entry in index() if entry["valid"]], ids=lambda entry: entry["file"])
def test_real_payloads_round_trip(entry: dict[str, Any]) -> None:
    body = json.loads((CORPUS / entry["file"]).read_text("utf-8"))
    (message,) = pilot_status.decode(Request("POST", entry["path"], {}, body))
    request = encode(message)
    assert request.body == body
    assert entry["path"].endswith(str(request.path))
    assert pilot_status.decode(request) == [message]


PATHS = [None, "", PATH, "/v1/messages/cancel", "/whatsapp/1/message/text"]


def survives(path: str | None, body: Any) -> None:
    """Decode, and encode what came out: neither may raise."""
    for message in pilot_status.decode(Request(None, path, {}, body)):
        assert isinstance(message, dict)
        encode(message)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="WAML_CORPUS names no folder")
def test_no_json_of_the_corpus_raises() -> None:
    for file in sorted(CORPUS.rglob("*.json")):
        body = json.loads(file.read_text("utf-8"))
        for path in PATHS:
            survives(path, body)


WORDS = sorted({word for case in CASES.values() for tree in case for word in tree} | {"type", "content", "id"})
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=25,
)


@given(JSON, st.sampled_from(PATHS))
def test_no_json_raises(body: Any, path: str | None) -> None:
    survives(path, body)


@given(st.dictionaries(st.sampled_from(WORDS), JSON))
def test_no_message_raises(message: dict[str, Any]) -> None:
    pilot_status.decode(pilot_status.encode(message, {}))


@given(st.sampled_from(sorted(CASES)), st.data())
def test_one_wrong_value_raises_nothing(name: str, data: st.DataObject) -> None:
    message, body = CASES[name]
    survives(PATH, {**body, data.draw(st.sampled_from(sorted(body))): data.draw(JSON)})
    message = {**message, data.draw(st.sampled_from(sorted(message))): data.draw(JSON)}
    pilot_status.encode(message, {})


def test_a_voice_note_that_says_so_stays_one() -> None:
    body = {**NUMBER, "media": "https://acme.example/a.ogg", "mediaType": "voice"}
    (message,) = pilot_status.decode(Request("POST", PATH, {}, body))
    assert encode(message).body == body


@pytest.mark.parametrize("key", ["list", "carousel", "flow"])
def test_what_the_client_alone_knows_comes_back(key: str) -> None:
    body = {"destinationNumber": "+5511999999999", "text": "Choose", key: {"a": [{"b": 1}]}, "markRead": False}
    (message,) = pilot_status.decode(Request("POST", "/v1/messages/send", {}, body))
    assert message["pilot-status"] == {key: {"a": [{"b": 1}]}, "markRead": False}
    assert pilot_status.encode(message, message["pilot-status"]).body == body


def test_the_client_s_word_for_the_title_of_a_button_is_read() -> None:
    body = {"text": "Choose", "buttons": [{"type": "reply", "label": "Yes", "id": "y"}]}
    (message,) = pilot_status.decode(Request("POST", "/v1/messages/send", {}, body))
    assert message["buttons"] == [{"type": "reply", "title": "Yes", "id": "y"}]
