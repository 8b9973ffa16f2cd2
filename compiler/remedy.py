"""What helps with a fault: fixes as edits of the file, and second places. A clean run needs none of it."""

from __future__ import annotations

from .diagnostic import Position, Span
from .named import NamedTuple


class Edit(NamedTuple):
    """Replace what stands in a span."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A remedy as edits of the file. Safe: the meaning is certain to stay."""

    title: str
    safe: bool
    edits: tuple[Edit, ...]


def requoted(written: str, word: str) -> str:
    """Return a word in the quotes, or none, in which another is written."""
    quote = written[:1] if written[:1] in ("'", '"') else ""
    return f"{quote}{word}{quote}"


class Related(NamedTuple):
    """A second place that helps to understand the first. A file of None is the finding's own."""

    message: str
    span: Span
    file: str | None = None


class PlacedEdit(NamedTuple):
    """An edit with its place."""

    start: Position
    end: Position
    text: str


class PlacedFix(NamedTuple):
    """A fix with its places."""

    title: str
    safe: bool
    edits: tuple[PlacedEdit, ...]


class PlacedRelated(NamedTuple):
    """A second place, found."""

    message: str
    file: str
    start: Position
    end: Position
