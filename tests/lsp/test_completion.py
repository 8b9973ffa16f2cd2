"""What is offered at a place, in documents that are whole and in documents that are being written."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import in_order, offered, open_at, taken

from waml.lsp.completion import complete
from waml.message import group
from waml.rows import catalogue


def test_a_document_begins_with_any_key() -> None:
    assert set(group("content")) < set(offered("^"))


@pytest.mark.parametrize(
    ("marked", "due"),
    [
        ("body: Hi\nbuttons:\n  - ^\n", {"title", "id", "url", "type"}),
        ("body: Hi\nbuttons:\n  - title: Yes\n    ^\n", {"id", "url"}),
        ("body: Hi\nbuttons: [{title: Yes, ^}]\n", {"id", "url"}),
        ("body: Hi\nbuttons: [{title: Yes}, {^", {"title", "id"}),
        ("contacts:\n  ^", {"name", "phones"}),
        ("contacts:\n  - name:\n      ^", {"formatted_name", "first_name"}),
        ("list:\n  button: More\n  rows:\n    - ^", {"id", "title", "description"}),
        ("vars:\n  name:\n    ^", {"type", "max_length", "example"}),
        ("vars:\n  name: {type: string, ^}", {"max_length", "example"}),
        ('{"to": "+447700900123", "^', {"text", "template"}),
        ('{"text": {"body": "Hi", "^": ', {"preview_url"}),
        ("text: Hi\n---\n^", {"text", "to"}),
        ("infobip:\n  ^", {"smsFailover", "messageId"}),
        ("header:\n  image:\n    ^\nbody: x\n", {"link", "id"}),
    ],
)
def test_keys_by_their_place(marked: str, due: set[str]) -> None:
    assert due <= set(offered(marked))


def test_only_keys_that_are_not_there_yet() -> None:
    assert "title" not in offered("buttons:\n  - title: Yes\n    ^\n    id: a\n")
    assert "id" not in offered("buttons:\n  - title: Yes\n    ^\n    id: a\n")
    assert {"text", "image", "buttons"}.isdisjoint(offered("text: Hi\n^"))
    assert "title" in offered("buttons:\n  - tit^\n")
    assert "text" in offered("to: x\n---\n^\n---\ntext: Hi\n")


@pytest.mark.parametrize(
    ("marked", "due"),
    [
        ("flow:\n  flow_action: ^", ["navigate", "data_exchange"]),
        ("providers: [^]", ["cloud", "360dialog", "360dialog-onprem", "infobip", "pilot-status"]),
        ("providers:\n  - ^", ["cloud", "360dialog", "360dialog-onprem", "infobip", "pilot-status"]),
        ('{"providers": ["cloud", "^"]}', ["cloud", "360dialog", "360dialog-onprem", "infobip", "pilot-status"]),
        ("text: {body: Hi, preview_url: ^}", ["true", "false"]),
    ],
)
def test_words_of_a_slot(marked: str, due: list[str]) -> None:
    assert offered(marked) == due


HEAD = "vars:\n  first_name: {type: string, description: who it is, example: Ada}\n  shop: Acme\n"


@pytest.mark.parametrize(
    "text", ["text: Hi {{ ^", "text: |\n  Hi {{ f^ }}\n  you", 'text: "Hi {{^}}"', "text: >\n  {% if ^"]
)
def test_variables_in_braces(text: str) -> None:
    assert {"first_name", "shop", "provider"} <= set(offered(HEAD + text))


def test_a_variable_is_offered_with_what_is_said_of_it() -> None:
    item = next(item for item in in_order(HEAD + "text: Hi {{ ^ }}") if item.label == "first_name")
    assert "who it is" in item.documentation.value  # type: ignore[union-attr]


def test_a_whole_value_is_a_variable_in_braces_and_quotes() -> None:
    assert taken(HEAD + "text: ^\n", "{{ shop }}") == HEAD + 'text: "{{ shop }}"\n'
    assert (
        taken('{"vars": {"shop": "x"}, "text": "^"}', "{{ shop }}") == '{"vars": {"shop": "x"}, "text": "{{ shop }}"}'
    )


def test_filters_tests_and_keys_of_a_value() -> None:
    assert {"upper", "truncate"} <= set(offered(HEAD + "text: Hi {{ shop | ^ }}"))
    assert "defined" in offered(HEAD + "text: Hi {{ shop is not ^ }}")
    order = "vars:\n  order: {type: json, example: {total: 5}}\n"
    assert offered(order + "text: Hi {{ order.^ }}") == ["total"]


def test_placeholders_of_whatsapp_are_no_variables() -> None:
    assert offered(HEAD + "define_template:\n  body: Hi {{ ^ }}") == []


def test_nothing_where_nothing_can_be_offered() -> None:
    assert offered("text: |\n  Hi ^") == []
    assert offered("text: Hi # to^") == []
    assert offered('text: Hi {{ "a^" }}') == []


def test_a_document_that_does_not_parse_knows_what_it_held() -> None:
    before = HEAD + "text: Hi {{ shop }}\n"
    document, place = open_at(HEAD + "text: 'Hi {{ ^", before=before)
    item = next(item for item in complete(document, place) if item.label == "first_name")
    assert "who it is" in item.documentation.value  # type: ignore[union-attr]


def test_what_a_target_does_not_carry_is_marked_and_comes_last() -> None:
    items = in_order("providers: [cloud, pilot-status]\n^")
    by_label = {item.label: item for item in items}
    assert by_label["location"].label_details.description == "not at pilot-status"  # type: ignore[union-attr]
    assert by_label["text"].label_details is None
    labels = [item.label for item in items]
    assert labels.index("location") > labels.index("text")


def test_what_is_taken_is_written_as_the_place_asks() -> None:
    assert taken("te^", "text") == "text: "
    assert taken("bu^", "buttons") == "buttons:\n  - "
    assert taken("template:\n  na^", "name") == "template:\n  name: "
    assert taken("bu^: x", "buttons") == "buttons: x"
    assert taken('{"te^', "text") == '{"text": '
    assert taken('{"te^": 1}', "text") == '{"text": 1}'
    assert taken("flow:\n  mode:^", "draft") == "flow:\n  mode: draft"
    assert taken("providers: [cl^]", "cloud") == "providers: [cloud]"


def test_rules_in_a_suppression_comment() -> None:
    found = offered("to: '+447700900123'\ntext: '' # waml: ignore[^")
    assert set(found) == set(catalogue())
    assert "empty" in found[0] or "too-short" in found[0] or "missing" in found[0]
    assert offered("# waml: file-ignore[too-long, ^")


def test_registered_templates(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    definition = "define_template:\n  name: {}\n  language: {}\n  category: utility\n  body: {}\n"
    body = "{text: 'Hi {{first_name}}, your {{thing}} is here.', example: {first_name: Ada, thing: desk}}"
    (tmp_path / "templates" / "a.waml.yaml").write_text(definition.format("arrived", "en_GB", body))
    (tmp_path / "templates" / "b.waml.yaml").write_text(definition.format("arrived", "de", body))
    (tmp_path / "templates" / "c.waml.yaml").write_text(definition.format("left", "hr", "Bye"))
    (tmp_path / "waml.toml").write_text('assume = {templates = "templates"}\n')
    path = tmp_path / "send.waml.yaml"
    assert offered("template: ^", path=path)[:2] == ["arrived", "left"]
    assert offered("template:\n  name: ^", path=path) == ["arrived", "left"]
    assert offered("template:\n  name: arrived\n  language: ^", path=path) == ["de", "en_GB"]
    found = offered("template:\n  name: arrived\n  language: de\n  body:\n    first_name: x\n    ^", path=path)
    assert found == ["thing"]
