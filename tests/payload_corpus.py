"""The payloads in the folder that WAML_CORPUS names, as the tests marked `corpus` read them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from waml.checked import Checked, Options
from waml.config import Config
from waml.payload import check_payload

# What a bare body of the Cloud API is sent to, where the index names only the end of the path.
_ENDPOINTS = {
    "message_templates": "/{waba-id}/message_templates",
    "marketing_messages": "/{phone-number-id}/marketing_messages",
}


class Entry(NamedTuple):
    """One payload: what the index says of it, and its bytes."""

    file: str
    provider: str
    endpoint: str | None
    valid: bool
    why: str
    data: bytes
    assume: dict[str, Any]

    @property
    def body(self) -> Any:
        return json.loads(self.data)


def entries() -> Iterator[Entry]:
    """Yield the requests of the corpus; without one, none.

    Outside are the answers of the providers, what the index calls uncertain, and Pilot Status' cancel call.
    """
    folder = os.environ.get("WAML_CORPUS")
    if not folder:
        return
    root = Path(folder)
    for entry in json.loads((root / "index.json").read_text("utf-8")):
        if entry["kind"] in ("response", "cancel") or entry["kind"].startswith("error") or entry.get("uncertain"):
            continue
        assume = {"number_kind": entry["numberKind"]} if "numberKind" in entry else {}
        endpoint = entry.get("path") or _ENDPOINTS.get(entry.get("endpoint", ""))
        data = (root / entry["file"]).read_bytes()
        yield Entry(entry["file"], entry["provider"], endpoint, entry["valid"], entry["why"], data, assume)


_CHECKED: dict[str, Checked] = {}


def checked(entry: Entry, data: bytes | None = None) -> Checked:
    """Return what lint finds in a payload; what it finds in one of the corpus as it stands is asked again and again."""
    if data is None and entry.file in _CHECKED:
        return _CHECKED[entry.file]
    options = Options(assume=entry.assume, endpoint=entry.endpoint)
    found = check_payload(entry.file, entry.data if data is None else data, entry.provider, Config(), options)
    if data is None:
        _CHECKED[entry.file] = found
    return found


def errors(found: Checked) -> set[str]:
    """Return the rules that stop a payload."""
    return {diagnostic.rule for diagnostic in found.diagnostics if diagnostic.severity == "error"}
