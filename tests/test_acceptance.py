"""What the providers' own pages say, statement by statement: each has a rule, a test or a text that covers it.

The table is `acceptance.yaml`; its head tells what its words mean.
"""

from __future__ import annotations

import ast
import copy
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import waml
from waml import rows
from waml.__main__ import main
from waml.config import Config
from waml.diagnostic import SEVERITIES
from waml.resources import rules, schema
from waml.rulebook import Subject
from waml.together import judge_together

PENDING: frozenset[str] = frozenset()
"""Statements that wait for a rule, in whole or in part: those that hold a send against its definition."""

LENGTHS = {"0": 38, "1": 33, "2": 26, "3": 62, "4": 56}
"""How many statements each page has."""

INHERENT = {"on-premise-sunset"}
"""What is said of every message of a provider."""

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "tests" / "acceptance.yaml").read_text("utf-8")
TABLE: dict[str, Any] = yaml.safe_load(TEXT)
ROWS: dict[str, dict[str, Any]] = TABLE["rows"]
REQUESTS: dict[str, dict[str, Any]] = TABLE["requests"]
PROVIDERS = tuple(rows.table("index")["providers"])
ANSWERS = schema("answers")["$defs"]
SILENCE = re.findall(r"^- says: (.+)$", rules("silence.yaml").decode(), re.MULTILINE)
COVERS = {"rules", "tests", "codes", "silence", "schema", "answer", "tells"}


def covers(row: str, kind: str) -> Any:
    """What covers a row, of one kind; None where nothing does."""
    return ROWS[row].get("covered_by", {}).get(kind)


def having(kind: str) -> list[str]:
    """The rows that something of a kind covers."""
    return [row for row in ROWS if covers(row, kind)]


def named_rules(row: str) -> dict[str, list[str]]:
    """The rules of a row, and the providers that each is for."""
    named = covers(row, "rules") or {}
    return named if isinstance(named, dict) else dict.fromkeys(named, ROWS[row]["provider"])


# ---- the table


def test_every_statement_is_there_once() -> None:
    written = Counter(re.findall(r'^  "([\d.]+)":$', TEXT, re.MULTILINE))
    assert set(written.values()) == {1}
    assert set(written) == {f"{page}.{n}" for page, length in LENGTHS.items() for n in range(1, length + 1)}
    assert len(ROWS) == sum(LENGTHS.values())


@pytest.mark.parametrize("row", ROWS)
def test_row_is_covered(row: str) -> None:
    entry = ROWS[row]
    assert entry.keys() <= {"says", "provider", "covered_by", "tried", "see"}
    assert entry["says"]
    assert set(entry["provider"]) <= set(PROVIDERS)
    cover = entry.get("covered_by", {})
    assert cover.keys() <= {*COVERS, "pending"}
    if "see" in entry:
        assert not cover, "a row that refers to others has no cover of its own"
        assert all(other != row and "see" not in ROWS[other] for other in entry["see"])
    else:
        assert any(cover.get(kind) for kind in COVERS) or row in PENDING, "nothing covers it"


def test_what_is_pending_is_known() -> None:
    assert set(having("pending")) == PENDING


# ---- each kind of cover


@pytest.mark.parametrize("row", having("rules"))
def test_rules_hold_and_are_shown(row: str) -> None:
    shown = {rule for trial in ROWS[row]["tried"] for rule in _finds(trial)}
    assert shown == named_rules(row).keys()
    for rule, providers in named_rules(row).items():
        holding = rows.catalogue()[rule].providers() or PROVIDERS  # a rule of the language holds for all
        assert set(providers) <= set(holding), rule
    assert {p for providers in named_rules(row).values() for p in providers} == set(ROWS[row]["provider"])


@cache
def functions(file: str) -> set[str]:
    """The functions of a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", having("tests"))
def test_tests_exist(row: str) -> None:
    for test in covers(row, "tests"):
        file, function = test.split("::")
        assert function.startswith("test_")
        assert function in functions(file), test


@pytest.mark.parametrize("row", having("codes"))
def test_codes_are_told(row: str) -> None:
    for provider, codes in covers(row, "codes").items():
        assert provider in {*ROWS[row]["provider"], *map(rows.like, ROWS[row]["provider"])}
        for code in codes:
            told = CliRunner().invoke(main, ["explain", code, "--output-format", "json"])
            assert provider in {meaning["provider"] for meaning in json.loads(told.output)["codes"][0]["meanings"]}


@pytest.mark.parametrize("row", having("silence"))
def test_silence_is_kept(row: str) -> None:
    assert set(covers(row, "silence")) <= set(SILENCE)


@pytest.mark.parametrize("row", having("schema"))
def test_shape_of_what_is_sent_exists(row: str) -> None:
    for provider, name in covers(row, "schema").items():
        assert provider in ROWS[row]["provider"]
        assert name in {body["def"] for body in schema(provider)["x-bodies"]}


@pytest.mark.parametrize("row", having("answer"))
def test_shape_of_the_answer_exists(row: str) -> None:
    assert covers(row, "answer") in ANSWERS


@pytest.mark.parametrize("row", having("tells"))
def test_words_stand_where_they_are_said_to_stand(row: str) -> None:
    for told in covers(row, "tells"):
        assert told["words"] in " ".join(_texts(_source(*told["of"].split()))), told["of"]


def _source(kind: str, name: str, code: str = "") -> Any:
    """The text that `tells` names."""
    if kind == "rule":
        return dict(rows.catalogue()[name].raw)
    return ANSWERS[name] if kind == "answer" else rows.table("codes")[name][code]


def _texts(value: Any) -> Iterator[str]:
    """Every text of a value, behind its key."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (f"{key}: {text}" for text in _texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)


# ---- trials


def _finds(trial: Mapping[str, Any]) -> list[str]:
    return [trial["finds"]] if "finds" in trial else []


def written_out(value: Any) -> Any:
    """A value with its long texts and lists."""
    if isinstance(value, list):
        return [written_out(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "long" in value:
        return value.get("of", "x") * value["long"]
    if "many" in value:
        return [written_out(value["of"]) for _ in range(value["many"])]
    return {key: written_out(inner) for key, inner in value.items()}


def changed(request: Mapping[str, Any], put: Mapping[str, Any], drop: Iterable[str]) -> Any:
    """A request with some of its values set and some taken out."""
    result = {"request": copy.deepcopy(request)}
    for path in drop:
        parent, key = _parent(result, path)
        del parent[key]
    for path, value in put.items():
        parent, key = _parent(result, path)
        if isinstance(parent, list) and key == len(parent):
            parent.append(None)
        parent[key] = written_out(value)
    return result["request"]


def _parent(result: Any, path: str) -> tuple[Any, Any]:
    *parents, last = ["request", *path.split(".")]
    for step in parents:
        result = result[int(step)] if isinstance(result, list) else result[step]
    return result, int(last) if isinstance(result, list) else last


def judged(trial: Mapping[str, Any], provider: str) -> list[tuple[str, str, str]]:
    """What is found: rule, severity, message."""
    if "templates" in trial:
        return _judged_together(trial["templates"], trial["languages"], provider)
    if "text" in trial:
        name, text = "request.json", trial["text"]
    elif "messages" in trial:
        documents = written_out(trial["messages"])
        name = "message.waml.yaml"
        text = yaml.safe_dump_all(documents if isinstance(documents, list) else [documents], allow_unicode=True)
    else:
        request = changed(REQUESTS[provider][trial["in"]], trial.get("put", {}), trial.get("drop", []))
        name, text = "request.json", json.dumps(request, ensure_ascii=False)
    found = waml.lint(name, text=text, provider=provider, assume=trial.get("given"), config=Config())
    return [(d.rule, d.severity, d.message) for d in found]


def _judged_together(templates: int, languages: int, provider: str) -> list[tuple[str, str, str]]:
    codes = ["en", "de", "fr"][:languages]
    definitions = [
        {"define_template": {"name": f"t{n}", "language": code, "category": "utility", "body": {"text": f"{n} {code}"}}}
        for n in range(templates)
        for code in codes
    ]
    found = judge_together([Subject(d, provider, {}) for d in definitions], "project")
    return [(f.rule, f.severity, f.message) for _, f in found]


TRIALS = [
    (row, trial, provider)
    for row, entry in ROWS.items()
    for trial in entry.get("tried", [])
    for provider in trial.get("at", entry["provider"])
]
COUNT = Counter((row, provider) for row, _, provider in TRIALS)
IDS = [f"{row}-{provider}-{n}" for n, (row, _, provider) in enumerate(TRIALS)]


@pytest.mark.parametrize(("row", "trial", "provider"), TRIALS, ids=IDS)
def test_trial(row: str, trial: dict[str, Any], provider: str) -> None:
    """What a statement forbids is found by its rule, and what it allows is not."""
    found = judged(trial, provider)
    said = {(rule, severity) for rule, severity, _ in found}
    if "without" in trial:
        assert trial["without"] not in {rule for rule, _ in said}
    elif "quiet" in trial:
        worse = SEVERITIES[: SEVERITIES.index(trial["quiet"]) + 1]
        among = INHERENT | set(trial.get("at_most", []))
        assert {rule for rule, severity in said if severity in worse} - among == set()
    else:
        due = (trial["finds"], trial.get("as", "error"))
        assert due in said
        assert trial.get("saying", "") in " ".join(message for rule, _, message in found if rule == due[0])
        if "in" in trial and trial.keys() & {"put", "drop"}:
            before = judged({"in": trial["in"]}, provider)
            assert due not in {(rule, severity) for rule, severity, _ in before}, "the request has it before the change"


@pytest.mark.parametrize(
    ("name", "provider"), [(name, provider) for provider in REQUESTS for name in REQUESTS[provider]]
)
def test_request_of_the_table_is_right(name: str, provider: str) -> None:
    assert [found for found in judged({"in": name}, provider) if found[1] == "error"] == []


# ---- what the compiler does


def test_a_message_for_each_recipient() -> None:
    text = 'vars: {phone: {type: phone}}\nto: "{{ phone }}"\ntext: Hello\n'
    phones = ["+15551234567", "+447700900123", "+385911234567"]
    for provider in ("360dialog", "360dialog-onprem"):
        sent = [waml.compile("a.yaml", text=text, provider=provider, vars={"phone": phone}) for phone in phones]
        assert [body["to"].lstrip("+") for [one] in sent for body in [one.body]] == [p.lstrip("+") for p in phones]
        together = "---\n".join(f'to: "{phone}"\ntext: Hello\n' for phone in phones)
        assert len(waml.compile("a.yaml", text=together, provider=provider)) == len(phones)


def test_what_is_compiled_is_strict_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, ["compile", "examples", "--examples", "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > len(PROVIDERS)
    for path in written:
        json.loads(path.read_bytes().decode("utf-8"), parse_constant=pytest.fail)
