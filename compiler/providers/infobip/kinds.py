"""What a kind of message offers: its content in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .. import Message
from ..renaming import Table, from_wire, to_wire

Content = dict[str, Any]


class Kind(NamedTuple):
    """One kind of message on one endpoint. `many`: its content key holds a list, not a mapping."""

    encode: Callable[[Message, Mapping[str, Any]], Content | None]
    decode: Callable[[Content], Message]
    many: bool = False


def by_table(fields: Table, many: bool = False) -> Kind:
    """Return the kind whose content is a renaming and nothing else."""
    return Kind(
        lambda message, block: to_wire(fields, message),
        lambda content: from_wire(fields, content),
        many,
    )
