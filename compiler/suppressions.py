"""Suppressions: `# waml: ignore[rule] reason` on a line or above a key, `# waml: file-ignore[rule] reason` anywhere.

A suppression names its rules, and covers a node, not a line: on the line of a key, or alone above it, the whole
value, be it a block of text. It holds for all providers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from . import comments
from .comments import Comment
from .diagnostic import USED, Diagnostic, Finding, Span, did_you_mean
from .fixing import offset
from .lazy import lazy
from .rows import aliases, mandatory, names
from .source import Source
from .spots import Slots

HERE, FILE = "ignore", "file-ignore"
RULES = ("blanket-ignore", "unknown-ignore", "unused-ignore")
"""What is found about suppressions themselves; only a `file-ignore` covers it."""

_SAID = lazy(r"([A-Za-z-]+)[ \t]*+(?:\[([^\]]*+)(\]?))?")
_MOST = 5
"""The rules that the help for a suppression without rules writes out."""


class Ignore:
    """One suppression: its rules, as they are written and as they are called, and what it covers."""

    def __init__(self, comment: Comment, is_file: bool, written: Sequence[str], covers: Sequence[Span]) -> None:
        self.comment = comment
        self.is_file = is_file
        self.written = tuple(written)
        self.rules = tuple(aliases().get(word, word) if word not in names() else word for word in written)
        self.covers = covers
        self.used: set[str] = set()

    @property
    def width(self) -> float:
        """How much of the file it covers, the whole file being the most."""
        return float("inf") if self.is_file else sum(end - start for start, end in self.covers)

    def holds_at(self, start: int, end: int) -> bool:
        """Whether it covers any of a stretch."""
        return self.is_file or any(first <= end and start <= last for first, last in self.covers)


class Suppressions:
    """The suppressions of a file. Asked about each finding, they remember which they were needed for."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.ignores: list[Ignore] = []
        self.faults: list[Finding] = []
        self._blanket: list[Ignore] = []
        self.slots = Slots(source)
        for comment in comments.find(source):
            self._read(comment)
        self.ignores.sort(key=lambda ignore: ignore.width)

    def _read(self, comment: Comment) -> None:
        said = _SAID.match(comment.said)
        word, listed, closed = said.groups() if said else ("", None, "")
        if word not in (HERE, FILE):
            # One word alone is meant for waml; a sentence may begin with any.
            near = did_you_mean(word, (HERE, FILE)) if listed is not None or word == comment.said else None
            if listed is not None or near:
                self._fault("unknown-ignore", comment, f"there is no 'waml: {word}'", near)
            return
        if listed is not None and not closed:
            self._fault("unknown-ignore", comment, "the list of rules is not closed", "write ']' after it")
            return
        words = list(dict.fromkeys(name.strip() for name in (listed or "").split(",") if name.strip()))
        ignore = Ignore(comment, word == FILE, words, self._covered(comment) if word == HERE else ())
        (self.ignores if words else self._blanket).append(ignore)
        for name, rule in zip(ignore.written, ignore.rules, strict=True):
            if rule not in names():
                hint = did_you_mean(name, names(), len(names())) or "`waml rules` lists them"
                self._fault("unknown-ignore", comment, f"no rule '{name}'", hint)

    def _covered(self, comment: Comment) -> list[Span]:
        if comment.alone:
            after = comments.line_end(self.source.text, comment.end)
            slots = self.slots.below(after) if after < len(self.source.text) else ()
        else:
            slots = self.slots.beside(comment.line, comment.start)
        return [Span(slot.start, slot.end) for slot in slots]

    def _fault(self, rule: str, comment: Comment, message: str, help: str | None) -> None:
        self.faults.append(Finding(rule, message, Span(comment.start, comment.end), help=help))

    def cover(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is suppressed. Of several suppressions the narrowest is the one that was needed."""
        rule = diagnostic.rule
        if rule in mandatory():
            return False
        start, end = offset(self.source, diagnostic.start), offset(self.source, diagnostic.end)
        for ignore in self.ignores:
            if rule in ignore.rules and (ignore.is_file or rule not in RULES) and ignore.holds_at(start, end):
                ignore.used.add(rule)
                return True
        return False

    def blanket(self, found: Iterable[Diagnostic]) -> Iterator[Finding]:
        """Yield the suppressions that name no rule, each with the rules that it seems to be meant for."""
        found = [d for d in found if d.severity != "info" and d.rule not in mandatory() and d.rule not in RULES]
        places = [(d.rule, offset(self.source, d.start), offset(self.source, d.end)) for d in found]
        for ignore in self._blanket:
            word = FILE if ignore.is_file else HERE
            meant = dict.fromkeys(rule for rule, start, end in places if ignore.holds_at(start, end))
            listed = ", ".join(meant) if 0 < len(meant) <= _MOST else "rule"
            span = Span(ignore.comment.start, ignore.comment.end)
            message = f"'waml: {word}' names no rule, and suppresses nothing"
            yield Finding("blanket-ignore", message, span, help=f"name what it is for: # waml: {word}[{listed}]")

    def unused(self, is_judged: Callable[[str], bool]) -> Iterator[Finding]:
        """Yield what was not needed, of the rules that were judged, with the fix that takes it away.

        Whether a suppression of these very findings is needed nobody can tell yet.
        """
        for ignore in self.ignores:
            pairs = list(zip(ignore.written, ignore.rules, strict=True))
            fixed = [name for name, rule in pairs if rule in mandatory() or (rule in RULES and not ignore.is_file)]
            idle = [n for n, rule in pairs if rule not in ignore.used and n not in fixed and is_judged(rule)]
            if idle or fixed:
                yield self._unneeded(ignore, idle, fixed)

    def _unneeded(self, ignore: Ignore, idle: Sequence[str], fixed: Sequence[str]) -> Finding:
        from .remedy import Edit, Fix

        said = []
        if idle:
            said.append(f"{_listed(idle)} {'finds' if len(idle) == 1 else 'find'} nothing here")
        if fixed:
            said.append(f"{_listed(fixed)} cannot be ignored")
        gone = {*idle, *fixed}
        kept = [name for name in ignore.written if name not in gone]
        span = Span(ignore.comment.start, ignore.comment.end)
        edit, title = Edit(self._removal(ignore.comment), ""), "remove the comment"
        if kept:
            text = self.source.text
            first = text.index("[", span.start) + 1
            edit, title = Edit(Span(first, text.index("]", first)), ", ".join(kept)), f"remove {_listed([*gone])}"
        return Finding("unused-ignore", " and ".join(said), span, help=title, fix=Fix(title, True, (edit,)))

    def _removal(self, comment: Comment) -> Span:
        """Return what goes with a comment: its line, where nothing else stands there, or the space before it."""
        text = self.source.text
        before, end = text[comment.line : comment.start], comments.line_end(text, comment.end)
        if before.strip() or text[comment.end : end].strip():
            return Span(comment.line + len(before.rstrip()), comment.end)
        return Span(comment.line, end + (2 if text[end : end + 2] == "\r\n" else 1 if end < len(text) else 0))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


class Suppressed:
    """The suppressions of a message and of the files that it uses.

    What is found in a part is suppressed there, or where the message uses it.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self.first = Suppressions(sources[0])
        self._by_file = {source.name: Suppressions(source) for source in sources[1:]}
        self._by_file[sources[0].name] = self.first

    def of(self, part: Source) -> Suppressions:
        """Return the suppressions of one of the files."""
        return self._by_file[part.name]

    def cover(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is suppressed, in its file or on the way to it."""
        return any(
            self._by_file[one.file].cover(one) for one in (diagnostic, *_ways(diagnostic)) if one.file in self._by_file
        )


def _ways(diagnostic: Diagnostic) -> Iterator[Diagnostic]:
    """Yield a finding at each place where the file that it is in is used."""
    for one in diagnostic.related:
        if one.message == USED:
            yield diagnostic._replace(file=one.file, start=one.start, end=one.end)
