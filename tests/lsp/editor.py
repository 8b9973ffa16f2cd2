"""What the tests of the language server share: a document with a cursor in it, without any client."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lsprotocol import types

from waml.lsp.completion import complete
from waml.lsp.document import Document
from waml.lsp.text import Text

CURSOR = "^"


def open_at(marked: str, path: str | Path = "/nowhere/message.waml.yaml", before: str | None = None) -> Any:
    """Return a document that holds a text, and the place of the cursor in it. `before` is what it held until now."""
    offset = marked.index(CURSOR)
    document = Document(str(path))
    if before is not None:
        document.check(Text(before))
    document.check(Text(marked.replace(CURSOR, "", 1)))
    return document, document.text.position(offset)


def offered(marked: str, **more: Any) -> list[str]:
    """Return the labels that are offered at the cursor, in their order."""
    return [item.label for item in in_order(marked, **more)]


def in_order(marked: str, **more: Any) -> list[types.CompletionItem]:
    document, place = open_at(marked, **more)
    return sorted(complete(document, place), key=lambda item: item.sort_text or item.label)


def taken(marked: str, label: str, **more: Any) -> str:
    """Return the text after an offer is taken, the cursor's place forgotten."""
    document, place = open_at(marked, **more)
    item = next(item for item in complete(document, place) if item.label == label)
    return applied(document.text, [item.text_edit])


def applied(text: Text, edits: list[Any]) -> str:
    """Return a text with edits in it, the last first."""
    result = text
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        change = types.TextDocumentContentChangePartial(edit.range, edit.new_text)
        result = Text(result.edit(change), text.encoding)
    return result.text
