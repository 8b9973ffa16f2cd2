"""The Jinja that renders a message: a sandbox in which every token, node and error knows its offset.

Jinja knows lines only. Here its tokens carry their offset where it expects a line, and so does every node of the
tree and every error: `lineno` is an offset in the text throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.lexer import TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .slots import text_of

_LOOP = frozenset({"index", "index0", "first", "last", "length"})


class Environment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, where dots and brackets reach into mappings, lists and texts, and nothing else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if type(obj).__name__ == "LoopContext" and attribute in _LOOP:
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, (Mapping, list, str)):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(obj=obj, name=argument)

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        return TokenStream(self.lexer.wrap(self.tokens(source)), name, filename)

    def tokens(self, source: str) -> Iterator[tuple[int, str, str]]:
        """Yield the tokens of a template, each with its offset, its kind and its text."""
        at = 0
        try:
            for _, kind, text in self.lexer.tokeniter(source, None):
                # White space that a `-` trims away is between the tokens; CR LF is one character less in them.
                found = source.find(text, at)
                start = at if found < 0 else found
                yield start, kind, text
                at = start + len(text)
        except TemplateSyntaxError as error:
            error.lineno = at
            raise


def _finalized(value: Any) -> Any:
    return value if isinstance(value, (str, StrictUndefined)) else text_of(value)


def _environment() -> Environment:
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        finalize=_finalized,
        cache_size=0,
        # Folding constants runs `'x' * 10**9` while it only reads the template.
        optimized=False,
    )
    environment.globals.clear()
    for name in ("map", "reverse", "unique"):
        environment.filters[name] = _whole_list(environment.filters[name])
    return environment


def _whole_list(filter: Any) -> Any:
    """A filter that gives its items one by one would be written as the address of a generator."""

    @wraps(filter)
    def run(*args: Any, **named: Any) -> Any:
        result = filter(*args, **named)
        items = result if isinstance(result, str) else list(result)
        for item in items:
            if isinstance(item, StrictUndefined):
                str(item)  # raises, and tells which
        return items

    return run


ENVIRONMENT = _environment()
"""What renders a message, filters known values for the bounds, and tells the places of what is rendered."""
