"""The marks of formatting in a text: WhatsApp's own, and foreign ones that it shows as they stand."""

from __future__ import annotations

import re

# Patterns are compiled at first use, by `re` itself: most messages hold no mark at all.
HTML = r"(?i)</?(?:a|b|br|div|em|h[1-6]|hr|i|img|li|ol|p|s|span|strong|table|td|tr|u|ul)(?:\s[^<>]*)?/?>"
MARKDOWN = (
    r"(?m)(?<!\*)\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?!\*)"
    r"|(?<![\w_])__[^\s_](?:[^_\n]*[^\s_])?__(?![\w_])"
    r"|\[[^\[\]\n]+\]\([^()\s]+\)"
    r"|^#{1,6} +\S"
)
MARKUP = (
    r"(?<![\w*])\*[^\s*][^*\n]*\*(?![\w*])"
    r"|(?<!\w)_[^\s_][^_\n]*_(?!\w)"
    r"|(?<![\w~])~[^\s~][^~\n]*~(?![\w~])"
    r"|```"
)
_MARKS = "*_~"

MAX_JUDGED = 50_000
"""Characters of a text whose marks are matched: many times what any provider takes."""


def has_no_html(text: str) -> bool:
    """Whether the text is free of HTML tags."""
    return "<" not in text or re.search(HTML, text) is None


def has_no_markdown(text: str) -> bool:
    """Whether the text is free of Markdown that WhatsApp shows as it stands."""
    return not any(sign in text for sign in ("**", "__", "](", "# ")) or re.search(MARKDOWN, text) is None


def has_no_markup(text: str) -> bool:
    """Whether the text is free of WhatsApp's own formatting."""
    return not any(mark in text for mark in _MARKS + "`") or re.search(MARKUP, text) is None


def is_balanced(text: str) -> bool:
    """Whether every mark that opens formatting is closed on its line, without a space inside the pair."""
    return unbalanced(text) is None


def unbalanced(text: str) -> tuple[int, int] | None:
    """Return where a mark stands that is not closed, or a pair with spaces inside; None where there is none."""
    if len(text) > MAX_JUDGED or not any(mark in text for mark in _MARKS + "`"):
        return None
    if text.count("```") % 2:
        return text.rindex("```"), text.rindex("```") + 3
    # Each expression is compiled only where its sign is there: a cold run has time for few.
    if "`" in text:
        text = re.sub(r"`[^`\n]+`", _covered, re.sub(r"(?s)```.*?```", _covered, text))
    lines = text.splitlines(keepends=True)
    if "://" in text or "@" in text or "www." in text.lower():
        lines = [re.sub(r"\S+", _without_marks_in_urls, line) for line in lines]
    return next((place for mark in _MARKS if (place := _unbalanced_mark(mark, lines)) is not None), None)


def _covered(match: re.Match[str]) -> str:
    """Code stands as it is: as one sign, but as long."""
    return "x" + "0" * (len(match[0]) - 2) + "x"


def _without_marks_in_urls(match: re.Match[str]) -> str:
    """Marks inside a URL or an address mean nothing; those around it do."""
    word = match[0]
    if "://" not in word and "@" not in word and not word.lower().startswith("www."):
        return word
    core = word.strip(_MARKS)
    start = word.index(core) if core else 0
    return word[:start] + re.sub(r"[*_~]", "x", core) + word[start + len(core) :]


def _unbalanced_mark(mark: str, lines: list[str]) -> tuple[int, int] | None:
    padded = rf"(?<![\w{mark}])[{mark}][ \t]+([^\s{mark}][^{mark}\n]*)[ \t][{mark}](?![\w{mark}])"
    footnotes = 0  # a mark behind a word, as in "from 9.99*", explains an open one further down
    start = 0
    for line in lines:
        begin, start = start, start + len(line)
        if mark not in line:
            continue
        if f"{mark} " in line or f"{mark}\t" in line:
            pair = next((match for match in re.finditer(padded, line) if _is_padded_pair(line, match)), None)
            if pair is not None:
                return begin + pair.start(), begin + pair.end()
        opened, strays = _scan(mark, line)
        if opened is not None and not footnotes:
            return begin + opened, begin + opened + 1
        footnotes = max(0, footnotes - (opened is not None)) + strays
    return None


def _is_padded_pair(line: str, match: re.Match[str]) -> bool:
    """`* bold *` is meant as formatting; `3 * 4 * 5` and a bullet are not."""
    before = line[: match.start()].rstrip()
    is_sum = bool(before) and (before[-1].isdigit() or before[-1] in ")]")
    return not is_sum and re.search(r"[^\W\d_]{3}", match[1]) is not None


def _scan(mark: str, line: str) -> tuple[int | None, int]:
    """Return where the mark stands that the line leaves open, and how many closing marks had none to close."""
    opened: int | None = None
    strays = 0
    at = line.find(mark)
    while at >= 0:
        before = line[at - 1] if at else " "
        after = line[at + 1] if at + 1 < len(line) else " "
        closes = not before.isspace() and before != mark and not _in_word(after) and after != mark
        opens = not before.isalnum() and before != mark and not after.isspace() and after not in mark + ").,;:!?"
        if opens and mark == "~" and after.isdigit():
            opens = False  # "~10 minutes" means about ten
        if opened is not None and closes:
            opened = None
        elif opens:
            opened = at
        elif closes:
            strays += 1
        at = line.find(mark, at + 1)
    return opened, strays


def _in_word(sign: str) -> bool:
    """A mark beside a letter or digit is part of the word. Scripts from Thai on write without spaces."""
    return sign.isalnum() and sign < "\u0e00"
