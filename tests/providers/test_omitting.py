"""What a payload leaves unsaid, or says though it goes without saying, comes back to the letter."""

from __future__ import annotations

import json
from typing import Any

import pytest

from waml.checked import Options
from waml.config import Config
from waml.decompiling import decompiled
from waml.emitting import emit
from waml.pipeline import check
from waml.providers import load

FLOW = "/whatsapp/1/message/interactive/flow"
TEXT = "/whatsapp/1/message/text"
IB_TEMPLATES = "/whatsapp/2/senders/447796344125/templates"
SEND = "/v1/messages/send"
PS_TEMPLATES = "/v1/templates"
BETWEEN = {"from": "441134960000", "to": "441134960001"}
OTP = {"body": {}, "footer": {}, "buttons": [{"otpType": "COPY_CODE"}]}
WORDS = {"header": {"format": "TEXT", "text": "Acme"}, "body": {"text": "Your code is {{1}}.", "examples": ["123456"]}}
LINK = {"type": "URL", "text": "Go", "url": "https://acme.example/"}


def flow(**said: Any) -> dict[str, Any]:
    action = {"flowToken": "t", "flowId": "1", "callToActionButton": "Go", "flowActionPayload": {"screen": "S"}}
    return {**BETWEEN, "content": {"body": {"text": "Hi"}, "action": {**action, **said}}}


def login(structure: Any, **period: Any) -> dict[str, Any]:
    head = {"name": "login", "language": "en", "category": "AUTHENTICATION", "structure": structure}
    return {**head, **({"validityPeriod": period} if period else {})}


def offer(**said: Any) -> dict[str, Any]:
    structure = {"body": {"text": "Hi there"}, "buttons": [LINK], "limitedTimeOffer": {"text": "Now", **said}}
    return {"name": "offer", "language": "en", "category": "MARKETING", "structure": structure}


def pilot(**content: Any) -> dict[str, Any]:
    content = {"body": {"text": "Hi there"}, **content}
    return {"name": "a", "category": "UTILITY", "language": "pt_BR", "body": content}


REMINDERS = [
    {"type": "button", "sub_type": kind, "index": str(at), "parameters": [{"type": "text", "text": "a"}]}
    for at, kind in enumerate(("reminder", "quick_reply", "booking_confirmation"))
    if kind != "quick_reply"
]

BODIES: list[tuple[str, str, Any]] = [
    ("infobip", FLOW, flow()),
    ("infobip", FLOW, flow(flowMessageVersion=3)),
    ("infobip", FLOW, flow(mode="PUBLISHED", flowMessageVersion=3)),
    ("infobip", FLOW, flow(flowAction="NAVIGATE")),
    ("infobip", FLOW, flow(mode="DRAFT", flowMessageVersion=3, flowAction="NAVIGATE")),
    ("infobip", TEXT, {**BETWEEN, "content": {"text": "Hi", "previewUrl": False}}),
    ("infobip", TEXT, {**BETWEEN, "content": {"text": "Hi"}}),
    ("infobip", IB_TEMPLATES, login(OTP)),
    ("infobip", IB_TEMPLATES, login(OTP, amount=5)),
    ("infobip", IB_TEMPLATES, login(OTP, amount=5, timeUnit="MINUTES")),
    ("infobip", IB_TEMPLATES, login(OTP, amount=300, timeUnit="SECONDS")),
    ("infobip", IB_TEMPLATES, login(OTP, amount=90, timeUnit="SECONDS")),
    ("infobip", IB_TEMPLATES, login(OTP, amount=-1)),
    ("infobip", IB_TEMPLATES, login(OTP, amount=-1, timeUnit="MINUTES")),
    ("infobip", IB_TEMPLATES, login(WORDS, amount=5, timeUnit="MINUTES")),
    ("infobip", IB_TEMPLATES, offer()),
    ("infobip", IB_TEMPLATES, offer(hasExpiration=False)),
    ("pilot-status", SEND, {"destinationNumber": "+5511999999999", "templateId": "a", "media": "https://a.example/a.mp4"}),
    ("pilot-status", SEND, {"destinationNumber": "+5511999999999", "templateId": "a", "media": "https://a.example/a"}),
    ("pilot-status", SEND, {"destinationNumber": "+5511999999999", "templateId": "a", "variables": {}}),
    ("pilot-status", SEND, {"destinationNumber": "+5511999999999", "text": "Oi", "variables": {}}),
    ("pilot-status", PS_TEMPLATES, pilot(header={"type": "NONE"})),
    ("pilot-status", PS_TEMPLATES, pilot()),
    ("pilot-status", PS_TEMPLATES, {**pilot(), "body": "Oi {{nome}}, tudo bem?", "examples": {"nome": "Ana"}}),
    (
        "cloud",
        "/1/messages",
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "+15551234567",
            "type": "template",
            "template": {
                "name": "hello",
                "language": {"code": "en", "policy": "deterministic"},
                "components": REMINDERS,
            },
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("provider", "path", "body"), BODIES)
def test_comes_back_to_the_letter(provider: str, path: str, body: Any) -> None:
    text, _ = decompiled("a.json", json.dumps(body).encode(), provider, path)
    (target,) = check("a.waml.yaml", text.encode(), Config(), Options()).targets
    request, faults = emit(target)
    assert request is not None, faults
    assert request.body == body
    again = json.dumps(request._asdict()).encode()
    assert decompiled("a.json", again, provider, None)[0] == text


@pytest.mark.parametrize(
    ("provider", "message", "found", "value"),
    [
        ("infobip", {"flow": {"button": "Go", "flow_id": "1"}}, ("content", "action", "flowAction"), "NAVIGATE"),
        ("infobip", {"flow": {"button": "Go", "flow_id": "1"}}, ("content", "action", "mode"), "PUBLISHED"),
        (
            "infobip",
            {"define_template": {"ttl_seconds": 300}},
            ("validityPeriod",),
            {"amount": 5, "timeUnit": "MINUTES"},
        ),
        (
            "infobip",  # minutes cannot say it
            {"define_template": {"ttl_seconds": 90}, "infobip": {"timeUnit": "MINUTES"}},
            ("validityPeriod",),
            {"amount": 90, "timeUnit": "SECONDS"},
        ),
        (
            "infobip",  # what is not the default is not left out
            {"flow": {"button": "Go", "mode": "draft"}, "infobip": {"omit": ["mode"]}},
            ("content", "action", "mode"),
            "DRAFT",
        ),
        (
            "pilot-status",
            {
                "template": {"name": "a", "header": {"video": {"link": "https://a/b.png"}}},
                "pilot-status": {"omit": ["mediaType"]},
            },
            ("mediaType",),
            "video",
        ),
    ],
)  # fmt: skip
def test_what_is_written_of_itself(provider: str, message: Any, found: tuple[str, ...], value: Any) -> None:
    body = load(provider).encode(message, message.get(provider, {})).body
    for step in found:
        body = body[step]
    assert body == value


@pytest.mark.parametrize("block", [{"omit": 1}, {"omit": ["mode", None]}, {"timeUnit": ["SECONDS"]}])
def test_an_odd_block_is_no_trouble(block: Any) -> None:
    encode = load("infobip").encode
    assert encode({"flow": {"button": "Go"}}, block).body["content"]["action"]["flowAction"] == "NAVIGATE"
    period = encode({"define_template": {"ttl_seconds": 60}}, block).body["validityPeriod"]
    assert period == {"amount": 1, "timeUnit": "MINUTES"}
