"""Drawn messages and payloads: valid ones lint clean, invalid ones break the rule that they claim; both are small."""

from __future__ import annotations

import os
import zlib
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import waml
from waml.config import Config
from waml.fixtures.linting import linted
from waml.inputs import UsageError
from waml.providers import NAMES, Request
from waml.testing import Payload, messages, payloads, variables
from waml.wire import problems

INHERENT = {"on-premise-sunset"}
"""Warnings that no wording of a message takes away."""
FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
MOST = settings.default.max_examples if settings.default else 0
VALID, INVALID = (MOST, MOST) if FULL else (MOST * 2 // 3, MOST // 3)
"""In CI the 300 examples of a provider are of both sorts; with the full profile there are 10,000 of each."""
AGAIN = 1 if FULL else 4
"""Of invalid payloads, which lint has seen as they were drawn, CI lints one in so many again."""


def said(payload: Payload) -> set[str]:
    return {d.rule for d in linted(payload.content, payload.provider, {}) if d.severity != "info"} - INHERENT


@pytest.mark.parametrize("provider", NAMES)
@settings(max_examples=VALID)
@given(data=st.data())
def test_valid_payload_lints_clean_and_matches_the_wire(provider: str, data: st.DataObject) -> None:
    payload = data.draw(payloads(provider=provider))
    assert (payload.provider, payload.rule) == (provider, None)
    assert said(payload) == set()
    if FULL:  # lint has just held it against its schema; this says it again in other words
        assert problems(provider, Request(payload.method, payload.path, payload.headers, payload.body)) == []


@pytest.mark.parametrize("provider", NAMES)
@settings(max_examples=INVALID)
@given(data=st.data())
def test_invalid_payload_breaks_the_rule_that_it_claims(provider: str, data: st.DataObject) -> None:
    payload = data.draw(payloads(provider=provider, valid=False))
    assert payload.provider == provider
    assert payload.rule is not None
    if zlib.crc32(repr(payload).encode()) % AGAIN == 0:
        assert payload.rule in said(payload)


@settings(max_examples=30)
@given(messages(kind="buttons", provider="cloud"))
def test_message_reads_back_as_a_person_would_write_it(message: Any) -> None:
    compiled = waml.compile("m.waml.yaml", text=message.yaml, provider=message.provider, config=Config())
    found = waml.lint("m.waml.yaml", text=message.yaml, provider=message.provider, config=Config())
    assert [d for d in found if d.severity != "info"] == []
    assert len(compiled) == 1


QUICK = settings(max_examples=200, deadline=None, database=None)


def test_messages_shrink_to_the_least() -> None:
    assert find(messages(kind="text", provider="cloud"), lambda m: True, settings=QUICK) == {
        "text": {"body": "body"},
        "to": {"phone": "+15551234567"},
    }


def test_a_message_with_a_footer_shrinks_to_little_more() -> None:
    found = find(messages(kind="buttons", provider="cloud"), lambda m: "footer" in m, settings=QUICK)
    assert found.keys() == {"buttons", "body", "footer", "to"}
    assert len(found["footer"]) == 1


def test_an_invalid_payload_is_as_small() -> None:
    long = payloads(kind="text", provider="cloud", valid=False).filter(lambda p: p.rule == "text-too-long")
    found = find(long, lambda p: True, settings=QUICK)
    assert set(found.body["text"]["body"]) == {"x"}
    assert found.body.keys() == {"messaging_product", "recipient_type", "to", "type", "text"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"provider": "clud"}, "no provider 'clud'; did you mean 'cloud'?"),
        ({"kind": "buton"}, "no kind 'buton'"),
        ({"kind": "pin", "provider": "infobip"}, "no kind 'pin'"),
    ],
)
def test_what_there_is_not_is_said(arguments: dict[str, str], said: str) -> None:
    for strategy in (messages, payloads):
        with pytest.raises(UsageError, match=said.replace("?", r"\?")):
            strategy(**arguments)


DECLARED = """\
vars:
  phone: {type: phone}
  name: {type: string, min_length: 2, max_length: 9}
  code: {type: string, pattern: "[A-Z]{2}-[0-9]{3}"}
  color: {type: string, one_of: [red, blue]}
  count: {type: integer, range: [1, 5], default: 2}
  price: {type: number, range: [0, 10]}
  gift: {type: boolean}
  page: {type: url}
  day: {type: date}
  at: {type: datetime}
  items: {type: list, items: {type: string, max_length: 5}, min_items: 1, max_items: 3}
  extra: {type: json}
  shop: Acme
to: "{{ phone }}"
text: "{{ name }}{{ code }}{{ color }}{{ count }}{{ price }}{{ gift }}{{ page }}{{ day }}{{ at }}{{ shop }}\\
  {% for item in items %}{{ item }}{% endfor %}{{ 1 if extra else 2 }}"
"""


@settings(max_examples=60)
@given(variables("m.waml.yaml", text=DECLARED))
def test_values_fit_their_declarations(values: dict[str, Any]) -> None:
    found = waml.lint("m.waml.yaml", text=DECLARED, vars=values, provider="cloud", config=Config())
    assert [d for d in found if d.severity == "error"] == []
    assert "shop" not in values


def test_a_default_is_now_and_then_left_to_it() -> None:
    text = 'vars: {count: {type: integer, default: 2}}\nto: "+15551234567"\ntext: "{{ count }}"\n'
    seen = set()

    @settings(max_examples=30, database=None)
    @given(variables("m.waml.yaml", text=text))
    def draw(values: dict[str, Any]) -> None:
        seen.add("count" in values)

    draw()
    assert seen == {True, False}


def test_values_shrink_to_the_plainest() -> None:
    text = 'vars: {name: {type: string, max_length: 9}}\nto: "+15551234567"\ntext: "{{ name }}!"\n'
    assert find(variables("m.waml.yaml", text=text), lambda v: len(v["name"]) > 1, settings=QUICK) == {"name": "00"}


def test_a_faulty_declaration_is_said() -> None:
    with pytest.raises(ValueError, match="strng"):
        variables("m.waml.yaml", text="vars: {name: {type: strng}}\ntext: Hi\n")
