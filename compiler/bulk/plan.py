"""The plan: a message rendered once into literal JSON with holes, and what must hold for a row to be filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from ..checked import Target
from ..named import NamedTuple
from ..providers import Request
from ..slots import text_of
from ..variables import Supplied
from .chunk import Chunk
from .columns import Column, column
from .conditions import Condition
from .from_rules import conditions_of
from .from_wire import conditions_of_wire
from .leaves import Leaf, Place, Unplannable, find_leaves
from .locating import locate, put
from .single import Single

if TYPE_CHECKING:
    from .rendering import Rendering

_STRUCTURED = ("list", "json")


class Hole(NamedTuple):
    """A place of the payload that varies: a variable as it stands, or a whole leaf less its first characters."""

    name: str | None
    leaf: Leaf
    cut: int


class Plan:
    """Literal segments, holes and conditions of one message, made from one good row.

    Raises Unplannable, and ValueError for a row that does not compile.
    """

    def __init__(self, single: Single, row: Mapping[str, Supplied], fixed: Collection[str] = ()) -> None:
        self.single = single
        outcome = single.compile(row)
        if outcome.request is None or outcome.target is None:
            raise ValueError("the row does not compile")
        self.varying = [name for name in single.declared if name in row and name not in fixed]
        self.fixed = tuple(fixed)
        self.outcome = outcome
        found = find_leaves(outcome.target, self.varying, single.declared)
        strange = locate(outcome.target, found.leaves)
        for leaf in found.leaves:
            if leaf.path in strange:
                found.deciding.update(dict.fromkeys(leaf.names, strange[leaf.path]))
        if found.deciding:
            raise Unplannable(found.deciding)
        self.leaves = found.leaves
        self.chunks = 0
        self.constants = {name: value for name, value in self._values().items() if name not in self.varying} | {
            "provider": outcome.target.provider
        }
        self._merge_constants()
        self.renderings = {leaf.path: self._rendering(leaf) for leaf in self.leaves if leaf.parts is None}
        self.conditions: list[Condition] = [
            *conditions_of(outcome.target, self.leaves, single.level),
            *conditions_of_wire(outcome.target, self.leaves),
        ]
        self.segments = _cut(single, outcome.request, self.leaves)
        self._verify(row)

    @property
    def outside(self) -> list[Leaf]:
        """The leaves that stand in the path or in the headers of the request."""
        return [leaf for leaf in self.leaves if any(place.path[0] != "body" for place in leaf.places)]

    def lines(self, columns: Mapping[str, Column], size: int) -> pa.Array:
        """Return the line of each row, null where it is not proven."""
        chunk = Chunk(size, columns, self.renderings)
        parts = [_filled(segment, chunk) for segment in self.segments]
        lines = pc.binary_join_element_wise(*parts, "") if any(isinstance(p, pa.Array) for p in parts) else None
        if lines is None:
            lines = pa.repeat(pa.scalar("".join(parts), pa.string()), size)
        held: pa.Array | None = None
        for proof in self._proofs(chunk):
            proof = pc.fill_null(proof, False)
            held = proof if held is None else pc.and_(held, proof)
        # A chunk in which all rows are proven is not copied.
        if held is None or pc.all(held).as_py():
            return lines
        return pc.if_else(held, lines, pa.scalar(None, pa.string()))

    def _proofs(self, chunk: Chunk) -> Iterator[pa.Array]:
        # A variable that is nowhere must fit its declaration all the same, and so must a field that is not carried.
        texts = [chunk.columns[name].text for name in self.varying]
        texts += [chunk.text(leaf) for leaf in self.leaves if not leaf.places or not _spread(leaf)]
        yield from (text.is_valid() for text in texts if text.null_count)
        for condition in self.conditions:
            held = condition.holds(chunk)
            if held is not None:
                yield held

    def _values(self) -> dict[str, Any]:
        """Return the values of the variables for one row, as the compiler has them."""
        variables = self.outcome.target.variables if self.outcome.target is not None else None
        return variables.values if variables is not None else {}

    def _merge_constants(self) -> None:
        """Write the values that all rows share into the texts around them."""
        for leaf in self.leaves:
            if leaf.parts is None:
                continue
            parts: list[str | tuple[str, str]] = []
            for part in leaf.parts:
                if not isinstance(part, str) and part[0] not in self.varying:
                    part = text_of(self.constants[part[0]])
                if isinstance(part, str) and parts and isinstance(parts[-1], str):
                    parts[-1] += part
                elif part != "":
                    parts.append(part)
            leaf.parts = parts

    def _rendering(self, leaf: Leaf) -> Rendering:
        from .rendering import Rendering

        types = {name: (self.single.declared[name].declaration or {}).get("type") for name in self.varying}
        return Rendering(leaf, self.constants, frozenset(name for name in types if types[name] in _STRUCTURED))

    def _verify(self, row: Mapping[str, Supplied]) -> None:
        """Fill the row that the plan was made from: it must be what the single compile wrote."""
        columns = {
            name: column([row[name].value], self.single.declared[name].declaration, row[name].is_text)
            for name in self.varying
        }
        line = self.lines(columns, 1)[0].as_py()
        assert self.outcome.request is not None
        if line is not None and line != self.single.line(self.outcome.request) + "\n":
            raise Unplannable(dict.fromkeys(self.varying, "its values do not come out as they go in"))


def _spread(leaf: Leaf) -> bool:
    """Whether the parts of a leaf stand in the payload one by one."""
    if leaf.parts is None or leaf.kind != "text" or leaf.recipient is not None:
        return False
    return not leaf.final or isinstance(leaf.parts[-1], str)


def _filled(segment: str | Hole, chunk: Chunk) -> Any:
    if isinstance(segment, str):
        return segment
    if segment.name is not None:
        return chunk.columns[segment.name].escaped
    text = chunk.escaped(segment.leaf)
    return pc.utf8_slice_codeunits(text, segment.cut) if segment.cut else text


def _cut(single: Single, request: Request, leaves: list[Leaf]) -> list[str | Hole]:
    """Cut a request, as it is written, at the places of its leaves."""
    whole = single.line(request)
    mark = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in whole)
    places: list[tuple[Leaf, Place]] = [(leaf, place) for leaf in leaves for place in leaf.places]
    changes = {place.path: f"{mark}{number}{mark}" for number, (_, place) in enumerate(places)}
    marked = single.line(Request(**put(request._asdict(), changes))) + "\n"
    segments: list[str | Hole] = []
    for number, text in enumerate(re.split(f"{mark}([0-9]+){mark}", marked)):
        if number % 2 == 0:
            segments.append(text)
            continue
        leaf, place = places[int(text)]
        segments += _holes(leaf, place.cut)
    return _joined(segments)


def _holes(leaf: Leaf, cut: int) -> Iterator[str | Hole]:
    if not _spread(leaf):
        yield Hole(leaf.names[0] if leaf.kind == "integer" else None, leaf, cut)
        return
    parts = list(leaf.parts or ())
    if leaf.final and isinstance(parts[-1], str):
        parts[-1] = parts[-1].removesuffix("\n")
    import json

    for part in parts:
        yield json.dumps(part, ensure_ascii=False)[1:-1] if isinstance(part, str) else Hole(part[0], leaf, 0)


def _joined(segments: list[str | Hole]) -> list[str | Hole]:
    """Join the texts that follow each other, and take the quotes from around numbers."""
    joined: list[str | Hole] = []
    bare = False
    for segment in segments:
        if isinstance(segment, Hole):
            bare = segment.leaf.kind in ("integer", "number")
            if bare and joined and isinstance(joined[-1], str):
                joined[-1] = joined[-1].removesuffix('"')
            joined.append(segment)
            continue
        text = segment.removeprefix('"') if bare else segment
        bare = False
        if joined and isinstance(joined[-1], str):
            joined[-1] += text
        elif text:
            joined.append(text)
    return joined


def target_of(plan: Plan) -> Target:
    """Return the message that a plan was made from, with the values of its row."""
    assert plan.outcome.target is not None
    return plan.outcome.target
