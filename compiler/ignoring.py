"""Writing suppressions into files, above the keys that findings are about; nothing else of a file changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .comments import line_end, line_start
from .diagnostic import Diagnostic
from .fixing import apply, offset
from .named import NamedTuple
from .remedy import PlacedEdit, PlacedFix
from .rows import mandatory
from .source import Source, read
from .suppressions import RULES, Ignore, Suppressions


class Added(NamedTuple):
    """A file with suppressions written into it: its bytes, how many were, and the findings that none was for."""

    data: bytes
    added: int
    left: tuple[Diagnostic, ...]


def add(name: str, data: bytes, found: Iterable[Diagnostic], reason: str = "") -> Added:
    """Return a file with a suppression for each finding that can have one; JSON has no comments."""
    wanted = [d for d in found if d.rule not in mandatory() and d.rule not in RULES]
    source = read(name, data)
    if source.format != "yaml" or not wanted:
        return Added(data, 0, tuple(wanted))
    writer = _Writer(source)
    left = tuple(diagnostic for diagnostic in wanted if not writer.take(diagnostic))
    edits = writer.edits(" ".join(reason.split()))
    changed, _ = apply(data, [PlacedFix("suppress", False, (edit,)) for edit in edits])
    return Added(changed, writer.count, left)


class _Writer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.there = Suppressions(source)
        self.above: dict[int, dict[str, None]] = {}
        self.into: dict[Ignore, dict[str, None]] = {}

    def take(self, diagnostic: Diagnostic) -> bool:
        """Find the place for a suppression; False where there is none, as in a list written on one line."""
        start, end = offset(self.source, diagnostic.start), offset(self.source, diagnostic.end)
        slot = self.there.slots.above_which(start)
        if slot is None:
            return False
        line = line_start(self.text, slot.start)
        for ignore in self.there.ignores:
            if not ignore.is_file and ignore.holds_at(start, end) and self._is_of(ignore, line):
                if diagnostic.rule not in ignore.rules:
                    self.into.setdefault(ignore, {})[diagnostic.rule] = None
                return True
        self.above.setdefault(line, {})[diagnostic.rule] = None
        return True

    @property
    def count(self) -> int:
        """How many rules are written into suppressions."""
        return sum(map(len, (*self.above.values(), *self.into.values())))

    def _is_of(self, ignore: Ignore, line: int) -> bool:
        return any(line_start(self.text, span.start) == line for span in ignore.covers)

    def edits(self, reason: str) -> list[PlacedEdit]:
        """Return the edits that write the suppressions, one for each place."""
        edits = [self._edit(line, self._comment(line, [*rules], reason)) for line, rules in self.above.items()]
        for ignore, rules in self.into.items():
            edits.append(self._edit(self.text.index("]", ignore.comment.start), "".join(f", {r}" for r in rules)))
        return edits

    def _comment(self, line: int, rules: Sequence[str], reason: str) -> str:
        end = line_end(self.text, line)
        written = self.text[line:end]
        indent = written[: len(written) - len(written.lstrip(" \t"))]
        line_break = "\r\n" if self.text[end : end + 2] == "\r\n" else self.text[end : end + 1] or "\n"
        return f"{indent}# waml: ignore[{', '.join(rules)}]{' ' * bool(reason)}{reason}{line_break}"

    def _edit(self, at: int, text: str) -> PlacedEdit:
        place = self.source.position(at)
        return PlacedEdit(place, place, text)
