"""The config: `[tool.waml]` of a `pyproject.toml`, or a `waml.toml`, in the nearest folder upwards."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .message import Message

NAMES = ("waml.toml", "pyproject.toml")


class ConfigError(ValueError):
    """The config cannot be used; the text says why, and in which file."""


class Config(NamedTuple):
    """What a project decides once for all its messages."""

    providers: tuple[str, ...] = ()
    assume: Mapping[str, Any] = {}
    blocks: Mapping[str, Mapping[str, Any]] = {}
    path: str | None = None
    sender: str | None = None


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
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                config = load(path)
                if config is not None:
                    return config
        parent = os.path.dirname(folder)
        if parent == folder:
            return Config()
        folder = parent


def load(path: str) -> Config | None:
    """Read one config file; None for a `pyproject.toml` that says nothing of waml. Raises ConfigError."""
    import tomllib

    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}") from None
    if os.path.basename(path) == "pyproject.toml":
        tool = data.get("tool")
        section = tool.get("waml") if isinstance(tool, dict) else None
        return None if section is None else _read(path, section)
    return _read(path, data)


def _read(path: str, data: Any) -> Config:
    """Judge the settings by `schemas/config.schema.json`, with the same walk that reads messages."""
    from .message import from_plain
    from .resources import schema
    from .shape import Reader, Shape
    from .source import Source

    # The config speaks of blocks and assumptions in the words of the message schema.
    root = {**schema("config"), "$defs": {**schema("message")["$defs"], **schema("config").get("$defs", {})}}
    reader = Reader(Source(path, "", "json"))
    settings = reader.read(from_plain(_jsonable(data)), Shape(root, root), ())
    for finding in reader.findings:
        raise ConfigError(f"{path}: {finding.message}" + (f"; {finding.help}" if finding.help else ""))
    blocks = {name: block for name, block in settings.items() if isinstance(block, dict) and name != "assume"}
    assume = settings.get("assume", {})
    if "templates" in assume:
        templates = os.path.join(os.path.dirname(path), assume["templates"])
        if not os.path.exists(templates):
            raise ConfigError(f"{path}: there are no templates at '{assume['templates']}'")
        assume = {**assume, "templates": templates}
    return Config(tuple(settings.get("providers", ())), assume, blocks, path, settings.get("from"))


def _jsonable(value: Any) -> Any:
    """TOML has dates; the language writes them as text."""
    if isinstance(value, dict):
        return {key: _jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) else value.isoformat()
