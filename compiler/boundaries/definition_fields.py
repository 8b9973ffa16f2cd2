"""Trials of the fields `definition.*`: a word of the definition by the row's examples, a text filled to its limit."""

from __future__ import annotations

from typing import Any

from ..diagnostic import Path
from .building import finish
from .by_example import by_example
from .drafts import Case
from .trials import Trial, limits, severity

HEAD = {"name": "hello", "language": "en", "category": "utility"}
PLACES: dict[str, tuple[Path, str]] = {
    "definition.rendered.body": (("body",), "For {{1}} only."),
    "definition.rendered.header": (("header",), "For {{1}}"),
    "definition.rendered.cards[].body": (("carousel", 0, "body"), "For {{1}} only."),
    "definition.rendered.buttons[].url": (("buttons", 0, "suffix"), "https://acme.example/{{1}}"),
}
"""Where the value stands in the send, and the text of the definition that it fills."""


def trials(case: Case) -> list[Trial]:
    """Return the trials of a case at such a field; of another, none."""
    if not case.field.startswith("definition."):
        return []
    if case.field not in PLACES:
        return list(by_example(case))
    limit = limits(case.row, case.keyword, case.provider)[0]
    level = severity(case.row, case.provider)
    return [_filled(case, limit, None), _filled(case, limit + 1, level)]


def _filled(case: Case, length: int, level: Any) -> Trial:
    path, text = PLACES[case.field]
    value = "x" * (length - len(text) + len("{{1}}"))
    part = str(path[0])
    sends: dict[str, dict[str, Any]] = {
        "body": {"body": [{"text": value}]},
        "header": {"header": {"text": [{"text": value}]}},
        "carousel": {"carousel": [{"header": {"image": {"id": "1"}}, "body": [{"text": value}]}]},
        "buttons": {"buttons": [{"type": "url", "suffix": value}]},
    }
    definitions: dict[str, dict[str, Any]] = {
        "body": {"body": text},
        "header": {"header": text, "body": "Hello there"},
        "carousel": {"body": "Hi", "carousel": [{"header": {"image": {"example": "4::aW"}}, "body": text}]},
        "buttons": {"body": "Hello there", "buttons": [{"title": "Open", "url": text}]},
    }
    message = finish({"template": {"name": "hello", "language": "en", **sends[part]}}, "template", case.provider)
    where = ("template", *path) if level else None
    return Trial(f"{case.field} of {length}", message, {"templates": [{**HEAD, **definitions[part]}]}, level, where)
