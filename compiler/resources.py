"""The files that ship with waml.

The loader is asked itself: `importlib.resources` imports tempfile and zipfile, a fifth of the start-up time.
"""

from __future__ import annotations

import json
import os
from functools import cache
from importlib import import_module
from typing import Any


def rules(name: str) -> bytes:
    """Return the text of a file of `rules/`."""
    return _read("waml.rules", name)


@cache
def schema(name: str) -> dict[str, Any]:
    """Return a schema of `schemas/`, by its name without `.schema.json`."""
    loaded: dict[str, Any] = json.loads(_read("waml.schemas", f"{name}.schema.json"))
    return loaded


def _read(package: str, name: str) -> bytes:
    module = import_module(package)
    folder = os.path.dirname(module.__file__ or "")
    data: bytes = module.__loader__.get_data(os.path.join(folder, name))  # type: ignore[union-attr]
    return data
