"""Files with their fixes taken: written in place, or shown as a difference."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from difflib import unified_diff

from .checked import Checked
from .diagnostic import Diagnostic
from .fixing import fix
from .inputs import UsageError
from .named import NamedTuple
from .written import whole


class Mend(NamedTuple):
    """Which fixes are taken of the files of a run. Dry: nothing is written, the difference is shown."""

    unsafe: bool = False
    dry: bool = False


class Mended(NamedTuple):
    """What became of a file: how many fixes were taken, whether that came to an end, and what goes to stdout."""

    taken: int
    is_settled: bool
    output: bytes = b""


def mended(
    path: str, name: str, data: bytes, checked: Checked, check: Callable[[bytes], Checked], mend: Mend
) -> tuple[Mended, Checked]:
    """Take the fixes of a file that was read and checked; return what became of it, and what is found then.

    A file is written by rename, and only where something changed; of stdin the text goes to stdout.
    Raises UsageError where it cannot be written.
    """
    last = checked

    def lint(changed: bytes) -> tuple[Diagnostic, ...]:
        nonlocal last
        last = check(changed)
        return last.own

    done = fix(data, lint, mend.unsafe, checked.own)
    if done.data == data:
        last = checked
    elif last.own != done.diagnostics:
        last = check(done.data)
    output = b""
    if mend.dry:
        output = difference(name, data, done.data)
    elif path == "-":
        output = done.data
    elif done.data != data:
        overwrite(path, done.data)
    return Mended(done.taken, done.is_settled, output), last


def difference(name: str, before: bytes, after: bytes) -> bytes:
    """Return the unified difference of two texts, as `diff -u` and `patch` have it; empty where there is none."""
    lines = unified_diff(list(_lines(before)), list(_lines(after)), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines).encode(
        "utf-8", "surrogateescape"
    )


def _lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a text. Only a line feed ends one: no tool for patches knows another break."""
    text = data.decode("utf-8", "surrogateescape")
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


def overwrite(path: str, data: bytes) -> None:
    """Write a file by rename, with the mode that it has; what a link points to, not the link. Raises UsageError."""
    target = os.path.realpath(path)
    try:
        whole(target, data, os.stat(target).st_mode & 0o7777)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}") from None
