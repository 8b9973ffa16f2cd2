"""What tells the hostings of Meta's wire apart."""

from __future__ import annotations

from ...named import NamedTuple
from ..codecs import Codec
from .contents import CONTENTS, ONPREM_CONTENTS
from .interactive import KINDS

_EVERYTHING = frozenset({"template", "buttons", "read", "typing", *CONTENTS, *KINDS})
_DIRECT_SEND = ("category", "direct_send_config", "ttl_seconds", "recipient_identity_key_hash")
_DEFINITION = (
    "allow_category_change",
    "cta_url_link_tracking_opted_out",
    "degrees_of_freedom_spec",
    "sub_category",
    "display_format",
    "library_template_name",
    "library_template_body_inputs",
    "library_template_button_inputs",
)


class Dialect(NamedTuple):
    """One hosting: which kinds it can carry, and how the plain ones look.

    `block` are the keys of its block that go into the body beside the message, `marketing` those that only
    the marketing endpoint knows, `definition` those that stand in a template definition.
    """

    name: str
    onprem: bool
    groups: bool
    kinds: frozenset[str]
    contents: dict[str, Codec]
    block: tuple[str, ...]
    marketing: tuple[str, ...] = ()
    definition: tuple[str, ...] = ()


CLOUD = Dialect(
    name="cloud",
    onprem=False,
    groups=True,
    kinds=_EVERYTHING,
    contents=CONTENTS,
    block=_DIRECT_SEND,
    marketing=("product_policy", "message_activity_sharing", "bid_spec"),
    definition=("languages", *_DEFINITION, "bid_spec"),
)
DIALOG360 = CLOUD._replace(
    name="360dialog", groups=False, kinds=_EVERYTHING - {"pin"}, marketing=(), definition=_DEFINITION
)
DIALOG360_ONPREM = Dialect(
    name="360dialog-onprem",
    onprem=True,
    groups=False,
    kinds=frozenset(
        {"text", "image", "video", "audio", "document", "sticker", "location", "contacts", "reaction"}
        | {"buttons", "list", "product", "product_list", "template", "read"}
        | {"location_request", "order_details", "order_status"}
    ),
    contents=ONPREM_CONTENTS,
    block=("ttl",),
)
