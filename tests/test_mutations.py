"""A payload with one thing wrong is reported. What is not stands in `corpus/mutation_misses.yaml`, with the reason."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from mutations import SORTS, Mutation, is_reported, mutations
from payload_corpus import Entry, checked, entries, errors

pytestmark = pytest.mark.corpus

LEAST_REPORTED = 0.95
SHARES = 8
"""Tests that the payloads are dealt out to, each to hold by itself: of one for all, other workers have nothing."""

MISSES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "corpus" / "mutation_misses.yaml").read_text("utf-8")
)


def spelled(mutation: Mutation) -> str:
    """Return where a mutation stands, every item of a list as `[]`."""
    return ".".join("[]" if isinstance(step, int) else str(step) for step in mutation.path)


def missed(entry: Entry) -> tuple[Counter[str], set[tuple[str, str, str]]]:
    """Return how many mutations of each sort were tried, and the ones that nothing was said of."""
    before = checked(entry)
    tried: Counter[str] = Counter()
    silent = set()
    for mutation in mutations(entry):
        tried[mutation.sort] += 1
        if not is_reported(entry, before, mutation):
            silent.add((mutation.sort, entry.provider, spelled(mutation)))
    return tried, silent


@pytest.mark.parametrize("share", range(SHARES))
def test_mutations_are_reported(share: int) -> None:
    known = {(miss["sort"], miss["provider"], path) for miss in MISSES for path in miss["paths"]}
    tried: Counter[str] = Counter()
    silent: Counter[tuple[str, str, str]] = Counter()
    for entry in islice(entries(), share, None, SHARES):
        if entry.valid and not errors(checked(entry)):
            more, missing = missed(entry)
            tried += more
            silent.update(missing)
    assert sum(silent.values()) <= (1 - LEAST_REPORTED) * sum(tried.values()), sorted(silent)
    assert set(silent) - known == set(), "not listed in mutation_misses.yaml"
    assert set(tried) <= set(SORTS)


def test_every_sort_of_mutation_is_tried() -> None:
    due = set(SORTS)
    for entry in entries():
        if entry.valid and not errors(checked(entry)):
            due -= {sort for sort in due if next(SORTS[sort](entry), None) is not None}
        if not due:
            return
    assert due == set()
