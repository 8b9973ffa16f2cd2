"""What must hold of a row's values for its payload to be the filled segments: conditions, each made from a rule.

A condition may say no to a row that would compile: the single compile decides about it. It must never say yes to
one that would not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from .leaves import Leaf
from .provers import FORMATS, proven

if TYPE_CHECKING:
    from .chunk import Chunk

MAX_KNOWN = 100_000
"""Distinct values of which a condition remembers what it said."""


class Condition(Protocol):
    """`rule` names the row, or the stage, that it comes from."""

    rule: str

    def holds(self, chunk: Chunk) -> pa.Array | None:
        """Return for each row whether it surely holds; None where it does for all of them."""

    def tells(self) -> str:
        """Say what is checked, and how."""


class Length:
    """The length of a text: proven by the longest values of its columns, counted where that does not do."""

    def __init__(self, rule: str, leaf: Leaf, keyword: str, limit: int, literal: int) -> None:
        self.rule = rule
        self.leaf = leaf
        self.keyword = keyword
        self.limit = limit
        self.literal = literal

    def holds(self, chunk: Chunk) -> pa.Array | None:
        # A phone or a time is spelled anew, and may become longer or shorter.
        if self.leaf.kind == "text" and self.leaf.parts is not None:
            most = self.literal if self.keyword == "min_length" else self.literal + chunk.longest(self.leaf)
            if (most >= self.limit) if self.keyword == "min_length" else (most <= self.limit):
                return None
        return proven(self.keyword, self.limit, chunk.text(self.leaf))

    def tells(self) -> str:
        most = "at most" if self.keyword == "max_length" else "at least"
        how = "from the longest value of a chunk" if self.leaf.parts is not None else "counted in each row"
        return f"{most} {self.limit} characters, {how}"


class Judged:
    """A keyword on one value: by a quick way where there is one, else on each distinct value."""

    def __init__(self, rule: str, leaf: Leaf, keyword: str, limit: Any, accepts: Callable[[Any], bool]) -> None:
        self.rule = rule
        self.leaf = leaf
        self.keyword = keyword
        self.limit = limit
        self.accepts = accepts
        self._known: dict[Any, bool] = {}

    def holds(self, chunk: Chunk) -> pa.Array | None:
        if self.leaf.kind in ("integer", "number"):
            return pa.array(list(map(self._accepts, chunk.values(self.leaf))), pa.bool_())
        if self.keyword == "format" and self.limit in FORMATS and chunk.shape(self.leaf) == FORMATS[self.limit]:
            return None
        texts = chunk.text(self.leaf)
        quick = proven(self.keyword, self.limit, texts)
        if quick is None:
            refused = self._refused(texts)
        else:
            if pc.all(pc.fill_null(quick, True)).as_py():
                return None
            refused = self._refused(texts.filter(pc.invert(pc.fill_null(quick, True))))
        if not refused:
            return None
        return pc.invert(pc.is_in(texts, value_set=pa.array(refused, pa.string())))

    def _refused(self, texts: pa.Array) -> list[str]:
        distinct = texts.unique().to_pylist()
        return [text for text in distinct if text is not None and not self._accepts(text)]

    def _accepts(self, value: Any) -> bool:
        if value is None:
            return False
        known = self._known.get(value)
        if known is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            known = self._known[value] = self.accepts(value)
        return known

    def tells(self) -> str:
        shown = f" {self.limit}" if isinstance(self.limit, (str, int)) else ""
        return f"{self.keyword}{shown}, on each distinct value"


class Differs:
    """A text that is none of some others, fixed ones or those of other columns."""

    def __init__(self, rule: str, leaf: Leaf, texts: Sequence[str], others: Sequence[Leaf]) -> None:
        self.rule = rule
        self.leaf = leaf
        self.texts = pa.array(list(texts), pa.string())
        self.others = others

    def holds(self, chunk: Chunk) -> pa.Array | None:
        own = chunk.text(self.leaf)
        equal = pc.is_in(own, value_set=self.texts)
        for other in self.others:
            equal = pc.or_(equal, pc.fill_null(pc.equal(own, chunk.text(other)), True))
        return pc.invert(equal) if pc.any(equal).as_py() else None

    def tells(self) -> str:
        return f"differs from {len(self.texts) + len(self.others)} others, by column"


class Joint:
    """A row of rules that looks at several values: the row itself, on each combination of them."""

    def __init__(self, rule: str, leaves: Sequence[Leaf], accepts: Callable[[tuple[Any, ...]], bool]) -> None:
        self.rule = rule
        self.leaves = leaves
        self.accepts = accepts
        self._known: dict[tuple[Any, ...], bool] = {}

    def holds(self, chunk: Chunk) -> pa.Array | None:
        combinations = zip(*(chunk.values(leaf) for leaf in self.leaves), strict=True)
        return pa.array([self._accepts(values) for values in combinations], pa.bool_())

    def _accepts(self, values: tuple[Any, ...]) -> bool:
        if None in values:
            return False
        # In Python 1 is 1.0, and both are true; a message can tell them apart.
        key = (*values, *map(type, values))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            known = self._known[key] = self.accepts(values)
        return known

    def tells(self) -> str:
        return "the rule itself, on each combination of values"
