"""Conditions from the rows of `rules/`: each row that touches a leaf and can refuse a message makes one or more.

What a row says stands in the row alone: its limit is read here, and its keyword is judged by the room that judges
every message.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .. import own_families
from ..checked import Target
from ..claims import Claim, claim
from ..constraints import AT_KEY, JUDGES
from ..derived import DERIVED
from ..diagnostic import Path, Severity
from ..fields import level_of
from ..paths import EACH, Segments, find, parse
from ..rows import Row, catalogue
from ..rulebook import Subject, breaches_of
from .conditions import Condition, Differs, Joint, Judged, Length
from .leaves import Leaf
from .locating import put
from .tracing import traced

_PROBES = (
    "waml7q", "+15550001111", "1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "2026-12-18", "{{1}}", "{{a}} {", "",
    " x ", "https://a.example/x.png", "data:image/png;base64,AAAA", "en_US", "en", "5", "-1.5", '{"a": 1}', "[]",
    "x" * 5000,
    "é" * 1500, "😀", "*a* _b", "a\nb", "US.1a", "a@g.us", "false",
)  # fmt: skip
"""Texts of every kind that a check could know, to see whether it says something else of them."""

_ON_VALUES = frozenset({"min_length", "max_length", "pattern", "one_of", "range", "format"})
_MILDER: tuple[Severity, ...] = ("warning", "info")
_ON_COUNTS = frozenset({"min_items", "max_items"})


Level = Callable[[str, Severity], Severity | None]
"""From a rule and the severity that its row says: the one that the settings make of it, or None."""


def conditions_of(target: Target, leaves: Sequence[Leaf], level: Level) -> Iterator[Condition]:
    """Yield what the rows ask of the leaves of a message. The target holds the values of one good row."""
    rules = Rules(target, leaves, level)
    heads = {str(leaf.path[0]) for leaf in leaves} | {"kind", "assume", "definition"}
    for row in [*catalogue().values(), *own_families.rows(target.own).values()]:
        if any(segments[0] in heads or pattern in DERIVED for pattern, segments in row.fields):
            yield from rules.of(row)


class Rules:
    """The rows, beside one message and its leaves."""

    def __init__(self, target: Target, leaves: Sequence[Leaf], level: Level) -> None:
        self.target = target
        self.level = level
        self.leaves = leaves
        self.base = os.path.dirname(target.authored.source.name) or "."
        self.subject = self.subject_with({})

    def subject_with(self, changes: Mapping[Path, Any]) -> Subject:
        """Return the message with other values in it, as the rules judge it."""
        target = self.target
        return Subject(put(target.message, changes), target.provider, target.assume, self.base, target.own)

    def of(self, row: Row) -> Iterator[Condition]:
        """Yield what one row asks."""
        if row.scope != "message" or not row.holds_for(self.target.provider) or not self.refuses(row):
            return
        own = claim(row, self.target.provider)
        if not own.concerns(self.subject.kind):
            return
        together: dict[Path, Leaf] = {leaf.path: leaf for leaf in self.deciding(row)}
        if any(self.level(row.name, milder) == "error" for milder in _MILDER):
            # The settings make more of a row than it says itself: then it is judged as a whole.
            together.update({leaf.path: leaf for leaf in self.leaves if self.concerned(row, leaf)})
        alone: list[Condition] = []
        for pattern, segments in row.fields:
            for keyword, limit, _ in own.limits:
                if limit is None or (keyword in AT_KEY and pattern not in DERIVED):
                    continue
                if keyword in _ON_VALUES and pattern not in DERIVED and segments[0] != "definition":
                    alone += self.on_values(own, keyword, limit, segments)
                elif keyword == "unique" and (differing := self.unique(row, segments)) is not None:
                    alone += differing
                elif keyword == "check":
                    quick = self.apart(limit, segments, row)
                    if quick is not None:
                        alone.append(quick)
                        continue
                    together.update({leaf.path: leaf for leaf in self.checked(row, pattern, segments)})
                    alone += self.compared(row) if not together else ()
                elif not self.counts(row, keyword) or segments[0] == "definition" or pattern in DERIVED:
                    together.update({leaf.path: leaf for leaf in self.touched(pattern, segments)})
        if together:
            # With the values that decide whether the row holds, the row is judged as a whole.
            parts = {leaf.path: leaf for leaf in self.leaves if self.concerned(row, leaf)}
            yield self.joint(row, list({**parts, **together}.values()))
        else:
            yield from alone

    def refuses(self, row: Row) -> bool:
        """Whether a breach of the row can be an error: a warning refuses nothing."""
        own = claim(row, self.target.provider)
        severities: set[Severity | None] = {own.severity, own.unknown}
        if any(warned is not None for _, _, warned in own.limits):
            severities.add("warning")
        return any(severity is not None and self.level(row.name, severity) == "error" for severity in severities)

    def counts(self, row: Row, keyword: str) -> bool:
        """Whether a keyword asks how many there are, and nothing of what they say."""
        return keyword in _ON_COUNTS or (keyword == "max_total" and not row.raw.get("distinct"))

    def concerned(self, row: Row, leaf: Leaf) -> bool:
        """Whether a leaf is in a field of the row."""
        return any(_inside(segments, leaf.path) for _, segments in row.fields)

    def deciding(self, row: Row) -> Iterator[Leaf]:
        """Yield the leaves whose value decides whether the row holds at all."""
        for pattern, wanted in row.when.items():
            segments = parse(pattern)
            if segments[0] in ("kind", "provider", "assume"):
                continue
            if wanted in ("present", "absent") and pattern not in DERIVED and segments[0] != "definition":
                continue
            yield from self.touched(pattern, segments)

    def touched(self, pattern: str, segments: Segments) -> Iterator[Leaf]:
        """Yield the leaves that a path finds, holds, or is derived from."""
        if segments[0] == "definition":
            if "templates" in self.subject.assume or segments[1] in self.subject.assume:
                yield from (leaf for leaf in self.leaves if leaf.path[0] == "template")
        elif pattern in DERIVED:
            yield from (leaf for leaf in self.leaves if _inside(segments[:-1], leaf.path))
        else:
            yield from (leaf for leaf in self.leaves if _inside(segments, leaf.path))

    def on_values(self, own: Claim, keyword: str, limit: Any, segments: Segments) -> Iterator[Condition]:
        """Yield a condition for each leaf that the row finds, and for which it holds."""
        row = own.row
        for leaf in self.leaves:
            if len(leaf.path) != len(segments) or not _inside(segments, leaf.path):
                continue
            if level_of(own, segments, leaf.path, self.subject, own.severity) is None:
                continue
            if keyword in ("min_length", "max_length"):
                if leaf.kind not in ("integer", "number"):
                    yield Length(row.name, leaf, keyword, limit, _literal(leaf))
            else:
                judge = JUDGES[keyword]
                yield Judged(row.name, leaf, keyword, limit, lambda v, j=judge, n=limit: j(v, n) is None)  # type: ignore[misc]

    def unique(self, row: Row, segments: Segments) -> list[Condition] | None:
        """Return what keeps the texts of a row apart; None where they are no texts, or differ by their place."""
        if row.when:
            return None
        found = list(find(self.subject.message, segments))
        groups = [found]
        if found and all(isinstance(value, list) for _, value in found):
            groups = [[((*path, at), item) for at, item in enumerate(value)] for path, value in found]
        conditions: list[Condition] = []
        for group in groups:
            paths = {path for path, _ in group}
            own = [leaf for leaf in self.leaves if leaf.path in paths]
            if not all(isinstance(value, str) for _, value in group):
                return None
            fixed = [value for path, value in group if path not in {leaf.path for leaf in own}]
            for at, leaf in enumerate(own):
                if fixed or own[:at]:
                    conditions.append(Differs(row.name, leaf, fixed, own[:at]))
        return conditions

    def apart(self, check: str, segments: Segments, row: Row) -> Condition | None:
        """Return the quick way of `differs-from` between a phone that varies and one that does not."""
        other = (
            self.subject.message.get((row.raw.get("with") or {}).get("other", "")) if check == "differs-from" else None
        )
        own = [leaf for leaf in self.leaves if _inside(segments, leaf.path) and leaf.kind == "phone"]
        fixed = isinstance(other, str) and not any(leaf.path == ("from",) for leaf in self.leaves)
        if row.when or len(own) != 1 or not fixed:
            return None
        digits = "".join(sign for sign in str(other) if sign.isdigit())
        return Differs(row.name, own[0], [f"+{digits}"], ())

    def checked(self, row: Row, pattern: str, segments: Segments) -> list[Leaf]:
        """Return the leaves that a check depends on: those it judges, and those it is seen to ask."""
        if segments[0] == "definition":
            return list(self.touched(pattern, segments))
        if not self.applies(row):
            return []
        within = self.touched(pattern, segments)
        judged = {leaf.path: leaf for leaf in within if leaf.kind in ("integer", "number")}
        asked, compared, fails = self.trace(row)
        # What fails with a text that is like no other cannot be told from comparing alone.
        judged.update({self.leaves[at].path: self.leaves[at] for at in (asked | set(compared) if fails else asked)})
        usual = self.said(row, {})
        for leaf in self.leaves:
            unseen = leaf.path not in judged and leaf.kind not in ("integer", "number")
            if unseen and any(self.said(row, {leaf.path: probe}) != usual for probe in _PROBES):
                judged[leaf.path] = leaf
        return list(judged.values())

    def applies(self, row: Row) -> bool:
        """Whether any field of the row is in the message."""
        return any(
            segments[0] in ("kind", "assume") or next(find(self.subject.message, segments), None) is not None
            for _, segments in row.fields
        )

    def compared(self, row: Row) -> Iterator[Condition]:
        """Yield what a check was seen to compare a leaf with, where it asked nothing else."""
        _, compared, _ = self.trace(row)
        for at, others in compared.items():
            yield Differs(row.name, self.leaves[at], sorted(others), ())

    def trace(self, row: Row) -> tuple[set[int], dict[int, set[str]], bool]:
        """Judge a row with texts that note what is asked of them; return what they were asked, and if it failed."""
        asked: set[int] = set()
        compared: dict[int, set[str]] = {}
        changes = {
            leaf.path: traced(f"waml7q{at}", at, asked, compared)
            for at, leaf in enumerate(self.leaves)
            if leaf.kind not in ("integer", "number")
        }
        subject = self.subject_with(changes)
        asked.clear()
        compared.clear()
        fails = self.fails(row, subject)
        return asked, compared, fails

    def fails(self, row: Row, subject: Subject) -> bool:
        """Whether a message breaks a row so that it is refused."""
        return any(self.level(row.name, breach.severity) == "error" for breach in breaches_of(row, subject))

    def said(self, row: Row, changes: Mapping[Path, Any]) -> list[Any]:
        """Return what a row says of the message with some other values."""
        return [(breach.path, breach.severity) for breach in breaches_of(row, self.subject_with(changes))]

    def joint(self, row: Row, leaves: list[Leaf]) -> Joint:
        """Return the row itself, judged with the values of these leaves."""

        def accepts(values: tuple[Any, ...]) -> bool:
            changes = {leaf.path: value for leaf, value in zip(leaves, values, strict=True)}
            return not self.fails(row, self.subject_with(changes))

        return Joint(row.name, leaves, accepts)


def _inside(segments: Segments, path: Path) -> bool:
    """Whether a path is one that the segments find, or lies in what they find."""
    if len(segments) > len(path):
        return False
    pairs = zip(segments, path, strict=False)
    return all(isinstance(part, int) if segment is EACH else segment == part for segment, part in pairs)


def _literal(leaf: Leaf) -> int:
    """The characters of a leaf that are the same in each row."""
    texts = [part for part in leaf.parts or () if isinstance(part, str)]
    lost = leaf.final and bool(texts) and leaf.parts is not None and leaf.parts[-1] == texts[-1]
    return sum(map(len, texts)) - (lost and texts[-1].endswith("\n"))
