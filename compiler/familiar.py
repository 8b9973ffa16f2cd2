"""Many message files judged by what was learnt from those before them: a quick yes, and a careful no.

The first message of a form is judged by every rule. The next are asked only what hangs on their texts
(`learning.py`), and one that answers as the first did has the findings of the first. Any other is judged by every
rule again, so nothing is ever found, or not found, that this room decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import forms
from .checked import Checked, Options, once
from .config import Config
from .diagnostic import Diagnostic, Position
from .expressions import MARK, plain_matches
from .forms import Form
from .lessons import Filling, Fillings, Lesson
from .named import NamedTuple
from .pipeline import check, judged
from .settling import settled
from .source import Source
from .source import read as read_source
from .spelling import recipient_key
from .templating_cut import Cut, cut

MAX_LESSONS = 1000
"""Lessons that are kept: some kilobytes each, and a run of many files stays small."""

Key = tuple[Any, ...]


class _Kin(NamedTuple):
    """The messages of a form: which of their texts are part of it too, and what was learnt for each of those.

    Of a recipient it is part what it is, a phone or a group; of a text that is filled, with what.
    """

    pinned: tuple[int, ...]
    recipients: tuple[int, ...]
    filled: tuple[int, ...]
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
        # Which of two findings about one slip is said hangs on what the path leaves out.
        kind = (form.key, self.config.left_out(name))
        kin = self.kin.get(kind)
        if kin is not None:
            fillings = _fillings(kin, form.values)
            if fillings is None:
                return check(name, data, self.config, self.options)
            lesson = kin.lessons.get(_key(kin, form, fillings))
            if lesson is not None and lesson.holds(form, fillings, name):
                source = Source(name, data.decode(), "yaml")
                return settled(Checked(source, (), _found(lesson, form, source)), self.config, self.options)
        checked = judged(read_source(name, data), self.config, self.options)
        if checked.targets and self.lessons < MAX_LESSONS:
            self._learn(kind, form, checked)
        return settled(checked, self.config, self.options)

    def _learn(self, kind: Key, form: Form, checked: Checked) -> None:
        from .learning import lesson
        from .pinning import Texts, Unlearnable

        try:
            texts = Texts(form, checked)
        except Unlearnable:
            return
        this = _Kin(texts.pinned, tuple(texts.guards), tuple(sorted(texts.filled)), {})
        kin = self.kin.setdefault(kind, this)
        fillings = _fillings(kin, form.values)
        if kin[:3] != this[:3] or fillings is None:
            return
        key = _key(kin, form, fillings)
        if key in kin.lessons:
            return
        try:
            kin.lessons[key] = lesson(checked, texts)
        except Unlearnable:
            kin.lessons[key] = None
        self.lessons += 1


def _fillings(kin: _Kin, values: Sequence[Any]) -> Fillings | None:
    """Return how each text is filled that holds expressions; None where that is not told simply."""
    found: dict[int, Filling] = {}
    for at in kin.filled:
        value = values[at]
        if "{" in value and MARK.search(value):
            filling = plain_matches(value) or cut(value)
            if filling is None:
                return None
            found[at] = filling
    return found


def _key(kin: _Kin, form: Form, fillings: Fillings) -> Key:
    """Return the texts that are part of the form, and how the others are made of expressions."""
    said: list[Any] = [form.raws[at] for at in kin.pinned]
    said += [recipient_key(form.values[at]) for at in kin.recipients]
    said += [(at, _made(form.values[at], form.raws[at], filling)) for at, filling in fillings.items()]
    return tuple(said)


def _made(text: str, raw: str, filling: Filling) -> Key:
    """Return the expressions of a text, whether there is nothing, white space or more around them, and how it ends."""
    gives_no_break = raw[0] in "|>" and not text.endswith("\n")
    if isinstance(filling, Cut):
        return (gives_no_break, filling.text, [*filling.literals.values()][-1:] == ["\n"])
    literal, at = "", 0
    for match in filling:
        literal += text[at : match.start()]
        at = match.end()
    literal += text[at:]
    around = "text" if literal.strip() else " " if literal else ""
    return (gives_no_break, around, *[(match[1], match[2]) for match in filling])


def _found(lesson: Lesson, form: Form, source: Source) -> tuple[Diagnostic, ...]:
    found = []
    for said in lesson.said:
        start = form.offset(said.start)
        (piece, behind), (of_start, before) = said.end, said.start
        end = start + behind - before if piece == of_start else form.offset(said.end)
        places = _position(source.text, start), _position(source.text, end)
        found.append(said.diagnostic._replace(file=source.name, start=places[0], end=places[1]))
    return tuple(once(found) if len(found) > 1 else found)


def _position(text: str, offset: int) -> Position:
    """Return line and column of an offset in a text that has no breaks but line feeds."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
