"""From one provider's JSON to another's: decoded by the one, judged and encoded by the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from .applied import judged
from .checked import Checked, Options, Target, once, place, stamped
from .config import Config, with_sender
from .decompiling import conversion_findings
from .diagnostic import Finding, Severity
from .message import kind_of, shape
from .payload import Payload, opened, request_findings, said_again
from .rows import relatives
from .settling import settled

_DONE = "the translation has put it right"
_SEEN = {("pilot-status", key) for key in ("list", "carousel", "flow")}
"""Keys of a block that the recipient sees; the others run a provider's machinery."""


def translated(name: str, data: bytes, source: str, to: str, config: Config, options: Options) -> Checked:
    """Return the messages of a payload of `source` as targets for `to`. Never raises on any bytes.

    A target without an error can be emitted. What `to` cannot carry, and what `source` needed and `to` does not,
    is a finding in the JSON.
    """
    read, diagnostics, payload = opened(name, data, options.endpoint)
    if payload is None:
        return Checked(read, (), tuple(once(diagnostics)))
    before = said_again(payload, source)
    left = [*_leftovers(payload, before, source, to)]
    common = left + [stamped(f) for f in _losses(payload, before, source) if not _is_leftover(f, left, payload)]
    diagnostics += [place(read, 0, finding, payload.whole) for finding in common]
    targets = []
    for target in before:
        after = _target(target, source, to, config, options)
        findings = tuple(f for f in after.findings if not _is_leftover(f, left, payload, target))
        diagnostics += [place(read, target.document, finding, target.authored) for finding in findings]
        targets.append(after._replace(findings=(*common, *findings)))
    return settled(Checked(read, tuple(targets), tuple(once(diagnostics))), config, options)


def _target(target: Target, source: str, to: str, config: Config, options: Options) -> Target:
    """Return a target for the other provider: its block holds what the two spell alike, and what the config says."""
    block = target.message.get(source, {})
    known = getattr(shape().field(to), "fields", {})
    shared = {key: value for key, value in block.items() if key in known}
    message = {key: value for key, value in target.message.items() if key != source}
    if shared:
        message[to] = shared
    message = with_sender(message, to, config)
    for key in shared:
        place_ = target.authored.places.get((source, key))
        if place_ is not None:
            target.authored.places[(to, key)] = place_
    base = os.path.dirname(target.authored.source.name) or "."
    assume = {**config.assume, **options.assume}
    message, _, found = judged(message, config.blocks.get(to, {}), to, assume, base, config.rules)
    findings = [stamped(finding) for finding in found]
    findings += [stamped(_lost_key(source, to, key)) for key in block if key not in shared]
    return target._replace(provider=to, message=message, settings=message.get(to, {}), findings=tuple(findings))


def _lost_key(source: str, to: str, key: str) -> Finding:
    is_seen = (source, key) in _SEEN
    what = "which the recipient would see" if is_seen else f"which runs the machinery of {source}"
    message = f"{to} has nothing for '{key}', {what}: it is left out"
    severity: Severity = "error" if is_seen else "warning"
    return Finding("not-carried", message, path=(source, key), severity=severity, provider=to, at_key=True)


def _losses(payload: Payload, targets: list[Target], source: str) -> Iterator[Finding]:
    """Yield what is lost on the way into a message; that the one provider needs more does not count.

    A wrong value that no message holds is that of a constant, which is written again as it should be.
    """
    found = conversion_findings(payload, source, targets)
    constants = {f.path for f in found if f.rule == "payload-not-held"}
    constants &= {f.path for f in found if f.rule == "payload-wrong-value"}
    for finding in found:
        if finding.path in constants:
            if finding.rule == "payload-wrong-value":
                yield finding._replace(severity="warning", help=_DONE)
        elif finding.rule.startswith("payload-") and not (finding.rule == "payload-missing-key" and targets):
            yield finding


def _leftovers(payload: Payload, targets: list[Target], source: str, to: str) -> Iterator[Finding]:
    """Yield what is written otherwise where the two providers take nearly the same bodies."""
    if to not in relatives(source) or not targets:
        return
    for finding in request_findings(payload, to, kind_of(targets[0].message)):
        yield finding._replace(severity="warning", help=_DONE)


def _is_leftover(finding: Finding, left: list[Finding], payload: Payload, target: Target | None = None) -> bool:
    if finding.path is None or finding.rule not in ("not-carried", "payload-unknown-key", "payload-not-held"):
        return False
    authored: Any = payload.whole if target is None else target.authored
    span = finding.span or authored.span(finding.path, finding.at_key)
    return any(span in (payload.whole.span(f.path or (), True), payload.whole.span(f.path or ())) for f in left)
