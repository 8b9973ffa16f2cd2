"""What is no message: the read receipt, which is a path and no body, and the typing indicator, an event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message, Request
from ..codecs import PHONE_DIGITS, mapping, scalar
from ..tables import Field, merged, record
from .kinds import of_block

EVENTS = "/whatsapp/1/events"

_READ = re.compile(r"/whatsapp/1/senders/([^/]+)/message/([^/]+)/read/?")
_UNSET = "{sender}"  # as Infobip's documentation spells it

_EVENT = record(
    Field("from", "sender", PHONE_DIGITS),
    Field("typing.message_id", "content.messageId"),
    *of_block("entityId", "applicationId", under="options.platform."),
    *of_block("validityPeriod", under="options."),
)
_SCHEDULE = record(*of_block("schedule", under="options."))
_DESTINATION = record(Field("to.phone", "to", PHONE_DIGITS), *of_block("messageId"))


def encode_read(message: Message) -> Request:
    """Return the request that marks a message as read."""
    from urllib.parse import quote

    sender = PHONE_DIGITS.write(message.get("from"))
    message_id = scalar(mapping(message.get("read")).get("message_id"))
    path = "/whatsapp/1/senders/{}/message/{}/read".format(
        _UNSET if sender is None else quote(str(sender), safe="", errors="surrogatepass"),
        "{messageId}" if message_id is None else quote(str(message_id), safe="=:", errors="surrogatepass"),
    )
    return Request("POST", path, {}, None)


def decode_read(path: str) -> Message | None:
    """Return the read receipt that a path says, or None if it says something else."""
    from urllib.parse import unquote

    match = _READ.fullmatch(path)
    if match is None:
        return None
    sender = {} if match[1] == _UNSET else {"from": PHONE_DIGITS.read(unquote(match[1]))}
    message_id = {} if match[2] == "{messageId}" else {"message_id": unquote(match[2])}
    return {**sender, "read": message_id}


def encode_typing(message: Message, block: Mapping[str, Any]) -> Request:
    """Return the request that shows the typing indicator."""
    message = {**message, "infobip": block}
    coded = _EVENT.write(message)
    event = {
        **({"sender": coded["sender"]} if "sender" in coded else {}),
        "destinations": [_DESTINATION.write(message)],
        "content": {"type": "TYPING_INDICATOR", **coded.get("content", {})},
        **({"options": coded["options"]} if "options" in coded else {}),
    }
    return Request("POST", EVENTS, {}, {"events": [event], **_SCHEDULE.write(message)})


def decode_typing(body: Any) -> list[Message]:
    """Return the typing indicators of a body of events, one for each destination."""
    messages = []
    schedule = _SCHEDULE.read(mapping(body))
    for event in mappings(mapping(body).get("events")):
        for destination in mappings(event.get("destinations")) or [{}]:
            message = merged(merged(_EVENT.read(event), _DESTINATION.read(destination)), schedule)
            message.setdefault("typing", {})
            messages.append(message)
    return messages
