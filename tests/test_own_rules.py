"""Rules of somebody's own: rows in files that the config names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import waml
from waml import checks, config
from waml.__main__ import main
from waml.config import ConfigError
from waml.faults import Fault
from waml.nodes import plain
from waml.own_rows import own_schema
from waml.resources import schema
from waml.source import read

MESSAGE = 'to: "+447700900123"\nbody: Your desk is ready!\nbuttons: [Good]\n'
RULES = """\
acme-no-shouting:
  field: body
  pattern: "[^!]*"
  says: "'{value}' shouts"
  help: leave the '!' out
  source: Acme style guide
  bad: {body: Hi!, buttons: [Yes]}
  good: {body: Hi., buttons: [Yes]}
acme-footer:
  field: footer
  required: true
  severity: warning
  when: {kind: buttons}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "acme.yaml").write_text(RULES)
    (tmp_path / "waml.toml").write_text('rules = ["rules/acme.yaml"]\n')
    (tmp_path / "message.waml.yaml").write_text(MESSAGE)
    monkeypatch.chdir(tmp_path)
    config.forget()
    yield tmp_path
    config.forget()


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def found(*arguments: str) -> list[tuple[str, str]]:
    report = json.loads(run("lint", "--output-format", "json", *arguments).stdout)
    return [(d["rule"], d["severity"]) for d in report["diagnostics"] if d["rule"].startswith("acme")]


def test_they_hold_beside_those_of_waml(project: Path) -> None:
    done = run("lint")
    assert done.exit_code == 1
    assert "error[acme-no-shouting]: 'Your desk is ready!' shouts" in done.stdout
    assert "= help: leave the '!' out" in done.stdout
    assert "= source: Acme style guide" in done.stdout
    assert "warning[acme-footer]" in done.stdout
    assert "= source: rules/acme.yaml" in done.stdout
    assert "--> message.waml.yaml:2:" in done.stdout


def test_an_error_of_theirs_stops_a_compile(project: Path) -> None:
    assert run("compile").exit_code == 1
    (project / "message.waml.yaml").write_text(MESSAGE.replace("!", "."))
    assert run("compile").exit_code == 0


def test_they_hold_for_raw_payloads_too(project: Path) -> None:
    body = run("compile", "--isolated", "message.waml.yaml").stdout
    (project / "payload.json").write_text(body)
    assert ("acme-no-shouting", "error") in found("--provider", "cloud", "payload.json")


def test_they_are_chosen_as_all_rules_are(project: Path) -> None:
    assert found("--ignore", "acme-no-shouting") == [("acme-footer", "warning")]
    assert sorted(found("--select", "acme")) == [("acme-footer", "warning"), ("acme-no-shouting", "error")]
    assert found("--select", "acme-f*") == [("acme-footer", "warning")]
    (project / "waml.toml").write_text('rules = ["rules/acme.yaml"]\n[severity]\nacme-footer = "info"\n')
    config.forget()
    assert ("acme-footer", "info") in found()
    done = run("lint", "--ignore", "acme-no-shoutin")
    assert done.exit_code == 2
    assert "did you mean 'acme-no-shouting'?" in done.stderr


def test_they_hold_for_the_files_of_their_config_only(project: Path) -> None:
    other = project / "other"
    other.mkdir()
    (other / "waml.toml").write_text('providers = ["cloud"]\n')
    (other / "message.waml.yaml").write_text(MESSAGE)
    assert found("other/message.waml.yaml") == []
    assert found("message.waml.yaml") != []
    assert found("--isolated", "message.waml.yaml") == []


def test_they_look_across_files_and_documents(project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(
        "acme-same-body:\n  field: body\n  unique: true\n  scope: project\n"
        "acme-same-to:\n  field: to.phone\n  unique: true\n  scope: file\n"
    )
    (project / "second.waml.yaml").write_text(f"{MESSAGE}---\n{MESSAGE.replace('desk', 'chair')}")
    rules = [rule for rule, _ in found()]
    assert sorted(rules) == ["acme-same-body", "acme-same-to"]


def test_they_are_listed_and_explained(project: Path) -> None:
    assert "acme-footer" in run("rules").stdout
    assert run("rules", "--own").stdout.splitlines()[-1] == "2 rules"
    done = run("explain", "acme-no-shouting")
    assert "this project, Acme style guide" in done.stdout
    assert "acme-footer" not in run("rules", "--isolated").stdout
    assert run("explain", "--isolated", "acme-footer").exit_code == 2


def test_sarif_describes_them(project: Path) -> None:
    report = json.loads(run("lint", "--output-format", "sarif").stdout)
    [rule] = [rule for rule in report["runs"][0]["tool"]["driver"]["rules"] if rule["id"] == "acme-no-shouting"]
    assert rule["shortDescription"]["text"]


def test_a_source_by_provider_says_for_whom_it_holds(project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(
        "acme-footer:\n  field: footer\n  required: true\n  source: {infobip: 'https://acme.example/style'}\n"
    )
    assert found("--provider", "cloud") == []
    assert found("--provider", "infobip") == [("acme-footer", "error")]
    [finding] = [d for d in waml.lint("message.waml.yaml", provider="infobip") if d.rule == "acme-footer"]
    assert finding.url == "https://acme.example/style"


FAULTS = [
    ("acme:\n  field: bdy\n  max_length: 3\n", "2:10: a message has no field 'bdy'; did you mean 'body'?"),
    ("acme:\n  field: text.bod\n  max_length: 3\n", "2:10: a message has no field 'text.bod'; did you mean 'body'?"),
    ("acme:\n  feild: body\n  max_length: 3\n", "2:3: the key 'feild' is unknown in a rule; did you mean 'field'?"),
    ("acme:\n  field: body\n  max_length: many\n", "3:15: 'max_length' is a whole number, or a map from"),
    ("acme:\n  field: body\n", "1:1: the rule asks for nothing; it takes one of min_length"),
    ("acme:\n  field: body\n  max_length: 3\n  forbidden: true\n", "1:1: a rule asks for one thing"),
    ("acme:\n  field: body\n  max_length: {clod: 3}\n", "3:16: there is no provider 'clod'; did you mean 'cloud'?"),
    ("acme:\n  field: body\n  pattern: a+\n", "1:1: the rule needs 'says', 'bad' and 'good' for its 'pattern'"),
    ("acme:\n  field: body\n  max_length: 3\n  severity: fatal\n", "4:13: 'severity' is error, warning or info"),
    ("acme:\n  field: body\n  max_length: 3\n  when: {kind: buton}\n", "4:10: there is no kind 'buton'; did you mean"),
    ("acme:\n  field: body\n  max_length: 3\n  warn: {max_lngth: 2}\n", "4:10: the key 'max_lngth' is unknown"),
    ("acme:\n  field: body\n  max_length: 3\n  unknown: info\n", "4:3: 'unknown' goes with 'when'"),
    ("Acme:\n  field: body\n  max_length: 3\n", "1:1: 'Acme' is no name for a rule"),
    ("text-too-long:\n  field: body\n  max_length: 3\n", "1:1: 'text-too-long' is a name of waml's own"),
    ("acme: 5\n", "1:7: a rule is a mapping of keys, not 5"),
    ("- acme\n", "1:1: a file of rules is one mapping from names to rows"),
    ("acme:\n  field: [body\n", "2:10: what opens here is not closed"),
    ("acme: {}\nacme: {}\n", "2:1: "),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_slip_is_told_with_its_place(text: str, said: str, project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(text)
    done = run("lint")
    assert (done.exit_code, done.stdout) == (2, "")
    first, *more = done.stderr.splitlines()
    assert first.startswith(f"waml: rules/acme.yaml:{said}"), first
    assert more == []


EXAMPLES = "  says: x\n  bad: {text: a}\n  good: {text: b}\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("pattern: (a+)+", "3:12: '(a+)+' is not taken as a pattern: "),
        ("format: http-ulr", "3:11: there is no format 'http-ulr'; did you mean 'http-url'?"),
        ("check: utf8-lenth", "3:10: there is no check 'utf8-lenth', and no installed package has an entry point"),
        (
            "check: acme-tone",
            "3:10: there is no check 'acme-tone', and no installed package",
        ),
        ("check: utf8-length", "3:10: the check 'utf8-length' needs 'with: {max: …}'"),
        ("check: utf8-length\n  with: {max: 3, min: 1}", "3:10: the check 'utf8-length' takes no 'min'; "),
    ],
)
def test_what_a_row_names_must_be_there(row: str, said: str, project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(f"acme:\n  field: body\n  {row}\n{EXAMPLES}")
    done = run("lint")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"waml: rules/acme.yaml:{said}"), done.stderr


def test_all_slips_of_a_file_are_told_at_once(project: Path) -> None:
    texts = [text.replace("acme", f"acme-{number}") for number, (text, _) in enumerate(FAULTS[:6])]
    (project / "rules" / "acme.yaml").write_text("".join(texts))
    assert len(run("lint").stderr.splitlines()) == 6


@pytest.mark.parametrize(
    ("names", "said"),
    [('["rules/none.yaml"]', "waml.toml:1: there is no file of rules at 'rules/none.yaml'"),
     ('["rules"]', "'rules' is a folder; rules are named file by file"),
     ('["rules/acme.yaml", "rules/twin.yaml"]', "twin.yaml:1:1: the rule 'acme-no-shouting' stands in")],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_a_fault_of_the_config(names: str, said: str, project: Path) -> None:
    (project / "rules" / "twin.yaml").write_text(RULES.partition("acme-footer")[0])
    (project / "waml.toml").write_text(f"rules = {names}\n")
    done = run("lint")
    assert done.exit_code == 2
    assert said in done.stderr
    with pytest.raises(ConfigError):
        waml.lint("message.waml.yaml")


# ---- checks of one's own


def quiet(value: Any, subject: Any, *, most: int) -> Iterator[Fault]:
    """At most so many '!' in a text."""
    if value == "crash":
        raise RuntimeError("no idea")
    if isinstance(value, str) and value.count("!") > most:
        yield Fault((), {"count": value.count("!"), "limit": most})


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package that offers a check, as pip would install it."""
    point = metadata.EntryPoint("acme-quiet", f"{__name__}:quiet", "waml.checks")
    real = metadata.entry_points

    def entry_points(**wanted: Any) -> Any:
        if wanted.get("group") != "waml.checks":
            return real(**wanted)
        return [point] if wanted.get("name") in (None, point.name) else []

    monkeypatch.setattr(metadata, "entry_points", entry_points)
    yield
    checks.CHECKS.pop("acme-quiet", None)  # type: ignore[attr-defined]


CHECKED = """\
acme-quiet:
  field: body
  check: acme-quiet
  with: {most: 0}
  says: "{count} times '!'; we take {limit}"
  bad: {body: Hi!, buttons: [Yes]}
  good: {body: Hi., buttons: [Yes]}
"""


@pytest.mark.usefixtures("installed")
def test_a_check_comes_through_an_entry_point(project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(CHECKED)
    assert "1 time '!'; we take 0" in run("lint").stdout
    assert run("rules", "--test").exit_code == 0


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_check_of_a_package_judges_in_every_process(project: Path, method: str) -> None:
    """A process that begins afresh finds the package, and the rules that the config names, by itself."""
    site = project / "site"
    (site / "acme-1.dist-info").mkdir(parents=True)
    (site / "acme-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1\n")
    (site / "acme-1.dist-info" / "entry_points.txt").write_text("[waml.checks]\nacme-quiet = acme:quiet\n")
    (site / "acme.py").write_text(
        "from waml.faults import Fault\n\n\n"
        "def quiet(value, subject, *, most):\n"
        "    if value.count('!') > most:\n"
        "        yield Fault((), {'count': value.count('!'), 'limit': most})\n"
    )
    (project / "rules" / "acme.yaml").write_text(CHECKED)
    for at in range(40):
        (project / f"{at}.waml.yaml").write_text(MESSAGE)
    script = (
        "import multiprocessing as m; from waml.__main__ import main;"
        f" m.set_start_method('{method}'); main(['lint', '-j', '2', '--output-format', 'json'])"
    )
    path = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, timeout=60, check=False)
    assert done.stderr == b""
    rules = Counter(found["rule"] for found in json.loads(done.stdout)["diagnostics"])
    assert rules["acme-quiet"] == 41
    assert done.returncode == 1


@pytest.mark.usefixtures("installed")
def test_a_check_that_fails_is_no_traceback(project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(CHECKED)
    (project / "message.waml.yaml").write_text(MESSAGE.replace("Your desk is ready!", "crash"))
    done = run("lint")
    assert done.exit_code == 2
    assert done.stderr == "waml: the check 'acme-quiet' fails: RuntimeError: no idea\n"


# ---- waml rules --test


def test_each_rule_is_tried_both_ways(project: Path) -> None:
    done = run("rules", "--test")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert [line.split(" (")[0] for line in lines[:2]] == ["ok    acme-no-shouting", "ok    acme-footer"]
    assert lines[-1] == "2 rules tried"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bad: {body: Hi!", "bad: {body: Hi.", "cloud: the bad example is not reported"),
        ("good: {body: Hi.", "good: {body: Hi!", "cloud: the good example is reported"),
    ],
)
def test_an_example_that_is_not_what_it_says_fails(old: str, new: str, said: str, project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(RULES.replace(old, new))
    done = run("rules", "--test")
    assert done.exit_code == 1
    assert "FAIL  acme-no-shouting" in done.stdout
    assert said in done.stdout
    assert done.stdout.splitlines()[-1] == "2 rules tried, 1 failed"


def test_nothing_to_test_is_a_fault_of_usage(project: Path) -> None:
    (project / "waml.toml").write_text("")
    done = run("rules", "--test")
    assert done.exit_code == 2
    assert "names no file under 'rules'" in done.stderr


EVERY_KEYWORD = textwrap.dedent("""\
    a-min-length: {field: body, min_length: 3}
    a-max-length: {field: "list.sections[].rows[].title", max_length: {cloud: 9, infobip: 8}, warn: {max_length: 5}}
    a-items: {field: buttons, max_items: 2, min_items: 2}
    a-total: {field: "list.sections[].rows[]", max_total: 3}
    a-range: {field: location.latitude, range: [0, 10]}
    a-one-of: {field: template.language, one_of: [en, de]}
    a-required: {field: reply_to, required: true, when: {kind: text}}
    a-forbidden: {field: header.video, forbidden: true}
    a-requires: {field: footer, requires: header}
    a-excludes: {field: footer, excludes: header}
    a-exactly: {field: image, exactly_one_of: [id, link]}
    a-unique: {field: "buttons[].title", unique: true}
    a-payload: {field: body.to, max_length: 5, scope: payload}
""")


def test_every_keyword_can_be_tried(project: Path) -> None:
    (project / "rules" / "acme.yaml").write_text(EVERY_KEYWORD)
    done = run("rules", "--test")
    assert done.exit_code == 0, done.stdout
    assert "FAIL" not in done.stdout
    assert done.stdout.count("ok  ") == len(EVERY_KEYWORD.splitlines())


# ---- the schema


def test_the_schema_for_editors_takes_what_is_taken() -> None:
    validator = Draft202012Validator(own_schema())
    source = read("r.yaml", RULES.encode())
    assert [error.message for error in validator.iter_errors(plain(source.documents[0]))] == []
    assert list(Draft202012Validator(schema("rule")).iter_errors(plain(source.documents[0])))
    assert json.loads(run("schema", "own-rules").stdout) == own_schema()
