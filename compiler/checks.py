"""The named checks of the rules: what no keyword can say of a field and the message around it.

Pure functions: the numbers stand in the row, under `with:`. A value that is not known yet is never a fault.
A subject has `message`, `provider`, `kind`, `assume` and `carries`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from .formats import FORMATS, moment

__all__ = ["CHECKS", "FORMATS", "Check", "Fault"]

_DAY = 24 * 60 * 60 * 1000


class Fault(NamedTuple):
    """One finding of a check: where, relative to the matched field, and what its `says` may name."""

    path: tuple[str | int, ...]
    args: dict[str, Any]


Check = Callable[..., Iterator[Fault]]
"""Called as check(value, subject, **numbers of the row)."""


def dressing_carried(value: Any, subject: Any, *, part: str) -> Iterator[Fault]:
    """A header or a footer stands on a kind that the provider carries it on."""
    if subject.kind == "template":
        return  # a rule of its own: there it belongs inside the template
    kinds = list(subject.carries.dressing(part))
    if subject.kind not in kinds:
        yield Fault((), {"limit": kinds, "other": subject.kind or "a body alone"})


def differs_from(value: Any, subject: Any, *, other: str) -> Iterator[Fault]:
    """A number is not that of another field, however the two are written."""
    against = subject.message.get(other)
    if isinstance(value, str) and isinstance(against, str) and _digits(value) == _digits(against) != "":
        yield Fault((), {"value": value})


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def utf8_length(value: Any, subject: Any, *, max: int) -> Iterator[Fault]:
    """A text takes at most so many bytes in UTF-8."""
    if isinstance(value, str) and (length := len(value.encode("utf-8", "surrogatepass"))) > max:
        yield Fault((), {"length": length, "limit": max})


def one_media_source(value: Any, subject: Any) -> Iterator[Fault]:
    """A medium has exactly one of id, link, data_uri; a file may stand beside it, or alone."""
    if not isinstance(value, Mapping):
        return
    count = sum(key in value for key in ("id", "link", "data_uri"))
    if count > 1 or (count == 0 and "file" not in value):
        yield Fault((), {"count": count})


def uploaded(value: Any, subject: Any) -> Iterator[Fault]:
    """A file of this machine does not stand alone."""
    if isinstance(value, Mapping) and "file" in value and not value.keys() & {"id", "link", "data_uri"}:
        yield Fault(("file",), {"value": value["file"]})


def fits_kind(value: Any, subject: Any, **types: list[str]) -> Iterator[Fault]:
    """The MIME type of a message's medium is one that its kind takes; if not, name the kind that does."""
    if not isinstance(value, str) or subject.kind not in types:
        return
    found = value.partition(";")[0].strip().lower()
    if found in types[subject.kind]:
        return
    fitting = next((kind for kind, accepted in types.items() if found in accepted), None)
    if fitting is None and found.startswith(("application/", "text/")):
        fitting = "document"
    advice = f"send it as {fitting}" if fitting else "convert it"
    yield Fault((), {"value": found, "limit": types[subject.kind], "other": advice})


def not_older_than(value: Any, subject: Any, *, days: int | None) -> Iterator[Fault]:
    """A medium was uploaded at most so many days before now; both moments are assumed, never looked up."""
    uploaded_at, now = moment(subject.assume.get("uploaded_at")), moment(subject.assume.get("now"))
    if uploaded_at is None or now is None or days is None:
        return
    if (age := (now - uploaded_at) / _DAY) > days:
        yield Fault((), {"value": int(age), "limit": days})


def later_than(value: Any, subject: Any, *, other: str) -> Iterator[Fault]:
    """A moment lies after another: a field of the message, or `assume.now`."""
    name = other.removeprefix("assume.")
    against = (subject.message if name == other else subject.assume).get(name)
    mine, theirs = moment(value), moment(against)
    if mine is not None and theirs is not None and mine <= theirs:
        yield Fault((), {"value": value, "other": against})


def now_before(value: Any, subject: Any, *, day: str) -> Iterator[Fault]:
    """The assumed day of today lies before a day."""
    now, end = moment(subject.assume.get("now")), moment(day)
    if now is not None and end is not None and now >= end:
        yield Fault((), {"limit": day})


def buttons_of_one_kind(value: Any, subject: Any) -> Iterator[Fault]:
    """Buttons are replies, or one single button of another type. Types nobody carries are not counted."""
    if not isinstance(value, list):
        return
    stated = (button.get("type") for button in value if isinstance(button, Mapping))
    types = [str(kind) for kind in stated if kind in ("reply", "url", "voice_call")]
    others = [kind for kind in types if kind != "reply"]
    if others and len(types) > 1:
        yield Fault((), {"other": others[0], "value": ", ".join(types)})


def one_parameter_style(value: Any, subject: Any) -> Iterator[Fault]:
    """The values of a template are all named or all positional."""
    if not isinstance(value, Mapping):
        return
    named: bool | None = None
    for path, parameter in _parameters(value):
        if not isinstance(parameter, Mapping):
            continue
        if named is None:
            named = "name" in parameter
        elif named != ("name" in parameter):
            yield Fault(path, {})
            return


def _parameters(template: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    header, body = template.get("header"), template.get("body")
    if isinstance(header, Mapping) and isinstance(header.get("text"), list):
        yield from ((("header", "text", at), item) for at, item in enumerate(header["text"]))
    if isinstance(body, list):
        yield from ((("body", at), item) for at, item in enumerate(body))


def distinct_indexes(value: Any, subject: Any) -> Iterator[Fault]:
    """No two buttons of a send fill the same place. Without `index` a button comes after the one before."""
    if not isinstance(value, list):
        return
    seen: set[int] = set()
    previous = -1
    for at, button in enumerate(value):
        stated = button.get("index") if isinstance(button, Mapping) else None
        if stated is not None and (not isinstance(stated, int) or isinstance(stated, bool)):
            return
        previous = previous + 1 if stated is None else stated
        if previous in seen:
            yield Fault((at,) if stated is None else (at, "index"), {"value": previous})
        seen.add(previous)


CHECKS: dict[str, Check] = {
    "buttons-of-one-kind": buttons_of_one_kind,
    "differs-from": differs_from,
    "distinct-indexes": distinct_indexes,
    "dressing-carried": dressing_carried,
    "fits-kind": fits_kind,
    "later-than": later_than,
    "not-older-than": not_older_than,
    "now-before": now_before,
    "one-media-source": one_media_source,
    "one-parameter-style": one_parameter_style,
    "uploaded": uploaded,
    "utf8-length": utf8_length,
}
