"""What people read: the reports on the faulty messages of golden/faulty, word for word.

WAML_UPDATE_GOLDEN=1 writes the golden files anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from waml.__main__ import main
from waml.diagnostic import Diagnostic, Position
from waml.reports.cells import cells, printable
from waml.reports.merged import merged

GOLDEN = Path(__file__).parent / "golden"
FAULTY = sorted((GOLDEN / "faulty").glob("*.waml.yaml"))
ENDINGS = {"full": "txt", "concise": "concise.txt", "json": "json"}


def report(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.chdir(GOLDEN / "faulty")
    result = CliRunner().invoke(main, ["lint", *arguments], catch_exceptions=False)
    assert result.exit_code == 1
    assert result.stderr == ""
    return result.stdout


@pytest.mark.parametrize("format", ENDINGS)
@pytest.mark.parametrize("path", FAULTY, ids=lambda p: p.name.partition(".")[0])
def test_report_reads_as_before(path: Path, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = report(monkeypatch, "--output-format", format, path.name)
    golden = GOLDEN / "reports" / f"{path.name.partition('.')[0]}.{ENDINGS[format]}"
    if os.environ.get("WAML_UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("path", FAULTY, ids=lambda p: p.name.partition(".")[0])
def test_caret_stands_under_what_is_wrong(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = path.read_text("utf-8").split("\n")
    for found in json.loads(report(monkeypatch, "--output-format", "json", path.name))["diagnostics"]:
        start, end = found["start"], found["end"]
        assert 1 <= start["line"] <= len(lines)
        assert 1 <= start["column"] <= len(lines[start["line"] - 1]) + 1
        assert (start["line"], start["column"]) <= (end["line"], end["column"])


def test_json_has_one_entry_for_each_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(report(monkeypatch, "--output-format", "json", "several-providers.waml.yaml"))
    assert found["version"] == 1
    assert list(found) == ["version", "diagnostics", "summary"]
    names = [d["provider"] for d in found["diagnostics"] if d["rule"] == "too-many-buttons"]
    assert sorted(names) == ["360dialog", "cloud", "infobip", "pilot-status"]
    severities = [d["severity"] for d in found["diagnostics"]]
    assert found["summary"] == {
        "files": 1,
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "infos": severities.count("info"),
    }


def finding(provider: str, message: str, help: str | None = None) -> Diagnostic:
    here = Position(1, 1)
    return Diagnostic("a.yaml", 0, "some-rule", "error", message, provider, None, here, here, help)


@pytest.mark.parametrize(
    ("says", "joined"),
    [
        ("{} accepts 20", "cloud and infobip accept 20"),
        ("{} does not take it", "cloud and infobip do not take it"),
        ("{} has no sticker", "cloud and infobip have no sticker"),
        ("{} carries none", "cloud and infobip carry none"),
        ("{} reaches no group", "cloud and infobip reach no group"),
        ("{} refuses that", "cloud and infobip refuse that"),
        ("{} strongly advises an id", "cloud and infobip strongly advise an id"),
        ("no header on {}", "no header on cloud and infobip"),
    ],
)
def test_one_sentence_speaks_of_several_providers(says: str, joined: str) -> None:
    found = merged([finding(name, says.format(name), f"see {name}") for name in ("infobip", "cloud")], False)
    assert [(m.message, m.help, m.providers) for m in found] == [
        (joined, "see cloud and infobip", ("cloud", "infobip"))
    ]


def test_what_a_message_quotes_is_not_taken_for_a_provider() -> None:
    found = merged([finding(name, "'cloud' at https://cloud.example is wrong") for name in ("cloud", "infobip")], False)
    assert [m.message for m in found] == ["'cloud' at https://cloud.example is wrong"]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("日本", 4),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍⚕️", 2),
        ("👨‍👩‍👧‍👦!", 3),
        ("❤️", 2),
        ("🇭🇷", 2),
        ("a\u200bb", 2),
    ],
)
def test_width_in_a_terminal(text: str, width: int) -> None:
    assert cells(text) == width


def test_an_excerpt_cannot_rewrite_the_terminal() -> None:
    assert printable("a\x1b[2J\u202eb\tc👩‍⚕️") == "a [2J b c👩‍⚕️"
