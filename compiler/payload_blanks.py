"""Texts of a payload that are empty or nothing but space, where no rule has a word for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .diagnostic import Finding
from .paths import scalars
from .wire_schemas import load

if TYPE_CHECKING:
    from .checked import Target
    from .payload import Payload

_MOST = 20
"""Texts that are told of one payload: a hostile one holds thousands."""


def blank_findings(
    payload: Payload, provider: str, judged: Iterable[Target], shown: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield each blank text that nothing was said of. A wire schema names under `x-blank` where one means something."""
    free = _free(provider)
    if free is None:
        return
    blank = [(p, n) for p, n in scalars(payload.body) if isinstance(n.value, str) and not n.value.strip()]
    if not blank:
        return
    said = {id(payload.whole.places[f.path][1]) for f in shown if f.path in payload.whole.places}
    said |= {id(payload.whole.places[b][1]) for f in shown if (b := ("body", *(f.path or ()))) in payload.whole.places}
    said |= {id(t.authored.places[f.path][1]) for t in judged for f in t.findings if f.path in t.authored.places}
    left = [(path, node) for path, node in blank if id(node) not in said and not free.intersection(path)]
    for path, node in left[:_MOST]:
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        what = "nothing but space" if node.value else "empty"
        span = payload.source.span(node)
        yield Finding("payload-blank-text", f"'{key}' is {what}", span=span, path=path, help="leave it out, or say it")


def _free(provider: str) -> set[object] | None:
    try:
        found = load(provider).get("x-blank")
    except FileNotFoundError:
        return None
    return None if found is None else set(found)
