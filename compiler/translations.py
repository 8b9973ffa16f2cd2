"""The texts of one language written into a message where it says `{{ t.name }}`."""

from __future__ import annotations

from collections.abc import Iterator

from .diagnostic import Finding, Span
from .expressions import MARK, MAX_TEMPLATE, MAX_TEXT, MAX_WORK, plain_parts
from .lazy import lazy
from .named import NamedTuple
from .nodes import MappingNode, Node, Piece, ScalarNode, TranslatedNode, Translation
from .offsets import offsets, span_in
from .shape import UNKNOWN
from .slots import written_text
from .source import Source

_NAME = r"((?:\.[A-Za-z_][A-Za-z0-9_]*)+)"
_ALONE = lazy(r"\{\{\s*t" + _NAME + r"\s*\}\}")
_OPENED = lazy(r"\{[{%]")
_ASKED = lazy(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?<![\w.])t""" + _NAME)


class Text(NamedTuple):
    """A text of a language: its key and its value, the mapping that they stand in, and whether others may use it."""

    key: ScalarNode
    node: ScalarNode
    owner: MappingNode
    shared: bool


class Writer:
    """Writes texts into the scalars of a message, and notes which were asked for, where, and which were not there."""

    def __init__(self, source: Source, code: str, texts: dict[str, Text]) -> None:
        self.source = source
        self.code = code
        self.texts = texts
        self.used: dict[str, Span] = {}
        self.missing: dict[str, Span] = {}
        self.faults: list[Finding] = []
        self._lined_up: tuple[ScalarNode | None, list[int] | None] = (None, None)

    def node(self, node: Node) -> Node:
        """Return a node with the texts in it; itself, where none is asked for."""
        if isinstance(node, ScalarNode):
            value = node.value
            is_asking = isinstance(value, str) and len(value) <= MAX_TEMPLATE and "t." in value and MARK.search(value)
            return self.scalar(node, str(value)) if is_asking else node
        if isinstance(node, MappingNode):
            return node.with_entries(
                [
                    (key, self.condition(value) if key.value == "when" else self.node(value))
                    for key, value in node.entries
                ]
            )
        return node.with_items([self.node(item) for item in node.items])

    def condition(self, node: Node) -> Node:
        """Return what stands under `when`, an expression without braces, with the texts in it."""
        value = node.value if isinstance(node, ScalarNode) else None
        if not isinstance(node, ScalarNode) or not isinstance(value, str) or "t." not in value or MARK.search(value):
            return self.node(node)
        told: dict[str, Span] = {}
        written = self.expression(node, value, 0, value, told)
        if written is None:
            return _unknown(node)
        return TranslatedNode(written, node, Translation(tuple(told.items()))) if told else node

    def scalar(self, node: ScalarNode, value: str) -> ScalarNode:
        """Return a scalar with its texts in it: the text itself, where there is nothing beside it."""
        alone = _ALONE.fullmatch(value[:-1] if node.style and node.style in "|>" and value.endswith("\n") else value)
        if alone:
            text = self.text(node, value, alone[1][1:], alone.start(1) + 1)
            if text is None:
                return _unknown(node)
            return TranslatedNode(text.node.value, text.node, Translation((), self.source.span(node)))
        pieces: list[str] = []
        origins = [Piece(0, node, 0)]
        told: dict[str, Span] = {}
        at = 0
        is_known = True
        size = length = 0
        for start, end in _expressions(value):
            if size > MAX_TEXT:
                break
            written = self.expression(node, value, start, value[start:end], told)
            is_known = is_known and written is not None
            pieces += (value[at:start], written or "")
            size += len(pieces[-1])
            if written != value[start:end]:
                before = length + start - at
                length = before + len(pieces[-1])
                origins += (self.origin(node, value, start, end, before), Piece(length, node, end))
            else:
                length += end - at
            at = end
        if not is_known:
            return _unknown(node)
        if not told:
            return node
        self.source.work += size
        if size > MAX_TEXT or self.source.work > MAX_WORK:
            message = f"the texts in it would make it longer than {MAX_TEXT} characters"
            if size <= MAX_TEXT:
                message = "the texts of the file are asked for too often; what follows is not filled"
            self.faults.append(Finding("template-too-large", message, self.source.span(node)))
            return _unknown(node)
        return TranslatedNode(
            "".join(pieces) + value[at:], node, Translation(tuple(told.items()), None, tuple(origins))
        )

    def origin(self, node: ScalarNode, value: str, start: int, end: int, before: int) -> Piece:
        """Return where what an expression of a scalar became stands: a text of its own, or the expression."""
        alone = _ALONE.fullmatch(value[start:end])
        text = self.texts.get(alone[1][1:]) if alone else None
        return Piece(before, text.node, 0) if text is not None else Piece(before, node, start, end)

    def expression(self, node: ScalarNode, value: str, start: int, written: str, told: dict[str, Span]) -> str | None:
        """Return an expression with the texts in it; None where one is not there."""
        alone = _ALONE.fullmatch(written)
        if alone:
            text = self.text(node, value, alone[1][1:], start + alone.start(1) + 1)
            if text is None:
                return None
            self.tell(alone[1][1:], text, told)
            return written_text(text.node)
        pieces: list[str] = []
        at = 0
        for match in _ASKED.finditer(written):
            if match[1] is None:
                continue
            text = self.text(node, value, match[1][1:], start + match.start(1) + 1)
            inside = None if text is None else self.in_expression(node, match[1][1:], text)
            if text is None or inside is None:
                return None
            self.tell(match[1][1:], text, told)
            pieces += (written[at : match.start()], inside)
            at = match.end()
        return "".join(pieces) + written[at:]

    def text(self, node: ScalarNode, value: str, name: str, at: int) -> Text | None:
        """Return the text of a name that a scalar asks for at one of its characters."""
        text = self.texts.get(name)
        if name not in self.used or (text is None and name not in self.missing):
            if self._lined_up[0] is not node:
                self._lined_up = (node, offsets(self.source, node, value))
            table = self._lined_up[1]
            span = span_in(self.source, node, table, at, at + len(name)) or self.source.span(node)
            self.used.setdefault(name, span)
            if text is None:
                self.missing.setdefault(name, span)
        return text

    def tell(self, name: str, text: Text, told: dict[str, Span]) -> None:
        """Note where a text stands that is part of a scalar, and how long it is."""
        size = len(written_text(text.node))
        told[f"the text '{name}' of '{self.code}' is {size} characters"] = self.source.span(text.node)

    def in_expression(self, node: ScalarNode, name: str, text: Text) -> str | None:
        """Return a text as an expression: its literal parts in quotes, and the names between them."""
        written = written_text(text.node)
        parts = plain_parts(written)
        if parts is None and MARK.search(written):
            message = f"the text '{name}' of '{self.code}' holds more than plain names: it can only stand alone"
            span = self.source.span(node)
            self.faults.append(
                Finding("template-not-allowed", message, span, help=f"write {{{{ t.{name} }}}} without anything else")
            )
            return None
        return f"({' ~ '.join(_spelled(parts or [written]))})"


def _expressions(value: str) -> Iterator[tuple[int, int]]:
    """Yield where each expression of a text begins and ends, as far as they close."""
    opened = _OPENED.search(value)
    while opened is not None:
        end = value.find("}}" if opened[0] == "{{" else "%}", opened.end())
        if end < 0:
            return
        yield opened.start(), end + 2
        opened = _OPENED.search(value, end + 2)


def _spelled(parts: list[str | tuple[str, str]]) -> Iterator[str]:
    """Yield parts of a text as an expression has them; what is one name becomes a text, too."""
    if len(parts) == 1 and not isinstance(parts[0], str):
        yield "''"
    for part in parts:
        if isinstance(part, str):
            escaped = part.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
            yield f"'{escaped}'"
        else:
            yield "".join(part)


def _unknown(node: ScalarNode) -> ScalarNode:
    """Return a scalar of which nobody knows what it becomes."""
    return ScalarNode(UNKNOWN, node.start, node.end, node.style)
