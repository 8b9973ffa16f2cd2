"""The named checks of the rules: what no keyword can say of a field and the message around it.

Pure functions: the numbers stand in the row, under `with:`. A value that is not known yet is never a fault.
A subject has `message`, `provider`, `kind`, `assume` and `carries`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .checks_buttons import buttons_of_one_kind, cards_alike, distinct_indexes
from .checks_media import linked_medium_type, medium_type, not_older_than, one_media_source, uploaded
from .checks_order import below_price, subtotal_adds_up, total_adds_up
from .faults import Check, Fault
from .formats import FORMATS, moment

__all__ = ["CHECKS", "FORMATS", "Check", "Fault"]


def dressing_carried(value: Any, subject: Any, *, part: str) -> Iterator[Fault]:
    """A header or a footer stands on a kind that the provider carries it on."""
    if subject.kind == "template":
        return  # a rule of its own: there it belongs inside the template
    kinds = list(subject.carries.dressing(part))
    if subject.kind not in kinds:
        # That it is there is the fault, not what it says.
        yield Fault((), {"limit": kinds, "other": subject.kind or "a body alone", "at_key": True})


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


def at_least(value: Any, subject: Any, *, min: int) -> Iterator[Fault]:
    """A number is not below another; it has no upper end."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < min:
        yield Fault((), {"value": value, "limit": min})


def known_keys(value: Any, subject: Any, *, keys: list[str]) -> Iterator[Fault]:
    """A mapping has no keys but these."""
    for key in value if isinstance(value, Mapping) else ():
        if key not in keys:
            yield Fault((key,), {"value": key, "limit": keys})


def later_than(value: Any, subject: Any, *, other: str, seconds: int = 0) -> Iterator[Fault]:
    """A moment lies after another, or so many seconds after it: a field of the message, or `assume.now`."""
    name = other.removeprefix("assume.")
    against = (subject.message if name == other else subject.assume).get(name)
    mine, theirs = moment(value), moment(against)
    if mine is None or theirs is None:
        return
    if mine < theirs + seconds * 1000 if seconds else mine <= theirs:
        yield Fault((), {"value": value, "other": against, "limit": seconds})


def now_before(value: Any, subject: Any, *, day: str) -> Iterator[Fault]:
    """The assumed day of today lies before a day."""
    now, end = moment(subject.assume.get("now")), moment(day)
    if now is not None and end is not None and now >= end:
        yield Fault((), {"limit": day})


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


class _Checks(dict[str, Check]):
    """The checks by name. Those of template definitions are many and seldom needed: they come when asked for."""

    def __missing__(self, name: str) -> Check:
        from .checks_definition import DEFINITION_CHECKS

        self.update(DEFINITION_CHECKS)
        if name in DEFINITION_CHECKS:
            return DEFINITION_CHECKS[name]
        from .checks_fit import FIT_CHECKS

        self.update(FIT_CHECKS)
        return FIT_CHECKS[name]

    def __iter__(self) -> Iterator[str]:
        from .checks_definition import DEFINITION_CHECKS
        from .checks_fit import FIT_CHECKS

        yield from {**dict(self.items()), **DEFINITION_CHECKS, **FIT_CHECKS}


CHECKS: Mapping[str, Check] = _Checks(
    {
        "at-least": at_least,
        "below-price": below_price,
        "buttons-of-one-kind": buttons_of_one_kind,
        "cards-alike": cards_alike,
        "differs-from": differs_from,
        "distinct-indexes": distinct_indexes,
        "dressing-carried": dressing_carried,
        "known-keys": known_keys,
        "later-than": later_than,
        "linked-medium-type": linked_medium_type,
        "medium-type": medium_type,
        "not-older-than": not_older_than,
        "now-before": now_before,
        "one-media-source": one_media_source,
        "one-parameter-style": one_parameter_style,
        "subtotal-adds-up": subtotal_adds_up,
        "total-adds-up": total_adds_up,
        "uploaded": uploaded,
        "utf8-length": utf8_length,
    }
)
