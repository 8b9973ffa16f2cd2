"""`for_each` and `when`: an item of a list that stands for one for each item of a variable, or for none.

What they go over and ask is an expression, never a text that is read again: no value makes structure. The tree is
unfolded first, its scalars are filled afterwards (`resolving.py`), each with the names of the items it stands in.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from .diagnostic import Finding, Span, shown
from .expressions import MARK, Fault, Outcome, evaluate, no_such_key, undeclared
from .remedy import Edit, Fix, requoted
from .rounds import DEFAULT_NAME, LOOP, Item, Round, is_meant, loop_of, origin_of, structure
from .shape import UNKNOWN, Shape
from .slots import kind_of_scalar
from .source import MAX_NODES, MappingNode, Node, Origin, ScalarNode, SequenceNode, Source
from .variables import NAME

_ONE = 3
"""Items of which a message names each."""


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
    sampled: bool = False,
) -> Unfolded:
    """Repeat and leave out what `for_each` and `when` say. The `literal` keys of the file are none of it.

    Sampled: each `for_each` gives one item, the first that there is, and each `when` holds.
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


class _Unfolder:
    def __init__(
        self, source: Source, values: Mapping[str, Any], origin: Callable[[str], Origin | None], sampled: bool
    ) -> None:
        self.source = source
        self.values = values
        self.origin = origin
        self.sampled = sampled
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.unset: dict[str, None] = {}
        self.work = 0
        self._told: set[tuple[str, Span]] = set()
        self._asked: set[str] = set()
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
        result = MappingNode(node.start, node.end)
        for key, value in node.entries:
            inner = shape.in_any_form(str(key.value)) if shape is not None else None
            result.entries += self.entry(key, value, inner, round)
        return node if _is_same(node.entries, result.entries) else result

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
                self.find("for-each-misplaced", message, _key(value, "for_each"))
                self.list_of(value, round.values if round is not None else self.values)
                value = ScalarNode(UNKNOWN, value.start, value.end)
            elif structure(value, shape):
                keeps, _ = self.holds(self.condition(value, shape), value, round)
                if not keeps:
                    return
                value = self.bare(value, shape)
        yield key, self.walk(value, shape, round)

    def sequence(self, node: SequenceNode, shape: Shape | None, round: Round | None) -> SequenceNode:
        """Return a list with its items repeated."""
        node = self.corrected(node, shape)
        if not any(isinstance(item, MappingNode) and structure(item, shape) for item in node.items):
            items = [self.walk(item, shape, round) for item in node.items]
            if all(new is old for new, old in zip(items, node.items, strict=True)):
                return node
            result = SequenceNode(node.start, node.end)
            result.items = items
            return result
        result = SequenceNode(node.start, node.end)
        result.rounds = []
        for at, item in enumerate(node.items):
            inner = self.bare(item, shape) if isinstance(item, MappingNode) else item
            for one in self.rounds(item, at, shape, round):
                self._nodes += _size(inner)
                if self._nodes > MAX_NODES:
                    message = f"what the lists of the file repeat is over {MAX_NODES} values; what follows is left out"
                    self.find("repeated-too-often", message, item)
                    result.rounds[-1:] = (last._replace(is_known=False) for last in result.rounds[-1:])
                    return result
                result.items.append(self.walk(inner, shape, one))
                result.rounds.append(one)
        return result

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
                    self.find("key-without-for-each", message, _key(node, word))
            keeps, is_known = self.holds(condition, node, outer)
            if keeps:
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
        for index, value in enumerate(found):
            keeps, is_known = True, True
            if item.condition is not None:
                asked = whole._replace(values=_within({item.name: value}, whole), place=index)
                keeps, is_known = self.holds(item.condition, item.node, asked)
            if keeps:
                kept.append((index, is_known))
            if (self.sampled and kept) or len(kept) > MAX_NODES:
                break
        if self.sampled and not kept:
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

    def list_of(self, node: MappingNode, values: Mapping[str, Any]) -> tuple[tuple[str, ...], Any]:
        """Return the names that a `for_each` goes over, and the list; UNKNOWN where there is none."""
        scalar = node.get("for_each")
        text = scalar.value if isinstance(scalar, ScalarNode) else None
        if not isinstance(scalar, ScalarNode) or not isinstance(text, str) or not text:
            message = "'for_each' names a list" + (f", and {shown(text)} is no name" if text is not None else "")
            help = "declare the list under 'vars', and write its name"
            self.find("for-each-not-a-list", message, _key(node, "for_each"), help=help)
            return ("",), UNKNOWN
        text = self.without_braces(scalar, text)
        way = tuple(part.strip() for part in text.strip().split("."))
        if not all(NAME.fullmatch(part) for part in way):
            message = f"'for_each' names a list, and {shown(text)} is no name"
            help = "it takes a variable, or a key of one: 'products', 'category.products'"
            self.find("for-each-not-a-list", message, scalar, help=help)
            return ("",), UNKNOWN
        self.used.add(way[0])
        value = self.follow(scalar, text, way, values)
        if value is UNKNOWN and values.get(way[0]) is UNKNOWN and way[0] in self.values:
            self.unset[way[0]] = None
        if value is UNKNOWN or isinstance(value, list):
            return way, value
        message = f"'for_each' goes over a list, and '{'.'.join(way)}' is {_said(value)}"
        lists = [name for name in values if isinstance(values[name], list)]
        help = f"the lists here are {', '.join(lists[:_ONE])}" if lists else "declare it with type: list"
        self.find("for-each-not-a-list", message, scalar, help=help)
        return way, UNKNOWN

    def follow(self, scalar: ScalarNode, text: str, way: tuple[str, ...], values: Mapping[str, Any]) -> Any:
        """Return what a way of names leads to."""
        start = text.index(way[0])
        if way[0] not in values:
            self.tell(scalar, text, undeclared(way[0], start, values))
            return UNKNOWN
        value, at = values[way[0]], start + len(way[0])
        for depth, part in enumerate(way[1:], 1):
            if value is UNKNOWN:
                return UNKNOWN
            at = text.index(part, at)
            if not isinstance(value, dict) or part not in value:
                known = value if isinstance(value, dict) else ()
                self.tell(scalar, text, no_such_key(".".join(way[:depth]), part, at, at + len(part), known))
                return UNKNOWN
            value, at = value[part], at + len(part)
        return value

    def name_of(self, node: MappingNode, values: Mapping[str, Any]) -> str:
        """Return the name of an item: that of its `as`."""
        scalar = node.get("as")
        name = DEFAULT_NAME if scalar is None else scalar.value if isinstance(scalar, ScalarNode) else None
        place = _key(node, "for_each") if scalar is None else scalar
        if not isinstance(name, str) or not NAME.fullmatch(name) or name == LOOP:
            said = shown(name) if isinstance(scalar, ScalarNode) else "a mapping or a list"
            reason = "it counts the rounds" if name == LOOP else "a name is letters, digits and '_'"
            self.find("variable-name", f"{said} is no name for an item: {reason}", place)
            return DEFAULT_NAME
        if name in values:
            message = f"'{name}' is a variable already, and would be hidden by the item"
            self.find("as-hides-a-variable", message, place, help="give the item another name: 'as: …'")
        elif LOOP in self.values:
            message = f"'{LOOP}' is a variable already, and would be hidden: inside 'for_each' it counts the rounds"
            self.find("as-hides-a-variable", message, _key(node, "for_each"), help="give the variable another name")
        return name

    # ---- conditions

    def condition(self, node: MappingNode, shape: Shape | None) -> str | bool | None:
        """Return what a `when` asks; None where there is none, or nothing that can be asked."""
        scalar = node.get("when") if "when" in structure(node, shape) else None
        if scalar is None:
            return None
        if isinstance(scalar, ScalarNode) and isinstance(scalar.value, str) and scalar.value:
            return self.without_braces(scalar, scalar.value)
        if isinstance(scalar, ScalarNode) and isinstance(scalar.value, bool):
            return scalar.value
        got = "nothing" if isinstance(scalar, ScalarNode) and scalar.value is None else "a mapping or a list"
        if isinstance(scalar, ScalarNode) and scalar.value is not None:
            got = f"{shown(scalar.value)}, {kind_of_scalar(scalar.value)}"
        help = "write a condition, such as 'product.stock > 0'"
        self.find("when-not-boolean", f"'when' asks whether something holds, and is {got}", scalar, help=help)
        return None

    def holds(self, condition: str | bool | None, node: Node, round: Round | None) -> tuple[bool, bool]:
        """Return whether an item is kept, and whether that is known."""
        if condition is None or isinstance(condition, bool):
            return condition is not False or self.sampled, True
        values = round.values if round is not None else self.values
        outcome = evaluate(condition, values)
        self.count(condition, outcome, round)
        scalar = node.get("when") if isinstance(node, MappingNode) else None
        assert isinstance(scalar, ScalarNode)
        for fault in outcome.faults:
            self.tell(scalar, condition, _without_print(fault))
        value = outcome.value
        if value is not UNKNOWN and not isinstance(value, bool):
            message = f"'when' asks whether something holds, and {shown(condition)} is {_said(value)}"
            self.find("when-not-boolean", message, scalar, help=_comparison(condition, value))
            value = UNKNOWN
        return value is not False or (self.sampled and round is None), value is not UNKNOWN

    def count(self, condition: str, outcome: Outcome, round: Round | None) -> None:
        """Note what a condition asked for. It is compiled once for all the items that it is asked of."""
        self.work += outcome.work if condition not in self._asked else 1 + outcome.work // 100
        self._asked.add(condition)
        given = round.names() | ({round.item.name} if round.item.way else set()) if round is not None else frozenset()
        self.used.update(name for name in outcome.names if name not in given)
        self.unset.update(dict.fromkeys(name for name in outcome.unset if name not in given))

    # ---- what is wrong

    def without_braces(self, scalar: ScalarNode, text: str) -> str:
        """Return an expression without the braces that nobody asked for."""
        if not MARK.match(text.strip()):
            return text
        inner = text.strip()
        bare = inner[2:-2].strip(" -") if inner.startswith("{{") and inner.endswith("}}") else None
        if bare is None or MARK.search(bare):
            return text
        span = self.source.span(scalar)
        fix = None
        if self.source.text[span.start : span.end].strip("'\"") == text:
            quote = self.source.text[span.start : span.start + 1]
            quote = quote if quote in "'\"" else ""
            fix = Fix("remove the braces", True, (Edit(span, f"{quote}{bare}{quote}"),))
        message = "an expression stands here by itself, without braces"
        self.find("expression-in-braces", message, scalar, help=f"write {bare}", fix=fix)
        return bare

    def tell(self, scalar: ScalarNode, text: str, fault: Fault) -> None:
        """Find a fault of an expression, at its characters."""
        from .offsets import offsets, span_in

        written = str(scalar.value)
        moved = max(written.find(text), 0)
        start = min(fault.start, len(text.rstrip()) - 1) + moved
        span = span_in(
            self.source, scalar, offsets(self.source, scalar, written), start, max(fault.end + moved, start + 1)
        )
        fix = None
        if fault.meant is not None and span is not None:
            word = text[fault.start : fault.end]
            if self.source.text[span.start : span.end] == word:
                fix = Fix(f"write {fault.meant}", False, (Edit(span, fault.meant),))
        self.find(fault.rule, fault.message, scalar, span, help=fault.help, fix=fix)

    def find(self, rule: str, message: str, node: Node, span: Span | None = None, **more: Any) -> None:
        """Find something once, however many items it is true of."""
        span = span or (self.source.span(node) if isinstance(node, ScalarNode) else Span(node.start, node.start + 1))
        if (rule, span) not in self._told:
            self._told.add((rule, span))
            self.findings.append(Finding(rule, message, span, **more))


def _within(names: dict[str, Any], whole: Round) -> Mapping[str, Any]:
    """Return the values of a round: its own names before those around it."""
    return ChainMap(names, whole.values)  # type: ignore[arg-type]


def _key(node: MappingNode, word: str) -> ScalarNode:
    return next(key for key, _ in node.entries if key.value == word)


def _is_same(old: list[tuple[ScalarNode, Node]], new: list[tuple[ScalarNode, Node]]) -> bool:
    return len(old) == len(new) and all(a is b for (_, a), (_, b) in zip(old, new, strict=True))


def _size(node: Node) -> int:
    if isinstance(node, MappingNode):
        return 1 + sum(1 + _size(value) for _, value in node.entries)
    return 1 + sum(map(_size, node.items)) if isinstance(node, SequenceNode) else 1


def _said(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return shown(value)
    if isinstance(value, str):
        return f"the text {shown(value, 40)}"
    return "nothing" if value is None else f"{shown(value)}, {kind_of_scalar(value)}"


def _comparison(condition: str, value: Any) -> str:
    if isinstance(value, (list, str)):
        return f"write '{condition}|length > 0'" if " " not in condition else "compare it with something"
    return f"write '{condition} > 0'" if isinstance(value, (int, float)) and " " not in condition else "compare it"


def _without_print(fault: Fault) -> Fault:
    """Return a fault as it is of an expression without braces."""
    if fault.rule != "template-syntax":
        return fault
    message = fault.message.replace("end of print statement", "the end")
    return fault._replace(message=message, help="write a condition, such as 'product.stock > 0'")
