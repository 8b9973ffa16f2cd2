"""What must not be reported: the cases of `rules/silence.yaml`, and every example. Every rule judges every one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import waml
from waml.checked import Options
from waml.config import discover
from waml.diagnostic import SEVERITIES
from waml.message import long_form
from waml.nodes import plain
from waml.pipeline import check
from waml.resources import rules
from waml.rows import catalogue, table
from waml.rulebook import Subject, judge, judge_by
from waml.source import read

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.waml.*"))


def _cases() -> list[dict[str, Any]]:
    source = read("silence", rules("silence.yaml"))
    cases: list[dict[str, Any]] = plain(source.documents[0])
    return cases


CASES = _cases()
FAMILIES = sorted(
    {Path(row.family.name).stem for row in catalogue().values()} - {"language", *table("index")["payload"]}
)


def reported(message: dict[str, Any], provider: str, assume: dict[str, Any], below: str, base: str = ".") -> list[str]:
    """Return what any rule, of the kind at hand or of another, says at a severity or a worse one."""
    subject = Subject(message, provider, assume, base)
    worse = SEVERITIES[: SEVERITIES.index(below) + 1]  # type: ignore[arg-type]
    findings = [*judge(subject), *judge_by(subject, FAMILIES)]
    return [f"{finding.rule}: {finding.message}" for finding in findings if finding.severity in worse]


@pytest.mark.parametrize(
    ("case", "provider"),
    [(case, provider) for case in CASES for provider in case["providers"]],
    ids=lambda value: value if isinstance(value, str) else value["says"].replace(" ", "-"),
)
def test_nothing_is_said_of_what_is_right(case: dict[str, Any], provider: str) -> None:
    message = case["message"]
    assert long_form(message) == message, "the case is not in the long form"
    assert reported(message, provider, case.get("assume", {}), case.get("below", "error")) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT / "examples")))
def test_no_rule_refuses_an_example(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    name = path.relative_to(ROOT).as_posix()
    config = discover(str(path.parent))
    targets = check(name, path.read_bytes(), config, Options()).targets
    assert targets
    for target in targets:
        assert reported(target.message, target.provider, dict(target.assume), "error", str(path.parent)) == []
        assert [d for d in waml.lint(name, provider=target.provider) if d.severity == "error"] == []
