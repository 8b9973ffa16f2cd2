"""The rows of `rules/`: loading them, and what each says about one provider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from .diagnostic import Severity
from .paths import Segments, parse
from .resources import rules
from .shape import Reader
from .source import read

CONSTRAINTS = (
    "min_length", "max_length", "min_items", "max_items", "max_total", "range", "one_of", "pattern", "required",
    "forbidden", "requires", "excludes", "exactly_one_of", "unique", "format", "check",
)  # fmt: skip


@cache
def table(name: str) -> dict[str, Any]:
    """Return a file of `rules/` as plain values, by the product's own types: `yes` and `no` are text."""
    source = read(f"rules/{name}.yaml", rules(f"{name}.yaml"))
    if source.findings:
        raise ValueError(f"rules/{name}.yaml: {source.findings[0].message}")
    plain: dict[str, Any] = Reader(source).plain(source.documents[0])
    return plain


def like(provider: str) -> str | None:
    """Return the provider that another is like: what is not said of it is said of that one."""
    entry = table("index")["providers"].get(provider, {})
    other: str | None = entry.get("like")
    return other


def pick(by_provider: Any, provider: str, default: Any = None) -> Any:
    """Return what a map from provider to value says of one provider; what is no map is said of all."""
    if not isinstance(by_provider, dict):
        return by_provider
    for name in (provider, like(provider), "default"):
        if name in by_provider:
            return by_provider[name]
    return default


class Row:
    """One rule."""

    __slots__ = ("constraints", "family", "fields", "name", "raw", "scope", "when")

    def __init__(self, name: str, family: str, raw: Mapping[str, Any]) -> None:
        self.name = name
        self.family = family
        self.raw = raw
        paths = raw.get("field", [])
        self.fields: list[tuple[str, Segments]] = [
            (p, parse(p)) for p in ([paths] if isinstance(paths, str) else paths)
        ]
        self.constraints = {keyword: raw[keyword] for keyword in CONSTRAINTS if keyword in raw}
        self.when: dict[str, Any] = raw.get("when", {})
        self.scope: str = raw.get("scope", "message")

    def sources(self, provider: str) -> list[str]:
        """Return who says so for a provider. Without a source there is no rule."""
        found: list[str] = pick(self.raw.get("source", {}), provider, [])
        return found

    def limit(self, keyword: str, provider: str) -> Any:
        """Return the limit of a keyword for a provider, or None where it has none."""
        return pick(self.raw.get(keyword), provider)

    def severity(self, provider: str | None) -> Severity:
        """Return how much a breach matters: what is only inferred is at most a warning."""
        severity: Severity = pick(self.raw.get("severity", "error"), provider or "", "error")
        if severity == "error" and provider is not None and self.sources(provider) == ["inferred"]:
            return "warning"
        return severity

    def providers(self) -> list[str]:
        """Return the providers for which the row holds."""
        return [name for name in table("index")["providers"] if self.sources(name)]

    def codes(self, provider: str) -> list[str]:
        """Return the error codes that the provider answers to a breach."""
        return [str(code) for code in pick(self.raw.get("prevents", {}), provider, [])]


@cache
def family(name: str) -> tuple[Row, ...]:
    """Return the rows of one file."""
    return tuple(Row(rule, name, raw) for rule, raw in table(name).items())


@cache
def families_for(kind: str | None, provider: str) -> tuple[str, ...]:
    """Return the families that a message of a kind needs for a provider."""
    index = table("index")
    entry = index["providers"].get(provider, {})
    of_provider: Iterable[str] = entry.get("families", ())
    parent = entry.get("like")
    if parent is not None:
        of_provider = (*index["providers"][parent].get("families", ()), *of_provider)
    return tuple(dict.fromkeys([*index["always"], *index["kinds"].get(kind, ()), *of_provider]))


@cache
def catalogue() -> dict[str, Row]:
    """Return every row by its name, those of the language itself among them."""
    index = table("index")
    names = [*index["always"]]
    for families in index["kinds"].values():
        names += families
    for entry in index["providers"].values():
        names += entry.get("families", ())
    rows = {row.name: row for name in dict.fromkeys([*names, "language"]) for row in family(name)}
    return dict(sorted(rows.items()))


@cache
def aliases() -> dict[str, str]:
    """Return the old names of renamed rules."""
    return {old: row.name for row in catalogue().values() for old in row.raw.get("aliases", ())}


def source_of(rule: str, provider: str | None) -> dict[str, Any]:
    """Return the first document that a rule rests on for a provider: publisher, title, date, url."""
    row = catalogue().get(rule)
    names = row.sources(provider) if row is not None and provider is not None else []
    documents = table("sources")
    return next((documents[name] for name in names if name in documents), {})
