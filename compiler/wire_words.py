"""The words of what is said of a body: values as they are shown, and a guess at what was meant."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .diagnostic import closest


def not_among(value: object, words: list[object]) -> str:
    # Meta's words go in both cases; one is enough to read
    lower = {word for word in words if isinstance(word, str) and word.islower()}
    shown = [word for word in words if not isinstance(word, str) or word.lower() not in lower - {word}]
    listed = ", ".join(quoted(word) for word in shown)
    if len(words) == 1:
        return f"{quoted(value)} must be {listed}"
    return f"{quoted(value)} is none of {listed}{did_you_mean(alike(value, words))}"


def in_another_case(value: object, words: Iterable[object]) -> tuple[str, ...]:
    """Return the word that a text is in another case, if it is one; that in lower case where both are words."""
    if not isinstance(value, str):
        return ()
    same = [word for word in words if isinstance(word, str) and word.lower() == value.lower()]
    return tuple(sorted(same, key=str.isupper)[:1])


def alike(word: object, known: Iterable[object]) -> tuple[str, ...]:
    near = closest(word, [name for name in known if isinstance(name, str)]) if isinstance(word, str) else None
    return () if near is None else (near,)


def did_you_mean(near: tuple[str, ...]) -> str:
    return f", did you mean '{near[0]}'?" if near else ""


def quoted(value: object) -> str:
    if isinstance(value, dict | list):
        return spoken(value)
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 60 else f"{text[:56]}…'"


def spoken(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    return quoted(value)
