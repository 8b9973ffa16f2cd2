"""Lists whose items are repeated: how many there can be and how long each can be, before any value is known."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import bounded
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from waml.__main__ import main
from waml.alike import written_path
from waml.bounds import Bound
from waml.bounds.opened import Opened
from waml.checked import Options
from waml.config import Config
from waml.diagnostic import Path
from waml.fixing import fix
from waml.message import Authored
from waml.message import read as read_message
from waml.nodes import FilledNode, MappingNode
from waml.pipeline import check
from waml.resolving import resolve
from waml.source import read
from waml.variables import Supplied, Variables, declare

SEEDS = st.integers(0, 2**64 - 1)

GLOBAL = (
    "yes",
    "not yes",
    "n > 3",
    "n == 0",
    "word == 'a'",
    "yes and n > 0",
    "a|length > 2",
    "a != ''",
    "xs|length > 1",
)
OF_ROW = ("{0}.p > 3", "{0}.p != 0", "{0}.t|length > 1", "{0}.t == 'a'", "{0}.p > n", "yes or {0}.p < 0", "{0}.t != a")
OF_TEXT = ("{0}|length > 1", "{0} != ''", "{0} == a", "{0} in xs", "not yes", "{0}|upper == 'A'")
OF_GROUP = ("{0}.ids|length > 0", "{0}.name != ''", "yes")
TITLES = (
    "{{{{ {0} }}}}",
    "{{{{ loop.index }}}}. {{{{ {0} }}}}",
    "{{{{ a }}}}{{{{ {0}|upper }}}}",
    "x{{{{ {0}|trim }}}}",
    "{{% if yes %}}{{{{ {0} }}}}{{% else %}}{{{{ b }}}}{{% endif %}}",
    "{{{{ loop.length }}}}/{{{{ {0} }}}}",
    "same",
)


def declarations(r: Random) -> dict[str, dict[str, Any]]:
    groups = bounded.a_list(r, {"fields": {"name": bounded.a_text(r), "ids": bounded.a_list(r, bounded.a_text(r))}})
    return {**bounded.declarations(r), "groups": groups}


def asked(r: Random, choices: tuple[str, ...], name: str) -> str:
    """Return a `when`, or nothing."""
    return f"when: {json.dumps(r.choice((*choices, *GLOBAL)).format(name))}, " if r.random() < 0.5 else ""


def title(r: Random, value: str) -> str:
    return json.dumps(r.choice(TITLES).format(value))


def row(r: Random, outer: str | None) -> str:
    """Return a row of a list: repeated over one or another list, there under a condition, or always there."""
    kind = r.randrange(5 if outer is None else 6)
    if kind == 0:
        return "{id: a, title: Static}"
    if kind == 1:
        return f"{{{asked(r, GLOBAL, '')}id: b, title: '{{{{ b }}}}'}}"
    if kind == 2:
        return f"{{for_each: xs, {asked(r, OF_TEXT, 'item')}id: {title(r, 'item')}, title: c}}"
    if kind in (3, 4):
        return (
            f"{{for_each: rows, as: row, {asked(r, OF_ROW, 'row')}id: {title(r, 'row.p')}, title: {title(r, 'row.t')}}}"
        )
    texts = f"id: {title(r, 'id')}, title: {title(r, f'{outer}.name')}"
    return f"{{for_each: {outer}.ids, as: id, {asked(r, OF_TEXT, 'id')}{texts}}}"


def section(r: Random) -> str:
    if r.random() < 0.5:
        return f"{{title: s, rows: [{', '.join(row(r, None) for _ in range(r.randint(1, 3)))}]}}"
    rows = ", ".join(row(r, "group") for _ in range(r.randint(1, 2)))
    return (
        f"{{for_each: groups, as: group, {asked(r, OF_GROUP, 'group')}title: {title(r, 'group.name')}, rows: [{rows}]}}"
    )


def message(r: Random) -> tuple[dict[str, dict[str, Any]], str]:
    declared = declarations(r)
    sections = "".join(f"  - {section(r)}\n" for _ in range(r.randint(1, 2)))
    head = f"vars: {json.dumps(declared, ensure_ascii=False)}\nto: '+15551234567'\nbody: '{{{{ n }}}}'\n"
    return declared, f"{head}list:\n  button: b\n  sections:\n{sections}"


def filled(text: str, values: dict[str, Any]) -> tuple[Authored, Variables, set[str]]:
    """Return a message with values in it, and the rules of what is wrong with its expressions."""
    source = read("m.waml.yaml", text.encode())
    root = source.documents[0]
    assert isinstance(root, MappingNode)
    variables = declare(source, root.get("vars"), {n: Supplied(v, "test", False) for n, v in values.items()}, False)
    tree, faults = resolve(source, root, variables, "cloud")
    authored = read_message(source, tree)
    authored.written = root
    return authored, variables, {fault.rule for fault in (*faults, *authored.findings)}


BROKEN = {"template-fails", "no-such-key", "when-not-boolean", "template-too-large", "wrong-type"}


@given(SEEDS)
def test_no_list_and_no_text_lies_outside(seed: int) -> None:
    r = Random(seed)
    declared, text = message(r)
    authored, variables, _ = filled(text, {})
    found, _, wrong = filled(text, bounded.values(r, declared))
    if variables.repeats and not wrong & BROKEN:
        compare(Opened(authored, variables, {}, "cloud"), found)


def compare(opened: Opened, found: Authored) -> None:
    lists, rounds = opened.lists, found.rounds
    assert lists is not None
    counts = {path: lists.count(path, opened.state) for path in lists.open}
    rows = 0
    for path, (_, node) in found.places.items():
        written = written_path(path, rounds)
        if written in counts:
            lies_within(counts[written], sum(one[:-1] == path for one in rounds), written)
        if written in opened.fields and isinstance(node, FilledNode):
            value: Any = found.message
            for part in path:
                value = value[part]
            lies_within(opened.bound(written), len(str(value)), written)
        rows += len(path) == 5 and path[-2] == "rows"
    paths = [path for path in opened.authored.places if path[3:4] == ("rows",) and len(path) == 5]
    total = lists.total(paths, opened.state)
    assert total is None or lies_within(total, rows, ())


def lies_within(bound: Bound | None, size: int, path: Path) -> bool:
    assert bound is not None, path
    low, high, _ = bound.length
    assert low <= size, (path, size, low)
    assert high is None or size <= high, (path, size, high)
    return True


def test_most_drawn_messages_are_read() -> None:
    """Or the law above says little."""
    read = 0
    for seed in range(40):
        r = Random(seed)
        declared, text = message(r)
        _, variables, wrong = filled(text, bounded.values(r, declared))
        read += variables.repeats and not wrong & BROKEN
    assert read > 30


MESSAGE = """
vars:
  vip: {type: boolean, example: true}
  products:
    type: list
    max_items: 10
    items: {fields: {sku: {type: string, min_length: 1, max_length: 10}, name: {type: string, max_length: 40}}}
    example: [{sku: A1, name: Apples}]
to: "+15551234567"
body: Choose
list:
  button: Choose
  rows:
    - {id: other, title: Other}
"""
EACH = (
    '    - {for_each: products, as: product, id: "{{ product.sku }}", title: "{{ product.name|trim or loop.index }}"}\n'
)


def lint(text: str) -> dict[str, Any]:
    """Return each warning and error by its rule."""
    found = check("m.waml.yaml", text.encode(), Config(), Options(worst_case="declared"))
    return {one.rule: one for one in found.diagnostics if one.severity != "info" and one.rule != "unused-variable"}


def test_what_can_be_too_many_is_told_with_the_sum_and_the_constraint() -> None:
    found = lint(MESSAGE + EACH.replace("product.name|trim or loop.index", "product.name"))
    assert set(found) == {"too-many-list-rows", "row-title-too-long"}
    many, long = found["too-many-list-rows"], found["row-title-too-long"]
    assert many.message == "there can be 11 in list.sections[0].rows; cloud accepts 10"
    assert many.help == "the rest 1 + products ≤ 10 = 11; products: max_items: 9 would do"
    assert long.message == "list.sections[0].rows[].title can become 40 characters; cloud accepts 24"
    assert long.help == "product.name ≤ 40; products[].name: max_length: 24 would do"


def test_the_fixes_make_it_safe() -> None:
    text = MESSAGE + EACH
    fixed = fix(text.encode(), lambda data: list(lint(data.decode()).values()), unsafe=True).data.decode()
    assert "max_items: 9" in fixed
    assert "name: {type: string, max_length: 24}" in fixed
    assert lint(fixed) == {}


def test_more_than_there_may_be_whatever_the_values_is_an_error() -> None:
    found = lint(MESSAGE.replace("max_items: 10", "min_items: 10\n    max_items: 12") + EACH)
    assert found["too-many-list-rows"].severity == "error"
    assert found["too-many-list-rows"].help == "the rest 1 + products ≥ 10 = 11"


@pytest.mark.parametrize(
    ("first", "second", "most"), [("vip", "not vip", 1), ("vip", "vip", 2), ("not vip", "vip and not vip", 1)]
)
def test_conditions_that_exclude_each_other_are_not_added(first: str, second: str, most: int) -> None:
    text = f"{MESSAGE}    - {{when: {first}, id: a, title: A}}\n    - {{when: {second}, id: b, title: B}}\n"
    assert counted(text).high == 1 + most


def test_a_condition_bounds_what_it_lets_through() -> None:
    asked = EACH.replace("as: product", "as: product, when: product.name|length <= 24").replace(
        "|trim or loop.index", ""
    )
    assert set(lint(MESSAGE + asked)) == {"too-many-list-rows"}
    assert counted(MESSAGE + EACH.replace("as: product", "as: product, when: product.name|length > 40")).high == 1
    assert counted(MESSAGE + EACH.replace("as: product", "as: product, when: product.sku != ''")).high == 11


def counted(text: str) -> Any:
    authored, variables, _ = filled(text, {})
    opened = Opened(authored, variables, {}, "cloud")
    assert opened.lists is not None
    return opened.lists.count(("list", "sections", 0, "rows"), opened.state).length


def test_a_list_inside_a_list_multiplies() -> None:
    text = """
vars:
  groups:
    type: list
    max_items: 3
    items: {fields: {name: {type: string}, ids: {type: list, min_items: 1, max_items: 4, items: {type: string}}}}
    example: [{name: a, ids: [x]}]
to: "+15551234567"
body: Choose
list:
  button: Choose
  sections:
    - for_each: groups
      title: "{{ item.name }}"
      rows: [{for_each: item.ids, as: id, id: "{{ id }}", title: "{{ loop.index }}"}]
"""
    many = lint(text)["too-many-list-rows"]
    assert many.message.startswith("there can be 12 ")
    assert many.help == "groups × item.ids ≤ 12; groups[].ids: max_items: 3 would do"


def test_the_worst_case_has_as_many_items_as_there_can_be() -> None:
    result = CliRunner().invoke(
        main,
        ["compile", "--worst-case", "--isolated", "-"],
        input=MESSAGE.replace("10", "9") + EACH.replace("product.name|trim or loop.index", "loop.index"),
    )
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)["interactive"]["action"]["sections"][0]["rows"]
    assert len(rows) == 10
    assert len({row["id"] for row in rows}) == 10
