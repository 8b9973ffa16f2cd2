"""The fields of a message that a strategy may set, and values for them: what the schema and the rows say of each."""

from __future__ import annotations

import string
from functools import cache
from typing import Any

from hypothesis import strategies as st

from ..boundaries import allowed
from ..boundaries.building import sample, shape_of
from ..carries import Carries
from ..diagnostic import Path
from ..message import group, shape
from ..shape import Shape

Strategy = st.SearchStrategy[Any]

_LETTERS = string.ascii_letters + string.digits + " .,!?'é漢–👍"
_DEEPEST = 6
_ITEMS = 2
"""Items of a list whose fields are set."""
_NEVER = ("file", "mime_type")
"""What is said of a medium and not sent."""


@cache
def leaves(kind: str, provider: str) -> list[Path]:
    """Return the fields that a message of a kind may have at a provider, the plainest first."""
    heads = [kind, "to", *group("envelope"), *group("dressing"), provider]
    found: list[Path] = []
    for head in dict.fromkeys(heads):
        of = shape().field(head)
        if of is not None:
            found += _below(of, (head,), provider, 0)
    return found


def _below(of: Shape, path: Path, provider: str, depth: int) -> list[Path]:
    if path[-1] in _NEVER or depth > _DEEPEST:
        return []
    pattern = _pattern(path)
    if Carries(provider).level("fields", pattern) != "yes":
        return []
    if of.slot is not None:
        return [] if of.slot == "json" else [path]
    if of.container == "array":
        return [leaf for at in range(_ITEMS) for leaf in _below(of.items, (*path, at), provider, depth + 1)]
    found: list[Path] = []
    for key in of.fields:
        field = of.field(key)
        if field is not None:
            found += _below(field, (*path, key), provider, depth + 1)
    return found


def _pattern(path: Path) -> str:
    """Return a path as the rows write it, with `[]` for every item."""
    written = ""
    for part in path:
        written += "[]" if isinstance(part, int) else f".{part}" if written else str(part)
    return written


@cache
def value_at(path: Path, provider: str, kind: str) -> Strategy:
    """Draw a value for a field, the plainest first: of the words of the schema, in the range of the rows."""
    of = shape_of(path)
    assert of is not None, path
    pattern, name = _pattern(path), str([part for part in path if isinstance(part, str)][-1])
    if of.words:
        return st.sampled_from([word for word in of.words if word != of.default])
    if of.slot == "boolean":
        return st.just(True)
    if of.slot in ("integer", "number"):
        low, high = allowed.between(provider, pattern, (0, 1_000_000))
        whole = st.integers(int(low), int(high))
        return whole if of.slot == "integer" else whole | st.floats(low, high, allow_nan=False)
    if of.slot == "time":
        return st.integers(0, 59).map("2026-12-18T19:27:{:02}Z".format)
    if of.slot == "phone":
        return st.integers(0, 9999).map("+1555123{:04}".format)
    return _text(
        provider, pattern, kind, sample(of, name, max((part for part in path if isinstance(part, int)), default=0))
    )


def _text(provider: str, pattern: str, kind: str, plain: Any) -> Strategy:
    words = allowed.words(provider, pattern)
    if words:
        return st.sampled_from(words)
    low, high = allowed.length(provider, pattern, kind)
    low = max(low, 1)
    longest = max(low, min(allowed.SHORT, high or allowed.SHORT))
    # Nothing but space is told in a payload wherever it stands.
    usual = st.text(_LETTERS, min_size=low, max_size=longest).filter(str.strip)
    # A URL or a name that many fields ask for, and a text of the full length.
    like = st.text(string.ascii_letters + string.digits, max_size=8).map(lambda end: f"{plain}{end}")
    found: Strategy = st.one_of(usual, like)
    return found if high is None else st.one_of(usual, like, st.just("x" * high))
