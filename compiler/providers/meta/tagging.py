"""Meta's way to say what a value is: `{"type": k, k: v}`, a list of them for `{k: v}`."""

from __future__ import annotations

from typing import Any

from ...shape import mappings
from ..codecs import lower


def tagged(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Spell `{k: v}` as Meta's `[{"type": k, k: v}]`."""
    return [{"type": key, key: value} for key, value in content.items()]


def untagged(wire: Any) -> dict[str, Any]:
    """Read `[{"type": k, k: v}]` as `{k: v}`; the first of two equal tags wins."""
    content: dict[str, Any] = {}
    for item in mappings(wire):
        tag = lower(item.get("type"))
        if isinstance(tag, str) and tag in item:
            content.setdefault(tag, item[tag])
    return content
