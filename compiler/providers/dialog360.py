"""360dialog on Meta's cloud hosting: the Cloud API's body, POST /messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import Message, Request
from .meta.dialect import DIALOG360
from .meta.messages import decode_body, encode_body

NAME = "360dialog"


def encode(message: Message, settings: Mapping[str, Any]) -> Request:
    """Write one message."""
    body = encode_body(message, settings, DIALOG360)
    return Request("POST", "/messages", {"Content-Type": "application/json"}, body)


def decode(request: Request) -> list[Message]:
    """Read the message of a request, none if its body holds none."""
    message = decode_body(request.body, DIALOG360)
    return [] if message is None else [message]
