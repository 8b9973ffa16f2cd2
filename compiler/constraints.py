"""The keywords of a row: what each means, and what it says when it is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .lazy import lazy

Judge = Callable[[Any, Any], dict[str, Any] | None]
"""(value, limit) -> what to say about a breach, or None. Lengths are in code points."""


def _length(value: Any) -> int | None:
    return len(value) if isinstance(value, str) else None


def min_length(value: Any, limit: Any) -> dict[str, Any] | None:
    length = _length(value)
    return {"length": length} if length is not None and length < limit else None


def max_length(value: Any, limit: Any) -> dict[str, Any] | None:
    length = _length(value)
    return {"length": length} if length is not None and length > limit else None


def min_items(value: Any, limit: Any) -> dict[str, Any] | None:
    return {"count": len(value)} if isinstance(value, (list, dict)) and len(value) < limit else None


def max_items(value: Any, limit: Any) -> dict[str, Any] | None:
    return {"count": len(value)} if isinstance(value, (list, dict)) and len(value) > limit else None


def in_range(value: Any, limit: Any) -> dict[str, Any] | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    low, high = limit
    return None if low <= value <= high else {"limit": f"{low} to {high}"}


def one_of(value: Any, limit: Any) -> dict[str, Any] | None:
    if isinstance(value, (dict, list)) or value in limit:
        return None
    return {}


def pattern(value: Any, limit: Any) -> dict[str, Any] | None:
    return {} if isinstance(value, str) and _compiled(limit).fullmatch(value) is None else None


def forbidden(value: Any, limit: Any) -> dict[str, Any] | None:
    return {} if limit is True else None


def exactly_one_of(value: Any, limit: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    count = sum(key in value for key in limit)
    return None if count == 1 else {"count": count}


def format(value: Any, limit: Any) -> dict[str, Any] | None:
    if not isinstance(value, str) or predicate(limit)(value):
        return None
    from .formats import FAULTS

    return dict(FAULTS[limit](value)) if limit in FAULTS else {}


@cache
def predicate(format: str) -> Callable[[str], bool]:
    """Return what tells whether a text has a format."""
    from .formats import FORMATS

    return FORMATS[format]


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


JUDGES: Mapping[str, Judge] = {
    "min_length": min_length,
    "max_length": max_length,
    "min_items": min_items,
    "max_items": max_items,
    "range": in_range,
    "one_of": one_of,
    "pattern": pattern,
    "forbidden": forbidden,
    "exactly_one_of": exactly_one_of,
    "format": format,
}
"""The keywords that judge one value. The others look at several: `rulebook.py`."""

SAYS: Mapping[str, str] = {
    "min_length": "{field} is {length} characters; {provider} wants at least {limit}",
    "max_length": "{field} is {length} characters; {provider} accepts {limit}",
    "min_items": "{field} has {count} items; {provider} wants at least {limit}",
    "max_items": "{field} has {count} items; {provider} accepts {limit}",
    "max_total": "there are {count} of {field}; {provider} accepts {limit}",
    "range": "{field} is {value}; {provider} accepts {limit}",
    "one_of": "{field} is '{value}'; {provider} accepts {limit}",
    "required": "{provider} needs {field}",
    "forbidden": "{provider} does not take {field} here",
    "requires": "{field} needs {limit}",
    "excludes": "{field} does not go together with {limit}",
    "exactly_one_of": "{field} has {count} of {limit}; exactly one is due",
    "unique": "'{value}' stands twice in {field}",
}
"""What a breach says where the row does not say it better."""

_PLURAL = lazy(r"\{(count|length)\} (\w+)s\b")


def singular(says: str, args: Mapping[str, Any]) -> str:
    """Return a message with its nouns in the singular where the number before them is one."""
    return _PLURAL.sub(lambda match: f"{{{match[1]}}} {match[2]}" if args.get(match[1]) == 1 else match[0], says)


AT_KEY = frozenset({"required", "forbidden", "requires", "excludes", "exactly_one_of"})
"""Keywords that judge that something is there, not what it is: the finding points at the key."""
