"""The texts of a registered template with the bounds of a send in them, before any value is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..claims import claim
from ..diagnostic import Path
from ..fields import level_of
from ..hydrated import TEXTS, Order, Pair, items, pairs
from ..paths import follow
from ..placeholders import PLACEHOLDER
from ..rows import Row, family
from ..rulebook import families_of
from ..subject import Subject
from . import Bound, of_pieces
from .domain import Domain, Exact, Length
from .limits import Held, by_length
from .opened import Opened

COUNTS = frozenset({"value-count", "card-count"})
"""The checks that count what a send fills."""

_LENGTHS = ("min_length", "max_length")


def filled(subject: Subject, opened: Opened) -> Iterator[Held]:
    """Yield the limits of the filled texts of a send, each held against what its values allow."""
    if subject.kind != "template" or subject.definition is None:
        return
    for name in families_of(subject):
        for row in family(name):
            if not row.holds_for(subject.provider):
                continue
            if opened.lists is not None and row.raw.get("check") in COUNTS:
                from .counting import counted

                yield from counted(row, subject, opened)
            for pattern, _ in row.fields:
                if pattern in TEXTS:
                    for pair in all_pairs(subject, opened):
                        for path, text, given in TEXTS[pattern](pair, subject, _order(opened)):
                            yield from _held(row, path, text, given, subject, opened)


def _held(
    row: Row, path: Path, text: str, given: Mapping[str, Path], subject: Subject, opened: Opened
) -> Iterator[Held]:
    bound = _bound(text, given, subject, opened)
    if bound is None:
        return
    is_open = any(where in opened.fields for where in given.values())
    said = claim(row, subject.provider)
    for keyword, limit, _ in said.limits:
        level = level_of(said, row.fields[0][1], path, subject, said.severity)
        if keyword in _LENGTHS and limit is not None and level is not None:
            low, high, _ = bound.length
            verdict = by_length(keyword, limit, bound.length)
            yield Held(row, keyword, limit, level, path, low, high, verdict, bound, is_open)


def _bound(text: str, given: Mapping[str, Path], subject: Subject, opened: Opened) -> Bound | None:
    """Return what a text becomes with its values in it, or None where a value is missing."""
    pieces: list[tuple[str | None, Domain]] = []
    at = 0
    for match in PLACEHOLDER.finditer(text):
        path = given.get(match[1].strip())
        if path is None:
            return None
        bound = (
            opened.bound(path)
            if path in opened.fields
            else of_pieces([(None, Exact(follow(subject.message, path)))], {})
        )
        if bound is None:
            return None
        pieces += ((None, Exact(text[at : match.start()])), (f"{{{{{match[1].strip()}}}}}", bound.domain))
        at = match.end()
    pieces.append((None, Exact(text[at:])))
    return of_pieces(pieces, opened.state)


def all_pairs(subject: Subject, opened: Opened) -> Iterator[Pair]:
    """Yield the parts of a send beside those of its definition; a card that is repeated beside all that it may fill."""
    template, definition = subject.message["template"], subject.definition
    assert definition is not None
    for pair in pairs(template, definition.parts):
        yield pair
        round = opened.authored.rounds.get(("template", *pair.path))
        if pair.path and round is not None and round.item.way:
            others = items(definition.parts.get("carousel"))[int(pair.path[-1]) + 1 :]
            yield from (pair._replace(part=card) for card in others)


def _order(opened: Opened) -> Order:
    """Let each value fill as many placeholders as it is repeated; none where one has no text that is known."""

    def order(ordered: list[tuple[Path, Path]], wanted: int) -> list[Path] | None:
        if not all(field for _, field in ordered):
            return None
        return repeated([(field, times(opened, place)) for place, field in ordered], wanted)

    return order


def times(opened: Opened, path: Path) -> Length:
    """Return how often an item of a list stands there."""
    round = opened.authored.rounds.get(path)
    if opened.lists is None or round is None:
        return Length(1, 1)
    return opened.lists.times(round, opened.state)


def repeated(ordered: list[tuple[Path, Length]], wanted: int) -> list[Path] | None:
    """Return the value of each slot, where values are repeated; None where nobody can tell which fills which.

    Of a list whose count is not known, as many are taken as there are slots left: with others, nothing is sent.
    """
    loose = [at for at, (_, length) in enumerate(ordered) if length.low != length.high]
    left = wanted - sum(length.low for at, (_, length) in enumerate(ordered) if at not in loose)
    if len(loose) > 1:
        return None
    found: list[Path] = []
    for at, (path, (low, high, _)) in enumerate(ordered):
        if at in loose and (left < low or (high is not None and left > high)):
            return None
        found += [path] * (left if at in loose else low)
    return found
