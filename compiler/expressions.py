"""Expressions inside scalars: what a text refers to, and what it becomes.

A text whose every expression is `{{ name }}` or `{{ name.key }}` is filled here; anything more is Jinja's,
and only then Jinja is imported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from .diagnostic import closest
from .lazy import lazy
from .named import NamedTuple
from .shape import UNKNOWN
from .slots import text_of

MAX_TEMPLATE = 20_000
"""The longest template that is parsed, in characters; a text message holds a small part of it."""

MAX_FAULTS = 20
"""Faults that are told of one text: who has twenty knows enough."""

MAX_TEXT = 1_000_000
"""The longest text that is rendered, in characters: far over the limit of any field of any provider."""

MAX_WORK = 16_000_000
"""What all templates of a file may take together, in characters that are written: about a second."""

MARK = re.compile(r"\{[{%#]")
_PLAIN = lazy(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)((?:\.[A-Za-z_][A-Za-z0-9_]*)*)\s*\}\}")
_CONSTANTS = frozenset({"true", "false", "none", "True", "False", "None", "not", "in", "is", "and", "or", "if", "else"})


class Fault(NamedTuple):
    """A fault in an expression: the rule, what to say, and where in the text."""

    rule: str
    message: str
    start: int
    end: int
    help: str | None = None
    meant: str | None = None


class Outcome(NamedTuple):
    """What a text becomes, the variables that it refers to, its faults, the names that lack a value, and its cost."""

    value: Any
    names: tuple[str, ...]
    faults: tuple[Fault, ...]
    unset: tuple[str, ...] = ()
    work: int = 0


def too_large(start: int, end: int) -> Fault:
    """Return the fault of a template that could become longer than is rendered."""
    message = f"the template can become longer than {MAX_TEXT} characters"
    return Fault("template-too-large", message, start, end)


def size_of(value: Any) -> int:
    """Return the characters of a value's text, those of its parts for a container."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return 2 + sum(4 + _size_inside(k) + _size_inside(v) for k, v in value.items())
    if isinstance(value, list):
        return 2 + sum(4 + _size_inside(item) for item in value)
    return 32 + value.bit_length() // 3 if isinstance(value, int) else 32


def _size_inside(value: Any) -> int:
    # A container is written with its texts in quotes, and what cannot be printed escaped.
    return len(repr(value)) if isinstance(value, str) else size_of(value)


def fill(text: str, values: Mapping[str, Any]) -> Outcome:
    """Return what a text becomes with these values. Never raises.

    A text that is one expression keeps the type of its value. With a fault, or a name without a value,
    the outcome is UNKNOWN.
    """
    if len(text) > MAX_TEMPLATE:
        message = f"the template is {len(text)} characters; waml takes {MAX_TEMPLATE}"
        return Outcome(UNKNOWN, (), (Fault("template-too-large", message, 0, 1),))
    plain = plain_matches(text)
    if plain is not None:
        return fill_plain(text, plain, values)
    from . import templating

    return templating.fill(text, values)


OPENING = "{{ "
"""What is put before an expression that is written without braces; the places of its faults are moved by it."""


def evaluate(expression: str, values: Mapping[str, Any]) -> Outcome:
    """Return the value of an expression that is written without braces. Never raises; see `fill`."""
    text = f"{OPENING}{expression} }}}}"
    if len(text) > MAX_TEMPLATE:
        return fill(text, values)
    plain = plain_matches(text)
    if plain is not None and len(plain) == 1:
        outcome = fill_plain(text, plain, values)
    else:
        from . import templating

        outcome = templating.evaluate(text, values)
    end = len(expression)
    moved = (
        fault._replace(start=min(max(fault.start - len(OPENING), 0), end), end=min(fault.end - len(OPENING), end))
        for fault in outcome.faults
    )
    return outcome._replace(faults=tuple(moved))


_BRACES = lazy(r"\{\{(?:(?!\{\{|\}\}).)*\}\}", re.DOTALL)
_WORD = lazy(r"""'[^']*'|"[^"]*"|\.?[A-Za-z_][A-Za-z0-9_]*""")


def names_in(expression: str) -> set[str]:
    """Return the words of an expression that may be names: none in quotes, no keys."""
    return {word for word in _WORD.findall(expression) if word[0] not in "'\"."}


def keys_in(text: str) -> set[str]:
    """Return the words behind a dot, each of which may be a key of a value."""
    return {word[1:] for word in _WORD.findall(text) if word[0] == "."}


def given_parts(text: str, given: Collection[str]) -> list[tuple[str, bool]]:
    """Return a text cut at the expressions that use one of some names; other braces are left as they are."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for match in _BRACES.finditer(text):
        if any(word in given for word in _WORD.findall(match[0])):
            parts += ((text[at : match.start()], False), (match[0], True))
            at = match.end()
    return [part for part in (*parts, (text[at:], False)) if part[0]]


def fill_given(text: str, values: Mapping[str, Any], given: Collection[str]) -> Outcome | None:
    """Return a text with only those expressions filled that use one of some names, or None where none does.

    What they give may not look like a placeholder of WhatsApp's, of which the text may hold others.
    """
    parts = given_parts(text, given)
    if not any(is_ours for _, is_ours in parts):
        return None
    filled: list[Any] = []
    found: list[Outcome] = []
    at = 0
    for part, is_ours in parts:
        if is_ours:
            outcome = fill(part, values)
            faults = tuple(fault._replace(start=fault.start + at, end=fault.end + at) for fault in outcome.faults)
            if isinstance(outcome.value, (list, dict)) or "{{" in str(outcome.value):
                said = f"{part} gives {_container(outcome.value)}, and a text is due"
                if isinstance(outcome.value, str):
                    said = f"{part} gives '{{{{', which WhatsApp would read as a placeholder"
                faults = (*faults, Fault("wrong-type", said, at, at + len(part)))
            found.append(outcome._replace(faults=faults))
        filled.append(found[-1].value if is_ours else part)
        at += len(part)
    names = dict.fromkeys(name for one in found for name in one.names)
    unset = dict.fromkeys(name for one in found for name in one.unset)
    faults = tuple(fault for one in found for fault in one.faults)
    value = UNKNOWN if faults or UNKNOWN in filled else "".join(map(text_of, filled))
    return Outcome(value, tuple(names), faults, tuple(unset), sum(one.work for one in found))


def plain_parts(text: str) -> list[str | tuple[str, str]] | None:
    """Return a text cut into what stands there and what is filled in, pairs of a name and its `.keys`.

    None where a text holds more than plain names, or more than is filled.
    """
    plain = list(_PLAIN.finditer(text))
    if len(text) > MAX_TEMPLATE or not _is_all(text, plain):
        return None
    parts: list[str | tuple[str, str]] = []
    at = 0
    for match in plain:
        parts += (text[at : match.start()], (match[1], match[2]))
        at = match.end()
    return [part for part in (*parts, text[at:]) if part != ""]


def plain_matches(text: str) -> list[re.Match[str]] | None:
    """Return the expressions of a text, name and keys, where each is that plain; None where Jinja must read it."""
    plain = list(_PLAIN.finditer(text))
    return plain if plain and _is_all(text, plain) else None


def _is_all(text: str, matches: list[re.Match[str]]) -> bool:
    at = 0
    for match in matches:
        if MARK.search(text, at, match.start()) or match[1] in _CONSTANTS:
            return False
        at = match.end()
    return MARK.search(text, at) is None


def fill_plain(text: str, matches: list[re.Match[str]], values: Mapping[str, Any]) -> Outcome:
    """Return what a text becomes whose expressions are all `plain_matches`; see `fill`."""
    names = tuple(dict.fromkeys(match[1] for match in matches))
    faults: dict[str, Fault] = {}
    found = [_look_up(match, values, faults) for match in matches]
    if faults or UNKNOWN in found:
        unset = tuple(name for name in names if values.get(name) is UNKNOWN)
        return Outcome(UNKNOWN, names, tuple(faults.values()), unset)
    if len(matches) == 1 and len(matches[0][0]) == len(text):
        return Outcome(found[0], names, (), work=size_of(found[0]))
    if sum(map(size_of, found)) > MAX_TEXT:
        return Outcome(UNKNOWN, names, (too_large(matches[0].start(), matches[-1].end()),))
    parts: list[str] = []
    at = 0
    for match, value in zip(matches, found, strict=True):
        if isinstance(value, (list, dict)):
            message = f"'{match[1]}{match[2]}' is {_container(value)}, and a text is due"
            return Outcome(UNKNOWN, names, (Fault("wrong-type", message, match.start(1), match.end(2)),))
        parts += (text[at : match.start()], text_of(value))
        at = match.end()
    result = "".join(parts) + text[at:]
    return Outcome(result, names, (), work=len(result))


def _look_up(match: re.Match[str], values: Mapping[str, Any], faults: dict[str, Fault]) -> Any:
    name = match[1]
    if name not in values:
        if name not in faults:
            faults[name] = undeclared(name, match.start(1), values)
        return UNKNOWN
    value = values[name]
    at = match.start(2)
    for part in match[2].split(".")[1:]:
        if value is UNKNOWN:
            return UNKNOWN
        if not isinstance(value, dict) or part not in value:
            known = value if isinstance(value, dict) else ()
            faults.setdefault(match[0], no_such_key(name, part, at + 1, at + 1 + len(part), known))
            return UNKNOWN
        value = value[part]
        at += 1 + len(part)
    return value


def undeclared(name: str, start: int, known: Mapping[str, Any]) -> Fault:
    """Return the fault of a name that `vars` does not declare."""
    near = closest(name, known)
    hint = f"did you mean '{near}'?" if near else f"declare '{name}' under 'vars'"
    return Fault("undeclared-variable", f"the variable '{name}' is not declared", start, start + len(name), hint, near)


def no_such_key(whole: str, part: str, start: int, end: int, known: Any) -> Fault:
    """Return the fault of an attribute that a value has not."""
    near = closest(part, known)
    return Fault(
        "no-such-key", f"'{whole}' has no '{part}'", start, end, f"did you mean '{near}'?" if near else None, near
    )


def _container(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a mapping"
