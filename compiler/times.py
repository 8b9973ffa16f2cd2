"""Points in time: the canonical spelling, and the epochs that some wires want.

The canonical spelling is `YYYY-MM-DDTHH:MM:SS[.mmm]Z`: UTC, milliseconds only where they are not zero.
"""

from __future__ import annotations

import re
from typing import Any

from .lazy import lazy

# datetime is imported where it is used: it is a millisecond that a text message need not pay.

_ISO = lazy(r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|z|[+-]\d\d:?\d\d)?", re.ASCII)


def canonical_iso(text: str) -> str | None:
    """Return the canonical spelling of an ISO 8601 date and time with an offset, or None if it is not one."""
    from datetime import UTC, datetime

    match = _ISO.fullmatch(text)
    if match is None or match[8] is None:
        return None
    zone = "+00:00" if match[8] in "Zz" else match[8]
    if ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    fraction = (match[7] or "0")[:3].ljust(3, "0")
    text = f"{match[1]}-{match[2]}-{match[3]}T{match[4]}:{match[5]}:{match[6] or '00'}.{fraction}{zone}"
    try:
        return _spell(datetime.fromisoformat(text).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def dates_as_text(value: Any) -> Any:
    """Return what a TOML file holds with its dates and times as text, which the language writes them as."""
    if isinstance(value, dict):
        return {key: dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [dates_as_text(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) else value.isoformat()


def iso_to_epoch_ms(iso: str) -> int:
    """Return the milliseconds since 1970 of a canonical time.

    Raises ValueError when the text is not a canonical time.
    """
    from datetime import datetime, timedelta

    epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return (datetime.fromisoformat(iso) - epoch) // timedelta(milliseconds=1)


def epoch_ms_to_iso(milliseconds: int) -> str:
    """Return the canonical time of the milliseconds since 1970.

    Raises ValueError when the year lies outside 1 to 9999.
    """
    from datetime import datetime, timedelta

    epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    try:
        return _spell(epoch + timedelta(milliseconds=milliseconds))
    except OverflowError as error:
        raise ValueError(f"{milliseconds} ms is no time of this calendar") from error


def _spell(moment: object) -> str:
    text: str = moment.isoformat(timespec="milliseconds")  # type: ignore[attr-defined]
    return text.removesuffix("+00:00").removesuffix(".000") + "Z"
