"""Trials of the keywords that count or compare: at the limit, and one past it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..derived import DERIVED
from ..diagnostic import Path, Severity
from ..paths import EACH, Segments, find, parse
from ..rows import catalogue
from .building import concrete, put, sample, shape_of
from .drafts import ACROSS, ANY, Case, draft, innermost, root, sample_at, tried, with_field
from .trials import Trial, limits, severity

EMOJI = "\U0001f600"
"""One code point, two UTF-16 units, four bytes: lengths are in code points."""


def counted(case: Case) -> Iterator[Trial]:
    limit, stricter = limits(case.row, case.keyword, case.provider)
    main = severity(case.row, case.provider)
    fine, broken = ends(case, limit)
    fine_here, warned = ends(case, stricter)
    for end in fine_here if stricter is not None else fine:
        yield _counting(case, end, None)._replace(met=True)
    for end in [end for end in fine + warned if stricter is not None and end not in fine_here + broken]:
        yield _counting(case, end, "warning")._replace(met=end in fine)
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
    return list(limit), [another(limit, case, case.field)]


def another(words: list[Any], case: Case, path: str) -> Any:
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
        return _unshadowed(case, tried(case, what, (EMOJI if end % 2 else "x") * end, level))
    if case.keyword.endswith("_items"):
        return _unshadowed(case, tried(case, what, _items(case, end), level))
    if case.keyword == "max_total":
        return _total(case, what, end, level)
    origin = DERIVED_FROM.get(str(case.segments[-1])) if case.field in DERIVED else None
    if origin is None:
        return tried(case, what, end, level)
    key, value_of = origin
    there = case._replace(field=".".join([*case.field.split(".")[:-1], key]))
    return tried(there, what, value_of(end), level)._replace(size=end if key == "file" else None)


def _phone_of(country: str) -> str:
    import phonenumbers

    number = phonenumbers.example_number(country) or phonenumbers.example_number("DE")
    assert number is not None
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
        trial = tried(case, what, ANY, level)
        if case.row.raw.get("distinct"):
            return trial._replace(before=tuple(_renamed(trial.message, segments, f"v{at}") for at in range(count - 1)))
        return trial._replace(before=(trial.message,) * (count - 1))
    inner = innermost(segments)
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


def _unshadowed(case: Case, trial: Trial) -> Trial:
    """Only the strictest broken limit is reported: where a row gives way to this one, let it give way."""
    for other in catalogue().values():
        if (
            "raised_by" in other.raw
            or other is case.row
            or case.keyword not in other.constraints
            or case.field not in dict(other.fields)
        ):
            continue
        if not other.sources(case.provider):
            continue
        for path, wanted in other.when.items():
            if wanted == "absent" and path not in case.row.when and parse(path)[0] == case.provider:
                return trial._replace(message=with_field(trial.message, case, path))
    return trial
