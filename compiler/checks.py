"""The named checks of the rules: what no keyword can say of a field and the message around it.

Pure functions: the numbers stand in the row, under `with:`. A value that is not known yet is never a fault.
A subject has `message`, `provider`, `kind`, `assume` and `carries`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from .faults import Check, Fault, of_form
from .formats import FORMATS, moment
from .paths import find, parse
from .units import Units

__all__ = ["CHECKS", "FORMATS", "Check", "Fault"]


@of_form
def dressing_carried(value: Any, subject: Any, *, part: str) -> Iterator[Fault]:
    """A header or a footer stands on a kind that the provider carries it on."""
    if subject.kind == "template":
        return  # a rule of its own: there it belongs inside the template
    kinds = list(subject.carries.dressing(part))
    if subject.kind not in kinds:
        # That it is there is the fault, not what it says.
        yield Fault((), {"limit": kinds, "other": subject.kind or "a body alone", "at_key": True})


def known_words(value: Any, subject: Any, *, words: Sequence[str]) -> Iterator[Fault]:
    """Each item of a list is one of these words."""
    odd = [word for word in value if isinstance(word, str) and word not in words] if isinstance(value, list) else []
    if odd:
        yield Fault((), {"value": odd[0], "limit": list(words)})


def differs_from(value: Any, subject: Any, *, other: str) -> Iterator[Fault]:
    """A number is not that of another field, however the two are written."""
    against = subject.message.get(other)
    if isinstance(value, str) and isinstance(against, str) and _digits(value) == _digits(against) != "":
        yield Fault((), {"value": value})


def same_as(value: Any, subject: Any, *, other: str) -> Iterator[Fault]:
    """A value is that of another field."""
    _, against = next(find(subject.message, parse(other)), ((), value))
    if value != against:
        yield Fault((), {"value": value, "other": against})


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def utf8_length(value: Any, subject: Any, *, max: int, characters: int | None = None) -> Iterator[Fault]:
    """A text takes at most so many bytes in UTF-8; one of more `characters` is a fault of another row."""
    if not isinstance(value, str) or (characters is not None and len(value) > characters):
        return
    if (length := Units.of(value, "utf-8")) > max:
        yield Fault((), {"length": length, "limit": max, "part": length.beyond(max)})


def at_least(value: Any, subject: Any, *, min: int) -> Iterator[Fault]:
    """A number is not below another; it has no upper end."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < min:
        yield Fault((), {"value": value, "limit": min})


@of_form
def above(value: Any, subject: Any, *, low: int) -> Iterator[Fault]:
    """A number is above another, not equal to it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value <= low:
        yield Fault((), {"value": value, "limit": low})


@of_form
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


@of_form
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


def known_language(
    value: Any, subject: Any, *, lists: Sequence[str], among: Sequence[str] | None = None
) -> Iterator[Fault]:
    """A language stands in one of these lists of `rules/languages.yaml`; with `among`, only one of those is judged."""
    from .languages import lists_of, near

    if not isinstance(value, str):
        return
    found = lists_of(value)
    if among is not None and not found.intersection(among):
        return
    if not found.intersection(lists):
        close = near(value, lists)
        args: dict[str, Any] = {"value": value, "other": f", did you mean {close}?" if close else ""}
        if close:
            args |= {"replacement": close, "safe": close.casefold() == value.replace("-", "_").casefold()}
        yield Fault((), args)


_ROOMS = ("buttons", "media", "order", "placeholders", "definition", "registered", "fit")
"""The rooms beside this one, the often needed first: each is imported when a name is not found before it."""


class _Checks(dict[str, Check]):
    def __missing__(self, name: str) -> Check:
        for room in _ROOMS:
            self.update(import_module(f".checks_{room}", __package__).CHECKS)
            if name in self:
                return self[name]
        from .own_checks import installed

        check = installed(name)
        if check is None:
            raise KeyError(name)
        self[name] = check
        return check

    def __iter__(self) -> Iterator[str]:
        for room in _ROOMS:
            self.update(import_module(f".checks_{room}", __package__).CHECKS)
        return super().__iter__()


CHECKS: Mapping[str, Check] = _Checks(
    {
        "above": above,
        "at-least": at_least,
        "differs-from": differs_from,
        "same-as": same_as,
        "dressing-carried": dressing_carried,
        "known-keys": known_keys,
        "known-language": known_language,
        "known-words": known_words,
        "later-than": later_than,
        "now-before": now_before,
        "one-parameter-style": one_parameter_style,
        "utf8-length": utf8_length,
    }
)
