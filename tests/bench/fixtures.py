"""What the valid fixtures of 1,000 messages for five providers cost beside compiling them, in one process.

    python tests/bench/fixtures.py [MESSAGES] [RUNS]

Information, never a test: CPU seconds, the least of alternating runs, and their ratio. It may be three.
"""

from __future__ import annotations

import sys
import time

from waml.checked import Checked, Options
from waml.config import Config
from waml.emission import spelled
from waml.emitting import emit
from waml.fixtures.folder import files_of
from waml.fixtures.making import made
from waml.pipeline import check
from waml.providers import NAMES

BODIES = (
    "text: Hi {{ first_name }}, your order is on its way.\n",
    'image: {link: "https://acme.example/box.png", caption: "For {{ first_name }}"}\n',
    "header: Your order\nbody: Hi {{ first_name }}, it is on its way.\n"
    "buttons:\n  - {title: Track it, id: track}\n  - {title: Talk to us, id: agent}\nfooter: Acme Stores\n",
)

HEAD = """\
name: m{0}
vars:
  first_name: {{type: string, max_length: 40, example: Ada}}
to: "+15551{0:06}"
from: "+15557654321"
"""


def messages(count: int) -> list[tuple[str, bytes]]:
    """Return files that each of the providers carries."""
    return [(f"m{n}.waml.yaml", (HEAD.format(n) + BODIES[n % len(BODIES)]).encode()) for n in range(count)]


def checks(files: list[tuple[str, bytes]]) -> list[Checked]:
    """Return what both have to do."""
    return [check(name, data, Config(), Options(NAMES)) for name, data in files]


def compiling(files: list[tuple[str, bytes]]) -> int:
    """Compile as `waml compile -o` does, but for the writing. Returns the number of texts."""
    texts = []
    for one in checks(files):
        for target in one.targets:
            request, _ = emit(target)
            assert request is not None, target.findings
            texts.append(spelled(request, target.provider, "body"))
    return len(texts)


def making(files: list[tuple[str, bytes]]) -> int:
    """Make the valid fixtures as `waml fixtures --group valid` does, but for the writing."""
    return len(files_of(made(checks(files), ("valid",)))) - 1


def main() -> None:
    given = [int(word) for word in sys.argv[1:3]]
    count, runs = [*given, *(1000, 3)[len(given) :]]
    files = messages(count)
    assert compiling(files[:6]) == making(files[:6]) == 30
    least = {"compile": float("inf"), "fixtures": float("inf")}
    for _ in range(runs):
        for name, work in (("compile", compiling), ("fixtures", making)):
            start = time.process_time()
            work(files)
            least[name] = min(least[name], time.process_time() - start)
    for name, seconds in least.items():
        print(f"{name:10} {seconds:7.2f} s for {count} messages x {len(NAMES)} providers")
    print(f"ratio      {least['fixtures'] / least['compile']:7.2f}")


if __name__ == "__main__":
    main()
