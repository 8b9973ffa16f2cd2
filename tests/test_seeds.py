"""The request examples of the providers' own pages come out of our messages, with their placeholders filled in.

The pages: 360dialog "Messaging" for On-Premise and for both hostings, 360dialog "Sending template messages",
Pilot Status "Send a WhatsApp message", Infobip "Send WhatsApp template message". What is expected is copied from
them. A phone number may have a `+` that the page leaves out; constants that a page leaves out are named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

import waml
from waml.config import Config

CLOUD = {"messaging_product": "whatsapp"}
PERSON = {"recipient_type": "individual"}
LINK = "You have to check out this amazing messaging service https://www.whatsapp.com/"
ENGLISH = {"policy": "deterministic", "code": "en"}
NAMESPACE = "c8ae5f90_307a_ca4c_b8f6_d1e2a2573574"


class Example(NamedTuple):
    """A request of a page, and the message that we would write for it."""

    id: str
    provider: str
    message: str
    method: str
    path: str
    body: Any
    left_out: Mapping[str, Any] = MappingProxyType({})  # constants that we write and this page does not


ON_PREMISE = [
    Example(
        "text",
        "360dialog-onprem",
        """
        to: "16505076520"
        text: Hello, dear customer!
        """,
        "POST",
        "/v1/messages",
        {
            "recipient_type": "individual",
            "to": "16505076520",
            "type": "text",
            "text": {"body": "Hello, dear customer!"},
        },
    ),
    Example(
        "basic template",
        "360dialog-onprem",
        f"""
        to: "16505076520"
        template: {{name: template_name, language: en}}
        360dialog-onprem: {{namespace: {NAMESPACE}}}
        """,
        "POST",
        "/v1/messages",
        {
            "to": "16505076520",
            "type": "template",
            "template": {"namespace": NAMESPACE, "language": ENGLISH, "name": "template_name"},
        },
    ),
    Example(
        "preview of a link, beside the text",
        "360dialog-onprem",
        f"""
        to: "16505076520"
        text: {{body: "{LINK}", preview_url: true}}
        """,
        "POST",
        "/v1/messages",
        {"preview_url": True, "to": "16505076520", "text": {"body": LINK}},
        {**PERSON, "type": "text"},
    ),
    Example(
        "read receipt",
        "360dialog-onprem",
        "read: gBGHSRUUIXKJTwIJVQgXRR0rdXiv",
        "PUT",
        "/v1/messages/gBGHSRUUIXKJTwIJVQgXRR0rdXiv",
        {"status": "read"},
    ),
]

HOSTED = [
    Example(
        "text",
        "360dialog",
        """
        to: "16505076520"
        text: Hello, dear customer!
        """,
        "POST",
        "/messages",
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "16505076520",
            "type": "text",
            "text": {"body": "Hello, dear customer!"},
        },
    ),
    Example(
        "preview of a link, in the text",
        "360dialog",
        f"""
        to: "16505076520"
        text: {{body: "{LINK}", preview_url: true}}
        """,
        "POST",
        "/messages",
        {"text": {"preview_url": True, "body": LINK}},
        {**CLOUD, **PERSON, "to": "16505076520", "type": "text"},
    ),
    Example(
        "read receipt",
        "360dialog",
        "read: wamid.HBgLMTY1MDUwNzY1MjAVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA",
        "POST",
        "/messages",
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.HBgLMTY1MDUwNzY1MjAVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA",
        },
    ),
    Example(
        "template",
        "360dialog",
        """
        to: "16505076520"
        template: {name: hello_world, language: en}
        """,
        "POST",
        "/messages",
        {**CLOUD, "to": "16505076520", "type": "template", "template": {"language": ENGLISH, "name": "hello_world"}},
        PERSON,
    ),
]

PILOT_STATUS = [
    Example(
        "template send",
        "pilot-status",
        """
        to: "+5511999999999"
        template:
          name: order_shipped
          body: {first_name: Ada}
        """,
        "POST",
        "/v1/messages/send",
        {"destinationNumber": "+5511999999999", "templateId": "order_shipped", "variables": {"first_name": "Ada"}},
    ),
    Example(
        "free-form text",
        "pilot-status",
        """
        to: "+5511999999999"
        text: Your order is on its way.
        """,
        "POST",
        "/v1/messages/send",
        {"destinationNumber": "+5511999999999", "text": "Your order is on its way."},
    ),
    Example(
        "direct media",
        "pilot-status",
        """
        to: 120363040469423382@g.us
        image: {link: "https://example.com/tree.png", caption: A tree}
        """,
        "POST",
        "/v1/messages/send",
        {
            "groupId": "120363040469423382@g.us",
            "media": "https://example.com/tree.png",
            "mediaType": "image",
            "caption": "A tree",
        },
    ),
    Example(
        "direct media as a data URI",
        "pilot-status",
        """
        assume: {number_kind: meta}
        to: "+5511999999999"
        audio: {data_uri: "data:audio/ogg;base64,AAAA"}
        """,
        "POST",
        "/v1/messages/send",
        {"destinationNumber": "+5511999999999", "media": "data:audio/ogg;base64,AAAA", "mediaType": "audio"},
    ),
    Example(
        "a channel",
        "pilot-status",
        """
        to: 120363040469423382@newsletter
        text: News
        """,
        "POST",
        "/v1/messages/send",
        {"newsletterId": "120363040469423382@newsletter", "text": "News"},
    ),
    Example(
        "three of the four buttons, header, footer, delivery window and labels",
        "pilot-status",
        """
        to: "+5511999999999"
        send_at: 2026-12-18T19:27:00Z
        deliver_by: 2026-12-18T19:30:00Z
        labels: [vip]
        header: Header title
        body: Choose
        buttons:
          - {title: "Yes", id: "yes"}
          - {title: Site, url: "https://example.com"}
          - {title: Call, phone_number: "+5511999999999"}
        footer: Footer
        """,
        "POST",
        "/v1/messages/send",
        {
            "destinationNumber": "+5511999999999",
            "text": "Choose",
            "header": {"type": "text", "content": "Header title"},
            "footer": "Footer",
            "deliverAt": "2026-12-18T19:27:00Z",
            "deliverUntil": "2026-12-18T19:30:00Z",
            "labels": ["vip"],
            "buttons": [
                {"type": "reply", "displayText": "Yes", "id": "yes"},
                {"type": "url", "displayText": "Site", "url": "https://example.com"},
                {"type": "call", "displayText": "Call", "phoneNumber": "+5511999999999"},
            ],
        },
    ),
    Example(
        "the fourth button, below an image",
        "pilot-status",
        """
        to: "+5511999999999"
        header: {image: "https://example.com/tree.png"}
        body: Use it today
        buttons:
          - {title: Code, code: ABC123}
        """,
        "POST",
        "/v1/messages/send",
        {
            "destinationNumber": "+5511999999999",
            "text": "Use it today",
            "header": {"type": "image", "content": "https://example.com/tree.png"},
            "buttons": [{"type": "copy", "displayText": "Code", "copyCode": "ABC123"}],
        },
    ),
    Example(
        "marketing template with buttons of its own",
        "pilot-status",
        """
        assume: {category: marketing}
        to: "+5511999999999"
        template:
          name: spring_sale
          header: {image: "https://example.com/tree.png"}
          body: {first_name: Ada}
          buttons:
            - {title: "Yes", id: "yes"}
            - {title: Code, code: ABC123}
        pilot-status:
          marketingOptions: {aiRewriteEnabled: true}
        """,
        "POST",
        "/v1/messages/send",
        {
            "destinationNumber": "+5511999999999",
            "templateId": "spring_sale",
            "variables": {"first_name": "Ada"},
            "media": "https://example.com/tree.png",
            "mediaType": "image",
            "marketingOptions": {"aiRewriteEnabled": True},
            "buttons": [
                {"type": "reply", "displayText": "Yes", "id": "yes"},
                {"type": "copy", "displayText": "Code", "copyCode": "ABC123"},
            ],
        },
    ),
]

INFOBIP = [
    Example(
        "template",
        "infobip",
        """
        from: "441134960000"
        to: "441134960001"
        callback_data: Callback data
        template:
          name: template_name
          language: en_GB
          body: [Placeholder Value 1, Placeholder Value 2]
        infobip:
          messageId: a28dd97c-1ffb-4fcf-99f1-0b557ed381da
          urlOptions: {}
        """,
        "POST",
        "/whatsapp/1/message/template",
        {
            "messages": [
                {
                    "from": "441134960000",
                    "to": "441134960001",
                    "messageId": "a28dd97c-1ffb-4fcf-99f1-0b557ed381da",
                    "content": {
                        "templateName": "template_name",
                        "templateData": {"body": {"placeholders": ["Placeholder Value 1", "Placeholder Value 2"]}},
                        "language": "en_GB",
                    },
                    "callbackData": "Callback data",
                    "urlOptions": {},
                }
            ]
        },
    ),
    Example(
        "every field of the reference",
        "infobip",
        """
        from: "441134960000"
        to: "441134960001"
        callback_data: Callback data
        notify_url: https://example.com/reports
        template:
          name: template_name
          language: en_GB
          header: Ada
          body: [Placeholder Value 1]
          limited_time_offer: 2026-12-24T18:00:00Z
          buttons:
            - {id: stop}
            - {suffix: n3mtql}
            - {code: SAVE20}
        infobip:
          messageId: a28dd97c
          bulkId: "2034072219640523073"
          entityId: promotional-traffic
          applicationId: marketing
          urlOptions: {shortenUrl: true, trackClicks: true, trackingUrl: "https://example.com/clicks"}
          smsFailover: {from: "441134960000", text: Placeholder Value 1}
        """,
        "POST",
        "/whatsapp/1/message/template",
        {
            "messages": [
                {
                    "from": "441134960000",
                    "to": "441134960001",
                    "messageId": "a28dd97c",
                    "content": {
                        "templateName": "template_name",
                        "templateData": {
                            "header": {"type": "TEXT", "placeholder": "Ada"},
                            "body": {"placeholders": ["Placeholder Value 1"]},
                            "buttons": [
                                {"type": "QUICK_REPLY", "parameter": "stop"},
                                {"type": "URL", "parameter": "n3mtql"},
                                {"type": "COPY_CODE", "parameter": "SAVE20"},
                            ],
                            "limitedTimeOffer": {"expirationTime": "2026-12-24T18:00:00Z"},
                        },
                        "language": "en_GB",
                    },
                    "callbackData": "Callback data",
                    "notifyUrl": "https://example.com/reports",
                    "urlOptions": {
                        "shortenUrl": True,
                        "trackClicks": True,
                        "trackingUrl": "https://example.com/clicks",
                    },
                    "smsFailover": {"from": "441134960000", "text": "Placeholder Value 1"},
                    "entityId": "promotional-traffic",
                    "applicationId": "marketing",
                }
            ],
            "bulkId": "2034072219640523073",
        },
    ),
]

EXAMPLES = [*ON_PREMISE, *HOSTED, *PILOT_STATUS, *INFOBIP]


def without_plus(body: Any) -> Any:
    """The body with `to` as the pages write it."""
    if isinstance(body, dict) and isinstance(body.get("to"), str):
        return {**body, "to": body["to"].removeprefix("+")}
    return body


def compiled(example: Example, provider: str) -> waml.Compiled:
    found = waml.compile("seed.waml.yaml", text=example.message, provider=provider)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.provider}: {e.id}")
def test_example_of_the_page(example: Example) -> None:
    request = compiled(example, example.provider).request
    assert (request.method, request.path) == (example.method, example.path)
    assert without_plus(request.body) == {**example.left_out, **example.body}


@pytest.mark.parametrize("example", HOSTED, ids=lambda e: e.id)
def test_cloud_takes_what_360dialog_takes(example: Example) -> None:
    request = compiled(example, "cloud").request
    assert (request.method, request.path) == ("POST", "/{phone-number-id}/messages")
    assert without_plus(request.body) == {**example.left_out, **example.body}


def test_example_of_a_template_with_its_namespace_in_the_config() -> None:
    example = ON_PREMISE[1]
    without = "\n".join(line for line in example.message.splitlines() if "namespace" not in line)
    config = Config(blocks={"360dialog-onprem": {"namespace": NAMESPACE}})
    found = waml.compile("seed.waml.yaml", text=without, provider="360dialog-onprem", config=config)
    assert without_plus(found[0].body) == {**example.left_out, **example.body}
