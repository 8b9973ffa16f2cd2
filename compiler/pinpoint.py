"""The characters of a file that a finding speaks of, and where the values came from that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .diagnostic import Part, Span, shown
from .expressions import fill, given_parts
from .nodes import FilledNode, Node, ScalarNode
from .offsets import offsets, span_in
from .remedy import PlacedRelated
from .shape import UNKNOWN
from .slices import Slice, origin, slices
from .slots import text_of
from .source import Source


def stretch(source: Source, node: Node, part: Part) -> Span | None:
    """Return where a part of a scalar's value stands; None where that is not certain.

    In a text that was filled, what an expression gave stands where the expression does.
    """
    if not isinstance(node, ScalarNode) or not _is_value(node, part.text):
        return None
    written, start, end = part.text, part.start, part.end
    if isinstance(node, FilledNode):
        place = origin(cut_of(node), start, end)
        if place is None:
            return None
        written, (start, end) = node.template, place
    elif isinstance(node.value, str):
        written = node.value
    return span_in(source, node, offsets(source, node, written), start, end)


def _is_value(node: ScalarNode, text: str) -> bool:
    """Whether a text is that of a scalar; a block gives its last line break away."""
    value = text_of(node.value) if node.rendered else node.value
    return isinstance(value, str) and value in (text, text + "\n")


def cut_of(node: FilledNode) -> list[Slice]:
    """Return the slices of a filled scalar; none where they are not certain."""
    if not node.is_partly or node.round is None:
        return slices(node.template, node.values, text_of(node.value)) or []
    found: list[Slice] = []
    at = 0
    for part, is_ours in given_parts(node.template, node.round.names()):
        text = text_of(fill(part, node.values).value) if is_ours else part
        found.append(Slice(text, at, at + len(part), not is_ours))
        at += len(part)
    return found if "".join(one.text for one in found) == node.value else []


def givers(source: Source, node: Node, part: Part | None) -> Iterator[PlacedRelated]:
    """Yield where the variables of a filled scalar have their values from; of a part, those that are in it."""
    if not isinstance(node, FilledNode):
        return
    for name in _concerned(node, part):
        given, value = node.origin(name), node.values.get(name, UNKNOWN)
        if given is None or value is UNKNOWN:
            continue
        end_of = part is not None and part.end == len(part.text)
        is_said = _size(value) if end_of and not isinstance(value, dict) else told(value)
        here = source.file_at(given.span.start), source.position(given.span.start), source.position(given.span.end)
        yield PlacedRelated(f"'{name}' is {is_said}: {given.says}", *(given.place or here))


def told(value: object) -> str:
    """Return a value in few words; of a mapping as many of its keys as there is room for."""
    if not isinstance(value, dict):
        return shown(value, 40)
    inner = ", ".join(f"{key}: {shown(item, 40).strip(_QUOTE)}" for key, item in value.items())
    return shown(f"{{{inner}}}", 50).strip(_QUOTE)


_QUOTE = "'"


def _concerned(node: FilledNode, part: Part | None) -> Iterable[str]:
    """Return the variables of the expressions that gave a part; all where it is said of the whole, or of no one."""
    if part is None or part.end == len(part.text):
        return node.names
    place = origin(found := cut_of(node), part.start, part.end)
    if place is None or all(one.is_literal for one in found if place[0] <= one.start < place[1]):
        return () if place else node.names
    inside = node.template[slice(*place)]
    return [name for name in node.names if name in inside]


def _size(value: object) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}"
    length = len(text_of(value))
    return f"{length} character{'' if length == 1 else 's'}"
