"""Contact cards: the same tree as everywhere, in camelCase."""

from __future__ import annotations

from ..codecs import LABEL
from ..tables import Field, items, plain, record
from .kinds import by_table

_TYPE = Field("type", codec=LABEL)

_ADDRESS = record(*plain("street", "city", "state", "zip", "country"), Field("country_code", "countryCode"), _TYPE)
_PHONE = record(Field("phone"), _TYPE, Field("wa_id", "waId"))

_CONTACT = record(
    Field("addresses", codec=items(_ADDRESS)),
    Field("birthday"),
    Field("emails", codec=items(record(Field("email"), _TYPE))),
    Field("name.first_name", "name.firstName"),
    Field("name.last_name", "name.lastName"),
    Field("name.middle_name", "name.middleName"),
    Field("name.suffix", "name.nameSuffix"),
    Field("name.prefix", "name.namePrefix"),
    Field("name.formatted_name", "name.formattedName"),
    *plain("org.company", "org.department", "org.title"),
    Field("phones", codec=items(_PHONE)),
    Field("urls", codec=items(record(Field("url"), _TYPE))),
)

CONTACTS = by_table(Field("contacts", codec=items(_CONTACT), keep=True), many=True)
