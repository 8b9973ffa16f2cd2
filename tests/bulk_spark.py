"""The same payloads and rejects from Spark, two local workers, as from one process. Run by `.ci/run`: it needs Java.

python tests/bulk_spark.py [ROWS]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet
from pyspark.sql import SparkSession

from waml.bulk import compile_batches
from waml.bulk.spark import compile_frame

MESSAGE = str(Path(__file__).resolve().parents[1] / "examples" / "bulk" / "gate-change.waml.yaml")


def table(rows: int) -> pa.Table:
    """Return passengers; the gate of every 997th is none, and every 1009th has no phone."""
    return pa.table(
        {
            "phone": [None if at % 1009 == 8 else f"+4477{at:08d}" for at in range(rows)],
            "name": [f'Zoë "{at}"\n' if at % 7 == 0 else f"Ada {at}" for at in range(rows)],
            "flight": [f"FX{100 + at % 900}" for at in range(rows)],
            "gate": ["here" if at % 997 == 5 else f"B{at % 90}" for at in range(rows)],
        }
    )


def main(rows: int) -> None:
    # The workers are to be of this environment, not of the first python3 there is.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/rows.parquet"
        whole = table(rows)
        parquet.write_table(whole, path)
        spark = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "2g")
            .config("spark.sql.files.maxPartitionBytes", str(4 << 20))
            .config("spark.driver.maxResultSize", "0")
            .getOrCreate()
        )
        done = compile_frame(spark.read.parquet(path).repartition(2), MESSAGE, "cloud")
        done.write.parquet(f"{folder}/done")
        spark.stop()
        far = parquet.read_table(f"{folder}/done")
    near = compile_batches(MESSAGE, "cloud").table(whole)
    for name in ("payload", "reject"):
        assert sorted(far[name].drop_null().to_pylist()) == sorted(near[name].drop_null().to_pylist()), name
    rejected = near.num_rows - near["reject"].null_count
    assert far.num_rows == near.num_rows == rows
    assert rejected == sum(at % 997 == 5 or at % 1009 == 8 for at in range(rows))
    print(f"spark: {rows} rows, {rows - rejected} payloads, {rejected} rejects, the same set as from one process")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
