"""Every row at its limit and one past it, for every provider and field. The messages come from the rows themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boundaries
import pytest
from drafts import Case
from trials import Trial

import waml
from waml.config import Config
from waml.message import long_form
from waml.paths import EACH, find
from waml.rows import Row, table
from waml.rulebook import Subject, by_rows, judge, judge_by
from waml.together import judge_together

CASES = list(boundaries.cases())
ROWS = boundaries.rows()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of messages are."""
    return tmp_path_factory.mktemp("files")


def said(row: Row, provider: str, trial: Trial, folder: Path, message: dict[str, Any] | None = None) -> list[Any]:
    """Return what a row says of a trial: severities and paths."""
    if trial.size is not None:
        with open(folder / "file", "wb") as file:
            file.truncate(trial.size)
    subject = Subject(trial.message if message is None else message, provider, trial.assume, str(folder))
    if row.scope == "payload":
        findings = judge_by(subject, table("index")["payload"], "payload")
    else:
        # Not `judge`: what a provider does not carry hides the rest, and a row is tried all the same.
        findings = by_rows(subject)
    if trial.before:
        before = {id(one): Subject(one, provider, trial.assume, str(folder)) for one in trial.before}
        together = judge_together([*(before[id(one)] for one in trial.before), subject], row.scope)
        findings += [finding for index, finding in together if index > 0]
    return [(finding.severity, finding.path) for finding in findings if finding.rule == row.name]


def due(case: Case, trial: Trial, found: list[Any]) -> list[Any]:
    """Return what is due: nothing, or one finding at the field. An example says only that it is about such fields."""
    if trial.severity is None:
        return []
    if trial.path is not None:
        return [(trial.severity, trial.path)]
    assert found, f"{trial.what}: nothing is reported"
    return [
        (trial.severity, path) for _, path in found if any(_is_of(path, segments) for _, segments in case.row.fields)
    ]


def _is_of(path: tuple[Any, ...], segments: tuple[Any, ...]) -> bool:
    """Whether a path is that of a field, or lies within it; a derived field stands at a sibling of its own name."""
    if segments[0] == "kind":
        return len(path) == 1
    if segments[0] == "definition":
        return path[0] == "template"
    general = tuple(EACH if isinstance(part, int) and part not in segments else part for part in path)
    return general[: len(segments) - 1] == segments[:-1]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_row_at_its_limit_and_past_it(case: Case, folder: Path) -> None:
    """An allowed message is not reported, a refused one is; and one that is refused can be written in a file."""
    broken, written = 0, 0
    for trial in boundaries.trials(case):
        found = said(case.row, case.provider, trial, folder)
        assert found == due(case, trial, found), f"{trial.what}: {str(trial.message)[:600]} {trial.assume}"
        if trial.severity is not None:
            broken += 1
            if case.row.scope == "payload" or _is_empty(trial):
                written += 1
            elif not written:
                written += bool(said(case.row, case.provider, trial, folder, long_form(trial.message)))
    assert broken, "no message breaks it"
    assert written, "no message that a file can hold breaks it"


def _is_empty(trial: Trial) -> bool:
    """Whether a message is refused for an empty list or mapping. In a file it is not there; in a payload it may be."""
    if trial.path is None:
        return False
    places = (trial.path, trial.path[:-1])
    return any(value in ([], {}) for place in places for _, value in find(trial.message, place))


def test_no_row_is_left_untried() -> None:
    tried = {(case.row.name, case.provider) for case in CASES}
    assert tried == {(row.name, provider) for row in ROWS for provider in row.providers()}
    assert {row.name for row in ROWS} == {name for name, _ in tried}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_row_is_silent_for_whom_nobody_says_so(row: Row, folder: Path) -> None:
    for provider in boundaries.exempt(row):
        for case, trial in boundaries.refused(row):
            assert said(row, provider, trial, folder) == [], (provider, str(case))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_nobody_documents_is_no_error(row: Row) -> None:
    for provider in row.providers():
        if row.sources(provider) == ["inferred"]:
            assert row.severity(provider) != "error"
            assert row.raw.get("unknown") != "error"


@pytest.mark.parametrize(("name", "raw"), boundaries.language_rows(), ids=lambda value: str(value)[:40])
def test_language_row_reports_its_bad_example_and_not_its_good_one(name: str, raw: Any) -> None:
    config = Config()
    bad = waml.lint("message.waml.yaml", text=raw["bad"], provider="cloud", config=config)
    good = waml.lint("message.waml.yaml", text=raw["good"], provider="cloud", config=config)
    assert name in {diagnostic.rule for diagnostic in bad}
    assert name not in {diagnostic.rule for diagnostic in good}


def test_messages_of_one_file_are_judged_side_by_side() -> None:
    message = 'to: "+15551234567"\ntext: Hello\n'
    found = waml.lint("m.waml.yaml", text=f"{message}---\n{message}", provider="360dialog", config=Config())
    assert [d.document for d in found if d.rule == "message-order-not-guaranteed"] == [1]
    other = message.replace("4567", "4568")
    found = waml.lint("m.waml.yaml", text=f"{message}---\n{other}", provider="360dialog", config=Config())
    assert "message-order-not-guaranteed" not in {d.rule for d in found}


def test_of_two_rows_at_one_field_the_strictest_broken_one_is_reported() -> None:
    names = {"too-many-direct-send-buttons", "too-many-buttons"}
    limit = max(row.limit("max_items", "cloud") for row in ROWS if row.name in names)
    buttons = [{"type": "reply", "title": f"Day {n}", "id": f"d{n}"} for n in range(limit + 1)]
    message = {"to": {"phone": "+15551234567"}, "body": "When?", "buttons": buttons}
    rules = [finding.rule for finding in judge(Subject(message, "cloud", {})) if finding.rule in names]
    assert rules == ["too-many-buttons"]
