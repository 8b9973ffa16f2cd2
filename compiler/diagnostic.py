"""What waml says about a message: findings without a place, and diagnostics that have one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Literal

from .named import NamedTuple

if TYPE_CHECKING:
    from .remedy import Fix, PlacedFix, PlacedRelated, Related

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the gravest on: what comes earlier weighs more."""

USED = "used here"
"""What is said of the place where a message uses the file that a finding is in."""

Path = tuple[str | int, ...]
"""The way to a field of the canonical message: `("buttons", 2, "title")`."""


class Span(NamedTuple):
    """A stretch of a file: offsets in code points, the end exclusive."""

    start: int
    end: int


class Part(NamedTuple):
    """A stretch of a value: the text that was judged, and from which of its characters to which.

    `field` is that of the value, where a finding is about another.
    """

    text: str
    start: int
    end: int
    field: Path | None = None


class Finding(NamedTuple):
    """A fault as a stage sees it: by span where it reads text, by path where it reads a message.

    A severity of None is the one that the rule's row names; the pipeline stamps it. A replacement is what should
    stand at the path instead of the text that was `judged`: it becomes a fix, safe or not, where that text is written
    out there. A part is the stretch of the value that is at fault.
    """

    rule: str
    message: str
    span: Span | None = None
    path: Path | None = None
    severity: Severity | None = None
    help: str | None = None
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    provider: str | None = None
    at_key: bool = False
    replacement: str | None = None
    judged: str | None = None
    safe: bool = True
    part: Part | None = None


class Position(NamedTuple):
    """A place in a file: line and column from 1, the column in code points."""

    line: int
    column: int


def order_of(finding: Finding) -> int:
    """Return the place of a finding's severity among `SEVERITIES`; 0 is the gravest."""
    return SEVERITIES.index(finding.severity or "error")


class Diagnostic(NamedTuple):
    """A finding with its place; the shape of `--output-format json` and of the Python API."""

    file: str
    document: int
    rule: str
    severity: Severity
    message: str
    provider: str | None
    field: str | None
    start: Position
    end: Position
    help: str | None = None
    fix: PlacedFix | None = None
    related: tuple[PlacedRelated, ...] = ()

    @property
    def source(self) -> Mapping[str, Any]:
        """The document that the rule rests on: publisher, title, date and url. Looked up when asked for."""
        from .rows import source_of

        return source_of(self.rule, self.provider)

    @property
    def url(self) -> str | None:
        """The address of that document."""
        return self.source.get("url")

    def as_dict(self) -> dict[str, Any]:
        """Return the diagnostic as plain JSON values."""
        plain = self._asdict()
        plain["url"] = self.url
        plain["start"], plain["end"] = self.start._asdict(), self.end._asdict()
        if self.fix is not None:
            edits = [
                {"start": edit.start._asdict(), "end": edit.end._asdict(), "text": edit.text} for edit in self.fix.edits
            ]
            plain["fix"] = {"title": self.fix.title, "safe": self.fix.safe, "edits": edits}
        plain["related"] = [
            {"message": r.message, "file": r.file, "start": r.start._asdict(), "end": r.end._asdict()}
            for r in self.related
        ]
        return plain


def spell(path: Path) -> str:
    """Write a path as people read it: `buttons[2].title`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


MAX_COMPARED = 250
"""Known words that a misspelt one is held against; a file can declare thousands."""


def closest(word: str, known: Any, most: int = MAX_COMPARED) -> str | None:
    """Return the known word that a misspelt one most likely means, of the first `most` that are known."""
    # Long words are not typos, and difflib is quadratic in them; what shares few letters is not asked.
    if len(word) > 100:
        return None
    word = _plainly(word)
    spelled: dict[str, str] = {}
    for name in islice(known, most):
        spelled.setdefault(_plainly(name), name)
    if word in spelled:
        return spelled[word]
    letters = set(word)
    alike = [k for k in spelled if abs(len(k) - len(word)) <= 3 and 3 * len(letters.intersection(k)) >= len(letters)]
    if not alike:
        return None
    import difflib

    near = difflib.get_close_matches(word, alike, n=1, cutoff=0.6)
    return spelled[near[0]] if near else None


def _plainly(word: str) -> str:
    """Return a word as `flowToken`, `flow-token` and `FLOW_TOKEN` all spell it: flow_token."""
    if not word.islower():
        humps = (f"_{b}" if b.isupper() and a.islower() else b for a, b in pairwise(word))
        word = (word[:1] + "".join(humps)).lower()
    return word.replace("-", "_")


def did_you_mean(word: str, known: Any, most: int = MAX_COMPARED) -> str | None:
    """Return the help line for a misspelt word."""
    near = closest(word, known, most)
    return f"did you mean '{near}'?" if near else None


def shown(value: Any, width: int = 60) -> str:
    """Write a value for a message: quoted when it is text, cut when it is long, on one line."""
    text = f"'{value}'" if isinstance(value, str) else _plain(value)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text[: width * 2])
    return text if len(text) <= width else text[: width - 2] + "…" + ("'" if text.startswith("'") else "")


def _plain(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return str(value)
