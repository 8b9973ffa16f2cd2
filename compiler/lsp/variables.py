"""The variables of a document: where they are declared, where they are used, and what is said of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..diagnostic import Path, Span, shown
from ..named import NamedTuple
from .document import Document
from .outline import Entry, Outline
from .scopes import given_name, is_structure
from .slots import is_raw

_EXPRESSION = re.compile(r"\{\{(?:(?!\{\{|\}\}).)*\}\}|\{%(?:(?!%\}).)*%\}", re.DOTALL)
_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\\"(?:[^"\\]|\\[^"])*\\"|[A-Za-z_][A-Za-z0-9_]*|[.|=]+|\S"""
)
_WORDS = frozenset(
    "true false none True False None not in is and or if else elif endif for endfor set endset recursive".split()
)


class Use(NamedTuple):
    """A name in an expression, and the path of what it stands in; `item` is the repeated item that gives the name."""

    name: str
    document: int
    span: Span
    path: Path = ()
    item: Path | None = None


def declared(outline: Outline, document: int) -> dict[str, Entry]:
    """Return the declarations of a document by their names."""
    return {
        str(entry.path[1]): entry
        for entry in outline.entries
        if entry.document == document and len(entry.path) == 2 and entry.path[0] == "vars" and entry.key is not None
    }


def uses(outline: Outline) -> Iterator[Use]:
    """Yield the variables that expressions name, in the order of the text."""
    repeats = any(entry.path[-1:] == ("for_each",) for entry in outline.entries)
    for path, document, start, text in sorted(_expressions(outline), key=lambda found: found[2]):
        is_ours = not is_raw(path)
        for first, last in _names(text):
            name, item = text[first:last], None
            if repeats and (one := given_name(outline, document, path, name)) is not None:
                item = one.item
            if is_ours or item is not None:
                yield Use(name, document, Span(start + first, start + last), path, item)


def _expressions(outline: Outline) -> Iterator[tuple[Path, int, int, str]]:
    """Yield each expression with where it stands and its text: those in braces, and those of `for_each` and `when`."""
    for match in _EXPRESSION.finditer(outline.text):
        line = outline.text.rfind("\n", 0, match.start()) + 1
        if outline.text[line : match.start()].lstrip().startswith("#"):
            continue
        entry = entry_at(outline, match.start())
        path = entry.path if entry is not None else ()
        if path[:1] != ("vars",):
            yield path, entry.document if entry is not None else 0, match.start(), match[0]
    for entry in outline.entries:
        written = outline.text[entry.value.start : entry.value.end].partition(" #")[0]
        if "{" not in written and (is_structure(entry.path, "for_each") or is_structure(entry.path, "when")):
            text = written.strip()
            quoted = text[1:-1] if text[:1] in ("'", '"') and text[-1:] == text[:1] and len(text) > 1 else text
            start = entry.value.start + written.index(text) + (len(text) - len(quoted)) // 2
            yield entry.path, entry.document, start - 2, f"{{{{{quoted}}}}}"


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names of an expression stand: no attribute, no filter, no word of Jinja, nothing in quotes."""
    before = ""
    for match in _TOKEN.finditer(text, 2, len(text) - 2):
        token = match[0]
        is_name = (token[0].isalpha() or token[0] == "_") and token not in _WORDS
        if is_name and before not in (".", "|", "is") and not re.match(r"\s*=(?!=)", text[match.end() :]):
            yield match.span()
        if not (before == "is" and token == "not"):
            before = token


def entry_at(outline: Outline, offset: int) -> Entry | None:
    """Return the last entry that begins before an offset."""
    from bisect import bisect_right

    index = bisect_right(outline.entries, offset, key=lambda entry: (entry.key or entry.value).start)
    return outline.entries[index - 1] if index else None


def told(document: Document, index: int, name: str) -> str | None:
    """Return what is said of a variable, as Markdown: its declaration and the value that lint takes."""
    if name == "provider":
        return f"**provider** · the name of the target: {', '.join(document.providers(index))}"
    declarations = document.declarations(index)
    if name not in declarations:
        return None
    stated = declarations[name]
    if not isinstance(stated, dict):
        return f"**{name}** · a constant\n\nvalue: `{_value(stated)}`"
    type = stated.get("type", "string")
    limits = [f"{key} {_value(item)}" for key, item in stated.items() if key not in _SAID]
    lines = [f"**{name}** · {', '.join([str(type), *limits])}"]
    if stated.get("description"):
        lines.append(str(stated["description"]))
    for role in ("default", "example"):
        if role in stated:
            lines.append(f"{role}: `{_value(stated[role])}`")
    if not {"default", "example"} & set(stated):
        lines.append("no value: neither a default nor an example")
    return "\n\n".join(lines)


_SAID = frozenset({"type", "description", "default", "example"})


def _value(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else shown(value)
    return text.replace("`", "'")
