"""In a definition `{{1}}` is WhatsApp's own placeholder; every other slot is filled."""

from __future__ import annotations

import pytest
from marks import diagnostics, message_of

from waml.message import long_form
from waml.printing import shortest, to_yaml

TEXT = """
vars:
  v: {type: string, example: "7"}
define_template:
  name: a_{{ v }}
  language: en_{{ v }}
  category: utility
  header: {text: "H {{x}}", example: "{{ v }}"}
  body: {text: "B {{x}} {% if %} {{ v }}", example: {x: "{{ v }}"}}
  footer: F {{x}}
  limited_time_offer: {text: "L {{x}}"}
  buttons:
    - R {{x}}
    - {title: "U {{x}}", url: "https://a/{{x}}", example: "https://a/{{ v }}"}
    - {title: "C {{x}}", phone_number: "{{ v }}"}
  carousel:
    - header: {image: {example: "{{ v }}"}}
      body: {text: "K {{x}}", example: ["{{ v }}"]}
      buttons: [{title: "Z {{x}}", url: "https://b/{{x}}"}, "Y {{x}}"]
infobip: {platform: {entityId: "{{ v }}"}}
"""


def test_placeholders_survive_and_other_slots_are_filled() -> None:
    message = message_of(TEXT, "infobip")
    assert message["infobip"] == {"platform": {"entityId": "7"}}
    definition = message["define_template"]
    assert isinstance(definition, dict)
    assert (definition["name"], definition["language"]) == ("a_7", "en_7")
    assert definition["header"] == {"text": "H {{x}}", "example": [{"text": "7"}]}
    assert definition["body"] == {"text": "B {{x}} {% if %} {{ v }}", "example": [{"name": "x", "text": "7"}]}
    assert definition["footer"] == {"text": "F {{x}}"}
    assert definition["limited_time_offer"] == {"text": "L {{x}}"}
    assert definition["buttons"] == [
        {"type": "reply", "title": "R {{x}}"},
        {"type": "url", "title": "U {{x}}", "url": "https://a/{{x}}", "example": "https://a/7"},
        {"type": "call", "title": "C {{x}}", "phone_number": "7"},
    ]
    assert definition["carousel"] == [
        {
            "header": {"image": {"example": "7"}},
            "body": {"text": "K {{x}}", "example": [{"text": "7"}]},
            "buttons": [
                {"type": "url", "title": "Z {{x}}", "url": "https://b/{{x}}"},
                {"type": "reply", "title": "Y {{x}}"},
            ],
        }
    ]


@pytest.mark.parametrize("key", ["header", "body", "footer"])
def test_a_shorthand_is_raw_too(key: str) -> None:
    text = f"define_template: {{name: a, language: en, category: utility, {key}: 'T {{{{x}}}}'}}"
    definition = message_of(text)["define_template"]
    assert isinstance(definition, dict)
    assert definition[key] == {"text": "T {{x}}"}


def test_a_message_is_not_raw() -> None:
    found = {d.rule for d in diagnostics("to: '+15551234567'\nbody: 'Hi {{x}}'\nbuttons: [a]")}
    assert "undeclared-variable" in found or any("variable" in rule for rule in found)


def test_printing_leaves_placeholders_alone() -> None:
    message = message_of(TEXT, "infobip")
    assert "{{x}}" in to_yaml(message)
    assert message_of(to_yaml(message), "infobip") == message
    assert long_form(shortest(message)) == message
    braces = {"define_template": {"name": "{{x}}", "language": "en", "category": "utility"}}
    assert message_of(to_yaml(braces)) == braces
