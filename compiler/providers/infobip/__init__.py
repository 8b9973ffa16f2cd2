"""Infobip: one endpoint for each kind, the content re-shaped, media by URL, template values by position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message, Request
from ..codecs import mapping
from ..tables import merged
from .endpoints import ENDPOINTS, ROOT, endpoint_of, infer, load
from .envelope import unwrap, wrap
from .signals import EVENTS, decode_read, decode_typing, encode_read, encode_typing

__all__ = ["NAME", "decode", "encode"]

NAME = "infobip"

_BULK = "template"  # the one endpoint whose body is a list of messages


def encode(message: Message, settings: Mapping[str, Any]) -> Request:
    """Return the request of a message; of a kind that Infobip has not, one without a path."""
    if "read" in message:
        return encode_read(message)
    if "typing" in message:
        return encode_typing(message, settings)
    if "define_template" in message:
        from .definition import encode_definition

        return encode_definition(message, settings)
    endpoint = endpoint_of(message)
    if endpoint is None:
        return Request("POST", None, {}, wrap(message, settings, None))
    body = wrap(message, settings, load(endpoint).encode(message, settings))
    if endpoint == _BULK:
        bulk = settings.get("bulkId")
        body = {"messages": [body], **({} if bulk is None else {"bulkId": bulk})}
    return Request("POST", ROOT + endpoint, {}, body)


def decode(request: Request) -> list[Message]:
    """Return the messages of a request: n of a template body, none where body and path do not tell a kind."""
    path, body = _path(request.path), request.body
    if path is not None and (read := decode_read(path)) is not None:
        return [read]
    if not isinstance(body, dict):
        return []
    if "structure" in body or (path is not None and path.endswith("/templates")):
        from .definition import decode_definition

        definition = decode_definition(path, body)
        return [] if definition is None else [definition]
    if path == EVENTS or (path is None and "events" in body):
        return decode_typing(body)
    endpoint = infer(body) if path is None else _below_root(path)
    if endpoint is None:
        return []
    if endpoint != _BULK:
        return [_message(endpoint, body)]
    bulk = {} if body.get("bulkId") is None else {"bulkId": body["bulkId"]}
    return [_message(endpoint, wire, bulk) for wire in mappings(body.get("messages"))]


def _message(endpoint: str, wire: dict[str, Any], block: dict[str, Any] | None = None) -> Message:
    kind = load(endpoint)
    message = unwrap(wire, kind.decode(mapping(wire.get("content"))))
    if block:
        message = merged(message, {NAME: block})
    message.setdefault(ENDPOINTS[endpoint].key, [] if kind.many else {})
    return message


def _below_root(path: str) -> str | None:
    endpoint = path.removeprefix(ROOT)
    return endpoint if path.startswith(ROOT) and endpoint in ENDPOINTS else None


def _path(path: str | None) -> str | None:
    """Return the path from `/whatsapp/` on, without host, query and final slash; other paths as they are."""
    if path is None:
        return None
    bare = path.partition("?")[0].partition("#")[0].rstrip("/")
    return bare[max(bare.find("/whatsapp/"), 0) :]
