"""Whole messages with a worst case that the values at hand hide: each once was missed, or was told at the wrong place.

Beside `test_seeded.py`, whose fifty are one text in a frame: here are values that are missing, parts that are left
out, and the texts of templates.
"""

# ruff: noqa: E501 (messages and what is found in them are read across)
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from waml import lint
from waml.__main__ import main
from waml.config import Config

FRAME = 'to: "+15551234567"\nbody: Hi\n'
LIST = "{type: list, min_items: %s, max_items: %s, items: {type: string, min_length: 1, max_length: %s}, example: [a, b, c]}"
PROMO = """define_template:
  name: promo
  language: en
  category: marketing
  body: {text: "Hello {{1}}, {{2}} is yours today and {{3}} is yours tomorrow. Come by, say hello.", example: [a, b, c]}
"""
CARDS = """define_template:
  name: cards
  language: en
  category: marketing
  body: {text: Look}
  carousel:
    - {header: {image: {example: "4::a"}}, body: {text: "Only {{1}} here", example: [a]}, buttons: [{title: Buy}]}
    - {header: {image: {example: "4::a"}}, body: {text: "Only {{1}} here, and nothing else", example: [a]}, buttons: [{title: Buy}]}
"""


def found(text: str, folder: Path | None = None, **more: Any) -> list[tuple[str, str, str]]:
    """Return what lint says of a message but for infos: rule, severity, and what is written at the place."""
    name = str((folder or Path()) / "m.waml.yaml")
    lines = text.splitlines()
    return [
        (d.rule, d.severity, lines[d.start.line - 1][d.start.column - 1 : d.end.column - 1])
        for d in lint(name, text=text, provider="cloud", config=Config(), **more)
        if d.severity != "info"
    ]


def proven(text: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["prove", "--isolated", "--output-format", "json", "-"], input=text)
    (target,) = json.loads(result.stdout)["targets"]
    return dict(target)


# ---- a variable that may have no value


MISSING = (
    "vars: {nick: {type: string, min_length: 1, max_length: 10, example: Ada}}\n"
    + FRAME
    + "buttons: [{title: \"Hi {{ nick | default('valued customer of ours') }}\", id: a}]\n"
)


def test_what_stands_in_for_a_missing_value_is_found() -> None:
    ((rule, severity, _),) = found(MISSING)
    assert (rule, severity) == ("button-title-too-long", "warning")


def test_the_worst_case_may_be_that_there_is_no_value() -> None:
    assert proven(MISSING)["worst_case"] == {}
    result = CliRunner().invoke(main, ["compile", "--worst-case", "--examples", "--isolated", "-"], input=MISSING)
    assert "buttons[0].title is 26 characters" in result.stderr


@pytest.mark.parametrize(("default", "type"), [("[]", "list"), ("{}", "json"), ('""', "string")])
def test_a_default_may_be_empty(default: str, type: str) -> None:
    text = f'vars: {{x: {{type: {type}, default: {default}}}}}\nto: "+15551234567"\ntext: "{{{{ x|length }}}} things"\n'
    result = CliRunner().invoke(main, ["compile", "--isolated", "-"], input=text)
    assert json.loads(result.stdout)["text"]["body"] == "0 things"


# ---- parts that the values at hand leave out


LEFT_OUT = "vars: {{x: {{type: string, max_length: 9, min_length: 1, example: Ada}}, show: {{type: boolean, example: false}}}}\n"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ('header: {when: show, text: "{{ y }} and {{ x }}"}', ("undeclared-variable", "error", "y")),
        ('header: {when: show, text: "{{ x }}", bogus: 1}', ("unknown-key", "error", "bogus")),
        ('header: {when: show, text: "{{ x|nofilter }}"}', ("template-not-allowed", "error", "nofilter")),
        ("header: {when: show, text: '%s{{ x }}'}" % ("y" * 58), ("header-too-long", "warning", f"'{'y' * 58}{{{{ x }}}}'")),
        ("footer: {when: show, value: '{{ x }}%s'}" % ("y" * 61), ("footer-too-long", "error", f"'{{{{ x }}}}{'y' * 61}'")),
        ('footer: {when: show, text: "{{ x }}"}', ("wrong-type", "error", "footer")),
    ],
)  # fmt: skip
def test_a_part_that_is_left_out_is_judged(part: str, expected: tuple[str, str, str]) -> None:
    assert found(LEFT_OUT.format() + FRAME + f"buttons: [Yes]\n{part}\n") == [expected]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ('title: "{{ x }}", idd: 3', ("unknown-key", "error", "idd")),
        ('title: "A title that is too long {{ x }}"', ("button-title-too-long", "error", '"A title that is too long {{ x }}"')),
        ("title: A title that is too long, id: '{{ x }}'", ("button-title-too-long", "error", "A title that is too long")),
    ],
)  # fmt: skip
def test_an_item_that_is_left_out_is_judged(item: str, expected: tuple[str, str, str]) -> None:
    assert found(LEFT_OUT.format() + FRAME + f"buttons: [Yes please, {{when: show, {item}}}]\n") == [expected]
    none = "{type: list, items: {type: string, max_length: 9, min_length: 1}, max_items: 2, example: []}"
    assert found(f"vars: {{xs: {none}}}\n{FRAME}buttons: [Yes please, {{for_each: xs, as: x, {item}}}]\n") == [expected]


def test_what_only_one_of_two_parts_can_be_is_no_fault() -> None:
    """As if both were there there would be four buttons, and twice the same id."""
    rest = "{{when: {0}, title: A, id: a}}, {{when: {0}, title: B, id: b}}"
    text = "vars: {show: {type: boolean, example: false}}\n" + FRAME
    assert found(text + f"buttons: [{rest.format('show')}, {rest.format('not show')}]\n") == []
    links = "{{when: {0}, title: '{0}', url: '{1}'}}"
    one, other = links.format("show", "no address"), links.format("not show", "https://acme.example")
    assert found(text + f"buttons: [{one}, {other}]\n") == [("button-url-not-http", "error", "'no address'")]


@pytest.mark.parametrize(
    "condition", ["provider == 'infobip'", "false", "not (provider == 'cloud')", "plan == 'gold' and x != ''", "x == 'a' and provider != 'cloud'"]
)  # fmt: skip
def test_a_part_that_no_value_brings_is_none(condition: str) -> None:
    """Of a part that is another provider's, or another language's, nothing is said."""
    text = (
        LEFT_OUT.format().replace("{x:", "{plan: free, x:")
        + FRAME
        + f"buttons: [Yes please, {{when: {condition}, title: '{'y' * 21}'}}]\n"
    )
    text += f"header: {{when: {condition}, text: '{'y' * 60}{{{{ x }}}}'}}\nfooter: {{when: show, value: '{{{{ plan }}}}'}}\n"
    assert found(text) == []
    assert {one["field"] for one in proven(text)["limits"]} == {
        "to.phone",
        "body",
        "buttons",
        "buttons[0].title",
        "buttons[0].id",
        "footer",
    }
    other = text.replace(f"when: {condition}", "when: show")
    assert {one[:2] for one in found(other)} == {("button-title-too-long", "error"), ("header-too-long", "error")}


def test_a_part_of_another_language_is_none() -> None:
    text = (
        "vars: {show: {type: boolean, example: true}}\n" + FRAME + "buttons: [Yes]\nfooter: {when: show, value: Acme}\n"
    )
    text += "locales: {en: {hi: Hello}, de: {hi: 'Hallo%s'}}\nheader: {when: locale == 'en', text: '{{ t.hi }}'}\n" % (
        " und" * 20
    )
    assert found(text) == []
    assert [one[0] for one in found(text.replace("locale == 'en'", "not show"))] == ["header-too-long"]


def test_a_condition_inside_a_repeated_item_counts() -> None:
    """The group at hand has no second row; another may."""
    groups = "{type: list, min_items: 1, max_items: 6, items: {fields: {name: {type: string, min_length: 1, max_length: 9}, more: {type: boolean}}}, example: [{name: a, more: false}]}"
    text = f"vars: {{gs: {groups}}}\n{FRAME}list:\n  button: Menu\n  sections:\n    - for_each: gs\n      as: g\n      title: '{{{{ g.name }}}}'\n"
    text += "      rows: [{id: 'a{{ loop.index }}', title: A}, {when: g.more, id: 'b{{ loop.index }}', title: 'B{{ g.name }} and so on and on'}]\n"
    assert sorted(one[:2] for one in found(text)) == [
        ("row-title-too-long", "warning"),
        ("too-many-list-rows", "warning"),
    ]


# ---- numbers and lengths that no keyword of a row says


def test_a_range_that_a_check_asks_for_is_proven() -> None:
    text = (
        "vars: {ttl: {type: integer, range: [%s, %s], example: 60}}\n"
        "define_template:\n  name: login\n  language: en_US\n  category: authentication\n"
        '  ttl_seconds: "{{ ttl }}"\n  body: {add_security_recommendation: true}\n'
        "  buttons: [{otp_type: copy_code, title: Copy Code}]\n"
    )
    assert [one[:2] for one in found(text % (1, 86400))] == [("authentication-ttl-out-of-range", "warning")]
    # Of -1 the provider makes the longest time.
    assert [one[:2] for one in found(text % (-1, 900))] == [("authentication-ttl-out-of-range", "warning")]
    assert found(text % (30, 900)) == []


@pytest.mark.parametrize(
    ("most", "pattern", "verdict", "longest"),
    [(4000, "", "unknown", 8000), (2040, "", "safe", 4096), (4000, ", pattern: '[A-Z]{1,300}'", "safe", 616)],
)
def test_who_declares_no_characters_is_told_of_units(most: int, pattern: str, verdict: str, longest: int) -> None:
    text = (
        f'vars: {{x: {{type: string, min_length: 1, max_length: {most}, example: A{pattern}}}}}\nto: "+15551234567"\n'
    )
    text += f'text: "{"y" * (16 if most < 4000 or pattern else 0)}{{{{ x }}}}"\n'
    (line,) = [one for one in proven(text)["limits"] if one["rule"] == "text-too-long-in-utf16"]
    assert (line["verdict"], line["longest"], line["keyword"]) == (verdict, longest, "max_units")
    assert found(text) == []
    strict = CliRunner().invoke(main, ["lint", "--strict-bounds", "--isolated", "-"], input=text).stdout
    assert ("nothing keeps text.body within 4096 UTF-16 units" in strict) == (verdict == "unknown")


# ---- a send beside its definition


@pytest.mark.parametrize(
    ("low", "high", "size", "rules"),
    [
        (3, 3, 300, []),
        (3, 3, 400, ["rendered-body-too-long"]),
        (2, 4, 300, ["template-value-count"]),
        (2, 4, 400, ["rendered-body-too-long", "template-value-count"]),
    ],
)
def test_values_that_are_repeated_fill_the_definition(
    low: int, high: int, size: int, rules: list[str], tmp_path: Path
) -> None:
    (tmp_path / "t.waml.yaml").write_text(PROMO)
    text = f"vars: {{xs: {LIST % (low, high, size)}}}\nassume: {{templates: {tmp_path}}}\nto: '+15551234567'\n"
    text += 'template: {name: promo, language: en, body: [{for_each: xs, as: x, value: "{{ x }}"}]}\n'
    assert sorted(one[0] for one in found(text, tmp_path)) == rules


def test_a_value_without_its_text_fills_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.waml.yaml").write_text(PROMO)
    text = f"vars: {{x: {{type: string, max_length: 20, example: a}}}}\nassume: {{templates: {tmp_path}}}\n"
    text += 'to: "+15551234567"\ntemplate:\n  name: promo\n  language: en\n'
    text += '  body: ["{{ x }}", {currency: {code: USD, amount_1000: 1}}, b]\n'
    assert [one[0] for one in found(text, tmp_path)] == ["missing-key"]


def test_cards_that_are_repeated_fill_each_of_the_definition(tmp_path: Path) -> None:
    (tmp_path / "t.waml.yaml").write_text(CARDS)
    text = f"vars: {{xs: {LIST.replace('[a, b, c]', '[a, b]') % (2, 3, 145)}}}\nassume: {{templates: {tmp_path}}}\n"
    text += 'to: "+15551234567"\ntemplate:\n  name: cards\n  language: en\n  carousel:\n'
    text += '    - {for_each: xs, as: x, header: {image: {id: "1"}}, body: ["{{ x }}"], buttons: [{id: a}]}\n'
    rules = {one[0] for one in found(text, tmp_path)}
    assert rules == {"rendered-card-too-long", "template-card-count"}
