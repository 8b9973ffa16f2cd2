r"""The form of a message file: its text without its values. Files of a folder are many, and their forms few.

No parser is asked. A value is cut out where it is so plain that YAML reads the whole of it, and nothing else,
wherever it may stand: a text in quotes, a block, words without a sign that means something. What one such value is
replaced by leaves all that stands around it what it was. So of two files of one form whose values are scalars of the
first, they are scalars of the second. Whether they are, `learning.py` sees in the tree of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate, chain, zip_longest
from typing import Any

import yaml
from yaml._yaml import CParser

from .comments import WORD
from .lazy import lazy
from .named import NamedTuple
from .nodes import typed

MAX_BYTES = 8192
"""The largest file that has a form, in bytes: what begins like a text in quotes is looked at more than once."""

_STRANGE = lazy(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What is a break for YAML, or no character at all. To compile all the others takes fifteen milliseconds."""

_ASCII = b"\n" + bytes(range(0x20, 0x7F))
"""What most files hold, and nothing of it is strange."""

_BLANK = lazy(r"\n +(?:\n|$)")
"""A line of spaces, which belongs to a block or not by their number."""

_KEY = r"[A-Za-z_$][\w.$-]*+:[ ]++"
_FIRST = r"""(?:[^\s\-?:,\[\]{}\#&*!|>'"%@`]|-(?=[0-9]))"""
_LINE = r"[^\n:\#]*+(?:(?::(?=\S)|(?<=\S)\#)[^\n:\#]*+)*+"
_ITEM = r"[^\n:\#,\[\]{}?]*+(?::(?=[^\s:\#,\[\]{}?])[^\n:\#,\[\]{}?]*+)*+"
_CUT = lazy(
    rf"""(?x)
    ( [\n\[ ]
      (?: (?<=\n) ( ([ ]*+) (?: (?:-[ ]++)++ (?:{_KEY})? | {_KEY} ) ) )?+ )  # of a line: a key, a dash or both
    ( (?: "(?:[^"\\]++|\\[\s\S])*+"
        | '(?:[^']++|'')*+'
        | (?(2) {_FIRST}{_LINE}(?:\n\3[ ]++(?=[^\s:\#]|:\S){_LINE}(?=\n|$))*+ | (?<!\n) {_FIRST}{_ITEM} ) )
      (?(2) (?=[ ]*+(?:\n|$|(?<=[ ])\#)) | (?=[ ]*+[,\]}}]) )
    | (?(2) [|>]-?\n([ ]++)\S[^\n]*+(?:\n++\5[^\n]*+)*+(?=\n) | \#[^\n]*+ ) )  # a block, or a comment
    """
)


_KINDS: Mapping[type, str] = {str: "text", int: "number", float: "number", bool: "word", type(None): "word"}

_SHORT = 40
"""The longest text that is remembered with its value, in characters: most of those of a form are the same again."""

Spot = tuple[int, int]
"""A place that files of one form have in common: the beginning or the end of a text, from 0, and characters behind."""


Key = tuple[str, tuple[str, ...]]
"""What files of one form have in common: all that is around the texts, and of what type each of those is."""


class Form(NamedTuple):
    """The form of a file, and the texts of this one: as they are written, and their values.

    `lines` has what begins the line of a text that is the rest of one, so that a comma is part of it, else None.
    `around` is what stands before each text, and behind the last. A comment is a text too, of no value.
    """

    key: Key
    raws: list[str]
    values: list[Any]
    lines: list[str | None]
    around: list[str]

    def offsets(self) -> list[int]:
        """Return where each text begins and ends, in code points."""
        pieces = chain.from_iterable(zip_longest(self.around, self.raws, fillvalue=""))
        # The file is read with a break before it.
        return [*accumulate(map(len, pieces), initial=-1)][1:-2]

    def offset(self, spot: Spot) -> int:
        """Return the offset of a place, in code points."""
        piece, behind = spot
        texts = piece // 2
        return sum(map(len, self.around[: piece - texts])) + sum(map(len, self.raws[:texts])) - 1 + behind


def read(data: bytes) -> Form | None:
    """Return the form of a message file in YAML; None where it is more than plain."""
    if len(data) > MAX_BYTES:
        return None
    try:
        text = data.decode()
        if WORD in text or (data.translate(None, _ASCII) and _STRANGE.search(text)):
            return None
        if (" \n" in text or text[-1:] == " ") and _BLANK.search(text):
            return None
        return _form(text)
    except (yaml.YAMLError, UnicodeError):
        return None


def _form(text: str) -> Form | None:
    *parts, last = _CUT.split("\n" + text)
    befores, heads, lines, raws, indents = (parts[at::6] for at in (0, 1, 2, 4, 5))
    values = []
    for line, raw, indent in zip(lines, raws, indents, strict=True):
        if "\n" not in raw:
            values.append(_short(raw) if len(raw) <= _SHORT else _value(raw, None))
        elif line and _is_inside(line, raw):
            values.append(_value(raw, indent))
        else:
            return None
    around = [before + head for before, head in zip(befores, heads, strict=True)]
    around.append(last)
    # What is no text stands in the form by its type, and no text is what is none.
    key = "\0".join(around), tuple(map(_KINDS.__getitem__, map(type, values)))
    return Form(key, raws, values, lines, around)


@lru_cache(1 << 12)
def _short(raw: str) -> Any:
    return _value(raw, None)


def _is_inside(line: str, raw: str) -> bool:
    """Whether the further lines of a value are further in than its key, or its dash where it has none."""
    key = line.lstrip(" -")
    column = len(line) - len(key) if key else line.rindex("-")
    if raw.count("\n" + " " * (column + 1)) == raw.count("\n"):
        return True
    return all(len(more) - len(more.lstrip(" ")) > column for more in raw.split("\n")[1:] if more)


def _value(raw: str, indent: str | None) -> Any:
    first = raw[0]
    if "\n" not in raw and first.isalpha():
        return typed(raw.rstrip(" "))
    if indent is not None and first == "|":
        header, _, lines = raw.partition("\n")
        return lines[len(indent) :].replace("\n" + indent, "\n") + ("" if header == "|-" else "\n")
    if first == "#":
        return None
    if first == '"' and "\\" in raw:
        return _parsed(raw)
    if first not in "\"'":
        words = raw.rstrip(" ")
        return _folded(words) if "\n" in raw else typed(words)
    inside = raw[1:-1] if first == '"' else raw[1:-1].replace("''", "'")
    return _folded(inside) if "\n" in inside else inside


def _folded(text: str) -> str:
    """Return a text that is written over lines as one of it: a break is a space, and an empty line a break."""
    first, *middle, last = text.split("\n")
    folded, gap = first.rstrip(" "), " "
    for line in middle:
        if words := line.strip(" "):
            folded, gap = f"{folded}{gap}{words}", " "
        else:
            gap = "\n" if gap == " " else gap + "\n"
    return f"{folded}{gap}{last.lstrip(' ')}"


def _parsed(raw: str) -> Any:
    """Return what YAML makes of a value that is written over lines, or with escapes. Raises YAMLError."""
    parser = CParser(f"x: {raw}\n")
    events: list[Any] = [parser.get_event() for _ in range(6)]
    if type(events[-1]) is not yaml.MappingEndEvent:
        raise yaml.YAMLError
    return events[-2].value
