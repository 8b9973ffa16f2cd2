"""The name of a file as other programs take it: relative to the folder of the run, with `/`."""

from __future__ import annotations

import os
import posixpath
from urllib.parse import quote

from ..diagnostic import Diagnostic


def relative(file: str) -> str:
    """Return the path of a file from the current folder; that of a file elsewhere stays absolute."""
    path = posixpath.normpath(file)
    if path.startswith("../"):
        path = posixpath.normpath(posixpath.join(_here(), path))
    return path.removeprefix(_here().rstrip("/") + "/")


def uri(file: str) -> str:
    """Return the path as a URI reference, percent-encoded: relative, with no base to resolve, where it can be."""
    path = relative(file)
    encoded = quote(path.encode("utf-8", "surrogateescape"))
    if path.startswith("/"):
        return f"file://{encoded}"
    return f"file:///{encoded}" if path[1:3] == ":/" else encoded


def lone_line(diagnostic: Diagnostic) -> bool:
    """Whether what is wrong begins and ends on one line."""
    return diagnostic.start.line == diagnostic.end.line


def _here() -> str:
    return os.getcwd().replace("\\", "/")
