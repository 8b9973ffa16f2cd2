"""The extras: parts of waml that need packages which the rest does without, and how those get there."""

from __future__ import annotations

import re

_OF_EXTRA = re.compile(r"""([^;]+);.*\bextra == ["']([^"']+)["']""")


def advice(extra: str) -> str:
    """Return how to get the packages of an extra. Which they are stands in pyproject.toml, for all to read."""
    import shlex
    from importlib.metadata import PackageNotFoundError, requires

    try:
        stated = [match for match in map(_OF_EXTRA.match, requires("waml") or ()) if match is not None]
    except PackageNotFoundError:  # a checkout on the path, without an installation
        stated = []
    needed = [match[1].strip() for match in stated if match[2] == extra]
    with_extra = f"install waml with its extra '{extra}'"
    return f"pip install {shlex.join(needed)}, or {with_extra}" if needed else with_extra
