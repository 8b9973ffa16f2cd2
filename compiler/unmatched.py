"""Why a run has nothing to check, said so that it can be put right."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence

from .discovery import Search, is_message, why_not
from .inputs import ENDINGS, walk


def reasons(paths: Sequence[str], search: Search) -> Iterator[str]:
    """Yield why each path gives nothing, the folders of one reason together."""
    bare = [path for path in paths if os.path.isdir(path) and not any(_candidates(path, search))]
    if bare:
        where = ", ".join(f"'{path}'" for path in bare)
        yield f"no file {_due(bare, search)} in {where}"
    for path in paths:
        if not os.path.isdir(path):
            yield f"'{search.name(path)}' is {why_not(path, search)}"
        elif path not in bare:
            yield from _left_out(path, search)


def _due(folders: Sequence[str], search: Search) -> str:
    own = [search.config(os.path.join(folder, "")).include is not None for folder in folders]
    return "is what 'include' asks for" if all(own) else f"ends in {', '.join(ENDINGS)}"


def _candidates(folder: str, search: Search) -> Iterator[str]:
    """Yield what would be read of a folder if nothing were left out."""
    for where, names in walk(folder):
        config = search.config(os.path.join(where, ""))
        yield from (path for name in names if is_message(path := os.path.join(where, name), config))


def _left_out(folder: str, search: Search) -> Iterator[str]:
    counts = Counter(_why(path, folder, search) for path in _candidates(folder, search))
    for why, count in counts.most_common():
        yield f"{count} {'file' if count == 1 else 'files'} in '{folder}': {why}"


def _why(path: str, root: str, search: Search) -> str:
    said = why_not(path, search)
    folder = os.path.dirname(path)
    while said is None and len(folder) >= len(root) and folder:
        said = why_not(folder, search, is_folder=True)
        folder = os.path.dirname(folder)
    return said or "ignored by git (--no-respect-gitignore reads them)"
