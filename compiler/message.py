"""The canonical message: one content key, dressed, in an envelope, every shorthand written out.

Which keys there are, and their shapes, is said in `schemas/message.schema.json` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from .diagnostic import Finding, Path, Span, closest
from .nodes import MappingNode, Node, ScalarNode, SequenceNode
from .reader import Reader
from .resources import schema
from .shape import UNKNOWN, Places, Shape, known, mappings
from .source import MAX_NODES, Source
from .spelling import EXPANDERS, lifted

if TYPE_CHECKING:
    from .rounds import Round

__all__ = [
    "UNKNOWN",
    "Authored",
    "Message",
    "assumed",
    "from_plain",
    "group",
    "is_part",
    "kind_of",
    "long_form",
    "parts",
    "read",
]

Message = dict[str, Any]


@cache
def shape() -> Shape:
    """Return the shape of a message file's document."""
    root = schema("message")
    return Shape(root, root)


@cache
def group(name: str) -> tuple[str, ...]:
    """Return the top-level keys of a group: file, envelope, content, dressing or block."""
    return tuple(key for key, raw in shape().fields.items() if raw["x-group"] == name)


@cache
def parts() -> tuple[str, ...]:
    """Return what a message can use of another file."""
    return tuple(schema("message")["$defs"]["parts"]["anyOf"][1]["properties"])


def is_part(root: Node) -> bool:
    """Whether a document holds parts for messages to use, and nothing that makes a message of it."""
    if not isinstance(root, MappingNode):
        return False
    fields = shape().fields
    words = [str(key.value) for key, _ in root.entries]
    return all(
        (word in fields and "x-part" in fields[word]) or word.startswith(("x-", "$")) for word in words
    ) and not set(words).isdisjoint((*parts(), "use"))


def kind_of(message: Mapping[str, Any]) -> str | None:
    """Return the content key. `buttons` is one only where no other stands beside it."""
    found = [key for key in group("content") if key in message]
    if len(found) > 1 and "buttons" in found:
        found.remove("buttons")
    return found[0] if found else None


class Authored:
    """A document as it was read: the message, the keys of the file, and where everything stands."""

    def __init__(self, source: Source, node: Node) -> None:
        self.source = source
        self.node = node
        self.written = node
        """The document before its variables were filled in."""
        self.message: Message = {}
        self.file: dict[str, Any] = {}
        self.places: Places = {}
        self.findings: list[Finding] = []
        self.rounds: Mapping[Path, Round] = {}

    def span(self, path: Path, at_key: bool = False) -> Span:
        """Return where a field stands: its value, or its key where the value is no scalar.

        A field that is not there stands where its closest parent does.
        """
        exact = True
        while path not in self.places:
            if not path:
                return Span(self.node.start, self.node.start)
            path = path[:-1]
            exact = False
        key, node = self.places[path]
        if key is not None and (at_key or not exact or not isinstance(node, ScalarNode)):
            return Span(key.start, key.end)
        if isinstance(node, ScalarNode):
            return self.source.span(node)
        first = node.entries[0][0] if isinstance(node, MappingNode) and node.entries else node
        return self.source.span(first) if isinstance(first, ScalarNode) else Span(first.start, first.start)


def read(source: Source, node: Node) -> Authored:
    """Read one document into its canonical message. Never raises; faults are in `findings`."""
    authored = Authored(source, node)
    if not isinstance(node, MappingNode):
        authored.findings.append(_no_mapping(source, node))
        return authored
    reader = Reader(source, EXPANDERS)
    whole = reader.read(_arranged(node, reader), shape(), ())
    authored.places = reader.places
    authored.rounds = reader.rounds
    authored.findings = reader.findings
    file_keys = group("file")
    for key, value in whole.items():
        if key not in file_keys:
            authored.message[key] = value
        elif value is not UNKNOWN:
            authored.file[key] = known(value)
    _drop_default_indexes(authored.message)
    _judge_content(authored)
    return authored


def long_form(written: Mapping[str, Any]) -> Message:
    """Return the canonical form of a message given as plain values, shorthands allowed."""
    return read(Source("", "", "json"), from_plain(dict(written))).message


def _drop_default_indexes(message: Message) -> None:
    template = message.get("template")
    if isinstance(template, dict):
        for part in (template, *mappings(template.get("carousel"))):
            expected = 0
            for button in mappings(part.get("buttons")):
                if button.get("index") == expected:
                    del button["index"]
                expected = _next_index(button, expected)


def _next_index(button: Mapping[str, Any], expected: int) -> int:
    index = button.get("index", expected)
    return index + 1 if isinstance(index, int) else expected + 1


def assumed(given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """Return facts of `assume` as the language reads them, and what is wrong with them."""
    field = shape().field("assume")
    assert field is not None
    reader = Reader(Source("", "", "json"))
    return known(reader.read(from_plain(dict(given)), field, ())), reader.findings


def from_plain(value: Any) -> Node:
    """Return plain JSON values as a tree without places."""
    if isinstance(value, dict):
        mapping = MappingNode(0)
        mapping.entries = [(ScalarNode(str(k), 0, 0), from_plain(v)) for k, v in value.items()]
        return mapping
    if isinstance(value, list):
        sequence = SequenceNode(0)
        sequence.items = [from_plain(v) for v in value]
        return sequence
    return ScalarNode(value, 0, 0, '"' if isinstance(value, str) else "")


def _no_mapping(source: Source, node: Node) -> Finding:
    if isinstance(node, ScalarNode) and node.value is None:
        return Finding("empty-document", "the document is empty", Span(node.start, node.start))
    return Finding(
        "wrong-type",
        "a message is a mapping of keys, not " + ("a list" if isinstance(node, SequenceNode) else "a text"),
        Span(node.start, min(node.end, node.start + 1)),
        help="begin with 'to:' and 'text:'; separate messages with '---'",
    )


def _arranged(node: MappingNode, reader: Reader) -> MappingNode:
    """Bring what stands at another key to its own: a lifted body, and a `text` that is a body."""
    names = {str(key.value) for key, _ in node.entries}
    arranged = MappingNode(node.start, node.end)
    for key, value in node.entries:
        word = str(key.value)
        field = shape().field(word)
        if word == "text" and "body" not in names and _dressed(names):
            reader.findings.append(_text_for_body(reader.source, key, value, names))
            arranged.entries.append((ScalarNode("body", key.start, key.end), lifted(value)))
        elif field is not None and "body" not in names and "lift" in field.short and _is_value(value):
            arranged.entries.append((key, MappingNode(value.start, value.end)))
            arranged.entries.append((ScalarNode(field.short["lift"], key.start, key.end), value))
        else:
            arranged.entries.append((key, value))
    return arranged


def _is_value(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is not None


def _dressed(names: set[str]) -> bool:
    """Whether the other keys make a message whose text is called `body`."""
    others = [key for key in group("content") if key in names and key != "text"]
    return len(others) == 1 and "x-dressed" in shape().fields[others[0]]


def _text_for_body(source: Source, key: ScalarNode, value: Node, names: set[str]) -> Finding:
    from .remedy import Edit, Fix, requoted

    span = Span(key.start, key.end)
    other = next(name for name in group("content") if name in names and name != "text")
    edit = Edit(span, requoted(source.text[span.start : span.end], "body"))
    return Finding(
        "text-for-body",
        f"the text of a message with '{other}' is called 'body'",
        span,
        help="write 'body' for 'text'",
        # The body of a long form stands a level deeper than a body is read.
        fix=Fix("rename 'text' to 'body'", True, (edit,)) if isinstance(value, ScalarNode) else None,
    )


def _judge_content(authored: Authored) -> None:
    message = authored.message
    found = [key for key in group("content") if (key,) in authored.places]
    if len(found) > 1:
        second = sorted(found, key=lambda k: authored.places[(k,)][1].start)[1]
        others = " and ".join(f"'{key}'" for key in found)
        hint = "keep one, and put the other into a document of its own after '---'"
        if "text" in found and "template" not in found:
            hint = "keep one; a text beside other content is its 'body' or its 'caption'"
        authored.findings.append(
            Finding(
                "two-contents",
                f"a message has one content, not {others}",
                path=(second,),
                at_key=True,
                help=hint,
            )
        )
    elif not found:
        if _misspelt_content(authored):
            return
        path: Path = ()
        hint = "write 'text', 'image', 'buttons', 'list', 'template', …; `waml schema` lists them"
        if "body" in message:
            path, hint = ("body",), "write 'text' for a plain text, or add 'buttons', 'list', …"
        authored.findings.append(Finding("no-content", "the message has no content", path=path, at_key=True, help=hint))
    elif found[0] not in message and not any(f.path and f.path[0] == found[0] for f in authored.findings):
        authored.findings.append(_empty(authored, found[0]))


@lru_cache(maxsize=MAX_NODES)
def meant(word: str) -> str | None:
    """Return the top-level key that an unknown one most likely stands for."""
    mistaken: Mapping[str, str] = shape().raw.get("x-mistaken", {})
    return mistaken.get(word) or closest(word, shape().fields)


def _misspelt_content(authored: Authored) -> bool:
    """Whether an unknown key is most likely the content: one finding is enough."""
    unknown = [f.path[0] for f in authored.findings if f.rule == "unknown-key" and f.path and len(f.path) == 1]
    return any(meant(str(word)) in group("content") for word in unknown)


def _empty(authored: Authored, content: str) -> Finding:
    hint = "a '#' begins a comment: quote the text" if _is_comment(authored, (content,)) else None
    return Finding("missing-value", f"'{content}' is empty", path=(content,), at_key=True, help=hint)


def _is_comment(authored: Authored, path: Path) -> bool:
    """Whether a comment stands where the value of a key should."""
    span = authored.span(path, at_key=True)
    after = authored.source.text[span.end : span.end + 200].partition("\n")[0]
    return authored.source.format == "yaml" and after.lstrip(" :\t").startswith("#")
