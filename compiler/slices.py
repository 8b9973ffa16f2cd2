"""Which character of a filled text came from which of its template.

A filled text is cut into slices: what stood in the template as it is, and what an expression gave. Where the
cuts are not certain the answer is None, and a finding points at the whole scalar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .expressions import MAX_TEMPLATE, plain_matches
from .named import NamedTuple
from .slots import text_of

MAX_SLICED = 200_000
"""Characters of a filled text that is cut: many times what any provider takes."""


class Slice(NamedTuple):
    """A stretch of a filled text and where it came from: `start` to `end` of the template."""

    text: str
    start: int
    end: int
    is_literal: bool


def slices(template: str, values: Mapping[str, Any], filled: str) -> list[Slice] | None:
    """Return the slices of a text that was filled from a template with these values, or None."""
    if len(template) > MAX_TEMPLATE or len(filled) > MAX_SLICED:
        return None
    matches = plain_matches(template)
    if matches is None:
        from .templating_slices import cut

        found = cut(template, values, filled)
    else:
        found = []
        at = 0
        for match in matches:
            value: Any = values.get(match[1])
            for part in match[2].split(".")[1:]:
                value = value.get(part) if isinstance(value, Mapping) else None
            found += [_literal(template, at, match.start()), Slice(text_of(value), *match.span(), False)]
            at = match.end()
        found.append(_literal(template, at, len(template)))
    if found is None or "".join(one.text for one in found) != filled:
        return None
    return [one for one in found if one.text]


def _literal(template: str, start: int, end: int) -> Slice:
    return Slice(template[start:end], start, end, True)


def origin(found: Sequence[Slice], start: int, end: int) -> tuple[int, int] | None:
    """Return the stretch of the template that gave `filled[start:end]`: of an expression, the whole of it."""
    at = 0
    first: int | None = None
    for one in found:
        behind = at + len(one.text)
        if first is None and start < behind:
            first = one.start + (start - at if one.is_literal else 0)
        if first is not None and end <= behind:
            return first, (one.start + end - at if one.is_literal else one.end)
        at = behind
    return None
