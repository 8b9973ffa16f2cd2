"""Many small cases in one test: an item of pytest's for each would cost more than most of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Case = TypeVar("Case")


def each(
    cases: Iterable[Case], name: Callable[[Case], str] = str
) -> Callable[[Callable[[Case], None]], Callable[[], None]]:
    """Make a check of one case a test of all. It goes on past a failure, and names every case that fails."""

    def decorated(check: Callable[[Case], None]) -> Callable[[], None]:
        listed = list(cases)

        def test() -> None:
            assert_each(listed, check, name)

        test.__name__, test.__qualname__, test.__doc__ = check.__name__, check.__qualname__, check.__doc__
        test.__module__ = check.__module__
        return test

    return decorated


def assert_each(cases: Iterable[Case], check: Callable[[Case], None], name: Callable[[Case], str] = str) -> None:
    """Check every case, and fail with the names and the words of all that fail. There is one at least."""
    failed, count = [], 0
    for case in cases:
        count += 1
        try:
            check(case)
        except Exception as error:
            failed.append(f"{name(case)}: {type(error).__name__}: {error}")
    assert count
    assert not failed, "\n".join([f"{len(failed)} of {count} fail", *failed])
