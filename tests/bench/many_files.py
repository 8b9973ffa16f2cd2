"""What `waml lint` of 2,000 message files costs beside `check-jsonschema`, in one run.

    python tests/bench/many_files.py [RUNS]

The files are the examples that one provider takes, with texts of their own and about 768 bytes each, every third
with variables. check-jsonschema holds them against `schemas/message.schema.json` as it stands. Installs both into
a fresh environment. Information, never a test: CPU, user and system, of whole processes that take turns.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from cold_lint import ROOT, rows

from waml.yaml_source import plain

FILES = 2000
BYTES = 768
PROVIDER = "cloud"

_PROSE = (
    "Thank you for your order with us. ",
    "The courier rings twice and waits for five minutes. ",
    "If nobody is at home, the neighbours at number 14 take it in. ",
    "You can answer to this message at any time, day or night. ",
    "Our shop in Berwick Street is open from Monday to Saturday. ",
    "Bring the booklet and the letter of your doctor. ",
    "Boarding ends twenty minutes before the departure. ",
    "Keep this number, it is asked for at the counter. ",
)
_LONG = ("body", "text", "caption")
"""Texts of a message that have room for more."""


def examples() -> list[dict[str, Any]]:
    """Return the example messages that the provider takes, each without its targets."""
    found = []
    for path in sorted((ROOT / "examples").glob("*/*.waml.yaml")):
        for text in path.read_text("utf-8").split("\n---\n"):
            if "&" in text or "*" in text:
                continue  # anchors
            message = plain(text)
            providers = message.pop("providers", [PROVIDER])
            if PROVIDER in providers and "assume" not in message and "define_template" not in message:
                found.append({key: value for key, value in message.items() if not key.startswith("x-")})
    return found


def written(message: dict[str, Any], number: int) -> str:
    """Return an example as the text of a file of its own."""
    own = {"name": f"{message['name']}-{number}", **{key: value for key, value in message.items() if key != "name"}}
    variables = dict(own.pop("vars", {}))
    short = BYTES - len(_dumped({**own, "vars": variables}))
    words = f"Number {number}. " + "".join(_PROSE[(number * 7 + at) % len(_PROSE)] for at in range(40))
    long = next((key for key in _LONG if isinstance(own.get(key), str)), None)
    if number % 3 == 0 and str(own.get("to")).startswith("+"):
        variables["phone"] = {"type": "phone", "example": own["to"]}
        own["to"] = "{{ phone }}"
        if long is not None:
            variables["first_name"] = {"type": "string", "max_length": 40, "example": "Ada"}
            own[long] = "Dear {{ first_name }}, " + own[long]
        short -= 120
    filler = words[: max(short, 12)].rstrip()
    if long is not None:
        own[long] = f"{own[long]} {filler}"
    else:
        own["description"] = filler
    if variables:
        own = {"name": own.pop("name"), "vars": variables, **own}
    return _dumped(own)


def _dumped(message: dict[str, Any]) -> str:
    return yaml.safe_dump(message, sort_keys=False, allow_unicode=True, width=110)


def texts() -> Iterator[str]:
    """Yield the texts of all files."""
    patterns = examples()
    for number in range(FILES):
        yield written(patterns[number % len(patterns)], number)


def fill(folder: Path) -> list[str]:
    """Write the files, and return their paths."""
    paths = []
    for number, text in enumerate(texts()):
        path = folder / f"{number:04}.waml.yaml"
        path.write_text(text, "utf-8")
        paths.append(str(path))
    return paths


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as place:
        environment, folder = Path(place) / "environment", Path(place) / "messages"
        folder.mkdir()
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        binary = environment / "bin"
        subprocess.run([binary / "pip", "install", "-q", str(ROOT), "check-jsonschema"], check=True)
        paths = fill(folder)
        schema = str(ROOT / "schemas" / "message.schema.json")
        tools = {
            "check-jsonschema": [str(binary / "check-jsonschema"), "--schemafile", schema, *paths],
            "waml lint": [str(binary / "waml"), "lint", "--isolated", "--provider", PROVIDER, str(folder)],
        }
        measured = list(rows(tools, runs))
        size = statistics.mean(Path(path).stat().st_size for path in paths)
    _, least_peer, median_peer = measured[0]
    print(f"{len(paths)} files of {size:.0f} bytes")
    print(f"{'':24} {'least µs a file':>16} {'ratio':>6} {'median':>9} {'ratio':>6}")
    for name, least, median in measured:
        each = [1000 * time / len(paths) for time in (least, median)]
        print(f"{name:24} {each[0]:16.0f} {least / least_peer:6.3f} {each[1]:9.0f} {median / median_peer:6.3f}")


if __name__ == "__main__":
    main()
