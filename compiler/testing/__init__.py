"""What tests of a sender use: payloads held against lint, strategies for hypothesis, a provider that answers.

The extra `testing` brings hypothesis and pytest. With pytest the fixtures `waml_message`,
`waml_fixture`, `waml_golden` and `assert_valid_payload` are there without an import.

    >>> from waml.testing import assert_valid_payload, payloads, stub

Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .asserting import assert_valid_payload as assert_valid_payload
    from .drawing import Payload as Payload
    from .drawing import messages as messages
    from .drawing import payloads as payloads
    from .stubbing import Stub as Stub
    from .stubbing import stub as stub
    from .values import variables as variables

_MODULES = {
    "Payload": ".drawing",
    "Stub": ".stubbing",
    "assert_valid_payload": ".asserting",
    "messages": ".drawing",
    "payloads": ".drawing",
    "stub": ".stubbing",
    "variables": ".values",
}

__all__ = ["Payload", "Stub", "assert_valid_payload", "messages", "payloads", "stub", "variables"]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name], __name__), name)
    raise AttributeError(f"module 'waml.testing' has no attribute '{name}'")
