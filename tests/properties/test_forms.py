"""Files of one form have one tree but for their texts: what is cut out of one is a scalar of its own in each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from waml import forms
from waml.checked import Options
from waml.config import Config
from waml.nodes import Node, ScalarNode, plain
from waml.paths import scalars
from waml.pinning import Texts, Unlearnable
from waml.pipeline import judged
from waml.source import read

RAW = [
    "Hello", "Hello, you", "a: b", "a:b", "a :b", "a:", "a #b", "a# b", "a # b", "# a", "a,", "a]", "a}", "[a",
    "{a: b}",
    "'it''s'", "'a' b", "'a", '"a" b', '"a\\"b"', '"\\u00e9"', '"a\\qb"', '"a # b"', '"a: b"', "''", '""', "", " ",
    "-", "- a", "-5", "5", "5.0", "05", "+5", "true", "null", "~", "yes", "? a", "?a", "a? b", "a?", "%a", "@a", "`a",
    "&a b", "*a", "!x y", "!!str 5", "<<", "--- a", "...", "|", ">", "a\tb", "\ta", "a ", "a  # b", "é", "\u2028", "😀",
    "a\n{} b", "a\n{}  b", "a\n{}    b\n{}     c", "a\n\n{}  b", "a\n{}  # b", "a\n{}  b: c", '"a\n{}  b"', '"a\nb"',
    "|\n{}  a", "|\n{}    a\n{}   b", "|-\n{}  a\n\n{}  b", "|+\n{}  a\n", ">\n{}  a\n{}   b\n{}  c",
    "|\n{}  a: b\n{}  - c",
    "|\n{} a", "|\n{}a", "|\n{}  a\n{}  \n{}  b", "|2\n{}   a", "|\n\n{}  a", "'a\n\n{}  b'", "a\n{}- b", "a\r\n{}  b",
    "{{ a }}", "'{{ a }}'", "http://a/b?c#d", "a@b", "\u00a0a", "a\u0085b", "\ufeffa", "...\n", "a\n---\nb", "a\n...",
]  # fmt: skip
"""What may stand where a value does; `{}` is the indentation of its key."""

PLACES = [
    ("text: @\n", ""), ("text: @\nfooter: @\n", ""), ("text: @", ""), ("x: 1\ntext: @\n\n# c\nto: @\n", ""),
    ("image:\n  link: @\n  caption: @\n", "  "), ("to: x\nbuttons:\n  - @\n  - @\n", "  "),
    ("to: x\nbuttons:\n- @\n- @\n", ""),
    ("to: x\nbuttons:\n  - title: @\n    id: @\n  - title: @\n", "    "), ("to: x\nbuttons: [@, @]\n", ""),
    ("to: x\nrows: [[@], @]\n", ""),
    ("image: {link: @, caption: @}\nto: @\n", ""), ("image: {\n  link: @,\n  caption: @\n}\n", "  "),
    ("to: x\nbuttons:\n  - {title: @, id: x}\n  - {title: y, id: @}\n", "  "), ("- - @\n  - @\n", "  "),
    ("text: @ # c\nto: @\n", ""),
    ("text:\n  @\nto: @\n", ""), ('"text": @\n', ""), ("? text\n: @\n", ""), ("a: &x @\nb: *x\n", ""),
    ("text: @\n  more\n", ""),
]  # fmt: skip


def _texts(tree: Node) -> list[tuple[object, ScalarNode]]:
    return [*scalars(tree)]


@st.composite
def _pairs(draw: st.DrawFn) -> list[str]:
    place, indent = draw(st.sampled_from(PLACES))
    tame = st.sampled_from(["Hello", "Hello, you", "'a'", "|\n{}  a\n{}  b", "a\n{}   b", "5", "é", "a #"])
    values = [draw(st.lists(each, min_size=3, max_size=3)) for each in (tame, st.one_of(tame, st.sampled_from(RAW)))]
    return [_written(place, indent, iter(some)) for some in values]


def _written(place: str, indent: str, values: Iterator[str]) -> str:
    return re.sub("@", lambda _: next(values).replace("{}", indent), place)


@given(_pairs())
def test_files_of_one_form_differ_in_the_texts_that_are_cut_out(pair: list[str]) -> None:
    first, second = (forms.read(text.encode()) for text in pair)
    if first is None or second is None or first.key != second.key:
        return
    try:
        found = Texts(first, judged(read("a.waml.yaml", pair[0].encode()), Config(), Options()))
    except Unlearnable:
        return
    free = {*found.by_start.values()}
    if any(a != b for at, (a, b) in enumerate(zip(first.raws, second.raws, strict=True)) if at not in free):
        return
    one, other = (read("a.waml.yaml", text.encode()) for text in pair)
    assert not other.findings
    assert len(other.documents) == 1
    texts = _texts(other.documents[0])
    for (path, was), (same, now) in zip(_texts(one.documents[0]), texts, strict=True):
        assert path == same
        at = found.by_start.get(was.start)
        assert now.value == (was.value if at is None else second.values[at])
        assert at is None or now.start == second.offsets()[::2][at]
    assert plain(one.documents[0]) is not None
