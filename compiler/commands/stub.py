"""`waml stub`."""

from __future__ import annotations

import click

from .. import inputs, providers
from . import options as o


@click.command("stub")
@click.option("-p", "--provider", required=True, metavar="NAME", help=f"One of {', '.join(providers.NAMES)}.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="PORT",
    help="The port; 0, the default, takes a free one.",
)
@click.option("--seed", type=int, default=0, metavar="N", help="What ids and times of answers come from.")
@o.assume
@o.guarded
def command(provider: str, port: int, seed: int, assume: tuple[str, ...]) -> None:
    """Answer requests on this machine as a provider would, until it is stopped.

    Success, or the documented error for what lint finds in the request. The first line on stdout is the address;
    one line for each request goes to stderr. GET /_waml tells what was received, what lint says of each, the
    answer, and the webhooks that follow. Only this machine is answered, and nothing is sent on.
    """
    known = inputs.known(provider, providers.NAMES, "provider")
    from ..testing.serving import server
    from ..testing.stubbing import Stub

    stub = Stub(known, inputs.assumptions(assume) or None, seed)
    try:
        listening = server(stub, port, lambda line: click.echo(line, err=True))
    except OSError as error:
        raise inputs.UsageError(f"port {port} cannot be had: {error.strerror}") from None
    with listening:
        click.echo(f"http://{listening.server_address[0]!s}:{listening.server_port}")
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            pass
