"""A broken row: where, and what there is to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .constraints import AT_KEY, SAYS, singular
from .diagnostic import SEVERITIES, Finding, Path, Severity, shown, spell
from .rows import Row
from .units import Units

_TEXTUAL = frozenset({"max_length", "pattern", "format", "one_of"})
"""The keywords that judge what a text says, not that it is there."""

MAX_LISTED = 30
"""Items of a list that a message writes out."""


class Breach:
    """A row that is broken at one place. A unique value that stands twice knows where it stood `first`."""

    __slots__ = ("args", "first", "keyword", "limit", "path", "row", "severity")

    def __init__(
        self, row: Row, keyword: str, path: Path, limit: Any, severity: Severity, args: Mapping[str, Any]
    ) -> None:
        self.row = row
        self.keyword = keyword
        self.path = path
        self.limit = limit
        self.severity = severity
        self.args = args
        self.first: Path | None = None

    def finding(self, provider: str) -> Finding:
        """Return what the row says about the breach."""
        says = self.args.get("says") or self.row.raw.get("says") or SAYS[self.keyword]
        args = {
            "provider": provider,
            "field": spell(self.path) or "the message",
            "limit": _listed(self.limit),
        }
        args.update({key: _listed(value) for key, value in self.args.items() if key != "part"})
        finding = Finding(
            self.row.name,
            singular(says, args).format_map(_Arguments(args)),
            path=self.path,
            severity=self.severity,
            help=self.args.get("help") or self.row.raw.get("help"),
            provider=provider,
            at_key=self.keyword in AT_KEY or bool(self.args.get("at_key")),
            replacement=self.args.get("replacement"),
            safe=self.args.get("safe", True),
            part=self.args.get("part"),
        )
        text = self.args.get("value")
        if isinstance(text, Units):
            return finding._replace(part=text.beyond(self.limit[1]))
        if self.keyword not in _TEXTUAL or not isinstance(text, str) or finding.at_key:
            return finding
        return self._within(finding, text)

    def _within(self, finding: Finding, text: str) -> Finding:
        """Return a finding about a text with the stretch at fault, and what should stand there instead."""
        from .remedies import remedy
        from .stretches import part_of

        finding = finding._replace(part=part_of(self.keyword, self.limit, text))
        text = str(text)
        instead = remedy(self.row, self.keyword, self.limit, text)
        if instead is not None:
            finding = finding._replace(judged=text, replacement=instead[0], safe=instead[1])
        return finding


class _Arguments(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def strictest(breaches: Sequence[Breach]) -> Sequence[Breach]:
    """Of several limits of one keyword on one field keep the strictest broken one, errors before warnings.

    Of a text with nothing in it, keep that this is so: it has no form to be at fault.
    """
    if len(breaches) < 2:
        return breaches
    best: dict[tuple[Path, str], Breach] = {}
    breaches = _without_form(breaches)
    for breach in breaches:
        if breach.keyword not in ("max_length", "max_items", "min_length", "min_items"):
            continue
        key = (breach.path, breach.keyword)
        other = best.get(key)
        if other is None or _rank(breach) < _rank(other):
            best[key] = breach
    return [b for b in breaches if best.get((b.path, b.keyword), b) is b]


def _without_form(breaches: Sequence[Breach]) -> Sequence[Breach]:
    empty = {b.path: _order(b) for b in breaches if _is_nothing(b) and _asks_for_something(b)}
    if not empty:
        return breaches
    # Where the form weighs more, it is said instead.
    worst = {path: min(_order(b) for b in breaches if b.path == path) for path in empty}
    return [b for b in breaches if b.path not in empty or _asks_for_something(b) == (empty[b.path] == worst[b.path])]


def _is_nothing(breach: Breach) -> bool:
    value = breach.args.get("value")
    return isinstance(value, str) and not value.strip()


def _asks_for_something(breach: Breach) -> bool:
    return breach.keyword == "min_length" or (breach.keyword == "format" and breach.limit == "not-blank")


def _order(breach: Breach) -> int:
    return SEVERITIES.index(breach.severity)


def _rank(breach: Breach) -> tuple[int, int]:
    order = _order(breach)
    return order, breach.limit if breach.keyword.startswith("max") else -breach.limit


def _listed(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(item)[1:-1] if isinstance(item, str) else str(item) for item in value[:MAX_LISTED])
    if isinstance(value, str) and (len(value) > 60 or not value.isprintable()):
        return shown(value)[1:-1]
    return value
