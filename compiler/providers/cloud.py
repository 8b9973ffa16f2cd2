"""Meta's Cloud API: POST /{phone-number-id}/messages, and /marketing_messages for what only that takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import Message, Request
from .meta.dialect import CLOUD
from .meta.messages import decode_body, encode_body
from .meta.paths import segment, segments

NAME = "cloud"

_ENDPOINTS = ("messages", "marketing_messages")
_VERSION = re.compile(r"v[0-9]+(\.[0-9]+)?")


def encode(message: Message, settings: Mapping[str, Any]) -> Request:
    """Write one message. The path keeps `{phone-number-id}` while the setting is unset."""
    body = encode_body(message, settings, CLOUD)
    endpoint = _ENDPOINTS[any(key in body for key in CLOUD.marketing)]
    number = segment(settings.get("phone_number_id"), "phone-number-id")
    return Request("POST", f"/{number}/{endpoint}", {"Content-Type": "application/json"}, body)


def decode(request: Request) -> list[Message]:
    """Read the message of a request, none if its body holds none."""
    message = decode_body(request.body, CLOUD)
    if message is None:
        return []
    number = _phone_number_id(request.path)
    if number:
        message[NAME] = {"phone_number_id": number, **message.get(NAME, {})}
    return [message]


def _phone_number_id(path: str | None) -> str | None:
    names = segments(path)
    if len(names) < 2 or names[-1] not in _ENDPOINTS or _VERSION.fullmatch(names[-2]):
        return None
    return names[-2]
