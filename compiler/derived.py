"""Derived fields: what a message does not say in so many words, computed in one place each.

A rule speaks of `image.mime_type` or `to.country` as of any other field. A leaf that the author wrote is used
first; only where there is none does the engine ask here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .lazy import lazy
from .units import Units

# os, mimetypes and phonenumbers are imported where they are used: a text message needs neither.

Derive = Callable[[Mapping[str, Any], Any], tuple[str, Any] | None]
"""From the parent of the field and the subject: the key that it came from and the value, or None."""

_DATA_URI = lazy(r"data:([\w.+-]+/[\w.+-]+)[;,]", re.ASCII)
_EXTENSION = lazy(r"\.([a-z0-9]{1,5})", re.ASCII)

# What WhatsApp names and `mimetypes` does not know, or calls by another name, in some version of Python.
_OPENXML = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    ".webp": "image/webp",
    ".3gp": "video/3gpp", ".3gpp": "video/3gpp", ".m4v": "video/mp4",
    ".aac": "audio/aac", ".amr": "audio/amr", ".m4a": "audio/mp4",
    ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg",
    ".docx": f"{_OPENXML}.wordprocessingml.document",
    ".xlsx": f"{_OPENXML}.spreadsheetml.sheet",
    ".pptx": f"{_OPENXML}.presentationml.presentation",
}  # fmt: skip
# Containers that hold sound as well as pictures.
_AUDIO_TYPES = {".mp4": "audio/mp4", ".webm": "audio/webm", ".3gp": "audio/3gpp", ".3gpp": "audio/3gpp"}


@cache
def _library() -> Mapping[str, str]:
    """The types that the standard library itself knows, by extension: never those of the machine."""
    import mimetypes

    # Before `init` the table holds what ships with Python. After it, only a table of one's own does; and to
    # make one calls `init`, which reads the machine's files, unless that has been done already.
    if not mimetypes.inited:
        return dict(mimetypes.types_map)
    return mimetypes.MimeTypes().types_map[True]


def type_of_name(name: str, *, audio: bool = False) -> str | None:
    """Return the MIME type that the extension of a file name or of a URL's path tells, or None."""
    path = name
    if "://" in name:
        after_host = name.split("://", 1)[1].partition("/")[2]
        path = after_host.split("#", 1)[0].split("?", 1)[0]
    leaf = path.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, extension = leaf.rpartition(".")
    extension = f".{extension.lower()}"
    if not (stem and dot) or not _EXTENSION.fullmatch(extension):
        return None
    if audio and extension in _AUDIO_TYPES:
        return _AUDIO_TYPES[extension]
    return _TYPES.get(extension) or _library().get(extension)


def declared_type(medium: Mapping[str, Any], *, audio: bool = False) -> tuple[str, str] | None:
    """Return the type that the medium itself tells, and the key it stands in: a data URI, or a file."""
    uri = medium.get("data_uri")
    if isinstance(uri, str) and (match := _DATA_URI.match(uri)):
        return "data_uri", match[1].lower()
    return _named(medium, ("file",), audio)


def linked_type(medium: Mapping[str, Any], *, audio: bool = False, named: bool = True) -> tuple[str, str] | None:
    """Return the type that only a name promises: the link's, else that of the file where it counts (`named`)."""
    return _named(medium, ("link", "filename") if named else ("link",), audio)


def _named(medium: Mapping[str, Any], keys: tuple[str, ...], audio: bool) -> tuple[str, str] | None:
    for key in keys:
        name = medium.get(key)
        if isinstance(name, str) and (found := type_of_name(name, audio=audio)):
            return key, found
    return None


def _mime_type(audio: bool) -> Derive:
    def derive(medium: Mapping[str, Any], subject: Any) -> tuple[str, Any] | None:
        return declared_type(medium, audio=audio) or linked_type(medium, audio=audio)

    return derive


def _bytes(medium: Mapping[str, Any], subject: Any) -> tuple[str, Any] | None:
    """The size of the medium's own file, else of its data URI."""
    name = medium.get("file")
    if isinstance(name, str):
        from os import path, stat
        from stat import S_ISREG

        try:
            found = stat(path.join(getattr(subject, "base", None) or "", name))
        except (OSError, ValueError):
            return None
        return ("file", found.st_size) if S_ISREG(found.st_mode) else None
    uri = medium.get("data_uri")
    _, base64, data = uri.partition(";base64,") if isinstance(uri, str) else ("", "", "")
    if base64:
        return "data_uri", len(data) * 3 // 4 - (len(data[-2:]) - len(data[-2:].rstrip("=")))
    return None


def _country(to: Mapping[str, Any], subject: Any) -> tuple[str, Any] | None:
    """The country of the recipient's number, two letters; None for a number that belongs to none."""
    phone = to.get("phone")
    if not isinstance(phone, str) or not phone.startswith("+"):
        return None
    import phonenumbers

    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return None
    return ("phone", region) if isinstance(region, str) and len(region) == 2 else None


def _utf16_length(text: Mapping[str, Any], subject: Any) -> tuple[str, Any] | None:
    """The length of a text in UTF-16 units, where it is not that in characters."""
    body = text.get("body")
    if not isinstance(body, str) or body.isascii():
        return None
    return ("body", Units.of(body, "utf-16-le", 2)) if max(body) > "\uffff" else None


_MEDIA = (
    "image", "video", "audio", "document", "sticker",
    "header.image", "header.video", "header.document",
    "template.header.image", "template.header.video", "template.header.document", "template.header.gif",
    "template.carousel[].header.image", "template.carousel[].header.video",
    "carousel[].header.image", "carousel[].header.video",
)  # fmt: skip

DERIVED: dict[str, Derive] = {
    **{f"{medium}.mime_type": _mime_type(audio=medium == "audio") for medium in _MEDIA},
    **{f"{medium}.bytes": _bytes for medium in _MEDIA},
    "to.country": _country,
    "text.utf16_length": _utf16_length,
}
