"""Generated messages in canonical form: `messages(kind, provider)` is one that the provider carries.

What a provider does not carry (`rules/carries.yaml`) is not drawn for it. Beyond that, these normalisations of
the language (§10.8) keep something out, and nothing else does:

- infobip: a contact's `type` is upper-case; times have no milliseconds; the values of a template are texts (an
  amount or a date becomes its `fallback_value`) and its buttons have no `index` (they are renumbered);
- pilot-status: all values of a template come back as named ones of its body: no header text, no URL suffix, no
  amount and no date.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st
from parts import (
    Part,
    carried,
    code,
    contact,
    filename,
    heading,
    integer,
    location,
    medium,
    moment,
    phone,
    prose,
    some,
    text,
    url,
    word,
)
from template_parts import template

from waml.boundaries import allowed as limits
from waml.carries import Carries
from waml.providers import NAMES

PROVIDERS = NAMES
META = ("cloud", "360dialog", "360dialog-onprem")
MEDIA = ("image", "video", "audio", "document", "sticker")
KINDS = ("text", *MEDIA, "location", "contacts", "reaction", "buttons", "list", "template", "read", "typing")

EMOJI = ["", "👍", "👍🏽", "❤️", "🇭🇷", "1️⃣", "👩‍👩‍👧"]


def kinds(provider: str) -> list[str]:
    """Return the kinds of issue 2 that a provider carries."""
    return [kind for kind in KINDS if Carries(provider).level("kinds", kind) == "yes"]


@cache
def messages(kind: str, provider: str) -> Part:
    """Draw a message of a kind for a provider: content, dressing, envelope and the provider's block."""
    content = CONTENTS[kind](provider) if kind in CONTENTS else st.fixed_dictionaries({kind: _plain(kind, provider)})
    return content.flatmap(lambda drawn: _around(kind, provider, drawn).map(lambda envelope: {**drawn, **envelope}))


@cache
def any_message(provider: str, among: tuple[str, ...] = KINDS) -> Part:
    """Draw a message of one of the kinds that the provider carries."""
    return st.one_of(*(messages(kind, provider) for kind in kinds(provider) if kind in among))


def _plain(kind: str, provider: str) -> Part:
    if kind in MEDIA:
        return _media(kind, provider)
    return {
        "text": _text,
        "location": lambda p: location(p),
        "contacts": lambda p: st.lists(contact(p), min_size=1, max_size=2),
        "reaction": lambda p: some({"message_id": text(p, "reaction.message_id"), "emoji": st.sampled_from(EMOJI)}),
        "template": template,
        "read": lambda p: some({"message_id": text(p, "read.message_id", least=1)}),
        "typing": _typing,
    }[kind](provider)


def _text(provider: str) -> Part:
    plain = some({"body": prose(provider, "text.body")})
    if not carried(provider, "text.preview_url"):
        return plain
    return plain | some({"body": url(provider, "text.body"), "preview_url": st.just(True)})


def _typing(provider: str) -> Part:
    message_id = {"message_id": text(provider, "typing.message_id", least=1)}
    return some(message_id) if carried(provider, "typing.message_id") else st.just({})


def _media(kind: str, provider: str) -> Part:
    captioned = kind in ("image", "video", "document")
    fields = {"caption": prose(provider, f"{kind}.caption")} if captioned else {}
    if kind == "document":
        fields["filename"] = filename(provider, "document.filename")
    plain = medium(provider, kind, kind, fields)
    if kind == "audio" and carried(provider, "audio.voice"):
        return plain | medium(provider, "audio", "voice", {}).map(lambda drawn: {**drawn, "voice": True})
    return plain


def _dressed(kind: str, provider: str, content: Part, headers: tuple[str, ...], edges: bool = True) -> Part:
    """Draw header, body and footer around a content, as far as the provider carries them on the kind."""
    on = Carries(provider)
    optional = {}
    if edges and kind in on.dressing("header"):
        optional["header"] = heading(provider, headers)
    if edges and kind in on.dressing("footer"):
        optional["footer"] = text(provider, "footer", least=1)
    body = prose(provider, "body", kind).map(lambda drawn: drawn or "x")
    return some({"body": body, kind: content}, optional)


def _buttons(provider: str) -> Part:
    types = [kind for kind in _BUTTONS if Carries(provider).level("buttons", kind) == "yes"]
    any_header = ("text", "image", "video", "document")
    most = limits.items(provider, "buttons", 3)[1]
    if provider == "pilot-status":
        mixed = _distinct(st.one_of(*(_BUTTONS[kind](provider) for kind in types)), most)
        return _dressed("buttons", provider, mixed, any_header)
    replies = _distinct(_BUTTONS["reply"](provider), most)
    found = [_dressed("buttons", provider, replies, any_header)]
    for kind in types:
        if kind != "reply":
            one = _BUTTONS[kind](provider).map(lambda drawn: [drawn])
            # Infobip's voice button is bare.
            edges = not (provider == "infobip" and kind == "voice_call")
            found.append(_dressed("buttons", provider, one, any_header, edges))
    return st.one_of(*found)


def _distinct(one: Part, most: int) -> Part:
    """Draw buttons whose labels and ids differ."""
    keys = (lambda button: button["title"], lambda button: button.get("id", button["title"]))
    return st.lists(one, min_size=1, max_size=most, unique_by=keys)


_BUTTONS: dict[str, Callable[[str], Part]] = {
    "reply": lambda p: some(
        {"type": st.just("reply"), "title": text(p, "buttons[].title"), "id": text(p, "buttons[].id", least=1)}
    ),
    "url": lambda p: some(
        {"type": st.just("url"), "title": text(p, "buttons[].title"), "url": url(p, "buttons[].url")}
    ),
    "call": lambda p: some({"type": st.just("call"), "title": text(p, "buttons[].title"), "phone_number": phone()}),
    "copy": lambda p: some(
        {"type": st.just("copy"), "title": text(p, "buttons[].title"), "code": code(p, "buttons[].code")}
    ),
    "voice_call": lambda p: some(
        {"type": st.just("voice_call")},
        {
            "title": text(p, "buttons[].title"),
            "ttl_minutes": integer(p, "buttons[].ttl_minutes"),
            "payload": text(p, "buttons[].payload"),
        },
    ),
}


def _list(provider: str) -> Part:
    row = some(
        {key: text(provider, f"list.sections[].rows[].{key}", least=1) for key in ("id", "title")},
        {"description": text(provider, "list.sections[].rows[].description")},
    )
    title = text(provider, "list.sections[].title", least=1)
    most = limits.total(provider, "list.sections[].rows[]", 6)
    rows = st.lists(row, min_size=1, max_size=most, unique_by=lambda drawn: drawn["id"])
    titles = st.none() | st.lists(title, min_size=limits.items(provider, "list.sections", 3)[1], max_size=3)
    sections = st.builds(_sections, rows, titles)
    content = some({"button": text(provider, "list.button", least=1), "sections": sections})
    return _dressed("list", provider, content, ("text",))


def _sections(rows: list[Any], titles: list[str] | None) -> list[dict[str, Any]]:
    """Spread rows over as many sections as there are titles; without titles, one section."""
    if titles is None:
        return [{"rows": rows}]
    spread = [{"title": title, "rows": rows[at :: len(titles)]} for at, title in enumerate(titles)]
    return [section for section in spread if section["rows"]]


CONTENTS: dict[str, Callable[[str], Part]] = {"buttons": _buttons, "list": _list}


def _around(kind: str, provider: str, content: dict[str, Any]) -> Part:
    voice = any(button.get("type") == "voice_call" for button in content.get("buttons", ()))
    headed = {*content.get("header", {}), *content.get("template", {}).get("header", {})} & set(MEDIA)
    paid = provider == "infobip" and "order_status" in content.get("template", {})
    return envelopes(kind, provider, voice, kind in MEDIA or bool(headed), paid)


@cache
def envelopes(kind: str, provider: str, voice: bool = False, medium: bool = False, paid: bool = False) -> Part:
    """Draw what stands around a content: whom it goes to, what goes with it, and the provider's block.

    `voice`: its button is a voice call; `medium`: it holds one, by itself or in its header; `paid`: it
    holds an order's status, of which Infobip wants to know the payment.
    """
    required: dict[str, Part] = {}
    optional: dict[str, Part] = {}
    if kind != "read" and not (kind == "typing" and provider in META):
        required["to"] = recipient(kind, provider)
    if kind not in ("read", "typing"):
        parts = _bookkeeping(provider)
        if kind == "reaction" or (voice and provider == "infobip"):
            del parts["reply_to"]
        optional = {key: part for key, part in parts.items() if carried(provider, key)}
    if provider == "infobip":
        required["from"] = phone("13579")
    block = BLOCKS[provider](kind, medium, paid)
    if block is not None and (paid or (kind == "template" and provider == "360dialog-onprem")):
        required[provider] = block
    elif block is not None:
        optional[provider] = block.filter(bool)
    drawn = some(required, optional)
    return drawn.map(_one_recipient_of_a_marketing_message) if provider == "cloud" else drawn


def _bookkeeping(provider: str) -> dict[str, Part]:
    return {
        "reply_to": text(provider, "reply_to"),
        "callback_data": text(provider, "callback_data", least=1),
        "notify_url": url(provider, "notify_url"),
        "send_at": moment(until=2099),
        "deliver_by": moment(since=2100),
        "labels": st.lists(text(provider, "labels[]"), min_size=1, max_size=3),
    }


@cache
def recipient(kind: str, provider: str) -> Part:
    """Draw whom the message goes to."""
    found = {
        "phone": phone(),
        "group": text(provider, "to.group", least=1),
        "user": word(r"[A-Z]{2}\.[0-9A-Za-z.]{1,20}"),
    }
    if provider == "pilot-status":
        found["group"] = word(r"[0-9-]{1,18}@g\.us")
        found["channel"] = word(r"[0-9]{1,18}@newsletter")
    return st.one_of(*(some({key: part}) for key, part in found.items() if carried(provider, f"to.{key}")))


def _one_recipient_of_a_marketing_message(message: dict[str, Any]) -> dict[str, Any]:
    """What makes it a marketing message does not go to a group."""
    if "group" in message.get("to", {}) and "cloud" in message:
        block = {k: v for k, v in message["cloud"].items() if k not in ("product_policy", "message_activity_sharing")}
        message = {key: value for key, value in message.items() if key != "cloud"} | ({"cloud": block} if block else {})
    return message


def _direct_send(provider: str, kind: str, medium: bool, paid: bool, **more: Part) -> Part | None:
    """Draw the block of a hosting that knows direct sends: only texts and buttons, and always with a category."""
    if kind in ("read", "typing"):
        return some({}, more) if more else None
    more["recipient_identity_key_hash"] = text(provider, "")
    if kind not in ("text", "buttons"):
        return some({}, more)
    category = st.sampled_from(limits.words(provider, f"{provider}.category"))
    direct = {"category": category, "direct_send_config": some({"template_name": word("[a-z0-9_]{1,9}")})}
    return some({}, more) | some(direct, more)


def _cloud(kind: str, medium: bool, paid: bool) -> Part | None:
    block = {"phone_number_id": word("[0-9]{1,20}")}
    if kind == "template":
        block["product_policy"] = st.sampled_from(limits.words("cloud", "cloud.product_policy"))
        block["message_activity_sharing"] = st.booleans()
    return _direct_send("cloud", kind, medium, paid, **block)


def _dialog360(kind: str, medium: bool, paid: bool) -> Part | None:
    return _direct_send("360dialog", kind, medium, paid)


def _onprem(kind: str, medium: bool, paid: bool) -> Part | None:
    if kind == "read":
        return None
    provider = "360dialog-onprem"
    name = {"provider": some({"name": text(provider, "")})} if medium else {}
    namespace = {"namespace": text(provider, "")} if kind == "template" else {}
    return some(namespace, {"ttl": st.integers(1, 10**6), **name})


def _infobip(kind: str, medium: bool, paid: bool) -> Part | None:
    def named(key: str) -> Part:
        return text("infobip", f"infobip.{key}")

    if kind == "read":
        return None
    block = {key: named(key) for key in ("messageId", "entityId", "applicationId")}
    if kind == "typing":
        return some({}, block)
    if kind not in ("audio", "sticker", "location", "contacts"):
        options = {"trackClicks": st.booleans(), "customDomain": named("urlOptions.customDomain")}
        block["urlOptions"] = some({}, {"shortenUrl": st.just(True), **options})
    if kind == "template":
        block["bulkId"] = named("bulkId")
        block["smsFailover"] = some({"from": word("[1-9][0-9]{6,14}"), "text": named("smsFailover.text")})
    return some({"payment": st.just({"type": "PG_PAYU"})} if paid else {}, block)


def _pilot_status(kind: str, medium: bool, paid: bool) -> Part | None:
    block: dict[str, Part] = {"Idempotency-Key": text("pilot-status", "pilot-status.Idempotency-Key", least=1)}
    if kind == "template":
        block["marketingOptions"] = some({}, {"aiRewriteEnabled": st.booleans()})
    return some({}, block)


BLOCKS: dict[str, Callable[[str, bool, bool], Part | None]] = {
    "cloud": _cloud,
    "360dialog": _dialog360,
    "360dialog-onprem": _onprem,
    "infobip": _infobip,
    "pilot-status": _pilot_status,
}
