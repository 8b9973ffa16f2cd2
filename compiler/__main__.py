"""The command line. One verb, one module: only the verb that runs is imported."""

from __future__ import annotations

import atexit
import gc
import os
from importlib import import_module
from typing import TYPE_CHECKING

# Most of a cold run is importing, and what is imported is not garbage: looking for it there takes a twentieth, and
# once more at the end. Nor is what a run over many files learns, a thousand objects for each form.
gc.set_threshold(300_000, 20, 20)
atexit.register(gc.freeze)

import click  # noqa: E402

from . import __version__  # noqa: E402
from .lazy import late  # noqa: E402

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_VERBS = {
    "lint": "check messages against the rules of their providers",
    "prove": "prove that no allowed value breaks a limit",
    "compile": "write the JSON that each provider expects",
    "decompile": "write the message that a provider's payload is",
    "translate": "turn the payload of one provider into that of another",
    "fixtures": "write requests, answers and webhooks for tests",
    "bulk": "write the payload of a message for each row of a table",
    "stub": "answer requests as a provider would, on this machine",
    "rules": "list the rules",
    "explain": "explain a rule, with its limits and sources",
    "providers": "show what each provider can carry",
    "schema": "print a JSON Schema for editors and other tools",
    "lsp": "serve an editor, by the Language Server Protocol",
    "completion": "print a script that completes all this in a shell",
    "init": "write a first message and a config",
}


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _VERBS:
            return None
        command: click.Command = import_module(f".commands.{name}", __package__).command
        if "_WAML_COMPLETE" in os.environ:
            from .commands.completing import prepare

            return prepare(command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb. An interrupt ends it as it ends other tools, not as an error of a file does."""
        try:
            # PyYAML compiles for its reader in Python, which nobody uses here, what takes a seventh of a cold lint;
            # Jinja for filters that no message may use.
            with late("yaml", "tomllib", "jinja2"):
                return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("waml: interrupted", err=True)
            ctx.exit(130)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _VERBS and not name.startswith("-"):
            from .diagnostic import did_you_mean

            hint = did_you_mean(name, _VERBS)
            ctx.fail(f"no such verb '{name}'" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the verbs without importing any."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=said) for name, said in _VERBS.items() if name.startswith(incomplete)]
        return found or click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing any."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="waml", message="%(prog)s %(version)s")
def main() -> None:
    """Author WhatsApp messages in YAML, lint them, and compile them to each provider's JSON.

    \b
    Exit codes: 0 no error; 1 at least one error; 2 wrong usage or config, or nothing to check;
    130 interrupted.
    """


if __name__ == "__main__":
    main(prog_name="waml")
