"""Mending a message that breaks a rule: what is due is added, what is refused is taken away or replaced.

It says what the rows say: the limit of a keyword, or the value of a row's `good` example. So a message can be built
from nothing but its kind, and one that should break a single rule can be rid of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from ..diagnostic import Finding, Path
from ..message import group, kind_of
from ..paths import Segments, find, parse
from ..rows import Row, catalogue
from ..rulebook import Subject, judge
from .building import SAMPLE, concrete, drop, put
from .by_example import good_value
from .drafts import Case, root, sample_at
from .trials import limits

MOST = 12
"""Findings that are mended one after the other; a message that needs more is none of ours."""


def mended(message: dict[str, Any], provider: str, keep: Iterable[str] = ()) -> dict[str, Any]:
    """Return a message without what can be mended of it; what the rules of `keep` say of it stays."""
    kept, kind = set(keep), kind_of(message)
    left: set[tuple[str, Path]] = set()
    for _ in range(MOST):
        found = [f for f in faults(message, provider) if f.rule not in kept and (f.rule, f.path or ()) not in left]
        if not found:
            break
        for finding in found:
            left.add((finding.rule, finding.path or ()))
            changed = _mended(message, provider, finding)
            if changed is not None and kind_of(changed) == kind:
                message = changed
                break
    return message


def faults(message: Mapping[str, Any], provider: str, assume: Mapping[str, Any] | None = None) -> list[Finding]:
    """Return what is wrong with a message, infos aside."""
    return [f for f in judge(Subject(dict(message), provider, assume or {})) if f.severity != "info"]


def _mended(message: dict[str, Any], provider: str, finding: Finding) -> dict[str, Any] | None:
    """Return the message with one finding mended by what its row says, or None where it says nothing."""
    row = catalogue().get(finding.rule)
    if row is None or not finding.path or "raised_by" in row.raw:
        return _without(message, finding.path or ())
    for keyword in row.constraints:
        case = Case(row, provider, keyword, row.fields[0][0])
        limit = limits(row, keyword, provider)
        strictest = limit[1] if limit[1] is not None else limit[0]
        changed = _by_keyword(message, case, strictest, finding.path)
        if changed is not None and changed != message:
            return changed
    return None


def _by_keyword(message: dict[str, Any], case: Case, limit: Any, path: Path) -> dict[str, Any] | None:
    row, keyword = case.row, case.keyword
    of = root(row)
    there = next((value for _, value in find(message, path)), None)
    if keyword == "required":
        return put(message, of, path, _value(row, case.provider, path))
    if keyword == "forbidden":
        return _without(message, path)
    if keyword == "requires":
        for other in [limit] if isinstance(limit, str) else limit:
            place = _beside(parse(other), path)
            if next(find(message, place), None) is None:
                holder = next((value for _, value in find(message, place[:-1])), None)
                if holder == SAMPLE:  # it stands for nothing in particular, and now there is something
                    message = put(message, of, place[:-1], {})
                message = put(message, of, place, _value(row, case.provider, place))
        return message
    if keyword == "excludes":
        return _without(message, path)
    if keyword == "one_of" and isinstance(limit, list):
        return put(message, of, path, limit[0])
    if keyword == "range":
        return put(message, of, path, limit[0])
    if keyword == "exactly_one_of":
        return _one_key(message, case, limit, path)
    if keyword in ("min_items", "min_length") and isinstance(limit, int):
        return _filled(message, row, path, there, limit)
    if keyword in ("pattern", "format", "check"):
        good = good_value(row, case.provider)
        if good is None or good[0][0] in ("kind", "definition", "assume") or len(good[0]) > len(path):
            return None
        return put(message, of, path[: len(good[0])], deepcopy(good[1]))
    return None


def _one_key(message: dict[str, Any], case: Case, keys: list[str], path: Path) -> dict[str, Any]:
    found = next((value for _, value in find(message, path)), None)
    holder: dict[str, Any] = found if isinstance(found, dict) else {}
    kept = {key: value for key, value in holder.items() if key not in keys}
    # Of several the one that came last was asked for by something else.
    there = [key for key in holder if key in keys]
    key = there[-1] if there else keys[0]
    value = holder[key] if there else _value(case.row, case.provider, (*path, key))
    return put(put(message, root(case.row), path, kept), root(case.row), (*path, key), value)


def _filled(message: dict[str, Any], row: Row, path: Path, there: Any, count: int) -> dict[str, Any] | None:
    if isinstance(there, str):
        return put(message, root(row), path, there + "x" * (count - len(there)))
    if isinstance(there, list):
        items = [*there, *(sample_at(row, (*path, at), at) for at in range(len(there), count))]
        return put(message, root(row), path, items)
    return None


def _value(row: Row, provider: str, path: Path) -> Any:
    """Return a value for a field: the first word of those that a row takes there, else the least."""
    general = ".".join(str(part) for part in path if isinstance(part, str))
    for other in catalogue().values():
        words = other.limit("one_of", provider) if "one_of" in other.constraints and other.sources(provider) else None
        if words and any(".".join(str(p) for p in s if isinstance(p, str)) == general for _, s in other.fields):
            return words[0]
    return sample_at(row, path)


def _beside(other: Segments, path: Path) -> Path:
    """Return where another field of the same items stands: `[]` of the head that they share is the same item."""
    place = list(concrete(other))
    for at, (mine, its) in enumerate(zip(other, path, strict=False)):
        if mine is None and isinstance(its, int):
            place[at] = its
        elif mine != its:
            break
    return tuple(place)


def _without(message: dict[str, Any], path: Path) -> dict[str, Any] | None:
    if not path or (len(path) == 1 and path[0] in group("content") and path[0] != "buttons"):
        return None
    message = deepcopy(message)
    drop(message, path)
    return message
