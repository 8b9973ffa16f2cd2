"""What a check of the rules finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .named import NamedTuple


class Fault(NamedTuple):
    """One finding of a check: where, relative to the matched field, and what its `says` may name.

    With `at_key` among them it points at the key: that the field is there is the fault.
    """

    path: tuple[str | int, ...]
    args: dict[str, Any]


Check = Callable[..., Iterator[Fault]]
"""Called as check(value, subject, **numbers of the row)."""
