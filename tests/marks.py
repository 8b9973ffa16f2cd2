"""Texts in which the expected place of a finding is marked: `text: "Hi {{ «nmae» }}"`."""

from __future__ import annotations

from collections.abc import Mapping

from waml.config import Config
from waml.diagnostic import Diagnostic, Span
from waml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from waml.pipeline import Options, check
from waml.source import Source, read
from waml.variables import Supplied


def unmarked(text: str) -> tuple[str, list[Span]]:
    """Return a text without its marks, and what stood between them."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for index, part in enumerate(text.replace("»", "«").split("«")):
        if index % 2:
            spans.append(Span(length, length + len(part)))
        parts.append(part)
        length += len(part)
    return "".join(parts), spans


def read_text(text: str, name: str = "a.yaml") -> Source:
    """Return a source read from a text."""
    return read(name, text.encode("utf-8", "surrogatepass"))


def plain(node: Node) -> object:
    """Return a tree as plain values; entries of a mapping in the order of the tree."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {key.value: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def value_of(text: str, name: str = "a.yaml") -> object:
    """Return the value of the one document of a text without a fault."""
    source = read_text(text, name)
    assert source.findings == []
    assert len(source.documents) == 1
    return plain(source.documents[0])


def scalars(node: Node) -> list[ScalarNode]:
    """Return the scalars of a tree in order, keys among them."""
    if isinstance(node, ScalarNode):
        return [node]
    if isinstance(node, SequenceNode):
        return [scalar for item in node.items for scalar in scalars(item)]
    return [scalar for key, value in node.entries for scalar in (key, *scalars(value))]


def faults(text: str, name: str = "a.yaml") -> list[tuple[str, str]]:
    """Return the rule, and the text at the place, of each finding of reading a file."""
    source = read_text(text, name)
    return [(f.rule, source.text[f.span.start : f.span.end]) for f in source.findings if f.span is not None]


def assert_marked(rule: str, marked: str, name: str = "a.yaml") -> None:
    """Assert that reading gives findings of a rule exactly where the marks are, and no other finding."""
    text, spans = unmarked(marked)
    source = read_text(text, name)
    assert [(f.rule, f.span) for f in source.findings] == [(rule, span) for span in spans]


def diagnostics(
    text: str,
    var: Mapping[str, object] | None = None,
    examples: bool = True,
    is_text: bool = False,
    name: str = "a.yaml",
) -> list[Diagnostic]:
    """Return what checking a text finds."""
    supplied = {key: Supplied(value, "test", is_text) for key, value in (var or {}).items()}
    return list(check(name, text.encode(), Config(), Options(supplied=supplied, examples=examples)).diagnostics)


def assert_found(rule: str, marked: str, **options: object) -> Diagnostic:
    """Assert that checking gives one finding of a rule, exactly at the mark. Returns it."""
    text, spans = unmarked(marked)
    found = [d for d in diagnostics(text, **options) if d.rule == rule]  # type: ignore[arg-type]
    source = read_text(text)
    places = [
        (source.line_start(d.start.line) + d.start.column - 1, source.line_start(d.end.line) + d.end.column - 1)
        for d in found
    ]
    assert places == [tuple(span) for span in spans]
    return found[0]


def message_of(text: str, provider: str = "cloud", **options: object) -> dict[str, object]:
    """Return the canonical message of a text."""
    data = Options((provider,), **options)  # type: ignore[arg-type]
    return check("a.yaml", text.encode(), Config(), data).targets[0].message
