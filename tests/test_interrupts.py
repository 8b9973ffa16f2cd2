"""A run that a person ends, and what a terminal shows of a long one."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from waml import parallel
from waml.__main__ import main

UNQUOTED = 'to: "+447700900123"\ntext: {{ name }}\nvars: {name: Ada}\n'
CLEAN = 'to: "+447700900123"\ntext: Your desk is ready.\n'


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start waml in a group of processes of its own, as a shell does, heeding SIGINT though the tests may ignore it."""
    command = [sys.executable, "-m", "waml", "lint", *arguments]
    pipe = subprocess.PIPE
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, start_new_session=True, preexec_fn=heed)


def opened(path: Path, reader: subprocess.Popen[bytes]) -> int:
    """Open a pipe to write into it, as soon as it is being read."""
    while reader.poll() is None:
        with contextlib.suppress(OSError):
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.01)
    pytest.fail(str(reader.communicate()))


def interrupted(run: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Interrupt a run. One that comes in the instant before a read begins waits for the read: it is sent again."""
    for _ in range(4):
        os.killpg(run.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return run.communicate(timeout=8)
    os.killpg(run.pid, signal.SIGKILL)
    return run.communicate()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_every_process_and_leaves_what_was_there(jobs: str, tmp_path: Path) -> None:
    """A file that is a pipe is being read until somebody writes into it: that is when the interrupt comes."""
    names = ["a.waml.yaml", "b.waml.yaml"]
    for name in names:
        os.mkfifo(tmp_path / name)
    (tmp_path / "report.json").write_text("the last one")
    run = started(tmp_path, "-j", jobs, "--output-format", "json", "-o", "report.json", *names)
    writer = opened(tmp_path / names[0], run)
    stdout, stderr = interrupted(run)
    os.close(writer)
    assert (run.returncode, stdout, stderr) == (130, b"", b"waml: interrupted\n")
    assert (tmp_path / "report.json").read_text() == "the last one"
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names, "report.json"]
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


@pytest.mark.parametrize("arguments", [("--fix",), ("--output-format", "json", "-o", "report.json")])
def test_an_interrupt_leaves_nothing_half_written(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*paths: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    Path("a.waml.yaml").write_text(UNQUOTED)
    with monkeypatch.context() as patched:
        patched.setattr("waml.written.os.replace", ended)
        found = CliRunner().invoke(main, ["lint", *arguments, "."])
    assert (found.exit_code, found.stdout, found.stderr) == (130, "", "waml: interrupted\n")
    assert os.listdir() == ["a.waml.yaml"]
    assert Path("a.waml.yaml").read_text() == UNQUOTED
    assert CliRunner().invoke(main, ["lint", *arguments, "."]).exit_code != 130


def test_a_process_that_is_ended_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The first process ends the others: what one of them was writing is not left behind."""
    path = tmp_path / "a"

    def slow(text: str) -> None:
        from waml.written import whole

        os.replace = lambda *paths: time.sleep(30)  # type: ignore[assignment]
        whole(str(path), b"new")

    child = os.fork()
    if child == 0:
        parallel._begin(slow)
        try:
            parallel._call([""])
        except SystemExit:
            os._exit(7)
        os._exit(0)
    for _ in range(3000):
        if list(tmp_path.iterdir()):
            break
        time.sleep(0.01)
    os.kill(child, signal.SIGTERM)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert list(tmp_path.iterdir()) == []


def read(master: int) -> str:
    """Return all that was written to a terminal: a read may give but a part of it."""
    found = b""
    while not found.endswith(b"\x1b[K"):
        found += os.read(master, 10_000)
    os.close(master)
    return found.decode()


def test_progress_is_told_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = pty.openpty()
    seconds: Iterator[float] = (at * 0.04 for at in range(10_000))
    monkeypatch.setattr(parallel.time, "monotonic", lambda: next(seconds))
    with os.fdopen(slave, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        assert list(parallel.counted(iter(range(8)), parallel.MANY)) == list(range(8))
        assert list(parallel.counted(iter(range(8)), parallel.MANY - 1)) == list(range(8))
        terminal.flush()
        said = read(master)
    of = f"of {parallel.MANY} files"
    assert said == f"\r3 {of}\r6 {of}\r\x1b[K"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress_is_beside_the_report_and_gone_when_that_is_written(is_terminal: bool, tmp_path: Path) -> None:
    for at in range(parallel.MANY):
        (tmp_path / f"{at}.waml.yaml").write_text(CLEAN)
    report = f"{parallel.MANY} infos (--show-info) in {parallel.MANY} files\n".encode()
    if not is_terminal:
        stdout, stderr = started(tmp_path, "-j", "1").communicate(timeout=60)
        assert (stdout, stderr) == (report, b"")
        return
    master, slave = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "waml", "lint", "-j", "1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=slave,
        timeout=60,
    )
    os.close(slave)
    said = read(master)
    assert (done.returncode, done.stdout) == (0, report)
    assert re.fullmatch(rf"(\r[0-9]+ of {parallel.MANY} files)*\r\x1b\[K", said), said
