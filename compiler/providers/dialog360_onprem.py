"""360dialog on the On-Premise API: POST /v1/messages; a message is marked read by PUT /v1/messages/{id}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import Message, Request
from .dialog360 import TEMPLATES
from .meta.dialect import DIALOG360_ONPREM
from .meta.messages import decode_body, encode_body
from .meta.paths import defines, segment, segments

NAME = "360dialog-onprem"

_HEADERS = {"Content-Type": "application/json"}


def encode(message: Message, settings: Mapping[str, Any]) -> Request:
    """Write one message; the id of one that was read stands in the path."""
    if "define_template" in message:
        from .meta.definition import encode_definition

        return encode_definition(message, settings, DIALOG360_ONPREM, f"/{TEMPLATES}")
    body = encode_body(message, settings, DIALOG360_ONPREM)
    if "read" in message:
        target = segment(body.pop("message_id", None), "message-id")
        return Request("PUT", f"/v1/messages/{target}", dict(_HEADERS), body)
    return Request("POST", "/v1/messages", dict(_HEADERS), body)


def decode(request: Request) -> list[Message]:
    """Read the message of a request, none if its body holds none."""
    if defines(request, (TEMPLATES,)):
        from .meta.definition import decode_definition

        return decode_definition(request.body, DIALOG360_ONPREM)
    message = decode_body(request.body, DIALOG360_ONPREM)
    if message is None:
        return []
    names = segments(request.path)
    # 360dialog prints the path with and without the version.
    if "read" in message and len(names) >= 2 and names[-2] == "messages" and names[-1]:
        message["read"] = {"message_id": names[-1]}
    return [message]
