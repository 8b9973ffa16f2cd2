"""Meta's Cloud API: POST /{phone-number-id}/messages, and /marketing_messages for what only that takes.

A template is created by POST /{waba-id}/message_templates, in several languages at once by
/upsert_message_templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from . import Message, Request
from .meta.dialect import CLOUD
from .meta.messages import decode_body, encode_body
from .meta.paths import defines, edits, segment, segments

NAME = "cloud"

_ENDPOINTS = ("messages", "marketing_messages")
_TEMPLATES = ("message_templates", "upsert_message_templates")
_VERSION = re.compile(r"v[0-9]+(\.[0-9]+)?")


def encode(message: Message, settings: Mapping[str, Any]) -> Request:
    """Write one message. The path keeps `{phone-number-id}` or `{waba-id}` while the setting is unset."""
    if "define_template" in message:
        from .meta.definition import encode_definition

        account = segment(settings.get("waba_id"), "waba-id")
        endpoint = _TEMPLATES["languages" in settings]
        return encode_definition(message, settings, CLOUD, f"/{account}/{endpoint}")
    body = encode_body(message, settings, CLOUD)
    endpoint = _ENDPOINTS[any(key in body for key in CLOUD.marketing)]
    number = segment(settings.get("phone_number_id"), "phone-number-id")
    return Request("POST", f"/{number}/{endpoint}", {"Content-Type": "application/json"}, body)


def decode(request: Request) -> list[Message]:
    """Read the message of a request, none if its body holds none."""
    if edits(request):
        from .meta.definition import decode_definition

        return decode_definition(request.body, CLOUD) if "components" in request.body else []
    if defines(request, _TEMPLATES):
        from .meta.definition import decode_definition

        account = _id_before(request.path, _TEMPLATES)
        found = decode_definition(request.body, CLOUD)
        return [{**m, NAME: {"waba_id": account, **m.get(NAME, {})}} for m in found] if account else found
    message = decode_body(request.body, CLOUD)
    if message is None:
        return []
    number = _id_before(request.path, _ENDPOINTS)
    if number:
        message[NAME] = {"phone_number_id": number, **message.get(NAME, {})}
    return [message]


def _id_before(path: str | None, endpoints: tuple[str, ...]) -> str | None:
    names = segments(path)
    if len(names) < 2 or names[-1] not in endpoints or _VERSION.fullmatch(names[-2]):
        return None
    return names[-2]
