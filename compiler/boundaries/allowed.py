"""What the rows of `rules/` allow a field, keyword by keyword: nobody else types the number of a provider."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ..rows import Row, catalogue, pick

SHORT = 24
"""How long a text is made that no row bounds; nobody's limit."""


@cache
def _by_field() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in catalogue().values():
        if row.scope == "message":
            for pattern, _ in row.fields:
                found.setdefault(pattern, []).append(row)
    return found


def _rows(provider: str, path: str, kind: str | None) -> Iterator[Row]:
    for row in _by_field().get(path, ()):
        if not row.sources(provider):
            continue
        kinds = row.when.get("kind")
        if kind is not None and kinds is not None and kind not in (kinds if isinstance(kinds, list) else [kinds]):
            continue
        yield row


def _numbers(provider: str, path: str, keyword: str, kind: str | None) -> list[Any]:
    found = [row.limit(keyword, provider) for row in _rows(provider, path, kind)]
    warned = [row.raw["warn"] for row in _rows(provider, path, kind) if "warn" in row.raw]
    found += [pick(warn[keyword], provider) for warn in warned if keyword in warn]
    return [number for number in found if number is not None]


@cache
def length(provider: str, path: str, kind: str | None = None) -> tuple[int, int | None]:
    """Return the least and the greatest length of a text that no row objects to; None is no bound."""
    low = max(_numbers(provider, path, "min_length", kind), default=0)
    return low, min(_numbers(provider, path, "max_length", kind), default=None)


@cache
def items(provider: str, path: str, most: int) -> tuple[int, int]:
    """Return the least and the greatest number of items, at most `most`."""
    low = max(_numbers(provider, path, "min_items", None), default=0)
    return low, min([*_numbers(provider, path, "max_items", None), most])


@cache
def total(provider: str, path: str, most: int) -> int:
    """Return how many of a field there may be in all."""
    return int(min([*_numbers(provider, path, "max_total", None), most]))


@cache
def between(provider: str, path: str, default: tuple[float, float]) -> tuple[Any, Any]:
    """Return the range of a number."""
    return tuple(next(iter(_numbers(provider, path, "range", None)), default))


@cache
def words(provider: str, path: str) -> list[str]:
    """Return the words that a field takes, none where every one does."""
    return next(iter(_numbers(provider, path, "one_of", None)), [])


@cache
def choices(provider: str, path: str) -> list[str]:
    """Return the keys of which a mapping has exactly one."""
    return next(iter(_numbers(provider, path, "exactly_one_of", None)), [])


@cache
def most_of_type(provider: str, path: str, kind: str) -> int | None:
    """Return how many items of a type a list may hold."""
    rows = [row for row in _rows(provider, path, None) if kind in str(row.when.get(f"{path}.type"))]
    return min((row.limit("max_total", provider) for row in rows if "max_total" in row.constraints), default=None)
