"""What the rows of `rules/` allow and refuse, as messages: at a limit, and one past it.

Everything is read from the rows and the schema of the message; a new row needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import definition_fields
import phonenumbers
from building import concrete, put, sample, shape_of
from by_example import by_example
from drafts import ANY, MISSING, Case, draft, is_foreign, root, sample_at, with_field, without_field
from trials import Trial, limits, severity

from waml.derived import DERIVED
from waml.diagnostic import Path, Severity
from waml.paths import EACH, Segments, find, parse
from waml.providers import NAMES
from waml.rows import Row, catalogue, table

EMOJI = "\U0001f600"
"""One code point, two UTF-16 units, four bytes: lengths are in code points."""

ACROSS = ("file", "project")
"""Scopes that look at several messages together."""


def rows() -> list[Row]:
    """Return the rows that the rulebook judges by; the others name the stage that raises them."""
    return [row for row in catalogue().values() if "raised_by" not in row.raw]


def language_rows() -> list[tuple[str, Mapping[str, Any]]]:
    """Return the rows of the language itself that show a bad file and a good one."""
    return [(name, raw) for name, raw in table("language").items() if "bad" in raw]


def cases() -> Iterator[Case]:
    """Yield every keyword of every row, for every provider that it holds for, at every field that is its own."""
    for row in rows():
        yield from cases_of(row)


def cases_of(row: Row) -> Iterator[Case]:
    """Yield the cases of one row."""
    for provider in row.providers():
        for field, _ in row.fields:
            for keyword in row.constraints:
                case = Case(row, provider, keyword, field)
                if limits(row, keyword, provider) != (None, None) and not is_foreign(case, field):
                    yield case


def exempt(row: Row) -> list[str]:
    """Return the providers of which a row says nothing."""
    return [name for name in NAMES if name not in row.providers()]


def refused(row: Row) -> list[tuple[Case, Trial]]:
    """Return the refused messages of a row."""
    return [(case, trial) for case in cases_of(row) for trial in trials(case) if trial.severity is not None]


def trials(case: Case) -> Iterator[Trial]:
    """Yield the messages that try a case, the allowed ones and the refused ones."""
    past = None
    for trial in definition_fields.trials(case) or KEYWORDS[case.keyword](case):
        if trial.severity is not None and past is None:
            past = trial
        yield trial
    if past is not None:
        yield from _narrowed(case, past)


def _trial(case: Case, what: str, value: Any, level: Severity | None) -> Trial:
    message, assume, kind = draft(case, value)
    where = (kind,) if case.field == "kind" else concrete(case.segments)
    return Trial(what, message, assume, level, where if level else None)


# ---- keywords that count or compare


def _counted(case: Case) -> Iterator[Trial]:
    limit, stricter = limits(case.row, case.keyword, case.provider)
    main = severity(case.row, case.provider)
    fine, broken = ends(case, limit)
    fine_here, warned = ends(case, stricter)
    for end in fine_here if stricter is not None else fine:
        yield _counting(case, end, None)
    for end in [end for end in fine + warned if stricter is not None and end not in fine_here + broken]:
        yield _counting(case, end, "warning")
    for end in broken:
        yield _counting(case, end, main)


def ends(case: Case, limit: Any) -> tuple[list[Any], list[Any]]:
    """Return the last counts, numbers or words that a limit takes, and the first that it refuses."""
    if limit is None:
        return [], []
    if case.keyword.startswith("max_"):
        return [limit], [limit + 1]
    if case.keyword.startswith("min_"):
        return [limit], [limit - 1] if limit else []
    if case.keyword == "range":
        of = shape_of(case.segments, root(case.row))
        step = 1e-6 if of is not None and of.slot == "number" else 1
        # Nothing is shorter than nothing.
        below = [] if case.field in DERIVED and limit[0] == 0 else [limit[0] - step]
        return list(limit), [*below, limit[1] + step]
    return list(limit), [_another(limit, case, case.field)]


def _another(words: list[Any], case: Case, path: str) -> Any:
    """A word that is none of some, one of the schema's where it knows only a few."""
    of = shape_of(parse(path), root(case.row))
    if isinstance(words[0], bool):
        return not words[0]
    if not isinstance(words[0], str):
        return max(words) + 1
    known = of.words if of is not None else ()
    return next((word for word in known if word not in words), "none-of-these")


def _counting(case: Case, end: Any, level: Severity | None) -> Trial:
    what = f"{case.keyword} {end}"
    if case.keyword.endswith("_length"):
        return _unshadowed(case, _trial(case, what, (EMOJI if end % 2 else "x") * end, level))
    if case.keyword.endswith("_items"):
        return _unshadowed(case, _trial(case, what, _items(case, end), level))
    if case.keyword == "max_total":
        return _total(case, what, end, level)
    origin = DERIVED_FROM.get(str(case.segments[-1])) if case.field in DERIVED else None
    if origin is None:
        return _trial(case, what, end, level)
    key, value_of = origin
    there = case._replace(field=".".join([*case.field.split(".")[:-1], key]))
    return _trial(there, what, value_of(end), level)._replace(size=end if key == "file" else None)


def _phone_of(country: str) -> str:
    number = phonenumbers.example_number(country) or phonenumbers.example_number("DE")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


DERIVED_FROM: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "bytes": ("file", lambda size: "./file"),
    "utf16_length": ("body", lambda units: "\U0001f600" * (units // 2) + "a" * (units % 2)),
    "country": ("phone", _phone_of),
}
"""What cannot be written itself: the key that it is derived from, and what to write there."""


def _items(case: Case, count: int) -> Any:
    """So many items of a list, or keys of a mapping, the required ones first."""
    of = shape_of(case.segments, root(case.row))
    assert of is not None, case.field
    name = str([part for part in case.segments if isinstance(part, str)][-1])
    if of.container is None or "x-any" in of.raw:
        return [f"{name}{at}" for at in range(count)]
    if any(path.startswith(f"{case.field}[") for path in case.row.when):
        return [next(item for _, item in find(draft(case, ANY).message, (*concrete(case.segments), 0)))] * count
    if of.container == "array":
        return [sample(of.items, name, at) for at in range(count)]
    keys = [*of.required, *(key for key in of.fields if key not in of.required)]
    return {key: sample_at(case.row, (*case.segments, key)) for key in keys[:count]}


def _renamed(message: dict[str, Any], segments: Segments, value: str) -> dict[str, Any]:
    """A message with another value at a path of keys."""
    key, *rest = segments
    return {**message, str(key): _renamed(message[str(key)], tuple(rest), value) if rest else value}


def _total(case: Case, what: str, count: int, level: Severity | None) -> Trial:
    """So many matches; where lists stand within lists, the last match stands in another list than the others."""
    segments = case.segments
    if case.row.scope in ACROSS:
        trial = _trial(case, what, ANY, level)
        if case.row.raw.get("distinct"):
            return trial._replace(before=tuple(_renamed(trial.message, segments, f"v{at}") for at in range(count - 1)))
        return trial._replace(before=(trial.message,) * (count - 1))
    inner = _innermost(segments)
    assert inner == len(segments) - 1, f"{case.field}: a total is counted in a list"
    message, assume, _ = draft(case, ANY)
    one = next(item for _, item in find(message, concrete(segments)))
    items = [f"{one}{at}" for at in range(count)] if isinstance(one, str) else [one] * count
    holder = concrete(segments[:inner])
    broken = max(
        (limit for limit in limits(case.row, case.keyword, case.provider) if (limit or count) < count), default=0
    )
    path: Path = (*holder, broken)
    outer = [at for at in range(inner) if segments[at] is EACH]
    if outer and count > 1:
        message = put(message, root(case.row), holder, items[:-1])
        holder = (*holder[: outer[-1]], 1, *holder[outer[-1] + 1 :])
        path = path if broken < count - 1 else (*holder, 0)
        items = items[-1:]
    message = put(message, root(case.row), holder, items)
    return Trial(what, message, assume, level, path if level else None)


def _innermost(segments: Segments) -> int:
    return len(segments) - 1 - segments[::-1].index(EACH)


def _unshadowed(case: Case, trial: Trial) -> Trial:
    """Only the strictest broken limit is reported: where a row gives way to this one, let it give way."""
    for other in rows():
        if other is case.row or case.keyword not in other.constraints or case.field not in dict(other.fields):
            continue
        if not other.sources(case.provider):
            continue
        for path, wanted in other.when.items():
            if wanted == "absent" and path not in case.row.when and parse(path)[0] == case.provider:
                return trial._replace(message=with_field(trial.message, case, path))
    return trial


# ---- keywords that look at what is there


def _there_or_not(case: Case) -> Iterator[Trial]:
    level = severity(case.row, case.provider)
    if case.field == "kind":
        yield _trial(case, "any message", ANY, level)
        return
    allowed, refused = (ANY, MISSING) if case.keyword == "required" else (MISSING, ANY)
    yield _trial(case, f"{case.keyword}: as it should be", allowed, None)
    yield _trial(case, f"{case.keyword}: broken", refused, level)


def _others(case: Case) -> list[str]:
    stated = case.row.raw[case.keyword]
    return [stated] if isinstance(stated, str) else list(stated)


def _requiring(case: Case) -> Iterator[Trial]:
    alone = _trial(case, "alone", ANY, severity(case.row, case.provider))
    message = alone.message
    for other in _others(case):
        message = with_field(message, case, other)
    yield alone._replace(what="beside all", message=message, severity=None, path=None)
    for other in _others(case):
        yield alone._replace(what=f"without {other}", message=without_field(message, case, other))


def _excluding(case: Case) -> Iterator[Trial]:
    alone = _trial(case, "alone", ANY, severity(case.row, case.provider))
    message = alone.message
    for other in _others(case):
        message = without_field(message, case, other)
    yield alone._replace(message=message, severity=None, path=None)
    for other in _others(case):
        yield alone._replace(what=f"beside {other}", message=with_field(message, case, other))


def _one_key(case: Case) -> Iterator[Trial]:
    """One key, none, and each two neighbours, as far as the row's `when` lets them be."""
    keys = limits(case.row, case.keyword, case.provider)[0]
    level = severity(case.row, case.provider)
    due = {key for key in keys if case.row.when.get(f"{case.field}.{key}") == "present"}
    values = {key: sample_at(case.row, (*case.segments, key)) for key in keys}
    there = next(value for _, value in find(draft(case, ANY).message, concrete(case.segments)))
    beside = {key: value for key, value in there.items() if key not in keys}
    for key in keys:
        yield _trial(case, f"only {key}", {**beside, key: values[key]}, None)
    for some in [(), *pairwise(keys)]:
        if due <= set(some):
            yield _trial(case, " and ".join(some) or "none", {**beside, **{key: values[key] for key in some}}, level)


def _alike(case: Case) -> Iterator[Trial]:
    """Two fields that differ, and two that do not: in two messages, or in two items of the innermost list."""
    segments = case.segments
    level = severity(case.row, case.provider)
    # Only some values may not stand twice: those that `when` names.
    named = case.row.when.get(case.field)
    one, two = named[:2] if named else (sample_at(case.row, segments), sample_at(case.row, segments, 1))
    if case.row.scope in ACROSS:
        two = f"{one}9" if one == two else two
        message, assume, _ = draft(case, one)
        yield Trial("two messages", message, assume, before=(draft(case, two).message,))
        yield Trial("twice the same", message, assume, level, concrete(segments), before=(message,))
        return
    if isinstance(one, list):
        place = concrete(segments)
        yield _trial(case, "two", [one[0], f"{one[0]}9"], None)
        yield _trial(case, "twice", [one[0], one[0]], level)._replace(path=(*place, 1))
        return
    inner = _innermost(segments)
    message, assume, _ = draft(case, one)
    second: Path = concrete((*segments[:inner], 1, *segments[inner + 1 :]))
    yield Trial("two", put(message, root(case.row), second, two), assume)
    yield Trial("twice", put(message, root(case.row), second, one), assume, level, second)


# ---- `when` and `unknown`


def _narrowed(case: Case, past: Trial) -> Iterator[Trial]:
    """Break each condition of `when` in turn: the row falls silent. What is not known is said as `unknown` says."""
    for path, wanted in case.row.when.items():
        if path.startswith(("assume.", "definition.")):
            name = path.partition(".")[2]
            other = {**past.assume, name: _other(wanted)}
            yield past._replace(what=f"{path} is another", assume=other, severity=None, path=None)
            known = {key: value for key, value in past.assume.items() if key != name}
            level = case.row.raw.get("unknown")
            yield past._replace(
                what=f"{path} is not known", assume=known, severity=level, path=past.path if level else None
            )
        elif is_foreign(case, path):
            yield past._replace(what=f"{path} of another provider", message=with_field(past.message, case, path))
        elif path not in ("kind", "provider"):
            message = _flipped(case, past.message, path, wanted)
            yield past._replace(what=f"{path} is not {wanted}", message=message, severity=None, path=None)


def _flipped(case: Case, message: dict[str, Any], path: str, wanted: Any) -> dict[str, Any]:
    """The message with one condition of `when` broken."""
    if wanted == "present":
        return without_field(message, case, path)
    if wanted == "absent":
        return put(message, root(case.row), parse(path), sample_at(case.row, parse(path)))
    words = wanted if isinstance(wanted, list) else [wanted]
    return put(message, root(case.row), parse(path), _another(words, case, path))


def _other(wanted: Any) -> Any:
    value = wanted[0] if isinstance(wanted, list) else wanted
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else "something-else"


KEYWORDS = {
    **dict.fromkeys(("min_length", "max_length", "min_items", "max_items", "max_total", "range", "one_of"), _counted),
    **dict.fromkeys(("required", "forbidden"), _there_or_not),
    **dict.fromkeys(("check", "format", "pattern"), by_example),
    "requires": _requiring,
    "excludes": _excluding,
    "exactly_one_of": _one_key,
    "unique": _alike,
}
