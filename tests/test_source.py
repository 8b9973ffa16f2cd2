# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import read_text, value_of

from waml.diagnostic import Position, Span
from waml.nodes import number, typed
from waml.source import MAX_BYTES, Source, read

TEXTS = ["+1555", "+15551234567", "0123", "00", "-01", "12:30", "12:30:45", "yes", "no", "on", "off", "Yes", "TRUE",
         "True", "Null", "NULL", "~", "1_000", "2026-12-18", "2026-12-18T19:27:00Z", "0x1F", "0o17", "0b1", ".inf",
         "-.inf", ".nan", "1.", ".5", "+1", "1e", "- 1", "1 ", "١٢", "1e9999", "1" * 31, "=", "<<", "null ", "nul"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_what_json_does_not_type_is_text(text: str) -> None:
    assert typed(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("false", False), ("null", None), ("", None), ("0", 0), ("-0", 0), ("42", 42), ("-7", -7),
     ("1.50", 1.5), ("1e3", 1000.0), ("1E+3", 1000.0), ("1e-3", 0.001), ("1" * 30, int("1" * 30)), ("-0.0", -0.0)],
)  # fmt: skip
def test_what_json_types_is_typed(text: str, value: object) -> None:
    assert typed(text) == value
    assert type(typed(text)) is type(value)


def test_a_number_that_no_float_holds_stays_text() -> None:
    assert number("1e999") == "1e999"
    assert number("1e-999") == 0.0


def test_positions_count_code_points_and_break_lines_as_editors_do() -> None:
    text = "a😀b\r\nc\rd\ne\u2028f\x85g\x0bh"
    source = Source("a", text, "yaml")
    assert source.position(0) == Position(1, 1)
    assert source.position(text.index("b")) == Position(1, 3)
    assert source.position(text.index("c")) == Position(2, 1)
    assert source.position(text.index("d")) == Position(3, 1)
    assert source.position(text.index("h")) == Position(4, 7)
    assert source.position(len(text)) == Position(4, 8)
    assert [source.line(n) for n in (1, 2, 3, 4)] == ["a😀b", "c", "d", "e\u2028f\x85g\x0bh"]


def test_combining_marks_and_joined_emoji_count_each_code_point() -> None:
    source = read_text("text: e\u0301👨\u200d👩\u200d👧x\n")
    assert source.position(source.text.index("x", 6)) == Position(1, 14)


def test_a_position_at_a_break_belongs_to_the_line_that_it_ends() -> None:
    source = Source("a", "ab\r\ncd", "yaml")
    assert source.position(2) == Position(1, 3)
    assert source.position(3) == Position(1, 4)
    assert source.position(4) == Position(2, 1)


def test_a_byte_order_mark_is_no_character() -> None:
    source = read("a.yaml", b"\xef\xbb\xbftext: Hi\n")
    assert source.findings == []
    assert source.text == "text: Hi\n"
    assert source.documents[0].start == 0


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_the_largest_file(name: str) -> None:
    data = b'"' + b"a" * (MAX_BYTES - 2) + b'"'
    assert read(name, data).findings == []
    [finding] = read(name, data + b" ").findings
    assert finding.rule == "file-too-large"
    assert finding.message == "the file is over 16 MiB, the most that waml reads"
    assert finding.span == Span(0, 0)


@pytest.mark.parametrize(
    ("data", "byte", "line", "column"),
    [
        (b"text: \xff", "0xff", 1, 7),
        (b"\xef\xbb\xbftext: \xff", "0xff", 1, 7),
        ("😀: ü\n".encode() + b"a: \xc3(\n", "0xc3", 2, 4),
        ("text: ü".encode()[:-1], "0xc3", 1, 7),
        ("text: 😀".encode()[:-1], "0xf0", 1, 7),
        (b"text: \xed\xa0\xbd", "0xed", 1, 7),
        (b"text: \xc0\x80", "0xc0", 1, 7),
        (b"a\r\nb\r\xfe\xff", "0xfe", 3, 1),
    ],
)
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_broken_utf_8_is_found_at_its_byte(name: str, data: bytes, byte: str, line: int, column: int) -> None:
    source = read(name, data)
    [finding] = source.findings
    assert finding.rule == "not-utf-8"
    assert finding.message == f"byte {byte} is no UTF-8"
    assert finding.help == "save the file as UTF-8"
    assert finding.span is not None
    assert source.position(finding.span.start) == Position(line, column)
    assert source.documents == []


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_utf_16_is_named(codec: str) -> None:
    data = "text: ü\n".encode(codec)
    if codec == "utf-16-be":
        data = b"\xfe\xff" + data
    [finding] = read("a.yaml", data).findings
    if codec == "utf-16-le":
        assert finding.rule == "not-utf-8"
    else:
        assert finding.message == ("the file is UTF-32" if codec == "utf-32" else "the file is UTF-16")
        assert finding.span == Span(0, 1)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a: &x !!str plain", "plain"),
        ("a: !!str &x plain", "plain"),
        ("a: &x\n  plain", "plain"),
        ("a: !!str 'q'", "'q'"),
        ("a: &x |\n  block\n\nb: 1", "|\n  block"),
        ("a: plain   # comment", "plain"),
        ("a: &x", ""),
        ("a: &x, b: 1", ""),
        ("a: '&x y'", "'&x y'"),
        ("a: a&b", "a&b"),
    ],
)
def test_the_span_of_a_scalar_leaves_anchor_tag_and_white_space_out(text: str, marked: str) -> None:
    flow = text if ", b" not in text else "{" + text + "}"
    source = read_text(flow + "\n")
    root = source.documents[0]
    node = root.get("a")  # type: ignore[union-attr]
    assert node is not None
    span = source.span(node)
    assert source.text[span.start : span.end] == marked


def test_documents_keep_their_places() -> None:
    source = read_text("a: 1\n---\nb: 2\n...\n---\nc: 3\n")
    assert [source.position(root.start).line for root in source.documents] == [1, 3, 6]


def test_json_by_its_name() -> None:
    assert value_of('{"a": "\\ud83d\\ude00"}', "a.json") == {"a": "😀"}
    assert read_text('{"a": "\\ud83d\\ude00"}').findings[0].rule == "yaml-syntax"


@given(st.text(st.sampled_from("a\r\n\u2028"), max_size=30), st.integers(1, 7), st.randoms(use_true_random=False))
def test_positions_agree_with_a_table_of_line_starts(text: str, block: int, chance: random.Random) -> None:
    from bisect import bisect_right
    from unittest.mock import patch

    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    with patch("waml.source._BLOCK", block):
        source = Source("a", text, "yaml")
        assert source.lines == len(starts)
        offsets = [*range(len(text) + 1)]
        for offset in (*offsets, *chance.sample(offsets, len(offsets))):
            line = bisect_right(starts, offset)
            assert source.position(offset) == Position(line, offset - starts[line - 1] + 1)
        for line, start in enumerate(starts, 1):
            assert source.line_start(line) == start
            assert source.line(line) == re.split(r"\r\n|\r|\n", text)[line - 1]
