"""Templates, a part at a time: each part is rendered once for all rows that have the same values of its names.

What Jinja compiles is the tree of the message's template, a loop around it; so the text of a row is what rendering
the template alone gives.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import nodes

from ..expressions import MAX_TEXT, MAX_WORK
from ..templating_bound import longest
from ..templating_environment import ENVIRONMENT
from .columns import key_of
from .leaves import Leaf

if TYPE_CHECKING:
    from .chunk import Chunk

_END = secrets.token_hex(16)
"""What follows the text of each row: nobody can guess it, and it is never written."""

MAX_SHARE = MAX_WORK // 64
"""What one template may take of the work that a file has."""

MAX_KNOWN = 1 << 15
"""Texts of a part that are kept for the chunks to come: some megabytes."""


class Rendering:
    """One template of a message, for many rows. `structured` are the names of lists and mappings."""

    def __init__(self, leaf: Leaf, constants: Mapping[str, Any], structured: frozenset[str]) -> None:
        self.leaf = leaf
        self.constants = constants
        self.structured = not structured.isdisjoint(leaf.names)
        self._tree = ENVIRONMENT.parse(leaf.template)
        self.parts = [
            part if isinstance(part, str) else Part(part, leaf.names, constants, structured)
            for part in _split(ENVIRONMENT.parse(leaf.template))
        ]

    def texts(self, chunk: Chunk) -> pa.Array:
        """Return the text of each row, null where it is not proven."""
        if not self._fits(chunk):
            return pa.nulls(chunk.size, pa.string())
        parts = [part if isinstance(part, str) else part.texts(chunk) for part in self.parts]
        if all(isinstance(part, str) for part in parts):
            text = pa.repeat(pa.scalar("".join(parts), pa.string()), chunk.size)
        else:
            text = pc.binary_join_element_wise(*parts, "")
        if self.leaf.final:
            # The one line break that YAML adds goes. With two a text would be taken for one that lost none.
            one = pc.and_(pc.ends_with(text, "\n"), pc.invert(pc.ends_with(text, "\n\n")))
            text = pc.if_else(one, pc.utf8_slice_codeunits(text, 0, -1), text)
        return text

    def _fits(self, chunk: Chunk) -> bool:
        """Whether no text of the chunk can come near what a template may become or take."""
        columns = [chunk.columns[name] for name in self.leaf.names]
        if self.structured:
            rows = zip(*(column.objects for column in columns), strict=True)
            given = (dict(zip(self.leaf.names, row, strict=True)) for row in rows if None not in row)
            return all(longest(self._tree, {**self.constants, **values}) <= MAX_SHARE for values in given)
        most = {name: _longest_of(one.coded.values) for name, one in zip(self.leaf.names, columns, strict=True)}
        return longest(self._tree, {**self.constants, **most}) <= min(MAX_SHARE, MAX_TEXT)


class Part:
    """A part of a template, and the names whose values decide its text."""

    def __init__(
        self, body: list[nodes.Node], names: Sequence[str], constants: Mapping[str, Any], structured: frozenset[str]
    ) -> None:
        used = {name.name for node in body for name in _names(node)}
        self.names = tuple(name for name in names if name in used)
        self.constants = constants
        self._template = ENVIRONMENT.from_string(_looped(body, self.names))
        # A list or a mapping is no key; each row has its own.
        self._known: dict[Any, str | None] | None = {} if structured.isdisjoint(self.names) else None

    def texts(self, chunk: Chunk) -> Any:
        """Return the text for each row, null where it is not proven; of a part without names, one for all."""
        codes = [chunk.columns[name].coded for name in self.names]
        if not codes:
            return pa.scalar(self._of([()])[0], pa.string())
        if len(codes) == 1:
            texts = self._of([(value,) for value in codes[0].values])
            return pa.array(texts, pa.string()).take(codes[0].places)
        places: dict[Any, int] = {}
        rows = zip(*(code.places.to_pylist() for code in codes), strict=True)
        taken = [None if None in row else places.setdefault(row, len(places)) for row in rows]
        combined = [tuple(code.values[at] for code, at in zip(codes, row, strict=True)) for row in places]
        return pa.array(self._of(combined), pa.string()).take(pa.array(taken, pa.int32()))

    def _of(self, rows: list[tuple[Any, ...]]) -> list[str | None]:
        """Return the text of each combination of values."""
        known = self._known
        if known is None:
            return self._rendered(rows)
        alone = len(self.names) == 1
        keys: list[Any] = [key_of(row[0]) if alone else tuple(map(key_of, row)) for row in rows]
        new = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
        texts = dict(zip(new, self._rendered(list(new.values())), strict=True))
        found = [known[key] if key in known else texts[key] for key in keys]
        if len(known) + len(texts) > MAX_KNOWN:
            known.clear()
        known.update(texts)
        return found

    def _rendered(self, rows: list[tuple[Any, ...]]) -> list[str | None]:
        good = [row for row in rows if None not in row]
        try:
            texts = iter(self._in_one_go(good))
            found = [None if None in row else next(texts) for row in rows]
            "".join(filter(None, found)).encode()
            return found
        except Exception:  # whatever a template can raise: the single compile says what it was
            return [self._alone(row) for row in rows]

    def _in_one_go(self, rows: list[tuple[Any, ...]]) -> list[str]:
        texts: list[str] = []
        parts: list[str] = []
        context = self._template.new_context({**self.constants, "waml_rows": rows})
        for part in self._template.root_render_func(context):
            if part == _END:
                texts.append("".join(parts))
                parts = []
            else:
                parts.append(part)
        return texts

    def _alone(self, row: tuple[Any, ...]) -> str | None:
        if None in row:
            return None
        try:
            text = self._in_one_go([row])[0]
            text.encode()
        except Exception:  # as above
            return None
        return text


def _split(tree: nodes.Template) -> Iterator[str | list[nodes.Node]]:
    """Yield the parts of a template: literal texts, and what is rendered by itself."""
    if next(tree.find_all(nodes.Assign), None) is not None:
        yield tree.body  # what is set in one part is read in another
        return
    for node in tree.body:
        for part in node.nodes if isinstance(node, nodes.Output) else [node]:
            if isinstance(part, nodes.TemplateData):
                yield part.data
            else:
                yield [nodes.Output([part]) if isinstance(part, nodes.Expr) else part]


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def _longest_of(values: list[Any]) -> Any:
    """Return the value that counts as the longest: the bound of a template grows with it."""
    present = [value for value in values if value is not None]
    kinds = set(map(type, present))
    if str in kinds:
        return max(present if len(kinds) == 1 else map(str, present), key=len)
    return max(present, key=lambda value: abs(value) if value == value else 0, default=0)


def _looped(body: list[nodes.Node], names: tuple[str, ...]) -> nodes.Template:
    target = nodes.Tuple([nodes.Name(name, "store") for name in names], "store")
    end = nodes.Output([nodes.TemplateData(_END)])
    loop = nodes.For(target, nodes.Name("waml_rows", "load"), [*body, end], [], None, False)
    looped = nodes.Template([loop], lineno=1)
    looped.set_environment(ENVIRONMENT)
    looped.set_lineno(1)
    return looped
