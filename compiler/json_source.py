"""JSON with positions.

libyaml reads most JSON, but refuses the surrogate pairs that every `json.dumps` writes for an emoji.
Strings are scanned by the standard library; the positions are ours.
"""

from __future__ import annotations

import re
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]

from .diagnostic import Finding, Span
from .nodes import MappingNode, Node, ScalarNode, SequenceNode, number
from .remedy import Related
from .source import MAX_DEPTH, MAX_NODES, Source

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LITERALS = {"true": True, "false": False, "null": None}


class _Fault(Exception):
    def __init__(self, message: str, offset: int, rule: str = "json-syntax") -> None:
        self.finding = Finding(rule, message, Span(offset, offset + 1))


def parse(source: Source) -> None:
    """Fill the documents and the findings of a source. Never raises."""
    reader = _Reader(source)
    try:
        node, end = reader.value(reader.skip(0), 1)
        end = reader.skip(end)
        if end < len(source.text):
            raise _Fault("there is more after the end of the value", end)
        source.documents.append(node)
    except _Fault as fault:
        finding = fault.finding
        if finding.span is not None and finding.span.start >= len(source.text):
            finding = finding._replace(span=Span(len(source.text), len(source.text)))
        source.findings.append(finding)


def _string_fault(error: JSONDecodeError) -> _Fault:
    if "control" in error.msg:
        return _Fault(f"the character U+{ord(error.doc[error.pos]):04X} is written as an escape", error.pos)
    if "escape" in error.msg:
        return _Fault("the escape is none of JSON's", error.doc.rfind("\\", 0, error.pos + 1))
    return _Fault("the string is not closed", error.pos)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.nodes = 0

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _Fault(f"the file holds more than {MAX_NODES} values", at, "too-many-nodes")
        first = self.text[at : at + 1]
        if first == '"':
            return self.string(at)
        if first in ("{", "["):
            if depth > MAX_DEPTH:
                raise _Fault(f"the file nests deeper than {MAX_DEPTH} levels", at, "too-deep")
            return self.mapping(at, depth) if first == "{" else self.sequence(at, depth)
        for word, meaning in _LITERALS.items():
            if self.text.startswith(word, at):
                return ScalarNode(meaning, at, at + len(word)), at + len(word)
        match = _NUMBER.match(self.text, at)
        if match:
            value = number(match[0]) if len(match[0]) <= 60 else match[0]
            return ScalarNode(value, at, match.end(), "" if not isinstance(value, str) else '"'), match.end()
        raise _Fault("a value is due here" if first else "the file ends where a value is due", at)

    def string(self, at: int) -> tuple[ScalarNode, int]:
        try:
            value, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            raise _string_fault(error) from None
        if _SURROGATE.search(value):
            raise _Fault("a lone surrogate is no character", at)
        return ScalarNode(value, at, end, '"'), end

    def mapping(self, at: int, depth: int) -> tuple[MappingNode, int]:
        node = MappingNode(at)
        seen: dict[object, ScalarNode] = {}
        at = self.skip(at + 1)
        while self.text[at : at + 1] != "}":
            if self.text[at : at + 1] != '"':
                raise _Fault("a key in double quotes is due here", at)
            key, at = self.string(at)
            at = self.skip(at)
            if self.text[at : at + 1] != ":":
                raise _Fault("':' is due here", at)
            value, at = self.value(self.skip(at + 1), depth + 1)
            if key.value in seen:
                first = seen[key.value]
                related = (Related(f"the first '{key.value}' is here", Span(first.start, first.end)),)
                self.source.findings.append(
                    Finding(
                        "duplicate-key",
                        f"the key '{key.value}' stands twice",
                        Span(key.start, key.end),
                        related=related,
                        help="remove one of them",
                    )
                )
            else:
                seen[key.value] = key
                node.entries.append((key, value))
            at = self.comma(at, "}")
        node.end = at + 1
        return node, at + 1

    def sequence(self, at: int, depth: int) -> tuple[SequenceNode, int]:
        node = SequenceNode(at)
        at = self.skip(at + 1)
        while self.text[at : at + 1] != "]":
            item, at = self.value(at, depth + 1)
            node.items.append(item)
            at = self.comma(at, "]")
        node.end = at + 1
        return node, at + 1

    def comma(self, at: int, closing: str) -> int:
        at = self.skip(at)
        if self.text[at : at + 1] == ",":
            after = self.skip(at + 1)
            if self.text[after : after + 1] == closing:
                raise _Fault("a comma stands before the closing bracket", at)
            return after
        if self.text[at : at + 1] != closing:
            raise _Fault(f"',' or '{closing}' is due here", at)
        return at
