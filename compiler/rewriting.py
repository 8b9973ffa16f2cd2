"""A request as waml would write it: decoded and encoded again. What differs is what to put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import providers
from .diagnostic import Finding, Path, Span
from .editing import removed_of_flow
from .nodes import MappingNode, Node, ScalarNode
from .paths import leaves
from .placed import plain
from .providers import Request
from .remedy import Edit, Fix
from .rows import family, relatives
from .wire import segments

if TYPE_CHECKING:
    from .payload import Payload


def rewritten(request: Request, provider: str, decoder: str | None = None) -> Request:
    """Return what a provider's encoder writes for the messages of a request, read by its or another's decoder."""
    messages = [plain(message) for message in providers.load(decoder or provider).decode(request)]
    encode = providers.load(provider).encode
    requests = [encode(message, _block(message, provider)) for message in messages]
    body = joined([one.body for one in requests])
    return requests[0]._replace(body=body) if requests else Request(None, None, {}, None)


def _block(message: Mapping[str, Any], provider: str) -> Mapping[str, Any]:
    block = message.get(provider)
    return block if isinstance(block, dict) else {}


def joined(bodies: Sequence[Any]) -> Any:
    """Return bodies of one message each as the one body that held them: their `messages`, or `events`, in a row."""
    for key in ("messages", "events") if len(bodies) > 1 else ():
        if all(isinstance(body, dict) and key in body for body in bodies):
            return {**bodies[0], key: [message for body in bodies for message in body[key]]}
    return bodies[0] if bodies else None


def value_at(value: Any, path: Path) -> Any:
    """Return what stands at a path, or None."""
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def with_fixes(findings: Sequence[Finding], payload: Payload, provider: str) -> list[Finding]:
    """Return findings of the rows of scope `payload`, each with its remedy where there is one."""
    if not findings:
        return []
    # A leftover of a neighbour says only to the neighbour's decoder what it means.
    ways = [rewritten(payload.request, provider, decoder) for decoder in (provider, *relatives(provider))]
    return [f if f.fix else f._replace(fix=_remedy(f, payload, ways)) for f in findings]


def _remedy(finding: Finding, payload: Payload, ways: Sequence[Request]) -> Fix | None:
    row = next((row for row in family("payload") if row.name == finding.rule), None)
    path = finding.path or ()
    if path == ("v1",):
        return _redirected(payload, ways[0])
    if row is None or len(path) < 2 or path[0] != "body":
        return None
    for written in ways:
        if row.is_required:
            fix = _added(payload, path, value_at(written.body, path[1:]))
        elif "forbidden" in row.constraints:
            fix = _removed(payload, path, written.body)
        elif "pattern" in row.constraints:
            fix = _retyped(payload, path, written.body) or replaced(payload, path, value_at(written.body, path[1:]))
        else:
            fix = None
        if fix is not None:
            return fix
    return None


def _redirected(payload: Payload, written: Request) -> Fix | None:
    """Send a request of the On-Premise API to where its provider takes it. A host would be the wrong one there."""
    path = payload.request.path or ""
    if segments(path) != ["v1", "messages"] or written.method != (payload.request.method or written.method):
        return None
    return replaced(payload, ("path",), written.path, safe=path == "/v1/messages")


def _node(payload: Payload, path: Path) -> Node | None:
    place = payload.whole.places.get(path)
    return None if place is None else place[1]


def _json(value: object, indent: int | None = None) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent)


def _added(payload: Payload, path: Path, value: Any) -> Fix | None:
    edit = None if value is None else _insertion(payload, path, value)
    return None if edit is None else Fix(f'add "{path[-1]}": {_json(value)}', True, (edit,))


def _insertion(payload: Payload, path: Path, value: Any) -> Edit | None:
    owner = _node(payload, path[:-1])
    if not isinstance(owner, MappingNode) or owner.get(str(path[-1])) is not None:
        return None
    text = f"{_json(path[-1])}: {_json(value)}"
    if not owner.entries:
        return Edit(Span(owner.start + 1, owner.start + 1), text)
    first = owner.entries[0][0].start
    gap = payload.source.text[owner.start + 1 : first]
    return Edit(Span(first, first), f"{text},{gap or ' '}")


def _removed(payload: Payload, path: Path, written: Any) -> Fix | None:
    """Take a key away that says nothing, or move it to where it does."""
    owner, node = _node(payload, path[:-1]), _node(payload, path)
    if not isinstance(owner, MappingNode) or node is None or written is None:
        return None
    edit = removed_of_flow(owner, next(at for at, (_, child) in enumerate(owner.entries) if child is node))
    if not isinstance(node, ScalarNode):
        return Fix(f"remove {path[-1]}", True, (edit,)) if value_at(written, path[1:]) is None else None
    if any(leaf[-1:] == path[-1:] for leaf, _ in leaves(written)):
        # It has a meaning elsewhere; `false` is the default, and nothing to move.
        new = next((leaf for leaf, value in leaves(written) if leaf[-1:] == path[-1:] and value == node.value), None)
        insertion = None if new is None else _insertion(payload, ("body", *new), node.value)
        return None if insertion is None else Fix(f"move {path[-1]} to where it is read", True, (edit, insertion))
    # What is true means something: the next way may know where it goes.
    return None if node.value is True else Fix(f"remove {path[-1]}", True, (edit,))


def _retyped(payload: Payload, path: Path, written: Any) -> Fix | None:
    """Write a body of one type as one of another: the type, and the object that bears its name."""
    node, body, new = _node(payload, path), _node(payload, ("body",)), value_at(written, path[1:])
    if path != ("body", "type") or not isinstance(node, ScalarNode) or not isinstance(body, MappingNode):
        return None
    pair = next((pair for pair in body.entries if pair[0].value == node.value), None)
    if pair is None or new == node.value or value_at(written, (new,)) is None:
        return None
    span = Span(pair[0].start, pair[1].end)
    lines = "\n" in payload.source.text[span.start : span.end]
    value = _json(written[new], 2 if lines else None)
    column = span.start - payload.source.text.rfind("\n", 0, span.start) - 1
    edit = Edit(span, f"{_json(new)}: {value}".replace("\n", "\n" + " " * column))
    return Fix(f"write it as a {new}", True, (Edit(Span(node.start, node.end), _json(new)), edit))


def replaced(payload: Payload, path: Path, value: Any, safe: bool = True) -> Fix | None:
    """Write another value where one stands in the file."""
    node = _node(payload, path)
    if not isinstance(node, ScalarNode) or value is None or value == node.value:
        return None
    return Fix(f"write {_json(value)}", safe, (Edit(Span(node.start, node.end), _json(value)),))
