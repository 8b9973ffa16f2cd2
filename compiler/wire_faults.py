"""Where a body differs from the shape that it should have, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .diagnostic import Path
from .named import NamedTuple
from .wire_schemas import at
from .wire_words import alike, did_you_mean, in_another_case, not_among, spoken

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

MOST = 100
"""Faults of one body that are told: a hostile one has a fault in every item, and nobody reads more than these."""

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

    `kind` is one of `unknown-key`, `misspelt-key` (it seems to mean one that is missing), `null-key`, `missing-key`,
    `wrong-type`, `wrong-value`, `other-case`, `number-for-text`, `unknown-body`. The path of an unknown key ends
    with the key, that of a missing key at the mapping that lacks it. `names` holds the known key that an unknown one
    seems to mean, the keys of which one is missing, the types that are due, or the word as the pages print it.
    """

    path: Path
    message: str
    kind: str
    names: tuple[str, ...] = ()


def told(errors: Iterable[ValidationError]) -> list[Problem]:
    """Return what the errors of a validator say, each thing once."""
    return _without_echoes(_explained(errors))


def _known_keys(schema: object) -> Iterator[str]:
    """Yield the keys that a shape knows in any of its variants."""
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", ())
    if "$ref" in schema:
        yield from _known_keys(at(schema["$ref"]))
    for branch in (schema.get("then"), schema.get("else"), *schema.get("allOf", ())):
        yield from _known_keys(branch)


def _explained(errors: Iterable[ValidationError]) -> Iterator[Problem]:
    from itertools import islice

    from jsonschema.exceptions import best_match

    for error in islice(errors, MOST):
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
        # Most nulls stand for a key that could be left out; those of a slot with `x-no-null` do not.
        refused = value is None and isinstance(error.schema, dict) and "x-no-null" in error.schema
        kind = "wrong-value" if refused else "wrong-type"
        if isinstance(error.schema, dict) and "x-number-too" in error.schema and type(value) is int:
            kind = "number-for-text"
        yield Problem(path, f"must be {due}, not {spoken(value)}", kind, tuple(words))
    elif error.validator in ("enum", "const"):
        words = wanted if error.validator == "enum" else [wanted]
        same = in_another_case(value, words)
        yield Problem(path, not_among(value, words), "other-case" if same else "wrong-value", same)
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
    """Drop repetitions, and what follows: `'body' is missing` beside `unknown key 'boddy', did you mean 'body'?`, the
    wrong value of what has not even the type.
    """
    unique = list(dict.fromkeys(found))
    meant = {(p.path[:-1], name) for p in unique if p.kind == "unknown-key" for name in p.names}
    untyped = {p.path for p in unique if p.kind == "wrong-type"}
    missing = {(p.path, name) for p in unique if p.kind == "missing-key" for name in p.names}

    def misspelt(problem: Problem) -> bool:
        return problem.kind == "unknown-key" and any((problem.path[:-1], name) in missing for name in problem.names)

    return [
        p._replace(kind="misspelt-key") if misspelt(p) else p
        for p in unique
        if not (p.kind == "missing-key" and any((p.path, name) in meant for name in p.names))
        and not (p.kind == "wrong-value" and p.path in untyped)
    ]
