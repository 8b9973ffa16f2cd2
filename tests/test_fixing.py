"""Putting right what can be put right: the engine, and what `lint --fix` and `--diff` do to files."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from test_cli import waml

from waml import api
from waml.config import Config
from waml.diagnostic import Diagnostic, Position
from waml.fixing import MAX_PASSES, apply, fix
from waml.remedy import PlacedEdit, PlacedFix

BOM = b"\xef\xbb\xbf"
PHONE = 'to: "+15551234567"\n'


def change(line: int, start: int, end: int, text: str, safe: bool = True) -> PlacedFix:
    return PlacedFix("change", safe, (PlacedEdit(Position(line, start), Position(line, end), text),))


def found(remedy: PlacedFix | None, rule: str = "some-rule") -> Diagnostic:
    return Diagnostic("a", 0, rule, "error", "wrong", None, None, Position(1, 1), Position(1, 2), fix=remedy)


@pytest.mark.parametrize(
    ("fixes", "after", "taken"),
    [
        ([change(1, 1, 2, "X")], b"Xbc\r\nd\xc3\xa9f", 1),
        ([change(2, 2, 3, "")], b"abc\r\ndf", 1),
        ([change(1, 1, 1, "<"), change(2, 4, 4, ">")], b"<abc\r\nd\xc3\xa9f>", 2),
        ([change(1, 1, 3, "X"), change(1, 2, 4, "Y")], b"Xc\r\nd\xc3\xa9f", 1),
        ([change(1, 2, 4, "Y"), change(1, 1, 3, "X")], b"Xc\r\nd\xc3\xa9f", 1),
        ([change(1, 1, 2, "X"), change(1, 2, 3, "Y")], b"Xbc\r\nd\xc3\xa9f", 1),
        ([change(1, 1, 2, "X"), change(1, 1, 2, "X")], b"Xbc\r\nd\xc3\xa9f", 1),
        ([], b"abc\r\nd\xc3\xa9f", 0),
    ],
)
def test_fixes_that_do_not_touch_are_taken_together(fixes: list[PlacedFix], after: bytes, taken: int) -> None:
    data = "abc\r\ndéf".encode()
    assert apply(data, fixes) == (after, taken)
    assert apply(BOM + data, fixes) == (BOM + after, taken)


def test_a_fix_is_taken_whole_or_not_at_all() -> None:
    moved = PlacedFix("move", True, (*change(1, 1, 2, "").edits, *change(1, 3, 4, "a").edits))
    assert apply(b"abc", [moved]) == (b"ba", 1)
    assert apply(b"abc", [moved, change(1, 1, 1, "_")]) == (b"_abc", 1)
    assert apply(b"a\xff", [change(1, 1, 2, "b")]) == (b"a\xff", 0)


def test_passes_go_on_until_nothing_is_left() -> None:
    done = fix(b"aaa", lambda data: [found(change(1, n, n + 1, "b")) for n in (1, 2, 3) if data[n - 1 : n] == b"a"])
    assert (done.data, done.taken, done.diagnostics, done.is_settled) == (b"bbb", 3, (), True)


def test_only_safe_fixes_are_taken_unless_all_are_asked_for() -> None:
    def lint(data: bytes) -> list[Diagnostic]:
        return [found(change(1, 1, 2, "b", safe=False))] if data == b"a" else []

    assert fix(b"a", lint).data == b"a"
    assert fix(b"a", lint, unsafe=True).data == b"b"


def test_fixes_that_come_to_no_end_are_stopped() -> None:
    done = fix(b"a", lambda data: [found(change(1, 1, 2, "b" if data == b"a" else "a"))])
    assert not done.is_settled
    grown = fix(b"", lambda data: [found(change(1, 1, 1, "x"))])
    assert (len(grown.data), grown.is_settled) == (MAX_PASSES, False)


def test_a_fix_that_breaks_the_file_is_not_taken() -> None:
    broken = [found(None, "yaml-syntax")]
    done = fix(b"a", lambda data: [found(change(1, 1, 2, "{"))] if data == b"a" else broken)
    assert (done.data, done.taken, done.is_settled) == (b"a", 0, False)


FAULTY = b"to: {{ phone }}   # whom\r\nvars: {phone: '+15551234567'}\r\ntext: 42"
MENDED = b'to: "{{ phone }}"   # whom\r\nvars: {phone: \'+15551234567\'}\r\ntext: "42"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "faulty.waml.yaml").write_bytes(BOM + FAULTY)
    (tmp_path / "clean.waml.yaml").write_bytes((PHONE + "text: Hello\n").encode())
    (tmp_path / "left.waml.yaml").write_bytes((PHONE + "text: 42\nfooter: 7\n").encode())
    return tmp_path


def test_files_are_put_right_in_place(folder: Path) -> None:
    path, clean = folder / "faulty.waml.yaml", folder / "clean.waml.yaml"
    path.chmod(0o640)
    os.utime(clean, ns=(1, 1))
    done = waml("lint", "--fix", "faulty.waml.yaml", "clean.waml.yaml", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.endswith(b"in 2 files\n2 fixed\n")
    assert path.read_bytes() == BOM + MENDED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert clean.stat().st_mtime_ns == 1
    assert sorted(p.name for p in folder.iterdir()) == ["clean.waml.yaml", "faulty.waml.yaml", "left.waml.yaml"]
    again = path.stat().st_mtime_ns
    assert waml("lint", "--fix", "faulty.waml.yaml", cwd=folder).stdout.endswith(b"0 fixed\n")
    assert path.stat().st_mtime_ns == again


def test_what_is_left_fails_the_run(folder: Path) -> None:
    done = waml("lint", "--fix", "left.waml.yaml", cwd=folder)
    assert done.returncode == 1
    assert b"footer-without-buttons" in done.stdout
    assert b"not-quoted" not in done.stdout
    assert done.stdout.endswith(b"2 fixed\n")


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "link.waml.yaml").symlink_to("faulty.waml.yaml")
    waml("lint", "--fix", "link.waml.yaml", cwd=folder)
    assert (folder / "link.waml.yaml").is_symlink()
    assert (folder / "faulty.waml.yaml").read_bytes() == BOM + MENDED


def test_a_file_that_cannot_be_written_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(part: str, target: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    done = waml("lint", "--fix", "faulty.waml.yaml", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == b"waml: 'faulty.waml.yaml' cannot be written: No space left on device\n"
    assert not list(folder.glob("*.part"))
    assert (folder / "faulty.waml.yaml").read_bytes() == BOM + FAULTY


def test_the_difference_is_shown_and_nothing_written(folder: Path) -> None:
    done = waml("lint", "--diff", "faulty.waml.yaml", "clean.waml.yaml", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == (
        b"--- faulty.waml.yaml\n+++ faulty.waml.yaml\n@@ -1,3 +1,3 @@\n"
        b'-\xef\xbb\xbfto: {{ phone }}   # whom\r\n+\xef\xbb\xbfto: "{{ phone }}"   # whom\r\n'
        b" vars: {phone: '+15551234567'}\r\n"
        b'-text: 42\n\\ No newline at end of file\n+text: "42"\n\\ No newline at end of file\n'
    )
    assert done.stderr == b"2 to fix in 1 file\n"
    assert (folder / "faulty.waml.yaml").read_bytes() == BOM + FAULTY
    clean = waml("lint", "--diff", "clean.waml.yaml", cwd=folder)
    assert clean == (0, b"", b"nothing to fix\n")
    assert waml("lint", "--diff", "--exit-zero", "faulty.waml.yaml", cwd=folder).returncode == 0


def test_the_text_of_stdin_goes_to_stdout(folder: Path) -> None:
    done = waml("lint", "--fix", "-", cwd=folder, stdin=BOM + FAULTY)
    assert (done.returncode, done.stdout) == (0, BOM + MENDED)
    assert done.stderr.endswith(b"2 fixed\n")
    left = waml("lint", "--fix", "-", cwd=folder, stdin=b"\xfftext: 42\n")
    assert (left.returncode, left.stdout) == (1, b"\xfftext: 42\n")


def test_only_the_rules_that_are_chosen_are_put_right(folder: Path) -> None:
    done = waml("lint", "--fix", "--ignore", "not-quoted", "faulty.waml.yaml", cwd=folder)
    assert b"1 fixed" in done.stdout
    assert (folder / "faulty.waml.yaml").read_bytes() == BOM + MENDED.replace(b'"42"', b"42")


def test_the_summary_counts_what_can_be_put_right(folder: Path) -> None:
    assert waml("lint", "left.waml.yaml", cwd=folder).stdout.endswith(b"in 1 file\n2 fixable with --fix\n")
    assert b"fixable" not in waml("lint", "clean.waml.yaml", cwd=folder).stdout


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("to: {{ p }} # whom\ntext: Hi\n", 'to: "{{ p }}" # whom\ntext: Hi\n'),
        ("text: 50% off: {{ p }} now # really\n", 'text: "50% off: {{ p }} now" # really\n'),
        ("body: Q\nbuttons: [{title: {{ p }} x, id: b}]\n", None),
        ("text: {body: {{ p }} x}\n", None),
        ('{"text": "Q", "buttons": ["A"], "to": "0049 151 2345678"}', '{"body": "Q", "buttons": ["A"], "to": "+491512345678"}'),
        ("text: {body: Q}\nbuttons: [A]\n", None),
        ("body: Q\nbuttons: [{type: Url, title: A, url: 'https://acme.example'}]\n", "body: Q\nbuttons: [{type: url, title: A, url: 'https://acme.example'}]\n"),
        ("text: {body: Hi, preview_url: 'yes'}\n", "text: {body: Hi, preview_url: true}\n"),
        ("x-a: &n 42\ntext: *n\n", None),
    ],
)  # fmt: skip
def test_safe_fixes_by_hand(text: str, fixed: str | None) -> None:
    name = "a.waml.json" if text.startswith("{") else "a.waml.yaml"
    assert waml_fix(name, text) == (fixed or text)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("text: Hi\nfootr: Acme\n", "text: Hi\nfooter: Acme\n"),
        ("vars: {name: Ada}\ntext: 'Hi {{ nmae }} {{ nmae }}'\n", "vars: {name: Ada}\ntext: 'Hi {{ name }} {{ name }}'\n"),
        ("vars:\n  # about n\n  n: Ada # n\n  m: 1\ntext: Hi {{ m }}\n", "vars:\n  # about n\n  m: 1\ntext: Hi {{ m }}\n"),
        ("vars: {n: {type: string}, m: 1}\ntext: Hi {{ m }}\n", "vars: {m: 1}\ntext: Hi {{ m }}\n"),
        ("vars: {n: 1}\ntext: Hi\n", "text: Hi\n"),
        ("body: Q\nbuttons: [{title: Look at all of these!, id: a}]\n", "body: Q\nbuttons: [{title: Look at all of thes…, id: a}]\n"),
    ],
)  # fmt: skip
def test_unsafe_fixes_by_hand(text: str, fixed: str) -> None:
    assert waml_fix("a.waml.yaml", text) == text
    assert waml_fix("a.waml.yaml", text, unsafe=True) == fixed


def waml_fix(name: str, text: str, unsafe: bool = False) -> str:
    return api.fix(name, text=text, unsafe=unsafe, provider="cloud", config=Config()).data.decode()


def test_where_a_value_came_from_is_told(tmp_path: Path) -> None:
    (tmp_path / "v.yaml").write_text("m: 1\nn: Adelaide\n", "utf-8")
    (tmp_path / "v.toml").write_text('n = "Adelaide"\n', "utf-8")
    text = f"vars: {{n: {{type: string}}}}\n{PHONE}body: Q\nbuttons: ['A title so long, {{{{ n }}}}']\n"
    (tmp_path / "a.waml.yaml").write_text(text, "utf-8")
    for given, said in (
        (("--vars", "v.yaml"), b"note: 'n' is 8 characters: given by v.yaml (v.yaml:2:4)"),
        (("--vars", "v.toml"), b"note: 'n' is 8 characters: given by v.toml (a.waml.yaml:1:8)"),
        (("--var", "n=Adelaide"), b"note: 'n' is 8 characters: given by --var n (a.waml.yaml:1:8)"),
    ):
        assert said in waml("lint", "a.waml.yaml", *given, cwd=tmp_path).stdout
