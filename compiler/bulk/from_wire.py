"""Conditions from the wire schemas: what they say of the values that vary. All else of a body is verified once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jsonschema import Draft202012Validator, validators
from referencing import Registry

from ..checked import Target
from ..paths import follow
from ..providers import Request
from ..wire import select
from ..wire_schemas import load, resource
from .conditions import Condition, Judged
from .leaves import Leaf, Unplannable
from .locating import request_of, token

_ON_VALUES = (
    "enum", "const", "pattern", "format", "minLength", "maxLength",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
)  # fmt: skip
_RULE = "wire-mismatch"


def conditions_of_wire(target: Target, leaves: Sequence[Leaf]) -> Iterator[Condition]:
    """Yield what the wire schema asks of the leaves: that each keyword says of a value what it says of a token."""
    try:
        schema = load(target.provider)
    except FileNotFoundError:
        return
    tokens = {leaf.path: token(leaf, number) for number, leaf in enumerate(leaves)}
    values = request_of(target, tokens)
    if values is None:
        return
    request = Request(**values)
    name = select(schema, request.method, request.path, request.body)
    if name is None:
        return
    yield from _selecting(schema["x-bodies"], leaves)
    known = {own[place.cut :] if place.cut else own: (leaf, place.cut)
             for leaf in leaves for own in (tokens[leaf.path],) for place in leaf.places}  # fmt: skip
    asked: dict[tuple[Any, str, str], tuple[Leaf, int, Any]] = {}
    for keyword, limit, value in _asked(target.provider, schema["$id"], name, request.body, known):
        leaf, cut = known[value]
        asked[leaf.path, keyword, repr(limit)] = (leaf, cut, limit)
    for (_, keyword, _), (leaf, cut, limit) in asked.items():
        judge = Draft202012Validator({keyword: limit})
        own = follow(target.message, leaf.path)
        usual = judge.is_valid(own[cut:] if cut else own)
        if judge.is_valid(tokens[leaf.path][cut:] if cut else tokens[leaf.path]) is not usual:
            raise Unplannable(dict.fromkeys(leaf.names, f"'{leaf.path[-1]}' is one of a few on the wire"))
        yield Judged(
            _RULE, leaf, f"wire {keyword}", limit,
            lambda v, j=judge, u=usual, c=cut: j.is_valid(v[c:] if c else v) is u,  # type: ignore[misc]
        )  # fmt: skip


def _selecting(bodies: Sequence[Any], leaves: Sequence[Leaf]) -> Iterator[Condition]:
    """Yield that no value is one by which the schema tells its bodies apart."""
    for entry in bodies:
        for dotted, wanted in entry.get("when", {}).items():
            own = [leaf for leaf in leaves if any(p.path == ("body", *dotted.split(".")) for p in leaf.places)]
            for leaf in own if wanted not in ("present", "absent") else ():
                yield Judged(_RULE, leaf, "wire when", wanted, lambda v, w=wanted: v != w)  # type: ignore[misc]


def _asked(provider: str, uri: str, name: str, body: Any, known: Any) -> list[tuple[str, Any, Any]]:
    """Return each keyword that is asked of a value that varies, its limit and the value."""
    found: list[tuple[str, Any, Any]] = []

    def noting(keyword: str, judge: Any) -> Any:
        def run(validator: Any, limit: Any, instance: Any, schema: Any) -> Iterator[Any]:
            if isinstance(instance, (str, int, float)) and not isinstance(instance, bool) and instance in known:
                found.append((keyword, limit, instance))
            yield from judge(validator, limit, instance, schema) or ()

        return run

    judges = {keyword: noting(keyword, Draft202012Validator.VALIDATORS[keyword]) for keyword in _ON_VALUES}
    noticing = validators.extend(Draft202012Validator, judges)  # type: ignore[no-untyped-call]
    registry: Registry[Any] = Registry(retrieve=resource)  # type: ignore[call-arg]
    list(noticing({"$ref": f"{uri}#/$defs/{name}"}, registry=registry).iter_errors(body))
    return found
