"""What is set for a file, each with where it is from, as TOML that could be its config."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from .checked import DEFAULT_PROVIDER
from .config import Config
from .inputs import ENDINGS
from .linting import Run
from .message import group

_DEFAULTS: Mapping[str, Any] = {
    "providers": [DEFAULT_PROVIDER],
    "include": [f"*{ending}" for ending in ENDINGS],
    "exclude": [],
    "respect-gitignore": True,
    "select": ["ALL"],
    "ignore": [],
    "fail-on": "error",
}
_TABLES = ("severity", "per-file-ignores", "assume")


def shown(path: str, run: Run) -> str:
    """Return the settings of a file or a folder, a line each. Raises ConfigError."""
    config = run.search.config(os.path.join(path, "") if path != "-" and os.path.isdir(path) else path)
    lines = [f"# {run.search.name(path)}: what the file says itself of its providers and facts goes before"]
    lines += [f"{key} = {_toml(value)}  # {origin}" for key, value, origin in _keys(config, run)]
    for name in (*_TABLES, *group("block")):
        entries = list(_table(name, config, run))
        if entries:
            lines += ["", f"[{_key(name)}]"]
            lines += [f"{_key(key)} = {_toml(value)}  # {origin}" for key, value, origin in entries]
    return "\n".join(lines) + "\n"


def _keys(config: Config, run: Run) -> Iterator[tuple[str, Any, str]]:
    """Yield each setting that is no table: the command line's, the config's or the default."""
    given = _given(run)
    keys = [*_DEFAULTS, "extend-select", "extend-ignore", "from", "baseline", "vars"]
    for key in keys:
        if key in given:
            yield key, given[key], f"--{key}" if key != "providers" else "--provider"
        elif key in config.stated:
            yield key, config.stated[key], _file(config)
        elif key in _DEFAULTS:
            yield key, _DEFAULTS[key], "default"
    for option in ("exclude", "extend-select", "extend-ignore"):
        if option in given and option in config.stated:
            yield f"# and {option}", config.stated[option], _file(config)


def _given(run: Run) -> dict[str, Any]:
    """Return what the command line says, by the key of the config that it goes before or adds to."""
    chosen = run.options.chosen
    said = {
        "providers": list(run.options.providers) or None,
        "exclude": list(run.search.exclude) or None,
        "respect-gitignore": run.search.gitignore,
        "select": chosen.select,
        "ignore": chosen.ignore,
        "extend-select": chosen.extend_select or None,
        "extend-ignore": chosen.extend_ignore or None,
        "fail-on": run.fail_on,
        "baseline": run.baseline,
    }
    return {key: value for key, value in said.items() if value is not None}


def _table(name: str, config: Config, run: Run) -> Iterator[tuple[str, Any, str]]:
    facts = run.options.assume if name == "assume" else {}
    for key, value in config.stated.get(name, {}).items():
        if key not in facts:
            yield key, value, _file(config)
    for key, value in facts.items():
        yield key, value, f"--assume {key}"


def _file(config: Config) -> str:
    return os.path.relpath(config.path or "").replace(os.sep, "/")


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else json.dumps(name)


def _toml(value: Any) -> str:
    """Write a value as TOML does: as JSON, but for mappings."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
