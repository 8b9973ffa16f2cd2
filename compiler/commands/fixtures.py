"""`waml fixtures`."""

from __future__ import annotations

import os

import click

from .. import inputs
from ..discovery import Search, files
from ..fixtures import GROUPS
from ..pipeline import Options, check
from ..rows import aliases, catalogue
from . import options as o
from .files import with_folders
from .output import fail_on_error
from .reporting import to_stderr


@click.command("fixtures")
@o.asking
@click.option("-o", "--output", metavar="DIR", required=True, help="The folder that the fixtures are written to.")
@click.option(
    "--seed", type=int, default=0, metavar="N", help="What ids and times of answers come from; the same gives the same."
)
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="GROUP",
    help=f"Only these of {', '.join(GROUPS)}; repeatable.",
)
@click.option("--rule", multiple=True, metavar="RULE", help="Of the rules, only this one; repeatable.")
@o.guarded
def command(
    paths: tuple[str, ...],
    search: Search,
    run: Options,
    var: tuple[str, ...],
    output: str,
    seed: int,
    groups: tuple[str, ...],
    rule: tuple[str, ...],
) -> None:
    """Write what tests need of a message: good and bad requests, the answers to them, the webhooks that follow.

    \b
    valid      the request, with the examples of its variables
    boundary   a request that meets a limit exactly, for each limit that applies
    invalid    a request that breaks one rule and nothing else, for each rule that applies
    responses  what the provider answers: to the valid request, and to each invalid one
    webhooks   what it tells later: sent, delivered, read, and failed with the code of each invalid one

    DIR/index.json tells of each file the message, the provider, the rule and what `waml lint` says of it, and of
    each rule without a file the reason. The same messages and the same seed give the same bytes.
    """
    made_of = tuple(inputs.known(name, GROUPS, "group") for name in groups) or GROUPS
    rules = {inputs.known(aliases().get(name, name), list(catalogue()), "rule") for name in rule}
    checked = []
    for path in files(paths, search):
        name = o.name_of(path, search.stdin_filename)
        inputs.refuse(name)
        checked.append(check(name, inputs.content(path), search.config(path), run))
    inputs.all_spoken(run.locales, (one.locales for one in checked))
    inputs.all_declared(var, (inputs.declared(one.source, one.shared) for one in checked))
    from ..fixtures.folder import files_of, stale
    from ..fixtures.making import made

    result = made(checked, made_of, rules or None, seed)
    try:
        texts = files_of(result, seed)
    except ValueError as error:
        raise inputs.UsageError(str(error)) from None
    for name, text in texts.items():
        if not name.endswith("index.json"):
            with_folders(os.path.join(output, *name.split("/")), text)
    for name in stale(output, texts):
        _removed(os.path.join(output, *name.split("/")))
    # Last: an index never tells of a file that is not there yet.
    with_folders(os.path.join(output, "index.json"), texts["index.json"])
    to_stderr(result.checked)
    click.echo(f"{len(result.fixtures)} fixtures in {output}, {len(result.skipped)} skipped: see index.json", err=True)
    fail_on_error(result.checked)


def _removed(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        pass
