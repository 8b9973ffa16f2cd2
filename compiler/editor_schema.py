"""The schema of the language for editors, with the limits of one provider written in.

JSON Schema draft-07, which is what SchemaStore and yaml-language-server want. The definitions of the language are
shared by many fields, limits are not: a definition is written out where a limit of its own lies below.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from .carries import Carries
from .editor_conditions import conditions
from .editor_limits import Limit, keywords, limits, refused
from .paths import EACH, Segments
from .resources import schema
from .rounds import KEYS

ID = "https://waml.dev/schemas/message.{}.schema.json"

_BUTTONS: dict[Segments, str] = {
    ("buttons", EACH): "buttons",
    ("template", "buttons", EACH): "template_buttons",
    ("template", "carousel", EACH, "buttons", EACH): "template_buttons",
    ("define_template", "buttons", EACH): "definition_buttons",
    ("define_template", "carousel", EACH, "buttons", EACH): "definition_buttons",
}
"""The lists of buttons, each with the section that says which of them are carried."""

_WRITTEN_ANEW = ("$schema", "$id", "$defs", "title", "properties", "items", "anyOf")


def editor_schema(provider: str) -> dict[str, Any]:
    """Return the schema of messages for one provider."""
    return _Writer(provider).schema()


_LONG = 3000
"""Characters of a part that is worth a definition of its own."""


def _long_parts(part: Any) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield the long fields of a schema, an outer before its inner ones: what holds each, its key, its text."""
    if isinstance(part, list):
        for item in part:
            yield from _long_parts(item)
    if not isinstance(part, dict):
        return
    fields = part.get("properties", {})
    for key in list(fields) if isinstance(fields, dict) else ():
        if len(text := json.dumps(fields[key], sort_keys=True)) > _LONG:
            yield fields, key, text
    for inner in list(part.values()):
        yield from _long_parts(inner)


class _Writer:
    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.carries = Carries(provider)
        self.root = schema("message")
        found = list(limits(provider))
        self.conditional = [limit for limit in found if limit.row.when]
        self.limits: dict[Segments, list[Limit]] = {}
        for limit in found:
            if not limit.row.when:
                self.limits.setdefault(limit.field, []).append(limit)
        self.refused = refused(provider)
        told = [*self.limits, *_BUTTONS, *self.refused]
        self.above = {path[:length] for path in told for length in range(len(path) + 1)}
        # What is due unless `locales` fills it in.
        self.asked: list[dict[str, Any]] = []
        self.definitions: dict[str, Any] = {"expression": self.root["$defs"]["expression"]}

    def schema(self) -> dict[str, Any]:
        written = self.node(self.root, ())
        self.share(written)
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$id": ID.format(self.provider),
            "title": f"waml message for {self.provider}",
            **written,
            "description": f"{self.root['description']} With the limits of {self.provider}.",
            "allOf": [*written.get("allOf", ()), *conditions(self.conditional, self.provider)],
            **({"if": {"not": {"required": ["locales"]}}, "then": {"allOf": self.asked}} if self.asked else {}),
            "definitions": dict(sorted(self.definitions.items())),
        }

    def share(self, written: dict[str, Any]) -> None:
        """Write long parts that are alike once: an order of its own, on a button, on the button of a card."""
        found = Counter(text for _, _, text in _long_parts(written))
        names: dict[str, str] = {}
        for holder, key, text in list(_long_parts(written)):
            if found[text] > 1:
                name = names.setdefault(text, f"{key}-{len(names) + 1}")
                self.definitions.setdefault(name, holder[key])
                told = {word: holder[key][word] for word in ("title", "description") if word in holder[key]}
                holder[key] = {**told, "allOf": [{"$ref": f"#/definitions/{name}"}]}

    def node(
        self, raw: Mapping[str, Any], path: Segments | None, title: str = "", is_form: bool = False
    ) -> dict[str, Any]:
        """Return the schema of what stands at a path of the canonical message; a path of None has no limits.

        Beside one of several forms, what the path asks for stands once, for all of them.
        """
        while "$ref" in raw:
            name = raw["$ref"].rpartition("/")[2]
            if path not in self.above:
                return self.reference(name, raw, title)
            raw = {**self.root["$defs"][name], **{key: value for key, value in raw.items() if key != "$ref"}}
        written: dict[str, Any] = {"title": title} if title else {}
        written |= {k: v for k, v in raw.items() if not k.startswith("x-") and k not in _WRITTEN_ANEW}
        if "properties" in raw:
            fields = raw["properties"].items()
            written["properties"] = {name: self.node(field, _below(path, name), name) for name, field in fields}
        if "items" in raw:
            written["items"] = self.node(raw["items"], _below(path, EACH))
        if isinstance(raw.get("additionalProperties"), dict):
            written["additionalProperties"] = self.node(raw["additionalProperties"], None)
        if "anyOf" in raw:
            written["anyOf"] = list(self.forms(raw, path))
        if path is not None and not is_form:
            self.limit(written, raw, path)
        return written

    def reference(self, name: str, raw: Mapping[str, Any], title: str) -> dict[str, Any]:
        """Return a reference to a definition that is shared. In draft-07 nothing else may stand beside it."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.node(self.root["$defs"][name], None)
        reference = {"$ref": f"#/definitions/{name}"}
        beside = {"title": title} if title else {}
        told = {**self.root["$defs"][name], **raw} if title in KEYS else raw
        beside |= {key: told[key] for key in ("description", "default") if key in told}
        return {**beside, "allOf": [reference]} if beside else reference

    def forms(self, raw: Mapping[str, Any], path: Segments | None) -> Iterator[dict[str, Any]]:
        """Yield the long form and each shorthand, at the path that it stands for."""
        if raw.get("x-expand") == "parameters":
            yield from self.parameters(raw["anyOf"], path)
            return
        first, *others = raw["anyOf"]
        yield self.node(first, path, is_form=True)
        short, of = raw.get("x-short", {}), raw.get("x-of")
        for other in others:
            if of is not None:
                written = self.node(other, path, is_form=True)
                written["properties"][of] = self.node(other["properties"][of], _below(path, "sections", EACH, of), of)
                yield written
            elif short.get("list"):
                yield self.node(other, _below(path, EACH))
            elif "lift" in short:
                yield self.node(other, (short["lift"],))
            else:
                # A recipient is told by its form: it may be a phone, a group, a channel or a user.
                is_known = "key" in short and raw.get("x-expand") != "recipient"
                yield self.node(other, _below(path, short["key"]) if is_known else None)

    def parameters(self, forms: list[Any], path: Segments | None) -> Iterator[dict[str, Any]]:
        items, text, named, mixed = forms
        value = _below(path, EACH, "text")
        yield self.node(items, path, is_form=True)
        yield self.node(text, value)
        word, parameter = named["additionalProperties"]["anyOf"]
        # The key is the name of the parameter, so that a row that asks for a name is content.
        yield {**named, "additionalProperties": {"anyOf": [self.node(word, value), self.node(parameter, None)]}}
        word, parameter = mixed["items"]["anyOf"]
        yield {**mixed, "items": {"anyOf": [self.node(word, value), self.node(parameter, _below(path, EACH))]}}

    def limit(self, written: dict[str, Any], raw: Mapping[str, Any], path: Segments) -> None:
        """Write what the provider says of a path into its schema."""
        found = self.limits.get(path, ())
        for limit in found:
            _join(written, keywords(limit, self.provider))
        if found:
            told = ", ".join(dict.fromkeys(limit.told(self.provider) for limit in found))
            _describe(written, f"{self.provider}: {told}")
        self.require(written, raw, path)
        if path in _BUTTONS:
            self.buttons(written, raw, _BUTTONS[path])
        if path in self.refused:
            if self.refused[path] == "error":
                # What nobody may write needs no shape, and a fault of its shape would be a second one.
                for key in written.keys() - {"title", "description"}:
                    del written[key]
            self.refuse(written, self.refused[path])

    def require(self, written: dict[str, Any], raw: Mapping[str, Any], path: Segments) -> None:
        """Add the fields that the provider asks for. One that the language fills in need not be written."""
        copied = {key for kind in raw.get("x-copies", {}).values() for key in kind}
        due = [
            field[-1]
            for field, found in self.limits.items()
            if field[:-1] == path and field[-1] not in copied and any(limit.keyword == "required" for limit in found)
        ]
        long = next((form for form in raw.get("anyOf", ()) if "properties" in form), raw)
        for name in [*due]:
            if long.get("properties", {}).get(name, {}).get("x-from") == "locales":
                due.remove(name)
                asked: dict[str, Any] = {"required": [name]}
                for part in reversed(path):
                    asked = {"properties": {part: asked}}
                self.asked.append(asked)
        if due:
            _join(written, {"required": due})

    def buttons(self, written: dict[str, Any], raw: Mapping[str, Any], part: str) -> None:
        """Mark the keys of buttons of which no type that holds them is carried."""
        long = next((form for form in written.get("anyOf", ()) if "properties" in form), written)
        carried = [kind for kind in raw["x-holds"] if self.carries.level(part, kind) == "yes"]
        held = {"type", *KEYS, *(key for kind in carried for key in raw["x-holds"][kind])}
        for name, field in long["properties"].items():
            if name not in held:
                self.refuse(field, "error")
        words = long["properties"]["type"]["anyOf"][0]
        words["enum"] = [word for word in words["enum"] if word in carried]

    def refuse(self, written: dict[str, Any], level: str) -> None:
        """Mark what is not carried: an error where the recipient would notice, else a remark."""
        said = f"{self.provider} does not carry it" + ("" if level == "error" else ": the message goes without it")
        _describe(written, said)
        if level == "error":
            _join(written, {"not": {}, "errorMessage": said, "doNotSuggest": True})
        elif level == "warning":
            written["deprecationMessage"] = said


def _below(path: Segments | None, *parts: str | None) -> Segments | None:
    return None if path is None else (*path, *parts)


def _describe(written: dict[str, Any], said: str) -> None:
    written["description"] = f"{written['description']}; {said}" if "description" in written else said


def _join(written: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add keywords to a schema; what is there already is kept beside them."""
    if any(key in written for key in more):
        written.setdefault("allOf", []).append(dict(more))
    else:
        written.update(more)
