"""Reads each hostile file in a process of its own, and tells what that cost.

Run as a script it takes the names of cases on stdin: starting Python for each would cost more than most cases.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def measured(name: str) -> dict[str, Any]:
    """Return the CPU seconds, how slow the machine just was, the MiB beyond start-up, the exit code and the faults."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{name}\n")
    server.stdin.flush()
    result: dict[str, Any] = json.loads(server.stdout.readline())
    return result


@cache
def _server() -> subprocess.Popen[str]:
    """Start the process that has imported everything, and has a child of its own measure each case."""
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE
    )
    atexit.register(server.kill)
    return server


COUNTING = 0.05
"""CPU seconds that it takes to count to a million on the machine whose second is the bound, with nobody beside it."""


def _counting() -> float:
    start, count = time.process_time(), 0
    for step in range(1_000_000):
        count += step & 7
    return time.process_time() - start


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def serve() -> None:
    """Answer each name on stdin with the measure of its case, a line each; a child that dies is told of too."""
    sys.path.insert(0, str(HERE))
    import laws  # noqa: F401  (what a child would otherwise import each time)
    from hostile import CASES

    import waml.emitting  # noqa: F401
    from waml.config import Config
    from waml.pipeline import Options, check

    check("warm.yaml", b"text: 'Hi {{ 1|string }}'\n", Config(), Options())
    for line in sys.stdin:
        name = line.strip()
        file, data = CASES[name]()  # here, not in the child: what building it takes would hide what reading it does
        with tempfile.TemporaryFile() as output:
            child = os.fork()
            if child == 0:
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
                signal.alarm(60)
                try:
                    _measure(name, file, data)
                except BaseException:
                    traceback.print_exc()
                    sys.stderr.flush()
                    os._exit(1)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            output.seek(0)
            said = output.read().decode("utf-8", "replace")
        print(said if status == 0 else json.dumps({"name": name, "died": status, "stderr": said[-2000:]}), flush=True)


def _measure(name: str, file: str, data: bytes) -> None:
    """Check and compile one case, and print the measure of it."""
    from laws import exit_code, misplaced

    from waml.config import Config
    from waml.emitting import emit
    from waml.pipeline import Options, check

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    peak, start = _peak(), time.process_time()
    checked = check(file, data, Config(), Options())
    for target in checked.targets:
        if target.message and not target.has_error():
            emit(target)
    mib = _peak() - peak
    checking = time.process_time() - start
    os.write(
        1,
        json.dumps(
            {
                "name": name,
                "bytes": len(data),
                "cpu": round(checking, 3),
                "slowness": round(_counting() / COUNTING, 2) if checking > 1 else 1,
                "mib": round(mib, 1),
                "exit": exit_code(checked),
                "findings": len(checked.diagnostics),
                "rules": sorted({d.rule for d in checked.diagnostics})[:5],
                "misplaced": [str(d)[:300] for d in misplaced(checked)][:3],
            }
        ).encode(),
    )


if __name__ == "__main__":
    serve()
