"""The Python API: what the verbs do, as functions."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .config import Config, discover
from .diagnostic import Diagnostic
from .inputs import UsageError, all_spoken, known, refuse
from .pipeline import Checked, Options, check, emit, placed
from .providers import NAMES, Request
from .selection import NOTHING, Chosen
from .variables import Supplied

if TYPE_CHECKING:
    from .fixing import Fixed

Rules = str | Sequence[str] | None
Payload = str | bytes | Mapping[str, Any] | Request


class Compiled(NamedTuple):
    """One document for one provider, in one language if it has several."""

    name: str
    provider: str
    request: Request
    locale: str | None = None

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
    locale: str | Sequence[str] = (),
    vars: Mapping[str, Any] | None = None,
    assume: Mapping[str, Any] | None = None,
    endpoint: str | None = None,
    config: Config | None = None,
    select: Rules = None,
    ignore: Rules = None,
    extend_select: Rules = None,
    extend_ignore: Rules = None,
    ignores: bool = True,
) -> list[Diagnostic]:
    """Return the findings of one file, in the order of their places.

    A `.json` that is not `.waml.json` is a provider's payload: `provider` or the config says whose, and
    `endpoint` where it is sent if it does not tell. `text` takes the place of what the file holds. Values of
    `vars` go before defaults and examples; `locale` chooses of the languages of a message. What a message uses of
    other files is judged with it, and a finding there names that file. `select` and its like name rules as the
    options of the verb do, and go before the config; without `ignores` what `# waml: ignore[…]` suppresses is there
    too.
    Raises UsageError, a ValueError, for a payload of which nothing says whose it is, and for a provider, a language,
    an assumption or a rule that there is not.
    Raises OSError when the file cannot be read, ConfigError when its config cannot.
    """
    name, data, found = inputs_of(path, text, config)
    chosen = _chosen(select, ignore, extend_select, extend_ignore)
    run = options_of(provider, vars, assume, examples=True, locale=locale)
    run = run._replace(endpoint=endpoint, chosen=chosen, ignores=ignores, worst_case="declared")
    checked = check(name, data, found, run)
    all_spoken(run.locales, [checked.locales])
    return list(checked.diagnostics)


def fix(
    path: str | os.PathLike[str],
    *,
    text: str | bytes | None = None,
    unsafe: bool = False,
    provider: str | Sequence[str] = (),
    locale: str | Sequence[str] = (),
    vars: Mapping[str, Any] | None = None,
    assume: Mapping[str, Any] | None = None,
    endpoint: str | None = None,
    config: Config | None = None,
    select: Rules = None,
    ignore: Rules = None,
    extend_select: Rules = None,
    extend_ignore: Rules = None,
) -> Fixed:
    """Return one file with its fixes taken, the safe ones or all: its bytes, how many were taken, what is found still.

    Nothing is written, and of the files that a message uses nothing is changed. Arguments and errors are those of
    `lint`.
    """
    from .fixing import fix as fixed

    name, data, found = inputs_of(path, text, config)
    chosen = _chosen(select, ignore, extend_select, extend_ignore)
    run = options_of(provider, vars, assume, True, locale)._replace(endpoint=endpoint, chosen=chosen)
    return fixed(data, lambda changed: check(name, changed, found, run).own, unsafe)


def compile(
    path: str | os.PathLike[str],
    *,
    text: str | bytes | None = None,
    provider: str | Sequence[str] = (),
    locale: str | Sequence[str] = (),
    vars: Mapping[str, Any] | None = None,
    assume: Mapping[str, Any] | None = None,
    examples: bool = False,
    config: Config | None = None,
    select: Rules = None,
    ignore: Rules = None,
    extend_select: Rules = None,
    extend_ignore: Rules = None,
    ignores: bool = True,
) -> list[Compiled]:
    """Return the requests of one message file: document by document, in each language, for each provider.

    Rules are chosen, and suppressed, as for `lint`. Raises CompileError when a message has an error, and
    OSError, UsageError and ConfigError as `lint` does.
    """
    refuse(os.fspath(path))
    name, data, found = inputs_of(path, text, config)
    chosen = _chosen(select, ignore, extend_select, extend_ignore)
    run = options_of(provider, vars, assume, examples, locale)._replace(chosen=chosen, ignores=ignores)
    checked = check(name, data, found, run)
    all_spoken(run.locales, [checked.locales])
    if any(d.severity == "error" for d in checked.diagnostics):
        raise CompileError(checked.diagnostics)
    return _emitted(checked)


def _emitted(checked: Checked) -> list[Compiled]:
    compiled = []
    for target in checked.targets:
        if not target.message:
            continue
        request, faults = emit(target)
        if request is None:
            raise CompileError(placed(target, faults))
        compiled.append(Compiled(target.name, target.provider, request, target.locale))
    return compiled


def decompile(payload: Payload, *, provider: str, endpoint: str | None = None) -> str:
    """Return the messages of a provider's payload as YAML that compiles back to it.

    The payload is a body, or a request: as JSON text, as plain values, or as `Compiled.request`. `endpoint` says
    where a body is sent that does not tell. Warns of each value that no message holds; raises CompileError
    where there is no message.
    """
    from .decompiling import decompiled

    text, checked = decompiled("payload.json", _json(payload), known(provider, NAMES, "provider"), endpoint)
    if not checked.targets:
        raise CompileError(checked.diagnostics)
    _warn_of_losses(checked)
    return text


def translate(
    payload: Payload,
    *,
    provider: str,
    to: str,
    endpoint: str | None = None,
    assume: Mapping[str, Any] | None = None,
    config: Config | None = None,
) -> list[Compiled]:
    """Return the requests for another provider of the messages of a provider's payload, given as to `decompile`.

    Raises CompileError when a message has an error for the other provider, or there is none.
    """
    from .translating import translated

    run = Options(assume=_facts(assume), endpoint=endpoint)
    source, to = (known(name, NAMES, "provider") for name in (provider, to))
    checked = translated("payload.json", _json(payload), source, to, config or Config(), run)
    if not checked.targets or any(d.severity == "error" for d in checked.diagnostics):
        raise CompileError(checked.diagnostics)
    _warn_of_losses(checked)
    return _emitted(checked)


def _json(payload: Payload) -> bytes:
    if isinstance(payload, bytes):
        return payload
    if isinstance(payload, str):
        return payload.encode("utf-8", "surrogatepass")
    import json

    return json.dumps(payload._asdict() if isinstance(payload, Request) else payload).encode()


def _warn_of_losses(checked: Checked) -> None:
    import warnings

    for found in checked.diagnostics:
        if found.rule in ("payload-not-held", "payload-unknown-key", "not-carried"):
            warnings.warn(f"{found.field}: {found.message}", stacklevel=3)


def inputs_of(
    path: str | os.PathLike[str], text: str | bytes | None, config: Config | None
) -> tuple[str, bytes, Config]:
    """Return what a file is called, its bytes, and its config."""
    name = os.fspath(path)
    if text is None:
        with open(name, "rb") as file:
            data = file.read()
    else:
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return name.replace(os.sep, "/"), data, config or discover(os.path.dirname(name) or ".")


def options_of(
    provider: str | Sequence[str],
    vars: Mapping[str, Any] | None,
    assume: Mapping[str, Any] | None,
    examples: bool,
    locale: str | Sequence[str] = (),
) -> Options:
    """Return what a call asks for. Raises UsageError for a provider or an assumption that there is not."""
    wanted = (provider,) if isinstance(provider, str) else provider
    names = tuple(known(name, NAMES, "provider") for name in wanted)
    supplied = {name: Supplied(value, "vars", False) for name, value in (vars or {}).items()}
    locales = (locale,) if isinstance(locale, str) else tuple(locale)
    return Options(names, supplied, _facts(assume), examples, locales=locales)


def _chosen(select: Rules, ignore: Rules, extend_select: Rules, extend_ignore: Rules) -> Chosen:
    """Return what a caller says of rules. Raises UsageError for a rule that there is not."""
    lists = (select, ignore, extend_select, extend_ignore)
    if lists == (None, None, None, None):
        return NOTHING
    from .selection import chosen

    return chosen(*([one] if isinstance(one, str) else one for one in lists))


def _facts(assume: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the assumptions as the language reads them, templates as they are. Raises UsageError for what is none."""
    if not assume:
        return {}
    from .message import assumed

    given = {key: os.fspath(value) if isinstance(value, os.PathLike) else value for key, value in assume.items()}
    # Templates may be given as values too, where a file names a path.
    templates = {key: given.pop(key) for key in ("templates",) if isinstance(given.get(key), (list, dict))}
    values, findings = assumed(given)
    for finding in findings:
        raise UsageError(f"assume: {finding.message}" + (f"; {finding.help}" if finding.help else ""))
    return {**values, **templates}
