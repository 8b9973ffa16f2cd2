"""What is printed reads back as the message, and looks as if a person had written it."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from printing_strategies import NASTY, jsons, messages, texts

from waml.expressions import MARK, fill
from waml.message import Authored, kind_of, long_form
from waml.message import read as read_message
from waml.printing import shortest, to_yaml
from waml.resolving import resolve
from waml.source import read as read_source
from waml.spelling import EXPANDERS
from waml.variables import declare
from waml.yaml_text import Text, without_expressions, write

law = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def read_back(text: str) -> Authored:
    source = read_source("m.waml.yaml", text.encode())
    assert not source.findings, text
    [document] = source.documents
    variables = declare(source, document.get("vars"), {}, examples=False)
    tree, faults = resolve(source, document, variables, "cloud")
    authored = read_message(source, tree)
    authored.findings[:0] = [*variables.findings, *faults]
    return authored


def lawful(message: dict[str, Any]) -> Authored:
    assert long_form(shortest(message)) == message
    text = to_yaml(message)
    authored = read_back(text)
    assert authored.message == message, text
    assert repr(sorted(map(str, flattened(authored.message)))) == repr(sorted(map(str, flattened(message))))
    return authored


def flattened(value: Any) -> list[Any]:
    """Return the leaves with their types: to Python, True is 1."""
    if isinstance(value, dict):
        return [(key, leaf) for key, item in value.items() for leaf in flattened(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in flattened(item)]
    return [(type(value).__name__, value)]


@law
@given(messages())
def test_the_laws_of_a_printed_message(message: dict[str, Any]) -> None:
    """It reads back; its keys in another order are the same; the shortest form is plain, no longer, and stable."""
    assert long_form(message) == message
    found = [finding.rule for finding in lawful(message).findings]
    assert found == ([] if kind_of(message) else ["no-content"])

    short, text = shortest(message), to_yaml(message)
    backwards = dict(reversed(message.items()))
    assert (shortest(backwards), to_yaml(backwards), to_yaml(message)) == (short, text, text)

    assert len(json.dumps(short)) <= len(json.dumps(message))
    assert shortest(long_form(short)) == short
    assert types(short) <= {dict, list, str, int, float, bool, type(None)}


def types(value: Any) -> set[type]:
    """Return the types of a value and of all its parts."""
    parts = [*value.values(), *value] if isinstance(value, dict) else value if isinstance(value, list) else []
    return {type(value)}.union(*map(types, parts))


@settings(law, max_examples=30)
@given(messages(), messages())
def test_two_contents_are_printed_too(one: dict[str, Any], other: dict[str, Any]) -> None:
    both = {**one, **other}
    assume(long_form(both) == both)
    lawful(both)


@law
@given(texts)
@example("".join(NASTY))
def test_a_text_without_expressions_comes_back(text: str) -> None:
    written = without_expressions(text)
    outcome = fill(written, {}) if MARK.search(written) else None
    assert (outcome.value if outcome else written) == text
    assert outcome is None or not (outcome.faults or outcome.names)


SLOTS: dict[str, Any] = {
    "text": lambda t: {"text": {"body": t}},
    "label": lambda t: {"body": t, "buttons": [{"type": "reply", "title": t, "id": i} for i in (t, "a")]},
    "parameter": lambda t: {"template": {"name": "a", "body": [{"name": t, "text": t}]}},
    "json": lambda t: {"flow": {"button": "a", "data": {t: t, "b": [t, t], "c": {"": [[t], {t: [t]}]}}}},
    "block": lambda t: {
        "to": {"user": t},
        "text": {"body": "a"},
        "cloud": {"degrees_of_freedom_spec": {"a": {"b": t}}},
    },
}


@pytest.mark.parametrize("slot", SLOTS)
def test_every_nasty_text_in_every_kind_of_slot(slot: str) -> None:
    for text in NASTY:
        lawful(SLOTS[slot](text))


@law
@given(st.dictionaries(texts, jsons, max_size=3))
def test_any_json_is_written_as_yaml(value: dict[str, Any]) -> None:
    from waml.nodes import plain

    source = read_source("a.yaml", write(value).encode())
    assert not source.findings
    assert repr(plain(source.documents[0])) == repr(value)


def test_every_shorthand_of_the_schema_has_its_inverse() -> None:
    from waml.printing import _CONTRACTIONS

    assert set(_CONTRACTIONS) == set(EXPANDERS)


def test_a_block_keeps_its_text_in_both_kinds_of_slot() -> None:
    assert write({"a": Text("x\ny"), "b": "x\ny"}) == "a: |\n  x\n  y\nb: |-\n  x\n  y\n"


def test_a_text_too_long_for_one_line_is_folded() -> None:
    text = "Thank you for your order, {{1}}! We will " + "send it to you " * 7 + "soon."
    assert to_yaml({"define_template": {"name": "a", "body": {"text": text}}}) == dedent(
        """\
        define_template:
          name: a
          body: >
            Thank you for your order, {{1}}! We will send it to you send it to you send it to you send it to you
            send it to you send it to you send it to you soon.
        """
    )


@pytest.mark.parametrize("text", ["a" * 130, "word " * 30, "a  b  " * 30 + "c", "{{ a }} " + "b {{ c " * 30])
def test_a_text_that_cannot_be_folded_stays_in_one_line(text: str) -> None:
    assert len(to_yaml({"text": {"body": text}}).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Hi {{1}}, bye", "Hi {{ '{{1}}' }}, bye"),
        ("{{first_name}}", "{{ '{{first_name}}' }}"),
        ("{{{x}}}", "{{ '{{{x}}}' }}"),
        ("a {% b", "a {{ '{%' }} b"),
        ("{% if a %}b", "{{ '{% if a %}' }}b"),
        ("}} {", "}} {"),
        ("{\r{{", r"{{ '{\r' }}{{ '{{' }}"),
        ("{# a #}", "{{ '{# a #}' }}"),
    ],
)
def test_literal_braces(text: str, written: str) -> None:
    assert without_expressions(text) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Hello", "Hello"),
        ("yes", "yes"),
        ("2026-12-18T19:27:00Z", "2026-12-18T19:27:00Z"),
        ("https://acme.example/a", "https://acme.example/a"),
        ("+15551234567", '"+15551234567"'),
        ("0123", '"0123"'),
        ("12", '"12"'),
        ("true", '"true"'),
        ("~", '"~"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("# a", '"# a"'),
        ('say "a: b"', "'say \"a: b\"'"),
        ("👍", "👍"),
        (" 👍", '" 👍"'),
        ("a\tb", '"a\\tb"'),
        (True, "true"),
        (None, "null"),
        (16, "16"),
        (1.5, "1.5"),
    ],
)
def test_quotes_only_where_they_are_needed(value: Any, written: str) -> None:
    assert write({"a": value}) == f"a: {written}\n"


def printed(message: dict[str, Any], **file: Any) -> str:
    message = long_form(message)
    lawful(message)
    return to_yaml(message, file=file or None)


def reads(text: str) -> str:
    return dedent(text).lstrip("\n")


PHONE = {"phone": "+15551234567"}


def test_the_flagship() -> None:
    message = {
        "footer": "Acme Stores",
        "buttons": [
            {"type": "reply", "title": "Track it", "id": "track"},
            {"type": "reply", "title": "Talk to us", "id": "agent"},
        ],
        "body": "Hi *Ada*,\nyour order is on its way.",
        "header": {"text": "Your order"},
        "to": PHONE,
    }
    variables = {"phone": {"type": "phone", "example": "+15551234567"}, "n": 3}
    assert printed(message, vars=variables, name="order-shipped", description="{{a}}\nb") == reads("""
        name: order-shipped
        description: |
          {{a}}
          b
        vars:
          phone: {type: phone, example: "+15551234567"}
          n: 3
        to: "+15551234567"
        header: Your order
        body: |
          Hi *Ada*,
          your order is on its way.
        buttons:
          - {title: Track it, id: track}
          - {title: Talk to us, id: agent}
        footer: Acme Stores
        """)


def test_the_file_keys_come_back_as_they_were() -> None:
    file = {"name": "a", "description": "{{a}}\nb", "vars": {"x": {"default": "{{b}}\nc\n"}}, "providers": ["cloud"]}
    authored = read_back(to_yaml({"text": {"body": "a"}}, file=file))
    assert authored.file == file


def test_the_smallest() -> None:
    assert printed({"text": {"body": "Hello"}, "to": PHONE}) == 'to: "+15551234567"\ntext: Hello\n'


def test_to_a_group() -> None:
    document = {"link": "https://acme.example/menu.pdf", "file": "./menu.pdf", "filename": "menu.pdf"}
    group = "Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMzM4MjAZD"
    message = {"to": {"group": group}, "reply_to": "wamid.HBgLMTY0Nj", "document": document}
    assert printed(message) == reads(f"""
        to: {group}
        reply_to: wamid.HBgLMTY0Nj
        document: {{link: "https://acme.example/menu.pdf", file: ./menu.pdf, filename: menu.pdf}}
        """)
    assert printed({"to": {"group": "123"}, "text": {"body": "a"}}) == 'to: {group: "123"}\ntext: a\n'


def test_mixed_buttons_under_a_picture() -> None:
    message = {
        "to": PHONE,
        "send_at": "2026-12-18T19:27:00Z",
        "labels": ["vip"],
        "header": {"image": {"link": "https://acme.example/tree.png"}},
        "body": "Choose",
        "buttons": [
            {"type": "reply", "title": "Yes", "id": "Yes"},
            {"type": "url", "title": "Site", "url": "https://acme.example"},
            {"type": "copy", "title": "Code", "code": "ABC123"},
            {"type": "voice_call", "title": "Talk"},
        ],
        "pilot-status": {"Idempotency-Key": "a"},
    }
    assert printed(message) == reads("""
        to: "+15551234567"
        send_at: 2026-12-18T19:27:00Z
        labels: [vip]
        header: {image: "https://acme.example/tree.png"}
        body: Choose
        buttons:
          - Yes
          - {title: Site, url: "https://acme.example"}
          - {title: Code, code: ABC123}
          - {type: voice_call, title: Talk}
        pilot-status: {Idempotency-Key: a}
        """)


def test_buttons_that_are_only_titles_stand_in_one_line() -> None:
    assert printed({"body": "Ok?", "buttons": ["Yes", "No"]}) == "body: Ok?\nbuttons: [Yes, No]\n"


def test_lists() -> None:
    rows = [{"id": "brake", "title": "Brakes", "description": "Pads and cables"}, {"id": "tyre", "title": "Tyres"}]
    one = {"body": "What?", "list": {"button": "Choose", "sections": [{"rows": rows}]}}
    assert printed(one) == reads("""
        body: What?
        list:
          button: Choose
          rows:
            - {id: brake, title: Brakes, description: Pads and cables}
            - {id: tyre, title: Tyres}
        """)
    two = {"body": "What?", "list": {"button": "Choose", "sections": [{"title": "Bike", "rows": rows}]}}
    assert printed(two) == reads("""
        body: What?
        list:
          button: Choose
          sections:
            - title: Bike
              rows:
                - {id: brake, title: Brakes, description: Pads and cables}
                - {id: tyre, title: Tyres}
        """)


def test_a_carousel() -> None:
    card = {
        "header": {"image": {"link": "https://acme.example/1.jpg"}},
        "body": "Echeveria",
        "buttons": [{"type": "url", "title": "Buy now", "url": "https://acme.example/1"}],
    }
    assert printed({"body": "Latest arrivals", "carousel": [card]}) == reads("""
        body: Latest arrivals
        carousel:
          - header: {image: "https://acme.example/1.jpg"}
            body: Echeveria
            buttons:
              - {title: Buy now, url: "https://acme.example/1"}
        """)


def test_templates() -> None:
    message = {
        "to": PHONE,
        "template": {
            "name": "order_update",
            "language": "en_GB",
            "header": {"image": {"id": "1602186516975000"}},
            "body": [{"text": "Ada"}, {"text": "AB-1234"}],
            "buttons": [{"type": "reply", "id": "stop"}, {"type": "url", "index": 2, "suffix": "AB-1234"}],
            "limited_time_offer": {"expires_at": "2026-12-24T18:00:00Z"},
        },
        "cloud": {"phone_number_id": "106540352242922"},
        "infobip": {"messageId": "a28dd97c", "smsFailover": {"from": "441134960000", "text": "On its way"}},
    }
    assert printed(message) == reads("""
        to: "+15551234567"
        template:
          name: order_update
          language: en_GB
          header: {image: {id: "1602186516975000"}}
          body: [Ada, AB-1234]
          buttons:
            - {id: stop}
            - {index: 2, suffix: AB-1234}
          limited_time_offer: 2026-12-24T18:00:00Z
        cloud: {phone_number_id: "106540352242922"}
        infobip:
          messageId: a28dd97c
          smsFailover: {from: "441134960000", text: On its way}
        """)


def test_parameters() -> None:
    def template(*parameters: dict[str, Any]) -> str:
        return printed({"template": {"name": "t", "body": list(parameters)}})

    money = {"fallback_value": "€5", "code": "EUR", "amount_1000": 5000}
    assert printed({"template": {"name": "hello"}}) == "template: hello\n"
    assert template({"text": "Ada"}) == "template: {name: t, body: Ada}\n"
    assert template({"name": "first", "text": "Ada"}) == "template:\n  name: t\n  body: {first: Ada}\n"
    assert shortest({"template": {"name": "t", "body": [{"text": "a"}, {"currency": money}]}}) == {
        "template": {"name": "t", "body": ["a", {"currency": money}]}
    }
    mixed = [{"name": "a", "text": "1"}, {"text": "2"}]
    assert shortest({"template": {"name": "t", "body": mixed}}) == {
        "template": {"name": "t", "body": [{"name": "a", "text": "1"}, "2"]}
    }
    twice = [{"name": "a", "text": "1"}, {"name": "a", "text": "2"}]
    assert shortest({"template": {"name": "t", "body": twice}}) == {"template": {"name": "t", "body": twice}}


def test_a_one_time_password_is_written_once() -> None:
    code = {"body": [{"text": "123456"}], "buttons": [{"type": "url", "suffix": "123456"}]}
    message = {"template": {"name": "v", "language": "en", **code}}
    assert printed(message) == 'template: {name: v, language: en, otp: "123456"}\n'


def test_the_small_kinds() -> None:
    assert printed({"location_request": {}, "body": "Where are you?"}) == "location_request: Where are you?\n"
    assert printed({"location_request": {}}) == "location_request: {}\n"
    assert printed({"catalog": {}, "body": "Hi"}) == "body: Hi\ncatalog: {}\n"
    assert printed({"typing": {"message_id": "wamid.X"}}) == "typing: wamid.X\n"
    assert printed({"typing": {}}) == "typing: {}\n"
    assert printed({"reaction": {"message_id": "wamid.X", "emoji": "👍"}}) == (
        "reaction: {message_id: wamid.X, emoji: 👍}\n"
    )
    assert printed({"text": {"body": "See https://a.b", "preview_url": True}}) == (
        'text: {body: "See https://a.b", preview_url: true}\n'
    )
    person = {"name": {"formatted_name": "Ada L.", "first_name": "Ada"}, "phones": [{"phone": "+1555"}]}
    assert printed({"contacts": [person]}) == reads("""
        contacts:
          name: {formatted_name: Ada L., first_name: Ada}
          phones: ["+1555"]
        """)


def test_an_order() -> None:
    order = {
        "reference_id": "order-77",
        "type": "digital-goods",
        "currency": "BRL",
        "payments": [{"payment_link": {"uri": "https://acme.example/pay"}}],
        "items": [{"retailer_id": "cake", "name": "Cake", "amount": {"value": 50000}, "quantity": 1}],
        "subtotal": {"value": 50000},
        "tax": {"value": 0, "description": "none"},
        "total_amount": {"value": 50000, "offset": 1000},
    }
    assert printed({"body": "Your cake", "order_details": order}) == reads("""
        body: Your cake
        order_details:
          reference_id: order-77
          type: digital-goods
          currency: BRL
          payments:
            - {payment_link: {uri: "https://acme.example/pay"}}
          items:
            - {retailer_id: cake, name: Cake, amount: 50000, quantity: 1}
          subtotal: 50000
          tax: {value: 0, description: none}
          total_amount: {value: 50000, offset: 1000}
        """)


def test_a_definition_keeps_its_placeholders() -> None:
    message = {
        "define_template": {
            "name": "caribbean",
            "language": "en_US",
            "category": "marketing",
            "header": {"image": {"example": "4::aW..."}},
            "body": {"text": "Good news, {{1}}!\nUse {{2}} today.", "example": ["Pablo", "{{2}}"]},
            "footer": {"text": "Acme"},
            "limited_time_offer": {"text": "Expiring offer!", "has_expiration": True},
            "buttons": [
                {"type": "copy", "example": "CARIBE25"},
                {"type": "url", "title": "Book now!", "url": "https://acme.example/o?code={{1}}"},
                {"type": "reply", "title": "Stop"},
            ],
        }
    }
    assert printed(message) == reads("""
        define_template:
          name: caribbean
          language: en_US
          category: marketing
          header: {image: {example: "4::aW..."}}
          body:
            text: |
              Good news, {{1}}!
              Use {{2}} today.
            example: [Pablo, "{{ '{{2}}' }}"]
          footer: Acme
          limited_time_offer: {text: Expiring offer!, has_expiration: true}
          buttons:
            - {type: copy, example: CARIBE25}
            - {title: Book now!, url: "https://acme.example/o?code={{1}}"}
            - Stop
        """)


def test_a_value_that_has_no_place_is_still_printed() -> None:
    odd = {"text": {"body": 5, "more": [1]}, "unheard_of": "a", "buttons": "b"}
    assert shortest(odd) == odd
    assert to_yaml(odd)
