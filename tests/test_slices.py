"""Which character of a filled text came from which of its template."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waml.expressions import fill
from waml.slices import origin, slices

VALUES: dict[str, Any] = {
    "name": "Ada",
    "items": [{"n": "x"}, {"n": "yy"}],
    "yes": True,
    "odd": "{{ x }}",
    "o": {"k": "v"},
    "none": "",
}


@pytest.mark.parametrize(
    ("template", "cut"),
    [
        ("Hi {{ name }}!", [("Hi ", "Hi "), ("Ada", "{{ name }}"), ("!", "!")]),
        ("{{name}}", [("Ada", "{{name}}")]),
        ("{{ o.k }} {{ none }}{{ name }}", [("v", "{{ o.k }}"), (" ", " "), ("Ada", "{{ name }}")]),
        (
            "{% for i in items %}- {{ i.n|upper }}\n{% endfor %}end",
            [("- ", "- "), ("X", "{{ i.n|upper }}"), ("\n", "\n"), ("- ", "- "), ("YY", "{{ i.n|upper }}"), ("\n", "\n"), ("end", "end")],
        ),
        ("{{ '{{' }}x{{ name ~ '}}' }} z", [("{{", "{{ '{{' }}"), ("x", "x"), ("Ada}}", "{{ name ~ '}}' }}"), (" z", " z")]),
        ("{%- if yes -%}  yes {{ name -}}  {%- endif %} end", [("yes ", "yes "), ("Ada", "{{ name -}}"), (" end", " end")]),
        ("{% set q = name %}w {{ q }}{# no #} z", [("w ", "w "), ("Ada", "{{ q }}"), (" z", " z")]),
        ("a {% raw %}{{ b }}{% endraw %} {{ odd }}", [("a ", "a "), ("{{ b }}", "{{ b }}"), (" ", " "), ("{{ x }}", "{{ odd }}")]),
    ],
)  # fmt: skip
def test_each_piece_has_its_place(template: str, cut: list[tuple[str, str]]) -> None:
    found = slices(template, VALUES, fill(template, VALUES).value)
    assert found is not None
    assert [(one.text, template[one.start : one.end]) for one in found] == cut


PIECES = st.sampled_from(
    ["a ", "😀", "\n", " {{ name }}", "{{ o.k }}", "{{ none }}", "{{ name|upper }}", "{{- name -}}", "{{ '}}' }}",
     "{% if yes %}", "{% endif %}", "{% for i in items %}", "{{ i.n }}", "{% endfor %}", "{# x #}", "{% set q = 1 %}"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=9).map("".join))
def test_what_is_literal_stands_where_it_is_said_to(template: str) -> None:
    outcome = fill(template, VALUES)
    found = slices(template, VALUES, outcome.value) if isinstance(outcome.value, str) else None
    if found is None:
        return
    assert "".join(one.text for one in found) == outcome.value
    at = 0
    for one in found:
        stands = template[one.start : one.end]
        assert stands == one.text if one.is_literal else stands[:2] + stands[-2:] == "{{}}"
        for index in range(at, at + len(one.text)):
            place = origin(found, index, index + 1)
            assert place is not None
            assert template[slice(*place)] == (outcome.value[index] if one.is_literal else stands)
        at += len(one.text)


def test_another_text_has_no_places() -> None:
    assert slices("Hi {{ name }}", VALUES, "Hi Bob") is None
    assert slices("{% if yes %}x{% endif %}", VALUES, "y") is None
    assert origin([], 0, 1) is None
