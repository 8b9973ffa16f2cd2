"""Rows with a condition, for editors: `if` the condition holds, `then` the limit.

A condition is read as it is written: where a shorthand hides a field, nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .editor_limits import Limit, keywords, shape_at
from .message import group, shape
from .paths import EACH, Segments, parse
from .providers import NAMES


def conditions(limits: Iterable[Limit], provider: str) -> Iterator[dict[str, Any]]:
    """Yield an `if` and its `then` for each row with a condition that a schema can tell."""
    by_row: dict[str, list[Limit]] = {}
    for limit in limits:
        by_row.setdefault(limit.row.name, []).append(limit)
    for found in by_row.values():
        when = {
            path: wanted for path, wanted in found[0].row.when.items() if not _is_of_another(path, wanted, provider)
        }
        held = [_held(path, wanted) for path, wanted in when.items()]
        asked = [thing for limit in found if (thing := _asked(limit, provider))]
        if asked and None not in held:
            due = _all(asked)
            yield {"if": _all([condition for condition in held if condition]), "then": due} if held else due


def _all(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def _is_of_another(path: str, wanted: Any, provider: str) -> bool:
    """Whether something is to be absent from the block of another provider, which is no part of the message."""
    return wanted == "absent" and path.partition(".")[0] in set(NAMES) - {provider}


def _asked(limit: Limit, provider: str) -> dict[str, Any] | None:
    if limit.keyword == "required":
        return _nested(limit.field[:-1], {"required": [limit.field[-1]]})
    said = keywords(limit, provider)
    return _nested(limit.field, said) if said else None


def _held(path: str, wanted: Any) -> dict[str, Any] | None:
    """Return the schema of the messages for which a condition holds, or None where none can tell."""
    if path == "kind":
        kinds = [_kind(kind) for kind in (wanted if isinstance(wanted, list) else [wanted])]
        return {"anyOf": kinds} if len(kinds) > 1 else kinds[0]
    segments = parse(path)
    if EACH in segments or shape_at(segments) is None:
        return None
    there = _there(segments)
    if wanted == "present":
        return there
    if wanted == "absent":
        return {"not": there} if _is_written_out(segments) else None
    values = wanted if isinstance(wanted, list) else [wanted]
    return _there(segments, {"enum": values})


def _kind(kind: str) -> dict[str, Any]:
    """A kind is its content key. A text there that becomes the body is left alone: the body is not missing."""
    field = shape().field(kind)
    there: dict[str, Any] = {"required": [kind]}
    if field is not None and "lift" in field.short:
        there["properties"] = {kind: {"type": "object"}}
    return there


def _there(segments: Segments, value: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of what has a field, of a value that may be asked for."""
    first, *below = segments
    inner = {"type": "object", **_there(tuple(below), value)} if below else value
    return {"required": [first], **({"properties": {first: inner}} if inner else {})}


def _is_written_out(segments: Segments) -> bool:
    """Whether a field that is not there is absent in the message too: no shorthand on the way stands for it."""
    if segments[0] in group("content") and len(segments) == 1:
        return True
    shapes = [shape_at(segments[: length + 1]) for length in range(len(segments) - 1)]
    return all(found is not None and not found.short and found.expand is None for found in shapes)


def _nested(segments: Segments, said: dict[str, Any]) -> dict[str, Any]:
    for segment in reversed(segments):
        said = {"items": said} if segment is EACH else {"properties": {segment: said}}
    return said
