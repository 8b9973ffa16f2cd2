"""One slip, one finding: what a rule says only because something else is wrong already is left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from .diagnostic import SEVERITIES, Finding, Path, order_of
from .message import Message, group, meant
from .paths import follow
from .shape import Places

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


def once_written(judged: Sequence[Finding], places: Places, is_chosen: Callable[[str], bool]) -> list[Finding]:
    """Return the findings without those about a copy (the id of a button that its title gives) that weigh no more.

    What is not chosen to be said of the original says nothing of the copy.
    """
    weight: dict[Path, int] = {}
    for finding in judged:
        if finding.path and not finding.at_key and is_chosen(finding.rule):
            weight[finding.path] = min(weight.get(finding.path, len(SEVERITIES)), order_of(finding))
    originals = _originals(places, weight)
    return [f for f in judged if f.at_key or order_of(f) < weight.get(originals.get(f.path or (), ()), len(SEVERITIES))]


def _originals(places: Places, asked: Collection[Path]) -> dict[Path, Path]:
    """Return the field that is written, for each copy of one of some fields: beside it, or else where it first is."""
    shared = {id(places[path][1]) for path in asked if path in places}
    first: dict[tuple[int, Path], Path] = {}
    found: dict[Path, Path] = {}
    for path, (key, node) in places.items():
        if id(node) not in shared:
            continue
        beside, anywhere = (id(node), path[:-1]), (id(node), ())
        original = first.get(beside) or first.get(anywhere)
        # The key of a copy is nowhere in the file: it stands where the value does.
        if original is not None and key is not None and key.start == node.start:
            found[path] = original
        first.setdefault(beside, path)
        first.setdefault(anywhere, path)
    return found


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
