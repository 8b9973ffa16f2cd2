"""`waml lint`."""

from __future__ import annotations

import sys

import click

from .. import inputs
from ..checked import Options
from ..diagnostic import Severity
from ..discovery import Search, files
from ..linting import Result, Run, lint
from ..reports import FORMATS, View
from . import options as o
from .reporting import outputs, to_stream, write


@click.command("lint", cls=o.WithBareOptions, bare=("--add-ignores",))
@o.asking
@o.endpoint
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
    help="The least severity that fails the run, error if not said. Overrides the config's.",
)
@click.option("--exit-zero", is_flag=True, help="Do not fail the run, whatever is found.")
@click.option(
    "--add-ignores",
    metavar="[=REASON]",
    help="Write `# waml: ignore[rule] REASON` above the key of each finding; =REASON may be left out.",
)
@click.option("--baseline", metavar="FILE", help="Let pass the old findings that FILE counts. Overrides the config's.")
@click.option("--update-baseline", is_flag=True, help="Write the findings of the checked files into it.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes; all cores for many files if not said."
)
@click.option("--show-settings", is_flag=True, help="Show what is set for each path, and where, and check nothing.")
@click.option("--show-files", is_flag=True, help="Show the files that would be checked, and check nothing.")
@click.option("--fix", is_flag=True, help="Put right what has a safe fix; what is left is reported.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="Take the fixes too that may change what is meant.")
@click.option(
    "--strict-bounds", is_flag=True, help="Warn too of limits that a variable can break because nothing constrains it."
)
@click.option("--show-info", is_flag=True, help="Report infos too; json always does.")
@o.guarded
def command(
    paths: tuple[str, ...],
    search: Search,
    run: Options,
    var: tuple[str, ...],
    endpoint: str | None,
    output_format: tuple[str, ...],
    output: str | None,
    statistics: bool,
    fail_on: Severity | None,
    exit_zero: bool,
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    add_ignores: str | None,
    baseline: str | None,
    update_baseline: bool,
    jobs: int | None,
    strict_bounds: bool,
    show_settings: bool,
    show_files: bool,
    show_info: bool,
) -> None:
    """Check messages, and payloads of a provider, against the rules of their providers.

    A folder stands for the *.waml.yaml, *.waml.yml and *.waml.json files below it, `-` for stdin; no path
    is the current folder. A variable without a value is checked with its example. A .json file that is
    not .waml.json is a provider's payload: --provider or the config says whose. So is what comes from stdin
    and begins with `{`, where one provider is named and no --stdin-filename; a message in JSON needs
    --stdin-filename NAME.waml.json there. With --fix, `-` writes the fixed text to stdout. A file of parts that
    is named brings the messages that use it: those of its repository, else those below here.
    """
    wanted_reports = outputs(output_format, output, statistics)
    run = run._replace(endpoint=endpoint, worst_case="strict" if strict_bounds else "declared")
    if add_ignores is not None and (diff or not run.ignores):
        raise inputs.UsageError(f"--add-ignores and --{'diff' if diff else 'no-ignores'} exclude each other")
    mend = None
    if fix or diff:
        from .mends import Mend

        mend = Mend(unsafe_fixes, dry=diff)
    whole = Run(run, search, var, fail_on, exit_zero, mend, add_ignores, baseline, update_baseline, jobs)
    if show_settings or show_files:
        _show(paths, whole, show_settings)
        return
    result = lint(paths, whole)
    # What fails the run is to be seen.
    view = View(show_info or result.fail_on == "info", result.fail_on, statistics)
    if mend is not None:
        view = view._replace(fixed=_mended(result, diff, exit_zero))
    write(result.checked, wanted_reports, view, sys.stdout if mend is None or "-" not in paths else sys.stderr)
    for note in result.notes:
        click.echo(f"waml: {note}", err=True)
    if result.failed:
        sys.exit(1)


def _mended(result: Result, dry: bool, exit_zero: bool) -> int:
    """Write the files that were mended, or show what would change and end; return how many fixes were taken."""
    from .mends import show_difference, write_fixed

    if dry:
        show_difference(result, exit_zero)
    write_fixed(result)
    return sum(mended.taken for _, mended in result.mended)


def _show(paths: tuple[str, ...], run: Run, settings: bool) -> None:
    """Write what is set for the paths, or which files they stand for."""
    if settings:
        from ..settings import shown

        to_stream("\n".join(shown(path, run) for path in paths or (".",)), sys.stdout)
    else:
        to_stream("".join(path.replace("\\", "/") + "\n" for path in files(paths, run.search)), sys.stdout)
