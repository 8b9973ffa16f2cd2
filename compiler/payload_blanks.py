"""What a payload holds and says nothing: blank texts, empty lists and mappings, where no rule has a word for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .diagnostic import Finding
from .nodes import ScalarNode
from .paths import empties, key_of, scalars
from .wire_schemas import load

if TYPE_CHECKING:
    from .checked import Target
    from .nodes import Node
    from .payload import Payload

_MOST = 20
"""Of each sort that are told of one payload: a hostile one holds thousands."""


def blank_findings(
    payload: Payload, provider: str, judged: Iterable[Target], shown: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield each blank text, and each empty list and mapping, that nothing was said of.

    A wire schema names under `x-blank` the keys below which nothing is looked at, under `x-empty` those that may be
    empty themselves.
    """
    free, kept = _keys(provider, "x-blank"), _keys(provider, "x-empty")
    if free is None or kept is None:
        return
    texts = [(p, n) for p, n in scalars(payload.body) if _is_blank(n) and not free & {*p}]
    holders = [(p, n) for p, n in empties(payload.body) if p and key_of(p) not in kept and not free & {*p}]
    if not texts and not holders:
        return
    said = {id(payload.whole.places[f.path][1]) for f in shown if f.path in payload.whole.places}
    said |= {id(payload.whole.places[b][1]) for f in shown if (b := ("body", *(f.path or ()))) in payload.whole.places}
    told = [(t, f) for t in judged for f in t.findings if f.severity != "info"]
    said |= {id(t.authored.places[f.path][1]) for t, f in told if f.path in t.authored.places}
    for path, node in [(p, n) for p, n in texts if id(n) not in said][:_MOST]:
        what = "nothing but space" if node.value else "empty"
        span = payload.source.span(node)
        message = f"'{key_of(path) or ''}' is {what}"
        yield Finding("payload-blank-text", message, span=span, path=path, help="leave it out, or say it")
    # What is empty has no place: what is said of it, or of what it lacks, is told by its name.
    named = {step for t, f in told if f.path not in t.authored.places for step in (f.path or ())[-3:]}
    for path, holder in [(p, n) for p, n in holders if id(n) not in said and key_of(p) not in named][:_MOST]:
        message = f"'{key_of(path) or ''}' is empty and says nothing"
        yield Finding("payload-empty", message, span=payload.source.span(holder), path=path, help="leave it out")


def _is_blank(node: Node) -> bool:
    return isinstance(node, ScalarNode) and isinstance(node.value, str) and not node.value.strip()


def _keys(provider: str, mark: str) -> set[object] | None:
    try:
        found = load(provider).get(mark)
    except FileNotFoundError:
        return None
    return None if found is None else set(found)
