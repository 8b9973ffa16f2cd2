"""What the providers of a document carry of a place, in the words of a completion or a hover."""

from __future__ import annotations

from collections.abc import Iterable

from ..carries import Carries
from ..diagnostic import Path
from ..message import group


def pattern(path: Path) -> str:
    """Return a path as the rows write it: each item is `[]`."""
    text = ""
    for part in path:
        text += "[]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def not_carried(path: Path, providers: Iterable[str]) -> list[str]:
    """Return the providers that do not carry what stands at a path."""
    if not path:
        return []
    part = "kinds" if len(path) == 1 and path[0] in group("content") else "fields"
    return [name for name in providers if Carries(name).level(part, pattern(path)) not in ("yes", "info")]


def marked(path: Path, providers: tuple[str, ...]) -> str:
    """Return a note for what not all of the providers carry; empty where they do."""
    missing = not_carried(path, providers)
    return f"not at {', '.join(missing)}" if missing else ""
