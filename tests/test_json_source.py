# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import assert_marked, faults, plain, read_text, scalars, unmarked, value_of

from waml.diagnostic import Span
from waml.nodes import ScalarNode
from waml.source import MAX_DEPTH, MAX_NODES

NAME = "a.waml.json"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**29), 10**29) | st.floats(-1e300, 1e300) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(VALUES, st.booleans(), st.sampled_from([None, 0, 3]))
def test_agrees_with_the_standard_library(value: object, ascii: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii, indent=indent)
    read = value_of(text, NAME)
    assert read == value
    assert json.dumps(read) == json.dumps(value)


@given(VALUES, st.booleans())
def test_every_scalar_is_what_stands_at_its_place(value: object, ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii)
    for scalar in scalars(read_text(text, NAME).documents[0]):
        assert json.loads(text[scalar.start : scalar.end]) == scalar.value


@given(st.text('[]{}":,-+.eE019truefalsn\\u \n\t', max_size=30))
def test_takes_and_refuses_what_the_standard_library_does(text: str) -> None:
    source = read_text(text, NAME)
    try:
        value = json.loads(text)
    except ValueError:
        assert source.findings
        return
    if source.findings:  # what is JSON, and refused all the same
        assert {f.rule for f in source.findings} <= {"duplicate-key", "json-syntax"}
        assert (
            source.findings[0].rule == "duplicate-key" or "NaN" in text or "Infinity" in text or "\\ud" in text.lower()
        )
    elif isinstance(value, (int, float, str, list, dict)):
        assert str(plain(source.documents[0])) == str(value) or "e" in text.lower() or len(text) > 20


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ('{"a": «N»aN}', "a value is due here"),
        ('{"a": «I»nfinity}', "a value is due here"),
        ('{"a": «-»Infinity}', "a value is due here"),
        ('{"a": 1«,»}', "a comma stands before the closing bracket"),
        ("[1«,» ]", "a comma stands before the closing bracket"),
        ("[«,»]", "a value is due here"),
        ("[1,«,»2]", "a value is due here"),
        ("[1 «2»]", "',' or ']' is due here"),
        ('{"a" «1»}', "':' is due here"),
        ("{«a»: 1}", "a key in double quotes is due here"),
        ("{«'»a': 1}", "a key in double quotes is due here"),
        ("{«1»: 1}", "a key in double quotes is due here"),
        ("{} «x»", "there is more after the end of the value"),
        ("0«1»", "there is more after the end of the value"),
        ("[0«x»1]", "',' or ']' is due here"),
        ("[«+»1]", "a value is due here"),
        ("[«.»5]", "a value is due here"),
        ("[1«.»]", "',' or ']' is due here"),
        ("[«T»rue]", "a value is due here"),
        ("[true«x»]", "',' or ']' is due here"),
        ("[1, «/»/ a comment\n1]", "a value is due here"),
        ("[\u00a0«»", None),
        ('{"a": «"»\\ud83d"}', "a lone surrogate is no character"),
        ('{«"»\\ud83d": 1}', "a lone surrogate is no character"),
    ],
)
def test_faults_are_found_at_their_character(marked: str, message: str | None) -> None:
    if message is None:
        assert faults("[\u00a0]", NAME) == [("json-syntax", "\u00a0")]
        return
    text, [span] = unmarked(marked)
    [finding] = read_text(text, NAME).findings
    assert (finding.rule, finding.message, finding.span) == ("json-syntax", message, span)


@pytest.mark.parametrize("text", ["", "  \n", "{", "[", '{"a"', '{"a":', '{"a": 1', "[1,", "[1"])
def test_a_file_that_breaks_off_is_at_fault_at_its_end(text: str) -> None:
    [finding] = read_text(text, NAME).findings
    assert finding.rule in ("json-syntax", "empty-document")
    assert finding.span == Span(len(text), len(text))


@pytest.mark.parametrize(
    ("text", "start", "message"),
    [
        ('{"a": "b', 6, "the string is not closed"),
        ('{"a": "b\nc"}', 8, "the character U+000A is written as an escape"),
        ('{"a": "\t"}', 7, "the character U+0009 is written as an escape"),
        ('{"a": "\\x41"}', 7, "the escape is none of JSON's"),
        ('{"a": "\\u12"}', 7, "the escape is none of JSON's"),
        ('{"a": "b\\', 6, "the string is not closed"),
    ],
)
def test_faults_in_strings(text: str, start: int, message: str) -> None:
    [finding] = read_text(text, NAME).findings
    assert (finding.rule, finding.message) == ("json-syntax", message)
    assert finding.span == Span(start, start + 1)


def test_duplicate_keys_point_at_both() -> None:
    text, [second] = unmarked('{"a": 1, "b": {"a": 2}, «"\\u0061"»: 3}')
    source = read_text(text, NAME)
    [finding] = source.findings
    assert (finding.rule, finding.message, finding.span) == ("duplicate-key", "the key 'a' stands twice", second)
    assert finding.related[0].span == Span(1, 4)
    assert plain(source.documents[0]) == {"a": 1, "b": {"a": 2}}


def test_depth_at_and_past_its_limit() -> None:
    assert faults("[" * MAX_DEPTH + "]" * MAX_DEPTH, NAME) == []
    assert faults("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), NAME) == [("too-deep", "[")]


def test_nodes_at_and_past_their_limit() -> None:
    assert faults("[" + "1," * (MAX_NODES - 2) + "1]", NAME) == []
    assert_marked("too-many-nodes", "[" + "1," * (MAX_NODES - 1) + "«1»]", NAME)


def test_numbers_past_what_a_message_can_mean_are_text() -> None:
    assert value_of("1" * 5000, NAME) == "1" * 5000
    assert value_of("1e999", NAME) == "1e999"
    assert value_of("[-0, 1e3, 0.10]", NAME) == [0, 1000.0, 0.1]


def test_places_are_code_points_with_carriage_returns_and_emoji() -> None:
    text = '{\r\n\t"😀": "x",\r"b":\n1}'
    source = read_text(text, NAME)
    places = [(s.value, tuple(source.position(s.start))) for s in scalars(source.documents[0])]
    assert places == [("😀", (2, 2)), ("x", (2, 7)), ("b", (3, 1)), (1, (4, 1))]


def test_strings_are_never_typed() -> None:
    root = read_text('["1", "true", ""]', NAME).documents[0]
    assert [(s.value, s.style) for s in scalars(root)] == [("1", '"'), ("true", '"'), ("", '"')]
    assert isinstance(read_text("1", NAME).documents[0], ScalarNode)
