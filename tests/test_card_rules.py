"""The rules that everybody breaks first: each is reported by its name, at its place, one past the limit and not at it.

`§` in a message marks the place at which the finding is due; it is taken out before the message is read.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

import waml

META = ("cloud", "360dialog", "360dialog-onprem")
ALL = (*META, "infobip", "pilot-status")
ENVELOPE = 'from: "+442071838750"\nto: "+447700900123"\n'
LINKED = ("cloud", "pilot-status")
"""Who looks at the server's word and not at the ending of a link: a warning there."""


class Case(NamedTuple):
    """A rule, whom it holds for, a message that breaks it at `§`, and one that just does not."""

    rule: str
    providers: tuple[str, ...]
    bad: str
    good: str
    warns: tuple[str, ...] = ()


def dressed(header: str = "Acme", footer: str = "Acme") -> str:
    return f"header: {header}\nbody: Is Friday fine?\nbuttons: [Fine, Not fine]\nfooter: {footer}\n"


def reply(count: int) -> str:
    return "body: When?\n§buttons:\n" + "".join(f"  - {{title: Day {n}, id: d{n}}}\n" for n in range(count))


def block(length: int) -> str:
    return f"text: |\n  §{'y' * 79}\n  {'x' * (length - 80)}\n"


CASES = [
    Case("text-too-long", ALL, f"text: §{'x' * 4097}\n", f"text: {'x' * 4096}\n", ("pilot-status",)),
    Case("text-too-long", ALL, f"text:\n  body: §{'x' * 4097}\n", f"text:\n  body: {'x' * 4096}\n", ("pilot-status",)),
    Case("text-too-long", ALL, f'text: §"{"👍" * 4097}"\n', f'text: "{"👍" * 4096}"\n', ("pilot-status",)),
    Case("too-many-buttons", ALL, reply(4), reply(3)),
    Case("header-too-long", ALL, dressed(header=f"§{'x' * 61}"), dressed(header="x" * 60)),
    Case("header-too-long", ALL, dressed(header=f"{{text: §{'é' * 61}}}"), dressed(header=f"{{text: {'é' * 60}}}")),
    Case("footer-too-long", ALL, dressed(footer=f"§{'x' * 61}"), dressed(footer="x" * 60)),
    Case(
        "latitude-out-of-range",
        (*META, "infobip"),
        "location: {latitude: §90.001, longitude: 16, name: Zagreb, address: Ilica 1}\n",
        "location: {latitude: 90, longitude: 16, name: Zagreb, address: Ilica 1}\n",
    ),
    Case(
        "latitude-out-of-range",
        (*META, "infobip"),
        "location:\n  name: Zagreb\n  address: Ilica 1\n  longitude: 16\n  latitude: §-90.001\n",
        "location:\n  name: Zagreb\n  address: Ilica 1\n  longitude: 16\n  latitude: -90\n",
    ),
    Case(
        "media-type-mismatch",
        ALL,
        "image: §https://acme.example/a.mp3\n",
        "image: https://acme.example/a.png\n",
        LINKED,
    ),
    Case(
        "media-type-mismatch",
        ALL,
        "audio:\n  link: §https://acme.example/a.png\n",
        "audio:\n  link: https://acme.example/a.mp3\n",
        LINKED,
    ),
    Case(
        "media-type-mismatch",
        META,
        'video:\n  id: "1037543291543636"\n  mime_type: §image/png\n',
        'video:\n  id: "1037543291543636"\n  mime_type: video/mp4\n',
    ),
    Case("header-without-buttons", ALL, "§header: Acme\ntext: Hi\n", dressed()),
    Case(
        "header-without-buttons",
        ALL,
        "§header: {text: Acme}\nimage: https://acme.example/a.png\n",
        dressed(header="{text: Acme}"),
    ),
    Case("footer-without-buttons", ALL, "text: Hi\n§footer: Acme\n", dressed()),
    Case(
        "audio-with-caption",
        ALL,
        "audio:\n  link: https://acme.example/a.mp3\n  §caption: Listen\n",
        "audio:\n  link: https://acme.example/a.mp3\n",
    ),
]
PAIRS = [(case, provider) for case in CASES for provider in case.providers]
IDS = [f"{case.rule}-{CASES.index(case)}-{provider}" for case, provider in PAIRS]


def lint(message: str, provider: str) -> list[waml.Diagnostic]:
    return waml.lint("card.waml.yaml", text=message.replace("§", ""), provider=provider)


def place(message: str) -> tuple[int, int]:
    before = message[: message.index("§")]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(("case", "provider"), PAIRS, ids=IDS)
def test_one_past_the_limit_is_reported_at_its_place(case: Case, provider: str) -> None:
    message = ENVELOPE + case.bad
    found = [d for d in lint(message, provider) if d.rule == case.rule]
    assert [(d.provider, tuple(d.start)) for d in found] == [(provider, place(message))]
    assert found[0].severity == ("warning" if provider in case.warns else "error")
    assert found[0].end > found[0].start


@pytest.mark.parametrize(("case", "provider"), PAIRS, ids=IDS)
def test_nothing_else_is_wrong_with_it(case: Case, provider: str) -> None:
    others = {"on-premise-sunset"}
    found = {d.rule for d in lint(ENVELOPE + case.bad, provider) if d.severity != "info"} - others
    assert found == {case.rule}


@pytest.mark.parametrize(("case", "provider"), PAIRS, ids=IDS)
def test_at_the_limit_nothing_is_reported(case: Case, provider: str) -> None:
    others = {"on-premise-sunset"}
    assert [d for d in lint(ENVELOPE + case.good, provider) if d.severity != "info" and d.rule not in others] == []


@pytest.mark.parametrize("provider", ALL)
def test_text_in_a_block_counts_without_its_last_line_break(provider: str) -> None:
    at, past = (lint(ENVELOPE + block(length), provider) for length in (4096, 4097))
    assert "text-too-long" not in {d.rule for d in at}
    assert [d.start.line for d in past if d.rule == "text-too-long"] in ([3], [4])


def test_text_of_a_variable_counts_as_it_is_sent() -> None:
    message = 'vars: {name: {type: string, example: Ada}}\nto: "+447700900123"\ntext: "{{ name }}' + "x" * 4093 + '"\n'
    assert [d.rule for d in waml.lint("a.yaml", text=message) if d.severity == "error"] == []
    found = waml.lint("a.yaml", text=message, vars={"name": "Anna"})
    assert [(d.rule, tuple(d.start)) for d in found if d.severity == "error"] == [("text-too-long", (3, 7))]


def test_kind_that_a_provider_does_not_carry_hides_its_limits() -> None:
    """A location is no message of Pilot Status at all: that is said, and not the latitude."""
    found = lint(ENVELOPE + "location: {latitude: 91, longitude: 16}\n", "pilot-status")
    assert [d.rule for d in found if d.severity == "error"] == ["not-carried"]
