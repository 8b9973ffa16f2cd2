"""The messages that use a part: who changes a footer wants to know what becomes of them, though nobody names them."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from .checked import Checked
from .discovery import Search, in_folder
from .inputs import UsageError, content
from .message import is_part
from .part_files import repository


def is_parts_alone(checked: Checked) -> bool:
    """Whether a file holds parts of messages, and no message."""
    documents = checked.source.documents
    return not checked.targets and len(documents) == 1 and is_part(documents[0])


def users(parts: Sequence[str], given: Collection[str], search: Search) -> list[str]:
    """Return the files that use some parts, or use what uses them: those of the repository, or below here.

    A file uses a part that it names, or that its config shares. Those that are given are not among them.
    """
    waiting = {os.path.realpath(part) for part in parts}
    roots = {os.path.relpath(repository(os.path.dirname(part)) or ".") for part in waiting}
    rest = {os.path.normpath(path): None for root in sorted(roots) for path in in_folder(root, search)}
    texts = {path: _bytes(path) for path in rest}
    found: list[str] = []
    while waiting:
        part = waiting.pop()
        name = os.path.basename(part).encode()
        for path in [*rest]:
            shared = {os.path.realpath(one) for one in search.config(path).vars}
            if name in texts[path] or part in shared:
                del rest[path]
                waiting.add(os.path.realpath(path))
                if path not in given:
                    found.append(path)
    return sorted(found)


def _bytes(path: str) -> bytes:
    try:
        return content(path)
    except UsageError:
        return b""
