"""The forms in which findings are written, one module each."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..pipeline import Checked

FORMATS = {"full": ".full", "concise": ".concise", "json": ".json_report"}


def write(
    checked: Sequence[Checked], format: str, output: str | None, show_info: bool, to_stderr: bool = False
) -> None:
    """Write the findings of all files in a format: to a file, or to stdout (or stderr)."""
    import click

    from .. import inputs

    report = import_module(FORMATS[format], __name__)
    if output is None:
        text = report.render(checked, show_info, quiet=to_stderr)
        if text:
            click.echo(text, err=to_stderr, nl=False, color=_color())
        return
    text = click.unstyle(report.render(checked, show_info, quiet=False))
    try:
        with open(output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise inputs.UsageError(f"'{output}' cannot be written: {error.strerror}") from None


def _color() -> bool | None:
    """NO_COLOR and FORCE_COLOR decide; else the terminal does."""
    import os

    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
