"""From the characters of a value to those of the file: laws that hold of any document, and a few by hand."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from marks import read_text, scalars, unmarked

from waml.nodes import ScalarNode
from waml.offsets import offsets, within
from waml.source import Source

SPACE = " \t\r\n\x85\u2028\u2029"
INK = "aZ09#:-,[]{}&*!|>'\"%@`\\?.;é\u00a0ß漢😀\u200d\ufeff\u0301{{}}"
ALPHABET = INK + "   \n\n\t"
ODD_BREAKS = "\x85\u2028\u2029"

ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
           " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}  # fmt: skip


def decoded(text: str, at: int, style: str) -> str:
    """Return the character that stands at an offset of a file, an escape decoded."""
    if style == "'" and text[at : at + 2] == "''":
        return "'"
    if style == '"' and text[at] == "\\":
        kind = text[at + 1]
        if kind in "xuU":
            digits = {"x": 2, "u": 4, "U": 8}[kind]
            code = int(text[at + 2 : at + 2 + digits], 16)
            if 0xD800 <= code <= 0xDBFF:
                return (
                    text[at : at + 12]
                    .encode()
                    .decode("unicode_escape")
                    .encode("utf-16", "surrogatepass")
                    .decode("utf-16")
                )
            return chr(code)
        return ESCAPES[kind]
    return text[at]


def assert_lined_up(source: Source, every: bool = True) -> None:
    """Every character of ink of every text maps to itself, or to the escape that decodes to it."""
    for root in source.documents:
        for node in scalars(root):
            if not isinstance(node.value, str) or (node.style == "" and node.value == ""):
                continue
            table = offsets(source, node, node.value)
            if table is None:
                assert not every, (source.text, node.value)
                continue
            assert len(table) == len(node.value)
            for char, at in zip(node.value, table, strict=True):
                assert node.start <= at <= node.end
                if char not in SPACE:
                    assert decoded(source.text, at, node.style) == char, (source.text, node.value, at)


TEXTS = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=40)
WITH_ODD_BREAKS = st.text(st.sampled_from(ALPHABET + ODD_BREAKS), min_size=1, max_size=40)


@given(
    st.lists(TEXTS, min_size=1, max_size=3),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.integers(2, 6),
    st.sampled_from([20, 80, 1000]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_dumped_documents(
    texts: list[str], style: str | None, indent: int, width: int, ascii: bool, line_break: str
) -> None:
    dumped = yaml.dump(
        {"a": texts, "b": {"c": texts[0]}},
        default_style=style,
        indent=indent,
        width=width,
        allow_unicode=not ascii,
        line_break=line_break,
    )
    source = read_text(dumped)
    if not source.findings:
        assert_lined_up(source)


@given(WITH_ODD_BREAKS, st.sampled_from([None, "'", '"', "|", ">"]), st.sampled_from([20, 80]), st.booleans())
def test_dumped_documents_with_odd_breaks(text: str, style: str | None, width: int, ascii: bool) -> None:
    source = read_text(yaml.dump([text], default_style=style, width=width, allow_unicode=not ascii))
    if not source.findings:
        assert_lined_up(source, every="\ufeff" not in text)


def _raw(parts: tuple[str, str, str, str, int]) -> str:
    body, header, decoration, after, indent = parts
    pad = " " * indent
    if header[0] in "'\"":
        inner = body.replace("\n", "\n" + pad)
        return f"a: {decoration}{header}{inner}{header}{after}\nb: x\n"
    if header[0] in "|>":
        lines = "\n".join(pad + line for line in body.split("\n"))
        return f"a: {decoration}{header}{after}\n{lines}\n# after\nb: x\n"
    return f"a: {decoration}{body.replace(chr(10), chr(10) + pad)}{after}\nb: x\n"


def raw(alphabet: str) -> st.SearchStrategy[str]:
    return st.tuples(
        st.text(st.sampled_from(alphabet), min_size=1, max_size=40),
        st.sampled_from(["'", '"', "|", ">", "|-", ">+", ">-", "|+", "|2", ">2-", "plain"]),
        st.sampled_from(["", "&x ", "!!str ", "&x !!str ", "!!str &x\n  ", "&x # why\n  "]),
        st.sampled_from(["", " # c", "  "]),
        st.integers(1, 4),
    ).map(_raw)


@given(raw(ALPHABET + "\\n\\t\\x41\\u00e9"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_raw_documents(text: str, line_break: str) -> None:
    source = read_text(text.replace("\n", line_break))
    if not source.findings:
        assert_lined_up(source)


@given(raw(ALPHABET + ODD_BREAKS), st.sampled_from(["\n", "\r\n"]))
def test_raw_documents_with_odd_breaks(text: str, line_break: str) -> None:
    source = read_text(text.replace("\n", line_break))
    if not source.findings:
        # libyaml skips a U+FEFF behind a break: such a text is pointed at as a whole.
        assert_lined_up(source, every="\ufeff" not in text)


DOUBLE = st.lists(
    st.sampled_from(["a", "é", "😀", " ", "  ", "\n ", " \n\n  ", "\\\n  ", " \\\n\\  ", *("\\" + k for k in ESCAPES), "\\x41", "\\u00e9", "\\U0001F600", "'"]),
    max_size=14,
).map("".join)  # fmt: skip


@given(DOUBLE, st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_escape_of_double_quotes(inner: str, line_break: str) -> None:
    source = read_text(f'a: "{inner}"\n'.replace("\n", line_break))
    if not source.findings:
        assert_lined_up(source)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.booleans())
def test_json_strings(text: str, ascii: bool) -> None:
    import json

    source = read_text(json.dumps([text], ensure_ascii=ascii), "a.json")
    assert_lined_up(source)


@given(
    st.text(st.sampled_from(ALPHABET), max_size=20),
    st.text(st.sampled_from(ALPHABET), max_size=20),
    st.sampled_from(["", "'", '"', "|", ">"]),
)
def test_a_value_that_is_not_the_scalars_never_points_outside_it(text: str, value: str, style: str) -> None:
    source = Source("a", text, "yaml")
    table = offsets(source, ScalarNode(value, 0, len(text), style), value)
    assert table is None or all(0 <= at <= len(text) for at in table)


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ("a: x {{ «typo».id }} y\n", "typo"),
        ("a: >\r\n  hello\r\n  order {{ «typo».id }}\r\n", "typo"),
        ('a: "tab\\there \\u00e9 {{ «typo» }}"\n', "typo"),
        ('a: "😀 \\U0001F600 \\\n   {{ «typo» }}"\n', "typo"),
        ("a: 'it''s {{ «typo» }}'\n", "typo"),
        ("a: '''{{ «typo» }}'\n", "typo"),
        ("a: &a !!str plain {{ «typo» }}\n", "typo"),
        ("a: &a # why\n  plain {{ «typo» }} # after\n", "typo"),
        ("a: |2 # c {{ typ }}\n    {{ «typo» }}\n", "typo"),
        ("a: >-\n\n  x\n\n\n  {{ «typo» }}\n# typo\n", "typo"),
        ("a: plain\n  folded {{ «typo» }}\n", "typo"),
    ],
)
def test_a_word_of_the_value_in_the_file(marked: str, word: str) -> None:
    text, [span] = unmarked(marked)
    source = read_text(text)
    node = next(s for s in scalars(source.documents[0]) if isinstance(s.value, str) and word in s.value)
    at = re.search(word, str(node.value)).start()  # type: ignore[union-attr]
    assert within(source, node, str(node.value), at, at + len(word)) == span


def test_an_escape_is_marked_whole() -> None:
    source = read_text('a: "x\\u00e9y"\n')
    node = scalars(source.documents[0])[1]
    assert within(source, node, "xéy", 1, 2) == (5, 11)
    assert within(source, node, "xéy", 1, 3) == (5, 12)


def test_what_does_not_line_up_has_no_place() -> None:
    source = read_text("a: plain\n")
    node = scalars(source.documents[0])[1]
    assert within(source, node, "other", 0, 1) is None
    assert within(source, node, "plain", 9, 10) is None
    assert within(source, node, "plain", -1, 1) is None
    assert within(source, node, "", 0, 0) is None


def test_an_odd_break_behind_an_anchor_is_no_part_of_the_text() -> None:
    source = read_text('a: &x \u2028 "b"\n')
    node = scalars(source.documents[0])[1]
    assert offsets(source, node, "b") == [9]
    assert source.span(node) == (8, 11)
