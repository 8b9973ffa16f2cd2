"""`waml init`."""

from __future__ import annotations

import os

import click

from .. import inputs
from . import options as o

_MESSAGE = """\
# A message: one content, dressed with header, body, buttons and footer, in an envelope.
# Check it:    waml lint
# Compile it:  waml compile --examples
# Send it:     waml compile --var phone=+15551234567 --var first_name=Ada
name: order-shipped

# What changes from one recipient to the next. `example` is what lint puts in; compile asks for a value.
vars:
  phone: {type: phone, example: "+15551234567"}
  first_name: {type: string, max_length: 40, example: Ada}

to: "{{ phone }}"
header: Your order
body: |
  Hi *{{ first_name }}*, your order is on its way.
buttons:
  - {title: Track it, id: track}
  - {title: Talk to us, id: agent}
footer: Acme Stores
"""

_CONFIG = """\
# What a project decides once for all its messages: `waml schema config` lists every key.

# The targets of files that name none: cloud, 360dialog, 360dialog-onprem, infobip, pilot-status.
providers = ["cloud"]

# Facts that a message alone cannot tell.
# [assume]
# window = "open"            # the recipient wrote in the last 24 hours

# What runs one provider's machinery, in its own spelling.
# [cloud]
# phone_number_id = "106540352242922"
"""


@click.command("init")
@click.argument("folder", default=".")
@o.guarded
def command(folder: str) -> None:
    """Write a commented first message and a config into a folder. What is there already stays."""
    try:
        os.makedirs(folder, exist_ok=True)
        for name, text in (("order-shipped.waml.yaml", _MESSAGE), ("waml.toml", _CONFIG)):
            path = os.path.join(folder, name)
            try:
                with open(path, "x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
                click.echo(f"wrote {path}")
            except FileExistsError:
                click.echo(f"kept {path}, which is there already", err=True)
    except OSError as error:
        raise inputs.UsageError(f"'{folder}' cannot be written: {error.strerror}") from None
    click.echo("next: waml lint, then waml compile --examples")
