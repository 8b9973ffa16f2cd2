"""The report for programs. Its `version` changes when a name in it does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..checked import Checked
    from . import View

_ORDER = ("file", "document", "rule", "severity", "message", "provider", "field", "start", "end", "help", "url",
          "fix", "related")  # fmt: skip


def render(checked: Sequence[Checked], view: View) -> str:
    """Return the report as one JSON text: every finding, one for each provider."""
    found = [d.as_dict() for one in checked for d in one.diagnostics]
    counts = {s: sum(d["severity"] == s for d in found) for s in ("error", "warning", "info")}
    report: dict[str, Any] = {
        "version": 1,
        "diagnostics": [{key: d[key] for key in _ORDER} for d in found],
        "summary": {
            "files": len({one.source.name for one in checked}),
            "errors": counts["error"],
            "warnings": counts["warning"],
            "infos": counts["info"],
        },
    }
    if view.statistics:
        from .statistics import counted

        report["statistics"] = [c._asdict() for c in counted(d for one in checked for d in one.diagnostics)]
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
