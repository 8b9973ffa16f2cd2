"""The Jinja subset: what works, what is refused and where, and that nothing runs that could grow."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import assert_found, unmarked

from waml.expressions import MAX_TEXT, Fault
from waml.shape import UNKNOWN
from waml.templating import fill
from waml.templating_cut import cut
from waml.templating_environment import ENVIRONMENT
from waml.templating_subset import FILTERS, MAX_WIDTH, TESTS

VALUES: dict[str, Any] = {
    "name": "ada lovelace", "n": 3, "f": 2.5, "yes": True, "order": {"id": "A1", "items": ["x", "y"]}, "l": ["b", "a", "b"],
    "rows": [{"t": "One", "p": 1}, {"t": "Two", "p": 2}], "empty": "", "u": UNKNOWN,
}  # fmt: skip


def render(text: str) -> Any:
    outcome = fill(text, VALUES)
    assert outcome.faults == ()
    return outcome.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ name|title }}", "Ada Lovelace"),
        ("{{ name | upper }} x", "ADA LOVELACE x"),
        ("{{ name|capitalize }}", "Ada lovelace"),
        ("{{ name|replace('ada', 'Ada')|trim }}", "Ada lovelace"),
        ("{{ name|truncate(6, true, '…', 0) }}", "ada l…"),
        ("{{ name|length }}/{{ name|wordcount }}/{{ l|count }}", "12/2/3"),
        ("{{ 'x'|center(3) }}|", " x |"),
        ("{{ 'a\nb'|indent(2) }}", "a\n  b"),
        ("{{ 'aa bb'|wordwrap(2) }}", "aa\nbb"),
        ("{{ 'a b'|urlencode }}", "a%20b"),
        ("{{ l|join(', ') }}", "b, a, b"),
        ("{{ l|sort|join }}{{ l|unique|join }}{{ l|first }}{{ l|last }}{{ l|min }}{{ l|max }}", "abbbabbab"),
        ("{{ name|reverse }}", "ecalevol ada"),
        ("{{ rows|map(attribute='t')|join('/') }}", "One/Two"),
        ("{{ '%s has %d'|format(name, n) }}", "ada lovelace has 3"),
        ("{{ '%05.1f%%'|format(f) }}", "002.5%"),
        ("{{ f|round }} {{ f|int }} {{ '7'|float }} {{ -3|abs }} {{ n|string }}", "2 2 7 3 3"),
        ("{{ u|default('x') }} {{ u|d('y') }} {{ empty|d('z', true) }}", "x y z"),
        ("{{ name ~ ' ' ~ n }}", "ada lovelace 3"),
        ("{{ name == 'x' }} {{ n >= 3 }} {{ 'ada' in name }} {{ n != 3 }}", "false true true false"),
        ("{{ 'a' if yes else 'b' }}", "a"),
        ("{{ 'a' if yes and not (n > 5 or n < 1) }}", "a"),
        ("{{ order.id }}{{ order['id'] }}{{ l[0] }}{{ l[-1] }}{{ name[0] }}", "A1A1bba"),
        ("{{ -n }} {{ [1, n] }} {{ (1, 2) }}", "-3 [1, 3] (1, 2)"),
        ("{% if n == 3 %}three{% elif n == 4 %}four{% else %}?{% endif %}", "three"),
        ("{% for i in l %}{{ loop.index }}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}", "1b,2a,3b"),
        ("{% for i in order['items'] %}{{ i }}{% endfor %}", None),
        ("{% for i in order.items %}{{ i }}{% endfor %}", "xy"),
        ("{% for r in rows if r.p > 1 %}{{ r.t }}{% else %}none{% endfor %}", "Two"),
        ("{% set a = name|upper %}{{ a }}", "ADA LOVELACE"),
        ("{# a comment #}x", "x"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ '{{x}}' }}", "{{x}}"),
        ("a  {%- if yes -%}  b  {%- endif -%}  c", "abc"),
        ("{{ u is defined }} {{ name is string }} {{ n is odd }} {{ none is none }} {{ n is eq(3) }} {{ l is sequence }}", "false true true true true true"),
        ("x\n{{ n|string }}\n", "x\n3\n"),
        ("{{ true }} {{ none }}|{{ 1.0 }}", "true |1"),
    ],
)  # fmt: skip
def test_what_the_subset_does(text: str, value: str | None) -> None:
    if value is None:
        assert [f.message for f in fill(text, VALUES).faults] == ["'for' goes over a declared list"]
        return
    assert render(text) == value


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("a {{ «().__class__» }}", "the name '__class__' is not taken"),
        ("{{ n }} {{ «name.upper()» }}", "calls are not taken"),
        ("{{ «n()» }}", "calls are not taken"),
        ("{% for i in «range(9)» %}{% endfor %}", "'for' goes over a declared list"),
        ("{% for i in «[1, 2]» %}{% endfor %}", "'for' goes over a declared list"),
        ("x {{ «'x' * 9» }} y", "the operator '*' is not taken"),
        ("{{ name }} {{ «9 ** 9» }}", "the operator '**' is not taken"),
        ("{{ «n + 1» }}", "the operator '+' is not taken"),
        ("{{ «n - 1» }}", "the operator '-' is not taken"),
        ("{{ «n // 1» }}", "the operator '//' is not taken"),
        ("{{ name|«attr»('x') }}", "the filter 'attr' is not taken"),
        ("{{ l|join|«tojson» }}", "the filter 'tojson' is not taken"),
        ("{{ n is «divisibleby»(2) }}", "the test 'divisibleby' is not taken"),
        ("{{ n is «callable» }}", "the test 'callable' is not taken"),
        ("{{ name|«center»(n) }}", "the arguments of 'center' are literal"),
        ("{{ name|«center»(10**9) }}", "the arguments of 'center' are literal"),
        ("{{ name|«center»(4097) }}", "'center' takes at most 4096"),
        ("{{ name|«indent»(width=9999) }}", "'indent' takes at most 4096"),
        ("{{ name|«truncate»(-9999) }}", "'truncate' takes at most 4096"),
        ("{{ name|«wordwrap»(0) }}", "'wordwrap' takes a width of 1 and more"),
        ("{{ name|«wordwrap»(-1) }}", "'wordwrap' takes a width of 1 and more"),
        ("{{ '%9999d'|«format»(1) }}", "'format' takes a literal text with %s and %d"),
        ("{{ '%*d'|«format»(9, 1) }}", "'format' takes a literal text with %s and %d"),
        ("{{ name|«format»(1) }}", "'format' takes a literal text with %s and %d"),
        ("{{ l|«map»('upper') }}", "'map' takes attribute="),
        ("{{ l|«join»(*l) }}", "the arguments of 'join' are written out"),
        ("{{ «{'a': 1}» }}", "a mapping is not taken"),
        ("{{ l[«1:2»] }}", "a slice is not taken"),
        ("{% «macro a() %}{% endmacro» %}", "'macro' is not taken"),
        ("{% «include 'x'» %}", "'include' is not taken"),
        ("{% «import 'x' as y» %}", "'import' is not taken"),
        ("{% «from 'x' import y» %}", "'from' is not taken"),
        ("{% «extends 'x'» %}", "'extends' is not taken"),
        ("{% «filter upper %}a{% endfilter» %}", "'filter' as a block is not taken"),
        ("{% «set a %}b{% endset» %}", "'set' as a block is not taken"),
        ("{% «set a, b = l» %}", "'set' sets one name"),
        ("{% «for i in l recursive %}{% endfor» %}", "'for' goes over a declared list"),
    ],
)  # fmt: skip
def test_what_is_refused_and_where_it_begins(marked: str, message: str) -> None:
    text, [span] = unmarked(marked)
    outcome = fill(text, VALUES)
    assert outcome.value is UNKNOWN
    [fault] = outcome.faults
    assert (fault.rule, fault.message) == ("template-not-allowed", message)
    exact = not re.search(r"\(\)|%\}|range|\[1, 2\]|1:2|\{'a'", marked) or "n()" in marked
    if exact:
        assert text[fault.start : fault.end] == text[span.start : span.end]
    else:
        assert abs(fault.start - span.start) <= 8


@pytest.mark.parametrize(
    ("text", "start", "says"),
    [
        ("Hi {{ name }", 11, "unexpected '}'"),
        ("Hi {{ name", None, "unexpected end of template"),
        ("{{ n }} {{ a b }}", 13, "expected token 'end of print statement', got 'b'"),
        ("{{ n }} {{ }}", 11, "expected an expression, got 'end of print statement'"),
        ("x {% if n %}y", None, "unexpected end of template"),
        ("x {% endif %}", 5, "encountered unknown tag 'endif'"),
        ("x {% foo %}", 5, "encountered unknown tag 'foo'"),
        ("{{ 'x }}", 3, "unexpected char"),
        ("{{ n ? }}", 5, "unexpected char '?'"),
        ("{{ n|nosuch }}", 5, "the filter 'nosuch' is not taken"),
        ("{# open", 2, "missing end of comment tag"),
        ("{% raw %}x", None, "missing end of raw directive"),
        ("{{ " + "9" * 5000 + " }}", 0, "exceeds the limit"),
    ],
)
def test_what_is_no_template(text: str, start: int | None, says: str) -> None:
    [fault] = fill(text, VALUES).faults
    assert says in fault.message
    assert fault.rule in ("template-syntax", "template-not-allowed")
    if start is not None:
        assert fault.start == start
    assert 0 <= fault.start < fault.end <= len(text)


@pytest.mark.parametrize(
    "before", ["", "x\n", "x\r\n\r\n", "{% if yes %}\n  {%- endif %}\n\n", "{# c\n #}", "😀 {{ n|string -}}  \n  "]
)
def test_places_are_exact_whatever_is_before(before: str) -> None:
    [fault] = fill(before + "{{ tpyo|upper }}", VALUES).faults
    assert fault.start == len(before) + 3
    [fault] = fill(before + "{{ name|nosuch }}", VALUES).faults
    assert fault.start == len(before) + 8
    assert fault.end == fault.start + len("nosuch")


@pytest.mark.parametrize(
    "marked",
    [
        "vars: {x: a}\ntext: Hi {{ x|«nosuch» }}\n",
        'vars: {x: a}\ntext: "\\u00e9 \\t {{ x|«nosuch» }}"\n',
        "vars: {x: a}\ntext: 'it''s {{ x|«nosuch» }}'\n",
        "vars: {x: a}\ntext: |\n  one {{ x|upper }}\n  two {{ x|«nosuch» }}\n",
        "vars: {x: a}\r\ntext: >-\r\n  one {{ x|upper }}\r\n  two {{ x|«nosuch» }}\r\n",
        "vars: {x: a}\ntext: &a >\n\n  😀 {{ x|upper }} and\n  {{ x|«nosuch» }}\n",
    ],
)
def test_a_refusal_is_placed_in_every_style_of_scalar(marked: str) -> None:
    assert_found("template-not-allowed", marked)


@pytest.mark.parametrize(
    ("marked", "help"),
    [
        ("vars: {name: a}\ntext: Hi {{ «nmae»|upper }}\n", "did you mean 'name'?"),
        ("vars: {name: a}\ntext: |\n  {{ name|upper }}\n  {{ «nmae» ~ name }}\n", "did you mean 'name'?"),
        (
            "vars: {name: a}\ntext: >\n  {% if name %}\n  {{ «other» }}{% endif %} {{ name }}\n",
            "declare 'other' under 'vars'",
        ),
        ("vars: {name: a}\ntext: \"\\n{{ name }}{{ '\\u00e9' ~ «other» }}\"\n", "declare 'other' under 'vars'"),
    ],
)
def test_an_undeclared_name_is_placed_in_every_style_of_scalar(marked: str, help: str) -> None:
    assert assert_found("undeclared-variable", marked).help == help


@pytest.mark.parametrize(
    ("text", "word", "message"),
    [
        ("x {{ order.idd|upper }}", "idd", "the value has no 'idd'"),
        ("{{ name.upper|string }}", "upper", "the value has no 'upper'"),
        ("{{ name['upper']|string }}", "upper", "the value has no 'upper'"),
        ("{{ order['items_']|string }}", "items_", "the value has no 'items_'"),
        ("{{ rows|map(attribute='nope')|join }}", "nope", "the value has no 'nope'"),
        ("{% for i in l %}{{ loop.cycle|string }}{% endfor %}", "cycle", "the value has no 'cycle'"),
    ],
)
def test_what_a_value_has_not(text: str, word: str, message: str) -> None:
    [fault] = fill(text, VALUES).faults
    assert (fault.rule, text[fault.start : fault.end]) == ("no-such-key", word)
    assert message.replace("the value", "'the value'") == fault.message


@pytest.mark.parametrize("text", ["{{ l|join(n) ~ l[9] }}", "{{ name|int|first }}", "{{ [1, 'a']|sort }}", "{{ '%d'|format(name) }}", "{{ n|length }}", "{% for i in n %}{% endfor %}", '{{ "\\ud83d" }}', "{{ name|center('9') }}", "{{ l|round }}", "{{ 1 is in(2) }}", "{{ name|replace }}", "{{ [l]|unique|join }}"])  # fmt: skip
def test_what_fails_with_the_values_at_hand(text: str) -> None:
    outcome = fill(text, VALUES)
    assert outcome.value is UNKNOWN
    assert [f.rule for f in outcome.faults] in (["template-fails"], ["no-such-key"])


def test_only_names_without_a_guard_need_a_value() -> None:
    assert fill("{{ u|upper }}", VALUES).unset == ("u",)
    assert fill("{{ u|default('x') }}", VALUES).unset == ()
    assert fill("{% if u is defined %}x{% endif %}", VALUES).unset == ()
    assert fill("{{ u|d('x') }}{{ u }}", VALUES).unset == ("u",)
    assert fill("{% if u is defined %}{{ u }}{% endif %}", VALUES).unset == ("u",)


def test_names_come_in_the_order_of_the_text_without_those_that_it_sets() -> None:
    assert fill("{% set a = n %}{% for i in l %}{{ i ~ a ~ name }}{{ loop.index }}{% endfor %}", VALUES).names == (
        "n",
        "l",
        "name",
    )


GROWING = [
    "{% set a = name %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "{% set a = [name] %}" + "{% set a = [a, a] %}" * 40,
    "{% set a = [name] %}" + "{% set a = [a|string] %}" * 40 + "{{ a }}",
    "{% for i in big %}{% for j in big %}{% for k in big %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for name in big %}{% endfor %}" + "{{ long }}" * 30,
    "{% for long in big %}{% endfor %}" + "{{ long|d('x') }}" * 30,
    "{% set big = long %}{% for i in big %}{% for j in big %}x{% endfor %}{% endfor %}",
    "{{ long|replace('', long) }}",
    "{{ long|join(long) }}",
    "{{ long|wordwrap(1) }}",
    "{{ long|replace('x', 'x ')|wordwrap(1, true, long_literal) }}".replace("long_literal", "'" + "y" * 5000 + "'"),
    "{{ long|replace('x', '\n')|indent('" + "y" * 5000 + "') }}",
    "{{ long|center(4096) }}" * 30,
    "{{ 'x'" + "|indent(4096, true)" * 20 + "}}",
    "{{ long" + "|urlencode" * 20 + " }}",
]


@pytest.mark.parametrize("text", GROWING, ids=range(len(GROWING)))
def test_what_could_grow_is_refused_before_it_runs(text: str) -> None:
    values = {**VALUES, "big": list(range(400)), "long": "x" * 40_000}
    [fault] = fill(text, values).faults
    assert fault.rule in ("template-too-large", "template-not-allowed")


PIECES = ["{{ s }}", "{{ s|upper }}", "{{ l }}", "{{ l|string|string }}", "{{ [l, s]|string }}", "{{ l|join(s) }}", "{{ s|replace('a', s) }}", "{{ s|urlencode }}", "{{ s|indent(3, true) }}",
          "{{ s|wordwrap(2) }}", "{{ s|center(20) }}", "{{ s|truncate(3) }}", "{{ [s]|string }}", "{{ [[s]|string]|string }}", "{{ '%20s'|format(s) }}", "{{ f|int }}", "{{ s|lower|title }}",
          "{% set a = s ~ s %}", "{% set a = [a, l] %}", "{% set a = a|string %}", "{{ a }}", "{% for i in l %}", "{{ i ~ s }}", "{% set a = a ~ i %}", "{% endfor %}", "{{ l|map(attribute='k')|d(s) }}",
          "{{ m }}", "{{ m.k ~ m }}", "{{ l|sort|unique|join(s) }}", "{{ s|replace('', 'abc') }}", "{{ s|capitalize }}", "{{ -f|round(2) }}"]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=8),
    st.text(st.sampled_from("aA \n'\\\"\x01\U000e0001İŉß%"), max_size=8),
    st.lists(st.text(st.sampled_from("a'\\\x01é"), max_size=4), max_size=3),
)
def test_no_rendering_is_longer_than_its_bound(pieces: list[str], s: str, items: list[str]) -> None:
    from waml.templating_bound import longest
    from waml.templating_environment import ENVIRONMENT

    values = {"s": s, "l": items, "a": s, "i": "", "f": 1e308, "m": {"k": s}}
    opened = 0
    kept = []
    for piece in pieces:
        opened += piece.startswith("{% for")
        if piece == "{% endfor %}":
            if not opened:
                continue
            opened -= 1
        kept.append(piece)
    text = "".join(kept) + "{% endfor %}" * opened
    outcome = fill(text, values)
    if isinstance(outcome.value, str):
        assert len(outcome.value) <= longest(ENVIRONMENT.parse(text), values) <= MAX_TEXT


@given(st.lists(st.sampled_from(["{{", "}}", "{%", "%}", "{#", "#}", " ", "if ", "for ", "in ", "x", "l", "endif", "endfor", "set ", "=", "|", "upper", "(", ")", "[", "]", ".", "'", '"', "-", "~", "is ", "not ", "\n", "\r\n", "1", ",", "else", "raw", "endraw", "é"]), max_size=25).map("".join))  # fmt: skip
def test_no_template_raises_and_every_fault_is_inside_it(text: str) -> None:
    outcome = fill(text, {"x": "1", "l": [1, 2]})
    for fault in outcome.faults:
        assert isinstance(fault, Fault)
        assert fault.message == fault.message.strip()
        assert 0 <= fault.start <= fault.end <= max(len(text), 1)


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_every_listed_filter_is_jinjas(name: str) -> None:
    assert [f.rule for f in fill(f"{{{{ 'x'|{name} }}}}", {}).faults if f.rule == "template-syntax"] == []


@pytest.mark.parametrize("name", sorted(TESTS))
def test_every_listed_test_is_jinjas(name: str) -> None:
    assert [f.rule for f in fill(f"{{{{ 'x' is {name} }}}}", {}).faults if f.rule == "template-syntax"] == []


def test_widths_at_their_limit() -> None:
    assert len(render(f"{{{{ 'x'|center({MAX_WIDTH}) }}}}")) == MAX_WIDTH


@pytest.mark.parametrize("text", ["{{ n|wordwrap(3) }}", "{{ name|truncate(2) }}", "{{ 'a' if []|first else 'b' }}"])
def test_filter_that_fails_is_a_fault(text: str) -> None:
    """A number has no lines, an ellipsis does not fit in two characters, and nothing is the first of nothing."""
    assert [fault.rule for fault in fill(text, VALUES).faults] == ["template-fails"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {{ a | upper }}, you", ["Hi ", ", you"]),
        ("{{ a | upper }}", []),
        ("x {%- if a == 'b' -%} y {% else %} z{% endif %}", ["x", "y ", " z"]),
        ("{% for b in a %}{{ b }}, {% endfor %}", [", "]),
        ("{{ '%s' | format(a) }} { }} x", [" { }} x"]),
    ],
)
def test_the_literals_of_a_template_are_cut_out(text: str, said: list[str]) -> None:
    found = cut(text)
    assert found is not None
    assert [*found.literals.values()] == said
    assert ENVIRONMENT.from_string(found.text).render(a="bc", **found.literals) == ENVIRONMENT.from_string(text).render(
        a="bc"
    )


@pytest.mark.parametrize(
    "text",
    ['{{ "}}" }} x {{ a }}', '{{ "\\"}}" }}', "{% raw %}x{% endraw %}", "{# x #}{{ a | upper }}", "x", "{{ a", "{% %}"],
)
def test_what_is_no_literal_for_certain_is_not_cut_out(text: str) -> None:
    assert cut(text) is None
