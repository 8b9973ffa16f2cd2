"""From a provider's JSON to the messages that people would have written, and what they cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from . import providers
from .checked import Checked, Target, once, place, stamped
from .diagnostic import Finding, Path, shown
from .nodes import Node, ScalarNode
from .paths import empties, key_of, scalars
from .payload import Payload, opened, problems_of, request_findings, said_again, wire_findings
from .providers import Request
from .rewriting import rewritten, value_at

_MOST = 100
"""The values of a payload that are asked after one by one: a hostile one holds thousands that nobody reads."""


def decompiled(name: str, data: bytes, provider: str, endpoint: str | None) -> tuple[str, Checked]:
    """Return the messages of a payload as one YAML text, and what was found. Never raises on any bytes."""
    from .printing import to_yaml

    source, diagnostics, payload = opened(name, data, endpoint)
    targets: list[Target] = []
    if payload is not None:
        targets = said_again(payload, provider)
        found = conversion_findings(payload, provider, targets)
        diagnostics += [place(source, 0, stamped(finding), payload.whole) for finding in found]
    documents = [to_yaml(target.message, file={"providers": [provider]}) for target in targets]
    return "---\n".join(documents), Checked(source, tuple(targets), tuple(once(diagnostics)))


def conversion_findings(payload: Payload, provider: str, targets: Sequence[Target]) -> list[Finding]:
    """Return what is wrong with the shape of a payload, and what of it no message holds."""
    request = request_findings(payload, provider, None)
    problems = problems_of(payload, provider, bool(targets))
    wire = list(wire_findings(payload, provider, problems, bool(targets), request))
    if not targets:
        return [*request, *wire]
    said = [finding.path for finding in wire if finding.rule == "payload-unknown-key"]
    said += [(finding.path or ())[1:-1] for finding in request if finding.rule == "template-component-repeated"]
    lost = [(path, f) for path, f in _lost(payload, provider, targets) if not any(_below(path, one) for one in said)]
    said += [path[:-1] for path, _ in lost]
    empty = [f for path, f in _empty(payload, provider) if not any(_below(path, one) for one in said)]
    return [*request, *wire, *(finding for _, finding in lost), *empty]


def _below(path: Path, other: Path | None) -> bool:
    return other is not None and path[: len(other)] == other


def _lost(payload: Payload, provider: str, targets: Sequence[Target]) -> Iterator[tuple[Path, Finding]]:
    """Yield each value of the body that the messages do not hold, and that is not written of itself."""
    held = {id(node) for target in targets for _, node in target.authored.places.values() if _is_leaf(node)}
    written = rewritten(payload.request, provider).body
    body = payload.request.body
    before: Any = None
    asked = 0
    for path, node in scalars(payload.body):
        # A legacy `hsm` comes back as the template that it became.
        back = ("template", *path[1:]) if path[:1] == ("hsm",) else path
        if id(node) in held or node.value is None or _same(value_at(written, back), node.value):
            continue
        asked += 1
        if asked > _MOST:
            return
        before = _messages(provider, payload.request, body) if before is None else before
        # A value that the decoder looks at is one that it understands: a default, which is left out.
        if _messages(provider, payload.request, _changed(body, path)) != before:
            continue
        message = f"no message holds {_named(path, node)}: it is not written again"
        yield path, Finding("payload-not-held", message, span=payload.source.span(node), path=path, provider=provider)


def _empty(payload: Payload, provider: str) -> Iterator[tuple[Path, Finding]]:
    """Yield each empty list and mapping of the body that is not written again: it says nothing."""
    written = rewritten(payload.request, provider).body
    for path, node in list(empties(payload.body))[:_MOST]:
        if path and value_at(written, path) is None:
            message = f"'{key_of(path) or ''}' is empty and says nothing: it is not written again"
            span = payload.source.span(node)
            yield path, Finding("payload-empty", message, span, path, "info", provider=provider)


def _named(path: Path, node: ScalarNode) -> str:
    """Name a value of the payload: its key, and what it says where that is short of words by itself."""
    key = key_of(path)
    return shown(node.value) if key is None else f"'{key}': {shown(node.value)}"


def _is_leaf(node: Node) -> bool:
    return isinstance(node, ScalarNode)


def _same(written: Any, value: object) -> bool:
    """Whether a value comes back, be it in another case or as text."""
    if isinstance(written, bool) or isinstance(value, bool):
        return written is value
    return str(written).lower() == str(value).lower()


def _messages(provider: str, request: Request, body: Any) -> list[dict[str, Any]]:
    return providers.load(provider).decode(request._replace(body=body))


def _changed(value: Any, path: Path) -> Any:
    """Return a body with another value at a path."""
    if not path:
        if isinstance(value, bool):
            return not value
        return f"{value}~" if isinstance(value, str) else value + 1
    if isinstance(value, dict):
        return {key: _changed(item, path[1:]) if key == path[0] else item for key, item in value.items()}
    return [_changed(item, path[1:]) if index == path[0] else item for index, item in enumerate(value)]
