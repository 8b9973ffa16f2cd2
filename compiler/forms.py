r"""The form of a message file: its text without its values. Files of a folder are many, and their forms few.

No parser is asked. A value is cut out where it is so plain that YAML reads the whole of it, and nothing else,
wherever it may stand: a text in quotes, a block, words without a sign that means something. What one such value is
replaced by leaves all that stands around it what it was. So of two files of one form whose values are scalars of the
first, they are scalars of the second. Whether they are, `learning.py` sees in the tree of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

import yaml
from yaml._yaml import CParser

from .comments import WORD
from .lazy import lazy
from .named import NamedTuple
from .nodes import typed

MAX_BYTES = 8192
"""The largest file that has a form, in bytes: what begins like a text in quotes is looked at more than once."""

_STRANGE = lazy(r"[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What is a break for YAML, or no character at all."""

_BLANK = lazy(r"\n +(?:\n|$)")
"""A line of spaces, which belongs to a block or not by their number."""

_KEY = r"[A-Za-z_$][\w.$-]*+:[ ]++"
_FIRST = r"""(?:[^\s\-?:,\[\]{}\#&*!|>'"%@`]|-(?=[0-9]))"""
_LINE = r"[^\n:\#]*+(?:(?::(?=\S)|(?<=\S)\#)[^\n:\#]*+)*+"
_ITEM = r"[^\n:\#,\[\]{}?]*+(?::(?=[^\s:\#,\[\]{}?])[^\n:\#,\[\]{}?]*+)*+"
_CUT = lazy(
    rf"""(?x)
    ([\n\[ ])
    (?: (?<=\n) ( ([ ]*+) (?: (?:-[ ]++)++ (?:{_KEY})? | {_KEY} ) ) )?+  # of a line: a key, a dash or both
    ( (?: "(?:[^"\\]++|\\[\s\S])*+"
        | '(?:[^']++|'')*+'
        | (?(2) {_FIRST}{_LINE}(?:\n\3[ ]++(?=[^\s:\#]|:\S){_LINE})*+ | (?<!\n) {_FIRST}{_ITEM} ) )
      (?(2) (?=[ ]*+(?:\n|$|(?<=[ ])\#)) | (?=[ ]*+[,\]}}]) )
    | (?(2) [|>]-?\n([ ]++)\S[^\n]*+(?:\n++\5[^\n]*+)*+(?=\n) | \#[^\n]*+ ) )  # a block, or a comment
    """
)


_KINDS: Mapping[type, str] = {str: "\0", int: "\0number\0", float: "\0number\0"}


class Text(NamedTuple):
    """What was cut out of a file: how it is written there, and its value. A comment has none.

    `is_of_line`: nothing but a comment stands behind it on its line, so that a comma is part of it.
    """

    raw: str
    value: Any
    is_of_line: bool

    @property
    def is_block(self) -> bool:
        """Whether it is written as a block."""
        return self.raw[0] in "|>"


Spot = tuple[int, int]
"""A place that files of one form have in common: the beginning or the end of a text, from 0, and characters behind."""


class Form(NamedTuple):
    """What files of one form have in common, the texts of this one, and what stands before each and at the end."""

    key: str
    texts: list[Text]
    around: list[str]
    text: str

    def offsets(self) -> list[int]:
        """Return where each text begins and ends, in code points."""
        pieces = (
            len(piece) for around, text in zip(self.around, self.texts, strict=False) for piece in (around, text.raw)
        )
        return [*accumulate(pieces, initial=-1)][1:]


def read(data: bytes) -> Form | None:
    """Return the form of a message file in YAML; None where it is more than plain."""
    if len(data) > MAX_BYTES:
        return None
    try:
        text = data.decode()
        if WORD in text or _STRANGE.search(text) or _BLANK.search(text):
            return None
        return _form(text)
    except (yaml.YAMLError, UnicodeError):
        return None


def _form(text: str) -> Form | None:
    parts = _CUT.split("\n" + text)
    around: list[str] = []
    key: list[str] = []
    texts: list[Text] = []
    rest = iter(parts)
    for before, mark, line, _, raw, indent in zip(rest, rest, rest, rest, rest, rest, strict=False):
        if "\n" in raw and not (line and _is_inside(line, raw)):
            return None
        value = _value(raw, indent)
        around.append(f"{before}{mark}{line or ''}")
        texts.append(Text(raw, value, line is not None))
        # What is no text stands in the form by its type, and no text is what is none.
        key += around[-1], _KINDS.get(type(value), "\0word\0")
    around.append(parts[-1])
    key.append(parts[-1])
    return Form("".join(key), texts, around, text)


def _is_inside(line: str, raw: str) -> bool:
    """Whether the further lines of a value are further in than its key, or its dash where it has none."""
    key = line.lstrip(" -")
    column = len(line) - len(key) if key else line.rindex("-")
    return all(len(more) - len(more.lstrip(" ")) > column for more in raw.split("\n")[1:] if more)


def _value(raw: str, indent: str | None) -> Any:
    first = raw[0]
    if indent is not None and first == "|":
        header, _, lines = raw.partition("\n")
        return lines[len(indent) :].replace("\n" + indent, "\n") + ("" if header == "|-" else "\n")
    if first == "#":
        return None
    if "\n" in raw or (first == '"' and "\\" in raw) or (first == "'" and "''" in raw[1:-1]):
        return _parsed(raw)
    return raw[1:-1] if first in "\"'" else typed(raw.rstrip(" "))


def _parsed(raw: str) -> Any:
    """Return what YAML makes of a value that is written over lines, or with escapes. Raises YAMLError."""
    parser = CParser(f"x: {raw}\n")
    events: list[Any] = [parser.get_event() for _ in range(6)]
    if type(events[-1]) is not yaml.MappingEndEvent:
        raise yaml.YAMLError
    return events[-2].value
