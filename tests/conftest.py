"""What all tests share: how many examples a property tries, and the payloads that stay outside the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from waml import own_families
from waml.config import forget

# Strategies of whole messages are slow to draw; the time of one example says nothing here.
_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile(
    "ci", derandomize=True, max_examples=300, deadline=None, print_blob=True, suppress_health_check=_SLOW
)
settings.register_profile("full", parent=settings.get_profile("ci"), derandomize=False, max_examples=10_000)
# To look around: few examples, and no shrinking, which takes minutes for a whole message.
_NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("quick", parent=settings.get_profile("ci"), max_examples=50, phases=_NO_SHRINKING)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def _leave_no_rules() -> Iterator[None]:
    """Forget the configs that a test read, and the rules of somebody's own that they name: the next has others."""
    yield
    if own_families.keys():
        forget()


_DESELECTED = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what reads the corpus where there is none."""
    if os.environ.get("WAML_CORPUS"):
        return
    left_out = [item for item in items if item.get_closest_marker("corpus") is not None]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item.get_closest_marker("corpus") is None]
    config.stash[_DESELECTED] = len(left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say so: what is left out without a word looks like what passed."""
    if config.stash.get(_DESELECTED, 0):
        terminalreporter.write_line("corpus tests deselected: WAML_CORPUS is not set")
