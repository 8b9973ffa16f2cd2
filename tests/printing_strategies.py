"""Canonical messages with anything in their slots, from the message schema itself: a new field is covered at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from waml.message import group, long_form, shape
from waml.shape import Shape, types_of

NASTY = (
    "", " ", "\n", "\t", "\r", "\r\n", "\x00", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffe", "\U0010ffff",
    "null", "true", "false", "yes", "No", "~", "0123", "12", "-1", "1.5", "1e3", "+15551234567", "12:30", "0x1F", ".5",
    ".inf", "=", "<<", "---", "...", "- a", "? a", ": a", "a: b", "a:", "# a", "a # b", "a #b", "&a", "*a", "!a",
    "!!str a", "|", ">", "%a", "@a", "`a", "'a'", '"a"', "\\", "\\n", "it's \"it\"", "[a]", "{a}", "a, b", "a]", "}}",
    "{{x}}", "{{ x }}", "{{{x}}}", "{{", "{%", "{#", "{% if a %}b{% endif %}", "{% raw %}", "{# a #}", "%}", "#}",
    "{{'a'}}", '{{"a"}}', "{{\\}}", "{{x}}{{y}}", "{{x}", "{", "{{ a\r\nb }}", "{{\r}}", "{{-x-}}", "{{x}}\n",
    "👍", "👩‍👩‍👧", "é", "مرحبا", "a\nb", "a\nb\n", "a\n\n", " a\n b", "a \nb", "a\n b\n", "\na", "a\n\nb", "- a\n- b",
    "2026-12-18T19:27:00Z", "https://a.example/?b=c#d", "120363040@g.us", "1@newsletter", "DE.1234", "Y2FwaV9ncm91cA",
    "wamid.HBgL==", "a" * 200, "a b " * 100, "a\tb", "\u00a0a", "a\u200b", "a\n# b: c\n---\nd", "\n\n", "a\n\t", "x-y",
    "word " * 40 + "# end", "- a: b  c " * 20 + "d", "{{ a b }} c " * 20 + "d", "{{ a " * 30 + "b",
    "word\u2028 " * 40 + "é",
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), max_size=3).map("".join),
    st.lists(st.sampled_from(["\n", " ", "a", "{", "}", "%", "#", "'", ":", "\r", "-", "\\"]), max_size=8).map("".join),
)
integers = st.integers(-(10**12), 10**12)
numbers = st.one_of(integers, st.floats(allow_nan=False, allow_infinity=False))
times = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)).map(
    lambda t: t.replace(microsecond=t.microsecond // 1000 * 1000).isoformat() + "Z"
)
jsons = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=5,
)


@cache
def of(shape: Shape) -> st.SearchStrategy[Any]:
    """Return what may stand in the long form of a shape."""
    if shape.container == "object":
        return st.deferred(lambda: _mapping(shape))
    if shape.container == "array":
        return st.deferred(lambda: st.lists(of(shape.items), min_size=0 if shape.keep_empty else 1, max_size=3))
    if shape.words:
        return st.sampled_from(shape.words)
    slots = {"text": texts, "phone": texts, "time": times, "integer": integers, "number": numbers}
    if shape.slot in (None, "json"):
        return _json(shape.raw)
    return {**slots, "boolean": st.booleans()}.get(shape.slot, texts)


def _json(raw: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Return what fits a slot of free JSON."""
    types = types_of(raw)
    if not types:
        return jsons
    fitting = {
        "array": st.deferred(lambda: st.lists(_json(raw.get("items", {})), max_size=3)),
        "integer": integers,
        "object": st.dictionaries(texts, jsons, max_size=3),
        "string": texts,
    }
    return st.one_of([fitting[type] for type in types])


def _mapping(shape: Shape) -> st.SearchStrategy[Any]:
    fields = {key: shape.field(key) for key, raw in shape.fields.items() if not raw.get("x-sugar")}
    kinds = fields["type"].words if "x-needs" in shape.raw else (None,)
    return st.one_of([_kind(shape, fields, kind) for kind in kinds])


def _kind(shape: Shape, fields: dict[str, Any], kind: str | None) -> st.SearchStrategy[Any]:
    strategies = {key: of(field) for key, field in fields.items()}
    needed = {*shape.required}
    for key in shape.raw.get("x-needs", {}).get(kind, ()):
        # What a type needs is missing where it is empty.
        strategies[key] = strategies[key].filter(lambda value: value not in ({}, [], None))
        needed.add(key)
    if kind is not None:
        strategies["type"] = st.just(kind)
        needed.add("type")
    held = shape.raw.get("x-holds", {}).get(kind, fields)
    optional = [key for key in fields if key in held and key not in needed]

    @st.composite
    def drawn(draw: Any) -> dict[str, Any]:
        # Few keys at once: that is where the shorthands are.
        chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=3)) if optional else []
        some = shape.raw.get("x-some", ())
        if some and not {*needed, *chosen} & {*some}:
            chosen.append(draw(st.sampled_from(some)))
        return {key: draw(strategies[key]) for key in draw(st.permutations([*sorted(needed), *chosen]))}

    return drawn()


@st.composite
def messages(draw: Any) -> dict[str, Any]:
    """Return a canonical message with one content."""
    content = draw(st.sampled_from(group("content")))
    rest = [*group("envelope"), *(key for key in group("dressing")), *group("block")]
    keys = [content, *draw(st.lists(st.sampled_from(rest), unique=True, max_size=3))]
    if "body" not in keys and draw(st.booleans()):
        keys.append("body")
    return long_form({key: draw(of(shape().field(key))) for key in keys})
