"""Media objects: `{id | link, …}`, alone, in a header, in a card.

`data_uri`, `file` and `mime_type` speak to other providers and to the checks; they never reach this wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .codec import READ_ONLY, Codec, Field, lower, mapping, mappings, plain, record

_SOURCE = plain("id", "link")

MEDIA: dict[str, Codec] = {
    "image": record(*_SOURCE, Field("caption")),
    "video": record(*_SOURCE, Field("caption")),
    "audio": record(*_SOURCE, Field("voice", default=False)),
    "document": record(*_SOURCE, *plain("caption", "filename")),
    "sticker": record(*_SOURCE),
}

# A medium that heads a message or a template has no caption of its own.
_UNCAPTIONED = Field("caption", codec=READ_ONLY)
HEADING_MEDIA: dict[str, Codec] = {
    "image": record(*_SOURCE, _UNCAPTIONED),
    "video": record(*_SOURCE, _UNCAPTIONED),
    "document": record(*_SOURCE, _UNCAPTIONED, Field("filename")),
    "gif": record(*_SOURCE, _UNCAPTIONED),
}


def media_objects(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every media object of a wire body: its content, its header, the header of its template."""
    for holder in (body, mapping(mapping(body.get("interactive")).get("header"))):
        yield from _of_type(holder)
    for component in mappings(mapping(body.get("template")).get("components")):
        if lower(component.get("type")) == "header":
            for parameter in mappings(component.get("parameters")):
                yield from _of_type(parameter)


def _of_type(holder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind = lower(holder.get("type"))
    if isinstance(kind, str) and kind in MEDIA and isinstance(holder.get(kind), dict):
        yield holder[kind]
