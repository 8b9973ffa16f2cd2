"""What a row says of one provider: its limits, how much a breach matters, and when it holds. Read once."""

from __future__ import annotations

from functools import cache
from typing import Any

from .diagnostic import Severity
from .paths import EACH, Segments, parse
from .rows import Row, pick

Limit = tuple[str, Any, Any]
"""A keyword of a row, its limit, and the stricter one that only warns; None where there is none."""

Condition = tuple[str, Segments, Any]
"""A line of a row's `when`: the path, as it is written and in segments, and what is wanted there."""


class Claim:
    """A row as it holds for one provider."""

    __slots__ = ("always", "limits", "numbers", "provider", "row", "severity", "unknown", "when")

    def __init__(self, row: Row, provider: str) -> None:
        self.row = row
        self.provider = provider
        self.severity: Severity = row.severity(provider)
        self.when = tuple((path, parse(path), wanted) for path, wanted in row.when.items())
        self.always = tuple(condition for condition in self.when if EACH not in condition[1])
        """The conditions that are the same for every match."""
        self.numbers = {name: pick(number, provider) for name, number in row.raw.get("with", {}).items()}
        unknown = row.raw.get("unknown")
        self.unknown: Severity | None = None if unknown == "none" else unknown
        warn = row.raw.get("warn", {})
        if not pick(warn.get("source", {}), provider, []):
            warn = {}
        limits = ((word, row.limit(word, provider), pick(warn.get(word), provider)) for word in row.constraints)
        self.limits = tuple(one for one in limits if one[1] is not None or one[2] is not None)

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
