"""How long its variables can make a text, whatever else stands in it."""

from __future__ import annotations

from ..diagnostic import Path
from ..expressions import plain_matches
from ..lessons import Room
from . import UNKNOWN_BOUND, bound_of
from .domain import Exact, Length
from .limits import by_length
from .opened import Opened, written


def room(opened: Opened, path: Path, at: int, limits: tuple[tuple[str, int], ...]) -> Room | None:
    """Return the room that a text of plain names takes beside its literals, or None where that cannot be told."""
    node = opened.fields[path]
    text, loose = written(node)
    matches = plain_matches(text)
    bound = bound_of(text, opened.state, opened.optional)
    if matches is None or bound is None or bound == UNKNOWN_BOUND or isinstance(bound.domain, Exact):
        return None
    literal = len(text) - sum(match.end() - match.start() for match in matches)
    low, high, firm = bound.length
    return Room(at, low - literal, None if high is None else high - literal, firm, loose, limits)


def fits(room: Room, literal: int) -> bool:
    """Whether a text with so many characters of its own keeps within its limits, or nobody can tell."""
    low = max(room.low + literal - room.loose, 0)
    length = Length(low, None if room.high is None else room.high + literal, room.firm)
    return all(by_length(keyword, limit, length) in ("safe", "unknown") for keyword, limit in room.limits)
