"""The pages of docs/: each is what its generator writes, and each example on them is what it is said to be.

WAML_UPDATE_GOLDEN=1 writes the pages anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cli_page
import language_page
import pytest
import rules_pages

import waml
from waml.config import Config
from waml.message import group
from waml.providers import NAMES
from waml.resources import schema
from waml.rows import catalogue

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
UPDATE = bool(os.environ.get("WAML_UPDATE_GOLDEN"))
GENERATORS = {"rules": rules_pages.pages, "language": language_page.pages, "cli": cli_page.pages}


@cache
def written(name: str) -> dict[str, str]:
    return dict(GENERATORS[name]())


@pytest.mark.parametrize("name", GENERATORS)
def test_page_is_what_its_generator_writes(name: str) -> None:
    stale = []
    for path, text in written(name).items():
        file = DOCS / path
        if UPDATE:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        if not file.exists() or file.read_text("utf-8") != text:
            stale.append(path)
    assert stale == [], "stale: run the test with WAML_UPDATE_GOLDEN=1, and read the difference"


def test_no_page_is_left_over() -> None:
    known = {path for name in GENERATORS for path in written(name)}
    left = [p for p in DOCS.rglob("*.md") if p.relative_to(DOCS).as_posix() not in known]
    if UPDATE:
        for file in left:
            file.unlink()
    else:
        assert left == []


def test_every_rule_has_a_section_and_an_entry_in_the_index() -> None:
    index = written("rules")["rules.md"]
    sections = {
        (path, name)
        for path, text in written("rules").items()
        for name in re.findall(r"^## ([a-z0-9-]+)$", text, re.MULTILINE)
    }
    assert {name for _, name in sections} == set(catalogue())
    assert sorted(f"[{name}]({path}#{name})" for path, name in sections if f"({path}#{name})" not in index) == []


def slug(heading: str) -> str:
    """What GitHub calls a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_links_lead_somewhere() -> None:
    texts = {path: text for name in GENERATORS for path, text in written(name).items()}
    for path, text in texts.items():
        plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", plain):
            file, _, anchor = target.partition("#")
            found = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
            assert found in texts, f"{path}: {target}"
            headings = {slug(line.lstrip("# ")) for line in texts[found].splitlines() if line.startswith("#")}
            assert not anchor or anchor in headings, f"{path}: {target}"


EXAMPLE = re.compile(
    r"^## (?P<rule>.+?)\n|^(?P<title>Bad|Good):\n\n```(?:yaml|json) ?(?P<provider>\S*)\n(?P<text>.*?)```\n", re.M | re.S
)


def examples() -> Iterator[tuple[str, str, str, str]]:
    """Every example that stands whole on a page: the rule, bad or good, the provider, the message."""
    for text in written("rules").values():
        rule = ""
        for match in EXAMPLE.finditer(text):
            rule = match["rule"] or rule
            if match["title"] and not rules_pages.is_cut(match["text"]):
                yield rule, match["title"], match["provider"], match["text"]


def test_examples_of_rules_are_what_they_are_said_to_be() -> None:
    """Those of the language; one of another row is linted before it comes to its page, and is not there if it fails."""
    found = list(examples())
    assert len(found) > 900
    wrong = [
        (rule, title)
        for rule, title, provider, text in found
        if "raised_by" in (row := catalogue()[rule]).raw
        and rules_pages.breaks(row, provider, text) is not (title == "Bad")
    ]
    assert wrong == []


def test_most_rules_show_an_example() -> None:
    """One that is about a file, about several messages, or that only a variable or a payload can break, shows none."""
    text = "".join(written("rules").values())
    without = {part.partition("\n")[0] for part in text.split("\n## ")[1:] if "\nBad:\n" not in part}
    of_payloads = {n for n, row in catalogue().items() if row.raw.get("raised_by") in ("wire", "decompile")}
    assert len(without & set(catalogue()) - of_payloads) < 101


def test_examples_of_the_language_compile() -> None:
    text = written("language")["language.md"]
    found = re.findall(r"^```yaml\n(.*?)```$", text, re.M | re.S)
    assert len(found) == len(group("content")) + 1  # and what repeats
    for example in found:
        judged = waml.lint("a.waml.yaml", text=example, provider="cloud", config=Config())
        assert [d.message for d in judged if d.severity == "error"] == [], example


def test_every_key_of_the_language_is_told_with_its_place() -> None:
    text = written("language")["language.md"]
    for name in NAMES:
        block = text.partition(f"\n### {name}\n")[2].partition("\n##")[0]
        rows = [line for line in block.splitlines() if line.startswith("| `")]
        assert len(rows) >= len(schema("message")["$defs"][f"block-{name}"]["properties"])
        assert [line for line in rows if line.endswith("| – |")] == []
    bodies = re.findall(r"^```json\n(.*?)```$", text, re.M | re.S)
    assert len(bodies) > 50
    for body in bodies:
        json.loads(body)


def test_every_verb_is_on_its_page() -> None:
    from waml.__main__ import _VERBS

    text = written("cli")["cli.md"]
    assert [name for name in _VERBS if f"\n## waml {name}\n" not in text] == []
    assert "`--output-format` `FORMAT[:FILE]`" in text
