"""What the keys of a repeated item say: the list of a `for_each`, the name of an `as`, whether a `when` holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .diagnostic import Finding, Span, shown
from .expressions import MARK, MAX_WORK, Fault, Outcome, evaluate, no_such_key, undeclared
from .nodes import MappingNode, Node, ScalarNode
from .remedy import Edit, Fix
from .rounds import DEFAULT_NAME, LOOP, Round, structure
from .shape import UNKNOWN, Shape
from .slots import kind_of_scalar
from .source import Source
from .variables import NAME

_COST = 1_000
"""What it takes to ask once more what has been asked before, in the steps that `MAX_WORK` counts."""

_LISTED = 3
"""Lists that a message names."""


Sampled = Callable[[str], bool] | None
"""Whether a condition can hold for any of the values that there may be; None where the values at hand decide."""


class Asker:
    """Reads the expressions of repeated items; keeps what is wrong with them, and the variables that they ask for.

    Sampled: each part is kept whose condition can hold, whatever it says of the values at hand.
    """

    def __init__(self, source: Source, values: Mapping[str, Any], sampled: Sampled) -> None:
        self.source = source
        self.values = values
        self.sampled = sampled
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.unset: dict[str, None] = {}
        self.work = 0
        self._told: set[tuple[str, Span]] = set()
        self._asked: set[str] = set()
        self._is_tired = False

    def list_of(self, node: MappingNode, values: Mapping[str, Any]) -> tuple[tuple[str, ...], Any]:
        """Return the names that a `for_each` goes over, and the list; UNKNOWN where there is none."""
        scalar = node.get("for_each")
        text = scalar.value if isinstance(scalar, ScalarNode) else None
        if not isinstance(scalar, ScalarNode) or not isinstance(text, str) or not text:
            message = "'for_each' names a list" + (f", and {shown(text)} is no name" if text is not None else "")
            help = "declare the list under 'vars', and write its name"
            self.find("for-each-not-a-list", message, key_of(node, "for_each"), help=help)
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
        help = f"the lists here are {', '.join(lists[:_LISTED])}" if lists else "declare it with type: list"
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
        place = key_of(node, "for_each") if scalar is None else scalar
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
            self.find("as-hides-a-variable", message, key_of(node, "for_each"), help="give the variable another name")
        return name

    # ---- conditions

    def condition(self, node: MappingNode, shape: Shape | None) -> str | bool | None:
        """Return what a `when` asks; None where there is none, or nothing that can be asked."""
        scalar = node.get("when") if "when" in structure(node, shape) else None
        if scalar is None or (isinstance(scalar, ScalarNode) and scalar.value is UNKNOWN):
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

    def keeps(self, condition: str | bool | None, node: Node, round: Round | None) -> bool:
        """Return whether a part is kept: one that is sampled, where it may ever be there."""
        keeps, _ = self.holds(condition, node, round)
        return keeps or (self.sampled is not None and isinstance(condition, str) and self.sampled(condition))

    def holds(self, condition: str | bool | None, node: Node, round: Round | None) -> tuple[bool, bool]:
        """Return whether a condition holds, or may, and whether that is known."""
        if condition is None or isinstance(condition, bool):
            return condition is not False, True
        values = round.values if round is not None else self.values
        if self.is_tired(node):
            return True, False
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
        return value is not False, value is not UNKNOWN

    def count(self, condition: str, outcome: Outcome, round: Round | None) -> None:
        """Note what a condition asked for. It is compiled once for all the items that it is asked of."""
        self.work += outcome.work if condition not in self._asked else _COST + outcome.work // 100
        self._asked.add(condition)
        given = round.names() | ({round.item.name} if round.item.way else set()) if round is not None else frozenset()
        self.used.update(name for name in outcome.names if name not in given)
        self.unset.update(dict.fromkeys(name for name in outcome.unset if name not in given))

    def is_tired(self, node: Node) -> bool:
        """Whether the lists and the conditions of the file have taken all the time that there is."""
        if self.source.work + self.work <= MAX_WORK:
            return False
        if not self._is_tired:
            self.find("repeated-too-often", "the lists of the file are too long; what follows is left out", node)
        self._is_tired = True
        return True

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


def key_of(node: MappingNode, word: str) -> ScalarNode:
    """Return a key of a mapping that has it."""
    return next(key for key, _ in node.entries if key.value == word)


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
