"""`for_each`, `as` and `when` in an editor: what is offered, where names lead, and what a renaming changes."""

from __future__ import annotations

from typing import Any

import pytest
from editor import offered, open_at, taken

from waml.lsp.hover import hover
from waml.lsp.navigation import can_rename, definition, references, rename

MESSAGE = """\
vars:
  vip: {type: boolean, example: true}
  shops:
    type: list
    items: {fields: {city: {type: string}, ids: {type: list}, open: {type: boolean}}}
    example: [{city: York, ids: [a], open: true}]
body: "{{ vip }}"
list:
  button: Choose
  sections:
    - for_each: shops
      as: shop
      when: shop.open and vip
      title: "{{ shop.city }}"
      rows:
        - {for_each: shop.ids, id: "{{ item }}", title: "{{ shop.city }} {{ loop.index }}"}
"""


def at(before: str, text: str = MESSAGE, nth: int = 0) -> str:
    """Return a text with the cursor behind some characters of it."""
    place = -1
    for _ in range(nth + 1):
        place = text.index(before, place + 1)
    return text[: place + len(before)] + "^" + text[place + len(before) :]


def span_of(location: Any, text: str = MESSAGE) -> str:
    start, end = location.range.start, location.range.end
    return text.split("\n")[start.line][start.character : end.character]


def test_the_keys_of_an_item_are_offered() -> None:
    assert {"for_each", "as", "when", "value", "title"} <= set(offered("buttons:\n  - ^\n"))
    assert "for_each" not in offered("text:\n  ^\n")
    assert {"when", "text"} <= set(offered("header:\n  ^\n"))


@pytest.mark.parametrize(
    ("marked", "due", "undue"),
    [
        (at("for_each: "), {"shops"}, {"vip", "shops.city"}),
        (at("for_each: ", nth=1), {"shops", "shop.ids"}, {"shop.city"}),
        (at("when: "), {"shop", "shop.open", "vip"}, {"provider"}),
        (at('title: "{{ ', nth=1), {"shop", "item", "loop", "vip"}, set()),
        (at('title: "{{ '), {"shop", "loop"}, {"item"}),
        (at('title: "{{ shop.', nth=1), {"city", "ids", "open"}, {"index"}),
        (at("{{ loop."), {"index", "last"}, {"city"}),
        (at('body: "{{ '), {"vip", "shops"}, {"shop", "loop"}),
    ],
)
def test_names_are_offered_where_they_are_in_scope(marked: str, due: set[str], undue: set[str]) -> None:
    found = set(offered(marked))
    assert due <= found
    assert not undue & found


def test_a_word_of_a_condition_is_replaced_and_no_more() -> None:
    marked = at("and vip and sh", MESSAGE.replace("and vip", "and vip and sh"))
    assert "when: shop.open and vip and shop.open\n" in taken(marked, "shop.open")


@pytest.mark.parametrize(
    ("before", "nth", "leads"),
    [
        ("{{ sho", 0, "shop"),
        ("for_each: sho", 0, "shops"),
        ("for_each: sho", 1, "shop"),
        ("and vi", 0, "vip"),
        ("{{ ite", 0, "shop.ids"),
    ],
)
def test_a_name_leads_to_where_it_is_given(before: str, nth: int, leads: str) -> None:
    document, place = open_at(at(before, nth=nth))
    assert span_of(definition(document, "file:///a", place)) == leads


def test_a_renaming_reaches_what_stands_without_braces() -> None:
    document, place = open_at(at("as: sh"))
    edit = rename(document, "file:///a", place, "branch")
    assert edit is not None
    assert len(edit.changes["file:///a"]) == 5
    document, place = open_at(at("  sho"))
    assert len(references(document, "file:///a", place, True)) == 2
    document, place = open_at(at("{{ ite"))
    assert can_rename(document, place) is None


def test_a_name_says_what_it_is() -> None:
    document, place = open_at(at("{{ sho"))
    found = hover(document, place)
    assert found is not None
    assert "**shop** · an item of `shops`" in found.contents.value
    assert "`city`" in found.contents.value
