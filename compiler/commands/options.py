"""The options that several verbs share, and how their faults end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

import click

from ..config import Config, ConfigError, discover, load
from ..inputs import UsageError
from ..providers import NAMES

Decorator = Callable[[Any], Any]

paths = click.argument("paths", nargs=-1)
provider = click.option(
    "-p",
    "--provider",
    "wanted",
    multiple=True,
    metavar="NAME",
    help=f"A target; repeatable. One of {', '.join(NAMES)}. Before the file's `providers` and the config's.",
)
var = click.option("--var", multiple=True, metavar="NAME=VALUE", help="The value of a variable; repeatable.")
vars_file = click.option(
    "--vars",
    "vars_",
    multiple=True,
    metavar="FILE",
    help="Values from a YAML, JSON or TOML file; repeatable, the later before the earlier.",
)
assume = click.option(
    "--assume",
    multiple=True,
    metavar="KEY=VALUE",
    help="A fact that the message cannot tell, such as window=open.",
)
config = click.option("--config", metavar="FILE", help="The config, instead of the nearest one upwards.")
isolated = click.option("--isolated", is_flag=True, help="Ignore every config file.")
endpoint = click.option(
    "--endpoint",
    metavar="PATH",
    help="Where a payload is sent, if it does not tell: a path, a template of one, or a URL (its host is ignored).",
)
stdin_filename = click.option("--stdin-filename", metavar="NAME", help="The name of what comes from stdin (`-`).")


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


def fail(message: str) -> NoReturn:
    """Say one line on stderr and end with exit code 2."""
    click.echo(f"waml: {message}", err=True)
    sys.exit(2)


def name_of(path: str, stdin_filename: str | None) -> str:
    """Return what a file is called in findings: with `/`, whatever the machine writes."""
    return (stdin_filename or "<stdin>") if path == "-" else path.replace("\\", "/")


def config_for(path: str, given: str | None, isolated: bool) -> Config:
    """Return the config of a file. Raises ConfigError."""
    if isolated:
        return Config()
    if given is not None:
        return load(given) or Config()
    return discover(os.path.dirname(path) if path != "-" else ".")
