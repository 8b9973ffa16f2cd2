"""Contact cards: the same tree as everywhere, in camelCase."""

from __future__ import annotations

from ..codecs import LABEL
from ..renaming import each, table
from .kinds import by_table

_ADDRESS = table(
    ("street", "street"),
    ("city", "city"),
    ("state", "state"),
    ("zip", "zip"),
    ("country", "country"),
    ("country_code", "countryCode"),
    ("type", "type", LABEL),
)

_CONTACTS = each(
    table(
        ("addresses", "addresses", each(_ADDRESS)),
        ("birthday", "birthday"),
        ("emails", "emails", each(table(("email", "email"), ("type", "type", LABEL)))),
        ("name.first_name", "name.firstName"),
        ("name.last_name", "name.lastName"),
        ("name.middle_name", "name.middleName"),
        ("name.suffix", "name.nameSuffix"),
        ("name.prefix", "name.namePrefix"),
        ("name.formatted_name", "name.formattedName"),
        ("org.company", "org.company"),
        ("org.department", "org.department"),
        ("org.title", "org.title"),
        (
            "phones",
            "phones",
            each(table(("phone", "phone"), ("type", "type", LABEL), ("wa_id", "waId"))),
        ),
        ("urls", "urls", each(table(("url", "url"), ("type", "type", LABEL)))),
    ),
    required=True,
)

CONTACTS = by_table(table(("contacts", "contacts", _CONTACTS)), many=True)
