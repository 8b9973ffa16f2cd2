"""The providers: one module each, and the seam that they share.

A provider module has

- `NAME`, as people write it;
- `encode(message, settings) -> Request`: the canonical message on this provider's wire. It is called only
  for messages without an error, and never raises on one that the message schema accepts;
- `decode(request) -> list[Message]`: the canonical messages of a wire body. It never raises, on any JSON.

`settings` is the provider's block of the message laid over the one of the config, in wire spelling.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..named import NamedTuple

Message = dict[str, Any]


class Request(NamedTuple):
    """One HTTP request, without its host and without a credential. A body of None is no body."""

    method: str | None
    path: str | None
    headers: dict[str, str]
    body: Any


if TYPE_CHECKING:
    from typing import Protocol

    class Provider(Protocol):
        """What a provider module offers."""

        NAME: str

        @staticmethod
        def encode(message: Message, settings: Mapping[str, Any]) -> Request: ...

        @staticmethod
        def decode(request: Request) -> list[Message]: ...


_MODULES = {
    "cloud": ".cloud",
    "360dialog": ".dialog360",
    "360dialog-onprem": ".dialog360_onprem",
    "infobip": ".infobip",
    "pilot-status": ".pilot_status",
}

NAMES = tuple(_MODULES)


def load(name: str) -> Provider:
    """Import one provider, one of our own or one that an entry point of the group `waml.providers` names.

    Raises KeyError for a name that nobody offers.
    """
    if name in _MODULES:
        return import_module(_MODULES[name], __name__)  # type: ignore[return-value]
    from importlib.metadata import entry_points

    for point in entry_points(group="waml.providers", name=name):
        provider: Provider = point.load()
        return provider
    raise KeyError(name)
