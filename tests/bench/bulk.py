"""What filling a message for many rows costs: by hand, by hand with orjson, with Jinja and jsonschema, with waml.

    python tests/bench/bulk.py [--rows 100000,1000000,4000000] [--svg FILE]

All in one run, each way in a process of its own: CPU seconds (user and system), rows a second of them, peak memory.
The loops by hand check nothing; waml checks everything. `jinja + jsonschema` is measured on 5,000 rows at most,
and its CPU scaled up. Needs `waml[bulk]` and orjson. Information, never a test.
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
from collections.abc import Callable, Iterator
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
SLOW = 5_000


class Measured(NamedTuple):
    """One way on so many rows: CPU seconds, and the peak of its memory in MiB."""

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


def by_hand(rows: str, out: str) -> None:
    with open(out, "w", encoding="utf-8") as file:
        for row in read(rows):
            file.write(json.dumps(body(row["phone"], row["first_name"]), ensure_ascii=False) + "\n")


def with_orjson(rows: str, out: str) -> None:
    import orjson

    with open(out, "wb") as file:
        for row in read(rows):
            file.write(orjson.dumps(body(row["phone"], row["first_name"]), option=orjson.OPT_APPEND_NEWLINE))


def with_jinja(rows: str, out: str) -> None:
    from jinja2 import Environment
    from jsonschema import Draft202012Validator

    template = Environment().from_string("Hi *{{ first_name }}*, your order is on its way.")
    schema = json.loads((ROOT / "schemas" / "cloud.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator({**schema, "$ref": "#/$defs/button_message"})
    with open(out, "w", encoding="utf-8") as file:
        for at, row in enumerate(read(rows)):
            if at == SLOW:
                return
            payload = body(row["phone"], row["first_name"])
            payload["interactive"]["body"]["text"] = template.render(row)
            validator.validate(payload)
            file.write(json.dumps(payload, ensure_ascii=False) + "\n")


def with_waml(message: str) -> Callable[[str, str], None]:
    def run(rows: str, out: str) -> None:
        from waml.__main__ import main

        arguments = ["bulk", message, "--rows", rows, "--provider", "cloud", "-o", out, "--isolated"]
        main(arguments, standalone_mode=False)

    return run


WAYS: dict[str, Callable[[str, str], None]] = {
    "by hand": by_hand,
    "by hand, orjson": with_orjson,
    "jinja + jsonschema": with_jinja,
    "waml bulk": with_waml(str(MESSAGE)),
    "waml bulk, Jinja holes": with_waml("jinja.waml.yaml"),
}


def measured(way: str, rows: str, folder: str, count: int) -> Measured:
    """Run a way in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--one", way, rows, f"{folder}/out.jsonl"]
    peak = float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(cpu * max(count / SLOW, 1) if way == "jinja + jsonschema" else cpu, peak)


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


def chart(results: dict[tuple[str, str, int], Measured], count: int) -> str:
    """Return a plot of the rows a second of CPU: one bar for each way and table."""
    bars = [(f"{way}, {kind}", count / one.cpu) for (way, kind, rows), one in results.items() if rows == count]
    most = max(rate for _, rate in bars)
    height = 30 * len(bars) + 50
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" font-family="sans-serif" font-size="14">',
        f'<rect width="760" height="{height}" fill="#ffffff"/>',
        f'<text x="20" y="26" fill="#333333">rows per second of CPU, {count:,} rows, one core</text>',
    ]
    for at, (name, rate) in enumerate(bars):
        y, width = 44 + 30 * at, max(400 * rate / most, 1)
        colour = "#128c7e" if name.startswith("waml") else "#b8c4c2"
        lines += [
            f'<text x="230" y="{y + 15}" text-anchor="end" fill="#333333">{name}</text>',
            f'<rect x="240" y="{y}" width="{width:.1f}" height="20" fill="{colour}"/>',
            f'<text x="{246 + width:.1f}" y="{y + 15}" fill="#333333">{rate:,.0f}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", default="100000,1000000,4000000")
    parser.add_argument("--svg")
    parser.add_argument("--one", nargs=3)
    parser.add_argument("--make", nargs=2)
    asked = parser.parse_args()
    if asked.one:
        way, rows, out = asked.one
        WAYS[way](rows, out)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    if asked.make:
        make(asked.make[0], int(asked.make[1]))
        return
    counts = [int(count) for count in asked.rows.split(",")]
    results: dict[tuple[str, str, int], Measured] = {}
    print(f"{'':24} {'table':8} {'rows':>9} {'CPU s':>8} {'rows/s':>10} {'x by hand':>9} {'peak MiB':>9}")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "jinja.waml.yaml").write_text(WITH_JINJA, encoding="utf-8")
            for kind, path in zip(("CSV", "Parquet"), tables(folder, count), strict=True):
                for way in WAYS:
                    one = results[way, kind, count] = measured(way, path, folder, count)
                    # The loop that people write reads a CSV.
                    ratio, rate = results["by hand", "CSV", count].cpu / one.cpu, count / one.cpu
                    print(f"{way:24} {kind:8} {count:9} {one.cpu:8.2f} {rate:10.0f} {ratio:9.2f} {one.peak:9.0f}")
                    os.remove(f"{folder}/out.jsonl")
    if asked.svg:
        Path(asked.svg).write_text(chart(results, counts[-1]), encoding="utf-8")


if __name__ == "__main__":
    main()
