"""The named checks of a medium: where it comes from, what it is, how old it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .derived import declared_type, linked_type
from .faults import Check, Fault, of_form
from .formats import moment

_DAY = 24 * 60 * 60 * 1000


@of_form
def one_media_source(value: Any, subject: Any) -> Iterator[Fault]:
    """A medium has exactly one of id, link, data_uri; a file may stand beside it, or alone."""
    if not isinstance(value, Mapping):
        return
    count = sum(key in value for key in ("id", "link", "data_uri"))
    if count > 1 or (count == 0 and "file" not in value):
        yield Fault((), {"count": count})


@of_form
def uploaded(value: Any, subject: Any) -> Iterator[Fault]:
    """A file of this machine does not stand alone."""
    if isinstance(value, Mapping) and "file" in value and not value.keys() & {"id", "link", "data_uri"}:
        yield Fault(("file",), {"value": value["file"]})


def medium_type(
    value: Any, subject: Any, *, links: bool | list[str], types: list[str] | None = None, **by_kind: list[str]
) -> Iterator[Fault]:
    """The MIME type of a medium is one of `types`, or of those of the message's kind.

    What the extension of a link promises counts only with `links`: elsewhere the server that serves it decides.
    A list names the kinds of media where it counts if it is of their family: a .gif for an image, not a .mp3; and if
    no server is asked to make something else of it.
    """
    audio = types is None and subject.kind == "audio"
    told = _declared(value, audio)
    if told is None and links:
        told = _linked(value, audio, named=False)
        if told is not None and links is not True:
            kind = subject.kind if types is None else types[0].partition("/")[0]
            told = told if kind in links and _family(told[1]) == kind and not _is_converted(value, told[1]) else None
    yield from _unfitting(told, types, by_kind, subject.kind)


def linked_medium_type(
    value: Any, subject: Any, *, links: bool | list[str], types: list[str] | None = None, **by_kind: list[str]
) -> Iterator[Fault]:
    """The type that a link's extension promises, where the medium itself tells none, is one of those."""
    audio = types is None and subject.kind == "audio"
    if _declared(value, audio) is None:
        yield from _unfitting(_linked(value, audio), types, by_kind, subject.kind)


def _family(found: Any) -> str | None:
    return found.partition("/")[0].strip().lower() if isinstance(found, str) else None


def _is_converted(medium: Mapping[str, Any], found: str) -> bool:
    """Whether the link may be one to a server of images, which sends another type than the name ends in."""
    return "?" in str(medium.get("link")) or found in ("image/webp", "image/avif")


def _declared(medium: Any, audio: bool) -> tuple[str, Any] | None:
    if not isinstance(medium, Mapping):
        return None
    if "mime_type" in medium:
        return "mime_type", medium["mime_type"]
    return declared_type(medium, audio=audio)


def _linked(medium: Any, audio: bool, *, named: bool = True) -> tuple[str, Any] | None:
    return linked_type(medium, audio=audio, named=named) if isinstance(medium, Mapping) else None


def _unfitting(
    told: tuple[str, Any] | None, types: list[str] | None, by_kind: Mapping[str, list[str]], kind: str | None
) -> Iterator[Fault]:
    """Fault a type that does not fit; of a message's own medium, name the kind that it does fit."""
    accepted = by_kind.get(kind or "") if types is None else types
    if told is None or accepted is None or not isinstance(told[1], str):
        return
    found = told[1].partition(";")[0].strip().lower()
    if found in accepted:
        return
    fitting = next((other for other, those in by_kind.items() if found in those), None)
    if fitting is None and by_kind and found.startswith(("application/", "text/")):
        fitting = "document"
    advice = f"send it as {fitting}" if fitting else "convert it"
    yield Fault((told[0],), {"value": found, "limit": accepted, "other": advice})


@of_form
def not_older_than(value: Any, subject: Any, *, days: int | None) -> Iterator[Fault]:
    """A medium was uploaded at most so many days before now; both moments are assumed, never looked up."""
    uploaded_at, now = moment(subject.assume.get("uploaded_at")), moment(subject.assume.get("now"))
    if uploaded_at is None or now is None or days is None:
        return
    if (age := (now - uploaded_at) / _DAY) > days:
        yield Fault((), {"value": int(age), "limit": days})


CHECKS: dict[str, Check] = {
    "linked-medium-type": linked_medium_type,
    "medium-type": medium_type,
    "not-older-than": not_older_than,
    "one-media-source": one_media_source,
    "uploaded": uploaded,
}
