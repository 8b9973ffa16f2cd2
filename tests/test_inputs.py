from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from waml.inputs import UsageError, assumptions, content, known, supplied
from waml.source import MAX_BYTES


def test_content_is_at_most_one_byte_more_than_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 100)
    assert len(content(str(path))) == MAX_BYTES + 1
    with pytest.raises(UsageError, match="cannot be read"):
        content(str(tmp_path))
    stdin = io.TextIOWrapper(io.BytesIO(b"text: Hi\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert content("-") == b"text: Hi\n"


def test_values_of_the_command_line_go_before_files_and_later_files_before_earlier(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1\ny: 0123\nz: {k: [yes]}\n", encoding="utf-8")
    (tmp_path / "b.json").write_text('{"x": 2, "w": "\\ud83d\\ude00"}', encoding="utf-8")
    (tmp_path / "c.toml").write_text("v = 2026-12-18\nu = [1, 2.5]\nx = 3\n", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a.yaml", "b.json", "c.toml")]
    values = supplied(["y=a=b", "s="], paths)
    assert {name: value.value for name, value in values.items()} == {
        "x": 3, "y": "a=b", "z": {"k": ["yes"]}, "w": "😀", "v": "2026-12-18", "u": [1, 2.5], "s": "",
    }  # fmt: skip
    assert values["y"].origin == "--var y"
    assert values["y"].is_text
    assert values["x"].origin == paths[2]
    assert not values["x"].is_text


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.yaml", "x: [y", "a.yaml:1:4: what opens here is not closed"),
        ("a.yaml", "x: 1\nx: 2\n", "a.yaml:2:1: the key 'x' stands twice"),
        ("a.yaml", "x: {{ y }}\n", "a.yaml:1:4: "),
        ("a.yaml", "- x\n", "one mapping from names to values"),
        ("a.yaml", "", "one mapping from names to values"),
        ("a.yaml", "x: 1\n---\ny: 2\n", "one mapping from names to values"),
        ("a.json", "[1]", "one mapping from names to values"),
        ("a.json", '{"x": NaN}', "a.json:1:7: a value is due here"),
        ("a.toml", "x = ", "a.toml: "),
        ("a.toml", "x = " + "[" * 5000, "a.toml: "),
    ],
)
def test_files_of_values_that_cannot_be_used(tmp_path: Path, name: str, text: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        supplied([], [str(path)])
    assert says in str(error.value)


@pytest.mark.parametrize("pair", ["x", "=1", ""])
def test_a_var_is_name_and_value(pair: str) -> None:
    with pytest.raises(UsageError, match="--var takes name=value"):
        supplied([pair], [])


def test_assumptions() -> None:
    assert assumptions([]) == {}
    assert assumptions(["window=open", "now=2026-12-18T19:27:00+01:00"]) == {
        "window": "open",
        "now": "2026-12-18T18:27:00Z",
    }
    for pair, says in (
        ("window", "key=value"),
        ("window=ajar", "is none of"),
        ("windw=open", "did you mean 'window'"),
        ("now=soon", "ISO 8601"),
    ):
        with pytest.raises(UsageError, match=says):
            assumptions([pair])


def test_words_with_a_hint() -> None:
    assert known("cloud", ["cloud", "infobip"], "provider") == "cloud"
    with pytest.raises(UsageError, match="no provider 'clod'; did you mean 'cloud'"):
        known("clod", ["cloud", "infobip"], "provider")
    with pytest.raises(UsageError, match="there are cloud, infobip"):
        known("zzzz", ["cloud", "infobip"], "provider")
