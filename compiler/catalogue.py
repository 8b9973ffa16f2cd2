"""A rule told to people: its fault, what it asks, of whom, who says so, and which errors it prevents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .rows import Row, pick

_WORDS = {
    "min_length": "at least {} characters",
    "max_length": "at most {} characters",
    "min_items": "at least {} items",
    "max_items": "at most {} items",
    "max_total": "at most {} in all",
    "range": "{}",
    "one_of": "one of {}",
    "pattern": "matches {}",
    "requires": "only together with {}",
    "excludes": "not together with {}",
    "exactly_one_of": "exactly one of {}",
    "unique": "no two alike",
    "format": "is of the form {}",
}

_BY_SEVERITY = {
    "required": {"error": "required", "warning": "advised", "info": "a note"},
    "forbidden": {"error": "not allowed", "warning": "advised against", "info": "a note"},
}

MAX_WRITTEN = 80
"""Characters of a limit that a sentence has room for; the list of limits tells all of it."""

_FAULTS = {
    "min_length": "{field} is too short",
    "max_length": "{field} is too long",
    "min_items": "{field} has too few items",
    "max_items": "{field} has too many items",
    "max_total": "there are too many of {field}",
    "range": "{field} is out of its range",
    "one_of": "{field} is none of the words that are taken",
    "required": "{field} is missing",
    "forbidden": "{field} is not taken here",
    "requires": "{field} stands without {limit}",
    "excludes": "{field} stands beside {limit}",
    "exactly_one_of": "not exactly one of {limit} is there",
    "unique": "a value stands twice in {field}",
}
"""The fault of a row that has no words of its own."""

_PLACEHOLDER = re.compile(r"'?\{(field|value|length|count|limit|provider|other|unit)\}'?")
_NAMED = re.compile(r"\b((?:the|an?) \w+) '\{value\}'")
_SO_MANY = re.compile(r"(?:the value|what is allowed)(?= (?:bytes|characters|items|lines|words|days|percent)\b)")


def entry(row: Row) -> dict[str, Any]:
    """Return what there is to say about a rule, as plain JSON values."""
    raw = row.raw
    providers = row.providers()
    severities = {name: row.severity(name) for name in providers}
    one = set(severities.values())
    return {
        "name": row.name,
        "severity": one.pop() if len(one) == 1 else (row.severity(None) if not one else "mixed"),
        "severities": severities,
        "fault": _fault(row, providers),
        "fields": [path for path, _ in row.fields],
        "when": dict(row.when),
        "limits": list(_limits(row, providers)),
        "help": raw.get("help"),
        "why": raw.get("why"),
        "raised_by": raw.get("raised_by", "rulebook"),
        "codes": {name: codes for name in providers if (codes := row.codes(name))},
        "sources": {name: list(_documents(row, name)) for name in providers},
        "bad": raw.get("bad"),
        "good": raw.get("good"),
        "aliases": raw.get("aliases", []),
    }


def severity_text(told: Mapping[str, Any]) -> str:
    """Return the severity of an entry in words: `error, warning at pilot-status` where providers differ."""
    by_level: dict[str, list[str]] = {}
    for name, level in told["severities"].items():
        by_level.setdefault(level, []).append(name)
    if len(by_level) < 2:
        return str(told["severity"])
    most, *others = sorted(by_level, key=lambda level: -len(by_level[level]))
    return ", ".join([most, *(f"{level} at {' and '.join(by_level[level])}" for level in others)])


def _fault(row: Row, providers: list[str]) -> str:
    """Return in one sentence what is wrong where the row finds something."""
    if "why" in row.raw:
        return str(row.raw["why"])
    said = row.raw.get("says") or ", or ".join(_FAULTS[keyword] for keyword in row.constraints)
    words = {
        "field": row.fields[0][0] if len(row.fields) == 1 else "the field",
        "limit": _one_limit(row, providers) or "what is allowed",
        "length": "so many",
        "count": "so many",
        "other": "the other",
    }
    said = _PLACEHOLDER.sub(lambda match: words.get(match[1], f"the {match[1]}"), _NAMED.sub(r"\1", said))
    return _SO_MANY.sub("so many", said).replace("its the ", "its ")


def _one_limit(row: Row, providers: list[str]) -> str | None:
    """Return the limit of a row as people read it, where there is only one for all providers."""
    keywords = [keyword for keyword in row.constraints if keyword != "check"]
    limits = {_written(row.limit(keyword, name)) for keyword in keywords for name in providers}
    if "check" in row.constraints:
        limits |= {_written(pick(value, name)) for value in row.raw.get("with", {}).values() for name in providers}
    only = limits.pop() if len(limits) == 1 else ""
    return only if 0 < len(only) <= MAX_WRITTEN else None


def _written(limit: Any) -> str:
    if isinstance(limit, list) and len(limit) == 2 and not any(isinstance(item, str) for item in limit):
        return f"{limit[0]} to {limit[1]}"
    return ", ".join(str(item) for item in limit) if isinstance(limit, list) else str(limit)


def _limits(row: Row, providers: list[str]) -> Iterator[str]:
    for keyword in row.constraints:
        by_limit: dict[str, list[str]] = {}
        for name in providers:
            limit = row.limit(keyword, name)
            if limit is not None:
                by_limit.setdefault(say(row, keyword, limit, name), []).append(name)
        for said, names in by_limit.items():
            yield said if names == providers else f"{said} ({', '.join(names)})"
    warn = row.raw.get("warn", {})
    names = [name for name in providers if pick(warn.get("source", {}), name)]
    for keyword in warn:
        limits = {
            say(row, keyword, limit, name)
            for name in names
            if keyword != "source" and (limit := pick(warn[keyword], name))
        }
        yield from (f"{said} advised ({', '.join(names)})" for said in sorted(limits))


def say(row: Row, keyword: str, limit: Any, provider: str) -> str:
    """Return a limit in words, as a part of a sentence: `at most 20 characters`."""
    if keyword in _BY_SEVERITY:
        return _BY_SEVERITY[keyword][row.severity(provider)]
    if keyword == "unique":
        return _WORDS[keyword]
    if keyword == "check":
        return _say_check(row, limit, provider)
    unit = " bytes" if row.fields and row.fields[0][0].endswith(".bytes") else ""
    said = _WORDS[keyword].format(_written(limit)) + unit
    return said.removesuffix("s") if limit == 1 and keyword.startswith(("min_", "max_")) else said


def _say_check(row: Row, name: str, provider: str) -> str:
    given = {key: pick(value, provider) for key, value in row.raw.get("with", {}).items()}
    if name == "utf8-length":
        return f"at most {given['max']} bytes"
    stated = ", ".join(f"{key} {value}" for key, value in given.items() if isinstance(value, (str, int, float)))
    return name.replace("-", " ") + (f": {stated}" if stated else "")


def _documents(row: Row, provider: str) -> Iterator[dict[str, Any]]:
    yield from row.documents(provider)
