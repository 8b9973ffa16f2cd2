"""A message, rows for it, and runs of `waml bulk`: what its tests share."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from click.testing import CliRunner, Result
from pyarrow import parquet

from waml.__main__ import main

MESSAGE = """\
vars:
  phone: {type: phone, example: "+15551234567"}
  first_name: {type: string, max_length: 20, example: Ada}
to: "{{ phone }}"
body: |
  Hi *{{ first_name }}*, your order is on its way.
buttons: [Track it]
"""
ROWS: list[dict[str, Any]] = [
    {"phone": "+15551234567", "first_name": "Ada"},
    {"phone": "nobody", "first_name": "Grace"},
    {"phone": "+1 (555) 123-4568", "first_name": 'Zoë "Q"\n'},
    {"phone": "+15551234569", "first_name": "x" * 21},
    {"phone": "+15551234570", "first_name": ""},
]


def write(name: str, rows: Sequence[dict[str, Any]] = ROWS) -> str:
    """Write rows as the name says."""
    if name.endswith(".parquet"):
        parquet.write_table(pa.Table.from_pylist(list(rows)), name, row_group_size=2)
    elif name.endswith(".jsonl"):
        Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        with open(name, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return name


def bulk(*arguments: str, message: str = "order.waml.yaml") -> Result:
    return CliRunner().invoke(main, ["bulk", message, *arguments])


def lines(name: str) -> list[Any]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").split("\n")[:-1]]
