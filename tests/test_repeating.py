"""`for_each` and `when`: what they repeat and leave out, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest

import waml
from waml.config import Config
from waml.diagnostic import Diagnostic
from waml.pipeline import Options, check

PRODUCTS = """\
vars:
  vip: {type: boolean, example: true}
  products:
    type: list
    max_items: 10
    items: {fields: {sku: {type: string}, name: {type: string}, stock: {type: integer}}}
    example:
      - {sku: A1, name: Apples, stock: 3}
      - {sku: B1, name: Berries, stock: 0}
      - {sku: C1, name: Cherries, stock: 9}
"""


def read(text: str, **more: Any) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return the message of a file with its examples in it, and what was found."""
    checked = check("m.waml.yaml", text.encode(), Config(), Options(**more))
    return dict(checked.targets[0].message), list(checked.diagnostics)


ENVELOPE = 'to: "+15551234567"\nbody: Choose\nlist:\n  button: Choose\n  sections:\n  - title: All\n    rows:\n'


def rows(*items: str) -> str:
    return PRODUCTS + ENVELOPE + "".join(f"      - {item}\n" for item in items)


def rows_of(text: str) -> tuple[list[Any], list[Diagnostic]]:
    message, found = read(text)
    return message["list"]["sections"][0]["rows"], [d for d in found if d.rule != "unused-variable"]


def test_an_item_stands_there_for_each_of_a_list() -> None:
    found, faults = rows_of(
        rows('{for_each: products, as: product, id: "{{ product.sku }}", title: "{{ product.name }}"}')
    )
    assert found == [
        {"id": "A1", "title": "Apples"},
        {"id": "B1", "title": "Berries"},
        {"id": "C1", "title": "Cherries"},
    ]
    assert [d for d in faults if d.severity != "info"] == []


def test_a_condition_leaves_items_out_and_the_rounds_are_numbered_after_it() -> None:
    item = (
        '{for_each: products, when: item.stock > 0, id: "{{ item.sku }}", title: "{{ loop.index }}/{{ loop.length }}"}'
    )
    found, _ = rows_of(rows(item, "{id: z, title: Other}"))
    assert found == [{"id": "A1", "title": "1/2"}, {"id": "C1", "title": "2/2"}, {"id": "z", "title": "Other"}]


@pytest.mark.parametrize(("condition", "kept"), [("vip", 2), ("not vip", 1), ("false", 1), ("products|length > 3", 1)])
def test_a_condition_alone_keeps_an_item_or_drops_it(condition: str, kept: int) -> None:
    found, _ = rows_of(rows("{id: a, title: A}", f"{{when: {condition}, id: b, title: B}}"))
    assert len(found) == kept


def test_the_public_api_repeats_too(tmp_path: Any) -> None:
    path = tmp_path / "m.waml.yaml"
    path.write_text(rows('{for_each: products, id: "{{ item.sku }}", title: "{{ item.name }}"}'))
    (compiled,) = waml.compile(path, vars={"products": [{"sku": "Z", "name": "Zest", "stock": 1}], "vip": False})
    assert compiled.body["interactive"]["action"]["sections"][0]["rows"] == [{"id": "Z", "title": "Zest"}]


def faults(*items: str, declared: str = "", **more: Any) -> list[tuple[str, str]]:
    """Return the rule and the characters of each error."""
    text = rows(*items).replace("vars:\n", f"vars:\n{declared}", 1)
    lines = text.split("\n")
    _, found = read(text, **more)
    return [
        (d.rule, lines[d.start.line - 1][d.start.column - 1 : d.end.column - 1]) for d in found if d.severity == "error"
    ]


REST = 'id: "{{ product.sku }}", title: "{{ product.name }}"'


@pytest.mark.parametrize(
    ("item", "rule", "characters"),
    [
        (f"{{for_each: produts, as: product, {REST}}}", "undeclared-variable", "produts"),
        (f"{{for_each: products.skus, as: product, {REST}}}", "no-such-key", "skus"),
        (f"{{for_each: vip, as: product, {REST}}}", "for-each-not-a-list", "vip"),
        (f"{{for_each: products|sort, as: product, {REST}}}", "for-each-not-a-list", "products|sort"),
        (f"{{for_each: [a, b], as: product, {REST}}}", "for-each-not-a-list", "for_each"),
        (f'{{for_each: "{{{{ products }}}}", as: product, {REST}}}', "expression-in-braces", '"{{ products }}"'),
        (f"{{for_each: products, as: vip, {REST.replace('product', 'vip')}}}", "as-hides-a-variable", "vip"),
        (f"{{for_each: products, as: a-b, {REST.replace('product', 'item')}}}", "variable-name", "a-b"),
        (f"{{for_each: products, as: loop, {REST.replace('product', 'item')}}}", "variable-name", "loop"),
        (f"{{for_each: products, as: product, when: product.stock, {REST}}}", "when-not-boolean", "product.stock"),
        (f"{{for_each: products, as: product, when: 3, {REST}}}", "when-not-boolean", "3"),
        (f"{{for_each: products, as: product, when: product.stok > 0, {REST}}}", "no-such-key", "stok"),
        (f"{{for_each: products, as: product, when: prduct.stock > 0, {REST}}}", "undeclared-variable", "prduct"),
        (f"{{for_each: products, as: product, when: product.stock >, {REST}}}", "template-syntax", ">"),
        (f"{{for_each: products, as: product, when: range(3), {REST}}}", "template-not-allowed", "range(3)"),
        ('{when: "{{ vip }}", id: a, title: A}', "expression-in-braces", '"{{ vip }}"'),
        ("{when: vip, as: it, id: a, title: A}", "key-without-for-each", "as"),
        (f"{{for_eech: products, as: product, {REST}}}", "unknown-key", "for_eech"),
        (f"{{for_each: products, As: product, {REST.replace('product', 'item')}}}", "unknown-key", "As"),
    ],
)
def test_a_fault_is_told_once_where_it_stands(item: str, rule: str, characters: str) -> None:
    assert faults(item) == [(rule, characters)]


BUTTONS = "vars: {ids: [a, b], vip: true}\nto: '+15551234567'\nbody: Well?\n"


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ('buttons: [{for_each: ids, value: "{{ item }}", title: "{{ item }}"}]', "value-beside-keys"),
        ('buttons: {for_each: ids, value: "{{ item }}"}', "for-each-misplaced"),
        ('text: {for_each: ids, body: "{{ item }}"}', "for-each-misplaced"),
        ("buttons: [{as: id, title: a}]", "unknown-key"),
        ("buttons: [{when: vip, as: id, title: a}]", "key-without-for-each"),
        ("buttons: [{when: [vip], title: a}]", "when-not-boolean"),
        ("buttons: [{for_each: item, title: a}]", "undeclared-variable"),
    ],
)
def test_what_stands_in_the_wrong_place_is_one_slip(part: str, rule: str) -> None:
    text = BUTTONS if part.startswith("buttons") else BUTTONS.replace("body: Well?\n", "")
    _, found = read(text + part + "\n")
    assert [d.rule for d in found if d.severity == "error"] == [rule]


def test_a_text_stands_alone_as_a_value() -> None:
    assert read(BUTTONS + 'buttons: [{for_each: ids, value: "{{ item }}!"}]\n')[0]["buttons"] == [
        {"type": "reply", "title": "a!", "id": "a!"},
        {"type": "reply", "title": "b!", "id": "b!"},
    ]
    labels = read(
        BUTTONS + 'buttons: [a]\nlabels: [x, {for_each: ids, value: "{{ item }}"}, {when: not vip, value: y}]\n'
    )
    assert labels[0]["labels"] == ["x", "a", "b"]
    params = read(
        'vars: {ids: [a, b]}\ntemplate: {name: t, language: en, body: [{for_each: ids, value: "{{ item }}"}]}\n'
    )
    assert params[0]["template"]["body"] == [{"text": "a"}, {"text": "b"}]


def test_keys_of_their_own_stay_data() -> None:
    text = "template: {name: t, language: en, body: {when: now, value: x, as: y}}\n"
    assert [p["name"] for p in read(text)[0]["template"]["body"]] == ["when", "value", "as"]
    flow = 'flow: {name: f, button: b, screen: s, data: {rows: [{for_each: a, when: b, id: "1"}]}}\nbody: x\n'
    assert read(flow)[0]["flow"]["data"] == {"rows": [{"for_each": "a", "when": "b", "id": "1"}]}


def test_a_header_and_a_footer_are_there_on_a_condition() -> None:
    text = BUTTONS + "buttons: [a]\nheader: {when: vip, text: For you}\nfooter: {when: not vip, value: Acme}\n"
    message, _ = read(text)
    assert message["header"] == {"text": "For you"}
    assert "footer" not in message
    message, _ = read(text.replace("vip: true", "vip: false"))
    assert "header" not in message
    assert message["footer"] == "Acme"


GROUPS = """\
vars:
  groups: [{name: Fruit, ids: [a, b]}, {name: None, ids: []}, {name: Nuts, ids: [c]}]
to: "+15551234567"
body: Choose
list:
  button: Choose
  sections:
    - for_each: groups
      as: group
      when: group.ids|length > 0
      title: "{{ loop.index }} {{ group.name }}"
      rows: [{for_each: group.ids, id: "{{ group.name }}-{{ item }}", title: "{{ loop.index }}{{ item }}"}]
"""


def test_a_list_inside_a_list_sees_the_names_around_it() -> None:
    message, found = read(GROUPS)
    assert [d for d in found if d.severity == "error"] == []
    assert message["list"]["sections"] == [
        {"title": "1 Fruit", "rows": [{"id": "Fruit-a", "title": "1a"}, {"id": "Fruit-b", "title": "2b"}]},
        {"title": "2 Nuts", "rows": [{"id": "Nuts-c", "title": "1c"}]},
    ]


def test_the_same_name_twice_is_a_fault() -> None:
    text = GROUPS.replace("      as: group\n", "").replace("group.", "item.")
    text = text.replace("{{ item.name }}-", "")
    assert [d.rule for d in read(text)[1] if d.severity == "error"] == ["as-hides-a-variable"]


def test_a_list_without_a_value_is_told_as_any_variable_is() -> None:
    text = rows('{for_each: names, id: x, title: "{{ item }}"}').replace("vars:\n", "vars:\n  names: {type: list}\n")
    assert [d.rule for d in read(text)[1] if d.severity != "info"] == [
        "no-example",
        "unused-variable",
        "unused-variable",
    ]
    assert [d.rule for d in read(text, examples=False)[1] if d.severity == "error"] == ["unset-variable"]


def test_what_is_left_of_nothing_says_why() -> None:
    (found,) = [d for d in read(BUTTONS + "buttons: [{when: not vip, title: a}]\n")[1] if d.severity == "error"]
    assert (found.rule, found.help) == ("no-buttons", "'for_each' and 'when' leave nothing of it")


def test_a_list_of_thousands_is_refused_in_good_time() -> None:
    many = {"ids": [f"id {number}" for number in range(100_000)]}
    text = (
        BUTTONS.replace("ids: [a, b]", "ids: {type: list}")
        + 'buttons: [{for_each: ids, when: item != "", title: "{{ item }}"}]\n'
    )
    source = waml.lint("m.waml.yaml", text=text, vars=many)
    assert "repeated-too-often" in {d.rule for d in source}
    assert len(source) < 60


def test_in_a_definition_only_what_names_the_item_is_filled() -> None:
    text = """
vars: {langs: [{name: German, code: de}], first_name: {type: string}}
define_template:
  name: choose
  language: en
  category: marketing
  body: {text: "Hi {{first_name}}", example: {first_name: Ada}}
  buttons:
    - for_each: langs
      as: lang
      title: "In {{ lang.name|upper }}"
      url: "https://acme.example/{{ lang.code }}/{{1}}"
      example: "https://acme.example/{{ lang.code }}/x"
"""
    message, _ = read(text)
    assert message["define_template"]["body"]["text"] == "Hi {{first_name}}"
    (button,) = message["define_template"]["buttons"]
    assert (button["title"], button["url"]) == ("In GERMAN", "https://acme.example/de/{{1}}")
    found = read(text.replace("German", "'{{1}}'"))[1]
    assert [d.message for d in found if d.rule == "wrong-type"] == [
        "{{ lang.name|upper }} gives '{{', which WhatsApp would read as a placeholder"
    ]


def test_what_is_wrong_with_several_items_is_told_once_with_them() -> None:
    found = read(rows('{for_each: products, id: "{{ item.sku }}", title: "{{ item.name }} of the very best sort"}'))[1]
    (long,) = [d for d in found if d.rule == "row-title-too-long"]
    assert "rows[0].title is 28 characters" in long.message
    assert long.message.endswith("; so it is for 2 more items of 'products'")
    (note,) = long.related
    assert note.message == "'item' is {sku: A1, name: Apples, stock: 3}: item 1 of 'products', its example"
    assert (note.start.line, note.start.column) == (8, 9)
