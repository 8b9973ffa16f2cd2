"""The reports for other programs: one run over several files in every format, and each against its schema or parser.

WAML_UPDATE_GOLDEN=1 writes the golden files anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator, Draft202012Validator

from waml import __version__
from waml.__main__ import main
from waml.checked import Checked
from waml.diagnostic import Diagnostic, Position
from waml.reports import FORMATS, View, render
from waml.source import read

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "formats"
RUN = GOLDEN / "run"
SCHEMAS = Path(__file__).parent / "schemas"
ENDINGS = {
    "full": "txt", "concise": "concise.txt", "json": "json", "sarif": "sarif", "github": "github.txt",
    "gitlab": "gitlab.json", "junit": "xml",
}  # fmt: skip
PATHS = (".", "raw/order.json")


def lint(*arguments: str, code: int = 1, input: bytes | None = None) -> str:
    result = CliRunner().invoke(main, ["lint", *arguments], input=input, catch_exceptions=False)
    assert result.exit_code == code, result.output
    assert result.stderr == ""
    return result.stdout


@pytest.fixture(autouse=True)
def _in_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(RUN)


@pytest.mark.parametrize("format", FORMATS)
def test_run_reads_as_before(format: str) -> None:
    text = lint("--show-info", "--output-format", format, *PATHS).replace(f'"{__version__}"', '"VERSION"')
    golden = GOLDEN / f"run.{ENDINGS[format]}"
    if os.environ.get("WAML_UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("arguments", [(), ("--output-format", "json", "--show-info")], ids=["text", "json"])
def test_statistics_read_as_before(arguments: tuple[str, ...]) -> None:
    text = lint("--statistics", *arguments, *PATHS)
    if arguments:
        text = json.dumps(json.loads(text)["statistics"], indent=2) + "\n"
    golden = GOLDEN / ("statistics.json" if arguments else "statistics.txt")
    if os.environ.get("WAML_UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_run_holds_what_is_hard_to_report() -> None:
    found = json.loads(lint("--output-format", "json", *PATHS))["diagnostics"]
    assert {d["severity"] for d in found} == {"error", "warning", "info"}
    assert {d["document"] for d in found} >= {0, 1}
    assert any(d["fix"] for d in found)
    assert any(d["related"] for d in found)
    assert any("👍" in d["message"] for d in found)
    assert any("%" in d["file"] and "," in d["file"] for d in found)
    assert b"\r\n" in (RUN / "crlf, 100%.waml.yaml").read_bytes()
    places = [(d["file"], d["rule"], d["provider"], d["start"]["line"]) for d in found]
    assert len(places) > len(set(places))


SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8")))
GITLAB = Draft202012Validator(json.loads((SCHEMAS / "gitlab-code-quality.schema.json").read_text("utf-8")))


def sarif(*arguments: str, **options: Any) -> dict[str, Any]:
    log = json.loads(lint("--output-format", "sarif", *arguments, **options))
    assert [f"{error.json_path}: {error.message}" for error in SARIF.iter_errors(log)] == []
    (run,) = log["runs"]
    return dict(run)


def test_sarif_keeps_to_its_schema_and_to_what_services_take() -> None:
    run = sarif("--show-info", *PATHS)
    assert run["columnKind"] == "unicodeCodePoints"
    assert "originalUriBaseIds" not in run
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in run["results"]})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert (RUN / unquote(uri)).is_file()
        assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", uri)
        region = location["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
        assert min(region.values()) >= 1
    assert any("relatedLocations" in result for result in run["results"])
    (fixed,) = (result for result in run["results"] if result["ruleId"] == "not-quoted")
    (change,) = fixed["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": '"1042"'}


def test_sarif_tells_a_rule() -> None:
    rules = {rule["id"]: rule for rule in sarif(*PATHS)["tool"]["driver"]["rules"]}
    rule = rules["button-title-too-long"]
    assert rule["name"] == "ButtonTitleTooLong"
    assert "20" in rule["fullDescription"]["text"]
    assert rule["helpUri"].startswith("https://developers.facebook.com/")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert "infobip" in rule["properties"]["providers"]
    assert rule["properties"]["limits"] == ["at most 20 characters"]


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    run = sarif("clean.waml.yaml", code=0)
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


def prints(text: str) -> list[str]:
    """The fingerprints of the findings of a message from stdin."""
    arguments = ("--show-info", "--stdin-filename", "a.waml.yaml", "-")
    run = sarif(*arguments, input=text.encode())
    marks = [result["partialFingerprints"] for result in run["results"]]
    for key in ("primaryLocationLineHash", "waml/v1"):
        assert len({mark[key] for mark in marks}) == len(marks)
    issues = json.loads(lint("--output-format", "gitlab", *arguments, input=text.encode()))
    assert [issue["fingerprint"] for issue in issues] == [mark["waml/v1"] for mark in marks]
    return [issue["fingerprint"] for issue in issues]


def test_fingerprints_survive_moved_lines_and_changed_lengths() -> None:
    text = (RUN / "buttons.waml.yaml").read_text("utf-8")
    before = prints(text)
    assert len(before) >= 6
    moved = "# a comment\n\n" + text.replace("body: When", "# another\nbody: When").replace("[{title", "[\n {title")
    assert prints(moved) == before
    assert prints(text.replace("in the evening", "in the late evening")) == before
    assert prints(text.replace("to: ", "to:    ")) == before


def test_mended_fault_leaves_the_other_fingerprints_alone() -> None:
    text = (RUN / "buttons.waml.yaml").read_text("utf-8")
    before = prints(text)
    mended = prints(text.replace("👍🏽 On Monday in the morning", "Monday"))
    assert len(mended) == len(before) - 2
    assert [mark for mark in before if mark in mended] == mended


def test_fingerprints_tell_files_documents_and_twins_apart() -> None:
    faulty = 'to: "+447700900123"\ntxet: Hi\ntxt: Hi\n'
    # In each document the two keys, and what is said of the text that the first one means.
    assert len(prints(f"{faulty}---\n{faulty}")) == 6
    issues = json.loads(lint("--show-info", "--output-format", "gitlab", *PATHS))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_gitlab_keeps_to_its_schema() -> None:
    issues = json.loads(lint("--show-info", "--output-format", "gitlab", *PATHS))
    assert [f"{error.json_path}: {error.message}" for error in GITLAB.iter_errors(issues)] == []
    assert {issue["severity"] for issue in issues} == {"major", "minor", "info"}
    assert all((RUN / issue["location"]["path"]).is_file() for issue in issues)
    assert json.loads(lint("--output-format", "gitlab", "clean.waml.yaml", code=0)) == []


COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]+)::(?P<message>.+)")


def test_github_commands_read_back() -> None:
    found = json.loads(lint("--output-format", "json", "crlf, 100%.waml.yaml"))["diagnostics"]
    (line,) = lint("--output-format", "github", "crlf, 100%.waml.yaml").splitlines()
    command = COMMAND.fullmatch(line)
    assert command is not None
    properties = dict(part.split("=", 1) for part in command["properties"].split(","))
    assert properties == {
        "title": "waml (not-quoted)", "file": "crlf%2C 100%25.waml.yaml",
        "line": "6", "endLine": "6", "col": "22", "endColumn": "26",
    }  # fmt: skip
    assert unquote(properties["file"]) == found[0]["file"]
    assert unquote(command["message"]) == f"{found[0]['message']}\nhelp: {found[0]['help']}"


def reported(format: str, message: str, end: int = 2, file: str = "a.waml.yaml") -> str:
    """A finding with a message of ours, in a format."""
    source = read(file, b"text: Hi\nto: +15551234567\n")
    finding = Diagnostic(file, 0, "some-rule", "error", message, "cloud", "text", Position(2, 1), Position(end, 3))
    return render([Checked(source, (), (finding,))], format, View())


def test_github_command_cannot_be_broken_out_of() -> None:
    text = reported("github", "100%\r\n::error::no\n::stop", file="C:/a,b\n.yaml")
    assert text.count("\n") == 1
    assert "file=C%3A/a%2Cb%0A.yaml," in text
    assert text.endswith("::100%25%0D%0A::error::no%0A::stop [cloud]\n")


def test_github_takes_columns_within_one_line_only() -> None:
    assert ",col=1,endColumn=3:" in reported("github", "m")
    assert ",line=2,endLine=3::" in reported("github", "m", end=3)


@pytest.mark.parametrize("char", ["\0", "\x1b", "\ufffe", "\ud800", "\x0b"])
def test_junit_holds_what_xml_has_no_place_for(char: str) -> None:
    root = ElementTree.fromstring(reported("junit", f"<&>]]>{char}👍").encode("utf-8", "strict"))
    (failure,) = root.iter("failure")
    assert failure.get("message") == "<&>]]>\ufffd👍"


def cases(*arguments: str, code: int = 1) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(lint("--output-format", "junit", *arguments, code=code))
    found = {case.get("name", ""): case for case in root.iter("testcase")}
    (suite,) = root
    assert suite.get("tests") == root.get("tests") == str(len(found))
    assert suite.get("failures") == str(sum(case.find("failure") is not None for case in found.values()))
    return found


def test_junit_has_a_case_for_each_file() -> None:
    found = cases(*PATHS)
    assert list(found) == [*sorted(p.relative_to(RUN).as_posix() for p in RUN.rglob("*.yaml")), "raw/order.json"]
    failed = [name for name, case in found.items() if case.find("failure") is not None]
    assert failed == ["buttons.waml.yaml", "crlf, 100%.waml.yaml", "raw/order.json"]
    assert "unbalanced-formatting" in (found["buttons.waml.yaml"].findtext("system-out") or "")


def test_junit_fails_what_fails_the_run() -> None:
    (case,) = cases("definitions.waml.yaml", code=0).values()
    assert case.find("failure") is None
    (case,) = cases("--fail-on", "warning", "definitions.waml.yaml").values()
    assert case.find("failure") is not None


MATCHERS = json.loads((ROOT / ".github" / "waml-problem-matcher.json").read_text("utf-8"))["problemMatcher"]


@pytest.mark.parametrize("path", sorted(GOLDEN.parent.rglob("*.concise.txt")), ids=lambda p: p.name.partition(".")[0])
def test_problem_matcher_reads_every_line(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        (matcher,) = (m for m in MATCHERS if re.search(m["pattern"][0]["regexp"], line))
        pattern = matcher["pattern"][0]
        match = re.search(pattern["regexp"], line)
        assert match is not None
        severity = match[pattern["severity"]] if "severity" in pattern else "info"
        place = ":".join(match[pattern[key]] for key in ("file", "line", "column"))
        assert line == f"{place}: {severity} {match[pattern['code']]}: {match[pattern['message']]}"


def test_several_reports_at_once(tmp_path: Path) -> None:
    arguments = ["--output-format", "concise", "--output-format", f"sarif:{tmp_path}/a.sarif",
                 "--output-format", f"junit:{tmp_path}/a.xml", "buttons.waml.yaml"]  # fmt: skip
    assert lint(*arguments).startswith("buttons.waml.yaml:5:34: warning ")
    assert json.loads((tmp_path / "a.sarif").read_bytes())["version"] == "2.1.0"
    assert ElementTree.parse(tmp_path / "a.xml").getroot().tag == "testsuites"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.sarif", "a.xml"]


def test_file_of_o_is_that_of_the_first_report(tmp_path: Path) -> None:
    arguments = ["-o", f"{tmp_path}/a.txt", "--output-format", "concise", "--output-format", "github"]
    assert lint(*arguments, "buttons.waml.yaml").startswith("::warning ")
    assert (tmp_path / "a.txt").read_text("utf-8").startswith("buttons.waml.yaml:5:34: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output-format", "json", "--output-format", "sarif"], "two reports go to stdout; name a file for one"),
        (["--output-format", "json:a", "--output-format", "sarif:a"], "two reports go to 'a'"),
        (["--output-format", "json:"], "'json:' names no file"),
        (["--output-format", "json:a", "-o", "b"], "both say where the report goes"),
        (["--output-format", "serif:a"], "did you mean 'sarif'?"),
        (["--output-format", "sarif", "--statistics"], "--statistics goes with full, concise, json"),
        (["--output-format", "sarif:no/such/folder"], "'no/such/folder' cannot be written"),
    ],
)
def test_reports_that_cannot_be(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["lint", *arguments, "clean.waml.yaml"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not (RUN / "a").exists()


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "0"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_color_is_asked_for_by_the_environment(environment: dict[str, str], colored: bool) -> None:
    unset = dict.fromkeys(("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"))
    result = CliRunner().invoke(main, ["lint", "buttons.waml.yaml"], env=unset | environment)
    assert (b"\x1b[" in result.stdout_bytes) is colored


def test_other_environments_change_nothing() -> None:
    ci = {"GITHUB_ACTIONS": "true", "GITLAB_CI": "true", "CI": "true"}
    result = CliRunner().invoke(main, ["lint", "definitions.waml.yaml"], env=ci)
    assert result.exit_code == 0
    assert result.stdout.startswith("warning[")


@pytest.mark.parametrize("format", FORMATS)
def test_what_comes_from_stdin_has_its_name(format: str) -> None:
    text = (RUN / "buttons.waml.yaml").read_bytes()
    report = lint("--output-format", format, "--stdin-filename", "src/über uns.waml.yaml", "-", input=text)
    assert ("src/%C3%BCber%20uns.waml.yaml" if format == "sarif" else "src/über uns.waml.yaml") in report


def test_paths_are_those_from_the_folder_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    for name in ("out.waml.yaml", "in/a.waml.yaml"):
        (tmp_path / name).write_text('to: "+447700900123"\ntext: ""\n', "utf-8")
    monkeypatch.chdir(tmp_path / "in")
    run = sarif(str(tmp_path / "in" / "a.waml.yaml"), "./a.waml.yaml", "../out.waml.yaml", "../in/a.waml.yaml")
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]]
    assert uris == ["a.waml.yaml", "a.waml.yaml", f"file://{tmp_path}/out.waml.yaml", "a.waml.yaml"]


def test_what_fails_the_run_is_shown() -> None:
    assert "outside-window" not in lint("--output-format", "concise", "clean.waml.yaml", code=0)
    assert "outside-window" in lint("--output-format", "concise", "--fail-on", "info", "clean.waml.yaml")
