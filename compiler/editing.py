"""Edits of a file that change one value, key or entry and nothing beside it.

A value is changed where its characters stand, in the style that it is written in. What is written is read back
before it is offered; where it would not say what it should, there is no edit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .diagnostic import Span
from .expressions import fill, fill_given
from .lazy import lazy
from .nodes import FilledNode, MappingNode, Node, ScalarNode
from .offsets import offsets, style_of
from .pinpoint import cut_of
from .remedy import Edit
from .slots import normal_phone
from .source import Source, read
from .yaml_faults import quoted

MAX_EDITED = 20_000
"""Characters of a value that is changed in place; of what is longer, nobody would read the difference."""

_TOKEN = lazy(r"\s+|\w+|[^\w\s]")
_CONTROLS = lazy(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

Hunk = tuple[int, int, str]
"""Characters of a value from one to another, and what stands there instead."""


def changed(source: Source, node: Node, value: str, judged: str | None = None) -> tuple[Edit, ...] | None:
    """Return the edits after which a scalar has another value, or None where that is not certain.

    Of a scalar with expressions only what stands around them is changed. Nothing is changed where another text was
    `judged` than that of the scalar.
    """
    if not isinstance(node, ScalarNode) or is_shared(source, node) or not _is_text(node, judged):
        return None
    if node.translation is not None and node.translation.used is None:
        return None  # what would be changed stands elsewhere, in part
    old = node.template if isinstance(node, FilledNode) else node.value
    new: str | None = value
    if isinstance(node, FilledNode):
        new = _changed_template(node, value)
    if not isinstance(old, str) or new is None or len(old) > MAX_EDITED or old == new:
        return None
    if old.endswith("\n") and not new.endswith("\n") and style_of(source, node) in ("|", ">"):
        new += "\n"  # the break that a block ends with is none of its text
    return _in_place(source, node, old, new) or _anew(source, node, new)


def _is_text(node: ScalarNode, judged: str | None) -> bool:
    """Whether a text is that of a scalar: as it is written, or as a phone number is read."""
    return judged is None or node.value in (judged, f"{judged}\n") or normal_phone(node.value) == judged


def _changed_template(node: FilledNode, value: str) -> str | None:
    """Return a template that gives another text, its expressions as they were."""
    found = cut_of(node)
    if not found or not isinstance(node.value, str):
        return None
    template = node.template
    for start, end, text in reversed(hunks(node.value, value)):
        at = 0
        for one in found:
            if one.is_literal and at <= start and end <= at + len(one.text) and "{" not in text:
                place = one.start + start - at
                template = template[:place] + text + template[place + end - start :]
                break
            at += len(one.text)
        else:
            return None
    given = node.round.names() if node.is_partly and node.round is not None else None
    outcome = fill(template, node.values) if given is None else fill_given(template, node.values, given)
    return template if outcome is not None and outcome.value == value else None


def is_shared(source: Source, node: Node) -> bool:
    """Whether a node has an anchor: what stands there may stand elsewhere too."""
    return "&" in source.text[node.start : source.span(node).start]


def hunks(old: str, new: str) -> list[Hunk]:
    """Return what is to change in a text, word by word."""
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    starts = [0]
    for token in one:
        starts.append(starts[-1] + len(token))
    found: list[Hunk] = []
    for kind, first, last, begin, end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append((starts[first], starts[last], "".join(two[begin:end])))
    return found


def _in_place(source: Source, node: ScalarNode, old: str, new: str) -> tuple[Edit, ...] | None:
    table = offsets(source, node, old)
    if table is None:
        return None
    style = style_of(source, node)
    span = source.span(node)
    behind = span.end - (1 if style in ("'", '"') else 0)
    edits = []
    for start, end, text in hunks(old, new):
        first = table[start] if start < len(table) else behind
        last = table[end] if end < len(table) else behind
        written = _spelled(text, style, source.format_at(node.start))
        if written is None and not text.strip() and style in ("|", ">"):
            written = _blank_lines(text, source.text[first:last])
        if written is None or last < first or (start == end and start and old[start - 1].isspace()):
            return None
        edits.append(Edit(Span(first, last), written))
    return tuple(edits) if _says(source, node, edits, new) else None


def _spelled(text: str, style: str, format: str) -> str | None:
    """Return text as it is written inside a scalar of a style; None where it cannot be."""
    if style == '"':
        inner: str = json.dumps(text, ensure_ascii=False)[1:-1]
        return inner if format == "json" else _CONTROLS.sub(lambda m: f"\\U{ord(m[0]):08x}", inner)
    if _CONTROLS.search(text):
        return None
    return text.replace("'", "''") if style == "'" else text


def _blank_lines(text: str, gap: str) -> str | None:
    """Return line breaks as they are written in a block: with the indent of the line that follows."""
    breaks = re.findall(r"\r\n|\r|\n", gap)
    if not breaks or text.strip("\n"):
        return None
    indent: str = re.split(r"\r\n|\r|\n", gap)[-1]
    return str(breaks[0]) * len(text) + indent


def _anew(source: Source, node: ScalarNode, new: str) -> tuple[Edit, ...] | None:
    """Return the edit that writes a scalar of one line in quotes."""
    if style_of(source, node) in ("|", ">") or source.format_at(node.start) == "json":
        return None
    text = quoted(new)
    if _CONTROLS.search(new) or "'" in text[:1]:
        text = f'"{_spelled(new, chr(34), source.format_at(node.start))}"'
    edits = [Edit(source.span(node), text)]
    return tuple(edits) if _says(source, node, edits, new) else None


def _says(source: Source, node: ScalarNode, edits: list[Edit], value: str) -> bool:
    """Whether a scalar has a value once it is edited, as an item of a list and inside brackets."""
    span = source.span(node)
    start, end = span.start, max(span.end, node.end if style_of(source, node) in ("|", ">") else span.end)
    parts = []
    for edit in edits:
        parts += [source.text[start : edit.span.start], edit.text]
        start = edit.span.end
    text = "".join(parts) + source.text[start:end]
    if source.format_at(node.start) == "json":
        return _value(text, "a.json") == value
    if text[:1] in ("|", ">"):
        return _value(f"- {text}\n", "a") == [value]
    return _value(f"- {text}\n", "a") == [value] == _value(f"[{text}]\n", "a")


def _value(text: str, name: str) -> object:
    from .nodes import plain

    source = read(name, text.encode("utf-8", "surrogatepass"))
    if source.findings or len(source.documents) != 1:
        return None
    return plain(source.documents[0])


def removed(source: Source, owner: Node | None, name: str) -> Edit | None:
    """Return the edit that takes an entry of a mapping away, or None where others may need what stands in it."""
    if not isinstance(owner, MappingNode):
        return None
    at = next((index for index, (key, _) in enumerate(owner.entries) if key.value == name), None)
    if at is None:
        return None
    key, value = owner.entries[at]
    inside = owner.start <= key.start and key.end <= value.start and value.end <= max(owner.end, value.start)
    if not inside or "&" in source.text[key.start : value.end] or _is_alias(source, key, value):
        return None
    if source.text[source.span(owner).start : source.span(owner).start + 1] == "{":
        return removed_of_flow(owner, at)
    return _removed_lines(source, key, value)


def _is_alias(source: Source, key: ScalarNode, value: Node) -> bool:
    behind = source.text[key.end : key.end + 200].lstrip(" \t:")
    return behind.startswith("*") or value.start < key.end


def removed_of_flow(owner: MappingNode, at: int) -> Edit:
    """Return the edit that takes an entry out of braces, with the comma that parts it from its neighbour."""
    key, value = owner.entries[at]
    if at + 1 < len(owner.entries):
        return Edit(Span(key.start, owner.entries[at + 1][0].start), "")
    start = owner.entries[at - 1][1].end if at else key.start
    return Edit(Span(start, value.end), "")


def _removed_lines(source: Source, key: ScalarNode, value: Node) -> Edit | None:
    """Return the edit that takes the lines of an entry away: they hold nothing else, but for a comment on it."""
    first = key.start - source.position(key.start).column + 1
    end = value.end if isinstance(value, ScalarNode) and style_of(source, value) in ("|", ">") else _end(source, value)
    end = max(end, key.end)
    rest = re.compile(r"[ \t]*:?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|$)").match(source.text, end)
    if source.text[end - 1 : end] in ("\n", "\r"):
        last = end
    elif rest is not None:
        last = rest.end()
    else:
        return None
    return None if source.text[first : key.start].strip() else Edit(Span(first, last), "")


def _end(source: Source, node: Node) -> int:
    if isinstance(node, ScalarNode):
        return source.span(node).end
    children = list(_children(node))
    if source.text[node.end - 1 : node.end] in ("}", "]") or not children:
        return source.span(node).end
    return max(_end(source, child) for child in children)


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            yield from (key, value)
    elif not isinstance(node, ScalarNode):
        yield from node.items
