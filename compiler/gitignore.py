"""What git does not ignore. git itself is asked: nobody else reads every kind of its patterns right."""

from __future__ import annotations

import os

_OURS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
"""What a hook of git sets for the repository that it runs in; the one that is asked may be another."""


def is_repository(folder: str) -> bool:
    """Whether a folder is the top of a work tree."""
    return os.path.exists(os.path.join(folder, ".git"))


def in_repository(folder: str) -> bool:
    """Whether a folder stands in a work tree."""
    folder = os.path.abspath(folder)
    while not is_repository(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent
    return True


def seen_by_git(folder: str) -> frozenset[str] | None:
    """Return the files below a folder that git does not ignore, as paths from it with `/`.

    The folders that they stand in are among them. None where there is no git, or no work tree.
    """
    if not in_repository(folder):
        return None
    import subprocess

    # A repository may name a program to be run whenever its files are listed; it is not ours to run.
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-co", "--exclude-standard", "-z"]
    environment = {key: value for key, value in os.environ.items() if key not in _OURS}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    except OSError:
        return None
    if done.returncode != 0:
        return None
    files = os.fsdecode(done.stdout).split("\0")
    folders: set[str] = set()
    for name in files:
        parent = name.rpartition("/")[0]
        while parent and parent not in folders:
            folders.add(parent)
            parent = parent.rpartition("/")[0]
    return frozenset(folders.union(files))
