"""`compile_batches`: one record batch in, one out, row by row; what every engine of many machines calls."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from bulk_runs import MESSAGE, ROWS, bulk, lines, write

from waml.bulk import SCHEMA, Broken, compile_batches
from waml.inputs import UsageError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order.waml.yaml").write_text(MESSAGE, encoding="utf-8")
    return tmp_path


def batch(rows: list[dict[str, Any]] = ROWS) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows)


def test_a_batch_gives_what_the_files_hold(folder: Path) -> None:
    result = compile_batches("order.waml.yaml", "cloud")(batch())
    assert result.schema == SCHEMA
    bulk("--rows", write("rows.parquet"), "-o", "out.jsonl")
    assert [json.loads(one) for one in result["payload"].drop_null().to_pylist()] == lines("out.jsonl")
    rejects = lines("out.rejects.jsonl")
    assert [row["reject"] is not None for row in result.to_pylist()] == [False, True, False, True, False]
    told = [json.loads(one) for one in result["reject"].drop_null().to_pylist()]
    assert told == [{key: one[key] for key in ("values", "diagnostics")} for one in rejects]


def test_rows_stay_in_their_order_however_they_are_cut(folder: Path) -> None:
    rows = [{"phone": "no" if at % 7 == 3 else f"+1555123{at:04d}", "first_name": f"n{at}"} for at in range(500)]
    compile = compile_batches("order.waml.yaml", "cloud")
    whole = compile(batch(rows)).to_pylist()
    assert len(whole) == 500
    assert all((row["payload"] is None) == (at % 7 == 3) for at, row in enumerate(whole))
    assert all((row["reject"] is None) == (at % 7 != 3) for at, row in enumerate(whole))
    table = pa.Table.from_pylist(rows)
    assert pa.Table.from_batches(compile.map(iter(table.to_batches(64))), SCHEMA).to_pylist() == whole
    assert compile.table(table).to_pylist() == whole
    assert compile(batch(rows).slice(100, 50)).to_pylist() == whole[100:150]


def test_a_batch_without_rows_has_none(folder: Path) -> None:
    compile = compile_batches("order.waml.yaml", "cloud")
    assert compile(batch()[:0]).to_pylist() == []
    assert compile.table(pa.Table.from_pylist([], batch().schema)).schema == SCHEMA


def test_columns_may_differ_from_batch_to_batch(folder: Path) -> None:
    compile = compile_batches("order.waml.yaml", "cloud", columns={"first_name": "vorname"})
    one = [{"phone": "+15551234567", "vorname": "Ada"}]
    other = [{"x": 1, "vorname": "Bo", "phone": "+15551234568"}]
    for rows, name in ((one, "Ada"), (other, "Bo"), (one, "Ada")):
        assert f"Hi *{name}*" in compile(batch(rows))["payload"][0].as_py()
    with pytest.raises(UsageError, match="'the batch' has no column 'vorname'; there are phone"):
        compile(batch([{"phone": "+15551234567"}]))


def test_values_for_all_rows_text_and_requests(folder: Path) -> None:
    text = 'from: "+441134960000"\n' + MESSAGE.replace("your order", "your parcel")
    compile = compile_batches(
        "order.waml.yaml", "infobip", text=text, vars={"first_name": "Zoë", "phone": "+15551234567"}, emit="request"
    )
    [row] = compile(batch([{"unused": "x"}])).to_pylist()
    request = json.loads(row["payload"])
    assert "Hi *Zoë*, your parcel" in request["body"]["content"]["body"]["text"]
    assert request["path"].endswith("/interactive/buttons")


def test_a_packed_function_does_what_it_did(folder: Path) -> None:
    compile = compile_batches("order.waml.yaml", "cloud", columns={"first_name": "name"})
    rows = [{"phone": row["phone"], "name": row["first_name"]} for row in ROWS]
    due = compile(batch(rows)).to_pylist()
    (folder / "order.waml.yaml").unlink()  # a worker has no file
    assert pickle.loads(pickle.dumps(compile))(batch(rows)).to_pylist() == due


def test_what_is_wrong_is_said_where_the_function_is_made(folder: Path) -> None:
    with pytest.raises(UsageError, match="no provider 'clod'; did you mean 'cloud'"):
        compile_batches("order.waml.yaml", "clod")
    with pytest.raises(UsageError, match="emit takes body or request, not 'curl'"):
        compile_batches("order.waml.yaml", "cloud", emit="curl")
    with pytest.raises(Broken, match=r"the message has errors: buttons\[0\].title is 21 characters") as broken:
        compile_batches("order.waml.yaml", "cloud", text=MESSAGE.replace("Track it", "x" * 21))
    assert [d.rule for d in broken.value.checked.diagnostics] == ["button-title-too-long"]
    with pytest.raises(FileNotFoundError):
        compile_batches("none.waml.yaml", "cloud")
