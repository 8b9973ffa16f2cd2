"""Pilot Status: one endpoint to send and three modes (a template, a text, a medium), template values by name.

The modes are read and written independently of each other, so that a payload that mixes them can be judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...shape import mappings
from .. import Message, Request
from ..codecs import JSON, PHONE, SCALARS, TIME, Codec, lower, mapping, scalar, shown
from ..omitting import OMIT, Omissible, omit
from ..tables import Field, merged, plain, record

__all__ = ["NAME", "decode", "encode"]

NAME = "pilot-status"

_PATH = "/v1/messages/send"
_TEMPLATES = "/v1/templates"
_IDEMPOTENCY = "Idempotency-Key"
_USER = re.compile(r"[A-Z]{2}\.")  # a business-scoped user id stands where a phone number does

_MEDIA = ("image", "video", "document", "audio", "sticker")
_TYPE = "mediaType"
_VALUES = "variables"
_USUAL = "image"  # what a medium is taken for where nothing tells its type, as the vendor's own client does
_VOICE = "voice"  # the client's word for an audio that says so; it is delivered as a voice note in either case


def _is_user(value: Any) -> bool:
    return isinstance(value, str) and _USER.match(value) is not None


_PHONE = Codec(PHONE.write, lambda value: None if _is_user(value) else PHONE.read(value))
_USER_ID = Codec(scalar, lambda value: value if _is_user(value) else None)

_TO = record(
    Field("template.name", "templateId"),
    Field("to.phone", "destinationNumber", _PHONE),
    Field("to.user", "destinationNumber", _USER_ID),
    Field("to.group", "groupId"),
    Field("to.channel", "newsletterId"),
)
_DELIVERY = record(
    Field("footer"),
    Field("labels", codec=SCALARS),
    Field("send_at", "deliverAt", TIME),
    Field("deliver_by", "deliverUntil", TIME),
    Field(f"{NAME}.marketingOptions", "marketingOptions", JSON, keep=True),
    *(Field(f"{NAME}.{key}", key, JSON, keep=True) for key in ("markRead", "list", "carousel", "flow")),
)
_TITLE = Field("title", "displayText")
_LABEL = "label"  # what the vendor's client calls the title of a button
_BUTTONS: dict[str, Codec] = {
    "reply": record(_TITLE, *plain("id")),
    "url": record(_TITLE, *plain("url")),
    "call": record(_TITLE, Field("phone_number", "phoneNumber")),
    "copy": record(_TITLE, Field("code", "copyCode")),
}


def encode(message: Message, settings: Mapping[str, Any]) -> Request:
    """Return the request of a message. Template values without a name are not carried."""
    if "define_template" in message:
        from .definition import encode_definition

        return Request("POST", _TEMPLATES, {}, encode_definition(mapping(message["define_template"]), settings))
    template = mapping(message.get("template"))
    message = {**message, NAME: settings}
    body: dict[str, Any] = _TO.write(message)
    if variables := _encode_variables(template):
        body[_VALUES] = variables
    text = message.get("body") if "text" not in message else mapping(message["text"]).get("body")
    if scalar(text) is not None:
        body["text"] = text
    body.update(_encode_media(mapping(template.get("header"))) or _encode_media(message))
    if OMIT in settings:
        omit(body, settings, Omissible(_TYPE, _told_by(body.get("media")) or _USUAL))
    if buttons := _encode_buttons(template.get("buttons") or message.get("buttons")):
        body["buttons"] = buttons
    if header := _encode_header(mapping(message.get("header"))):
        body["header"] = header
    body.update(_DELIVERY.write(message))
    if settings.get(_VALUES) == {}:  # the vendor's own client always sends them
        body.setdefault(_VALUES, {})
    key = scalar(settings.get(_IDEMPOTENCY))
    return Request("POST", _PATH, {} if key is None else {_IDEMPOTENCY: str(key)}, body)


def decode(request: Request) -> list[Message]:
    """Return the one message of a request that sends or defines; nothing of any other request or body."""
    if not isinstance(request.body, dict):
        return []
    if _is_definition(request):
        from .definition import decode_definition

        return [decode_definition(request.body, NAME)]
    if not _is_send(request.path):
        return []
    body = request.body
    message: Message = _TO.read(body)
    template = message.get("template")
    _decode_text(body, message)
    if media := _decode_media(body):
        (message if template is None else template.setdefault("header", {})).update(media)
        if template is not None and _TYPE not in body:  # a medium that is sent by itself has to say it
            message[NAME] = {OMIT: [_TYPE]}
    if body.get(_VALUES) == {}:
        message.setdefault(NAME, {})[_VALUES] = {}
    if variables := _decode_variables(body.get(_VALUES)):
        message.setdefault("template", {})["body"] = variables
    if buttons := _decode_buttons(body.get("buttons")):
        (message if template is None else template)["buttons"] = buttons
    if header := _decode_header(mapping(body.get("header"))):
        message["header"] = header
    message = merged(message, _DELIVERY.read(body))
    if message:
        _decode_key(request.headers, message)
    return [message] if message else []


def _is_send(path: str | None) -> bool:
    return path is None or _ends(path, _PATH)


def _is_definition(request: Request) -> bool:
    if request.path is None:
        return "name" in request.body and "body" in request.body  # no send has either
    return _ends(request.path, _TEMPLATES)


def _ends(path: str, tail: str) -> bool:
    return path.partition("?")[0].rstrip("/").endswith(tail)


def _encode_variables(template: dict[str, Any]) -> dict[str, Any]:
    header = mapping(template.get("header")).get("text")
    named = [item for item in mappings(header) + mappings(template.get("body")) if isinstance(item.get("name"), str)]
    return {item["name"]: text for item in named if (text := shown(item)) is not None}


def _decode_variables(variables: Any) -> list[dict[str, Any]]:
    # Where a variable stands, only the template's definition knows: all of them come back in the body.
    return [{"name": name, "text": text} for name, text in mapping(variables).items() if scalar(text) is not None]


def _decode_text(body: dict[str, Any], message: Message) -> None:
    text = scalar(body.get("text"))
    if text is None:
        return
    if mappings(body.get("buttons")) and "template" not in message:
        message["body"] = text
    else:
        message["text"] = {"body": text}


def _encode_media(holder: dict[str, Any]) -> dict[str, Any]:
    for kind in _MEDIA:
        if kind in holder:
            medium = mapping(holder[kind])
            source, caption = _source(medium), scalar(medium.get("caption"))
            return {
                **({} if source is None else {"media": source}),
                _TYPE: _VOICE if medium.get("voice") is True else kind,
                **({} if caption is None else {"caption": caption}),
            }
    return {}


def _decode_media(body: dict[str, Any]) -> dict[str, Any]:
    source, kind, caption = (scalar(body.get(key)) for key in ("media", _TYPE, "caption"))
    if source is None and kind is None:
        return {}
    kind = _told_by(source) if kind is None else lower(kind)
    voice = {"voice": True} if kind == _VOICE else {}
    kind = "audio" if voice else kind if kind in _MEDIA else _USUAL
    return {kind: {**_read_source(source), **({} if caption is None else {"caption": caption}), **voice}}


def _told_by(source: Any) -> Any:
    """Return the kind of a medium whose type is not said, as its extension or its data URI tells."""
    from ...derived import declared_type, linked_type

    told = declared_type(_read_source(source)) or linked_type(_read_source(source))
    major = None if told is None else told[1].partition("/")[0]
    return "document" if major in ("application", "text") else major


def _source(medium: dict[str, Any]) -> Any:
    return scalar(medium.get("link", medium.get("data_uri")))


def _read_source(source: Any) -> dict[str, Any]:
    if source is None:
        return {}
    embedded = isinstance(source, str) and source[:5].lower() == "data:"
    return {"data_uri" if embedded else "link": source}


def _encode_header(header: dict[str, Any]) -> dict[str, Any]:
    for kind, value in header.items():
        content = scalar(value if kind == "text" else mapping(value).get("link"))
        if content is not None:
            return {"type": kind, "content": content}
    return {}


def _decode_header(header: dict[str, Any]) -> dict[str, Any]:
    kind, content = lower(header.get("type")), scalar(header.get("content"))
    if content is None:
        return {}
    if kind == "text":
        return {"text": content}
    return {kind: _read_source(content)} if kind in _MEDIA else {}


def _encode_buttons(buttons: Any) -> list[dict[str, Any]]:
    wire = []
    for button in mappings(buttons):
        kind = button.get("type")
        fields = _BUTTONS[kind].write(button) if isinstance(kind, str) and kind in _BUTTONS else {}
        if fields:  # a suffix alone, say, overrides nothing here
            wire.append({"type": kind, **fields})
    return wire


def _decode_buttons(buttons: Any) -> list[dict[str, Any]]:
    decoded = []
    for button in mappings(buttons):
        kind = lower(button.get("type"))
        if isinstance(kind, str) and kind in _BUTTONS:
            title = {} if scalar(button.get(_LABEL)) is None else {"title": button[_LABEL]}
            decoded.append({"type": kind, **title, **_BUTTONS[kind].read(button)})
    return decoded


def _decode_key(headers: Mapping[str, str], message: Message) -> None:
    for name, value in headers.items():
        if name.lower() == _IDEMPOTENCY.lower():
            message.setdefault(NAME, {})[_IDEMPOTENCY] = value
