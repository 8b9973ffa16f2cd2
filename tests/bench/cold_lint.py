"""What a cold `waml lint` of one small file costs beside `yamllint`, in one run.

    python tests/bench/cold_lint.py [RUNS]

Installs both into a fresh environment (an editable install pays for its finder). Information, never a test:
CPU milliseconds, user and system, the least and the median of alternating runs, and their ratio.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "examples" / "quick-start" / "order-shipped.waml.yaml"


def cpu(command: list[str]) -> float:
    """Return the CPU milliseconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


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
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        binary = Path(folder) / "bin"
        subprocess.run([binary / "pip", "install", "-q", str(ROOT), "yamllint"], check=True)
        tools = {
            "yamllint": [str(binary / "yamllint"), str(FILE)],
            "waml lint": [str(binary / "waml"), "lint", str(FILE)],
            "click + yaml, imported": [str(binary / "python"), "-c", "import click, yaml"],
        }
        measured = list(rows(tools, runs))
    _, least_peer, median_peer = measured[0]
    print(f"{'':24} {'least ms':>9} {'ratio':>6} {'median ms':>10} {'ratio':>6}")
    for name, least, median in measured:
        print(f"{name:24} {least:9.1f} {least / least_peer:6.2f} {median:10.1f} {median / median_peer:6.2f}")


if __name__ == "__main__":
    main()
