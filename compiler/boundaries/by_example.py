"""Trials of the keywords whose limits are no numbers: `check`, `format` and `pattern`, tried by their examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..derived import type_of_name
from ..diagnostic import Path
from ..message import group
from ..paths import Segments, parse
from ..rows import Row, pick
from ..rulebook import Subject, breaches_of, matches
from .building import ENDINGS, PHONE, concrete
from .drafts import MISSING, Case, draft
from .trials import Trial, limits, severity


def by_example(case: Case) -> Iterator[Trial]:
    """Yield the examples of a row: as they are, and with their value at each other field of the row."""
    if case.row.raw.get("check") == "medium-type":
        yield from _media(case)
        return
    row = case.row
    bad, good = example(row, "bad"), example(row, "good")
    home, found = _home(row, bad, case.provider)
    level = severity(row, case.provider)
    if case.field == home and not case.base:
        yield good
        yield bad._replace(severity=level)
        return
    fine = next((value for _, value in _matched(home, good, case.provider)), MISSING)
    for trial, value, said in ((good, fine, None), (bad, found, level)):
        message, assume, _ = draft(case, value)
        path = concrete(case.segments) if said and case.keyword != "check" else None
        yield Trial(f"{trial.what} at {case.field}", message, {**assume, **trial.assume}, said, path)


def example(row: Row, name: str) -> Trial:
    """Return an example of a row as a message."""
    message = {key: value for key, value in row.raw[name].items() if key != "assume"}
    if row.scope != "payload" and "define_template" not in message:
        message.setdefault("to", {"phone": PHONE})
    return Trial(name, message, dict(row.raw[name].get("assume", {})))


def good_value(row: Row, provider: str) -> tuple[Segments, Any] | None:
    """Return the field that a row is about and the value that its good example has there, or None."""
    if "good" not in row.raw or "bad" not in row.raw:
        return None
    home, _ = _home(row, example(row, "bad"), provider)
    return next(((parse(home), value) for _, value in _matched(home, example(row, "good"), provider)), None)


def _home(row: Row, bad: Trial, provider: str) -> tuple[str, Any]:
    """The field of a row that its bad example is about, and its value there."""
    faults = [breach.path for breach in breaches_of(row, _subject(bad, row.fields[0][1][0], provider))]
    found = [(field, path, value) for field, _ in row.fields for path, value in _matched(field, bad, provider)]
    assert found, f"the bad example of {row.name} has none of its fields"
    at_fault = [one for one in found if any(path[: len(one[1])] == one[1] for path in faults)]
    field, _, value = (at_fault or found)[0]
    return field, value


def _subject(trial: Trial, head: Any, provider: str) -> Subject:
    """A block is that of its provider: a row may name those of several."""
    return Subject(trial.message, str(head) if head in group("block") else provider, trial.assume)


def _matched(field: str, trial: Trial, provider: str) -> Iterator[tuple[Path, Any]]:
    segments = parse(field)
    return matches(_subject(trial, segments[0], provider), field, segments)


def _media(case: Case) -> Iterator[Trial]:
    """MIME types: each that is taken, one that is not, and one that only the extension of a link tells."""
    given = case.row.raw["with"]
    taken = given["types"] if "types" in given else given[case.field]
    links = pick(given["links"], case.provider)
    warned = limits(case.row, "check", case.provider)[1] is not None
    level = severity(case.row, case.provider)
    path = concrete(case.segments)
    for mime in taken:
        yield _medium(case, mime, {"id": "1", "mime_type": mime})
    yield _medium(case, "another type", {"id": "1", "mime_type": "application/x-none"}, level, (*path, "mime_type"))
    foreign = [end for end in ENDINGS.values() if type_of_name(f"a.{end}", audio=True) not in taken]
    said = level if links is True else "warning" if warned else None
    yield _medium(case, "a link", {"link": f"https://acme.example/a.{_unlike(foreign, taken)}"}, said, (*path, "link"))
    kind = taken[0].partition("/")[0] if "types" in given else case.field
    if isinstance(links, list) and kind in links:
        alike = "https://acme.example/a." + {"image": "gif", "video": "mov", "audio": "wav"}[kind]
        yield _medium(case, "a link to another type of the family", {"link": alike}, level, (*path, "link"))


def _unlike(endings: list[str], taken: list[str]) -> str:
    """The first ending of another family than what is taken."""
    family = taken[0].partition("/")[0]
    return next(end for end in endings if not (type_of_name(f"a.{end}", audio=True) or "").startswith(family))


def _medium(case: Case, what: str, medium: dict[str, Any], level: Any = None, path: Path | None = None) -> Trial:
    voice = {"voice": True} if "audio.voice" in case.row.when else {}
    message, assume, _ = draft(case, {**medium, **voice})
    return Trial(what, message, assume, level, path if level else None)
