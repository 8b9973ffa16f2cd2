"""A run that is ended, and the one that goes on: not a row lost, not a row doubled, the same bytes."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from waml.__main__ import main
from waml.bulk import csv_table, run, table
from waml.bulk.checkpoint import Checkpoint, State
from waml.bulk.progress import line
from waml.bulk.writers import Output

MESSAGE = """\
vars:
  phone: {type: phone}
  name: {type: string, max_length: 12}
from: "+441134960000"
to: "{{ phone }}"
template: {name: hello, language: en, body: ["{{ name }}"]}
"""
ROWS = 400


class Ended(Exception):
    """What ends a run here: nothing catches it, as nothing catches SIGKILL."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(table, "CHUNK", 16)
    monkeypatch.setattr(csv_table, "BLOCK", 2048)
    monkeypatch.setattr(run, "EVERY", 40)
    (tmp_path / "m.waml.yaml").write_text(MESSAGE, encoding="utf-8")
    write_table(ROWS)
    return tmp_path


def write_table(rows: int) -> None:
    with open("rows.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["phone", "name"])
        for at in range(rows):
            writer.writerow(
                [f"+4477{at:08d}", "much too long a name" if at % 23 == 4 else f"n{at}"][: 1 if at % 57 == 9 else 2]
            )


def bulk(out: str, *more: str, provider: str = "infobip") -> Result:
    arguments = [
        "bulk",
        "m.waml.yaml",
        "--rows",
        "rows.csv",
        "-p",
        provider,
        "-o",
        out,
        "--rejects",
        f"{out}.rejects.jsonl",
    ]
    return CliRunner().invoke(main, [*arguments, "--batch", "7" if provider == "infobip" else "1", *more])


def ended_after(writes: int, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the n-th write of a run end it, half of its bytes written."""
    real, seen = Output.write, 0

    def write(self: Output, data: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == writes:
            self._file.write(bytes(data)[: len(data) // 2])
            self._file.flush()
            raise error if not isinstance(error, OSError) else self._fault(error)
        real(self, data)

    monkeypatch.setattr(Output, "write", write)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
@pytest.mark.parametrize("provider", ["infobip", "cloud"])
def test_an_ended_run_goes_on(folder: Path, ending: str, provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bulk(f"whole{ending}", provider=provider).exit_code == 1
    for writes in random.Random(5).sample(range(1, 50), 3):
        with monkeypatch.context() as patched:
            ended_after(writes, Ended(), patched)
            found = bulk(f"out{ending}", provider=provider)
        assert isinstance(found.exception, Ended)
        assert not Path(f"out{ending}").exists()
        with monkeypatch.context() as patched:
            # The second is ended too.
            ended_after(7, Ended(), patched)
            bulk(f"out{ending}", "--resume", provider=provider)
        found = bulk(f"out{ending}", "--resume", provider=provider)
        assert found.exit_code == 1
        assert found.stderr.startswith(f"{ROWS} rows: ")
        for name in (f"out{ending}", f"out{ending}.rejects.jsonl"):
            assert Path(name).read_bytes() == Path(name.replace("out", "whole", 1)).read_bytes()
            os.remove(name)
        assert not list(folder.glob("*.part"))
        assert not list(folder.glob("*.checkpoint*"))


def test_a_run_that_is_killed_ten_times_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "EVERY", 96)
    monkeypatch.setattr(table, "CHUNK", 32)
    write_table(10 * 3 * 96 + 1000)
    whole = bulk("whole.jsonl")
    assert whole.exit_code == 1
    chance = random.Random(11)
    rows = 0
    for _ in range(10):
        child = os.fork()
        if child == 0:
            _never_done()
            os._exit(bulk("out.jsonl", "--resume").exit_code)
        # It comes to a checkpoint of its own, and is killed wherever it is a moment later.
        rows, before = _waited("out.jsonl", rows), rows
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL, "it ended before it was killed"
        assert rows > before
    assert not Path("out.jsonl").exists()
    assert bulk("out.jsonl", "--resume").stderr == whole.stderr.replace("whole", "out")
    for name in ("out.jsonl", "out.jsonl.rejects.jsonl"):
        assert Path(name).read_bytes() == Path(name.replace("out", "whole", 1)).read_bytes()
    assert not list(folder.glob("*.part"))


@pytest.mark.usefixtures("heeding")
def test_a_signal_to_stop_ends_cleanly(folder: Path) -> None:
    write_table(4000)
    assert bulk("whole.jsonl").exit_code == 1
    child = os.fork()
    if child == 0:
        _never_done()
        os._exit(bulk("out.jsonl").exit_code)
    _waited("out.jsonl", 0)
    os.kill(child, signal.SIGINT)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
    assert not Path("out.jsonl").exists()
    bulk("out.jsonl", "--resume")
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


@pytest.fixture
def heeding() -> Iterator[None]:
    """Heed SIGINT though the tests may be started where it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding")
@pytest.mark.parametrize("chunk", [1, 12])
def test_an_interrupt_that_a_library_drops_is_heeded(chunk: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bulk("whole.jsonl").exit_code == 1
    real, seen = run._Writer.take, 0

    def take(self: Any, read: Any) -> None:
        nonlocal seen
        seen += 1
        real(self, read)
        if seen == chunk:
            with contextlib.suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(1)

    with monkeypatch.context() as patched:
        patched.setattr(run._Writer, "take", take)
        found = bulk("out.jsonl")
    assert (found.exit_code, seen) == (130, chunk)
    assert not Path("out.jsonl").exists()
    bulk("out.jsonl", "--resume")
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def _never_done() -> None:
    """Let a run wait at its third checkpoint: on a machine of any speed it is ended before it is done."""
    real, saved = Checkpoint.save, 0

    def save(self: Checkpoint, state: State) -> None:
        nonlocal saved
        saved += 1
        if saved == 3:
            for _ in range(6000):
                # In one long wait a signal that comes in the instant before it would not be seen.
                time.sleep(0.01)
            os._exit(9)
        real(self, state)

    Checkpoint.save = save  # type: ignore[method-assign]


def _waited(out: str, rows: int) -> int:
    """Return how many rows a checkpoint tells of, once there are more of them than there were."""
    for _ in range(30_000):
        try:
            found: int = json.loads(Path(f"{out}.checkpoint").read_text(encoding="utf-8"))["state"]["rows"]
        except FileNotFoundError:
            found = 0
        if found > rows:
            return found
        time.sleep(0.002)
    raise AssertionError("no checkpoint in a minute")


def test_a_run_that_was_ended_between_the_two_names_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk("whole.jsonl")
    real = Output.finish

    def finish(self: Output) -> None:
        if "rejects" in self.path:
            raise Ended
        real(self)

    with monkeypatch.context() as patched:
        patched.setattr(Output, "finish", finish)
        bulk("out.jsonl")
    assert bulk("out.jsonl", "--resume").exit_code == 1
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert Path("out.jsonl.rejects.jsonl").read_bytes() == Path("whole.jsonl.rejects.jsonl").read_bytes()


def test_another_run_is_not_gone_on_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        ended_after(40, Ended(), patched)
        bulk("out.jsonl")
    Path("m.waml.yaml").write_text(MESSAGE.replace("hello", "goodbye"), encoding="utf-8")
    found = bulk("out.jsonl", "--resume")
    assert found.exit_code == 2
    assert "is of another run: message changed; run without --resume" in found.stderr
    assert bulk("out.jsonl").exit_code == 1


def test_resume_without_anything_to_go_on_with_begins(folder: Path) -> None:
    assert bulk("out.jsonl", "--resume").stderr.startswith(f"{ROWS} rows: ")


def test_a_full_disk_says_so_and_the_run_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk("whole.jsonl")
    with monkeypatch.context() as patched:
        ended_after(40, OSError(errno.ENOSPC, "No space left on device"), patched)
        found = bulk("out.jsonl")
    assert found.exit_code == 2
    assert found.stderr == "waml: the disk is full: 'out.jsonl' is not finished; make room and go on with --resume\n"
    assert not Path("out.jsonl").exists()
    bulk("out.jsonl", "--resume")
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_an_interrupt_ends_cleanly(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk("whole.jsonl")
    with monkeypatch.context() as patched:
        ended_after(40, KeyboardInterrupt(), patched)
        found = bulk("out.jsonl")
    assert found.exit_code == 130
    assert found.stderr.endswith("waml: interrupted; --resume goes on where it was\n")
    bulk("out.jsonl", "--resume")
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_progress_tells_rate_and_what_is_left() -> None:
    assert line(250_000, 12, 0.25, 250_000, 0.5) == "250,000 rows, 12 rejected, 500,000 rows/s, 25%, about 2 s left"
    assert line(10, 0, None, 10, 1.0) == "10 rows, 0 rejected, 10 rows/s"
    assert line(1, 0, 0.001, 1, 10.0).endswith("about 2 h 46 min left")
