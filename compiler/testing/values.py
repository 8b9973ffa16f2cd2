"""Strategies of the values that the variables of a message may have, by their declarations."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from ..api import inputs_of
from ..pipeline import Options, whole_of
from ..source import read as read_source
from ..values import fault_of

Strategy = st.SearchStrategy[Any]

_LETTERS = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
_USUAL = 24
"""How long a text is drawn at most that nothing bounds."""


def variables(path: str | os.PathLike[str], *, text: str | bytes | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Draw values for the variables of a message file, each as its declaration allows: `vars` of `waml.compile`.

    A variable with a default is now and then left out. `text` takes the place of what the file holds. Raises
    OSError where the file cannot be read, ValueError where its declarations have a fault.
    """
    name, data, config = inputs_of(path, text, None)
    source = read_source(name, data)
    required: dict[str, Strategy] = {}
    optional: dict[str, Strategy] = {}
    for root in source.documents:
        declared = whole_of(source, root, config, Options()).variables
        for finding in declared.findings:
            raise ValueError(f"{name}: {finding.message}")
        for variable in declared.declared.values():
            if variable.declaration is not None:
                into = optional if "default" in variable.declaration else required
                into[variable.name] = value_of(variable.declaration)
    return st.fixed_dictionaries(required, optional={k: v for k, v in optional.items() if k not in required})


def value_of(declaration: Mapping[str, Any]) -> Strategy:
    """Draw a value that fits a declaration."""
    if "one_of" in declaration:
        drawn: Strategy = st.sampled_from(declaration["one_of"])
    else:
        drawn = _TYPES[declaration.get("type", "string")](declaration)
    return drawn.filter(lambda value: fault_of(value, declaration) is None)


def _text(declaration: Mapping[str, Any]) -> Strategy:
    low, high = declaration.get("min_length", 0), declaration.get("max_length")
    if "pattern" in declaration:
        return st.from_regex(re.compile(declaration["pattern"]), fullmatch=True)
    return st.text(_LETTERS, min_size=low, max_size=high if high is not None else max(_USUAL, low))


def _whole(declaration: Mapping[str, Any]) -> Strategy:
    low, high = declaration.get("range", (None, None))
    return st.integers(low if low is None else int(low), high if high is None else int(high))


def _number(declaration: Mapping[str, Any]) -> Strategy:
    low, high = declaration.get("range", (None, None))
    return _whole(declaration) | st.floats(low, high, allow_nan=False, allow_infinity=False)


def _list(declaration: Mapping[str, Any]) -> Strategy:
    low, high = declaration.get("min_items", 0), declaration.get("max_items")
    items = value_of(declaration.get("items", {"type": "string"}))
    return st.lists(items, min_size=low, max_size=high if high is not None else low + 3)


def _json(declaration: Mapping[str, Any]) -> Strategy:
    scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(_LETTERS, max_size=8)
    keys = st.text("abc_", min_size=1, max_size=4)
    return st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))


_TYPES: dict[str, Callable[[Mapping[str, Any]], Strategy]] = {
    "string": _text,
    "integer": _whole,
    "number": _number,
    "boolean": lambda declaration: st.booleans(),
    "phone": lambda declaration: st.from_regex(re.compile(r"\+[1-9][0-9]{7,13}", re.ASCII), fullmatch=True),
    "url": lambda declaration: st.text("abc019-", max_size=8).map("https://acme.example/{}".format),
    "date": lambda declaration: st.dates().map(lambda day: day.isoformat()),
    "datetime": lambda declaration: st.datetimes().map(lambda time: time.isoformat(timespec="seconds") + "Z"),
    "list": _list,
    "json": _json,
}
