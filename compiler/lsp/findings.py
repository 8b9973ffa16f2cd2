"""Findings as an editor shows them: one for all the providers for which it is the same, as in the text report."""

from __future__ import annotations

import os
from collections.abc import Iterator

from lsprotocol import types
from pygls.uris import from_fs_path

from ..remedy import PlacedRelated
from ..reports.merged import Merged, merged
from .document import Document
from .text import Text

SOURCE = "waml"
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Hint,
}
_UNNECESSARY = frozenset({"unused-translation", "unused-variable"})
"""Rules about what could go without a loss: editors fade it."""


def all_findings(document: Document) -> list[Merged]:
    """Return what was found in a document; the infos too, which an editor shows as hints."""
    if document.checked is None:
        return []
    found = document.checked.diagnostics
    if document.checked.parts:
        from .shared import seen_from

        found = tuple(seen_from(document, one) for one in found)
    return merged(found, show_info=True)


def published(document: Document) -> list[types.Diagnostic]:
    """Return the diagnostics of a document."""
    if document.fault is not None:
        start = types.Position(0, 0)
        return [
            types.Diagnostic(
                types.Range(start, start),
                f"the config cannot be used: {document.fault}",
                severity=types.DiagnosticSeverity.Error,
                code="config",
                source=SOURCE,
            )
        ]
    return [diagnostic(document, finding) for finding in all_findings(document)]


def diagnostic(document: Document, finding: Merged) -> types.Diagnostic:
    """Return a finding as a diagnostic."""
    d = finding.diagnostic
    lines = [finding.message + (f" ({', '.join(finding.unnamed())})" if finding.unnamed() else "")]
    if finding.help:
        lines.append(f"help: {finding.help}")
    url = d.url
    return types.Diagnostic(
        types.Range(document.text.place(d.start), document.text.place(d.end)),
        "\n".join(lines),
        severity=_SEVERITY[d.severity],
        code=d.rule,
        code_description=types.CodeDescription(url) if url else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if d.rule in _UNNECESSARY else None,
        related_information=list(_related(document, d.related)) or None,
    )


def _related(document: Document, related: tuple[PlacedRelated, ...]) -> Iterator[types.DiagnosticRelatedInformation]:
    for one in related:
        text = document.text if one.file == document.path else read(one.file, document.text.encoding)
        uri = from_fs_path(os.path.abspath(one.file))
        if uri is not None:
            place = types.Range(text.place(one.start), text.place(one.end))
            yield types.DiagnosticRelatedInformation(types.Location(uri, place), one.message)


def read(path: str, encoding: str) -> Text:
    """Return the text of a file that is not open; one that cannot be read has none."""
    try:
        with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
            return Text(file.read(), encoding)
    except OSError:
        return Text("", encoding)


def at(document: Document, offset: int) -> list[Merged]:
    """Return what was found at an offset, the shortest stretch first."""
    found = []
    for finding in all_findings(document):
        d = finding.diagnostic
        start = document.text.offset(document.text.place(d.start))
        end = document.text.offset(document.text.place(d.end))
        if start <= offset <= end:
            found.append((end - start, finding))
    return [finding for _, finding in sorted(found, key=lambda one: one[0])]
