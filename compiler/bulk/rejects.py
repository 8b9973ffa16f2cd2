"""A row that became no payload, as one line of JSON: its number, the row, and why."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from ..diagnostic import Diagnostic
from .columns import MISSING
from .table import Unreadable

UNREADABLE = "row-unreadable"
"""The rule that a row breaks that is none; what says so are the readers."""


def reject(number: int | None, row: dict[str, Any], diagnostics: Sequence[Diagnostic]) -> str:
    """Return the line of a row that does not compile, with its line break."""
    told = {name: _json(value) for name, value in row.items() if value is not MISSING}
    whole = {"row": number, "values": told, "diagnostics": [one.as_dict() for one in diagnostics]}
    return _line(whole if number is not None else {key: whole[key] for key in ("values", "diagnostics")})


def unreadable(path: str, row: Unreadable) -> str:
    """Return the line of a row of a table that cannot be read, with its line break.

    Its finding has the keys of all findings; the place in the table is not known.
    """
    found = dict.fromkeys(Diagnostic._fields)
    found |= {"file": path, "rule": UNREADABLE, "severity": "error", "message": row.reason, "related": [], "url": None}
    return _line({"row": row.number, "text": row.text, "diagnostics": [found]})


def _line(value: dict[str, Any]) -> str:
    # Half a character has no UTF-8; JSON can write it all the same.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text + "\n"


def _json(value: Any) -> Any:
    """JSON has no NaN and no infinity: they are told of by their names."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _json(one) for key, one in value.items()}
    return [_json(one) for one in value] if isinstance(value, list) else value
