"""Of many cases in one test every one is tried, and every one that fails is named."""

from __future__ import annotations

import pytest
from each import assert_each, each


def test_each_case_that_fails_is_named() -> None:
    def check(number: int) -> None:
        assert number != 2
        assert 1 / number > 0

    with pytest.raises(AssertionError, match=r"(?s)2 of 4 fail.*\n2: AssertionError.*\n0: ZeroDivisionError"):
        each([1, 2, 3, 0])(check)()
    each([1, 3])(check)()


def test_nothing_to_try_is_a_failure() -> None:
    with pytest.raises(AssertionError):
        assert_each([], print)
