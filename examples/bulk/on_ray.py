"""`python on_ray.py contacts.parquet OUT`: the same on Ray Data. Needs the extra `bulk` and ray[data]."""

import sys
from pathlib import Path

import ray

from waml.bulk import compile_batches

MESSAGE = str(Path(__file__).parent / "gate-change.waml.yaml")


def main(rows: str, out: str) -> None:
    compile = compile_batches(MESSAGE, "cloud")
    done = ray.data.read_parquet(rows).map_batches(compile.table, batch_format="pyarrow").materialize()
    done.filter(expr="reject is None").select_columns("payload").write_json(f"{out}/payloads")
    done.filter(expr="reject is not None").select_columns("reject").write_json(f"{out}/rejects")


if __name__ == "__main__":
    main(*sys.argv[1:])
