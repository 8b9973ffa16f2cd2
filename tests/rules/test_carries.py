"""`rules/carries.yaml` and the encoders say the same: what is carried goes out, what is not is reported and stays."""

from __future__ import annotations

import json
from typing import Any

from each import each

from waml.boundaries.building import concrete, drop, finish, put, sample, shape_of
from waml.carries import RULE, Carries, section
from waml.message import group, shape
from waml.paths import Segments, parse
from waml.providers import NAMES, load
from waml.rulebook import Subject, judge

ASSUME = {"window": "open"}
# What a button of a template send carries, by its type.
DEEDS = {
    "reply": "id",
    "url": "suffix",
    "call": "phone_number",
    "copy": "code",
    "flow": "flow_token",
    "catalog": "thumbnail",
    "product_list": "sections",
    "voice_call": "payload",
    "order_details": "order_details",
    "reminder": "parameters",
    "booking_confirmation": "parameters",
}
INSTEAD = {("pilot-status", "url"): "url"}
"""Pilot Status replaces the template's own buttons, so it carries the whole URL."""


def sent(message: dict[str, Any], provider: str) -> str:
    """Return a request as one text. Words are upper case on some wires, so all is lower."""
    request = load(provider).encode(message, message.get(provider, {}))
    return json.dumps(request._asdict(), ensure_ascii=False, sort_keys=True).lower()


def level(part: str, name: str, provider: str) -> str:
    return Carries(provider).level(part, name)


def assert_reported(message: dict[str, Any], provider: str, severity: str, path: tuple[Any, ...]) -> None:
    found = [
        (finding.severity, finding.path)
        for finding in judge(Subject(message, provider, ASSUME))
        if finding.rule == RULE
    ]
    assert (severity, path) in found


def assert_not_reported(message: dict[str, Any], provider: str, path: tuple[Any, ...]) -> None:
    found = [finding.path for finding in judge(Subject(message, provider, ASSUME)) if finding.rule == RULE]
    assert path not in found


def is_inside_what_is_not_carried(message: dict[str, Any], provider: str, path: tuple[Any, ...]) -> bool:
    findings = judge(Subject(message, provider, ASSUME))
    return any(finding.rule == RULE and finding.path == path[: len(finding.path or ())] for finding in findings)


def marked(value: Any, texts: list[str]) -> Any:
    """Return a value with every text and number in it made recognisable; they are added to `texts`."""
    if isinstance(value, dict):
        return {key: item if key == "type" else marked(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [marked(item, texts) for item in value]
    if isinstance(value, str) and not value.startswith(("+", "20")):
        texts.append(f"mark{len(texts)}of7f3")
        return texts[-1]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        texts.append(str(70001 + len(texts)))
        return int(texts[-1])
    return value


def build(segments: Segments, value: Any, kind: str, provider: str) -> dict[str, Any]:
    message = put({}, shape(), segments, value)
    if segments[:3] == ("define_template", "header", "example"):  # an example of the values of a text
        message = put(message, shape(), (*segments[:2], "text"), "Hi {{name}}")
    return finish(message, kind, provider)


def _kind(head: str) -> str:
    if head in ("header", "body", "footer"):
        return "buttons"
    return head if head in group("content") else "text"


def both(part: str, names: list[str]) -> list[tuple[str, str]]:
    """Return each name with each provider. Fields of a kind that a provider does not carry at all say nothing."""
    return [
        (name, provider)
        for name in names
        for provider in NAMES
        if part != "field" or level("kinds", _kind(str(parse(name)[0])), provider) == "yes"
    ]


@each(both("kind", list(section("kinds"))))
def test_kind(case: tuple[str, str]) -> None:
    kind, provider = case
    texts: list[str] = []
    of = shape().field(kind)
    assert of is not None, kind
    value = sample(of, kind)
    if kind == "carousel":
        value = [{"header": {"image": {"link": "image"}}, "body": "body"}]
    message = finish({kind: marked(value, texts)}, kind, provider)
    severity = level("kinds", kind, provider)
    if severity != "yes":
        assert_reported(message, provider, severity, (kind,))
        return
    assert_not_reported(message, provider, (kind,))
    request = sent(message, provider)
    assert any(text in request for text in texts or [message["body"]]), request


@each(both("field", list(section("fields"))))
def test_field(case: tuple[str, str]) -> None:
    field, provider = case
    segments = parse(field)
    of = shape_of(segments)
    assert of is not None, field
    kind = _kind(str(segments[0]))
    texts: list[str] = []
    value = marked(sample(of, [str(part) for part in segments if isinstance(part, str)][-1]), texts)
    message = build(segments, value, kind, provider)
    without = build(segments, value, kind, provider)
    drop(without, concrete(segments))
    request = sent(message, provider)
    severity = level("fields", field, provider)
    if severity != "yes":
        assert_reported(message, provider, severity, concrete(segments))
        assert [text for text in texts if text in request] == []
        assert texts or request == sent(without, provider)
        return
    assert_not_reported(message, provider, concrete(segments))
    if is_inside_what_is_not_carried(message, provider, concrete(segments)):
        return
    assert request != sent(without, provider)
    assert not texts or any(text in request for text in texts), request


@each(both("button", list(section("buttons"))))
def test_button(case: tuple[str, str]) -> None:
    type, provider = case
    path = parse("buttons[].type")
    message = build(path, type, "buttons", provider)
    message["buttons"][0].update(title="mark7f3")
    severity = level("buttons", type, provider)
    request = sent(message, provider)
    if severity != "yes":
        assert_reported(message, provider, severity, ("buttons", 0))
        assert "mark7f3" not in request
        return
    assert_not_reported(message, provider, ("buttons", 0))
    assert "mark7f3" in request


@each(both("template-button", list(section("template_buttons"))))
def test_template_button(case: tuple[str, str]) -> None:
    type, provider = case
    message = build(parse("template.buttons[].type"), type, "template", provider)
    deed = INSTEAD.get((provider, type), DEEDS.get(type))
    texts: list[str] = []
    if deed is not None:
        of = shape_of(parse(f"template.buttons[].{deed}"))
        assert of is not None
        value = "mark7f3" if type == "call" else sample(of, deed)
        message["template"]["buttons"][0].update({deed: marked(value, texts)})
    if provider == "pilot-status":
        message["template"]["buttons"][0].update(title="Title")
    severity = level("template_buttons", type, provider)
    request = sent(message, provider)
    if severity != "yes":
        assert_reported(message, provider, severity, ("template", "buttons", 0))
        assert [text for text in texts if text in request] == []
        return
    assert_not_reported(message, provider, ("template", "buttons", 0))
    assert any(text in request for text in texts), request


FREE_FORM = [kind for kind in group("content") if kind not in ("template", "define_template")]


@each(
    (part, kind, provider)
    for part in ("header", "footer")
    for kind in FREE_FORM
    for provider in NAMES
    if level("kinds", kind, provider) == "yes"
)
def test_dressing(case: tuple[str, str, str]) -> None:
    part, kind, provider = case
    value = {"text": "mark7f3"} if part == "header" else "mark7f3"
    message = finish({part: value}, kind, provider)
    rules = [finding.rule for finding in judge(Subject(message, provider, ASSUME)) if finding.path == (part,)]
    carried = kind in Carries(provider).dressing(part)
    assert (f"{part}-without-buttons" in rules) is not carried
    if carried:
        assert "mark7f3" in sent(message, provider)
