"""`waml translate`."""

from __future__ import annotations

import click

from .. import inputs, providers
from ..checked import Options
from ..config import Configs
from ..emission import FORMS
from ..slots import normal_phone
from ..translating import translated
from . import options as o
from .output import emitting, finish


@click.command("translate")
@o.together(o.paths, o.endpoint, o.assume, o.config, o.isolated, o.stdin_filename)
@click.option("--from", "source", required=True, metavar="NAME", help="The provider whose payloads are read.")
@click.option("--to", "to", required=True, metavar="NAME", help="The provider whose payloads are written.")
@click.option(
    "--sender", metavar="NUMBER", help="The sending number where a payload tells none. Overrides the config's `from`."
)
@emitting
@click.option("--check", "dry", is_flag=True, help="Write nothing; only say whether everything translates.")
@o.guarded
def command(
    paths: tuple[str, ...],
    endpoint: str | None,
    assume: tuple[str, ...],
    config: str | None,
    isolated: bool,
    stdin_filename: str | None,
    source: str,
    to: str,
    sender: str | None,
    form: str,
    output: str | None,
    dry: bool,
) -> None:
    """Turn the payload of one provider into that of another.

    `-` or no path is stdin. Findings go to stderr: what the other provider cannot carry, and what was left of
    the first. A message with an error is not written, the others are, and the exit code is 1.
    """
    inputs.known(form, list(FORMS), "form")
    inputs.known(source, providers.NAMES, "provider")
    inputs.known(to, providers.NAMES, "provider")
    run = Options(assume=inputs.assumptions(assume), endpoint=endpoint)
    checked = []
    configs = Configs(config, isolated)
    for path in inputs.payloads(paths):
        name = o.name_of(path, stdin_filename)
        settings = configs.of(stdin_filename or path if path == "-" else path)
        if sender is not None:
            settings = settings._replace(sender=normal_phone(sender))
        checked.append(translated(name, inputs.content(path), source, to, settings, run))
    finish(checked, form, output, dry)
