"""YAML, from libyaml's events.

Events, not `compose`: composing 100,000 levels of nesting with the C loader crashes the process.
The types are ours: of YAML 1.1's only what JSON has is left, so that `+1555`, `0123`, `12:30` and `yes` stay text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml._yaml import CParser

from .diagnostic import Edit, Finding, Fix, Related, Span
from .source import MAX_DEPTH, MAX_NODES, MappingNode, Node, ScalarNode, SequenceNode, Source, typed

_STRING_TAG = "tag:yaml.org,2002:str"


class _Stop(Exception):
    """Reading cannot go on; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def parse(source: Source) -> None:
    """Fill the documents and the findings of a source. Never raises."""
    builder = _Builder(source)
    try:
        parser = CParser(source.text)
        try:
            builder.run(parser)
        finally:
            parser.dispose()
    except _Stop as stop:
        source.findings.append(stop.finding)
    except yaml.YAMLError as error:
        finding = _syntax(source, error)
        # What the same braces gave before the line broke off is said by this finding too.
        source.findings = [
            f
            for f in source.findings
            if f.rule != finding.rule or f.span is None or finding.span is None or f.span.start != finding.span.start
        ]
        source.findings.append(finding)
    except UnicodeEncodeError as error:
        # A lone surrogate cannot come out of UTF-8, but it can come from a caller's string.
        span = Span(error.start, error.end)
        source.findings.append(Finding("yaml-syntax", "a lone surrogate is no character", span))


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open_anchors: set[str] = set()
        self.nodes = 0
        self.event: Any = None

    def run(self, parser: Any) -> None:
        next_event = parser.get_event
        documents = self.source.documents
        next_event()  # the start of the stream
        while True:
            event = next_event()
            if isinstance(event, yaml.StreamEndEvent):
                return
            self.anchors.clear()
            self.open_anchors.clear()
            node, _ = self.node(next_event, next_event(), 1)
            documents.append(node)
            next_event()  # the end of the document

    def node(self, next_event: Any, event: Any, depth: int) -> tuple[Node, int]:
        """Build one node; return it with its weight, the number of nodes that it stands for."""
        start = event.start_mark.index
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self.alias(event)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _Stop(Finding("too-many-nodes", f"the file holds more than {MAX_NODES} values", Span(start, start)))
        if event.tag is not None and event.tag != _STRING_TAG:
            self.refuse_tag(event)
        if kind is yaml.ScalarEvent:
            style = event.style or ""
            plain = style == "" and event.tag is None
            node: Node = ScalarNode(typed(event.value) if plain else event.value, start, event.end_mark.index, style)
            if event.anchor:
                self.anchors[event.anchor] = (node, 1)
            return node, 1
        if depth > MAX_DEPTH:
            raise _Stop(Finding("too-deep", f"the file nests deeper than {MAX_DEPTH} levels", Span(start, start + 1)))
        if event.anchor:
            self.open_anchors.add(event.anchor)
        node, weight = (
            self.sequence(next_event, event, depth)
            if kind is yaml.SequenceStartEvent
            else self.mapping(next_event, event, depth)
        )
        if event.anchor:
            self.open_anchors.discard(event.anchor)
            self.anchors[event.anchor] = (node, weight)
        return node, weight

    def alias(self, event: Any) -> tuple[Node, int]:
        span = Span(event.start_mark.index, event.end_mark.index)
        if event.anchor in self.open_anchors:
            raise _Stop(Finding("recursive-alias", f"'*{event.anchor}' stands inside '&{event.anchor}'", span))
        if event.anchor not in self.anchors:
            raise _Stop(Finding("yaml-syntax", f"'*{event.anchor}' has no anchor '&{event.anchor}' before it", span))
        node, weight = self.anchors[event.anchor]
        self.nodes += weight
        if self.nodes > MAX_NODES:
            message = f"with its aliases written out the file holds more than {MAX_NODES} values"
            raise _Stop(Finding("too-many-nodes", message, span))
        return node, weight

    def sequence(self, next_event: Any, event: Any, depth: int) -> tuple[Node, int]:
        node = SequenceNode(event.start_mark.index)
        weight = 1
        item: Any
        while not isinstance(item := next_event(), yaml.SequenceEndEvent):
            child, child_weight = self.node(next_event, item, depth + 1)
            node.items.append(child)
            weight += child_weight
        node.end = _offset(item.end_mark)
        return node, weight

    def mapping(self, next_event: Any, event: Any, depth: int) -> tuple[Node, int]:
        node = MappingNode(event.start_mark.index)
        weight = 1
        seen: dict[str, ScalarNode] = {}
        merges: list[tuple[ScalarNode, Node]] = []
        odd_key: Node | None = None
        item: Any
        while not isinstance(item := next_event(), yaml.MappingEndEvent):
            key, key_weight = self.node(next_event, item, depth + 1)
            value, value_weight = self.node(next_event, next_event(), depth + 1)
            weight += key_weight + value_weight
            if not isinstance(key, ScalarNode):
                odd_key = key
                continue
            name = self.source.text[key.start : key.end] if not isinstance(key.value, str) else key.value
            if name == "<<" and key.style == "":
                merges.append((key, value))
                continue
            # Keys are text whatever they look like; an anchored key shares its node with its aliases.
            key = ScalarNode(name, key.start, key.end, key.style)
            if name in seen:
                self.duplicate(key, seen[name])
                continue
            seen[name] = key
            node.entries.append((key, value))
        node.end = _offset(item.end_mark)
        for key, value in merges:
            self.merge(node, seen, key, value)
        if odd_key is not None:
            return self.odd_key(node, odd_key, bool(event.flow_style)), weight
        return node, weight

    def duplicate(self, key: ScalarNode, first: ScalarNode) -> None:
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
        span = Span(event.start_mark.index, event.end_mark.index)
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self.source.findings.append(
            Finding(
                "tag-not-allowed",
                f"the tag '{tag}' is not taken",
                span,
                help="remove it; the field decides the type",
            )
        )


def _offset(mark: Any) -> int:
    index: int = mark.index
    return index


def quoted(text: str) -> str:
    """Return text as a YAML string in quotes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _syntax(source: Source, error: Any) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    offset = mark.index if mark is not None else _reader_offset(source)
    offset = min(offset, len(source.text))
    if isinstance(error, yaml.reader.ReaderError) and offset < len(source.text):
        problem = f"the character U+{ord(source.text[offset]):04X} is not allowed in YAML"
    line = source.position(offset).line
    for number in dict.fromkeys((line, max(line - 1, 1))):
        finding = _unquoted_line(source, number)
        if finding is not None:
            return finding
    return Finding("yaml-syntax", problem, Span(offset, min(offset + 1, len(source.text))), help=_hint(problem))


def _reader_offset(source: Source) -> int:
    """The character that YAML forbids: libyaml tells its byte, and not always; find it by the rule."""
    match = _UNPRINTABLE.search(source.text)
    return match.start() if match else 0


_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPEN_VALUE = re.compile(r"""^(\s*(?:-\s+)?(?:[^\s:#'"]+:[ \t]+|-\s+))([^'"|>\s].*?)\s*$""")


def _unquoted_line(source: Source, number: int) -> Finding | None:
    text = source.line(number)
    if "{{" not in text and "{%" not in text:
        return None
    match = _OPEN_VALUE.match(text)
    if match is None or ("{{" not in match[2] and "{%" not in match[2]):
        return None
    start = source.line_starts[number - 1] + match.start(2)
    span = Span(start, start + len(match[2]))
    return Finding(
        "unquoted-template",
        "a value with '{{' or '{%' is quoted, or YAML reads the braces",
        span,
        help=f"quote the value: {quoted(match[2])}",
        fix=Fix("quote the value", True, (Edit(span, quoted(match[2])),)),
    )


def _hint(problem: str) -> str | None:
    if "mapping values are not allowed" in problem:
        return "a text with ': ' in it is quoted"
    if "tab" in problem or "cannot start any token" in problem:
        return "indent with spaces, and quote a value that begins with a sign"
    return None
