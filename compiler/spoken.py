"""Which languages a finding is of, where a message has several and it is not found in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .checked import Target
from .diagnostic import Finding
from .locales import LOCALE
from .nodes import MappingNode, ScalarNode
from .remedy import Related


def named(targets: Sequence[Target]) -> list[Target]:
    """Return the targets of a document with the languages told of what is found in some of them."""
    spoken: dict[Any, dict[str, Target]] = {}
    codes: dict[str, set[str]] = {}
    for target in targets:
        codes.setdefault(target.provider, set()).add(str(target.locale))
        for finding in target.findings:
            spoken.setdefault(_key(target, finding), {})[str(target.locale)] = target
    found = []
    for target in targets:
        findings = []
        for finding in target.findings:
            having = spoken[_key(target, finding)]
            if len(having) < len(codes[target.provider]) and not _is_told(target, finding):
                related = (*finding.related, *_languages(having))
                finding = finding._replace(related=related)
            findings.append(finding)
        found.append(target._replace(findings=tuple(findings)))
    return found


def _key(target: Target, finding: Finding) -> Any:
    return target.provider, finding.rule, finding.message, finding.span, finding.path


def _is_told(target: Target, finding: Finding) -> bool:
    """Whether a finding stands in a text of its language, or names one."""
    if finding.path and finding.path[0] == "locales":
        return True
    authored = target.authored
    node = authored.places[finding.path][1] if finding.path in authored.places else None
    if isinstance(node, ScalarNode) and node.translation is not None:
        return True
    texts = authored.written.get("locales") if isinstance(authored.written, MappingNode) else None
    span = finding.span
    return texts is not None and span is not None and texts.start <= span.start <= texts.end


def _languages(having: dict[str, Target]) -> Iterator[Related]:
    for code, target in having.items():
        assert target.variables is not None
        key = target.variables.declared[LOCALE].key
        yield Related(f"in the language '{code}'", target.authored.source.span(key))
