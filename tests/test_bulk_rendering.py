"""Templates with more than plain names: part by part, and for all rows at once, what one row gives by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from waml.bulk import rendering
from waml.bulk.fill import Filler, Rows
from waml.bulk.readers import column_of
from waml.bulk.single import Single
from waml.config import Config
from waml.pipeline import Options

VARS = """\
vars:
  a: {type: string, example: ada}
  b: {type: string, default: "", example: bo}
  n: {type: integer, example: 2}
  f: {type: number, example: 1.5}
  s: {type: boolean, example: true}
  l: {type: list, example: [x, y]}
  j: {type: json, example: {k: v}}
  c: constant
to: "+15551234567"
"""
ROWS: list[dict[str, Any]] = [
    {"a": "ada", "b": "x", "n": 1, "f": 1, "s": True, "l": ["p", "q"], "j": {"k": "v"}},
    {"a": "ada", "b": "x", "n": 0, "f": 1.0, "s": False, "l": [], "j": {"k": 1}},
    {"a": "Zoë ß", "b": "", "n": 1, "f": -0.0, "s": True, "l": [1, None], "j": {}},
    {"a": "ada", "b": "y\n", "n": 2, "f": 0.0, "s": True, "l": ["p", "q"], "j": [1]},
    {"a": None, "b": "x", "n": 1, "f": 2.5, "s": True, "l": ["p"], "j": {"k": "v"}},
    {"a": '"\\\n', "b": "\n\n", "n": 10**12, "f": 1e22, "s": False, "l": [["p"]], "j": {"k": "v"}},
    {"a": "ada", "b": "x", "n": 1, "f": 1, "s": True, "l": ["p", "q"], "j": {"k": "v"}},
]
TEMPLATES = [
    "Hi {{ a | title }}, {{ n }} of {{ c | upper }}",
    "{{ a | upper }}{{ a | lower }}{{ b }}",
    "{% if n == 1 %}one{% else %}{{ n }} things for {{ a }}{% endif %}!",
    "{% set x = a | trim %}{{ x }} {% if s %}{% set x = b %}{% endif %}{{ x }}.",
    "{{ l | join(', ') }} and {{ a }} .",
    "{% for one in l %}{{ loop.index }} {{ one }} {{ a }}; {% endfor %}.",
    "{{ j.k }} {{ a | upper }}.",
    "{{ 'yes' if s else 'no' }} {{ f }} {{ f | string }} {{ n ~ b }}.",
    "{{ b or a }}.",
    "{{ c | upper }}.",
    "{{ a | upper }}.{{ b | upper }}\n",
    "{{ a | upper }}.\n\n",
    "{{ a | upper }}.{{ b | lower }}",
    "{{ a | upper -}}   \n  {{- b | lower }}.",
    "{{ a[0] }}.",
]


def filler(body: str, used: Sequence[str]) -> Filler:
    indented = "".join(f"  {line}\n" for line in body.split("\n"))
    data = f"{VARS}text: |\n{indented}".encode()
    single = Single("m.waml.yaml", data, Config(), Options(("cloud",)), "body", None)
    return Filler(single, {name: name for name in used}, False)


@pytest.mark.parametrize("whole", [True, False], ids=["whole columns", "a row each"])
@pytest.mark.parametrize("body", TEMPLATES)
def test_a_template_gives_each_row_what_it_gives_it_alone(body: str, whole: bool) -> None:
    used = list(ROWS[0])
    together = filler(body, used)
    given = [ROWS] * 2 if whole else [[row] for row in ROWS * 2]
    for rows in given:
        columns = {name: column_of([row[name] for row in rows]) for name in used}
        filled = together.fill(Rows(columns, len(rows), rows))
        for at, row in enumerate(rows):
            outcome = together.single.compile(together.supplied(Rows(columns, len(rows), rows), at))
            line = None if outcome.request is None else together.single.line(outcome.request) + "\n"
            assert filled.lines[at].as_py() == line, row
    usual = {name: column_of([ROWS[0][name]]) for name in used}
    assert together.fill(Rows(usual, 1, ROWS[:1])).singly == 0


def test_a_part_is_rendered_once_for_the_rows_that_share_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[int] = []
    real = rendering.Part._in_one_go

    def counting(self: rendering.Part, rows: list[tuple[Any, ...]]) -> list[str]:
        rendered.append(len(rows))
        return real(self, rows)

    together = filler("{{ a | title }}: {% if n == 1 %}one{% else %}many{% endif %}", ["a", "n"])
    columns = {"a": column_of([f"a{at % 10}" for at in range(1000)]), "n": column_of([at % 3 for at in range(1000)])}
    together.fill(Rows(columns, 1000))
    monkeypatch.setattr(rendering.Part, "_in_one_go", counting)
    assert together.fill(Rows(columns, 1000)).singly == 0
    assert sum(rendered) == 0  # all is known from the rows before
    columns["a"] = column_of([f"b{at % 10}" for at in range(1000)])
    assert together.fill(Rows(columns, 1000)).lines[7].as_py().count("B7: one") == 1
    assert sum(rendered) == 10


def test_texts_that_are_known_are_forgotten_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MAX_KNOWN", 50)
    together = filler("{{ a | title }}!", ["a"])
    for start in range(0, 400, 40):
        columns = {"a": column_of([f"a{at}" for at in range(start, start + 40)])}
        lines = together.fill(Rows(columns, 40)).lines
        assert lines[39].as_py().count(f'"A{start + 39}!"') == 1
    assert together.plan is not None
    [rendered] = together.plan.renderings.values()
    [part] = [one for one in rendered.parts if not isinstance(one, str)]
    assert part._known is not None
    assert len(part._known) <= 50
