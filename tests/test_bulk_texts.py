"""What `waml bulk` does by column is what Python does by value: the escapes of JSON, and the quick ways to say yes."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waml.bulk.provers import FORMATS, proven
from waml.bulk.texts import bytes_of, escaped
from waml.constraints import JUDGES

_SIGNS = st.sampled_from(
    ['"', "\\", '\\"', "\n", "\r", "\t", "\b", "\f", "\0", "\x1f", "\x7f", "\u2028", "é", "😀", "a"]
)
_TEXTS = st.lists(st.none() | st.lists(_SIGNS, max_size=6).map("".join) | st.text(max_size=8), max_size=8)


@given(_TEXTS, st.integers(0, 8), st.integers(0, 8))
def test_texts_are_escaped_as_python_escapes_them(texts: list[str | None], start: int, size: int) -> None:
    part = pa.array(texts, pa.string())[start : start + size]
    wanted = [one and json.dumps(one, ensure_ascii=False)[1:-1] for one in texts[start : start + size]]
    assert escaped(part).to_pylist() == wanted


@given(_TEXTS, st.integers(0, 8), st.integers(0, 8))
def test_the_bytes_of_a_column_are_those_of_its_texts(texts: list[str | None], start: int, size: int) -> None:
    part = pa.array(texts, pa.string())[start : start + size]
    assert bytes(bytes_of(part)) == "".join(one or "" for one in texts[start : start + size]).encode()


_NEAR = [
    "a",
    " ",
    "%41",
    "\n",
    "é",
    "\u2028",
    "{{1}}",
    "*",
    "_",
    "+",
    "15550001111",
    "0",
    "https://",
    "a.io",
    "/x",
    "\t",
]


@given(
    st.sampled_from(sorted(FORMATS)), st.lists(st.lists(st.sampled_from(_NEAR), max_size=5).map("".join), min_size=9)
)
def test_a_format_that_is_proven_holds(format: str, texts: list[str]) -> None:
    quick = proven("format", format, pa.array(texts, pa.string()))
    assert quick is not None
    for text, holds in zip(texts, quick.to_pylist(), strict=True):
        assert not holds or JUDGES["format"](text, format) is None, text


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("http-url", "https://acme.com/x.png"),
        ("no-emoji", "Track it"),
        ("no-markup", "Order 12 is here!"),
        ("not-blank", "Ada"),
        ("not-encoded-twice", "https://a.example/x"),
        ("not-padded", "Ada L."),
        ("phone", "+15551234567"),
        ("template-value", "Ada Lovelace"),
    ],
)
def test_the_usual_text_of_a_format_is_proven(format: str, text: str) -> None:
    assert proven("format", format, pa.array([text], pa.string())).to_pylist() == [True]  # type: ignore[union-attr]
    assert format in FORMATS


@given(st.lists(st.text(max_size=6), min_size=1, max_size=6), st.integers(0, 6))
def test_lengths_and_words_that_are_proven_are_right(texts: list[str], limit: int) -> None:
    column = pa.array(texts, pa.string())
    for keyword, value in (("max_length", limit), ("min_length", limit), ("one_of", texts[:2])):
        quick = proven(keyword, value, column)
        assert quick is not None
        assert quick.to_pylist() == [JUDGES[keyword](text, value) is None for text in texts]


def test_what_has_no_quick_way_is_left_to_the_keyword() -> None:
    column = pa.array(["a"], pa.string())
    assert proven("pattern", "[a-z]", column) is None
    assert proven("format", "no such format", column) is None
    assert proven("one_of", ["a", 1], column) is None
