"""The scalars of a message whose variables are still open, and what each can become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..diagnostic import Path
from ..message import Authored
from ..source import FilledNode
from ..variables import PROVIDER, Variables
from . import UNKNOWN_BOUND, Bound, State, bound_of
from .declared import allowed
from .domain import ANYTHING, Domain, Exact, Length, Text

BOUNDING = frozenset({"max_length", "min_length", "pattern", "one_of", "range", "max_items", "min_items", "fields"})
"""The constraints that bound what a variable becomes."""

_BOUNDED_TYPES = frozenset({"boolean", "date", "datetime", "phone"})
_ALONE = re.compile(r"\s*\{\{\s*\w+\s*\}\}\s*")
_TRIMMED = re.compile(r"-[%}]\}\s*$")


class Opened:
    """The open scalars of one document for one provider. A value that is given is known; a default is not."""

    def __init__(self, authored: Authored, variables: Variables, supplied: Mapping[str, Any], provider: str) -> None:
        self.authored = authored
        self.variables = variables
        self.open = {name for name, one in variables.declared.items() if one.declaration is not None} - set(supplied)
        self.provider = provider
        self.fields: dict[Path, FilledNode] = {
            path: node
            for path, (_, node) in authored.places.items()
            if isinstance(node, FilledNode) and not self.open.isdisjoint(node.names)
        }
        self._state: State | None = None
        self._bounds: dict[int, Bound | None] = {}

    def is_told(self) -> bool:
        """Whether anything is declared of an open variable that its value at hand does not show."""
        for node in set(self.fields.values()):
            for name in self.open.intersection(node.names):
                declaration = self.declaration(name)
                if not BOUNDING.isdisjoint(declaration) or "items" in declaration:
                    return True
                if declaration.get("type") in _BOUNDED_TYPES and not _ALONE.fullmatch(node.template):
                    return True
                if name in self.variables.unset:
                    return True
        return False

    def declaration(self, name: str) -> Mapping[str, Any]:
        """Return the declaration of a variable; nothing for a constant."""
        variable = self.variables.declared.get(name)
        return (variable.declaration if variable is not None else None) or {}

    @property
    def declarations(self) -> dict[str, Mapping[str, Any]]:
        """Every open variable with its declaration."""
        return {name: self.declaration(name) for name in self.variables.declared if name in self.open}

    @property
    def state(self) -> State:
        """What each variable can be."""
        if self._state is None:
            self._state = {name: self._domain(name) for name in self.variables.declared}
            self._state = {**self._state, PROVIDER: Exact(self.provider)}
        return self._state

    def _domain(self, name: str) -> Domain:
        if name in self.open:
            return allowed(self.declaration(name))
        value = self.variables.values[name]
        return Exact(value) if isinstance(value, (str, int, float, list, dict, type(None))) else ANYTHING

    def known(self, values: Mapping[str, Any]) -> State:
        """Return values as what they are known to be."""
        return {name: Exact(value) for name, value in values.items()}

    @property
    def optional(self) -> frozenset[str]:
        """The variables that may have no value at all."""
        return frozenset(name for name in self.open if "default" not in self.declaration(name))

    def bound(self, path: Path) -> Bound | None:
        """Return what an open scalar can become; None where every rendering of it fails."""
        node = self.fields[path]
        if id(node) not in self._bounds:
            self._bounds[id(node)] = self.bound_with(node, self.state)
        return self._bounds[id(node)]

    def bound_with(self, node: FilledNode, state: State) -> Bound | None:
        """Return what a scalar can become where the variables are otherwise bounded."""
        text, loose = written(node)
        bound = bound_of(text, state, self.optional)
        return loosened(bound) if loose and bound is not None else bound


def written(node: FilledNode) -> tuple[str, bool]:
    """Return the template of a scalar without the line break that a block gives away.

    And whether it gives one away only where a value ends with it.
    """
    text = node.template
    if not node.style or node.style not in "|>":
        return text, False
    if text.endswith("\n") and not _TRIMMED.search(text):
        return text[:-1], False
    return text, True


def loosened(bound: Bound) -> Bound:
    """Return a bound of which the last character may go."""
    length = bound.length
    low = max(length.low - 1, 0)
    if isinstance(bound.domain, Exact) and not str(bound.domain.value).endswith("\n"):
        return bound
    if bound == UNKNOWN_BOUND:
        return bound
    return bound._replace(domain=Text(low, length.high, length.firm), length=Length(low, length.high, length.firm))
