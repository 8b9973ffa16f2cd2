"""What a cold `waml lint` of one small file costs beside `yamllint`, in one run.

    python tests/bench/cold_lint.py [RUNS]

The file stands beside a `waml.toml`, and all rules are on. Installs both into a fresh environment (an editable
install pays for its finder). Information, never a test: CPU milliseconds, user and system, the least and the median
of alternating runs, and their ratio. Where valgrind is installed, instructions too: they do not hang on the machine's
mood.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "examples" / "quick-start" / "order-shipped.waml.yaml"
CONFIG = 'providers = ["cloud"]\n\n[assume]\nwindow = "open"\n'


def cpu(command: list[str]) -> float:
    """Return the CPU milliseconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def instructions(command: list[str]) -> float | None:
    """Return the millions of instructions of one run; None without valgrind."""
    if shutil.which("valgrind") is None:
        return None
    counting = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *command]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    said = subprocess.run(counting, capture_output=True, text=True, env=environment, check=False).stderr
    refs = next((line for line in said.splitlines() if "refs:" in line), None)
    return None if refs is None else int(refs.rpartition(" ")[2].replace(",", "")) / 1e6


def rows(tools: dict[str, list[str]], runs: int) -> Iterator[tuple[str, float, float]]:
    """Yield name, least and median; the tools take turns so that they share the machine's moods."""
    times: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(runs + 1):
        for name, command in tools.items():
            times[name].append(cpu(command))
    for name, measured in times.items():
        yield name, min(measured[1:]), statistics.median(measured[1:])


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as place:
        environment, project = Path(place) / "environment", Path(place) / "project"
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        binary = environment / "bin"
        subprocess.run([binary / "pip", "install", "-q", str(ROOT), "yamllint"], check=True)
        project.mkdir()
        (project / "waml.toml").write_text(CONFIG, "utf-8")
        file = str(shutil.copy(FILE, project))
        python = str(binary / "python")
        tools = {
            "yamllint": [python, str(binary / "yamllint"), file],
            "waml lint": [python, str(binary / "waml"), "lint", file],
            "click + yaml, imported": [python, "-c", "import click, yaml"],
        }
        measured = list(rows(tools, runs))
        counted = {name: instructions(command) for name, command in tools.items()}
    _, least_peer, median_peer = measured[0]
    print(
        f"{'':24} {'least ms':>9} {'ratio':>6} {'median ms':>10} {'ratio':>6} {'million instructions':>21} {'ratio':>6}"
    )
    for name, least, median in measured:
        times = f"{name:24} {least:9.1f} {least / least_peer:6.2f} {median:10.1f} {median / median_peer:6.2f}"
        count, of_peer = counted[name], counted["yamllint"]
        print(times + ("" if count is None or of_peer is None else f" {count:21.1f} {count / of_peer:6.2f}"))


if __name__ == "__main__":
    main()
