"""Optional keys that are written of themselves, and that a payload of somebody else may lack all the same.

The block's `omit` names those that are left out, so that such a payload comes back as it was. Nobody has to write it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..named import NamedTuple
from .codecs import mapping

OMIT = "omit"


class Omissible(NamedTuple):
    """A key that may be left out where it holds its default; `under`: the path of the mapping that it stands in."""

    key: str
    default: Any
    under: tuple[str, ...] = ()


def omit(body: dict[str, Any], block: Mapping[str, Any], *keys: Omissible) -> dict[str, Any]:
    """Take out of a body, in place, what the block says to leave out, and return the body."""
    found = block.get(OMIT)
    named = found if isinstance(found, list) else []
    for key in keys:
        holder = _holder(body, key)
        if key.key in named and holder.get(key.key) == key.default:
            del holder[key.key]
    return body


def omitted(body: dict[str, Any], *keys: Omissible) -> list[str]:
    """Return those of the keys that a body lacks, though it has the mapping that they stand in."""
    return [key.key for key in keys if (holder := _holder(body, key)) and key.key not in holder]


def _holder(body: Any, key: Omissible) -> dict[str, Any]:
    for step in key.under:
        body = mapping(body).get(step)
    return mapping(body)
