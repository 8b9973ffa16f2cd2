"""Where a request holds the scalars that vary.

Nothing is assumed of a provider: each scalar is set to tokens and to probes of every shape that an encoder could
know, and one that does not come out as it went in is no hole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..checked import Target
from ..diagnostic import Path
from ..emitting import encoded
from ..paths import leaves as spots_of
from .leaves import Leaf, Place

_PROBES: Mapping[str, tuple[Any, ...]] = {
    "text": (
        "Zq 7é", "word", "WORD", "two-words", "+15551234567", "15551234567", "2031-01-02T03:04:05Z", "2031-01-02",
        "7", "-1.5", "true", "null", "", " ", "https://a.example/x.png", "data:image/png;base64,AAAA", "a@g.us",
        "US.1a", "{{1}}", "line\nbreak",
    ),
    "phone": ("+15550001111", "+4", "+447700900123", "+99999999999999999999"),
    "time": ("2031-01-02T03:04:05Z", "1970-01-01T00:00:00Z", "2026-12-18T19:27:00.123Z"),
    "integer": (0, 1, -5, 100, 10**15),
    "number": (0.5, -3.25, 1e20, 2.0, 4),
}  # fmt: skip


def put(value: Any, changes: Mapping[Path, Any]) -> Any:
    """Return a copy of nested values with other ones at some paths."""
    for path, new in changes.items():
        value = _put(value, path, new)
    return value


def _put(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _put(value[path[0]], path[1:], new)
    return copy


def token(leaf: Leaf, number: int) -> Any:
    """Return a value that stands nowhere else in a request."""
    return {
        "text": f"waml7q{number}hole",
        "phone": f"+19995{number:06d}",
        "time": f"2031-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}T03:{number // 336 % 60:02d}:07Z",
        "integer": 700_000_000 + number,
        "number": 700_000.5 + number,
    }[leaf.kind]


def request_of(target: Target, changes: Mapping[Path, Any]) -> dict[str, Any] | None:
    """Return the request of a target with other values in its message, as plain values; None where there is none."""
    message = put(target.message, changes)
    settings = message.get(target.provider, target.settings)
    request, _ = encoded(target._replace(message=message, settings=settings))
    return None if request is None else dict(request._asdict())


def locate(target: Target, leaves: list[Leaf]) -> dict[Path, str]:
    """Find where the request holds each leaf. Return the paths of those that an encoder changes, and why."""
    tokens = {leaf.path: token(leaf, number) for number, leaf in enumerate(leaves)}
    request = request_of(target, tokens)
    if request is None:
        return {leaf.path: "there is no request with it" for leaf in leaves}
    strange: dict[Path, str] = {}
    spots = list(spots_of(request))
    for leaf in leaves:
        own = tokens[leaf.path]
        leaf.places = tuple(Place(path, cut) for path, value in spots for cut in _cuts(leaf, own, value))
        if not all(_same_with(target, tokens, request, leaf, probe) for probe in _PROBES[leaf.kind]):
            strange[leaf.path] = f"the provider writes '{leaf.path[-1]}' in a way of its own"
    return strange


def _cuts(leaf: Leaf, own: Any, value: Any) -> tuple[int, ...]:
    if type(own) is type(value) and own == value:
        return (0,)
    return (1,) if leaf.kind == "phone" and value == own[1:] else ()


def _same_with(target: Target, tokens: Mapping[Path, Any], request: dict[str, Any], leaf: Leaf, probe: Any) -> bool:
    """Whether a request with another value in one leaf differs by that value alone."""
    other = request_of(target, {**tokens, leaf.path: probe})
    wanted = put(request, {place.path: probe[place.cut :] if place.cut else probe for place in leaf.places})
    return other is not None and _identical(other, wanted)


def _identical(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON, down to the order of their keys: `1`, `1.0` and `true` are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_identical(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_identical, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return type(one) is type(other) and one == other
