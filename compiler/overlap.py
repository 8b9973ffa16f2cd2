"""One slip, one finding: what a rule says only because something else is wrong already is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .diagnostic import Finding, Path
from .message import Message, group, meant
from .paths import follow

_UNREAD = ("wrong-type", "not-a-time", "unknown-word", "missing-value", "missing-key")
"""The faults of a field that has no value to judge, or none that is more than text."""

NOT_CARRIED = "not-carried"


def sifted(read: Sequence[Finding], judged: Iterable[Finding], message: Message) -> list[Finding]:
    """Return what the rules found without what follows from the faults of reading."""
    unread = [f.path for f in read if f.path and f.rule in _UNREAD]
    misspelt = [path for f in read if f.rule == "unknown-key" and f.path for path in _meant(f.path)]
    if not unread and not misspelt:
        return list(judged)
    return [f for f in judged if f.rule == NOT_CARRIED or not _follows(f.path, unread, misspelt, message)]


def carried(judged: Sequence[Finding], not_carried: Sequence[Finding]) -> list[Finding]:
    """Return the findings about what a provider carries: of a kind or a button that it has not, the rest is idle."""
    gone: list[Path] = []
    for finding in not_carried:
        path = finding.path or ()
        if finding.severity == "error" and (len(path) == 1 or path[-2:-1] == ("buttons",)):
            gone.append(path)
            if len(path) == 1 and path[0] in group("content"):
                gone += [(part,) for part in group("dressing")]
    if not gone:
        return list(judged)
    return [f for f in judged if not any(f.path and _inside(f.path, path) for path in gone)]


def _inside(path: Path, whole: Path) -> bool:
    # A rule on the type itself may say better which ones there are.
    return path[: len(whole)] == whole and path != (*whole, "type")


def _meant(path: Path) -> list[Path]:
    word = str(path[-1])
    if len(path) == 1:
        near = meant(word)
        return [(near,)] if near is not None else []
    return []


def _follows(path: Path | None, unread: Sequence[Path], misspelt: Sequence[Path], message: Message) -> bool:
    if not path:
        return False
    if path in unread:
        return True
    if not any(one[: len(path)] == path for one in (*unread, *misspelt)):
        return False
    try:
        follow(message, path)
    except (KeyError, IndexError, TypeError):
        return True
    return False
