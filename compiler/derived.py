"""Derived fields: what a message does not say in so many words, computed in one place each.

A rule speaks of `image.mime_type` or `to.country` as of any other field. A leaf that the author wrote is used
first; only where there is none does the engine ask here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

# os and phonenumbers are imported where they are used: a text message needs neither.

Derive = Callable[[Mapping[str, Any], Any], tuple[str, Any] | None]
"""From the parent of the field and the subject: the key that it came from and the value, or None."""

_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)[;,]", re.ASCII)
_EXTENSION = re.compile(r"\.([a-z0-9]{1,5})", re.ASCII)

# Written out because the table of the standard library changes with the version and the machine.
_TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "jpe": "image/jpeg", "jfif": "image/jpeg", "png": "image/png",
    "gif": "image/gif", "webp": "image/webp", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",
    "svg": "image/svg+xml", "heic": "image/heic", "heif": "image/heif", "avif": "image/avif",
    "ico": "image/x-icon",
    "mp4": "video/mp4", "m4v": "video/mp4", "3gp": "video/3gpp", "3gpp": "video/3gpp",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo", "mkv": "video/x-matroska", "webm": "video/webm", "mpeg": "video/mpeg",
    "mpg": "video/mpeg", "wmv": "video/x-ms-wmv", "ogv": "video/ogg",
    "aac": "audio/aac", "amr": "audio/amr", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg",
    "oga": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "flac": "audio/flac",
    "wma": "audio/x-ms-wma",
    "aif": "audio/aiff", "aiff": "audio/aiff", "mid": "audio/midi", "midi": "audio/midi",
    "pdf": "application/pdf", "txt": "text/plain", "text": "text/plain", "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html", "md": "text/markdown", "rtf": "application/rtf", "json": "application/json",
    "xml": "application/xml", "zip": "application/zip", "gz": "application/gzip",
    "7z": "application/x-7z-compressed", "rar": "application/vnd.rar", "epub": "application/epub+zip",
    "apk": "application/vnd.android.package-archive", "ics": "text/calendar", "vcf": "text/vcard",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}  # fmt: skip
# Containers that hold sound as well as pictures.
_AUDIO_TYPES = {"mp4": "audio/mp4", "webm": "audio/webm", "3gp": "audio/3gpp", "3gpp": "audio/3gpp"}


def type_of_name(name: str, *, audio: bool = False) -> str | None:
    """Return the MIME type that the extension of a file name or of a URL's path tells, or None."""
    path = name
    if "://" in name:
        after_host = name.split("://", 1)[1].partition("/")[2]
        path = after_host.split("#", 1)[0].split("?", 1)[0]
    leaf = path.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, extension = leaf.rpartition(".")
    extension = extension.lower()
    if not (stem and dot) or not _EXTENSION.fullmatch("." + extension):
        return None
    if audio and extension in _AUDIO_TYPES:
        return _AUDIO_TYPES[extension]
    return _TYPES.get(extension)


def _mime_type(audio: bool) -> Derive:
    def derive(medium: Mapping[str, Any], subject: Any) -> tuple[str, Any] | None:
        uri = medium.get("data_uri")
        if isinstance(uri, str) and (match := _DATA_URI.match(uri)):
            return "data_uri", match[1].lower()
        for key in ("file", "link", "filename"):
            name = medium.get(key)
            if isinstance(name, str) and (found := type_of_name(name, audio=audio)):
                return key, found
        return None

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
    if isinstance(uri, str) and ";base64," in uri[:200]:
        data = uri.partition(";base64,")[2]
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


_MEDIA = (
    "image", "video", "audio", "document", "sticker",
    "header.image", "header.video", "header.document",
    "template.header.image", "template.header.video", "template.header.document", "template.header.gif",
    "template.carousel[].header.image", "template.carousel[].header.video",
)  # fmt: skip

DERIVED: dict[str, Derive] = {
    **{f"{medium}.mime_type": _mime_type(audio=medium == "audio") for medium in _MEDIA},
    **{f"{medium}.bytes": _bytes for medium in _MEDIA},
    "to.country": _country,
}
