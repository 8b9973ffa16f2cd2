"""Parts of a message that stand in other files: what `use` names, and what a project declares for all its messages.

What the message writes itself goes before what it uses, a later part before an earlier one. A part may use others.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from .diagnostic import Finding, Path, Span, closest, did_you_mean, shown
from .joined import Joined, moved
from .message import group, parts, shape
from .source import MAX_BYTES, MappingNode, Node, ScalarNode, SequenceNode, Source, read

VARS = "vars"

MAX_FILES = 100
"""Files that one message uses, those of its parts among them; a bound of waml's own."""

Entry = tuple[ScalarNode, Node]


class Used(NamedTuple):
    """A document with what it uses in it: its offsets are those of `source`, which holds all the files.

    `shared` are the variables that others declare for it; `lost` are the keys that it may lack for want of a file.
    """

    source: Source
    root: MappingNode
    findings: list[Finding]
    shared: frozenset[str]
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
    user = _User(source, texts)
    found = _Found()
    for path in shared:
        found.update(user.shared(path))
    own = root.get("use")
    if own is not None:
        found.update(user.of(own, source.name, (posixpath.normpath(source.name),)))
    tree = _with_vars(root, found.vars)
    tree = _with_parts(tree, found.parts)
    user.joined.documents = [tree]
    declared = root.get(VARS)
    names = {str(key.value) for key, _ in declared.entries} if isinstance(declared, MappingNode) else set()
    return Used(user.joined, tree, user.findings, frozenset(found.vars) - names, frozenset(user.lost))


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

    def __init__(self, source: Source, texts: Mapping[str, bytes]) -> None:
        self.joined = Joined(source)
        self.texts = texts
        self.findings: list[Finding] = []
        self.lost: set[str] = set()
        self._root: str | None = None
        self._is_root_known = False

    def shared(self, path: str) -> _Found:
        """Return the declarations of a file that the config names."""
        return self._file((VARS,), path, None, ())

    def of(self, use: Node, near: str, chain: tuple[str, ...]) -> _Found:
        """Return what a `use` brings: a path, a list of them, or a path for each part."""
        found = _Found()
        for wanted, node in self._steps(use):
            if isinstance(node, ScalarNode) and isinstance(node.value, str):
                path = posixpath.join(posixpath.dirname(near), node.value)
                found.update(self._file(wanted, posixpath.normpath(path), node, chain))
            elif not _is_nothing(node):
                self._fault("wrong-type", "the path of a file is due", node)
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
                    self._fault("unknown-key", message, key, hint or f"there are {', '.join(parts())}")
                    continue
                for path in value.items if isinstance(value, SequenceNode) else [value]:
                    yield (word,), path

    def _fault(self, rule: str, message: str, node: Node | None, help: str | None = None) -> None:
        span = Span(0, 0) if node is None else self._span(node)
        self.findings.append(Finding(rule, message, span, path=("use",), help=help))

    def _span(self, node: Node) -> Span:
        return self.joined.span(node) if isinstance(node, ScalarNode) else Span(node.start, node.start + 1)

    def _file(
        self, wanted: tuple[str, ...] | None, path: str, node: ScalarNode | None, chain: tuple[str, ...]
    ) -> _Found:
        """Return what a file has of what is wanted. `node` is where it is named."""
        found = _Found()
        if path in chain:
            way = " uses ".join(f"'{name}'" for name in (*chain[chain.index(path) :], path))
            self._fault("part-cycle", f"{way}: a part cannot hold itself", node)
            return found
        root = self._read(path, node)
        if root is None:
            self.lost.update(wanted or parts())
            return found
        inner = root.get("use")
        if inner is not None:
            found.update(self.of(inner, path, (*chain, path)))
        self._take(root, wanted, found)
        if wanted is not None:
            # The variables come along: the part may need them, and what is shared need not be used.
            found.parts = {word: entry for word, entry in found.parts.items() if word in wanted}
            if not (found.vars if VARS in wanted else found.parts) and root.get(wanted[0]) is None:
                words = [str(key.value) for key, _ in root.entries]
                near = closest(wanted[0], words)
                held = ", ".join(word for word in words if word in parts())
                hint = f"did you mean '{near}' there?" if near else f"it has {held}" if held else None
                self._fault("part-not-there", f"'{path}' has no '{wanted[0]}'", node, hint)
        return found

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
                    self._fault("wrong-type", "'vars' is a mapping from names to declarations", value)
            elif word in parts():
                found.parts[word] = (key, value)
            elif wanted is None and word not in _held() and not word.startswith(("x-", "$")):
                near = "write 'vars'" if word == "variables" else did_you_mean(word, _held())
                hint = (
                    near or f"a file of parts has {', '.join(parts())}; `use: {{footer: …}}` takes one part of any file"
                )
                self._fault("unknown-key", f"the key {shown(word)} is no part of a message", key, hint)

    def _read(self, path: str, node: ScalarNode | None) -> MappingNode | None:
        """Return the mapping that a file holds, behind all that was read; None where it holds none."""
        where = node.value if node is not None else path
        fault, help = self._why_not(path, str(where))
        source = None
        if fault is None:
            try:
                source = self._source(path)
            except OSError as error:
                fault = f"'{where}' cannot be read: {(error.strerror or str(error)).lower()}"
        if source is None:
            self._fault("part-unreadable", fault or "", node, help)
            return None
        way = None if node is None else self._span(node)
        base = self.joined.append(source, way)
        self.findings += (_moved(finding, base) for finding in source.findings)
        if source.findings:
            return None
        root = source.documents[0] if len(source.documents) == 1 else None
        if isinstance(root, MappingNode):
            moved_root = moved(root, base)
            assert isinstance(moved_root, MappingNode)
            return moved_root
        what = f"{len(source.documents)} documents" if len(source.documents) > 1 else "no mapping"
        self._fault("part-unreadable", f"'{where}' holds {what}; a part is a mapping of {', '.join(parts())}", node)
        return None

    def _source(self, path: str) -> Source:
        given = self.texts.get(path)
        if given is not None:
            return read(path, given)
        known = os.stat(path)
        return _read_file(path, known.st_mtime_ns, known.st_size, known.st_ino)

    def _why_not(self, path: str, where: str) -> tuple[str | None, str | None]:
        """Return why a file is not read, and what helps; None for one that can be."""
        if path in self.texts:
            return None, None
        if "://" in where:
            return f"'{where}' is an address, and nothing is ever fetched", "give the path of a file"
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError):
            return f"there is no file '{where}'", _near(path, where)
        if stat.S_ISDIR(mode):
            return f"'{where}' is a folder", "give the path of a file in it"
        if not stat.S_ISREG(mode):
            return f"'{where}' is no file", None
        root = self._project()
        if root is not None and os.path.commonpath([root, os.path.realpath(path)]) != root:
            return f"'{where}' is outside of the project", f"a part stands below '{os.path.basename(root)}'"
        if len(self.joined.others) == MAX_FILES:
            return f"the message uses more than {MAX_FILES} files", None
        if len(self.joined.text) + os.stat(path).st_size > MAX_BYTES:
            return f"the message and its parts are over {MAX_BYTES // 1048576} MiB, the most that waml reads", None
        return None, None

    def _project(self) -> str | None:
        """Return the folder of the repository that the message is in; where there is none, any file can be used."""
        if not self._is_root_known:
            self._is_root_known = True
            folder = os.path.realpath(os.path.dirname(self.joined.name) or ".")
            self._root = _repository(folder)
        return self._root


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


@lru_cache(maxsize=256)
def _repository(folder: str) -> str | None:
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


@lru_cache(maxsize=64)
def _read_file(path: str, changed: int, size: int, inode: int) -> Source:
    """Return a file as it was read last; many messages use the same."""
    with open(path, "rb") as file:
        return read(path, file.read(MAX_BYTES + 1))


def _near(path: str, where: str) -> str | None:
    """Return the help for a file that is not there: one beside it of a name that is alike."""
    folder, name = os.path.split(path)
    try:
        names = sorted(os.listdir(folder or "."))
    except (OSError, ValueError):
        return f"there is no folder '{posixpath.dirname(where)}' as seen from the file that names it"
    near = closest(name, names, len(names))
    return f"did you mean '{posixpath.join(posixpath.dirname(where), near)}'?" if near else None


def _moved(finding: Finding, base: int) -> Finding:
    """Return a finding of a part at its place behind the message."""
    move: Callable[[Span], Span] = lambda span: Span(span.start + base, span.end + base)  # noqa: E731
    span = move(finding.span or Span(0, 0))
    fix = finding.fix
    if fix is not None:
        fix = fix._replace(edits=tuple(edit._replace(span=move(edit.span)) for edit in fix.edits))
    related = tuple(one._replace(span=move(one.span)) for one in finding.related)
    path: Path = finding.path or ("use",)
    return finding._replace(span=span, fix=fix, related=related, path=path)
