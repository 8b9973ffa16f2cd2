"""The files of a run: those that are named, and those of folders, less what is excluded or ignored by git."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from .config import Config, Configs
from .inputs import ENDINGS, UsageError, walk
from .named import NamedTuple


class Search(NamedTuple):
    """How the files of a run are looked for, over what the config of each says. None: the config decides."""

    configs: Configs = Configs()
    exclude: tuple[str, ...] = ()
    gitignore: bool | None = None
    stdin_filename: str | None = None
    may_be_none: bool = False

    def config(self, path: str) -> Config:
        """Return the config of a file, of stdin that of the name that it was given. Raises ConfigError."""
        return self.configs.of(self.name(path))

    def name(self, path: str) -> str:
        """Return the path that a file goes by."""
        return (self.stdin_filename or path) if path == "-" else path


EVERYWHERE = Search()


def files(paths: Sequence[str], search: Search = EVERYWHERE) -> list[str]:
    """Return the files of paths: a file as it is, a folder for the message files that it holds, `-` for stdin.

    What the config excludes is left out wherever it is from; what git ignores is left out of folders. Raises
    UsageError for a path that is not there and, unless there may be none, where nothing is left; and ConfigError.
    """
    found: list[str] = []
    for path in paths or (".",):
        if path != "-" and os.path.isdir(path):
            found += in_folder(path, search)
        elif path != "-" and not os.path.exists(path):
            raise UsageError(f"'{path}' does not exist")
        elif (path == "-" and search.stdin_filename is None) or why_not(path, search) is None:
            found.append(path)
    if not found and not search.may_be_none:
        from .unmatched import reasons

        raise UsageError("nothing to check: " + "; ".join(reasons(paths or (".",), search)))
    return list(dict.fromkeys(os.path.normpath(path) if path != "-" else path for path in found))


def in_folder(root: str, search: Search) -> Iterator[str]:
    """Yield the message files below a folder that are not left out. Raises ConfigError."""
    if why_not(root, search, is_folder=True) is not None:
        return
    git = _Git(root, search)
    for where, names in walk(root, lambda folder: left_out(folder, search, True) is None and git.enters(folder)):
        config = search.config(os.path.join(where, ""))  # of all that stands there
        for name in names:
            path = os.path.join(where, name)
            if is_message(path, config) and _left_out(path, search, config) is None and git.sees(path, config):
                yield path


class _Git:
    """What git ignores below a root; of a repository inside of another, what it ignores itself."""

    def __init__(self, root: str, search: Search) -> None:
        self.search = search
        self.tops = [root]
        self.seen: dict[str, frozenset[str] | None] = {}

    def sees(self, path: str, config: Config) -> bool:
        """Whether a file or a folder of a config is not ignored. git is asked once for each repository."""
        if not self._counts(config):
            return True
        top = next((top for top in reversed(self.tops[1:]) if path.startswith(os.path.join(top, ""))), self.tops[0])
        if top not in self.seen:
            from .gitignore import seen_by_git

            self.seen[top] = seen_by_git(top)
        seen = self.seen[top]
        return seen is None or os.path.relpath(path, top).replace(os.sep, "/") in seen

    def enters(self, folder: str) -> bool:
        """Whether a folder is to be looked into."""
        from .gitignore import is_repository

        config = self.search.config(folder)
        if not self._counts(config):
            return True
        if is_repository(folder):
            self.tops.append(folder)
            return True
        return self.sees(folder, config)

    def _counts(self, config: Config) -> bool:
        wanted = self.search.gitignore
        return config.gitignore if wanted is None else wanted


def is_message(path: str, config: Config) -> bool:
    """Whether a file of a folder is one to read: by its ending, or by an `include` that names another."""
    if config.include is None:
        return path.endswith(ENDINGS)
    from .globs import first_match

    naming_an_ending = (pattern for pattern in config.include if "." in pattern.rstrip("/").rpartition("/")[2])
    return path.endswith(ENDINGS) or first_match(naming_an_ending, path, config.folder) is not None


def why_not(path: str, search: Search, is_folder: bool = False) -> str | None:
    """Return why the settings leave out a file or a folder that is named, or None where they do not."""
    path = search.name(path)
    said = left_out(path, search, is_folder)
    config = search.config(os.path.join(path, "") if is_folder else path)
    # A config counts for what stands beside it and below; whether that is read at all, the next one upwards says.
    while said is None and (above := search.configs.above(config)) is not None:
        said = _excluded(config.folder, above, is_folder=True)
        config = above
    return said


def left_out(path: str, search: Search, is_folder: bool = False) -> str | None:
    """Return why the settings that count beside a file or a folder leave it out, or None where they do not."""
    return _left_out(path, search, search.config(path), is_folder)


def _left_out(path: str, search: Search, config: Config, is_folder: bool = False) -> str | None:
    if not (search.exclude or config.exclude or config.include is not None):
        return None
    from .globs import first_match

    pattern = first_match(search.exclude, path, ".", is_folder)
    if pattern is not None:
        return f"excluded by --exclude '{pattern}'"
    said = _excluded(path, config, is_folder)
    if said is not None or is_folder or config.include is None:
        return said
    included = first_match(config.include, path, config.folder) is not None
    return None if included else f"not among the 'include' of {_shown(config)}"


def _excluded(path: str, config: Config, is_folder: bool) -> str | None:
    from .globs import first_match

    pattern = first_match(config.exclude, path, config.folder, is_folder)
    return None if pattern is None else f"excluded by '{pattern}' of {_shown(config)}"


def _shown(config: Config) -> str:
    return os.path.relpath(config.path or "").replace(os.sep, "/")
