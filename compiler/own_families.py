"""The families of rules of somebody's own that were read, each a file that a config names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from .named import NamedTuple

if TYPE_CHECKING:
    from .rows import Row


class Own(NamedTuple):
    """A file of rules: its key, which another text would not have, the family's name, and its rows."""

    key: str
    stem: str
    rows: tuple[Row, ...]


_read: dict[str, Own] = {}


def add(path: str, stem: str, rows: Sequence[Row]) -> str:
    """Take the rows of a file, in the place of those that it held before, and return the key of the family."""
    texts = "\n".join(row.family.texts[row.name] for row in rows)
    key = f"{path}@{crc32(texts.encode('utf-8', 'surrogatepass')):08x}"
    for row in rows:
        row.own = key
    _read[path] = Own(key, stem, tuple(rows))
    return key


def forget() -> None:
    """Keep none of them: the configs that name them are read anew."""
    _read.clear()


def family(key: str) -> tuple[Row, ...] | None:
    """Return the rows of a key; None where it is none of these."""
    return next((own.rows for own in _read.values() if own.key == key), None)


def keys() -> tuple[str, ...]:
    """Return the keys of all families."""
    return tuple(own.key for own in _read.values())


def names() -> dict[str, str]:
    """Return the name of each rule with that of its family."""
    return {row.name: own.stem for own in _read.values() for row in own.rows}


def rows(of: Sequence[str] | None = None) -> dict[str, Row]:
    """Return the rows by their names, of some keys or of all."""
    return {row.name: row for own in _read.values() if of is None or own.key in of for row in own.rows}
