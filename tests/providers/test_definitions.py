"""Template definitions on the wires: the documented bodies, there and back, and the real payloads."""

from __future__ import annotations

from typing import Any

import definition_corpus
import pytest
from marks import message_of

from waml.carries import Carries
from waml.message import long_form
from waml.printing import shortest, to_yaml
from waml.providers import NAMES, Request, load
from waml.rulebook import Subject, judge
from waml.wire import problems

PATHS = {
    "cloud": "/{waba-id}/message_templates",
    "360dialog": "/v1/configs/templates",
    "360dialog-onprem": "/v1/configs/templates",
    "infobip": "/whatsapp/2/senders/{sender}/templates",
    "pilot-status": "/v1/templates",
}

OFFER = """
define_template:
  name: caribbean
  language: en_US
  category: marketing
  header: {image: {example: "4::aW..."}}
  body: {text: "Good news, {{1}}! Use code {{2}} today.", example: [Pablo, CARIBE25]}
  limited_time_offer: {text: Expiring offer!, has_expiration: true}
  buttons:
    - {type: copy, example: CARIBE25}
    - {title: Book now!, url: "https://acme.example/o?code={{1}}", example: "https://acme.example/o?code=n3mtql"}
"""
NAMED = """
define_template:
  name: order_confirmation
  language: en_US
  category: utility
  ttl_seconds: 3600
  header: {text: "Order {{order_number}}", example: {order_number: 860198-230332}}
  body:
    text: Thank you, {{first_name}}! Your order is confirmed.
    example: {first_name: Pablo}
  footer: Acme
  buttons: [Stop]
"""
LOGIN = """
define_template:
  name: login
  language: en_US
  category: authentication
  ttl_seconds: 90
  body: {add_security_recommendation: true}
  footer: {code_expiration_minutes: 10}
  buttons:
    - otp_type: one_tap
      title: Copy Code
      autofill_text: Autofill
      supported_apps: [{package_name: com.acme.app, signature_hash: K8a/AINcGX7}]
"""
EVERYTHING = """
define_template:
  name: new_plants
  language: pt_BR
  category: marketing
  body: {text: "Hello {{1}}, these are new.", example: Ada}
  carousel:
    - header: {video: {example: "https://acme.example/a.mp4"}}
      body: Echeveria
      buttons: [Later, {title: Open, url: "https://acme.example/{{1}}", example: "https://acme.example/a"}]
    - header: {video: {example: "https://acme.example/b.mp4"}}
      body: Haworthia
      buttons: [Later, {title: Open, url: "https://acme.example/{{1}}", example: "https://acme.example/b"}]
  buttons:
    - {title: Call, phone_number: "+15551234567"}
    - {type: voice_call, title: Talk, ttl_minutes: 1440}
    - {title: Book, flow_id: "12", flow_action: navigate, screen: A}
    - {type: catalog, title: View catalog}
    - {type: product_list, title: View items}
  call_permission_request: {}
"""
REST = """
define_template:
  name: rest
  language: en
  category: utility
  parameter_format: positional
  header: {product: {}}
  body: {text: "Hello {{name}}, and so on", example: {name: Ada}}
  buttons:
    - {title: Book, flow_name: book, icon: review}
    - {title: Book, flow_json: "{}"}
    - {type: product, title: View}
    - {type: order_details, title: Pay}
    - {type: contact_request}
    - {title: Open, app_deep_link: {meta_app_id: 1, android_deep_link: "acme://a"}}
    - {title: Open, url: "https://acme.example", app_deep_link: {meta_app_id: 1}}
    - otp_type: zero_tap
      zero_tap_terms_accepted: true
      supported_apps: [{package_name: a.b, signature_hash: K8a/AINcGX7}]
cloud: {waba_id: "1", allow_category_change: true, sub_category: RICH, degrees_of_freedom_spec: {a: 1}}
"""


def read(text: str, provider: str) -> dict[str, Any]:
    return message_of(text, provider)


def there_and_back(message: dict[str, Any], provider: str) -> tuple[Request, list[dict[str, Any]]]:
    module = load(provider)
    request = module.encode(message, message.get(provider, {}))
    return request, module.decode(request)


def test_an_offer_on_meta() -> None:
    request, back = there_and_back(read(OFFER, "cloud"), "cloud")
    assert request[:2] == ("POST", "/{waba-id}/message_templates")
    assert request.body == {
        "name": "caribbean",
        "language": "en_US",
        "category": "MARKETING",
        "components": [
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW..."]}},
            {
                "type": "BODY",
                "text": "Good news, {{1}}! Use code {{2}} today.",
                "example": {"body_text": [["Pablo", "CARIBE25"]]},
            },
            {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Expiring offer!", "has_expiration": True}},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "COPY_CODE", "example": "CARIBE25"},
                    {
                        "type": "URL",
                        "text": "Book now!",
                        "url": "https://acme.example/o?code={{1}}",
                        "example": ["https://acme.example/o?code=n3mtql"],
                    },
                ],
            },
        ],
    }
    assert back == [read(OFFER, "cloud")]


def test_names_on_meta() -> None:
    request, back = there_and_back(read(NAMED, "360dialog"), "360dialog")
    assert request[:2] == ("POST", "/v1/configs/templates")
    assert request.body["parameter_format"] == "named"
    assert request.body["message_send_ttl_seconds"] == 3600
    header, body, footer, buttons = request.body["components"]
    assert header["example"] == {
        "header_text_named_params": [{"param_name": "order_number", "example": "860198-230332"}]
    }
    assert body["example"] == {"body_text_named_params": [{"param_name": "first_name", "example": "Pablo"}]}
    assert footer == {"type": "FOOTER", "text": "Acme"}
    assert buttons["buttons"] == [{"type": "QUICK_REPLY", "text": "Stop"}]
    assert back == [read(NAMED, "360dialog")]


def test_a_one_time_password_on_infobip() -> None:
    message = {"from": "+15557654321", **read(LOGIN, "infobip")}
    request, back = there_and_back(message, "infobip")
    assert request[:2] == ("POST", "/whatsapp/2/senders/15557654321/templates")
    assert request.body == {
        "name": "login",
        "language": "en_US",
        "category": "AUTHENTICATION",
        "structure": {
            "body": {"addSecurityRecommendation": True},
            "footer": {"codeExpirationMinutes": 10},
            "buttons": [
                {
                    "otpType": "ONE_TAP",
                    "text": "Copy Code",
                    "autofillText": "Autofill",
                    "packageName": "com.acme.app",
                    "signatureHash": "K8a/AINcGX7",
                }
            ],
        },
        "validityPeriod": {"amount": 90, "timeUnit": "SECONDS"},
    }
    assert back == [message]


def _carried(text: str, provider: str) -> bool:
    """Infobip knows no named placeholders; what else is not carried, the table says."""
    if provider == "infobip" and text == NAMED:
        return False
    return not any(Carries(provider).findings(read(text, provider), "define_template"))


@pytest.mark.parametrize(
    ("text", "provider"),
    [(text, p) for text in (OFFER, NAMED, LOGIN, EVERYTHING) for p in NAMES if _carried(text, p)],
)
def test_there_and_back(text: str, provider: str) -> None:
    message = read(text, provider)
    request, back = there_and_back(message, provider)
    assert problems(provider, request) == []
    assert back == [message]


def test_what_only_meta_has() -> None:
    message = read(REST, "cloud")
    request, back = there_and_back(message, "cloud")
    assert request.path == "/1/message_templates"
    assert problems("cloud", request) == []
    assert back == [message]


def test_the_block_of_infobip() -> None:
    block = {"platform": {"entityId": "e"}, "subCategory": "ORDER_STATUS", "shorteningOptions": {"customDomain": "a.b"},
             "variant": "BRAZIL"}  # fmt: skip
    definition = {"name": "pay", "language": "pt_BR", "category": "utility", "body": {"text": "Hi"}}
    message = {"define_template": {**definition, "buttons": [{"type": "order_details"}]}, "infobip": block}
    request, back = there_and_back(message, "infobip")
    assert problems("infobip", request) == []
    assert back == [message]


def test_a_link_of_a_short_domain_leads_elsewhere() -> None:
    link = {"type": "url", "title": "Open", "url": "https://short.example/{{1}}", "example": "https://short.example/a",
            "destination_url": "https://acme.example/{{1}}"}  # fmt: skip
    definition = {"name": "a", "language": "en", "category": "utility", "body": {"text": "Hi"}, "buttons": [link]}
    message = {"define_template": definition, "infobip": {"shorteningOptions": {"customDomain": "short.example"}}}
    request, back = there_and_back(message, "infobip")
    assert request.body["structure"]["buttons"][0]["destinationUrl"] == "https://acme.example/{{1}}"
    assert problems("infobip", request) == []
    assert back == [message]


PARCEL = """
define_template:
  name: order_shipped
  language: pt_BR
  category: utility
  header: {text: "Order {{number}}", example: {number: "77"}}
  body: {text: "Hi {{name}}, order {{number}} is out.", example: {name: Ada, number: "77"}}
  footer: Acme
  buttons:
    - Thank you
    - {title: Track it, url: "https://acme.example/{{number}}", example: "https://acme.example/77"}
    - {title: Look, url: "https://acme.example/{{1}}", example: "https://acme.example/a"}
    - {title: Call, phone_number: "+5511999999999"}
    - {type: copy, example: SAVE20}
"""


def test_a_parcel_on_pilot_status() -> None:
    message = read(PARCEL, "pilot-status")
    request, back = there_and_back(message, "pilot-status")
    assert request[:2] == ("POST", "/v1/templates")
    assert problems("pilot-status", request) == []
    assert request.body == {
        "name": "order_shipped",
        "category": "UTILITY",
        "language": "pt_BR",
        "body": {
            "header": {"type": "TEXT", "text": "Order {{number}}"},
            "body": {"text": "Hi {{name}}, order {{number}} is out."},
            "footer": {"text": "Acme"},
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Thank you"},
                {"type": "URL", "text": "Track it", "url": "https://acme.example/{{number}}"},
                {
                    "type": "URL",
                    "text": "Look",
                    "url": "https://acme.example/{{1}}",
                    "example": ["https://acme.example/a"],
                },
                {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+5511999999999"},
                {"type": "COPY_CODE", "example": ["SAVE20"]},
            ],
        },
        "examples": {"number": "77", "name": "Ada"},
    }
    assert back == [message]


def _pilot(content: Any, **samples: Any) -> dict[str, Any]:
    body = {"name": "a", "category": "UTILITY", "language": "pt_BR", "body": content, "examples": samples}
    ((message),) = load("pilot-status").decode(Request("POST", "/v1/templates", {}, body))
    definition: dict[str, Any] = message["define_template"]
    return definition


@pytest.mark.parametrize(
    "content", [{"body": {"text": "Hi {{name}}!"}}, '{"body": {"text": "Hi {{name}}!"}}', "Hi {{name}}!"]
)
def test_the_content_at_pilot_status_has_three_shapes(content: Any) -> None:
    body = {"text": "Hi {{name}}!", "example": [{"name": "name", "text": "Ada"}]}
    assert _pilot(content, name="Ada")["body"] == body


@pytest.mark.parametrize("content", ["[1]", "{broken", "", '"text"'])
def test_text_that_is_no_mapping_is_the_body(content: str) -> None:
    assert _pilot(content)["body"] == {"text": content}


@pytest.mark.parametrize("sample", ["https://acme.example/a.png", "data:image/png;base64,AAAA"])
def test_the_medium_of_a_header_is_a_link_or_holds_itself(sample: str) -> None:
    key = "base64" if sample.startswith("data:") else "url"
    content = {"header": {"type": "IMAGE", key: sample}, "body": {"text": "Hi"}}
    message = {"define_template": _pilot(content)}
    assert message["define_template"]["header"] == {"image": {"example": sample}}
    assert load("pilot-status").encode(message, {}).body["body"] == content


def test_a_sample_of_nothing_is_told() -> None:
    definition = _pilot({"body": {"text": "Hi {{name}}, you"}}, name="Ada", city="Graz")
    assert definition["body"]["example"][1] == {"name": "city", "text": "Graz"}
    found = {f.rule for f in judge(Subject({"define_template": definition}, "pilot-status", {}))}
    assert "example-without-placeholder" in found


@pytest.mark.parametrize(
    ("component", "body"),
    [
        ({"type": "body", "text": "a {{1}} b", "example": {"body_text": ["x"]}}, [{"text": "x"}]),
        ({"type": "body", "text": "a {{1}} b", "example": {"body_text": "x"}}, [{"text": "x"}]),
        ({"type": "Body", "text": "a {{1}} b", "example": {"body_text": [["x", "y"]]}}, [{"text": "x"}, {"text": "y"}]),
        # Meta reads a flat list as several sets of one value.
        ({"type": "BODY", "text": "a {{1}} b", "example": {"body_text": ["x", "y"]}}, [{"text": "x"}]),
    ],
)
def test_spellings_of_examples(component: Any, body: Any) -> None:
    (message,) = load("cloud").decode(
        Request(None, None, {}, {"name": "a", "language": "en", "components": [component]})
    )
    assert message["define_template"]["body"]["example"] == body


def test_the_older_spelling_of_an_app() -> None:
    button = {"type": "otp", "otp_type": "one_tap", "package_name": "a.b", "signature_hash": "x"}
    body = {"name": "a", "language": "en", "components": [{"type": "buttons", "buttons": [button]}]}
    (message,) = load("cloud").decode(Request(None, None, {}, body))
    apps = [{"package_name": "a.b", "signature_hash": "x"}]
    assert message["define_template"]["buttons"] == [{"type": "otp", "otp_type": "one_tap", "supported_apps": apps}]


def test_several_languages_at_once() -> None:
    body = {"name": "a", "languages": ["en", "de"], "category": "AUTHENTICATION"}
    body["components"] = [{"type": "BODY", "add_security_recommendation": True}]
    request = Request("POST", "/v23.0/1/upsert_message_templates", {}, body)
    (found,) = load("cloud").decode(request)
    assert found["define_template"]["language"] == "en"
    assert found["cloud"] == {"waba_id": "1", "languages": ["en", "de"]}
    written = load("cloud").encode(found, found["cloud"])
    assert written.path == "/1/upsert_message_templates"
    assert written.body == body


@pytest.mark.parametrize("path", ["/v25.0/564750795574598", "https://graph.facebook.com/v25.0/5647/", "/{template-id}"])
def test_an_edit_holds_what_changes(path: str) -> None:
    body = {"components": [{"type": "BODY", "text": "Hi there"}]}
    assert load("cloud").decode(Request("POST", path, {}, body)) == [
        {"define_template": {"body": {"text": "Hi there"}}}
    ]
    assert load("cloud").decode(Request("POST", path, {}, {"category": "UTILITY"})) == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v25.0/1065/messages", {"components": []}),
        ("/v25.0/1065", {"messaging_product": "whatsapp", "to": "1"}),
        ("/v25.0/1065", []),
        (None, {"components": []}),
        ("/a/b/1065", {"components": []}),
    ],
)
def test_what_is_no_edit(path: str | None, body: Any) -> None:
    assert not load("cloud").edits(Request("POST", path, {}, body))


JUNK = (
    None,
    [],
    7,
    "x",
    {"components": 7},
    {"components": [{"type": 7}, {"type": "body"}]},
    {"components": [{"type": "carousel", "cards": [7, {}]}]},
    {"components": [{"type": "header", "format": [1]}, {"type": "buttons", "buttons": [[]]}]},
    {"structure": [7]},
    {"structure": {"header": 7, "body": 7, "buttons": [{"type": 7}], "carousel": 7}},
)


@pytest.mark.parametrize("provider", NAMES)
@pytest.mark.parametrize("junk", JUNK)
def test_reading_never_raises(provider: str, junk: Any) -> None:
    for path in (None, PATHS[provider]):
        for message in load(provider).decode(Request("POST", path, {}, junk)):
            load(provider).encode(message, {})


EXCEPTIONS = {
    "cloud/079-spm-templates-0.json": "words of the page stand for the language and the parameter format",
    "cloud/100-obtain-user-call-permissions-2.json": "Meta's own slip: a header without its format",
    "infobip/sdk-template-create-03-ok.json": "the category OTP, which Infobip's own document of 2026 refuses",
}
"""Payloads marked valid that are stopped, with the reason."""

STOPPED = {
    "starts-with-a-variable": "body-begins-with-placeholder",
    "array-of-arrays": "placeholder-without-example",
    "non-sequential": "placeholders-not-sequential",
    "invalid-grouping": "quick-replies-scattered",
    "header-text-60": "definition-header-too-long",
    "one-phone-number": "several-definition-call-buttons",
    "two-url-buttons": "too-many-definition-url-buttons",
    "footer-is-not-supported": "footer-with-offer",
}
"""What stops a payload marked invalid: a part of its file's name, the rule."""


def _read_corpus(entry: dict[str, Any], body: Any) -> dict[str, Any]:
    path = entry.get("path") or PATHS[entry["provider"]]
    (message,) = load(entry["provider"]).decode(Request("POST", path, {}, body))
    return message


def _errors(message: dict[str, Any], provider: str) -> set[str]:
    return {finding.rule for finding in judge(Subject(message, provider, {})) if finding.severity == "error"}


@pytest.mark.corpus
def test_valid_payloads_lint_and_come_back() -> None:
    for entry, body in definition_corpus.definitions():
        message = _read_corpus(entry, body)
        assert long_form(shortest(message)) == message
        assert read(to_yaml(message), entry["provider"]) == message
        if not entry["valid"]:
            continue
        request, _ = there_and_back(message, entry["provider"])
        stopped = bool(_errors(message, entry["provider"]))
        assert stopped == (entry["file"] in EXCEPTIONS), entry["file"]
        if "uncertain" not in entry:
            assert definition_corpus.normalised(request.body) == definition_corpus.normalised(body), entry["file"]
        if not stopped:
            assert problems(entry["provider"], request) == [], entry["file"]


@pytest.mark.corpus
def test_invalid_payloads_are_stopped_by_a_fitting_rule() -> None:
    invalid = [(entry, body) for entry, body in definition_corpus.definitions() if not entry["valid"]]
    assert len(invalid) >= len(STOPPED)
    for entry, body in invalid:
        rules = _errors(_read_corpus(entry, body), entry["provider"])
        fitting = [rule for part, rule in STOPPED.items() if part in entry["file"]]
        assert rules, entry["file"]
        assert rules.issuperset(fitting), entry["file"]
