"""What a row says of one provider: its limits, how much a breach matters, and when it holds. Read once."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from .diagnostic import Severity
from .paths import EACH, Segments, parse
from .rows import Row, pick


class Limit(NamedTuple):
    """A keyword of a row. Without `limit` it only warns; without `warned` there is no stricter one that warns."""

    keyword: str
    limit: Any
    warned: Any


class Condition(NamedTuple):
    """One line of a row's `when`."""

    pattern: str
    segments: Segments
    wanted: Any


class Claim:
    """A row as it holds for one provider."""

    __slots__ = ("always", "limits", "numbers", "provider", "row", "severity", "unknown", "when")

    def __init__(self, row: Row, provider: str) -> None:
        self.row = row
        self.provider = provider
        self.severity: Severity = row.severity(provider)
        self.when = tuple(Condition(path, parse(path), wanted) for path, wanted in row.when.items())
        self.always = tuple(condition for condition in self.when if EACH not in condition.segments)
        """The conditions that are the same for every match."""
        self.numbers = {name: pick(number, provider) for name, number in row.raw.get("with", {}).items()}
        unknown = row.raw.get("unknown")
        self.unknown: Severity | None = None if unknown == "none" else unknown
        warn = row.raw.get("warn", {})
        if not pick(warn.get("source", {}), provider, []):
            warn = {}
        limits = (Limit(word, row.limit(word, provider), pick(warn.get(word), provider)) for word in row.constraints)
        self.limits = tuple(one for one in limits if one.limit is not None or one.warned is not None)

    def concerns(self, kind: str | None) -> bool:
        """Whether the row can hold for a message of this kind."""
        return all(
            kind == wanted or (isinstance(wanted, list) and kind in wanted)
            for pattern, _, wanted in self.when
            if pattern == "kind"
        )


@cache
def claim(row: Row, provider: str) -> Claim:
    """Return what a row says of a provider."""
    return Claim(row, provider)
