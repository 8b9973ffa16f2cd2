"""GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .fingerprints import fingerprints
from .merged import Merged, merged
from .places import relative

if TYPE_CHECKING:
    from ..checked import Checked
    from . import View

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(checked: Sequence[Checked], view: View) -> str:
    """Return the report as one JSON list, empty where nothing was found."""
    found = [
        _issue(finding, fingerprint)
        for one in checked
        for finding, fingerprint in fingerprints(one, merged(one.diagnostics, view.show_info))
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Merged, fingerprint: str) -> dict[str, Any]:
    d = finding.diagnostic
    return {
        "description": finding.told() + (f"; {finding.help}" if finding.help else ""),
        "check_name": d.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[d.severity],
        "location": {
            "path": relative(d.file),
            "lines": {"begin": d.start.line, "end": d.end.line},
            "positions": {"begin": d.start._asdict(), "end": d.end._asdict()},
        },
    }
