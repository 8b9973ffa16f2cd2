"""The files that a document names: read behind its text, each once, and why one cannot be."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Callable, Mapping
from functools import lru_cache

from .diagnostic import Finding, Span, closest
from .joined import Joined, moved
from .nodes import MappingNode, Node, ScalarNode
from .source import MAX_BYTES, Source, read

MAX_FILES = 100
"""Files that one message uses, those of its parts among them; a bound of waml's own."""


class Files:
    """Reads what a document names, file by file, behind the text of the document.

    `texts` go before what is on the disk; `holds` says what a file is expected to be.
    """

    def __init__(self, joined: Joined, texts: Mapping[str, bytes], holds: str) -> None:
        self.joined = joined
        self.texts = texts
        self.holds = holds
        self.findings: list[Finding] = []
        self._root: str | None = None
        self._is_root_known = False
        self._is_full = False

    def fault(self, rule: str, message: str, node: Node | None, help: str | None = None) -> None:
        """Find something wrong where a node stands."""
        span = Span(0, 0) if node is None else self.span_of(node)
        self.findings.append(Finding(rule, message, span, help=help))

    def span_of(self, node: Node) -> Span:
        """Return where a node stands; of a mapping or a list, its first character."""
        return self.joined.span(node) if isinstance(node, ScalarNode) else Span(node.start, node.start + 1)

    def near(self, path: str, node: Node) -> str:
        """Return a path as it is called from where we are, given as it is written at a node."""
        folder = posixpath.dirname(self.joined.file_at(node.start))
        return posixpath.normpath(posixpath.join(folder, path))

    def read(self, path: str, node: ScalarNode | None) -> MappingNode | None:
        """Return the mapping that a file holds, behind all that was read; None where it holds none."""
        where = node.value if node is not None else path
        if self._is_full:
            return None  # that is said already
        fault, help = self._why_not(path, str(where))
        source = None
        if fault is None:
            try:
                source = self._source(path)
            except OSError as error:
                fault = f"'{where}' cannot be read: {(error.strerror or str(error)).lower()}"
        if source is None:
            self.fault("part-unreadable", fault or "", node, help)
            return None
        way = None if node is None else self.span_of(node)
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
        self.fault("part-unreadable", f"'{where}' holds {what}; it is to hold {self.holds}", node)
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
            return (
                f"'{where}' is outside of the project",
                f"what a message uses stands below '{os.path.basename(root)}'",
            )
        if len(self.joined.others) == MAX_FILES:
            self._is_full = True
            return f"the message uses more than {MAX_FILES} files", None
        if len(self.joined.text) + os.stat(path).st_size > MAX_BYTES:
            return f"the message and its parts are over {MAX_BYTES // 1048576} MiB, the most that waml reads", None
        return None, None

    def _project(self) -> str | None:
        """Return the folder of the repository that the message is in; where there is none, any file can be used."""
        if not self._is_root_known:
            self._is_root_known = True
            folder = os.path.realpath(os.path.dirname(self.joined.name) or ".")
            self._root = repository(folder)
        return self._root


@lru_cache(maxsize=256)
def repository(folder: str) -> str | None:
    """Return the folder of the repository that a folder is in; None where it is in none."""
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
    return finding._replace(span=span, fix=fix, related=related)
