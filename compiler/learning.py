"""What of a judgement hangs on the texts of a message, learnt from one that was judged by every rule.

A message is its form and its texts. A row that asks for keys, counts items, or looks at words that are part of the
form says of every message of the form what it said of the first. What is left asks one text for its length, its
pattern or its format, and checks that look where they like are asked again.

A text *hangs* where only such questions are asked of it. All others are *pinned*: they count as part of the form
(`pinning.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Any

from .across import kept
from .checked import Checked, Target, place
from .claims import Claim
from .constraints import JUDGES, SAYS
from .derived import DERIVED
from .diagnostic import Finding, Path
from .expressions import plain_matches
from .fields import is_told, level_of, may_hold
from .lessons import Judged, Lesson, Said
from .message import group
from .nodes import FilledNode, MappingNode
from .overlap import NOT_CARRIED
from .paths import find, follow
from .pinning import Texts, Unlearnable
from .pipeline import names_a_file
from .plan import OF_FORM, Field, Place, Plan, is_of_form, plan
from .questions import Asked, Finds, Glance, Hole, Look, Question, Room, Total, holes
from .rows import Row
from .rulebook import families_of
from .subject import Apart, OutOfReach, Subject

if TYPE_CHECKING:
    from .bounds.opened import Opened

_FILE = frozenset({"name", "description", "vars", "providers", "assume"})
"""The keys of a file of which it is known what they do."""


def lesson(checked: Checked, texts: Texts) -> Lesson:
    """Return what a message teaches of all of its form with the same pinned texts. Raises Unlearnable."""
    first = checked.targets[0]
    assert first.variables is not None
    keys = {str(key.value) for key, _ in texts.root.entries} if isinstance(texts.root, MappingNode) else set()
    facts = first.authored.file.get("assume", {})
    if checked.parts or keys & set(group("file")) - _FILE:
        raise Unlearnable
    if "templates" in facts or names_a_file(first.message) or kept(checked):
        raise Unlearnable
    values = dict(first.variables.values)
    targets = tuple(_Judging(target, texts).judged() for target in checked.targets)
    said = tuple(_said(texts, checked, target, finding) for target in checked.targets for finding in target.findings)
    return Lesson(values, texts.givens, texts.guards, targets, said)


def _said(texts: Texts, checked: Checked, target: Target, finding: Finding) -> Said:
    """Return a finding with its place in every file: that of a key, or of a value of which it says nothing."""
    if finding.fix or finding.related or finding.part or finding.replacement or not finding.path:
        raise Unlearnable
    if isinstance(target.authored.places.get(finding.path, (None, None))[1], FilledNode) and not finding.at_key:
        raise Unlearnable
    span = target.authored.span(finding.path, finding.at_key)
    diagnostic = place(checked.source, target.document, finding, target.authored)
    return Said(texts.spot(span.start), texts.spot(span.end), diagnostic)


class _Judging:
    """What the rows ask of a message for one provider."""

    def __init__(self, target: Target, texts: Texts) -> None:
        self.target = target
        self.texts = texts
        base = os.path.dirname(target.authored.source.name) or "."
        self.subject = Subject(target.message, target.provider, target.assume, base, target.own)
        self.pattern = self._pattern(self.subject.message, ())
        self.plan = plan(families_of(self.subject), target.provider, self.subject.kind, "message")
        self.firm: dict[Hole, list[Question]] = {}
        self.loose: dict[Hole, list[Question]] = {}
        self.apart = Apart(self.subject)
        self.glances: list[Glance] = []
        self.looks: list[Look] = []
        self.totals: dict[tuple[Place, Any, Any], list[Path]] = {}
        self.suspected: set[Place] = set()
        self.depending: dict[Claim, bool] = {}

    def judged(self) -> Judged:
        """Return it all. Raises Unlearnable where a finding is not of the form."""
        for at in self.plan.of_kind:
            self._ask_always(at)
        for at, fact in self.plan.of_facts:
            if self.plan.is_due(at, fact, self.subject):
                self._ask_always(at)
        for field, path, value in self.plan.walk(self.pattern):
            self._ask(field, path, value)
        totals = []
        for (at, judge, limit), paths in self.totals.items():
            if any(_hangs(follow(self.pattern, path)) for path in paths):
                patterns = tuple(follow(self.pattern, path) for path in paths)
                totals.append(Total(patterns, judge, limit, at, frozenset(holes([*patterns]))))
            elif judge([follow(self.subject.message, path) for path in paths], limit) is not None:
                self.suspected.add(at)
        asked = [*self.firm.values(), *self.loose.values()]
        loose = {at for questions in asked for _, _, at in questions}
        loose |= {look.place for look in self.looks} | {glance.place for glance in self.glances}
        loose |= {total.place for total in totals} | self.suspected
        self._fixed({self.plan.rows[number].name for number, _ in loose})
        return Judged(
            self.target.provider,
            self._by_text(),
            self.pattern,
            self.plan,
            {hole: self._asked(hole) for hole in (*self.firm, *self.loose)},
            self.apart,
            tuple(self.glances),
            tuple(totals),
            tuple(self.looks),
            frozenset(self.suspected),
            tuple(self._rooms()),
        )

    def _pattern(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: self._pattern(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self._pattern(item, (*path, at)) for at, item in enumerate(value)]
        return self.texts.holes.get(path, value) if isinstance(value, str) else value

    def _by_text(self) -> Mapping[int, Sequence[Hole]]:
        found: dict[int, list[Hole]] = {}
        for hole in dict.fromkeys(holes(self.pattern)):
            found.setdefault(hole.at, []).append(hole)
        return found

    def _depends(self, claim: Claim) -> bool:
        """Whether it hangs on a text, or on more than the message, where a row holds."""
        if not claim.when:
            return False
        if claim not in self.depending:
            self.depending[claim] = self._hangs_on_text(claim)
        return self.depending[claim]

    def _hangs_on_text(self, claim: Claim) -> bool:
        return any(
            (segments[0] == "definition" and is_told(self.subject, pattern, segments))
            or pattern in DERIVED
            or (
                segments[0] not in ("assume", "kind", "provider")
                and wanted not in ("present", "absent")
                and any(_hangs(value) for _, value in find(self.pattern, segments))
            )
            for pattern, segments, wanted in claim.when
        )

    def _ask_always(self, at: Place) -> None:
        said = self.plan.said(at)
        if said is None:
            return
        claim, pattern, segments = said
        if self._depends(claim) or (segments[0] == "definition" and is_told(self.subject, pattern, segments)):
            self.suspected.add(at)

    def _ask(self, field: Field, path: Path, value: Any) -> None:
        mine = follow(self.subject.message, path) if field.tests else None
        for at, judge, limit in field.tests:
            is_of_text = type(value) is Hole and judge not in OF_FORM
            if not is_of_text and judge(mine, limit) is None:
                continue
            said = self.plan.said(at)
            assert said is not None
            claim, _, segments = said
            if self._depends(claim):
                if is_of_text:
                    self.loose.setdefault(value, []).append((judge, limit, at))
                else:
                    self.suspected.add(at)
            elif is_of_text and level_of(claim, segments, path, self.subject, claim.severity) is not None:
                self.firm.setdefault(value, []).append((judge, limit, at))
        for at, claim, finds in field.looks:
            if self._depends(claim):
                self.looks.append(Look(path, claim, finds, at))
            elif may_hold(claim, self.subject):
                self._look(path, value, finds, at)
        for total in field.together:
            self.totals.setdefault(total, []).append(path)

    def _look(self, path: Path, pattern: Any, finds: Finds, at: Place) -> None:
        value = follow(self.subject.message, path)
        try:
            is_suspected = finds(value, self.apart)
        except OutOfReach:
            self.looks.append(Look(path, None, finds, at))
            return
        hanging = frozenset(holes(pattern))
        if hanging and not is_of_form(finds):
            self.glances.append(Glance(pattern, finds, at, hanging))
        elif is_suspected:
            self.suspected.add(at)

    def _asked(self, hole: Hole) -> Asked:
        firm = self.firm.get(hole, [])
        shortest = max((limit for judge, limit, _ in firm if judge is JUDGES["min_length"]), default=0)
        longest = min((limit for judge, limit, _ in firm if judge is JUDGES["max_length"]), default=inf)
        others = (one for one in firm if one[0] not in (JUDGES["min_length"], JUDGES["max_length"]))
        return Asked(shortest, longest, tuple(others), tuple(self.loose.get(hole, ())), set())

    def _fixed(self, loose: set[str]) -> None:
        """Raise Unlearnable unless every finding is of rows of which nothing hangs on a text."""
        rows = _by_name(self.plan)
        for finding in self.target.findings:
            if finding.rule == NOT_CARRIED:
                continue
            row = rows.get(finding.rule)
            if row is None or finding.rule in loose:
                raise Unlearnable
            says = row.raw.get("says") or "".join(SAYS.get(word, "") for word in row.constraints)
            if "{value}" in says:
                raise Unlearnable

    def _rooms(self) -> Iterator[Room]:
        opened = self.target.opened
        if opened is None:
            return
        if opened.authored is not opened.given:
            self._judge_left_out(opened)
        if not opened.fields or not opened.is_told():
            return
        if self.subject.kind == "template" and "templates" in self.subject.assume:
            raise Unlearnable
        from .bounds.rooms import room

        for field, path, value in self.plan.walk(self.pattern):
            if type(value) is Hole and path in opened.fields:
                is_plain = plain_matches(opened.fields[path].template) is not None
                limits = tuple(self._lengths(field, path, is_plain))
                if limits:
                    found = room(opened, path, value.at, limits)
                    if found is None:
                        raise Unlearnable
                    yield found

    def _judge_left_out(self, opened: Opened) -> None:
        """Raise Unlearnable where what is said of a part that is left out may hang on a text elsewhere."""
        subject = opened.subject(self.subject)
        if subject.kind != self.subject.kind:
            raise Unlearnable
        for field, _, _ in self.plan.walk(subject.message):
            for at in (*field.rows, *(at for at, _ in field.derived)):
                said = self.plan.said(at)
                if said is not None and self._depends(said[0]):
                    raise Unlearnable

    def _lengths(self, field: Field, path: Path, is_plain: bool) -> Iterator[tuple[str, int]]:
        for at in field.rows:
            said = self.plan.said(at)
            if said is None:
                continue
            claim, _, segments = said
            if not self._depends(claim) and level_of(claim, segments, path, self.subject, claim.severity) is None:
                continue
            for keyword, limit, warned in claim.limits:
                if keyword in ("range", "one_of") and not is_plain:
                    raise Unlearnable  # the literals may be what is chosen from
                if keyword in ("min_length", "max_length"):
                    yield from ((keyword, one) for one in (limit, warned) if one is not None)


@cache
def _by_name(plan: Plan) -> Mapping[str, Row]:
    return {row.name: row for row in plan.rows}


def _hangs(value: Any) -> bool:
    """Whether a text hangs in a part of a pattern."""
    return next(holes(value), None) is not None
