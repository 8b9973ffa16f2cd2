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

OF_FORM: set[Check] = set()
"""The checks that never ask what a text says: only for keys, words to choose from, numbers and counts."""


def of_form(check: Check) -> Check:
    """Note that a check asks no text what it says: what it found in a message holds for all of the same form."""
    OF_FORM.add(check)
    return check
