"""Ids in the path of a request: written percent-encoded, or as a placeholder while they are unset."""

from __future__ import annotations

from typing import Any


def segment(value: Any, placeholder: str) -> str:
    """Return an id as one segment of a path, or `{placeholder}` if there is none."""
    if value is None or value == "" or isinstance(value, (dict, list)):
        return f"{{{placeholder}}}"
    from urllib.parse import quote

    return quote(str(value), safe=":=@", errors="surrogatepass")


def segments(path: Any) -> list[str]:
    """Return the segments of a path or a URL, decoded; a placeholder comes back as an empty one."""
    if not isinstance(path, str):
        return []
    from urllib.parse import unquote

    bare = path.split("#")[0].split("?")[0]
    if "://" in bare:
        bare = bare.split("://", 1)[1].partition("/")[2]
    names = bare.strip("/").split("/")
    return [
        "" if name.startswith("{") and name.endswith("}") else unquote(name, errors="surrogatepass") for name in names
    ]
