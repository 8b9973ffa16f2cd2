"""The plan suspects every row that a message breaks: judging by it says what judging by every row in turn says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from documents import Path, at, places, replaced, without
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROVIDERS, any_message

from waml.breach import strictest
from waml.diagnostic import Finding
from waml.message import long_form
from waml.rows import Row, catalogue, family, table
from waml.rulebook import MAX_BREACHES, Subject, breaches_of, by_rows, families_of, judge_by
from waml.shape import UNKNOWN

ASSUMPTIONS: list[dict[str, Any]] = [
    {},
    {"window": "closed", "number_kind": "meta"},
    {"window": "open", "number_kind": "unofficial", "category": "marketing", "status": "paused"},
    {"now": "2026-12-18T19:27:00Z", "uploaded_at": "2026-10-01T00:00:00Z", "retention_days": 30},
]


def in_turn(subject: Subject, families: tuple[str, ...], scope: str = "message") -> list[Finding]:
    """Return what every row says, asked one after the other."""
    breaches = [
        breach
        for name in families
        for row in family(name)
        if row.scope == scope and row.holds_for(subject.provider)
        for breach in islice(breaches_of(row, subject), MAX_BREACHES)
    ]
    return [breach.finding(subject.provider) for breach in strictest(breaches)]


ODD: list[Any] = [
    "", " ", "x" * 5000, "a\n\nb", "*a", "<b>", "https://x", "{{1}}", "+15551234567", "2020-01-01T00:00:00Z",
    0, -1, 10**9, 1.5, True, False, None, UNKNOWN, [], {}, [UNKNOWN, UNKNOWN], ["x", "x"], [["x"], "x", ["x"]],
    {"type": "reply", "title": "x", "id": "x"}, {"text": "x", "link": "http://a/b.mov"},
]  # fmt: skip


@st.composite
def _messages(draw: st.DrawFn, provider: str) -> Any:
    """Draw a message with up to two of its fields odd, gone, or standing twice."""
    message = draw(any_message(provider))
    for _ in range(draw(st.integers(0, 2))):
        paths = [path for path in places(message) if path]
        if not paths:
            break
        path: Path = draw(st.sampled_from(paths))
        old = at(message, path)
        how = draw(st.sampled_from(["odd", "gone", "twice"]))
        if how == "twice" and isinstance(old, list):
            message = replaced(message, path, old * draw(st.integers(2, 12)))
        elif how == "gone" and isinstance(path[-1], str):
            message = without(message, path)
        else:
            message = replaced(message, path, draw(st.sampled_from(ODD)))
    return message


@given(st.data())
def test_the_plan_misses_no_row(data: st.DataObject) -> None:
    provider = data.draw(st.sampled_from(PROVIDERS))
    subject = Subject(data.draw(_messages(provider)), provider, data.draw(st.sampled_from(ASSUMPTIONS)))
    assert by_rows(subject) == in_turn(subject, families_of(subject))


def _examples() -> Iterator[tuple[Row, dict[str, Any]]]:
    for row in catalogue().values():
        for name in ("bad", "good"):
            if isinstance(row.raw.get(name), dict):  # the rows of the language have text
                yield row, dict(row.raw[name])


def test_the_plan_misses_no_row_of_an_example_of_the_rules() -> None:
    for row, example in _examples():
        assume = example.pop("assume", {})
        families: tuple[str, ...] = tuple(table("index")["payload"]) if row.scope == "payload" else ()
        scope = row.scope if row.scope in ("message", "payload") else "message"
        message = example if row.scope == "payload" else {**long_form(example), **example}
        for provider in row.providers():
            subject = Subject(message, provider, assume)
            asked = families or families_of(subject)
            assert judge_by(subject, asked, scope) == in_turn(subject, asked, scope), (row.name, provider)
