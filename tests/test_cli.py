"""The edge: exit codes, what goes to stdout and what to stderr, files, pipes, colors, encodings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from waml.__main__ import main

CLEAN = 'to: "+447700900123"\ntext: Your desk is ready.\n'
FAULTY = 'to: "+447700900123"\ntext: ""\n'
WARNED = 'to: "+447700900123"\ntext: Your *desk is ready.\n'
ASKING = (
    "vars:\n  name: {type: string, max_length: 10, example: Ada}\n"
    'to: "+447700900123"\ntext: Hi {{ name }}, your desk is ready.\n'
)
UNSET = {"NO_COLOR": None, "FORCE_COLOR": None}


class Result(NamedTuple):
    """How a run ended, and what it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


def waml(*arguments: str, cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Result:
    """Run waml in this process: fast, and any exception but an exit fails the test."""
    before = Path.cwd()
    os.chdir(cwd)
    try:
        done = CliRunner().invoke(main, arguments, input=stdin, env={**UNSET, **(env or {})}, catch_exceptions=False)
    finally:
        os.chdir(before)
    return Result(done.exit_code, done.stdout_bytes, done.stderr_bytes)


def process(*arguments: str, cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Result:
    """Run waml as a process of its own."""
    kept = {key: value for key, value in os.environ.items() if key not in UNSET}
    done = subprocess.run(
        [sys.executable, "-m", "waml", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**kept, **(env or {})},
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clean.waml.yaml").write_text(CLEAN, "utf-8")
    (tmp_path / "faulty.waml.yaml").write_text(FAULTY, "utf-8")
    (tmp_path / "warned.waml.yaml").write_text(WARNED, "utf-8")
    (tmp_path / "asking.waml.yaml").write_text(ASKING, "utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ["lint", "clean.waml.yaml"]),
        (0, ["lint", "warned.waml.yaml"]),
        (0, ["lint", "asking.waml.yaml"]),
        (0, ["lint", "--fail-on", "warning", "clean.waml.yaml"]),
        (1, ["lint", "faulty.waml.yaml"]),
        (1, ["lint", "."]),
        (1, ["lint"]),
        (1, ["lint", "--fail-on", "warning", "warned.waml.yaml"]),
        (1, ["lint", "--fail-on", "info", "clean.waml.yaml"]),
        (2, ["lint", "empty"]),
        (2, ["lint", "missing.waml.yaml"]),
        (2, ["lint", "clean.waml.yaml", "--fail-on", "never"]),
        (0, ["compile", "clean.waml.yaml"]),
        (0, ["compile", "warned.waml.yaml"]),
        (0, ["compile", "--var", "name=Ada", "asking.waml.yaml"]),
        (0, ["compile", "--examples", "asking.waml.yaml"]),
        (1, ["compile", "asking.waml.yaml"]),
        (1, ["compile", "faulty.waml.yaml"]),
        (1, ["compile", "clean.waml.yaml", "faulty.waml.yaml"]),
        (2, ["compile", "empty"]),
        (2, ["compile", "missing.waml.yaml"]),
        (0, ["--version"]),
        (0, ["--help"]),
        (0, ["lint", "-h"]),
    ],
)
def test_exit_code(folder: Path, code: int, arguments: list[str]) -> None:
    assert waml(*arguments, cwd=folder).returncode == code


def test_module_runs_as_the_command_does(folder: Path) -> None:
    assert process("lint", "clean.waml.yaml", cwd=folder).returncode == 0
    assert process("lint", "faulty.waml.yaml", cwd=folder).returncode == 1
    result = process("lint", "missing.waml.yaml", cwd=folder)
    assert result == (2, b"", b"waml: 'missing.waml.yaml' does not exist\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lint", "missing.waml.yaml"], "'missing.waml.yaml' does not exist"),
        (["lint", "empty"], "nothing to check"),
        (["lint", "-p", "clod", "."], "no provider 'clod'; did you mean 'cloud'?"),
        (["compile", "-p", "pilotstatus", "."], "no provider 'pilotstatus'; did you mean 'pilot-status'?"),
        (["lint", "--output-format", "consise", "."], "no output format 'consise'; did you mean 'concise'?"),
        (["compile", "--emit", "crul", "."], "no form 'crul'; did you mean 'curl'?"),
        (["lint", "--var", "name", "."], "--var takes name=value, not 'name'"),
        (["lint", "--var", "=x", "."], "--var takes name=value, not '=x'"),
        (["lint", "--var", "nope=1", "."], "no message declares the variable 'nope'; declared: name"),
        (["compile", "--var", "nam=1", "."], "no message declares the variable 'nam'; did you mean 'name'?"),
        (["compile", "--var", "nope=1", "clean.waml.yaml"], "the variable 'nope'; it is declared under 'vars'"),
        (["lint", "--vars", "missing.yaml", "."], "'missing.yaml' cannot be read"),
        (["lint", "--assume", "window", "."], "--assume takes key=value, not 'window'"),
        (["lint", "--assume", "window=ajar", "."], "'ajar' is none of open, closed"),
        (["lint", "--config", "missing.toml", "."], "missing.toml"),
        (["lnt", "."], "did you mean 'lint'?"),
        (["compile", "-o", "clean.waml.yaml", "clean.waml.yaml"], "cannot be written"),
        (["lint", "-o", "no/such/folder/report.txt", "clean.waml.yaml"], "cannot be written"),
    ],
)
def test_wrong_usage_is_one_line_on_stderr(folder: Path, arguments: list[str], said: str) -> None:
    result = waml(*arguments, cwd=folder)
    stderr = result.stderr.decode()
    assert result.returncode == 2
    assert result.stdout == b""
    assert said in stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("values.yaml", "name: [Ada\n", "values.yaml:"),
        ("values.yaml", "- Ada\n", "one mapping from names to values"),
        ("values.yaml", "name: Ada\nname: Grace\n", "values.yaml:2:1"),
        ("values.json", '{"name": }', "values.json:1:"),
        ("values.toml", "name = Ada\n", "values.toml: "),
        ("values.toml", "\xff", "values.toml: "),
    ],
)
def test_broken_file_of_values_is_wrong_usage(folder: Path, name: str, content: str, said: str) -> None:
    (folder / name).write_bytes(content.encode("latin-1"))
    result = waml("compile", "--vars", name, "asking.waml.yaml", cwd=folder)
    assert result.returncode == 2
    assert said in result.stderr.decode()
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--var", "name=Grace"], "Hi Grace,"),
        (["--vars", "a.yaml"], "Hi Ada,"),
        (["--vars", "b.json"], "Hi Ben,"),
        (["--vars", "c.toml"], "Hi Cleo,"),
        (["--vars", "a.yaml", "--vars", "b.json"], "Hi Ben,"),
        (["--var", "name=Grace", "--vars", "a.yaml"], "Hi Grace,"),
        (["--var", "name=a=b"], "Hi a=b,"),
    ],
)
def test_strongest_value_wins(folder: Path, arguments: list[str], text: str) -> None:
    (folder / "a.yaml").write_text("name: Ada\n", "utf-8")
    (folder / "b.json").write_text('{"name": "Ben"}', "utf-8")
    (folder / "c.toml").write_text('name = "Cleo"\n', "utf-8")
    result = waml("compile", *arguments, "asking.waml.yaml", cwd=folder)
    assert json.loads(result.stdout)["text"]["body"].startswith(text)


def test_names_of_a_file_of_values_may_be_those_of_other_messages(folder: Path) -> None:
    (folder / "values.yaml").write_text("name: Ada\nother: 1\n", "utf-8")
    assert waml("compile", "--vars", "values.yaml", "asking.waml.yaml", cwd=folder).returncode == 0
    assert waml("compile", "--var", "name=Ada", "asking.waml.yaml", "clean.waml.yaml", cwd=folder).returncode == 0


def test_what_a_broken_file_declares_nobody_knows(folder: Path) -> None:
    (folder / "broken.waml.yaml").write_text("vars: {nope: [}\n", "utf-8")
    assert waml("lint", "--var", "nope=1", "broken.waml.yaml", "clean.waml.yaml", cwd=folder).returncode == 1


def test_value_that_does_not_fit_is_a_finding(folder: Path) -> None:
    result = waml("compile", "--var", "name=Maximiliane-Sophie", "asking.waml.yaml", cwd=folder)
    assert result.returncode == 1
    assert "variable-value" in result.stderr.decode()
    assert result.stdout == b""


def test_stdin_is_called_as_it_is_told(folder: Path) -> None:
    arguments = ["lint", "--output-format", "concise", "-"]
    assert waml(*arguments, cwd=folder, stdin=FAULTY.encode()).stdout.startswith(b"<stdin>:2:7: error empty-text:")
    named = waml("lint", "--stdin-filename", "src/a.waml.yaml", *arguments[1:], cwd=folder, stdin=FAULTY.encode())
    assert named.stdout.startswith(b"src/a.waml.yaml:2:7: error")


def test_json_from_stdin_is_a_payload_where_one_provider_is_named(folder: Path) -> None:
    body = b'{"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+447700900123", "type": "text", '
    body += b'"text": {"body": ""}}'
    arguments = ("lint", "--isolated", "--output-format", "concise", "-p", "cloud")
    place = b"<stdin>.json:1:%d: error empty-text:" % (body.index(b'""') + 1)
    assert waml(*arguments, "-", cwd=folder, stdin=body).stdout.startswith(place)
    message = b'{"to": "+447700900123", "text": "Hi"}'
    for others in (("--stdin-filename", "a.waml.json"), ("-p", "infobip")):
        found = waml(*arguments, *others, "-", cwd=folder, stdin=message)
        assert b"payload-" not in found.stdout
    assert b"stdin" in waml("lint", "--help", cwd=folder).stdout


def test_stdin_can_be_json(folder: Path) -> None:
    text = b'{"to": "+447700900123", "text": "Hi"}'
    result = waml("compile", "--stdin-filename", "a.waml.json", "-", cwd=folder, stdin=text)
    assert json.loads(result.stdout)["text"] == {"body": "Hi"}


def test_compiled_json_is_a_stream(folder: Path) -> None:
    (folder / "two.waml.yaml").write_text(f"providers: [cloud, 360dialog]\n{CLEAN}---\n{CLEAN}", "utf-8")
    result = waml("compile", "two.waml.yaml", cwd=folder)
    decoder, text, found = json.JSONDecoder(), result.stdout.decode(), []
    while text.strip():
        value, end = decoder.raw_decode(text.lstrip())
        found.append(value)
        text = text.lstrip()[end:]
    assert len(found) == 3
    assert result.stdout.startswith(b'{\n  "messaging_product": "whatsapp",\n')
    assert result.stdout.endswith(b"}\n")
    assert result.stderr == b""


def test_findings_of_compile_go_to_stderr(folder: Path) -> None:
    result = waml("compile", "clean.waml.yaml", "warned.waml.yaml", "faulty.waml.yaml", cwd=folder)
    stderr = result.stderr.decode()
    assert result.stdout.count(b'"messaging_product"') == 2
    assert "warning[unbalanced-formatting]" in stderr
    assert "error[empty-text]" in stderr
    assert "skipped: faulty for cloud (faulty.waml.yaml:1)" in stderr


def test_findings_of_lint_go_to_stdout(folder: Path) -> None:
    result = waml("lint", "faulty.waml.yaml", cwd=folder)
    assert result.stdout.startswith(b"error[empty-text]: ")
    assert result.stdout.endswith(b"1 error, 1 info (--show-info) in 1 file\n")
    assert result.stderr == b""


def test_infos_are_shown_when_asked_for(folder: Path) -> None:
    assert b"outside-window" not in waml("lint", "clean.waml.yaml", cwd=folder).stdout
    assert b"info[outside-window]" in waml("lint", "--show-info", "clean.waml.yaml", cwd=folder).stdout


def test_output_folder_holds_a_file_for_each_message_and_provider(folder: Path) -> None:
    text = f"name: ready\nproviders: [cloud, pilot-status]\n{CLEAN}---\n{FAULTY}"
    (folder / "two.waml.yaml").write_text(text, "utf-8")
    result = waml("compile", "-o", "out", "two.waml.yaml", "faulty.waml.yaml", cwd=folder)
    written = sorted(p.relative_to(folder / "out").as_posix() for p in (folder / "out").rglob("*") if p.is_file())
    assert result.returncode == 1
    assert result.stdout == b""
    assert written == ["cloud/ready.json", "pilot-status/ready.json"]
    assert json.loads((folder / "out/cloud/ready.json").read_bytes())["type"] == "text"


def test_file_of_an_earlier_run_is_replaced_whole(folder: Path) -> None:
    target = folder / "out/cloud/clean.json"
    target.parent.mkdir(parents=True)
    target.write_text("x" * 10_000, "utf-8")
    waml("compile", "-o", "out", "clean.waml.yaml", cwd=folder)
    assert json.loads(target.read_bytes())["text"] == {"body": "Your desk is ready."}
    assert [p.name for p in target.parent.iterdir()] == ["clean.json"]


@pytest.mark.parametrize("name", ["../../escape", "/etc/escape", "a/b", "..", "con\\\\x"])
def test_name_of_a_message_leads_to_no_other_folder(folder: Path, name: str) -> None:
    (folder / "named.waml.yaml").write_text(f'name: "{name}"\n{CLEAN}', "utf-8")
    result = waml("compile", "-o", "out", "named.waml.yaml", cwd=folder)
    assert result.returncode in (0, 1)
    written = [p for p in folder.rglob("*.json") if p.is_file()]
    assert all(p.parent == folder / "out" / "cloud" for p in written)


def test_two_messages_of_one_name_are_refused(folder: Path) -> None:
    (folder / "two.waml.yaml").write_text(f"name: a\n{CLEAN}---\nname: a\n{CLEAN}", "utf-8")
    result = waml("compile", "-o", "out", "two.waml.yaml", cwd=folder)
    assert result.returncode == 2
    assert b"two messages are called 'a'" in result.stderr
    assert not (folder / "out/cloud/a.json").exists()


@pytest.mark.parametrize(("first", "second"), [("a", "a"), ("Order", "order"), ("STRASSE", "straße")])
def test_names_that_are_one_file_elsewhere_are_refused(folder: Path, first: str, second: str) -> None:
    for number, name in enumerate((first, second)):
        (folder / f"sub{number}").mkdir()
        (folder / f"sub{number}" / f"{name}.waml.yaml").write_text(CLEAN, "utf-8")
    result = waml("compile", "-o", "out", "sub0", "sub1", cwd=folder)
    stderr = result.stderr.decode()
    assert result.returncode == 2
    assert f"sub0/{first}.waml.yaml and sub1/{second}.waml.yaml; write `name:`" in stderr
    assert not (folder / "out").exists()


def test_payloads_that_are_one_file_elsewhere_are_refused(folder: Path) -> None:
    payload = '{"messaging_product": "whatsapp", "to": "447700900123", "type": "text", "text": {"body": "Hi"}}'
    for name in ("one/A.json", "two/a.json"):
        (folder / name).parent.mkdir()
        (folder / name).write_text(payload, "utf-8")
    result = waml("decompile", "-p", "cloud", "-o", "out", "one/A.json", "two/a.json", cwd=folder)
    assert result.returncode == 2
    assert b"would both become" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["--check"], ["-o", "out"]])
def test_file_that_cannot_be_read_is_named_among_the_skipped(folder: Path, arguments: list[str]) -> None:
    (folder / "broken.waml.yaml").write_text("text: [Hello\n", "utf-8")
    result = waml("compile", "clean.waml.yaml", "broken.waml.yaml", *arguments, cwd=folder)
    assert result.returncode == 1
    assert "skipped: broken.waml.yaml, which cannot be read\n" in result.stderr.decode()


def test_report_can_go_to_a_file(folder: Path) -> None:
    (folder / "report.json").write_text("old", "utf-8")
    arguments = ["lint", "--output-format", "json", "-o", "report.json", "faulty.waml.yaml"]
    result = waml(*arguments, cwd=folder, env={"FORCE_COLOR": "1"})
    assert result.returncode == 1
    assert result.stdout == b""
    assert json.loads((folder / "report.json").read_bytes())["summary"]["errors"] == 1
    assert not (folder / "report.json.part").exists()


@pytest.mark.parametrize(
    ("form", "begins", "holds"),
    [
        ("body", '{\n  "messaging_product": "whatsapp",', '"body": "Your desk is ready."'),
        ("request", '{\n  "method": "POST",\n  "path": "/{phone-number-id}/messages",', '"Content-Type"'),
        (
            "curl",
            'curl -X POST "$WAML_BASE_URL/{phone-number-id}/messages" \\\n',
            '"Authorization: Bearer $WAML_TOKEN"',
        ),
        ("http", "###\nPOST {{WAML_BASE_URL}}/{phone-number-id}/messages\n", "Authorization: Bearer {{WAML_TOKEN}}"),
    ],
)
def test_forms_of_a_request(folder: Path, form: str, begins: str, holds: str) -> None:
    text = waml("compile", "--emit", form, "clean.waml.yaml", cwd=folder).stdout.decode()
    assert text.startswith(begins)
    assert holds in text
    assert text.endswith("\n")


@pytest.mark.parametrize(("form", "ending"), [("body", "json"), ("request", "json"), ("curl", "sh"), ("http", "http")])
def test_file_is_called_after_its_form(folder: Path, form: str, ending: str) -> None:
    waml("compile", "--emit", form, "-o", "out", "clean.waml.yaml", cwd=folder)
    assert (folder / f"out/cloud/clean.{ending}").is_file()


@pytest.mark.parametrize("provider", ["cloud", "360dialog", "360dialog-onprem", "infobip", "pilot-status"])
def test_request_says_that_it_is_json(folder: Path, provider: str) -> None:
    (folder / "sent.waml.yaml").write_text('from: "+442071838750"\n' + CLEAN, "utf-8")
    result = waml("compile", "-p", provider, "--emit", "request", "sent.waml.yaml", cwd=folder)
    assert json.loads(result.stdout)["headers"]["Content-Type"] == "application/json"


@pytest.mark.skipif(os.name == "nt", reason="runs a shell")
def test_curl_command_sends_what_was_written(folder: Path) -> None:
    """The shell hands over the very body, whatever the text holds; curl is a script that shows its arguments."""
    text = """It's "50 %" off: $HOME `id` \\\\ 👍"""
    (folder / "odd.waml.yaml").write_text(f"to: '+447700900123'\ntext: |\n  {text}\n", "utf-8")
    (folder / "curl").write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys; print(sys.argv[-1])" "$@"\n', "utf-8"
    )
    (folder / "curl").chmod(0o755)
    command = waml("compile", "--emit", "curl", "odd.waml.yaml", cwd=folder).stdout.decode()
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "WAML_TOKEN": "t", "WAML_BASE_URL": "http://x"}
    shown = subprocess.run(["sh", "-c", command], capture_output=True, env=env, check=True).stdout
    assert json.loads(shown)["text"]["body"] == text


@pytest.mark.parametrize(
    ("env", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
@pytest.mark.parametrize("verb", ["lint", "compile"])
def test_color(folder: Path, verb: str, env: dict[str, str], colored: bool) -> None:
    result = waml(verb, "faulty.waml.yaml", cwd=folder, env=env)
    assert (b"\x1b[" in result.stdout + result.stderr) == colored


def test_payloads_are_never_colored(folder: Path) -> None:
    result = waml("compile", "clean.waml.yaml", cwd=folder, env={"FORCE_COLOR": "1"})
    assert json.loads(result.stdout)["type"] == "text"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_output_is_utf8_whatever_the_locale(folder: Path, encoding: str) -> None:
    (folder / "emoji.waml.yaml").write_text('to: "+447700900123"\ntext: Fine 👍 *für alle\n', "utf-8")
    env = {"LC_ALL": "C", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    assert "Fine 👍 *für alle" in process("lint", "emoji.waml.yaml", cwd=folder, env=env).stdout.decode()
    result = process("compile", "emoji.waml.yaml", cwd=folder, env=env)
    assert "Fine 👍 *für alle" in result.stdout.decode()
    assert "Fine 👍 *für alle" in result.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("arguments", [["lint"], ["lint", "--output-format", "json"], ["compile"]])
def test_closed_pipe_ends_quietly(folder: Path, arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        command = [sys.executable, "-m", "waml", *arguments, "clean.waml.yaml"]
        done = subprocess.run(command, cwd=folder, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False)
    finally:
        os.close(write)
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.parametrize("text", [CLEAN, ASKING, FAULTY])
def test_byte_order_mark_and_windows_line_ends_change_nothing(folder: Path, text: str) -> None:
    (folder / "file.waml.yaml").write_bytes(text.encode())
    arguments = ["lint", "--output-format", "json", "file.waml.yaml"]
    unix = json.loads(waml(*arguments, cwd=folder).stdout)
    unix_body = waml("compile", "--examples", "file.waml.yaml", cwd=folder).stdout
    (folder / "file.waml.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert json.loads(waml(*arguments, cwd=folder).stdout) == unix
    assert waml("compile", "--examples", "file.waml.yaml", cwd=folder).stdout == unix_body


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"# only a comment\n",
        b"---\n",
        b"[]",
        b"x",
        b"\xff\xfe",
        b"{",
        b"a: 1\na: 2\n",
        b"a: " * 5000,
        b"\x00",
    ],
    ids=range(11),
)
@pytest.mark.parametrize("verb", ["lint", "compile"])
def test_bad_input_is_a_finding(folder: Path, verb: str, data: bytes) -> None:
    result = waml(verb, "-", cwd=folder, stdin=data)
    assert result.returncode in (0, 1)
    assert b"<stdin>:1:" in result.stdout + result.stderr or b"<stdin>:2:" in result.stdout + result.stderr
    assert b"Traceback" not in result.stderr


def test_lone_surrogate_of_json_is_no_traceback(folder: Path) -> None:
    (folder / "odd.waml.json").write_text('{"to": "+447700900123", "text": "\\ud800 *x"}', "utf-8")
    for verb in ("lint", "compile"):
        result = waml(verb, "odd.waml.json", cwd=folder)
        assert b"Traceback" not in result.stderr
        assert result.returncode in (0, 1)


@pytest.mark.skipif(os.name == "nt", reason="arguments are bytes on POSIX")
def test_value_that_is_no_text_is_no_traceback(folder: Path) -> None:
    """What python makes of bytes that are not UTF-8 must be refused before it is to be written."""
    result = waml("compile", "--var", "name=a\udcff", "asking.waml.yaml", cwd=folder)
    assert result.returncode in (1, 2)
    assert result.stdout == b""


def test_paths_are_written_with_slashes(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "faulty.waml.yaml").write_text(FAULTY, "utf-8")
    result = waml("lint", "--output-format", "concise", os.path.join("sub", "faulty.waml.yaml"), cwd=folder)
    assert result.stdout.startswith(b"sub/faulty.waml.yaml:2:7:")


def test_config_of_the_nearest_folder_counts(folder: Path) -> None:
    # A config is read once by a process.
    (folder / "waml.toml").write_text('providers = ["pilot-status"]\n', "utf-8")
    assert b"destinationNumber" in process("compile", "clean.waml.yaml", cwd=folder).stdout
    assert b"messaging_product" in process("compile", "--isolated", "clean.waml.yaml", cwd=folder).stdout
    assert b"messaging_product" in process("compile", "-p", "cloud", "clean.waml.yaml", cwd=folder).stdout
    (folder / "waml.toml").write_text('provider = ["pilot-status"]\n', "utf-8")
    result = process("lint", "clean.waml.yaml", cwd=folder)
    assert result.returncode == 2
    assert b"did you mean 'providers'?" in result.stderr


def test_providers_tells_nothing_of_a_part_of_what_is_not_carried(folder: Path) -> None:
    told = json.loads(waml("providers", "--output-format", "json", cwd=folder).stdout)
    assert told["fields"]["typing.message_id"]["360dialog-onprem"] is None
    assert told["fields"]["template.carousel[].header.product"]["pilot-status"] is None
    assert told["fields"]["typing.message_id"]["cloud"] == "yes"
    assert told["definition_buttons"]["app"] == {
        "cloud": "yes", "360dialog": "yes", "360dialog-onprem": "yes", "infobip": "error", "pilot-status": "error"
    }  # fmt: skip
    lines = waml("providers", cwd=folder).stdout.decode().splitlines()
    assert any(x.startswith("buttons of a template definition") for x in lines)
    assert next(x for x in lines if "flow.flow_name" in x).split()[1:] == ["yes", "yes", "-", "error", "-"]
