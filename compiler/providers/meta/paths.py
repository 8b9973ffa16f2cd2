"""Ids in the path of a request: written percent-encoded, or as a placeholder while they are unset."""

from __future__ import annotations

from typing import Any

from .. import Request


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


def defines(request: Request, endpoints: tuple[str, ...]) -> bool:
    """Whether a request creates a template: by the end of its path, of a bare body by what it holds."""
    if request.path is not None:
        bare = "/".join(segments(request.path))
        return any(bare == end or bare.endswith(f"/{end}") for end in endpoints)
    body = request.body
    # A message names its recipient; a definition has components, or names one of Meta's library.
    return isinstance(body, dict) and "to" not in body and ("components" in body or "library_template_name" in body)


def edits(request: Request) -> bool:
    """Whether a request changes a template that is there: its path is the id of one, and nobody gets a message."""
    names, body = segments(request.path), request.body
    if not 1 <= len(names) <= 2 or not isinstance(body, dict):
        return False
    is_id = names[-1].isdecimal() or names[-1] == ""
    return is_id and not body.keys() & {"messaging_product", "to", "recipient", "type"}
