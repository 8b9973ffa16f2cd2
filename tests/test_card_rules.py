"""The rules that everybody breaks first: each is reported by its name, at its place, one past the limit and not at it.

`§` in a message marks the place at which the finding is due, in a text that is too long the first character past the
limit; it is taken out before the message is read.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

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
    return f"text: |\n  {'y' * 79}\n  {'x' * (length - 81)}§x\n"


CASES = [
    Case("text-too-long", ALL, f"text: {'x' * 4096}§x\n", f"text: {'x' * 4096}\n", ("pilot-status",)),
    Case("text-too-long", ALL, f"text:\n  body: {'x' * 4096}§x\n", f"text:\n  body: {'x' * 4096}\n", ("pilot-status",)),
    Case("text-too-long", ALL, f'text: "{"👍" * 4096}§👍"\n', f'text: "{"👍" * 4096}"\n', ("pilot-status",)),
    Case("too-many-buttons", ALL, reply(4), reply(3)),
    Case("header-too-long", ALL, dressed(header=f"{'x' * 60}§x"), dressed(header="x" * 60)),
    Case("header-too-long", ALL, dressed(header=f"{{text: {'é' * 60}§é}}"), dressed(header=f"{{text: {'é' * 60}}}")),
    Case("footer-too-long", ALL, dressed(footer=f"{'x' * 60}§x"), dressed(footer="x" * 60)),
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
    others = {"on-premise-sunset", "text-too-long-in-utf16"}
    found = {d.rule for d in lint(ENVELOPE + case.bad, provider) if d.severity != "info"} - others
    assert found == {case.rule}


@pytest.mark.parametrize(("case", "provider"), PAIRS, ids=IDS)
def test_at_the_limit_nothing_is_reported(case: Case, provider: str) -> None:
    others = {"on-premise-sunset", "text-too-long-in-utf16"}
    assert [d for d in lint(ENVELOPE + case.good, provider) if d.severity != "info" and d.rule not in others] == []


@pytest.mark.parametrize("provider", ALL)
def test_text_in_a_block_counts_without_its_last_line_break(provider: str) -> None:
    at, past = (lint(ENVELOPE + block(length), provider) for length in (4096, 4097))
    assert "text-too-long" not in {d.rule for d in at}
    assert [tuple(d.start) for d in past if d.rule == "text-too-long"] == [place(ENVELOPE + block(4097))]


def test_text_of_a_variable_counts_as_it_is_sent() -> None:
    message = 'vars: {name: {type: string, example: Ada}}\nto: "+447700900123"\ntext: "{{ name }}' + "x" * 4093 + '"\n'
    assert [d.rule for d in waml.lint("a.yaml", text=message) if d.severity == "error"] == []
    found = waml.lint("a.yaml", text=message, vars={"name": "Anna"})
    assert [(d.rule, tuple(d.start)) for d in found if d.severity == "error"] == [("text-too-long", (3, 4110))]


def test_kind_that_a_provider_does_not_carry_hides_its_limits() -> None:
    """A location is no message of Pilot Status at all: that is said, and not the latitude."""
    found = lint(ENVELOPE + "location: {latitude: 91, longitude: 16}\n", "pilot-status")
    assert [d.rule for d in found if d.severity == "error"] == ["not-carried"]


# ---- the same of a provider's own JSON: the mark stands before the value or the key at fault

Body = dict[str, Any]
Wire = tuple[Body, Body, str | None]
"""What is at fault, what just is not, and the endpoint where a body does not tell it."""

ENDPOINT = "/whatsapp/1/message/"
BUTTONS = tuple("abcd")


def meta(provider: str, kind: str, content: Body, **beside: Any) -> Body:
    product = {} if provider == "360dialog-onprem" else {"messaging_product": "whatsapp"}
    return {**product, "recipient_type": "individual", "to": "447700900123", "type": kind, kind: content, **beside}


def infobip(content: Body) -> Body:
    return {"from": "442071838750", "to": "447700900123", "content": content}


def pilot(**body: Any) -> Body:
    return {"destinationNumber": "+447700900123", **body}


def text_of(provider: str, text: str, **beside: Any) -> Body:
    if provider == "pilot-status":
        return pilot(text=text, **beside)
    return (
        infobip({"text": text, **beside}) if provider == "infobip" else meta(provider, "text", {"body": text}, **beside)
    )


def buttons_of(provider: str, ids: tuple[str, ...] = ("a",), key: str = "buttons", **beside: Any) -> Body:
    if provider == "pilot-status":
        header = {"header": {"type": "text", "content": beside.pop("header")}} if "header" in beside else {}
        return pilot(
            text="Is Friday fine?",
            **{key: [{"type": "reply", "id": i, "displayText": i} for i in ids]},
            **header,
            **beside,
        )
    body: Body = {"body": {"text": "Is Friday fine?"}}
    if "footer" in beside:
        body["footer"] = {"text": beside["footer"]}
    if provider == "infobip":
        if "header" in beside:
            body["header"] = {"type": "TEXT", "text": beside["header"]}
        return infobip({**body, "action": {key: [{"type": "REPLY", "id": i, "title": i} for i in ids]}})
    if "header" in beside:
        body["header"] = {"type": "text", "text": beside["header"]}
    action = {key: [{"type": "reply", "reply": {"id": i, "title": i}} for i in ids]}
    return meta(provider, "interactive", {"type": "button", **body, "action": action})


def medium_of(provider: str, kind: str, ending: str, **beside: Any) -> tuple[Body, str | None]:
    mark = "§" if ending.startswith("§") else ""
    link = f"{mark}https://acme.example/a.{ending.removeprefix('§')}"
    if provider == "pilot-status":
        return pilot(media=link, mediaType=kind, **beside), None
    if provider == "infobip":
        return infobip({"mediaUrl": link, **beside}), ENDPOINT + kind
    return meta(provider, kind, {"link": link, **beside}), None


def place_of(provider: str, latitude: Any) -> Body:
    content = {"latitude": latitude, "longitude": 16, "name": "Zagreb", "address": "Ilica 1"}
    return infobip(content) if provider == "infobip" else meta(provider, "location", content)


def header_of(provider: str) -> Any:
    return {"pilot-status": {"type": "text", "content": "A"}, "infobip": {"type": "TEXT", "text": "A"}}.get(
        provider, {"type": "text", "text": "A"}
    )


def footer_of(provider: str) -> Any:
    return "A" if provider == "pilot-status" else {"text": "A"}


def raw(rule: str, provider: str) -> Wire:
    plain = text_of(provider, "Hi")
    if rule == "text-too-long":
        return text_of(provider, "x" * 4096 + "§x"), text_of(provider, "x" * 4096), None
    if rule == "too-many-buttons":
        return buttons_of(provider, BUTTONS, "§buttons"), buttons_of(provider, BUTTONS[:3]), None
    if rule in ("header-too-long", "footer-too-long"):
        part = rule.partition("-")[0]
        return buttons_of(provider, **{part: "x" * 60 + "§x"}), buttons_of(provider, **{part: "x" * 60}), None
    if rule == "latitude-out-of-range":
        return place_of(provider, "§90.001"), place_of(provider, 90), None
    if rule == "header-without-buttons":
        return text_of(provider, "Hi", **{"§header": header_of(provider)}), plain, None
    if rule == "footer-without-buttons":
        return text_of(provider, "Hi", **{"§footer": footer_of(provider)}), plain, None
    ending, caption = ("§png", {}) if rule == "media-type-mismatch" else ("mp3", {"§caption": "Listen"})
    bad, endpoint = medium_of(provider, "audio", ending, **caption)
    return bad, medium_of(provider, "audio", "mp3")[0], endpoint


RULES = list(dict.fromkeys(case.rule for case in CASES))
RAW = [
    (rule, provider)
    for rule in RULES
    for provider in ALL
    if (rule, provider) != ("latitude-out-of-range", "pilot-status")
]


def raw_findings(text: str, provider: str, endpoint: str | None) -> list[waml.Diagnostic]:
    return [
        d
        for d in waml.lint("card.json", text=text, provider=provider, endpoint=endpoint)
        if d.severity != "info" and d.rule != "on-premise-sunset"
    ]


@pytest.mark.parametrize(("rule", "provider"), RAW)
def test_of_a_payload_too_one_past_the_limit_is_reported_once_at_its_place(rule: str, provider: str) -> None:
    bad, good, endpoint = raw(rule, provider)
    # The mark goes in front of the quote, that of a number takes its quotes away.
    text = json.dumps(bad, indent=2, ensure_ascii=False).replace('"§90.001"', "§90.001").replace('"§', '§"')
    (found,) = raw_findings(text.replace("§", ""), provider, endpoint)
    assert (found.rule, tuple(found.start)) == (rule, place(text))
    warns = next(case.warns for case in CASES if case.rule == rule)
    assert found.severity == ("warning" if provider in warns else "error")
    assert raw_findings(json.dumps(good, indent=2), provider, endpoint) == []


@pytest.mark.parametrize("provider", [*META, "infobip"])
@pytest.mark.parametrize(
    ("kind", "ending", "key", "rule"),
    [
        ("sticker", "webp", "caption", "sticker-with-caption"),
        ("image", "png", "filename", "filename-outside-document"),
        ("video", "mp4", "filename", "filename-outside-document"),
        ("audio", "mp3", "filename", "filename-outside-document"),
    ],
)
def test_no_kind_takes_what_is_of_another(kind: str, ending: str, key: str, rule: str, provider: str) -> None:
    body, endpoint = medium_of(provider, kind, ending, **{key: "a.pdf"})
    assert [d.rule for d in raw_findings(json.dumps(body), provider, endpoint)] == [rule]


@pytest.mark.parametrize("provider", [*META, "infobip"])
def test_caption_in_a_header_is_reported_once(provider: str) -> None:
    body = buttons_of(provider)
    if provider == "infobip":
        medium = {"mediaUrl": "https://acme.example/a.png", "caption": "A"}
        body["content"]["header"] = {"type": "IMAGE", **medium}
    else:
        medium = {"link": "https://acme.example/a.png", "caption": "A"}
        body["interactive"]["header"] = {"type": "image", "image": medium}
    assert [d.rule for d in raw_findings(json.dumps(body), provider, None)] == ["header-media-with-caption"]
