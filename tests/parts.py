"""Strategies of the parts of a message: texts, ids, URLs, phones, times, media, contacts."""

from __future__ import annotations

import base64
import datetime
import re
from functools import cache
from typing import Any

from hypothesis import strategies as st

from waml.boundaries import allowed as limits
from waml.carries import Carries

Part = st.SearchStrategy[Any]

LABEL = "aAbZz09 .,:;!?'\"()/&%+=-@$\\éßñ漢अبא€—e\u0301\u00a0\u2028\u0085\u200d"
"""What a label takes everywhere: no emoji, no marks of formatting, no line break."""

PROSE = LABEL + "\n\r\t*_~`<>[]#{}👍🏽🇭🇷\u200b\x00\x1b"
"""What a body takes."""

_ENDINGS = {
    "image": ("", ".png", ".JPG"),
    "video": ("", ".mp4", ".3gp"),
    "gif": ("", ".mp4"),
    "audio": ("", ".mp3", ".ogg"),
    "voice": ("", ".ogg"),
    "document": ("", ".pdf"),
    "sticker": ("", ".webp"),
}
_MIME = {"image": "image/png", "video": "video/mp4", "gif": "video/mp4", "audio": "audio/mpeg",
         "voice": "audio/ogg", "document": "application/pdf", "sticker": "image/webp"}  # fmt: skip


def carried(provider: str, path: str) -> bool:
    """Tell whether the provider carries a field."""
    return Carries(provider).level("fields", path) == "yes"


def some(required: dict[str, Part], optional: dict[str, Part] | None = None, provider: str = "", at: str = "") -> Part:
    """Draw a mapping; of the optional keys, those below `at` that the provider carries."""
    optional = {key: part for key, part in (optional or {}).items() if not at or carried(provider, f"{at}.{key}")}
    return st.fixed_dictionaries(required, optional=optional)


def solid(text: str) -> str:
    """Return a text that neither begins nor ends with white space."""
    inner = text.strip()
    return inner + "x" * (len(text) - len(inner))


@cache
def text(provider: str, path: str, kind: str | None = None, alphabet: str = LABEL, least: int = 0) -> Part:
    """Draw a text that no row of the field finds too short or too long; now and then one of the full length."""
    low, high = limits.length(provider, path, kind)
    low = max(low, least)
    usual = st.text(alphabet, min_size=low, max_size=min(limits.SHORT, high or limits.SHORT)).map(solid)
    if high is None:
        return usual
    return st.one_of(usual, usual, usual, st.sampled_from("xß漢").map(lambda sign: sign * high))


@cache
def prose(provider: str, path: str, kind: str | None = None) -> Part:
    """Draw a text of several lines."""
    return text(provider, path, kind, PROSE)


@cache
def value(provider: str, path: str, least: int = 1) -> Part:
    """Draw a value of a template: one line, never five spaces in a row, not empty."""
    return text(provider, path, least=least).map(lambda drawn: re.sub(" {5,}", "    ", drawn))


@cache
def word(pattern: str) -> Part:
    """Draw a text of a pattern: letters, and classes of characters with how often they stand there.

    `st.from_regex` does the same and more, and took a quarter of the time of whole messages.
    """
    runs = re.findall(r"\[([^]]+)\](?:\{([0-9]+)(?:,([0-9]+))?\})?|\\?(.)", pattern)
    return st.tuples(*(_run(*run) for run in runs)).map("".join)


def _run(among: str, least: str, most: str, letter: str) -> Part:
    if letter:
        return st.just(letter)
    letters = [chr(code) for code in range(128) if re.fullmatch(f"[{among}]", chr(code))]
    return st.text(letters, min_size=int(least or 1), max_size=int(most or least or 1))


@cache
def code(provider: str, path: str) -> Part:
    """Draw a code to copy: letters and digits."""
    low, high = limits.length(provider, path)
    return st.text("aZ09", min_size=low, max_size=high or limits.SHORT)


@cache
def url(provider: str, path: str, endings: tuple[str, ...] = ("",)) -> Part:
    """Draw a URL, now and then one of the full length."""
    _, high = limits.length(provider, path)
    hosts = st.sampled_from(["acme.example", "cdn.acme.example:8443", "xn--bcher-kva.example", "münchen.example"])
    rest = st.text("ab0/-_é漢", max_size=12)
    query = st.sampled_from(["", "?a=b&c=%20", "#here"])
    usual = st.builds("https://{}/{}{}{}".format, hosts, rest, st.sampled_from(endings), query)
    if high is None:
        return usual
    return st.one_of(usual, usual, usual, usual.map(lambda drawn: drawn + "?" + "x" * (high - len(drawn) - 1)))


@cache
def phone(last: str = "02468") -> Part:
    """Draw a phone number; sender and recipient differ by their last digit."""
    return word(rf"\+[1-9][0-9]{{5,13}}[{last}]")


@cache
def moment(milliseconds: bool = True, since: int = 1970, until: int = 2199) -> Part:
    """Draw a canonical time."""
    span = (datetime.datetime(since, 1, 1), datetime.datetime(until, 12, 31))
    times = st.datetimes(*span).map(lambda t: t.isoformat(timespec="seconds") + "Z")
    if not milliseconds:
        return times
    return st.one_of(times, st.builds(lambda t, ms: f"{t[:-1]}.{ms:03}Z", times, st.integers(1, 999)))


@cache
def number(provider: str, path: str, default: tuple[float, float]) -> Part:
    """Draw a number of the range of its rows; a fraction as often as a whole number."""
    low, high = limits.between(provider, path, default)
    return st.one_of(st.integers(int(low), int(high)), st.floats(low, high, allow_nan=False, allow_infinity=False))


@cache
def integer(provider: str, path: str, default: tuple[int, int] = (0, 10**9)) -> Part:
    """Draw a whole number of the range of its rows."""
    return st.integers(*limits.between(provider, path, default))


@cache
def json_values(leaves: int = 6) -> Part:
    """Draw any JSON, braces of expressions left out: they are written for waml, not for a provider."""
    texts = st.text(LABEL, max_size=8)
    scalars = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | texts
    scalars |= st.floats(allow_nan=False, allow_infinity=False)
    keys = st.text("abc_ é", max_size=6)
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=leaves
    )


@cache
def json_object() -> Part:
    """Draw a JSON mapping that holds something."""
    return st.dictionaries(st.text("abc_", min_size=1, max_size=6), json_values(), min_size=1, max_size=3)


def sources(provider: str, path: str, kind: str) -> dict[str, Part]:
    """Return the sources of a medium that the provider carries: id, link, data URI."""
    found: dict[str, Part] = {"link": url(provider, f"{path}.link", _ENDINGS[kind])}
    if carried(provider, f"{path}.id"):
        found["id"] = text(provider, f"{path}.id")
    if carried(provider, f"{path}.data_uri"):
        content = st.binary(min_size=1, max_size=12).map(lambda drawn: base64.b64encode(drawn).decode())
        found["data_uri"] = content.map(f"data:{_MIME[kind]};base64,{{}}".format)
    return found


def medium(provider: str, path: str, kind: str, fields: dict[str, Part] | None = None) -> Part:
    """Draw a medium with one source, and of these fields those that are carried."""
    return st.one_of(
        *(some({key: part}, fields, provider, path) for key, part in sources(provider, path, kind).items())
    )


@cache
def filename(provider: str, path: str) -> Part:
    """Draw the name of a document."""
    _, high = limits.length(provider, path)
    usual = st.text("ab0 _-é漢", min_size=1, max_size=12).map(lambda stem: solid(stem) + ".pdf")
    return usual if high is None else usual | st.just("x" * (high - 4) + ".pdf")


@cache
def heading(provider: str, kinds: tuple[str, ...], at: str = "header") -> Part:
    """Draw a header of one of these kinds."""
    found: list[Part] = []
    if "text" in kinds:
        found.append(st.fixed_dictionaries({"text": text(provider, f"{at}.text", least=1)}))
    for kind in ("image", "video", "document"):
        if kind in kinds:
            fields = {"filename": filename(provider, f"{at}.document.filename")} if kind == "document" else {}
            found.append(st.fixed_dictionaries({kind: medium(provider, f"{at}.{kind}", kind, fields)}))
    return st.one_of(*found)


@cache
def location(provider: str, at: str = "location", whole: bool = False) -> Part:
    """Draw a place; `whole` with the name and the address that a header needs."""
    point = {
        "latitude": number(provider, f"{at}.latitude", (-90, 90)),
        "longitude": number(provider, f"{at}.longitude", (-180, 180)),
    }
    rest = {"name": text(provider, f"{at}.name"), "address": text(provider, f"{at}.address")}
    return some({**point, **rest}) if whole else some(point, rest, provider, at)


@cache
def product(provider: str) -> Part:
    """Draw a product of a catalogue."""
    return some(
        {"catalog_id": text(provider, "product.catalog_id"), "retailer_id": text(provider, "product.retailer_id")}
    )


@cache
def product_sections(provider: str, at: str) -> Part:
    """Draw sections of products."""
    retailers = st.lists(text(provider, f"{at}[].retailer_ids[]", least=1), min_size=1, max_size=3)
    section = some({"title": text(provider, f"{at}[].title", least=1), "retailer_ids": retailers})
    low, high = limits.items(provider, at, 3)
    return st.lists(section, min_size=low, max_size=high)


@cache
def contact(provider: str) -> Part:
    """Draw a contact. Infobip's labels are upper-case words, by its rows and by §10.8."""
    free = provider != "infobip"
    label = text(provider, "contacts[].emails[].type") if free else st.sampled_from(["HOME", "WORK"])
    phone_label = label if free else label | st.sampled_from(["CELL", "MAIN", "IPHONE"])

    def line(*keys: str, **parts: Part) -> Part:
        texts = {key: text(provider, f"contacts[].{key}") for key in keys}
        return st.lists(some({}, {**texts, **parts}), min_size=1, max_size=2)

    parts = {key: text(provider, f"contacts[].name.{key}") for key in ("last_name", "middle_name", "prefix", "suffix")}
    name = {"formatted_name": text(provider, "contacts[].name.formatted_name", least=1),
            "first_name": text(provider, "contacts[].name.first_name", least=1)}  # fmt: skip
    org = {key: text(provider, f"contacts[].org.{key}", least=1) for key in ("company", "department", "title")}
    return some(
        {"name": some(name, parts)},
        {
            "phones": line("phone", "wa_id", type=phone_label),
            "emails": line(email=word(r"[a-z.]{1,8}@[a-z]{1,8}\.example"), type=label),
            "urls": line("url", type=label),
            "addresses": line(
                "street", "city", "state", "zip", "country", country_code=word("[A-Za-z]{2}"), type=label
            ),
            "org": some({}, org).filter(bool),
            "birthday": st.dates().map(lambda day: day.isoformat()),
            "ims": line("service", "user_id"),
        },
        provider,
        "contacts[]",
    )
