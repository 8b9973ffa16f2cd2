"""docs/cli.md, written from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import click

from waml.__main__ import main

EXIT = """Exit codes: 0 no error; 1 at least one error; 2 wrong usage or config, or nothing to check; 130 interrupted.
The result goes to stdout, everything else to stderr."""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the page."""
    context = click.Context(main, info_name="waml", **main.context_settings)
    verbs = main.list_commands(context)
    lines = ["# The command line", "", EXIT, ""]
    for name in verbs:
        command = main.get_command(context, name)
        assert command is not None
        lines.append(f"- [`waml {name}`](#waml-{name}): {_verbs()[name]}")
    for name in verbs:
        command = main.get_command(context, name)
        assert command is not None
        lines += ["", *_verb(name, command, context)]
    yield "cli.md", "\n".join(lines) + "\n"


def _verbs() -> dict[str, str]:
    verbs: dict[str, str] = import_module("waml.__main__")._VERBS
    return verbs


def _verb(name: str, command: click.Command, above: click.Context) -> Iterator[str]:
    """Yield the section of a verb: how it is called, what it does, its options."""
    # A command keeps the names of its help option from the first context that asks.
    context = click.Context(command, info_name=name, parent=above)
    usage = " ".join([f"waml {name}", *command.collect_usage_pieces(context)])
    yield from (f"## waml {name}", "", "```", usage, "```", "", *_paragraphs(command.help or ""))
    options = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    if options:
        yield from ("", "| option | |", "|---|---|")
        for option in options:
            yield f"| {_spelled(option)} | {_told(option)} |"


def _spelled(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*sorted(option.opts, key=len), *option.secondary_opts))
    if option.is_flag:
        return names
    word = option.metavar or (
        "\\|".join(option.type.choices) if isinstance(option.type, click.Choice) else option.type.name.upper()
    )
    return f"{names} `{word}`"


def _told(option: click.Option) -> str:
    text = _escaped(option.help or "")
    plain = option.default if isinstance(option.default, (str, int)) and not isinstance(option.default, bool) else None
    said = plain is not None and not option.multiple and not option.is_flag and str(plain) not in text
    return f"{text} Default: `{plain}`." if said else text


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the help text; what click is told not to wrap stays as it is."""
    for at, block in enumerate(re.split(r"\n\s*\n", text.strip())):
        if at:
            yield ""
        if block.lstrip().startswith("\b"):
            lines = [line for line in block.splitlines() if line.strip() != "\b"]
            yield from ("```text", *lines, "```")
        else:
            yield _escaped(" ".join(line.strip() for line in block.splitlines()))


def _escaped(text: str) -> str:
    """Return a text in which Markdown finds no marks of its own, but for what is code already."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([*_<>|])", r"\\\1", part) for part in parts)
