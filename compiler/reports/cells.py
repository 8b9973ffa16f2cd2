"""Text as a terminal shows it: what is printed of a line, and how wide that is."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_WIDE = "\ufe0f"
_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_INVISIBLE = "\u200b\u200c\u2060\ufe0e\ufeff"
# What turns the direction of all that follows: an excerpt must not rewrite the report around it.
_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\x85")


def printable(line: str) -> str:
    """Return a line without what would move the cursor or turn the text; as many code points as before."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") or c in _TURNS else c for c in line)


def cells(text: str) -> int:
    """Return the width of a text in the cells of a terminal.

    A joined emoji is one emoji, two cells wide; a tone, a mark and what is invisible take none.
    """
    width = 0
    joined = False
    narrow = False
    for char in text:
        code = ord(char)
        if char == _WIDE:
            width += narrow and not joined
        elif char == _JOINER or joined or code in _TONES or code in _TAGS or char in _INVISIBLE:
            pass
        elif not unicodedata.combining(char):
            wide = unicodedata.east_asian_width(char) in "WF"
            width += 2 if wide else 1
            narrow = not wide
            joined = False
            continue
        joined = char == _JOINER or (joined and char == _WIDE)
        narrow = narrow and char == _JOINER
    return width
