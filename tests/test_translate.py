"""From one provider's JSON to another's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import waml
from waml.__main__ import main
from waml.checked import Options
from waml.config import Config
from waml.diagnostic import Diagnostic
from waml.translating import translated

TEMPLATE = {
    "to": "15551234567",
    "type": "template",
    "template": {
        "namespace": "c8ae5f90",
        "name": "welcome",
        "language": {"policy": "deterministic", "code": "en"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "Ada"}]}],
    },
}
TEXT = {
    "recipient_type": "individual",
    "to": "15551234567",
    "type": "text",
    "preview_url": True,
    "text": {"body": "See https://acme.example"},
}


def findings(payload: Any, source: str, to: str) -> list[Diagnostic]:
    data = json.dumps(payload).encode()
    found = translated("a.json", data, source, to, Config(), Options())
    return [d for d in found.diagnostics if d.severity != "info"]


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["translate", "--isolated", *arguments], input=stdin)


MIGRATION = ("--from", "360dialog-onprem", "--to", "cloud")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("to", ["cloud", "360dialog"])
def test_on_premise_to_cloud(to: str) -> None:
    (text,) = waml.translate(TEXT, provider="360dialog-onprem", to=to)
    assert text.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+15551234567",
        "type": "text",
        "text": {"preview_url": True, "body": "See https://acme.example"},
    }
    (template,) = waml.translate(TEMPLATE, provider="360dialog-onprem", to=to)
    assert "namespace" not in template.body["template"]
    assert template.body["template"]["components"] == TEMPLATE["template"]["components"]
    assert (template.request.path or "").endswith("/messages")
    assert "/v1/" not in (template.request.path or "")


@pytest.mark.parametrize(
    ("payload", "rules"),
    [
        (TEXT, {"messaging-product-missing", "preview-url-at-top"}),
        (TEMPLATE, {"messaging-product-missing", "namespace-on-cloud"}),
        (
            {"method": "POST", "path": "/v1/messages", "body": TEXT},
            {"messaging-product-missing", "preview-url-at-top", "on-premise-path"},
        ),
    ],
)
def test_each_leftover_has_a_finding(payload: dict[str, Any], rules: set[str]) -> None:
    found = findings(payload, "360dialog-onprem", "cloud")
    assert {d.rule for d in found} == rules
    assert {d.severity for d in found} == {"warning"}
    assert all(d.help for d in found)
    assert all(d.fix is not None for d in found)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_constant_of_another_value_is_put_right() -> None:
    language = {"policy": "fallback", "code": "en"}
    payload = {"to": "15551234567", "type": "hsm", "hsm": {"namespace": "n", "element_name": "a", "language": language}}
    (template,) = waml.translate(payload, provider="360dialog-onprem", to="cloud")
    assert template.body["template"] == {"name": "a", "language": {"code": "en", "policy": "deterministic"}}
    found = [d for d in findings(payload, "360dialog-onprem", "cloud") if d.field and d.field.endswith("policy")]
    assert [(d.rule, d.severity, d.help) for d in found] == [
        ("payload-wrong-value", "warning", "the translation has put it right")
    ]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_there_and_back() -> None:
    cloud = waml.translate(TEMPLATE, provider="360dialog-onprem", to="cloud")[0]
    with pytest.raises(waml.CompileError, match="template-without-namespace"):
        waml.translate(cloud.request, provider="cloud", to="360dialog-onprem")
    config = Config(blocks={"360dialog-onprem": {"namespace": "c8ae5f90"}})
    back = waml.translate(cloud.request, provider="cloud", to="360dialog-onprem", config=config)[0]
    assert back.body == TEMPLATE


def test_what_the_other_cannot_carry_is_an_error_in_the_json() -> None:
    reaction = {
        "messaging_product": "whatsapp",
        "to": "+15551234567",
        "type": "reaction",
        "reaction": {"message_id": "wamid.A", "emoji": "👍"},
    }
    found = findings(reaction, "cloud", "infobip")
    (error,) = [d for d in found if d.rule == "not-carried"]
    text = json.dumps(reaction)
    assert text[error.start.column - 1 : error.end.column - 1] == '"reaction"'
    with pytest.raises(waml.CompileError, match="not-carried"):
        waml.translate(reaction, provider="cloud", to="infobip")


def test_the_machinery_of_one_provider_is_not_dropped_silently() -> None:
    content = {"templateName": "a", "language": "en", "templateData": {"body": {"placeholders": []}}}
    message = {"from": "44", "to": "441134960001", "content": content, "smsFailover": {"from": "44", "text": "Hi"}}
    found = findings({"messages": [message]}, "infobip", "cloud")
    assert [(d.rule, d.field) for d in found] == [("not-carried", "infobip.smsFailover")]


def test_what_the_recipient_would_see_is_not_left_out_quietly() -> None:
    body = {"destinationNumber": "+5511999999999", "text": "Choose", "list": {"buttonText": "Open"}, "markRead": False}
    found = {d.field: d.severity for d in findings(body, "pilot-status", "cloud") if d.rule == "not-carried"}
    assert found == {"pilot-status.list": "error", "pilot-status.markRead": "warning"}


def test_a_block_that_both_spell_alike_goes_along() -> None:
    body = {
        "messaging_product": "whatsapp",
        "to": "+15551234567",
        "type": "text",
        "text": {"body": "Hi"},
        "recipient_identity_key_hash": "abc",
    }
    assert waml.translate(body, provider="cloud", to="360dialog")[0].body["recipient_identity_key_hash"] == "abc"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_several_messages_become_several_payloads() -> None:
    def message(name: str) -> dict[str, Any]:
        data = {"body": {"placeholders": ["Ada"]}}
        content = {"templateName": name, "templateData": data, "language": "en"}
        return {"from": "441134960000", "to": "441134960001", "content": content}

    body = {"messages": [message("one"), message("two")]}
    compiled = waml.translate(body, provider="infobip", to="cloud")
    assert [one.body["template"]["name"] for one in compiled] == ["one", "two"]


# ---- the command line


def test_stdout_holds_the_payload(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(TEXT))
    result = run(*MIGRATION, str(tmp_path / "a.json"))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["messaging_product"] == "whatsapp"
    assert "preview-url-at-top" in result.stderr
    assert json.loads(run(*MIGRATION, "--emit", "request", stdin=json.dumps(TEXT)).stdout)["method"] == "POST"
    assert run(*MIGRATION, "--check", stdin=json.dumps(TEXT)).stdout == ""
    assert run(*MIGRATION, "-o", str(tmp_path / "out"), str(tmp_path / "a.json")).exit_code == 0
    assert (tmp_path / "out" / "cloud" / "a.json").exists()


def test_a_payload_with_an_error_is_not_written() -> None:
    result = run(*MIGRATION, stdin=json.dumps({**TEXT, "text": {"body": ""}}))
    assert (result.exit_code, result.stdout) == (1, "")
    assert run(*MIGRATION, stdin="{").exit_code == 1


def test_usage() -> None:
    assert run("--from", "cloud", stdin="{}").exit_code == 2
    assert run("--from", "cloud", "--to", "clud", stdin="{}").exit_code == 2
    assert run(*MIGRATION, "--emit", "xml", stdin="{}").exit_code == 2


# ---- the sender, which a payload of Meta does not tell

HELLO = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+447700900123", "type": "text",
         "text": {"body": "Hi"}}  # fmt: skip


def test_the_sender_comes_from_an_option(tmp_path: Path) -> None:
    told = run("--from", "cloud", "--to", "infobip", stdin=json.dumps(HELLO))
    assert told.exit_code == 1
    assert "--sender" in told.stderr
    assert "the config" in told.stderr
    done = run("--from", "cloud", "--to", "infobip", "--sender", "+44 20 7183 8750", stdin=json.dumps(HELLO))
    assert (done.exit_code, json.loads(done.stdout)["from"]) == (0, "442071838750")


def test_the_sender_comes_from_the_config() -> None:
    config = Config(sender="+442071838750")
    (done,) = waml.translate(HELLO, provider="cloud", to="infobip", config=config)
    assert done.body["from"] == "442071838750"
    (back,) = waml.translate(done.body, provider="infobip", to="infobip", config=Config(sender="+1"))
    assert back.body["from"] == "442071838750"
    (meta,) = waml.translate(HELLO, provider="cloud", to="360dialog", config=config)
    assert meta.body == HELLO
