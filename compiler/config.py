"""The config: `[tool.waml]` of a `pyproject.toml`, or a `waml.toml`, in the nearest folder upwards."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from .diagnostic import Severity
from .named import NamedTuple
from .selection import NOTHING, Chosen, Selection, selection

if TYPE_CHECKING:
    from .diagnostic import Finding
    from .message import Message

NAMES = ("waml.toml", "pyproject.toml")


class ConfigError(ValueError):
    """The config cannot be used; the text says why, and in which file."""


class Config(NamedTuple):
    """What a project decides once for all its messages.

    Paths are as seen from where we are; patterns are meant from the folder of the config. `stated` is what the
    file says, key by key; `rules` are the families of the project's own rules, `vars` the files that declare variables
    for all messages.
    """

    providers: tuple[str, ...] = ()
    assume: Mapping[str, Any] = {}
    blocks: Mapping[str, Mapping[str, Any]] = {}
    path: str | None = None
    sender: str | None = None
    chosen: Chosen = NOTHING
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    gitignore: bool = True
    fail_on: Severity = "error"
    baseline: str | None = None
    rules: tuple[str, ...] = ()
    vars: tuple[str, ...] = ()
    stated: Mapping[str, Any] = {}

    @property
    def folder(self) -> str:
        """The folder that patterns are meant from."""
        return os.path.dirname(self.path or "") or "."

    def selection(self, file: str, run: Chosen = NOTHING) -> Selection:
        """Return the rules that hold for a file, `run` being what the command line says of them."""
        return selection(self.chosen, run, self.left_out(file))

    def left_out(self, file: str) -> tuple[str, ...]:
        """Return the rules that a file's path leaves out."""
        left_out: tuple[str, ...] = ()
        if self.per_file:
            from .globs import first_match

            for pattern, words in self.per_file:
                if first_match((pattern,), file, self.folder) is not None:
                    left_out += words
        return left_out


_EMPTY = Config()


class Configs(NamedTuple):
    """Where a run has the config of a file from: the nearest one upwards, one that is named, or none."""

    given: str | None = None
    isolated: bool = False

    def of(self, path: str) -> Config:
        """Return the config of a file, for `-` that of the current folder. Raises ConfigError."""
        if self.isolated:
            return _EMPTY
        if self.given is not None:
            return _named(self.given)
        return discover(os.path.dirname(path) if path != "-" else ".")

    def above(self, config: Config) -> Config | None:
        """Return the next config upwards of a config that was found, or None. A broken one counts as none."""
        if self.isolated or self.given is not None or config.path is None:
            return None
        try:
            found = discover(os.path.dirname(os.path.abspath(config.folder)))
        except ConfigError:
            return None
        return found if found.path is not None else None


def with_sender(message: Message, provider: str, config: Config) -> Message:
    """Return a message with the config's `from`, where it has none and the provider has a use for it."""
    from .carries import Carries

    if config.sender is None or "from" in message or Carries(provider).level("fields", "from") != "yes":
        return message
    return {**message, "from": config.sender}


def discover(folder: str) -> Config:
    """Return the config of the nearest folder upwards that has one, or the empty config.

    A `pyproject.toml` without `[tool.waml]` is passed over. Raises ConfigError.
    """
    return _discover(os.path.abspath(folder))


@cache
def _discover(folder: str) -> Config:
    while True:
        config = _in(folder)
        if config is not None:
            return config
        parent = os.path.dirname(folder)
        if parent == folder:
            return _EMPTY
        folder = parent


@cache
def _in(folder: str) -> Config | None:
    """Return the config that stands in a folder."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            config = load(path)
            if config is not None:
                return config
    return None


@cache
def _named(path: str) -> Config:
    return load(path) or _EMPTY


def forget() -> None:
    """Read every config anew from now on: a config is read once by a process."""
    from . import own_families

    _discover.cache_clear()
    _in.cache_clear()
    _named.cache_clear()
    own_families.forget()


def load(path: str) -> Config | None:
    """Read one config file; None for a `pyproject.toml` that says nothing of waml. Raises ConfigError."""
    is_shared = os.path.basename(path) == "pyproject.toml"
    try:
        with open(path, "rb") as file:
            written = file.read()
    except OSError as error:
        raise ConfigError(f"the config '{path}' cannot be read: {error.strerror}") from None
    # Most are of others, and the parser need not be imported for them.
    if is_shared and b"waml" not in written:
        return None
    import tomllib

    try:
        text = written.decode()
        data = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}") from None
    if is_shared:
        tool = data.get("tool")
        section = tool.get("waml") if isinstance(tool, dict) else None
        return None if section is None else _read(path, text, section)
    return _read(path, text, data)


def _read(path: str, text: str, data: Any) -> Config:
    """Judge the settings by `schemas/config.schema.json`, with the same walk that reads messages."""
    from .message import from_plain, group
    from .reader import Reader
    from .resources import schema
    from .shape import Shape
    from .source import Source
    from .times import dates_as_text

    # The config speaks of blocks and assumptions in the words of the message schema.
    root = {**schema("config"), "$defs": {**schema("message")["$defs"], **schema("config").get("$defs", {})}}
    reader = Reader(Source(path, "", "json"))
    settings = reader.read(from_plain(dates_as_text(data)), Shape(root, root), ())
    for finding in reader.findings:
        raise _fault(path, text, finding)
    assume = settings.get("assume", {})
    if "templates" in assume:
        templates = os.path.join(os.path.dirname(path), assume["templates"])
        if not os.path.exists(templates):
            raise ConfigError(f"{path}: there are no templates at '{assume['templates']}'")
        assume = {**assume, "templates": templates}
    # First, so that the names of one's own rules are known.
    own = _own_rules(path, text, settings.get("rules", ()))
    rules = _Rules(path, text, settings)
    shared = tuple(_shared(path, text, name) for name in settings.get("vars", ()))
    baseline = settings.get("baseline")
    return Config(
        providers=tuple(settings.get("providers", ())),
        assume=assume,
        blocks={name: settings[name] for name in group("block") if name in settings},
        path=path,
        sender=settings.get("from"),
        chosen=rules.chosen(),
        per_file=rules.per_file(),
        include=tuple(settings["include"]) if "include" in settings else None,
        exclude=tuple(settings.get("exclude", ())),
        gitignore=settings.get("respect-gitignore", True),
        fail_on=settings.get("fail-on", "error"),
        baseline=None if baseline is None else os.path.join(os.path.dirname(path), baseline),
        rules=own,
        vars=shared,
        stated=settings,
    )


def _shared(path: str, text: str, name: str) -> str:
    """Return a file of declarations as it is called from where we are."""
    file = os.path.join(os.path.dirname(path), name)
    if not os.path.isfile(file):
        raise ConfigError(f"{_place(path, text, name)}: there is no file of variables '{name}'")
    try:
        near = os.path.relpath(file)
    except ValueError:
        near = file  # on another drive
    return (file if near.startswith("..") else near).replace(os.sep, "/")


def _own_rules(path: str, text: str, names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    from .own_rows import read

    try:
        return read(names, os.path.dirname(path))
    except ConfigError as error:
        named = next((name for name in names if f"'{name}'" in str(error)), None)
        # A fault inside a file of rules has its place already.
        raise error if named is None else ConfigError(f"{_place(path, text, named)}: {error}") from None


class _Rules:
    """What a config says of rules, every name looked up. Raises ConfigError for one that there is not."""

    def __init__(self, path: str, text: str, settings: Mapping[str, Any]) -> None:
        self.path = path
        self.text = text
        self.settings = settings

    def chosen(self) -> Chosen:
        return Chosen(
            self.words("select") if "select" in self.settings else None,
            self.words("ignore", off=True) if "ignore" in self.settings else None,
            self.words("extend-select"),
            self.words("extend-ignore", off=True),
            tuple((self.known(rule, off=True), level) for rule, level in self.settings.get("severity", {}).items()),
        )

    def per_file(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        listed = self.settings.get("per-file-ignores", {}).items()
        return tuple((pattern, tuple(self.known(rule, off=True) for rule in rules)) for pattern, rules in listed)

    def words(self, key: str, off: bool = False) -> tuple[str, ...]:
        return tuple(self.known(word, off) for word in self.settings.get(key, ()))

    def known(self, word: str, off: bool) -> str:
        from .selection import known

        try:
            return known([word], to_turn_off=off)[0]
        except ValueError as error:
            raise ConfigError(f"{_place(self.path, self.text, word)}: {error}") from None


def _fault(path: str, text: str, finding: Finding) -> ConfigError:
    """Return the error that says what is wrong with a setting, and where."""
    names = [step for step in finding.path or () if isinstance(step, str)]
    message = finding.message
    if finding.rule == "not-quoted":
        # The reader tells what is written by its place in a file, and TOML's values have none.
        message = f"text is due for '{names[-1]}', not a number or a boolean"
    help = f"; {finding.help}" if finding.help and finding.rule != "not-quoted" else ""
    return ConfigError(f"{_place(path, text, names[-1] if names else '')}: {message}{help}")


def _place(path: str, text: str, word: str) -> str:
    """Return a path, with the line of a word where it stands but once: tomllib tells no lines."""
    import re

    found = [*re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)] if word else []
    return f"{path}:{text.count(chr(10), 0, found[0].start()) + 1}" if len(found) == 1 else path
