"""A message around one field of a row, such that the row holds there."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ..diagnostic import Path, Severity
from ..message import group, kind_of, shape
from ..named import NamedTuple
from ..paths import EACH, Segments, find, parse
from ..rows import Row, catalogue, families_for, families_of_facts, table
from ..shape import Shape
from .building import blocks_of_others, concrete, drop, finish, put, request_shape, sample, shape_of
from .trials import Trial

MISSING = object()
"""No value: the field is taken out."""
ANY = object()
"""Whatever is there already, else a sample."""
ACROSS = ("file", "project")
"""Scopes that look at several messages together."""


class Case(NamedTuple):
    """One keyword of a row, for one provider, at one field.

    Its trials are changes of `base`, a canonical message or for a row of scope `payload` a request; of an empty
    one they are the least messages in which the row holds.
    """

    row: Row
    provider: str
    keyword: str
    field: str
    base: Mapping[str, Any] = {}

    def __str__(self) -> str:
        return f"{self.row.name}-{self.provider}-{self.keyword}-{self.field}"

    @property
    def segments(self) -> Segments:
        return parse(self.field)


class Draft(NamedTuple):
    """A message, and what is assumed beside it."""

    message: dict[str, Any]
    assume: dict[str, Any]
    kind: str


def root(row: Row) -> Shape:
    """Return the shape of what a row judges."""
    return request_shape() if row.scope == "payload" else shape()


def kinds_for(row: Row, provider: str, field: str) -> list[str]:
    """Return the kinds on which a field of a row can stand, the likeliest first."""
    if row.scope == "payload":
        return ["request"]
    content = group("content")
    stated = row.when.get("kind")
    if stated is not None:
        return stated if isinstance(stated, list) else [stated]
    heads = [str(parse(path)[0]) for path, wanted in row.when.items() if wanted != "absent"]
    head = str(parse(field)[0])
    for name in (head, *heads):
        if name in content:
            return [name]
    known = ["text", "buttons", *content]
    if head in ("header", "body", "footer"):
        known = [kind for kind in known if shape_of((kind,)).raw.get("x-dressed")]  # type: ignore[union-attr]
    return [kind for kind in dict.fromkeys(known) if is_loaded(row, kind, provider, field)]


def is_loaded(row: Row, kind: str, provider: str, field: str) -> bool:
    """Whether a message of a kind loads a row for a provider: for its kind, or for the part that the row speaks of.

    The rows of a user's own file are loaded for every message.
    """
    if row.name not in catalogue():
        return True
    loaded = [*families_for(kind, provider), *families_of_facts(kind, {"templates": [], "status": ""})]
    paths = [field, *(path for path, wanted in row.when.items() if wanted != "absent")]
    for part, families in table("index")["parts"].items():
        if any(path == part or path.startswith((f"{part}.", f"{part}[")) for path in paths):
            loaded += families
    return row.family.name in {f"rules/{name}.yaml" for name in loaded}


def draft(case: Case, value: Any) -> Draft:
    """Return a message with a value at the field of a case, in which every condition of its `when` is met."""
    row, provider, keyword, field, base = case
    segments, of = case.segments, root(row)
    message: dict[str, Any] = deepcopy(dict(base))
    assume: dict[str, Any] = {}
    absent = [concrete(segments)] if value is MISSING else []
    for path, wanted in row.when.items():
        condition = parse(path)
        first = wanted[0] if isinstance(wanted, list) else wanted
        if condition[0] in ("assume", "definition"):
            assume[str(condition[1])] = first
        elif wanted == "absent":
            absent.append(concrete(condition))
        elif condition[0] not in ("kind", "provider") and not _is_met(message, condition, wanted):
            message = put(message, of, condition, sample_at(row, condition) if wanted == "present" else first)
    if segments[0] != "kind":
        there = [found for _, found in find(message, concrete(segments))] if value in (ANY, MISSING) else [value]
        message = put(message, of, segments, there[0] if there else sample_at(row, segments))
    if keyword == "required":
        message = _filled(message, row)
    if segments[-1] == "otp":  # it is written out and gone where nothing stands in its way
        for part in ("body", "buttons"):
            message = put(message, of, (*segments[:-1], part), sample_at(row, (*segments[:-1], part)))
    kind = kind_of(message) if base else None
    kind = kind or kinds_for(row, provider, field)[0]
    if row.scope != "payload":
        message = finish(message, kind, provider)
    for place in absent:
        drop(message, place)
    if value is MISSING and keyword == "required":
        message = _kept(message, case)
    return Draft(message, assume, kind)


def _is_met(message: dict[str, Any], condition: Segments, wanted: Any) -> bool:
    """Whether a message meets a condition as it is."""
    there = next(find(message, concrete(condition)), None)
    if there is None or wanted == "present":
        return there is not None
    return bool(there[1] in wanted if isinstance(wanted, list) else there[1] == wanted)


def _kept(message: dict[str, Any], case: Case) -> dict[str, Any]:
    """The message with something beside a field that is missing: a mapping with nothing in it is not there at all."""
    holder = case.segments[:-1]
    of = shape_of(holder, root(case.row))
    if of is None or not holder or next(find(message, concrete(holder)), ((), None))[1] != {}:
        return message
    names = [*(name for name in of.fields if name != case.segments[-1]), *(["x-other"] if of.free is not False else [])]
    if not names:
        return message
    return put(message, root(case.row), (*concrete(holder), names[0]), sample_at(case.row, (*holder, names[0])))


def _filled(message: dict[str, Any], row: Row) -> dict[str, Any]:
    """The message with the fields of a row wherever they can stand, so that one breach is one breach."""
    for _, segments in row.fields:
        if segments[0] not in message:
            continue
        for path, parent in list(find(message, segments[:-1])):
            if segments[-1] not in parent:
                message = put(message, root(row), (*path, segments[-1]), sample_at(row, segments))
    return message


def sample_at(row: Row, segments: Segments, at: int = 0) -> Any:
    """Return the least value of a field."""
    of = shape_of(segments, root(row))
    assert of is not None, segments
    return sample(of, [str(part) for part in segments if isinstance(part, str)][-1], at)


def with_field(message: dict[str, Any], case: Case, path: str, value: Any = ANY) -> dict[str, Any]:
    """Return the message with another field in it. A content takes the place of the content that is there."""
    segments = parse(path)
    if len(segments) == 1 and segments[0] in group("content") and case.row.scope != "payload":
        message = {key: item for key, item in message.items() if key not in group("content")}
    return put(message, root(case.row), segments, sample_at(case.row, segments) if value is ANY else value)


def without_field(message: dict[str, Any], case: Case, path: str) -> dict[str, Any]:
    """Return the message without a field; where that was its content, it becomes a text."""
    message = deepcopy(message)
    place: Path = concrete(parse(path))
    drop(message, place)
    if case.row.scope == "payload" or kind_of(message):
        return message
    return finish(message, "text", case.provider)


def is_foreign(case: Case, path: str) -> bool:
    """Whether a path lies in the block of another provider."""
    return case.row.scope != "payload" and parse(path)[0] in blocks_of_others(case.provider)


def tried(case: Case, what: str, value: Any, level: Severity | None) -> Trial:
    """Return the trial of a value at the field of a case."""
    message, assume, kind = draft(case, value)
    where = (kind,) if case.field == "kind" else concrete(case.segments)
    return Trial(what, message, assume, level, where if level else None)


def innermost(segments: Segments) -> int:
    """Return where the innermost list of a path is told."""
    return len(segments) - 1 - segments[::-1].index(EACH)
