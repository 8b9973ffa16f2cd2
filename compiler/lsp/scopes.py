"""The names that `for_each` gives to the items of a list: where they are written, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostic import Path, Span
from ..named import NamedTuple
from ..resources import schema
from ..rounds import DEFAULT_NAME, LOOP
from .document import Document
from .outline import Entry, Outline
from .slots import slot_at

_WORD = re.compile(r"""["']?([A-Za-z_][\w.]*)""")
LOOPED = ("first", "index", "index0", "last", "length")


class Given(NamedTuple):
    """A name inside a repeated item: the item, where the name is written (None: it is the default), its list."""

    name: str
    item: Path
    span: Span | None
    each: Span
    way: tuple[str, ...]


def is_structure(path: Path, key: str | None = None) -> bool:
    """Whether a place is the `for_each`, `as` or `when` of a part, or the one of these that is asked for."""
    word = path[-1] if path else None
    if word not in ("for_each", "as", "when") or (key is not None and word != key):
        return False
    slot = slot_at(path)
    return slot is not None and schema("message")["$defs"][f"item_{word}"]["description"] == slot.description


def given(outline: Outline, document: int, path: Path) -> Iterator[Given]:
    """Yield the names that are in scope at a place, those of the innermost item first."""
    entries = {entry.path: entry for entry in outline.entries if entry.document == document}
    for end in range(len(path), 0, -1):
        item = path[:end]
        each = entries.get((*item, "for_each"))
        if each is None or not isinstance(item[-1], int) or path == each.path:
            continue
        named = entries.get((*item, "as"))
        way = _word(outline, each) or (Span(0, 0), "")
        name = _word(outline, named) if named is not None else None
        yield Given(
            name[1] if name else DEFAULT_NAME, item, name[0] if name else None, way[0], tuple(way[1].split("."))
        )


def given_name(outline: Outline, document: int, path: Path, name: str) -> Given | None:
    """Return what a name stands for at a place, where an item gives it; `loop` is given by the innermost."""
    found = given(outline, document, path)
    return next((one for one in found if name in (one.name, LOOP)), None)


def _word(outline: Outline, entry: Entry) -> tuple[Span, str] | None:
    match = _WORD.match(outline.text, entry.value.start, max(entry.value.end, entry.value.start))
    return (Span(*match.span(1)), match[1]) if match is not None else None


def keys_of(document: Document, outline: Outline, index: int, path: Path, name: str) -> list[str]:
    """Return the keys of what a name stands for: as they are declared, or as the example has them."""
    one = given_name(outline, index, path, name)
    if one is not None and name == LOOP:
        return list(LOOPED)
    stated, value = _stated(document, outline, index, path, (name,))
    fields = stated.get("fields")
    if isinstance(fields, Mapping):
        return sorted(map(str, fields))
    return sorted(map(str, value)) if isinstance(value, Mapping) else []


def _stated(
    document: Document, outline: Outline, index: int, path: Path, way: tuple[str, ...]
) -> tuple[Mapping[str, Any], Any]:
    """Return the declaration of what names lead to, and a value of it."""
    one = given_name(outline, index, path, way[0])
    stated: Any
    value: Any
    if one is not None:
        stated, value = _stated(document, outline, index, one.item[:-1], one.way)
        stated, value = stated.get("items"), value[0] if isinstance(value, list) and value else None
    else:
        stated = document.declarations(index).get(way[0])
        constant = stated is not None and not isinstance(stated, Mapping)
        value = stated if constant else (stated or {}).get("default", (stated or {}).get("example"))
    for key in way[1:]:
        fields = stated.get("fields") if isinstance(stated, Mapping) else None
        stated = fields.get(key) if isinstance(fields, Mapping) else None
        value = value.get(key) if isinstance(value, Mapping) else None
    return (stated if isinstance(stated, Mapping) else {}), value


def is_list(document: Document, outline: Outline, index: int, path: Path, way: tuple[str, ...]) -> bool:
    """Whether names lead to a list."""
    stated, value = _stated(document, outline, index, path, way)
    return isinstance(value, list) or stated.get("type") == "list" or "items" in stated


def told(document: Document, outline: Outline, index: int, path: Path, name: str) -> str | None:
    """Return what is said of a name that an item gives, as Markdown."""
    one = given_name(outline, index, path, name)
    if one is None:
        return None
    if name == LOOP:
        return f"**{LOOP}** · the round of `{'.'.join(one.way)}`: {', '.join(f'`{LOOP}.{key}`' for key in LOOPED)}"
    keys = keys_of(document, outline, index, path, name)
    said = f"**{name}** · an item of `{'.'.join(one.way)}`"
    return f"{said}\n\nits keys: {', '.join(f'`{key}`' for key in keys)}" if keys else said
