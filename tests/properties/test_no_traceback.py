"""Whatever stands where in a document: findings, never a traceback."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from documents import documents, places, replaced
from hypothesis import given
from hypothesis import strategies as st
from judging import ASSUME, authored
from parts import json_values
from strategies import PROVIDERS, any_message

import waml
from waml.config import Config
from waml.pipeline import Options, check
from waml.providers import Request, load

EXPRESSIONS = st.sampled_from(["{{ x }}", "{{", "{% if %}", "{{ 'a' }}", "{{ provider }}", "{{ [1] }}", "{# a"])
ANYTHING = json_values() | EXPRESSIONS | st.integers() | st.text(max_size=20)


@st.composite
def _spoilt(draw: st.DrawFn, whole: st.SearchStrategy[Any]) -> Any:
    """Draw a document in which one to three nodes are anything at all."""
    document = draw(whole)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(places(document))))
        document = replaced(document, path, draw(ANYTHING))
    return document


def _lint_and_compile(text: bytes) -> None:
    waml.lint("x.waml.json", text=text, provider=PROVIDERS, assume=ASSUME, config=Config())
    with contextlib.suppress(waml.CompileError):
        waml.compile("x.waml.json", text=text, provider=PROVIDERS, assume=ASSUME, config=Config())


@given(_spoilt(st.one_of(*(any_message(provider) for provider in PROVIDERS))))
def test_a_spoilt_message_is_no_traceback(document: Any) -> None:
    _lint_and_compile(json.dumps(document).encode())


@given(_spoilt(documents()))
def test_a_spoilt_document_is_no_traceback(document: Any) -> None:
    _lint_and_compile(json.dumps(document).encode())


DECLARED = {
    "type": "list",
    "description": "d",
    "min_items": 1,
    "max_items": 3,
    "example": [{"b": "a"}],
    "default": [{"b": "a"}],
    "items": {"type": "string", "max_length": 3, "one_of": ["a"], "pattern": "a", "fields": {"b": {"min_length": 1}}},
}
OF_FILE = {
    "name": "n",
    "providers": ["cloud"],
    "locales": {"en": {"a": "b"}},
    "use": {"footer": "a.yaml"},
    "assume": {"window": "open", "templates": "t"},
    "vars": {"a": DECLARED, "n": {"type": "integer", "range": [1, 2], "example": 1}, "c": "x"},
    "to": "+15551234567",
    "text": "{{ a }} {{ n }} {{ c }}",
}
BUTTONS = [{"type": "url", "suffix": "a", "index": 1}]
OF_TEMPLATE = {
    "to": "+15551234567",
    "template": {"name": "n", "language": "en", "carousel": [{"buttons": BUTTONS}], "buttons": BUTTONS},
}


@pytest.mark.parametrize("wrong", [5, "zz", [5], {"a": 1}, None], ids=str)
@pytest.mark.parametrize("document", [OF_FILE, OF_TEMPLATE], ids=["file", "template"])
def test_a_wrong_type_anywhere_is_no_traceback(document: Any, wrong: Any) -> None:
    """What is of the wrong type is found as that, and whoever reads the rest does without it."""
    for path in places(document):
        text = json.dumps(replaced(document, path, wrong)).encode()
        check("x.waml.json", text, Config(), Options(PROVIDERS, examples=True))


@given(documents())
def test_encoding_a_right_shape_never_raises(document: Any) -> None:
    """What the message schema accepts can be encoded, be it refused by every rule, and be read again."""
    for target in check("x.waml.json", authored(document), Config(), Options(PROVIDERS)).targets:
        module = load(target.provider)
        request = module.encode(target.message, target.settings)
        json.dumps(request.body, allow_nan=False)
        assert isinstance(module.decode(request), list)


@pytest.mark.parametrize("provider", PROVIDERS)
@given(data=st.data())
def test_reading_a_spoilt_body_never_raises(provider: str, data: st.DataObject) -> None:
    message = data.draw(any_message(provider))
    module = load(provider)
    request = module.encode(message, message.get(provider, {}))
    body = data.draw(_spoilt(st.just(request.body)))
    for method, path in ((request.method, request.path), (None, None)):
        for read in module.decode(Request(method, path, request.headers, body)):
            json.dumps(read, allow_nan=False)
            module.encode(read, read.get(provider, {}) if isinstance(read.get(provider), dict) else {})
