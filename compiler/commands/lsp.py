"""`waml lsp`."""

from __future__ import annotations

import sys

import click

from . import options as o


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Talk over stdin and stdout: the only way there is, and the default.")
@o.guarded
def command(stdio: bool) -> None:
    """Serve an editor, by the Language Server Protocol over stdin and stdout.

    Findings while one types, what a field is and how long it may be, completion of keys, words, variables and
    templates, quick fixes, definitions and references of variables. Messages are the *.waml.yaml, *.waml.yml and
    *.waml.json files, and what the editor calls by the language `waml`; other JSON is a payload where the config
    says of which provider. The config is the nearest one upwards from each file. Needs pygls, which the extra 'lsp'
    brings.
    """
    try:
        from ..lsp.server import create
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        from ..extras import advice

        o.fail(f"lsp needs pygls: {advice('lsp')}")
    create().start_io(sys.stdin.buffer, sys.stdout.buffer)
