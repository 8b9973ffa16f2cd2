"""A document that is being written is broken most of the time: no edit may ever raise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from waml.lsp import actions, completion, findings, hover, navigation, symbols
from waml.lsp.document import Document
from waml.lsp.outline import Outline
from waml.lsp.text import Text
from waml.lsp.where import where
from waml.nodes import MappingNode, Node
from waml.source import read

WHOLE = """\
vars:
  name: {type: string, max_length: 10, example: Ada}
to: "+447700900123"
header: {image: {link: https://a.example/b.png}}
body: |
  Hi {{ name | upper }},
  # no comment
buttons:
  - {title: Yes, id: a}
  - title: "No"
    id: 'b: c'
---
template: {name: hello, language: en, body: [a, "{{ b }}"]}
---
{"text": {"body": "Hi"}, "to": ["x", {"y": []}]}
"""
PIECES = st.sampled_from(
    ["\n", "\r\n", "\r", " ", "  ", "- ", ":", ": ", "{", "}", "[", "]", "{{ ", " }}", "{% if", "|", '"', "'", "#",
     "---\n", "&a ", "*a", "!!str ", "? ", ">", "text", "vars:\n  ", "# waml: ignore[", "👍", "\u2028", "\t", "\x00",
     "<<: ", ","]
)  # fmt: skip
EDIT = st.tuples(st.integers(0, 400), st.integers(0, 40), st.lists(PIECES, max_size=4))
EDITS = st.lists(EDIT, min_size=1, max_size=6)


@given(EDITS, st.integers(0, 500))
def test_no_edit_kills_the_server(edits: list[tuple[int, int, list[str]]], at: int) -> None:
    document = Document("/nowhere/message.waml.yaml")
    document.check(Text(WHOLE))
    text = WHOLE
    for start, length, pieces in edits:
        text = text[:start] + "".join(pieces) + text[start + length :]
    document.check(Text(text))
    place = document.text.position(min(at, len(text)))
    uri = "file:///nowhere/message.waml.yaml"
    identifier = types.TextDocumentIdentifier(uri)
    everything = types.Range(types.Position(0, 0), place)
    findings.published(document)
    completion.complete(document, place)
    hover.hover(document, place)
    navigation.definition(document, uri, place)
    navigation.references(document, uri, place, True)
    symbols.symbols(document)
    actions.actions(document, uri, types.CodeActionParams(identifier, everything, types.CodeActionContext([])))


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(0, 200))
def test_every_place_of_every_text_is_somewhere(text: str, at: int) -> None:
    where(text, min(at, len(text)))


Way = tuple[str | int, ...]


def _paths(node: Node, path: Way = ()) -> list[Way]:
    children: list[tuple[str | int, Node]] = list(enumerate(getattr(node, "items", [])))
    if isinstance(node, MappingNode):
        children = [(str(key.value), value) for key, value in node.entries]
    return [found for part, child in children for found in [(*path, part), *_paths(child, (*path, part))]]


def test_the_outline_of_what_parses_is_its_tree() -> None:
    source = read("m.yaml", WHOLE.encode())
    outline = Outline(WHOLE)
    for index, root in enumerate(source.documents):
        assert [entry.path for entry in outline.entries if entry.document == index] == _paths(root)
