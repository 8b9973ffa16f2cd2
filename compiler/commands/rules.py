"""`waml rules`."""

from __future__ import annotations

import json
import sys

import click

from .. import inputs, own_families, providers
from ..catalogue import entry, severity_text
from ..config import Config, Configs
from ..rows import catalogue
from . import options as o


@click.command("rules")
@click.option(
    "-p", "--provider", "wanted", multiple=True, metavar="NAME", help="Only the rules of a provider; repeatable."
)
@click.option("--own", is_flag=True, help="Only the rules of the project's own, which the config names.")
@click.option("--test", is_flag=True, help="Try the project's own rules, each at its limit and past it.")
@o.together(o.config, o.isolated)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to write them.")
@o.guarded
def command(
    wanted: tuple[str, ...], own: bool, test: bool, config: str | None, isolated: bool, output_format: str
) -> None:
    """List the rules: name, severity, the providers that it holds for, and the limit.

    `waml explain RULE` tells all that there is about one. Rules of your own are rows of the same words in files that
    the config names: rules = ["rules/acme.yaml"]. The config is the nearest one upwards from the current folder.
    With --test each of them is tried: the messages at its limit and past it are generated, and its `bad` and `good`
    examples are checked; it fails where the rule does not say what is due.
    """
    names = [inputs.known(name, providers.NAMES, "provider") for name in wanted]
    settings = Configs(config, isolated).of("-")
    if test:
        _test(settings)
        return
    rows = {**({} if own else catalogue()), **own_families.rows(settings.rules)}
    found = [entry(row) for row in rows.values() if not names or set(names) & set(row.providers())]
    if output_format == "json":
        click.echo(json.dumps({"version": 1, "rules": found}, ensure_ascii=False, indent=2))
        return
    width = max((len(rule["name"]) for rule in found), default=0)
    for rule in found:
        limits = "; ".join(rule["limits"])
        click.echo(f"{rule['name']:<{width}}  {severity_text(rule):<7}  {limits}".rstrip())
    click.echo(f"{len(found)} rules")


def _test(settings: Config) -> None:
    """Try the rules of a config, and end with 1 where one fails. Raises UsageError where there are none."""
    from ..trying import tried

    rows = [*own_families.rows(settings.rules).values()]
    if not rows:
        where = f"'{settings.path}' names no file under 'rules'" if settings.path else "there is no config"
        raise inputs.UsageError(f"nothing to test: {where}")
    failed = 0
    for one in tried(rows):
        failed += bool(one.faults)
        messages = f"{one.messages} message" + ("" if one.messages == 1 else "s")
        click.echo(f"{'FAIL' if one.faults else 'ok':<4}  {one.row.name} ({messages})")
        for fault in one.faults:
            click.echo(f"      {fault}")
    click.echo(f"{len(rows)} rule{'' if len(rows) == 1 else 's'} tried" + (f", {failed} failed" if failed else ""))
    if failed:
        sys.exit(1)
