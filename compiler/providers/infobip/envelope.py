"""What stands around the content of every message: who, to whom, and Infobip's own machinery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import Message
from ..codecs import PHONE_DIGITS
from ..tables import Field, merged, record
from .kinds import of_block

_HEAD = record(Field("from", codec=PHONE_DIGITS), Field("to.phone", "to", PHONE_DIGITS), *of_block("messageId"))
_TAIL = record(
    Field("callback_data", "callbackData"),
    Field("notify_url", "notifyUrl"),
    *of_block("urlOptions", "smsFailover", "entityId", "applicationId"),
    Field("reply_to", "context.replyToMessageId"),
)

_WITHOUT_LINKS = ("audio", "sticker", "location", "contacts")
"""The kinds in which there is no link to shorten: their endpoints take no `urlOptions`."""


def wrap(message: Message, block: Mapping[str, Any], content: dict[str, Any] | None) -> dict[str, Any]:
    """Return the message object of the wire; a call permission request alone has no content (None)."""
    if any(kind in message for kind in _WITHOUT_LINKS):
        block = {key: value for key, value in block.items() if key != "urlOptions"}
    message = {**message, "infobip": block}
    inner = {} if content is None else {"content": content}
    return {**_HEAD.write(message), **inner, **_TAIL.write(message)}


def unwrap(wire: dict[str, Any], message: Message) -> Message:
    """Return the message with the envelope of the wire added."""
    return merged(merged(message, _HEAD.read(wire)), _TAIL.read(wire))
