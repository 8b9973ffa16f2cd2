"""Findings as text shows them: one for all the providers for which it is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..diagnostic import Diagnostic


class Merged(NamedTuple):
    """A finding, and the providers that it holds for."""

    diagnostic: Diagnostic
    message: str
    providers: tuple[str, ...]


def merged(diagnostics: Iterable[Diagnostic], show_info: bool) -> list[Merged]:
    """Join the findings that differ in nothing but the provider; leave the infos out if they are not wanted."""
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for d in diagnostics:
        if d.severity != "info" or show_info:
            key = (
                d.document,
                d.rule,
                d.severity,
                _neutral(d.message, d),
                _neutral(d.help or "", d),
                d.start,
                d.end,
                d.field,
            )
            groups.setdefault(key, []).append(d)
    return [_join(group) for group in groups.values()]


def _neutral(text: str, diagnostic: Diagnostic) -> str:
    return text.replace(diagnostic.provider, "{provider}") if diagnostic.provider else text


def _join(group: list[Diagnostic]) -> Merged:
    first = group[0]
    names = tuple(d.provider for d in group if d.provider)
    if len(names) < 2 or first.provider is None:
        return Merged(first, first.message, names)
    listed = ", ".join(names[:-1]) + " and " + names[-1]
    return Merged(first, _plural(_neutral(first.message, first)).replace("{provider}", listed), names)


_VERBS = {"does": "do", "has": "have", "is": "are"}


def _plural(message: str) -> str:
    """The verb behind the provider, for several of them."""
    return re.sub(
        r"\{provider\} (does|has|is|[a-z]+s)\b",
        lambda m: "{provider} " + _VERBS.get(m[1], m[1][:-1]),
        message,
    )
