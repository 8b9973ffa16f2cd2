"""A provider's own JSON: what `lint` finds in it, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import unmarked

import waml
from waml.checked import Checked, Options
from waml.config import Config
from waml.decompiling import decompiled
from waml.diagnostic import Diagnostic
from waml.inputs import UsageError
from waml.payload import check_payload
from waml.placed import PlacedText, Tree, plain
from waml.providers import NAMES
from waml.source import read
from waml.translating import translated

TEXT = '{"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+15551234567", "type": "text", '
INTERACTIVE = TEXT.replace('"text"', '"interactive"')


def check(text: str, provider: str = "cloud", endpoint: str | None = None, **assume: Any) -> Checked:
    return check_payload("a.json", text.encode(), provider, Config(), Options(endpoint=endpoint, assume=assume))


def findings(text: str, provider: str = "cloud", endpoint: str | None = None, **assume: Any) -> list[Diagnostic]:
    found = check(text, provider, endpoint, **assume).diagnostics
    return [d for d in found if d.severity != "info" and d.rule != "on-premise-sunset"]


def rules(text: str, provider: str = "cloud", endpoint: str | None = None) -> list[str]:
    return [d.rule for d in findings(text, provider, endpoint)]


def assert_found(rule: str, marked: str, provider: str = "cloud", endpoint: str | None = None) -> Diagnostic:
    """Assert that a payload has one finding, of a rule, where the marks are."""
    text, (span,) = unmarked(marked)
    (found,) = findings(text, provider, endpoint)
    source = read("a.json", text.encode())
    assert found.rule == rule
    assert (found.start, found.end) == (source.position(span.start), source.position(span.end))
    return found


def repaired(text: str, provider: str) -> str:
    """Return a payload with the fixes of its findings, the last first."""
    lines = text.splitlines(keepends=True)
    edits = []
    for found in findings(text, provider):
        assert found.fix is not None, found
        edits += found.fix.edits
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        start, end = (sum(map(len, lines[: at.line - 1])) + at.column - 1 for at in (edit.start, edit.end))
        text = text[:start] + edit.text + text[end:]
    return text


PATHS = ["/1/messages", "/v1/messages", "/whatsapp/1/message/template", "/whatsapp/1/message/text", "/v1/messages/send",
         "/whatsapp/1/message/interactive/list", "/whatsapp/1/events", "/2/message_templates"]  # fmt: skip


# ---- whose payload a file is


@pytest.mark.parametrize("providers", [(), ("cloud", "infobip")])
def test_a_payload_is_of_one_provider(providers: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="provider's payload"):
        waml.lint("a.json", text=TEXT + '"text": {"body": "Hi"}}', provider=providers, config=Config())


def test_the_config_may_say_whose_it_is() -> None:
    assert waml.lint("a.json", text="{}", config=Config(providers=("pilot-status",)))


def test_a_message_in_json_is_no_payload() -> None:
    found = waml.lint("a.waml.json", text='{"to": "+15551234567", "text": "Hi"}', config=Config())
    assert [d for d in found if d.severity != "info"] == []


def test_compile_takes_no_payload() -> None:
    with pytest.raises(UsageError, match="waml decompile"):
        waml.compile("a.json", text="{}", config=Config())


# ---- a body, a request


@pytest.mark.parametrize(
    "text",
    [
        TEXT + '"text": {"body": "Hi"}}',
        '{"method": "POST", "path": "/1/messages", "headers": {}, "body": ' + TEXT + '"text": {"body": "Hi"}}}',
        '{"path": "https://graph.facebook.com/v23.0/1/messages", "body": ' + TEXT + '"text": {"body": "Hi"}}}',
    ],
)
def test_a_body_or_a_request_object(text: str) -> None:
    found = check(text)
    assert rules(text) == []
    assert found.targets[0].message["text"] == {"body": "Hi"}


@pytest.mark.parametrize(
    "endpoint",
    [
        "/whatsapp/1/message/image",
        "whatsapp/1/message/image",
        "https://abc.api.infobip.com/whatsapp/1/message/image?x=1",
    ],
)
def test_the_endpoint_tells_what_the_body_does_not(endpoint: str) -> None:
    text = '{"from": "441134960000", "to": "441134960001", "content": {"mediaUrl": "https://acme.example/a.png"}}'
    assert rules(text, "infobip", endpoint) == []
    (found,) = findings(text, "infobip")
    assert found.rule == "payload-endpoint-unknown"
    assert "/whatsapp/1/message/image or /whatsapp/1/message/video or " in found.message
    assert "--endpoint /whatsapp/1/message/image" in (found.help or "")


def test_several_messages_are_judged_one_by_one() -> None:
    message = '{"from": "44", "to": "441134960001", "content": {"templateName": "%s", "language": "en", '
    message += '"templateData": {"body": {"placeholders": []}}}}'
    text = '{"messages": [' + message % "fine" + ", " + message % "BAD" + "]}"
    (found,) = [d for d in findings(text, "infobip") if d.severity == "error"]
    assert (found.rule, found.document) == ("template-name-malformed", 1)
    assert text[found.start.column - 1 : found.end.column - 1] == "BAD"


@pytest.mark.parametrize("text", ["", "[", "null", "[]", "3", '"x"', '{"body": null, "path": 3}', '{"a": {"b": [1]}}'])
@pytest.mark.parametrize("provider", NAMES)
def test_any_json_gives_findings_and_no_crash(text: str, provider: str) -> None:
    assert [d for d in check(text, provider).diagnostics if d.severity == "error"]


# ---- where


@pytest.mark.parametrize(
    ("rule", "marked"),
    [
        ("text-too-long", TEXT + '"text": {"body": "' + "a" * 4096 + '«a»"}}'),
        ("payload-unknown-key", TEXT + '"text": {"body": "Hi", «"boddy"»: 1}}'),
        ("payload-missing-key", TEXT + '«"text"»: {}}'),
        ("payload-wrong-type", TEXT + '"text": {"body": «3»}}'),
        ("payload-wrong-value", TEXT.replace('"individual"', '«"indivdual"»') + '"text": {"body": "Hi"}}'),
        (
            "latitude-out-of-range",
            TEXT.replace('"text"', '"location"') + '"location": {"latitude": «"91.5"», "longitude": 1}}',
        ),
        ("preview-without-url", TEXT + '"text": {"preview_url": true, "body": «"Hi"»}}'),
        (
            "too-many-buttons",
            INTERACTIVE
            + '"interactive": {"type": "button", "body": {"text": "Hi"}, "action": {«"buttons"»: ['
            + ", ".join(f'{{"type": "reply", "reply": {{"id": "{n}", "title": "{n}"}}}}' for n in "abcd")
            + "]}}}",
        ),
        (
            "duplicate-button-id",
            INTERACTIVE
            + '"interactive": {"type": "button", "body": {"text": "Hi"}, "action": {"buttons": ['
            + '{"type": "reply", "reply": {"id": "a", "title": "A"}}, '
            + '{"type": "reply", "reply": {"id": «"a"», "title": "B"}}]}}}',
        ),
    ],
)
def test_findings_stand_where_the_fault_is(rule: str, marked: str) -> None:
    assert_found(rule, marked)


def test_a_missing_field_stands_at_the_closest_relative() -> None:
    text = '{"destinationNumber": "+5511999999999", "text": "Hi", «"header"»: {"type": "text", "content": "A"}}'
    assert_found("header-without-buttons", text, "pilot-status")


def test_values_keep_their_places_through_case_and_number() -> None:
    source = read("a.json", b'{"a": "BODY", "b": [1, 2.5], "c": true}')
    tree = Tree(source.documents[0])
    value = tree.value(source.documents[0])
    assert value["a"].lower().node is value["a"].node
    assert value["b"][1].node.start == 23
    assert plain(value) == {"a": "BODY", "b": [1, 2.5], "c": True}
    assert [type(item) for item in plain(value)["b"]] == [int, float]
    assert type(plain(value["a"])) is str
    assert isinstance(value["a"].replace("B", "b"), PlacedText)
    places = tree.places({"x": {"a": value["a"]}, "y": value["b"], "c": True}, tree.root)
    assert places[("x", "a")][1] is value["a"].node
    assert source.text[places[("y",)][1].start] == "["
    assert source.text[places[("c",)][1].start :].startswith("true")


# ---- one finding for one fault


@pytest.mark.parametrize(
    ("text", "provider", "rule"),
    [
        (TEXT + '"text": {}}', "cloud", "payload-missing-key"),
        (INTERACTIVE + '"interactive": {"type": "button", "action": {"buttons": []}}}', "cloud", None),
        ('{"to": "15551234567", "type": "template", "recipient_type": "individual", "template": {"name": "a", '
         '"language": {"code": "en", "policy": "deterministic"}}}', "360dialog-onprem", "payload-missing-key"),
    ],
)  # fmt: skip
def test_what_the_shape_says_is_not_said_again(text: str, provider: str, rule: str | None) -> None:
    found = findings(text, provider)
    places = [(d.start, d.end) for d in found if d.rule == "payload-missing-key"]
    assert len(places) == len(set(places))
    if rule is not None:
        assert [d.rule for d in found] == [rule]


def test_a_fault_of_the_request_hides_no_fault_of_the_message() -> None:
    action = '"action": {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "A"}}]}'
    text = INTERACTIVE.replace('"messaging_product": "whatsapp", ', "") + '"interactive": {"type": "button", ' + action
    assert set(rules(text + "}}")) == {"messaging-product-missing", "payload-missing-key"}
    text = '{"messaging_product": "whatsapp", "type": "text", "text": {"body": "Hi"}}'
    assert set(rules(text)) == {"payload-missing-key", "recipient-type-missing"}


@pytest.mark.parametrize("provider", ["cloud", "360dialog", "360dialog-onprem"])
@pytest.mark.parametrize("word", ["body", "header"])
def test_a_component_that_stands_twice_is_said_once(provider: str, word: str) -> None:
    component = '{"type": "%s", "parameters": [{"type": "text", "text": "%s"}]}'
    second = component.replace('"%s"', '«"%s"»', 1) % (word, "B")
    head = '"messaging_product": "whatsapp", "recipient_type": "individual", '
    text = "{" + ("" if provider == "360dialog-onprem" else head) + '"to": "15551234567", "type": "template", '
    text += '"template": {'
    text += '"namespace": "n", ' if provider == "360dialog-onprem" else ""
    text += '"name": "a", "language": {"code": "en", "policy": "deterministic"}, "components": ['
    text += component % (word, "A") + ", " + second + "]}}"
    assert_found("template-component-repeated", text, provider)
    plain_text = text.replace("«", "").replace("»", "")
    lost = [d.rule for d in decompiled("a.json", plain_text.encode(), provider, None)[1].diagnostics]
    assert lost == ["template-component-repeated"]
    assert rules(plain_text.replace(component % (word, "B"), '{"type": "button", "sub_type": "url", "index": "0", '
                 '"parameters": [{"type": "text", "text": "B"}]}'), provider) == []  # fmt: skip


def test_on_premise_the_id_of_what_was_read_stands_in_the_path() -> None:
    found = assert_found("on-premise-read-without-id", '{«"status"»: "read"}', "360dialog-onprem")
    assert found.severity == "error"
    assert "--endpoint" in (found.help or "")
    assert rules('{"status": "read"}', "360dialog-onprem", "/v1/messages/ABGH") == []
    request = '{"method": "PUT", "path": "/v1/messages", "body": {"status": "read"}}'
    assert rules(request, "360dialog-onprem") == ["on-premise-read-without-id"]
    request = '{"method": "PUT", "path": "/v1/messages/ABGH", "body": {"status": "read"}}'
    assert rules(request, "360dialog-onprem") == []


@pytest.mark.parametrize(
    ("text", "provider", "endpoint", "hint"),
    [
        (TEXT + '"text": {"body": "Hi"}}', "infobip", None, "this looks like cloud; --provider cloud?"),
        ('{"from": "44", "to": "44", "content": {"mediaUrl": "https://a.example/a.png"}}', "infobip",
         "/whatsapp/1/message/imag", "did you mean '/whatsapp/1/message/image'?"),
        ('{"from": "44", "to": "44", "content": {"mediaUrl": "https://a.example/a.png"}}', "infobip",
         "https://x.api.infobip.com/whatsapp/1/message/imag?a=b", "did you mean '/whatsapp/1/message/image'?"),
        ('{"a": 1}', "infobip", None, None),
    ],
)  # fmt: skip
def test_an_unknown_body_comes_with_a_guess(text: str, provider: str, endpoint: str | None, hint: str | None) -> None:
    (found,) = findings(text, provider, endpoint)
    assert (found.rule, found.help) == ("payload-unknown-body", hint)


# ---- rows of scope payload

PILOT = '{"destinationNumber": "+5511999999999", '


@pytest.mark.parametrize(
    ("provider", "text", "rule"),
    [
        ("cloud", '{"recipient_type": "individual", "to": "+15551234567", "type": "text", "text": {"body": "Hi"}}',
         "messaging-product-missing"),
        ("360dialog", TEXT.replace('"type": "text", ', "") + '"text": {"body": "Hi"}}', "type-missing"),
        ("cloud", TEXT.replace('"recipient_type": "individual", ', "") + '"text": {"body": "Hi"}}',
         "recipient-type-missing"),
        ("cloud", TEXT + '"preview_url": true, "text": {"body": "See https://a.example"}}', "preview-url-at-top"),
        ("cloud", TEXT.replace("+15551234567", "Y2FwaV9ncm91cDox") + '"text": {"body": "Hi"}}',
         "recipient-type-mismatch"),
        ("360dialog", TEXT.replace('"text"', '"template"') + '"template": {"namespace": "a", "name": "a", "language": '
         '{"code": "en", "policy": "deterministic"}}}', "namespace-on-cloud"),
        ("cloud", TEXT.replace('"text"', '"template"') + '"template": {"name": "a", "language": {"code": "en"}}}',
         "policy-missing"),
        ("cloud", '{"path": "/v1/messages", "body": ' + TEXT + '"text": {"body": "Hi"}}}', "on-premise-path"),
        ("360dialog-onprem", TEXT + '"text": {"body": "Hi"}}', "messaging-product-on-premise"),
        ("360dialog-onprem", TEXT.replace('"messaging_product": "whatsapp", ', "")
         + '"text": {"body": "See https://a.example", "preview_url": true}}', "preview-url-in-text"),
        ("pilot-status", '{"destinationNumber": "5511999999999", "text": "Hi"}', "number-without-plus"),
        ("pilot-status", PILOT + '"text": "Hi", "templateId": "a"}', "two-modes"),
        ("pilot-status", PILOT + '"text": "Hi", "media": "https://a.example/a.png", "mediaType": "image"}',
         "two-modes"),
        ("pilot-status", PILOT + '"groupId": "1@g.us", "text": "Hi"}', "two-destinations"),
        ("pilot-status", PILOT + '"media": "https://a.example/a.png"}', "media-without-type"),
        ("pilot-status", PILOT + '"templateId": "t", "media": "https://a.example/a.png"}', "media-type-missing"),
        ("pilot-status", PILOT + '"media": "https://a.example/a.png", "mediaType": "image", "footer": "A"}',
         "media-with-dressing"),
        ("pilot-status", PILOT + '"text": "Hi", "variables": {"a": "b"}}', "variables-without-template"),
        ("pilot-status", '{"path": "/v1/messages/send", "headers": {"X-Api-Key": "abc"}, "body": ' + PILOT
         + '"text": "Hi"}}', "api-key-malformed"),
        ("pilot-status", '{"path": "/v1/messages/send", "headers": {"x-api-key": "ps_a", "x-api-key-id": "1"}, "body": '
         + PILOT + '"text": "Hi"}}', "two-api-keys"),
    ],
)  # fmt: skip
def test_rows_on_the_request(provider: str, text: str, rule: str) -> None:
    assert rule in rules(text, provider)


def test_the_sandbox_of_360dialog_takes_less() -> None:
    text = '{"to": "15551234567", "type": "text", "text": {"body": "Hi"}}'
    found = findings(text, "360dialog", "https://waba-sandbox.360dialog.io/v1/messages")
    assert {d.severity for d in found} == {"warning"}


# ---- fixes


def test_leftovers_of_on_premise_are_put_right() -> None:
    text = """{
  "to": "+15551234567",
  "type": "text",
  "preview_url": true,
  "text": {
    "body": "See https://acme.example"
  }
}"""
    fixed = repaired(text, "cloud")
    assert rules(fixed, "cloud") == []
    assert json.loads(fixed)["text"] == {"preview_url": True, "body": "See https://acme.example"}
    assert json.loads(fixed)["messaging_product"] == "whatsapp"


def test_a_namespace_goes() -> None:
    body = {"name": "a", "language": {"policy": "deterministic", "code": "en"}, "namespace": "b"}
    text = TEXT.replace('"text"', '"template"') + f'"template": {json.dumps(body)}}}'
    assert json.loads(repaired(text, "cloud"))["template"] == {k: v for k, v in body.items() if k != "namespace"}


HSM = {
    "to": "15551234567",
    "ttl": "P1D",
    "type": "hsm",
    "hsm": {
        "namespace": "n",
        "element_name": "purchase",
        "language": {"policy": "fallback", "code": "en_US"},
        "localizable_params": [{"default": "$10"}],
    },
}


@pytest.mark.parametrize("indent", [None, 4])
def test_an_hsm_becomes_a_template(indent: int | None) -> None:
    text = json.dumps(HSM, indent=indent)
    assert set(rules(text, "cloud")) == {"messaging-product-missing", "ttl-on-cloud", "hsm-on-cloud"}
    fixed = repaired(text, "cloud")
    assert json.loads(fixed) == {
        "messaging_product": "whatsapp",
        "to": "15551234567",
        "type": "template",
        "template": {
            "name": "purchase",
            "language": {"code": "en_US", "policy": "deterministic"},
            "components": [{"type": "body", "parameters": [{"type": "text", "text": "$10"}]}],
        },
    }
    assert (fixed.count("\n") > 0) is (indent is not None)
    assert rules(fixed, "cloud") == []


def test_the_provider_of_a_medium_goes() -> None:
    image = {"provider": {"name": "p"}, "link": "https://acme.example/a.png"}
    text = TEXT.replace('"text"', '"image"') + f'"image": {json.dumps(image)}}}'
    assert "media-provider-on-cloud" in rules(text, "360dialog")
    assert json.loads(repaired(text, "360dialog"))["image"] == {"link": "https://acme.example/a.png"}


# ---- the command line


def test_lint_of_a_payload_ends_with_its_exit_code(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from waml.__main__ import main

    (tmp_path / "a.json").write_text(TEXT + '"text": {"body": ""}}')
    path = str(tmp_path / "a.json")
    assert CliRunner().invoke(main, ["lint", "--isolated", path]).exit_code == 2
    assert CliRunner().invoke(main, ["lint", "--isolated", "-p", "cloud", path]).exit_code == 1
    (tmp_path / "a.json").write_text(TEXT + '"text": {"body": "Hi"}}')
    assert CliRunner().invoke(main, ["lint", "--isolated", "-p", "cloud", path]).exit_code == 0
    # A folder holds messages; payloads are named.
    assert CliRunner().invoke(main, ["lint", "--isolated", "-p", "cloud", str(tmp_path)]).exit_code == 2


# ---- any JSON

WORDS = (
    "type text body to interactive action buttons reply id title header footer template name language code components "
    "parameters content messages templateName templateData placeholders media mediaType templateId variables status "
    "message_id image link sections rows cards structure hsm namespace method path headers preview_url events"
).split()
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.sampled_from(WORDS), st.text()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=25,
)


@given(
    value=ANYTHING, provider=st.sampled_from(NAMES), to=st.sampled_from(NAMES), path=st.none() | st.sampled_from(PATHS)
)
def test_no_json_raises(value: Any, provider: str, to: str, path: str | None) -> None:
    data = json.dumps(value).encode()
    options = Options(endpoint=path)
    checked = check_payload("a.json", data, provider, Config(), options)
    text, found = decompiled("a.json", data, provider, path)
    assert bool(text) == bool(checked.targets) == bool(found.targets)
    translated("a.json", data, provider, to, Config(), options)


# ---- nulls: libraries write them for what was not given


def test_a_null_that_may_be_left_out_is_a_warning() -> None:
    text = INTERACTIVE.replace('"interactive"', '"location"')
    text += '"location": {"latitude": 1, "longitude": 2, "name": null}}'
    (found,) = findings(text)
    assert (found.rule, found.severity, found.field) == ("payload-null-key", "warning", "location.name")


@pytest.mark.parametrize("name", ["to", "type", "text"])
def test_a_null_that_is_due_is_an_error(name: str) -> None:
    body = {**json.loads(TEXT + '"text": {"body": "Hi"}}'), name: None}
    assert "error" in [found.severity for found in findings(json.dumps(body))]


def test_a_null_for_a_variable_is_no_value() -> None:
    body = {"templateId": "t", "destinationNumber": "+5511999999999", "variables": {"name": None}}
    found = waml.lint("m.json", text=json.dumps(body), provider="pilot-status", config=Config())
    assert [(d.rule, d.severity) for d in found if d.severity != "info"] == [("payload-wrong-value", "error")]


def test_a_null_in_a_list_is_no_item() -> None:
    text = INTERACTIVE + '"interactive": {"type": "button", "body": {"text": "Hi"}, "action": {"buttons": [null]}}}'
    assert "payload-wrong-type" in rules(text)


def test_a_null_title_is_still_missed_where_two_sections_need_one() -> None:
    rows = [
        '{"title": null, "rows": [{"id": "a", "title": "A"}]}',
        '{"title": "T", "rows": [{"id": "b", "title": "B"}]}',
    ]
    action = f'{{"button": "Menu", "sections": [{", ".join(rows)}]}}'
    text = INTERACTIVE + f'"interactive": {{"type": "list", "body": {{"text": "Hi"}}, "action": {action}}}}}'
    assert "section-without-title" in rules(text)


# ---- what the canonical form leaves out without a word


def template(*components: dict[str, Any]) -> str:
    held = {"name": "a", "language": {"code": "en", "policy": "deterministic"}, "components": components}
    return json.dumps({**json.loads(TEXT + '"x": 1}'), "type": "template", "template": held})


PICTURE = {"type": "image", "image": {"link": "https://acme.example/a.png"}}
VALUE = {"type": "text", "text": "a"}
SECTIONS = {"type": "action", "action": {"sections": []}}


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        ({"type": "header", "parameters": [PICTURE, PICTURE]}, "several-template-header-parameters"),
        (
            {"type": "button", "sub_type": "url", "index": 0, "parameters": [VALUE, VALUE]},
            "several-template-button-parameters",
        ),
        ({"type": "button", "sub_type": "mpm", "index": 0, "parameters": [SECTIONS]}, "no-template-product-sections"),
    ],
)
def test_what_a_message_cannot_hold_twice_or_empty_is_said(component: dict[str, Any], rule: str) -> None:
    assert rule in rules(template(component))


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        ({"type": "BUTTONS", "buttons": []}, "no-definition-buttons"),
        ({"type": "CAROUSEL", "cards": []}, "no-definition-cards"),
    ],
)
def test_an_empty_part_of_a_definition_is_said(component: dict[str, Any], rule: str) -> None:
    components = [{"type": "BODY", "text": "Hello all."}, component]
    body = {"name": "a", "language": "en", "category": "MARKETING", "components": components}
    assert rule in rules(json.dumps(body), endpoint="/1/message_templates")


def test_a_whole_number_may_be_written_as_a_decimal() -> None:
    action = '{"name": "voice_call", "parameters": {"ttl_minutes": 60.0}}'
    text = INTERACTIVE + f'"interactive": {{"type": "voice_call", "body": {{"text": "Hi"}}, "action": {action}}}}}'
    assert rules(text) == []
    assert "ttl_minutes: 60}" in decompiled("a.json", text.encode(), "cloud", None)[0]


@pytest.mark.parametrize(
    ("provider", "path", "instead"),
    [
        ("cloud", "/v1/messages", "/{phone-number-id}/messages"),
        ("360dialog", "/v1/messages", "/messages"),
        ("360dialog", "https://waba.acme.example/v1/messages", None),
    ],
)
def test_a_request_to_the_old_api_is_sent_where_it_is_taken(provider: str, path: str, instead: str | None) -> None:
    text = '{"method": "POST", "path": "%s", "body": ' + TEXT + '"text": {"body": "Hi"}}}'
    fixed = waml.fix("request.json", text=text % path, provider=provider, config=Config())
    assert fixed.data.decode() == text % (instead or path)
    left = {d.rule for d in waml.lint("request.json", text=fixed.data, provider=provider, config=Config())}
    assert ("on-premise-path" in left) is (instead is None)


def test_the_host_of_the_old_api_goes_only_where_somebody_looks() -> None:
    text = '{"method": "POST", "path": "%s", "body": ' + TEXT + '"text": {"body": "Hi"}}}'
    before = text % "https://waba.acme.example/v1/messages"
    fixed = waml.fix("request.json", text=before, provider="360dialog", config=Config(), unsafe=True)
    assert fixed.data.decode() == text % "/messages"


# ---- words in another case: Meta lists them in capitals where it refuses one, and libraries send them so


def other_case(text: str, provider: str = "cloud") -> list[tuple[str, str]]:
    found = waml.lint("m.json", text=text, provider=provider, config=Config())
    assert [d for d in found if d.severity == "error"] == []
    return [(d.field or "", d.message) for d in found if d.rule == "payload-other-case"]


def test_words_in_capitals_are_taken_and_told() -> None:
    reply = '{"type": "REPLY", "reply": {"id": "1", "title": "Yes"}}'
    inner = f'{{"type": "BUTTON", "body": {{"text": "Hi"}}, "action": {{"buttons": [{reply}]}}}}'
    assert other_case(INTERACTIVE.replace('"interactive"', '"INTERACTIVE"') + f'"interactive": {inner}}}') == [
        ("type", "'INTERACTIVE' is printed 'interactive' in the pages of the provider"),
        ("interactive.type", "'BUTTON' is printed 'button' in the pages of the provider"),
        ("interactive.action.buttons[0].type", "'REPLY' is printed 'reply' in the pages of the provider"),
    ]


def test_a_word_that_the_shape_asks_for_twice_is_told_as_it_stands() -> None:
    component = '{"type": "body", "parameters": [{"type": "TEXT", "text": "Ada"}]}'
    language = '{"code": "en", "policy": "deterministic"}'
    body = f'"template": {{"name": "a", "language": {language}, "components": [{component}]}}}}'
    assert other_case(TEXT.replace('"text"', '"TEMPLATE"', 1) + body) == [
        ("type", "'TEMPLATE' is printed 'template' in the pages of the provider"),
        (
            "template.components[0].parameters[0].type",
            "'TEXT' is printed 'text' in the pages of the provider",
        ),
    ]


def test_what_stands_below_a_word_in_capitals_is_judged() -> None:
    found = findings(INTERACTIVE + '"interactive": {"type": "LIST", "body": {"text": "Hi"}, "action": {"buton": "x"}}}')
    assert {"payload-other-case", "payload-missing-key"} <= {d.rule for d in found}


def test_a_word_in_capitals_has_a_fix() -> None:
    text = TEXT.replace('"text"', '"Text"', 1) + '"text": {"body": "Hi"}}'
    (found,) = [d for d in findings(text) if d.rule == "payload-other-case"]
    assert found.fix is not None
    assert found.fix.safe
    assert [edit.text for edit in found.fix.edits] == ['"text"']


def test_other_providers_take_their_words_as_printed() -> None:
    body = {"destinationNumber": "+5511999999999", "media": "https://a.example/a.png", "mediaType": "IMAGE"}
    found = waml.lint("m.json", text=json.dumps(body), provider="pilot-status", config=Config())
    assert "payload-wrong-value" in [d.rule for d in found]


def test_a_recipient_as_a_number_is_taken_and_told() -> None:
    text = TEXT.replace('"+15551234567"', "15551234567") + '"text": {"body": "Hi"}}'
    (found,) = [d for d in findings(text) if d.severity != "info"]
    assert (found.rule, found.severity, found.field) == ("payload-number-for-text", "warning", "to")
    assert found.fix is not None
    assert [edit.text for edit in found.fix.edits] == ['"15551234567"']
    assert "payload-wrong-type" in rules(TEXT.replace('"+15551234567"', "1.5") + '"text": {"body": "Hi"}}')
    assert "payload-wrong-type" in rules(TEXT.replace('"+15551234567"', "true") + '"text": {"body": "Hi"}}')


@pytest.mark.parametrize("word", ["text", "TEXT"])
def test_360dialog_takes_no_recipient_as_a_number(word: str) -> None:
    text = TEXT.replace('"+15551234567"', "15551234567").replace('"text"', f'"{word}"', 1) + '"text": {"body": "Hi"}}'
    assert "payload-wrong-type" in rules(text, "360dialog")
    assert "payload-number-for-text" not in rules(text, "360dialog")


@pytest.mark.parametrize(
    ("key", "rule"),
    [("id", "media-id-is-a-link"), ("to", "recipient-with-trunk-prefix"), ("to", "recipient-type-mismatch")],
)
def test_a_line_break_makes_no_link_and_no_prefix(key: str, rule: str) -> None:
    body = json.loads(TEXT.replace('"text"', '"image"') + '"image": {"id": "1234"}}')
    (body if key == "to" else body["image"])[key] += "\n"
    assert rule not in rules(json.dumps(body))


# ---- texts that say nothing


@pytest.mark.parametrize(("text", "what"), [("", "empty"), ("  ", "nothing but space")])
def test_a_blank_text_is_told_once(text: str, what: str) -> None:
    body = {
        **json.loads(TEXT + '"x": 0}'),
        "type": "location",
        "location": {"latitude": 1, "longitude": 2, "name": text},
    }
    del body["x"]
    (found,) = [d for d in findings(json.dumps(body)) if d.severity != "info"]
    assert (found.rule, found.field, found.message) == ("payload-blank-text", "location.name", f"'name' is {what}")


@pytest.mark.parametrize(
    ("provider", "body", "field"),
    [
        (
            "infobip",
            {"from": "441134960000", "to": "441134960001", "content": {"latitude": 1, "longitude": 2, "name": " "}},
            "content.name",
        ),
        ("pilot-status", {"destinationNumber": "+5511999999999", "templateId": " "}, "templateId"),
    ],
)
def test_a_blank_text_is_told_of_each_wire(provider: str, body: dict[str, Any], field: str) -> None:
    found = [d for d in findings(json.dumps(body), provider) if d.rule == "payload-blank-text"]
    assert [d.field for d in found] == [field]


def test_an_event_has_one_destination() -> None:
    event = {
        "sender": "441134960000",
        "destinations": [{"to": "441134960001"}],
        "content": {"type": "TYPING_INDICATOR"},
    }
    body = {"events": [event, event]}
    assert "too-many-event-destinations" not in rules(json.dumps(body), "infobip")
    event["destinations"] *= 2  # type: ignore[operator]
    assert "too-many-event-destinations" in rules(json.dumps(body), "infobip")


def test_a_blank_text_is_told_beside_an_info_that_stands_on_it() -> None:
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": " ", "typing_indicator": {"type": "text"}}
    assert rules(json.dumps(body)) == ["payload-blank-text"]


def test_a_blank_text_that_a_rule_has_a_word_for_is_told_by_it() -> None:
    assert rules(TEXT + '"text": {"body": ""}}') == ["empty-text"]


def test_an_emoji_that_removes_a_reaction_says_something() -> None:
    body = {**json.loads(TEXT + '"reaction": {"message_id": "wamid.X", "emoji": ""}}'), "type": "reaction"}
    assert "payload-blank-text" not in rules(json.dumps(body))


@pytest.mark.parametrize(
    "text",
    [TEXT + '"text": {"bdy": "Hi"}}', '{"messaging_product": "whatsapp", "status": "read", "message_ids": "wamid.X"}'],
)
def test_a_misspelt_key_that_is_due_is_an_error(text: str) -> None:
    (found,) = findings(text)
    assert (found.rule, found.severity) == ("payload-unknown-key", "error")
    (found,) = findings(TEXT + '"text": {"body": "Hi", "preview_ur": true}}')
    assert (found.rule, found.severity) == ("payload-unknown-key", "warning")


# ---- lists and mappings that say nothing


def test_an_empty_list_or_mapping_is_told_once() -> None:
    name = {"formatted_name": "Ada L.", "first_name": "Ada"}
    contact = {"name": name, "org": {}, "phones": [], "emails": [{}], "urls": [{"url": "https://acme.example"}]}
    body = {**json.loads(TEXT + '"contacts": []}'), "type": "contacts", "contacts": [contact]}
    assert [(d.rule, d.field) for d in findings(json.dumps(body))] == [
        ("payload-empty", "contacts[0].org"),
        ("payload-empty", "contacts[0].phones"),
        ("contact-email-incomplete", "contacts[0].emails[0].email"),
    ]


def test_an_empty_mapping_that_means_something_is_not_told() -> None:
    address = {"type": "address_message", "body": {"text": "Where to?"}}
    action = {"name": "address_message", "parameters": {"country": "IN", "values": {}}}
    body = {**json.loads(INTERACTIVE + '"x": 0}'), "interactive": {**address, "action": action}}
    del body["x"]
    assert rules(json.dumps(body)) == []


@pytest.mark.parametrize("provider", ["cloud", "360dialog", "360dialog-onprem"])
def test_a_misspelt_key_is_told_beside_what_is_said_of_every_message(provider: str) -> None:
    text = TEXT + '"Text": {"body": "Hi"}}'
    if provider == "360dialog-onprem":
        text = text.replace('"messaging_product": "whatsapp", ', "")
    (found,) = findings(text, provider)
    assert (found.rule, found.field, found.severity) == ("payload-unknown-key", "Text", "error")


@pytest.mark.parametrize(
    ("samples", "found"),
    [
        ([["Ada"]], []),
        (["Ada"], []),
        ("Ada", []),
        ([["Ada"], "Bob"], ["payload-wrong-type"]),
        (["Ada", ["Bob"]], ["payload-wrong-type"]),
    ],
)
def test_samples_are_texts_or_sets_of_texts(samples: Any, found: list[str]) -> None:
    part = {"type": "BODY", "text": "Hello {{1}}, welcome to all of us", "example": {"body_text": samples}}
    body = {"name": "hello", "language": "en", "category": "UTILITY", "components": [part]}
    assert rules(json.dumps(body), endpoint="/{waba-id}/message_templates") == found


@pytest.mark.parametrize(
    ("gateway", "found"),
    [
        ({"razorpay": {"receipt": "r-77", "notes": {"my own": "x"}}}, []),
        ({"payu": {"udf1": "x"}}, []),
        ({"razorpay": {"reciept": "r-77"}}, ["payload-unknown-key"]),
        ({"razorpya": {"receipt": "r-77"}}, ["payload-unknown-key"]),
    ],
)
def test_a_payment_gateway_is_told_what_it_knows(gateway: dict[str, Any], found: list[str]) -> None:
    money = {"value": 500, "offset": 100}
    item = {"retailer_id": "cake", "name": "Cake", "amount": money, "quantity": 1}
    order = {"status": "pending", "items": [item], "subtotal": money, "tax": {"value": 0, "offset": 100}}
    settings = {
        "type": "payment_gateway",
        "payment_gateway": {"type": "razorpay", "configuration_name": "c", **gateway},
    }
    pay = {"reference_id": "r-77", "type": "digital-goods", "currency": "INR", "total_amount": money, "order": order}
    action = {"name": "review_and_pay", "parameters": {**pay, "payment_settings": [settings]}}
    interactive = {"type": "order_details", "body": {"text": "Pay"}, "action": action}
    body = {**json.loads(INTERACTIVE + '"interactive": 0}'), "interactive": interactive}
    assert rules(json.dumps(body)) == found


def test_a_state_of_an_order_that_stands_once_in_the_pages_comes_back() -> None:
    parameters = {"reference_id": "r-77", "order": {"status": "partially_shipped"}}
    action = {"name": "review_order", "parameters": parameters}
    interactive = {"type": "order_status", "body": {"text": "Sent"}, "action": action}
    body = {**json.loads(INTERACTIVE + '"interactive": 0}'), "interactive": interactive}
    assert rules(json.dumps(body)) == ["order-status-underscored"]
    text, _ = decompiled("m.json", json.dumps(body).encode(), "cloud", None)
    (compiled,) = waml.compile("a.waml.yaml", text=text)
    assert compiled.body == body


def test_what_hangs_below_parameters_is_looked_at_too() -> None:
    parameter = {"type": "action", "action": {"flow_token": "t", "flow_action_data": {"mine": ""}}}
    button = {"type": "button", "sub_type": "flow", "index": "0", "parameters": [parameter]}
    template = {"name": "hello", "language": {"code": "en", "policy": "deterministic"}, "components": [button]}
    body = {**json.loads(TEXT + '"template": 0}'), "type": "template", "template": template}
    assert rules(json.dumps(body)) == []
    parameter["action"] = {"flow_token": " ", "flow_action_data": {}}
    assert rules(json.dumps(body)) == ["payload-blank-text"]
    typing = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": " ",
        "typing_indicator": {"type": "text"},
    }
    assert rules(json.dumps(typing)) == ["payload-blank-text"]


def test_a_flow_of_infobip_has_version_3() -> None:
    action = {
        "flowMessageVersion": 7,
        "flowToken": "t",
        "flowId": "1",
        "callToActionButton": "Go",
        "flowAction": "NAVIGATE",
    }
    content = {"body": {"text": "Book"}, "action": {**action, "flowActionPayload": {"screen": "A", "data": {"a": 1}}}}
    body = {"from": "441134960000", "to": "441134960001", "content": content}
    assert rules(json.dumps(body), "infobip", "/whatsapp/1/message/interactive/flow") == ["flow-version-unknown"]


def test_an_offer_that_stands_twice_is_a_second_component() -> None:
    offer = {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 1798135200000}}
    component = {"type": "limited_time_offer", "parameters": [offer]}
    template = {"name": "hello", "language": {"code": "en", "policy": "deterministic"}, "components": [component] * 2}
    body = {**json.loads(TEXT + '"template": 0}'), "type": "template", "template": template}
    assert rules(json.dumps(body)) == ["template-component-repeated"]


@pytest.mark.parametrize(
    ("sub_type", "found"),
    [
        ("url", [("template-link-without-suffix", "warning")]),
        ("copy_code", [("payload-missing-key", "error")]),
        ("quick_reply", []),
    ],
)
def test_a_button_of_a_template_without_its_value_is_told_once(sub_type: str, found: list[tuple[str, str]]) -> None:
    component = {"type": "button", "sub_type": sub_type, "index": "0"}
    template = {"name": "a", "language": {"code": "en", "policy": "deterministic"}, "components": [component]}
    body = {**json.loads(TEXT + '"x": 0}'), "type": "template", "template": template}
    del body["x"]
    assert [(d.rule, d.severity) for d in findings(json.dumps(body))] == found


@pytest.mark.parametrize(
    "body",
    [
        {"category": "MARKETING"},
        {"message_send_ttl_seconds": 60},
        {"cta_url_link_tracking_opted_out": True},
        {"components": [{"type": "BODY", "text": "Hi there"}]},
    ],
)
def test_an_edit_of_a_template_is_no_message(body: Any) -> None:
    request = {"method": "POST", "path": "/v23.0/564750795574598", "body": body}
    assert {f.rule for f in findings(json.dumps(request))} <= {"payload-not-decoded"}
