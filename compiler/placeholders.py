"""WhatsApp's own placeholders in the texts of a template definition: `{{1}}`, `{{first_name}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .diagnostic import Part, Path

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")

MAX_JUDGED = 20_000
"""Characters of a text whose placeholders are looked at; no definition has a tenth of it. A bound of waml's own."""

Way = tuple[str | int, ...]


def names(text: Any) -> list[str]:
    """Return what stands between the braces of each placeholder, in the order of the text."""
    return PLACEHOLDER.findall(text) if isinstance(text, str) else []


class FilledText(str):
    """A text with values in its placeholders; it knows where in it each stands, and the field that it is of."""

    values: tuple[tuple[int, str, Path], ...] = ()

    def beyond(self, limit: int) -> Part | None:
        """Return the part of a value from the first character that does not fit; None where that is in no value."""
        for at, value, field in self.values:
            if at <= limit < at + len(value):
                return Part(value, limit - at, len(value), field)
        return None


def filled(text: str, values: Mapping[str, tuple[str, Path]]) -> FilledText | None:
    """Return a text with values and their fields in its placeholders, or None where one is missing."""
    written, end, length = [], 0, 0
    places: list[tuple[int, str, Path]] = []
    for match in PLACEHOLDER.finditer(text):
        found = values.get(match[1].strip())
        if found is None:
            return None
        length += match.start() - end
        places.append((length, *found))
        written += [text[end : match.start()], found[0]]
        end, length = match.end(), length + len(found[0])
    whole = FilledText("".join([*written, text[end:]]))
    whole.values = tuple(places)
    return whole


def judged(text: Any) -> bool:
    """Whether a text is short enough to look at its placeholders."""
    return not isinstance(text, str) or len(text) <= MAX_JUDGED


def is_position(name: str) -> bool:
    """Whether a placeholder is a number."""
    return name.strip().isdecimal()


def texts(definition: Mapping[str, Any]) -> Iterator[tuple[Way, str]]:
    """Yield each text of a definition that may hold placeholders, with its path."""
    for way in (("header", "text"), ("body", "text")):
        yield from _text(definition, way)
    for at, button in enumerate(_mappings(definition.get("buttons"))):
        yield from ((("buttons", at, *way), text) for way, text in _text(button, ("url",)))
    for at, card in enumerate(_mappings(definition.get("carousel"))):
        yield from ((("carousel", at, *way), text) for way, text in texts(card))


def parameter_format(definition: Mapping[str, Any]) -> str | None:
    """Return `named` or `positional`, as the placeholders are; None where there is none."""
    found = [name for _, text in texts(definition) for name in names(text)]
    if not found:
        return None
    return "positional" if all(is_position(name) for name in found) else "named"


def _text(holder: Mapping[str, Any], way: Way) -> Iterator[tuple[Way, str]]:
    value: Any = holder
    for key in way:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        yield way, value


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item if isinstance(item, Mapping) else {} for item in value] if isinstance(value, list) else []
