"""What proving one message costs beside linting it.

    python tests/bench/prove.py [RUNS]

Information, never a test, over all examples with variables. In one process: CPU milliseconds, the median of RUNS. Each
round writes the templates a little differently (a blank more behind `{{` and `{%`), for lint and for prove: a template
that was read before is remembered, and nobody proves the same message twice. From the command line: millions of
instructions of `waml lint FILE` and of `waml prove FILE`, where valgrind is installed. The promise is less than two.
Proving reads and checks the message as linting does, so its own part is what is over one.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from time import process_time

from cold_lint import instructions

from waml.bounds.proof import prove
from waml.checked import Options
from waml.config import Config, discover
from waml.pipeline import check

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LINT = Options(worst_case="declared")


def milliseconds(call: Callable[[], object]) -> float:
    """Return the CPU time of one call."""
    start = process_time()
    call()
    return (process_time() - start) * 1000


def proven(name: str, data: bytes, config: Config) -> None:
    """Check a file and prove its messages, as `waml prove` does."""
    for target in check(name, data, config, Options()).targets:
        prove(target, {})


def texts(data: bytes) -> Iterator[bytes]:
    """Yield a file with its templates written in one way after the other."""
    for blanks in count(1):
        yield re.sub(rb"(\{\{|\{%-?) *", rb"\1" + b" " * blanks, data)


def examples() -> Iterator[tuple[Path, Config]]:
    """Yield the files of which a message has a variable that is open, with their configs."""
    for path in sorted(EXAMPLES.rglob("*.waml.yaml")):
        config = discover(str(path.parent))
        targets = check(str(path), path.read_bytes(), config, Options()).targets
        if any(one.declaration for t in targets if t.variables for one in t.variables.declared.values()):
            yield path, config


def in_process(path: Path, config: Config, runs: int) -> tuple[float, float]:
    """Return the milliseconds of linting and of proving a file."""
    several, name = texts(path.read_bytes()), str(path)
    lint: list[float] = []
    prover: list[float] = []
    for _ in range(runs + 1):
        one, other = next(several), next(several)
        lint.append(milliseconds(lambda: check(name, one, config, LINT)))  # noqa: B023
        prover.append(milliseconds(lambda: proven(name, other, config)))  # noqa: B023
    return statistics.median(lint[1:]), statistics.median(prover[1:])


def said(path: Path, what: str, unit: str, costs: list[tuple[float, float]]) -> None:
    """Write a line of the last costs."""
    lint, prover = costs[-1]
    shown = path.relative_to(EXAMPLES)
    print(f"{what:9} {shown!s:52} lint {lint:8.2f} {unit}   prove {prover:8.2f} {unit}   {prover / lint:5.2f}")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    found = list(examples())
    costs: dict[str, list[tuple[float, float]]] = {"process": [], "command": []}
    for path, config in found:
        costs["process"].append(in_process(path, config, runs))
        said(path, "process", "ms", costs["process"])
    waml = [sys.executable, "-m", "waml"]
    for path, _ in found if shutil.which("valgrind") else ():
        both = [instructions([*waml, verb, str(path)]) for verb in ("lint", "prove")]
        costs["command"].append((both[0] or 0, both[1] or 0))
        said(path, "command", "M", costs["command"])
    for what, pairs in costs.items():
        ratios = [prover / lint for lint, prover in pairs]
        if ratios:
            print(f"{what}: median {statistics.median(ratios):.2f}, worst {max(ratios):.2f}")


if __name__ == "__main__":
    main()
