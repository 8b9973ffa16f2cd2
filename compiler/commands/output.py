"""What verbs that compile write: texts to stdout or into a folder, findings to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

import click

from .. import inputs
from ..checked import Checked, Target
from ..diagnostic import Diagnostic
from ..emission import FORMS, spelled
from ..emitting import emit
from ..pipeline import placed
from . import options
from .files import with_folders
from .reporting import to_stderr

emitting = options.together(
    click.option(
        "--emit",
        "form",
        default="body",
        metavar="FORM",
        help=f"One of {', '.join(FORMS)}: what is written of a request.",
    ),
    click.option("-o", "--output", metavar="DIR", help="Write DIR/<provider>/<name>.json instead of stdout."),
)
"""The options of the verbs that write requests."""


def finish(checked: Sequence[Checked], form: str, output: str | None, dry: bool, show_info: bool = False) -> None:
    """Write the request of every target without an error, report, and end with exit code 1 where there is one."""
    texts, late, skipped = _texts(checked, form)
    if dry:
        pass
    elif output is None:
        to_stdout(text for _, text in texts)
    else:
        _write_folder(texts, output, FORMS[form])
    to_stderr([*checked, *late], show_info)
    for one in checked:
        if _source_fails(one) and not one.targets:
            click.echo(f"skipped: {one.source.name}, which cannot be read", err=True)
        if any(d.rule == "part-alone" for d in one.diagnostics):
            click.echo(f"skipped: {one.source.name} holds parts of messages, and no message", err=True)
    for target in skipped:
        source, start = target.authored.source, target.authored.node.start
        place = f"{source.name}:{source.position(start).line}"
        click.echo(f"skipped: {target.name} for {target.provider} ({place})", err=True)
    fail_on_error([*checked, *late])


def to_stdout(texts: Iterable[str]) -> None:
    """Write texts to stdout as UTF-8, whatever the locale says."""
    sys.stdout.buffer.write("".join(texts).encode("utf-8"))
    sys.stdout.buffer.flush()


def fail_on_error(checked: Sequence[Checked]) -> None:
    """End with exit code 1 where any finding is an error."""
    if any(d.severity == "error" for one in checked for d in one.diagnostics):
        sys.exit(1)


def _texts(checked: Sequence[Checked], form: str) -> tuple[list[tuple[Target, str]], list[Checked], list[Target]]:
    """Return what is written, the faults that only emitting found, and what is not written."""
    texts: list[tuple[Target, str]] = []
    late: list[Checked] = []
    skipped: list[Target] = []
    for one in checked:
        for target in one.targets:
            if not target.message or target.has_error() or _source_fails(one):
                skipped.append(target)
                continue
            request, faults = emit(target)
            if request is None:
                found: tuple[Diagnostic, ...] = tuple(placed(target, faults))
                late.append(Checked(one.source, (), found))
                skipped.append(target)
            else:
                texts.append((target, spelled(request, target.provider, form)))
    return texts, late, skipped


def _source_fails(one: Checked) -> bool:
    """Whether the file itself could not be read right: then nothing of it is to be trusted."""
    return bool(one.source.findings)


def _write_folder(texts: list[tuple[Target, str]], folder: str, ending: str) -> None:
    """Write each text to a file of its own, none where two would have the same name. Raises UsageError."""
    files: dict[str, tuple[Target, str, str]] = {}
    for target, text in texts:
        path = os.path.join(folder, target.provider, file_name(target.name) + ending)
        if same_name(path) in files:
            raise inputs.UsageError(_one_name(files[same_name(path)][0], target))
        files[same_name(path)] = (target, path, text)
    for _, path, text in files.values():
        with_folders(path, text)


def same_name(path: str) -> str:
    """Return what two paths share that are one file on a machine that takes no notice of case."""
    return path.casefold()


def _one_name(one: Target, other: Target) -> str:
    first, second = one.authored.source.name, other.authored.source.name
    called = f"two messages are called '{one.name}'"
    if one.name != other.name:
        called = f"'{one.name}' and '{other.name}' are the name of one file on some machines"
    return f"{called}: {first} and {second}; write `name:` with another name at the top of one"


def file_name(name: str) -> str:
    """A name as the name of one file: nothing that leads to another folder."""
    return "".join(c if c.isalnum() or c in "-_. " else "-" for c in name).strip(". ") or "message"
