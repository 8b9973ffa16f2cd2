"""From a provider's JSON to the message that it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import waml
from waml.__main__ import main
from waml.decompiling import decompiled
from waml.diagnostic import Diagnostic
from waml.emitting import emit
from waml.inputs import UsageError
from waml.pipeline import Options, check
from waml.providers import Request
from waml.rewriting import joined

BUTTONS = {
    "messaging_product": "whatsapp",
    "recipient_type": "individual",
    "to": "+15551234567",
    "type": "interactive",
    "interactive": {
        "type": "button",
        "header": {"type": "text", "text": "Your order"},
        "body": {"text": "Hi *Ada*,\nyour order is on its way."},
        "footer": {"text": "Acme"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "track", "title": "Track it"}},
                {"type": "reply", "reply": {"id": "Stop", "title": "Stop"}},
            ]
        },
    },
}


def lost(body: Any, provider: str, endpoint: str | None = None) -> list[Diagnostic]:
    found = decompiled("a.json", json.dumps(body).encode(), provider, endpoint)[1].diagnostics
    return [d for d in found if d.rule in ("payload-not-held", "payload-unknown-key")]


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["decompile", "--isolated", *arguments], input=stdin)


def test_it_is_what_a_person_would_have_written() -> None:
    assert waml.decompile(BUTTONS, provider="cloud") == (
        "providers: [cloud]\n"
        'to: "+15551234567"\n'
        "header: Your order\n"
        "body: |\n"
        "  Hi *Ada*,\n"
        "  your order is on its way.\n"
        "buttons:\n"
        "  - {title: Track it, id: track}\n"
        "  - Stop\n"
        "footer: Acme\n"
    )


def test_it_compiles_back() -> None:
    (compiled,) = waml.compile("a.waml.yaml", text=waml.decompile(BUTTONS, provider="cloud"))
    assert compiled.body == BUTTONS
    assert waml.decompile(compiled.request, provider="cloud") == waml.decompile(BUTTONS, provider="cloud")


@pytest.mark.parametrize("form", [dict, lambda body: json.dumps(body).encode()])
def test_values_and_bytes(form: Any) -> None:
    assert waml.decompile(form(BUTTONS), provider="cloud").startswith("providers: [cloud]\n")


def test_a_request_tells_more_than_its_body() -> None:
    request = Request("POST", "/v23.0/106540352242922/messages", {}, BUTTONS)
    assert 'cloud: {phone_number_id: "106540352242922"}' in waml.decompile(request, provider="cloud")
    assert "read:" in waml.decompile(
        {"method": "POST", "path": "/whatsapp/1/senders/44/message/m1/read", "body": None}, provider="infobip"
    )


def test_several_messages_are_several_documents() -> None:
    def message(name: str) -> dict[str, Any]:
        data = {"body": {"placeholders": ["Ada"]}}
        return {
            "from": "441134960000",
            "to": "441134960001",
            "content": {"templateName": name, "templateData": data, "language": "en"},
        }

    body = {"messages": [message("one"), message("two")], "bulkId": "b"}
    text = waml.decompile(body, provider="infobip")
    assert text.count("\n---\n") == 1
    found = check("a.waml.yaml", text.encode(), waml_config(), Options())
    requests = [emit(target)[0] for target in found.targets]
    assert joined([request.body for request in requests if request is not None]) == body


def waml_config() -> Any:
    from waml.config import Config

    return Config()


def test_braces_of_others_stay_braces() -> None:
    body = {**BUTTONS, "type": "text", "text": {"body": "Hi {{1}} and {% x %}"}}
    del body["interactive"]
    text = waml.decompile(body, provider="cloud")
    (compiled,) = waml.compile("a.waml.yaml", text=text)
    assert compiled.body["text"] == {"body": "Hi {{1}} and {% x %}"}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"foo": 1}, "foo"), ({"interactive": {**BUTTONS["interactive"], "sub": {"a": 1}}}, "interactive.sub")],
)
def test_what_no_message_holds_is_said(change: dict[str, Any], field: str) -> None:
    assert field in [d.field for d in lost({**BUTTONS, **change}, "cloud")]
    with pytest.warns(UserWarning, match=field):
        waml.decompile({**BUTTONS, **change}, provider="cloud")


def test_a_known_value_that_no_message_holds_is_said() -> None:
    button = {"type": "reply", "id": "yes", "displayText": "Yes", "label": "Ja"}
    body = {"destinationNumber": "+5511999999999", "text": "Hi", "buttons": [button]}
    assert [(d.rule, d.field) for d in lost(body, "pilot-status")] == [("payload-not-held", "buttons[0].label")]


def test_constants_and_defaults_are_not_lost() -> None:
    body = {**BUTTONS, "type": "text", "text": {"body": "Hi", "preview_url": False}}
    del body["interactive"]
    assert lost(body, "cloud") == []


CLOUD = {key: BUTTONS[key] for key in ("messaging_product", "recipient_type", "to")}
SENT = {"name": "t", "language": {"code": "en", "policy": "deterministic"}}


def written(text: str) -> Any:
    (compiled,) = waml.compile("a.waml.yaml", text=text)
    return compiled.body


def test_components_without_parameters_come_back() -> None:
    bare = [{"type": kind, "parameters": []} for kind in ("body", "header")]
    action = {"type": "action", "action": {"flow_token": "t", "flow_action_data": {}}}
    button = {"type": "button", "sub_type": "flow", "index": "0", "parameters": [action]}
    body = {**CLOUD, "type": "template", "template": {**SENT, "components": [*bare, button]}}
    text, found = decompiled("m.json", json.dumps(body).encode(), "cloud", None)
    assert "body: []" in text
    assert "header: {}" in text
    again = written(text)
    assert again["template"]["components"][:2] == bare
    # What says nothing where it stands is told, and left out.
    path = "template.components[2].parameters[0].action.flow_action_data"
    left = [d for d in found.diagnostics if d.rule != "no-template-parameters"]
    assert [(d.rule, d.severity, d.field) for d in left] == [("payload-empty", "info", path)]


def test_components_come_back_in_their_order() -> None:
    parts = [
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "x"}]},
        {"type": "body", "parameters": [{"type": "text", "text": "x"}]},
        {"type": "header", "parameters": [{"type": "text", "text": "x"}]},
    ]
    body = {**CLOUD, "type": "template", "template": {**SENT, "components": parts}}
    assert written(decompiled("m.json", json.dumps(body).encode(), "cloud", None)[0]) == body
    definition = {
        "name": "t",
        "language": "en",
        "category": "UTILITY",
        "components": [
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Stop"}]},
            {"type": "FOOTER", "text": "Acme"},
            {"type": "BODY", "text": "Hi"},
        ],
    }
    assert written(decompiled("m.json", json.dumps(definition).encode(), "cloud", None)[0]) == definition


def test_without_a_message_there_is_no_text() -> None:
    with pytest.raises(waml.CompileError, match="payload-endpoint-unknown"):
        waml.decompile({"from": "44", "to": "45", "content": {"mediaUrl": "https://a.example"}}, provider="infobip")
    with pytest.raises(UsageError, match="cloud"):
        waml.decompile(BUTTONS, provider="clud")


# ---- the command line


def test_stdout_holds_the_text_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(BUTTONS))
    result = run("-p", "cloud", str(tmp_path / "a.json"))
    assert (result.exit_code, result.stdout) == (0, waml.decompile(BUTTONS, provider="cloud"))
    assert run("-p", "cloud", stdin=json.dumps(BUTTONS)).stdout == result.stdout


def test_two_files_are_two_documents_or_two_files(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("a.json", "b.json")]
    for path in paths:
        Path(path).write_text(json.dumps(BUTTONS))
    assert run("-p", "cloud", *paths).stdout.count("\n---\n") == 1
    assert run("-p", "cloud", "-o", str(tmp_path / "out"), *paths).exit_code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.waml.yaml", "b.waml.yaml"]


def test_usage(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(BUTTONS))
    (tmp_path / "a.waml.json").write_text("{}")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.json").write_text(json.dumps(BUTTONS))
    for arguments in (
        [str(tmp_path / "a.json")],
        ["-p", "cloud", str(tmp_path)],
        ["-p", "cloud", str(tmp_path / "a.waml.json")],
        ["-p", "cloud", str(tmp_path / "none.json")],
        ["-p", "clud", str(tmp_path / "a.json")],
        ["-p", "cloud", "-o", str(tmp_path / "out"), str(tmp_path / "a.json"), str(tmp_path / "b" / "a.json")],
    ):
        assert run(*arguments).exit_code == 2, arguments
    assert not (tmp_path / "out").exists()


def test_what_is_no_payload_fails() -> None:
    assert run("-p", "cloud", stdin="{").exit_code == 1
    assert run("-p", "cloud", stdin="[]").exit_code == 1


def test_what_no_message_holds_is_named_by_its_key() -> None:
    body = {
        **BUTTONS,
        "interactive": {**BUTTONS["interactive"], "header": {"type": "text", "text": "A", "sub_text": "B"}},
    }
    _, found = decompiled("a.json", json.dumps(body).encode(), "cloud", None)
    said = [d.message for d in found.diagnostics]
    assert said == ["no message holds 'sub_text': 'B': it is not written again"], said


def test_an_edit_of_a_template_is_judged_and_not_written() -> None:
    path = "/v25.0/564750795574598"
    good = {"components": [{"type": "BODY", "text": "Hi {{1}}, welcome.", "example": {"body_text": [["Ada"]]}}]}
    bad = {"components": [{"type": "BODY", "text": "{{1}}, welcome.", "example": {"body_text": [["Ada"]]}}]}
    for body, errors in ((good, []), ({"category": "MARKETING"}, []), (bad, ["body-begins-with-placeholder"])):
        found = waml.lint("edit.json", text=json.dumps(body), provider="cloud", endpoint=path)
        assert [one.rule for one in found if one.severity == "error"] == errors
    text, checked = decompiled("edit.json", json.dumps(good).encode(), "cloud", path)
    assert text == ""
    assert [one.rule for one in checked.diagnostics] == ["payload-not-decoded"]
