"""What is found of many repeated items is told once, with the items; what nobody knows the count of is not counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .diagnostic import Finding, Path
from .message import Authored
from .nodes import ScalarNode, SequenceNode
from .rounds import Round, related
from .rows import family, row_of

_COUNTED = frozenset({"min_items", "max_items", "max_total", "unique", "check"})
"""The keywords that count the items of a list, or look at all of them."""


def written_path(path: Path, rounds: Mapping[Path, Round]) -> Path:
    """Return the path of a field as it is written, where a repeated item stands once."""
    return tuple(
        rounds[path[: at + 1]].item.at if isinstance(part, int) and path[: at + 1] in rounds else part
        for at, part in enumerate(path)
    )


def round_at(path: Path, rounds: Mapping[Path, Round]) -> Round | None:
    """Return the innermost repeated item that a field stands in."""
    for end in range(len(path), 0, -1):
        found = rounds.get(path[:end])
        if found is not None and found.item.way:
            return found
    return None


def merged(findings: Iterable[Finding], authored: Authored) -> list[Finding]:
    """Return findings with those once that are true of several items of a `for_each`."""
    groups: dict[Any, list[tuple[Finding, Round | None]]] = {}
    for number, finding in enumerate(findings):
        round = round_at(finding.path, authored.rounds) if finding.path else None
        key: Any = number
        if round is not None and finding.path is not None:
            written = written_path(finding.path, authored.rounds)
            key = (finding.rule, finding.severity, finding.provider, finding.at_key, written)
        groups.setdefault(key, []).append((finding, round))
    return [
        _told(_emptied(group[0][0], authored), [round for _, round in group if round is not None], authored)
        for group in groups.values()
    ]


def _emptied(finding: Finding, authored: Authored) -> Finding:
    """Return a finding about a list with the reason why nothing is left in it."""
    node = authored.places[finding.path][1] if finding.path in authored.places else None
    if not isinstance(node, SequenceNode) or node.rounds is None or node.items:
        return finding
    said = "'for_each' and 'when' leave nothing of it"
    return finding._replace(help=f"{finding.help}; {said}" if finding.help else said)


def _told(finding: Finding, rounds: list[Round], authored: Authored) -> Finding:
    """Return a finding with the items that it is true of. What is written out is so for all of them."""
    if not rounds or finding.rule in {row.name for row in family("language")}:
        return finding
    node = authored.places[finding.path][1] if finding.path in authored.places else None
    if isinstance(node, ScalarNode) and not node.rendered:
        return finding
    if not isinstance(node, ScalarNode) and (place := related(rounds[0])) is not None:
        # A scalar that was filled says itself whence its values came.
        finding = finding._replace(related=(*finding.related, place))
    others = len({(round.place, round.outer and round.outer.place) for round in rounds}) - 1
    if others < 1:
        return finding
    more = f"{others} more item{'' if others == 1 else 's'} of '{'.'.join(rounds[0].item.way)}'"
    return finding._replace(message=f"{finding.message}; so it is for {more}")


def certain(judged: Iterable[Finding], authored: Authored) -> list[Finding]:
    """Return findings without those that rest on how many items a list has, where nobody knows that yet."""
    lists = {path[:-1] for path, round in authored.rounds.items() if not round.is_known}
    return [f for f in judged if not lists or not _counts(f, lists)]


def _counts(finding: Finding, lists: Iterable[Path]) -> bool:
    path = finding.path or ()
    if not any(path == whole[: len(path)] or whole == path[:-1] for whole in lists):
        return False
    row = row_of(finding.rule)
    return row is not None and not _COUNTED.isdisjoint(row.constraints)
