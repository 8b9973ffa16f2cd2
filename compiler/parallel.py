"""Many files at once: a function over paths, in several processes where that pays, its results in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 2.0
"""CPU seconds that the first process works alone before it asks whether others pay: together they cost more."""

MANY = 200
"""Files from which on a line tells how far it is."""

_CHUNK = 32


def cores() -> int:
    """Return how many processes can run beside each other."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def over(function: Callable[[str], T], paths: Sequence[str], jobs: int | None) -> Iterator[T]:
    """Yield what a function makes of each path. An error, or an interrupt, ends the processes too.

    Unless it is said how many, the first process works until it has learnt what the files are like; the others are
    its children, and know it too. What is left may be too little for them.
    """
    count = jobs or cores()
    begun, done = time.process_time(), 0
    while done < len(paths) and (count == 1 or (jobs is None and not _pays(begun, done, len(paths)))):
        yield function(paths[done])
        done += 1
    if done < len(paths):
        yield from _beside(function, paths[done:], count)


def _pays(begun: float, done: int, total: int) -> bool:
    """Whether what is left takes longer than the patience of the first process, at the pace so far."""
    taken = time.process_time() - begun
    return taken > PATIENCE and taken * (total - done) > PATIENCE * done


def _beside(function: Callable[[str], T], paths: Sequence[str], jobs: int) -> Iterator[T]:
    import multiprocessing

    with _no_interrupt():
        pool = multiprocessing.Pool(min(jobs, len(paths)), _begin, (function,))
    with pool:
        results = pool.imap(_call, [paths[at : at + _CHUNK] for at in range(0, len(paths), _CHUNK)])
        for _ in range(0, len(paths), _CHUNK):
            yield from _next(results)


def _next(results: Any) -> Any:
    """Wait for the next results. It looks up now and then: an interrupt as the waiting begins would not be seen."""
    import multiprocessing

    while True:
        with suppress(multiprocessing.TimeoutError):
            return results.next(1)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Let an interrupt wait: processes that are half there would not end, or each would tell of it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_function: Any = None
"""What a child does with each path: handed over once, with all that it has learnt where children are forks."""


def _begin(function: Callable[[str], Any]) -> None:
    """Take the work, and leave an interrupt to the first process, which ends the others; each tidies up."""
    import signal
    import sys

    global _function
    _function = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _call(paths: Sequence[str]) -> list[Any]:
    return [_function(path) for path in paths]


def counted(results: Iterator[T], total: int) -> Iterator[T]:
    """Pass results on, with a line on stderr that says how far it is, where a terminal shows it."""
    import sys

    if total < MANY or not sys.stderr.isatty():
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
