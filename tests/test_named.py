"""A named tuple of ours does what `typing.NamedTuple` does."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from waml.diagnostic import Span
from waml.named import NamedTuple


class Theirs(typing.NamedTuple):
    """A place."""

    line: int
    column: int | None = None
    names: tuple[str, ...] = ()

    @property
    def double(self) -> int:
        return self.line * 2


class Ours(NamedTuple):
    """A place."""

    line: int
    column: int | None = None
    names: tuple[str, ...] = ()

    @property
    def double(self) -> int:
        return self.line * 2


DOES: tuple[Callable[[Any], Any], ...] = (
    lambda place: place(1, 2, ("a",)),
    lambda place: place(1),
    lambda place: place(1, names=("b",)),
    lambda place: place(line=1, column=3),
    lambda place: place._make([1, 2, ()]),
    lambda place: place(1)._replace(column=7),
    lambda place: place(1)._asdict(),
    lambda place: place(1, 2)[1:],
    lambda place: place(4).double,
    lambda place: place(1) == (1, None, ()),
    lambda place: hash(place(1)),
    lambda place: sorted([place(2), place(1, 5)]),
    lambda place: repr(place(1)).partition("(")[2],
    lambda place: pickle.loads(pickle.dumps(place(1, 9))),
    lambda place: copy.deepcopy(place(1, 9)),
    lambda place: (place._fields, place._field_defaults, place.__match_args__, place.__doc__),
    lambda place: [(one.name, one.default) for one in inspect.signature(place).parameters.values()],
)

REFUSES: tuple[Callable[[Any], Any], ...] = (
    lambda place: place(),
    lambda place: place(1, 2, 3, 4),
    lambda place: place(1, column=2, row=3),
    lambda place: place(1, line=2),
    lambda place: place._make([1]),
    lambda place: place(1)._replace(row=2),
    lambda place: setattr(place(1), "line", 2),
    lambda place: setattr(place(1), "other", 2),
)


@pytest.mark.parametrize("does", DOES)
def test_it_is_a_named_tuple(does: Callable[[Any], Any]) -> None:
    assert does(Ours) == does(Theirs)


@pytest.mark.parametrize("refuses", REFUSES)
def test_it_refuses_what_a_named_tuple_refuses(refuses: Callable[[Any], Any]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as theirs:
        refuses(Theirs)
    with pytest.raises(theirs.type):
        refuses(Ours)


def test_values_of_all_fields_need_no_constructor() -> None:
    class Fresh(NamedTuple):
        line: int
        column: int = 0

    assert Fresh(1, 2) == (1, 2)
    assert "__new__" not in vars(Fresh)
    assert Fresh(1) == (1, 0)
    assert "__new__" in vars(Fresh)


def test_help_names_the_fields() -> None:
    assert str(inspect.signature(Span)) == "(start, end)"
