"""The tables that `waml bulk` reads: no row is lost, whatever stands there."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pyarrow as pa
import pytest
from bulk_runs import MESSAGE, bulk, lines, write
from pyarrow import parquet

import waml
from waml.bulk import table
from waml.bulk.csv_bytes import LAST, CsvBytes, lost
from waml.rows import catalogue


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order.waml.yaml").write_text(MESSAGE, encoding="utf-8")
    return tmp_path


def test_rows_that_cannot_be_read_are_rejects_in_their_place(folder: Path) -> None:
    Path("rows.csv").write_bytes(
        b'phone,first_name\n+15551234567,Ada\n\n+15551234567\n+15551234567,\xff\n"+15551234567","a\nb"\n+15551234567,b,c\n'
    )
    found = bulk("--rows", "rows.csv", "-o", "out.jsonl")
    assert found.stderr.startswith("5 rows: 2 payloads in out.jsonl, 3 rejected in ")
    rejects = lines("out.rejects.jsonl")
    assert [(one["row"], one["diagnostics"][0]["message"]) for one in rejects] == [
        (2, "it has 1 cell; 2 are due"),
        (3, "'first_name' is no UTF-8: save the table as UTF-8"),
        (5, "it has 3 cells; 2 are due"),
    ]
    Path("rows.jsonl").write_text(
        '{"phone": "+15551234567", "first_name": "Ada"}\n[1]\n{"phone": NaN}\n{"first_name": "B"}\n'
    )
    found = bulk("--rows", "rows.jsonl", "-o", "out.jsonl")
    assert found.stderr.startswith("4 rows: 1 payload in out.jsonl, 3 rejected in ")
    assert [one["row"] for one in lines("out.rejects.jsonl")] == [2, 3, 4]


def test_a_row_that_cannot_be_read_has_a_rule_like_all_findings(folder: Path) -> None:
    Path("rows.csv").write_text("phone,first_name\n+15551234567\n")
    bulk("--rows", "rows.csv", "-o", "out.jsonl")
    [reject] = lines("out.rejects.jsonl")
    [found] = reject["diagnostics"]
    with pytest.raises(waml.CompileError) as refused:
        waml.compile("order.waml.yaml", vars={"phone": "nobody", "first_name": "Ada"})
    assert set(found) == set(refused.value.diagnostics[0].as_dict())
    assert (found["file"], found["rule"], found["severity"]) == ("rows.csv", "row-unreadable", "error")
    assert catalogue()["row-unreadable"].raw["raised_by"] == "bulk"


@pytest.mark.parametrize(
    ("rows", "rejected"),
    [
        (b'phone,first_name\n+15551234567,"Ada\n+15551234568,Bo\n', (1, "+15551234567,Ada\n+15551234568,Bo")),
        (b'phone,first_name\n+15551234567,Ada\n"+15551234568,Bo\n+155', (2, '"+15551234568,Bo\n+155')),
        (b"phone,first_name\n+15551234567,Ada\n\xe9\n", (2, "\ufffd")),
        (b"phone,first_name,x\n+15551234567,Ada,\xe9\n+15551234567,\xe9,\xe8\n", (2, "+15551234567,\ufffd,\ufffd")),
    ],
    ids=["open in the last cell", "open in an earlier one", "too short and no UTF-8", "no UTF-8 where it is wanted"],
)
def test_no_row_of_a_csv_is_lost(folder: Path, rows: bytes, rejected: tuple[int, str]) -> None:
    Path("rows.csv").write_bytes(rows)
    found = bulk("--rows", "rows.csv", "-o", "out.jsonl")
    assert found.exit_code == 1, found.stderr
    [reject] = lines("out.rejects.jsonl")
    assert (reject["row"], reject["text"]) == rejected
    assert len(lines("out.jsonl")) == rejected[0] - 1


def test_a_csv_of_one_column_ends_where_it_ends(folder: Path) -> None:
    Path("m.waml.yaml").write_text('vars: {phone: {type: phone}}\nto: "{{ phone }}"\ntext: Hi\n')
    Path("rows.csv").write_text("phone\n+15551234567\n+15551234568\n")
    assert bulk("--rows", "rows.csv", "-o", "out.jsonl", message="m.waml.yaml").stderr.startswith("2 rows: 2 payloads")
    Path("rows.csv").write_text('phone\n+15551234567\n"')
    assert bulk("--rows", "rows.csv", "-o", "out.jsonl", message="m.waml.yaml").stderr.startswith("2 rows: 1 payload ")
    assert lines("out.rejects.jsonl")[0]["diagnostics"][0]["message"] == "a quote is opened and never closed"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64])
def test_signs_may_go_on_behind_the_bytes_that_are_read_at_once(size: int) -> None:
    data = "phone,näme\n+1,Zoë 李 😀\n".encode() + b"a\xe9,\xf0\x9f\n" + "é".encode()[:1]
    source = CsvBytes(io.BytesIO(data))
    read = b"".join(iter(lambda: source.read(size), b"")).decode().partition(LAST)
    assert (
        lost(read[0])
        == data.decode(errors="surrogateescape").translate(dict.fromkeys(range(0xDC80, 0xDD00), "\ufffd")) + "\n"
    )
    assert source.marked


@pytest.mark.parametrize("name", ["rows.csv.gz", "rows.jsonl.zst", "rows.ndjson.gz"])
def test_rows_may_be_compressed(folder: Path, name: str) -> None:
    plain = write(name.rpartition(".")[0].replace("ndjson", "jsonl"))
    data = Path(plain).read_bytes()
    packed = gzip.compress(data) if name.endswith(".gz") else pa.Codec("zstd").compress(data).to_pybytes()
    Path(name).write_bytes(packed)
    found = bulk("--rows", name, "-o", "out.jsonl")
    assert found.stderr.startswith("5 rows: 3 payloads"), found.stderr
    bulk("--rows", plain, "-o", "plain.jsonl")
    assert Path("out.jsonl").read_bytes() == Path("plain.jsonl").read_bytes()
    assert lines("out.rejects.jsonl") == lines("plain.rejects.jsonl")


def test_a_reject_of_a_parquet_file_holds_all_its_columns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "CHUNK", 7)
    rows = [
        {"note": f"n{at}", "phone": "nobody" if at % 5 == 3 else f"+155512345{at:02d}", "first_name": "Ada", "n": at}
        for at in range(50)
    ]
    parquet.write_table(pa.Table.from_pylist(rows), "rows.parquet", row_group_size=20)
    found = bulk("--rows", "rows.parquet", "-o", "out.jsonl")
    assert found.stderr.startswith("50 rows: 40 payloads")
    assert [(one["row"], one["values"]) for one in lines("out.rejects.jsonl")] == [
        (at + 1, row) for at, row in enumerate(rows) if at % 5 == 3
    ]


def test_a_column_that_may_have_been_meant_is_told_of(folder: Path) -> None:
    Path("order.waml.yaml").write_text(MESSAGE.replace("max_length: 20", "max_length: 20, default: friend"))
    rows = [{"phone": "+15551234567", "firstname": "Ada"}]
    found = bulk("--rows", write("rows.csv", rows), "-o", "out.jsonl")
    assert found.exit_code == 0
    assert "takes its default; did you mean 'firstname'? then say --map first_name=firstname\n" in found.stderr
    found = bulk("--rows", "rows.csv", "-o", "out.jsonl", "--map", "first_name=firstname")
    assert "default" not in found.stderr


def test_what_a_table_cannot_say_in_json_is_said_as_iso_text_and_numbers(folder: Path) -> None:
    import datetime
    from decimal import Decimal

    Path("m.waml.yaml").write_text(
        "vars:\n  day: {type: date}\n  at: {type: datetime}\n  sum: {type: number}\n  n: {type: integer}\n"
        'to: "+15551234567"\ntext: "{{ day }} {{ at }} {{ sum }} {{ n }}"\n'
    )
    zone = datetime.UTC
    days = pa.table(
        {
            "day": pa.array([datetime.date(2026, 12, 18)] * 3),
            "at": pa.array([datetime.datetime(2026, 12, 18, 19, 27, tzinfo=zone)] * 3),
            "sum": pa.array([Decimal("12.50"), Decimal("3.00"), None], pa.decimal128(5, 2)),
            "n": pa.array([2**63, 0, 1], pa.uint64()),
        }
    )
    parquet.write_table(days, "rows.parquet")
    found = bulk("--rows", "rows.parquet", "-o", "out.jsonl", message="m.waml.yaml")
    assert found.exit_code == 1, found.stderr
    assert [one["text"]["body"] for one in lines("out.jsonl")] == [
        "2026-12-18 2026-12-18T19:27:00Z 12.5 9223372036854775808",
        "2026-12-18 2026-12-18T19:27:00Z 3 0",
    ]
    assert lines("out.rejects.jsonl")[0]["values"]["sum"] is None
