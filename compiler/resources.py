"""The files that ship with waml.

`pkgutil`, not `importlib.resources`: the latter imports tempfile and zipfile, a fifth of the start-up time.
"""

from __future__ import annotations

import json
from functools import cache
from pkgutil import get_data
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
    data = get_data(package, name)
    if data is None:  # only a loader without get_data, which no installation has
        raise FileNotFoundError(f"{package}: {name}")
    return data
