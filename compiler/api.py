"""The Python API: what the verbs do, as functions."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .config import Config, discover
from .diagnostic import Diagnostic
from .pipeline import Options, check, emit, placed
from .providers import Request
from .variables import Supplied


class Compiled(NamedTuple):
    """One document for one provider."""

    name: str
    provider: str
    request: Request

    @property
    def body(self) -> Any:
        """The JSON body; None where the request has none."""
        return self.request.body


class CompileError(Exception):
    """A message has errors; `diagnostics` holds all findings."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = list(diagnostics)
        errors = [d for d in self.diagnostics if d.severity == "error"]
        lines = [f"{d.file}:{d.start.line}:{d.start.column}: {d.rule}: {d.message}" for d in errors]
        super().__init__("\n".join(lines))


def lint(
    path: str | os.PathLike[str],
    *,
    text: str | bytes | None = None,
    provider: str | Sequence[str] = (),
    vars: Mapping[str, Any] | None = None,
    assume: Mapping[str, Any] | None = None,
    config: Config | None = None,
) -> list[Diagnostic]:
    """Return the findings of one message file, in the order of their places.

    `text` takes the place of what the file holds. Values of `vars` go before defaults and examples.
    Raises OSError when the file cannot be read, ConfigError when its config cannot.
    """
    name, data, found = _inputs(path, text, config)
    return list(check(name, data, found, _options(provider, vars, assume, examples=True)).diagnostics)


def compile(
    path: str | os.PathLike[str],
    *,
    text: str | bytes | None = None,
    provider: str | Sequence[str] = (),
    vars: Mapping[str, Any] | None = None,
    assume: Mapping[str, Any] | None = None,
    examples: bool = False,
    config: Config | None = None,
) -> list[Compiled]:
    """Return the requests of one message file, documents first, providers within.

    Raises CompileError when a message has an error, OSError and ConfigError as `lint` does.
    """
    name, data, found = _inputs(path, text, config)
    checked = check(name, data, found, _options(provider, vars, assume, examples))
    if any(d.severity == "error" for d in checked.diagnostics):
        raise CompileError(checked.diagnostics)
    compiled = []
    for target in checked.targets:
        if not target.message:
            continue
        request, faults = emit(target)
        if request is None:
            raise CompileError(placed(target, faults))
        compiled.append(Compiled(target.name, target.provider, request))
    return compiled


def _inputs(path: str | os.PathLike[str], text: str | bytes | None, config: Config | None) -> tuple[str, bytes, Config]:
    name = os.fspath(path)
    if text is None:
        with open(name, "rb") as file:
            data = file.read()
    else:
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return name.replace(os.sep, "/"), data, config or discover(os.path.dirname(name) or ".")


def _options(
    provider: str | Sequence[str],
    vars: Mapping[str, Any] | None,
    assume: Mapping[str, Any] | None,
    examples: bool,
) -> Options:
    names = (provider,) if isinstance(provider, str) else tuple(provider)
    supplied = {name: Supplied(value, "vars", False) for name, value in (vars or {}).items()}
    return Options(names, supplied, assume or {}, examples)
