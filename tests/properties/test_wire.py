"""A message without an error compiles, to a body that its wire schema knows, and to the same bytes each time.

And `decode(encode(m)) == m`, for every message that a provider carries; and the long form of a message is what it is.
The laws look at the same messages, since drawing them takes most of the time.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import Phase, assume, given, note, settings
from hypothesis import strategies as st
from judging import ASSUME, GROUPS, authored, difference, objections, there_and_back
from strategies import PROVIDERS, any_message

import waml
from waml.config import Config
from waml.emission import FORMS, spelled
from waml.message import long_form
from waml.wire import problems

NAME = "x.waml.json"


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("provider", PROVIDERS)
@given(data=st.data())
def test_what_is_clean_matches_the_wire_and_is_read_back(provider: str, group: str, data: st.DataObject) -> None:
    message: dict[str, Any] = data.draw(any_message(provider, GROUPS[group]))
    note(repr(message))
    assert long_form(message) == message
    assume(not objections(message, provider))
    assert difference(message, there_and_back(message, provider)[0]) == []
    assert there_and_back(message, provider) == [message]
    assert_matches_the_wire(message, provider)


def assert_matches_the_wire(message: dict[str, Any], provider: str) -> None:
    text = authored(message)
    found = waml.lint(NAME, text=text, provider=provider, assume=ASSUME, config=Config())
    assume(not any(diagnostic.severity == "error" for diagnostic in found))
    (compiled,) = waml.compile(NAME, text=text, provider=provider, assume=ASSUME, config=Config())
    assert problems(provider, compiled.request) == []
    json.dumps(compiled.body, allow_nan=False).encode()
    (again,) = waml.compile(NAME, text=text, provider=provider, assume=ASSUME, config=Config())
    for form in FORMS:
        assert spelled(compiled.request, provider, form) == spelled(again.request, provider, form)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_generated_messages_are_mostly_clean(provider: str) -> None:
    """The laws filter by findings: were nearly all examples filtered, they would say nothing."""
    clean: list[bool] = []

    # Drawn, not searched: hypothesis would look for the examples that are not clean.
    @settings(max_examples=100, derandomize=True, phases=[Phase.generate])
    @given(any_message(provider))
    def draw(message: dict[str, Any]) -> None:
        clean.append(not objections(message, provider))

    draw()
    assert sum(clean) >= 0.8 * len(clean)
