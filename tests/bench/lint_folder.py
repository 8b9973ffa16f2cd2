"""What `waml lint` of a large folder costs: seconds and peak memory, with one process and with two.

    python tests/bench/lint_folder.py [FILES]

Information, never a test. Memory is the peak of the first process, in MiB; of the others, that of the largest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MESSAGE = """vars:
  phone: {{type: phone, example: "+15551234567"}}
  first_name: {{type: string, max_length: 40, example: Ada}}
to: "{{{{ phone }}}}"
header: Your order
body: |
  Hi *{{{{ first_name }}}}*, your order {number} is on its way.
buttons:
  - {{title: {title}, id: track}}
  - {{title: Talk to us, id: agent}}
footer: Acme Stores
"""


def measured(folder: str, jobs: int) -> tuple[float, float, float]:
    """Return the seconds of a run, and the peaks of its processes in MiB."""
    code = (
        "import resource, sys; from waml.__main__ import main; sys.argv[0] = 'waml'\n"
        "try: main()\n"
        "finally: print(*(resource.getrusage(w).ru_maxrss for w in (0, -1)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "lint", "--isolated", "-j", str(jobs), "-o", os.devnull, folder]
    start = time.monotonic()
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    own, others = done.stderr.split()[-2:]
    return time.monotonic() - start, int(own) / 1024, int(others) / 1024


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{'files':>7} {'jobs':>4} {'seconds':>8} {'MiB':>6} {'MiB, others':>12}")
    for count in (files // 10, files):
        with tempfile.TemporaryDirectory() as folder:
            for number in range(count):
                title = "Track it" if number % 20 else "Twenty-one characters"
                where = Path(folder) / str(number % 100)
                where.mkdir(exist_ok=True)
                (where / f"{number}.waml.yaml").write_text(MESSAGE.format(number=number, title=title), "utf-8")
            for jobs in (1, 2):
                seconds, own, others = measured(folder, jobs)
                print(f"{count:7} {jobs:4} {seconds:8.1f} {own:6.0f} {others:12.0f}")


if __name__ == "__main__":
    main()
