# ruff: noqa: E501 (tables of cases are read across)
"""For literals, plain variables, `if` and the filters that are promised, the bounds are reached, by allowed values."""

from __future__ import annotations

from random import Random
from typing import Any

import bounded
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_soundness import rendered

from waml.bounds import bound_of
from waml.bounds.declared import allowed
from waml.bounds.witness import reaching
from waml.values import fault_of

FILTERS = (
    "", "", "", "upper", "lower", "title", "capitalize", "trim", "truncate(6)", "truncate(4, true, '', 1)", "truncate(5, false, '…', 0)",
    "replace('a', 'bcd')", "replace('aa', '')", "replace('', '-')", "replace(' ', '  ', 1)", "default('none')", "default('no', true)",
    "length", "string", "center(7)", "urlencode", "reverse", "indent(3)",
)  # fmt: skip
OTHERS = ("{{ word }}", "{{ word|upper }}", "{{ n }}", "{{ n|abs }}", "{{ n|round }}", "{{ '%05d'|format(n) }}", "{{ xs|join(', ') }}",
          "{{ xs|length }}", "{{ '%s!'|format(word) }}", "{{ word ~ n }}", "{{ word if yes else n }}", "{{ yes }}", "{{ xs|first if xs else word }}",
          "{% for x in xs %}{{ x|upper }}{% if not loop.last %}, {% endif %}{% else %}-{% endfor %}", "{{ rows|map(attribute='t')|join('/') }}")  # fmt: skip


def piece(r: Random, names: list[str]) -> str:
    """Return a piece of a template; no name is filtered twice, for no value is the worst of two filters."""
    kind = r.randrange(4)
    if kind == 0:
        return r.choice(("Hi ", "—", "ß", "\n"))
    if kind == 1 or not names:
        return r.choice(OTHERS)
    return "{{ " + "|".join(filter(None, (names.pop(), r.choice(FILTERS)))) + " }}"


def template(r: Random, names: list[str]) -> str:
    parts = [piece(r, names) for _ in range(r.randint(1, 3))]
    test = r.choice(
        ("yes", "not yes", "n > 3", "n == 0 or yes", "word == 'a'", "word in ['', 'straße']", "xs", "xs|length > 1")
    )
    if r.random() < 0.5:
        parts.append(f"{{% if {test} %}}{piece(r, names)}{{% else %}}Bye{{% endif %}}")
        parts.append(f"{{{{ 'x' if {test} else 'yz' }}}}")
    return "".join(parts)


def ends(text: str, declared: dict[str, Any]) -> list[tuple[int | None, int | None]]:
    """Return the shortest and the longest as they are bounded and as they are reached."""
    scope = {name: allowed(declaration) for name, declaration in declared.items()}
    bound = bound_of(text, scope)
    assert bound is not None
    names = tuple(name for name in declared if name in text)
    found = []
    for longest, case, goal in ((False, bound.shortest, bound.length.low), (True, bound.longest, bound.length.high)):
        reached = reaching(text, case, declared, names, longest=longest, goal=goal)
        assert reached is not None, text
        values, size = reached
        assert [fault_of(values[name], declared[name]) for name in names] == [None] * len(names)
        text_with_them = rendered(text, values)
        assert text_with_them is not None
        assert len(text_with_them) == size
        found.append((goal, size))
    return found


@given(st.integers(0, 2**64 - 1))
def test_the_ends_are_reached(seed: int) -> None:
    r = Random(seed)
    declared = bounded.declarations(r)
    declared["b"] = bounded.a_text(r)
    text = template(r, r.sample(["a", "b"], 2))
    for goal, size in ends(text, declared):
        assert goal == size, (text, declared)


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("{% for x in xs %}{{ x|upper }}{% else %}-{% endfor %}{{ a|replace('aa', '') }}", [0, 48]),
        (
            "{{ a|truncate(4, true, '', 1) }}{{ b|replace('aa', '') }}{% for x in ys %}{{ x|upper }}{% endfor %}",
            [4, 60],
        ),
    ],
)
def test_what_the_law_found_is_reached(text: str, reached: list[int]) -> None:
    """A text that is shortest with one empty item, and one whose first names took all the tries."""
    short = {"type": "string", "min_length": 0, "max_length": 7}
    declared: dict[str, Any] = {
        "a": {"type": "string", "min_length": 2, "max_length": 6},
        "b": {"type": "string", "min_length": 1, "max_length": 7},
        "xs": {"type": "list", "items": short, "min_items": 0, "max_items": 2},
        "ys": {"type": "list", "items": {**short, "min_length": 1, "max_length": 8}, "min_items": 2, "max_items": 2},
    }
    found = ends(text, declared)
    assert [goal for goal, _ in found] == [size for _, size in found] == reached


@pytest.mark.parametrize(
    ("text", "shortest", "longest"),
    [
        ("Hi {{ name }}, welcome", 14, 52),
        ("{{ name|upper }}", 2, 120),
        ("{{ name|title }}", 2, 81),
        ("{{ name|truncate(10) }}", 2, 15),
        ("{{ name|truncate(10, true, '…', 0) }}", 2, 10),
        ("{{ name|trim }}", 0, 40),
        ("{{ code }}", 4, 6),
        ("{{ code|upper }}", 4, 18),
        ("{% if vip %}Dear {{ name }}{% else %}Hi{% endif %}{% if vip %}!{% endif %}", 2, 46),
        ("{{ count }} of {{ count }}", 6, 10),
        ("{{ size }}", 1, 5),
        ("{{ when }}, {{ phone }}", 20, 28),
        ("{{ things|join(', ') }}", 2, 46),
        ("{% for t in things %}- {{ t }}\n{% endfor %}", 5, 65),
        ("{{ 'one' if count > 1000 else 'two or more' }}", 11, 11),
        ("{{ name|replace('a', 'bb') }}", 2, 80),
        ("{{ price|round(2) }}", 1, 6),
        ("{{ '%.2f'|format(price) }}", 4, 6),
    ],
)
def test_bounds_people_would_compute(text: str, shortest: int, longest: int) -> None:
    declared: dict[str, Any] = {
        "name": {"type": "string", "min_length": 2, "max_length": 40},
        "code": {"type": "string", "pattern": "[A-Z]{2}[0-9]{2,4}"},
        "vip": {"type": "boolean"},
        "count": {"type": "integer", "range": [1, 999]},
        "size": {"one_of": ["S", "M", "L", "XXL", "Large"]},
        "when": {"type": "date"},
        "phone": {"type": "phone"},
        "things": {
            "type": "list",
            "items": {"type": "string", "max_length": 10, "min_length": 2},
            "min_items": 1,
            "max_items": 4,
        },
        "price": {"type": "number", "range": [0, 100]},
    }
    declared["things"]["max_items"] = 4 if "join" in text else 5
    bound = bound_of(text, {name: allowed(declaration) for name, declaration in declared.items()})
    assert bound is not None
    assert bound.length[:2] == (shortest, longest), bound.terms


def test_what_nobody_bounds_has_no_longest_and_no_firm_shortest() -> None:
    bound = bound_of("Hi {{ name }}", {"name": allowed({"type": "string"})})
    assert bound is not None
    assert bound.length == (3, None, False)


@pytest.mark.parametrize("text", ["{{ x|map('upper') }}", "{{ 1 + 1 }}", "{{ x", "{% macro m() %}{% endmacro %}"])
def test_what_is_not_understood_widens_the_bound_and_says_so(text: str) -> None:
    bound = bound_of(text, {"x": allowed({"type": "string", "max_length": 3})})
    assert bound is not None
    assert not bound.understood
    assert bound.length == (0, None, False)
