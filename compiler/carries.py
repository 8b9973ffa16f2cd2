"""What a provider carries at all: `rules/carries.yaml`, read for the linter, the encoders' tests and the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from .diagnostic import Finding, Path, Severity, spell
from .paths import Laid, find, parse
from .rows import Table, pick, table

RULE = "not-carried"

_WHERE = {"buttons": "", "template_buttons": " in a template send", "definition_buttons": " in a definition"}

_KINDS = {"buttons": "buttons", "template_buttons": "template", "definition_buttons": "define_template"}
"""The kind whose buttons a section tells. A field stands in the kind that it begins with, if that is one."""

_BUTTONS = (
    ("buttons", "buttons", "buttons[]"),
    ("template", "template_buttons", "template.buttons[]"),
    ("template", "template_buttons", "template.carousel[].buttons[]"),
    ("define_template", "definition_buttons", "define_template.buttons[]"),
    ("define_template", "definition_buttons", "define_template.carousel[].buttons[]"),
)
"""The key that lists of buttons stand under, their section of the file, and their path."""


@cache
def section(name: str) -> Table:
    """Return a section of the file: kinds, fields, buttons, template_buttons, definition_buttons or dressing."""
    return table("carries").section(name)


@cache
def _level(part: str, name: str, provider: str) -> str:
    entry = section(part).get(name)
    level: str = "yes" if entry is None else pick(entry, provider, "error")
    return level


@cache
def _fields() -> Laid:
    """The fields of the file laid over one another, each with its number and its path."""
    laid = Laid()
    for number, pattern in enumerate(section("fields")):
        laid.at(parse(pattern)).rows.append((number, pattern))
    return laid


class Carries:
    """The view of one provider."""

    __slots__ = ("provider",)

    def __init__(self, provider: str) -> None:
        self.provider = provider

    def level(self, part: str, name: str) -> str:
        """Return `yes`, or how much it matters that something is not carried: error, warning or info."""
        return _level(part, name, self.provider)

    def shown(self, part: str, name: str) -> str | None:
        """Return the level of a part, or None where the provider does not carry what it would be a part of."""
        kind = _KINDS.get(part) or str(parse(name)[0])
        if part != "kinds" and self.level("kinds", kind) != "yes":
            return None
        above = [f for f in section("fields") if part == "fields" and name.startswith((f"{f}.", f"{f}[]"))]
        return None if any(self.level("fields", field) != "yes" for field in above) else self.level(part, name)

    def kinds(self) -> list[str]:
        """Return the kinds that the provider carries."""
        return [kind for kind in section("kinds") if self.level("kinds", kind) == "yes"]

    def dressing(self, part: str) -> list[str]:
        """Return the kinds that a header or a footer may stand on."""
        kinds: list[str] = pick(section("dressing")[part], self.provider, [])
        return kinds

    def findings(self, message: Mapping[str, Any], kind: str | None) -> Iterator[Finding]:
        """Yield what the provider cannot carry of a message."""
        if kind is not None:
            level = self.level("kinds", kind)
            if level != "yes":
                hint = section("kinds")[kind].get("help") or f"{self.provider} has " + ", ".join(self.kinds())
                yield self.finding(level, (kind,), f"{self.provider} has no '{kind}' message", hint)
                return
        yield from self.fields(message)
        for head, part, pattern in _BUTTONS:
            if head in message:
                yield from self.buttons(message, part, pattern)

    def fields(self, message: Mapping[str, Any]) -> Iterator[Finding]:
        there = {row for field, _ in _fields().meet(message) for row in field.rows}
        for _, pattern in sorted(there):
            level = self.level("fields", pattern)
            if level == "yes":
                continue
            for path, _ in find(message, parse(pattern)):
                hint = section("fields")[pattern].get("help")
                if hint is None:
                    hint = "leave it out" if level == "error" else "the message goes without it"
                yield self.finding(level, path, f"{self.provider} does not carry '{spell(path)}'", hint)

    def buttons(self, message: Mapping[str, Any], part: str, pattern: str) -> Iterator[Finding]:
        for path, button in find(message, parse(pattern)):
            type = button.get("type") if isinstance(button, dict) else None
            if not isinstance(type, str):
                continue
            level = self.level(part, type)
            if level != "yes":
                known = [t for t in section(part) if self.level(part, t) == "yes"]
                hint = f"{self.provider} has " + ", ".join(known) if known else None
                where = _WHERE[part]
                message_ = f"{self.provider} has no '{type}' button{where}"
                yield self.finding(level, path, message_, hint)

    def finding(self, level: str, path: Path, message: str, hint: str | None) -> Finding:
        severity: Severity = level  # type: ignore[assignment]
        return Finding(RULE, message, path=path, severity=severity, provider=self.provider, help=hint, at_key=True)
