"""What the walk by the schema finds that JSON Schema cannot say: buttons, amounts, values that are missing."""

from __future__ import annotations

import pytest

import waml
from waml.config import Config

TO = 'to: "+15551234567"\n'
ORDER = """body: Your cake
order_details: {{reference_id: o, type: digital-goods, currency: BRL, tax: 0, total_amount: 500, subtotal: 500,
  items: [{{retailer_id: c, name: Cake, amount: {}, quantity: 1}}]}}
"""


def found(text: str, provider: str = "cloud", name: str = "x.waml.yaml") -> list[waml.Diagnostic]:
    return [d for d in waml.lint(name, text=text, provider=provider, config=Config()) if d.severity == "error"]


@pytest.mark.parametrize(
    ("button", "field", "help"),
    [
        ('{title: A, url: "https://a.b", id: x}', "url", "a button does one thing: leave out 'id' or 'url'"),
        ('{type: reply, title: A, url: "https://a.b"}', "url", "write 'type: url'"),
        ("{title: A, ttl_minutes: 5}", "ttl_minutes", "write 'type: voice_call'"),
        ("{type: url, title: A, id: x}", "id", "write 'type: reply'"),
    ],
)
def test_a_field_that_a_button_has_not_is_an_error(button: str, field: str, help: str) -> None:
    for provider in ("cloud", "pilot-status", "360dialog"):
        (one,) = found(TO + f"body: Well?\nbuttons: [{button}]\n", provider)
        assert (one.rule, one.field, one.help) == ("button-of-two-deeds", f"buttons[0].{field}", help)
    card = f"{{header: {{image: 'https://a.b/c.png'}}, body: A, buttons: [{button}]}}"
    assert "button-of-two-deeds" in {d.rule for d in found(TO + f"body: New\ncarousel: [{card}, {card}]\n")}


def test_a_template_send_and_a_definition_hold_to_it_too() -> None:
    send = TO + 'template: {name: a, buttons: [{id: x, title: A, code: A1, phone_number: "+15551234567"}]}\n'
    assert [d.field for d in found(send, "pilot-status")] == [
        "template.buttons[0].code",
        "template.buttons[0].phone_number",
    ]
    defined = "define_template: {name: a, language: en, category: utility, body: Hi, buttons: [%s]}\n"
    assert [d.rule for d in found(defined % "{title: A, screen: S}")] == ["button-of-two-deeds"]
    assert [d.rule for d in found(defined % "{title: A}")] == []


@pytest.mark.parametrize("button", ["{title: A, id: x}", "{id: x, title: A, index: 1}"])
def test_what_pilot_status_replaces_is_legal(button: str) -> None:
    assert found(TO + f"template: {{name: a, buttons: [{button}]}}\n", "pilot-status") == []


@pytest.mark.parametrize("amount", ["500.00", "500.0", "5.000e2", '"{{ x }}"', "{value: 500.0}"])
def test_an_amount_with_a_decimal_point_is_refused(amount: str) -> None:
    """A decimal point could mean either unit, also where nothing stands behind it."""
    text = "vars: {x: 500.0}\n" * ("x" in amount) + TO + ORDER.format(amount)
    (one,) = found(text)
    assert one.rule == "wrong-type"
    assert "has a decimal point" in one.message
    assert one.help == "write 50000 for 500.00, or 500 for 5.00"


def test_an_amount_with_a_decimal_point_is_refused_in_json() -> None:
    text = """{"to": "+15551234567", "body": "Your cake", "order_details": {"reference_id": "o",
      "type": "digital-goods", "currency": "BRL", "tax": 0, "total_amount": 500, "subtotal": 500.00,
      "items": [{"retailer_id": "c", "name": "Cake", "amount": 500, "quantity": 1}]}}"""
    assert [d.message.partition(" ")[0] for d in found(text, name="x.waml.json")] == ["500.00"]


@pytest.mark.parametrize("amount", ["500", "5e2", '"500"', "{value: 500}"])
def test_a_whole_amount_is_one(amount: str) -> None:
    assert found(TO + ORDER.format(amount)) == []


@pytest.mark.parametrize("value", ["[null, x]", "{a: null, b: x}", "[{text: null}]", "[{}]", "{a: {}}", "[{name: a}]"])
@pytest.mark.parametrize("field", ["body", "header.text"])
def test_a_parameter_without_a_value_is_missing(value: str, field: str) -> None:
    written = f"body: {value}" if field == "body" else f"header: {{text: {value}}}"
    (one,) = found(TO + f"template: {{name: a, language: en, {written}}}\n")
    assert (one.rule, one.field, one.start.line) == ("missing-value", f"template.{field}[0]", 2)


def test_an_empty_id_is_no_id() -> None:
    (compiled,) = waml.compile("x", text=TO + "body: Well?\nbuttons: [{title: A, id: null}]\n", config=Config())
    assert compiled.body["interactive"]["action"]["buttons"] == [{"type": "reply", "reply": {"id": "A", "title": "A"}}]


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        (TO + 'image: "http://a.b/a b"\n', "'http://a.b/a b' is no URL: it has a space in it", "write %20 for a space"),
        (TO + "body: x\nbuttons: [{title: A, id: x}, {title: B, id: x}]\n", "'x' is the id of two buttons", None),
        (TO + "text: #hash\n", "'text' is empty", "a '#' begins a comment: quote the text"),
        (TO + "text:\n", "'text' is empty", None),
        ("providers: cloud\n" + TO + "text: x\n", "a list is due, not 'cloud'", "write [cloud]"),
        (TO + "text:\n\tbody: x\n", "a tab cannot indent", "indent with spaces"),
        ("t\0e\0", "the character U+0000 is not allowed in YAML", "save the file as UTF-8: it looks like UTF-16"),
    ],
)  # fmt: skip
def test_the_words_say_what_to_do(text: str, message: str, help: str | None) -> None:
    assert [(d.message, d.help) for d in found(text)] == [(message, help)]


def test_a_file_that_is_not_there_is_found() -> None:
    (alone,) = found(TO + "image: {file: ./not-there.png}\n", "pilot-status")
    assert (alone.rule, alone.field) == ("unreadable-file", "image.file")
    assert [d.rule for d in found(TO + "image: {file: ./not-there.png}\n")] == ["file-not-uploaded"]
    beside = TO + "image: {file: ./not-there.png, link: 'https://acme.example/a.png'}\n"
    found_all = waml.lint("x.waml.yaml", text=beside, provider="cloud", config=Config())
    assert [d.severity for d in found_all if d.rule == "unreadable-file"] == ["warning"]


@pytest.mark.parametrize(("count", "rules"), [(2048, []), (2049, ["text-too-long-in-utf16"])])
def test_a_text_is_measured_in_utf16_too(count: int, rules: list[str]) -> None:
    text = TO + f"text: {chr(0x1F600) * count}\n"
    linted = waml.lint("x.waml.yaml", text=text, provider="cloud", config=Config())
    assert [d.rule for d in linted if d.severity == "warning"] == rules


def test_what_does_not_fit_is_pointed_at_in_any_unit() -> None:
    """From the first character that passes the limit: not from the one whose number is the limit."""
    astral = TO + f"text: a{chr(0x1F600) * 2048}b\n"
    [found_] = [
        d for d in waml.lint("x.waml.yaml", text=astral, provider="cloud", config=Config()) if "utf16" in d.rule
    ]
    assert (found_.start, found_.end) == ((2, 7 + 1 + 2047), (2, 7 + 2050))
    octets = f"text: Hi\n{TO}callback_data: 'a\u00e9{chr(0x6F22) * 170}'\n"
    limit = 512
    fitting = (limit - 3) // 3
    [found_] = [
        d for d in waml.lint("x.waml.yaml", text=octets, provider="cloud", config=Config()) if "bytes" in d.rule
    ]
    assert (found_.start, found_.end) == ((3, 17 + 2 + fitting), (3, 17 + 172))


def test_a_noun_follows_its_number() -> None:
    from waml.constraints import singular

    assert singular("{field} has {count} items", {"count": 1}) == "{field} has {count} item"
    assert singular("{field} has {count} items", {"count": 2}) == "{field} has {count} items"
