"""The content objects that stand under their own type: text, location, contacts, reaction, pin, products."""

from __future__ import annotations

from ..codecs import INTEGER, NUMBER, WORD, Codec
from ..tables import Field, items, plain, record
from .media import MEDIA, ONPREM_AUDIO

LOCATION = record(
    Field("latitude", codec=NUMBER),
    Field("longitude", codec=NUMBER),
    *plain("name", "address"),
)

PRODUCT = record(Field("catalog_id"), Field("retailer_id", "product_retailer_id"))


def _several(*keys: str) -> Codec:
    return items(record(*plain(*keys)))


_CARD = (
    Field(
        "addresses",
        codec=_several("street", "city", "state", "zip", "country", "country_code", "type"),
    ),
    Field("birthday"),
    Field("emails", codec=_several("email", "type")),
    Field(
        "name",
        codec=record(*plain("formatted_name", "first_name", "last_name", "middle_name", "suffix", "prefix")),
    ),
    Field("org", codec=record(*plain("company", "department", "title"))),
    Field("phones", codec=_several("phone", "type", "wa_id")),
    Field("urls", codec=_several("url", "type")),
)

# The objects that are named like their kind. A template has a room of its own.
CONTENTS: dict[str, Codec] = {
    "text": record(Field("preview_url", default=False), Field("body")),
    **MEDIA,
    "location": LOCATION,
    "contacts": items(record(*_CARD)),
    "reaction": record(*plain("message_id", "emoji")),
    "pin": record(
        Field("type", codec=WORD, default="pin", always=True),
        Field("message_id"),
        Field("expiration_days", codec=INTEGER),
    ),
}

# The On-Premise API knows instant-messenger names, and no voice notes.
ONPREM_CONTENTS: dict[str, Codec] = {
    **CONTENTS,
    "audio": ONPREM_AUDIO,
    "contacts": items(record(*_CARD, Field("ims", codec=_several("service", "user_id")))),
}
