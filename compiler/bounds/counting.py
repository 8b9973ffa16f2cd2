"""How many values, and cards, a send of a template can have, beside those that its definition has."""

from __future__ import annotations

from collections.abc import Iterator

from ..claims import claim
from ..diagnostic import Path
from ..fields import level_of
from ..hydrated import body_slots, is_product, items, mapping, slots
from ..placeholders import is_position
from ..rows import Row
from ..subject import Subject
from . import Bound
from .hydrating import all_pairs
from .limits import Held, Verdict
from .opened import Opened

VALUES, CARDS = "values", "cards"
"""What a count that has to fit is called beside the keywords."""


def counted(row: Row, subject: Subject, opened: Opened) -> Iterator[Held]:
    """Yield the counts of a send whose lists are open, each held against that of the definition."""
    is_values = row.raw["check"] == "value-count"
    said = claim(row, subject.provider)
    for path, where, wanted in _values(subject, opened) if is_values else _cards(subject):
        level = level_of(said, row.fields[0][1], where, subject, said.severity)
        bound = _count(opened, path)
        if bound is not None and level is not None:
            low, high, _ = bound.length
            keyword = VALUES if is_values else CARDS
            yield Held(row, keyword, wanted, level, where, low, high, _verdict(bound, wanted), bound, True)


def _count(opened: Opened, path: Path) -> Bound | None:
    try:
        return opened.lists.count(path, opened.state) if opened.lists is not None else None
    except KeyError:
        return None


def _verdict(bound: Bound, wanted: int) -> Verdict:
    low, high, firm = bound.length
    if low > wanted or (high is not None and high < wanted):
        return "must exceed"
    if low == high == wanted:
        return "safe"
    is_told = (low < wanted and firm) or (high is not None and high > wanted)
    return "can exceed" if is_told else "unknown"


def _values(subject: Subject, opened: Opened) -> Iterator[tuple[Path, Path, int]]:
    """Yield each list of values, where it is told of, and how many there have to be; named ones are not counted."""
    definition = subject.definition
    assert definition is not None
    for pair in all_pairs(subject, opened):
        start: Path = ("template", *pair.path)
        header = slots(mapping(pair.part.get("header")).get("text"))
        for path, name, wanted in (
            (("body",), "body", body_slots(pair.part, definition.category)),
            (("header", "text"), "header", header),
        ):
            if all(map(is_position, wanted)):
                yield (*start, *path), (*start, name), len(wanted)


def _cards(subject: Subject) -> Iterator[tuple[Path, Path, int]]:
    definition = subject.definition
    cards = items(definition.parts.get("carousel")) if definition is not None else []
    if cards and not is_product(cards[0]):
        path: Path = ("template", "carousel")
        yield path, path, len(cards)
