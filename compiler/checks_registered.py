"""The named checks of which templates are registered: without `assume.templates` they find nothing. Pure functions.

A value that is not known yet is never a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .faults import Check, Fault
from .hydrated import mapping


def defined(value: Any, subject: Any) -> Iterator[Fault]:
    """A template of the name is registered, in whatever language."""
    known = subject.registry
    if known is None or not known.is_whole or not isinstance(value, str) or known.languages(value):
        return
    near = known.near(value)
    if near is not None:
        yield Fault((), {"value": value, "help": f"did you mean '{near}'?", "replacement": near, "safe": False})
    else:
        yield Fault((), {"value": value, "count": len(known)})


def defined_in_language(value: Any, subject: Any) -> Iterator[Fault]:
    """The template is registered in this very language."""
    known, name = subject.registry, mapping(subject.message.get("template")).get("name")
    if known is None or not known.is_whole or not isinstance(value, str) or not isinstance(name, str):
        return
    languages = known.languages(name)
    if not languages or value in languages:
        return
    args: dict[str, Any] = {"value": value, "other": name, "limit": languages}
    near = known.near_languages(name, value)
    if len(near) == 1:
        args |= {"help": f"did you mean '{near[0]}'?", "replacement": near[0]}
    yield Fault((), args)


def on_page(value: Any, subject: Any) -> Iterator[Fault]:
    """The template stands on the one page of a list that was saved; what does not may stand on another."""
    known = subject.registry
    name, language = mapping(value).get("name"), mapping(value).get("language")
    if known is None or known.is_whole or not isinstance(name, str):
        return
    languages = known.languages(name)
    if not languages:
        key, other, near = "name", f"'{name}'", known.near(name)
    elif isinstance(language, str) and language not in languages:
        codes = known.near_languages(name, language)
        key, other, near = "language", f"'{name}' in '{language}'", codes[0] if len(codes) == 1 else None
    else:
        return
    yield Fault((key,), {"other": other, **({} if near is None else {"help": f"did you mean '{near}'?"})})


def among_languages(value: Any, subject: Any, *, of: str) -> Iterator[Fault]:
    """The language of a definition is one of those that the block `of` creates it in."""
    block = subject.message.get(of)
    languages = block.get("languages") if isinstance(block, Mapping) else None
    if not isinstance(languages, list) or not all(isinstance(code, str) for code in languages):
        return
    if isinstance(value, str) and value not in languages:
        yield Fault((), {"value": value, "limit": languages})


CHECKS: Mapping[str, Check] = {
    "among-languages": among_languages,
    "defined": defined,
    "defined-in-language": defined_in_language,
    "on-page": on_page,
}
