"""The wire schemas of the providers, ready to hold a body against."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from referencing import Registry, Resource

Schema = dict[str, Any]

_BASE = "https://waml.dev/schemas/"
_SUFFIX = ".schema.json"


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


@cache
def validator(provider: str, name: str) -> Validator:
    """Return what tells whether a body has a shape, by its name in `$defs`."""
    from jsonschema import Draft202012Validator

    uri = f"{_BASE}{provider}{_SUFFIX}"
    return Draft202012Validator(_whole(f"{uri}#/$defs/{name}"), registry=_registry(uri))


_inlined: dict[str, Any] = {}


def _whole(reference: str) -> Any:
    """Return what a reference leads to, with what others lead to in their place: following one costs as much as asking.

    A shape may hold itself; so does what is returned then.
    """
    if reference not in _inlined:
        found = at(reference)
        if not isinstance(found, dict) or found.keys() == {"$ref"}:
            return _filled(found)
        whole = _inlined[reference] = {}
        whole.update((key, _filled(value)) for key, value in found.items())
    return _inlined[reference]


def _filled(node: Any) -> Any:
    if isinstance(node, list):
        return [_filled(item) for item in node]
    if not isinstance(node, dict):
        return node
    return _whole(node["$ref"]) if node.keys() == {"$ref"} else {key: _filled(value) for key, value in node.items()}


def at(reference: str) -> Any:
    """Return the part of one of our schemas that an absolute reference leads to."""
    uri, _, pointer = reference.partition("#")
    found: Any = absolute(uri)
    for step in pointer.split("/")[1:]:
        found = found[step]
    return found


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
            due += _referred(absolute(name))
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

    return Resource.from_contents(absolute(uri))


@cache
def absolute(uri: str) -> Schema:
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
