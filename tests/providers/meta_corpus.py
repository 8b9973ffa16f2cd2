"""The real payloads in the folder that WAML_CORPUS names, for the tests marked `corpus`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_DEFINITIONS = "template_definition"
_ANSWERS = ("response", "error")


def folder() -> Path:
    """Return the folder of the payloads; without one the test is skipped."""
    name = os.environ.get("WAML_CORPUS")
    if not name:
        pytest.skip("WAML_CORPUS names no folder of payloads")
    return Path(name)


def requests(provider: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the entry and the body of each message that is sent to a provider."""
    root = folder()
    for entry in json.loads((root / "index.json").read_text("utf-8")):
        if entry["provider"] == provider and not entry["kind"].startswith((_DEFINITIONS, *_ANSWERS)):
            yield entry, json.loads((root / entry["file"]).read_text("utf-8"))


def everything() -> Iterator[Any]:
    """Yield every JSON value of the folder, whatever it is."""
    for path in sorted(folder().rglob("*.json")):
        yield json.loads(path.read_text("utf-8"))
