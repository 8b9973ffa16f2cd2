"""What a row says of its trials, beside what is due."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from ..diagnostic import Finding, Path, Severity, spell
from ..named import NamedTuple
from ..paths import EACH, Segments
from ..rows import Row, catalogue, table
from ..rulebook import Subject, breaches_of, by_rows, judge_by
from ..together import judge_together
from .cases import cases_of, trials
from .drafts import Case
from .trials import Trial

Said = list[tuple[Severity | None, Path | None]]
"""Severities and paths of the findings of one row."""


class Failure(NamedTuple):
    """A trial of which a row does not say what is due."""

    case: Case
    trial: Trial
    said: Said

    def __str__(self) -> str:
        due = "nothing" if self.trial.severity is None else f"{self.trial.severity} {_spelled(self.trial.path)}".strip()
        said = ", ".join(f"{severity} {_spelled(path)}" for severity, path in self.said) or "nothing"
        return f"{self.case}: {self.trial.what}: due is {due}, said is {said}"


def _spelled(path: Path | None) -> str:
    return f"at {spell(path)}" if path else ""


def failures(row: Row, folder: str = ".") -> Iterator[Failure]:
    """Yield the trials of a row of which it does not say what is due. Files of trials are made in `folder`."""
    for case in cases_of(row):
        for trial in trials(case):
            found = said(row, case.provider, trial, folder)
            if found != due(case, trial, found) or (trial.severity is not None and not found):
                yield Failure(case, trial, found)


def said(row: Row, provider: str, trial: Trial, folder: str, message: dict[str, Any] | None = None) -> Said:
    """Return what a row says of a trial, or of another message in its place."""
    if trial.size is not None:
        with open(os.path.join(folder, "file"), "wb") as file:
            file.truncate(trial.size)
    subject = Subject(trial.message if message is None else message, provider, trial.assume, folder)
    findings = list(_findings(row, subject))
    if trial.before:
        before = {id(one): Subject(one, provider, trial.assume, folder) for one in trial.before}
        together = judge_together([*(before[id(one)] for one in trial.before), subject], row.scope)
        findings += [finding for index, finding in together if index > 0]
    return [(finding.severity, finding.path) for finding in findings if finding.rule == row.name]


def _findings(row: Row, subject: Subject) -> Iterator[Finding]:
    if row.name not in catalogue():
        for breach in breaches_of(row, subject) if row.sources(subject.provider) else ():
            yield breach.finding(subject.provider)
    elif row.scope == "payload":
        yield from judge_by(subject, table("index")["payload"], "payload")
    else:
        # Not `judge`: what a provider does not carry hides the rest, and a row is tried all the same.
        yield from by_rows(subject)


def due(case: Case, trial: Trial, found: Said) -> Said:
    """Return what is due: nothing, or one finding at the field. An example says only that it is about such fields."""
    if trial.severity is None:
        return []
    if trial.path is not None:
        return [(trial.severity, trial.path)]
    fields = [segments for _, segments in case.row.fields]
    return [(trial.severity, path) for _, path in found if path and any(_is_of(path, field) for field in fields)]


def _is_of(path: Path, segments: Segments) -> bool:
    """Whether a path is that of a field, or lies within it; a derived field stands at a sibling of its own name."""
    if segments[0] == "kind":
        return len(path) == 1
    if segments[0] == "definition":
        return path[0] == "template"
    general = tuple(EACH if isinstance(part, int) and part not in segments else part for part in path)
    return general[: len(segments) - 1] == segments[:-1]
