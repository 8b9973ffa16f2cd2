"""One slip is one finding: what follows from a fault is not said beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

import waml
from waml.config import Config

TO = 'to: "+15551234567"\n'
ORDER = """body: Your cake
order_details: {reference_id: o, type: digital-goods, currency: BRL, tax: 0, total_amount: 500, subtotal: 500.50,
  items: [{retailer_id: c, name: Cake, amount: 500, quantity: 1}]}
"""


def found(text: str, provider: str = "cloud") -> list[str]:
    diagnostics = waml.lint("x.waml.yaml", text=text, provider=provider, config=Config())
    return [f"{d.rule} {d.field or ''}".strip() for d in diagnostics if d.severity != "info"]


@pytest.mark.parametrize(
    ("text", "provider", "only"),
    [
        (TO + 'body: Well?\nbuttons: [{titel: "Yes"}]\n', "cloud", ["unknown-key buttons[0].titel"]),
        ('too: "+15551234567"\ntxt: Hello\n', "cloud", ["unknown-key too", "unknown-key txt"]),
        ("to: {{ phone }}\ntext: Hello\n", "cloud", ["unquoted-template"]),
        ('to: ["+15551234567"]\ntext: Hello\n', "cloud", ["wrong-type to.phone"]),
        (TO + ORDER, "cloud", ["wrong-type order_details.subtotal.value"]),
        (TO + "text: Hello\nsend_at: tomorrow\n", "pilot-status", ["not-a-time send_at"]),
        (TO + "text: Hello\nsend_at: 2026-12-18T19:27:00\n", "pilot-status", ["not-a-time send_at"]),
        ("vars: {name: Ada}\n" + TO + 'text: "Hi {{ name }"\n', "cloud", ["template-syntax"]),
        (TO + "location: {latitude: 400, longitude: 5}\n", "pilot-status", ["not-carried location"]),
        (TO + "header: Hello\nbody: ''\ncatalog: {}\n", "infobip", ["missing-sender from", "not-carried catalog"]),
        (TO + f"body: Hi\nbuttons: [{{title: {'x' * 30}, code: A-1}}]\n", "cloud", ["not-carried buttons[0]"]),
        ("to: ''\ntext: Hello\n", "cloud", ["empty-recipient to.phone"]),
        (TO + "body: Well?\nbuttons: ['']\n", "cloud", ["empty-button-title buttons[0].title"]),
        (TO + "body: Well?\nbuttons: [Fine, Fine]\n", "cloud", ["duplicate-button-title buttons[1].title"]),
        (
            TO + "template: {name: login, language: en, otp: ' '}\n",
            "cloud",
            ["blank-template-value template.body[0].text"],
        ),
        (TO + "text: Hello\nsend_at: 1700000000\n", "pilot-status", ["not-a-time send_at"]),
        (TO + "body: Well?\nbuttons: [{type: 7, title: Fine}]\n", "cloud", ["unknown-word buttons[0].type"]),
        (TO + "body: Well?\nbuttons: [{title: Fine, id: ' '}]\n", "cloud", ["button-id-padded buttons[0].id"]),
        (TO + "contacts: ['']\n", "cloud", ["wrong-type contacts[0]"]),
        (TO + "body: Well?\nflow: {button: Book, flow_id: [a]}\n", "cloud", ["wrong-type flow.flow_id"]),
        (TO + f"text: Hello\ncallback_data: {'x' * 513}\n", "cloud", ["callback-data-too-long callback_data"]),
    ],
)
def test_one_slip_is_one_finding(text: str, provider: str, only: list[str]) -> None:
    assert sorted(found(text, provider)) == sorted(only)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("txt: Hello\n", {"unknown-key txt", "missing-recipient to"}),
        (
            "vars: {name: Ada, other: x}\n" + TO + 'text: "Hi {{ name }"\n',
            {"template-syntax", "unused-variable vars.other"},
        ),
        (TO + "text: Hello\nsend_at: tomorrow\n", {"not-a-time send_at", "not-carried send_at"}),
        (TO + 'text: "{{ name }}"\nfrom: {{ sender }}\n', {"undeclared-variable", "unquoted-template"}),
    ],
)
def test_two_slips_are_two_findings(text: str, both: set[str]) -> None:
    assert set(found(text)) == both


@pytest.mark.parametrize(
    "text",
    [
        'to: "+15551234567"\nbody: Book\nflow: {button: Go, FLOW_ID: "1", screen: A}\n',
        'to: "+15551234567"\nbody: Book\nflow: {button: Go, flowId: "1", screen: A}\n',
        'to: "+15551234567"\nheader: Hi\nbody: Ok?\nbutons: [Yes, No]\n',
        'to: "+15551234567"\nTEXT: Hi\n',
        'to: "+15551234567"\ntext: {boddy: [1]}\n',
        'to: "+15551234567"\nbody: Look\nbuttons: [{title: Open, ul: "https://acme.example"}]\n',
        'to: "+15551234567"\nbody: Talk\nbuttons: [{tipe: voice_call, title: Call, ttl_minutes: 60}]\n',
    ],
)
def test_a_misspelt_key_is_read_as_what_it_means(text: str) -> None:
    found = waml.lint("a.waml.yaml", text=text, provider="cloud", config=Config())
    [diagnostic] = [d for d in found if d.severity != "info"]
    assert diagnostic.rule == "unknown-key"
    assert str(diagnostic.help).startswith("did you mean '")


def test_what_is_not_chosen_of_the_original_leaves_the_copy() -> None:
    text = TO + "body: Well?\nbuttons: [Fine, Fine]\n"
    diagnostics = waml.lint("x.waml.yaml", text=text, config=Config(), ignore=["duplicate-button-title"])
    assert [d.rule for d in diagnostics if d.severity != "info"] == ["duplicate-button-id"]


@pytest.mark.parametrize(
    ("body", "provider", "only"),
    [
        ({"destinationNumber": "", "text": "Hi"}, "pilot-status", ["empty-recipient"]),
        ({"destinationNumber": "5511999999999", "text": "Hi"}, "pilot-status", ["number-without-plus"]),
        ({"destinationNumber": "+5511999999999", "mediaType": "image"}, "pilot-status", ["media-type-without-media"]),
        ({"destinationNumber": "+5511999999999", "text": ["Hi"]}, "pilot-status", ["payload-wrong-type"]),
        ({"to": "441134960001", "content": {"text": "Hi"}}, "infobip", ["payload-missing-key"]),
        (
            {"name": "t", "language": "en", "category": 7, "structure": {"body": {"text": "Hi"}}},
            "infobip",
            ["payload-wrong-type"],
        ),
        (
            {"name": "t", "language": "en", "category": "NEWS", "structure": {"body": {"text": "Hi"}}},
            "infobip",
            ["definition-category-unknown"],
        ),
    ],
)
def test_one_slip_of_a_payload_is_one_finding(body: Any, provider: str, only: list[str]) -> None:
    diagnostics = waml.lint("x.json", text=json.dumps(body), provider=provider, config=Config())
    assert [d.rule for d in diagnostics if d.severity != "info"] == only


def test_what_is_said_of_the_whole_message_hides_no_misspelt_first_key() -> None:
    body = {"namee": "sample", "category": "UTILITY", "language": "en", "components": [{"type": "BODY", "text": "Hi"}]}
    found = waml.lint("m.json", text=json.dumps(body), provider="360dialog-onprem", config=Config())
    assert {"on-premise-sunset", "payload-unknown-key"} <= {d.rule for d in found}
