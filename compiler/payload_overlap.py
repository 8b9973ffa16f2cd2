"""One slip of a payload, one finding: what the rows, the request and the wire schema say of the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from . import providers
from .checked import Target
from .diagnostic import Finding, Path, order_of
from .message import Message, kind_of
from .nodes import Node
from .paths import with_value
from .placed import bare, plain
from .rows import families_for, families_of_parts, family

if TYPE_CHECKING:
    from .payload import Payload
    from .wire_faults import Problem

_MOST = 10
"""Faults of a body that are mended to see what else goes with them: nobody makes as many in one go."""

_SAMPLES = {
    "string": "1", "integer": 1, "number": 1, "boolean": True, "object": {}, "array": [], "null": None,
}  # fmt: skip
"""A value of each type of JSON."""

Judging = Callable[[Message], list[Finding]]


def sifted(
    payload: Payload,
    provider: str,
    targets: Sequence[Target],
    problems: Sequence[Problem],
    wire: Sequence[Finding],
    request: Sequence[Finding],
    judging: Judging,
) -> list[Target]:
    """Return the targets without the findings that are said of the body already, or that go when it is mended."""
    said = [*wire, *request]
    untyped = {id(node) for p in problems if p.kind == "wrong-type" and (node := _node(payload, p.path)) is not None}

    def is_left(target: Target, finding: Finding) -> bool:
        of_untyped = finding.path in target.authored.places and id(target.authored.places[finding.path][1]) in untyped
        return not of_untyped and not _is_said(finding, target, payload, said, provider)

    kept = [target._replace(findings=tuple(f for f in target.findings if is_left(target, f))) for target in targets]
    if not any(target.findings for target in kept):
        return kept
    for body, order in _mended(payload, problems, request):
        messages = [plain(message) for message in providers.load(provider).decode(payload.request._replace(body=body))]
        if [kind_of(message) for message in messages] == [kind_of(target.message) for target in kept]:
            again = [{(f.rule, f.path) for f in judging(message)} for message in messages]
            kept = [
                target._replace(
                    findings=tuple(f for f in target.findings if (f.rule, f.path) in left or order_of(f) < order)
                )
                for target, left in zip(kept, again, strict=True)
            ]
    return kept


def _mended(payload: Payload, problems: Iterable[Problem], request: Iterable[Finding]) -> Iterator[tuple[Any, int]]:
    """Yield the body with one fault mended at a time, and how much that fault weighs."""
    faults: list[tuple[Path, Any, int]] = []
    for problem in problems:
        if problem.kind == "missing-key":
            faults.append(((*problem.path, problem.names[0]), _SAMPLES["string"], 0))
        elif problem.kind == "wrong-type" and problem.names:
            faults.append((problem.path, _SAMPLES[problem.names[0]], 0))
    for finding in request:
        if _is_missing(finding, payload):
            faults.append(((finding.path or ())[1:], _SAMPLES["string"], order_of(finding)))
    for path, sample, order in faults[:_MOST]:
        yield with_value(payload.request.body, path, sample), order


def _is_missing(finding: Finding, payload: Payload) -> bool:
    path = finding.path or ()
    return finding.at_key and path[:1] == ("body",) and len(path) > 1 and path not in payload.whole.places


def _node(payload: Payload, path: Path) -> Node | None:
    place = payload.whole.places.get(("body", *path))
    return None if place is None else place[1]


def _is_judged(finding: Finding, targets: Iterable[Target], payload: Payload) -> bool:
    """Whether a row says of the same value what the wire schema says."""
    node = _node(payload, finding.path or ())
    return node is not None and any(
        other.path in target.authored.places
        and target.authored.places[other.path][1] is node
        and not other.at_key
        and order_of(other) <= order_of(finding)
        for target in targets
        for other in target.findings
    )


def _is_said(finding: Finding, target: Target, payload: Payload, said: Iterable[Finding], provider: str) -> bool:
    """Whether a finding that something is not there repeats one about the body: at its place, or by its name."""
    if not finding.at_key or not _asks_for(finding.rule, target, provider):
        return False
    path = finding.path or ()
    span, top = target.authored.span(path, at_key=True), target.authored.span((), at_key=True)
    name = bare(path[-1]) if path else ""
    for other in said:
        if other.severity in ("warning", "info") or other.rule in ("payload-unknown-key", "payload-null-key"):
            continue
        there = other.path or ()
        there = there[1:] if there[:1] == ("body",) else there
        if name in map(bare, there) or f"'{path[-1:] and path[-1]}'" in other.message:
            return True
        # Of the keys that the message as a whole lacks, each is a fault of its own.
        if span != top and span == (other.span or payload.whole.span(other.path or (), other.at_key)):
            return True
    return False


def is_named(finding: Finding, judged: Iterable[Target], payload: Payload) -> bool:
    """Whether a row speaks of an unknown key or a wrong value by name: the message can hold it, the wire cannot."""
    if finding.rule == "payload-wrong-value":
        return _is_judged(finding, judged, payload)
    if finding.rule != "payload-unknown-key":
        return False
    key, value = payload.whole.places.get(("body", *(finding.path or ())), (None, None))
    if key is None or value is None:
        return False
    for target in judged:
        top = target.authored.span((), at_key=True)
        for other in target.findings:
            if not other.path or not other.at_key or other.severity not in ("error", "warning"):
                continue
            # What is milder speaks of this key where it has its very name, not where it was read as another.
            if order_of(other) > order_of(finding) and other.path[-1] != key.value:
                continue
            span = target.authored.span(other.path, at_key=True)
            if span == top and bare(other.path[-1]) != bare(key.value):  # said of the message as a whole
                continue
            # `"footer": {"text": …}` is the footer of a message: what it says stands inside.
            inside = value.start <= span.start and span.end <= value.end
            if span.start == key.start or (inside and bare(other.path[-1]) == bare(key.value)):
                return True
    return False


def _asks_for(rule: str, target: Target, provider: str) -> bool:
    families = [*families_for(kind_of(target.message), provider), *families_of_parts(target.message)]
    row = next((row for name in families for row in family(name) if row.name == rule), None)
    return row is not None and bool({"required", "requires", "exactly_one_of"} & set(row.constraints))
