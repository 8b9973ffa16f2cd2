"""The envelope: whom the message goes to, what it answers, what comes back with its status."""

from __future__ import annotations

from typing import Any

from ..codecs import ID, PHONE, PHONE_DIGITS, lower, mapping, scalar
from ..tables import Field, record
from .dialect import Dialect

_CARRIED = record(Field("reply_to", "context.message_id"), Field("callback_data", "biz_opaque_callback_data"))


def write_envelope(message: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    """Write the recipient and what goes with it. A recipient that the hosting cannot reach is left out."""
    to = mapping(message.get("to"))
    wire: dict[str, Any] = {}
    group = dialect.groups and "group" in to
    # The On-Premise example of a template names no recipient type; its other examples do.
    if not dialect.onprem or "template" not in message:
        wire["recipient_type"] = "group" if group else "individual"
    if group:
        wire["to"] = to["group"]
    elif "phone" in to:
        # The On-Premise API addresses a `wa_id`.
        wire["to"] = (PHONE_DIGITS if dialect.onprem else PHONE).write(to["phone"])
    if "user" in to and not dialect.onprem:
        wire["recipient"] = to["user"]
    wire.update(_CARRIED.write(message))
    if dialect.onprem:
        wire.pop("biz_opaque_callback_data", None)
    return wire


def read_envelope(wire: dict[str, Any]) -> dict[str, Any]:
    """Read the recipient and what goes with it."""
    to: dict[str, Any] = {}
    recipient, user = scalar(wire.get("to")), scalar(wire.get("recipient"))
    if recipient is not None:
        if lower(wire.get("recipient_type")) == "group":
            to["group"] = recipient
        else:
            to["phone"] = PHONE.read(ID.read(recipient))
    if user is not None:
        to["user"] = user
    envelope: dict[str, Any] = {"to": to} if to else {}
    envelope.update(_CARRIED.read(wire))
    return envelope
