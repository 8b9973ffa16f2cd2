"""Many message files judged by what was learnt from those before them: a quick yes, and a careful no.

The first message of a form is judged by every rule. The next are asked only what hangs on their texts
(`learning.py`), and one that answers as the first did has the findings of the first. Any other is judged by every
rule again, so nothing is ever found, or not found, that this room decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from re import Match
from typing import Any

from . import forms
from .checked import Checked, Options, once
from .config import Config
from .diagnostic import Diagnostic
from .expressions import MARK, plain_matches
from .forms import Form, Scalar
from .lessons import Lesson
from .named import NamedTuple
from .nodes import ScalarNode
from .pipeline import check, judged
from .settling import settled
from .source import Source
from .source import read as read_source
from .spelling import recipient_key

MAX_LESSONS = 1000
"""Lessons that are kept: some kilobytes each, and a run of many files stays small."""

Key = tuple[Any, ...]


class _Kin(NamedTuple):
    """The messages of a form: which of their texts are part of it too, and what was learnt for each of those.

    Of a recipient it is part what it is, a phone or a group.
    """

    pinned: tuple[int, ...]
    recipients: tuple[int, ...]
    lessons: dict[Key, Lesson | None]


class Familiar:
    """The messages that were judged with one config, as far as they tell of others."""

    def __init__(self, config: Config, options: Options) -> None:
        self.config = config
        self.options = options
        self.kin: dict[Key, _Kin] = {}
        self.lessons = 0
        self.is_useful = not options.supplied and options.worst_case != "strict"

    def check(self, name: str, data: bytes) -> Checked:
        """Read and check one file, as `pipeline.check` does; one that was familiar comes without its targets."""
        form = forms.read(data) if self.is_useful and not name.endswith(".json") else None
        if form is None:
            return check(name, data, self.config, self.options)
        kin = self.kin.get(form.key)
        expressions = _expressions(form.texts)
        if kin is not None and expressions is not None:
            lesson = kin.lessons.get(_key(kin, form.texts, expressions))
            if lesson is not None and lesson.holds(form.texts, expressions, name):
                source = Source(name, form.text, "yaml")
                return settled(Checked(source, (), _found(lesson, form, source)), self.config, self.options)
        checked = judged(read_source(name, data), self.config, self.options)
        if expressions is not None and checked.targets and self.lessons < MAX_LESSONS:
            self._learn(form, expressions, checked)
        return settled(checked, self.config, self.options)

    def _learn(self, form: Form, expressions: dict[int, list[Match[str]]], checked: Checked) -> None:
        from .learning import Texts, Unlearnable, lesson

        try:
            texts = Texts(form, checked)
        except Unlearnable:
            return
        kin = self.kin.setdefault(form.key, _Kin(texts.pinned, tuple(texts.guards), {}))
        key = _key(kin, form.texts, expressions)
        if kin[:2] != (texts.pinned, tuple(texts.guards)) or key in kin.lessons:
            return
        try:
            kin.lessons[key] = lesson(form, checked, texts, self.options)
        except Unlearnable:
            kin.lessons[key] = None
        self.lessons += 1


def _expressions(texts: Sequence[Scalar]) -> dict[int, list[Match[str]]] | None:
    """Return the expressions of each text that has any; None where one is more than a name."""
    found = {}
    for at, node in enumerate(texts):
        if "{" in node.value and MARK.search(node.value):
            matches = plain_matches(node.value)
            if matches is None:
                return None
            found[at] = matches
    return found


def _key(kin: _Kin, texts: Sequence[Scalar], expressions: dict[int, list[Match[str]]]) -> Key:
    """Return the texts that are part of the form, and how the others are made of names."""
    said: list[Any] = [(texts[at].value, texts[at].style) for at in kin.pinned]
    said += (recipient_key(texts[at].value) for at in kin.recipients)
    return (*said, *[(at, _made(texts[at], matches)) for at, matches in expressions.items()])


def _made(node: Scalar, matches: Sequence[Match[str]]) -> Key:
    """Return the names of a text, whether there is nothing, white space or more around them, and how it ends."""
    literal = node.value
    for match in reversed(matches):
        literal = literal[: match.start()] + literal[match.end() :]
    gives_no_break = bool(node.style) and node.style in "|>" and not node.value.endswith("\n")
    around = "text" if literal.strip() else " " if literal else ""
    return (gives_no_break, around, *[(match[1], match[2]) for match in matches])


def _found(lesson: Lesson, form: Form, source: Source) -> tuple[Diagnostic, ...]:
    found = []
    for at, diagnostic in lesson.said:
        marks = form.scalars[at]
        start, end = source.span(ScalarNode(None, marks.start_mark.index, marks.end_mark.index))
        found.append(diagnostic._replace(file=source.name, start=source.position(start), end=source.position(end)))
    return tuple(once(found) if len(found) > 1 else found)
