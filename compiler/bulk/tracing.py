"""Texts that note what is asked of them: how a check comes to depend on a value is seen, not guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_SILENT = frozenset(
    "__class__ __new__ __init__ __getattribute__ __setattr__ __delattr__ __init_subclass__ __subclasshook__ __dir__ "
    "__doc__ __reduce__ __reduce_ex__ __getnewargs__ __getstate__ __sizeof__ __eq__ __ne__ __hash__".split()
)


class Traced(str):
    """A text of one leaf. `asked` collects the leaves of which anything was asked, `compared` what they were not."""

    leaf: int
    asked: set[int]
    compared: dict[int, set[str]]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Traced) or str.__eq__(self, other) is True:
            self.asked.add(self.leaf)
            if isinstance(other, Traced):
                self.asked.add(other.leaf)
        elif isinstance(other, str):
            self.compared.setdefault(self.leaf, set()).add(str.__str__(other))
        return bool(str.__eq__(self, other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        self.asked.add(self.leaf)
        return str.__hash__(self)

    def __bool__(self) -> bool:
        self.asked.add(self.leaf)
        return str.__len__(self) > 0

    def __radd__(self, other: str) -> str:
        self.asked.add(self.leaf)
        return str.__add__(other, str.__str__(self))


def _asking(name: str) -> Callable[..., Any]:
    method = getattr(str, name)

    def ask(self: Traced, *args: Any, **named: Any) -> Any:
        self.asked.add(self.leaf)
        return method(self, *args, **named)

    return ask


for _name in dir(str):
    if _name not in _SILENT and callable(getattr(str, _name)):
        setattr(Traced, _name, _asking(_name))


def traced(text: str, leaf: int, asked: set[int], compared: dict[int, set[str]]) -> Traced:
    """Return a text that notes into these two what is asked of it."""
    made = Traced(text)
    made.leaf, made.asked, made.compared = leaf, asked, compared
    return made
