"""`for_each` and `when`: an item of a list that stands for one for each item of a variable, or for none.

What they go over and ask is an expression, never a text that is read again: no value makes structure. The tree is
unfolded first, its scalars are filled afterwards (`resolving.py`), each with the names of the items it stands in.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .asking import Asker, Sampled, key_of
from .diagnostic import Finding, Span, shown
from .expressions import MARK
from .named import NamedTuple
from .nodes import MappingNode, Node, Origin, ScalarNode, SequenceNode
from .paths import scalars
from .remedy import Edit, Fix, requoted
from .rounds import LOOP, Item, Round, is_meant, loop_of, origin_of, structure
from .shape import UNKNOWN, Shape
from .source import MAX_NODES, Source
from .variables import NAME, PROVIDER


class Unfolded(NamedTuple):
    """A tree without `for_each` and `when`, what was wrong with them, and the variables that they asked for."""

    root: MappingNode
    findings: list[Finding]
    used: set[str]
    unset: dict[str, None]
    work: int


def unfold(
    source: Source,
    root: MappingNode,
    shape: Shape,
    literal: tuple[str, ...],
    values: Mapping[str, Any],
    origin: Callable[[str], Origin | None],
    sampled: Sampled = None,
) -> Unfolded:
    """Repeat and leave out what `for_each` and `when` say. The `literal` keys of the file are none of it.

    Sampled: each `for_each` gives one item, the first that there is, and each `when` holds that can.
    """
    unfolder = _Unfolder(source, values, origin, sampled)
    result = MappingNode(root.start, root.end)
    for key, value in root.entries:
        word = str(key.value)
        if word in literal or word.startswith(("x-", "$")):
            result.entries.append((key, value))
        else:
            result.entries += unfolder.entry(key, value, shape.in_any_form(word), None)
    return Unfolded(result, unfolder.findings, unfolder.used, unfolder.unset, unfolder.work)


class _Unfolder(Asker):
    def __init__(
        self, source: Source, values: Mapping[str, Any], origin: Callable[[str], Origin | None], sampled: Sampled
    ) -> None:
        super().__init__(source, values, sampled)
        self.origin = origin
        self._nodes = 0

    # ---- the walk

    def walk(self, node: Node, shape: Shape | None, round: Round | None) -> Node:
        """Return a node unfolded: itself, where there is nothing to unfold."""
        if isinstance(node, ScalarNode) or (shape is not None and shape.slot in ("json", "declarations")):
            return node
        if isinstance(node, SequenceNode):
            items = shape.items if shape is not None and shape.container == "array" else None
            return self.sequence(node, items, round)
        if shape is not None and shape.container == "array" and "list" in shape.short:
            shape = shape.items
        entries: list[tuple[ScalarNode, Node]] = []
        for key, value in node.entries:
            inner = shape.in_any_form(str(key.value)) if shape is not None else None
            entries += self.entry(key, value, inner, round)
        return node.with_entries(entries)

    def entry(
        self, key: ScalarNode, value: Node, shape: Shape | None, round: Round | None
    ) -> Iterator[tuple[ScalarNode, Node]]:
        """Yield the entry of a mapping, or nothing where its `when` does not hold."""
        if isinstance(value, MappingNode) and shape is not None:
            if shape.container == "array" and structure(value, shape.items) and not shape.in_any_form("for_each"):
                if "list" not in shape.short:
                    message = f"'{key.value}' is a list, and a mapping stands here"
                    help = f"begin it with '- ': it is an item of '{key.value}'"
                    self.find("for-each-misplaced", message, value.entries[0][0], help=help)
                single = SequenceNode(value.start, value.end)
                single.items.append(value)
                value = single
            elif value.get("for_each") is not None and shape.free is False and "for_each" not in shape.fields:
                message = f"'for_each' repeats an item of a list, and '{key.value}' is none"
                self.find("for-each-misplaced", message, key_of(value, "for_each"))
                self.list_of(value, round.values if round is not None else self.values)
                value = ScalarNode(UNKNOWN, value.start, value.end)
            elif structure(value, shape):
                if not self.keeps(self.condition(value, shape), value, round):
                    self.leave(value)
                    return
                value = self.bare(value, shape)
        yield key, self.walk(value, shape, round)

    def sequence(self, node: SequenceNode, shape: Shape | None, round: Round | None) -> SequenceNode:
        """Return a list with its items repeated."""
        node = self.corrected(node, shape)
        if not any(isinstance(item, MappingNode) and structure(item, shape) for item in node.items):
            return node.with_items([self.walk(item, shape, round) for item in node.items])
        result = SequenceNode(node.start, node.end)
        result.rounds = []
        for at, item in enumerate(node.items):
            inner = self.bare(item, shape) if isinstance(item, MappingNode) else item
            count = len(result.items)
            for one in self.rounds(item, at, shape, round):
                self._nodes += _size(inner)
                if self._nodes > MAX_NODES:
                    message = f"what the lists of the file repeat is over {MAX_NODES} values; what follows is left out"
                    self.find("repeated-too-often", message, item)
                    result.rounds[-1:] = (last._replace(is_known=False) for last in result.rounds[-1:])
                    return result
                result.items.append(self.walk(inner, shape, one))
                result.rounds.append(one)
            if len(result.items) == count:
                self.leave(item)
        return result

    def leave(self, node: Node) -> None:
        """Note what a part would use that is left out: other values put it there."""
        for path, scalar in scalars(node):
            text = scalar.value
            if isinstance(text, str) and (path[-1:] in (("for_each",), ("when",)) or MARK.search(text)):
                self.used.update(word for word in NAME.findall(text) if word in self.values and word != PROVIDER)

    def corrected(self, node: SequenceNode, shape: Shape | None) -> SequenceNode:
        """Return a list whose items spell `for_each` as it is spelt, so that one slip is found once."""
        fields = shape.fields if shape is not None else {}
        for at, item in enumerate(node.items):
            keys = [key for key, _ in item.entries] if isinstance(item, MappingNode) else []
            wrong = next((key for key in keys if is_meant(str(key.value)) and str(key.value) not in fields), None)
            if wrong is None or not isinstance(item, MappingNode) or item.get("for_each") is not None:
                continue
            span = Span(wrong.start, wrong.end)
            edit = Edit(span, requoted(self.source.text[span.start : span.end], "for_each"))
            fix = Fix("write for_each", True, (edit,))
            message = f"the key {shown(wrong.value)} is unknown"
            self.find("unknown-key", message, wrong, span, help="did you mean 'for_each'?", fix=fix)
            result, mended = SequenceNode(node.start, node.end), MappingNode(item.start, item.end)
            word = ScalarNode("for_each", wrong.start, wrong.end)
            mended.entries = [(word if key is wrong else key, value) for key, value in item.entries]
            result.items = [*node.items[:at], mended, *node.items[at + 1 :]]
            node = result
        return node

    def bare(self, node: MappingNode, shape: Shape | None) -> Node:
        """Return an item without the keys of its structure; its `value`, where it has one."""
        own = structure(node, shape)
        value = node.get("value") if "value" in own else None
        if value is not None:
            others = [key for key, _ in node.entries if str(key.value) not in own]
            if others:
                message = f"'value' is all of the item, and '{others[0].value}' stands beside it"
                self.find("value-beside-keys", message, others[0], help="leave out one of them")
            else:
                return value
        result = MappingNode(node.start, node.end)
        result.entries = [(key, value) for key, value in node.entries if str(key.value) not in own]
        return result

    # ---- the items of a list

    def rounds(self, node: Node, at: int, shape: Shape | None, outer: Round | None) -> Iterator[Round]:
        """Yield a round for each item that a written item becomes."""
        values, origin = (outer.values, outer.origin) if outer is not None else (self.values, self.origin)
        own = structure(node, shape) if isinstance(node, MappingNode) else ()
        if not isinstance(node, MappingNode) or not own:
            yield Round(Item(node, at), values, origin, outer)
            return
        condition = self.condition(node, shape)
        if "for_each" not in own:
            for word in own:
                if word == "as" or "when" not in own:
                    message = f"'{word}' goes with 'for_each', and there is none"
                    self.find("key-without-for-each", message, key_of(node, word))
            _, is_known = self.holds(condition, node, outer)
            if self.keeps(condition, node, outer):
                yield Round(Item(node, at, condition=condition), values, origin, outer, None, is_known)
            return
        way, found = self.list_of(node, values)
        item = Item(node, at, way, self.name_of(node, values), condition)
        yield from self.kept(item, found, Round(item, values, origin, outer))

    def kept(self, item: Item, found: Any, whole: Round) -> Iterator[Round]:
        """Yield the rounds over a list of which the condition holds, numbered as Jinja numbers them."""
        if found is UNKNOWN:
            yield self.unknown(item, whole)
            return
        kept: list[tuple[int, bool]] = []
        self.work += min(len(found), MAX_NODES)
        for index, value in enumerate(found):
            if self.is_tired(item.node):
                break
            keeps, is_known = True, True
            if item.condition is not None:
                asked = whole._replace(values=_within({item.name: value}, whole), place=index)
                keeps, is_known = self.holds(item.condition, item.node, asked)
            if keeps:
                kept.append((index, is_known))
            if (self.sampled is not None and kept) or len(kept) > MAX_NODES:
                break
        if self.sampled is not None and not kept:
            yield self.unknown(item, whole)
        for number, (index, is_known) in enumerate(kept):
            names = {item.name: found[index], LOOP: loop_of(number, len(kept))}
            origin = origin_of(item, index, whole.origin)
            values = _within(names, whole)
            yield whole._replace(values=values, origin=origin, place=index, is_known=is_known)

    def unknown(self, item: Item, whole: Round) -> Round:
        """Return the round over a list of which nothing is known, so that what stands in it is read all the same."""
        names = {item.name: UNKNOWN, LOOP: UNKNOWN}
        return whole._replace(values=_within(names, whole), is_known=False)


def _within(names: dict[str, Any], whole: Round) -> Mapping[str, Any]:
    """Return the values of a round: its own names before those around it."""
    return ChainMap(names, whole.values)  # type: ignore[arg-type]


def _size(node: Node) -> int:
    if isinstance(node, MappingNode):
        return 1 + sum(1 + _size(value) for _, value in node.entries)
    return 1 + sum(map(_size, node.items)) if isinstance(node, SequenceNode) else 1
