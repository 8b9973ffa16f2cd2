r"""A template without its literals: texts that differ in words alone are read and compiled by Jinja once.

`Hi {{ name | title }}{% if late %}, late{% endif %}` is `{{ 0 }}{{ name | title }}{% if late %}{{ 1 }}{% endif %}` and
two literals, with names for the numbers. It becomes the same text as it would with them, and as long.
"""

from __future__ import annotations

from .expressions import MARK
from .lazy import lazy
from .named import NamedTuple

PREFIX = "_waml_text_"
"""The literals have names that begin so, and a template has none of those."""

_CONSTRUCT = lazy(
    r"""(?x)
    ( \{\{ (?: [^"'{}\\] | "[^"{}\\]*" | '[^'{}\\]*' )*+ \}\}
    | \{%-? \s*+ (?: if|elif|else|endif|for|endfor|set )\b
      (?: [^"'{}%\\] | %(?!\}) | "[^"{}%\\]*" | '[^'{}%\\]*' )*+ %\} )
    """
)
"""Braces, and backslashes, in an expression may be part of a text there: it does not end where it seems to."""

_WORD = lazy(r"\{%-?\s*(\w+)")


class Cut(NamedTuple):
    """A template in which names stand for the literals, and the literals, of which none is empty.

    `always` are those that stand outside of everything that may leave them out or repeat them, `repeated` those that
    may stand there more than once.
    """

    text: str
    literals: dict[str, str]
    always: frozenset[str]
    repeated: tuple[str, ...]


def cut(text: str) -> Cut | None:
    """Return a template without its literals; None where it is not told as simply as that what is one."""
    if PREFIX in text or "\r" in text:
        return None
    parts = _CONSTRUCT.split(text)
    if len(parts) == 1 or any(map(MARK.search, parts[::2])):
        return None
    literals: dict[str, str] = {}
    always = set()
    repeated = []
    whole, depth, loops = "", 0, 0
    for at, part in enumerate(parts):
        if at % 2:
            whole += part
            word = _WORD.match(part)
            if word is not None:
                depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(word[1], 0)
                loops += {"for": 1, "endfor": -1}.get(word[1], 0)
            continue
        literal = part
        if at and parts[at - 1][-3] == "-":
            literal = literal.lstrip()
        if at + 1 < len(parts) and parts[at + 1][2] == "-":
            literal = literal.rstrip()
        if literal:
            name = f"{PREFIX}{at // 2}"
            literals[name] = literal
            whole += f"{{{{ {name} }}}}"
            if not depth:
                always.add(name)
            if loops:
                repeated.append(name)
    return Cut(whole, literals, frozenset(always), tuple(repeated))
