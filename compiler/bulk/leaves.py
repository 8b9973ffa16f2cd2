"""The scalars of a message that vary from row to row, and what each is made of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ..checked import Target
from ..diagnostic import Path
from ..expressions import MARK, plain_parts
from ..message import group
from ..message import shape as message_shape
from ..named import NamedTuple
from ..nodes import MappingNode, Node, ScalarNode, SequenceNode
from ..paths import follow, scalars
from ..shape import MISSING, Shape
from ..variables import Variable

_TEXTS = frozenset({"string", "phone", "url", "date", "datetime"})
_WORD = re.compile(r"[A-Za-z_]\w*")
_STRUCTURE = frozenset({"for_each", "when"})
"""Keys that decide what a message is made of."""


class Place(NamedTuple):
    """Where a request holds a scalar, and how many of its first characters are left out there."""

    path: Path
    cut: int


class Leaf:
    """A scalar of the canonical message that varies.

    `parts` are its texts and the names between them; None for a template, which is rendered by its values. `final` says
    that the one line break at the end goes; `recipient` is what the text must be by its shape.
    """

    __slots__ = ("final", "kind", "names", "parts", "path", "places", "recipient", "template")

    def __init__(self, path: Path, kind: str, names: tuple[str, ...], template: str) -> None:
        self.path = path
        self.kind = kind
        self.names = names
        self.template = template
        self.parts: list[str | tuple[str, str]] | None = None
        self.final = False
        self.recipient: str | None = None
        self.places: tuple[Place, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the scalar is one variable and nothing else."""
        return self.parts is not None and len(self.parts) == 1 and not isinstance(self.parts[0], str)


class Unplannable(Exception):
    """The message cannot be planned as a whole: for each variable that decides more than a text, why."""

    def __init__(self, deciding: Mapping[str, str]) -> None:
        super().__init__(", ".join(deciding))
        self.deciding = dict(deciding)


class Found(NamedTuple):
    """The leaves, and the names whose values decide more than a text: for each, why."""

    leaves: list[Leaf]
    deciding: dict[str, str]


def find_leaves(target: Target, varying: Collection[str], declared: Mapping[str, Variable]) -> Found:
    """Find what of a message varies with some of its variables. The target holds the values of one good row."""
    root = target.authored.source.documents[target.document]
    texts = {(node.start, node.end): str(node.value) for _, node in scalars(root)}
    leaves: list[Leaf] = []
    deciding: dict[str, str] = {}
    seen: set[tuple[int, int]] = set()
    for path, node in _placed(target):
        seen.add((node.start, node.end))
        names = tuple(name for name in node.names if name in varying)
        if not names:
            continue
        leaf = Leaf(path, "", names, texts.get((node.start, node.end), ""))
        reason = _judge(leaf, node, root, target, declared)
        if reason is None:
            leaves.append(leaf)
        else:
            deciding.update(dict.fromkeys(names, reason))
    for name in _structural(root) & set(varying):
        deciding[name] = "'for_each' or 'when' asks for it: it decides which parts there are"
    for name in _unseen(root, seen) & set(varying):
        deciding.setdefault(name, "it stands where no field of the message is")
    return Found(leaves, deciding)


def _placed(target: Target) -> Iterator[tuple[Path, ScalarNode]]:
    """Yield the scalars that expressions filled, those within free JSON among them."""
    for path, (_, node) in target.authored.places.items():
        if isinstance(node, ScalarNode):
            if node.rendered:
                yield path, node
        elif _shape_at(path).slot == "json" and not _is_within_json(path):
            yield from (found for found in scalars(node, path) if found[1].rendered)


def _is_within_json(path: Path) -> bool:
    return bool(path) and _shape_at(path[:-1]).slot == "json"


def _judge(leaf: Leaf, node: ScalarNode, root: Node, target: Target, declared: Mapping[str, Variable]) -> str | None:
    """Fill what is to be known of a leaf; return why it is none, or None."""
    if any(name not in declared and name != "provider" for name in node.names):
        return "it is used in a part that repeats"
    try:
        follow(target.message, leaf.path)
    except (KeyError, IndexError, TypeError):
        return f"'{leaf.path[-1] if leaf.path else ''}' is there for some values only"
    shape = _shape_at(leaf.path)
    leaf.parts = plain_parts(leaf.template)
    if leaf.parts is not None and any(not isinstance(part, str) and part[1] for part in leaf.parts):
        # `{{ a.b }}` reaches into a value; what is reached has the type it has, unless the slot is one of text.
        if shape.slot in (None, "json") or leaf.kind:
            return "it reaches into a value"
        leaf.parts = None
    declaration = declared[leaf.names[0]].declaration if leaf.whole else None
    leaf.kind = _kind(leaf, shape, (declaration or {}).get("type", "string"))
    if not leaf.kind or leaf.path[-1] in ("file", "index") or shape.default is not MISSING:
        return f"'{leaf.path[-1]}' decides what the message is"
    block = bool(node.style) and node.style in "|>"
    leaf.final = block and shape.slot not in (None, "json")
    written = root.get("to") if isinstance(root, MappingNode) else None
    if leaf.path[:1] == ("to",) and isinstance(written, ScalarNode):
        leaf.recipient = str(leaf.path[1])
    return None


def _kind(leaf: Leaf, shape: Shape, type: str) -> str:
    """Return what a leaf is: text, phone, time, integer or number; empty for what decides more than itself."""
    if shape.slot == "text":
        return "text"
    if shape.slot in ("phone", "time"):
        return shape.slot
    if shape.slot in (None, "json"):
        if not leaf.whole or type in _TEXTS:
            return "text"
        return "integer" if type == "integer" else ""
    if shape.slot in ("integer", "number") and leaf.whole:
        return type if type == "integer" or type == shape.slot else ""
    return ""


def _shape_at(path: Path) -> Shape:
    shape = message_shape()
    for part in path:
        inner = shape.items if isinstance(part, int) else shape.field(part)
        if inner is None or shape.slot is not None:
            return Shape({"x-slot": "json"}, {})
        shape = inner
    return shape


def _unseen(root: Node, seen: Collection[tuple[int, int]]) -> set[str]:
    """Return the words of the expressions that are no field's."""
    words: set[str] = set()
    if isinstance(root, MappingNode):
        literal = group("file")
        for key, value in root.entries:
            word = str(key.value)
            if word in literal or word.startswith(("x-", "$")):
                continue
            for _, node in scalars(value):
                if isinstance(node.value, str) and MARK.search(node.value) and (node.start, node.end) not in seen:
                    words.update(_WORD.findall(node.value))
    return words


def _structural(node: Node) -> set[str]:
    """Return the words of what decides on structure."""
    words: set[str] = set()
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            if key.value in _STRUCTURE:
                for _, scalar in scalars(value):
                    words.update(_WORD.findall(str(scalar.value)))
            words |= _structural(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            words |= _structural(item)
    return words
