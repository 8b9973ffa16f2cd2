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
from .domain import Domain, Exact
from .limits import Held, by_length
from .opened import Opened

_LENGTHS = ("min_length", "max_length")


def filled(subject: Subject, opened: Opened) -> Iterator[Held]:
    """Yield the limits of the filled texts of a send, each held against what its values allow."""
    if subject.kind != "template" or subject.definition is None:
        return
    for name in families_of(subject):
        for row in family(name):
            for pattern, _ in row.fields:
                if pattern in _TEXTS and row.holds_for(subject.provider):
                    for path, text, given in _texts(pattern, subject):
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


def _texts(pattern: str, subject: Subject) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    """Yield each text: where it stands in the send, what was registered, and where its values are."""
    definition = subject.definition
    assert definition is not None
    for pair in pairs(subject.message["template"], definition.parts):
        yield from _TEXTS[pattern](pair, subject)


def _body(pair: Pair, subject: Subject) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    if not pair.path:
        yield from _of(pair, "body", mapping(pair.part.get("body")).get("text"), pair.send.get("body"), ("body",))


def _card(pair: Pair, subject: Subject) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    if pair.path:
        yield from _of(pair, "body", mapping(pair.part.get("body")).get("text"), pair.send.get("body"), ("body",))


def _header(pair: Pair, subject: Subject) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    text, send = mapping(pair.part.get("header")).get("text"), mapping(pair.send.get("header"))
    if not pair.path:
        yield from _of(pair, "header", text, send.get("text"), ("header", "text"))


def _of(
    pair: Pair, name: str, text: Any, params: Any, where: tuple[str, ...]
) -> Iterator[tuple[Path, str, dict[str, Path]]]:
    if not isinstance(text, str):
        return
    start: Path = ("template", *pair.path, *where)
    given: dict[str, Path] = {}
    ordered: list[Path] = []
    for at, param in enumerate(items(params)):
        path = _text_of(param, (*start, at))
        if path is None:
            return
        if isinstance(param.get("name"), str):
            given[param["name"]] = path
        else:
            ordered.append(path)
    yield ("template", *pair.path, name), text, {**dict(zip(slots(text), ordered, strict=False)), **given}


def _text_of(param: Any, path: Path) -> Path | None:
    """Return where the text of a parameter stands."""
    if "text" in param:
        return (*path, "text")
    return next(((*path, kind, "fallback_value") for kind in ("currency", "date_time") if kind in param), None)


def _url(pair: Pair, subject: Subject) -> Iterator[tuple[Path, str, dict[str, Path]]]:
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
