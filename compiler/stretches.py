"""Where in a text a rule is broken, as far as that can be told of one stretch of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .diagnostic import Part
from .formats import TEMPLATE_VALUE
from .formatting import HTML, MARKDOWN, MARKUP, unbalanced
from .placeholders import FilledText

Stretch = tuple[int, int]


def part_of(keyword: str, limit: Any, text: str) -> Part | None:
    """Return the part of a text that breaks a keyword of a row, or None where it is the whole or not certain."""
    if isinstance(text, FilledText):
        return text.beyond(limit) if keyword == "max_length" else None
    place = stretch(keyword, limit, text)
    return None if place is None else Part(str(text), *place)


def stretch(keyword: str, limit: Any, text: str) -> Stretch | None:
    """Return the stretch of a text that breaks a keyword of a row, or None where it is the whole or not certain."""
    if keyword == "max_length":
        return (limit, len(text)) if 0 < limit < len(text) else None
    if keyword == "format":
        return _FORMATS[limit](text) if limit in _FORMATS else None
    if keyword == "pattern":
        return _out_of_class(limit, text)
    return None


def _out_of_class(pattern: str, text: str) -> Stretch | None:
    """Where a pattern is one class of characters repeated, return the first run of others."""
    signs = _class_of(pattern)
    match = signs.search(text) if signs is not None else None
    return match.span() if match is not None else None


@cache
def _class_of(pattern: str) -> re.Pattern[str] | None:
    match = re.fullmatch(r"\[(\^?)((?:[^\]\\]|\\.)+)\](?:[*+]|\{[0-9]+(?:,[0-9]*)?\})", pattern)
    if match is None:
        return None
    return re.compile(f"[{match[2]}]+" if match[1] else f"[^{match[2]}]+")


def _found(pattern: str) -> Callable[[str], Stretch | None]:
    def search(text: str) -> Stretch | None:
        match = re.search(pattern, text)
        return match.span() if match is not None else None

    return search


def _padding(text: str) -> Stretch | None:
    before = len(text) - len(text.lstrip())
    if before:
        return (0, before) if before < len(text) else None
    return len(text.rstrip()), len(text)


def _space_in_url(text: str) -> Stretch | None:
    return _found(r"\s+")(text.rstrip()) if re.match(r"(?i)https?://", text) else None


def _emoji(text: str) -> Stretch | None:
    from .emoji import first

    return first(text)


_FORMATS: Mapping[str, Callable[[str], Stretch | None]] = {
    "balanced-formatting": unbalanced,
    "http-url": _space_in_url,
    "no-emoji": _emoji,
    "no-html": _found(HTML),
    "no-markdown": _found(MARKDOWN),
    "no-markup": _found(MARKUP),
    "not-encoded-twice": _found(r"%25[0-9A-Fa-f]{2}"),
    "not-padded": _padding,
    "template-value": _found(TEMPLATE_VALUE),
}
