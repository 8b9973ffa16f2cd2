"""The texts of a registered template with the bounds of a send in them, before any value is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..claims import claim
from ..diagnostic import Path
from ..fields import level_of
from ..hydrated import Pair, items, mapping, pairs, slots
from ..hydrated import filled as buttons_of
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
                if pattern in _TEXTS:
                    for path, text, given in _texts(pattern, subject, opened):
                        yield from _held(row, path, text, given, subject, opened)


def _held(row: Row, path: Path, text: str, given: dict[str, Path], subject: Subject, opened: Opened) -> Iterator[Held]:
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


def _bound(text: str, given: dict[str, Path], subject: Subject, opened: Opened) -> Bound | None:
    """Return what a text becomes with its values in it, or None where a value is missing."""
    pieces: list[tuple[str | None, Domain]] = []
    at = 0
    for match in PLACEHOLDER.finditer(text):
        path = given.get(match[1].strip())
        if path is None:
            return None
        bound = opened.bound(path) if path in opened.fields else of_pieces([(None, Exact(_at(subject, path)))], {})
        if bound is None:
            return None
        pieces += ((None, Exact(text[at : match.start()])), (f"{{{{{match[1].strip()}}}}}", bound.domain))
        at = match.end()
    pieces.append((None, Exact(text[at:])))
    return of_pieces(pieces, opened.state)


def _at(subject: Subject, path: Path) -> Any:
    value: Any = subject.message
    for part in path:
        value = value[part]
    return value


def _texts(pattern: str, subject: Subject, opened: Opened) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    """Yield each text: where it stands in the send, what was registered, and where its values are."""
    for pair in all_pairs(subject, opened):
        yield from _TEXTS[pattern](pair, subject, opened)


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


def _body(pair: Pair, subject: Subject, opened: Opened) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    if not pair.path:
        yield from _of(
            pair, "body", mapping(pair.part.get("body")).get("text"), pair.send.get("body"), ("body",), opened
        )


def _card(pair: Pair, subject: Subject, opened: Opened) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    if pair.path:
        yield from _of(
            pair, "body", mapping(pair.part.get("body")).get("text"), pair.send.get("body"), ("body",), opened
        )


def _header(pair: Pair, subject: Subject, opened: Opened) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    text, send = mapping(pair.part.get("header")).get("text"), mapping(pair.send.get("header"))
    if not pair.path:
        yield from _of(pair, "header", text, send.get("text"), ("header", "text"), opened)


def _of(
    pair: Pair, name: str, text: Any, params: Any, where: tuple[str, ...], opened: Opened
) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    if not isinstance(text, str):
        return
    start: Path = ("template", *pair.path, *where)
    given: dict[str, Path] = {}
    ordered: list[tuple[Path, Length]] = []
    for at, param in enumerate(items(params)):
        path = _text_of(param, (*start, at))
        if path is None:
            return
        if isinstance(param.get("name"), str):
            given[param["name"]] = path
        else:
            ordered.append((path, times(opened, (*start, at))))
    wanted = slots(text)
    paths = repeated(ordered, len(wanted))
    if paths is not None:
        yield ("template", *pair.path, name), text, {**dict(zip(wanted, paths, strict=False)), **given}


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


def _text_of(param: Any, path: Path) -> Path | None:
    """Return where the text of a parameter stands."""
    if "text" in param:
        return (*path, "text")
    return next(((*path, kind, "fallback_value") for kind in ("currency", "date_time") if kind in param), None)


def _url(pair: Pair, subject: Subject, opened: Opened) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    in_order = subject.carries.level("fields", "template.buttons[].index") != "yes"
    for one in buttons_of(pair, in_order):
        url = mapping(one.registered).get("url")
        if isinstance(url, str) and "suffix" in one.button:
            path: Path = ("template", *one.path, "suffix")
            yield path, url, dict.fromkeys(slots(url), path)


_TEXTS = {
    "definition.rendered.body": _body,
    "definition.rendered.cards[].body": _card,
    "definition.rendered.header": _header,
    "definition.rendered.buttons[].url": _url,
}
