"""The one room that knows all stages, and puts them in order: source, resolve, check, emit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from . import providers
from .config import Config
from .diagnostic import Diagnostic, Finding, PlacedEdit, PlacedFix, PlacedRelated, Severity, Span, spell
from .message import Authored, Message, kind_of
from .message import read as read_message
from .providers import Request
from .rows import family
from .rulebook import Subject, judge
from .source import MappingNode, Node, Source
from .source import read as read_source
from .variables import Supplied, declare, resolve, unused, without_value

DEFAULT_PROVIDER = "cloud"


class Options(NamedTuple):
    """What a run was asked for, over what the files and the config say."""

    providers: tuple[str, ...] = ()
    supplied: Mapping[str, Supplied] = {}
    assume: Mapping[str, Any] = {}
    examples: bool = True


class Target(NamedTuple):
    """One document for one provider: its canonical message, and what was found in it."""

    document: int
    provider: str
    name: str
    message: Message
    findings: tuple[Finding, ...]
    authored: Authored
    settings: Mapping[str, Any]

    def has_error(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)


class Checked(NamedTuple):
    """A file with every document checked for every target."""

    source: Source
    targets: tuple[Target, ...]
    diagnostics: tuple[Diagnostic, ...]


def check(name: str, data: bytes, config: Config, options: Options) -> Checked:
    """Read and check one file. Never raises on any bytes; a fault is a diagnostic."""
    source = read_source(name, data)
    stamped = [_stamped(finding) for finding in source.findings]
    diagnostics = [_placed(source, 0, finding, None) for finding in stamped]
    targets: list[Target] = []
    if not source.documents and not source.findings:
        empty = Finding("empty-document", "the file holds no message", Span(0, 0))
        diagnostics.append(_placed(source, 0, _stamped(empty), None))
    for index, root in enumerate(source.documents):
        for target in _check_document(source, index, root, config, options):
            targets.append(target)
            diagnostics += [_placed(source, index, f, target.authored) for f in target.findings]
    return Checked(source, tuple(targets), tuple(_once(diagnostics)))


def _check_document(source: Source, index: int, root: Node, config: Config, options: Options) -> Iterator[Target]:
    """Yield a target for each provider. What does not depend on the provider is found once, for the first."""
    declared = root.get("vars") if isinstance(root, MappingNode) else None
    variables = declare(source, declared, options.supplied, options.examples)
    authored: Authored | None = None
    for provider in _targets_of(source, root, config, options):
        if authored is None or "provider" in variables.used:
            tree, faults = resolve(source, root, variables, provider)
            authored = read_message(source, tree)
            authored.findings[:0] = faults
        common = [*variables.findings, *authored.findings]
        common += [*unused(variables), *without_value(variables, options.examples)]
        yield _target(source, index, provider, authored, common, config, options)


def _target(
    source: Source,
    index: int,
    provider: str,
    authored: Authored,
    common: Iterable[Finding],
    config: Config,
    options: Options,
) -> Target:
    assume = {**config.assume, **authored.file.get("assume", {}), **options.assume}
    block = authored.message.get(provider, {})
    settings = {**config.blocks.get(provider, {}), **(block if isinstance(block, dict) else {})}
    message = authored.message
    if settings and settings != block:
        message = {**message, provider: settings}
    findings = [_stamped(finding) for finding in common]
    # Rules judge a message that has been read; without a mapping there is none.
    if isinstance(authored.node, MappingNode):
        base = os.path.dirname(source.name) or "."
        findings += map(_stamped, judge(Subject(message, provider, assume, base)))
    name = authored.file.get("name") or _stem(source.name, index)
    return Target(index, provider, str(name), message, tuple(findings), authored, settings)


def _targets_of(source: Source, root: Node, config: Config, options: Options) -> tuple[str, ...]:
    if options.providers:
        return options.providers
    if isinstance(root, MappingNode) and (node := root.get("providers")) is not None:
        from .shape import Reader

        named = Reader(source).plain(node)
        known = [name for name in named if name in providers.NAMES] if isinstance(named, list) else []
        if known:
            return tuple(dict.fromkeys(known))
    return config.providers or (DEFAULT_PROVIDER,)


def emit(target: Target) -> tuple[Request | None, list[Finding]]:
    """Return the request of a target without an error, or None and why there is none.

    A body that breaks the wire schema is a fault of ours, said as a finding so that nothing wrong leaves.
    """
    from .media import embedded
    from .wire import problems

    base = os.path.dirname(target.authored.source.name) or "."
    message, faults = embedded(target.message, base)
    if faults:
        return None, faults
    request = providers.load(target.provider).encode(message, target.settings)
    if request.body is not None:
        request = request._replace(headers={"Content-Type": "application/json", **request.headers})
    faults = [
        Finding(
            "wire-mismatch",
            f"the body does not match the wire schema of {target.provider}: {spell(path)}: {message}",
            severity="error",
            provider=target.provider,
            help="this is a fault of waml: please report it with the message",
        )
        for path, message in problems(target.provider, request)
    ]
    return (None if faults else request), faults


def placed(target: Target, findings: Iterable[Finding]) -> list[Diagnostic]:
    """Return findings of a target with their places."""
    return [_placed(target.authored.source, target.document, f, target.authored) for f in findings]


def _stem(name: str, index: int) -> str:
    stem = os.path.basename(name)
    for ending in (".waml.yaml", ".waml.yml", ".waml.json", ".yaml", ".yml", ".json"):
        if stem.endswith(ending):
            stem = stem[: -len(ending)]
            break
    return f"{stem}-{index + 1}" if index else stem


def _stamped(finding: Finding) -> Finding:
    """Give a finding the severity of its row, where the stage did not decide it."""
    if finding.severity is not None:
        return finding
    row = next((row for row in family("language") if row.name == finding.rule), None)
    severity: Severity = row.severity(None) if row is not None else "error"
    return finding._replace(severity=severity)


def _placed(source: Source, document: int, finding: Finding, authored: Authored | None) -> Diagnostic:
    span = finding.span
    if span is None:
        span = authored.span(finding.path or (), finding.at_key) if authored is not None else Span(0, 0)
    fix = None
    if finding.fix is not None:
        edits = tuple(
            PlacedEdit(source.position(e.span.start), source.position(e.span.end), e.text) for e in finding.fix.edits
        )
        fix = PlacedFix(finding.fix.title, finding.fix.safe, edits)
    related = tuple(
        PlacedRelated(r.message, r.file or source.name, source.position(r.span.start), source.position(r.span.end))
        for r in finding.related
    )
    return Diagnostic(
        file=source.name,
        document=document,
        rule=finding.rule,
        severity=finding.severity or "error",
        message=finding.message,
        provider=finding.provider,
        field=spell(finding.path) if finding.path else None,
        start=source.position(span.start),
        end=source.position(span.end),
        help=finding.help,
        fix=fix,
        related=related,
    )


def _once(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Drop repetitions (a button's title that is its id too), and order by place."""
    unique = {(d.document, d.rule, d.message, d.provider, d.start, d.end): d for d in reversed(diagnostics)}
    return sorted(reversed(unique.values()), key=lambda d: (d.document, d.start, d.end, d.rule))


__all__ = ["Checked", "Options", "Target", "check", "emit", "kind_of", "placed"]
