"""What tells the hostings of Meta's wire apart."""

from __future__ import annotations

from typing import NamedTuple

from .contents import CONTENTS
from .interactive import KINDS

_EVERYTHING = frozenset({"text", "contacts", "template", "buttons", "read", "typing", *CONTENTS, *KINDS})
_DIRECT_SEND = ("category", "direct_send_config", "recipient_identity_key_hash")


class Dialect(NamedTuple):
    """One hosting. `block` are the keys of its block that go into the body beside the message,
    `marketing` those that only the marketing endpoint knows; `kinds` is what it can carry.
    """

    name: str
    onprem: bool
    groups: bool
    kinds: frozenset[str]
    block: tuple[str, ...]
    marketing: tuple[str, ...] = ()


CLOUD = Dialect(
    name="cloud",
    onprem=False,
    groups=True,
    kinds=_EVERYTHING,
    block=_DIRECT_SEND,
    marketing=("product_policy", "message_activity_sharing"),
)
DIALOG360 = Dialect(name="360dialog", onprem=False, groups=False, kinds=_EVERYTHING, block=_DIRECT_SEND)
DIALOG360_ONPREM = Dialect(
    name="360dialog-onprem",
    onprem=True,
    groups=False,
    kinds=frozenset(
        {"text", "image", "video", "audio", "document", "sticker", "location", "contacts", "reaction"}
        | {"buttons", "list", "product", "product_list", "template", "read"}
    ),
    block=("ttl",),
)
