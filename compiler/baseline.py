"""The baseline: findings that were there before, counted by file and rule, which lint lets pass.

Counts, not places: a finding may move. Where a file has more of a rule than were counted, all of them are shown,
for nobody can tell which one is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from .checked import Checked
from .diagnostic import Diagnostic
from .inputs import UsageError, content
from .rows import aliases, mandatory
from .written import whole

VERSION = 1

Place = tuple[object, ...]


class Baseline:
    """One file of counts. Paths in it are as seen from its folder, with `/`."""

    def __init__(self, path: str, counts: dict[str, dict[str, int]]) -> None:
        self.path = path
        self.counts = counts
        self.gone = 0

    def name(self, file: str) -> str:
        """Return what a file is called in the baseline."""
        return os.path.relpath(file, os.path.dirname(self.path) or ".").replace(os.sep, "/")

    def without(self, checked: Checked) -> Checked:
        """Return a file without the findings that are counted; remembers how many of those are gone."""
        counted = self.counts.get(self.name(checked.source.name), {})
        if not counted:
            return checked
        found = _counts(checked.diagnostics)
        passing = {rule for rule, count in counted.items() if found.get(rule, 0) <= count}
        self.gone += sum(count - found.get(rule, 0) for rule, count in counted.items() if rule in passing)
        kept = tuple(d for d in checked.diagnostics if d.rule not in passing or not _is_counted(d))
        return checked._replace(diagnostics=kept)

    def updated(self, files: Iterable[Checked]) -> Baseline:
        """Return the baseline of what is found now: of files that were not checked as before, of those gone none."""
        folder = os.path.dirname(self.path) or "."
        counts = {name: rules for name, rules in self.counts.items() if os.path.exists(os.path.join(folder, name))}
        for checked in files:
            counts[self.name(checked.source.name)] = _counts(checked.diagnostics)
        return Baseline(self.path, {name: rules for name, rules in counts.items() if rules})

    def save(self) -> None:
        """Write the baseline by rename, where it says anything new. Raises UsageError where it cannot be written."""
        data = self.text().encode("utf-8", "surrogateescape")
        try:
            if os.path.exists(self.path) and content(self.path) == data:
                return
            whole(self.path, data)
        except OSError as error:
            raise UsageError(f"'{self.path}' cannot be written: {error.strerror}") from None

    def text(self) -> str:
        """Return the baseline as it is written: the same counts give the same text."""
        files = {name: dict(sorted(rules.items())) for name, rules in sorted(self.counts.items())}
        return json.dumps({"version": VERSION, "files": files}, ensure_ascii=False, indent=2) + "\n"

    def total(self) -> int:
        """Return how many findings are counted."""
        return sum(sum(rules.values()) for rules in self.counts.values())


def load(path: str, is_new: bool = False) -> Baseline:
    """Read a baseline; a new one may not be there yet. Raises UsageError for what is none."""
    if not os.path.exists(path):
        if is_new:
            return Baseline(path, {})
        raise UsageError(f"there is no baseline '{path}'; --update-baseline writes it")
    try:
        data = json.loads(content(path))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("version") != VERSION or not _is_counts(data.get("files")):
        raise UsageError(f"{path}: no baseline of version {VERSION}; delete it, and --update-baseline writes it anew")
    return Baseline(path, {name: _renamed(rules) for name, rules in data["files"].items()})


def _is_counts(files: Any) -> bool:
    return isinstance(files, dict) and all(
        isinstance(rules, dict) and all(type(count) is int and count > 0 for count in rules.values())
        for rules in files.values()
    )


def _renamed(rules: dict[str, int]) -> dict[str, int]:
    """Return counts by the names that rules have today."""
    counts: Counter[str] = Counter()
    for rule, count in rules.items():
        counts[aliases().get(rule, rule)] += count
    return dict(counts)


def _is_counted(diagnostic: Diagnostic) -> bool:
    """Infos fail no run by themselves, and what cannot be read is never let pass."""
    return diagnostic.severity != "info" and diagnostic.rule not in mandatory()


def _counts(diagnostics: Sequence[Diagnostic]) -> dict[str, int]:
    """Count the places where each rule finds something, once for all providers."""
    places: dict[Place, None] = dict.fromkeys(
        (d.rule, d.document, d.field, d.start, d.end) for d in diagnostics if _is_counted(d)
    )
    return dict(Counter(str(place[0]) for place in places))
