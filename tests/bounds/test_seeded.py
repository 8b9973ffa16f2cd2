"""Fifty messages whose values at hand are fine and whose worst case is not: each is found, and none is called certain.

Beside them what must fail whatever the values are, and what only looks as if it could.
"""

# ruff: noqa: E501 (tables of messages are read across)
from __future__ import annotations

from typing import Any

import pytest

from waml import lint
from waml.config import Config

DECLARED: dict[str, Any] = {
    "name": {"type": "string", "min_length": 1, "max_length": 40, "example": "Ada"},
    "last": {"type": "string", "min_length": 1, "max_length": 30, "example": "Lovelace"},
    "label": {"type": "string", "min_length": 1, "max_length": 21, "example": "Track"},
    "short": {"type": "string", "min_length": 1, "max_length": 12, "example": "Acme"},
    "code": {"type": "string", "pattern": "[A-Z]{2}-[0-9]{4,20}", "example": "AB-1234"},
    "size": {"one_of": ["S", "M", "the one that is as long as it is wide"], "example": "S"},
    "note": {"type": "string", "min_length": 1, "max_length": 1200, "example": "All is well."},
    "essay": {"type": "string", "min_length": 1, "max_length": 4200, "example": "All is well."},
    "vip": {"type": "boolean", "example": False},
    "count": {"type": "integer", "range": [1, 5], "example": 1},
    "amount": {"type": "integer", "range": [1, 100000], "example": 10},
    "price": {"type": "number", "range": [0, 1000], "example": 1.5},
    "day": {"type": "date", "example": "2026-12-18"},
    "phone": {"type": "phone", "example": "+15551234567"},
    "link": {"type": "url", "max_length": 300, "example": "https://acme.example/a.png"},
    "things": {"type": "list", "items": {"type": "string", "min_length": 1, "max_length": 30}, "min_items": 1, "max_items": 5, "example": ["tea"]},
    "rows": {"type": "list", "items": {"fields": {"t": {"type": "string", "min_length": 1, "max_length": 200}, "n": {"type": "integer", "range": [1, 99]}}},
             "min_items": 1, "max_items": 8, "example": [{"t": "tea", "n": 2}]},
    "maybe": {"type": "string", "min_length": 0, "max_length": 5, "example": "x"},
}  # fmt: skip
FRAMES: dict[str, Any] = {
    "header": lambda t: {"header": t, "body": "Hi", "buttons": ["Yes"]},
    "footer": lambda t: {"footer": t, "body": "Hi", "buttons": ["Yes"]},
    "body": lambda t: {"body": t, "buttons": ["Yes"]},
    "button": lambda t: {"body": "Hi", "buttons": [{"title": t, "id": "x"}]},
    "button-id": lambda t: {"body": "Hi", "buttons": [{"title": "Yes", "id": t}]},
    "text": lambda t: {"text": t},
    "caption": lambda t: {"image": {"link": "https://acme.example/a.png", "caption": t}},
    "list-button": lambda t: {"body": "Hi", "list": {"button": t, "rows": [{"id": "a", "title": "A"}]}},
    "row": lambda t: {"body": "Hi", "list": {"button": "Menu", "rows": [{"id": "a", "title": t}]}},
    "row-note": lambda t: {"body": "Hi", "list": {"button": "Menu", "rows": [{"id": "a", "title": "A", "description": t}]}},
    "row-id": lambda t: {"body": "Hi", "list": {"button": "Menu", "rows": [{"id": t, "title": "A"}]}},
    "section": lambda t: {"body": "Hi", "list": {"button": "Menu", "sections": [{"title": t, "rows": [{"id": "a", "title": "A"}]}]}},
    "ttl": lambda t: {"body": "Hi", "buttons": [{"type": "voice_call", "title": "Call", "ttl_minutes": t}]},
    "flow": lambda t: {"body": "Hi", "flow": {"button": t, "flow_id": "1", "flow_token": "t", "screen": "S"}},
}  # fmt: skip
CAN = [
    ("header", "Hello {{ name }} {{ last }}", "header-too-long"),
    ("header", "{{ name|upper }}", "header-too-long"),
    ("header", "{{ label|title }} and {{ label }}", "header-too-long"),
    ("header", "Your {{ size }} and {{ name }} here", "header-too-long"),
    ("header", "{% if vip %}Dear {{ name }} of the golden circle{% else %}Hi{% endif %}", "header-too-long"),
    ("header", "{{ things|join(', ') }}", "header-too-long"),
    ("header", "{{ name|replace('a', 'aa') }}", "header-too-long"),
    ("header", "{{ name|default('you') }} on {{ day }} by {{ short }}", "header-too-long"),
    ("header", "{{ things|first }} and {{ things|last }}", "header-too-long"),
    ("header", "{{ name ~ ' ' ~ last }}", "header-too-long"),
    ("footer", "{{ name }} at {{ phone }}, {{ short }}", "footer-too-long"),
    ("footer", "{{ note|truncate(60) }}", "footer-too-long"),
    ("footer", "{{ short|urlencode }}", "footer-too-long"),
    ("footer", "{{ label|lower }}{{ label }}", "footer-too-long"),
    ("footer", "{% for t in things %}{{ t }} {% endfor %}", "footer-too-long"),
    ("footer", "{{ last if vip else note }}", "footer-too-long"),
    ("footer", "{{ '%s from %s'|format(name, last) }}", "footer-too-long"),
    ("footer", "{% set who = name if vip else 'you' %}for {{ who }} and {{ who }}", "footer-too-long"),
    ("body", "{{ note }}", "body-too-long"),
    ("body", "Hi {{ name }},\n\n{{ note|trim }}", "body-too-long"),
    ("body", "{% for r in rows %}{{ r.n }} × {{ r.t }}\n{% endfor %}", "body-too-long"),
    ("body", "{{ rows|map(attribute='t')|join(', ') }}", "body-too-long"),
    ("body", "{% for r in rows %}{{ r.t }}{% if not loop.last %}, {% endif %}{% endfor %}", "body-too-long"),
    ("body", "{% if count > 4 %}{{ note }}{% else %}few{% endif %}", "body-too-long"),
    ("body", "{{ note[0] }}{{ note }}", "body-too-long"),
    ("button", "{{ label }}", "button-title-too-long"),
    ("button", "Track {{ code }}", "button-title-too-long"),
    ("button", "{{ size }}", "button-title-too-long"),
    ("button", "Pay {{ price }}", "button-title-too-long"),
    ("button", "Call {{ phone }}", "button-title-too-long"),
    ("button", "Order {{ code|lower }}", "button-title-too-long"),
    ("button", "{{ short|capitalize }}", "button-title-too-long"),
    ("button", "{{ 'Upgrade right now, please' if vip else 'Go' }}", "button-title-too-long"),
    ("button", "{{ maybe }}", "empty-button-title"),
    ("button-id", "{{ note }}", "button-id-too-long"),
    ("text", "{{ essay }}", "text-too-long"),
    ("text", "{{ note|upper }}{{ note }}", "text-too-long"),
    ("text", "{% for t in things %}{{ note }}{% endfor %}", "text-too-long"),
    ("caption", "{{ name }}: {{ note }}", "caption-too-long"),
    ("list-button", "{{ label }}", "list-button-too-long"),
    ("row", "{{ last }}", "row-title-too-long"),
    ("row", "{{ day }} {{ short }} {{ short }}", "row-title-too-long"),
    ("row-note", "{{ name }} {{ last }} {{ short }}", "row-description-too-long"),
    ("row-note", "{{ things|sort|join(' and ') }}", "row-description-too-long"),
    ("row-id", "{{ link }}", "row-id-too-long"),
    ("section", "For {{ short }} {{ short }}", "section-title-too-long"),
    ("ttl", "{{ amount }}", "voice-call-ttl-out-of-range"),
    ("flow", "Book for {{ label }} now", "flow-button-too-long"),
    ("flow", "{{ name }}", "flow-button-too-long"),
    ("row", "{{ amount|int }} pieces {{ short|trim }}", "row-title-too-long"),
]
MUST = [
    ("button", "Follow the parcel of {{ nobody }}", "button-title-too-long"),
    ("header", "x" * 61 + "{{ nobody }}", "header-too-long"),
    ("footer", "{{ nobody }}" + " and so on" * 7, "footer-too-long"),
]
SAFE = [
    ("header", "Hello {{ name }}"),
    ("header", "{{ note|truncate(50) }}"),
    ("header", "{{ note|truncate(60, true, '…', 0) }}"),
    ("header", "{% if vip %}Dear {{ name }}{% endif %}{% if not vip %}Hi {{ name }}{% endif %}"),
    ("header", "{% if vip %}{{ name }}{% else %}{{ name }}{% endif %}{% if vip %}{{ short }}{% endif %}"),
    ("footer", "{{ phone }}, {{ day }}"),
    ("button", "Track {{ short }}"),
    ("button", "{{ day }}"),
    ("button", "{{ count }} of {{ count }}"),
    ("button", "{{ things|length }} things"),
    ("body", "{{ name|upper }} {{ things|join }}"),
    ("ttl", "{{ count }}"),
    ("text", "{{ note|upper }}"),
    ("header", "{{ free }}"),  # nothing is declared of it: silence
]


def found(frame: str, text: str, **more: Any) -> list[tuple[str, str]]:
    """Return what is wrong with a frame that holds a text, as rule and severity."""
    import json

    declared = {
        n: d for n, d in {**DECLARED, "free": {"example": "x"}, "nobody": {"type": "string"}}.items() if n in text
    }
    message = {"vars": declared, "to": "+15551234567", **FRAMES[frame](text)}
    diagnostics = lint(
        "m.waml.json", text=json.dumps(message, ensure_ascii=False), provider="cloud", config=Config(), **more
    )
    return [
        (d.rule, d.severity)
        for d in diagnostics
        if d.severity != "info" and d.rule not in ("unused-variable", "no-example")
    ]


def test_they_are_fifty() -> None:
    assert len(CAN) == len(set(CAN)) == 50


@pytest.mark.parametrize(("frame", "text", "rule"), CAN)
def test_hidden_fault_is_found_and_not_called_certain(frame: str, text: str, rule: str) -> None:
    assert found(frame, text) == [(rule, "warning")]


@pytest.mark.parametrize(("frame", "text", "rule"), MUST)
def test_what_no_value_helps_is_an_error(frame: str, text: str, rule: str) -> None:
    assert found(frame, text) == [(rule, "error")]


@pytest.mark.parametrize(("frame", "text"), SAFE)
def test_what_cannot_break_a_limit_is_silent(frame: str, text: str) -> None:
    assert found(frame, text) == []
