"""No rendering from allowed values lies outside of its bound; and with known values the bound is the rendering."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

import bounded
from hypothesis import given
from hypothesis import strategies as st

from waml.bounds import bound_of
from waml.bounds.declared import allowed
from waml.bounds.domain import ABSENT, Exact
from waml.slots import text_of
from waml.templating_environment import ENVIRONMENT
from waml.values import fault_of

SEEDS = st.integers(0, 2**64 - 1)


@lru_cache(maxsize=1)
def compiled(text: str) -> Any:
    return ENVIRONMENT.from_string(text)


def rendered(text: str, given: dict[str, Any]) -> str | None:
    """Return what Jinja makes of a template, or None where it fails; `u` has no value."""
    try:
        return str(compiled(text).render(given))
    except Exception:
        return None


@given(SEEDS)
def test_no_rendering_lies_outside(seed: int) -> None:
    r = Random(seed)
    declared, text = bounded.declarations(r), bounded.template(r)
    scope = {name: allowed(declaration) for name, declaration in declared.items()}
    bound = bound_of(text, {**scope, "u": ABSENT})
    for _ in range(4):
        drawn = bounded.values(r, declared)
        assert [fault_of(drawn[name], declared[name]) for name in declared] == [None] * len(declared)
        found = rendered(text, drawn)
        if found is not None:
            assert bound is not None, (text, drawn)
            low, high, _ = bound.length
            assert low <= len(found), (text, drawn, found, low)
            assert high is None or len(found) <= high, (text, drawn, found, high)


@given(SEEDS)
def test_known_values_give_the_rendering(seed: int) -> None:
    r = Random(seed)
    drawn, text = bounded.values(r, bounded.declarations(r)), bounded.template(r)
    bound = bound_of(text, {**{name: Exact(value) for name, value in drawn.items()}, "u": ABSENT})
    found = rendered(text, drawn)
    # A list that is written out with nothing in one of its places is beyond what is told apart.
    if found is not None and "Undefined" not in found:
        assert bound is not None, text
        assert isinstance(bound.domain, Exact), (text, drawn, bound)
        assert text_of(bound.domain.value) == found, (text, drawn)


def test_most_drawn_templates_are_rendered_and_bounded() -> None:
    """Or the laws above say little."""
    count = {"rendered": 0, "bounded": 0}
    for seed in range(300):
        r = Random(seed)
        declared, text = bounded.declarations(r), bounded.template(r)
        bound = bound_of(text, {**{name: allowed(d) for name, d in declared.items()}, "u": ABSENT})
        count["bounded"] += bound is not None and bound.length.high is not None
        count["rendered"] += rendered(text, bounded.values(r, declared)) is not None
    assert min(count.values()) > 100, count
