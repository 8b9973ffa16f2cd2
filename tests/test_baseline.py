"""Old findings that lint lets pass, counted by file and rule; and many files at once."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from waml.__main__ import main
from waml.config import forget
from waml.resources import schema

TO = 'to: "+447700900123"\n'
BAD = f"{TO}body: Well?\nbuttons: [Twenty-one characters, Twenty-two characters!]\n"
RULE = "button-title-too-long"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    forget()
    monkeypatch.chdir(tmp_path)
    Path("x").mkdir()
    Path("x/a.waml.yaml").write_text(BAD, "utf-8")
    Path("b.waml.yaml").write_text(f"{TO}text: ''\n", "utf-8")
    return tmp_path


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lint", *arguments], catch_exceptions=False)


def update(*arguments: str) -> dict[str, dict[str, int]]:
    lint("--baseline", "old.json", "--update-baseline", *arguments)
    written = json.loads(Path("old.json").read_text("utf-8"))
    jsonschema.validate(written, schema("baseline"))
    files: dict[str, dict[str, int]] = written["files"]
    return files


def test_what_is_counted_passes_wherever_it_moves() -> None:
    assert update() == {"b.waml.yaml": {"empty-text": 1}, "x/a.waml.yaml": {RULE: 2}}
    assert lint("--baseline", "old.json").exit_code == 0
    Path("x/a.waml.yaml").write_text(f"# moved\n\n{BAD}", "utf-8")
    result = lint("--baseline", "old.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert lint().exit_code == 1


def test_of_a_rule_with_more_than_counted_all_are_shown() -> None:
    update()
    Path("x/a.waml.yaml").write_text(BAD.replace("[", "[Twenty-three characters, "), "utf-8")
    result = lint("--baseline", "old.json", "--output-format", "concise")
    assert result.exit_code == 1
    assert result.stdout.count(RULE) == 3
    assert "empty-text" not in result.stdout


def test_fewer_than_counted_is_said_and_pruned() -> None:
    update()
    Path("x/a.waml.yaml").write_text(BAD.replace(", Twenty-two characters!", ""), "utf-8")
    result = lint("--baseline", "old.json")
    assert result.exit_code == 0
    assert result.stderr == "waml: 1 of the findings in the baseline are gone; --update-baseline takes them out\n"
    assert update()["x/a.waml.yaml"] == {RULE: 1}


def test_entries_of_other_files_stay_and_those_of_files_that_are_gone_go() -> None:
    before = update()
    Path("b.waml.yaml").write_text(f"{TO}text: Hi\n", "utf-8")
    assert update("x") == before
    assert update("b.waml.yaml") == {"x/a.waml.yaml": {RULE: 2}}
    Path("x/a.waml.yaml").unlink()
    assert update("b.waml.yaml") == {}


def test_the_config_names_it_and_paths_are_meant_from_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("waml.toml").write_text('baseline = "old.json"\n', "utf-8")
    assert lint("--update-baseline").exit_code == 0
    monkeypatch.chdir("x")
    assert lint().exit_code == 0
    assert lint("--isolated").exit_code == 1


def test_what_cannot_be_read_is_never_counted() -> None:
    Path("c.waml.yaml").write_text("text: [Hello\n", "utf-8")
    assert "c.waml.yaml" not in update()
    assert lint("--baseline", "old.json", "c.waml.yaml").exit_code == 1


def test_providers_count_once_and_the_same_is_the_same_bytes() -> None:
    update("-p", "cloud", "-p", "360dialog")
    before = Path("old.json").read_bytes()
    assert json.loads(before)["files"]["x/a.waml.yaml"] == {RULE: 2}
    update()
    assert Path("old.json").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "there is no baseline 'old.json'"),
        ("{", "old.json: no baseline of version 1; delete it, and --update-baseline writes it anew"),
        ('{"version": 2, "files": {}}', "no baseline of version 1"),
    ],
)
def test_a_baseline_that_is_none(text: str | None, says: str) -> None:
    if text is not None:
        Path("old.json").write_text(text, "utf-8")
    result = lint("--baseline", "old.json")
    assert result.exit_code == 2
    assert says in result.stderr
    assert lint("--update-baseline").exit_code == 2


def test_the_report_is_the_same_whatever_the_number_of_processes() -> None:
    for at in range(70):
        Path(f"x/{at}.waml.yaml").write_text(BAD if at % 2 else f"{TO}text: Hi\n", "utf-8")
    one, two = (lint("-j", jobs, "--output-format", "json", "--show-info") for jobs in ("1", "2"))
    assert one.exit_code == two.exit_code == 1
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr == ""
