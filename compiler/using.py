"""Parts of a message that stand in other files: what `use` names, and what a project declares for all its messages.

What the message writes itself goes before what it uses, a later part before an earlier one. A part may use others.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from .diagnostic import Finding, closest, did_you_mean, shown
from .joined import Joined
from .message import group, parts, shape
from .named import NamedTuple
from .nodes import MappingNode, Node, ScalarNode, SequenceNode
from .part_files import Files
from .source import Source
from .variables import NAME

VARS = "vars"

Entry = tuple[ScalarNode, Node]


class Used(NamedTuple):
    """A document with what it uses in it: its offsets are those of `source`, which holds all the files.

    `shared` are the variables that others declare for it, `idle` those of them that it does not name; `lost` are the
    keys that it may lack for want of a file.
    """

    source: Source
    root: MappingNode
    findings: list[Finding]
    shared: frozenset[str]
    idle: frozenset[str]
    lost: frozenset[str]


class _Found:
    """The parts that some files hold, by their keys, and the declarations, by their names."""

    def __init__(self) -> None:
        self.parts: dict[str, Entry] = {}
        self.vars: dict[str, Entry] = {}

    def update(self, other: _Found) -> None:
        """Take what another has, over what is here."""
        self.parts.update(other.parts)
        self.vars.update(other.vars)


def used(source: Source, root: MappingNode, shared: Sequence[str], texts: Mapping[str, bytes]) -> Used:
    """Return a document with what it uses in it. `shared` are files of declarations; `texts` go before the disk."""
    files = Files(Joined(source), texts, f"a mapping of {', '.join(parts())}")
    user = _User(files)
    found = _Found()
    for path in shared:
        found.update(user.shared(path))
    own = root.get("use")
    if own is not None:
        found.update(user.of(own, (posixpath.normpath(source.name),)))
    tree = _with_vars(root, found.vars)
    tree = _with_parts(tree, found.parts)
    files.joined.documents = [tree]
    declared = root.get(VARS)
    names = {str(key.value) for key, _ in declared.entries} if isinstance(declared, MappingNode) else set()
    given = frozenset(found.vars) - names
    # A text of a language may name any of them, and is read later.
    idle = frozenset() if root.get("locales") is not None else given.difference(_words(tree))
    return Used(files.joined, tree, files.findings, given, idle, frozenset(user.lost))


def _words(root: MappingNode) -> Iterator[str]:
    """Yield the words of a message: what it names of variables is among them."""
    waiting: list[Node] = [value for key, value in root.entries if key.value not in group("file")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            waiting += (value for _, value in node.entries)
        elif isinstance(node, SequenceNode):
            waiting += node.items
        elif isinstance(node.value, str):
            yield from NAME.findall(node.value)


def _with_vars(root: MappingNode, found: Mapping[str, Entry]) -> MappingNode:
    own = root.get(VARS)
    if not found or not (own is None or isinstance(own, MappingNode) or _is_nothing(own)):
        return root
    merged = MappingNode(own.start, own.end) if isinstance(own, MappingNode) else MappingNode(root.start, root.start)
    if isinstance(own, MappingNode):
        merged.entries = [*own.entries]
    names = {key.value for key, _ in merged.entries}
    merged.entries += [entry for name, entry in found.items() if name not in names]
    tree = MappingNode(root.start, root.end)
    tree.entries = [(key, merged if key.value == VARS else value) for key, value in root.entries]
    if own is None:
        tree.entries.append((ScalarNode(VARS, root.start, root.start), merged))
    return tree


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None


def _with_parts(root: MappingNode, found: Mapping[str, Entry]) -> MappingNode:
    """Put the parts where the message has its own: in the template that it sends or defines, else at the top."""
    if not found:
        return root
    tree = MappingNode(root.start, root.end)
    tree.entries = [*root.entries]
    names = {key.value for key, _ in root.entries}
    for word, entry in found.items():
        at = _holder(tree, word)
        if word in names:
            continue
        if at is None:
            tree.entries.append(entry)
            continue
        key, holder = tree.entries[at]
        if holder.get(word) is None:  # type: ignore[union-attr]
            inner = MappingNode(holder.start, holder.end)
            inner.entries = [*holder.entries, entry]  # type: ignore[union-attr]
            tree.entries[at] = (key, inner)
    return tree


def _holder(root: MappingNode, word: str) -> int | None:
    """Return which entry of a message is the content that has a part inside itself; None where the message has it."""
    for at, (key, value) in enumerate(root.entries):
        field = shape().field(str(key.value)) if key.value in group("content") else None
        if field is not None and word in field.fields:
            if isinstance(value, ScalarNode) and isinstance(value.value, str) and "key" in field.short:
                wrapped = MappingNode(value.start, value.end)
                wrapped.entries = [(ScalarNode(field.short["key"], value.start, value.end), value)]
                root.entries[at] = (key, wrapped)
                return at
            return at if isinstance(value, MappingNode) else None
    return None


class _User:
    """Reads what a document uses, file by file, behind the text of the document."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.lost: set[str] = set()

    def shared(self, path: str) -> _Found:
        """Return the declarations of a file that the config names."""
        return self._file((VARS,), path, None, ())

    def of(self, use: Node, chain: tuple[str, ...]) -> _Found:
        """Return what a `use` brings: a path, a list of them, or a path for each part."""
        found = _Found()
        for wanted, node in self._steps(use):
            if isinstance(node, ScalarNode) and isinstance(node.value, str):
                found.update(self._file(wanted, self.files.near(node.value, node), node, chain))
            elif not _is_nothing(node):
                self.files.fault("wrong-type", "the path of a file is due", node)
        return found

    def _steps(self, use: Node) -> Iterator[tuple[tuple[str, ...] | None, Node]]:
        """Yield each path of a `use`, with the part that is wanted of it; None for all."""
        for item in use.items if isinstance(use, SequenceNode) else [use]:
            if not isinstance(item, MappingNode):
                yield None, item
                continue
            for key, value in item.entries:
                word = str(key.value)
                if word not in parts():
                    hint = "write 'vars'" if word == "variables" else did_you_mean(word, parts())
                    message = f"the key {shown(word)} is unknown in 'use'"
                    self.files.fault("unknown-key", message, key, hint or f"there are {', '.join(parts())}")
                    continue
                for path in value.items if isinstance(value, SequenceNode) else [value]:
                    yield (word,), path

    def _file(
        self, wanted: tuple[str, ...] | None, path: str, node: ScalarNode | None, chain: tuple[str, ...]
    ) -> _Found:
        """Return what a file has of what is wanted. `node` is where it is named."""
        found = _Found()
        if path in chain:
            way = " uses ".join(f"'{name}'" for name in (*chain[chain.index(path) :], path))
            self.files.fault("part-cycle", f"{way}: a part cannot hold itself", node)
            self.lost.update(wanted or parts())
            return found
        root = self.files.read(path, node)
        if root is None:
            self.lost.update(wanted or parts())
            return found
        inner = root.get("use")
        if inner is not None:
            found.update(self.of(inner, (*chain, path)))
        self._take(root, wanted, found)
        if wanted is not None:
            # The variables come along: the part may need them, and what is shared need not be used.
            found.parts = {word: entry for word, entry in found.parts.items() if word in wanted}
            has = found.vars if VARS in wanted else found.parts
            if not has and root.get(wanted[0]) is None and wanted[0] not in self.lost:
                self._not_there(root, wanted[0], path, node)
        return found

    def _not_there(self, root: MappingNode, word: str, path: str, node: ScalarNode | None) -> None:
        """Find that a file has not what is asked of it: at the key that was meant, told once for all messages."""
        keys = {str(key.value): key for key, _ in root.entries}
        near = closest(word, keys)
        held = ", ".join(key for key in keys if key in parts())
        hint = f"write '{word}' for '{near}'" if near else f"it has {held}" if held else None
        self.files.fault("part-not-there", f"'{path}' has no '{word}'", keys[near] if near else node, hint)

    def _take(self, root: MappingNode, wanted: tuple[str, ...] | None, found: _Found) -> None:
        """Take the parts that a file holds. A file that is named for its variables alone may hold nothing else."""
        words = {str(key.value) for key, _ in root.entries}
        if wanted == (VARS,) and not words.intersection(_held()):
            found.vars.update((str(key.value), (key, value)) for key, value in root.entries)
            return
        for key, value in root.entries:
            word = str(key.value)
            if word == VARS and isinstance(value, MappingNode):
                found.vars.update((str(name.value), (name, one)) for name, one in value.entries)
            elif word == VARS:
                if not _is_nothing(value):
                    self.files.fault("wrong-type", "'vars' is a mapping from names to declarations", value)
            elif word in parts():
                found.parts[word] = (key, value)
            elif wanted is None and word not in _held() and not word.startswith(("x-", "$")):
                near = "write 'vars'" if word == "variables" else did_you_mean(word, _held())
                hint = (
                    near or f"a file of parts has {', '.join(parts())}; `use: {{footer: …}}` takes one part of any file"
                )
                self.files.fault("unknown-key", f"the key {shown(word)} is no part of a message", key, hint)


@cache
def _held() -> tuple[str, ...]:
    """Return the keys that a file of parts can have."""
    return tuple(word for word, raw in shape().fields.items() if "x-part" in raw)


def not_lost(findings: Iterable[Finding], lost: Collection[str]) -> list[Finding]:
    """Return findings without those that are there for want of a part: that the part is not there is said already."""
    gone = {"no-content"} if "buttons" in lost else set()
    if VARS in lost:
        gone |= {"undeclared-variable"}
    return [finding for finding in findings if finding.rule not in gone]
