"""`waml compile`."""

from __future__ import annotations

import os
import sys

import click

from .. import inputs, providers
from ..diagnostic import Diagnostic
from ..emission import FORMS, spelled
from ..pipeline import Checked, Options, Target, check, emit, placed
from ..reports import write
from . import options as o


@click.command("compile")
@o.together(o.paths, o.provider, o.var, o.vars_file, o.assume, o.config, o.isolated, o.stdin_filename)
@click.option("--examples", is_flag=True, help="Take the example of a variable that has no value.")
@click.option(
    "--emit",
    "form",
    default="body",
    metavar="FORM",
    help=f"One of {', '.join(FORMS)}: what is written of a request.",
)
@click.option("-o", "--output", metavar="DIR", help="Write DIR/<provider>/<name>.json instead of stdout.")
@click.option("--check", "dry", is_flag=True, help="Write nothing; only say whether everything compiles.")
@o.guarded
def command(
    paths: tuple[str, ...],
    wanted: tuple[str, ...],
    var: tuple[str, ...],
    vars_: tuple[str, ...],
    assume: tuple[str, ...],
    config: str | None,
    isolated: bool,
    stdin_filename: str | None,
    examples: bool,
    form: str,
    output: str | None,
    dry: bool,
) -> None:
    """Write the JSON that each provider expects: one text for each document and target.

    Findings go to stderr. A message with an error is not written, the others are, and the exit code is 1.
    """
    inputs.known(form, list(FORMS), "form")
    targets = tuple(inputs.known(name, providers.NAMES, "provider") for name in wanted)
    run = Options(targets, inputs.supplied(var, vars_), inputs.assumptions(assume), examples)
    checked = []
    for path in inputs.files(paths):
        name = (stdin_filename or "<stdin>") if path == "-" else path.replace("\\", "/")
        checked.append(check(name, inputs.content(path), o.config_for(path, config, isolated), run))
    texts, late, skipped = _texts(checked, form)
    if dry:
        pass
    elif output is None:
        sys.stdout.buffer.write("".join(text for _, text in texts).encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        _write_folder(texts, output, FORMS[form])
    write([*checked, *late], "full", None, show_info=False, to_stderr=True)
    for target in skipped:
        source = target.authored.source.name
        click.echo(f"skipped: {target.name} for {target.provider} ({source}, document {target.document})", err=True)
    if any(d.severity == "error" for one in [*checked, *late] for d in one.diagnostics):
        sys.exit(1)


def _texts(checked: list[Checked], form: str) -> tuple[list[tuple[Target, str]], list[Checked], list[Target]]:
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
    return any(d.severity == "error" for d in one.diagnostics if d.field is None and d.provider is None)


def _write_folder(texts: list[tuple[Target, str]], folder: str, ending: str) -> None:
    """Write each text by rename, so that none is ever half there. Raises UsageError."""
    written: dict[str, Target] = {}
    for target, text in texts:
        path = os.path.join(folder, target.provider, _file_name(target.name) + ending)
        if path in written:
            other = written[path].authored.source.name
            raise inputs.UsageError(
                f"two messages are called '{target.name}': {other} and {target.authored.source.name}; rename one"
            )
        written[path] = target
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(f"{path}.part", "wb") as file:
                file.write(text.encode("utf-8"))
            os.replace(f"{path}.part", path)
        except OSError as error:
            raise inputs.UsageError(f"'{path}' cannot be written: {error.strerror}") from None


def _file_name(name: str) -> str:
    """A name as the name of one file: nothing that leads to another folder."""
    return "".join(c if c.isalnum() or c in "-_. " else "-" for c in name).strip(". ") or "message"
