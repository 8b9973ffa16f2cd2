"""Values to YAML as a person would have written it: few quotes, `|` for several lines, `>` for a long one, small
things in one line.

The inverse of `yaml_source.py`: what is written here is read back there as the same values.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

import yaml
from yaml.emitter import Emitter

from .expressions import MARK
from .nodes import typed

ONE_LINE = 120
"""The longest line that a mapping, a list or a text is written in, in characters."""
FOLDED = 100
"""The longest line of a text that is folded because one line is too long, in characters without its indentation."""


class Text(str):
    """The text of a text slot: a `|` block loses the line break at its end there, and nowhere else."""

    __slots__ = ()


class Literal(Text):
    """A text that is read as it stands: no expression is looked for in it."""

    __slots__ = ()


def write(value: Mapping[str, Any]) -> str:
    """Return a mapping of JSON values as one YAML document. A lone surrogate, which no YAML holds, is not read back."""
    return _emitted(_events(value, 0, flow=False))


_LITERAL = re.compile(r"""\{(?:\{+[%#]?|[%#])(?:[^{}%#'"\\\r\n]*[}%#]\}+)?|\{*\r""")


def without_expressions(value: Any) -> Any:
    """Return a value whose texts come back verbatim when their expressions are filled: `{{ '{{x}}' }}`."""
    if isinstance(value, dict):
        return {key: without_expressions(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_expressions(item) for item in value]
    if not isinstance(value, str) or isinstance(value, Literal) or not MARK.search(value):
        return value
    # Jinja writes every line break as \n, but not the ones in its own escapes.
    return type(value)(_LITERAL.sub(lambda match: "{{ '" + match[0].replace("\r", "\\r") + "' }}", value))


def _events(value: Any, column: int, flow: bool | None = None) -> Iterator[yaml.Event]:
    """Yield the events of a value; without `flow`, what is small stands in one line."""
    if not isinstance(value, (dict, list)):
        yield _scalar(value, column)
        return
    if flow is None:
        flow = not value or _is_small(value, column)
    inner = flow or None
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, True, flow_style=flow)
        for key, item in value.items():
            yield _scalar(str(key), column, is_key=True)
            yield from _events(item, column + (len(key) + 2 if _is_flat(item) else 2), inner)
        yield yaml.MappingEndEvent()
    else:
        yield yaml.SequenceStartEvent(None, None, True, flow_style=flow)
        for item in value:
            yield from _events(item, column + 2, inner)
        yield yaml.SequenceEndEvent()


def _is_flat(value: Any) -> bool:
    """Whether no mapping or list stands in it but the one of a single key, and no text of several lines."""
    if isinstance(value, dict):
        if len(value) == 1:
            return all(map(_is_flat, value.values()))
        return not any(isinstance(item, (dict, list)) or _has_lines(item) for item in value.values())
    if isinstance(value, list):
        return not any(isinstance(item, (dict, list)) or _has_lines(item) for item in value)
    return not _has_lines(value)


def _has_lines(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value


def _is_small(value: Any, column: int) -> bool:
    return _is_flat(value) and column + len(_emitted(_events(value, 0, flow=True))) - 1 <= ONE_LINE


_QUOTED = re.compile(
    r"(?s:.*[\r\x85\u2028\u2029].*)|~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
    r"|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
"""What YAML takes for a line break and no editor does; and what YAML 1.2's core schema types: waml does not,
but an editor that checks the file against the schema does."""


def _scalar(value: Any, column: int, is_key: bool = False) -> yaml.Event:
    if not isinstance(value, str):
        return yaml.ScalarEvent(None, None, (True, True), _spelling(value), style=None)
    style = None
    if value == "<<" or not isinstance(typed(value), str) or _QUOTED.fullmatch(value):
        style = '"'
    elif "\n" in value:
        style = '"'
        # A line break at the end would need `|+` and empty lines, which editors take away.
        block = value + "\n" if isinstance(value, Text) else str(value)
        if not is_key and not value.endswith("\n") and _ANALYST.analyze_scalar(block).allow_block:
            style, value = "|", block
    elif isinstance(value, Text) and column + len(value) > ONE_LINE and (lines := _folded(value)):
        style, value = ">", "\n".join((*lines, ""))
    return yaml.ScalarEvent(None, None, (True, True), str(value), style=style)


def _folded(text: str) -> list[str]:
    """Return the lines that a text is folded into; none where reading would not put it together again, or for one line.

    A line ends at a single space, for which reading puts one back, and never within an expression.
    """
    if text != text.strip() or not _ANALYST.analyze_scalar(text).allow_block:
        return []
    lines: list[str] = []
    for word in re.split(r"(?<=\S) (?=\S)", text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (len(longer) <= FOLDED or lines[-1].count("{{") > lines[-1].count("}}")):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) > 1 and max(map(len, lines)) <= FOLDED else []


def _spelling(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def _emitted(events: Iterator[yaml.Event]) -> str:
    stream = StringIO()
    writer = _Writer(stream, allow_unicode=True, width=sys.maxsize)
    for event in (
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *events,
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ):
        writer.emit(event)
    return stream.getvalue()


_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff\U0010ffff]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    digits = f"x{code:02X}" if code < 0x100 else f"u{code:04X}" if code < 0x10000 else f"U{code:08X}"
    return _SHORT_ESCAPES.get(match[0], "\\" + digits)


_ANALYST = Emitter(StringIO(), allow_unicode=True)


class _Writer(Emitter):
    """PyYAML's emitter with lists indented, double quotes first, and emoji left as they are."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        if style == "'" and isinstance(self.event, yaml.ScalarEvent) and not re.search(r'["\\]', self.event.value):
            return '"'
        return style

    def write_folded(self, text: str) -> None:
        self.write_indicator(">" + self.determine_block_hints(text), True)
        self.write_line_break()
        for line in text.rstrip("\n").split("\n"):
            self.write_indent()
            self.stream.write(line)
            self.write_line_break()

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        self.write_indicator('"' + _ESCAPED.sub(_escape, text) + '"', True)
