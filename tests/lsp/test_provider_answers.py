"""Hover, definitions, references, symbols and fixes, without a client."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from editor import applied, open_at
from lsprotocol import types

from waml import config
from waml.lsp import actions, findings, hover, navigation, symbols
from waml.lsp.document import Document
from waml.lsp.text import Text
from waml.rows import catalogue

URI = "file:///nowhere/message.waml.yaml"
MESSAGE = """\
providers: [cloud, infobip]
vars:
  name: {type: string, max_length: 10, example: Ada, description: who it is}
  shop: Acme
to: "+447700900123"
from: "+441134960000"
header: "{{ shop | upper }}"
body: Hi {{ name }} of {{ shop }}, {{ name | length }} letters
buttons: [Yes, No]
"""


def told(marked: str) -> str:
    document, place = open_at(marked)
    found = hover.hover(document, place)
    return "" if found is None else found.contents.value  # type: ignore[union-attr]


def test_a_field_is_told_with_its_limit_and_who_says_so() -> None:
    page = told(MESSAGE.replace("body:", "bo^dy:"))
    limit = catalogue()["body-too-long"].limit("max_length", "cloud")
    assert "the text of everything that has more than text" in page
    assert f"at most {limit} characters" in page
    assert "`body-too-long`" in page
    assert "](https://" in page


def test_a_shorthand_is_told_as_what_it_stands_for() -> None:
    assert "text-too-long" in told("te^xt: Hi\n")
    assert "button-title-too-long" in told("body: Hi\nbuttons: [Y^es]\n")


def test_a_field_that_a_target_does_not_carry() -> None:
    assert "not carried by infobip" in told("providers: [cloud, infobip]\nreaction: {message_id: a, em^oji: b}\n") or (
        "not carried by infobip" in told("providers: [cloud, infobip]\nrea^ction: {message_id: a, emoji: b}\n")
    )


def test_words_are_told() -> None:
    assert "`navigate`, `data_exchange`" in told("flow:\n  flow_ac^tion: navigate\n")


@pytest.mark.parametrize("marked", ["Hi {{ na^me }}", "{{ na^me | length }}"])
def test_a_variable_is_told_by_its_declaration_and_its_value(marked: str) -> None:
    page = told(MESSAGE.replace(marked.replace("^", ""), marked))
    assert "max_length 10" in page
    assert "who it is" in page
    assert "example: `'Ada'`" in page


def test_a_constant_and_the_target_are_told() -> None:
    assert "value: `'Acme'`" in told(MESSAGE.replace("of {{ shop", "of {{ sh^op"))
    assert "cloud, infobip" in told(MESSAGE.replace("of {{ shop", "of {{ prov^ider"))


def test_a_finding_is_told_with_the_page_of_its_rule() -> None:
    page = told(MESSAGE.replace("[Yes, No]", "[A title of no less than twe^nty-one characters]"))
    row = catalogue()["button-title-too-long"]
    assert row.name in page
    assert "source: " in page


def test_nothing_is_told_of_nothing() -> None:
    assert told("\n\n^\n") == ""
    assert told("x-mine: ^a") == ""


def test_definition_and_references_of_a_variable() -> None:
    document, place = open_at(MESSAGE.replace("of {{ shop", "of {{ sh^op"))
    found = navigation.definition(document, URI, place)
    assert found == types.Location(URI, types.Range(types.Position(3, 2), types.Position(3, 6)))
    uses = navigation.references(document, URI, place, True)
    assert [(one.range.start.line, one.range.start.character) for one in uses] == [(3, 2), (6, 12), (7, 26)]
    assert len(navigation.references(document, URI, place, False)) == 2


def test_a_variable_is_renamed_everywhere() -> None:
    document, place = open_at(MESSAGE.replace("of {{ shop", "of {{ sh^op"))
    assert navigation.can_rename(document, place)
    edit = navigation.rename(document, URI, place, "store")
    assert edit is not None
    assert edit.changes is not None
    assert applied(document.text, list(edit.changes[URI])) == MESSAGE.replace("shop", "store")


def test_each_document_has_variables_of_its_own() -> None:
    document, place = open_at("vars: {a: 1}\ntext: '{{ a }}'\n---\nvars: {a: 2}\ntext: '{{ ^a }}'\n")
    found = navigation.definition(document, URI, place)
    assert found is not None
    assert found.range.start.line == 3
    assert [one.range.start.line for one in navigation.references(document, URI, place, True)] == [3, 4]


def test_what_is_no_variable_has_no_declaration() -> None:
    for marked in (
        "text: H^i",
        "text: '{{ no^body }}'",
        "text: Hi {{ 'na^me' }}",
        "vars: {a: 1}\ntext: '{{ 1 | ^a }}'",
    ):
        document, place = open_at(marked)
        assert navigation.definition(document, URI, place) is None


def test_a_placeholder_of_whatsapp_is_no_use_of_a_variable() -> None:
    document, place = open_at("vars: {na^me: x}\ndefine_template:\n  name: '{{ name }}'\n  body: Hi {{name}}\n")
    assert len(navigation.references(document, URI, place, False)) == 1


def test_a_template_is_found_where_it_is_defined(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    defined = tmp_path / "templates" / "hello.waml.yaml"
    defined.write_text(
        "# 👍\ndefine_template:\n  name: hello\n  language: en\n  category: utility\n  body: Hi\n", "utf-8"
    )
    saved = tmp_path / "saved.json"
    saved.write_text('{"data": [{"name": "bye", "language": "en", "components": []}, {"name": "hello"}]}')
    (tmp_path / "waml.toml").write_text('assume = {templates = "templates"}\n')
    document, place = open_at("template: he^llo\n", path=tmp_path / "send.waml.yaml")
    found = navigation.definition(document, URI, place)
    assert found == types.Location(defined.as_uri(), types.Range(types.Position(2, 8), types.Position(2, 13)))
    (tmp_path / "waml.toml").write_text('assume = {templates = "saved.json"}\n# changed\n')
    document, place = open_at("template:\n  name: he^llo\n", path=tmp_path / "send.waml.yaml")
    found = navigation.definition(document, URI, place)
    assert found is not None
    assert found.uri == saved.as_uri()
    assert saved.read_text()[found.range.start.character :].startswith('"hello"')


def test_symbols_are_the_messages_with_their_keys() -> None:
    document, _ = open_at("name: first\nvars: {a: 1}\ntext: '{{ a }}'\n---\nimage: https://a.example/b.png\n^")
    first, second = symbols.symbols(document)
    assert (first.name, first.detail) == ("first", "text")
    assert (second.name, second.detail) == ("message", "image")
    assert [one.name for one in first.children or ()] == ["name", "vars", "text"]
    assert [one.name for one in (first.children or ())[1].children or ()] == ["a"]
    assert second.range.start.line == 4


def asked(document: Document, only: list[str] | None = None) -> list[types.CodeAction]:
    everything = types.Range(types.Position(0, 0), types.Position(100, 0))
    context = types.CodeActionContext([], only=only)
    return actions.actions(
        document, URI, types.CodeActionParams(types.TextDocumentIdentifier(URI), everything, context)
    )  # type: ignore[arg-type]


def test_all_that_is_safe_is_fixed_at_once() -> None:
    text = 'to: "+447700900123"\nbody: 5\nbuttons:\n  - {title: 1, id: 2}\n'
    document, _ = open_at(text + "^")
    [every] = asked(document, ["source.fixAll"])
    assert every.kind == actions.FIX_ALL
    fixed = applied(document.text, list(every.edit.changes[URI]))  # type: ignore[index,union-attr]
    assert fixed == text.replace("body: 5", 'body: "5"').replace("title: 1, id: 2", 'title: "1", id: "2"')
    assert {action.kind for action in asked(document, ["quickfix"])} == {types.CodeActionKind.QuickFix}
    assert asked(document, ["refactor"]) == []


def test_a_rule_is_ignored_here() -> None:
    text = 'to: "+447700900123"\r\nbody: Hi\r\nbuttons:\r\n  - title: A title of no less than 👍 characters\r\n'
    document, _ = open_at(text + "^")
    [action] = [one for one in asked(document, ["quickfix"]) if one.title == "ignore 'button-title-too-long' here"]
    changed = applied(document.text, list(action.edit.changes[URI]))  # type: ignore[index,union-attr]
    assert changed == text.replace("  - title", "  # waml: ignore[button-title-too-long]\r\n  - title")
    document.check(Text(changed))
    assert "button-title-too-long" not in {d.code for d in findings.published(document)}


def test_rules_of_the_project_are_told_and_read_again(tmp_path: Path) -> None:
    rules = tmp_path / "acme.yaml"
    (tmp_path / "waml.toml").write_text('rules = ["acme.yaml"]\n')
    rules.write_text("acme-short:\n  field: body\n  max_length: 3\n")
    path = tmp_path / "m.waml.yaml"
    document, place = open_at("bo^dy: Hello\nbuttons: [Yes]\n", path=path)
    assert "acme-short" in {d.code for d in findings.published(document)}
    page = hover.hover(document, place)
    assert page is not None
    assert "at most 3 characters · `acme-short`" in page.contents.value  # type: ignore[union-attr]
    rules.write_text("acme-short:\n  field: body\n  max_length: 30\n")
    os.utime(rules, ns=(1, 1))
    document.check(document.text)
    assert "acme-short" not in {d.code for d in findings.published(document)}
    config.forget()


def test_what_is_found_for_several_targets_is_one_diagnostic() -> None:
    document, _ = open_at(MESSAGE.replace("[Yes, No]", "[A title of no less than twenty-one characters]") + "^")
    found = [d for d in findings.published(document) if d.code == "button-title-too-long"]
    assert len(found) == 1
    assert "cloud and infobip" in found[0].message


def test_an_unused_variable_is_faded() -> None:
    document, _ = open_at("vars: {a: 1}\nto: '+447700900123'\ntext: Hi\n^")
    [unused] = [d for d in findings.published(document) if d.code == "unused-variable"]
    assert unused.tags == [types.DiagnosticTag.Unnecessary]


def test_a_payload_is_judged_where_the_config_says_whose(tmp_path: Path) -> None:
    body = '{"messaging_product": "whatsapp", "to": "447700900123", "type": "text", "text": {"body": ""}}^'
    path = tmp_path / "payload.json"
    document, _ = open_at(body, path=path)
    assert findings.published(document) == []
    (tmp_path / "waml.toml").write_text('providers = ["cloud"]\n')
    document, _ = open_at(body, path=path)
    assert [d for d in findings.published(document) if d.severity == types.DiagnosticSeverity.Error]


def test_other_files_are_none_of_our_business(tmp_path: Path) -> None:
    document, _ = open_at("nonsense: [^", path=tmp_path / "compose.yaml")
    assert findings.published(document) == []


def test_what_the_config_leaves_out_has_no_findings(tmp_path: Path) -> None:
    wrong = "to: 1\ntext: Hi {{ name }}\n"
    for folder, config_text in (("excluded", 'exclude = ["old/"]\n'), ("included", 'include = ["new/**"]\n')):
        (tmp_path / folder / "old").mkdir(parents=True)
        (tmp_path / folder / "waml.toml").write_text(config_text, encoding="utf-8")
        left_out = Document(str(tmp_path / folder / "old" / "a.waml.yaml"))
        left_out.check(Text(wrong))
        assert findings.published(left_out) == []
        judged = Document(str(tmp_path / folder / "new" / "a.waml.yaml"))
        judged.check(Text(wrong))
        assert findings.published(judged)


def test_a_variable_of_a_shared_file_is_followed_there(tmp_path: Path) -> None:
    (tmp_path / "waml.toml").write_text('vars = ["brand.yaml"]\n', encoding="utf-8")
    shared = tmp_path / "brand.yaml"
    shared.write_text("# what all messages say\ncity: Paris\nshop: {type: string, example: Acme}\n", encoding="utf-8")
    message = 'vars: {city: Oslo}\nto: "+447700900123"\ntext: Hi from {{ sh^op }} in {{ city }}\n'
    document, place = open_at(message, path=tmp_path / "m.waml.yaml")
    found = navigation.definition(document, URI, place)
    assert found is not None
    assert found.uri == shared.as_uri()
    assert found.range == types.Range(types.Position(2, 0), types.Position(2, 4))
    page = hover.hover(document, place)
    assert page is not None
    assert "example: `'Acme'`" in page.contents.value  # type: ignore[union-attr]
    assert navigation.can_rename(document, place) is None
    # What the message declares itself is its own.
    document, place = open_at(message.replace("^", "").replace("{{ ci", "{{ ^ci"), path=tmp_path / "m.waml.yaml")
    own = navigation.definition(document, URI, place)
    assert own is not None
    assert own.uri == URI
