"""The named formats of the rules: predicates on one text, pure, without limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .formatting import has_no_html, has_no_markdown, has_no_markup, is_balanced
from .times import canonical_iso, iso_to_epoch_ms

# The file is loaded for every message: patterns are compiled at first use, by `re` itself.

PHONE = r"(?a)\+[1-9]\d{6,14}"  # E.164: fifteen digits at most; seven is the shortest in use
_HTTP_URL = r"(?i)https?://[^\s/?#]\S*"
_URL_IN_TEXT = r"(?i)https?://([^\s/?#]+)"
_IP_V4 = r"(?a)\d{1,3}(\.\d{1,3}){3}"
_PRIVATE_V4 = r"(?a)(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\..*"
_EMAIL = r"[^\s@]+@[^\s@]+\.[^\s@.]+"
_DATA_URI = r"(?a)data:[\w.+-]+/[\w.+-]+(;[\w=.+-]+)*;base64,([A-Za-z0-9+/]+={0,2})"
_DATE = r"(?a)\d{4}-\d\d-\d\d"
TEMPLATE_VALUE = r"[\n\r\t]+| {5,}"  # what a value of a template may not hold
_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".lan", ".home", ".invalid", ".test")


def is_phone(text: str) -> bool:
    """Whether the text has the shape of E.164: + and 7 to 15 digits, the first not zero."""
    return re.fullmatch(PHONE, text) is not None


def is_http_url(text: str) -> bool:
    """Whether the text is one URL that begins with http:// or https:// and names a host."""
    return re.fullmatch(_HTTP_URL, text) is not None


def url_fault(text: str) -> dict[str, str]:
    """Return what keeps a text that begins like a URL from being one, as `says` and `help` of a finding."""
    if re.match(r"(?i)https?://", text) is None:
        return {}
    if re.search(r"\s", text):
        return {"says": "'{value}' is no URL: it has a space in it", "help": "write %20 for a space"}
    return {"says": "'{value}' is no URL: it names no host", "help": "write it like https://acme.example/page"}


def _host(authority: str) -> str:
    host = authority.rpartition("@")[2].lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].rstrip(".")


def is_public_url(text: str) -> bool:
    """Whether nothing in the URL says that it ends at this machine or inside a private network."""
    match = re.match(_URL_IN_TEXT, text)
    if match is None:
        return True
    host = _host(match[1])
    if host.startswith("["):
        return not host.startswith(("[::1]", "[fc", "[fd", "[fe8", "[fe9", "[fea", "[feb", "[::]"))
    if re.fullmatch(_IP_V4, host):
        return re.fullmatch(_PRIVATE_V4, host) is None
    return "." in host and not host.endswith(_PRIVATE_NAMES)


def has_http_url(text: str) -> bool:
    """Whether a URL with http:// or https:// stands in the text."""
    return re.search(_URL_IN_TEXT, text) is not None


def has_url_with_hostname(text: str) -> bool:
    """Whether one of the URLs in the text has a hostname; a text without any URL passes."""
    hosts = [_host(match[1]) for match in re.finditer(_URL_IN_TEXT, text)]
    return not hosts or any(not host.startswith("[") and not re.fullmatch(_IP_V4, host) for host in hosts)


def is_not_encoded_twice(text: str) -> bool:
    """Whether the URL holds no %25 before two hexadecimal digits."""
    return re.search(r"%25[0-9A-Fa-f]{2}", text) is None


def is_email(text: str) -> bool:
    """Whether the text has the shape of an e-mail address."""
    return re.fullmatch(_EMAIL, text) is not None


def is_base64_data_uri(text: str) -> bool:
    """Whether the text is `data:<type>;base64,<data>` with whole groups of four."""
    match = re.fullmatch(_DATA_URI, text)
    return match is not None and len(match[2]) % 4 == 0


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, YYYY-MM-DD."""
    return re.fullmatch(_DATE, text) is not None and moment(text) is not None


def is_date_time(text: str) -> bool:
    """Whether the text is an ISO 8601 date and time; the offset may be missing."""
    return canonical_iso(text) is not None or canonical_iso(f"{text}Z") is not None


def is_zoned(text: str) -> bool:
    """Whether a date and time names its offset; what is no date and time passes."""
    return canonical_iso(text) is not None or canonical_iso(f"{text}Z") is None


def moment(text: Any) -> int | None:
    """The milliseconds since 1970 of a time with an offset, or None. A day stands for its first moment."""
    if not isinstance(text, str):
        return None
    iso = canonical_iso(f"{text}T00:00:00Z" if re.fullmatch(_DATE, text) else text)
    return None if iso is None else iso_to_epoch_ms(iso)


def is_not_padded(text: str) -> bool:
    """Whether the text neither begins nor ends with white space."""
    return text == text.strip()


def is_not_blank(text: str) -> bool:
    """Whether the text holds more than white space; the empty text passes, it has a rule of its own."""
    return not text or not text.isspace()


def is_template_value(text: str) -> bool:
    """Whether a template takes the text as a value: no line break, no tab, no five spaces in a row."""
    return re.search(TEMPLATE_VALUE, text) is None


def _emoji(name: str) -> Callable[[str], bool]:
    """Return a predicate of the emoji's room, which few messages need."""

    def judge(text: str) -> bool:
        from . import emoji

        found: bool = getattr(emoji, name)(text)
        return found

    return judge


FORMATS: dict[str, Callable[[str], bool]] = {
    "balanced-formatting": is_balanced,
    "base64-data-uri": is_base64_data_uri,
    "date": is_date,
    "date-time": is_date_time,
    "email": is_email,
    "emoji-or-empty": _emoji("is_emoji_or_empty"),
    "has-http-url": has_http_url,
    "has-url-with-hostname": has_url_with_hostname,
    "http-url": is_http_url,
    "no-emoji": _emoji("has_no_emoji"),
    "no-html": has_no_html,
    "no-markdown": has_no_markdown,
    "no-markup": has_no_markup,
    "not-blank": is_not_blank,
    "not-encoded-twice": is_not_encoded_twice,
    "not-padded": is_not_padded,
    "phone": is_phone,
    "public-url": is_public_url,
    "template-value": is_template_value,
    "zoned": is_zoned,
}

FAULTS: dict[str, Callable[[str], dict[str, str]]] = {"http-url": url_fault}
"""What is wrong with a value, where a format can tell more than its row."""
