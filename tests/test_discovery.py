"""Which files a run reads: named, in folders, excluded, included, ignored by git; and what it says of none."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from waml.__main__ import main
from waml.config import Configs, forget
from waml.discovery import Search, files
from waml.globs import first_match
from waml.inputs import UsageError

CLEAN = 'to: "+447700900123"\ntext: Your desk is ready.\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to be in, and configs read anew: a process reads each once."""
    forget()
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    forget()


def touch(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CLEAN, encoding="utf-8")


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def found(*paths: str, **search: object) -> list[str]:
    return [path.replace("\\", "/") for path in files(paths, Search(**search))]  # type: ignore[arg-type]


def nothing(*paths: str, **search: object) -> str:
    with pytest.raises(UsageError) as error:
        found(*paths, **search)
    return str(error.value).removeprefix("nothing to check: ")


def waml(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)


def git(*arguments: str, cwd: str = ".") -> None:
    subprocess.run(["git", "-c", "user.email=a@example.com", "-c", "user.name=A", *arguments], cwd=cwd, check=True,
                   capture_output=True)  # fmt: skip


# ---- without settings


def test_folders_hold_message_files_by_their_ending() -> None:
    touch("b.waml.yaml", "a.waml.json", "c.waml.yml", "d.yaml", "e.json", "z/f.waml.yaml", ".git/g.waml.yaml")
    touch("node_modules/h.waml.yaml", ".waml.yaml")
    assert found(".") == [".waml.yaml", "a.waml.json", "b.waml.yaml", "c.waml.yml", "z/f.waml.yaml"]
    assert found() == found(".")


def test_a_named_file_is_read_whatever_it_is_called() -> None:
    touch("d.yaml", "e.txt")
    assert found("d.yaml", "e.txt", "-") == ["d.yaml", "e.txt", "-"]


def test_a_file_that_is_named_twice_is_read_once() -> None:
    touch("a.waml.yaml")
    assert found("a.waml.yaml", ".", "./a.waml.yaml") == ["a.waml.yaml"]


def test_a_path_that_is_not_there() -> None:
    touch("a.waml.yaml")
    with pytest.raises(UsageError, match=r"'missing\.yaml' does not exist"):
        files(["a.waml.yaml", "missing.yaml"], Search(may_be_none=True))


# ---- patterns


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("drafts", "drafts/a.yaml", True),
        ("drafts", "x/drafts/y/a.yaml", True),
        ("drafts", "drafts2/a.yaml", False),
        ("drafts/", "drafts/a.yaml", True),
        ("drafts/", "drafts", False),
        ("/drafts", "drafts/a.yaml", True),
        ("/drafts", "x/drafts/a.yaml", False),
        ("./a.yaml", "a.yaml", True),
        ("*.yaml", "x/y/a.yaml", True),
        ("*.yaml", "a.yamlx", False),
        ("x/*.yaml", "x/a.yaml", True),
        ("x/*.yaml", "x/y/a.yaml", False),
        ("x/*.yaml", "z/x/a.yaml", False),
        ("x/**/*.yaml", "x/a.yaml", True),
        ("x/**/*.yaml", "x/y/z/a.yaml", True),
        ("**/y/*.yaml", "y/a.yaml", True),
        ("**/y/*.yaml", "x/y/a.yaml", True),
        ("x/**", "x/y/a.yaml", True),
        ("x/**", "x", False),
        ("**", "a.yaml", True),
        ("[ab].yaml", "b.yaml", True),
        ("[!ab].yaml", "b.yaml", False),
        ("?.yaml", "ab.yaml", False),
        ("x/y", "../x/y", False),
        ("y", "../x/y/a.yaml", True),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    assert (first_match([pattern], path, ".") is not None) == matches
    assert (first_match([pattern], f"base/{path}", "base") is not None) == matches


PARTS = st.lists(st.sampled_from(["a", "b", "ab", "a.y"]), min_size=1, max_size=4)
WORDS = st.lists(st.sampled_from(["a", "*", "**", "a*", "?", "[ab]", "*.y"]), min_size=2, max_size=4)


def plainly(words: list[str], parts: list[str]) -> bool:
    """Whether words match all parts or the first of them, said as plainly as can be."""
    if not words:
        return True
    if words[0] == "**":
        least = 1 if len(words) == 1 else 0
        return any(plainly(words[1:], parts[n:]) for n in range(least, len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], words[0]) and plainly(words[1:], parts[1:])


@given(WORDS, PARTS)
def test_patterns_match_what_they_plainly_say(words: list[str], parts: list[str]) -> None:
    path = "/".join(parts)
    assert (first_match(["/".join(words)], path, ".") is not None) == plainly(words, parts)


# ---- exclude and include


def test_exclude_holds_for_folders_and_for_named_files() -> None:
    touch("a.waml.yaml", "drafts/b.waml.yaml", "x/c.draft.waml.yaml", "x/d.waml.yaml")
    write("waml.toml", 'exclude = ["drafts", "*.draft.waml.yaml"]\n')
    assert found() == ["a.waml.yaml", "x/d.waml.yaml"]
    assert found("a.waml.yaml", "drafts/b.waml.yaml", "x/c.draft.waml.yaml") == ["a.waml.yaml"]
    assert nothing("drafts/b.waml.yaml") == "'drafts/b.waml.yaml' is excluded by 'drafts' of waml.toml"
    assert nothing("drafts") == "1 file in 'drafts': excluded by 'drafts' of waml.toml"
    assert found("drafts", configs=Configs(isolated=True)) == ["drafts/b.waml.yaml"]


def test_patterns_are_meant_from_the_folder_of_the_config(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("p/x/a.waml.yaml", "p/y/x/b.waml.yaml")
    write("p/pyproject.toml", '[tool.waml]\nexclude = ["x/*"]\n')
    assert found("p") == ["p/y/x/b.waml.yaml"]
    monkeypatch.chdir("p/x")
    assert nothing() == "1 file in '.': excluded by 'x/*' of ../pyproject.toml"
    assert found("../y") == ["../y/x/b.waml.yaml"]


def test_the_config_of_a_folder_counts_inside_of_it_and_that_above_for_the_folder() -> None:
    touch("a/b/one.waml.yaml", "a/c/two.waml.yaml", "d/one.waml.yaml", "d/two.waml.yaml")
    write("waml.toml", 'exclude = ["a/b", "one.waml.yaml"]\n')
    write("a/b/waml.toml", "")
    write("d/waml.toml", 'exclude = ["two.waml.yaml"]\n')
    assert found() == ["a/c/two.waml.yaml", "d/one.waml.yaml"]
    assert nothing("a/b/one.waml.yaml") == "'a/b/one.waml.yaml' is excluded by 'a/b' of waml.toml"
    assert nothing("a/b") == "1 file in 'a/b': excluded by 'a/b' of waml.toml"
    assert found("d/one.waml.yaml") == ["d/one.waml.yaml"]


def test_a_broken_config_above_the_nearest_one_is_of_no_concern() -> None:
    touch("a/one.waml.yaml")
    write("waml.toml", "exclude = [")
    write("a/waml.toml", "")
    assert found("a/one.waml.yaml") == ["a/one.waml.yaml"]


def test_exclude_of_the_command_line_is_meant_from_here() -> None:
    touch("x/a.waml.yaml", "x/b.waml.yaml")
    write("x/waml.toml", 'exclude = ["b.waml.yaml"]\n')
    assert nothing(exclude=("x/a*",)) == (
        "1 file in '.': excluded by --exclude 'x/a*'; 1 file in '.': excluded by 'b.waml.yaml' of x/waml.toml"
    )
    assert found(exclude=("a.waml.yaml",), configs=Configs(isolated=True)) == ["x/b.waml.yaml"]


def test_include_names_other_endings() -> None:
    touch("m/a.yaml", "m/b.waml.yaml", "m/c.txt", "other/d.yaml", "other/e.waml.yaml")
    write("waml.toml", 'include = ["m/*.yaml"]\n')
    assert found() == ["m/a.yaml", "m/b.waml.yaml"]
    assert found("m/a.yaml", "other/e.waml.yaml") == ["m/a.yaml"]
    assert nothing("other/e.waml.yaml") == "'other/e.waml.yaml' is not among the 'include' of waml.toml"
    assert "not among the 'include' of waml.toml" in nothing("other")


@pytest.mark.parametrize("pattern", ["m", "m/", "m/**", "/m"])
def test_include_of_a_folder_keeps_to_the_usual_endings(pattern: str) -> None:
    touch("m/a.yaml", "m/x/b.waml.yaml", "other/d.waml.yaml")
    write("m/README.md", "about")
    write("waml.toml", f'include = ["{pattern}"]\n')
    assert found() == ["m/x/b.waml.yaml"]
    assert found("m/a.yaml") == ["m/a.yaml"]


def test_stdin_is_left_out_by_its_name() -> None:
    write("waml.toml", 'exclude = ["drafts"]\n')
    assert found("-") == ["-"]
    assert found("-", stdin_filename="a.waml.yaml") == ["-"]
    assert (
        nothing("-", stdin_filename="drafts/a.waml.yaml") == "'drafts/a.waml.yaml' is excluded by 'drafts' of waml.toml"
    )


# ---- git


def test_what_git_ignores_is_left_out_of_folders() -> None:
    touch(
        "a.waml.yaml",
        "build/b.waml.yaml",
        "x/c.tmp.waml.yaml",
        "x/kept.tmp.waml.yaml",
        "x/new.waml.yaml",
        "x/ü.waml.yaml",
    )
    write(".gitignore", "build/\n*.tmp.waml.yaml\n!kept.tmp.waml.yaml\n")
    assert len(found()) == 6
    git("init", "-q")
    git("add", "a.waml.yaml")
    assert found() == ["a.waml.yaml", "x/kept.tmp.waml.yaml", "x/new.waml.yaml", "x/ü.waml.yaml"]
    assert found("x") == ["x/kept.tmp.waml.yaml", "x/new.waml.yaml", "x/ü.waml.yaml"]
    assert found("build/b.waml.yaml") == ["build/b.waml.yaml"]
    assert nothing("build") == "1 file in 'build': ignored by git (--no-respect-gitignore reads them)"
    assert len(found(gitignore=False)) == 6
    git("add", "-f", "build/b.waml.yaml")
    assert "build/b.waml.yaml" in found()


def test_config_says_whether_git_counts() -> None:
    touch("build/b.waml.yaml")
    write(".gitignore", "build/\n")
    write("waml.toml", "respect-gitignore = false\n")
    git("init", "-q")
    assert found() == ["build/b.waml.yaml"]
    assert "ignored by git" in nothing(gitignore=True)


def test_a_repository_inside_of_another_says_itself_what_it_ignores() -> None:
    touch("inner/a.waml.yaml", "inner/b.waml.yaml", "c.waml.yaml", "inner/deep/a.waml.yaml")
    write(".gitignore", "b.waml.yaml\n")
    write("inner/.gitignore", "a.waml.yaml\n")
    git("init", "-q")
    git("init", "-q", cwd="inner")
    assert found() == ["c.waml.yaml", "inner/b.waml.yaml"]


def test_a_hook_of_another_repository_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """git tells its hooks where they run; asked in a folder of another repository it would answer for the first."""
    touch("a.waml.yaml", "b.waml.yaml")
    write(".gitignore", "a.waml.yaml\n")
    git("init", "-q")
    monkeypatch.setenv("GIT_DIR", "/nowhere/.git")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert found() == ["b.waml.yaml"]


def test_a_repository_cannot_have_a_program_run() -> None:
    touch("a.waml.yaml")
    write("hook", "#!/bin/sh\ntouch ran\n")
    Path("hook").chmod(0o755)
    git("init", "-q")
    git("config", "core.fsmonitor", str(Path("hook").resolve()))
    assert found() == ["a.waml.yaml"]
    assert not Path("ran").exists()


def test_without_git_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("a.waml.yaml")
    write(".gitignore", "a.waml.yaml\n")
    git("init", "-q")
    monkeypatch.setenv("PATH", str(Path("nowhere").resolve()))
    assert found() == ["a.waml.yaml"]


def test_a_named_file_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("a.waml.yaml")
    git("init", "-q")

    def never(*arguments: object, **more: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(subprocess, "run", never)
    assert found("a.waml.yaml") == ["a.waml.yaml"]
    with pytest.raises(AssertionError):
        found(".")


# ---- nothing to check


def test_nothing_to_check_says_why() -> None:
    Path("empty").mkdir()
    write("x/a.yaml", CLEAN)
    assert nothing("empty", "x") == "no file ends in .waml.yaml, .waml.yml, .waml.json in 'empty', 'x'"
    write("waml.toml", 'include = ["nowhere"]\n')
    touch("y/a.waml.yaml")
    forget()
    assert nothing("y") == "1 file in 'y': not among the 'include' of waml.toml"


def test_nothing_to_check_fails_the_run_unless_it_may_be() -> None:
    """A hook names the files of a commit, and all may be excluded."""
    touch("drafts/a.waml.yaml")
    write("waml.toml", 'exclude = ["drafts"]\n')
    for verb in ("lint", "compile"):
        result = waml(verb, "drafts/a.waml.yaml")
        assert result.exit_code == 2
        assert result.stderr == "waml: nothing to check: 'drafts/a.waml.yaml' is excluded by 'drafts' of waml.toml\n"
        assert waml(verb, "--no-error-on-unmatched", "drafts/a.waml.yaml").exit_code == 0
        assert waml(verb, "--no-error-on-unmatched", "missing.waml.yaml").exit_code == 2
    assert waml("lint", "--no-error-on-unmatched", "drafts").stdout == "no findings in 0 files\n"


def test_compile_leaves_out_what_lint_does() -> None:
    touch("a.waml.yaml", "drafts/b.waml.yaml")
    write("waml.toml", 'exclude = ["drafts"]\n')
    result = waml("compile", "a.waml.yaml", "drafts/b.waml.yaml")
    assert result.stdout.count("messaging_product") == 1
    assert waml("compile", "--exclude", "a.waml.yaml", "--isolated").stdout.count("messaging_product") == 1


# ---- showing


def test_show_files() -> None:
    touch("a.waml.yaml", "x/b.waml.yaml", "drafts/c.waml.yaml")
    write("waml.toml", 'exclude = ["drafts"]\n')
    result = waml("lint", "--show-files")
    assert (result.exit_code, result.stdout) == (0, "a.waml.yaml\nx/b.waml.yaml\n")


SETTINGS = """
providers = ["infobip"]
from = "+441134960000"
exclude = ["drafts"]
ignore = ["empty-text"]
baseline = "old.json"

[severity]
button-title-too-long = "warning"

[per-file-ignores]
"old/**" = ["ALL"]

[assume]
window = "open"
category = "utility"

[cloud]
phone_number_id = "1"
"""


def test_show_settings() -> None:
    touch("a.waml.yaml")
    write("waml.toml", SETTINGS)
    result = waml(
        "lint", "--show-settings", "--fail-on", "warning", "--assume", "window=closed", "--exclude", "x", "a.waml.yaml"
    )
    assert result.exit_code == 0
    for line in (
        'providers = ["infobip"]  # waml.toml',
        'include = ["*.waml.yaml", "*.waml.yml", "*.waml.json"]  # default',
        'exclude = ["x"]  # --exclude',
        '# and exclude = ["drafts"]  # waml.toml',
        "respect-gitignore = true  # default",
        'select = ["ALL"]  # default',
        'ignore = ["empty-text"]  # waml.toml',
        'fail-on = "warning"  # --fail-on',
        'from = "+441134960000"  # waml.toml',
        'baseline = "old.json"  # waml.toml',
        'button-title-too-long = "warning"  # waml.toml',
        '"old/**" = ["ALL"]  # waml.toml',
        'category = "utility"  # waml.toml',
        'window = "closed"  # --assume window',
        'phone_number_id = "1"  # waml.toml',
    ):
        assert line in result.stdout.splitlines(), line


def test_settings_are_shown_as_a_config_that_means_the_same() -> None:
    touch("a.waml.yaml", "x/b.waml.yaml")
    write("waml.toml", SETTINGS)
    first = waml("lint", "--show-settings", "a.waml.yaml").stdout
    shown = tomllib.loads(first)
    assert tomllib.loads(SETTINGS).items() <= shown.items()
    write("waml.toml", first)
    forget()
    again = waml("lint", "--show-settings", "a.waml.yaml").stdout
    assert tomllib.loads(again) == shown


def test_settings_of_several_paths_and_of_none() -> None:
    touch("a/x.waml.yaml", "b/y.waml.yaml")
    write("b/waml.toml", 'providers = ["infobip"]\n')
    assert 'providers = ["cloud"]  # default' in waml("lint", "--show-settings").stdout
    assert "# ." in waml("lint", "--show-settings").stdout
    both = waml("lint", "--show-settings", "a", "b/y.waml.yaml").stdout
    assert re.findall(r"providers = (.*)", both) == ['["cloud"]  # default', '["infobip"]  # b/waml.toml']


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX")
def test_config_of_stdin_is_that_of_its_name() -> None:
    Path("b").mkdir()
    write("b/waml.toml", 'providers = ["pilot-status"]\n')
    assert "destinationNumber" in waml("compile", "--stdin-filename", "b/y.waml.yaml", "-", stdin=CLEAN).stdout
    assert "messaging_product" in waml("compile", "-", stdin=CLEAN).stdout
