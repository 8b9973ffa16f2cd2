"""The sender, tested with what `waml.testing` has. Run it: `pytest examples/testing`."""

from __future__ import annotations

import httpx
import pytest
import responses
import respx
from hypothesis import given, settings
from sender import MESSAGE, Refused, Sender

from waml.testing import assert_valid_payload, payloads, stub, variables

URL = "https://graph.facebook.com/v23.0"


@pytest.fixture
def sender():
    return Sender(URL, "a token")


def test_message_is_what_the_provider_takes(waml_message):
    compiled = waml_message("order_shipped.waml.yaml", provider="cloud", first_name="Grace")
    assert "Hi Grace" in compiled.body["interactive"]["body"]["text"]
    assert_valid_payload(compiled, "cloud")


def test_message_is_still_the_same(waml_message, waml_golden):
    waml_golden(waml_message("order_shipped.waml.yaml", provider="cloud"), "golden/order_shipped.json")


@responses.activate
def test_message_is_sent(sender):
    cloud = stub("cloud").into(responses)
    sent = sender.order_shipped("+447700900123", "Ada", "AB-1234")
    assert sent.startswith("wamid.")
    for webhook in cloud.received[0].webhooks:
        sender.webhook(webhook)
    assert sender.statuses[sent] == "read"


@pytest.mark.waml_fixtures("order_shipped.waml.yaml", provider="cloud", group="invalid", rule="button-title-too-long")
@responses.activate
def test_refusal_is_told(sender, waml_fixture):
    stub("cloud").into(responses)
    with pytest.raises(Refused) as refused:
        sender.post(waml_fixture.body)
    assert refused.value.code == waml_fixture.response["body"]["error"]["code"]


@pytest.mark.waml_fixtures("order_shipped.waml.yaml", provider="cloud", group="valid")
def test_webhooks_are_followed(sender, waml_fixture):
    sent = waml_fixture.response["body"]["messages"][0]["id"]
    for name in ("sent", "delivered", "failed"):
        sender.webhook(waml_fixture.webhooks[name])
        assert sender.statuses[sent] == name
    assert sender.failures[sent] == 131026


@settings(max_examples=10, deadline=None)
@given(variables(MESSAGE))
def test_any_customer_is_told(values):
    with responses.RequestsMock() as mock:
        stub("cloud").into(mock)
        assert Sender(URL, "a token").order_shipped(**values)


@settings(max_examples=5, deadline=None)
@given(payloads(provider="cloud", kind="text", valid=False))
def test_what_breaks_a_rule_is_known_before_it_is_sent(payload):
    with pytest.raises(AssertionError, match=payload.rule):
        assert_valid_payload(payload.content, "cloud", fail_on="warning")


@respx.mock
def test_another_client_gets_the_same_answers(waml_message):
    stub("cloud").into(respx.mock)
    body = waml_message("order_shipped.waml.yaml", provider="cloud").body
    assert httpx.post(f"{URL}/106540352242922/messages", json=body).status_code == 200
    body["interactive"]["action"]["buttons"] *= 2
    assert httpx.post(f"{URL}/106540352242922/messages", json=body).status_code == 400
