"""The form of a message file: everything of it but its texts. Files of a folder are many, and their forms few.

Read with libyaml's composer, twice as fast as from its events, and only what is small and plain enough for it: no
anchor, no tag, no merge, one document. Of anything else nobody knows the form.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml
from yaml._yaml import CParser

from .comments import WORD
from .named import NamedTuple
from .nodes import typed

MAX_BYTES = 8192
"""The largest file, in bytes. The composer goes down a level of C for each level of the file, of some 100 bytes."""

TEXT: Final = object()
"""What stands in a form where a text does."""

_END: Final = object()
_DECORATED = re.compile(r"(?<![^\s\[{,:])(?:!|&\S)")

Scalar = yaml.ScalarNode


class Form(NamedTuple):
    """What two files of one form have in common, and the scalars of this one, keys among them, in their order."""

    key: tuple[Any, ...]
    scalars: list[Scalar]
    texts: list[Scalar]
    text: str


class _Strange(Exception):
    """The file is not so plain."""


class _Composer(CParser):
    """A composer that leaves the types alone."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, parent: Any, index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def read(data: bytes) -> Form | None:
    """Return the form of a message file in YAML; None where it has a fault, or is more than plain."""
    if len(data) > MAX_BYTES:
        return None
    try:
        text = data.decode()
        if WORD in text or (("&" in text or "!" in text) and _DECORATED.search(text)):
            return None
        root = _Composer(text).get_single_node()
        if type(root) is not yaml.MappingNode:
            return None
        form = Form((), [], [], text)
        key: list[Any] = []
        _walk(root, key, form)
    except (yaml.YAMLError, UnicodeError, _Strange):
        return None
    return form._replace(key=tuple(key))


def _walk(node: Any, key: list[Any], form: Form) -> None:
    kind = type(node)
    if kind is Scalar:
        if node.tag:
            raise _Strange
        form.scalars.append(node)
        # What is no text stands in the form as it is written: 10.0 is not 1e1 for every rule.
        if node.style or type(typed(node.value)) is str:
            form.texts.append(node)
            key.append(TEXT)
        else:
            key.append((node.value,))
    elif kind is yaml.MappingNode:
        key.append(dict)
        for name, value in node.value:
            if type(name) is not Scalar or name.value == "<<" or name.tag:
                raise _Strange
            form.scalars.append(name)
            key.append(name.value)
            _walk(value, key, form)
        key.append(_END)
    else:
        key.append(list)
        for item in node.value:
            _walk(item, key, form)
        key.append(_END)
