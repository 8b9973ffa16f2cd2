"""The same on Spark: `mapInArrow` over a DataFrame. Needs the extra `spark` and Java."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .batches import SCHEMA, compile_batches

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

COLUMNS = ", ".join(f"{name} string" for name in SCHEMA.names)
"""The schema of the result, as Spark spells it."""


def compile_frame(frame: DataFrame, message: str, provider: str, **options: Any) -> DataFrame:
    """Return a DataFrame of payloads and rejects, one row for each row; options as `compile_batches` takes them."""
    return frame.mapInArrow(compile_batches(message, provider, **options).map, COLUMNS)
