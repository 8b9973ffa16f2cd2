"""`waml schema`."""

from __future__ import annotations

import json

import click

from .. import inputs
from ..providers import NAMES
from ..resources import schema
from . import options as o

KINDS = ("message", "config", "rule", "own-rules", "answers", *NAMES)


@click.command("schema")
@click.argument("name", default="message")
@click.option(
    "-p", "--provider", metavar="NAME", help="Of `message`: write the limits of a provider in, for an editor."
)
@o.guarded
def command(name: str, provider: str | None) -> None:
    """Print a JSON Schema: `message` (the default), `config`, `rule`, `own-rules`, `answers`, or a wire format.

    An editor takes the first for *.waml.yaml files, by a setting or by a line at the top of the file:
    `# yaml-language-server: $schema=PATH`. With --provider it is of draft-07 and knows what that provider takes:
    lengths, counts, words, and what it does not carry.
    """
    inputs.known(name, list(KINDS), "schema")
    if name == "own-rules" and provider is None:
        from ..own_rows import own_schema

        found = own_schema()
    elif provider is None:
        found = schema(name)
    elif name != "message":
        raise inputs.UsageError(f"--provider goes with the schema 'message', not with '{name}'")
    else:
        from ..editor_schema import editor_schema

        found = editor_schema(inputs.known(provider, NAMES, "provider"))
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
