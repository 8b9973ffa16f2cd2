# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waml.patterns import MAX_PATTERN, MAX_STEPS, CostlyPattern, compiled, fullmatch, steps


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (r"[A-Z]{2}-\d+", "AB-12", True),
        (r"[A-Z]{2}-\d+", "AB-12x", False),
        (r"\d{3}(?:,\d{3})*", "123,456", True),
        (r"[^@\s]+@[^@\s]+\.[a-z]+", "ada@acme.example", True),
        ("a|b", "b", True),
        ("a|b", "ab", False),
        ("(?i)ada", "ADA", True),
        ("", "", True),
        ("^a$", "a\n", False),
        ("a{10}", "a" * 10, True),
        ("(?:ab){3}", "ababab", True),
        ("(?>a+)b", "aab", True),
        ("a*+b", "aab", True),
        ("(?=a)a", "a", True),
        ("[[a]+", "[a", True),
        ("(?:a?b){2}", "ab", None),
    ],
)
def test_the_whole_text_is_matched(pattern: str, text: str, fits: bool | None) -> None:
    if fits is None:
        with pytest.raises(CostlyPattern):
            fullmatch(pattern, text)
        return
    assert fullmatch(pattern, text) is fits


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(a+)+$", "a repeat stands inside a repeat"),
        ("(a*)*b", "a repeat stands inside a repeat"),
        ("(?:a{0,5}){3}", "a repeat stands inside a repeat"),
        ("(?:(?=a*)){9}", "a repeat stands inside a repeat"),
        ("((a?)b)+", "a repeat stands inside a repeat"),
        ("(?:(?>a+))*", "a repeat stands inside a repeat"),
        ("(a|a)*b", "a choice of alternatives stands inside a repeat"),
        ("(|a)+b", "a choice of alternatives stands inside a repeat"),
        ("(?:ab|a){30}", "a choice of alternatives stands inside a repeat"),
        (r"(a)\1", "references to groups are not taken"),
        ("(?P<n>a)(?P=n)", "references to groups are not taken"),
        ("(a)?(?(1)b|c)", "references to groups are not taken"),
        ("(?:(?:(?:){60000}){60000}){60000}", "its repeats come to more than 10000 rounds"),
        ("(?:a{1000}){1000}", "its repeats come to more than 10000 rounds"),
        ("a" * (MAX_PATTERN + 1), f"the pattern is longer than {MAX_PATTERN} characters"),
    ],
)
def test_a_pattern_that_could_take_for_ever_is_not_taken(pattern: str, reason: str) -> None:
    with pytest.raises(CostlyPattern, match=re.escape(reason)):
        compiled(pattern)


@pytest.mark.parametrize("pattern", ["[", "(", ")", "a**", "*", "\\", "(?z)", "(?P<n>a)(?P<n>b)", "[b-a]", "a{3,2}", "(?<=a*)b", "\\p{L}", "(" * 400 + ")" * 400 + "+" + "("])  # fmt: skip
def test_what_is_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compiled(pattern)


def test_repeats_in_a_row_bound_the_text() -> None:
    assert compiled("a*a*a*b")[1] == 3
    assert steps("a*a*a*b", "a" * 9) == 1000
    assert fullmatch("a*a*b", "a" * 998 + "b")
    length = round(MAX_STEPS ** (1 / 3))
    assert not fullmatch("a*a*a*b", "a" * (length - 1))
    with pytest.raises(CostlyPattern, match=f"the pattern repeats 3 times, too often for {length} characters"):
        fullmatch("a*a*a*b", "a" * length)
    with pytest.raises(CostlyPattern, match="30 times"):
        fullmatch("a?" * 30 + "a" * 30, "a" * 30)


PARTS = ["a", "b", ".", "[ab]", "(", ")", "(?:", "(?=", "(?!", "(?>", "|", "*", "+", "?", "{2}", "{1,3}", "{0,}", "{9999}", "*?", "++", "\\w", "^", "$", "\\b", "(?i)"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.sampled_from([1, 20, 90, 900]))
def test_no_pattern_that_is_taken_takes_long(pattern: str, length: int) -> None:
    start = time.process_time()
    try:
        fullmatch(pattern, "a" * length + "c")
    except ValueError:
        pass
    assert time.process_time() - start < 0.5
