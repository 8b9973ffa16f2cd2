from __future__ import annotations

import re
from pathlib import Path

import pytest

from waml.config import Config, ConfigError, discover, load


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_config_upwards(tmp_path: Path) -> None:
    _write(tmp_path / "pyproject.toml", '[tool.waml]\nproviders = ["infobip"]\n')
    _write(tmp_path / "a" / "waml.toml", 'providers = ["cloud", "pilot-status"]\n')
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "d").mkdir()
    assert discover(str(tmp_path / "a" / "b" / "c")).providers == ("cloud", "pilot-status")
    assert discover(str(tmp_path / "d")).providers == ("infobip",)
    assert discover(str(tmp_path / "d")).path == str(tmp_path / "pyproject.toml")


def test_a_waml_toml_goes_before_a_pyproject(tmp_path: Path) -> None:
    _write(tmp_path / "pyproject.toml", '[tool.waml]\nproviders = ["infobip"]\n')
    _write(tmp_path / "waml.toml", 'providers = ["cloud"]\n')
    assert discover(str(tmp_path)).providers == ("cloud",)


def test_a_pyproject_that_says_nothing_of_waml_is_passed_over(tmp_path: Path) -> None:
    _write(tmp_path / "waml.toml", 'providers = ["infobip"]\n')
    _write(tmp_path / "a" / "pyproject.toml", "[tool.ruff]\nline-length = 100\n")
    assert load(str(tmp_path / "a" / "pyproject.toml")) is None
    assert discover(str(tmp_path / "a")).providers == ("infobip",)


def test_an_empty_section_ends_the_search(tmp_path: Path) -> None:
    _write(tmp_path / "waml.toml", 'providers = ["infobip"]\n')
    _write(tmp_path / "a" / "pyproject.toml", "[tool.waml]\n")
    assert discover(str(tmp_path / "a")).providers == ()


def test_blocks_and_assumptions(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "waml.toml",
        '[assume]\nnow = 2026-12-18T19:27:00Z\nwindow = "open"\n[cloud]\nphone_number_id = "106540352242922"\n',
    )
    config = load(str(path))
    assert config is not None
    assert config.assume == {"now": "2026-12-18T19:27:00Z", "window": "open"}
    assert config.blocks["cloud"] == {"phone_number_id": "106540352242922"}
    assert "assume" not in config.blocks


def test_nothing_is_the_empty_config(tmp_path: Path) -> None:
    _write(tmp_path / "waml.toml", "")
    assert load(str(tmp_path / "waml.toml")) == Config(path=str(tmp_path / "waml.toml"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("providers = [", "waml.toml: "),
        ('providers = ["clod"]', "'clod' is none of"),
        ("providers = 3", "3"),
        ('provider = ["cloud"]', "did you mean 'providers'?"),
        ('[assume]\nwindow = "ajar"', "'ajar' is none of"),
        ('[assume]\nwindw = "open"', "did you mean 'window'?"),
        ("[cloud]\nphone_number = 1", "'phone_number' is unknown"),
        ("assume = 1", "a mapping is due"),
        ("cloud = []", "a mapping is due"),
        ('[assume]\nnow = "soon"', "'soon' is no ISO 8601 time"),
        ("a = 1\na = 2", "waml.toml: "),
    ],
)
def test_faults_name_the_file(tmp_path: Path, text: str, says: str) -> None:
    path = _write(tmp_path / "waml.toml", text)
    with pytest.raises(ConfigError) as error:
        load(str(path))
    assert says in str(error.value)
    assert re.match(rf"{re.escape(str(path))}(:\d+)?: ", str(error.value))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for name, data in (("a.toml", b"\xff\xfe"), ("b.toml", b"a = '\xff'")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ConfigError):
            load(str(tmp_path / name))
    with pytest.raises(ConfigError):
        load(str(tmp_path / "missing.toml"))
    with pytest.raises(ConfigError):
        load(str(tmp_path))


@pytest.mark.parametrize("text", ["tool = 1\n", "[tool]\nwaml = 1\n", "[[tool.waml]]\n", 'tool = ["waml"]\n'])
def test_a_pyproject_of_an_odd_shape(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path / "pyproject.toml", text)
    if "waml" in text and "tool = [" not in text:
        with pytest.raises(ConfigError, match=r"pyproject\.toml"):
            load(str(path))
    else:
        assert load(str(path)) is None


def test_deep_toml_is_no_traceback(tmp_path: Path) -> None:
    path = _write(tmp_path / "waml.toml", "a = " + "[" * 5000)
    with pytest.raises(ConfigError):
        load(str(path))


def test_sender_of_messages_that_name_none(tmp_path: Path) -> None:
    import waml

    config = load(str(_write(tmp_path / "waml.toml", 'from = "+44 20 7183 8750"\n')))
    assert config is not None
    assert config.sender == "+442071838750"
    message = 'to: "+447700900123"\ntext: Hi\n'
    assert [
        d for d in waml.lint("a.waml.yaml", text=message, provider="infobip", config=config) if d.severity != "info"
    ] == []
    (done,) = waml.compile("a.waml.yaml", text=message, provider="infobip", config=config)
    assert done.body["from"] == "442071838750"
    (own,) = waml.compile("a.waml.yaml", text='from: "+15551234567"\n' + message, provider="infobip", config=config)
    assert own.body["from"] == "15551234567"
    # Who has no use for it hears nothing of it.
    assert not [d for d in waml.lint("a.waml.yaml", text=message, provider="cloud", config=config) if d.field == "from"]
