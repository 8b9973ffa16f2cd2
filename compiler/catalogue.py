"""A rule told to people: what it asks, of whom, who says so, and which errors it prevents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .rows import Row, pick, table

_WORDS = {
    "min_length": "at least {} characters",
    "max_length": "at most {} characters",
    "min_items": "at least {} items",
    "max_items": "at most {} items",
    "max_total": "at most {} in all",
    "range": "{}",
    "one_of": "one of {}",
    "pattern": "matches {}",
    "required": "required",
    "forbidden": "not allowed",
    "requires": "only together with {}",
    "excludes": "not together with {}",
    "exactly_one_of": "exactly one of {}",
    "unique": "no two alike",
    "format": "is of the form {}",
    "check": "{}",
}


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


def _limits(row: Row, providers: list[str]) -> Iterator[str]:
    for keyword in row.constraints:
        by_limit: dict[str, list[str]] = {}
        for name in providers:
            limit = row.limit(keyword, name)
            if limit is not None:
                by_limit.setdefault(_say(keyword, limit), []).append(name)
        for said, names in by_limit.items():
            yield said if names == providers else f"{said} ({', '.join(names)})"
    warn = row.raw.get("warn", {})
    names = [name for name in providers if pick(warn.get("source", {}), name)]
    for keyword in warn:
        limits = {
            _say(keyword, limit) for name in names if keyword != "source" and (limit := pick(warn[keyword], name))
        }
        yield from (f"{said} advised ({', '.join(names)})" for said in sorted(limits))


def _say(keyword: str, limit: Any) -> str:
    if keyword == "range":
        return f"{limit[0]} to {limit[1]}"
    if keyword in ("required", "forbidden", "unique"):
        return _WORDS[keyword]
    if keyword == "check":
        return str(limit).replace("-", " ")
    written = ", ".join(str(item) for item in limit) if isinstance(limit, list) else str(limit)
    return _WORDS[keyword].format(written)


def _documents(row: Row, provider: str) -> Iterator[dict[str, Any]]:
    documents = table("sources")
    for name in row.sources(provider):
        yield {"id": name, **documents[name]}
