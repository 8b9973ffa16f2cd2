"""`waml rules`."""

from __future__ import annotations

import json

import click

from .. import inputs, providers
from ..catalogue import entry, severity_text
from ..rows import catalogue
from . import options as o


@click.command("rules")
@click.option(
    "-p", "--provider", "wanted", multiple=True, metavar="NAME", help="Only the rules of a provider; repeatable."
)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to write them.")
@o.guarded
def command(wanted: tuple[str, ...], output_format: str) -> None:
    """List the rules: name, severity, the providers that it holds for, and the limit.

    `waml explain RULE` tells all that there is about one.
    """
    names = [inputs.known(name, providers.NAMES, "provider") for name in wanted]
    found = [entry(row) for row in catalogue().values() if not names or set(names) & set(row.providers())]
    if output_format == "json":
        click.echo(json.dumps({"version": 1, "rules": found}, ensure_ascii=False, indent=2))
        return
    width = max(len(rule["name"]) for rule in found)
    for rule in found:
        limits = "; ".join(rule["limits"])
        click.echo(f"{rule['name']:<{width}}  {severity_text(rule):<7}  {limits}".rstrip())
    click.echo(f"{len(found)} rules")
