"""What a filter is given: a value, and its arguments, written out or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .domain import Domain, Exact, Length, Text, as_text, length_of

Arguments = tuple[Sequence[Domain], Mapping[str, Domain]]
Filter = Callable[[Domain, Arguments], Domain]

UNBOUNDED = Text(0, None, firm=False)


def texted(value: Domain) -> Text:
    """Return a value as the text that a filter takes it for."""
    if isinstance(value, Text):
        return value
    found = as_text(value, length_of(value, as_python=True))
    return found if isinstance(found, Text) else UNBOUNDED


def argument_of(arguments: Arguments, at: int, name: str, default: Any) -> Any:
    """Return an argument that is written out; the domain itself where it is not."""
    positional, named = arguments
    given = positional[at] if at < len(positional) else named.get(name)
    if given is None:
        return default
    return given.value if isinstance(given, Exact) else given


def length_given(given: Any) -> Length | None:
    """Return how long an argument is as text, written out or not."""
    return length_of(given if isinstance(given, tuple) else Exact(given), as_python=True)  # type: ignore[arg-type]


def is_whole(value: Any) -> bool:
    """Tell whether an argument is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)
