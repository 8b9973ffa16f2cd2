"""The values of some rows as columns, and the texts of a message that they make."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from ..slots import normal_phone
from ..spelling import recipient_key
from ..times import canonical_iso
from .columns import Column
from .leaves import Leaf
from .provers import PHONE
from .texts import escaped

if TYPE_CHECKING:
    from .rendering import Rendering

_PHONE = r"^\+[0-9]+$"
_TIME = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"


class Chunk:
    """Columns by variable, and what the leaves of a message become with them. A text that is not proven is null."""

    def __init__(self, size: int, columns: Mapping[str, Column], renderings: Mapping[Any, Rendering]) -> None:
        self.size = size
        self.columns = columns
        self._renderings = renderings
        self._texts: dict[Any, pa.Array] = {}
        self._escaped: dict[Any, pa.Array] = {}
        self._longest: dict[str, int] = {}

    def text(self, leaf: Leaf) -> pa.Array:
        """Return the canonical text of a leaf for each row; of a number, as JSON writes it."""
        text = self._texts.get(leaf.path)
        if text is None:
            text = self._texts[leaf.path] = self._made(leaf)
        return text

    def values(self, leaf: Leaf) -> list[Any]:
        """Return the value of a leaf for each row, None where it is not proven."""
        if leaf.kind in ("integer", "number"):
            return self.columns[leaf.names[0]].objects
        values: list[Any] = self.text(leaf).to_pylist()
        return values

    def escaped(self, leaf: Leaf) -> pa.Array:
        """Return the text of a leaf as JSON writes it between quotes."""
        if leaf.kind in ("phone", "time", "integer", "number"):
            return self.text(leaf)
        if leaf.path not in self._escaped:
            self._escaped[leaf.path] = escaped(self.text(leaf))
        return self._escaped[leaf.path]

    def shape(self, leaf: Leaf) -> str | None:
        """Return the expression that all texts of a leaf are known to match, if there is one."""
        return self.columns[leaf.names[0]].shape if leaf.whole else None

    def longest(self, leaf: Leaf) -> int:
        """Return a bound of the length of what the columns of a leaf add to its literal text, in characters."""
        return sum(self._most(part[0]) for part in leaf.parts or () if not isinstance(part, str))

    def _most(self, name: str) -> int:
        """The length of the longest text of a column: of its bytes, where that is as good."""
        if name not in self._longest:
            self._longest[name] = pc.max(pc.utf8_length(self.columns[name].text)).as_py() or 0
        return self._longest[name]

    def _made(self, leaf: Leaf) -> pa.Array:
        if leaf.kind == "number":
            numbers = self.columns[leaf.names[0]].objects
            return pa.array([None if one is None else json.dumps(one) for one in numbers], pa.string())
        text = self._renderings[leaf.path].texts(self) if leaf.parts is None else self._joined(leaf)
        if leaf.final and (leaf.parts is None or not isinstance(leaf.parts[-1], str)):
            # Of a block the one line break that YAML adds goes; with one at its end a row is not for here.
            text = pc.if_else(pc.ends_with(text, "\n"), pa.scalar(None, pa.string()), text)
        if leaf.recipient is not None or leaf.kind in ("phone", "time"):
            text = text if leaf.kind == "phone" and self.shape(leaf) == PHONE else _normal(text, leaf)
        return text

    def _joined(self, leaf: Leaf) -> pa.Array:
        parts = [part if isinstance(part, str) else self.columns[part[0]].text for part in leaf.parts or ()]
        if leaf.final and isinstance(parts[-1], str) and parts[-1].endswith("\n"):
            parts[-1] = parts[-1][:-1]
        if len(parts) == 1 and isinstance(parts[0], pa.Array):
            return parts[0]
        return pc.binary_join_element_wise(*parts, "")


def _normal(text: pa.Array, leaf: Leaf) -> pa.Array:
    """Return the canonical spelling of phones, times and recipients; null for what has none."""
    quick = {"phone": _PHONE, "time": _TIME}.get(leaf.kind)
    if quick is not None:
        known = pc.fill_null(pc.match_substring_regex(text, quick), False)
        if pc.all(known).as_py():
            return text
        rest = pc.invert(known)
        return pc.replace_with_mask(text, rest, _each(text.filter(rest), leaf))
    return _each(text, leaf)


def _each(text: pa.Array, leaf: Leaf) -> pa.Array:
    encoded = text.dictionary_encode()
    normal = [_canonical(one, leaf) for one in encoded.dictionary.to_pylist()]
    return pa.array(normal, pa.string()).take(encoded.indices)


def _canonical(text: str, leaf: Leaf) -> str | None:
    if leaf.recipient is not None and recipient_key(text) != leaf.recipient:
        return None
    if leaf.kind == "phone":
        phone = str(normal_phone(text))
        return phone if phone[:1] == "+" and phone[1:].isascii() and phone[1:].isdigit() else None
    return canonical_iso(text.strip()) if leaf.kind == "time" else text
