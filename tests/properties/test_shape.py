"""The walk of `compiler/reader.py` says "no" to the shape of a document where jsonschema does, and only there.

Left out, because JSON Schema cannot say it or says it otherwise on purpose:

- `no-content` and `two-contents`: how many content keys there are is said of the whole message;
- what a button needs (`x-needs`) depends on a type that may only be inferred: no key of a button is dropped, and
  none is made an empty mapping;
- amounts: `5.0` is an integer to JSON Schema, and has a decimal point;
- what a button may hold (`x-holds`), and a parameter without a value (`x-some`): rules of their own;
- expressions: `{{ x }}` is judged when it is filled;
- `null`: in the language it is a key that is not there (§10.2); the schema, which editors show, calls it a mistake;
- times that are none and names that are none: rules of their own, texts to the schema; a number is no text;
- a file of parts of messages: it is judged where a message uses it.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from documents import JSON, Path, at, documents, places, renamed, replaced, root, without
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import waml
from waml.config import Config
from waml.paths import follow, parse

SHAPE = ("unknown-key", "wrong-type", "not-quoted", "missing-key", "unknown-word")


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(root())


def _findings(document: Any) -> list[str] | None:
    """Return what the walk says of the shape of a document; None where it is no message."""
    found = waml.lint("x.waml.json", text=json.dumps(document), provider="cloud", config=Config())
    if any(d.rule == "part-alone" for d in found):
        return None
    wrong = [d for d in found if d.rule in SHAPE or (d.rule == "not-a-time" and not _is_text(document, d.field))]
    return [f"{d.rule} {d.field}: {d.message}" for d in wrong]


def _is_text(document: Any, field: str | None) -> bool:
    """Whether a text stands at a field; where it is written in another form, most likely."""
    try:
        return isinstance(follow(document, parse(field or "")), str)
    except (KeyError, IndexError, TypeError):
        return True


def _errors(document: Any) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in _validator().iter_errors(document)]


def _agree(document: Any) -> None:
    walk, schema = _findings(document), _errors(document)
    assume(walk is not None)
    assert bool(walk) == bool(schema), (walk, schema)


@given(documents())
def test_a_right_document_is_right_for_both(document: Any) -> None:
    assert _errors(document) == []
    assert _findings(document) in ([], None)


def _in_button(path: Path) -> bool:
    return "buttons" in path


def _is_said_elsewhere(path: Path, value: Any) -> bool:
    return (_in_button(path) and value == {}) or (
        "order_details" in path and isinstance(value, float) and value.is_integer()
    )


@st.composite
def _mutated(draw: st.DrawFn) -> Any:
    document = draw(documents())
    paths = [path for path in places(document) if path]
    path = draw(st.sampled_from(paths))
    how = draw(st.sampled_from(["misspelt", "swapped", "dropped"]))
    if how == "misspelt" and isinstance(path[-1], str) and path[0] != "vars":
        return renamed(document, path, path[-1] + draw(st.sampled_from(["s", "_", "Z"])))
    if how == "dropped" and isinstance(path[-1], str) and len(path) > 1 and not _in_button(path):
        return without(document, path)
    old = at(document, path)
    if isinstance(old, str) and how == "misspelt":
        return replaced(document, path, old + "x")
    new = draw(JSON.filter(lambda value: type(value) is not type(old) and not _is_said_elsewhere(path, value)))
    return replaced(document, path, new)


@given(_mutated())
def test_a_mutated_document_is_wrong_for_both_or_for_none(document: Any) -> None:
    _agree(document)
