"""Reading a tree by a shape: one walk checks it, converts each scalar for its slot and writes shorthands out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .diagnostic import Finding, Path, Span, closest, shown, spell
from .nodes import MappingNode, Node, ScalarNode, SequenceNode, plain
from .shape import MISSING, UNKNOWN, Expander, Places, Shape
from .slots import DUE, SLOTS, free_json, is_null, kind_of_scalar, written_text
from .source import MAX_TOLD, Source

if TYPE_CHECKING:
    from .remedy import Fix
    from .rounds import Round


class Reader:
    """Reads nodes; collects findings, and the place of every field."""

    def __init__(self, source: Source, expanders: Mapping[str, Expander] | None = None) -> None:
        self.source = source
        self.expanders = expanders or {}
        self.findings: list[Finding] = []
        self.places: Places = {}
        self.rounds: dict[Path, Round] = {}
        self._gathered: tuple[MappingNode | None, frozenset[str]] = (None, frozenset())

    def read(self, node: Node, shape: Shape, path: Path, key: ScalarNode | None = None) -> Any:
        """Return the canonical value of a node, or MISSING where there is none."""
        self.places[path] = (key, node)
        if shape.expand is not None:
            node = self.expanders[shape.expand](node, shape)
        if shape.container == "object":
            if not isinstance(node, MappingNode):
                if is_null(node):
                    return {} if shape.keep_empty else MISSING
                if "key" not in shape.short:
                    return self.wrong(node, "a mapping", path, key)
                node = _wrap(node, shape.short["key"])
            self.places[path] = (key, node)
            return self.mapping(node, shape, path)
        if shape.container == "array":
            if not isinstance(node, SequenceNode):
                if is_null(node):
                    return MISSING
                if "list" not in shape.short:
                    return self.wrong(node, "a list", path, key)
                single = SequenceNode(node.start, node.end)
                single.items.append(node)
                node = single
            self.places[path] = (key, node)
            return self.sequence(node, shape, path)
        self.places[path] = (key, node)
        return self.scalar(node, shape, path, key)

    def mapping(self, node: MappingNode, shape: Shape, path: Path) -> Any:
        """Return a mapping, key by key. A text in a text slot, which most values are, is taken as it stands."""
        result: dict[str, Any] = {}
        places = self.places
        for name, child in node.entries:
            word = str(name.value)
            field = shape.field(word)
            if field is None:
                self.recover(name, child, shape, path, node, result)
                continue
            at = (*path, word)
            if field.is_text and isinstance(child, ScalarNode) and isinstance(child.value, str):
                places[at] = (name, child)
                result[word] = written_text(child)
                continue
            value = self.read(child, field, at, name)
            if value is MISSING or (value == field.default and type(value) is type(field.default)):
                continue
            if (value == {} or value == []) and not field.keep_empty and word not in shape.required:
                continue
            result[word] = value
        if shape.is_bound and (self.foreign(node, shape, result, path) or self.says_nothing(shape, result, path)):
            return result
        for word in self.needed(shape, result) if shape.is_bound else shape.required:
            if word not in result:
                place = places.get((*path, word))
                if (place is None or is_null(place[1])) and not self.misspelt(word, node, shape):
                    self.missing_key(word, path)
        return result

    def recover(
        self, name: ScalarNode, child: Node, shape: Shape, path: Path, node: MappingNode, result: dict[str, Any]
    ) -> None:
        """Find an unknown key, and read its value under the key that it means, so that nothing else is missed."""
        near = self.unknown_key(name, str(name.value), shape, path, node)
        field = None if near is None else shape.field(near)
        if near is None or field is None or near in result or self.is_written(near, node):
            return
        at, told = (*path, near), len(self.findings)
        value = self.read(child, field, at, name)
        if value is MISSING or any(finding.path == at for finding in self.findings[told:]):
            del self.findings[told:]  # it does not fit there: the guess was wrong
            return
        result[near] = value

    def sequence(self, node: SequenceNode, shape: Shape, path: Path) -> Any:
        """Return a list, item by item; an empty one is a finding."""
        items = shape.items
        result: list[Any] = []
        for number, child in enumerate(node.items):
            at = (*path, len(result))
            if node.rounds is not None:
                self.rounds[at] = node.rounds[number]
            if items.is_text and isinstance(child, ScalarNode) and isinstance(child.value, str):
                self.places[at] = (None, child)
                result.append(written_text(child))
                continue
            value = self.read(child, items, at)
            if value is MISSING:
                if is_null(child):
                    self.finding("missing-value", "the item is empty", at, node=child)
                continue
            result.append(value)
        return result

    def scalar(self, node: Node, shape: Shape, path: Path, key: ScalarNode | None) -> Any:
        """Return what a scalar is in its slot."""
        slot = shape.slot
        if slot in (None, "json", "declarations"):
            return free_json(self, node, shape, path, key) if slot == "json" else plain(node)
        if isinstance(node, ScalarNode) and node.value is UNKNOWN:
            return UNKNOWN
        if is_null(node):
            return MISSING
        if not isinstance(node, ScalarNode) or isinstance(node.value, (list, dict)):
            return self.wrong(node, DUE.get(slot, "text"), path, key)
        return SLOTS[slot](self, node, shape, path)

    def misspelt(self, word: str, node: MappingNode, shape: Shape) -> bool:
        """Whether an unknown key is most likely the one that is missing: one finding is enough."""
        unknown = [str(key.value) for key, _ in node.entries if shape.field(str(key.value)) is None]
        # The type of a button is inferred from other keys.
        telling = (word, *shape.raw.get("x-infers", ())) if word == "type" else (word,)
        return any(closest(key, shape.fields) in telling for key in unknown)

    def says_nothing(self, shape: Shape, result: Mapping[str, Any], path: Path) -> bool:
        """Find a mapping without any of the keys that give it a value, unless something is wrong in it already."""
        due = shape.raw.get("x-some")
        if due is None or any(key in result for key in due):
            return False
        if not any(finding.path and finding.path[: len(path)] == path for finding in self.findings):
            message = "the parameter has no value"
            self.finding("missing-value", message, path, at_key=True, help="give it one of " + ", ".join(due))
        return True

    def foreign(self, node: MappingNode, shape: Shape, result: Mapping[str, Any], path: Path) -> bool:
        """Find the keys that belong to another `type`. No provider would carry them, and nobody would notice."""
        holds = shape.raw.get("x-holds")
        kind = result.get("type")
        if holds is None or not isinstance(kind, str) or kind not in holds:
            return False
        if all(key == "type" or key in holds[kind] for key in result):
            return False
        if any(finding.rule == "unknown-key" and (finding.path or ())[:-1] == path for finding in self.findings):
            return False  # the type may have been inferred without the key that is misspelt
        copied = [
            key for key, origin in shape.raw["x-copies"].get(kind, {}).items() if node.get(key) is node.get(origin)
        ]
        keys = [key for key in result if key != "type" and key not in copied]
        strange = [key for key in keys if key not in holds[kind]]
        if not strange:
            return False
        others = [other for other, held in holds.items() if set(keys) <= set(held)]
        telling = next((key for key in keys if key in holds[kind] and key not in ("title", "index")), None)
        for key in strange:
            hint = f"leave out '{key}'"
            if len(others) == 1:
                hint = f"write 'type: {others[0]}'"
            elif telling is not None:
                hint = f"a button does one thing: leave out '{telling}' or '{key}'"
            message = f"a button of type '{kind}' has no '{key}'"
            self.findings.append(Finding("button-of-two-deeds", message, path=(*path, key), at_key=True, help=hint))
        return True

    def needed(self, shape: Shape, result: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the keys that a mapping needs, those of its `type` among them."""
        needs = shape.raw.get("x-needs")
        if needs is None:
            return shape.required
        return ("type", *needs.get(result.get("type"), ())) if isinstance(result.get("type"), str | None) else ()

    def finding(self, rule: str, message: str, path: Path, node: Node | None = None, **more: Any) -> None:
        span = self.source.span(node) if node is not None else None
        self.findings.append(Finding(rule, message, span=span, path=path, **more))

    def wrong(self, node: Node, due: str, path: Path, key: ScalarNode | None, meant: str | None = None) -> Any:
        """Find a value of the wrong type. It is there, and what it should be nobody knows: no rule judges it."""
        self.places[path] = (key, node)
        if isinstance(node, ScalarNode):
            got = (
                shown(node.value)
                if isinstance(node.value, str)
                else f"{shown(node.value)} is {kind_of_scalar(node.value)}"
            )
            if isinstance(node.value, (list, dict)):
                got = f"the variable gives {shown(node.value)}"
            message = f"{due} is due, and {got}" if " is " in got or " gives " in got else f"{due} is due, not {got}"
        else:
            message = f"{due} is due, not {'a mapping' if isinstance(node, MappingNode) else 'a list'}"
        at_key = key is not None and not isinstance(node, ScalarNode)
        word = node.value if due == "a list" and isinstance(node, ScalarNode) else None
        hint = f"write [{word}]" if isinstance(word, str) and re.fullmatch(r"[\w-]+", word) else None
        finding = Finding("wrong-type", message, path=path, at_key=at_key, help=hint)
        if isinstance(node, ScalarNode) and not node.rendered and (meant is not None or hint is not None):
            span = self.source.span(node)
            finding = finding._replace(fix=self.written(span, meant or f"[{self.source.text[slice(*span)]}]"))
        self.findings.append(finding)
        return UNKNOWN

    def written(self, span: Span, text: str, safe: bool = True) -> Fix:
        """Return the fix that writes another text over a stretch of the file."""
        from .remedy import Edit, Fix

        return Fix(f"write {text}", safe, (Edit(span, text),))

    def unknown_key(self, name: ScalarNode, word: str, shape: Shape, path: Path, within: MappingNode) -> str | None:
        """Find an unknown key, unless it is free; return the key that it most likely means."""
        if any(re.search(pattern, word) for pattern in shape.long.get("patternProperties", ())):
            return None
        mistaken = shape.raw.get("x-mistaken", {})
        owner = f" in {_owner(path)}" if path else ""
        near = None
        if word in mistaken:
            hint: str | None = f"write '{mistaken[word]}'"
        elif word in shape.raw.get("x-written", ()):
            hint = "waml writes it; remove the key"
        elif word in shape.structure:
            hint = "it goes with 'for_each', or with 'when'"
        elif word in _OF_ITEMS:
            hint = "it belongs to an item of a list"
        else:
            known = (*shape.fields, *sorted(shape.structure))
            near = closest(word, known) if len(self.findings) < MAX_TOLD else None
            hint = f"did you mean '{near}'?" if near else _known(shape.fields)
        span = Span(name.start, name.end)
        message = f"the key {shown(word)} is unknown{owner}"
        fix = None
        if near is not None and not self.is_written(near, within) and name.value == word:
            from .remedy import requoted

            fix = self.written(span, requoted(self.source.text[span.start : span.end], near), safe=False)
        self.findings.append(Finding("unknown-key", message, span=span, path=(*path, word), help=hint, fix=fix))
        return near or mistaken.get(word)

    def is_written(self, word: str, within: MappingNode) -> bool:
        """Whether a mapping has a key; its keys are gathered once, as thousands of unknown ones may be asked about."""
        if self._gathered[0] is not within:
            self._gathered = (within, frozenset(str(name.value) for name, _ in within.entries))
        return word in self._gathered[1]

    def missing_key(self, word: str, path: Path) -> None:
        owner = _owner(path) if path else "the message"
        self.findings.append(Finding("missing-key", f"{owner} needs '{word}'", path=(*path, word), at_key=True))


_OF_ITEMS = ("for_each", "as", "when")
"""The keys that an item of a list may have beside its own."""

_LISTED = 20
"""More keys than that are not listed in a message."""


def _known(fields: Mapping[str, Any]) -> str:
    if len(fields) > _LISTED:
        return "`waml schema` lists the keys"
    return "the keys here are " + ", ".join(fields)


def _owner(path: Path) -> str:
    return f"'{spell(path)}'"


def _wrap(node: Node, key: str) -> MappingNode:
    wrapped = MappingNode(node.start, node.end)
    wrapped.entries.append((ScalarNode(key, node.start, node.end), node))
    return wrapped
