"""Templates, rendered for all rows of a chunk in one go: the template inside a loop of Jinja's own.

What Jinja compiles is the tree of the message's template, with a loop around it; so the text of a row is what
rendering the template alone gives.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from jinja2 import nodes

from ..expressions import MAX_TEXT, MAX_WORK
from ..templating import ENVIRONMENT
from ..templating_bound import longest
from .leaves import Leaf

if TYPE_CHECKING:
    from .chunk import Chunk

_END = secrets.token_hex(16)
"""What follows the text of each row: nobody can guess it, and it is never written."""

MAX_SHARE = MAX_WORK // 64
"""What one template may take of the work that a file has."""


class Rendering:
    """One template of a message, for many rows."""

    def __init__(self, leaf: Leaf, names: tuple[str, ...], constants: Mapping[str, Any], structured: bool) -> None:
        self.leaf = leaf
        self.structured = structured
        self.names = names
        self.constants = constants
        self._tree = ENVIRONMENT.parse(leaf.template)
        self._template = ENVIRONMENT.from_string(_looped(ENVIRONMENT.parse(leaf.template), names))

    def texts(self, chunk: Chunk) -> pa.Array:
        """Return the text of each row, null where it is not proven."""
        columns = [chunk.columns[name].objects for name in self.names]
        rows = list(zip(*columns, strict=True))
        good = [row for row in rows if None not in row]
        if not self._fits(columns, good):
            return pa.nulls(len(rows), pa.string())
        try:
            texts = self._rendered(good)
            if len(good) != len(rows):
                others = iter(texts)
                texts = [None if None in row else next(others) for row in rows]  # type: ignore[misc]
            return pa.array(texts, pa.string())
        except Exception:  # whatever a template can raise: the single compile says what it was
            return pa.array([self._alone(row) for row in rows], pa.string())

    def _rendered(self, rows: list[tuple[Any, ...]]) -> list[str]:
        texts: list[str] = []
        parts: list[str] = []
        context = self._template.new_context({**self.constants, "waml_rows": rows})
        for part in self._template.root_render_func(context):
            if part == _END:
                texts.append("".join(parts))
                parts = []
            else:
                parts.append(part)
        return self._ended(texts)

    def _ended(self, texts: list[str]) -> list[str]:
        """Take off the one line break that YAML adds at the end of a block."""
        if not self.leaf.final:
            return texts
        # A text that still ends in a line break would be taken for one that lost none.
        return [text[:-1] if text.endswith("\n") and not text.endswith("\n\n") else text for text in texts]

    def _alone(self, row: tuple[Any, ...]) -> str | None:
        if None in row:
            return None
        try:
            text = self._rendered([row])[0]
            text.encode()
        except Exception:  # as above
            return None
        return text

    def _fits(self, columns: list[list[Any]], rows: list[tuple[Any, ...]]) -> bool:
        """Whether no text of the chunk can come near what a template may become or take."""
        if self.structured:
            given = (dict(zip(self.names, row, strict=True)) for row in rows)
            return all(longest(self._tree, {**self.constants, **values}) <= MAX_SHARE for values in given)
        most = {name: _longest_of(values) for name, values in zip(self.names, columns, strict=True)}
        return longest(self._tree, {**self.constants, **most}) <= min(MAX_SHARE, MAX_TEXT)


def _longest_of(values: list[Any]) -> Any:
    """Return the value that counts as the longest: the bound of a template grows with it."""
    present = [value for value in values if value is not None]
    if any(isinstance(value, str) for value in present):
        return max((value if isinstance(value, str) else str(value) for value in present), key=len)
    return max(present, key=lambda value: abs(value) if value == value else 0, default=0)


def _looped(tree: nodes.Template, names: tuple[str, ...]) -> nodes.Template:
    target = nodes.Tuple([nodes.Name(name, "store") for name in names], "store")
    end = nodes.Output([nodes.TemplateData(_END)])
    loop = nodes.For(target, nodes.Name("waml_rows", "load"), [*tree.body, end], [], None, False)
    looped = nodes.Template([loop], lineno=1)
    looped.set_environment(ENVIRONMENT)
    looped.set_lineno(1)
    return looped
