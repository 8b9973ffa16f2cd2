"""What a document has of other files: the parts that it uses, the variables and the texts that stand there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from lsprotocol import types
from pygls.uris import from_fs_path

from ..diagnostic import USED, Diagnostic, Position, Span
from ..joined import Joined
from ..nodes import MappingNode
from ..remedy import PlacedRelated
from ..source import Source
from .document import Document
from .outline import Entry, Outline
from .variables import entry_at
from .where import LOOK_BACK

_TEXT = re.compile(r"(?<![\w.])t((?:\.[A-Za-z_][A-Za-z0-9_]*)+)")
_EXPRESSION = re.compile(r"\{[{%](?:(?![}%]\}).)*[}%]\}", re.DOTALL)


def seen_from(document: Document, found: Diagnostic) -> Diagnostic:
    """Return a finding as the document has it: one in another file stands where that file is used."""
    if found.file == document.path:
        return found
    here = next((r for r in found.related if r.message == USED and r.file == document.path), None)
    start, end = (here.start, here.end) if here is not None else (Position(1, 1), Position(1, 1))
    there = PlacedRelated(found.message, found.file, found.start, found.end)
    others = tuple(r for r in found.related if r is not here)
    message = f"{os.path.basename(found.file)}: {found.message}"
    return found._replace(file=document.path, message=message, start=start, end=end, fix=None, related=(there, *others))


def definitions(document: Document, outline: Outline, offset: int, encoding: str) -> list[types.Location]:
    """Return where what stands at an offset is written in another file, or in each language."""
    entry = entry_at(outline, offset)
    if entry is None:
        return []
    if entry.path[:1] in (("use",), ("locales",)) and entry.value.start <= offset <= entry.value.end:
        return list(_file_named(document, entry, encoding))
    name = _text_at(outline.text, offset)
    return list(_texts(document, entry.document, name, encoding)) if name is not None else []


def variable(document: Document, index: int, name: str, encoding: str) -> types.Location | None:
    """Return where another file declares a variable of a document."""
    targets = document.good.targets if document.good is not None else ()
    for target in targets:
        variables, source = target.variables, target.authored.source
        if target.document == index and variables is not None and name in variables.declared:
            key = variables.declared[name].key
            if source.file_at(key.start) != document.path:
                return _location(source, Span(key.start, key.end), encoding)
    return None


def text_names(document: Document, index: int) -> list[str]:
    """Return the names of the texts of a document, of all its languages."""
    return list(dict.fromkeys(name for _, texts in _locales(document, index) for name in texts))


def _file_named(document: Document, entry: Entry, encoding: str) -> Iterator[types.Location]:
    written = document.text.text[entry.value.start : entry.value.end].partition(" #")[0].strip().strip("\"'")
    path = os.path.normpath(os.path.join(os.path.dirname(document.path), written))
    uri = from_fs_path(path)
    if not written or "\n" in written or uri is None or not os.path.isfile(path):
        return
    place = types.Range(types.Position(0, 0), types.Position(0, 0))
    word = entry.path[-1] if entry.path[0] == "use" else None
    from .findings import read

    text = read(path, encoding)
    wanted = [one for one in Outline(text.text).entries if one.path == (word,) and one.key is not None]
    if wanted and wanted[0].key is not None:
        place = text.range(wanted[0].key)
    yield types.Location(uri, place)


def _text_at(text: str, offset: int) -> str | None:
    """Return the name of the text that an expression asks for at an offset."""
    for expression in _EXPRESSION.finditer(text, max(offset - LOOK_BACK, 0)):
        if expression.start() > offset:
            return None
        for asked in _TEXT.finditer(text, expression.start(), expression.end()):
            if asked.start() <= offset <= asked.end():
                return asked[1][1:]
    return None


def _texts(document: Document, index: int, name: str, encoding: str) -> Iterator[types.Location]:
    for source, texts in _locales(document, index):
        if name in texts:
            found = _location(source, texts[name], encoding)
            if found is not None:
                yield found


def _locales(document: Document, index: int) -> Iterator[tuple[Source, dict[str, Span]]]:
    """Yield the texts of each language of a document by their names, and where each stands."""
    root = document.tree(index)
    node = root.get("locales") if isinstance(root, MappingNode) else None
    if node is None or document.good is None:
        return
    from ..locales import read

    source = Joined(document.good.source)
    for locale in read(source, node):
        yield source, {name: source.span(text.key) for name, text in locale.texts.items()}


def _location(source: Source, span: Span, encoding: str) -> types.Location | None:
    from .findings import read

    file = source.file_at(span.start)
    uri = from_fs_path(os.path.abspath(file))
    text = read(file, encoding)
    place = types.Range(text.place(source.position(span.start)), text.place(source.position(span.end)))
    return types.Location(uri, place) if uri is not None else None
