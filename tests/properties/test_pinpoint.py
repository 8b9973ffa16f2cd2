"""A finding inside a scalar points at the right character, in every style of YAML and through Jinja."""

from __future__ import annotations

import re
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from test_offsets import SPACE, decoded

from waml.checked import Checked, Options
from waml.config import Config
from waml.fixing import offset
from waml.nodes import ScalarNode
from waml.offsets import style_of
from waml.pipeline import check

# Each character stands once in a text, so that a place can be wrong by nothing.
INK = "abcdefghijklmnopqrstuvwxyz0123456789é漢😀🎉\u00a0\u0301ß.;?!()+=/@%^€£"
WHITE = [*[""] * 20, " ", " ", "  ", "\n", "\n\n", "\n  ", "\t", "\x85", "\u2028", "\u2029"]
VALUE = "ZÄÖ-ÜXY"
LIMIT = 20


class Written(NamedTuple):
    """A title, and how it is written."""

    parts: list[str]
    style: str
    indent: int
    before: str
    line_break: str
    escapes: bool
    bom: bool


def title(with_variables: bool) -> st.SearchStrategy[list[str]]:
    white = st.sampled_from([*WHITE, "{{ n }}", "{{n|lower}}"] if with_variables else WHITE)
    ink = st.lists(st.sampled_from(INK), min_size=24, max_size=40, unique=True)
    return ink.flatmap(
        lambda signs: st.lists(white, min_size=len(signs), max_size=len(signs)).map(
            lambda gaps: [part for pair in zip(signs, gaps, strict=True) for part in pair]
        )
    )


def written(with_variables: bool) -> st.SearchStrategy[Written]:
    return st.builds(
        Written,
        title(with_variables),
        st.sampled_from(["", "'", '"', "|", ">", "|-", ">+", "|+", ">-"]),
        st.integers(1, 4),
        st.sampled_from(["", "&x ", "!!str ", "&x # why\n      "]),
        st.sampled_from(["\n", "\r\n"]),
        st.booleans(),
        st.booleans(),
    )


def document(one: Written) -> str:
    pad = " " * (4 + one.indent)
    if one.style == '"' and one.escapes:
        text = "".join(p if "{" in p or p == " " else "".join(f"\\U{ord(c):08x}" for c in p) for p in one.parts)
    else:
        text = re.sub("[\n\x85\u2028\u2029]+", lambda breaks: breaks[0] + pad, "".join(one.parts))
    before = one.before.replace("# why\n      ", "") if one.style[:1] in ("|", ">") else one.before
    scalar = f"{one.style}{text}{one.style}" if one.style in ("", "'", '"') else f"{one.style} # c\n{pad}{text}"
    head = f'vars: {{n: {VALUE}}}\nto: "+15551234567"\nbody: Well?\nbuttons:\n'
    whole = f"{head}  - id: yes  # 😀\n    title: {before}{scalar}\nfooter: Acme\n"
    return ("\ufeff" if one.bom else "") + whole.replace("\n", one.line_break)


def checked(text: str) -> Checked:
    return check("a.yaml", text.encode(), Config(), Options(("cloud",)))


def judged(text: str) -> tuple[Checked, ScalarNode, str, int, int] | None:
    """Return the title that is too long, and from where to where the finding says so."""
    found = checked(text)
    if found.source.findings or not found.targets:
        return None
    said = [d for d in found.diagnostics if d.rule == "button-title-too-long"]
    if not said:
        return None
    _, node = found.targets[0].authored.places["buttons", 0, "title"]
    assert isinstance(node, ScalarNode)
    value = found.targets[0].message["buttons"][0]["title"]
    start, end = (offset(found.source, place) for place in (said[0].start, said[0].end))
    return found, node, value, start, end


@given(written(with_variables=False))
def test_what_is_too_long_is_too_long_from_there(one: Written) -> None:
    if (seen := judged(document(one))) is None:
        return
    found, node, value, start, end = seen
    text, style = found.source.text, style_of(found.source, node)
    sign = value[LIMIT]
    if sign in SPACE:
        assert text[start] in SPACE + "\\"
    else:
        assert decoded(text, start, style) == sign
    span = found.source.span(node)
    assert end <= max(span.end, node.end)
    assert not text[end : span.end].strip(SPACE + "'\"")


@given(written(with_variables=True))
def test_what_is_too_long_through_jinja(one: Written) -> None:
    if (seen := judged(document(one))) is None:
        return
    found, node, value, start, _ = seen
    text, style = found.source.text, style_of(found.source, node)
    if start == found.source.span(node).start:
        return  # honestly at the whole
    sign = value[LIMIT]
    if sign in SPACE:
        assert text[start] in SPACE + "\\"
    else:
        assert text.startswith("{{", start) or decoded(text, start, style) == sign
    assert [r.message for d in found.diagnostics if d.rule == "button-title-too-long" for r in d.related][:1] in (
        [],
        [f"'n' is {len(VALUE)} characters: a constant"],
    )
