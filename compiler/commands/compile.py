"""`waml compile`."""

from __future__ import annotations

from functools import partial

import click

from .. import inputs
from ..discovery import Search, files
from ..emission import FORMS
from ..pipeline import Options, check
from . import options as o
from .output import emitting, finish


@click.command("compile")
@o.asking
@click.option("--examples", is_flag=True, help="Take the example of a variable that has no value.")
@emitting
@click.option("--check", "dry", is_flag=True, help="Write nothing; only say whether everything compiles.")
@click.option(
    "--worst-case", is_flag=True, help="Give each variable the value that brings the message closest to its limits."
)
@o.guarded
def command(
    paths: tuple[str, ...],
    search: Search,
    run: Options,
    var: tuple[str, ...],
    examples: bool,
    worst_case: bool,
    form: str,
    output: str | None,
    dry: bool,
) -> None:
    """Write the JSON that each provider expects: one text for each document and target.

    Findings go to stderr. A message with an error is not written, the others are, and the exit code is 1.
    """
    inputs.known(form, list(FORMS), "form")
    run = run._replace(examples=examples)
    checked = []
    for path in files(paths, search):
        name = o.name_of(path, search.stdin_filename)
        inputs.refuse(name)
        data, config = inputs.content(path), search.config(path)
        found = check(name, data, config, run._replace(examples=True) if worst_case else run)
        if worst_case:
            from ..bounds.proof import at_worst

            found = at_worst(found, run, partial(check, name, data, config))
        checked.append(found)
    inputs.all_spoken(run.locales, (one.locales for one in checked))
    inputs.all_declared(var, (inputs.declared(one.source, one.shared) for one in checked))
    finish(checked, form, output, dry)
