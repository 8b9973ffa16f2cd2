"""What is wrong with text that is not YAML: libyaml's errors in words that help, at the character that is at fault."""

from __future__ import annotations

import re
from typing import Any

import yaml

from .diagnostic import Finding, Span
from .lazy import lazy
from .remedy import Edit, Fix
from .source import Source


def quoted(text: str) -> str:
    """Return text as a YAML string in quotes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def syntax(source: Source, error: Any) -> Finding:
    """Return the finding of an error of libyaml."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    offset = mark.index if mark is not None else _reader_offset(source)
    opening = getattr(error, "context_mark", None)
    if opening is not None and not source.text[offset:].strip() and source.text[opening.index :].startswith(_OPENING):
        # Where the file ends nothing is wrong; what is open until then began where the context did.
        offset, problem = opening.index, "what opens here is not closed"
    offset = min(offset, len(source.text))
    if isinstance(error, yaml.reader.ReaderError) and offset < len(source.text):
        problem = f"the character U+{ord(source.text[offset]):04X} is not allowed in YAML"
    line = source.position(offset).line
    finding = _unquoted_line(source, line, _OPEN_VALUE) or _unquoted_line(source, max(line - 1, 1), _OPEN_BRACES)
    if finding is not None:
        return finding
    span = Span(offset, min(offset + 1, len(source.text)))
    if "cannot start any token" in problem and source.text[offset : offset + 1] == "\t":
        problem = "a tab cannot indent"
    return Finding("yaml-syntax", problem, span, help=_hint(problem, source, offset))


def _reader_offset(source: Source) -> int:
    """The character that YAML forbids: libyaml tells its byte, and not always; find it by the rule."""
    match = _UNPRINTABLE.search(source.text)
    return match.start() if match else 0


_UNPRINTABLE = lazy("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEY = r"""(\s*(?:-\s+)*+(?:[^\s:#'"{]+:[ \t]+)?)"""
_OPEN_VALUE = lazy(_KEY + r"""([^'"|>\[\s].*\S|\S)""")
_OPEN_BRACES = lazy(_KEY + r"(\{.*\S)")
_OPENING = ("[", "{", "'", '"')
_LONG_LINE = 10_000


def _unquoted_line(source: Source, number: int, pattern: re.Pattern[str]) -> Finding | None:
    """A line that braces broke. On the line before the fault, only a value that begins with one did it."""
    text = source.line(number)
    if len(text) > _LONG_LINE or ("{{" not in text and "{%" not in text):
        return None
    match = pattern.match(text)
    if match is None or ("{{" not in match[2] and "{%" not in match[2]):
        return None
    value = re.split(r"[ \t]+#", match[2], maxsplit=1)[0].rstrip()  # a comment stays one
    start = source.line_start(number) + match.start(2)
    span = Span(start, start + len(value))
    # Of braces that begin a mapping, and of what stands in one, nobody knows how far the value goes.
    is_certain = not re.match(r"[\[{](?!\{|%)", text.strip()) and not re.match(r"\{(?!\{|%)", value)
    if not match[1].strip() and match[2].startswith("{%"):
        message = "a line of Jinja stands between the keys"
        return Finding("yaml-syntax", message, span, help="Jinja runs inside texts; it cannot make keys")
    return Finding(
        "unquoted-template",
        "a value with '{{' or '{%' is quoted, or YAML reads the braces",
        span,
        help=f"quote the value: {quoted(value)}",
        fix=Fix("quote the value", True, (Edit(span, quoted(value)),)) if is_certain else None,
    )


def drop_what_was_cut(source: Source, broken: Finding) -> None:
    """Drop the last document where it does not end before the fault: what it lacks may be written behind it."""
    if source.documents and broken.span is not None:
        between = source.text[source.documents[-1].end : broken.span.start]
        if not re.search(r"^(---|\.\.\.)", between, re.MULTILINE):
            source.documents.pop()


def _hint(problem: str, source: Source, offset: int) -> str | None:
    if source.text[offset : offset + 1] == "\0":
        return "save the file as UTF-8: it looks like UTF-16"
    if "mapping values are not allowed" in problem:
        return "a text with ': ' in it is quoted"
    if "tab" in problem or source.text[offset : offset + 1] == "\t":
        return "indent with spaces"
    if "cannot start any token" in problem or "alphabetic or numeric" in problem:
        return "a text that begins with a sign such as '*', '@', '%' or '`' is quoted"
    if "comment or line break" in problem:
        return "a text that begins with '>' or '|' is quoted"
    if "expected key" in problem:
        return "check the quotes: in single quotes ' is written '', in double quotes \" is written \\\""
    return None
