"""How long its variables can make a text, whatever else stands in it."""

from __future__ import annotations

from ..diagnostic import Path
from ..expressions import plain_matches
from ..questions import Room
from ..templating_cut import cut
from . import UNKNOWN_BOUND, bound_of
from .domain import Exact, Length
from .limits import by_length
from .opened import Opened, written


def room(opened: Opened, path: Path, at: int, limits: tuple[tuple[str, int], ...]) -> Room | None:
    """Return the room that a text takes beside its literals, or None where that cannot be told."""
    node = opened.fields[path]
    text, loose = written(node)
    matches = plain_matches(text)
    if matches is None:
        return _of_template(opened, text, Room(at, 0, None, True, loose, limits))
    bound = opened.bound(path) if not loose and node.round is None else bound_of(text, opened.state, opened.optional)
    if bound is None or bound == UNKNOWN_BOUND or isinstance(bound.domain, Exact):
        return None
    literal = len(text) - sum(match.end() - match.start() for match in matches)
    low, high, firm = bound.length
    return Room(at, low - literal, None if high is None else high - literal, firm, loose, limits)


def _of_template(opened: Opened, text: str, room: Room) -> Room | None:
    """Return the room of a text that Jinja fills: what it takes with literals of one character, and what each adds.

    With longer ones no case is longer than the longest of these, and each literal as often as it can stand there.
    """
    shorter = cut(text)
    if shorter is None:
        return None

    def length(long: str, size: int) -> Length | None:
        literals = {name: Exact("x" * (size if name == long else 1)) for name in shorter.literals}
        bound = bound_of(shorter.text, {**opened.state, **literals}, opened.optional)
        return None if bound is None or bound == UNKNOWN_BOUND else bound.length

    found = length("", 1)
    if found is None:
        return None
    times = dict.fromkeys(shorter.literals, 1)
    if found.high is not None:
        size = found.high + 1
        for name in shorter.repeated:
            longer = length(name, size)
            if longer is None or longer.high is None:
                return None
            times[name] = longer.high // size
    return room._replace(low=found.low, high=found.high, times=times)


def fits(room: Room, low: int, high: int) -> bool:
    """Whether a text, its own characters at least and at most so many, keeps its limits, or nobody can tell."""
    length = Length(max(room.low + low - room.loose, 0), None if room.high is None else room.high + high, room.firm)
    return all(by_length(keyword, limit, length) in ("safe", "unknown") for keyword, limit in room.limits)
