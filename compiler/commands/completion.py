"""`waml completion`."""

from __future__ import annotations

import click

from . import options as o

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@o.guarded
def command(shell: str) -> None:
    """Print a script that completes verbs, options, rules, providers and formats in a shell.

    \b
    bash  echo 'eval "$(waml completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(waml completion zsh)"' >> ~/.zshrc
    fish  waml completion fish > ~/.config/fish/completions/waml.fish
    """
    from click.shell_completion import get_completion_class

    from ..__main__ import main

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(main, {}, "waml", "_WAML_COMPLETE").source())
