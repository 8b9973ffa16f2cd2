"""The forms in which findings are written, one module each."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..pipeline import Checked

FORMATS = {"full": ".full", "concise": ".concise", "json": ".json_report"}


def write(
    checked: Sequence[Checked], format: str, output: str | None, show_info: bool, to_stderr: bool = False
) -> None:
    """Write the findings of all files in a format: to a file, or to stdout (or stderr). Raises UsageError."""
    report = import_module(FORMATS[format], __name__)
    text = report.render(checked, show_info, quiet=to_stderr)
    if output is not None:
        _to_file(text, output)
    elif text:
        _to_stream(text, "stderr" if to_stderr else "stdout")


def _to_stream(text: str, name: Literal["stdout", "stderr"]) -> None:
    """Write UTF-8, whatever the locale says; in color only where one looks on, or asks for it."""
    import sys

    import click

    stream = getattr(sys, name)
    wanted = _color()
    if not (stream.isatty() if wanted is None else wanted):
        text = click.unstyle(text)
    if stream.isatty():
        click.echo(text, file=stream, nl=False, color=True)
        return
    stream.flush()
    stream.buffer.write(text.encode("utf-8", "backslashreplace"))
    stream.buffer.flush()


def _to_file(text: str, path: str) -> None:
    """Write a file by rename, so that none is ever half there; a device or a pipe as it stands."""
    import os

    import click

    from .. import inputs

    plain = os.path.isfile(path) or not os.path.exists(path)
    try:
        with open(f"{path}.part" if plain else path, "wb") as file:
            file.write(click.unstyle(text).encode("utf-8", "backslashreplace"))
        if plain:
            os.replace(f"{path}.part", path)
    except OSError as error:
        raise inputs.UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def _color() -> bool | None:
    """NO_COLOR and FORCE_COLOR decide; else the terminal does."""
    import os

    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR", "0") not in ("", "0") else None
