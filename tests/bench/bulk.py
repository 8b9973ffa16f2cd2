"""What filling a message for many rows costs: by hand, by hand with orjson, with Jinja and jsonschema, with waml.

    python tests/bench/bulk.py [--rows 100000,1000000,4000000] [--results FILE]

All in one run, each way in a process of its own that is held to one core: CPU seconds (user and system, start-up
included), rows a second of them, peak memory. The loops by hand check nothing; waml checks everything. `jinja +
jsonschema` runs over 5,000 rows, and what a row takes there is scaled up. `bulk_chart.py` makes the table and the plot
of the README of the results. Needs `waml[bulk,bench]`. Information, never a test.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MESSAGE = ROOT / "examples" / "quick-start" / "order-shipped.waml.yaml"
WITH_JINJA = """\
vars:
  phone: {type: phone, example: "+15551234567"}
  first_name: {type: string, max_length: 40, example: Ada}
  count: {type: integer, example: 2}
to: "{{ phone }}"
header: Your order
body: |
  Hi *{{ first_name | title }}*, your {{ count }} thing{% if count != 1 %}s are{% else %} is{% endif %} on the way.
buttons:
  - {title: Track it, id: track}
  - {title: Talk to us, id: agent}
footer: Acme Stores
"""


def text(most: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most}


def mapping(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


BUTTON = mapping(type={"const": "reply"}, reply=mapping(id=text(256), title=text(20)))
SCHEMA = mapping(
    messaging_product={"const": "whatsapp"},
    recipient_type={"const": "individual"},
    to={"type": "string", "pattern": r"^\+[0-9]{8,15}$"},
    type={"const": "interactive"},
    interactive=mapping(
        type={"const": "button"},
        header=mapping(type={"const": "text"}, text=text(60)),
        body=mapping(text=text(1024)),
        footer=mapping(text=text(60)),
        action=mapping(buttons={"type": "array", "minItems": 1, "maxItems": 3, "items": BUTTON}),
    ),
)
"""The payload as somebody writes a schema for it who wants it checked."""

SLOW = 5_000
SAME = 1_000
"""Lines of which the ways of one message must hold the same JSON."""


class Measured(NamedTuple):
    """One way on so many rows of a table: CPU seconds, and the peak of its memory in MiB."""

    way: str
    table: str
    rows: int
    cpu: float
    peak: float


def body(phone: str, name: str) -> dict[str, Any]:
    """The payload of the quick start, as one writes it by hand."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": phone,
        "type": "interactive",
        "interactive": {
            "type": "button",
            "header": {"type": "text", "text": "Your order"},
            "body": {"text": f"Hi *{name}*, your order is on its way."},
            "footer": {"text": "Acme Stores"},
            "action": {
                "buttons": [
                    {"type": "reply", "reply": {"id": "track", "title": "Track it"}},
                    {"type": "reply", "reply": {"id": "agent", "title": "Talk to us"}},
                ]
            },
        },
    }


def read(path: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as mappings."""
    if path.endswith(".parquet"):
        from pyarrow import parquet

        for batch in parquet.ParquetFile(path).iter_batches(16_384):
            yield from batch.to_pylist()
        return
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def by_hand(rows: str, out: str, count: int) -> None:
    with open(out, "w", encoding="utf-8") as file:
        for row in read(rows):
            file.write(json.dumps(body(row["phone"], row["first_name"]), ensure_ascii=False) + "\n")


def with_orjson(rows: str, out: str, count: int) -> None:
    import orjson

    with open(out, "wb") as file:
        for row in read(rows):
            file.write(orjson.dumps(body(row["phone"], row["first_name"]), option=orjson.OPT_APPEND_NEWLINE))


def with_jinja(rows: str, out: str, count: int) -> float:
    """Return the CPU that the rows would take that were left out."""
    from jinja2 import Environment
    from jsonschema import Draft202012Validator

    template = Environment().from_string("Hi *{{ first_name }}*, your order is on its way.")
    validator = Draft202012Validator(SCHEMA)
    began = time.process_time()
    done = 0
    with open(out, "w", encoding="utf-8") as file:
        for row in islice(read(rows), SLOW):
            payload = body(row["phone"], row["first_name"])
            payload["interactive"]["body"]["text"] = template.render(row)
            validator.validate(payload)
            file.write(json.dumps(payload, ensure_ascii=False) + "\n")
            done += 1
    return (time.process_time() - began) * (count / done - 1)


def with_waml(message: str) -> Callable[[str, str, int], None]:
    def run(rows: str, out: str, count: int) -> None:
        from waml.__main__ import main

        arguments = ["bulk", message, "--rows", rows, "--provider", "cloud", "-o", out, "--isolated"]
        main(arguments, standalone_mode=False)

    return run


BY_HAND, WAML, WITH_HOLES = "by hand", "waml bulk", "waml bulk, Jinja holes"
WAYS: dict[str, Callable[[str, str, int], float | None]] = {
    BY_HAND: by_hand,
    "by hand, orjson": with_orjson,
    "jinja + jsonschema": with_jinja,
    WAML: with_waml(str(MESSAGE)),
    WITH_HOLES: with_waml("jinja.waml.yaml"),
}


def measured(way: str, kind: str, rows: str, folder: str, count: int) -> Measured:
    """Run a way in a process of its own, on one core, with modules that are compiled."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, __file__, "--one", way, rows, f"{folder}/out.jsonl", str(count)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment)
    cpu, peak = map(float, done.stdout.split())
    return Measured(way, kind, count, cpu, peak)


def one(way: str, rows: str, out: str, count: int) -> None:
    """Run a way in this process; write its CPU and its memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    more = WAYS[way](rows, out, count) or 0.0
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime + more, used.ru_maxrss / 1024)


def head(path: str) -> list[Any]:
    """Return the first payloads of a file."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, SAME)]


def tables(folder: str, count: int) -> tuple[str, str]:
    """Write the same rows as CSV and as Parquet in a process of its own, whose memory is not ours; return the paths."""
    subprocess.run([sys.executable, __file__, "--make", folder, str(count)], check=True)
    return f"{folder}/rows.csv", f"{folder}/rows.parquet"


def make(folder: str, count: int) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    random.seed(7)
    names = ["Ada", "Grace", "Zoë", "O'Hara", "Ana Sofía", "李雷", 'Jean "JJ" Luc', "Katherine", "Barbara"]
    schema = pa.schema([("phone", pa.string()), ("first_name", pa.string()), ("count", pa.int64())])
    paths = f"{folder}/rows.csv", f"{folder}/rows.parquet"
    with open(paths[0], "w", encoding="utf-8", newline="") as file, parquet.ParquetWriter(paths[1], schema) as writer:
        csv.writer(file).writerow(schema.names)
        for start in range(0, count, 100_000):
            places = range(start, min(start + 100_000, count))
            rows = [[f"+1555{at:08d}", f"{random.choice(names)} {at % 9973}", at % 5] for at in places]
            csv.writer(file).writerows(rows)
            writer.write_table(pa.Table.from_arrays([pa.array(one) for one in zip(*rows, strict=True)], schema=schema))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", default="100000,1000000,4000000")
    parser.add_argument("--results", help="write what was measured as JSON")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        way, rows, out, count = asked.one
        one(way, rows, out, int(count))
    elif asked.make:
        make(asked.make[0], int(asked.make[1]))
    else:
        results = list(compared([int(count) for count in asked.rows.split(",")]))
        if asked.results:
            Path(asked.results).write_text(json.dumps([found._asdict() for found in results], indent=1) + "\n")


def compared(counts: list[int]) -> Iterator[Measured]:
    """Measure each way for each table and each number of rows; tell of them as they come."""
    print(f"{'':24} {'table':8} {'rows':>9} {'CPU s':>8} {'rows/s':>10} {'x by hand':>9} {'peak MiB':>9}", flush=True)
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "jinja.waml.yaml").write_text(WITH_JINJA, encoding="utf-8")
            base, due = 0.0, []
            for kind, path in zip(("CSV", "Parquet"), tables(folder, count), strict=True):
                for way in WAYS:
                    found = measured(way, kind, path, folder, count)
                    if way == BY_HAND:
                        # The loop that people write reads a CSV: it is what both tables are held against.
                        base, due = base or found.cpu, head(f"{folder}/out.jsonl")
                    elif way != WITH_HOLES:
                        assert head(f"{folder}/out.jsonl") == due, f"{way} writes other payloads"
                    os.remove(f"{folder}/out.jsonl")
                    ratio, rate = base / found.cpu, count / found.cpu
                    told = f"{found.cpu:8.2f} {rate:10.0f} {ratio:9.3f} {found.peak:9.0f}"
                    print(f"{way:24} {kind:8} {count:9} {told}", flush=True)
                    yield found


if __name__ == "__main__":
    main()
