"""Many files at once: a function over paths in several processes, its results in the order of the paths."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

FROM = 200
"""Files from which on a second process pays: starting one costs about as much as judging a hundred small files."""

_CHUNK = 32


def jobs_for(files: int, wanted: int | None) -> int:
    """Return how many processes to use: as many as were asked for, else every core where there is work for them."""
    if wanted is not None:
        return max(min(wanted, files), 1)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if files >= FROM else 1


def over(function: Callable[[str], T], paths: Sequence[str], jobs: int) -> Iterator[T]:
    """Yield what a function makes of each path. An error, or an interrupt, ends the processes too."""
    if jobs < 2:
        yield from map(function, paths)
        return
    import multiprocessing

    with multiprocessing.Pool(jobs, _quiet) as pool:
        yield from pool.imap(function, paths, _CHUNK)


def _quiet() -> None:
    """Leave an interrupt to the first process, which ends the others."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def counted(results: Iterator[T], total: int) -> Iterator[T]:
    """Pass results on, with a line on stderr that says how far it is, where a terminal shows it."""
    import sys
    import time

    if total < FROM or not sys.stderr.isatty():
        yield from results
        return
    last = time.monotonic()
    try:
        for done, result in enumerate(results, 1):
            if time.monotonic() - last > 0.1:
                last = time.monotonic()
                sys.stderr.write(f"\r{done} of {total} files")
                sys.stderr.flush()
            yield result
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
