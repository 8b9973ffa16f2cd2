"""What a run reads: the message files of its paths, the values of variables, the assumptions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .diagnostic import Position, did_you_mean
from .nodes import MappingNode, Node, ScalarNode
from .source import MAX_BYTES, Source
from .times import dates_as_text
from .variables import Supplied

ENDINGS = (".waml.yaml", ".waml.yml", ".waml.json")
"""What a message file in a folder is called. A file that is named is read whatever it is called."""


_FIRST = 1 << 16

MAX_LISTED = 20
"""Choices that a message lists; of more it says how many there are."""


class UsageError(ValueError):
    """The command line asks for what cannot be done; exit code 2."""


def walk(folder: str, enters: Callable[[str], bool] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Yield a folder and those below it that are entered, each with the names of its files, in order."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name != "node_modules"
            and (enters is None or enters(os.path.join(where, name)))
        )
        yield where, sorted(names)


def in_folder(folder: str, endings: tuple[str, ...] = ENDINGS) -> Iterator[str]:
    """Yield the message files below a folder, in order, or those of other endings."""
    for where, names in walk(folder):
        yield from (os.path.join(where, name) for name in names if name.endswith(endings))


def payloads(paths: Sequence[str]) -> list[str]:
    """Return the payloads of paths, each a file that is named or `-`; stdin where none is. Raises UsageError."""
    for path in paths:
        if path != "-" and not os.path.exists(path):
            raise UsageError(f"'{path}' does not exist")
        if os.path.isdir(path):
            raise UsageError(f"'{path}' is a folder; payloads are named one by one, as in {path}/*.json")
        if path.endswith(ENDINGS):
            raise UsageError(f"'{path}' is a message, not a provider's payload")
    return list(dict.fromkeys(paths or ("-",)))


def is_payload(name: str) -> bool:
    """Whether a file of this name holds a provider's JSON, not a message."""
    return name.endswith(".json") and not name.endswith(".waml.json")


def stdin_name(data: bytes, providers: Sequence[str]) -> str:
    """Return what to call the bytes of stdin: JSON is a payload where one provider is known, else a message."""
    is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return "<stdin>.json" if is_json and len(set(providers)) == 1 else "<stdin>"


def refuse(name: str) -> None:
    """Raise UsageError for a payload where a message is due."""
    if is_payload(name):
        raise UsageError(
            f"'{name}' is a provider's payload, not a message: `waml decompile` writes the message, "
            "`waml translate` the payload of another provider; a message in JSON ends in .waml.json"
        )


def content(path: str) -> bytes:
    """Return the bytes of a file or of stdin, at most one more than is read. Raises UsageError."""
    if path == "-":
        import sys

        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        # A file object costs more than to read most files; and room for all that is asked for is made first.
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            found, part = b"", os.read(file, _FIRST)
            while part:
                found += part
                part = os.read(file, min(len(found), MAX_BYTES + 1 - len(found)))
            return found
        finally:
            os.close(file)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}") from None


def supplied(var: Sequence[str], vars: Sequence[str]) -> dict[str, Supplied]:
    """Return the values of `--vars` files, a later over an earlier, and of `--var` over all. Raises UsageError."""
    values: dict[str, Supplied] = {}
    for path in vars:
        for name, (value, place) in _values(path).items():
            values[name] = Supplied(value, path, False, place)
    for pair in var:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--var takes name=value, not '{pair}'")
        if not text.isprintable() and any("\ud800" <= c <= "\udfff" for c in text):
            raise UsageError(f"the value of --var {name} is no UTF-8")
        values[name] = Supplied(text, f"--var {name}", True)
    return values


def declared(source: Source, shared: Iterable[str] = ()) -> frozenset[str] | None:
    """Return the variables that the messages of a file declare, and those that others declare for them.

    None where a file of errors keeps them to itself.
    """
    if source.findings:
        return None
    if is_payload(source.name):
        return frozenset()
    return frozenset(shared).union(str(name) for root in source.documents for name in _declared(root))


def all_declared(var: Sequence[str], by_file: Iterable[frozenset[str] | None]) -> None:
    """Raise UsageError for a `--var` that no message declares, given what each file does."""
    if not var:
        return
    names: set[str] = set()
    for some in by_file:
        if some is None:
            return
        names |= some
    for name in (pair.partition("=")[0] for pair in var):
        if name not in names:
            listed = f"declared: {', '.join(sorted(names))}" if 0 < len(names) <= MAX_LISTED else None
            hint = did_you_mean(name, sorted(names)) or listed or "it is declared under 'vars'"
            raise UsageError(f"--var {name}: no message declares the variable '{name}'; {hint}")


def all_spoken(locales: Sequence[str], by_file: Iterable[Iterable[str]]) -> None:
    """Raise UsageError for a `--locale` that no message has, given the languages of each file."""
    if not locales:
        return
    codes = sorted({code for some in by_file for code in some})
    for code in locales:
        if code not in codes:
            listed = f"there are {', '.join(codes)}" if 0 < len(codes) <= MAX_LISTED else None
            hint = did_you_mean(code, codes) or listed or "languages stand under 'locales'"
            raise UsageError(f"--locale {code}: no message has that language; {hint}")


def _declared(root: Node) -> Iterator[Any]:
    """Yield the names under the `vars` of a document."""
    node = root.get("vars") if isinstance(root, MappingNode) else None
    if isinstance(node, MappingNode):
        yield from (key.value for key, _ in node.entries)


Place = tuple[str, Position, Position]


def _values(path: str) -> dict[str, tuple[Any, Place | None]]:
    """Return the values of a file, each with its place there where the format tells it."""
    data = content(path)
    if path.endswith(".toml"):
        import tomllib

        try:
            table = dates_as_text(tomllib.loads(data.decode("utf-8-sig")))
            return {name: (value, None) for name, value in table.items()}
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            raise UsageError(f"{path}: {error}") from None
    from .nodes import plain
    from .source import read

    source = read(path, data)
    for finding in source.findings:
        place = source.position(finding.span.start) if finding.span else source.position(0)
        raise UsageError(f"{path}:{place.line}:{place.column}: {finding.message}")
    if len(source.documents) != 1 or not isinstance(source.documents[0], MappingNode):
        raise UsageError(f"{path}: a file of values is one mapping from names to values")
    values: dict[str, tuple[Any, Place | None]] = {}
    for key, node in source.documents[0].entries:
        span = source.span(node if isinstance(node, ScalarNode) else key)
        where = path.replace("\\", "/"), source.position(span.start), source.position(span.end)
        values[str(key.value)] = plain(node), where
    return values


def assumptions(pairs: Sequence[str]) -> dict[str, Any]:
    """Return the facts of `--assume k=v`, judged as those of a file are. Raises UsageError."""
    if not pairs:
        return {}
    from .message import assumed

    given: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"--assume takes key=value, not '{pair}'")
        given[key] = value
    values, findings = assumed(given)
    for finding in findings:
        raise UsageError(f"--assume: {finding.message}" + (f"; {finding.help}" if finding.help else ""))
    if "templates" in values and not os.path.exists(values["templates"]):
        raise UsageError(f"--assume: there are no templates at '{values['templates']}'")
    return values


def beside(assume: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the facts that a file states, a path among them as seen from where we are."""
    templates = assume.get("templates")
    if not isinstance(templates, str):
        return assume
    return {**assume, "templates": os.path.join(os.path.dirname(name), templates)}


def known(word: str, choices: Sequence[str], what: str) -> str:
    """Return a word that is one of the choices. Raises UsageError with a did-you-mean."""
    if word in choices:
        return word
    listed = "there are " + ", ".join(choices) if len(choices) <= MAX_LISTED else f"`waml {what}s` lists them"
    hint = did_you_mean(word, choices, len(choices)) or listed
    raise UsageError(f"no {what} '{word}'; {hint}")
