"""A provider that answers: in this process, to `requests` and `httpx`, and as a server of this machine."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import httpx
import pytest
import requests
import responses
import respx
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from waml.__main__ import main
from waml.fixtures.least import least
from waml.fixtures.linting import encoded
from waml.inputs import UsageError
from waml.providers import NAMES
from waml.resources import schema
from waml.rows import catalogue
from waml.testing import stub
from waml.testing.serving import server

URL = "https://graph.facebook.com/v23.0/1/messages"
HELLO = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+15551234567", "type": "text"}
GOOD = {**HELLO, "text": {"body": "Hello"}}
BAD = {**HELLO, "text": {"body": ""}}
CODE = int(catalogue()["empty-text"].codes("cloud")[0])


def is_valid(name: str, answer: Any) -> bool:
    return bool(Draft202012Validator({**schema("answers"), "$ref": f"#/$defs/{name}"}).is_valid(answer))


@pytest.mark.parametrize("provider", NAMES)
@pytest.mark.parametrize("kind", ["text", "template"])
def test_it_answers_as_the_provider_would(provider: str, kind: str) -> None:
    message = least(kind, provider)
    message["to"] = {"phone": "+5511999999999"}
    request = encoded(message, provider, {})
    assert request is not None
    one = stub(provider)
    good = one.answer(str(request.method), str(request.path), json.dumps(request.body))
    name = f"{provider}_{'template' if provider == 'infobip' and kind == 'template' else 'send'}"
    assert good.status < 300
    assert is_valid(name, good.body)
    assert one.received[0].webhooks
    assert all(is_valid(f"{provider}_webhook", told) for told in one.received[0].webhooks)
    refused = one.answer(str(request.method), str(request.path), "[1, 2]")
    assert refused.status >= 400
    assert is_valid(f"{provider}_error", refused.body)
    assert one.received[1].webhooks == ()


def test_ids_are_its_own_and_the_same_in_every_run() -> None:
    def ids(seed: int) -> list[str]:
        one = stub("cloud", seed=seed)
        return [one.answer("POST", URL, json.dumps(GOOD)).body["messages"][0]["id"] for _ in range(3)]

    assert ids(0) == ids(0) != ids(1)
    assert len(set(ids(0))) == 3


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", "[" * 5000, None, b'{"a": NaN}', "\ud800"])
def test_whatever_comes_is_answered(body: Any) -> None:
    for provider in NAMES:
        assert 400 <= stub(provider).answer("POST", "/messages", body).status < 500


def test_what_a_webhook_tells_is_told_by_one() -> None:
    later = stub("cloud", assume={"window": "closed"})
    answer = later.answer("POST", URL, json.dumps(GOOD))
    assert answer.status == 200
    [told] = later.received[0].webhooks
    status = told["entry"][0]["changes"][0]["value"]["statuses"][0]
    assert (status["status"], status["id"]) == ("failed", answer.body["messages"][0]["id"])
    assert status["errors"][0]["code"] == int(catalogue()["outside-window"].codes("cloud")[0])


def test_a_request_of_two_messages_is_answered_for_both() -> None:
    request = encoded(least("template", "infobip"), "infobip", {})
    assert request is not None
    body = {"messages": [*request.body["messages"], {**request.body["messages"][0], "to": "15550000000"}]}
    answer = stub("infobip").answer("POST", str(request.path), json.dumps(body))
    assert [message["to"] for message in answer.body["messages"]] == ["15551234567", "15550000000"]


def test_it_answers_requests() -> None:
    with responses.RequestsMock() as mock:
        one = stub("cloud").into(mock)
        assert requests.post(URL, json=GOOD, timeout=5).json()["contacts"][0]["input"] == "+15551234567"
        refused = requests.post(URL, json=BAD, headers={"Authorization": "Bearer x"}, timeout=5)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, CODE)
    assert [d.rule for d in one.received[1].diagnostics if d.severity == "error"] == ["empty-text"]


def test_it_answers_httpx() -> None:
    with respx.mock() as mock:
        stub("cloud").into(mock)
        assert httpx.post(URL, json=GOOD).json()["messages"][0]["id"].startswith("wamid.")
        assert httpx.post(URL, json=BAD).status_code == 400


def test_no_such_provider() -> None:
    with pytest.raises(UsageError, match="did you mean 'cloud'"):
        stub("clud")


# ---- as a server


@pytest.fixture
def address() -> Iterator[str]:
    listening = server(stub("cloud"), 0, lambda line: None)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    assert listening.server_address[0] == "127.0.0.1"
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


def send(url: str, body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as error:
        return error.code, json.loads(error.read())


def test_server_answers_and_tells_what_it_received(address: str) -> None:
    assert send(f"{address}/1/messages", GOOD)[0] == 200
    status, body = send(f"{address}/1/messages", BAD)
    assert (status, body["error"]["code"]) == (400, CODE)
    status, told = send(f"{address}/_waml")
    assert [one["answer"]["status"] for one in told["received"]] == [200, 400]
    assert told["received"][0]["request"]["body"] == GOOD
    assert len(told["received"][0]["webhooks"]) == 3
    assert send(f"{address}/elsewhere")[0] == 404


def test_stub_verb_refuses_what_cannot_be() -> None:
    result = CliRunner().invoke(main, ["stub", "-p", "clud"])
    assert (result.exit_code, "did you mean 'cloud'" in result.stderr) == (2, True)
    busy = server(stub("cloud"), 0, print)
    try:
        result = CliRunner().invoke(main, ["stub", "-p", "cloud", "--port", str(busy.server_port)])
    finally:
        busy.server_close()
    assert (result.exit_code, f"port {busy.server_port} cannot be had" in result.stderr) == (2, True)
