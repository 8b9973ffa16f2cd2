"""The one room that knows the stages up to the findings, and puts them in order: source, resolve, check."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from . import providers
from .checked import DEFAULT_PROVIDER, Checked, Options, Target, of_reading, once, place, placed, stamped
from .config import Config, with_sender
from .diagnostic import Diagnostic, Finding, Span
from .inputs import beside, is_payload
from .message import Authored, Message, is_part
from .message import read as read_message
from .named import NamedTuple
from .nodes import MappingNode, Node, plain
from .resolving import may_ask, resolve
from .rulebook import Subject, judge
from .settling import settled
from .source import Source
from .source import read as read_source
from .variables import Variables, Version, declare

if TYPE_CHECKING:
    from .bounds.opened import Opened


def check(name: str, data: bytes, config: Config, options: Options) -> Checked:
    """Read and check one file, a message or a provider's payload. A fault of the file is a diagnostic.

    Raises UsageError for a payload of which nothing says whose it is.
    """
    if is_payload(name):
        from .payload import check_payload, provider_of

        payload = check_payload(name, data, provider_of(name, options, config), config, options)
        return settled(payload, config, options)
    return check_source(read_source(name, data), config, options)


def check_source(source: Source, config: Config, options: Options) -> Checked:
    """Check a message file that has been read; of one source as often as there are values to check it with."""
    return settled(judged(source, config, options), config, options)


def judged(source: Source, config: Config, options: Options) -> Checked:
    """Check a message file that has been read, whatever the settings make of the findings."""
    diagnostics = of_reading(source)
    targets: list[Target] = []
    if not source.documents and not source.findings:
        empty = Finding("empty-document", "the file holds no message", Span(0, 0))
        diagnostics.append(place(source, 0, stamped(empty), None))
    if len(source.documents) == 1 and is_part(source.documents[0]):
        return _check_part(source, diagnostics, config, options)
    codes: dict[str, None] = {}
    for index, root in enumerate(source.documents):
        found, languages = _check_document(source, index, root, config, options)
        targets += found
        codes.update(dict.fromkeys(languages))
    if len(source.documents) > 1:
        from .across import within

        targets = within(targets)
    for target in targets:
        diagnostics += placed(target, target.findings)
    parts = {part.name: part for target in targets for part in target.authored.source.others}
    return Checked(source, tuple(targets), tuple(once(diagnostics)), tuple(parts.values()), tuple(codes))


def _check_document(
    source: Source, index: int, root: Node, config: Config, options: Options
) -> tuple[list[Target], tuple[str, ...]]:
    """Return a target for each language and provider, and the languages that there are.

    What does not depend on the provider is found once, for the first.
    """
    whole = whole_of(source, root, config, options)
    read: list[tuple[Version, str, Authored]] = []
    joined, versions, codes = _versions(whole, options)
    for version in versions:
        authored: Authored | None = None
        for provider in _targets_of(source, root, config, options):
            if authored is None or "provider" in version.variables.used:
                tree, faults = resolve(joined, version.root, version.variables, provider)
                authored = read_message(joined, tree)
                authored.written = version.root
                authored.findings[:0] = _not_said(source, faults)
                if whole.lost:
                    from .using import not_lost

                    authored.findings = not_lost(authored.findings, whole.lost)
            read.append((version, provider, authored))
    targets = []
    for version, provider, authored in read:
        common = [*whole.findings, *version.findings, *version.variables.findings, *authored.findings]
        if not version.variables.is_in_order():
            from .variable_faults import unused, without_value

            common += [*unused(version.variables, source, root), *without_value(version.variables, options.examples)]
        targets.append(_target(joined, index, provider, authored, version, common, config, options))
    if len(versions) > 1:
        from .spoken import named

        targets = named(targets)
    return targets, codes


def _check_part(source: Source, found: list[Diagnostic], config: Config, options: Options) -> Checked:
    """Check what can be checked of a file of parts by itself; the rest is, where a message uses it."""
    whole = whole_of(source, source.documents[0], config, options)
    message = "the file holds parts of messages, and no message: they are checked where a message uses them"
    alone = Finding("part-alone", message, Span(0, 0))
    findings = [*whole.findings, *whole.variables.findings, alone]
    found += [place(whole.source, 0, stamped(finding), None) for finding in findings]
    return Checked(source, (), tuple(once(found)), whole.source.others)


class Whole(NamedTuple):
    """A document with the parts that it uses in it, and its variables; `lost` are parts that cannot be read."""

    source: Source
    root: Node
    variables: Variables
    findings: Sequence[Finding] = ()
    lost: frozenset[str] = frozenset()


def whole_of(source: Source, root: Node, config: Config, options: Options) -> Whole:
    """Return a document with what it uses of other files, and its variables with the values that hold."""
    uses = isinstance(root, MappingNode) and root.get("use") is not None
    shares = config.vars and (options.supplied or may_ask(source))
    if not isinstance(root, MappingNode) or not (uses or shares):
        declared = root.get("vars") if isinstance(root, MappingNode) else None
        return Whole(source, root, declare(source, declared, options.supplied, options.examples))
    from .using import used

    found = used(source, root, config.vars, options.texts)
    variables = declare(found.source, found.root.get("vars"), options.supplied, options.examples, found.idle)
    variables.shared = found.shared
    return Whole(found.source, found.root, variables, found.findings, found.lost)


def _versions(whole: Whole, options: Options) -> tuple[Source, list[Version], tuple[str, ...]]:
    """Return a document in each of its languages; most have but one, and do not say which."""
    if not isinstance(whole.root, MappingNode) or whole.root.get("locales") is None:
        return whole.source, [Version(None, whole.root, whole.variables)], ()
    from .locales import versions

    return versions(whole.source, whole.root, whole.variables, options.locales, options.texts)


def _not_said(source: Source, faults: list[Finding]) -> list[Finding]:
    """Return the faults of expressions but for those where the quotes are missing: that is said already."""
    unquoted = [f.span for f in source.findings if f.rule == "unquoted-template" and f.span is not None]
    return [
        fault
        for fault in faults
        if fault.span is None
        or not any(span.start <= fault.span.start and fault.span.end <= span.end for span in unquoted)
    ]


def _target(
    source: Source,
    index: int,
    provider: str,
    authored: Authored,
    version: Version,
    common: Iterable[Finding],
    config: Config,
    options: Options,
) -> Target:
    assume = {**config.assume, **beside(authored.file.get("assume", {}), source.name), **options.assume}
    message = with_sender(authored.message, provider, config)
    of_config = config.blocks.get(provider, {})
    findings = [stamped(finding) for finding in common]
    opened: Opened | None = None
    # Rules judge a message that has been read; without a mapping there is none.
    if isinstance(authored.node, MappingNode):
        base = os.path.dirname(source.name) or "."
        if of_config:
            from .applied import judged as judged_with

            message, subject, found = judged_with(message, of_config, provider, assume, base, config.rules)
        else:
            subject = Subject(message, provider, assume, base, config.rules)
            found = judge(subject)
        opened = _opened(authored, version.variables, provider, options)
        findings += map(stamped, _found(subject, found, authored, version.variables, opened, config, options))
    if version.variables.repeats:
        from .alike import merged

        findings = merged(findings, authored)
    name = authored.file.get("name") or _stem(source.name, index)
    settings = message.get(provider)
    return Target(
        index,
        provider,
        f"{name}.{version.code}" if version.code is not None else str(name),
        message,
        tuple(findings),
        authored,
        settings if isinstance(settings, dict) else {},
        assume,
        own=config.rules,
        variables=version.variables,
        locale=version.code,
        opened=opened,
    )


def _found(
    subject: Subject,
    found: list[Finding],
    authored: Authored,
    variables: Variables,
    opened: Opened | None,
    config: Config,
    options: Options,
) -> list[Finding]:
    """Return what the rules say of a message, each slip once, and the limits that its variables can break."""
    found = found + _missing_files(subject.message, subject.base, found)
    if variables.repeats:
        from .alike import certain

        found = certain(found, authored)
    if authored.findings:
        from .overlap import sifted

        found = sifted(authored.findings, found, subject.message)
    if len(found) > 1:
        from .overlap import once_written

        level = config.selection(authored.source.name, options.chosen).level
        found = once_written(found, authored.places, lambda rule: level(rule, "error") is not None)
    if opened is not None:
        from .bounds.findings import of_other_values

        found += of_other_values(subject, opened, found, options.worst_case == "strict")
    return found


def _opened(authored: Authored, variables: Variables, provider: str, options: Options) -> Opened | None:
    """Return what the scalars can become with other values than those at hand; None where nobody looks."""
    if options.worst_case == "unasked" or not variables.used:
        return None
    if not any(one.declaration and name not in options.supplied for name, one in variables.declared.items()):
        return None
    from .bounds.opened import Opened

    return Opened(authored, variables, options.supplied, provider)


def names_a_file(value: Any) -> bool:
    """Whether a message names a file of this machine."""
    if isinstance(value, dict):
        return "file" in value or any(map(names_a_file, value.values()))
    return isinstance(value, list) and any(map(names_a_file, value))


def _missing_files(message: Message, base: str, judged: Iterable[Finding]) -> list[Finding]:
    """Find the files that are not there, but for those that cannot be sent anyway."""
    if not names_a_file(message):
        return []
    from .media import missing

    said = {finding.path for finding in judged if finding.severity == "error"}
    return [finding for finding in missing(message, base) if finding.path not in said]


def _targets_of(source: Source, root: Node, config: Config, options: Options) -> tuple[str, ...]:
    if options.providers:
        return options.providers
    if isinstance(root, MappingNode) and (node := root.get("providers")) is not None:
        named = plain(node)
        known = [name for name in named if name in providers.NAMES] if isinstance(named, list) else []
        if known:
            return tuple(dict.fromkeys(known))
    return config.providers or (DEFAULT_PROVIDER,)


def _stem(name: str, index: int) -> str:
    stem = os.path.basename(name)
    for ending in (".waml.yaml", ".waml.yml", ".waml.json", ".yaml", ".yml", ".json"):
        if stem.endswith(ending):
            stem = stem[: -len(ending)]
            break
    return f"{stem}-{index + 1}" if index else stem


__all__ = ["Checked", "Options", "Target", "check", "check_source", "judged", "names_a_file", "placed", "whole_of"]
