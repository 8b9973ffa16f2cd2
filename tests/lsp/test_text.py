"""Columns in the editor's units, and the lines of the protocol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from waml.diagnostic import Position
from waml.lsp.text import Text
from waml.source import Source

TEXTS = st.text("aé漢👍\u2028\u0085\x0c\n\r", max_size=30)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 10), ("utf-16", 5), ("utf-32", 4)])
def test_a_column_is_counted_in_the_units_of_the_editor(encoding: str, column: int) -> None:
    text = Text("\r\na漢é👍b".replace("é", "é"), encoding)
    assert text.position(6) == types.Position(1, column)
    assert text.offset(types.Position(1, column)) == 6


@given(TEXTS, ENCODINGS)
def test_every_offset_has_its_place(text: str, encoding: str) -> None:
    counted = Text(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert counted.offset(counted.position(offset)) == offset


@given(TEXTS, ENCODINGS)
def test_a_position_of_a_finding_is_that_of_its_offset(text: str, encoding: str) -> None:
    counted, source = Text(text, encoding), Source("m", text, "yaml")
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert counted.place(source.position(offset)) == counted.position(offset)


@given(TEXTS, ENCODINGS, st.integers(0, 40), st.integers(0, 40))
def test_no_place_is_beyond_the_text(text: str, encoding: str, line: int, column: int) -> None:
    assert 0 <= Text(text, encoding).offset(types.Position(line, column)) <= len(text)


@given(TEXTS, TEXTS, ENCODINGS, st.data())
def test_a_change_of_a_part_is_the_text_with_that_part_changed(
    text: str, new: str, encoding: str, data: st.DataObject
) -> None:
    offsets = [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n"]
    start, end = sorted((data.draw(st.sampled_from(offsets)), data.draw(st.sampled_from(offsets))))
    counted = Text(text, encoding)
    change = types.TextDocumentContentChangePartial(types.Range(counted.position(start), counted.position(end)), new)
    assert counted.edit(change) == text[:start] + new + text[end:]


def test_a_change_without_a_range_is_the_whole_text() -> None:
    assert Text("abc").edit(types.TextDocumentContentChangeWholeDocument("x")) == "x"


def test_a_position_far_beyond_the_end_is_no_fault() -> None:
    assert Text("a").place(Position(7, 3)) == types.Position(6, 1)
