"""One message as the body of one request, for every hosting, and back.

A definition of a template travels to another endpoint and has rooms of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..codecs import lower, mapping, scalar
from .contents import CONTENTS
from .dialect import Dialect
from .dressing import read_stray
from .envelope import read_envelope, write_envelope
from .hsm import template_of_hsm
from .interactive import KINDS, read_interactive, write_interactive
from .onprem import read_onprem, write_onprem
from .template import read_template, write_template

Message = dict[str, Any]

_STATUSES = ("read", "typing")
_OBJECTS = (*CONTENTS, "template")
_INTERACTIVE = (*KINDS, "buttons")


def _kind_of(message: Message) -> str | None:
    """Name the content key of a message; `buttons` counts when there is no other."""
    return next((kind for kind in (*_STATUSES, *_OBJECTS, *_INTERACTIVE) if kind in message), None)


def encode_body(message: Message, settings: Mapping[str, Any], dialect: Dialect) -> dict[str, Any]:
    """Write the body of a message. What the hosting cannot carry is left out."""
    body: dict[str, Any] = {} if dialect.onprem else {"messaging_product": "whatsapp"}
    kind = _kind_of(message)
    if kind in _STATUSES:
        return {**body, **_write_status(kind, message)} if kind in dialect.kinds else body
    body.update(write_envelope(message, dialect))
    if kind in dialect.kinds:
        body.update(_write_content(kind, message, dialect))
    keys = dialect.block + (dialect.marketing if kind == "template" else ())
    body.update({key: settings[key] for key in keys if settings.get(key) is not None})
    return write_onprem(body, settings) if dialect.onprem else body


def decode_body(body: Any, dialect: Dialect) -> Message | None:
    """Read a message from a body, None if there is none in it."""
    if not isinstance(body, dict):
        return None
    if lower(body.get("status")) == "read":
        return _read_status(body)
    content = _read_content(body, dialect)
    if content is None:
        return None
    message = {**read_envelope(body), **content}
    keys = dialect.block + dialect.marketing
    block = {key: body[key] for key in keys if body.get(key) is not None}
    if dialect.onprem:
        block.update(read_onprem(body, message))
    if block:
        message[dialect.name] = block
    return message


def _write_status(kind: str, message: Message) -> dict[str, Any]:
    status: dict[str, Any] = {"status": "read"}
    target = mapping(message[kind])
    if "message_id" in target:
        status["message_id"] = target["message_id"]
    if kind == "typing":
        status["typing_indicator"] = {"type": "text"}
    return status


def _read_status(body: dict[str, Any]) -> Message:
    target = scalar(body.get("message_id"))
    kind = "typing" if body.get("typing_indicator") is not None else "read"
    return {kind: {} if target is None else {"message_id": target}}


def _write_content(kind: str, message: Message, dialect: Dialect) -> dict[str, Any]:
    if kind in _INTERACTIVE:
        return {"type": "interactive", "interactive": write_interactive(kind, message, dialect.onprem)}
    if kind == "template":
        return {"type": kind, kind: write_template(mapping(message[kind]), dialect.onprem)}
    return {"type": kind, kind: dialect.contents[kind].write(message[kind])}


def _read_content(body: dict[str, Any], dialect: Dialect) -> Message | None:
    kind = _type_word(body)
    wire = body.get(kind) if kind is not None else None
    if kind == "interactive":
        return read_interactive(wire)
    if kind == "hsm":
        return {"template": read_template(template_of_hsm(wire)), **read_stray(body)}
    if kind == "template":
        return {"template": read_template(wire), **read_stray(body)}
    if kind is None or kind not in dialect.contents:
        return None
    content = dialect.contents[kind].read(wire)
    return {kind: ([] if kind == "contacts" else {}) if content is None else content, **read_stray(body)}


def _type_word(body: dict[str, Any]) -> str | None:
    """Tell what a body is by its type, else by the object it holds: the type of a text may be left out."""
    word = lower(body.get("type"))
    if word is not None:
        return word if isinstance(word, str) else None
    if "text" in body:
        return "text"
    if "to" not in body and "recipient" not in body:
        return None
    return next((kind for kind in (*_OBJECTS, "interactive", "hsm") if kind in body), None)
