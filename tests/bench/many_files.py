"""What `waml lint` of 2,000 message files costs beside `check-jsonschema`, in one run.

    python tests/bench/many_files.py [RUNS [MESSAGES…]]

The files are what a team would have: 200 messages, each in ten languages, or fewer messages, each in more. They are of
every kind that the examples show, mostly texts, buttons and templates; for one provider, for another, or for two at
once; half of them with variables; with more or fewer buttons, with and without a header and a footer, in blocks and in
plain scalars. Every file has texts and a recipient of its own, and about 768 bytes; the parts that a message uses stand
in its folder. A message that holds its languages itself would be one file, and is none of these. check-jsonschema holds
them against `schemas/message.schema.json` as it stands. Installs both into a fresh environment. Information, never a
test: CPU, user and system, of whole processes that take turns.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from cold_lint import ROOT, rows

from waml.message import kind_of
from waml.yaml_source import plain

FILES = 2000
FOLDERS = 10
MESSAGES = [1, 20, 200]
"""How many of the files are different messages: the others are the same in other languages."""
BYTES = 768
TARGETS = {("cloud",): 60, ("infobip",): 25, ("cloud", "360dialog"): 15}
"""Whom the messages are for, of a hundred."""
KINDS = {"text": 24, "template": 22, "buttons": 18, "list": 6, "image": 5, "document": 5, "flow": 3, "video": 2}
"""How many of a hundred messages are of a kind; the others share what is left."""

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


class _Block(str):
    """A text that is written as a block."""


yaml.SafeDumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)


def examples() -> dict[str, list[tuple[list[str], dict[str, Any]]]]:
    """Return the example messages by their kind, each with the providers that take it.

    A definition is written once, not for every customer; and facts belong to a project.
    """
    found: dict[str, list[tuple[list[str], dict[str, Any]]]] = {}
    for path in sorted((ROOT / "examples").glob("*/*.waml.yaml")):
        for text in path.read_text("utf-8").split("\n---\n"):
            if "&" in text or "*" in text:
                continue  # anchors
            message = {key: value for key, value in plain(text).items() if not key.startswith("x-")}
            kind = kind_of(message)
            providers = message.pop("providers", ["cloud"])
            if kind is not None and kind != "define_template" and not message.keys() & {"assume", "locales"}:
                found.setdefault(kind, []).append((providers, message))
    return found


def message(drawn: dict[str, Any], targets: tuple[str, ...], number: int, draw: random.Random) -> dict[str, Any]:
    """Return an example as a message of its own."""
    own = {"name": f"{drawn.get('name', 'message')}-{number}"}
    if targets != ("cloud",):
        own["providers"] = list(targets)
    own |= {key: value for key, value in drawn.items() if key != "name"}
    if "infobip" not in targets:
        own.pop("from", None)
    for part in ("header", "footer"):
        # With the last who uses a variable its declaration would have to go, too.
        if part in own and draw.random() < 0.3 and not isinstance(own[part], dict) and "{{" not in own[part]:
            del own[part]
    buttons = own.get("buttons")
    if isinstance(buttons, list) and len(buttons) > 1:
        own["buttons"] = buttons[: draw.randint(1, len(buttons))]
    variables = dict(own.pop("vars", {}))
    if draw.random() < 0.5 and str(own.get("to")).startswith("+"):
        variables["phone"] = {"type": "phone", "example": own["to"]}
        own["to"] = "{{ phone }}"
        if (long := _long(own)) is not None:
            variables["first_name"] = {"type": "string", "max_length": 40, "example": "Ada"}
            own[long] = "Dear {{ first_name }}, " + own[long]
    if variables:
        own = {"name": own.pop("name"), "vars": variables, **own}
    if (long := _long(own)) is not None and draw.random() < 0.5:
        own[long] = _Block(own[long] + "\n")
    return own


def written(message: dict[str, Any], language: int, draw: random.Random) -> str:
    """Return a message in one of the languages: other texts, and another number."""
    own = dict(message)
    number = f"+4477009{draw.randint(0, 99999):05}"
    if str(own.get("to")).startswith("+"):
        own["to"] = number
    if "phone" in own.get("vars", {}):
        own["vars"] = {**own["vars"], "phone": {"type": "phone", "example": number}}
    short = BYTES - len(_dumped(own))
    words = f"Number {language}. " + "".join(draw.choice(_PROSE) for _ in range(20))
    filler = words[: max(short, 12)].rstrip()
    long = _long(own)
    if long is None:
        own["description"] = filler
    elif isinstance(own[long], _Block):
        own[long] = _Block(f"{own[long]}{filler}\n".replace(". ", ".\n"))
    else:
        own[long] = f"{own[long]} {filler}"
    return _dumped(own)


def _long(message: dict[str, Any]) -> str | None:
    return next((key for key in _LONG if isinstance(message.get(key), str)), None)


def _dumped(message: dict[str, Any]) -> str:
    return yaml.safe_dump(message, sort_keys=False, allow_unicode=True, width=110)


def messages(draw: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Yield so many messages, the same in every run."""
    by_kind = examples()
    others = [kind for kind in by_kind if kind not in KINDS]
    weights = [*KINDS.values(), *[(100 - sum(KINDS.values())) / len(others)] * len(others)]
    number = 0
    while number < count:
        (kind,) = draw.choices([*KINDS, *others], weights)
        (targets,) = draw.choices([*TARGETS], [*TARGETS.values()])
        patterns = [drawn for providers, drawn in by_kind[kind] if set(targets) <= set(providers)]
        if patterns:
            yield message(draw.choice(patterns), targets, number, draw)
            number += 1


def fill(folder: Path, count: int) -> list[str]:
    """Write the files of so many messages, and return their paths."""
    draw = random.Random(count)
    for number in range(FOLDERS):
        shutil.copytree(ROOT / "examples" / "shared-parts" / "parts", folder / str(number) / "parts")
    paths = []
    for one in messages(draw, count):
        for language in range(FILES // count):
            path = folder / str(language % FOLDERS) / f"{one['name']}.{language}.waml.yaml"
            path.write_text(written(one, language, draw), "utf-8")
            paths.append(str(path))
    return sorted(paths)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    counts = [*map(int, sys.argv[2:])] or MESSAGES
    schema = str(ROOT / "schemas" / "message.schema.json")
    with tempfile.TemporaryDirectory() as place:
        environment = Path(place) / "environment"
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        binary = environment / "bin"
        subprocess.run([binary / "pip", "install", "-q", str(ROOT), "check-jsonschema"], check=True)
        for count in counts:
            folder = Path(place) / f"messages-{count}"
            folder.mkdir()
            paths = fill(folder, count)
            lint = [str(binary / "waml"), "lint", "--isolated"]
            tools = {
                "check-jsonschema": [str(binary / "check-jsonschema"), "--schemafile", schema, *paths],
                "waml lint": [*lint, str(folder)],
                "waml lint --jobs 1": [*lint, "--jobs", "1", str(folder)],
            }
            size = statistics.mean(Path(path).stat().st_size for path in paths)
            print(f"{len(paths)} files of {size:.0f} bytes; different messages: {count}")
            tell([*rows(tools, runs)], len(paths))


def tell(measured: list[tuple[str, float, float]], files: int) -> None:
    """Print what each tool costs for a file, and its share of what the first does."""
    _, least_peer, median_peer = measured[0]
    print(f"{'':24} {'least µs a file':>16} {'ratio':>6} {'median':>9} {'ratio':>6}")
    for name, least, median in measured:
        each = [1000 * time / files for time in (least, median)]
        print(f"{name:24} {each[0]:16.0f} {least / least_peer:6.3f} {each[1]:9.0f} {median / median_peer:6.3f}")


if __name__ == "__main__":
    main()
