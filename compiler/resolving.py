"""Filling the expressions of a document's scalars with the values of its variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .diagnostic import Finding, Span
from .expressions import MARK, MAX_FAULTS, MAX_WORK, Fault, Outcome, fill
from .shape import UNKNOWN, Shape
from .source import MAX_TOLD, FilledNode, MappingNode, Node, Origin, ScalarNode, SequenceNode, Source
from .variables import NAME, PROVIDER, Variables

if TYPE_CHECKING:
    from .remedy import Fix


def resolve(source: Source, root: Node, variables: Variables, provider: str) -> tuple[Node, list[Finding]]:
    """Return a document's tree with every expression filled, and the faults in the expressions."""
    if not isinstance(root, MappingNode) or _is_literal(source, root):
        return root, []
    resolver = _Resolver(source, {**variables.values, PROVIDER: provider}, variables.origin)
    tree = resolver.top(root)
    variables.used |= resolver.used
    variables.unset.update(resolver.unset)
    return tree, resolver.findings


def _is_literal(source: Source, root: Node) -> bool:
    """Whether a file holds no expression at all: no brace that begins one, and no escape that may spell it."""
    text = source.text
    return "\\" not in text and MARK.search(text) is None and any(root is document for document in source.documents)


class _Resolver:
    def __init__(self, source: Source, values: Mapping[str, Any], origin: Callable[[str], Origin | None]) -> None:
        self.source = source
        self.values = values
        self.origin = origin
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.unset: dict[str, None] = {}

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
            return node if slot is not None and slot.raw.get("x-raw") is True else self.node(node)
        if isinstance(node, MappingNode):
            fields = shape.container == "object"
            mapping = MappingNode(node.start, node.end)
            mapping.entries = [
                (key, self.within(value, shape.field(str(key.value)) if fields else None))
                for key, value in node.entries
            ]
            return mapping
        items = shape.items if shape.container == "array" else None
        sequence = SequenceNode(node.start, node.end)
        sequence.items = [self.within(item, items) for item in node.items]
        return sequence

    def node(self, node: Node) -> Node:
        if isinstance(node, ScalarNode):
            value = node.value
            return self.scalar(node, value) if isinstance(value, str) and MARK.search(value) else node
        if isinstance(node, MappingNode):
            entries = [(key, self.node(value)) for key, value in node.entries]
            if all(new is old for (_, new), (_, old) in zip(entries, node.entries, strict=True)):
                return node
            mapping = MappingNode(node.start, node.end)
            mapping.entries = entries
            return mapping
        items = [self.node(item) for item in node.items]
        if all(new is old for new, old in zip(items, node.items, strict=True)):
            return node
        sequence = SequenceNode(node.start, node.end)
        sequence.items = items
        return sequence

    def tell(self, node: ScalarNode, text: str, faults: Sequence[Fault]) -> None:
        """Find the faults of a scalar, each at its characters; past the first many of a file, at the scalar."""
        from .offsets import offsets, span_in

        table = offsets(self.source, node, text) if len(self.findings) < MAX_TOLD else None
        for fault in faults:
            span = span_in(self.source, node, table, fault.start, fault.end)
            meant = None if span is None else self.meant(fault, span, text)
            span = span or self.source.span(node)
            self.findings.append(Finding(fault.rule, fault.message, span, help=fault.help, fix=meant))

    def meant(self, fault: Fault, span: Span, text: str) -> Fix | None:
        """Return the fix of a misspelt name, where it stands in the file as it does in the value."""
        word = text[fault.start : fault.end]
        if fault.meant is None or self.source.text[span.start : span.end] != word:
            return None
        from .remedy import Edit, Fix

        return Fix(f"write {fault.meant}", False, (Edit(span, fault.meant),))

    def scalar(self, node: ScalarNode, text: str) -> ScalarNode:
        outcome = fill(text, self.values) if self.source.work <= MAX_WORK else Outcome(UNKNOWN, (), ())
        self.source.work += outcome.work
        if self.source.work > MAX_WORK and outcome.work:
            message = "the templates of the file are too many and too long; what follows is not filled"
            self.findings.append(Finding("template-too-large", message, self.source.span(node)))
        self.used.update(outcome.names)
        self.unset.update(dict.fromkeys(outcome.unset))
        if outcome.faults:
            # What a broken expression names was meant to be used.
            self.used.update(word for word in NAME.findall(text) if word in self.values and word != PROVIDER)
            self.tell(node, text, outcome.faults[:MAX_FAULTS])
        result = FilledNode(outcome.value, node, outcome.names)
        result.values, result.origin = self.values, self.origin
        return result
