"""What makes a finding the same finding in the next run, wherever its line has moved to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from .places import relative

if TYPE_CHECKING:
    from ..checked import Checked
    from .merged import Merged

_SHOWN = 100
"""Characters of a line that tell findings without a field apart."""


def fingerprints(one: Checked, findings: Iterable[Merged]) -> Iterator[tuple[Merged, str]]:
    """Yield the findings of a file, each with its fingerprint.

    It is made of the file, the rule, the document, the path of the field, and which of several such it is: never of a
    line, nor of a message, which may state a length. Where there is no field, the text that is wrong stands for it.
    """
    seen: dict[tuple[object, ...], int] = {}
    for finding in findings:
        d = finding.diagnostic
        key = (relative(d.file), d.rule, d.document, d.field if d.field is not None else _text(one, finding))
        index = seen[key] = seen.get(key, -1) + 1
        yield finding, sha256("\0".join(map(str, (*key, index))).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _text(one: Checked, finding: Merged) -> str:
    start, end = finding.diagnostic.start, finding.diagnostic.end
    line = one.source.line(start.line)
    last = end.column - 1 if end.line == start.line else len(line)
    return ":" + line[start.column - 1 : min(last, start.column - 1 + _SHOWN)]
