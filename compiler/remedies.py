"""What should stand instead of a text that breaks a rule.

A row may name its remedy: `fix` where the meaning is certain to stay, `suggest` where somebody should look. Without
a name the keyword knows some: spaces around a value that is right without them, another case of a word, the form of
a phone number. What still breaks the row is no remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .constraints import JUDGES
from .diagnostic import closest
from .rows import Row

Rewrite = Callable[[str, Any], str]
"""(text, limit of the row) -> the text that should stand instead."""

MAX_REWRITTEN = 20_000
"""Characters of a text that is looked at; a bound of waml's own."""


def remedy(row: Row, keyword: str, limit: Any, text: str) -> tuple[str, bool] | None:
    """Return what should stand instead of a text that breaks a row, and whether that is safe; None for no idea."""
    if len(text) > MAX_REWRITTEN or keyword not in JUDGES:
        return None
    for new, safe in _ideas(row, keyword, limit, text):
        if new != text and new.strip() and JUDGES[keyword](new, limit) is None:
            return new, safe
    return None


def _ideas(row: Row, keyword: str, limit: Any, text: str) -> Iterator[tuple[str, bool]]:
    if keyword in ("pattern", "format", "one_of"):
        yield text.strip(), True
    for word, safe in (("fix", True), ("suggest", False)):
        if word in row.raw:
            yield REWRITES[row.raw[word]](text, limit), safe
    if keyword == "one_of":
        words = [word for word in limit if isinstance(word, str)]
        yield from ((word, True) for word in words if bare(word) == bare(text))
        near = closest(text, words)
        if near is not None:
            yield near, False
    elif keyword == "format":
        yield from ((rewrite(text, limit), safe) for rewrite, safe in _OF_FORMATS.get(limit, ()))


def bare(word: str) -> str:
    """Return a word as it is compared: `Copy-Code` and `copy_code` are one."""
    return re.sub(r"[\s_-]+", "_", word.strip()).casefold()


def one_line(text: str, limit: Any = None) -> str:
    """Put one space for each line break, each tab and each run of five spaces, with the spaces around it."""
    return re.sub(r" *[\n\r\t][ \n\r\t]*| {5,}", " ", text).strip()


def phone(text: str, limit: Any = None) -> str:
    """Write a number with + and digits: no scheme, no signs between the digits, no 00 of a call abroad."""
    number = re.sub(r"(?i)^(?:tel|whatsapp|sms):", "", text.strip())
    if re.search(r"[^0-9 ()./+\u00a0\u2011-]|\(0\)|(?!^)\+", number):
        return text
    digits = re.sub(r"[^0-9]", "", number)
    return "+" + re.sub("^00", "", digits)


def snake_case(text: str, limit: Any = None) -> str:
    """Write a name in small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def shorten(text: str, limit: Any) -> str:
    """Cut a text to its limit, the last character a sign that more is missing."""
    return text[: limit - 1].rstrip() + "…" if isinstance(limit, int) and limit > 1 else text


def percent_encode(text: str, limit: Any = None) -> str:
    """Write what a URL cannot hold with percent signs; what is written so already stays."""
    from urllib.parse import quote

    return quote(text, safe="!#$%&'()*+,/:;=?@[]~{}")


def spaced(text: str, limit: Any = None) -> str:
    """Leave one empty line between paragraphs, and no tab nor five spaces in a row."""
    return re.sub(r" {5,}", "    ", re.sub(r"\t+", " ", re.sub(r"\n{3,}", "\n\n", text)))


def _url(text: str, limit: Any) -> str:
    # A placeholder with spaces in it has a rule of its own.
    return re.sub(r"\s", "%20", text.strip()) if "{{" not in text and re.match(r"(?i)https?://", text.strip()) else text


def _with_scheme(text: str, limit: Any) -> str:
    is_host = "{{" not in text and re.match(r"(?i)(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/?#]|$)", text.strip())
    return f"https://{_url('https://' + text.strip(), limit)[8:]}" if is_host else text


def _date(text: str, limit: Any) -> str:
    match = re.fullmatch(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", text.strip())
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def _without_markup(text: str, limit: Any) -> str:
    from .formatting import MARKUP

    return re.sub(MARKUP, lambda match: match[0].strip("*_~`"), text)


def _without_emoji(text: str, limit: Any) -> str:
    from .emoji import first

    while place := first(text):
        text = text[: place[0]] + text[place[1] :]
    return re.sub(r"  +", " ", text).strip()


def _of_markdown(text: str, limit: Any) -> str:
    text = re.sub(r"(?<!\*)\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*(?!\*)", r"*\1*", text)
    text = re.sub(r"(?<![\w_])__([^\s_](?:[^_\n]*[^\s_])?)__(?![\w_])", r"*\1*", text)
    return re.sub(r"(?m)^#{1,6} +(\S.*)$", r"*\1*", text)


def _of_html(text: str, limit: Any) -> str:
    for names, mark in (("b|strong", "*"), ("i|em", "_"), ("s", "~")):
        text = re.sub(rf"(?i)<({names})>(\S(?:[^<>\n]*\S)?)</\1>", rf"{mark}\2{mark}", text)
    return text


def _inside_marks(text: str, limit: Any) -> str:
    return re.sub(r"(?<![\w*_~])([*_~])[ \t]+([^\s*_~](?:[^*_~\n]*[^\s*_~])?)[ \t]+\1(?![\w*_~])", r"\1\2\1", text)


def _encoded_once(text: str, limit: Any) -> str:
    return re.sub(r"%25([0-9A-Fa-f]{2})", r"%\1", text)


REWRITES: Mapping[str, Rewrite] = {
    "lower-case": lambda text, limit: text.strip().lower(),
    "one-line": one_line,
    "percent-encode": percent_encode,
    "phone": phone,
    "shorten": shorten,
    "snake-case": snake_case,
    "spaced": spaced,
    "upper-case": lambda text, limit: text.strip().upper(),
    "without-signs": lambda text, limit: re.sub(r"[^A-Za-z0-9]", "", text),
}
"""The remedies that a row can name."""

_OF_FORMATS: Mapping[str, tuple[tuple[Rewrite, bool], ...]] = {
    "balanced-formatting": ((_inside_marks, False),),
    "date": ((_date, True),),
    "email": ((lambda text, limit: re.sub(r"(?i)^mailto:", "", text.strip()), True),),
    "http-url": ((_url, True), (_with_scheme, False)),
    "no-emoji": ((_without_emoji, False),),
    "no-html": ((_of_html, False),),
    "no-markdown": ((_of_markdown, False),),
    "no-markup": ((_without_markup, False),),
    "not-encoded-twice": ((_encoded_once, False),),
    "phone": ((phone, True),),
    "template-value": ((one_line, True),),
}
