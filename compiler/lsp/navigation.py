"""From a use to its declaration and back, and from a send to the definition of its template."""

from __future__ import annotations

import os
from collections.abc import Iterator

from lsprotocol import types
from pygls.uris import from_fs_path

from ..diagnostic import Span
from ..inputs import UsageError, content, in_folder, is_payload
from ..nodes import MappingNode, Node, ScalarNode, SequenceNode
from ..source import Source
from ..source import read as read_source
from . import shared
from .document import Document
from .findings import read
from .hover import use_at
from .outline import Outline
from .scopes import given_name
from .variables import Use, declared, entry_at, uses

MAX_FILES = 10_000
"""Files of a folder of templates that are looked through for one."""


def definition(document: Document, uri: str, place: types.Position) -> types.Location | list[types.Location] | None:
    """Return where a variable is declared, a part or a text is written, or the template of a send is defined.

    A text is written in each language.
    """
    if not document.is_message:
        return None
    offset = document.text.offset(place)
    outline = Outline(document.text.text)
    others = shared.definitions(document, outline, offset, document.text.encoding)
    if others:
        return others if len(others) > 1 else others[0]
    use = use_at(outline, offset)
    if use is not None:
        span = _declared(outline, use, True)
        if span is not None:
            return types.Location(uri, document.text.range(span))
        return shared.variable(document, use.document, use.name, document.text.encoding) if use.item is None else None
    entry = entry_at(outline, offset)
    if entry is None or entry.path not in (("template",), ("template", "name")) or offset < entry.value.start:
        return None
    name = document.text.text[entry.value.start : entry.value.end].partition(" #")[0].strip().strip("\"'")
    return _template(document, entry.document, name)


def references(document: Document, uri: str, place: types.Position, with_declaration: bool) -> list[types.Location]:
    """Return where the variable at a place is used; the declaration first, if it is wanted."""
    return [types.Location(uri, document.text.range(span)) for span in _spans(document, place, with_declaration)]


def rename(document: Document, uri: str, place: types.Position, name: str) -> types.WorkspaceEdit | None:
    """Return the edits that give a variable another name, where it is declared and wherever it is used."""
    edits = [types.TextEdit(document.text.range(span), name) for span in _spans(document, place, True)]
    return types.WorkspaceEdit(changes={uri: edits}) if edits else None


def can_rename(document: Document, place: types.Position) -> types.Range | None:
    """Return the range of the variable at a place; None where there is none that is declared."""
    if not document.is_message:
        return None
    outline = Outline(document.text.text)
    use = use_at(outline, document.text.offset(place))
    return document.text.range(use.span) if use is not None and _declared(outline, use) is not None else None


def _declared(outline: Outline, use: Use, or_list: bool = False) -> Span | None:
    """Return where a name is declared: under `vars`, or by the `as` of an item, `or_list` by its `for_each`."""
    if use.item is None:
        entry = declared(outline, use.document).get(use.name)
        return entry.key if entry is not None else None
    one = given_name(outline, use.document, use.item, use.name)
    if one is None:
        return None
    return one.span if one.name == use.name and one.span is not None else one.each if or_list else None


def _spans(document: Document, place: types.Position, with_declaration: bool) -> list[Span]:
    if not document.is_message:
        return []
    outline = Outline(document.text.text)
    at = use_at(outline, document.text.offset(place))
    if at is None:
        return []
    span = _declared(outline, at)
    spans = [span] if span is not None and with_declaration else []
    alike = (at.name, at.document, at.item)
    return spans + [use.span for use in uses(outline) if (use.name, use.document, use.item) == alike]


def _template(document: Document, index: int, name: str) -> types.Location | None:
    """Look for a template by its name in the files that `assume.templates` names."""
    stated = document.assumed(index).get("templates")
    if not isinstance(stated, str) or not name:
        return None
    for path in _files(stated):
        try:
            source = read_source(path, content(path))
        except UsageError:
            continue
        span = next((found for root in source.documents for found in _defined(source, root, name)), None)
        uri = from_fs_path(os.path.abspath(path))
        if span is not None and uri is not None:
            return types.Location(uri, read(path, document.text.encoding).range(span))
    return None


def _files(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path] if os.path.isfile(path) else []
    return [name for name, _ in zip(in_folder(path), range(MAX_FILES), strict=False)]


def _defined(source: Source, node: Node, name: str) -> Iterator[Span]:
    """Yield where a template of a name is defined: in a message file, or in the saved answer of a provider's list."""
    if isinstance(node, MappingNode):
        told = node.get("define_template") if not is_payload(source.name) else node
        named = told.get("name") if isinstance(told, MappingNode) else None
        if isinstance(named, ScalarNode) and named.value == name:
            yield source.span(named)
    if is_payload(source.name):
        inner = [value for _, value in node.entries] if isinstance(node, MappingNode) else []
        for child in [*inner, *(node.items if isinstance(node, SequenceNode) else [])]:
            if not isinstance(child, ScalarNode):
                yield from _defined(source, child, name)
