"""Expressions as a text: what is filled without Jinja, and that Jinja would say the same."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waml import templating
from waml.expressions import MAX_TEMPLATE, MAX_TEXT, fill, size_of
from waml.shape import UNKNOWN

VALUES: dict[str, Any] = {"name": "Ada", "n": 3, "f": 2.0, "yes": True, "none": None, "order": {"id": "A1", "at": {"x": 1}}, "l": [1, 2], "u": UNKNOWN}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hi {{ name }}!", "Hi Ada!"),
        ("{{name}}{{name}}", "AdaAda"),
        ("{{ order.id }}", "A1"),
        ("{{ order.at.x }} x", "1 x"),
        ("{{ f }} {{ yes }}", "2 true"),
        ("{{ none }}.", "."),
        ("{{\n name\t}} ", "Ada "),
        ("no braces", "no braces"),
    ],
)
def test_plain_names_are_filled(text: str, value: str) -> None:
    outcome = fill(text, {**VALUES, "none": None})
    if "none" in text:  # `none` is Jinja's own word
        assert outcome.value == value
        return
    assert outcome.value == value
    assert outcome.faults == ()


@pytest.mark.parametrize("name", ["n", "f", "yes", "order", "l", "name"])
def test_a_text_that_is_one_expression_keeps_the_type(name: str) -> None:
    outcome = fill(f"{{{{ {name} }}}}", VALUES)
    assert outcome.value is VALUES[name]
    assert outcome.names == (name,)
    assert isinstance(fill(f" {{{{ {name} }}}}", {**VALUES, "order": 1, "l": 2}).value, str)


def test_a_name_without_a_value_makes_the_text_unknown() -> None:
    assert fill("x {{ u }}", VALUES) == (UNKNOWN, ("u",), (), ("u",), 0)
    assert fill("{{ u.x }}", VALUES).value is UNKNOWN


@pytest.mark.parametrize(
    ("text", "rule", "message", "start", "end", "help"),
    [
        ("Hi {{ nme }}", "undeclared-variable", "the variable 'nme' is not declared", 6, 9, "did you mean 'name'?"),
        (
            "{{ zzzzz }}",
            "undeclared-variable",
            "the variable 'zzzzz' is not declared",
            3,
            8,
            "declare 'zzzzz' under 'vars'",
        ),
        ("{{ order.idd }}", "no-such-key", "'order' has no 'idd'", 9, 12, "did you mean 'id'?"),
        ("{{ order.at.y }}", "no-such-key", "'order' has no 'y'", 12, 13, None),
        ("{{ name.x }}", "no-such-key", "'name' has no 'x'", 8, 9, None),
        ("x {{ l }}", "wrong-type", "'l' is a list, and a text is due", 5, 6, None),
        ("x {{ order.at }}", "wrong-type", "'order.at' is a mapping, and a text is due", 5, 13, None),
    ],
)
def test_faults(text: str, rule: str, message: str, start: int, end: int, help: str | None) -> None:
    outcome = fill(text, VALUES)
    assert outcome.value is UNKNOWN
    assert [fault[:5] for fault in outcome.faults] == [(rule, message, start, end, help)]


def test_each_undeclared_name_is_told_once_where_it_is_first() -> None:
    outcome = fill("{{ a }} {{ b }} {{ a }}", {})
    assert [(f.start, f.end) for f in outcome.faults] == [(3, 4), (11, 12)]


def test_lengths_at_and_past_their_limits() -> None:
    assert fill("{{ name }}" + "x" * (MAX_TEMPLATE - 10), VALUES).faults == ()
    assert [f.rule for f in fill("{{ name }}" + "x" * (MAX_TEMPLATE - 9), VALUES).faults] == ["template-too-large"]
    assert fill("{{ x }}{{ x }}", {"x": "x" * (MAX_TEXT // 2)}).faults == ()
    assert [f.rule for f in fill("{{ x }}{{ x }}", {"x": "x" * (MAX_TEXT // 2 + 1)}).faults] == ["template-too-large"]
    assert fill("{{ x }}", {"x": "x" * (MAX_TEXT + 1)}).faults == ()


@given(st.lists(st.sampled_from(["{{ name }}", "{{name}}", "{{ n }}", "{{ order.id }}", "{{ f }}", "{{ yes }}", " ", "\n", "x", "😀", "}", "{", "%"]), max_size=8).map("".join))  # fmt: skip
def test_jinja_says_the_same(text: str) -> None:
    plain, jinja = fill(text, VALUES), templating.fill(text, VALUES)
    if plain.faults == () and jinja.faults == () and isinstance(plain.value, str):
        assert plain.value == jinja.value
        assert plain.names == jinja.names


@given(st.text("{}%#. abn\n-|'", max_size=30))
def test_no_text_raises(text: str) -> None:
    outcome = fill(text, {"a": "x", "b": {"a": 1}})
    for fault in outcome.faults:
        assert 0 <= fault.start < fault.end <= len(text)
        assert fault.message


def test_jinja_is_not_imported_for_plain_names() -> None:
    code = "import sys; from waml.expressions import fill; fill('{{ a }} {{ b.c }}', {'a': 1}); sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_sizes_are_at_least_those_of_the_text() -> None:
    for value in ("ab", 10**50, True, None, 1.5, ["a", {"b": [1, "c" * 50]}]):
        assert size_of(value) >= len(str(value))
