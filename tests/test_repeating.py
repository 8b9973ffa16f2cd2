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
        ('{for_each: products, value: 1, id: "{{ item.sku }}", title: B}', "value-beside-keys", "id"),
    ],
)
def test_a_fault_is_told_once_where_it_stands(item: str, rule: str, characters: str) -> None:
    assert faults(item) == [(rule, characters)]


def test_what_is_wrong_with_several_items_is_told_once_with_them() -> None:
    found = read(rows('{for_each: products, id: "{{ item.sku }}", title: "{{ item.name }} of the very best sort"}'))[1]
    (long,) = [d for d in found if d.rule == "row-title-too-long"]
    assert "rows[0].title is 28 characters" in long.message
    assert long.message.endswith("; so it is for 2 more items of 'products'")
    (note,) = long.related
    assert note.message == "'item' is {sku: A1, name: Apples, stock: 3}: item 1 of 'products', its example"
    assert (note.start.line, note.start.column) == (8, 9)
