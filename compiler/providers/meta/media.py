"""Media objects: `{id | link, …}`, alone, in a header, in a card.

`data_uri`, `file` and `mime_type` speak to other providers and to the checks; they never reach this wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...shape import mappings
from ..codecs import READ_ONLY, Codec, lower, mapping
from ..tables import Field, plain, record

_SOURCE = plain("id", "link")

# Read from bad payloads, so that a rule can name them.
_UNCAPTIONED = Field("caption", codec=READ_ONLY)
_UNNAMED = Field("filename", codec=READ_ONLY)

MEDIA: dict[str, Codec] = {
    "image": record(*_SOURCE, Field("caption"), _UNNAMED),
    "video": record(*_SOURCE, Field("caption"), _UNNAMED),
    "audio": record(*_SOURCE, Field("voice", default=False), _UNCAPTIONED, _UNNAMED),
    "document": record(*_SOURCE, *plain("caption", "filename")),
    "sticker": record(*_SOURCE, _UNCAPTIONED, _UNNAMED),
}
ONPREM_AUDIO = record(*_SOURCE, Field("voice", codec=READ_ONLY), _UNCAPTIONED, _UNNAMED)

# A medium that heads a message or a template has no caption of its own.
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
