"""Files of this machine that stand in a message alone: measured by the rules, sent where a provider takes that."""

from __future__ import annotations

import os
from typing import Any

from .diagnostic import Finding, Path, Severity, shown
from .message import Message
from .paths import find, parse

_PLACES = tuple(
    parse(path)
    for path in ("image", "video", "audio", "document", "sticker", "header.image", "header.video", "header.document",
                 "template.header.image", "template.header.video", "template.header.document")
)  # fmt: skip


def alone(message: Message) -> list[tuple[Path, dict[str, Any]]]:
    """Return the media that are given by a file and by nothing else."""
    return [
        (path, medium)
        for segments in _PLACES
        for path, medium in find(message, segments)
        if isinstance(medium, dict) and "file" in medium and not {"id", "link", "data_uri"} & medium.keys()
    ]


def embedded(message: Message, base: str) -> tuple[Message, list[Finding]]:
    """Return the message with each such file as a `data_uri`, and a finding for each that cannot be read.

    Paths are relative to the folder of the message file.
    """
    findings = []
    for path, medium in alone(message):
        name = os.path.join(base, str(medium["file"]))
        try:
            with open(name, "rb") as file:
                data = file.read()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "no such name"
            text = f"the file '{medium['file']}' cannot be read: {reason}"
            findings.append(Finding("unreadable-file", text, path=(*path, "file"), severity="error"))
            continue
        message = _with(message, path, {**medium, "data_uri": _data_uri(medium, data)})
    return message, findings


def _data_uri(medium: dict[str, Any], data: bytes) -> str:
    from base64 import b64encode

    from .derived import type_of_name

    mime = medium.get("mime_type") or type_of_name(str(medium["file"])) or "application/octet-stream"
    return f"data:{mime};base64,{b64encode(data).decode('ascii')}"


def _with(message: Message, path: Path, value: Any) -> Message:
    """A copy of the message in which one field is another."""
    head, rest = str(path[0]), path[1:]
    return {**message, head: value if not rest else _with(message[head], rest, value)}


def missing(message: Message, base: str) -> list[Finding]:
    """Return a finding for each file that is not there: an error where nothing stands beside it."""
    only = [path for path, _ in alone(message)]
    findings = []
    for segments in _PLACES:
        for path, medium in find(message, segments):
            name = medium.get("file") if isinstance(medium, dict) else None
            if isinstance(name, str) and not _is_there(os.path.join(base, name)):
                severity: Severity = "error" if path in only else "warning"
                text = f"there is no file {shown(name)}"
                findings.append(Finding("unreadable-file", text, path=(*path, "file"), severity=severity))
    return findings


def _is_there(name: str) -> bool:
    try:
        return os.path.isfile(name)
    except ValueError:
        return False
