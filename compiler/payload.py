"""A provider's own JSON, judged by the same rules: read, decoded, each finding placed in the JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from . import providers
from .checked import Checked, Options, Target, of_reading, once, place, stamped
from .config import Config
from .diagnostic import Diagnostic, Finding, Path, Span, did_you_mean
from .inputs import UsageError
from .message import Authored, Message, kind_of
from .named import NamedTuple
from .nodes import MappingNode, Node, SequenceNode
from .payload_blanks import blank_findings
from .placed import Tree, plain
from .providers import Request
from .rewriting import replaced, value_at, with_fixes
from .rows import relatives, table
from .rulebook import Subject, judge, judge_by
from .source import Source, read
from .wire import explain, fitting, paths_of, segments
from .wire_faults import Problem

_REQUEST = ("method", "path", "headers", "body")
_SANDBOX = "//waba-sandbox."  # 360dialog's, which keeps the path of the On-Premise API: the one host that counts


class Payload(NamedTuple):
    """A request as a file holds it: a bare body, or a request object around one.

    `request` is plain JSON; `placed` is its body with values that know their nodes; `whole` knows where each
    part of the request stands (`("body", "text", "body")`).
    """

    source: Source
    request: Request
    placed: Request
    tree: Tree
    body: Node
    whole: Authored


def provider_of(name: str, options: Options, config: Config) -> str:
    """Return the provider whose payload a file is. Raises UsageError where that is not said, or not one."""
    named = dict.fromkeys(options.providers or config.providers)
    if len(named) == 1:
        return next(iter(named))
    said = "nothing says whose" if not named else f"it is of one, not of {', '.join(named)}"
    raise UsageError(
        f"'{name}' is a provider's payload, and {said}: use --provider NAME; a message in JSON ends in .waml.json"
    )


def opened(name: str, data: bytes, endpoint: str | None) -> tuple[Source, list[Diagnostic], Payload | None]:
    """Read a file, and return it with what reading found and its payload: None where it holds no JSON."""
    source = read(name, data)
    return source, of_reading(source), _payload(source, endpoint) if source.documents else None


def _payload(source: Source, endpoint: str | None) -> Payload:
    root = source.documents[0]
    tree = Tree(root)
    body, parts = root, {}
    if isinstance(root, MappingNode) and _is_request(root):
        parts = plain(tree.value(root))
        body = root.get("body") or root
    path = endpoint or parts.get("path")
    headers = parts.get("headers")
    method = parts.get("method")
    request = Request(
        method if isinstance(method, str) else None,
        _address(path) if isinstance(path, str) else None,
        {str(key): str(value) for key, value in headers.items()} if isinstance(headers, dict) else {},
        parts["body"] if "body" in parts else plain(tree.value(body)),
    )
    whole = Authored(source, root)
    _place_all(whole, root, () if parts else ("body",), None)
    whole.places.setdefault((), (None, root))
    if ("path",) in whole.places:
        for derived in ("v1", "sandbox", "edit"):
            whole.places[(derived,)] = whole.places[("path",)]
    if ("body", "status") in whole.places:
        whole.places[("id",)] = whole.places.get(("path",), whole.places[("body", "status")])
    placed = request._replace(body=None if request.body is None else tree.value(body))
    return Payload(source, request, placed, tree, body, whole)


def _address(path: str) -> str:
    return path if "://" in path or path.startswith("/") else f"/{path}"


def _is_request(root: MappingNode) -> bool:
    keys = {str(key.value) for key, _ in root.entries}
    return "body" in keys and keys <= set(_REQUEST) and bool(keys & {"method", "path"})


def _place_all(whole: Authored, node: Node, path: Path, key: Any) -> None:
    whole.places[path] = (key, node)
    if isinstance(node, MappingNode):
        for name, child in node.entries:
            # The names of headers are said in either case.
            word = str(name.value).lower() if path == ("headers",) else str(name.value)
            _place_all(whole, child, (*path, word), name)
    elif isinstance(node, SequenceNode):
        for index, child in enumerate(node.items):
            _place_all(whole, child, (*path, index), None)


def check_payload(
    name: str, data: bytes, provider: str, config: Config, options: Options, verified: bool = False
) -> Checked:
    """Read and check one payload. Never raises on any bytes; a fault is a diagnostic.

    `verified`: the body has just been held against its wire schema, and need not be again.
    """
    source, diagnostics, payload = opened(name, data, options.endpoint)
    if payload is None:
        return Checked(source, (), tuple(once(diagnostics)))
    targets = list(decoded(payload, provider))
    first = targets[0].message if targets else {}
    assume = {**config.assume, **options.assume}
    request = request_findings(payload, provider, kind_of(first), assume, config.rules)
    problems = [] if verified else problems_of(payload, provider, bool(targets))
    wire = [] if verified else [*wire_findings(payload, provider, problems, bool(targets), request)]
    base = os.path.dirname(name) or "."

    def judging(message: Message) -> list[Finding]:
        return judge(Subject(message, provider, assume, base, config.rules))

    judged = [target._replace(findings=tuple(judging(target.message))) for target in targets]
    if wire or request:
        from .payload_overlap import is_named, sifted

        judged = sifted(payload, provider, judged, problems, wire, request, judging)
        wire = [finding for finding in wire if not is_named(finding, judged, payload)]
    judged = [target._replace(findings=tuple(map(stamped, target.findings))) for target in judged]
    shown = [*request, *wire]
    shown += blank_findings(payload, provider, judged, shown)
    diagnostics += [place(source, 0, stamped(f), payload.whole) for f in shown]
    if len(judged) > 1:
        judged = _side_by_side(judged, provider, assume, config.rules)
    diagnostics += [place(source, target.document, f, target.authored) for target in judged for f in target.findings]
    return Checked(source, tuple(judged), tuple(once(diagnostics)))


def _side_by_side(
    targets: list[Target], provider: str, assume: Mapping[str, Any], own: tuple[str, ...]
) -> list[Target]:
    """Return the targets with what is wrong with the messages of a request beside each other."""
    from .together import judge_together

    judged = list(targets)
    subjects = [Subject(target.message, provider, assume, own=own) for target in targets]
    for index, finding in judge_together(subjects):
        judged[index] = judged[index]._replace(findings=(*judged[index].findings, stamped(finding)))
    return judged


def decoded(payload: Payload, provider: str) -> Iterator[Target]:
    """Yield a target for each message of a payload, its fields placed in the JSON."""
    messages = providers.load(provider).decode(payload.placed)
    stem = os.path.basename(payload.source.name).removesuffix(".json")
    for index, message in enumerate(messages):
        authored = Authored(payload.source, payload.body)
        authored.places = payload.tree.places(message, payload.body, several=len(messages) > 1)
        clean: Message = plain(message)
        authored.message = clean
        name = f"{stem}-{index + 1}" if index else stem
        block = clean.get(provider)
        yield Target(index, provider, name, clean, (), authored, block if isinstance(block, dict) else {})


def changes(payload: Payload, provider: str) -> bool:
    """Whether a request only changes what is registered: what it says is judged, and no message says it again."""
    asked = getattr(providers.load(provider), "edits", None)
    return asked is not None and bool(asked(payload.request))


def said_again(payload: Payload, provider: str) -> list[Target]:
    """Return a target for each message of a payload that can be written as one."""
    return [] if changes(payload, provider) else list(decoded(payload, provider))


def request_findings(
    payload: Payload, provider: str, kind: str | None, assume: Any = None, own: tuple[str, ...] = ()
) -> list[Finding]:
    """Return what the rows of scope `payload` find in the request itself."""
    request = payload.request._asdict()
    request["headers"] = {name.lower(): value for name, value in payload.request.headers.items()}
    path = payload.request.path or ""
    if _SANDBOX in path:
        request["sandbox"] = True
    elif "/v1/messages" in path:
        request["v1"] = True
    if changes(payload, provider):
        request["edit"] = True
    names = segments(path)
    if len(names) > 1 and names[-2] == "messages":
        request["id"] = names[-1]
    subject = Subject({key: value for key, value in request.items() if value is not None}, provider, assume or {})
    subject.kind = kind
    findings = judge_by(subject, [*table("index")["payload"], *own], "payload")
    return with_fixes(findings, payload, provider)


def problems_of(payload: Payload, provider: str, is_decoded: bool) -> list[Problem]:
    """Return where the body differs from its wire schema. A request that is all path has no body to differ."""
    return explain(provider, payload.request) if payload.request.body is not None or not is_decoded else []


def wire_findings(
    payload: Payload, provider: str, problems: Sequence[Problem], is_decoded: bool, request: Iterable[Finding] = ()
) -> Iterator[Finding]:
    """Yield what is wrong with the body by its wire schema, less what a row of `payload` says better."""
    said = {finding.path for finding in request}
    for problem in problems:
        if problem.kind == "unknown-body":
            if ("id",) in said:  # a path without its id is none of this body
                continue
            yield _unknown_body(payload, provider, problem)
        elif problem.kind == "wrong-type" or not said & set(_paths(problem)):
            yield _wire_finding(payload, provider, problem)
    if not is_decoded and not problems:
        message = "waml has no message for this body: only its shape was checked"
        yield Finding("payload-not-decoded", message, span=_top(payload), provider=provider)


def _paths(problem: Problem) -> list[Path]:
    """Return the paths of the request that a problem speaks of."""
    if problem.kind == "missing-key":
        return [("body", *problem.path, name) for name in problem.names]
    return [("body", *problem.path)]


def _wire_finding(payload: Payload, provider: str, problem: Problem) -> Finding:
    path: Path = ("body", *problem.path)
    is_key = problem.kind in ("unknown-key", "misspelt-key", "missing-key")
    span = payload.whole.span(path, at_key=is_key)
    fix = None
    if problem.kind == "other-case":
        fix = replaced(payload, path, problem.names[0])
    elif problem.kind == "number-for-text":
        fix = replaced(payload, path, str(value_at(payload.request.body, problem.path)))
    if problem.kind == "misspelt-key":  # and the one that it means is due
        return Finding("payload-unknown-key", problem.message, span, problem.path, "error", provider=provider)
    rule = f"payload-{problem.kind}"
    return Finding(rule, problem.message, span=span, path=problem.path, provider=provider, fix=fix)


def _unknown_body(payload: Payload, provider: str, problem: Problem) -> Finding:
    fits = fitting(provider, payload.request) if payload.request.path is None else []
    if not fits:
        return _of_another(payload, provider, problem)
    return Finding(
        "payload-endpoint-unknown",
        f"the body does not tell its endpoint: {provider} takes it at {' or '.join(fits)}",
        span=_top(payload),
        provider=provider,
        help=f"say which, as in --endpoint {fits[0]}",
    )


def _of_another(payload: Payload, provider: str, problem: Problem) -> Finding:
    """Say that a provider has no such body: a misspelt path, or a body of the one provider that has one."""
    path = payload.request.path
    hint = None if path is None else did_you_mean("/" + "/".join(segments(path)), paths_of(provider))
    others = [] if hint else _takers(payload, provider)
    if len(others) == 1:
        hint = f"this looks like {others[0]}; --provider {others[0]}?"
    return Finding("payload-unknown-body", problem.message, span=_top(payload), provider=provider, help=hint)


def _takers(payload: Payload, provider: str) -> list[str]:
    """Return the other providers that would take a body as it is; of those that speak one wire, the first."""
    names: list[str] = []
    for name in providers.NAMES:
        alike = {name, *relatives(name)}
        if provider not in alike and not alike & set(names) and not explain(name, payload.request):
            names.append(name)
    return names


def _top(payload: Payload) -> Span:
    return Span(payload.body.start, min(payload.body.start + 1, payload.body.end))
