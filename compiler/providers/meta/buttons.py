"""Buttons of a free-form message and of a card.

Replies stand in a list; a URL or a voice call by itself makes the message another type.
"""

from __future__ import annotations

from typing import Any

from ...shape import mappings
from ..codecs import INTEGER, Codec, lower, mapping
from ..tables import Field, plain, record

# The buttons that are a whole action: canonical type -> the name of the action, its parameters.
_ALONE: dict[str, tuple[str, Codec]] = {
    "url": ("cta_url", record(Field("title", "display_text"), Field("url"))),
    "voice_call": (
        "voice_call",
        record(
            Field("title", "display_text"),
            Field("ttl_minutes", codec=INTEGER),
            Field("payload"),
        ),
    ),
}
_ALONE_BY_NAME = {name: kind for kind, (name, _) in _ALONE.items()}

_REPLY = record(*plain("id", "title"))


def alone(buttons: Any) -> str | None:
    """Name the action (`cta_url`, `voice_call`) that one button by itself makes, if it makes one."""
    if isinstance(buttons, list) and len(buttons) == 1:
        kind = mapping(buttons[0]).get("type")
        if isinstance(kind, str) and kind in _ALONE:
            return _ALONE[kind][0]
    return None


def write_action(buttons: Any, tag: str, replies_only: bool = False) -> dict[str, Any]:
    """Write the `action` of buttons; replies are tagged `reply` in a message, `quick_reply` in a card."""
    name = None if replies_only else alone(buttons)
    if name is not None:
        return {"name": name, "parameters": _ALONE[_ALONE_BY_NAME[name]][1].write(buttons[0])}
    written = (_write_listed(button, tag, replies_only) for button in mappings(buttons))
    return {"buttons": [wire for wire in written if wire]}


def _write_listed(button: dict[str, Any], tag: str, replies_only: bool) -> dict[str, Any]:
    """Write one of several buttons. URLs stand beside replies in Direct Send only, and not in cards."""
    kind = button.get("type")
    if kind == "reply":
        return {"type": tag, tag: _REPLY.write(button)}
    if kind == "url" and tag == "reply" and not replies_only:
        name, codec = _ALONE["url"]
        return {"type": name, name: codec.write(button)}
    return {}


def read_action(action: Any, name: Any = None) -> list[dict[str, Any]]:
    """Read the buttons of an `action`; `name` is what the type of the message or card says it is."""
    action = mapping(action)
    names = (lower(action.get("name")), name)
    kind = next((_ALONE_BY_NAME[n] for n in names if isinstance(n, str) and n in _ALONE_BY_NAME), None)
    if kind is not None and "buttons" not in action:
        return [{"type": kind, **_ALONE[kind][1].read(mapping(action.get("parameters")))}]
    return [_read_listed(button) for button in mappings(action.get("buttons"))]


def _read_listed(wire: dict[str, Any]) -> dict[str, Any]:
    name, codec = _ALONE["url"]
    if lower(wire.get("type")) == name:
        return {"type": "url", **codec.read(mapping(wire.get(name)))}
    return {"type": "reply", **_REPLY.read(mapping(wire.get("reply", wire.get("quick_reply"))))}
