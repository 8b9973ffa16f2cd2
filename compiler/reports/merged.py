"""Findings as text shows them: one for all the providers for which it is the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from ..diagnostic import USED, Diagnostic
from ..lazy import lazy
from ..named import NamedTuple
from ..providers import NAMES

_LISTED = 3
"""Places that use a part of which a line tells; of more it says how many there are."""


class Merged(NamedTuple):
    """A finding, and the providers that it holds for."""

    diagnostic: Diagnostic
    message: str
    help: str | None
    providers: tuple[str, ...]
    group: tuple[Diagnostic, ...]

    def told(self) -> str:
        """Return the message, and behind it the providers that it does not name, and where the part is used."""
        named = f" [{', '.join(self.unnamed())}]" if self.unnamed() else ""
        return self.message + named + (f" ({self.used()})" if self.used() else "")

    def used(self) -> str:
        """Return where the part is used that the finding is in; nothing for what is in a message."""
        places = [f"{r.file}:{r.start.line}:{r.start.column}" for r in self.diagnostic.related if r.message == USED]
        if len(places) < 2:
            return f"{USED}: {places[0]}" if places else ""
        more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
        return f"used in {len(places)} places: {', '.join(places[:_LISTED])}{more}"

    def sources(self) -> tuple[str, ...]:
        """Return who says so, each once. Looked up late: it costs the whole catalogue, and infos are hidden."""
        return tuple(dict.fromkeys(line for d in self.group if (line := _source(d)) is not None))

    def unnamed(self) -> tuple[str, ...]:
        """Return the providers, unless the message names them all itself."""
        named = all(_named(provider).search(self.message) for provider in self.providers)
        return () if named else self.providers


def merged(diagnostics: Iterable[Diagnostic], show_info: bool) -> list[Merged]:
    """Join the findings that differ in nothing but the provider; leave the infos out if they are not wanted."""
    wanted = [d for d in diagnostics if d.severity != "info" or show_info]
    if len(wanted) < 2:
        return [_join([d]) for d in wanted]
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for d in wanted:
        words = (_neutral(d.message, d.provider), _neutral(d.help or "", d.provider))
        groups.setdefault((d.document, d.rule, d.severity, words, d.start, d.end, d.field), []).append(d)
    return [_join(group) for group in groups.values()]


def _join(group: list[Diagnostic]) -> Merged:
    if len(group) == 1:
        (one,) = group
        return Merged(one, one.message, one.help, (one.provider,) if one.provider else (), (one,))
    group = sorted(group, key=lambda d: NAMES.index(d.provider) if d.provider in NAMES else -1)
    first = group[0]
    names = tuple(dict.fromkeys(d.provider for d in group if d.provider))
    if len(names) < 2:
        return Merged(first, first.message, first.help, names, tuple(group))
    message = _for_all(_neutral(first.message, first.provider), names)
    hint = _for_all(_neutral(first.help, first.provider), names) if first.help else first.help
    return Merged(first, message, hint, names, tuple(group))


def _source(diagnostic: Diagnostic) -> str | None:
    """Who says so, on one line."""
    document = diagnostic.source
    if not document:
        return None
    if not document.get("url"):
        return str(document.get("title"))
    date = f" ({document['date']})" if document.get("date") else ""
    publisher, title = str(document.get("publisher")), str(document.get("title"))
    said = title if title.startswith(publisher) else f"{publisher}: {title}"
    return f"{said}{date} {document['url']}"


@cache
def _named(provider: str) -> re.Pattern[str]:
    """The name as a word of the sentence: not in what it quotes, nor in an address or a longer name."""
    return re.compile(rf"(?<![\w'./:@-]){re.escape(provider)}(?!'(?!s\b)|[\w/:@-]|\.\w)")


@lru_cache(1 << 8)
def _neutral(text: str, provider: str | None) -> str:
    """Return what is said of a provider without its name; files that differ in their texts have the same findings."""
    return _named(provider).sub("{provider}", text) if provider else text


def _for_all(text: str, names: tuple[str, ...]) -> str:
    """A sentence about `{provider}` as one about several."""
    listed = ", ".join(names[:-1]) + " and " + names[-1]
    return _VERB.sub(lambda m: m[1] + _plural(m[2]), text).replace("{provider}", listed)


_VERB = lazy(r"(\{provider\} (?:[a-z]+ly )?)([a-z]+s)\b")
_PLURALS = {"does": "do", "has": "have", "is": "are", "was": "were", "goes": "go", "as": "as", "this": "this"}


def _plural(verb: str) -> str:
    if verb in _PLURALS:
        return _PLURALS[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zes")) else verb[:-1]
