"""What is told at a place: the rule that found something, a variable, a field with its limits."""

from __future__ import annotations

from lsprotocol import types

from ..diagnostic import Path, Span
from ..message import Authored
from ..nodes import ScalarNode
from . import findings, pages, scopes
from .document import Document
from .outline import Entry, Outline
from .scopes import given, is_structure
from .slots import slot_at
from .variables import Use, declared, entry_at, told, uses


def hover(document: Document, place: types.Position) -> types.Hover | None:
    """Return what is told at a place, the most telling first; None where there is nothing to tell."""
    offset = document.text.offset(place)
    outline = Outline(document.text.text) if document.is_message else None
    parts: list[str] = []
    span: Span | None = None
    for finding in findings.at(document, offset):
        page = pages.rule_page(finding.diagnostic.rule)
        if page is not None and page not in parts:
            parts.append(page)
    if outline is not None:
        use = use_at(outline, offset)
        if use is not None:
            said, span = _told(document, outline, use), use.span
        else:
            said, span = _field(document, outline, offset)
        parts[:0] = [said] if said else []
    if not parts:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(content, document.text.range(span) if span is not None else None)


def use_at(outline: Outline, offset: int) -> Use | None:
    """Return the variable at an offset, where it is used or where it is declared."""
    for use in uses(outline):
        if use.span.start <= offset <= use.span.end:
            return use
    entry = entry_at(outline, offset)
    if entry is not None and entry.key is not None and entry.key.start <= offset <= entry.key.end:
        names = declared(outline, entry.document)
        name = str(entry.path[-1])
        if names.get(name) is entry:
            return Use(name, entry.document, entry.key)
    if entry is not None and is_structure(entry.path, "as"):
        one = next(given(outline, entry.document, entry.path[:-1]), None)
        if one is not None and one.span is not None and one.span.start <= offset <= one.span.end:
            return Use(one.name, entry.document, one.span, entry.path, one.item)
    return None


def _told(document: Document, outline: Outline, use: Use) -> str | None:
    if use.item is None:
        return told(document, use.document, use.name)
    return scopes.told(document, outline, use.document, use.path, use.name)


def _field(document: Document, outline: Outline, offset: int) -> tuple[str | None, Span | None]:
    """Return the page of the field at an offset: at its key, or in its value where that is one scalar."""
    entry = entry_at(outline, offset)
    if entry is None or not _is_on(entry.key or entry.value, entry.value, offset):
        return None, None
    slot = slot_at(entry.path)
    if slot is None:
        return None, None
    paths = _canonical(document, entry)
    name = next((str(part) for part in reversed(entry.path) if isinstance(part, str)), "")
    page = pages.field_page(
        name, slot.description, slot.words(), paths, document.providers(entry.document), document.config.rules
    )
    return page, entry.key


def _is_on(key: Span, value: Span, offset: int) -> bool:
    return key.start <= offset <= key.end or value.start <= offset <= value.end


def _canonical(document: Document, entry: Entry) -> list[Path]:
    """Return the paths of a field in the canonical message: a shorthand has that of what it stands for, too."""
    found: list[Path] = []
    targets = document.checked.targets if document.checked is not None else ()
    authored: Authored | None = next((target.authored for target in targets if target.document == entry.document), None)
    if authored is not None and entry.key is not None:
        for where, (name, _) in authored.places.items():
            if name is not None and name.start == entry.key.start and name.end == entry.key.end:
                found.append(where)
    found = found or [entry.path]
    shorts = [slot_at(where) for where in found]
    extra = [(*where, slot.short) for where, slot in zip(found, shorts, strict=True) if slot is not None and slot.short]
    if authored is not None:
        extra = [where for where in extra if isinstance(authored.places.get(where, (None, None))[1], ScalarNode)]
    return [*found, *extra]
