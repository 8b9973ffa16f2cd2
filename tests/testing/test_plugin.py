"""The plugin of pytest, in runs of its own: fixtures, marks, golden payloads, what it says when something fails."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from waml.testing import assert_valid_payload

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "testing"
UPDATE = bool(os.environ.get("WAML_UPDATE_GOLDEN"))
HI = 'name: hi\nvars: {who: {example: Ada}}\nto: "+15551234567"\ntext: "Hi {{ who }}"\n'
IS_INSTALLED = any(point.name == "waml" for point in entry_points(group="pytest11"))
PLUGIN = [] if IS_INSTALLED else ["-p", "waml.testing.plugin"]
"""A tree that was installed before the plugin was there does not have its entry point yet."""


def run(pytester: pytest.Pytester, test: str, *arguments: str) -> pytest.RunResult:
    pytester.path.joinpath("hi.waml.yaml").write_text(HI, "utf-8")
    pytester.makepyfile(test)
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *PLUGIN, *arguments)


def assert_golden(name: str, text: str) -> None:
    file = GOLDEN / name
    if UPDATE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


def failure_of(result: pytest.RunResult) -> str:
    """Return what a run says of its failure: the lines that pytest marks, else what stands under its name."""
    marked = [line[4:] for line in result.outlines if line.startswith("E   ")]
    if not marked:
        start = next(at for at, line in enumerate(result.outlines) if line.startswith("____"))
        marked = result.outlines[start + 1 :]
        marked = marked[: next(at for at, line in enumerate(marked) if line.startswith("===="))]
    return "".join(f"{line.rstrip()}\n" for line in marked)


def test_entry_point_names_the_plugin() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert settings["entry-points"]["pytest11"] == {"waml": "waml.testing.plugin"}
    extra = {re.split(r"\W", name)[0] for name in settings["optional-dependencies"]["testing"]}
    assert extra == {"hypothesis", "pytest"}


def test_unused_it_imports_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_is_imported():
            ours = {name for name in sys.modules if name.startswith("waml")}
            assert ours <= {"waml", "waml.testing", "waml.testing.plugin"}
            assert not {"jinja2", "jsonschema", "yaml"} & {*sys.modules}
        """
    )
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", *PLUGIN)
    result.assert_outcomes(passed=1)


def test_message_is_compiled_with_values_and_examples(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        def test_examples(waml_message):
            assert waml_message("hi.waml.yaml").body["text"]["body"] == "Hi Ada"

        def test_values(waml_message):
            compiled = waml_message("hi.waml.yaml", provider="pilot-status", who="Grace")
            assert (compiled.provider, compiled.body["text"]) == ("pilot-status", "Hi Grace")
        """,
    )
    result.assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("waml_message('hi.waml.yaml', who='x' * 5000)", "text-too-long*4096"),
        ("waml_message('no.waml.yaml')", "no.waml.yaml*No such file"),
        ("waml_message('hi.waml.yaml', provider='clud')", "no provider 'clud'; did you mean 'cloud'?"),
        ("waml_message('hi.waml.yaml', name='ho')", "name, provider and locale leave 0 messages of hi for cloud"),
    ],
)
def test_what_is_wrong_with_a_message_is_said(pytester: pytest.Pytester, call: str, said: str) -> None:
    result = run(pytester, f"def test_it(waml_message):\n    {call}\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*{said}*"])


MARKED = """
    import pytest

    @pytest.mark.waml_fixtures("hi.waml.yaml", provider="cloud", group="invalid", rule=["text-too-long", "empty-text"])
    def test_refused(waml_fixture):
        assert waml_fixture.response["status"] == 400
        assert waml_fixture.rule in {d["rule"] for d in waml_fixture.diagnostics}
        assert waml_fixture.webhooks["failed"]
"""


def test_a_marked_test_runs_once_for_each_fixture(pytester: pytest.Pytester) -> None:
    result = run(pytester, MARKED, "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*test_refused?cloud-hi-invalid-text-too-long? PASSED*"])


def test_fixtures_of_a_folder_are_read_from_it(pytester: pytest.Pytester) -> None:
    from click.testing import CliRunner

    from waml.__main__ import main

    (pytester.path / "hi.waml.yaml").write_text(HI, "utf-8")
    CliRunner().invoke(main, ["fixtures", str(pytester.path / "hi.waml.yaml"), "--rule", "text-too-long", "-o", "out"])
    result = run(pytester, MARKED.replace('"hi.waml.yaml"', '"out"'), "--strict-markers")
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("'hi.waml.yaml', group='bad'", "no group of requests 'bad'"),
        ("'hi.waml.yaml', rule='text-to-long'", "did you mean 'text-too-long'?"),
        ("'hi.waml.yaml', providers='cloud'", "did you mean 'provider'?"),
        ("'none.waml.yaml'", "does not exist"),
        ("", "names no message file"),
    ],
)
def test_a_wrong_mark_is_said(pytester: pytest.Pytester, mark: str, said: str) -> None:
    test = f"import pytest\n@pytest.mark.waml_fixtures({mark})\ndef test_it(waml_fixture): pass\n"
    result = run(pytester, test)
    assert said in result.stdout.str()
    assert result.ret != 0


def test_a_fixture_without_its_mark_is_said(pytester: pytest.Pytester) -> None:
    result = run(pytester, "def test_it(waml_fixture): pass\n")
    assert "waml_fixture needs @pytest.mark.waml_fixtures('messages/…') on test_it" in result.stdout.str()


def test_failing_assertion_reads_well(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
        from waml.testing import assert_valid_payload

        def test_order():
            body = {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": "+15551234567",
                "type": "interactive",
                "interactive": {
                    "type": "button",
                    "body": {"text": "Hi Ada"},
                    "action": {
                        "buttons": [
                            {"type": "reply", "reply": {"id": "track", "title": "Track my order today"}},
                            {"type": "reply", "reply": {"id": "track", "title": "Talk to somebody now"}},
                            {"type": "reply", "reply": {"id": "stop", "title": "Stop all of the messages"}},
                        ]
                    },
                },
            }
            assert_valid_payload(body, "cloud")
        """,
    )
    result.assert_outcomes(failed=1)
    assert_golden("assert_valid_payload.txt", failure_of(result))


def test_assertion_takes_what_people_have() -> None:
    good = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+15551234567"}
    good |= {"type": "text", "text": {"body": "Hello"}}
    for payload in (good, str(good).replace("'", '"'), str(good).replace("'", '"').encode()):
        assert_valid_payload(payload, "cloud")
    bad = {**good, "text": {"body": ""}}
    for payload in (bad, {"method": "POST", "path": "/1/messages", "headers": {}, "body": bad}):
        with pytest.raises(AssertionError, match="empty-text"):
            assert_valid_payload(payload, "cloud")
    warned = {**good, "text": {"body": "a *b"}}
    assert_valid_payload(warned, "cloud")
    with pytest.raises(AssertionError, match="unbalanced-formatting"):
        assert_valid_payload(warned, "cloud", fail_on="warning")


def test_golden_payload_is_written_and_held_to(pytester: pytest.Pytester) -> None:
    test = """
        def test_it(waml_message, waml_golden):
            waml_golden(waml_message("hi.waml.yaml"), "golden/hi.json")
    """
    result = run(pytester, test)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*there is no golden/hi.json yet; pytest --waml-update writes it*"])
    run(pytester, test, "--waml-update").assert_outcomes(passed=1)
    run(pytester, test).assert_outcomes(passed=1)
    file = pytester.path / "golden" / "hi.json"
    file.write_text(file.read_text("utf-8").replace("Ada", "Eve"), "utf-8")
    result = run(pytester, test)
    result.assert_outcomes(failed=1)
    assert_golden("waml_golden.txt", failure_of(result))


def test_example_passes(pytester: pytest.Pytester) -> None:
    """The little sender of `examples/testing`, with its own tests."""
    shutil.copytree(ROOT / "examples" / "testing", pytester.path / "sender")
    result = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider", *PLUGIN, "sender")
    result.assert_outcomes(passed=8)
