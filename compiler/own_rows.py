"""Rules of somebody's own: rows of the same words, in files that the config names. Nothing is discovered.

A file is read and judged as any YAML file is; what it says is then written out in the one form that the files of
`rules/` have, so that one reader reads both. The rows hold for the files of their config and for no others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import own_families
from .config import ConfigError
from .diagnostic import Span
from .message import long_form
from .nodes import MappingNode, Node, plain
from .own_faults import Fault, faults
from .providers import NAMES
from .resources import schema
from .rows import Row, Table
from .source import Source
from .source import read as read_source

PROJECT = "this project"
"""The publisher of a rule that names nobody else."""


class OwnRow(Row):
    """A rule of somebody's own. Who says so is said in any words, a URL among them."""

    def documents(self, provider: str) -> list[dict[str, Any]]:
        """Return who says so for a provider."""
        return [_document(said, self.family.name) for said in self.sources(provider)]


def _document(said: str, file: str) -> dict[str, Any]:
    """A text says who says so; of a URL the title is the file that names it."""
    is_url = said.startswith(("https://", "http://"))
    document = {"id": said, "publisher": PROJECT, "title": file if is_url or said == PROJECT else said}
    return {**document, "url": said} if is_url else document


def read(names: Sequence[str], folder: str) -> tuple[str, ...]:
    """Read the files of rules that a config in a folder names, and return the families that they are.

    Raises ConfigError, with the place of each fault.
    """
    keys: list[str] = []
    told: dict[str, str] = {}
    for name in dict.fromkeys(names):
        path = os.path.join(folder, name)
        source = _source(path, name)
        found = _judged(source, told)
        keys.append(_add(path, source, found))
        told.update(dict.fromkeys(found, source.name))
    return tuple(keys)


def own_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of one's own rules."""
    whole = schema("rule")
    title, description = "Rules of one's own", "A file that `rules` in the config names: rule name to row."
    return {**whole, "title": title, "description": description, "additionalProperties": {"$ref": "#/$defs/own"}}


def _source(path: str, name: str) -> Source:
    from .inputs import UsageError, content

    if os.path.isdir(path):
        raise ConfigError(f"'{name}' is a folder; rules are named file by file")
    if not os.path.isfile(path):
        raise ConfigError(f"there is no file of rules at '{name}'")
    try:
        return read_source(_seen(path), content(path))
    except UsageError as error:
        raise ConfigError(str(error)) from None


def _seen(path: str) -> str:
    """Return a path as one sees it from where we are."""
    try:
        path = os.path.relpath(path)
    except ValueError:  # another drive
        pass
    return path.replace(os.sep, "/")


def _judged(source: Source, told: Mapping[str, str]) -> dict[str, Any]:
    """Return the rows of a file, by their names. Raises ConfigError where anything is wrong with them."""
    found = [Fault(finding.span or Span(0, 0), finding.message) for finding in source.findings]
    root: Node | None = source.documents[0] if source.documents else None
    if not found and (len(source.documents) != 1 or not isinstance(root, MappingNode)):
        found = [Fault(Span(0, 0), "a file of rules is one mapping from names to rows")]
    if not found and root is not None:
        found = list(faults(source, root, own_schema(), told))
    if found:
        raise ConfigError("\n".join(_lines(source, found)))
    rows: dict[str, Any] = plain(root) if root is not None else {}
    return rows


MAX_FAULTS = 20
"""Faults of a file of rules that are told at once."""


def _lines(source: Source, found: Sequence[Fault]) -> Iterator[str]:
    for fault in sorted(found, key=lambda fault: fault.span)[:MAX_FAULTS]:
        at = source.position(fault.span.start)
        yield f"{source.name}:{at.line}:{at.column}: {fault.message}"


def _add(path: str, source: Source, rows: Mapping[str, Any]) -> str:
    """Put the rows of a file beside those of waml, and return the family that they are."""
    table = Table(source.name, {name: _written(name, row) for name, row in rows.items()})
    stem = os.path.basename(path).partition(".")[0]
    return own_families.add(os.path.abspath(path), stem, [OwnRow(name, table) for name in table])


_APART = ("scope", "source", "warn")


def _written(name: str, row: Mapping[str, Any]) -> str:
    """Write a row out: each key on a line of its own, its value as JSON."""
    said = dict(row)
    for example in ("bad", "good"):
        if example in said and said.get("scope") != "payload":
            said[example] = _canonical(said[example])
    said["source"] = _sources(row.get("source"))
    lines = [f"{name}:", *(f"  {key}: {_json(value)}" for key, value in said.items() if key not in _APART)]
    # A word of its own is looked for as it stands.
    lines += [f"  scope: {said['scope']}"] if "scope" in said else []
    lines.append(f"  source: {_by_provider(said['source'])}")
    if "warn" in said:
        warn = {key: value for key, value in said["warn"].items() if key != "source"}
        source = _sources(said["warn"]["source"]) if "source" in said["warn"] else said["source"]
        listed = "".join(f"{key}: {_json(value)}, " for key, value in warn.items())
        lines.append(f"  warn: {{{listed}source: {_by_provider(source)}}}")
    return "\n".join(lines)


def _canonical(example: Mapping[str, Any]) -> dict[str, Any]:
    """Return an example with its shorthands written out."""
    facts = {"assume": example["assume"]} if "assume" in example else {}
    return {**long_form({key: value for key, value in example.items() if key != "assume"}), **facts}


def _sources(stated: Any) -> dict[str, list[str]]:
    """Return who says so, by provider. Where nobody is named the rule is the project's, and holds for all."""
    if not isinstance(stated, Mapping):
        stated = dict.fromkeys(NAMES, PROJECT if stated is None else stated)
    return {name: [said] if isinstance(said, str) else list(said) for name, said in stated.items()}


def _by_provider(sources: Mapping[str, list[str]]) -> str:
    return "{" + ", ".join(f"{name}: {_json(said)}" for name, said in sources.items()) + "}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
