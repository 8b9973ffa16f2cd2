"""What a provider's rows say of a field, in the keywords of JSON Schema: for editors, which know no rows.

Only what a schema can tell for certain is told: the errors of rows about one field. A text with an expression in it
is never judged by what is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .carries import Carries, section
from .catalogue import entry, say
from .message import shape
from .named import NamedTuple
from .paths import EACH, Segments, parse
from .resources import schema
from .rows import Row, catalogue
from .shape import Shape

EXPRESSION = {"$ref": "#/definitions/expression"}

KEYWORDS = ("max_length", "min_length", "max_items", "min_items", "range", "one_of", "pattern", "required", "forbidden")

_PYTHON_ONLY = re.compile(r"\(\?(?![:!=])|\\[wWdDbBAZ]|[*+?}]\+")
"""What JavaScript spells otherwise, or means otherwise."""


class Limit(NamedTuple):
    """One keyword of a row for one field."""

    row: Row
    keyword: str
    field: Segments
    value: Any
    shape: Shape

    def told(self, provider: str) -> str:
        """Return the limit in words."""
        if self.keyword == "forbidden":
            return str(entry(self.row)["fault"])
        return say(self.row, self.keyword, self.value, provider)


def refused(provider: str) -> dict[Segments, str]:
    """Return the kinds and fields that a provider does not carry, with what becomes of a message that has one."""
    carries = Carries(provider)
    levels: dict[Segments, str] = {(name,): carries.level("kinds", name) for name in section("kinds")}
    levels |= {parse(name): carries.level("fields", name) for name in section("fields")}
    return {path: level for path, level in levels.items() if level != "yes"}


def limits(provider: str) -> Iterator[Limit]:
    """Yield what can be told of a provider, that of rows with a condition as well.

    Of what nobody may write there, nothing else is told.
    """
    never = {path for path, level in refused(provider).items() if level == "error"}
    for row in catalogue().values():
        if row.scope != "message" or "raised_by" in row.raw or row.severity(provider) != "error":
            continue
        for keyword in KEYWORDS if row.holds_for(provider) else ():
            value = row.limit(keyword, provider)
            for _, field in row.fields if value is not None else ():
                found = shape_at(field)
                if found is None or "x-sugar" in found.raw or any(field[:n] in never for n in range(len(field) + 1)):
                    continue
                if keyword != "required" or field[0] not in _from_config():
                    yield Limit(row, keyword, field, value, found)


def shape_at(path: Segments) -> Shape | None:
    """Return the shape of a field, or None for one that nobody writes: a derived field."""
    found: Shape | None = shape()
    for segment in path:
        if found is None or isinstance(segment, int):
            return None
        found = found.items if segment is EACH else found.field(segment)
    return found


def _from_config() -> Mapping[str, Any]:
    """What a message need not say where the config does."""
    properties: Mapping[str, Any] = schema("config")["properties"]
    return properties


def keywords(limit: Limit, provider: str) -> dict[str, Any]:
    """Return the keywords for a field's own schema; none for `required`, which its parent has."""
    value, raw = limit.value, limit.shape.raw.get("x-raw") is True
    match limit.keyword:
        case "max_length":
            return _unless_filled(_at_most(value), raw)
        case "min_length":
            return {"minLength": 1} if value == 1 else _unless_filled({"minLength": value}, raw)
        case "max_items" | "min_items":
            end = limit.keyword[:3]
            counted = {f"{end}Items": value}
            is_mapping = limit.shape.container == "object" or limit.shape.expand == "parameters"
            return counted | ({f"{end}Properties": value} if is_mapping else {})
        case "range":
            return {"minimum": value[0], "maximum": value[1]}
        case "one_of":
            words = all(isinstance(word, str) for word in value)
            return {"anyOf": [{"enum": value}, EXPRESSION if words else {"type": "string"}]}
        case "pattern" if not _PYTHON_ONLY.search(value):
            return _unless_filled({"pattern": f"^(?:{value})\\n?$"}, raw)
        case "forbidden":
            return {"not": {}, "errorMessage": limit.told(provider)}
    return {}


def _at_most(length: int) -> dict[str, Any]:
    """A length, and the break at the end of a block scalar, which is no part of the text."""
    return {"if": {"pattern": "\\n$"}, "then": {"maxLength": length + 1}, "else": {"maxLength": length}}


def _unless_filled(said: dict[str, Any], raw: bool) -> dict[str, Any]:
    """A text that is filled in may be longer or shorter than what is written; a raw one never is."""
    return said if raw else {"if": EXPRESSION, "else": said}
