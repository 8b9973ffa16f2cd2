"""Wire bodies held against the provider's schema: which shape a body should have, and where it differs.

A wire schema lists under `x-bodies` which of its `$defs` a body answers to, so that a fault is explained
against one shape and not against all of them. An entry holds when

- its `method` is the request's, or one of the two is not known;
- its `path`, a template, ends the request's path; an absent `path` fits every request, and `null` fits a
  request whose path is not known (a bare body);
- each dotted path of its `when` is `present`, `absent` or holds the value.

A slot that takes a number as text too names under `x-due` what its `pattern` asks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .wire_words import alike, did_you_mean, not_among, spoken

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator
    from referencing import Registry, Resource

    from .providers import Request

Schema = dict[str, Any]
Path = tuple[str | int, ...]

_BASE = "https://waml.dev/schemas/"
_SUFFIX = ".schema.json"
_MOST = 100  # a hostile body has a fault in every item; nobody reads more than these
_MISSING = object()

_DUE = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
    "null": "nothing",
}


class Problem(NamedTuple):
    """One place where a body differs from its shape.

    `kind` is one of `unknown-key`, `null-key`, `missing-key`, `wrong-type`, `wrong-value`, `unknown-body`. The
    path of an unknown key ends with the key, that of a missing key at the mapping that lacks it. `names` holds
    the known key that an unknown one seems to mean, or the keys of which one is missing.
    """

    path: Path
    message: str
    kind: str
    names: tuple[str, ...] = ()


@cache
def load(provider: str) -> Schema:
    """Return the wire schema of a provider, to be read only.

    Raises FileNotFoundError for a provider that has none.
    """
    import pkgutil

    data = pkgutil.get_data("waml.schemas", f"{provider}{_SUFFIX}")
    assert data is not None  # only a loader without data gives None
    schema: Schema = json.loads(data)
    return schema


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
    name = select(schema, request.method, request.path, request.body)
    if name is None:
        where = "without a path" if request.path is None else f"at '{request.path}'"
        return [Problem((), f"{provider} takes no body like this {where}", "unknown-body")]
    check = _validator(provider, name)

    def judged(body: Any) -> list[Problem]:
        return _without_echoes(_explained(check.iter_errors(body)))

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
        body = body.get(key, _MISSING) if isinstance(body, dict) else _MISSING
    if wanted in ("present", "absent"):
        return (body is not _MISSING) == (wanted == "present")
    return body == wanted


@cache
def _validator(provider: str, name: str) -> Validator:
    from jsonschema import Draft202012Validator

    uri = f"{_BASE}{provider}{_SUFFIX}"
    return Draft202012Validator({"$ref": f"{uri}#/$defs/{name}"}, registry=_registry(uri))


@cache
def _registry(uri: str) -> Registry[Any]:
    """Return a schema and all that it refers to. One that is fetched when it is met is searched anew for each body."""
    from referencing import Registry

    found: dict[str, Resource[Any]] = {}
    due = [uri]
    while due:
        name = due.pop()
        if name not in found:
            found[name] = resource(name)
            due += _referred(_absolute(name))
    registry: Registry[Any] = Registry().with_resources(found.items())
    return registry.crawl()


def _referred(node: Any) -> Iterator[str]:
    """Yield the schemas that the references of one lead to."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].partition("#")[0]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _referred(item)


def resource(uri: str) -> Resource[Any]:
    """Return one of our schemas by its `$id`, for a registry of schemas."""
    from referencing import Resource

    return Resource.from_contents(_absolute(uri))


@cache
def _absolute(uri: str) -> Schema:
    """Return one of our schemas by its `$id`, its own references made absolute, so that each stands alone."""
    schema = load(uri.removeprefix(_BASE).removesuffix(_SUFFIX))

    def rewritten(node: Any) -> Any:
        if isinstance(node, list):
            return [rewritten(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {
            key: uri + value if key == "$ref" and value.startswith("#") else rewritten(value)
            for key, value in node.items()
        }

    result: Schema = rewritten(schema)
    return result


def _known_keys(schema: object) -> Iterator[str]:
    """Yield the keys that a shape knows in any of its variants."""
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", ())
    if "$ref" in schema:
        uri, _, pointer = schema["$ref"].partition("#")
        target: Any = _absolute(uri)
        for step in pointer.split("/")[1:]:
            target = target[step]
        yield from _known_keys(target)
    for branch in (schema.get("then"), schema.get("else"), *schema.get("allOf", ())):
        yield from _known_keys(branch)


def _explained(errors: Iterable[ValidationError]) -> Iterator[Problem]:
    from itertools import islice

    from jsonschema.exceptions import best_match

    for error in islice(errors, _MOST):
        alternatives = _alternatives(error)
        if alternatives:
            yield _missing(error, alternatives)
        else:
            yield from _of_error(best_match([error]) or error)


def _alternatives(error: ValidationError) -> tuple[str, ...]:
    """Return the keys of `anyOf: [{required: [a]}, {required: [b]}]`, and nothing for any other error."""
    branches: Any = error.validator_value if error.validator == "anyOf" else []
    if not all(branch.keys() == {"required"} for branch in branches):
        return ()
    return tuple(name for branch in branches for name in branch["required"])


def _of_error(error: ValidationError) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    value: Any = error.instance
    wanted: Any = error.validator_value
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        known = list(dict.fromkeys(_known_keys(error.schema)))
        for key in value:
            if key not in known:
                near = alike(key, known)
                yield Problem((*path, key), f"unknown key '{key}'{did_you_mean(near)}", "unknown-key", near)
    elif error.validator == "required":
        for key in wanted:
            if key not in value:
                yield _missing(error, (key,))
    elif error.validator == "type":
        words = [wanted] if isinstance(wanted, str) else wanted
        due = " or ".join(_DUE[word] for word in words)
        yield Problem(path, f"must be {due}, not {spoken(value)}", "wrong-type")
    elif error.validator in ("enum", "const"):
        words = wanted if error.validator == "enum" else [wanted]
        yield Problem(path, not_among(value, words), "wrong-value")
    elif error.validator == "pattern" and isinstance(error.schema, dict) and "x-due" in error.schema:
        yield Problem(path, f"must be {error.schema['x-due']}, not {spoken(value)}", "wrong-type")
    elif error.validator == "not":
        yield Problem(path, f"'{path[-1] if path else ''}' has no place here", "unknown-key")
    else:
        yield Problem(path, error.message, "wrong-value")


def _missing(error: ValidationError, names: tuple[str, ...]) -> Problem:
    """Say which keys are missing; a misspelt one that no closed shape reports is guessed at."""
    known = set(_known_keys(error.schema))
    value: Any = error.instance
    strange = [key for key in value if key not in known]
    guess = next((near[0] for name in names if (near := alike(name, strange))), None)
    hint = "" if guess is None else f", is '{guess}' meant for it?"
    listed = " or ".join(f"'{name}'" for name in names)
    return Problem(tuple(error.absolute_path), f"{listed} is missing{hint}", "missing-key", names)


def _without_echoes(found: Iterable[Problem]) -> list[Problem]:
    """Drop repetitions, and `'body' is missing` beside `unknown key 'boddy', did you mean 'body'?`."""
    unique = list(dict.fromkeys(found))
    meant = {(p.path[:-1], name) for p in unique if p.kind == "unknown-key" for name in p.names}
    return [p for p in unique if p.kind != "missing-key" or not any((p.path, name) in meant for name in p.names)]
