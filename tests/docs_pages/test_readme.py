"""What the README shows is run: its commands, its messages, its config, its Python."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pyarrow.parquet
import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import waml
from waml.__main__ import main
from waml.config import Config
from waml.resources import schema

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
COMMANDS = [line[2:] for kind, text in FENCES if kind == "console" for line in text.splitlines() if line[:2] == "$ "]

MESSAGE = next(text for kind, text in FENCES if kind == "yaml" and text.startswith("# order-shipped.waml.yaml"))
"""The message that the README begins with; its commands speak of it."""

PAYLOADS = {
    "infobip": {"from": "442071838750", "to": "447700900123", "content": {"mediaUrl": "https://acme.example/a.jpg"}},
    "cloud": {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+447700900123", "type": "text",
              "text": {"body": "Your desk is ready."}},
    "360dialog-onprem": {"to": "447700900123", "type": "text", "text": {"body": "Your desk is ready."}},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project as the README speaks of it."""
    (tmp_path / "messages").mkdir()
    for path in ("order-shipped.waml.yaml", "messages/order-shipped.waml.yaml"):
        (tmp_path / path).write_text(MESSAGE, "utf-8")
    (tmp_path / "staging.yaml").write_text('phone: "+447700900123"\nfirst_name: Ada\n', "utf-8")
    (tmp_path / "waml.toml").write_text('from = "+441134960000"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_command_works(command: str, folder: Path) -> None:
    program, *arguments = re.split(r" [|>] ", command)[0].split()
    assert program == "waml"
    if "contacts.parquet" in arguments:
        rows = pyarrow.table({"phone": ["+447700900123"], "first_name": ["Ada"]})
        pyarrow.parquet.write_table(rows, folder / "contacts.parquet")
    named = next((name for name in PAYLOADS if name in arguments), None)
    for path in (word for word in arguments if word.endswith(".json")):
        (folder / path).write_text(json.dumps(PAYLOADS[named or "cloud"]), "utf-8")
    if arguments[0] == "fixtures":
        # The other groups take seconds, and have tests of their own.
        arguments += ["--group", "valid"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 7
    assert {kind for kind, _ in FENCES} <= {"yaml", "sh", "console", "toml", "python", "lua"}


def test_message_lints_clean_and_compiles() -> None:
    found = waml.lint("order-shipped.waml.yaml", text=MESSAGE, config=Config())
    assert [d.message for d in found if d.severity != "info"] == []
    assert waml.compile("order-shipped.waml.yaml", text=MESSAGE, examples=True, config=Config())


def test_every_yaml_is_yaml() -> None:
    for kind, text in FENCES:
        if kind == "yaml":
            yaml.safe_load(text)


def test_config_keeps_to_its_schema() -> None:
    registry = Registry().with_resource(schema("message")["$id"], Resource.from_contents(schema("message")))
    editor = Draft202012Validator(schema("config"), registry=registry)
    configs = [tomllib.loads(text) for kind, text in FENCES if kind == "toml"]
    ours = [config.get("tool", {}).get("waml", config) for config in configs if "language-server" not in str(config)]
    assert ours
    for config in ours:
        assert [error.message for error in editor.iter_errors(config)] == []


def test_python_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, text in FENCES:
        if kind == "python":
            exec(compile(text, "README.md", "exec"), {})
    assert "outside-window" in capsys.readouterr().out


def test_hooks_are_those_that_there_are() -> None:
    config = next(text for kind, text in FENCES if kind == "yaml" and ".pre-commit-config" in text)
    wanted = [hook["id"] for repo in yaml.safe_load(config)["repos"] for hook in repo["hooks"]]
    known = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))]
    assert wanted == known
    workflow = next(text for kind, text in FENCES if kind == "yaml" and ".github/workflows" in text)
    step = yaml.safe_load(workflow)["jobs"]["lint"]["steps"][-1]
    assert set(step["with"]) <= set(yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"])
