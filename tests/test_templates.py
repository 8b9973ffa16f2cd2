"""Sends held against the registered templates: folders, files and saved lists; what is found, and what is not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import waml
from waml.__main__ import main
from waml.config import Config
from waml.fixing import apply
from waml.hydrated import FIELDS, slots
from waml.rulebook import Subject, judge
from waml.templates import Registry, TemplatesError, found, registry

PHONE = "+15551234567"
HELLO = {"name": "hello", "language": "en", "category": "utility", "body": "Hello {{1}}, it is {{2}} now."}


def rules_of(template: dict[str, Any], *registered: dict[str, Any], provider: str = "cloud", **facts: Any) -> set[str]:
    """Return the rules that a send breaks, those aside that need no definition."""
    return {finding.rule for finding in findings(template, *registered, provider=provider, **facts)}


def findings(template: dict[str, Any], *registered: dict[str, Any], provider: str = "cloud", **facts: Any) -> list[Any]:
    template = {"name": "hello", "language": "en", **template}
    message = {"to": {"phone": PHONE}, "from": PHONE, "template": template}
    alone = {f.rule for f in judge(Subject(message, provider, {}))}
    assume = {"templates": list(registered), **facts}
    return [f for f in judge(Subject(message, provider, assume)) if f.rule not in alone]


def texts(*values: Any) -> list[dict[str, Any]]:
    return [{"text": value} for value in values]


# ---- where they come from


META = {
    "data": [
        {
            "name": "order_update",
            "language": "en_US",
            "status": "PAUSED",
            "category": "MARKETING",
            "quality_score": {"score": "RED", "date": 1},
            "id": "594425479261596",
            "components": [
                {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://a"]}},
                {"type": "BODY", "text": "Hello {{1}}, on {{2}}.", "example": {"body_text": [["a", "b"]]}},
                {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://a.example/{{1}}"}]},
            ],
        }
    ]
}
DIALOG360 = {"count": 1, "waba_templates": [{**META["data"][0], "status": "approved"}]}
INFOBIP = {
    "templates": [
        {
            "id": "111",
            "businessAccountId": 222,
            "name": "order_update",
            "language": "en_US",
            "status": "APPROVED",
            "category": "MARKETING",
            "structure": {
                "header": {"format": "IMAGE"},
                "body": {"text": "Hello {{1}}, on {{2}}.", "examples": ["a", "b"]},
                "buttons": [{"type": "URL", "text": "Go", "url": "https://a.example/{{1}}"}],
                "type": "MEDIA",
            },
        }
    ]
}
OLD_STRUCTURE = {"header": {"format": "IMAGE"}, "body": "Hello {{1}}, on {{2}}."}
OLD_INFOBIP = {"templates": [{**INFOBIP["templates"][0], "structure": OLD_STRUCTURE}]}


def saved(tmp_path: Path, answer: Any) -> str:
    path = tmp_path / "list.json"
    path.write_text(answer if isinstance(answer, str) else json.dumps(answer), "utf-8")
    return str(path)


@pytest.mark.parametrize("answer", [META, DIALOG360, INFOBIP, OLD_INFOBIP, META["data"]])
def test_saved_list_is_read(answer: Any, tmp_path: Path) -> None:
    known = registry(saved(tmp_path, answer))
    assert known is not None
    one = known.lookup("order_update", "en_US")
    assert one is not None
    assert one.category == "marketing"
    assert one.status in ("approved", "paused")
    assert one.parts["body"]["text"] == "Hello {{1}}, on {{2}}."
    assert list(one.parts["header"]) == ["image"]
    assert known.lookup("order_update", "en") is None
    assert known.near_languages("order_update", "en") == ["en_US"]
    assert known.near("order_updat") == "order_update"
    assert known.lookup("order_update", None) == one


@pytest.mark.parametrize("form", ["pages", "folder", "definition"])
def test_pages_of_a_list_and_lists_of_several_accounts_are_one(form: str, tmp_path: Path) -> None:
    (one,) = META["data"]
    pages: list[Any] = [
        {"data": [{**one, "status": "REJECTED"}], "paging": {"next": "https://graph.facebook.com/2"}},
        {"data": [{**one, "status": "APPROVED"}, {**one, "name": "other"}], "paging": {"cursors": {"after": "b"}}},
    ]
    path = saved(tmp_path, pages)
    if form == "folder":
        path = str(tmp_path / "lists")
        (tmp_path / "lists").mkdir()
        for number, page in enumerate(pages):
            (tmp_path / "lists" / f"{number}.json").write_text(json.dumps(page), "utf-8")
        (tmp_path / "lists" / "package.json").write_text('{"name": "shop"}', "utf-8")
    elif form == "definition":
        path = saved(tmp_path, {**one, "name": "other"})
    known = registry(path)
    assert known is not None
    assert known.is_whole
    assert known.lookup("other", "en_US") is not None
    if form != "definition":
        both = known.lookup("order_update", "en_US")
        assert both is not None
        assert both.status == "approved"


@pytest.mark.parametrize(
    ("files", "is_whole"),
    [
        ([{"next": "2"}], False),
        ([{"next": "2"}, {}], False),
        ([{"next": "2"}, None], False),
        ([{"next": "2"}, {"cursors": {}}], True),
        ([{"cursors": {}}, {"next": "2"}], True),
        ([{"cursors": {}}, None], True),
        ([{"cursors": {}}, "{ // not JSON"], False),
    ],
)
def test_a_list_is_whole_where_its_last_page_is_there(
    files: list[dict[str, Any] | str | None], is_whole: bool, tmp_path: Path
) -> None:
    """None: a body that creates a template; a text: a file of something else."""
    for number, paging in enumerate(files):
        body: Any = {**META, "paging": paging} if paging else {}
        text = json.dumps(META["data"][0] if paging is None else body) if not isinstance(paging, str) else paging
        (tmp_path / f"{number}.json").write_text(text, "utf-8")
    known = registry(str(tmp_path))
    assert known is not None
    assert known.is_whole is is_whole
    assert known.lookup("order_update", "en_US") is not None


def test_what_is_not_on_one_page_of_a_list_may_be_on_another(tmp_path: Path) -> None:
    path = saved(tmp_path, {**META, "paging": {"next": "https://graph.facebook.com/2"}})

    def said(name: str, language: str) -> list[tuple[str, str]]:
        message = {"to": {"phone": PHONE}, "template": {"name": name, "language": language}}
        found = judge(Subject(message, "cloud", {"templates": path}))
        return [(f.rule, f.severity) for f in found if f.rule.startswith(("template-not", "template-language"))]

    assert said("else", "en_US") == [("template-not-on-page", "warning")]
    assert said("order_update", "en") == [("template-not-on-page", "warning")]


def test_list_that_tells_names_only_says_nothing_of_parts(tmp_path: Path) -> None:
    listed = {"data": [{"name": "hello", "language": "en", "status": "REJECTED"}, {}, None, {"components": 3}]}
    send = {"name": "hello", "language": "en", "header": {"image": {"id": "1"}}, "body": texts("a"), "buttons": [URL]}
    assume = {"templates": saved(tmp_path, listed)}
    said = judge(Subject({"to": {"phone": PHONE}, "template": send}, "cloud", assume))
    assert [finding.rule for finding in said] == ["template-not-approved"]


def test_the_list_of_pilot_status_is_read(tmp_path: Path) -> None:
    """Its content is JSON as text, or a text alone; what is not Meta's has neither a status nor a language."""
    item = {"id": "t1", "name": "hello", "category": "UTILITY", "metaStatus": "PENDING", "metaLanguage": "pt_BR"}
    local = {
        "id": "t2",
        "name": "local",
        "category": "UTILITY",
        "metaStatus": None,
        "sendable": True,
        "body": "Oi {{a}}!",
    }
    listed = [{**item, "sendable": False, "body": '{"body": {"text": "Oi {{nome}}!"}}'}, local]
    known = registry(saved(tmp_path, listed))
    assert known is not None
    one, other = known.lookup("t1", None), known.lookup("local", None)
    assert one is not None
    assert other is not None
    assert (one.language, one.status, one.parts["body"]["text"]) == ("pt_BR", "pending", "Oi {{nome}}!")
    assert (other.language, other.status, other.parts["body"]["text"]) == ("", "approved", "Oi {{a}}!")


def test_a_list_without_a_definition_is_no_list_of_templates(tmp_path: Path) -> None:
    with pytest.raises(TemplatesError, match="nothing in the list is a definition"):
        registry(saved(tmp_path, [{"id": 1, "latestVersion": {"text": "Hi"}}]))
    known = registry(saved(tmp_path, {"data": []}))
    assert known is not None
    assert len(known) == 0


def test_id_stands_for_the_name(tmp_path: Path) -> None:
    known = registry(saved(tmp_path, META))
    assert known is not None
    one = known.lookup("594425479261596", "en_US")
    assert one is not None
    assert one.name == "order_update"


DEFINITION = """
vars: {{name: {{type: string, example: hello}}}}
assume: {{status: {status}}}
define_template: {{name: "{{{{ name }}}}", language: en, category: utility, body: "Hello {{{{1}}}}, nice to see you."}}
---
to: "+15551234567"
text: Not a definition
"""


def test_a_definition_in_several_languages_is_registered_in_each(tmp_path: Path) -> None:
    (tmp_path / "code.waml.yaml").write_text(
        "define_template: {name: code, language: en, category: authentication}\ncloud: {languages: [en, de]}\n"
    )
    known = registry(str(tmp_path))
    assert known.languages("code") == ["de", "en"]


def test_folder_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "registered" / "more"
    folder.mkdir(parents=True)
    file = folder / "hello.waml.yaml"
    file.write_text(DEFINITION.format(status="approved"), "utf-8")
    first = registry(str(tmp_path / "registered"))
    assert first is not None
    assert first.lookup("hello", "en").status == "approved"  # type: ignore[union-attr]
    assert registry(str(tmp_path / "registered")) is first
    file.write_text(DEFINITION.format(status="paused"), "utf-8")
    os.utime(file, ns=(1, 1))
    again = registry(str(tmp_path / "registered"))
    assert again is not None
    assert again.lookup("hello", "en").status == "paused"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "list.json:1:"),
        ("[]x", "list.json:1:"),
        ("{}", "no list"),
        ('{"data": {}}', "no list"),
        ("3", "no list"),
        ("\udcff", "list.json"),
    ],
)
def test_list_that_cannot_be_read_says_where(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(TemplatesError) as caught:
        registry(str(path))
    assert why.replace("no list", "there is no list") in str(caught.value)


def test_unreadable_definitions_are_a_finding_where_the_send_names_them(tmp_path: Path) -> None:
    (tmp_path / "broken.waml.yaml").write_text("define_template: [", "utf-8")
    text = f'assume: {{templates: "."}}\nto: "{PHONE}"\ntemplate: {{name: hello, language: en}}\n'
    found = waml.lint(tmp_path / "send.waml.yaml", text=text, config=Config())
    assert [(d.rule, d.severity, d.start.line) for d in found] == [("templates-unreadable", "error", 3)]
    assert "broken.waml.yaml:1:" in found[0].message


@pytest.mark.parametrize("where", ["option", "config"])
def test_path_that_is_not_there_is_a_fault_of_usage(where: str, tmp_path: Path) -> None:
    (tmp_path / "m.waml.yaml").write_text(f'to: "{PHONE}"\ntext: Hello\n', "utf-8")
    arguments = ["lint", str(tmp_path)]
    if where == "option":
        arguments += ["--assume", "templates=nowhere"]
    else:
        (tmp_path / "waml.toml").write_text('[assume]\ntemplates = "nowhere"\n', "utf-8")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "nowhere" in result.output


@pytest.mark.parametrize("where", ["file", "config", "option"])
def test_path_is_relative_to_what_names_it(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sends, work = tmp_path / "sends", tmp_path / "work"
    sends.mkdir()
    work.mkdir()
    monkeypatch.chdir(work)
    home = {"file": sends, "config": tmp_path, "option": work}[where]
    (home / "saved.json").write_text(json.dumps(META), "utf-8")
    stated = "assume: {templates: saved.json}\n" if where == "file" else ""
    (sends / "send.waml.yaml").write_text(f'{stated}to: "{PHONE}"\ntemplate: {{name: x, language: en}}\n', "utf-8")
    if where == "config":
        (tmp_path / "waml.toml").write_text('[assume]\ntemplates = "saved.json"\n', "utf-8")
    option = ["--assume", "templates=saved.json"] if where == "option" else []
    result = CliRunner().invoke(main, ["lint", *option, str(sends), "--output-format", "concise"])
    assert "template-not-defined" in result.output


# ---- names and languages


def test_name_and_language_that_are_nearly_right_are_named() -> None:
    other = {**HELLO, "language": "en_US"}
    (name,) = findings({"name": "helo"}, HELLO)
    assert (name.rule, name.path, name.help) == ("template-not-defined", ("template", "name"), "did you mean 'hello'?")
    (language,) = findings({}, other)
    assert (language.rule, language.path) == ("template-language-mismatch", ("template", "language"))
    assert language.replacement == "en_US"
    (many,) = findings({}, other, {**HELLO, "language": "en_GB"})
    assert many.replacement is None
    assert "en_GB, en_US" in many.message


@pytest.mark.parametrize(("written", "fixed"), [("en", "en_US"), ('"en"', '"en_US"'), ("'en'", "'en_US'")])
def test_language_is_put_right_where_there_is_one_candidate(written: str, fixed: str, tmp_path: Path) -> None:
    text = f'to: "{PHONE}"\ntemplate: {{name: order_update, language: {written}}}\n'
    facts = {"templates": saved(tmp_path, META)}
    (found,) = waml.lint("m.waml.yaml", text=text, assume=facts, config=Config())
    assert found.fix is not None
    assert found.fix.safe
    after, _ = apply(text.encode(), [found.fix])
    assert after.decode() == text.replace(f"language: {written}", f"language: {fixed}")


def test_language_of_a_variable_is_not_put_right(tmp_path: Path) -> None:
    text = f'vars: {{l: en}}\nto: "{PHONE}"\ntemplate: {{name: order_update, language: "{{{{ l }}}}"}}\n'
    (found,) = waml.lint("m.waml.yaml", text=text, assume={"templates": saved(tmp_path, META)}, config=Config())
    assert found.rule == "template-language-mismatch"
    assert found.fix is None


# ---- values, headers, buttons, cards


NAMED = {**HELLO, "body": "Hello {{who}}, it is {{hour}} now.", "header": "For {{who}}"}
WHO = {"text": [{"name": "who", "text": "Ada"}]}


def who(text: str) -> dict[str, str]:
    return {"name": "who", "text": text}


@pytest.mark.parametrize(
    ("send", "registered", "rules"),
    [
        ({"body": texts("a", "b")}, HELLO, set()),
        ({"body": texts("a")}, HELLO, {"template-value-count"}),
        ({}, HELLO, {"template-value-count"}),
        ({"body": texts("a", "b", "c")}, HELLO, {"template-value-count"}),
        ({"body": texts("a")}, {**HELLO, "body": "{{1}} and {{1}} again"}, set()),
        ({"header": WHO, "body": [who("a"), {"name": "hour", "text": "b"}]}, NAMED, set()),
        ({"header": WHO, "body": [who("a")]}, NAMED, {"template-value-missing"}),
        ({"header": WHO, "body": [who("a"), {"name": "hours", "text": "b"}]}, NAMED, {"template-value-unknown"}),
        ({"header": WHO, "body": texts("a", "b")}, NAMED, {"template-value-unnamed"}),
        ({"body": [who("a"), {"name": "hour", "text": "b"}]}, NAMED, {"template-value-count"}),
        ({"body": [who("a"), {"name": "hour", "text": "b"}]}, HELLO, {"template-value-unknown"}),
        ({"header": {"text": texts("a")}}, {**HELLO, "body": "Hi"}, {"template-header-mismatch"}),
        ({"header": {"text": texts("a")}}, {**HELLO, "body": "Hi", "header": "Hello"}, {"template-value-count"}),
        ({"header": {"image": {"id": "1"}}}, {**HELLO, "body": "Hi", "header": "Hi"}, {"template-header-mismatch"}),
        ({}, {**HELLO, "body": "Hi", "header": {"location": {}}}, {"template-header-missing"}),
    ],
)  # fmt: skip
def test_values_and_headers(send: dict[str, Any], registered: dict[str, Any], rules: set[str]) -> None:
    assert rules_of(send, registered) == rules


BUTTONS = {
    **HELLO,
    "body": "Hi",
    "buttons": [
        {"title": "Open", "url": "https://acme.example/{{1}}"},
        {"title": "Site", "url": "https://acme.example"},
        {"title": "Call", "phone_number": PHONE},
        "Stop",
    ],
}
URL, REPLY = {"type": "url", "suffix": "x"}, {"type": "reply", "id": "x"}


@pytest.mark.parametrize(
    ("buttons", "rules"),
    [
        ([URL], set()),
        ([URL, {**REPLY, "index": 3}], set()),
        ([], {"template-button-missing"}),
        ([{**REPLY, "index": 3}], {"template-button-missing"}),
        ([URL, {**URL, "index": 1}], {"template-button-static"}),
        ([URL, {**URL, "index": 3}], {"template-button-mismatch"}),
        ([URL, {**URL, "index": 4}], {"template-button-not-defined"}),
        ([REPLY], {"template-button-mismatch"}),
    ],
)
def test_buttons(buttons: list[dict[str, Any]], rules: set[str]) -> None:
    assert rules_of({"buttons": buttons} if buttons else {}, BUTTONS) == rules


def test_buttons_of_infobip_are_told_by_their_order() -> None:
    assert rules_of({"buttons": [URL, REPLY]}, BUTTONS, provider="infobip") == set()
    assert rules_of({"buttons": [REPLY]}, BUTTONS, provider="infobip") == {"template-button-missing"}


def card(kind: str, *body: dict[str, Any]) -> dict[str, Any]:
    medium = {"id": "1"} if kind != "product" else {"catalog_id": "1", "retailer_id": "a"}
    return {"header": {kind: medium}, **({"body": list(body)} if body else {})}


MEDIA = {**HELLO, "body": "Hi", "carousel": [{"header": {"image": {"example": "4::a"}}, "body": "For {{1}} only"}] * 2}
PRODUCTS = {**HELLO, "body": "Hi", "carousel": [{"header": {"product": {}}}] * 2}


def test_cards() -> None:
    fine = card("image", *texts("a"))
    assert rules_of({"carousel": [fine, fine]}, MEDIA) == set()
    assert rules_of({"carousel": [fine, card("video", *texts("a"))]}, MEDIA) >= {"template-header-mismatch"}
    assert rules_of({"carousel": [fine, card("image")]}, MEDIA) == {"template-value-count"}
    assert rules_of({"carousel": [fine, fine, fine]}, MEDIA) == {"template-card-count"}
    assert rules_of({}, MEDIA) == {"template-carousel-missing"}
    assert rules_of({"carousel": [card("product")] * 5}, PRODUCTS) == set()
    (found,) = findings({"carousel": [fine, card("image", *texts("x" * 155))]}, MEDIA)
    assert (found.rule, found.path) == ("rendered-card-too-long", ("template", "carousel", 1, "body"))


# ---- what nobody knows yet, and what is only assumed


def test_a_value_that_is_not_known_is_no_fault() -> None:
    unknown = waml.message.UNKNOWN  # type: ignore[attr-defined]
    assert rules_of({"body": texts(unknown, "b")}, HELLO) == set()
    assert rules_of({"name": unknown}, HELLO) == set()
    assert rules_of({"language": unknown}, HELLO) == set()
    assert rules_of({"buttons": [{"type": "url", "suffix": unknown}]}, BUTTONS) == set()


def test_without_templates_nothing_is_said() -> None:
    message = {"to": {"phone": PHONE}, "template": {"name": "hello", "language": "en", "body": texts("a")}}
    assert judge(Subject(message, "cloud", {})) == []
    assert {f.rule for f in judge(Subject(message, "cloud", {"status": "PAUSED"}))} == {"template-paused"}
    assert {f.rule for f in judge(Subject(message, "cloud", {"category": "Marketing"}))} == {"marketing-may-be-held"}


def test_what_the_list_says_goes_before_what_is_assumed() -> None:
    send = {"body": texts("a", "b")}
    assert rules_of(send, {**HELLO, "category": "marketing"}, category="utility") == {"marketing-may-be-held"}
    assert rules_of(send, HELLO, category="marketing") == set()
    assert rules_of(send, {**HELLO, "status": "APPROVED"}, status="paused") == set()


def test_pilot_status_needs_every_variable_by_its_name() -> None:
    registered = {**NAMED, "buttons": [{"title": "Go", "url": "https://acme.example/{{order}}"}]}
    missing = findings({"body": [who("a")]}, registered, provider="pilot-status")
    assert [(f.rule, f.message.split("'")[1]) for f in missing] == [
        ("template-variable-missing", "hour"),
        ("template-variable-missing", "order"),
    ]


# ---- messages and files beside each other


def test_first_of_two_marketing_messages_is_named(tmp_path: Path) -> None:
    send = f'to: "{PHONE}"\ntemplate: {{name: order_update, language: en_US}}\n'
    facts = {"templates": saved(tmp_path, META)}
    found = waml.lint("m.waml.yaml", text=f"{send}---\n{send}", assume=facts, config=Config())
    (second,) = [d for d in found if d.rule == "second-marketing-template"]
    assert (second.document, second.start.line) == (1, 4)
    assert [(r.file, r.start.line, r.start.column) for r in second.related] == [("m.waml.yaml", 1, 5)]


def test_files_of_a_run_are_judged_beside_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        text = f"define_template: {{name: {name}, language: en, category: utility, body: Hello there}}\n"
        Path(f"{name}.waml.yaml").write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["lint", "--output-format", "json"])
    (found,) = [d for d in json.loads(result.stdout)["diagnostics"] if d["rule"] == "duplicate-template-text"]
    assert found["file"] == "two.waml.yaml"
    assert [place["file"] for place in found["related"]] == ["one.waml.yaml"]


# ---- texts with their values in them


def rendered(text: Any, *body: Any) -> Any:
    """Return a registered body with the values of a send in it."""
    message = {"template": {"name": "hello", "language": "en", "body": [*body]}}
    subject = Subject(message, "cloud", {"templates": [{**HELLO, "body": text}]})
    return next((text for _, text in FIELDS["definition.rendered.body"](subject)), None)


def test_hydrated_text() -> None:
    assert rendered("Hello {{1}} and {{ 2 }}", *texts("a", "b")) == "Hello a and b"
    assert rendered("Hello {{who}}", {"name": "who", "currency": {"fallback_value": "5 €"}}) == "Hello 5 €"
    assert rendered("Hello {{1}} and {{2}}", *texts("a")) is None
    assert rendered("Hello {{1}}", {"date_time": {}}) is None
    assert rendered("Hello") == "Hello"
    assert rendered(None) is None
    assert slots("{{2}} {{1}} {{10}} {{2}}") == ["1", "2", "10"]


REGISTERED = """\
define_template:
  name: hello
  language: en
  category: utility
  header: Order {{1}}
  body: "{{1}} and {{2}}, that is all."
  buttons:
    - {type: url, title: Go, url: "https://a.example/{{1}}"}
"""


@pytest.mark.parametrize(
    ("send", "rule", "marked"),
    [
        ("body: ['" + "a" * 600 + "', '" + "b" * 600 + "']", "rendered-body-too-long", "b" * 181),
        ("body: ['" + "a" * 2000 + "', 'b']", "rendered-body-too-long", "a" * 976),
        ("body: ['a', {currency: {code: EUR, amount_1000: 5, fallback_value: '" + "5" * 1030 + "'}}]",
         "rendered-body-too-long", "5" * 12),
        # What was registered stands in another file: the whole is marked.
        ("body: ['a', '" + "b" * 1010 + "']", "rendered-body-too-long", "body"),
        ("header: {text: ['" + "7" * 70 + "']}", "rendered-header-too-long", "7" * 16),
        ("buttons: [{type: url, suffix: '" + "x" * 1999 + "'}]", "rendered-url-too-long", "x" * 17),
    ],
)  # fmt: skip
def test_a_text_that_values_make_too_long_is_marked_where_it_passes_the_limit(
    send: str, rule: str, marked: str, tmp_path: Path
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "hello.waml.yaml").write_text(REGISTERED, "utf-8")
    parts = {"header": "header: {text: ['7']}", "body": "body: [a, b]", "buttons": "buttons: [{type: url, suffix: x}]"}
    parts[send.partition(":")[0]] = send
    text = f'to: "{PHONE}"\ntemplate:\n  name: hello\n  language: en\n' + "".join(f"  {p}\n" for p in parts.values())
    (one,) = [
        d
        for d in waml.lint(tmp_path / "send.waml.yaml", text=text, assume={"templates": tmp_path / "templates"})
        if d.rule == rule
    ]
    line = text.splitlines()[one.start.line - 1]
    assert line[one.start.column - 1 : one.end.column - 1] == marked
    assert one.field == f"template.{send.partition(':')[0]}" or rule == "rendered-url-too-long"


_KEYS = st.sampled_from(
    "name language components structure type text body header buttons carousel cards url example data category".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["BODY", "{{1}}", "en", "URL"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(st.lists(st.fixed_dictionaries({"name": st.just("x"), "language": st.just("en")}, optional={
    "components": JSON, "structure": JSON, "body": JSON, "buttons": JSON, "status": JSON, "quality_score": JSON,
}), max_size=2), JSON)  # fmt: skip
def test_no_list_and_no_send_breaks_it(listed: list[Any], body: Any) -> None:
    template = {"name": "x", "language": "en", "body": body, "header": body, "buttons": body, "carousel": body}
    for provider in ("cloud", "infobip", "pilot-status"):
        judge(Subject({"template": template}, provider, {"templates": listed}))


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, [None], [{"text": None}], [{"index": "x"}], {"text": [3]}])
@pytest.mark.parametrize("registered", [HELLO, NAMED, BUTTONS, MEDIA, PRODUCTS], ids=str)
def test_no_check_raises_for_a_send_of_any_shape(registered: dict[str, Any], value: Any) -> None:
    for provider in ("cloud", "infobip", "pilot-status"):
        for part in ("header", "body", "buttons", "carousel", "limited_time_offer"):
            findings({part: value}, registered, provider=provider)


def test_nothing_is_found_for_what_is_no_template() -> None:
    assert found({"text": {"body": "x"}}, Registry([])) is None
    assert registry(3) is None


# ---- the examples: their sends fit their definitions, however these are told

ROOT = Path(__file__).parents[1]


def as_list(folder: str, provider: str, tmp_path: Path) -> str:
    """Return a list as a provider would answer it, of the definitions below a folder."""
    bodies = []
    for path in sorted(Path(folder).rglob("*.waml.yaml")):
        try:
            compiled = waml.compile(path, provider=provider, examples=True)
        except waml.CompileError:
            continue
        bodies += [one.body for one in compiled if isinstance(one.body, dict) and "category" in one.body]
    key = "templates" if provider == "infobip" else "data"
    return saved(tmp_path, {key: [{**body, "status": "APPROVED"} for body in bodies]})


@pytest.mark.parametrize("told", ["folder", "cloud", "infobip"])
def test_sends_of_the_examples_fit_their_definitions(told: str, tmp_path: Path) -> None:
    folder = str(ROOT / "examples" / "template-definitions")
    facts = {"templates": folder if told == "folder" else as_list(folder, told, tmp_path)}
    known = registry(facts["templates"])
    assert known is not None
    assert len(known) >= 4
    provider = told if told == "infobip" else "cloud"
    for path in sorted(Path(folder).glob("*.waml.yaml")):
        found = waml.lint(path, provider=provider, assume=facts)
        said = [d for d in found if d.rule.startswith(("template-", "rendered-", "one-time")) and d.severity == "error"]
        assert [(d.rule, d.message, d.field) for d in said] == []
