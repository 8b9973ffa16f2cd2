"""`waml schema`."""

from __future__ import annotations

import json

import click

from .. import inputs
from ..providers import NAMES
from ..resources import schema
from . import options as o

_KINDS = ("message", "config", "rule", "answers", *NAMES)


@click.command("schema")
@click.argument("name", default="message")
@o.guarded
def command(name: str) -> None:
    """Print a JSON Schema: `message` (the default), `config`, `rule`, `answers`, or the wire format of a provider.

    An editor takes the first for *.waml.yaml files, by a setting or by a line at the top of the file:
    `# yaml-language-server: $schema=PATH`.
    """
    click.echo(json.dumps(schema(inputs.known(name, list(_KINDS), "schema")), ensure_ascii=False, indent=2))
