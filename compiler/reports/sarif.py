"""SARIF 2.1.0, as code scanning services take it: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.

Paths are relative and have no base id; columns are code points; nothing depends on the clock or on chance.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..catalogue import entry, severity_text
from ..diagnostic import Position
from ..rows import Row, row_of
from .fingerprints import fingerprints
from .merged import Merged, merged
from .places import uri

if TYPE_CHECKING:
    from ..checked import Checked
    from ..remedy import PlacedFix
    from . import View

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(checked: Sequence[Checked], view: View) -> str:
    """Return the report as one JSON text: a log of one run."""
    found = [
        pair
        for one in checked
        for pair in fingerprints(one, merged(one.diagnostics, view.show_info))
    ]  # fmt: skip
    names = sorted({finding.diagnostic.rule for finding, _ in found})
    driver = {"name": "waml", "version": __version__, "rules": [_rule(name) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, fingerprint, names) for finding, fingerprint in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Merged, fingerprint: str, names: list[str]) -> dict[str, Any]:
    d = finding.diagnostic
    location: dict[str, Any] = {"physicalLocation": _physical(d.file, d.start, d.end)}
    properties: dict[str, Any] = {"document": d.document, "providers": list(finding.providers)}
    if d.field is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": d.field}]
        properties["field"] = d.field
    text = finding.told() + (f"\nhelp: {finding.help}" if finding.help else "")
    result: dict[str, Any] = {
        "ruleId": d.rule,
        "ruleIndex": names.index(d.rule),
        "level": _LEVELS[d.severity],
        "message": {"text": text},
        "locations": [location],
        # The first is the only one that GitHub looks at; without it, it would take the line instead.
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint[:16]}:1", "waml/v1": fingerprint},
        "properties": properties,
    }
    if d.related:
        result["relatedLocations"] = [
            {"id": at, "message": {"text": r.message}, "physicalLocation": _physical(r.file, r.start, r.end)}
            for at, r in enumerate(d.related)
        ]
    if d.fix is not None:
        result["fixes"] = [_fix(d.file, d.fix)]
    return result


def _physical(file: str, start: Position, end: Position) -> dict[str, Any]:
    return {"artifactLocation": {"uri": uri(file)}, "region": _region(start, end)}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _fix(file: str, fix: PlacedFix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": {"uri": uri(file)}, "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def _rule(name: str) -> dict[str, Any]:
    row = row_of(name)
    camel = "".join(word.capitalize() for word in name.split("-"))
    return {"id": name, "name": camel, **(_described(row) if row is not None else {})}


def _described(row: Row) -> dict[str, Any]:
    told = entry(row)
    limits: list[str] = told["limits"]
    documents = {d["id"]: d for found in told["sources"].values() for d in found}
    addresses = [d["url"] for d in documents.values() if d.get("url")]
    full = [told["fault"], *(f"limit: {limit}" for limit in limits), f"severity: {severity_text(told)}"]
    described: dict[str, Any] = {
        "shortDescription": {"text": told["fault"]},
        "fullDescription": {"text": "; ".join(full)},
        "help": {
            "text": _help(told, documents, "{title}: {url}"),
            "markdown": _help(told, documents, "[{title}]({url})"),
        },
        "defaultConfiguration": {"level": _LEVELS[row.severity(None)]},
        "properties": {"providers": list(told["sources"]), "limits": limits},
    }
    return described | ({"helpUri": addresses[0]} if addresses else {})


def _help(told: dict[str, Any], documents: dict[str, Any], link: str) -> str:
    """Return what a service shows beside a finding: what to do, who says so, and where to read more."""
    said = [
        link.format(title=f"{d['publisher']}, {d['title']}", url=d["url"]) if d.get("url") else d["title"]
        for d in documents.values()
    ]
    lines = [told["fault"], *told["limits"], told["help"], *said, f"`waml explain {told['name']}` tells more."]
    return "\n\n".join(text for text in lines if text)
