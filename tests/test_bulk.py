"""`waml bulk`: what it reads, what it writes, and that every row ends in exactly one file."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

import waml
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order.waml.yaml").write_text(MESSAGE, encoding="utf-8")
    return tmp_path


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


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.parquet"])
def test_every_row_ends_in_exactly_one_file(folder: Path, name: str) -> None:
    found = bulk("--rows", write(name), "-o", "out.jsonl", "--rejects", "bad.jsonl")
    assert found.exit_code == 1
    assert found.stdout == ""
    assert found.stderr == "5 rows: 3 payloads in out.jsonl, 2 rejected in bad.jsonl\n"
    compiled = [ROWS[at] for at in (0, 2, 4)]
    assert lines("out.jsonl") == [waml.compile("order.waml.yaml", vars=row)[0].body for row in compiled]
    rejects = lines("bad.jsonl")
    assert [one["row"] for one in rejects] == [2, 4]
    assert [one["values"] for one in rejects] == [ROWS[1], ROWS[3]]
    for one in rejects:
        with pytest.raises(waml.CompileError) as refused:
            waml.compile("order.waml.yaml", vars=one["values"])
        assert one["diagnostics"] == json.loads(json.dumps([d.as_dict() for d in refused.value.diagnostics]))
    assert {path.name for path in folder.iterdir()} == {"order.waml.yaml", name, "out.jsonl", "bad.jsonl"}


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl.zst"])
def test_outputs_are_compressed_as_their_names_say(folder: Path, ending: str) -> None:
    bulk("--rows", write("rows.csv"), "-o", "plain.jsonl")
    bulk("--rows", "rows.csv", "-o", f"out{ending}")
    data = Path(f"out{ending}").read_bytes()
    text = (
        gzip.decompress(data)
        if ending.endswith(".gz")
        else pa.CompressedInputStream(pa.BufferReader(data), "zstd").read()
    )
    assert text == Path("plain.jsonl").read_bytes()
    assert Path("out.rejects.jsonl").read_bytes() == Path("plain.rejects.jsonl").read_bytes()


def test_columns_go_by_name_or_by_map(folder: Path) -> None:
    rows = [{"tel": "+15551234567", "first_name": "no", "vorname": "Ada"}]
    found = bulk(
        "--rows", write("rows.csv", rows), "-o", "out.jsonl", "--map", "phone=tel", "--map", "first_name=vorname"
    )
    assert found.exit_code == 0
    assert lines("out.jsonl")[0]["interactive"]["body"]["text"] == "Hi *Ada*, your order is on its way."


def test_a_value_for_all_rows_goes_before_a_column(folder: Path) -> None:
    bulk("--rows", write("rows.csv", ROWS[:1]), "-o", "out.jsonl", "--var", "first_name=Grace")
    assert "Grace" in lines("out.jsonl")[0]["interactive"]["body"]["text"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "out.jsonl"], "bulk needs --rows"),
        (["--rows", "rows.csv"], "bulk needs -o FILE"),
        (["--rows", "none.csv", "-o", "out.jsonl"], "'none.csv' does not exist"),
        (["--rows", "rows.txt", "-o", "out.jsonl"], "say --rows-format csv, jsonl or parquet"),
        (
            ["--rows", "rows.csv", "-o", "out.jsonl", "--map", "phone=fone"],
            "has no column 'fone'; did you mean 'phone'?",
        ),
        (["--rows", "rows.csv", "-o", "out.jsonl", "--map", "fone=phone"], "no variable 'fone'; did you mean 'phone'?"),
        (["--rows", "short.csv", "-o", "out.jsonl"], "has no column 'first_name', which the message needs"),
        (["--rows", "twice.csv", "-o", "out.jsonl"], "has two columns 'phone'"),
        (["--rows", "empty.csv", "-o", "out.jsonl"], "has no line of names"),
        (["--rows", "broken.parquet", "-o", "out.jsonl"], "'broken.parquet' cannot be read"),
        (["--rows", "rows.csv", "-o", "rows.csv"], "are four files"),
        (["--rows", "rows.csv", "-o", "rows.csv/out.jsonl"], "cannot be written"),
        (["--rows", "rows.csv", "-o", "out.jsonl", "--emit", "curl"], "no form 'curl'"),
        (["--rows", "rows.csv", "-o", "out.jsonl", "--document", "3"], "holds no document 3"),
    ],
)
def test_wrong_usage_is_one_sentence(folder: Path, arguments: list[str], said: str) -> None:
    write("rows.csv")
    Path("rows.txt").write_text("")
    Path("short.csv").write_text("phone\n+15551234567\n")
    Path("twice.csv").write_text("phone,phone\n1,2\n")
    Path("empty.csv").write_text("")
    Path("broken.parquet").write_bytes(b"PAR1 no")
    found = bulk(*arguments)
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stderr.startswith("waml: ")
    assert found.stderr.count("\n") == 1


def test_a_message_that_no_value_mends_is_refused_at_once(folder: Path) -> None:
    Path("order.waml.yaml").write_text(MESSAGE.replace("Track it", "x" * 21))
    found = bulk("--rows", write("rows.csv"), "-o", "out.jsonl")
    assert found.exit_code == 1
    assert "buttons[0].title is 21 characters" in found.stderr
    assert found.stderr.endswith("waml: no row of the table can compile: mend order.waml.yaml first\n")
    assert not Path("out.jsonl").exists()


def test_rows_that_cannot_be_read_are_rejects_in_their_place(folder: Path) -> None:
    Path("rows.csv").write_bytes(
        b'phone,first_name\n+15551234567,Ada\n\n+15551234567\n+15551234567,\xff\n"+15551234567","a\nb"\n+15551234567,b,c\n'
    )
    found = bulk("--rows", "rows.csv", "-o", "out.jsonl")
    assert found.stderr.startswith("5 rows: 2 payloads in out.jsonl, 3 rejected in ")
    rejects = lines("out.rejects.jsonl")
    assert [(one["row"], one["diagnostics"][0]["message"]) for one in rejects] == [
        (2, "it has 1 cells; 2 are due"),
        (3, "'first_name' holds a lone surrogate, which is no character (from vars)"),
        (5, "it has 3 cells; 2 are due"),
    ]
    Path("rows.jsonl").write_text(
        '{"phone": "+15551234567", "first_name": "Ada"}\n[1]\n{"phone": NaN}\n{"first_name": "B"}\n'
    )
    found = bulk("--rows", "rows.jsonl", "-o", "out.jsonl")
    assert found.stderr.startswith("4 rows: 1 payloads in out.jsonl, 3 rejected in ")
    assert [one["row"] for one in lines("out.rejects.jsonl")] == [2, 3, 4]


def test_what_a_table_cannot_say_in_json_is_said_as_iso_text_and_numbers(folder: Path) -> None:
    import datetime
    from decimal import Decimal

    Path("m.waml.yaml").write_text(
        "vars:\n  day: {type: date}\n  at: {type: datetime}\n  sum: {type: number}\n  n: {type: integer}\n"
        'to: "+15551234567"\ntext: "{{ day }} {{ at }} {{ sum }} {{ n }}"\n'
    )
    zone = datetime.UTC
    table = pa.table(
        {
            "day": pa.array([datetime.date(2026, 12, 18)] * 3),
            "at": pa.array([datetime.datetime(2026, 12, 18, 19, 27, tzinfo=zone)] * 3),
            "sum": pa.array([Decimal("12.50"), Decimal("3.00"), None], pa.decimal128(5, 2)),
            "n": pa.array([2**63, 0, 1], pa.uint64()),
        }
    )
    parquet.write_table(table, "rows.parquet")
    found = bulk("--rows", "rows.parquet", "-o", "out.jsonl", message="m.waml.yaml")
    assert found.exit_code == 1, found.stderr
    assert [one["text"]["body"] for one in lines("out.jsonl")] == [
        "2026-12-18 2026-12-18T19:27:00Z 12.5 9223372036854775808",
        "2026-12-18 2026-12-18T19:27:00Z 3 0",
    ]
    assert lines("out.rejects.jsonl")[0]["values"]["sum"] is None


def test_infobip_takes_several_messages_in_one_request(folder: Path) -> None:
    Path("t.waml.yaml").write_text(
        'vars:\n  phone: {type: phone}\n  name: {type: string}\nfrom: "+441134960000"\n'
        'to: "{{ phone }}"\ntemplate: {name: hello, language: en, body: ["{{ name }}"]}\ninfobip: {bulkId: b1}\n'
    )
    rows = [{"phone": f"+4411349600{at:02d}", "name": f"n{at}"} for at in range(1, 8)]
    arguments = ("--rows", write("rows.csv", rows), "--provider", "infobip", "-o", "out.jsonl")
    found = bulk(*arguments, "--batch", "3", message="t.waml.yaml")
    assert found.exit_code == 0, found.stderr
    assert found.stderr.startswith("7 rows: 7 payloads in 3 requests in out.jsonl, 0 rejected")
    together = lines("out.jsonl")
    assert [len(one["messages"]) for one in together] == [3, 3, 1]
    assert {one["bulkId"] for one in together} == {"b1"}
    bulk(*arguments, "--batch", "1", message="t.waml.yaml")
    alone = lines("out.jsonl")
    assert alone == [waml.compile("t.waml.yaml", vars=row, provider="infobip")[0].body for row in rows]
    assert [one for body in together for one in body["messages"]] == [body["messages"][0] for body in alone]
    bulk(*arguments, "--emit", "request", message="t.waml.yaml")
    assert [one["path"] for one in lines("out.jsonl")] == ["/whatsapp/1/message/template"] * 7


def test_what_stands_outside_the_body_is_told_of(folder: Path) -> None:
    Path("p.waml.yaml").write_text(
        'vars: {key: {type: string}}\nto: "+15551234567"\ntext: Hi\npilot-status: {Idempotency-Key: "{{ key }}"}\n'
    )
    arguments = ("--rows", write("rows.csv", [{"key": "a"}, {"key": "b"}]), "-p", "pilot-status", "-o", "out.jsonl")
    assert "'Idempotency-Key' is no part of the body" in bulk(*arguments, message="p.waml.yaml").stderr
    found = bulk(*arguments, "--emit", "request", message="p.waml.yaml")
    assert "no part of the body" not in found.stderr
    assert [one["headers"]["Idempotency-Key"] for one in lines("out.jsonl")] == ["a", "b"]


def test_the_plan_is_told(folder: Path) -> None:
    found = bulk("--explain-plan")
    assert found.exit_code == 0
    assert "  hole     to.phone\n" in found.stdout
    assert "body: first_name; filled by column" in found.stdout
    assert "body-too-long on body: at most 1024 characters, from the longest value of a chunk" in found.stdout
    Path("order.waml.yaml").write_text(MESSAGE.replace("{{ first_name }}", "{{ first_name | upper }}"))
    assert (
        "body: first_name; rendered row by row, as it is more than plain names (Jinja)" in bulk("--explain-plan").stdout
    )


def test_rows_that_break_a_rule_of_the_project_are_rejected(folder: Path) -> None:
    (folder / "house.yaml").write_text("no-shouting:\n  field: body\n  max_length: 40\n", encoding="utf-8")
    (folder / "waml.toml").write_text('rules = ["house.yaml"]\n', encoding="utf-8")
    rows = write("rows.csv", [{"phone": "+15551234567", "first_name": name} for name in ("Ada", "Gottfriedine", "Bo")])
    result = bulk("--rows", rows, "--provider", "cloud", "-o", "out.jsonl", "--rejects", "bad.jsonl")
    assert result.exit_code == 1, result.output
    (reject,) = [json.loads(line) for line in Path("bad.jsonl").read_text("utf-8").splitlines()]
    assert [d["rule"] for d in reject["diagnostics"] if d["severity"] == "error"] == ["no-shouting"]
    assert reject["row"] == 2
    assert len(Path("out.jsonl").read_text("utf-8").splitlines()) == 2


def test_compiled_batches_keep_the_rules_of_the_project_when_they_travel(folder: Path) -> None:
    import pickle

    from waml import own_families
    from waml.bulk import compile_batches

    (folder / "house.yaml").write_text("no-shouting:\n  field: body\n  max_length: 40\n", encoding="utf-8")
    (folder / "waml.toml").write_text('rules = ["house.yaml"]\n', encoding="utf-8")
    packed = pickle.dumps(compile_batches("order.waml.yaml", "cloud"))
    own_families.forget()
    batch = pa.RecordBatch.from_pylist([{"phone": "+15551234567", "first_name": n} for n in ("Ada", "Gottfriedine")])
    result = pickle.loads(packed)(batch).to_pylist()
    assert [row["payload"] is None for row in result] == [False, True]
    assert "no-shouting" in result[1]["reject"]
