"""waml: a declarative payload compiler and linter for WhatsApp messages.

    >>> import waml
    >>> waml.lint("order.waml.yaml")            # list[Diagnostic]
    >>> waml.compile("order.waml.yaml", vars={"phone": "+15551234567"})   # list[Compiled]

Nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .api import Compiled as Compiled
    from .api import CompileError as CompileError
    from .api import compile as compile
    from .api import decompile as decompile
    from .api import fix as fix
    from .api import lint as lint
    from .api import translate as translate
    from .diagnostic import Diagnostic as Diagnostic

__all__ = ["CompileError", "Compiled", "Diagnostic", "__version__", "compile", "decompile", "fix", "lint", "translate"]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "Diagnostic":
        return import_module(".diagnostic", __name__).Diagnostic
    if name in __all__:
        return getattr(import_module(".api", __name__), name)
    raise AttributeError(f"module 'waml' has no attribute '{name}'")
