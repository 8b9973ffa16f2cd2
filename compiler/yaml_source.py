"""YAML, from libyaml's events.

Events, not `compose`: composing 100,000 levels of nesting with the C loader crashes the process.
The types are ours: of YAML 1.1's only what JSON has is left, so that `+1555`, `0123`, `12:30` and `yes` stay text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml._yaml import CParser

from .diagnostic import Finding, Span
from .lazy import lazy
from .nodes import MappingNode, Node, ScalarNode, SequenceNode, typed
from .source import MAX_DEPTH, MAX_DOCUMENTS, MAX_NODES, NODE_TEXT, Source

_TAG = lazy(r"(?:&\S+\s+)?(!<[^>\s]*>|![^\s,\[\]{}]*)")
_STRING_TAG = "tag:yaml.org,2002:str"


class _Stop(Exception):
    """Reading cannot go on; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def parse(source: Source) -> None:
    """Fill the documents and the findings of a source. Never raises."""
    try:
        parser = CParser(source.text)
        try:
            _Builder(source, parser.get_event).run()
        finally:
            parser.dispose()
    except _Stop as stop:
        source.findings.append(stop.finding)
    except yaml.YAMLError as error:
        from .yaml_faults import drop_what_was_cut, syntax

        finding = syntax(source, error)
        drop_what_was_cut(source, finding)
        # What the same braces gave before the line broke off is said by this finding too.
        source.findings = [
            f
            for f in source.findings
            if f.rule != finding.rule or f.span is None or finding.span is None or f.span.start != finding.span.start
        ]
        source.findings = [_uncertain(source, f, finding) for f in source.findings]
        source.findings.append(finding)
    except UnicodeEncodeError as error:
        # A lone surrogate cannot come out of UTF-8, but it can come from a caller's string.
        span = Span(error.start, error.end)
        source.findings.append(Finding("yaml-syntax", "a lone surrogate is no character", span))


def _uncertain(source: Source, finding: Finding, broken: Finding) -> Finding:
    """Return a finding without its fix where the value goes on behind it: nobody knows how far."""
    if finding.fix is None or finding.span is None or broken.span is None or finding.rule != "unquoted-template":
        return finding
    between = source.text[finding.span.end : broken.span.start]
    goes_on = finding.span.end <= broken.span.start and not between.strip()
    is_inside = broken.span.start <= finding.span.start and finding.span.end <= broken.span.end
    return finding._replace(fix=None) if goes_on or is_inside else finding


def plain(text: str) -> Any:
    """Return YAML that ships with waml as plain values, by the same types, without the tree and its places.

    Half the time of `parse`. Knows neither aliases nor tags; raises YAMLError.
    """
    parser = CParser(text)
    next_event = parser.get_event
    next_event()  # the start of the stream
    next_event()  # the start of the document
    return _plain(next_event, next_event())


def _plain(next_event: Any, event: Any) -> Any:
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return event.value if event.style else typed(event.value)
    if kind is yaml.MappingStartEvent:
        mapping: dict[str, Any] = {}
        while type(key := next_event()) is not yaml.MappingEndEvent:
            mapping[key.value] = _plain(next_event, next_event())
        return mapping
    items: list[Any] = []
    while type(item := next_event()) is not yaml.SequenceEndEvent:
        items.append(_plain(next_event, item))
    return items


class _Builder:
    """Builds the trees of a file. Of anchors, `weights` tells how many nodes each alias of theirs stands for."""

    def __init__(self, source: Source, next_event: Callable[[], Any]) -> None:
        self.source = source
        self.next_event = next_event
        self.anchors: dict[str, Node] = {}
        self.weights: dict[str, int] = {}
        self.open_anchors: set[str] = set()
        self.nodes = 0
        self.weight = 0

    def run(self) -> None:
        next_event = self.next_event
        documents = self.source.documents
        next_event()  # the start of the stream
        while True:
            event = next_event()
            if type(event) is yaml.StreamEndEvent:
                return
            if len(documents) == MAX_DOCUMENTS:
                start = event.start_mark.index
                message = f"the file holds more than {MAX_DOCUMENTS} documents"
                raise _Stop(Finding("too-many-nodes", message, Span(start, start + 3)))
            self.anchors.clear()
            self.open_anchors.clear()
            documents.append(self.node(next_event(), 1))
            next_event()  # the end of the document

    def node(self, event: Any, depth: int) -> Node:
        """Build one node from its first event on."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.AliasEvent:
            return self.alias(event)
        self.count(event)
        if depth > MAX_DEPTH:
            start = event.start_mark.index
            raise _Stop(Finding("too-deep", f"the file nests deeper than {MAX_DEPTH} levels", Span(start, start + 1)))
        build = self.sequence if kind is yaml.SequenceStartEvent else self.mapping
        anchor = event.anchor
        if not anchor:
            self.weight += 1
            return build(event, depth)
        before = self.weight
        self.weight += 1
        self.open_anchors.add(anchor)
        node = build(event, depth)
        self.open_anchors.discard(anchor)
        self.anchors[anchor], self.weights[anchor] = node, self.weight - before
        return node

    def count(self, event: Any) -> None:
        """Count a node, and judge its tag."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            span = Span(event.start_mark.index, event.end_mark.index)
            raise _Stop(Finding("too-many-nodes", f"the file holds more than {MAX_NODES} values", span))
        if event.tag is not None and event.tag != _STRING_TAG:
            self.refuse_tag(event)

    def scalar(self, event: Any) -> ScalarNode:
        self.count(event)
        value, style = event.value, event.style or ""
        heavy = 1 + len(value) // NODE_TEXT
        self.weight += heavy
        if not style and event.tag is None:
            value = typed(value)
        node = ScalarNode(value, event.start_mark.index, event.end_mark.index, style)
        if event.anchor:
            self.anchors[event.anchor], self.weights[event.anchor] = node, heavy
        return node

    def alias(self, event: Any) -> Node:
        span = Span(event.start_mark.index, event.end_mark.index)
        anchor = event.anchor
        if anchor in self.open_anchors:
            raise _Stop(Finding("recursive-alias", f"'*{anchor}' stands inside '&{anchor}'", span))
        if anchor not in self.anchors:
            message = f"'*{anchor}' has no anchor '&{anchor}' before it"
            raise _Stop(Finding("yaml-syntax", message, span, help="a text that begins with '*' is quoted"))
        self.weight += self.weights[anchor]
        self.nodes += self.weights[anchor]
        if self.nodes > MAX_NODES:
            message = f"with its aliases written out the file holds more than {MAX_NODES} values"
            raise _Stop(Finding("too-many-nodes", message, span))
        return self.anchors[anchor]

    def sequence(self, event: Any, depth: int) -> SequenceNode:
        node = SequenceNode(event.start_mark.index)
        next_event, items = self.next_event, node.items
        item: Any
        while type(item := next_event()) is not yaml.SequenceEndEvent:
            items.append(self.node(item, depth + 1))
        node.end = _end(item)
        return node

    def mapping(self, event: Any, depth: int) -> Node:
        node = MappingNode(event.start_mark.index)
        next_event, entries = self.next_event, node.entries
        seen: dict[str, ScalarNode] = {}
        merges: list[tuple[ScalarNode, Node]] = []
        odd_key: Node | None = None
        item: Any
        while type(item := next_event()) is not yaml.MappingEndEvent:
            key = self.node(item, depth + 1)
            value = self.node(next_event(), depth + 1)
            if not isinstance(key, ScalarNode):
                odd_key = key
                continue
            if not isinstance(key.value, str) or getattr(item, "anchor", None):
                # Keys are text whatever they look like; an anchored key shares its node with its aliases.
                name = key.value if isinstance(key.value, str) else self.written(key)
                key = ScalarNode(name, key.start, key.end, key.style)
            name = str(key.value)
            if name == "<<" and key.style == "":
                merges.append((key, value))
            elif name in seen:
                self.duplicate(key, seen[name])
            else:
                seen[name] = key
                entries.append((key, value))
        node.end = _end(item)
        for key, value in merges:
            self.merge(node, seen, key, value)
        return node if odd_key is None else self.odd_key(node, odd_key, bool(event.flow_style))

    def written(self, key: ScalarNode) -> str:
        span = self.source.span(key)
        return self.source.text[span.start : span.end]

    def duplicate(self, key: ScalarNode, first: ScalarNode) -> None:
        from .remedy import Related

        related = (Related(f"the first '{first.value}' is here", Span(first.start, first.end)),)
        message = f"the key '{key.value}' stands twice"
        self.source.findings.append(
            Finding("duplicate-key", message, Span(key.start, key.end), related=related, help="remove one of them")
        )

    def merge(self, node: MappingNode, seen: dict[str, ScalarNode], key: ScalarNode, value: Node) -> None:
        parts = value.items if isinstance(value, SequenceNode) else [value]
        for part in parts:
            if not isinstance(part, MappingNode):
                span = Span(key.start, key.end)
                self.source.findings.append(
                    Finding("merge-not-mapping", "'<<' takes a mapping or a list of them", span)
                )
                return
            for name, item in part.entries:
                if name.value not in seen:
                    seen[str(name.value)] = name
                    node.entries.append((name, item))

    def odd_key(self, node: MappingNode, key: Node, flow: bool) -> Node:
        """A key that is no scalar: nearly always a `{{ variable }}` that nobody quoted."""
        span = Span(node.start, node.end)
        text = self.source.text[node.start : node.end]
        if flow and text.startswith("{{"):
            from .remedy import Edit, Fix
            from .yaml_faults import quoted

            text = " ".join(text.split())
            fix = Fix("quote the value", True, (Edit(span, quoted(text)),))
            self.source.findings.append(
                Finding(
                    "unquoted-template",
                    f"'{text}' is read as YAML braces, not as a variable",
                    span,
                    help=f"quote the value: {quoted(text)}",
                    fix=fix,
                )
            )
            # Judged as if it had been quoted, so that one slip gives one finding.
            return ScalarNode(text, node.start, node.end, '"')
        key_span = Span(key.start, key.end)
        self.source.findings.append(Finding("key-not-text", "a key is text, not a list or a mapping", key_span))
        return node

    def refuse_tag(self, event: Any) -> None:
        match = _TAG.match(self.source.text, event.start_mark.index)
        span = Span(*match.span(1)) if match else Span(event.start_mark.index, event.end_mark.index)
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self.source.findings.append(
            Finding(
                "tag-not-allowed",
                f"the tag '{tag}' is not taken",
                span,
                help="remove it; the field decides the type",
            )
        )


def _end(event: Any) -> int:
    index: int = event.end_mark.index
    return index
