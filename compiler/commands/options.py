"""The options that several verbs share, and how their faults end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ..config import ConfigError, Configs
from ..discovery import Search
from ..inputs import UsageError, assumptions, known, supplied
from ..providers import NAMES
from ..selection import NOTHING, Chosen

if TYPE_CHECKING:
    from ..checked import Options

Decorator = Callable[[Any], Any]

paths = click.argument("paths", nargs=-1)
provider = click.option(
    "-p",
    "--provider",
    "wanted",
    multiple=True,
    metavar="NAME",
    help=f"For whom: {', '.join(NAMES)}; repeatable. Overrides the file's `providers` and the config's.",
)
whose = click.option(
    "-p",
    "--provider",
    "wanted",
    multiple=True,
    metavar="NAME",
    help=f"Whose payloads they are: one of {', '.join(NAMES)}. Overrides the config's.",
)
var = click.option("--var", multiple=True, metavar="NAME=VALUE", help="The value of a variable; repeatable.")
vars_file = click.option(
    "--vars",
    "vars_",
    multiple=True,
    metavar="FILE",
    help="Values from a YAML, JSON or TOML file; repeatable. A later one overrides an earlier.",
)
assume = click.option(
    "--assume",
    multiple=True,
    metavar="KEY=VALUE",
    help="A fact that the message cannot tell, such as window=open; repeatable.",
)
locale = click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="CODE",
    help="A language of the messages that have several; repeatable. All if not said.",
)
config = click.option("--config", metavar="FILE", help="The config, instead of the nearest one upwards.")
isolated = click.option("--isolated", is_flag=True, help="Ignore every config file.")
endpoint = click.option(
    "--endpoint",
    metavar="PATH",
    help="Where a payload is sent, if it does not tell: a path, a template of one, or a URL (its host is ignored).",
)
select = click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="The rules to check: names, patterns, families or ALL, with commas between them.",
)
ignore = click.option("--ignore", multiple=True, metavar="RULES", help="Rules not to check.")
extend_select = click.option("--extend-select", multiple=True, metavar="RULES", help="More rules to check.")
extend_ignore = click.option("--extend-ignore", multiple=True, metavar="RULES", help="More rules not to check.")
no_ignores = click.option("--no-ignores", is_flag=True, help="Show too what `# waml: ignore[…]` suppresses.")
stdin_filename = click.option("--stdin-filename", metavar="NAME", help="The name of what comes from stdin (`-`).")


exclude = click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Files and folders to leave out, even if named; repeatable."
)
gitignore = click.option(
    "--respect-gitignore/--no-respect-gitignore",
    "gitignore",
    default=None,
    help="Whether to leave out of folders what git ignores; the default is to.",
)
may_be_none = click.option(
    "--no-error-on-unmatched", "may_be_none", is_flag=True, help="Do not fail where no file is left to read."
)


class WithBareOptions(click.Command):
    """A command with options whose value may be left out. Of those, click takes the next argument for the value."""

    def __init__(self, *args: Any, bare: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bare = bare

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [f"{a}=" if a in self.bare and i < end else a for i, a in enumerate(args)])


def together(*options: Decorator) -> Decorator:
    """Apply several options to a command, in the order of the help page."""

    def apply(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return apply


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a fault of usage or config into one line and exit code 2, a closed pipe into a quiet end."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (UsageError, ConfigError) as error:
            fail(str(error))
        except BrokenPipeError:
            # Nobody reads any more; python would complain once more while it flushes stdout.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    return run


def searching(function: Any) -> Any:
    """Add the options that look for files. The command is given `paths`, and `search` for the rest."""

    @guarded
    @wraps(function)
    def run(
        *,
        config: str | None,
        isolated: bool,
        exclude: tuple[str, ...],
        gitignore: bool | None,
        may_be_none: bool,
        stdin_filename: str | None,
        **others: Any,
    ) -> Any:
        search = Search(Configs(config, isolated), exclude, gitignore, stdin_filename, may_be_none)
        return function(search=search, **others)

    return together(paths, config, isolated, exclude, gitignore, may_be_none, stdin_filename)(run)


def choosing(function: Any) -> Any:
    """Add the options that choose rules. The command is given `chosen`, and whether suppressions hold: `ignores`."""

    @guarded
    @wraps(function)
    def run(
        *,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        extend_select: tuple[str, ...],
        extend_ignore: tuple[str, ...],
        no_ignores: bool,
        **others: Any,
    ) -> Any:
        chosen = NOTHING
        if select or ignore or extend_select or extend_ignore:
            from ..selection import chosen as choice

            words = (select or None, ignore or None, extend_select, extend_ignore)
            try:
                chosen = choice(*words)
            except UsageError:
                # It may be a rule of somebody's own, which a config names.
                for path in others["paths"] or (".",):
                    others["search"].configs.of(os.path.join(path, "") if os.path.isdir(path) else path)
                chosen = choice(*words)
        return function(chosen=chosen, ignores=not no_ignores, **others)

    return together(select, ignore, extend_select, extend_ignore, no_ignores)(run)


def run_of(wanted: Sequence[str], var: Sequence[str], vars_: Sequence[str], assume: Sequence[str]) -> Options:
    """Return what a run was asked for: targets, values and facts. Raises UsageError."""
    from ..checked import Options

    targets = tuple(known(name, NAMES, "provider") for name in wanted)
    return Options(targets, supplied(var, vars_), assumptions(assume))


def asking(function: Any) -> Any:
    """Add the options of a verb that checks messages: targets, values, facts, files and rules.

    The command is given `paths` and `search`, `run` for the rest, and `var` as it was written.
    """

    @guarded
    @wraps(function)
    def run(
        *,
        wanted: tuple[str, ...],
        var: tuple[str, ...],
        vars_: tuple[str, ...],
        assume: tuple[str, ...],
        locales: tuple[str, ...],
        chosen: Chosen,
        ignores: bool,
        **others: Any,
    ) -> Any:
        asked = run_of(wanted, var, vars_, assume)._replace(chosen=chosen, ignores=ignores, locales=locales)
        return function(run=asked, var=var, **others)

    return together(provider, locale, var, vars_file, assume)(searching(choosing(run)))


def fail(message: str) -> NoReturn:
    """Say one line on stderr and end with exit code 2."""
    click.echo(f"waml: {message}", err=True)
    sys.exit(2)


def name_of(path: str, stdin_filename: str | None) -> str:
    """Return what a file is called in findings: with `/`, whatever the machine writes."""
    return (stdin_filename or "<stdin>") if path == "-" else path.replace("\\", "/")
