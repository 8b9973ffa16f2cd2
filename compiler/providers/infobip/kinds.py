"""What a kind of message offers: its content in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...named import NamedTuple
from .. import Message
from ..codecs import JSON
from ..tables import Field, record

Content = dict[str, Any]


class Kind(NamedTuple):
    """One kind of message on one endpoint. `many`: its content key holds a list, not a mapping."""

    encode: Callable[[Message, Mapping[str, Any]], Content | None]
    decode: Callable[[Content], Message]
    many: bool = False


def by_table(*fields: Field, many: bool = False) -> Kind:
    """Return the kind whose content is a renaming and nothing else."""
    content = record(*fields)
    return Kind(lambda message, block: content.write(message), content.read, many)


def of_block(*keys: str, under: str = "") -> tuple[Field, ...]:
    """Name fields of Infobip's block, its own words and untouched; `under`: the path that they stand below."""
    return tuple(Field(f"infobip.{key}", under + key, JSON, keep=True) for key in keys)
