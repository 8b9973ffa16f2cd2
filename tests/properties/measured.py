"""Reads one hostile file in a process of its own, and tells what that cost. Run as a script: `measured.py NAME`."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def measured(name: str) -> dict[str, Any]:
    """Return the CPU seconds, the MiB beyond start-up, the exit code and the faults of one case."""
    run = subprocess.run(
        [sys.executable, __file__, name], capture_output=True, text=True, timeout=60, check=False, cwd=HERE
    )
    if run.returncode != 0:
        return {"name": name, "died": run.returncode, "stderr": run.stderr[-2000:]}
    result: dict[str, Any] = json.loads(run.stdout)
    return result


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(name: str) -> None:
    """Check and compile one case, and print the measure of it."""
    sys.path.insert(0, str(HERE))
    from hostile import CASES
    from laws import exit_code, misplaced

    from waml.config import Config
    from waml.pipeline import Options, check, emit

    file, data = CASES[name]()
    check("warm.yaml", b"text: 'Hi {{ 1|string }}'\n", Config(), Options())
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
                "mib": round(mib, 1),
                "exit": exit_code(checked),
                "findings": len(checked.diagnostics),
                "rules": sorted({d.rule for d in checked.diagnostics})[:5],
                "misplaced": [str(d)[:300] for d in misplaced(checked)][:3],
            }
        ).encode(),
    )


if __name__ == "__main__":
    main(sys.argv[1])
