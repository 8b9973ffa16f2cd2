# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

from typing import Any

import pytest

from waml.expressions import MAX_WORK
from waml.values import cost, fault_of


@pytest.mark.parametrize(
    ("type", "good", "bad", "due"),
    [
        ("string", ["", "x", "42"], [42, True, None, [], {}, 1.5], "a text (quote it)"),
        ("integer", [0, -7, 10**20], ["1", 1.5, True, None], "a whole number"),
        ("number", [0, 1.5, -1e9], ["1", True, None], "a number"),
        ("boolean", [True, False], ["true", 0, 1, None], "true or false"),
        ("phone", ["+15551234567", "1 (555) 123-4567", "+1.555.123"], [15551234567, "+", "abc", "", "+1 555 x", "+1+2", None], "a phone number in quotes"),
        ("url", ["http://a.example", "https://a.example/b?c#d"], ["ftp://a", "a.example", "https://", "https:///x", "https:// a", 1, ""], "an http(s) URL"),
        ("date", ["2026-12-18", "2024-02-29"], ["2026-02-29", "18.12.2026", "2026-12-18T00:00:00Z", 20261218, ""], "a date such as 2026-12-18"),
        ("datetime", ["2026-12-18T19:27:00Z", "2026-12-18 19:27+01:00"], ["2026-12-18T19:27:00", "2026-12-18", 0, ""], "a time such as 2026-12-18T19:27:00Z"),
        ("list", [[], [1, "a"]], ["a", {}, None], "a list"),
        ("json", [None, {}, [], "x", 1, True], [], "any JSON"),
    ],
)  # fmt: skip
def test_types(type: str, good: list[Any], bad: list[Any], due: str) -> None:
    for value in good:
        assert fault_of(value, {"type": type}) is None
    for value in bad:
        fault = fault_of(value, {"type": type})
        assert fault is not None
        assert fault.endswith(f", and {due} is due"), value


@pytest.mark.parametrize(
    ("constraint", "at", "past", "says"),
    [
        ({"min_length": 2}, ["ab", "😀😀", 42], ["a", "😀", 4], "at least 2 are due"),
        ({"max_length": 2}, ["ab", "😀😀", "", 42], ["abc", 123, "e\u0301x"], "at most 2 are due"),
        ({"pattern": "[a-z]+"}, ["ab", 7, None], ["Ab", "", "ab\n"], "which does not match '[a-z]+'"),
        ({"one_of": ["a", "b"]}, ["a", "b"], ["c", "A", None], "which is none of 'a', 'b'"),
        ({"one_of": [1, 2]}, [1, 2], [3, "1", True], "which is none of 1, 2"),
        ({"range": [1, 5]}, [1, 5, 3.5, "x", True], [0, 6, 5.001, -1], "outside 1 to 5"),
        ({"min_items": 1}, [[1], "x"], [[]], "at least 1 are due"),
        ({"max_items": 1}, [[], [1]], [[1, 2]], "at most 1 are due"),
        ({"items": {"type": "integer"}}, [[], [1, 2], "x"], [["a"], [1, "a"]], "a whole number is due"),
        ({"items": {"items": {"max_length": 1}}}, [[["a"]]], [[["ab"]]], "at most 1 are due"),
    ],
)  # fmt: skip
def test_constraints_at_and_past_their_limit(
    constraint: dict[str, Any], at: list[Any], past: list[Any], says: str
) -> None:
    for value in at:
        assert fault_of(value, constraint) is None, value
    for value in past:
        fault = fault_of(value, constraint)
        assert fault is not None, value
        assert says in fault


def test_an_item_is_named() -> None:
    assert (
        fault_of([1, "a"], {"type": "list", "items": {"type": "integer"}})
        == "has an item 1 that is 'a', and a whole number is due"
    )


def test_the_type_comes_before_the_constraints() -> None:
    fault = fault_of(123456, {"type": "string", "max_length": 2})
    assert fault == "is 123456, and a text (quote it) is due"


def test_ranges_that_are_none_are_passed_over() -> None:
    for limits in ([], [1], [1, 2, 3], ["a", "b"], [True, False]):
        assert fault_of(10, {"range": limits}) is None


def test_a_costly_pattern_is_not_run() -> None:
    fault = fault_of("a" * 5000, {"pattern": "a*a*a*b"})
    assert fault is not None
    assert "which is not checked: the pattern repeats 3 times" in fault


def test_long_values_are_cut_in_what_is_said() -> None:
    fault = fault_of("x\n" * 10_000, {"max_length": 5})
    assert fault is not None
    assert len(fault) < 130
    assert "\n" not in fault
    assert "20000 characters; at most 5 are due" in fault


def test_the_cost_counts_every_item() -> None:
    assert cost("aaa", {}) == 0
    assert cost(["aaa"], {"items": {"pattern": "a*"}}) * 3 == cost(["aaa"] * 3, {"items": {"pattern": "a*"}})
    assert cost(["a" * 5000] * 100, {"items": {"pattern": "a*a*a*b"}}) > MAX_WORK
    assert cost("a", {"pattern": "("}) == 0
