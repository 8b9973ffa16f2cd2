"""What the On-Premise API writes elsewhere: the preview flag, the namespace, the provider of a medium."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..codecs import Codec, is_empty, mapping, scalar
from ..tables import Field, plain, record
from .media import media_objects

_PROVIDER: Codec = record(*plain("name"))
_PREVIEW: Codec = record(Field("preview_url", default=False))


def write_onprem(body: dict[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body in Cloud's layout as the On-Premise API lays it out."""
    text = body.get("text")
    if isinstance(text, dict) and "preview_url" in text:
        preview = text.pop("preview_url")
        body = {"preview_url": preview, **body}
    if "template" in body and "namespace" in settings:
        body["template"] = {"namespace": settings["namespace"], **body["template"]}
    provider = _PROVIDER.write(settings.get("provider"))
    if provider:
        for medium in media_objects(body):
            medium["provider"] = provider
    return body


def read_onprem(body: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """Return the block keys that hide in the body, and move the preview flag of `message` to its place."""
    if "text" in message:
        text = {key: value for key, value in message["text"].items() if key != "preview_url"}
        message["text"] = {**_PREVIEW.read(body), **text}
    block: dict[str, Any] = {}
    for kind in ("template", "hsm"):
        namespace = scalar(mapping(body.get(kind)).get("namespace"))
        if namespace is not None and "template" in message:
            block.setdefault("namespace", namespace)
    for medium in media_objects(body):
        provider = _PROVIDER.read(mapping(medium.get("provider")))
        if not is_empty(provider):
            block.setdefault("provider", provider)
    return block
