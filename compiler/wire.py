"""Wire bodies held against the provider's schema: which shape a body should have, and where it differs.

A wire schema lists under `x-bodies` which of its `$defs` a body answers to, so that a fault is explained
against one shape and not against all of them. An entry holds when

- its `method` is the request's, or one of the two is not known;
- its `path`, a template, ends the request's path; an absent `path` fits every request, and `null` fits a
  request whose path is not known (a bare body);
- each dotted path of its `when` is `present`, `absent` or holds the value.

A slot that takes a number as text too names under `x-due` what its `pattern` asks for. A null in a slot with
`x-no-null` is refused, not as good as nothing. A schema with `x-any-case` is of a provider that takes its words in
either case, one with `x-number-too` of one that takes a number in a slot that has the mark as well.
`x-blank` names the keys under which an empty text means something, `x-empty` those of lists and mappings that may be
empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .diagnostic import Path
from .wire_faults import Problem, told
from .wire_schemas import load, validator

if TYPE_CHECKING:
    from .providers import Request

_MISSING = object()


def select(schema: Mapping[str, Any], method: str | None, path: str | None, body: object) -> str | None:
    """Name the def that a body answers to, or None when no entry of `x-bodies` holds."""
    found = None if path is None else segments(path)
    for entry in schema["x-bodies"]:
        if method is not None and entry.get("method", method).upper() != method.upper():
            continue
        if "path" in entry and not _path_fits(entry["path"], found):
            continue
        if all(_holds(body, dotted, value) for dotted, value in entry.get("when", {}).items()):
            name: str = entry["def"]
            return name
    return None


def problems(provider: str, request: Request) -> list[tuple[Path, str]]:
    """Say where the body of a request differs from its shape: pairs of a path and a message."""
    return [(problem.path, problem.message) for problem in explain(provider, request)]


def explain(provider: str, request: Request) -> list[Problem]:
    """Like `problems`, with the kind of each; a provider without a wire schema has none."""
    try:
        schema = load(provider)
    except FileNotFoundError:
        return []

    def judged(body: Any) -> list[Problem]:
        return [_refused(problem, schema) for problem in _judged(provider, schema, request._replace(body=body))]

    found = judged(request.body)
    if all(problem.kind != "other-case" for problem in found):
        return found
    from .wire_case import settled

    return settled(request.body, judged)


_TAKEN = {"other-case": ("x-any-case", "wrong-value"), "number-for-text": ("x-number-too", "wrong-type")}
"""What some providers take all the same: the mark of their schemas, and what it is to the others."""


def _refused(problem: Problem, schema: Mapping[str, Any]) -> Problem:
    mark, kind = _TAKEN.get(problem.kind, ("$defs", ""))
    return problem if mark in schema else problem._replace(kind=kind)


def _judged(provider: str, schema: Mapping[str, Any], request: Request) -> list[Problem]:
    name = select(schema, request.method, request.path, request.body)
    if name is None:
        where = "without a path" if request.path is None else f"at '{request.path}'"
        return [Problem((), f"{provider} takes no body like this {where}", "unknown-body")]
    check = validator(provider, name)

    def judged(body: Any) -> list[Problem]:
        return told(check.iter_errors(body))

    found = judged(request.body)
    if any(problem.kind == "wrong-type" for problem in found):
        from .wire_nulls import told_apart

        return told_apart(found, request.body, judged)
    return found


def fitting(provider: str, request: Request) -> list[str]:
    """Return the paths at which a provider would take a body without a fault."""
    return [path for path in paths_of(provider) if not explain(provider, request._replace(path=path))]


def paths_of(provider: str) -> list[str]:
    """Return the paths that a provider documents; of one without a wire schema, none."""
    try:
        entries = load(provider)["x-bodies"]
    except FileNotFoundError:
        return []
    return list(dict.fromkeys(entry["path"] for entry in entries if entry.get("path")))


def segments(path: str) -> list[str]:
    """Split a path or a URL; scheme, host and query do not count."""
    path = path.partition("?")[0].partition("#")[0]
    if "://" in path:
        path = path.partition("://")[2].partition("/")[2]
    return [segment for segment in path.split("/") if segment]


def _path_fits(template: str | None, found: list[str] | None) -> bool:
    if template is None or found is None:
        return template is None and found is None
    wanted = segments(template)
    # a version or a base path may stand before it: /v23.0/{phone-number-id}/messages
    tail = found[len(found) - len(wanted) :] if len(wanted) <= len(found) else []
    return len(tail) == len(wanted) and all(
        want == part or want.startswith("{") for want, part in zip(wanted, tail, strict=True)
    )


def _holds(body: object, dotted: str, wanted: object) -> bool:
    for key in dotted.split("."):
        if isinstance(body, list) and key.isdecimal():
            body = body[int(key)] if int(key) < len(body) else _MISSING
        else:
            body = body.get(key, _MISSING) if isinstance(body, dict) else _MISSING
    if wanted in ("present", "absent"):
        return (body is not _MISSING) == (wanted == "present")
    return body == wanted
