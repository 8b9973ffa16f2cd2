"""The Python API: what the verbs do, as functions."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from .config import Config, discover
from .diagnostic import Diagnostic
from .inputs import UsageError, all_spoken, known, refuse
from .named import NamedTuple
from .pipeline import Checked, Options, check, placed
from .providers import NAMES, Request
from .selection import NOTHING, Chosen
from .variables import Supplied

if TYPE_CHECKING:
    from .fixing import Fixed

Rules = str | Sequence[str] | None
Payload = str | os.PathLike[str] | bytes | Mapping[str, Any] | Request
"""A file of a payload by its path, or the payload itself: JSON as bytes, plain values, or a request."""


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


class _Common(TypedDict, total=False):
    text: str | bytes | None
    provider: str | Sequence[str]
    assume: Mapping[str, Any] | None
    config: Config | None
    select: Rules
    ignore: Rules
    extend_select: Rules
    extend_ignore: Rules
    ignores: bool


class Asked(_Common, total=False):
    """What every function that takes a file can be asked for, by keyword.

    - `text`: what the file holds, in the place of what is read from it; then the path is but a name;
    - `provider`: one or several, in the place of those that the file or the config names;
    - `locale`: one or several, of the languages of a message;
    - `vars`: values of variables, before defaults and examples;
    - `assume`: facts, by their names in the language (`{"window": "open"}`);
    - `config`: a `Config`, in the place of the one that is found beside the file;
    - `select`, `ignore`, `extend_select`, `extend_ignore`: rules, as the options of the verbs name them, before those
      of the config;
    - `ignores`: False, and what `# waml: ignore[…]` suppresses is found too.
    """

    locale: str | Sequence[str]
    vars: Mapping[str, Any] | None


def lint(path: str | os.PathLike[str], *, endpoint: str | None = None, **asked: Unpack[Asked]) -> list[Diagnostic]:
    """Return the findings of one file, in the order of their places. `Asked` lists the keywords.

    A `.json` that is not `.waml.json` is a provider's payload: `provider` or the config says whose, and
    `endpoint` where it is sent if it does not tell. What a message uses of other files is judged with it, and a
    finding there names that file.
    Raises UsageError, a ValueError, for a payload of which nothing says whose it is, and for a provider, a language,
    an assumption or a rule that there is not.
    Raises OSError when the file cannot be read, ConfigError when its config cannot.
    """
    name, data, config, run = _run(path, asked, Asked)
    run = run._replace(endpoint=endpoint, worst_case="declared")
    checked = check(name, data, config, run)
    all_spoken(run.locales, [checked.locales])
    return list(checked.diagnostics)


def fix(
    path: str | os.PathLike[str], *, unsafe: bool = False, endpoint: str | None = None, **asked: Unpack[Asked]
) -> Fixed:
    """Return one file with its fixes taken, the safe ones or all: its bytes, how many were taken, what is found still.

    Nothing is written, and of the files that a message uses nothing is changed. Keywords and errors are those of
    `lint`.
    """
    from .fixing import fix as fixed

    name, data, config, run = _run(path, asked, Asked)
    run = run._replace(endpoint=endpoint)
    before = check(name, data, config, run)
    all_spoken(run.locales, [before.locales])
    return fixed(data, lambda changed: check(name, changed, config, run).own, unsafe, before.own)


def compile(path: str | os.PathLike[str], *, examples: bool = False, **asked: Unpack[Asked]) -> list[Compiled]:
    """Return the requests of one message file: document by document, in each language, for each provider.

    `Asked` lists the keywords. With `examples` a variable without a value takes its example, as in `lint`. Raises
    CompileError when a message has an error, and OSError, UsageError and ConfigError as `lint` does.
    """
    refuse(os.fspath(path))
    name, data, config, run = _run(path, asked, Asked)
    checked = check(name, data, config, run._replace(examples=examples))
    all_spoken(run.locales, [checked.locales])
    if any(d.severity == "error" for d in checked.diagnostics):
        raise CompileError(checked.diagnostics)
    return _emitted(checked)


def _emitted(checked: Checked) -> list[Compiled]:
    from .emitting import emit

    compiled = []
    for target in checked.targets:
        if not target.message:
            continue
        request, faults = emit(target)
        if request is None:
            raise CompileError(placed(target, faults))
        compiled.append(Compiled(target.name, target.provider, request, target.locale))
    return compiled


def decompile(
    payload: Payload,
    *,
    text: str | bytes | None = None,
    provider: str | None = None,
    endpoint: str | None = None,
    config: Config | None = None,
) -> str:
    """Return the messages of a provider's payload as YAML that compiles back to it.

    The payload is the path of a file (`text` is what it holds, as for `lint`), or the thing itself: plain values,
    bytes of JSON, or `Compiled.request`; a body, or a request object around one. `provider` or the config says whose
    it is, and `endpoint` where a body is sent that does not tell.
    Warns of each value that no message holds; raises CompileError where there is no message, and UsageError,
    OSError and ConfigError as `lint` does.
    """
    from .decompiling import decompiled

    name, data = _payload(payload, text)
    run = options_of(provider or (), None, None, examples=True)
    yaml, checked = decompiled(name, data, _whose(payload, name, run, config), endpoint)
    if not checked.targets:
        raise CompileError(checked.diagnostics)
    _warn_of_losses(checked)
    return yaml


def translate(payload: Payload, *, to: str, endpoint: str | None = None, **asked: Unpack[_Common]) -> list[Compiled]:
    """Return the requests for another provider of the messages of a provider's payload, given as to `decompile`.

    `provider` says whose the payload is, and `to` whose it shall be; the other keywords are those of `lint`, but for
    `vars`. A payload that is no file is translated without a config unless `config` gives one.
    Raises CompileError when a message has an error for the other provider, or there is none.
    """
    from .translating import translated

    name, data = _payload(payload, asked.pop("text", None))
    config = asked.get("config") or (_config(name) if _is_path(payload) else Config())
    name, data, config, run = _run(name, {**asked, "text": data, "config": config}, _Common)
    target = known(to, NAMES, "provider")
    checked = translated(
        name, data, _whose(payload, name, run, config), target, config, run._replace(endpoint=endpoint)
    )
    if not checked.targets or any(d.severity == "error" for d in checked.diagnostics):
        raise CompileError(checked.diagnostics)
    _warn_of_losses(checked)
    return _emitted(checked)


def _is_path(payload: Payload) -> bool:
    return isinstance(payload, (str, os.PathLike))


def _payload(payload: Payload, text: str | bytes | None) -> tuple[str, bytes]:
    """Return the name and the bytes of a payload. Raises UsageError for JSON where a path is due, or both."""
    if isinstance(payload, (str, os.PathLike)):
        name = os.fspath(payload)
        if text is None and name.lstrip().startswith(("{", "[")):
            raise UsageError("a text is the path of a file; give JSON as text=…, bytes or plain values")
        return name, _content(name, text)
    if text is not None:
        raise UsageError("text=… is what a file holds; here the payload itself is given")
    if isinstance(payload, bytes):
        return "payload.json", payload
    import json

    return "payload.json", json.dumps(payload._asdict() if isinstance(payload, Request) else payload).encode()


def _whose(payload: Payload, name: str, run: Options, config: Config | None) -> str:
    from .payload import provider_of

    if len(run.providers) == 1:
        return run.providers[0]
    return provider_of(name, run, config or (_config(name) if _is_path(payload) else Config()))


def _warn_of_losses(checked: Checked) -> None:
    import warnings

    for found in checked.diagnostics:
        if found.rule in ("payload-not-held", "payload-unknown-key", "not-carried"):
            warnings.warn(f"{found.field}: {found.message}", stacklevel=3)


def _run(
    path: str | os.PathLike[str], asked: Mapping[str, Any], words: type[_Common]
) -> tuple[str, bytes, Config, Options]:
    """Return what a file is called, its bytes, its config, and what is asked for."""
    for word in asked:
        if word not in words.__annotations__:
            raise TypeError(f"unexpected keyword argument '{word}'")
    name, data, config = inputs_of(path, asked.get("text"), asked.get("config"))
    chosen = _chosen(*(asked.get(word) for word in ("select", "ignore", "extend_select", "extend_ignore")))
    facts = asked.get("vars"), asked.get("assume")
    run = options_of(asked.get("provider", ()), *facts, examples=True, locale=asked.get("locale", ()))
    return name, data, config, run._replace(chosen=chosen, ignores=asked.get("ignores", True))


def inputs_of(
    path: str | os.PathLike[str], text: str | bytes | None, config: Config | None
) -> tuple[str, bytes, Config]:
    """Return what a file is called, its bytes, and its config."""
    name = os.fspath(path)
    return name.replace(os.sep, "/"), _content(name, text), config or _config(name)


def _content(name: str, text: str | bytes | None) -> bytes:
    if text is None:
        with open(name, "rb") as file:
            return file.read()
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def _config(name: str) -> Config:
    return discover(os.path.dirname(name) or ".")


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
