"""What a shell is offered for an option or an argument. Only a run that completes knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem

Words = Callable[[], Iterable[str]]


class _Offered(click.types.StringParamType):
    """A text of which some are known. In a list with commas the last one is completed."""

    def __init__(self, words: Words, is_list: bool = False, with_files: bool = False) -> None:
        self.words = words
        self.is_list = is_list
        self.with_files = with_files

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before, comma, last = incomplete.rpartition(",") if self.is_list else ("", "", incomplete)
        found = [CompletionItem(f"{before}{comma}{word}") for word in self.words() if word.startswith(last)]
        return found or ([CompletionItem(incomplete, type="file")] if self.with_files else [])


class _Paths(click.types.StringParamType):
    """A text that is a path: the shell itself knows which there are."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type=self.kind)]


def prepare(command: click.Command) -> click.Command:
    """Return a command that knows what to offer for its parameters."""
    for param in command.params:
        if isinstance(param.type, click.types.StringParamType):
            param.type = _type_of(command.name or "", param)
    return command


def _type_of(verb: str, param: click.Parameter) -> click.ParamType[Any]:
    for name in param.opts:
        if (verb, name) in _WORDS or name in _WORDS:
            return _WORDS.get((verb, name)) or _WORDS[name]
    if param.name in ("paths", "folder") or param.metavar in ("FILE", "DIR", "FOLDER"):
        is_folder = param.metavar in ("DIR", "FOLDER") or param.name == "folder"
        return _Paths("dir" if is_folder else "file")
    return param.type


def _providers() -> Iterable[str]:
    from ..providers import NAMES

    return NAMES


def _rules() -> Iterable[str]:
    from ..rows import catalogue

    return catalogue()


def _rules_and_codes() -> Iterable[str]:
    from ..codes import known

    return [*_rules(), *known()]


def _formats() -> Iterable[str]:
    from ..reports import FORMATS

    return FORMATS


def _forms() -> Iterable[str]:
    from ..emission import FORMS

    return FORMS


def _groups() -> Iterable[str]:
    from ..fixtures.making import GROUPS

    return GROUPS


def _schemas() -> Iterable[str]:
    from .schema import KINDS

    return KINDS


def _facts() -> Iterable[str]:
    """Yield what can be assumed: each word of a fact that has some, else the fact."""
    from ..resources import schema

    for name, field in schema("message")["$defs"]["assume"]["properties"].items():
        yield from (f"{name}={word}" for word in field.get("enum", [""]))


_RULES = _Offered(_rules, is_list=True)
_PROVIDERS = _Offered(_providers)
_WORDS: dict[str | tuple[str, str], click.ParamType[Any]] = {
    "--provider": _PROVIDERS,
    ("translate", "--from"): _PROVIDERS,
    ("translate", "--to"): _PROVIDERS,
    "--select": _RULES,
    "--ignore": _RULES,
    "--extend-select": _RULES,
    "--extend-ignore": _RULES,
    "--output-format": _Offered(_formats),
    "--emit": _Offered(_forms),
    "--group": _Offered(_groups),
    "--rule": _Offered(_rules),
    "--assume": _Offered(_facts),
    ("explain", "what"): _Offered(_rules_and_codes, with_files=True),
    ("schema", "name"): _Offered(_schemas),
}
"""What is offered for an option, by its name; for that of one verb, by both."""
