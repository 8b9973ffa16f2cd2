"""Strategies of messages and payloads, made from the schema of the message and the rows: a rule needs none of its own.

A message begins as the least one of its kind that lint passes. Then some fields are set, one after the other, and
each stays only if lint still finds nothing; so what is drawn is valid by construction, and shrinks to that least
message with as few fields as it takes, short and plain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from ..boundaries.building import put
from ..boundaries.mending import faults
from ..carries import Carries
from ..fixtures.breaking import applicable, attempts
from ..fixtures.least import least
from ..fixtures.linting import content_of, encoded, linted
from ..fixtures.reasons import unbreakable
from ..inputs import known
from ..message import from_plain, kind_of, read, shape
from ..named import NamedTuple
from ..providers import NAMES
from ..rows import Row
from ..source import Source
from .leaves import leaves, value_at

MOST_FIELDS = 5
"""Fields that are set beyond the least message: enough to meet each other, few enough to be read."""
FEW_FIELDS = 1
"""The same where a rule is broken besides."""


class Message(dict[str, Any]):
    """A message in its canonical form, for a provider."""

    provider: str

    @property
    def yaml(self) -> str:
        """The message as a person would write it."""
        from ..printing import to_yaml

        return to_yaml(self)


class Payload(NamedTuple):
    """A request for a provider, and the rule that it breaks, None where it breaks none."""

    provider: str
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    rule: str | None = None

    @property
    def content(self) -> dict[str, Any]:
        """The request object, as `compile --emit request` writes it."""
        return {"method": self.method, "path": self.path, "headers": self.headers, "body": self.body}


def messages(*, kind: str | None = None, provider: str | None = None) -> st.SearchStrategy[Message]:
    """Draw messages that a provider takes without a warning: of a kind, or any that it carries; of any provider.

    Raises UsageError for a kind or a provider that there is not, or a kind that the provider does not carry.
    """
    pairs = _pairs(kind, provider)
    return st.sampled_from(pairs).flatmap(lambda pair: _messages(*pair))


def payloads(*, provider: str | None = None, valid: bool = True, kind: str | None = None) -> st.SearchStrategy[Payload]:
    """Draw requests that a provider takes without a warning, or with `valid=False` such as break one rule each.

    An invalid one says in `rule` what it breaks: an error, or a warning where nobody knows better. Raises
    UsageError as `messages` does.
    """
    pairs = _pairs(kind, provider)
    drawn = _valid if valid else _invalid
    return st.sampled_from(pairs).flatmap(lambda pair: drawn(*pair))


def _pairs(kind: str | None, provider: str | None) -> list[tuple[str, str]]:
    names = NAMES if provider is None else (known(provider, NAMES, "provider"),)
    pairs = [(kind_, name) for name in names for kind_ in Carries(name).kinds()]
    if kind is None:
        return pairs
    known(kind, list(dict.fromkeys(kind_ for kind_, _ in pairs)), "kind")
    return [pair for pair in pairs if pair[0] == kind]


@st.composite
def _messages(draw: st.DrawFn, kind: str, provider: str, fields: int = MOST_FIELDS) -> Message:
    message = least(kind, provider)
    if _inherent(kind, provider) - _inherent("text", provider):
        reject()  # no message of the kind goes without a warning
    known = _rules(message, provider)
    for path in draw(st.lists(st.sampled_from(leaves(kind, provider)), max_size=fields, unique=True)):
        changed = _canonical(put(message, shape(), path, draw(value_at(path, provider, kind))))
        if changed is not None and kind_of(changed) == kind and not _rules(changed, provider) - known:
            message = changed
    result = Message(message)
    result.provider = provider
    return result


def _rules(message: Mapping[str, Any], provider: str) -> Counter[str]:
    return Counter(finding.rule for finding in faults(message, provider))


def _canonical(message: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a message as it is read from a file, or None where reading has something to say of it."""
    source = Source("message.waml.json", "", "json")
    authored = read(source, from_plain(message))
    return None if authored.findings or source.findings else authored.message


def _payload(message: Mapping[str, Any], provider: str) -> Payload:
    request = encoded(message, provider, {})
    assert request is not None
    return Payload(provider, str(request.method), str(request.path), request.headers, request.body)


def _valid(kind: str, provider: str) -> st.SearchStrategy[Payload]:
    return _messages(kind, provider).map(lambda message: _payload(message, provider))


@st.composite
def _invalid(draw: st.DrawFn, kind: str, provider: str) -> Payload:
    rows = _breakable(kind, provider)
    first = draw(st.integers(0, len(rows) - 1))
    message = draw(_messages(kind, provider, FEW_FIELDS))
    # A rule that no request of the kind breaks alone gives way to the next.
    for row in (*rows[first:], *rows[:first]):
        found = _broken(kind, provider, row)
        if found is not None:
            return found if message == least(kind, provider) else _breaking(message, provider, row) or found
    return reject()


@cache
def _breakable(kind: str, provider: str) -> list[Row]:
    return [row for row in applicable(kind, provider) if unbreakable(row, provider) is None]


@cache
def _broken(kind: str, provider: str, row: Row) -> Payload | None:
    """Return the least request of a kind that breaks a rule, or None where none breaks it alone."""
    return _breaking(least(kind, provider), provider, row, most=5)


def _breaking(message: Mapping[str, Any], provider: str, row: Row, most: int = 1) -> Payload | None:
    """Return a request that is a message but for one rule, the first of so many that lint agrees with."""
    kind = kind_of(message)
    assert kind is not None
    cases = applicable(kind, provider)[row]
    found = (attempt for attempt in attempts(message, {}, cases, met=False) if not attempt.trial.assume)
    for attempt in islice(found, most):
        said = {d.rule for d in linted(content_of(attempt.request), provider, {}) if d.severity != "info"}
        if said - _inherent(kind, provider) == {row.name}:
            return _payload(attempt.trial.message, provider)._replace(rule=row.name)
    return None


@cache
def _inherent(kind: str, provider: str) -> set[str]:
    """Return the rules that every request of a kind breaks: of a provider that is gone, of a kind it hardly has."""
    found = linted(_payload(least(kind, provider), provider).content, provider, {})
    return {d.rule for d in found if d.severity != "info"}
