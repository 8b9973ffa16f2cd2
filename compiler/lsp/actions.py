"""Quick fixes: the remedies that the findings bring, one by one or all that are safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from lsprotocol import types

from ..diagnostic import Span
from ..fixing import fixable, taken
from ..ignoring import add
from ..remedy import PlacedFix
from ..source import Source
from .document import Document
from .findings import all_findings, diagnostic
from .text import Text

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.waml"
KINDS: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, FIX_ALL]


def actions(document: Document, uri: str, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done about the findings in a range, of the kinds that were asked for."""
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
    found: list[types.CodeAction] = []
    if _is_wanted(types.CodeActionKind.QuickFix.value, only):
        found += _quick_fixes(document, uri, params.range)
        found += _suppressions(document, uri, params.range)
    if _is_wanted(FIX_ALL, only):
        found += _fix_all(document, uri)
    return found


def _is_wanted(kind: str, only: list[str]) -> bool:
    return not only or any(kind == one or kind.startswith(f"{one}.") for one in only)


def _quick_fixes(document: Document, uri: str, wanted: types.Range) -> Iterator[types.CodeAction]:
    for finding in all_findings(document):
        told = diagnostic(document, finding)
        fix = finding.diagnostic.fix
        if fix is not None and _touches(told.range, wanted):
            yield types.CodeAction(
                fix.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[told],
                is_preferred=fix.safe,
                edit=_workspace_edit(uri, _edits(document, fix)),
            )


MAX_SUPPRESSIONS = 10
"""Rules of a range that are offered to be ignored, one by one."""


def _suppressions(document: Document, uri: str, wanted: types.Range) -> Iterator[types.CodeAction]:
    """Yield, for each rule that found something in a range, the comment that suppresses it there."""
    touched = [(finding, diagnostic(document, finding)) for finding in all_findings(document)]
    touched = [(finding, told) for finding, told in touched if _touches(told.range, wanted)]
    for finding, told in touched[:MAX_SUPPRESSIONS]:
        rule = finding.diagnostic.rule
        added = add(document.path, document.text.text.encode("utf-8", "surrogatepass"), finding.group)
        if added.added:
            edit = _difference(document.text, added.data.decode("utf-8", "surrogatepass"))
            yield types.CodeAction(
                f"ignore '{rule}' here",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[told],
                edit=_workspace_edit(uri, [edit]),
            )


def _difference(text: Text, new: str) -> types.TextEdit:
    """Return the edit that makes one text of another."""
    old = text.text
    start = _alike(old, new)
    end = _alike(reversed(old[start:]), reversed(new[start:]))
    return types.TextEdit(text.range(Span(start, len(old) - end)), new[start : len(new) - end])


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many characters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _fix_all(document: Document, uri: str) -> Iterator[types.CodeAction]:
    """Yield the one action that takes all the safe fixes which do not touch each other."""
    text = document.text
    fixes = fixable(finding.diagnostic for finding in all_findings(document))
    found, _ = taken(Source(document.path, text.text, "yaml"), fixes)
    edits = [types.TextEdit(text.range(Span(start, end)), new) for start, end, new in found]
    if edits:
        yield types.CodeAction("fix all that is safe to fix (waml)", kind=FIX_ALL, edit=_workspace_edit(uri, edits))


def _edits(document: Document, fix: PlacedFix) -> list[types.TextEdit]:
    place = document.text.place
    return [types.TextEdit(types.Range(place(edit.start), place(edit.end)), edit.text) for edit in fix.edits]


def _workspace_edit(uri: str, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
    return types.WorkspaceEdit(changes={uri: edits})


def _touches(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end
