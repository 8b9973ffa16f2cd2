"""From a target that was judged to the request of its provider: encoded, and held against the wire schema."""

from __future__ import annotations

import os

from . import providers
from .checked import Target
from .diagnostic import Finding, spell
from .media import embedded
from .message import kind_of
from .providers import Request
from .wire import problems

_OF_WAML = "this is a fault of waml: please report it with the message"
_OF_SETTINGS = "a rule that is turned off or down says what is wrong"


def emit(target: Target) -> tuple[Request | None, list[Finding]]:
    """Return the request of a target without an error, or None and why there is none.

    A body that breaks the wire schema is a fault of ours, said as a finding so that nothing wrong leaves.
    """
    request, faults = encoded(target)
    if request is None:
        return None, faults
    faults = [
        Finding(
            "wire-mismatch",
            f"the body does not match the wire schema of {target.provider}: {spell(path)}: {message}",
            severity="error",
            provider=target.provider,
            help=_OF_WAML if not target.relaxed else _OF_SETTINGS,
        )
        for path, message in problems(target.provider, request)
    ]
    return (None if faults else request), faults


def encoded(target: Target) -> tuple[Request | None, list[Finding]]:
    """Return the request of a target as its provider writes it, or None and why there is none."""
    base = os.path.dirname(target.authored.source.name) or "."
    message, faults = embedded(target.message, base)
    if faults:
        return None, faults
    request = providers.load(target.provider).encode(message, target.settings)
    if request.method is None:
        return None, [_no_request(target)]
    if request.body is not None:
        request = request._replace(headers={"Content-Type": "application/json", **request.headers})
    return request, []


def _no_request(target: Target) -> Finding:
    """Say that a provider knows a kind, but not by any request."""
    kind = kind_of(target.message) or "message"
    message = f"{target.provider} has no request for '{kind}': there is nothing to write"
    return Finding("not-carried", message, path=(kind,), severity="error", provider=target.provider, at_key=True)
