"""One slip is one finding: what follows from a fault is not said beside it."""

from __future__ import annotations

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
