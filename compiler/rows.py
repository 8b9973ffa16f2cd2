"""The rows of `rules/`: finding them, and what each says about one provider.

A run needs few of the rows, and reading YAML is most of what a run costs. So a file is cut into its entries
first, and an entry is read when somebody asks what it says. That takes one form for all files: an entry begins
with its key at the start of a line, `field` stands on one line, and so does what has an anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from . import own_families
from .diagnostic import Severity
from .lazy import lazy
from .nodes import typed
from .paths import Segments, find, parse
from .resources import rules
from .yaml_source import plain

CONSTRAINTS = (
    "min_length", "max_length", "min_items", "max_items", "max_total", "range", "one_of", "pattern", "required",
    "forbidden", "requires", "excludes", "exactly_one_of", "unique", "format", "check",
)  # fmt: skip

# A line break in front, not `^`: the engine looks for a character faster than for a place.
_ENTRY = re.compile(r"\n(?=[^\s#])")
_NESTED = re.compile(r"\n  (?=[^\s#])")
_WORD = re.compile(r"\s*[\w-]+: ([\w.+/-]+)\s*")
_ANCHOR = re.compile(r"(\n +[\w-]+: )&([\w-]+) (.*)")
_ALIAS = re.compile(r"(\n +[\w-]+: )\*([\w-]+) *(?=\n)")
_FIELD = re.compile(r"\n  field: (.*)")
_FACT = lazy(r"(?<![\w-])(?:assume|definition)\.|templates-unreadable")
_NAME = lazy(r"\n([a-z0-9-]+):")
_PATH = lazy(r"\"([^\"]+)\"|'([^']+)'|([^\s,\"'][^\s,]*)")


class Table(Mapping[str, Any]):
    """A file of `rules/` as a mapping, each entry read when it is asked for.

    Values have the product's own types: `yes` and `no` are text.
    """

    def __init__(self, name: str, texts: Mapping[str, str]) -> None:
        self.name = name
        self.texts = texts
        self._values: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._values:
            text = self.texts[key]
            word = _WORD.fullmatch(text)
            # Most of what a row says is one bare word or number: that needs no parser.
            self._values[key] = typed(word[1]) if word else next(iter(plain(text).values()))
        return self._values[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return an entry, or a default: a row says little of what it may say, and an error costs more than a look."""
        return self[key] if key in self.texts else default

    def __contains__(self, key: object) -> bool:
        return key in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def section(self, key: str) -> Table:
        """Return a section of the file as a table of its own."""
        return Table(self.name, _cut(self.texts[key], _NESTED, skip=1))


@cache
def table(name: str) -> Table:
    """Return a file of `rules/`."""
    text = rules(f"{name}.yaml").decode()
    if ": &" in text:
        anchors = {match[2]: match[3] for match in _ANCHOR.finditer(text)}
        text = _ALIAS.sub(lambda match: match[1] + anchors[match[2]], _ANCHOR.sub(r"\1\3", text))
    return Table(f"rules/{name}.yaml", _cut(text, _ENTRY))


def _cut(text: str, beginning: re.Pattern[str], skip: int = 0) -> dict[str, str]:
    """Return the entries of a text by their keys. A comment belongs to the entry above it."""
    pieces = (piece for piece in beginning.split(text)[skip:] if piece and piece[0] not in "# \n")
    return {piece.partition(":")[0].strip('"'): piece for piece in pieces}


@cache
def like(provider: str) -> str | None:
    """Return the provider that another is like: what is not said of it is said of that one."""
    other: str | None = table("index")["providers"].get(provider, {}).get("like")
    return other


def relatives(provider: str) -> tuple[str, ...]:
    """Return the other providers that take nearly the same bodies."""
    entries = table("index")["providers"]
    wire = entries.get(provider, {}).get("wire")
    return tuple(name for name, entry in entries.items() if wire and name != provider and entry.get("wire") == wire)


def pick(by_provider: Any, provider: str, default: Any = None) -> Any:
    """Return what a map from provider to value says of one provider; what is no map is said of all."""
    if not isinstance(by_provider, dict):
        return by_provider
    for name in (provider, like(provider), "default"):
        if name in by_provider:
            return by_provider[name]
    return default


def _paths(written: str) -> list[str]:
    """Return the paths of a `field`: one, or a list in brackets."""
    written = written.partition(" #")[0].strip()
    if not written.startswith("["):
        return [written.strip("\"'")]
    return [m[1] or m[2] or m[3] for m in _PATH.finditer(written[1:-1])]


class Row:
    """One rule. `fields` and `is_required` are known without reading the rest."""

    own: str | None = None
    """The family of a rule of somebody's own: it holds for the files of its config only."""

    def __init__(self, name: str, family: Table) -> None:
        self.name = name
        self.family = family
        text = family.texts[name]
        field = _FIELD.search(text)
        self.fields = [(path, parse(path)) for path in _paths(field[1])] if field else []
        self.is_required = "\n  required:" in text

    @cached_property
    def raw(self) -> Table:
        """Everything that the row says."""
        return self.family.section(self.name)

    @cached_property
    def constraints(self) -> tuple[str, ...]:
        """The keywords of the row."""
        said = self.raw.texts
        return tuple(keyword for keyword in CONSTRAINTS if keyword in said)

    @property
    def when(self) -> Mapping[str, Any]:
        """What must hold for the row to hold."""
        when: Mapping[str, Any] = self.raw.get("when", {})
        return when

    @property
    def scope(self) -> str:
        """What the row judges: message, payload, file or project."""
        scope: str = self.raw.get("scope", "message")
        return scope

    def sources(self, provider: str) -> list[str]:
        """Return who says so for a provider. Without a source there is no rule."""
        found: list[str] = pick(self.raw.get("source", {}), provider, [])
        return found

    def documents(self, provider: str) -> list[dict[str, Any]]:
        """Return the documents that say so for a provider: id, publisher, title, date and url."""
        known = table("sources")
        return [{"id": name, **known[name]} for name in self.sources(provider)]

    def holds_for(self, provider: str) -> bool:
        """Whether there is a source for a provider: read off the text, as it is asked of every row of a run."""
        return self._named(provider) not in ("", "]")

    def _named(self, provider: str) -> str:
        """Return the text of the sources of a provider, up to the bracket that closes it; empty where there is none."""
        text = self.raw.texts.get("source", "")
        for name in (provider, like(provider)):
            _, found, rest = text.partition(f"{name}: [")
            if found:
                return rest[: rest.index("]") + 1]
        return ""

    def limit(self, keyword: str, provider: str) -> Any:
        """Return the limit of a keyword for a provider, or None where it has none."""
        return pick(self.raw.get(keyword), provider)

    def severity(self, provider: str | None) -> Severity:
        """Return how much a breach matters: what is only inferred is at most a warning."""
        severity: Severity = pick(self.raw.get("severity", "error"), provider or "", "error")
        if severity == "error" and provider is not None and self._named(provider) == "inferred]":
            return "warning"
        return severity

    def providers(self) -> list[str]:
        """Return the providers for which the row holds."""
        return [name for name in table("index")["providers"] if self.sources(name)]

    def codes(self, provider: str) -> list[str]:
        """Return the error codes that the provider answers to a breach."""
        return [str(code) for code in pick(self.raw.get("prevents", {}), provider, [])]


def row_of(rule: str) -> Row | None:
    """Return the row of a rule, ours or somebody's own; None where there is none."""
    return row_of_ours(rule) or own_families.rows().get(rule)


@cache
def row_of_ours(rule: str) -> Row | None:
    """Return the row of a rule of ours without reading those of other families; None where there is none."""
    name = _ours().get(rule)
    return None if name is None else next(row for row in family(name) if row.name == rule)


@cache
def family(name: str) -> tuple[Row, ...]:
    """Return the rows of one file."""
    own = own_families.family(name)
    if own is not None:
        return own
    rows = table(name)
    return tuple(Row(rule, rows) for rule in rows)


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
def _parts() -> list[tuple[Segments, tuple[str, ...]]]:
    return [(parse(path), tuple(families)) for path, families in table("index")["parts"].items()]


def families_of_parts(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield the families that a message needs for what few messages of its kind hold."""
    for segments, families in _parts():
        if segments[0] in message and next(find(message, segments), None) is not None:
            yield from families


def families_of_facts(kind: str, assume: Mapping[str, Any]) -> Iterator[str]:
    """Yield the families that a kind needs for what is assumed."""
    for fact, families in table("index")["facts"].get(kind, {}).items():
        if fact in assume:
            yield from families


@cache
def families() -> tuple[str, ...]:
    """Return the names of all families of ours, that of the language itself last."""
    index = table("index")
    names = [*index["always"]]
    for families in index["kinds"].values():
        names += families
    for entry in index["providers"].values():
        names += entry.get("families", ())
    names += index["payload"]
    names += [name for facts in index["facts"].values() for families in facts.values() for name in families]
    return tuple(dict.fromkeys([*names, "language"]))


def names() -> dict[str, str]:
    """Return every rule's name with its family, those of somebody's own among them."""
    return _names(own_families.keys())


@cache
def _names(own: tuple[str, ...]) -> dict[str, str]:
    return {**own_families.names(), **_ours()} if own else _ours()


@cache
def _ours() -> dict[str, str]:
    # A tenth of what the catalogue costs: no entry is cut out.
    texts = ((name, "\n" + rules(f"{name}.yaml").decode()) for name in families())
    return {match[1]: name for name, text in texts for match in _NAME.finditer(text)}


def needs_facts(row: Row) -> bool:
    """Whether a row finds more where facts are stated than where none are."""
    facts = table("index")["facts"].values()
    families = {f"rules/{name}.yaml" for kind in facts for names in kind.values() for name in names}
    return row.family.name in families or _FACT.search(row.family.texts[row.name]) is not None


@cache
def mandatory() -> frozenset[str]:
    """Return the rules that no setting turns off or down: without what they ask for there is nothing to build."""
    return frozenset(row.name for row in family("language") if "\n  mandatory: true" in row.family.texts[row.name])


@cache
def catalogue() -> dict[str, Row]:
    """Return every row by its name, those of the language itself among them."""
    rows = {row.name: row for name in families() for row in family(name)}
    return dict(sorted(rows.items()))


@cache
def aliases() -> dict[str, str]:
    """Return the old names of renamed rules."""
    return {old: row.name for row in catalogue().values() for old in row.raw.get("aliases", ())}


def source_of(rule: str, provider: str | None) -> dict[str, Any]:
    """Return the first document that a rule rests on for a provider: publisher, title, date, url."""
    row = row_of(rule)
    documents = row.documents(provider) if row is not None and provider is not None else []
    return documents[0] if documents else {}
