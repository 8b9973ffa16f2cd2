"""One description, both directions."""

from __future__ import annotations

from typing import Any

import pytest

from waml.providers.codecs import CONSTANT, INTEGER, JSON, READ_ONLY, SCALARS, word
from waml.providers.tables import Field, boxed, by_type, items, merged, plain, record

SHOP = record(
    Field("", "version", CONSTANT, default=3, always=True),
    Field("shop.name", "shopName"),
    Field("shop.open", "hours.open", default=True),
    Field("mode", codec=word("-"), default="walk-in", always=True),
    Field("tags", codec=SCALARS),
    Field("rows", codec=items(record(*plain("id"), Field("count", codec=INTEGER))), keep=True),
    Field("data", codec=JSON),
    Field("old", "legacy.old", READ_ONLY),
)


@pytest.mark.parametrize(
    ("here", "wire"),
    [
        ({}, {"version": 3, "mode": "WALK_IN"}),
        ({"shop": {"name": ""}}, {"version": 3, "shopName": "", "mode": "WALK_IN"}),
        ({"shop": {"open": False}, "mode": "by-post"}, {"version": 3, "hours": {"open": False}, "mode": "BY_POST"}),
        ({"rows": []}, {"version": 3, "mode": "WALK_IN", "rows": []}),
        ({"rows": [{"count": 0}, {}]}, {"version": 3, "mode": "WALK_IN", "rows": [{"count": 0}, {}]}),
        ({"data": {"a": [None, {}]}}, {"version": 3, "mode": "WALK_IN", "data": {"a": [None, {}]}}),
    ],
)
def test_both_directions_are_one_row(here: Any, wire: Any) -> None:
    assert SHOP.write(here) == wire
    assert SHOP.read(wire) == here


@pytest.mark.parametrize(
    ("wire", "here"),
    [
        ({"tags": [], "data": {}, "rows": "none", "hours": []}, {}),
        ({"hours": {"open": True}, "mode": "WALK_IN", "shopName": None}, {}),
        ({"hours": {"open": 1}}, {"shop": {"open": 1}}),
        ({"mode": "Walk_in"}, {"mode": "Walk_in"}),
        ({"rows": [{"count": "7"}, 1, None, {"count": "07"}]}, {"rows": [{"count": 7}, {"count": "07"}]}),
        ({"shopName": {"en": "A"}}, {}),
        ({"legacy": {"old": 1}}, {"old": 1}),
    ],
)
def test_what_is_read(wire: Any, here: Any) -> None:
    assert SHOP.read(wire) == here


def test_what_is_no_mapping_cannot_be_read() -> None:
    assert SHOP.read([]) is None
    assert items(SHOP).read({}) is None
    assert SHOP.write({"old": 1}) == SHOP.write({})


def test_a_box_is_of_a_value() -> None:
    box = items(boxed("id"))
    assert box.write(["a", ""]) == [{"id": "a"}, {"id": ""}]
    assert box.read([{"id": "a"}, {}, "b"]) == ["a"]


def test_a_key_becomes_a_type() -> None:
    header = by_type({"text": ("TEXT", record(Field("text"))), "image": ("IMAGE", record(Field("image.link", "url")))})
    assert header.write({"image": {"link": "u"}}) == {"type": "IMAGE", "url": "u"}
    assert header.read({"type": "image", "url": "u"}) == {"image": {"link": "u"}}
    assert header.read({"type": "VIDEO", "url": "u"}) is header.write({"video": {}}) is None


def test_mappings_are_merged_all_the_way_down() -> None:
    assert merged({"a": {"b": 1}, "c": [1]}, {"a": {"d": 2}, "c": [2]}) == {"a": {"b": 1, "d": 2}, "c": [2]}
