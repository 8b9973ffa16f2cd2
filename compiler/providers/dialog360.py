"""360dialog on Meta's cloud hosting: the Cloud API's body, POST /messages; a template by POST /v1/configs/templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import Message, Request
from .meta.dialect import DIALOG360
from .meta.messages import decode_body, encode_body
from .meta.paths import defines

NAME = "360dialog"

TEMPLATES = "v1/configs/templates"


def encode(message: Message, settings: Mapping[str, Any]) -> Request:
    """Write one message."""
    if "define_template" in message:
        from .meta.definition import encode_definition

        return encode_definition(message, settings, DIALOG360, f"/{TEMPLATES}")
    body = encode_body(message, settings, DIALOG360)
    return Request("POST", "/messages", {"Content-Type": "application/json"}, body)


def decode(request: Request) -> list[Message]:
    """Read the message of a request, none if its body holds none."""
    if defines(request, (TEMPLATES,)):
        from .meta.definition import decode_definition

        return decode_definition(request.body, DIALOG360)
    message = decode_body(request.body, DIALOG360)
    return [] if message is None else [message]
