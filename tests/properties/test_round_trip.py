"""What a provider does not read back of a message, a finding tells; `test_wire.py` has what is read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from judging import difference, said, there_and_back
from parts import moment, phone, text, url
from strategies import PROVIDERS, any_message, recipient

STRAY = {
    "to": lambda p: recipient("text", p),
    "from": lambda p: phone("13579"),
    "reply_to": lambda p: text(p, "reply_to"),
    "callback_data": lambda p: text(p, "callback_data"),
    "notify_url": lambda p: url(p, "notify_url"),
    "send_at": lambda p: moment(),
    "deliver_by": lambda p: moment(),
    "labels": lambda p: st.just(["vip"]),
    "header": lambda p: st.just({"text": "Hello"}),
    "body": lambda p: st.just("Hello"),
    "footer": lambda p: st.just("Hello"),
}
"""What may stand beside any content, whether or not it makes sense there."""


@pytest.mark.parametrize("provider", PROVIDERS)
@given(data=st.data())
def test_nothing_is_dropped_without_a_word(provider: str, data: st.DataObject) -> None:
    """Beside any content, a key either arrives, or there is a finding that would not be there without it."""
    key = data.draw(st.sampled_from(sorted(STRAY)))
    whole: dict[str, Any] = data.draw(any_message(provider))
    plain = {name: value for name, value in whole.items() if name not in (key, provider)}
    message = {**plain, key: data.draw(STRAY[key](provider))}
    note(repr(message))
    read = there_and_back(message, provider)
    if not read or difference(message, read[0]):
        assert said(message, provider) - said(plain, provider)
