"""`waml lint`."""

from __future__ import annotations

import sys

import click

from .. import inputs, providers
from ..checked import Options
from ..config import Configs
from ..diagnostic import Severity
from ..linting import Run, lint
from ..reports import FORMATS, View
from . import options as o
from .reporting import outputs, write


@click.command("lint")
@o.together(o.paths, o.provider, o.var, o.vars_file, o.assume, o.config, o.isolated, o.stdin_filename, o.endpoint)
@o.rules
@click.option(
    "--output-format",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"One of {', '.join(FORMATS)}; repeatable, all but one with a file. The default is full.",
)
@click.option("-o", "--output", metavar="FILE", help="Write the report, or the first of several, to a file.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing each.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    help="The least that fails the run; before the config's, else error.",
)
@click.option("--exit-zero", is_flag=True, help="Do not fail the run, whatever is found.")
@click.option("--show-info", is_flag=True, help="Report infos too; json always does.")
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
    endpoint: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    extend_ignore: tuple[str, ...],
    output_format: tuple[str, ...],
    output: str | None,
    statistics: bool,
    fail_on: Severity | None,
    exit_zero: bool,
    show_info: bool,
) -> None:
    """Check messages, and payloads of a provider, against the rules of their providers.

    A folder stands for the *.waml.yaml, *.waml.yml and *.waml.json files below it, `-` for stdin; no path
    is the current folder. A variable without a value is checked with its example. A .json file that is
    not .waml.json is a provider's payload: --provider or the config says whose. So is what comes from stdin
    and begins with `{`, where one provider is named and no --stdin-filename; a message in JSON needs
    --stdin-filename NAME.waml.json there.
    """
    wanted_reports = outputs(output_format, output, statistics)
    targets = tuple(inputs.known(name, providers.NAMES, "provider") for name in wanted)
    chosen = o.choice(select, ignore, extend_select, extend_ignore)
    facts = inputs.assumptions(assume)
    options = Options(targets, inputs.supplied(var, vars_), facts, examples=True, endpoint=endpoint, chosen=chosen)
    result = lint(paths, Run(options, Configs(config, isolated), stdin_filename, var, fail_on, exit_zero))
    write(result.checked, wanted_reports, View(show_info, result.fail_on, statistics))
    if result.failed:
        sys.exit(1)
