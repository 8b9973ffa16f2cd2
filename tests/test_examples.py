"""Every example is clean, and compiles to what lies in golden/examples, for each target that it names.

WAML_UPDATE_GOLDEN=1 writes the golden files anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from waml.__main__ import main
from waml.fixtures.linting import linted
from waml.message import group
from waml.nodes import plain
from waml.providers.infobip.endpoints import ENDPOINTS
from waml.providers.infobip.endpoints import ROOT as INFOBIP_ROOT
from waml.providers.infobip.signals import EVENTS
from waml.resources import schema
from waml.source import read

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
GOLDEN = Path(__file__).parent / "golden" / "examples"
UPDATE = bool(os.environ.get("WAML_UPDATE_GOLDEN"))

FILES = sorted(p for ending in ("yaml", "json") for p in EXAMPLES.rglob(f"*.waml.{ending}"))
FOLDERS = sorted(p for p in EXAMPLES.iterdir() if p.is_dir())
PROVIDERS = ("cloud", "360dialog", "360dialog-onprem", "infobip", "pilot-status")
EDITOR = Draft202012Validator(schema("message"))
INHERENT = {"on-premise-sunset"}
"""Warnings that no wording of a message takes away."""

SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/message.schema.json"


def name_of(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


def documents(path: Path) -> list[dict[str, Any]]:
    return [d for d in yaml.safe_load_all(path.read_text("utf-8")) if d]


def names(document: dict[str, Any]) -> list[str]:
    """What the messages of a document are called: one for each of its languages."""
    languages = document.get("locales")
    return [f"{document['name']}.{code}" for code in languages] if languages else [document["name"]]


def targets(path: Path, document: dict[str, Any]) -> list[str]:
    """The targets as a reader of the files would tell them."""
    config = path.parent / "waml.toml"
    given = tomllib.loads(config.read_text("utf-8")) if config.exists() else {}
    return list(document.get("providers") or given.get("providers") or ["cloud"])


@pytest.fixture(autouse=True)
def _at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_example_lints_clean(path: Path) -> None:
    result = CliRunner().invoke(main, ["lint", "--output-format", "json", f"examples/{name_of(path)}"])
    found = [d for d in json.loads(result.stdout)["diagnostics"] if d["severity"] != "info"]
    assert result.exit_code == 0
    assert {d["rule"] for d in found} <= INHERENT, found


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_example_compiles_to_its_golden_files(path: Path, tmp_path: Path) -> None:
    arguments = ["compile", "--examples", "--emit", "request", "-o", str(tmp_path), f"examples/{name_of(path)}"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    written = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    named = [(name, d) for d in documents(path) for name in names(d)]
    expected = [Path(target, f"{name}.json") for name, d in named for target in targets(path, d)]
    assert written == sorted(expected)
    for file in written:
        golden = GOLDEN / path.parent.name / file
        if UPDATE:
            golden.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(tmp_path / file, golden)
        assert (tmp_path / file).read_text("utf-8") == golden.read_text("utf-8")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_compiled_is_a_payload_without_fault(provider: str) -> None:
    """What the rules of messages say besides depends on what the examples assume."""
    found = {
        (path.name, diagnostic.rule)
        for path in sorted(GOLDEN.rglob(f"{provider}/*.json"))
        for diagnostic in linted(json.loads(path.read_text("utf-8")), provider, {})
        if diagnostic.rule.startswith("payload-")
    }
    assert found == set()


def test_no_golden_file_is_left_over() -> None:
    expected = {
        GOLDEN / path.parent.name / target / f"{name}.json"
        for path in FILES
        for document in documents(path)
        for name in names(document)
        for target in targets(path, document)
    }
    stale = sorted(p for p in GOLDEN.rglob("*.json") if p not in expected)
    if UPDATE:
        for file in stale:
            file.unlink()
    else:
        assert stale == []


def test_all_examples_compile_into_one_folder(tmp_path: Path) -> None:
    """No two messages have one name for one target, so that `compile -o out examples` works."""
    result = CliRunner().invoke(main, ["compile", "--examples", "-o", str(tmp_path), "examples"])
    assert result.exit_code == 0, result.output
    count = sum(len(targets(path, one)) * len(names(one)) for path in FILES for one in documents(path))
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == count


def test_compiling_twice_gives_the_same_bytes() -> None:
    runs = [CliRunner().invoke(main, ["compile", "--examples", "examples/variables"]).stdout_bytes for _ in range(2)]
    assert runs[0] == runs[1] != b""


@pytest.mark.parametrize("provider", PROVIDERS)
def test_provider_is_named_by_several_examples(provider: str) -> None:
    named = [path for path in FILES if any(provider in d.get("providers", ()) for d in documents(path))]
    assert len(named) >= 4


def golden_requests(provider: str) -> list[dict[str, Any]]:
    return [json.loads(file.read_text("utf-8")) for file in sorted(GOLDEN.glob(f"*/{provider}/*.json"))]


def test_every_kind_appears() -> None:
    seen = {key for path in FILES for document in documents(path) for key in document}
    assert [key for key in group("content") if key not in seen] == []


def test_every_type_of_cloud_appears() -> None:
    """The types that the wire schema tells bodies apart by."""
    cases = [body.get("when", {}) for body in schema("cloud")["x-bodies"]]
    wanted = {(case["type"], case.get("interactive.type")) for case in cases if case.get("type", "absent") != "absent"}
    bodies = [request["body"] for request in golden_requests("cloud")]
    seen = {(body.get("type"), body.get("interactive", {}).get("type")) for body in bodies}
    assert sorted(wanted - seen - {("interactive", None)}) == []


@pytest.mark.parametrize("path", ["/{id}/messages", "/{id}/marketing_messages", "/{id}/message_templates"])
def test_every_path_of_cloud_appears(path: str) -> None:
    assert path.rpartition("/")[2] in {request["path"].rpartition("/")[2] for request in golden_requests("cloud")}


def test_every_endpoint_of_infobip_appears() -> None:
    """The endpoints of messages, the events, the read receipts and the template definitions."""
    seen = {re.sub(r"/senders/.*/", "/senders/…/", request["path"]) for request in golden_requests("infobip")}
    wanted = {INFOBIP_ROOT + endpoint for endpoint in ENDPOINTS}
    wanted |= {EVENTS, "/whatsapp/1/senders/…/read", "/whatsapp/2/senders/…/templates"}
    assert sorted(wanted - seen) == []
    assert sorted(seen - wanted) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_folder_says_what_it_shows(folder: Path) -> None:
    lines = [line for line in (folder / "README.md").read_text("utf-8").splitlines() if line]
    assert lines[0].startswith("# ")
    assert any(line.startswith("    waml ") and f"examples/{folder.name}" in line for line in lines)
    assert 3 <= len(lines) <= 8


COMMANDS = [
    pytest.param(line.split()[1:], id=line.strip())
    for readme in sorted(EXAMPLES.rglob("README.md"))
    for line in readme.read_text("utf-8").splitlines()
    if line.startswith("    waml ")
]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_command_of_a_readme_works(arguments: list[str], tmp_path: Path) -> None:
    arguments = [str(tmp_path) if word == "out" else word for word in arguments]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output


def test_index_names_every_folder() -> None:
    text = (EXAMPLES / "README.md").read_text("utf-8")
    assert [folder.name for folder in FOLDERS if f"]({folder.name}/)" not in text] == []


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".yaml"], ids=name_of)
def test_example_tells_the_editor_its_schema(path: Path) -> None:
    assert path.read_text("utf-8").splitlines()[0] == SCHEMA_LINE
    assert (path.parent / SCHEMA_LINE.partition("=")[2]).resolve().is_file()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_editor_finds_no_fault(path: Path) -> None:
    """The JSON Schema alone, as an editor applies it before any variable has a value."""
    source = read(path.name, path.read_bytes())
    for document in source.documents:
        assert [error.message for error in EDITOR.iter_errors(plain(document))] == []


def test_flagship_is_the_one_of_the_documentation() -> None:
    text = (EXAMPLES / "quick-start" / "order-shipped.waml.yaml").read_text("utf-8")
    assert text.splitlines()[1:4] == [
        "name: order-shipped",
        "vars:",
        '  phone:      {type: phone, example: "+15551234567"}',
    ]


@pytest.mark.parametrize("values", ["values.yaml", "values.toml"])
def test_values_of_a_file_reach_the_messages(values: str) -> None:
    arguments = ["compile", "--vars", f"examples/variables/{values}", "examples/variables/booking.waml.yaml"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "Hi Grace," in json.loads(result.stdout)["interactive"]["body"]["text"]
