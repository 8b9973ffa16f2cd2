"""Which texts of a message that was judged hang, and where: all others are pinned.

A text hangs where it is, or is part of, the value of a variable, or stands in a slot that takes any text as it is. It
is a scalar of its own there, of a file that was read without a fault, so that it is one in every file of the form
(`forms.py`). Where items are repeated, or left out, all of the list is pinned, and whatever its expressions may name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from .checked import Checked, Target
from .diagnostic import Path, Span
from .forms import Form, Spot
from .message import group, shape
from .nodes import FilledNode, MappingNode, Node, ScalarNode, SequenceNode
from .paths import scalars
from .questions import Given, Hole
from .shape import MISSING, Shape
from .variables import NAME


class Unlearnable(Exception):
    """The findings hang on more than can be told."""


class Texts:
    """The texts of a message that was judged: where each stands, and which of them hang.

    `guards` are what a recipient is by its text, `filled` the texts whose expressions are filled.
    """

    def __init__(self, form: Form, checked: Checked) -> None:
        if len(checked.source.documents) != 1 or checked.source.findings:
            raise Unlearnable
        (self.root,) = checked.source.documents
        self.form = form
        self.offsets = form.offsets()
        self.by_start: dict[int, int] = {}
        self.by_id: dict[int, int] = {}
        self.repeated: list[Span] = []
        self.asked: set[str] = set()
        if checked.targets[0].variables is not None and checked.targets[0].variables.repeats:
            self._find_repeated(self.root)
        comments = self._read(checked.source.text)
        self.givens = tuple(self._givens(checked.targets[0]))
        self.holes: dict[Path, Hole] = {}
        self.guards: dict[int, str] = {}
        self.filled: set[int] = set()
        for target in checked.targets:
            self._find_places(target)
        hanging = {hole.at for hole in self.holes.values()}
        given = {at for given in self.givens for at in given.texts()}
        for target in checked.targets if given else ():
            for _, node in scalars(target.authored.node):
                if isinstance(node, FilledNode) and self.at(node) not in hanging and not self._is_repeated(node):
                    raise Unlearnable
        self.pinned = tuple(at for at in range(len(form.raws)) if at not in comments | given | hanging)

    def _read(self, whole: str) -> set[int]:
        """Find the texts that are scalars of the tree, and return those that are comments."""
        form = self.form
        starts = {start: at for at, start in enumerate(self.offsets[::2])}
        comments = {start: at for start, at in starts.items() if form.raws[at][0] == "#"}
        for node, is_value, is_flow in _scalars(self.root, whole, False):
            if comments:
                comments = {start: at for start, at in comments.items() if not node.start <= start < node.end}
            at = starts.get(node.start)
            if at is None or not is_value:
                continue
            value = form.values[at]
            if type(node.value) is type(value) and node.value == value and not (is_flow and form.lines[at]):
                self.by_start[node.start] = self.by_id[id(node)] = at
        return {*comments.values()}

    def at(self, node: Node) -> int | None:
        """Return which of the texts a node of the message was written as."""
        return self.by_start.get(node.start) if isinstance(node, FilledNode) else self.by_id.get(id(node))

    def spot(self, offset: int) -> Spot:
        """Return the place of an offset that every file of the form has. Raises Unlearnable within a text."""
        piece = bisect_right(self.offsets, offset)
        behind = offset - (self.offsets[piece - 1] if piece else -1)  # the file is read with a break before it
        if piece % 2 and behind:
            raise Unlearnable
        return piece, behind

    def _find_repeated(self, node: Node) -> None:
        """Find the lists, and the parts, that `for_each` and `when` decide of, and the names that stand in them."""
        if isinstance(node, ScalarNode):
            return
        inner = [value for _, value in node.entries] if isinstance(node, MappingNode) else node.items
        if _is_structure(node) or (isinstance(node, SequenceNode) and any(map(_is_structure, node.items))):
            self.repeated.append(Span(node.start, node.end))
            for _, scalar in scalars(node):
                self.asked.update(NAME.findall(str(scalar.value)))
            return
        for value in inner:
            self._find_repeated(value)

    def _is_repeated(self, node: Node) -> bool:
        return any(span.start <= node.start < span.end for span in self.repeated)

    def _givens(self, target: Target) -> Iterator[Given]:
        """Yield the values that declarations hold; to hold them against a pattern takes time, counted."""
        assert target.variables is not None
        for name, variable in target.variables.declared.items():
            declaration = variable.declaration
            if declaration is None or not isinstance(variable.node, MappingNode) or _has_pattern(declaration):
                continue
            if name in self.asked:
                continue
            strongest = "default" if "default" in declaration else "example"
            for role in ("default", "example"):
                node = variable.node.get(role)
                if node is not None and any(id(scalar) in self.by_id for _, scalar in scalars(node)):
                    yield Given(self._given(node), name if role == strongest else None, declaration)

    def _given(self, node: Node) -> Any:
        if isinstance(node, ScalarNode):
            at = self.by_id.get(id(node))
            return node.value if at is None else Hole(at, False)
        if isinstance(node, MappingNode):
            return {str(key.value): self._given(value) for key, value in node.entries}
        return [self._given(item) for item in node.items]

    def _find_places(self, target: Target) -> None:
        """Find where each text stands. What stands in a slot that asks for more than a text is pinned."""
        shapes: dict[Path, Shape | None] = {(): shape()}
        file = group("file")
        pinned = set()
        places = target.authored.places
        for path, (_, node) in places.items():
            if not path:
                continue
            above = shapes[path[:-1]]
            found = None
            if above is not None:
                found = above.field(path[-1]) if isinstance(path[-1], str) else above.items
            shapes[path] = found
            at = self.at(node)
            if at is None:
                continue
            taken = None if found is None or path[0] in _LISTED else slot(found)
            if found is None or taken is None or type(self.form.values[at]) is not str or self._is_repeated(node):
                pinned.add(at)
                continue
            self.holes[path] = Hole(at, taken == "phone")
            if path[0] not in file and found.raw.get("x-raw") is not True:
                self.filled.add(at)
            if above is not None and above.expand == "recipient" and places[path[:-1]][1].start == node.start:
                self.guards[at] = str(path[-1])
        self.holes = {path: hole for path, hole in self.holes.items() if hole.at not in pinned}


_LISTED = ("providers", "assume", "vars")


def _is_structure(node: Node) -> bool:
    return isinstance(node, MappingNode) and (node.get("for_each") is not None or node.get("when") is not None)


def _has_pattern(declaration: Any) -> bool:
    if isinstance(declaration, dict):
        return "pattern" in declaration or any(map(_has_pattern, declaration.values()))
    return isinstance(declaration, list) and any(map(_has_pattern, declaration))


def _scalars(node: Node, text: str, is_flow: bool) -> Iterator[tuple[ScalarNode, bool, bool]]:
    """Yield the scalars of a tree: each with whether it is a value, no key, and whether it is within brackets."""
    if isinstance(node, ScalarNode):
        yield node, True, is_flow
        return
    is_flow = is_flow or text[node.start] in "[{"
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            yield key, False, is_flow
            yield from _scalars(value, text, is_flow)
    else:
        for item in node.items:
            yield from _scalars(item, text, is_flow)


def slot(found: Shape) -> str | None:
    """Return the slot of a text that may hang: it takes any text, and what becomes of it is the text."""
    if found.default is not MISSING or found.expand is not None or found.type == "integer":
        return None
    return found.slot if found.slot in ("text", "literal", "phone") else None
