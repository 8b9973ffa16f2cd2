"""The messages of a file, with their keys and variables: what an editor lists beside the text."""

from __future__ import annotations

import os

from lsprotocol import types

from ..diagnostic import Span
from ..message import group
from .document import Document
from .outline import Entry, Outline

_KINDS = {"vars": types.SymbolKind.Namespace}


def symbols(document: Document) -> list[types.DocumentSymbol]:
    """Return a symbol for each message: its name or that of the file, its kind, its keys."""
    if not document.is_message:
        return []
    outline = Outline(document.text.text)
    by_document: dict[int, list[Entry]] = {}
    for entry in outline.entries:
        by_document.setdefault(entry.document, []).append(entry)
    return [_message(document, outline, index, entries) for index, entries in by_document.items()]


def _message(document: Document, outline: Outline, index: int, entries: list[Entry]) -> types.DocumentSymbol:
    text = document.text.text
    end = outline.starts[index + 1] if index + 1 < len(outline.starts) else len(text)
    whole = Span(outline.starts[index], end)
    tops = [entry for entry in entries if len(entry.path) == 1 and entry.key is not None]
    keys = [str(entry.path[0]) for entry in tops]
    content = [key for key in keys if key in group("content")]
    stated = next((entry for entry in tops if entry.path == ("name",)), None)
    name = text[stated.value.start : stated.value.end].strip().strip("\"'") if stated is not None else ""
    stem = os.path.basename(document.path).partition(".")[0]
    children = []
    for entry, after in zip(tops, [*tops, None][1:], strict=True):
        last = after.key.start if after is not None and after.key is not None else end
        inner = [one for one in entries if one.path[:1] == entry.path and len(one.path) == 2 and one.key is not None]
        children.append(_symbol(document, entry, Span(_start(entry), last), inner if entry.path == ("vars",) else []))
    first = tops[0].key if tops and tops[0].key is not None else Span(whole.start, whole.start)
    return types.DocumentSymbol(
        name or stem or "message",
        kind=types.SymbolKind.Object,
        range=document.text.range(whole),
        selection_range=document.text.range(first),
        detail=content[-1] if content else None,
        children=children,
    )


def _symbol(document: Document, entry: Entry, span: Span, inner: list[Entry]) -> types.DocumentSymbol:
    key = entry.key or Span(span.start, span.start)
    kind = _KINDS.get(str(entry.path[0]), types.SymbolKind.Field)
    return types.DocumentSymbol(
        str(entry.path[-1]) or "''",
        kind=kind if len(entry.path) == 1 else types.SymbolKind.Variable,
        range=document.text.range(span),
        selection_range=document.text.range(key),
        children=[_symbol(document, one, one.key or span, []) for one in inner],
    )


def _start(entry: Entry) -> int:
    return (entry.key or entry.value).start
