"""The scalars of a message that vary from row to row: what each is made of, and where the request holds it.

Nothing is assumed of a provider: each scalar is set to tokens and to probes of every shape that an encoder could
know, and one that does not come out as it went in is no hole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ..checked import Target
from ..diagnostic import Path
from ..expressions import MARK, plain_parts
from ..message import group
from ..message import shape as message_shape
from ..paths import follow
from ..pipeline import encoded
from ..shape import MISSING, Shape
from ..source import MappingNode, Node, ScalarNode, SequenceNode
from ..variables import Variable

_TEXTS = frozenset({"string", "phone", "url", "date", "datetime"})
_WORD = re.compile(r"[A-Za-z_]\w*")
_STRUCTURE = frozenset({"for_each", "when"})
"""Keys that decide what a message is made of."""

_PROBES: Mapping[str, tuple[Any, ...]] = {
    "text": (
        "Zq 7é", "word", "WORD", "two-words", "+15551234567", "15551234567", "2031-01-02T03:04:05Z", "2031-01-02",
        "7", "-1.5", "true", "null", "", " ", "https://a.example/x.png", "data:image/png;base64,AAAA", "a@g.us",
        "US.1a", "{{1}}", "line\nbreak",
    ),
    "phone": ("+15550001111", "+4", "+447700900123", "+99999999999999999999"),
    "time": ("2031-01-02T03:04:05Z", "1970-01-01T00:00:00Z", "2026-12-18T19:27:00.123Z"),
    "integer": (0, 1, -5, 100, 10**15),
    "number": (0.5, -3.25, 1e20, 2.0, 4),
}  # fmt: skip


class Place(NamedTuple):
    """Where a request holds a scalar, and how many of its first characters are left out there."""

    path: Path
    cut: int


class Leaf:
    """A scalar of the canonical message that varies.

    `parts` are its texts and the names between them; None for a template, which is rendered row by row. `final` says
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
    texts = {(node.start, node.end): str(node.value) for node in _scalars(root)}
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
            yield from _inner(node, path)


def _is_within_json(path: Path) -> bool:
    return bool(path) and _shape_at(path[:-1]).slot == "json"


def _inner(node: Node, path: Path) -> Iterator[tuple[Path, ScalarNode]]:
    if isinstance(node, ScalarNode):
        if node.rendered:
            yield path, node
    elif isinstance(node, MappingNode):
        for key, value in node.entries:
            yield from _inner(value, (*path, str(key.value)))
    else:
        for at, item in enumerate(node.items):
            yield from _inner(item, (*path, at))


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


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for _, value in node.entries:
            yield from _scalars(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _scalars(item)


def _unseen(root: Node, seen: Collection[tuple[int, int]]) -> set[str]:
    """Return the words of the expressions that are no field's, and of what decides on structure."""
    words: set[str] = set()
    if isinstance(root, MappingNode):
        literal = group("file")
        for key, value in root.entries:
            word = str(key.value)
            if word in literal or word.startswith(("x-", "$")):
                continue
            for node in _scalars(value):
                if isinstance(node.value, str) and MARK.search(node.value) and (node.start, node.end) not in seen:
                    words.update(_WORD.findall(node.value))
        words.update(_structural(root))
    return words


def _structural(node: Node) -> set[str]:
    words: set[str] = set()
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            if key.value in _STRUCTURE:
                for scalar in _scalars(value):
                    words.update(_WORD.findall(str(scalar.value)))
            words |= _structural(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            words |= _structural(item)
    return words


def put(value: Any, changes: Mapping[Path, Any]) -> Any:
    """Return a copy of nested values with other ones at some paths."""
    for path, new in changes.items():
        value = _put(value, path, new)
    return value


def _put(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _put(value[path[0]], path[1:], new)
    return copy


def token(leaf: Leaf, number: int) -> Any:
    """Return a value that stands nowhere else in a request."""
    return {
        "text": f"waml7q{number}hole",
        "phone": f"+19995{number:06d}",
        "time": f"2031-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}T03:{number // 336 % 60:02d}:07Z",
        "integer": 700_000_000 + number,
        "number": 700_000.5 + number,
    }[leaf.kind]


def request_of(target: Target, changes: Mapping[Path, Any]) -> dict[str, Any] | None:
    """Return the request of a target with other values in its message, as plain values; None where there is none."""
    message = put(target.message, changes)
    settings = message.get(target.provider, target.settings)
    request, _ = encoded(target._replace(message=message, settings=settings))
    return None if request is None else dict(request._asdict())


def locate(target: Target, leaves: list[Leaf]) -> dict[Path, str]:
    """Find where the request holds each leaf. Return the paths of those that an encoder changes, and why."""
    tokens = {leaf.path: token(leaf, number) for number, leaf in enumerate(leaves)}
    request = request_of(target, tokens)
    if request is None:
        return {leaf.path: "there is no request with it" for leaf in leaves}
    strange: dict[Path, str] = {}
    spots = list(_spots(request, ()))
    for leaf in leaves:
        own = tokens[leaf.path]
        leaf.places = tuple(Place(path, cut) for path, value in spots for cut in _cuts(leaf, own, value))
        if not all(_same_with(target, tokens, request, leaf, probe) for probe in _PROBES[leaf.kind]):
            strange[leaf.path] = f"the provider writes '{leaf.path[-1]}' in a way of its own"
    return strange


def _cuts(leaf: Leaf, own: Any, value: Any) -> tuple[int, ...]:
    if type(own) is type(value) and own == value:
        return (0,)
    return (1,) if leaf.kind == "phone" and value == own[1:] else ()


def _same_with(target: Target, tokens: Mapping[Path, Any], request: dict[str, Any], leaf: Leaf, probe: Any) -> bool:
    """Whether a request with another value in one leaf differs by that value alone."""
    other = request_of(target, {**tokens, leaf.path: probe})
    wanted = put(request, {place.path: probe[place.cut :] if place.cut else probe for place in leaf.places})
    return other is not None and _identical(other, wanted)


def _identical(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON, down to the order of their keys: `1`, `1.0` and `true` are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_identical(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_identical, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return type(one) is type(other) and one == other


def _spots(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _spots(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _spots(inner, (*path, index))
    else:
        yield path, value
