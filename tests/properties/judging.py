"""How the laws see a message: judged, sent, and read back."""

from __future__ import annotations

import json
import re
from typing import Any

from strategies import KINDS

from waml.diagnostic import Finding
from waml.providers import load
from waml.rulebook import Subject, judge

ASSUME = {"window": "open"}

NOT_CARRIED = ("not-carried", "payment-given-twice")
"""Rules that tell of a part which is not sent, however severely: it is not carried, or another is sent for it."""

_EXPRESSION = re.compile(r"\{(?=[{%#])")


def objections(message: dict[str, Any], provider: str) -> list[Finding]:
    """Return what says that a message is refused, or that a part of it is not carried, however little it matters."""
    findings = judge(Subject(message, provider, ASSUME))
    return [finding for finding in findings if finding.severity == "error" or finding.rule in NOT_CARRIED]


def said(message: dict[str, Any], provider: str) -> set[str]:
    """Return everything that is found in a message."""
    return {f"{f.rule} {f.path} {f.message}" for f in judge(Subject(message, provider, ASSUME))}


def there_and_back(message: dict[str, Any], provider: str) -> list[dict[str, Any]]:
    """Return what a provider reads of what it wrote. The block's settings go beside the message, as in emit."""
    module = load(provider)
    return module.decode(module.encode(message, message.get(provider, {})))


def authored(message: dict[str, Any]) -> bytes:
    """Return a message as the bytes of a `.waml.json` file; literal braces are written as an expression."""
    return json.dumps(_escaped(message), ensure_ascii=False).encode()


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _escaped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return _EXPRESSION.sub("{{ '{' }}", value) if isinstance(value, str) else value


GROUPS = {
    "template": ("template",),
    "interactive": ("buttons", "list"),
    "plain": tuple(kind for kind in KINDS if kind not in ("template", "buttons", "list")),
}
"""Kinds that are drawn together: a template has as much to vary as all others."""


def difference(one: Any, other: Any, path: str = "") -> list[str]:
    """Return where two JSON values differ, for a failure that can be read."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [line for key in {**one, **other} for line in _of_key(one, other, key, f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for at, (a, b) in enumerate(zip(one, other, strict=True)) for line in difference(a, b, f"{path}[{at}]")
        ]
    return (
        [] if one == other and isinstance(one, bool) == isinstance(other, bool) else [f"{path}: {one!r} != {other!r}"]
    )


def _of_key(one: dict[str, Any], other: dict[str, Any], key: str, path: str) -> list[str]:
    if key in one and key in other:
        return difference(one[key], other[key], path)
    return [f"{path}: only in the {'first' if key in one else 'second'}"]
