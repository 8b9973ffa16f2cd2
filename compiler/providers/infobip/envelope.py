"""What stands around the content of every message: who, to whom, and Infobip's own machinery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import Message
from ..codecs import PHONE_DIGITS, VERBATIM
from ..renaming import from_wire, table, to_wire

_HEAD = table(
    ("from", "from", PHONE_DIGITS),
    ("to.phone", "to", PHONE_DIGITS),
    ("infobip.messageId", "messageId", VERBATIM),
)
_TAIL = table(
    ("callback_data", "callbackData"),
    ("notify_url", "notifyUrl"),
    ("infobip.urlOptions", "urlOptions", VERBATIM),
    ("infobip.smsFailover", "smsFailover", VERBATIM),
    ("infobip.entityId", "entityId", VERBATIM),
    ("infobip.applicationId", "applicationId", VERBATIM),
    ("reply_to", "context.replyToMessageId"),
)


def wrap(message: Message, block: Mapping[str, Any], content: dict[str, Any] | None) -> dict[str, Any]:
    """Return the message object of the wire; a call permission request alone has no content (None)."""
    message = {**message, "infobip": block}
    inner = {} if content is None else {"content": content}
    return {**to_wire(_HEAD, message), **inner, **to_wire(_TAIL, message)}


def unwrap(wire: Mapping[str, Any], message: Message) -> Message:
    """Return the message with the envelope of the wire added."""
    return from_wire(_TAIL, wire, from_wire(_HEAD, wire, message))
