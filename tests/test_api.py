"""The Python API, as the README shows it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import waml
from waml.config import Config

MESSAGE = """\
vars:
  phone: {type: phone, example: "+15550001111"}
to: "{{ phone }}"
text: Hello
"""


def test_lint_gives_findings_with_places() -> None:
    [finding] = [
        f for f in waml.lint("a.waml.yaml", text="to: '+15551234567'\ntxt: Hello\n") if f.rule == "unknown-key"
    ]
    assert (finding.start.line, finding.start.column, finding.severity) == (2, 1, "error")
    assert finding.as_dict()["start"] == {"line": 2, "column": 1}


def test_compile_gives_requests() -> None:
    [compiled] = waml.compile("order.waml.yaml", text=MESSAGE, vars={"phone": "+15551234567"})
    assert (compiled.name, compiled.provider) == ("order", "cloud")
    assert compiled.request.method == "POST"
    assert compiled.body["to"] == "+15551234567"
    assert compiled.body["text"] == {"body": "Hello"}


def test_compile_takes_examples_only_when_told() -> None:
    with pytest.raises(waml.CompileError) as caught:
        waml.compile("order.waml.yaml", text=MESSAGE)
    assert [d.rule for d in caught.value.diagnostics if d.severity == "error"] == ["unset-variable"]
    assert "order.waml.yaml:2:3: unset-variable" in str(caught.value)
    [compiled] = waml.compile("order.waml.yaml", text=MESSAGE, examples=True)
    assert compiled.body["to"] == "+15550001111"


def test_several_providers_in_order() -> None:
    compiled = waml.compile("a.waml.yaml", text=MESSAGE, examples=True, provider=["pilot-status", "360dialog"])
    assert [one.provider for one in compiled] == ["pilot-status", "360dialog"]


def test_a_provider_that_there_is_not_is_a_value_error() -> None:
    for run in (waml.lint, waml.compile):
        with pytest.raises(ValueError, match="no provider 'clud'; did you mean 'cloud'"):
            run("a.waml.yaml", text=MESSAGE, provider="clud")


@pytest.mark.parametrize(
    ("assume", "said"),
    [({"windo": "open"}, "did you mean 'window'?"), ({"window": "ajar"}, "'ajar' is none of open, closed")],
)
def test_an_assumption_that_there_is_not_is_a_value_error(assume: dict[str, str], said: str) -> None:
    payload = {"messaging_product": "whatsapp", "to": "15551234567", "type": "text", "text": {"body": "Hi"}}
    with pytest.raises(ValueError, match="assume: ") as caught:
        waml.lint("a.waml.yaml", text=MESSAGE, assume=assume)
    assert said in str(caught.value)
    with pytest.raises(ValueError, match="assume: "):
        waml.translate(payload, provider="cloud", to="infobip", assume=assume)


PAYLOAD = {"messaging_product": "whatsapp", "to": "+15551234567", "type": "text", "text": {"body": "Hi"}}


@pytest.mark.parametrize("read", [str, Path])
def test_a_payload_is_a_file_like_any_other(tmp_path: Path, read: type) -> None:
    file = tmp_path / "hi.json"
    file.write_text(json.dumps(PAYLOAD), "utf-8")
    (tmp_path / "waml.toml").write_text('providers = ["cloud"]\nfrom = "+15557654321"\n', "utf-8")
    assert {d.provider for d in waml.lint(read(file))} == {"cloud"}
    assert waml.decompile(read(file)) == waml.decompile(PAYLOAD, provider="cloud")
    [there] = waml.translate(read(file), to="infobip")
    assert (there.name, there.body["from"]) == ("hi", "15557654321")
    assert waml.translate(read(file), text=json.dumps(PAYLOAD), to="pilot-status")[0].body["text"] == "Hi"


def test_json_is_no_path() -> None:
    text = json.dumps(PAYLOAD)
    for run in (
        lambda: waml.decompile(text, provider="cloud"),
        lambda: waml.translate(text, provider="cloud", to="infobip"),
    ):
        with pytest.raises(ValueError, match="give JSON as text="):
            run()
    with pytest.raises(ValueError, match="text="):
        waml.decompile(PAYLOAD, text=text, provider="cloud")
    with pytest.raises(ValueError, match="nothing says whose"):
        waml.decompile(PAYLOAD, config=Config())
    with pytest.raises(OSError, match="nowhere"):
        waml.decompile("nowhere.json", provider="cloud")


def test_the_functions_share_their_keywords() -> None:
    shared = {"provider": "cloud", "vars": {"phone": "+15551234567"}, "assume": {"window": "open"}, "config": Config()}
    shared |= {
        "select": ["ALL"],
        "ignore": ["unused-variable"],
        "extend_select": (),
        "extend_ignore": (),
        "ignores": True,
    }
    for run in (waml.lint, waml.fix, waml.compile):
        run("a.waml.yaml", text=MESSAGE, **shared)  # type: ignore[operator]
        with pytest.raises(TypeError, match="unexpected keyword argument 'var'"):
            run("a.waml.yaml", text=MESSAGE, var={})  # type: ignore[operator]
    shared.pop("vars")
    waml.translate(PAYLOAD, to="360dialog", **shared)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword argument 'vars'"):
        waml.translate(PAYLOAD, to="360dialog", provider="cloud", vars={})  # type: ignore[call-arg]


def test_functions_are_listed_before_they_are_used() -> None:
    assert {"lint", "compile", "decompile", "translate"} <= set(dir(waml))


def test_a_clean_text_imports_nothing_heavy(tmp_path: Path) -> None:
    """What a text message does not need it does not import: start-up time is a promise."""
    code = (
        "import sys, waml; waml.lint('a.waml.yaml', text='to: \"+15551234567\"\\ntext: Hello\\n');"
        "print(*sorted({'jinja2', 'jsonschema', 'phonenumbers', 'importlib.resources', 'tomllib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == ""
