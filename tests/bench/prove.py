"""What proving one message costs beside linting it, warm, in one run.

    python tests/bench/prove.py [RUNS]

Information, never a test: CPU milliseconds of each, the median over all examples with variables, and the ratio. The
promise is less than two. Proving reads and checks the message as linting does, so its own part is what is over one.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from waml.bounds.proof import prove
from waml.checked import Options
from waml.config import discover
from waml.pipeline import check

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def milliseconds(call: Callable[[], object]) -> float:
    """Return the CPU time of one call."""
    start = process_time()
    call()
    return (process_time() - start) * 1000


def proven(name: str, data: bytes) -> None:
    """Check a file and prove its messages, as `waml prove` does."""
    for target in check(name, data, discover(str(Path(name).parent)), Options()).targets:
        prove(target, {})


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    ratios = []
    for path in sorted(EXAMPLES.rglob("*.waml.yaml")):
        name, data = str(path), path.read_bytes()
        if b"vars:" not in data:
            continue
        config = discover(str(path.parent))
        lint: list[float] = []
        prover: list[float] = []
        for _ in range(runs):
            lint.append(milliseconds(lambda: check(name, data, config, Options(worst_case="declared"))))  # noqa: B023
            prover.append(milliseconds(lambda: proven(name, data)))  # noqa: B023
        one, other = statistics.median(lint), statistics.median(prover)
        ratios.append(other / one)
        print(f"{path.relative_to(EXAMPLES)!s:52} lint {one:7.2f} ms   prove {other:7.2f} ms   {other / one:5.2f}")
    print(f"median {statistics.median(ratios):.2f}, worst {max(ratios):.2f}")


if __name__ == "__main__":
    main()
