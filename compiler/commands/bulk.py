"""`waml bulk`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from .. import inputs
from ..config import Configs
from . import options as o

if TYPE_CHECKING:
    from ..bulk.run import Summary

_HELP = """Write the payload of one message for each row of a table, one a line.

    Columns fill the variables of their names. A row that does not compile goes to the rejects, with its number, its
    values and its findings; every row ends in exactly one of the two files, and the exit code is 1 where there are
    rejects. Needs pyarrow, which the extra 'bulk' brings.
    """


@click.command("bulk", help=_HELP)
@click.argument("file")
@click.option(
    "--rows",
    metavar="TABLE",
    help="The rows: a .csv with a line of names, a .jsonl (both also as .gz or .zst), or a .parquet.",
)
@click.option("--rows-format", metavar="FORMAT", help="csv, jsonl or parquet, where the name does not tell.")
@click.option("--delimiter", metavar="SIGN", help="What stands between the cells of a CSV, if it is no comma.")
@click.option("--map", "pairs", multiple=True, metavar="VAR=COLUMN", help="The column of a variable; repeatable.")
@o.together(o.provider, o.locale, o.var, o.vars_file, o.assume, o.config, o.isolated)
@click.option("--document", type=int, metavar="N", help="The message of a file of several, from 0.")
@click.option("--emit", "form", default="body", metavar="FORM", help="body or request: what is written of a request.")
@click.option(
    "--batch",
    type=click.IntRange(1),
    metavar="N",
    help="Messages of one request, where a provider takes several (100; Infobip tells no limit).",
)
@click.option("-o", "--output", metavar="FILE", help="The payloads; compressed where the name ends in .zst or .gz.")
@click.option("--rejects", metavar="FILE", help="The rows that do not compile (OUTPUT's name with .rejects.jsonl).")
@click.option("--resume", is_flag=True, help="Go on where a run was ended.")
@click.option("--explain-plan", is_flag=True, help="Show what is filled, what is checked and how, and write nothing.")
@o.guarded
def command(file: str, rows: str | None, explain_plan: bool, **asked: Any) -> None:
    _needs_arrow()
    if rows is None and not explain_plan:
        raise inputs.UsageError("bulk needs --rows: a .csv, .jsonl or .parquet with a row for each recipient")
    if asked["output"] is None and not explain_plan:
        raise inputs.UsageError("bulk needs -o FILE for the payloads, as in -o payloads.jsonl")
    if "-" in (asked["output"], asked["rejects"]):
        raise inputs.UsageError("bulk writes files, so that a run that was ended can go on: say a name, not '-'")
    inputs.known(asked["form"], ["body", "request"], "form")
    from ..bulk.single import Broken

    try:
        _run(file, rows, explain_plan, asked)
    except Broken as broken:
        from .reporting import to_stderr

        to_stderr([broken.checked])
        click.echo(f"waml: no row of the table can compile: mend {file} first", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("\nwaml: interrupted; --resume goes on where it was", err=True)
        sys.exit(130)


def _run(file: str, rows: str | None, explain_plan: bool, asked: dict[str, Any]) -> None:
    from ..bulk.fill import Filler
    from ..bulk.readers import opened
    from ..bulk.single import Single

    run = o.run_of(asked["wanted"], asked["var"], asked["vars_"], asked["assume"])
    run = run._replace(examples=False, locales=asked["locales"])
    config = Configs(asked["config"], asked["isolated"]).of(file)
    data = inputs.content(file)
    single = Single(o.name_of(file, None), data, config, run, asked["form"], asked["document"])
    inputs.all_declared(asked["var"], [inputs.declared(single.source, single.shared)])
    pairs = dict(_pair(pair) for pair in asked["pairs"])
    if rows is None:
        _explain(Filler(single, {name: name for name in single.examples()}, False), None)
        return
    table = opened(rows, asked["rows_format"], asked["delimiter"])
    filler = Filler(single, _sources(single, table.names, pairs, rows), table.is_text)
    if explain_plan:
        _explain(filler, table)
        return
    _write(filler, table, rows, file, data, asked)


def _write(filler: Any, table: Any, rows: str, file: str, data: bytes, asked: dict[str, Any]) -> None:
    from ..bulk.checkpoint import Checkpoint, fingerprint
    from ..bulk.run import Run

    output = asked["output"]
    rejects = asked["rejects"] or _beside(output)
    paths = [os.path.abspath(path) for path in (rows, file, output, rejects)]
    if len(set(paths)) < len(paths):
        raise inputs.UsageError("the message, the rows, the payloads and the rejects are four files")
    keys = ("pairs", "var", "vars_", "assume", "locales", "document", "form", "batch", "delimiter")
    told = {key: asked[key] for key in keys}
    whole = b"\0".join([data, *filler.single.parts])
    checkpoint = Checkpoint(output, fingerprint(whole, filler.single.provider, rows, rejects, told))
    summary = Run(filler, table, output, rejects, checkpoint, asked["batch"]).go(asked["resume"])
    _tell(summary, filler, output, rejects)
    if summary.rejected:
        sys.exit(1)


def _tell(summary: Summary, filler: Any, output: str, rejects: str) -> None:
    """Say what became of the rows, and what holds for all of them."""
    plan = filler.plan
    if plan is not None and plan.single.form == "body":
        for leaf in plan.outside:
            click.echo(
                f"waml: '{leaf.path[-1]}' is no part of the body and differs from row to row: "
                "--emit request writes it with each payload",
                err=True,
            )
    requests = f" in {_counted(summary.requests, 'request')}" if summary.requests != summary.payloads else ""
    click.echo(
        f"{_counted(summary.rows, 'row')}: {_counted(summary.payloads, 'payload')}{requests} in {output}, "
        f"{summary.rejected:,} rejected in {rejects}",
        err=True,
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _explain(filler: Any, table: Any) -> None:
    from ..bulk.explaining import explained
    from ..bulk.fill import Rows

    if table is None:
        example = {name: one.value for name, one in filler.single.examples().items()}
        filler.fill(Rows({name: [value] for name, value in example.items()}, 1, [example]))
    else:
        for read in table.read(0, list(filler.sources.values())):
            filler.fill(read.rows)
            break
    click.echo("\n".join(explained(filler)))


def _sources(single: Any, names: list[str], pairs: dict[str, str], rows: str) -> dict[str, str]:
    """Return the column of each variable that has one; a value given for all rows goes before a column."""
    from ..bulk.matching import passed_over, sources

    for name in pairs:
        if name in single.run.supplied:
            raise inputs.UsageError(f"--map {name}={pairs[name]}: '{name}' has one value for all rows already")
    wanted = single.wanted(pairs)
    found = sources(names, wanted, pairs, rows)
    for name, column in passed_over(names, wanted, found):
        told = f"'{rows}' has no column '{name}', which takes its default; did you mean '{column}'?"
        click.echo(f"waml: {told} then say --map {name}={column}", err=True)
    return found


def _pair(pair: str) -> tuple[str, str]:
    name, equals, column = pair.partition("=")
    if not equals or not name or not column:
        raise inputs.UsageError(f"--map takes variable=column, not '{pair}'")
    return name, column


def _beside(output: str) -> str:
    """Return where the rejects go when nothing is said: beside the payloads."""
    stem = output
    for ending in (".zst", ".gz", ".jsonl"):
        stem = stem.removesuffix(ending)
    return f"{stem}.rejects.jsonl"


def _needs_arrow() -> None:
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        from ..extras import advice

        raise inputs.UsageError(f"bulk needs pyarrow: {advice('bulk')}")
