"""The schemas for editors: what lints clean fits them, and one past a limit of a row does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from waml import boundaries
from waml.__main__ import main
from waml.boundaries import Case
from waml.editor_limits import keywords, limits
from waml.editor_schema import editor_schema
from waml.nodes import plain
from waml.paths import parse
from waml.providers import NAMES
from waml.resources import schema
from waml.rounds import KEYS
from waml.rows import catalogue
from waml.source import read

ROOT = Path(__file__).parent.parent
SCHEMAS = {name: editor_schema(name) for name in NAMES}
EDITORS = {name: Draft7Validator(written) for name, written in SCHEMAS.items()}
SIMPLE = {name: Draft7Validator({**written, "allOf": []}) for name, written in SCHEMAS.items()}
"""Without the rows that have a condition."""

FILES = sorted((ROOT / "examples").rglob("*.waml.yaml"))


def faults(provider: str, message: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in EDITORS[provider].iter_errors(message)]


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(item)


@pytest.mark.parametrize("provider", NAMES)
def test_schema_is_what_editors_take(provider: str) -> None:
    written = SCHEMAS[provider]
    Draft7Validator.check_schema(written)
    assert written["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert written["$id"] == f"https://waml.dev/schemas/message.{provider}.schema.json"
    for part in inside(written):
        if "$ref" in part:
            # What stands beside a reference does not count in draft-07.
            assert list(part) == ["$ref"]
            assert part["$ref"].removeprefix("#/definitions/") in written["definitions"]
        assert [key for key in part if key.startswith("x-") and key != "x-"] in (
            [],
            ["x-dressed"],
        ) or "properties" in part
    text = json.dumps(written)
    assert [word for word in ("x-slot", "x-short", "x-group", "x-raw") if word in text] == []
    assert len(text) < 255_000


@pytest.mark.parametrize("provider", NAMES)
def test_every_key_is_told(provider: str) -> None:
    """A key that only says that it is not there says no more."""
    untold = [
        name
        for part in inside(SCHEMAS[provider])
        for name, field in part.get("properties", {}).items()
        if isinstance(field, dict) and "type" in part and "additionalProperties" in part
        if not {"title", "description"} <= set(field)
    ]
    assert untold == []


def test_what_is_not_carried_has_no_shape() -> None:
    pin = SCHEMAS["infobip"]["properties"]["pin"]
    assert pin.keys() == {"title", "description", "not", "errorMessage", "doNotSuggest"}
    message = {"to": "+15551234567", "from": "+15551234568", "pin": {"message_id": 5}}
    assert [fault.partition(":")[0] for fault in faults("infobip", message)] == ["$.pin"]


def test_every_key_of_the_language_is_described() -> None:
    parts = [part for part in inside(schema("message")) if "properties" in part and part.get("type") == "object"]
    fields = [(name, field) for part in parts for name, field in part["properties"].items()]
    assert len(fields) > 200
    told = {f"#/$defs/item_{key}" for key in KEYS}
    assert [name for name, field in fields if not (field.get("description") or field.get("$ref") in told)] == []


def documents() -> Iterator[Any]:
    for path in FILES:
        source = read(path.name, path.read_bytes())
        config = path.parent / "waml.toml"
        for at, document in enumerate(source.documents):
            message = plain(document)
            default = ["cloud"] if not config.exists() else []
            for provider in message.get("providers", default):
                yield pytest.param(provider, message, id=f"{path.stem}-{at}-{provider}")


@pytest.mark.parametrize(("provider", "message"), list(documents()))
def test_example_fits(provider: str, message: dict[str, Any]) -> None:
    assert faults(provider, message) == []


def tellable(case: Case) -> bool:
    """Whether the schema tells of a case: it can say so, and nobody else fills the field in."""
    return any(
        limit.field == parse(case.field)
        and limit.keyword == case.keyword
        and (limit.keyword == "required" or keywords(limit, case.provider))
        for limit in limits_of(case.row.name, case.provider)
    )


def limits_of(name: str, provider: str) -> list[Any]:
    return [limit for limit in LIMITS[provider] if limit.row.name == name]


LIMITS = {provider: [limit for limit in limits(provider) if not limit.row.when] for provider in NAMES}
COPIED = {"buttons[].id"}
"""What the language fills in."""


def tried() -> Iterator[Case]:
    """A case of each row without a condition and of each keyword, with the providers in turn."""
    for row in catalogue().values():
        if row.when or "raised_by" in row.raw or row.scope != "message":
            continue
        for keyword in row.constraints:
            found = [case for case in boundaries.cases_of(row) if case.keyword == keyword and tellable(case)]
            found = [case for case in found if case.field not in COPIED]
            if found:
                yield found[len(row.name) % len(found)]


CASES = list(tried())


def test_most_simple_rows_are_told() -> None:
    assert len(CASES) > 150
    assert {case.keyword for case in CASES} == {
        "max_length", "min_length", "max_items", "min_items", "range", "one_of", "pattern", "required", "forbidden",
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_schema_tells_what_is_past_a_limit_from_what_is_at_it(case: Case) -> None:
    trials = [trial for trial in boundaries.trials(case) if trial.size is None]
    past = next(trial for trial in trials if trial.severity == "error")
    told = told_at(case.provider, past.message, past.path)
    assert told, past.message
    allowed = next((trial for trial in trials if trial.severity is None), None)
    if allowed is not None:
        assert told - told_at(case.provider, allowed.message, past.path), allowed.message


def told_at(provider: str, message: dict[str, Any], path: Any) -> set[str]:
    """What the schema finds at a field, or in all of the message; the messages of a trial may have other faults."""
    told = set()
    for error in leaves(SIMPLE[provider].iter_errors(message)):
        place = (*error.absolute_path, *([error.message.split("'")[1]] if error.validator == "required" else []))
        if path is None or place == path:
            told.add(f"{error.validator} {error.validator_value}")
    return told


def leaves(errors: Any) -> Iterator[Any]:
    for error in errors:
        yield from leaves(error.context) if error.context else (error,)


TO = {"to": "+447700900123"}


@pytest.mark.parametrize(
    ("message", "fits"),
    [
        ({"text": "x" * 4096}, True),
        ({"text": "x" * 4097}, False),
        ({"text": {"body": "x" * 4097}}, False),
        ({"text": "👍" * 4096}, True),
        ({"text": "x" * 4096 + "\n"}, True),
        ({"text": "x" * 4097 + "\n"}, False),
        ({"text": "{{ name }}" + "x" * 4097}, True),
        ({"body": "Well?", "buttons": ["Yes", "No"]}, True),
        ({"body": "Well?", "buttons": ["x" * 21]}, False),
        ({"body": "Well?", "buttons": [{"title": "x" * 21}]}, False),
        ({"body": "Well?", "buttons": list("abcd")}, False),
        ({"body": "Well?", "buttons": list("abcd"), "cloud": {"category": "utility"}}, True),
        ({"body": "x" * 1025, "buttons": ["Yes"]}, False),
        ({"body": "x" * 1025, "list": {"button": "Open", "rows": [{"id": "a", "title": "A"}]}}, True),
        ({"body": "Hi", "list": {"button": "Open", "rows": [{"id": "a", "title": "x" * 25}]}}, False),
        ({"buttons": ["Yes"]}, False),
        ({"location_request": "Where are you?"}, True),
        ({"location_request": {}}, False),
        ({"text": "Hi", "send_at": "2026-12-18T19:27:00Z"}, False),
        ({"audio": {"link": "https://acme.example/a.mp3", "caption": "no"}}, False),
        ({"template": {"name": "hello"}}, False),
        ({"template": {"name": "hello", "language": "en", "body": ["Ada", {"currency": {}}]}}, False),
        ({"template": {"name": "Hello!", "language": "en"}}, False),
        ({"template": {"name": "{{ name }}", "language": "en"}}, True),
        ({"location": {"latitude": 91, "longitude": 0}}, False),
        ({"location": {"latitude": "{{ lat }}", "longitude": 0}}, True),
        ({"body": "Pay?", "buttons": [{"title": "Copy", "code": "A"}]}, False),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else None,
)
def test_cloud_schema_judges_as_written(message: dict[str, Any], fits: bool) -> None:
    assert (faults("cloud", TO | message) == []) is fits


def test_what_is_not_carried_says_so() -> None:
    field = SCHEMAS["infobip"]["properties"]["send_at"]
    assert field["errorMessage"] == "infobip does not carry it"
    assert field["not"] == {}
    assert "deprecationMessage" in SCHEMAS["infobip"]["properties"]["labels"]
    assert "not" not in SCHEMAS["infobip"]["properties"]["labels"]
    words = [part["enum"] for part in inside(SCHEMAS["infobip"]["properties"]["buttons"]) if "enum" in part]
    assert ["reply", "url", "voice_call"] in words


def test_limits_stand_in_the_descriptions() -> None:
    (long, *_) = SCHEMAS["infobip"]["properties"]["buttons"]["items"]["anyOf"]
    assert (
        long["properties"]["title"]["description"] == "the label; infobip: at most 20 characters, at least 1 character"
    )


def test_verb_prints_it() -> None:
    result = CliRunner().invoke(main, ["schema", "message", "--provider", "infobip"])
    assert json.loads(result.stdout) == SCHEMAS["infobip"]
    plain = CliRunner().invoke(main, ["schema"])
    assert json.loads(plain.stdout) == schema("message")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["config", "--provider", "cloud"], "--provider goes with the schema 'message', not with 'config'"),
        (["message", "--provider", "clod"], "did you mean 'cloud'?"),
        (["massage"], "did you mean 'message'?"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["schema", *arguments])
    assert result.exit_code == 2
    assert said in result.stderr
