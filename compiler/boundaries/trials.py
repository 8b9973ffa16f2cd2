"""What a trial is, and what a row says of its limits."""

from __future__ import annotations

from typing import Any

from ..diagnostic import Path, Severity
from ..named import NamedTuple
from ..rows import Row, pick


class Trial(NamedTuple):
    """A message, and what the row says of it: nothing, or a severity at a path. A path of None is any of the row's.

    `met` tells a limit that is met exactly. `size` is that of the file `./file`, in bytes; `before` are the messages
    before it, in the file or the project.
    """

    what: str
    message: dict[str, Any]
    assume: dict[str, Any]
    severity: Severity | None = None
    path: Path | None = None
    size: int | None = None
    before: tuple[dict[str, Any], ...] = ()
    met: bool = False


def limits(row: Row, keyword: str, provider: str) -> tuple[Any, Any]:
    """Return the limit of a keyword, and the stricter one that only warns."""
    warn = row.raw.get("warn", {})
    stricter = pick(warn.get(keyword), provider) if pick(warn.get("source", {}), provider, []) else None
    return pick(row.raw.get(keyword), provider), stricter


def severity(row: Row, provider: str) -> Severity:
    """Return how much a breach matters: what nobody documents is no error."""
    stated: Severity = pick(row.raw.get("severity", "error"), provider, "error")
    return "warning" if stated == "error" and pick(row.raw["source"], provider) == ["inferred"] else stated
