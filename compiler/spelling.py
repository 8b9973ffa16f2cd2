"""The shorthands of the language that need more than a key: each rewrites a node into its long form.

Nodes are rewritten, not values: every part keeps the place that it was written at.
"""

from __future__ import annotations

from collections.abc import Mapping

from .lazy import lazy
from .nodes import MappingNode, Node, ScalarNode, SequenceNode
from .shape import Expander, Shape

_GROUP_MARK = "Y2FwaV9ncm91c"  # base64 of `capi_group`
_USER = lazy(r"[A-Z]{2}\.[A-Za-z0-9]")


def recipient(node: Node, shape: Shape) -> Node:
    """`to` as a text says by its shape what it is."""
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return node
    return _mapping(node, {recipient_key(node.value): node})


def recipient_key(text: str) -> str:
    """Return what a recipient that is written as a text is: phone, group, channel or user."""
    if text.endswith("@g.us") or text.startswith(_GROUP_MARK):
        return "group"
    if text.endswith("@newsletter"):
        return "channel"
    return "user" if _USER.match(text) else "phone"


def button(node: Node, shape: Shape) -> Node:
    """A button says by its fields what it does; its type is written into the long form."""
    if isinstance(node, ScalarNode) and "key" in shape.short and node.value is not None:
        node = _mapping(node, {shape.short["key"]: node})
    if not isinstance(node, MappingNode):
        return node
    written = {key.value: value for key, value in node.entries}
    kind = written.get("type")
    entries = list(node.entries)
    if kind is None or _is_absent(kind):
        infers: Mapping[str, str] = shape.raw["x-infers"]
        # The deed decides before the label: `title` stands last in the table.
        inferred = next((type for field, type in infers.items() if field in written), None)
        if inferred is None:
            return node
        kind = ScalarNode(inferred, node.start, node.start, '"')
        entries = [(key, value) for key, value in entries if key.value != "type"]
        entries.insert(0, (ScalarNode("type", node.start, node.start), kind))
    word = kind.value if isinstance(kind, ScalarNode) else None
    for field, origin in shape.raw["x-copies"].get(word, {}).items():
        value = written.get(origin)
        if _is_absent(written.get(field)) and value is not None:
            entries.append((ScalarNode(field, value.start, value.end), value))
    result = MappingNode(node.start, node.end)
    result.entries = entries
    return result


def _is_absent(node: Node | None) -> bool:
    return node is None or (isinstance(node, ScalarNode) and node.value is None and not node.rendered)


def parameters(node: Node, shape: Shape) -> Node:
    """A scalar is one parameter, a list is positional, a mapping is named; the long form is a list."""
    result = SequenceNode(node.start, node.end)
    if isinstance(node, ScalarNode):
        if _is_absent(node):
            return result
        result.items.append(_mapping(node, {"text": node}))
    elif isinstance(node, SequenceNode):
        result.items = [_mapping(item, {"text": item}) if _is_text(item) else item for item in node.items]
        result.rounds = node.rounds
    else:
        result.items = [_named(key, value) for key, value in node.entries]
    return result


def _is_text(node: Node) -> bool:
    """Whether a node is a scalar that says something. An empty one stays what it is: a missing value."""
    return isinstance(node, ScalarNode) and not _is_absent(node)


def _named(key: ScalarNode, value: Node) -> Node:
    if _is_absent(value):
        return ScalarNode(None, key.start, key.end)
    # The key is the value of `name`: as text, whatever it looks like.
    item = MappingNode(key.start, value.end)
    item.entries.append((ScalarNode("name", key.start, key.end), ScalarNode(key.value, key.start, key.end, '"')))
    if isinstance(value, MappingNode):
        item.entries.extend(value.entries)
    else:
        item.entries.append((ScalarNode("text", key.start, key.end), value))
    return item


def sections(node: Node, shape: Shape) -> Node:
    """`rows` (or `retailer_ids`) instead of `sections` is one section without a title."""
    of = shape.raw["x-of"]
    if not isinstance(node, MappingNode) or node.get(of) is None or node.get("sections") is not None:
        return node
    result = MappingNode(node.start, node.end)
    for key, value in node.entries:
        if key.value != of:
            result.entries.append((key, value))
            continue
        section = MappingNode(value.start, value.end)
        section.entries.append((key, value))
        several = SequenceNode(value.start, value.end)
        several.items.append(section)
        result.entries.append((ScalarNode("sections", key.start, key.end), several))
    return result


def otp(node: Node, shape: Shape) -> Node:
    """`otp` stands twice in a send, in the body and in the button; it is written once.

    Where both are written out, it stays: it has no place to go to, and a rule says so.
    """
    if not isinstance(node, MappingNode) or (code := node.get("otp")) is None:
        return node
    if node.get("body") is not None and node.get("buttons") is not None:
        return node
    result = MappingNode(node.start, node.end)
    for key, value in node.entries:
        if key.value != "otp":
            result.entries.append((key, value))
            continue
        body, buttons = SequenceNode(value.start, value.end), SequenceNode(value.start, value.end)
        body.items.append(_mapping(code, {"text": code}))
        buttons.items.append(_mapping(code, {"suffix": code}))
        for name, part in (("body", body), ("buttons", buttons)):
            if node.get(name) is None:
                result.entries.append((ScalarNode(name, key.start, key.end), part))
    return result


def lifted(value: Node) -> Node:
    """Return the body of a `text` in either of its forms."""
    body = value.get("body") if isinstance(value, MappingNode) else None
    return value if body is None else body


def _mapping(node: Node, fields: Mapping[str, Node]) -> MappingNode:
    mapping = MappingNode(node.start, node.end)
    mapping.entries = [(ScalarNode(key, node.start, node.end), value) for key, value in fields.items()]
    return mapping


EXPANDERS: Mapping[str, Expander] = {
    "recipient": recipient,
    "button": button,
    "parameters": parameters,
    "sections": sections,
    "otp": otp,
}
