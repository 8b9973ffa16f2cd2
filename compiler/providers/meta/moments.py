"""Points in time on Meta's wire: epochs in milliseconds or seconds, canonical ISO on our side.

What is no time (a word, a fraction, a year beyond the calendar) is kept verbatim on both sides.
"""

from __future__ import annotations

from typing import Any

from ...placed import at
from ...times import epoch_ms_to_iso, iso_to_epoch_ms
from ..codecs import INTEGER, Codec


def _epoch_ms(value: Any) -> int | None:
    try:
        return iso_to_epoch_ms(value) if isinstance(value, str) else None
    except (ValueError, TypeError):
        return None


def _iso(value: Any, unit: int) -> Any:
    """Turn an epoch in units of `unit` milliseconds into canonical time."""
    number = INTEGER.read(value)
    if isinstance(number, bool) or not isinstance(number, int):
        return number
    try:
        return at(epoch_ms_to_iso(number * unit), value)
    except (ValueError, OverflowError):
        return number


def _write_milliseconds(value: Any) -> Any:
    epoch = _epoch_ms(value)
    return value if epoch is None else epoch


def _write_seconds(value: Any) -> Any:
    epoch = _epoch_ms(value)
    return value if epoch is None else epoch // 1000


def _write_seconds_text(value: Any) -> Any:
    epoch = _epoch_ms(value)
    return value if epoch is None else str(epoch // 1000)


MILLISECONDS = Codec(_write_milliseconds, lambda value: _iso(value, 1))
SECONDS = Codec(_write_seconds, lambda value: _iso(value, 1000))
SECONDS_TEXT = Codec(_write_seconds_text, lambda value: _iso(value, 1000))
