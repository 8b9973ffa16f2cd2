"""What other tools take from the root of the repository: the action, the hooks; and the completion of shells."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from waml.__main__ import _VERBS, main
from waml.providers import NAMES
from waml.rows import catalogue

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

FAULTY = 'to: "+447700900123"\ntext: ""\n'
WARNED = 'to: "+447700900123"\ntext: Your *desk is ready.\n'


def test_action_passes_every_input_on_as_a_variable() -> None:
    """Never into the script itself: what an input holds would be run."""
    assert ACTION["runs"]["using"] == "composite"
    steps = ACTION["runs"]["steps"]
    assert all(step["shell"] == "bash" and "${{" not in step["run"] for step in steps)
    given = {value for step in steps for value in step["env"].values()}
    assert {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]} <= given
    for step in steps:
        assert set(re.findall(r"\bWAML_[A-Z_]+", step["run"])) == set(step["env"])
    assert all(entry["description"] and isinstance(entry["default"], str) for entry in ACTION["inputs"].values())
    assert ACTION["inputs"]["output-format"]["default"] == "github"


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A job's folder, with waml where the first step would have put it."""
    (tmp_path / "bin").mkdir()
    script = f'#!/bin/sh\nexec "{sys.executable}" -m waml "$@"\n'
    (tmp_path / "bin" / "waml").write_text(script, "utf-8")
    (tmp_path / "bin" / "waml").chmod(0o755)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a b.waml.yaml").write_text(FAULTY, "utf-8")
    (tmp_path / "src" / "warned.waml.yaml").write_text(WARNED, "utf-8")
    return tmp_path


def run_action(job: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the last step as GitHub does, with inputs beside the defaults."""
    step: dict[str, Any] = ACTION["runs"]["steps"][-1]
    values = {name: entry["default"] for name, entry in ACTION["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    known = {f"${{{{ inputs.{name} }}}}": value for name, value in values.items()}
    known["${{ github.action_path }}"] = str(ROOT)
    env = {name: known[value] for name, value in step["env"].items()}
    path = f"{job / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=job / "src", env=os.environ | {"PATH": path} | env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_action_annotates_a_pull_request(job: Path) -> None:
    done = run_action(job)
    assert done.returncode == 1, done.stderr
    assert re.findall(r"^::(\w+) title=waml \((\S+)\),file=([^,]+),", done.stdout, re.M) == [
        ("error", "empty-text", "a b.waml.yaml"),
        ("warning", "unbalanced-formatting", "warned.waml.yaml"),
    ]


def test_action_takes_all_its_inputs(job: Path) -> None:
    done = run_action(
        job, paths="warned.waml.yaml\n", providers="cloud, infobip", fail_on="warning",
        output_format="concise json:out.json", args="--show-info  --isolated",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    first, *found = done.stdout.splitlines()
    matcher = first.removeprefix("::add-matcher::")
    assert json.loads(Path(matcher).read_text("utf-8"))["problemMatcher"][0]["owner"] == "waml"
    assert all(line.startswith("warned.waml.yaml:") for line in found)
    report = json.loads((job / "src" / "out.json").read_text("utf-8"))
    assert {d["provider"] for d in report["diagnostics"]} == {"cloud", "infobip"}


def test_action_runs_nothing_that_an_input_holds(job: Path) -> None:
    done = run_action(job, paths="$(touch pwned)\n`touch pwned`;touch pwned", args="$(touch pwned) ;touch pwned")
    assert done.returncode == 2
    assert not (job / "src" / "pwned").exists()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hook_runs_on_files_by_name(hook: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hook["require_serial"] is True
    assert hook["types"] == ["text"]
    assert "pre-commit" in hook["stages"]
    for name, taken in {"a.waml.yaml": True, "b/c.waml.yml": True, "d.waml.json": True, "e.yaml": False}.items():
        assert bool(re.search(hook["files"], name)) is taken
    program, *arguments = hook["entry"].split()
    assert program == "waml"
    for folder, exclude in (("all", "[]"), ("some", '["old"]')):
        (tmp_path / folder / "old").mkdir(parents=True)
        (tmp_path / folder / "old" / "faulty.waml.yaml").write_text(FAULTY, "utf-8")
        (tmp_path / folder / "waml.toml").write_text(f"exclude = {exclude}\n", "utf-8")
    monkeypatch.chdir(tmp_path / "all")
    assert CliRunner().invoke(main, [*arguments, "old/faulty.waml.yaml"]).exit_code == 1
    monkeypatch.chdir(tmp_path / "some")
    left_out = CliRunner().invoke(main, [*arguments, "old/faulty.waml.yaml"])
    assert left_out.exit_code == 0
    assert "empty-text" not in left_out.output


def completed(words: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What bash is offered for the last word."""
    monkeypatch.setenv("_WAML_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    result = CliRunner().invoke(main, prog_name="waml")
    return [line.partition(",")[2] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("waml ", list(_VERBS)),
        ("waml li", ["lint"]),
        ("waml lint -p ", list(NAMES)),
        ("waml compile --provider in", ["infobip"]),
        ("waml translate --to cl", ["cloud"]),
        ("waml lint --select button-ti", ["button-title-too-long"]),
        ("waml lint --ignore empty-text,button-ti", ["empty-text,button-title-too-long"]),
        ("waml lint --output-format sa", ["sarif"]),
        ("waml lint --assume window=", ["window=open", "window=closed"]),
        ("waml lint --fail-on w", ["warning"]),
        ("waml lint --config ", [""]),
        ("waml compile --emit ", ["body", "request", "curl", "http"]),
        ("waml explain ", [*catalogue()]),
        ("waml explain 131009", ["131009"]),
        ("waml schema ans", ["answers"]),
        ("waml completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_shell_is_offered(words: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = completed(words, monkeypatch)
    assert found[: len(offered)] == offered
    assert len(found) == len(offered) or words == "waml explain "


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_of_a_shell_calls_waml(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert f"_WAML_COMPLETE={shell}_complete" in result.stdout


def test_completion_costs_a_plain_run_nothing() -> None:
    code = """
import sys
from waml.__main__ import main
main(["lint", "--help"], standalone_mode=False)
print([name for name in sys.modules if name.startswith("waml.") and "complet" in name])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
