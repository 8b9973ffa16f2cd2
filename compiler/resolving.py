"""Filling the expressions of a document's scalars with the values of its variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .diagnostic import Finding, Span
from .expressions import MARK, MAX_FAULTS, MAX_WORK, Fault, Outcome, fill, fill_given
from .lazy import lazy
from .nodes import FilledNode, MappingNode, Node, Origin, ScalarNode, SequenceNode
from .shape import UNKNOWN, Shape
from .source import MAX_TOLD, Source
from .variables import NAME, PROVIDER, Variables

if TYPE_CHECKING:
    from .asking import Sampled
    from .remedy import Fix
    from .rounds import Round


def resolve(
    source: Source, root: Node, variables: Variables, provider: str, sampled: Sampled = None
) -> tuple[Node, list[Finding]]:
    """Return a document's tree with every expression filled, and the faults in the expressions.

    Sampled: what is repeated stands there once, and what has a condition that can hold, whatever the values say.
    """
    if not isinstance(root, MappingNode):
        return root, []
    resolver = _Resolver(source, {**variables.values, PROVIDER: provider}, variables.origin)
    if _repeats(source, root):
        variables.repeats = True
        root = resolver.unfold(root, sampled)
    elif _is_literal(source, root):
        return root, []
    tree = resolver.top(root)
    variables.used |= resolver.used
    variables.unset.update(resolver.unset)
    return tree, resolver.findings


def _is_literal(source: Source, root: Node) -> bool:
    """Whether a file holds no expression at all: no brace that begins one, and no escape that may spell it."""
    return not may_fill(source) and source.has_document(root)


def may_fill(source: Source) -> bool:
    """Whether a file may hold an expression: a brace that begins one, or an escape that may spell it."""
    return source.holds(_ESCAPE) or source.holds(MARK)


def may_ask(source: Source) -> bool:
    """Whether a file may name a variable, in an expression or in what repeats an item."""
    return may_fill(source) or source.holds(_REPEATING)


_ESCAPE = lazy(r"\\")
_REPEATING = lazy(r"[fFwW\\](?:(?<=[fF])[orOR]{1,2}[-_ ]?[eE]|(?<=[wW])[hH][eE][nN]|(?<=\\))")
"""What may repeat an item, or leave it out. One class begins it: a search for it is nine times as fast as for each."""

_REPEATED = lazy(r"(?i)f[or]{1,2}[-_ ]?e[aech]")


def _repeats(source: Source, root: Node) -> bool:
    """Whether a key of a document may repeat an item of a list, or leave something out."""
    if not source.holds(_REPEATING) and source.has_document(root):
        return False
    stack, repeated = [root], _REPEATED.match
    while stack:
        node = stack.pop()
        if isinstance(node, MappingNode):
            if any(key.value == "when" or repeated(str(key.value)) for key, _ in node.entries):
                return True
            stack += (value for _, value in node.entries if not isinstance(value, ScalarNode))
        elif isinstance(node, SequenceNode):
            stack += (item for item in node.items if not isinstance(item, ScalarNode))
    return False


_NOT_FILLED = Outcome(UNKNOWN, (), ())


class _Resolver:
    def __init__(self, source: Source, values: Mapping[str, Any], origin: Callable[[str], Origin | None]) -> None:
        self.source = source
        self.values = values
        self.origin = origin
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.unset: dict[str, None] = {}
        self.round: Round | None = None
        self.given: frozenset[str] = frozenset()
        self._told: set[tuple[str, Span | None]] = set()
        self._outcomes: dict[str, Outcome] = {}

    def unfold(self, root: MappingNode, sampled: Sampled) -> MappingNode:
        """Repeat the items of lists, and leave them out, before anything is filled."""
        from .message import group, shape
        from .repeating import unfold

        unfolded = unfold(self.source, root, shape(), group("file"), self.values, self.origin, sampled)
        self.source.work += unfolded.work
        self.findings += unfolded.findings
        self.used |= unfolded.used
        self.unset |= unfolded.unset
        return unfolded.root

    def top(self, root: MappingNode) -> MappingNode:
        """The keys of the file are read as they stand; everything else is filled, but for what the schema calls raw."""
        from .message import group, shape

        literal = group("file")
        result = MappingNode(root.start, root.end)
        for key, value in root.entries:
            word = str(key.value)
            field = shape().fields.get(word)
            if word in literal or word.startswith(("x-", "$")):
                result.entries.append((key, value))
            elif field is not None and field.get("x-raw") == "within":
                result.entries.append((key, self.within(value, shape().field(word))))
            else:
                result.entries.append((key, self.node(value)))
        return result

    def within(self, node: Node, shape: Shape | None) -> Node:
        """Fill a node that has raw slots in it, where `{{1}}` and `{{first_name}}` are WhatsApp's own placeholders."""
        if shape is None:
            return self.node(node)
        if isinstance(node, ScalarNode):
            slot = shape.field(shape.short["key"]) if "key" in shape.short else shape
            return self.raw(node) if slot is not None and slot.raw.get("x-raw") is True else self.node(node)
        if isinstance(node, MappingNode):
            fields = shape.container == "object"
            return node.with_entries(
                [
                    (key, self.within(value, shape.field(str(key.value)) if fields else None))
                    for key, value in node.entries
                ]
            )
        items = shape.items if shape.container == "array" else None
        return node.with_items(self.items(node, lambda item: self.within(item, items)))

    def items(self, node: SequenceNode, filled: Callable[[Node], Node]) -> list[Node]:
        """Fill the items of a list, each with the names of its round."""
        if node.rounds is None:
            return [filled(item) for item in node.items]
        outer = self.values, self.origin, self.round, self.given
        items: list[Node] = []
        for item, round in zip(node.items, node.rounds, strict=True):
            self.values, self.origin, self.round, self.given = round.values, round.origin, round, round.names()
            items.append(filled(item))
        self.values, self.origin, self.round, self.given = outer
        return items

    def node(self, node: Node) -> Node:
        if isinstance(node, ScalarNode):
            value = node.value
            return self.scalar(node, value) if isinstance(value, str) and MARK.search(value) else node
        if isinstance(node, MappingNode):
            return node.with_entries([(key, self.node(value)) for key, value in node.entries])
        return node.with_items(self.items(node, self.node))

    def tell(self, node: ScalarNode, text: str, faults: Sequence[Fault]) -> None:
        """Find the faults of a scalar, each at its characters; past the first many of a file, at the scalar."""
        from .offsets import offsets, span_in, span_of

        pieces = node.translation.pieces if node.translation is not None else ()
        table = offsets(self.source, node, text) if len(self.findings) < MAX_TOLD and not pieces else None
        for fault in faults:
            span = span_in(self.source, node, table, fault.start, fault.end)
            if pieces:
                span = span_of(self.source, pieces, fault.start, fault.end)
            meant = None if span is None else self.meant(fault, span, text)
            span = span or self.source.span(node)
            if self.round is not None:
                # What is wrong for one item is wrong for most; it is said once.
                if (fault.rule, span) in self._told:
                    continue
                self._told.add((fault.rule, span))
            self.findings.append(Finding(fault.rule, fault.message, span, help=fault.help, fix=meant))

    def meant(self, fault: Fault, span: Span, text: str) -> Fix | None:
        """Return the fix of a misspelt name, where it stands in the file as it does in the value."""
        word = text[fault.start : fault.end]
        if fault.meant is None or self.source.text[span.start : span.end] != word:
            return None
        from .remedy import Edit, Fix

        return Fix(f"write {fault.meant}", False, (Edit(span, fault.meant),))

    def raw(self, node: ScalarNode) -> ScalarNode:
        """Fill what names a repeated item in a slot where all other braces are placeholders of WhatsApp's."""
        text = node.value
        if not self.given or not isinstance(text, str) or MARK.search(text) is None or self.source.work > MAX_WORK:
            return node
        outcome = fill_given(text, self.values, self.given)
        if outcome is None:
            return node
        result = self.filled(node, text, outcome)
        result.is_partly = True
        return result

    def scalar(self, node: ScalarNode, text: str) -> ScalarNode:
        return self.filled(node, text, self.outcome(text) if self.source.work <= MAX_WORK else _NOT_FILLED)

    def outcome(self, text: str) -> Outcome:
        """Return what a text becomes. The same text outside a round becomes the same: thousands may be alike."""
        if self.round is not None:
            return fill(text, self.values)
        found = self._outcomes.get(text)
        if found is None:
            found = self._outcomes[text] = fill(text, self.values)
        return found

    def filled(self, node: ScalarNode, text: str, outcome: Outcome) -> FilledNode:
        """Note what a scalar used and what is wrong with it; return it with its value."""
        self.source.work += outcome.work
        if self.source.work > MAX_WORK and outcome.work:
            message = "the templates of the file are too many and too long; what follows is not filled"
            self.findings.append(Finding("template-too-large", message, self.source.span(node)))
        given = self.given
        self.used.update(name for name in outcome.names if name not in given)
        self.unset.update(dict.fromkeys(name for name in outcome.unset if name not in given))
        if outcome.faults:
            # What a broken expression names was meant to be used.
            self.used.update(word for word in NAME.findall(text) if word in self.values and word != PROVIDER)
            self.tell(node, text, outcome.faults[:MAX_FAULTS])
        result = FilledNode(outcome.value, node, outcome.names)
        result.values, result.origin, result.round = self.values, self.origin, self.round
        return result
