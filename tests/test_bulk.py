"""`waml bulk`: what it reads, what it writes, and that every row ends in exactly one file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pytest
from bulk_runs import MESSAGE, ROWS, bulk, lines, write

import waml


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order.waml.yaml").write_text(MESSAGE, encoding="utf-8")
    return tmp_path


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
        (
            ["--rows", "short.csv", "-o", "out.jsonl"],
            "has no column 'first_name', which the message needs; there are phone: say --map first_name=COLUMN",
        ),
        (["--rows", "named.csv", "-o", "out.jsonl"], "did you mean 'Phone'? then say --map phone=Phone"),
        (["--rows", "semicolons.csv", "-o", "out.jsonl"], "its cells seem to stand between ';': say --delimiter ';'"),
        (["--rows", "rows.csv", "-o", "out.jsonl", "--delimiter", ";;"], "takes one sign of ASCII"),
        (["--rows", "rows.csv", "-o", "out.jsonl", "--rows-format", "xml"], "no format 'xml'; there are csv, jsonl"),
        (["--rows", "latin.csv", "-o", "out.jsonl"], "is no UTF-8 in its line of names"),
        (["--rows", "-", "-o", "out.jsonl"], "the rows are read twice, from a file"),
        (["--rows", ".", "-o", "out.jsonl"], "'.' is no file"),
        (["--rows", "rows.csv", "-o", "-"], "say a name, not '-'"),
        (["--rows", "rows.csv", "-o", "."], "'.' is no file"),
        (["--rows", "rows.csv", "-o", "out.jsonl", "--rejects", "/dev/null"], "'/dev/null' is no file"),
        (["--rows", "cut.csv.gz", "-o", "out.jsonl"], "'cut.csv.gz' cannot be read: "),
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
    Path("named.csv").write_text("Phone,first_name\n")
    Path("semicolons.csv").write_text("phone;first_name\n")
    Path("latin.csv").write_bytes(b"phone,pr\xe9nom\n")
    Path("cut.csv.gz").write_bytes(gzip.compress(Path("rows.csv").read_bytes())[:60])
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
        "body: first_name; rendered for each distinct value, as it is more than plain names (Jinja)"
        in bulk("--explain-plan").stdout
    )


def test_what_is_repeated_by_the_row_is_compiled_row_by_row_and_the_plan_says_so(folder: Path) -> None:
    ids = "  ids: {type: list, max_items: 3, items: {type: string, max_length: 20}, example: [a]}\n"
    repeated = MESSAGE.replace("vars:\n", f"vars:\n{ids}").replace(
        "[Track it]", '[{for_each: ids, value: "{{ item }}"}]'
    )
    Path("order.waml.yaml").write_text(repeated, encoding="utf-8")
    told = bulk("--explain-plan").stdout
    assert told.startswith("no plan: each row is compiled by itself\n")
    assert "  ids: 'for_each' or 'when' asks for it: it decides which parts there are\n" in told
    row = {"phone": "+15551234567", "first_name": "Ada"}
    rows = write("rows.jsonl", [{**row, "ids": ["a", "b"]}, {**row, "ids": []}, {**row, "ids": ["c"]}])
    assert bulk("--rows", rows, "-o", "out.jsonl", "--rejects", "bad.jsonl").exit_code == 1
    titles = [[b["reply"]["title"] for b in line["interactive"]["action"]["buttons"]] for line in lines("out.jsonl")]
    assert titles == [["a", "b"], ["c"]]
    assert [reject["row"] for reject in lines("bad.jsonl")] == [2]


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
