"""Where a place in a document is: at which key, in which value, inside which expression."""

from __future__ import annotations

import re
from typing import Literal

from ..diagnostic import Path
from ..named import NamedTuple
from .outline import KEY, Entry, Outline

Kind = Literal["key", "value", "name", "filter", "test", "attribute", "rule", "none"]


class Where(NamedTuple):
    """A place: what is due there, the path of the mapping or the value, and where the word that is being typed begins.

    `or_value` is set where an item of a list may become a mapping or stay a scalar. `quote` is the quote that the word
    began with.
    """

    kind: Kind
    document: int
    path: Path
    start: int
    in_brackets: bool = False
    or_value: bool = False
    quote: str = ""
    owner: str = ""
    """Of an attribute: the variable whose it is. Of a rule: the text of the comment up to the word."""


_COMMENT = re.compile(r"(?:^|\s)(#\s*waml:\s*(?:file-)?ignore\[(?:[^\]\n]*,\s*)?)([\w-]*)$")
_HASH = re.compile(r"(?:^|\s)#[^\n]*$")
_ITEMS = re.compile(r"[ ]*(?:-[ \t]+)*")
_OPEN = re.compile(r"\{\{|\{%|\}\}|%\}")
LOOK_BACK = 2000
"""Characters in which the opening braces of an expression are looked for."""


def where(text: str, offset: int) -> Where:
    """Return what is due at an offset of a text. Never raises, whatever the text is."""
    cut = Outline(text[:offset])
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    before = text[start:offset]
    comment = _COMMENT.search(before)
    if comment is not None:
        return Where("rule", cut.document, (), start + comment.start(2), owner=comment[1])
    inside = expression(text, offset)
    path = _path(cut)
    if inside is not None:
        return inside._replace(document=cut.document, path=path)
    in_scalar = _in_scalar(cut, before)
    if in_scalar is None and _HASH.search(before) and not _is_quoted(before):
        return Where("none", cut.document, (), offset)
    if cut.brackets:
        return _in_brackets(cut, text, offset)
    if in_scalar is not None:
        return Where("value", cut.document, in_scalar.path, in_scalar.value.start, quote="|")
    return _in_block(cut, before, start)


def _path(cut: Outline) -> Path:
    """Return the path of the value that is being written."""
    if cut.brackets:
        return cut.brackets[-1].path
    return cut.entries[-1].path if cut.entries else ()


def _in_scalar(cut: Outline, before: str) -> Entry | None:
    """Return the entry whose text of several lines goes on here; a block ends where the line is not deeper."""
    entry = cut.scalar
    if entry is None or entry.value.end - entry.value.start <= len(before):
        return None
    quoted = cut.text[entry.value.start : entry.value.start + 1] in ("'", '"')
    if not quoted and not before.strip() and len(before) <= entry.column:
        return None
    return entry


def _is_quoted(before: str) -> bool:
    """Whether a `#` may stand inside quotes that opened on the line."""
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1


def _in_brackets(cut: Outline, text: str, offset: int) -> Where:
    top = cut.brackets[-1]
    start = top.start
    while start < offset and text[start] in " \t\r\n":
        start += 1
    quote = text[start] if start < offset and text[start] in "\"'" else ""
    if top.is_mapping and not top.at_value:
        return Where("key", cut.document, top.path, start, in_brackets=True, quote=quote)
    path = top.path
    if not top.is_mapping:
        items = [entry for entry in cut.entries if entry.path[:-1] == path and isinstance(entry.path[-1:][0], int)]
        index = items[-1].path[-1] if items else 0
        if items and start >= offset and isinstance(index, int) and items[-1].value.start < start:
            index += 1
        path = (*path, index)
    return Where("value", cut.document, path, start, in_brackets=True, quote=quote)


def _in_block(cut: Outline, before: str, start: int) -> Where:
    match = _ITEMS.match(before)
    at = match.end() if match else 0
    rest = before[at:]
    has_dash = "-" in before[:at]
    key = KEY.match(rest)
    if key is not None:
        value = key.end()
        while value < len(rest) and rest[value] in " \t":
            value += 1
        quote = rest[value : value + 1] if rest[value : value + 1] in ("'", '"') else ""
        path = cut.entries[-1].path if cut.entries else ()
        return Where("value", cut.document, path, start + at + value, quote=quote)
    quote = rest[:1] if rest[:1] in ("'", '"') else ""
    if has_dash:
        path = cut.levels[-1].path if cut.levels else ()
        return Where("key", cut.document, path, start + at, or_value=True, quote=quote)
    column = at
    above = [level for level in cut.levels if level.column < column]
    path = above[-1].path if above else ()
    holder = next((entry for entry in reversed(cut.entries) if entry.path == path), None)
    if holder is not None and holder.key is not None and cut.text[holder.value.start : holder.value.end].strip():
        written = cut.text[holder.value.start : holder.value.end].strip()
        if not written.startswith(("&", "!", "#")):
            return Where("value", cut.document, path, holder.value.start, quote="|")
    return Where("key", cut.document, path, start + at, quote=quote)


def expression(text: str, offset: int) -> Where | None:
    """Return what is due inside braces, or None where the offset stands in none."""
    begin = max(offset - LOOK_BACK, 0)
    marks = list(_OPEN.finditer(text, begin, offset))
    if not marks or marks[-1][0] in ("}}", "%}"):
        return None
    inner = text[marks[-1].end() : offset]
    if "\n---" in inner:
        return None
    word = re.search(r"[A-Za-z_][A-Za-z0-9_]*$|$", inner)
    assert word is not None
    start = offset - len(word[0])
    head = inner[: word.start()].rstrip()
    if _in_string(head):
        return Where("none", 0, (), offset)
    owner = re.search(r"([A-Za-z_][A-Za-z0-9_]*)\.$", head)
    if owner is not None:
        return Where("attribute", 0, (), start, owner=owner[1])
    if head.endswith("|"):
        return Where("filter", 0, (), start)
    if re.search(r"\bis(?:\s+not)?$", head):
        return Where("test", 0, (), start)
    return Where("name", 0, (), start)


def _in_string(head: str) -> bool:
    return len(re.findall(r"'", head)) % 2 == 1 or len(re.findall(r'"', head)) % 2 == 1
