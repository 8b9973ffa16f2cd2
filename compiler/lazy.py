"""Regular expressions that most runs never need, compiled when they are first used.

Compiling is a fifth of what the modules of a cold lint cost to import, and more of what those of PyYAML cost.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any


class _Lazy:
    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._arguments = (pattern, flags)
        self._compiled: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re.compile(*self._arguments)
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # the next who asks finds it here
        return found


if TYPE_CHECKING:
    lazy = re.compile
else:
    lazy = _Lazy


@contextmanager
def late(*packages: str) -> Iterator[None]:
    """While this lasts, have what the modules of some packages compile compiled when it is first used.

    For a process of our own only: it lasts as long as the modules do. They must use the methods of a pattern, as
    `re.sub` and its like know none that is not compiled. Whoever else compiles gets what he always did.
    """
    compile = re.compile

    def by_caller(pattern: Any, flags: Any = 0) -> Any:
        caller = str(sys._getframe(1).f_globals.get("__name__", ""))
        return (_Lazy if caller.partition(".")[0] in packages else compile)(pattern, flags)

    re.compile = by_caller
    try:
        yield
    finally:
        re.compile = compile
