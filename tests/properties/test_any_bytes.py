"""Any bytes whatever end in findings with a place: never a traceback, never a second, never a gigabyte."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from hostile import CASES
from hypothesis import given
from hypothesis import strategies as st
from laws import exit_code, misplaced
from measured import measured

from waml.config import Config
from waml.emitting import emit
from waml.pipeline import Checked, Options, check

SECONDS = 1.0
"""CPU time that checking and compiling any one file may take."""

PATIENCE = 1.0 if os.environ.get("HYPOTHESIS_PROFILE") == "full" else 1.5
"""The bound holds on a machine of one's own; beside other tests the same work takes up to half as long again."""

MEBIBYTES = 200
"""Memory that it may take beyond the file's own size."""

ROOT = Path(__file__).parents[2]
NAMES = st.sampled_from(["a.yaml", "a.waml.json", "a.json"])
OPTIONS = Options(("cloud",), examples=True)
GOOD = [
    b'to: "+15551234567"\ntext: Hi\n',
    b'vars: {name: {type: string, example: Ada}}\nto: "+15551234567"\nbody: "Hi {{ name|title }}"\nbuttons: [Yes, {title: No, id: n}]\n',
    b'{"to": {"phone": "+15551234567"}, "text": "a \\ud83d\\ude00"}',
    b'{"messaging_product":"whatsapp","to":"15551234567","type":"text","text":{"body":"Hi"}}',
    "x-a: &a {title: \u2028 ü, id: '1'}\nbody: >-\n  Hi\n\n  you\nbuttons:\n- <<: *a\n---\nread: wamid.1\n".encode(),
]


def _examples() -> list[bytes]:
    files = sorted(path for path in (ROOT / "examples").rglob("*.waml.*") if path.is_file())
    return [*GOOD, *(path.read_bytes() for path in files)]


EXAMPLES = _examples()
WORDS = [
    b"{{ ", b" }}", b"{% if x %}", b"{%", b"&a ", b"*a", b"<<: *a", b"!!str ", b"!x ", b"---\n", b"...\n", b"? ", b": ", b"- ", b"|\n", b">-\n", b"'", b'"',
    b"\\u", b"\xff", b"\0", b"\r", b"\r\n", b"\t", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"# c\n", b"[", b"]", b"{", b"}", b",", b"\n", b"  ", b"99999999999999999999",
    b"-0", b"1e999", b"NaN", b"null", b"true", b"vars: ", b"to: ", b"text: ", b"body: ", b"buttons: ", b"template: ", b"list: ", b"header: ", b"providers: ",
    b"assume: ", b"define_template: ", b"x", b"\xf0\x9f\x98\x80", b"{{ x|d }}", b"{{x}}", b"~",
]  # fmt: skip


def assert_lawful(name: str, data: bytes) -> Checked:
    """Check bytes, compile what is clean, and hold the findings against the laws."""
    checked = check(name, data, Config(), OPTIONS)
    assert misplaced(checked) == []
    assert exit_code(checked) in (0, 1)
    if not checked.diagnostics:
        assert checked.targets
    for target in checked.targets:
        if target.message and not target.has_error():
            _, faults = emit(target)
            # What a raw payload lacks is told by its own findings, some of them warnings.
            assert name == "a.json" or [f.message for f in faults] == []
    return checked


@given(NAMES, st.binary(max_size=200))
def test_random_bytes(name: str, data: bytes) -> None:
    assert_lawful(name, data)


@given(NAMES, st.text(max_size=200))
def test_random_text(name: str, text: str) -> None:
    assert_lawful(name, text.encode("utf-8", "surrogatepass"))


@given(NAMES, st.lists(st.sampled_from(WORDS), max_size=40))
def test_random_words_of_the_language(name: str, words: list[bytes]) -> None:
    assert_lawful(name, b"".join(words))


@given(NAMES, st.sampled_from(EXAMPLES), st.randoms(use_true_random=False), st.integers(1, 6))
def test_mutated_messages(name: str, data: bytes, chance: random.Random, times: int) -> None:
    for _ in range(times):
        data = _mutated(data, chance)
    assert_lawful(name, data)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    at, to = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    to = min(to, at + chance.choice((1, 4, 200)))
    match chance.randint(0, 5):
        case 0:
            return data[:at] + data[to:]
        case 1:
            return data[:to] + data[at:to] * chance.choice((1, 1, 20)) + data[to:]
        case 2:
            flipped = bytes(byte ^ (1 << chance.randint(0, 7)) for byte in data[at : at + 1])
            return data[:at] + flipped + data[at + 1 :]
        case 3:
            return data[:at] + chance.choice(WORDS) + data[at:]
        case 4:
            return data[:at] + chance.choice(EXAMPLES)[at:to] + data[to:]
        case _:
            return data[at:] + data[:at]


@pytest.mark.parametrize("name", CASES)
def test_hostile_files_within_bounds(name: str) -> None:
    result = measured(name)
    assert "died" not in result, result
    assert result["misplaced"] == []
    assert result["exit"] in (0, 1)
    assert result["mib"] <= MEBIBYTES + result["bytes"] / 2**20, result
    tries = [_seconds(result)]
    while min(tries) > SECONDS and len(tries) < 3:  # once more: a machine with other work counts that work too
        tries.append(_seconds(measured(name)))
    assert min(tries) <= SECONDS * PATIENCE, (tries, result)


def _seconds(result: dict[str, Any]) -> float:
    """Return the CPU seconds of a case on a machine that counts as fast as the one for which the bound was set."""
    return float(result["cpu"] / max(1, result["slowness"]))
