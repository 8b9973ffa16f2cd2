"""`waml lint`."""

from __future__ import annotations

import sys

import click

from .. import inputs, providers
from ..diagnostic import Severity
from ..pipeline import Options, check
from ..reports import FORMATS, View
from . import options as o
from .reporting import outputs, write


@click.command("lint")
@o.together(o.paths, o.provider, o.var, o.vars_file, o.assume, o.config, o.isolated, o.stdin_filename, o.endpoint)
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
    default="error",
    help="The least that fails the run.",
)
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
    output_format: tuple[str, ...],
    output: str | None,
    statistics: bool,
    fail_on: Severity,
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
    run = Options(targets, inputs.supplied(var, vars_), inputs.assumptions(assume), examples=True, endpoint=endpoint)
    checked = []
    for path in inputs.files(paths):
        data, settings = inputs.content(path), o.config_for(path, config, isolated)
        name = path.replace("\\", "/")
        if path == "-":
            name = stdin_filename or inputs.stdin_name(data, targets or settings.providers)
        checked.append(check(name, data, settings, run))
    inputs.all_declared(var, [one.source for one in checked])
    if len(checked) > 1 or any(len(one.source.documents) > 1 for one in checked):
        from ..across import across

        checked = across(checked)
    view = View(show_info, fail_on, statistics)
    write(checked, wanted_reports, view)
    if any(view.fails(d.severity) for one in checked for d in one.diagnostics):
        sys.exit(1)
