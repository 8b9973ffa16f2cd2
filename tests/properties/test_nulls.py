"""A null somewhere in a message is nothing, or a finding; it never makes a body that its wire schema refuses."""

from __future__ import annotations

from typing import Any

import pytest
from documents import places, replaced
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from judging import ASSUME, authored
from strategies import PROVIDERS, any_message

import waml
from waml.config import Config
from waml.wire import problems

NAME = "x.waml.json"

# Most nulls are refused, and that is as it should be: it takes many draws to find twenty that are not.
REFUSING = (*settings.default.suppress_health_check, HealthCheck.filter_too_much)


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(max_examples=20, suppress_health_check=REFUSING)
@given(data=st.data())
def test_a_null_never_reaches_the_wire(provider: str, data: st.DataObject) -> None:
    message: Any = data.draw(any_message(provider))
    path = data.draw(st.sampled_from([path for path in places(message) if len(path) > 1]))
    text = authored(replaced(message, path, None))
    found = waml.lint(NAME, text=text, provider=provider, assume=ASSUME, config=Config())
    assume(not any(diagnostic.severity == "error" for diagnostic in found))
    (compiled,) = waml.compile(NAME, text=text, provider=provider, assume=ASSUME, config=Config())
    assert problems(provider, compiled.request) == []
