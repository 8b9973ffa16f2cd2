"""Fixes in files that messages use: each file is edited once, whatever the number of messages that ask for it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from .checked import Checked
from .fixing import MAX_PASSES, apply, fixable
from .inputs import content
from .mending import Mend, Mended, difference, overwrite
from .source import Source

if TYPE_CHECKING:
    from .linting import Linted, Run


def parts_mended(linted: list[Linted], mend: Mend, run: Run, judge: Callable[[Run], list[Linted]]) -> list[Linted]:
    """Take the fixes of the parts, and judge the messages that use them anew, until there is none left to take.

    A part is written when that has come to an end, and only where something changed. Raises UsageError.
    """
    first = linted
    before: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    taken: dict[str, int] = {}
    for _ in range(MAX_PASSES):
        count = 0
        for one in linted:
            fixes = fixable(one.checked.diagnostics, mend.unsafe) if one.is_part else {}
            if fixes:
                name = posixpath.normpath(one.checked.source.name)
                data = before.setdefault(name, content(one.path))
                texts[name], found = apply(texts.get(name, data), fixes)
                taken[name] = taken.get(name, 0) + found
                count += found
        if not count:
            break
        linted = judge(run._replace(options=run.options._replace(texts={**texts})))
    done = {name: _done(name, before[name], data, taken[name], mend) for name, data in texts.items()}
    earlier = {one.path: one.mended for one in first}
    result = [_with(one, done.pop(posixpath.normpath(one.path), None), earlier.get(one.path), mend) for one in linted]
    blank = first[0]._replace(beside=(), declared=frozenset(), is_part=True)
    # What is left are parts in which nothing is found any more.
    clean = {name: Checked(Source(name, "", "yaml"), (), ()) for name in done}
    return result + [blank._replace(path=name, checked=clean[name], mended=done[name]) for name in done]


def _with(now: Linted, part: Mended | None, earlier: Mended | None, mend: Mend) -> Linted:
    """Return a file with what became of it. What was taken of a message before its parts were mended was taken."""
    if part is not None:
        return now._replace(mended=part)
    if now.mended is None or earlier is None or mend.dry:
        return now
    return now._replace(mended=now.mended._replace(taken=now.mended.taken + earlier.taken))


def _done(path: str, before: bytes, after: bytes, taken: int, mend: Mend) -> Mended:
    if mend.dry:
        return Mended(taken, True, difference(path, before, after))
    if after != before:
        overwrite(path, after)
    return Mended(taken, True)
