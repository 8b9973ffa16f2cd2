"""Regular expressions that most runs never need, compiled when they are first used.

Compiling is a fifth of what the modules of a cold lint cost to import.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


class _Lazy:
    __slots__ = ("_arguments", "_compiled")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._arguments = (pattern, flags)
        self._compiled: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re.compile(*self._arguments)
        return getattr(self._compiled, name)


if TYPE_CHECKING:
    lazy = re.compile
else:
    lazy = _Lazy
