"""The comments of a YAML file that speak to waml: `# waml: …`. libyaml tells of no comments, only of what is none."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from .lazy import lazy
from .named import NamedTuple
from .nodes import ScalarNode
from .source import Source

WORD = "waml:"
"""A text without this word has no such comment, and nobody need look closer."""

_MARK = lazy(r"#[ \t]*+waml:")
_BREAK = lazy(r"\r\n|\r|\n")


class Comment(NamedTuple):
    """A comment, from its `#` to the end of its line or to the next of its kind, and what it says after `waml:`.

    `line` is the offset at which its line begins. Alone: nothing but comments stands on that line.
    """

    start: int
    end: int
    said: str
    line: int
    alone: bool


def find(source: Source) -> list[Comment]:
    """Return the comments that speak to waml, as far as the file can be read."""
    text = source.text
    marks = list(_MARK.finditer(text)) if source.format == "yaml" and WORD in text else []
    if not marks:
        return []
    scalars, readable = _scalars(source)
    starts = [start for start, _ in scalars]
    found = []
    for at, mark in enumerate(marks):
        start = mark.start()
        before = bisect_right(starts, start) - 1
        if start >= readable or (before >= 0 and start < scalars[before][1]):
            continue
        line = line_start(text, start)
        end = line_end(text, start)
        if at + 1 < len(marks) and marks[at + 1].start() < end:
            end = marks[at + 1].start()
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        found.append(Comment(start, end, text[mark.end() : end].strip(), line, _is_alone(text[line:start])))
    return found


def line_start(text: str, at: int) -> int:
    """Return where the line of an offset begins."""
    start = text.rfind("\n", 0, at) + 1
    return max(start, text.rfind("\r", start, at) + 1)


def line_end(text: str, at: int) -> int:
    """Return where the line of an offset ends, before its break."""
    match = _BREAK.search(text, at)
    return match.start() if match else len(text)


def _is_alone(before: str) -> bool:
    return before.lstrip()[:1] in ("", "#")


def _scalars(source: Source) -> tuple[list[tuple[int, int]], int]:
    """Return from where to where the scalars of a file reach, in order, and up to where it can be read."""
    import yaml
    from yaml._yaml import CParser

    found: list[tuple[int, int]] = []
    event: Any
    parser = CParser(source.text)
    try:
        while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
            if type(event) is yaml.ScalarEvent:
                start, end = event.start_mark.index, event.end_mark.index  # type: ignore[union-attr]
                if event.style in ("|", ">"):
                    # The line of the `|` may end in a comment; the text begins on the next.
                    start = line_end(source.text, source.span(ScalarNode(None, start, end)).start)
                found.append((start, end))
    except (yaml.YAMLError, UnicodeEncodeError):
        return found, found[-1][1] if found else 0
    finally:
        parser.dispose()
    return found, len(source.text)
