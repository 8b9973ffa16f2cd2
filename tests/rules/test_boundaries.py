"""Every row at its limit and one past it, for every provider and field. The messages come from the rows themselves."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from each import assert_each, each

import waml
from waml import boundaries
from waml.boundaries import Case, Trial, due, said
from waml.carries import Carries
from waml.config import Config
from waml.message import kind_of, long_form
from waml.paths import find
from waml.providers.infobip.endpoints import ENDPOINTS, endpoint_of
from waml.rows import Row
from waml.rulebook import Subject, judge

CASES: dict[str, list[Case]] = {}
for _case in boundaries.cases():
    CASES.setdefault(_case.row.name, []).append(_case)
ROWS = boundaries.rows()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the files of messages are."""
    return str(tmp_path_factory.mktemp("files"))


@pytest.mark.parametrize("name", CASES)
def test_row_at_its_limit_and_past_it(name: str, folder: str) -> None:
    """An allowed message is not reported, a refused one is; and one that is refused can be written in a file."""
    assert_each(CASES[name], partial(_is_told_past_its_limit, folder=folder))


def test_every_endpoint_of_infobip_and_kind_of_cloud_is_tried_past_a_limit() -> None:
    missing = {("infobip", name) for name in (*ENDPOINTS, "define_template", "read", "typing")}
    missing |= {("cloud", kind) for kind in Carries("cloud").kinds()}
    for case in (case for cases in CASES.values() for case in cases if case.provider in ("infobip", "cloud")):
        if not missing:
            break
        for trial in boundaries.trials(case):
            if trial.severity is not None and case.row.scope != "payload":
                endpoint = endpoint_of(trial.message) if case.provider == "infobip" else None
                missing.discard((case.provider, endpoint or kind_of(trial.message)))
    assert missing == set()


def _is_told_past_its_limit(case: Case, folder: str) -> None:
    broken, written = 0, 0
    for trial in boundaries.trials(case):
        found = said(case.row, case.provider, trial, folder)
        assert found or trial.severity is None, f"{trial.what}: nothing is reported"
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
    tried = {(case.row.name, case.provider) for cases in CASES.values() for case in cases}
    assert tried == {(row.name, provider) for row in ROWS for provider in row.providers()}
    assert {row.name for row in ROWS} == {name for name, _ in tried}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_row_is_silent_for_whom_nobody_says_so(row: Row, folder: str) -> None:
    for provider in boundaries.exempt(row):
        for case, trial in boundaries.refused(row):
            assert said(row, provider, trial, folder) == [], (provider, str(case))


@each(ROWS, lambda row: row.name)
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
