"""What is said where an extra is not installed."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from waml.__main__ import main
from waml.extras import advice


@pytest.mark.parametrize(
    ("command", "package", "module"),
    [("lsp", "pygls", "lsprotocol"), ("bulk m.waml.yaml --rows rows.csv -o out.jsonl", "pyarrow", "pyarrow")],
)
def test_a_verb_without_its_package_says_how_to_get_it(
    command: str, package: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    for name in [name for name in sys.modules if name.startswith("waml.lsp")]:
        monkeypatch.delitem(sys.modules, name)
    verb = command.split()[0]
    done = CliRunner().invoke(main, command.split(), catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"waml: {verb} needs {package}: {advice(verb)}\n"
    assert advice(verb).startswith(f"pip install '{package}>=")


def test_the_packages_are_those_of_the_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    stated = [
        "click>=8.1",
        'a>=1; extra == "spark"',
        "b; python_version < '4' and extra == 'spark'",
        'c; extra == "bulk"',
    ]
    monkeypatch.setattr("importlib.metadata.requires", lambda _: stated)
    assert advice("spark") == "pip install 'a>=1' b, or install waml with its extra 'spark'"
    monkeypatch.setattr("importlib.metadata.requires", lambda _: None)
    assert advice("spark") == "install waml with its extra 'spark'"
