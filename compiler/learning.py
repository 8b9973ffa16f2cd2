"""What of a judgement hangs on the texts of a message, learnt from one that was judged by every rule.

A message is its form and its texts. A row that asks for keys, counts items, or looks at words that are part of the
form says of every message of the form what it said of the first. What is left asks one text for its length, its
pattern or its format, and checks that look where they like are asked again.

A text *hangs* where only such questions are asked of it. All others are *pinned*: they count as part of the form.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from .across import kept
from .checked import Checked, Options, Target, place
from .claims import Claim
from .constraints import SAYS
from .derived import DERIVED
from .diagnostic import Finding, Path
from .fields import level_of, may_hold
from .forms import Form
from .lessons import Given, Hole, Judged, Lesson, Look, Question, Room, Said, Total
from .message import group, shape
from .nodes import FilledNode, MappingNode, Node, ScalarNode
from .overlap import NOT_CARRIED
from .paths import EACH, find, follow, scalars
from .pipeline import names_a_file
from .plan import OF_FORM, Field, Place, plan
from .rulebook import families_of
from .shape import MISSING, Shape
from .subject import Subject

_FILE = frozenset({"name", "description", "vars", "providers", "assume"})
"""The keys of a file of which it is known what they do."""


class Unlearnable(Exception):
    """The findings hang on more than can be told."""


class Texts:
    """The texts of a message that was judged: where each stands, and which of them hang."""

    def __init__(self, form: Form, checked: Checked) -> None:
        (self.root,) = checked.source.documents
        self.targets = checked.targets
        nodes = _texts(self.root)
        self.by_id = {id(node): at for at, node in enumerate(nodes)}
        self.by_start = {node.start: at for at, node in enumerate(nodes)}
        if [*self.by_start] != [text.start_mark.index for text in form.texts]:
            raise Unlearnable
        self.givens = tuple(self._givens(checked.targets[0]))
        self.holes: dict[Path, Hole] = {}
        self.guards: dict[int, str] = {}
        self._find_places()
        self.hanging = {given.at for given in self.givens} | {hole.at for hole in self.holes.values()}
        self.pinned = tuple(at for at in range(len(nodes)) if at not in self.hanging)

    def at(self, node: Node) -> int | None:
        """Return which of the texts a node of the message was written as."""
        return self.by_start.get(node.start) if isinstance(node, FilledNode) else self.by_id.get(id(node))

    def _givens(self, target: Target) -> Iterator[Given]:
        """Yield the texts that declarations hold as values; to hold them against a pattern takes time, counted."""
        assert target.variables is not None
        for name, variable in target.variables.declared.items():
            declaration = variable.declaration
            if declaration is None or not isinstance(variable.node, MappingNode) or "pattern" in declaration:
                continue
            strongest = "default" if "default" in declaration else "example"
            for role in ("default", "example"):
                at = self.by_id.get(id(variable.node.get(role)))
                if at is not None:
                    yield Given(at, name if role == strongest else None, declaration)

    def _find_places(self) -> None:
        """Find where each text stands. One that stands nowhere says something that is not known here."""
        declared = self.root.get("vars") if isinstance(self.root, MappingNode) else None
        told = {self.by_id[id(node)] for node in _texts(declared)} if declared is not None else set()
        pinned = set()
        for target in self.targets:
            places = target.authored.places
            for path, (_, node) in places.items():
                if not isinstance(node, ScalarNode):
                    # What is free in its shape is taken as it is, and read no further.
                    told |= {self._pinned(text) for text in _texts(node)} if _shape(path).slot == "json" else set()
                    continue
                at = self.at(node)
                if at is None:
                    continue
                told.add(at)
                slot = _slot(path)
                if slot is None:
                    pinned.add(self._pinned(node))
                    continue
                self.holes[path] = Hole(at, slot == "phone")
                if _shape(path[:-1]).expand == "recipient" and places[path[:-1]][1].start == node.start:
                    self.guards[at] = str(path[-1])
        if len(told) < len(self.by_id):
            raise Unlearnable
        self.holes = {path: hole for path, hole in self.holes.items() if hole.at not in pinned}

    def _pinned(self, node: ScalarNode) -> int:
        """Return which of the texts a node is whose text counts; what is filled into it must be none that hangs."""
        if isinstance(node, FilledNode):
            raise Unlearnable
        return self.by_id[id(node)]


def _texts(node: Node) -> list[ScalarNode]:
    return [scalar for _, scalar in scalars(node) if isinstance(scalar.value, str)]


def _shape(path: Path) -> Shape:
    found = shape()
    for part in path:
        below = found.field(part) if isinstance(part, str) else found.items
        if below is None:
            raise Unlearnable
        found = below
    return found


def _slot(path: Path) -> str | None:
    """Return the slot of a text that may hang: it takes any text, and what becomes of it is the text."""
    if not path or path[0] in ("providers", "assume", "vars"):
        return None
    found = _shape(path)
    if found.default is not MISSING or found.expand is not None or found.type == "integer":
        return None
    return found.slot if found.slot in ("text", "literal", "phone") else None


def lesson(form: Form, checked: Checked, texts: Texts, options: Options) -> Lesson:
    """Return what a message teaches of all of its form with the same pinned texts. Raises Unlearnable."""
    first = checked.targets[0]
    assert first.variables is not None
    keys = {str(key.value) for key, _ in texts.root.entries} if isinstance(texts.root, MappingNode) else set()
    facts = first.authored.file.get("assume", {})
    if checked.parts or first.variables.repeats or keys & set(group("file")) - _FILE:
        raise Unlearnable
    if "templates" in facts or names_a_file(first.message) or kept(checked):
        raise Unlearnable
    values = dict(first.variables.values)
    targets = tuple(_Judging(target, texts, options).judged() for target in checked.targets)
    said = tuple(_said(form, checked, target, finding) for target in checked.targets for finding in target.findings)
    return Lesson(values, texts.givens, texts.guards, targets, said)


def _said(form: Form, checked: Checked, target: Target, finding: Finding) -> Said:
    """Return a finding with the scalar that it stands at: a key, or a value that the finding says nothing of."""
    if finding.fix or finding.related or finding.part or finding.replacement or not finding.path:
        raise Unlearnable
    if isinstance(target.authored.places.get(finding.path, (None, None))[1], FilledNode) and not finding.at_key:
        raise Unlearnable
    span = target.authored.span(finding.path, finding.at_key)
    diagnostic = place(checked.source, target.document, finding, target.authored)
    for at, scalar in enumerate(form.scalars):
        node = ScalarNode(None, scalar.start_mark.index, scalar.end_mark.index)
        if node.start == span.start and checked.source.span(node) == span:
            return Said(at, diagnostic)
    raise Unlearnable


class _Judging:
    """What the rows ask of a message for one provider."""

    def __init__(self, target: Target, texts: Texts, options: Options) -> None:
        self.target = target
        self.texts = texts
        self.options = options
        base = os.path.dirname(target.authored.source.name) or "."
        self.subject = Subject(target.message, target.provider, target.assume, base, target.own)
        self.pattern = self._pattern(self.subject.message, ())
        self.plan = plan(families_of(self.subject), target.provider, self.subject.kind, "message")
        self.questions: list[Question] = []
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
        for field, path, value in _met(self.plan.root, self.pattern, ()):
            self._ask(field, path, value)
        totals = []
        for (at, judge, limit), paths in self.totals.items():
            if any(_hangs(follow(self.pattern, path)) for path in paths):
                totals.append(Total(tuple(paths), judge, limit, at))
            elif judge([follow(self.subject.message, path) for path in paths], limit) is not None:
                self.suspected.add(at)
        loose = {question.place for question in self.questions} | {look.place for look in self.looks}
        loose |= {total.place for total in totals} | self.suspected
        self._fixed({self.plan.rows[number].name for number, _ in loose})
        return Judged(
            self.target.provider,
            tuple(dict.fromkeys(_holes(self.pattern))),
            self.pattern,
            self.target.assume,
            self.target.own,
            self.plan,
            tuple(self.questions),
            tuple(self.looks),
            tuple(totals),
            frozenset(self.suspected),
            tuple(self._rooms()),
        )

    def _pattern(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: self._pattern(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self._pattern(item, (*path, at)) for at, item in enumerate(value)]
        return self.texts.holes.get(path, value) if isinstance(value, str) else value

    def _depends(self, claim: Claim) -> bool:
        """Whether it hangs on a text, or on more than the message, where a row holds."""
        if claim not in self.depending:
            self.depending[claim] = bool(claim.when) and self._hangs_on_text(claim)
        return self.depending[claim]

    def _hangs_on_text(self, claim: Claim) -> bool:
        return any(
            segments[0] == "definition"
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
        if said is not None and (said[2][0] == "definition" or self._depends(said[0])):
            self.suspected.add(at)

    def _ask(self, field: Field, path: Path, value: Any) -> None:
        if not field.is_open:
            self.plan.open(field)
        for at, judge, limit in field.tests:
            said = self.plan.said(at)
            assert said is not None
            claim, _, segments = said
            depends = self._depends(claim)
            if not depends and level_of(claim, segments, path, self.subject, claim.severity) is None:
                continue
            if type(value) is Hole and judge not in OF_FORM:
                self.questions.append(Question(value, judge, limit, at))
            elif depends and judge(follow(self.subject.message, path), limit) is not None:
                self.suspected.add(at)
        for at, claim, finds in field.looks:
            if self._depends(claim) or may_hold(claim, self.subject):
                self.looks.append(Look(path, claim, finds, at))
        for total in field.together:
            self.totals.setdefault(total, []).append(path)

    def _fixed(self, loose: set[str]) -> None:
        """Raise Unlearnable unless every finding is of rows of which nothing hangs on a text."""
        rows = {row.name: row for row in self.plan.rows}
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
        variables = self.target.variables
        if self.options.worst_case == "unasked" or variables is None or not variables.used:
            return
        if not any(variable.declaration for variable in variables.declared.values()):
            return
        from .bounds.opened import Opened

        opened = Opened(self.target.authored, variables, {}, self.target.provider)
        if not opened.fields or not opened.is_told():
            return
        if self.subject.kind == "template" and "templates" in self.subject.assume:
            raise Unlearnable
        from .bounds.rooms import room

        for field, path, value in _met(self.plan.root, self.pattern, ()):
            if type(value) is Hole and path in opened.fields:
                limits = tuple(self._lengths(field, path))
                if limits:
                    found = room(opened, path, value.at, limits)
                    if found is None:
                        raise Unlearnable
                    yield found

    def _lengths(self, field: Field, path: Path) -> Iterator[tuple[str, int]]:
        for at in field.rows:
            said = self.plan.said(at)
            if said is None:
                continue
            claim, _, segments = said
            if not self._depends(claim) and level_of(claim, segments, path, self.subject, claim.severity) is None:
                continue
            for keyword, limit, warned in claim.limits:
                if keyword in ("min_length", "max_length"):
                    yield from ((keyword, one) for one in (limit, warned) if one is not None)


def _met(field: Field, value: Any, path: Path) -> Iterator[tuple[Field, Path, Any]]:
    """Yield each field that a message has with its path, as `Laid.meet` does without."""
    yield field, path, value
    if type(value) is dict:
        for key, item in value.items():
            if key in field.inside:
                yield from _met(field.inside[key], item, (*path, key))
    elif type(value) is list:
        for at, item in enumerate(value):
            for segment in (EACH, at):
                if segment in field.inside:
                    yield from _met(field.inside[segment], item, (*path, at))


def _holes(value: Any) -> Iterator[Hole]:
    if type(value) is Hole:
        yield value
    elif type(value) in (dict, list):
        for item in value.values() if type(value) is dict else value:
            yield from _holes(item)


def _hangs(value: Any) -> bool:
    """Whether a text hangs in a part of a pattern."""
    return next(_holes(value), None) is not None
