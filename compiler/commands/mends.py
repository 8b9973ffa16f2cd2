"""What `lint --fix` and `--diff` write: fixed texts and differences to stdout, a word on them to stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from ..mending import Mend as Mend

if TYPE_CHECKING:
    from ..linting import Result


def show_difference(result: Result, exit_zero: bool) -> NoReturn:
    """Write what would change, say how much that is, and end with exit code 1 where it is anything."""
    _write(result)
    changed = [mended for _, mended in result.mended if mended.output]
    taken = sum(mended.taken for mended in changed)
    said = f"{taken} to fix in {len(changed)} file{'' if len(changed) == 1 else 's'}" if changed else "nothing to fix"
    click.echo(said, err=True)
    _warn(result)
    sys.exit(1 if changed and not exit_zero else 0)


def write_fixed(result: Result) -> None:
    """Write the fixed text of stdin to stdout."""
    _write(result)
    _warn(result)


def _write(result: Result) -> None:
    # Bytes as they were: what is no UTF-8 goes out as it came in.
    sys.stdout.buffer.write(b"".join(mended.output for _, mended in result.mended))
    sys.stdout.buffer.flush()


def _warn(result: Result) -> None:
    for path, mended in result.mended:
        if not mended.is_settled:
            click.echo(f"waml: the fixes of '{path}' come to no end: the file is left as far as they go", err=True)
