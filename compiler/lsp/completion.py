"""What can be written at a place: keys, words, variables, filters, templates, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from ..diagnostic import Span
from . import context
from .document import Document
from .marking import marked, not_carried
from .outline import Outline
from .scopes import is_structure
from .slots import Slot, is_raw, slot_at
from .where import Where, where

Kind = types.CompletionItemKind

_WORD = re.compile(r"[\w.]*$")

TRIGGERS = ["{", "|", "[", ".", ":", " ", '"', "'"]


def complete(document: Document, place: types.Position) -> list[types.CompletionItem]:
    """Return what can stand at a place; nothing for a payload."""
    if not document.is_message:
        return []
    text = document.text.text
    offset = document.text.offset(place)
    at = where(text, offset)
    if at.kind == "value" and is_condition(at):
        # A word of an expression, not all of it, is being written.
        at = at._replace(start=offset - len(_WORD.search(text[at.start : offset])[0]), quote="")  # type: ignore[index]
    items = list(_items(document, at, text, offset))
    for item in items:
        new = item.insert_text if item.insert_text is not None else item.label
        start = at.start if at.kind != "value" or at.quote != "|" else offset
        span = Span(start, _end_of_word(text, offset, at))
        item.text_edit = types.TextEdit(document.text.range(span), new)
        item.insert_text = None
        item.filter_text = item.filter_text or (f"{at.quote}{item.label}" if at.quote not in ("", "|") else item.label)
    return items


def is_condition(at: Where) -> bool:
    """Whether an expression without braces stands at a place."""
    return is_structure(at.path, "for_each") or is_structure(at.path, "when")


def _items(document: Document, at: Where, text: str, offset: int) -> Iterator[types.CompletionItem]:
    if at.kind == "rule":
        yield from context.rules(document, document.text.line_of(offset), at.owner)
    elif at.kind in ("name", "filter", "test", "attribute"):
        if not is_raw(at.path):
            yield from context.expressions(document, at)
        elif at.kind == "name":
            yield from context.given_names(document, at)
        elif at.kind == "attribute":
            yield from context.expressions(document, at)
    elif at.kind == "value" and is_condition(at):
        yield from context.conditions(document, at)
        return
    elif at.kind == "key":
        yield from _keys(document, at, text, offset)
        if at.or_value and (slot := slot_at(at.path)) is not None:
            yield from _values(document, at, slot)
    elif at.kind == "value" and at.quote != "|" and (slot := slot_at(at.path)) is not None:
        yield from _values(document, at, slot)
    if at.kind == "value" and at.quote != "|" and at.path[:1] != ("vars",) and not is_raw(at.path):
        yield from context.bare_variables(document, at, is_json=document.path.endswith(".json"))


def _keys(document: Document, at: Where, text: str, offset: int) -> Iterator[types.CompletionItem]:
    slot = slot_at(at.path)
    if slot is None:
        return
    outline = Outline(text)
    there = {
        str(entry.path[-1])
        for entry in outline.entries
        if entry.document == at.document
        and entry.path[:-1] == at.path
        and entry.key is not None
        and not entry.key.start <= offset <= entry.key.end
    }
    providers = document.providers(at.document)
    has_colon = text[_end_of_word(text, offset, at) :].lstrip(" ").startswith(":")
    for key, below in slot.keys().items():
        if key not in there and not (at.path == () and context.is_second_content(key, there)):
            path = (*at.path, key)
            note = marked(path, providers)
            rank = 0 if key in slot.is_required else 2 if not_carried(path, providers) else 1
            yield types.CompletionItem(
                key,
                kind=Kind.Class if context.is_content(path) else Kind.Field,
                label_details=types.CompletionItemLabelDetails(description=note) if note else None,
                detail=note or None,
                documentation=below.description,
                sort_text=f"{rank}{key}",
                insert_text=_key_text(document, at, key, below, has_colon),
                insert_text_mode=types.InsertTextMode.AdjustIndentation,
            )
    if not slot.keys():
        yield from context.parameters(document, at, there)


def _key_text(document: Document, at: Where, key: str, below: Slot, has_colon: bool) -> str:
    """Return a key as it is inserted: quoted in JSON, with its colon, and a new line where more must follow."""
    quote = '"' if document.path.endswith(".json") else at.quote
    text = f"{quote}{key}{quote}"
    if has_colon:
        return text
    if at.in_brackets or below.form == "scalar":
        return f"{text}: "
    return f"{text}:\n  - " if below.form == "list" else f"{text}:\n  "


def _values(document: Document, at: Where, slot: Slot) -> Iterator[types.CompletionItem]:
    quote = '"' if document.path.endswith(".json") else at.quote
    for order, word in enumerate(slot.words()):
        literal = word in ("true", "false") and "boolean" in (slot.sort, *(raw.get("type") for raw in slot.schemas))
        text = str(word) if literal else f"{quote}{word}{quote}"
        yield types.CompletionItem(
            str(word), kind=Kind.EnumMember, sort_text=f"0{order:03}", insert_text=_spaced(document, at, text)
        )
    for item in context.facts(document, at):
        item.insert_text = _spaced(document, at, f"{quote}{item.label}{quote}")
        yield item


def _spaced(document: Document, at: Where, text: str) -> str:
    """Return a value with the space that a colon needs behind it."""
    before = document.text.text[at.start - 1 : at.start]
    return f" {text}" if before == ":" and not at.in_brackets else text


def _end_of_word(text: str, offset: int, at: Where) -> int:
    """Return where the word ends that is being replaced, its closing quote among it."""
    end = offset
    while end < len(text) and (text[end].isalnum() or text[end] in "_-"):
        end += 1
    if at.kind == "value" and not at.quote:
        end = offset
    return end + 1 if at.quote and text[end : end + 1] == at.quote else end
