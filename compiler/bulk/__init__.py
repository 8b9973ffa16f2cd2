"""One message for many rows: `compile_batches` fills Arrow batches, `waml bulk` files.

pyarrow, the extra `bulk`, is imported when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .batches import SCHEMA as SCHEMA
    from .batches import compile_batches as compile_batches
    from .single import Broken as Broken

__all__ = ["SCHEMA", "Broken", "compile_batches"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(".single" if name == "Broken" else ".batches", __name__), name)
    raise AttributeError(f"module 'waml.bulk' has no attribute '{name}'")
