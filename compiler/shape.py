"""Reading a tree by a JSON Schema: one walk checks the shape, converts each scalar for its slot and writes
the generic shorthands out.

Beside JSON Schema's own words the schemas carry annotations, which other tools ignore:

- `x-slot`: what a scalar becomes (`text`, `integer`, `number`, `boolean`, `time`, `phone`, `word`, `json`,
  `literal`, `literal-word`; `declarations` are read by `variables.py`);
- `x-short`: `{"key": k}`, what is no mapping stands for `{k: …}`; `{"list": true}`, one item for a list of one;
- `x-expand`: the name of a function that rewrites the node before it is read;
- `x-minor-units`: an amount, without a decimal point;
- `x-needs`, `x-holds`: the keys that a mapping needs, and all that it may hold, by its `type`;
- `x-some`: keys of which a mapping needs at least one;
- `x-keep-empty`: `{}` and `[]` mean something and stay;
- `x-raw`: `true`, no expression is filled in the slot; `within`, such slots are inside (`variables.py`);
- `x-group`, `x-dressed`, `x-mistaken`, `x-written`: of the top level, see `message.py` and `unknown_key`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .diagnostic import Finding, Path, Span, closest, did_you_mean, shown
from .lazy import lazy
from .placed import at
from .source import JSON_NUMBER, MappingNode, Node, ScalarNode, SequenceNode, Source, number
from .times import canonical_iso


class Unknown:
    """The value of a variable that has none yet. It fits every slot, and no rule judges it."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"  # there is but one, on the way to another process too


UNKNOWN = Unknown()
MISSING = object()

Expander = Callable[[Node, "Shape"], Node]
Places = dict[Path, tuple[ScalarNode | None, Node]]


class Shape:
    """One schema of a file, with its reference followed and the long form of its shorthand found."""

    __slots__ = ("_items", "_properties", "_root", "container", "default", "expand", "fields", "free", "keep_empty",
                 "long", "raw", "required", "short", "slot", "type", "words")  # fmt: skip

    def __init__(self, raw: Mapping[str, Any], root: Mapping[str, Any]) -> None:
        while "$ref" in raw:
            target = root["$defs"][raw["$ref"].rpartition("/")[2]]
            raw = {**target, **{k: v for k, v in raw.items() if k != "$ref"}}
        self.raw = raw
        self.short: Mapping[str, Any] = raw.get("x-short", {})
        self.expand: str | None = raw.get("x-expand")
        self.slot: str | None = raw.get("x-slot")
        long = raw["anyOf"][0] if self.slot is None and "anyOf" in raw else raw
        while "$ref" in long:
            long = root["$defs"][long["$ref"].rpartition("/")[2]]
        self.long = long
        self.container: str | None = long.get("type") if self.slot is None else None
        self.keep_empty = bool(raw.get("x-keep-empty"))
        self.default = raw.get("default", MISSING)
        self.required: tuple[str, ...] = tuple(long.get("required", ()))
        self.fields: Mapping[str, Any] = long.get("properties", {})
        self.free = long.get("additionalProperties", True)
        self.words: tuple[str, ...] = _words(raw) if self.slot in ("word", "literal-word") else ()
        self.type: str | None = raw.get("type")
        self._root = root
        self._properties: dict[str, Shape] = {}
        self._items: Shape | None = None

    def field(self, name: str) -> Shape | None:
        """Return the shape of a key, or None where there is no such key."""
        shape = self._properties.get(name)
        if shape is None:
            raw = self.fields.get(name)
            if raw is None:
                if not isinstance(self.free, Mapping):
                    return None
                raw = self.free
            shape = self._properties[name] = Shape(raw, self._root)
        return shape

    @property
    def items(self) -> Shape:
        """The shape of a list's items."""
        if self._items is None:
            self._items = Shape(self.long.get("items", {"x-slot": "json"}), self._root)
        return self._items


def _words(raw: Mapping[str, Any]) -> tuple[str, ...]:
    choices = raw["enum"] if "enum" in raw else raw["anyOf"][0]["enum"]
    return tuple(choices)


class Reader:
    """Reads nodes; collects findings, and the place of every field."""

    def __init__(self, source: Source, expanders: Mapping[str, Expander] | None = None) -> None:
        self.source = source
        self.expanders = expanders or {}
        self.findings: list[Finding] = []
        self.places: Places = {}

    def read(self, node: Node, shape: Shape, path: Path, key: ScalarNode | None = None) -> Any:
        """Return the canonical value of a node, or MISSING where there is none."""
        self.places[path] = (key, node)
        if shape.expand is not None:
            node = self.expanders[shape.expand](node, shape)
        if shape.container == "object":
            if not isinstance(node, MappingNode):
                if _is_null(node):
                    return {} if shape.keep_empty else MISSING
                if "key" not in shape.short:
                    return self.wrong(node, "a mapping", path, key)
                node = _wrap(node, shape.short["key"])
            return self.mapping(node, shape, path, key)
        if shape.container == "array":
            if not isinstance(node, SequenceNode):
                if _is_null(node):
                    return MISSING
                if "list" not in shape.short:
                    return self.wrong(node, "a list", path, key)
                single = SequenceNode(node.start, node.end)
                single.items.append(node)
                node = single
            return self.sequence(node, shape, path, key)
        self.places[path] = (key, node)
        return self.scalar(node, shape, path, key)

    def mapping(self, node: MappingNode, shape: Shape, path: Path, key: ScalarNode | None) -> Any:
        self.places[path] = (key, node)
        result: dict[str, Any] = {}
        for name, child in node.entries:
            word = str(name.value)
            field = shape.field(word)
            if field is None:
                self.unknown_key(name, word, shape, path)
                continue
            value = self.read(child, field, (*path, word), name)
            if value is MISSING:
                continue
            if value == field.default and type(value) is type(field.default):
                continue
            if (value == {} or value == []) and not field.keep_empty and word not in shape.required:
                continue
            result[word] = value
        if self.foreign(node, shape, result, path) or self.says_nothing(shape, result, path):
            return result
        for word in self.needed(shape, result):
            place = self.places.get((*path, word))
            if word not in result and (place is None or _is_null(place[1])) and not self.misspelt(word, node, shape):
                self.missing_key(word, path)
        return result

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
        copied = [
            key for key, origin in shape.raw["x-copies"].get(kind, {}).items() if node.get(key) is node.get(origin)
        ]
        keys = [key for key in result if key != "type" and key not in copied]
        strange = [key for key in keys if key not in holds[kind]]
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
        return bool(strange)

    def needed(self, shape: Shape, result: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the keys that a mapping needs, those of its `type` among them."""
        needs = shape.raw.get("x-needs")
        if needs is None:
            return shape.required
        return ("type", *needs.get(result.get("type"), ())) if isinstance(result.get("type"), str | None) else ()

    def sequence(self, node: SequenceNode, shape: Shape, path: Path, key: ScalarNode | None) -> Any:
        self.places[path] = (key, node)
        items = shape.items
        result: list[Any] = []
        for child in node.items:
            at = (*path, len(result))
            value = self.read(child, items, at)
            if value is MISSING:
                if _is_null(child):
                    self.finding("missing-value", "the item is empty", at, node=child)
                continue
            result.append(value)
        return result

    def scalar(self, node: Node, shape: Shape, path: Path, key: ScalarNode | None) -> Any:
        slot = shape.slot
        if slot in (None, "json", "declarations"):
            return self.plain(node)
        if isinstance(node, ScalarNode) and node.value is UNKNOWN:
            return UNKNOWN
        if isinstance(node, ScalarNode) and node.value is None and not node.rendered:
            return MISSING
        if not isinstance(node, ScalarNode) or isinstance(node.value, (list, dict)):
            return self.wrong(node, _DUE.get(slot, "text"), path, key)
        return _SLOTS[slot](self, node, shape, path)

    def text(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        value = node.value
        if isinstance(value, str):
            if node.style and node.style in "|>" and value.endswith("\n"):
                return value[:-1]
            return value
        if node.rendered:
            return text_of(value)
        written = self.source.text[node.start : node.end].strip()
        span = self.source.span(node)
        from .remedy import Edit, Fix

        fix = Fix("quote the value", True, (Edit(span, f'"{written}"'),))
        self.findings.append(
            Finding(
                "not-quoted",
                f"text is due, and {written} is {_kind(value)}",
                span=span,
                path=path,
                help=f'quote it: "{written}"',
                fix=fix,
            )
        )
        return written

    def phone(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        return normal_phone(self.text(node, shape, path))

    def time(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        value = self.text(node, shape, path)
        if isinstance(value, str):
            iso = canonical_iso(value.strip())
            if iso is not None:
                return iso
            hint = "write date, time and offset, such as 2026-12-18T19:27:00Z"
            self.finding("not-a-time", f"{shown(value)} is no ISO 8601 time with an offset", path, help=hint)
        return value

    def word(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        value = self.text(node, shape, path)
        if isinstance(value, str) and value not in shape.words:
            known = ", ".join(shape.words)
            hint = did_you_mean(value, shape.words) or f"write one of {known}"
            self.finding("unknown-word", f"{shown(value)} is none of {known}", path, help=hint)
        return value

    def number(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        value = node.value
        whole = shape.slot == "integer"
        if shape.raw.get("x-minor-units") and self.has_point(node):
            return self.decimal(node, path)
        if isinstance(value, str):
            # What a variable gives is read kindly; what is written is read as the schema reads it.
            text = value.strip() if node.rendered else value
            if (_WHOLE if whole and not node.rendered else JSON_NUMBER).fullmatch(text):
                value = number(text)
        if isinstance(value, float) and whole and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            return self.wrong(node, "a whole number" if whole else "a number", path, None)
        return value

    def has_point(self, node: ScalarNode) -> bool:
        """Whether a number has a decimal point as it is written; one that a variable gives, as it is typed."""
        value = node.value
        if isinstance(value, str):
            return node.rendered and "." in value and JSON_NUMBER.fullmatch(value.strip()) is not None
        written = "" if node.rendered else self.source.text[node.start : node.end]
        return isinstance(value, float) and ("." in written or not written or not value.is_integer())

    def decimal(self, node: ScalarNode, path: Path) -> Any:
        """Refuse an amount with a decimal point, with both readings of it."""
        written = "" if node.rendered else self.source.text[node.start : node.end].strip()
        value = float(node.value) if isinstance(node.value, (str, int, float)) else 0.0
        if not abs(value) < 1e15:
            return self.wrong(node, "a whole number", path, None)
        minor = round(value * 100)
        message = f"{written or node.value} has a decimal point; an amount is a whole number of the smallest unit"
        hint = f"write {minor} for {minor / 100:.2f}, or {round(value)} for {round(value) / 100:.2f}"
        self.findings.append(Finding("wrong-type", message, path=path, help=hint))
        return MISSING

    def boolean(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        value = node.value
        if isinstance(value, bool):
            return value
        if node.rendered and value in ("true", "false"):
            return value == "true"
        return self.wrong(node, "true or false", path, None)

    def literal(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        if shape.type == "integer":
            if isinstance(node.value, str):
                return self.wrong(node, "a whole number", path, None)
            return self.number(node, Shape({"x-slot": "integer"}, {}), path)
        return self.text(node, shape, path)

    def plain(self, node: Node) -> Any:
        """Return a node as plain JSON."""
        if isinstance(node, ScalarNode):
            return node.value
        if isinstance(node, MappingNode):
            return {str(key.value): self.plain(value) for key, value in node.entries}
        return [self.plain(item) for item in node.items]

    def finding(self, rule: str, message: str, path: Path, node: Node | None = None, **more: Any) -> None:
        span = self.source.span(node) if node is not None else None
        self.findings.append(Finding(rule, message, span=span, path=path, **more))

    def wrong(self, node: Node, due: str, path: Path, key: ScalarNode | None) -> Any:
        self.places[path] = (key, node)
        if isinstance(node, ScalarNode):
            got = shown(node.value) if isinstance(node.value, str) else f"{shown(node.value)} is {_kind(node.value)}"
            if isinstance(node.value, (list, dict)):
                got = f"the variable gives {shown(node.value)}"
            message = f"{due} is due, and {got}" if " is " in got or " gives " in got else f"{due} is due, not {got}"
        else:
            message = f"{due} is due, not {'a mapping' if isinstance(node, MappingNode) else 'a list'}"
        at_key = key is not None and not isinstance(node, ScalarNode)
        word = node.value if due == "a list" and isinstance(node, ScalarNode) else None
        hint = f"write [{word}]" if isinstance(word, str) and re.fullmatch(r"[\w-]+", word) else None
        self.findings.append(Finding("wrong-type", message, path=path, at_key=at_key, help=hint))
        return MISSING

    def unknown_key(self, name: ScalarNode, word: str, shape: Shape, path: Path) -> None:
        if any(re.search(pattern, word) for pattern in shape.long.get("patternProperties", ())):
            return
        mistaken = shape.raw.get("x-mistaken", {})
        owner = f" in {_owner(path)}" if path else ""
        if word in mistaken:
            hint: str | None = f"write '{mistaken[word]}'"
        elif word in shape.raw.get("x-written", ()):
            hint = "waml writes it; remove the key"
        else:
            hint = did_you_mean(word, shape.fields) or _known(shape.fields)
        span = Span(name.start, name.end)
        message = f"the key {shown(word)} is unknown{owner}"
        self.findings.append(Finding("unknown-key", message, span=span, path=(*path, word), help=hint))

    def missing_key(self, word: str, path: Path) -> None:
        owner = _owner(path) if path else "the message"
        self.findings.append(Finding("missing-key", f"{owner} needs '{word}'", path=(*path, word), at_key=True))


_LISTED = 20
"""More keys than that are not listed in a message."""


def _known(fields: Mapping[str, Any]) -> str:
    if len(fields) > _LISTED:
        return "`waml schema` lists the keys"
    return "the keys here are " + ", ".join(fields)


_SLOTS: dict[str, Callable[[Reader, ScalarNode, Shape, Path], Any]] = {
    "text": Reader.text,
    "phone": Reader.phone,
    "time": Reader.time,
    "word": Reader.word,
    "integer": Reader.number,
    "number": Reader.number,
    "boolean": Reader.boolean,
    "literal": Reader.literal,
    "literal-word": Reader.word,
}
_WHOLE = lazy(r"-?(0|[1-9][0-9]{0,29})")
_DUE = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}


def text_of(value: object) -> str:
    """Return the text of a variable's value: JSON's spelling, whole floats without their `.0`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


_PHONE = lazy(r"\+?[0-9 ()./\u00a0\u2011-]*[0-9][0-9 ()./\u00a0\u2011-]*")


def normal_phone(value: Any) -> Any:
    """Return `+` and digits for what is written like a phone number, anything else verbatim."""
    if isinstance(value, str) and _PHONE.fullmatch(value):
        return at("+" + "".join(c for c in value if c in "0123456789"), value)
    return value


def _owner(path: Path) -> str:
    from .diagnostic import spell

    return f"'{spell(path)}'"


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    return "a boolean" if isinstance(value, bool) else "a number"


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None and not node.rendered


def _wrap(node: Node, key: str) -> MappingNode:
    wrapped = MappingNode(node.start, node.end)
    wrapped.entries.append((ScalarNode(key, node.start, node.end), node))
    return wrapped
