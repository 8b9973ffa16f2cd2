"""The messages of a file, and the files of a run, judged beside each other; the first of two alike is named."""

from __future__ import annotations

from collections.abc import Sequence

from .checked import Checked, Target, once, place, stamped
from .diagnostic import Diagnostic, Path
from .message import kind_of
from .remedy import PlacedRelated, Related
from .rulebook import Subject
from .together import rows_across, side_by_side

FIRST = "it stands here first"


def within(targets: Sequence[Target]) -> list[Target]:
    """Return the targets of a file with what is wrong with its messages beside each other."""
    judged = list(targets)
    for provider in dict.fromkeys(target.provider for target in targets):
        places = [at for at, target in enumerate(targets) if target.provider == provider]
        for index, finding, first in side_by_side([_subject(targets[at]) for at in places]):
            if first is not None:
                span = targets[places[first[0]]].authored.span(first[1])
                finding = finding._replace(related=(Related(FIRST, span),))
            target = judged[places[index]]
            judged[places[index]] = target._replace(findings=(*target.findings, stamped(finding)))
    return judged


def across(files: Sequence[Checked]) -> list[Checked]:
    """Return the files of a run with what is wrong with all their messages beside each other."""
    judged = list(files)
    for provider in dict.fromkeys(target.provider for one in files for target in one.targets):
        targets = [(at, one) for at, file in enumerate(files) for one in file.targets if one.provider == provider]
        kinds = {kind_of(target.message): None for _, target in targets}
        if len(targets) < 2 or not rows_across(kinds, provider, "project"):
            continue
        for index, finding, first in side_by_side([_subject(target) for _, target in targets], "project"):
            at, target = targets[index]
            found = place(files[at].source, target.document, stamped(finding), target.authored)
            if first is not None:
                found = _beside(found, targets[first[0]][1], first[1])
            judged[at] = judged[at]._replace(diagnostics=tuple(once([*judged[at].diagnostics, found])))
    return judged


def _subject(target: Target) -> Subject:
    return Subject(target.message, target.provider, target.assume)


def _beside(found: Diagnostic, other: Target, path: Path) -> Diagnostic:
    source, span = other.authored.source, other.authored.span(path)
    there = PlacedRelated(FIRST, source.name, source.position(span.start), source.position(span.end))
    return found._replace(related=(there,))
