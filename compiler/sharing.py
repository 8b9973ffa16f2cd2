"""Findings in files that several messages use: each told once, in its own file, with the places that it is used at."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from .checked import Checked
from .diagnostic import Diagnostic
from .source import Source


def by_file(checked: Sequence[Checked]) -> list[Checked]:
    """Return files with the findings that are in them; those in parts are files of their own, behind the others.

    What was found in a part for several messages, and differs in nothing but where it is used, is one finding.
    """
    if not any(one.parts or one.idle for one in checked):
        return [*checked]
    names = {posixpath.normpath(one.source.name): at for at, one in enumerate(checked)}
    found = [one._replace(diagnostics=one.own, parts=()) for one in checked]
    sources: dict[str, Source] = {}
    shared: dict[str, list[Diagnostic]] = {}
    for one in checked:
        sources.update((part.name, part) for part in one.parts if part.text or part.name not in sources)
        for diagnostic in one.diagnostics:
            if diagnostic.file != one.source.name:
                shared.setdefault(diagnostic.file, []).append(diagnostic)
    for name, idle in _idle(checked).items():
        # Who uses a part is known where the part itself is in the run.
        if name in names and idle:
            shared.setdefault(name, []).extend(idle)
    for name, diagnostics in shared.items():
        at = names.get(name)
        if at is None:
            found.append(Checked(sources[name], (), _told_once(diagnostics)))
        else:
            # The part was checked by itself as well: it is called as it was named there.
            own = found[at]
            moved = [d._replace(file=own.source.name) for d in diagnostics]
            source = own.source if own.source.text else sources.get(name, own.source)
            slim = Source(own.source.name, source.text, source.format)
            found[at] = own._replace(
                source=own.source if own.source.text else slim, diagnostics=_told_once([*own.diagnostics, *moved])
            )
    return found


def _idle(checked: Sequence[Checked]) -> dict[str, frozenset[Diagnostic]]:
    """Return what is to say of the suppressions of each part that none of the files needs."""
    found: dict[str, frozenset[Diagnostic]] = {}
    for one in checked:
        for name, idle in one.idle.items():
            found[name] = found[name] & idle if name in found else idle
    return found


def _told_once(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    groups: dict[Diagnostic, list[Diagnostic]] = {}
    for one in diagnostics:
        groups.setdefault(one._replace(related=()), []).append(one)
    once = (
        bare._replace(related=tuple(dict.fromkeys(related for one in group for related in one.related)))
        for bare, group in groups.items()
    )
    return tuple(sorted(once, key=lambda d: (d.document, d.start, d.end, d.rule)))
