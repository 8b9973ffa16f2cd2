"""`waml prove`: what it calls safe never fails; the table, the JSON and the worst case that people see."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import bounded
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from waml.__main__ import main
from waml.alike import written_path
from waml.bounds.proof import Proof, prove
from waml.checked import Options
from waml.config import Config, discover
from waml.pipeline import check, judged
from waml.source import Source, read
from waml.values import fault_of
from waml.variables import Supplied

EXAMPLES = Path(__file__).parents[2] / "examples"
MESSAGE = """
name: parcel
vars:
  name: {type: string, min_length: 1, max_length: 40, example: Ada}
  label: {type: string, min_length: 1, max_length: 24, example: Track}
  vip: {type: boolean, example: false}
to: "+15551234567"
header: "Hello {{ name }}"
body: "{% if vip %}Dear {{ name|upper }}{% else %}Hi{% endif %}"
buttons: [{title: "{{ label }}", id: track}, {title: "No", id: no}]
"""


def run(*arguments: str, message: str = MESSAGE) -> Any:
    return CliRunner().invoke(main, [*arguments, "--isolated", "-"], input=message)


class Drawn(NamedTuple):
    """A message to draw values for: read once, for each draw checked with others."""

    source: Source
    config: Config
    proof: Proof
    declared: dict[str, dict[str, Any]]

    @property
    def options(self) -> Options:
        target = self.proof.target
        return Options((target.provider,), locales=(target.locale,) if target.locale else ())


@cache
def drawn() -> list[Drawn]:
    """Every target of the examples that has an open variable, its own or one that it shares."""
    found = []
    for path in sorted(EXAMPLES.rglob("*.waml.*")):
        source, config = read(str(path), path.read_bytes()), discover(str(path.parent))
        for target in judged(source, config, Options()).targets:
            named = target.variables.declared.values() if target.variables else ()
            declared = {one.name: dict(one.declaration) for one in named if one.declaration is not None}
            if declared:
                found.append(Drawn(source, config, prove(target, {}), declared))
    return found


def values(r: Random, declared: dict[str, dict[str, Any]]) -> dict[str, Supplied]:
    """Return allowed values for most of the variables; the others have their default or their example."""
    found = {}
    for name, declaration in declared.items():
        value = bounded.value(r, declaration)
        if r.random() < 0.95 and fault_of(value, declaration) is None:
            found[name] = Supplied(value, "a draw", False)
    return found


@settings(max_examples=100_000 if settings().max_examples > 300 else 300)
@given(st.integers(0, 2**64 - 1))
def test_what_is_called_safe_never_fails(seed: int) -> None:
    """Draws over all examples: no rule breaks where its limit was called safe, with whatever values are allowed."""
    r = Random(seed)
    one = r.choice(drawn())
    given = values(r, one.declared)
    one.source.work = 0
    [target] = [
        target
        for target in judged(one.source, one.config, one.options._replace(supplied=given)).targets
        if target.document == one.proof.target.document
    ]
    safe = {(held.row.name, held.path) for held in one.proof.limits if held.verdict == "safe"}
    safe -= {(held.row.name, held.path) for held in one.proof.limits if held.verdict != "safe"}
    # What is counted in several places is told of an item that is too much, the line is of all of them.
    counted = {held.row.name for held in one.proof.limits if held.keyword == "max_total"}
    counted -= {held.row.name for held in one.proof.limits if held.verdict != "safe"}
    # Of what is repeated the table has one line for all.
    places = [(finding.rule, written_path(finding.path or (), target.authored.rounds)) for finding in target.findings]
    broken = [place for place in places if place in safe or place[0] in counted]
    assert broken == [], (one.source.name, {name: value.value for name, value in given.items()})


def test_most_draws_give_most_variables_a_value() -> None:
    """Or the law above says little."""
    r = Random(0)
    assert len(drawn()) >= 25, len(drawn())
    for one in drawn():
        draws = [values(r, one.declared) for _ in range(20)]
        assert all(sum(name in draw for draw in draws) >= 10 for name in one.declared), (one.source.name, draws[0])


def calls(run: Callable[[], object]) -> int:
    """Return how many functions are called: a cost that does not hang on the machine."""
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


def test_proving_costs_less_than_twice_linting() -> None:
    """Each text is new to both, as it is to who runs them: a template that was read before is remembered."""
    ratios = {}
    for name, config in {one.source.name: one.config for one in drawn()}.items():
        text = Path(name).read_text("utf-8")
        costs = []
        for blanks, proves in ((1, False), (2, True), (3, False), (4, True)):
            data = re.sub(r"(\{\{|\{%-?) *", r"\1" + " " * blanks, text).encode()
            run = Options(worst_case="unasked" if proves else "declared")
            costs.append(
                calls(lambda: [prove(one, {}) for one in check(name, data, config, run).targets if proves])  # noqa: B023
            )
        ratios[name] = costs[3] / costs[2]
    assert max(ratios.values()) < 2, ratios


def test_the_table_names_what_can_be_exceeded_and_by_what() -> None:
    result = run("prove")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "parcel for cloud"
    assert any(
        line.split() == ["buttons[0].title", "button-title-too-long", "1", "24", "≤", "20", "can", "exceed"]
        for line in lines
    )
    assert any(line.split() == ["header.text", "header-too-long", "7", "46", "≤", "60", "safe"] for line in lines)
    assert "  vip = true" in lines
    assert f"  label = '{'x' * 24}' (24 characters)" in lines


def test_json_has_a_version_and_every_limit() -> None:
    found = json.loads(run("prove", "--output-format", "json").stdout)
    assert found["version"] == 1
    [target] = found["targets"]
    assert (target["name"], target["provider"], target["document"]) == ("parcel", "cloud", 0)
    [title] = [
        one for one in target["limits"] if one["rule"] == "button-title-too-long" and one["field"] == "buttons[0].title"
    ]
    assert (title["shortest"], title["longest"], title["limit"], title["verdict"]) == (1, 24, 20, "can exceed")
    assert target["worst_case"]["vip"] is True
    assert found["summary"]["can exceed"] == 1


def test_what_nobody_declares_is_unknown_and_fails_only_if_asked() -> None:
    message = 'vars: {x: {type: string, example: Ada}}\nto: "+15551234567"\ntext: "Hi {{ x }}"\n'
    result = run("prove", message=message)
    assert result.exit_code == 0
    assert "unknown" in result.stdout
    assert run("prove", "--strict-bounds", message=message).exit_code == 1


def test_the_worst_case_compiles_where_it_is_safe() -> None:
    result = run("compile", "--worst-case", message=MESSAGE.replace("max_length: 24", "max_length: 20"))
    assert result.exit_code == 0, result.stderr
    body = json.loads(result.stdout)["interactive"]
    assert body["body"]["text"] == "Dear " + "X" * 40
    assert body["action"]["buttons"][0]["reply"]["title"] == "x" * 20


def test_the_worst_case_that_breaks_a_limit_is_an_error() -> None:
    result = run("compile", "--worst-case")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "buttons[0].title is 24 characters; cloud accepts 20" in result.stderr or "24 characters" in result.stderr


@pytest.mark.parametrize(("most", "rules"), [(1000, ["rendered-body-too-long"]), (900, [])])
def test_a_send_is_held_against_its_definition_before_values_are_known(
    most: int, rules: list[str], tmp_path: Path
) -> None:
    """132005: the text of the definition with the longest values in it."""
    text = "x" * 100 + " {{1}}!"
    (tmp_path / "t.waml.yaml").write_text(
        f"define_template:\n  name: t\n  language: en\n  category: utility\n  body: {{text: '{text}', example: [a]}}\n"
    )
    message = (
        f"vars: {{v: {{type: string, min_length: 1, max_length: {most}, example: a}}}}\n"
        'to: "+15551234567"\ntemplate: {name: t, language: en, body: ["{{ v }}"]}\n'
    )
    facts = ["--assume", f"templates={tmp_path}"]
    found = json.loads(run("lint", "--output-format", "json", *facts, message=message).stdout)["diagnostics"]
    assert [d["rule"] for d in found if d["severity"] == "warning"] == rules
    limits = json.loads(run("prove", "--output-format", "json", *facts, message=message).stdout)["targets"][0]["limits"]
    [body] = [one for one in limits if one["rule"] == "rendered-body-too-long"]
    assert (body["longest"], body["verdict"]) == (102 + most, "can exceed" if rules else "safe")
