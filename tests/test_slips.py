"""One slip, one finding: the texts of a message emptied, blanked, mistyped or made too long, one at a time."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

import waml
from waml.boundaries import allowed
from waml.boundaries.building import put, sample, shape_of
from waml.carries import Carries
from waml.config import Config
from waml.diagnostic import Diagnostic, Path
from waml.fixtures.least import least
from waml.fixtures.linting import content_of, encoded, linted
from waml.message import shape
from waml.providers import NAMES
from waml.testing.leaves import leaves

TEXTS = ("text", "phone", "literal", "word", "time", "literal-word")
SHARE = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "full" else 8
"""One field in so many is tried, of each provider others; all of them only where there is time."""

TWO_SLIPS = {
    # That a number is no text can be forgiven by the settings; then it is a text like any other.
    "not-quoted",
    # The length is refused, the form only warned of.
    "recipient-too-long",
    "sender-too-long",
}
"""What may stand beside another finding."""


def fields(provider: str) -> Iterator[tuple[str, Path]]:
    """Yield the texts of a provider's messages, the first of each list, with the first kind that has them."""
    seen: set[Path] = set()
    for kind in Carries(provider).kinds():
        for path in leaves(kind, provider):
            of = shape_of(path)
            is_first = not any(part for part in path if isinstance(part, int))
            if of is not None and of.slot in TEXTS and is_first and path not in seen:
                seen.add(path)
                yield kind, path


def slips(kind: str, path: Path, provider: str) -> Iterator[Any]:
    """Yield a right value of a field, then wrong ones."""
    of = shape_of(path)
    assert of is not None
    plain = sample(of, str([part for part in path if isinstance(part, str)][-1]))
    yield from (plain, "", " ", 7, ["x"])
    pattern = "".join("[]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    most = allowed.length(provider, pattern, kind)[1]
    if most is not None:
        yield (str(plain) + ("5" if of.slot == "phone" else "x") * most)[: most + 1]


def authored(message: dict[str, Any], provider: str) -> list[Diagnostic]:
    return waml.lint("message.waml.json", text=json.dumps(message), provider=provider, config=Config())


def sent(message: dict[str, Any], provider: str) -> list[Diagnostic]:
    request = encoded(message, provider, {})
    return [] if request is None or request.path is None else linted(content_of(request), provider, {})


def counted(found: list[Diagnostic]) -> Counter[tuple[str, str | None]]:
    return Counter((d.rule, d.field) for d in found if d.severity != "info")


@pytest.mark.parametrize("look", [authored, sent])
@pytest.mark.parametrize("provider", NAMES)
def test_one_slip_is_one_finding(provider: str, look: Any) -> None:
    twice = []
    for kind, path in list(fields(provider))[NAMES.index(provider) :: SHARE]:
        right, *wrong = slips(kind, path, provider)
        message = put(least(kind, provider), shape(), path, right)
        before = counted(look(message, provider))
        for value in wrong:
            if isinstance(value, list) and path[-1] == "type":
                continue  # a message is not built around a type that is none
            found = counted(look(put(message, shape(), path, value), provider)) - before
            if found.total() > 1 and not any(rule in TWO_SLIPS for rule, _ in found):
                twice.append((kind, path, value, sorted(found)))
    assert twice == []
