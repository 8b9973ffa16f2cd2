"""How a run is getting on, on a terminal only: rows, their rate, and how long the rest may take."""

from __future__ import annotations

import sys
import time

EVERY = 0.2
"""Seconds between two lines."""


class Progress:
    """One line on stderr that is written over and over; nothing where stderr is no terminal."""

    def __init__(self, done: int = 0) -> None:
        self.shown = sys.stderr.isatty()
        self._began = self._last = time.monotonic()
        self._before = done
        self._part: float | None = None

    def tell(self, rows: int, rejected: int, part: float | None) -> None:
        """Write the line, if it is time."""
        now = time.monotonic()
        if not self.shown or now - self._last < EVERY:
            return
        self._last = now
        sys.stderr.write("\r\x1b[K" + line(rows, rejected, part, rows - self._before, now - self._began))
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def line(rows: int, rejected: int, part: float | None, done: int, seconds: float) -> str:
    """Return the line: rows done in all, and in this run in so many seconds."""
    rate = done / seconds if seconds > 0 else 0.0
    text = f"{rows:,} rows, {rejected:,} rejected, {rate:,.0f} rows/s"
    if part and rate and 0 < part <= 1:
        left = (rows / part - rows) / rate
        text += f", {part:.0%}, about {_spelled(left)} left"
    return text


def _spelled(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return (
        f"{whole // 60} min {whole % 60:02d} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60:02d} min"
    )
