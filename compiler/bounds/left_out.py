"""What is wrong with the parts that the values at hand leave out: other values put them there, and nobody has looked.

What `when` and `for_each` leave out is read and judged as if it were there. Only what is said of one scalar, or of
how a part is written, holds for whatever else is there; what counts items, or compares fields, may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..diagnostic import Finding, Path, Span
from ..message import Authored
from ..nodes import Node
from ..rows import family
from ..rulebook import families_of, judge
from ..subject import Subject
from .limits import MEASURED
from .opened import Opened

_OF_ONE_SCALAR = frozenset({"max_length", "min_length", "pattern", "format", "one_of", "range"})


def left_out(subject: Subject, opened: Opened, said: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what is found in the parts of a document that are not there with the values at hand."""
    if opened.authored is opened.given:
        return
    parts = _left_out(opened)
    if not parts:
        return
    known = {(finding.rule, _span(finding, opened.given)) for finding in (*opened.given.findings, *said)}
    for finding in opened.authored.findings:
        span = _span(finding, opened.authored)
        within = finding.path in parts or any(p.start <= span.start and span.end <= p.end for p in parts.values())
        if within and (finding.rule, span) not in known:
            yield finding._replace(span=span)
    subject = opened.subject(subject)
    found = [finding for finding in judge(subject) if finding.path in parts]
    words = {row.name: frozenset(row.constraints) for name in families_of(subject) for row in family(name)}
    for finding in found:
        # How long an open text can become is said already.
        told = MEASURED if finding.path in opened.fields else frozenset()
        if words[finding.rule] & (_OF_ONE_SCALAR - told):
            yield finding._replace(span=opened.authored.span(finding.path or ()), part=None, replacement=None)


def _left_out(opened: Opened) -> dict[Path, Node]:
    """Return the fields that are written and not there."""
    there = {(node.start, node.end) for _, node in opened.given.places.values()}
    places = opened.authored.places
    return {path: node for path, (_, node) in places.items() if (node.start, node.end) not in there}


def _span(finding: Finding, authored: Authored) -> Span:
    return finding.span or authored.span(finding.path or (), finding.at_key)
