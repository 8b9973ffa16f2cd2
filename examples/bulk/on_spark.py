"""`spark-submit on_spark.py contacts.parquet OUT`: payloads and rejects of a table, on as many machines as there are.

Needs waml's extra `spark`, on the workers too, and Java.
"""

import sys
from pathlib import Path

from pyspark.sql import SparkSession

from waml.bulk.spark import compile_frame

MESSAGE = str(Path(__file__).parent / "gate-change.waml.yaml")


def main(rows: str, out: str) -> None:
    spark = SparkSession.builder.appName("waml").getOrCreate()
    done = compile_frame(spark.read.parquet(rows), MESSAGE, "cloud").cache()
    done.where("reject is null").select("payload").write.mode("overwrite").text(f"{out}/payloads")
    done.where("reject is not null").select("reject").write.mode("overwrite").text(f"{out}/rejects")
    print(f"{done.count()} rows, {done.where('reject is not null').count()} rejected")


if __name__ == "__main__":
    main(*sys.argv[1:])
