"""`waml decompile`."""

from __future__ import annotations

import os

import click

from .. import inputs, providers
from ..checked import Options
from ..config import Configs
from ..decompiling import decompiled
from ..payload import provider_of
from . import options as o
from .files import with_folders
from .output import fail_on_error, file_name, same_name, to_stdout
from .reporting import to_stderr


@click.command("decompile")
@o.together(o.paths, o.whose, o.endpoint, o.config, o.isolated, o.stdin_filename)
@click.option("-o", "--output", metavar="DIR", help="Write DIR/<name>.waml.yaml instead of stdout.")
@o.guarded
def command(
    paths: tuple[str, ...],
    wanted: tuple[str, ...],
    endpoint: str | None,
    config: str | None,
    isolated: bool,
    stdin_filename: str | None,
    output: str | None,
) -> None:
    """Write the message that a provider's payload is, as YAML that compiles back to it.

    A payload is a body, or a request object as `compile --emit request` writes it; `-` or no path is stdin.
    A payload of several messages becomes several documents. Findings go to stderr: what is wrong with the
    shape, and each value that no message holds.
    """
    targets = tuple(inputs.known(name, providers.NAMES, "provider") for name in wanted)
    texts: dict[str, str] = {}
    checked = []
    configs = Configs(config, isolated)
    for path in inputs.payloads(paths):
        name = o.name_of(path, stdin_filename)
        provider = provider_of(name, Options(targets), configs.of(stdin_filename or path if path == "-" else path))
        text, found = decompiled(name, inputs.content(path), provider, endpoint)
        checked.append(found)
        if text:
            texts[name] = text
    if output is None:
        to_stdout(["---\n".join(texts.values())])
    else:
        _write_folder(texts, output)
    to_stderr(checked)
    fail_on_error(checked)


def _write_folder(texts: dict[str, str], folder: str) -> None:
    files: dict[str, tuple[str, str]] = {}
    for name in texts:
        path = os.path.join(folder, file_name(os.path.basename(name).removesuffix(".json")) + ".waml.yaml")
        if same_name(path) in files:
            first = files[same_name(path)][1]
            raise inputs.UsageError(f"{first} and {name} would both become {path}; write them one by one")
        files[same_name(path)] = (path, name)
    for path, name in files.values():
        with_folders(path, texts[name])
