"""Where reports go: several formats at once, each to a file or one of them to stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

import click

from .. import inputs
from ..reports import COUNTED, FORMATS, View, render

if TYPE_CHECKING:
    from ..checked import Checked

Outputs = dict[str | None, str]
"""The format of each file; that of None goes to stdout."""


def outputs(wanted: Sequence[str], file: str | None, statistics: bool = False) -> Outputs:
    """Return what goes where, of `FORMAT` and `FORMAT:FILE`. The first takes the file of `-o`. Raises UsageError."""
    found: Outputs = {}
    for at, text in enumerate(wanted or ("full",)):
        name, given, path = text.partition(":")
        format = inputs.known(name, list(FORMATS), "output format")
        if given and not path:
            raise inputs.UsageError(f"'{text}' names no file; write {name}:FILE, or {name} alone for stdout")
        target = path or (file if at == 0 else None)
        if path and at == 0 and file is not None:
            raise inputs.UsageError(f"-o '{file}' and '{text}' both say where the report goes")
        if target in found:
            where = f"'{target}'" if target else "stdout"
            raise inputs.UsageError(f"two reports go to {where}; name a file for one, as in {name}:FILE")
        found[target] = format
    if statistics and not set(COUNTED).intersection(found.values()):
        raise inputs.UsageError(f"--statistics goes with {', '.join(COUNTED)}")
    return found


def write(checked: Sequence[Checked], wanted: Outputs, view: View, stream: TextIO | None = None) -> None:
    """Write every report, the files first, and what goes to no file to stdout or another stream. Raises UsageError."""
    texts = {target: render(checked, format, view) for target, format in wanted.items()}
    for target, text in texts.items():
        if target is not None:
            from .files import to_file

            to_file(target, click.unstyle(text))
    if texts.get(None):
        to_stream(texts[None], stream or sys.stdout)


def to_stderr(checked: Sequence[Checked], show_info: bool = False) -> None:
    """Say what was found beside a result; nothing where nothing was."""
    text = render(checked, "full", View(show_info, quiet=True))
    if text:
        to_stream(text, sys.stderr)


def to_stream(text: str, stream: TextIO) -> None:
    """Write UTF-8, whatever the locale says; in color only where one looks on, or asks for it."""
    wanted = color()
    if not (stream.isatty() if wanted is None else wanted):
        text = click.unstyle(text)
    if stream.isatty():
        click.echo(text, file=stream, nl=False, color=True)
        return
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "backslashreplace"))
    stream.buffer.flush()


def color() -> bool | None:
    """Return what NO_COLOR, else FORCE_COLOR or CLICOLOR_FORCE want; None leaves it to the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = (os.environ.get(name, "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    return True if any(value not in ("", "0") for value in forced) else None
