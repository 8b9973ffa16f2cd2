"""A send beside its definition: which slot a value fills, and the texts with the values in them.

The fields `definition.*` stand where what they came from stands in the send.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .diagnostic import Path
from .named import NamedTuple
from .paths import follow
from .placeholders import FilledText, is_position, names
from .placeholders import filled as fill

Part = Mapping[str, Any]

AUTHENTICATION = "authentication"

# The buttons that a send can fill. A one-time password is filled as the URL that it is on the wire.
FILLABLE = frozenset(
    {"reply", "url", "otp", "copy", "flow", "catalog", "product_list", "order_details", "voice_call", "app"}
)
# Those that a send must fill.
DUE = frozenset({"url", "otp", "copy", "product_list", "order_details"})


class Pair(NamedTuple):
    """A part of a send beside the part of the definition that it fills; the path of the former in the template."""

    path: Path
    send: Part
    part: Part


class Filled(NamedTuple):
    """A button of a send; the place that it fills and the button that is there, None where there is none."""

    path: Path
    button: Part
    place: int
    registered: Part | None


def mapping(value: Any) -> Part:
    """Return the value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> list[Part]:
    """Return the items of a list as mappings."""
    return [mapping(item) for item in value] if isinstance(value, list) else []


def pairs(template: Part, definition: Part) -> Iterator[Pair]:
    """Yield the template and its cards. Product cards all fill the same one."""
    yield Pair((), template, definition)
    cards = items(definition.get("carousel"))
    for at, card in enumerate(items(template.get("carousel"))):
        if at < len(cards) or (cards and is_product(cards[0])):
            yield Pair(("carousel", at), card, cards[min(at, len(cards) - 1)])


def is_product(card: Part) -> bool:
    """Whether a card shows a product: of those a send has as many as it likes."""
    return "product" in mapping(card.get("header"))


def slots(text: Any) -> list[str]:
    """Return what stands in the placeholders of a text, each once: positions in order, names as they come."""
    found = list(dict.fromkeys(name.strip() for name in names(text)))
    if all(is_position(name) and len(name) < 10 for name in found):
        found.sort(key=int)
    return found


def body_slots(part: Part, category: str | None) -> list[str]:
    """Return the placeholders of a body. That of a one-time password is written by WhatsApp, around the code."""
    text = mapping(part.get("body")).get("text")
    return ["1"] if text is None and category == AUTHENTICATION and "body" in part else slots(text)


def value_of(param: Any) -> str | None:
    """Return the text that a parameter becomes, or None where nobody knows yet."""
    way = _way_to_text(mapping(param))
    value = follow(param, way) if way else None
    return value if isinstance(value, str) else None


def _way_to_text(param: Part) -> Path:
    """Return the way from a parameter to the text that it becomes; empty where it has none."""
    if "text" in param:
        return ("text",)
    spelled = (kind for kind in ("currency", "date_time") if "fallback_value" in mapping(param.get(kind)))
    return next(((kind, "fallback_value") for kind in spelled), ())


class Slotted(NamedTuple):
    """A registered text that a send fills: where it stands in the send, and the field that fills each placeholder."""

    path: Path
    text: str
    given: Mapping[str, Path]


def hydrate(slotted: Slotted, message: Any) -> FilledText | None:
    """Return a text with its values in it, or None where one is missing or not known yet."""
    values = {
        slot: (value, path) for slot, path in slotted.given.items() if isinstance(value := follow(message, path), str)
    }
    return fill(slotted.text, values)


Order = Callable[[list[tuple[Path, Path]], int], Sequence[Path] | None]
"""From the values that have no name, each as its place in the send and the field of its text (empty where it has none),
and the number of placeholders, to the fields that fill these in their order; None where nobody can tell."""


def as_they_stand(ordered: list[tuple[Path, Path]], wanted: int) -> Sequence[Path]:
    """Let each value fill the next placeholder."""
    return [field for _, field in ordered]


def _slotted(pair: Pair, name: str, text: Any, params: Any, inside: Path, order: Order) -> Iterator[Slotted]:
    if not isinstance(text, str):
        return
    path: Path = ("template", *pair.path, name)
    given: dict[str, Path] = {}
    ordered: list[tuple[Path, Path]] = []
    for at, param in enumerate(items(params)):
        place = (*path, *inside, at)
        way = _way_to_text(param)
        field = (*place, *way) if way else ()
        if isinstance(param.get("name"), str):
            given[param["name"]] = field
        elif "name" not in param:
            ordered.append((place, field))
    wanted = slots(text)
    fields = order(ordered, len(wanted))
    if fields is not None:
        given = {**dict(zip(wanted, fields, strict=False)), **given}
        yield Slotted(path, text, {slot: field for slot, field in given.items() if field})


def filled(pair: Pair, in_order: bool) -> Iterator[Filled]:
    """Yield the buttons of a send with those that they fill.

    With `in_order` no index is sent: each fills the next of its type.
    """
    registered = items(pair.part.get("buttons"))
    expected = 0
    for at, button in enumerate(items(pair.send.get("buttons"))):
        place = expected
        if in_order:
            alike = (n for n in range(expected, len(registered)) if fits(button, registered[n]))
            place = next(alike, expected)
        elif "index" in button:
            place = button["index"]
        if not isinstance(place, int):
            return
        expected = place + 1
        there = registered[place] if 0 <= place < len(registered) else None
        yield Filled((*pair.path, "buttons", at), button, place, there)


def fits(button: Part, registered: Part) -> bool:
    """Whether a button of a send can fill one of a definition."""
    kind = registered.get("type")
    if kind == "url":
        return button.get("type") == "url" and is_dynamic(registered)
    return bool(button.get("type") == ("url" if kind in ("otp", "app") else kind) and kind in FILLABLE)


def is_dynamic(registered: Part) -> bool:
    """Whether a registered URL has a placeholder."""
    return bool(names(registered.get("url")))


def is_due(registered: Part) -> bool:
    """Whether a send must fill a registered button."""
    kind = registered.get("type")
    return kind in DUE and (kind != "url" or is_dynamic(registered))


# ---- the fields `definition.*`

Field = Callable[[Any], Iterator[tuple[Path, Any]]]


def _fact(name: str) -> Field:
    """A word about the definition: what the list says, else what is assumed. It stands where the name does."""

    def field(subject: Any) -> Iterator[tuple[Path, Any]]:
        definition = subject.definition
        value = getattr(definition, name) if definition is not None else None
        stated = subject.assume.get(name)
        value = value or (stated.lower() if isinstance(stated, str) else None)
        if value is not None:
            yield ("template", "name"), value

    return field


def _pairs(subject: Any) -> Iterator[Pair]:
    if subject.definition is not None:
        yield from pairs(subject.message["template"], subject.definition.parts)


Texts = Callable[[Pair, Any, Order], Iterator[Slotted]]
"""From a part of a send of a subject to the registered texts that it fills."""


def _text_of(name: str, *inside: str, of_card: bool = False) -> Texts:
    """The text of a component of the template, or of each card, filled by the values inside of what is sent for it."""

    def texts(pair: Pair, subject: Any, order: Order) -> Iterator[Slotted]:
        if bool(pair.path) is of_card:
            params = pair.send.get(name)
            for key in inside:
                params = mapping(params).get(key)
            yield from _slotted(pair, name, mapping(pair.part.get(name)).get("text"), params, inside, order)

    return texts


def _urls(pair: Pair, subject: Any, order: Order) -> Iterator[Slotted]:
    for one in filled(pair, subject.carries.level("fields", "template.buttons[].index") != "yes"):
        url = mapping(one.registered).get("url")
        if isinstance(url, str) and "suffix" in one.button:
            path: Path = ("template", *one.path, "suffix")
            yield Slotted(path, url, dict.fromkeys(slots(url), path))


TEXTS: Mapping[str, Texts] = {
    "definition.rendered.body": _text_of("body"),
    "definition.rendered.header": _text_of("header", "text"),
    "definition.rendered.buttons[].url": _urls,
    "definition.rendered.cards[].body": _text_of("body", of_card=True),
}
"""The registered texts that a send fills, by the field that they are with its values in them."""


def _rendered(find: Texts) -> Field:
    def field(subject: Any) -> Iterator[tuple[Path, Any]]:
        for pair in _pairs(subject):
            for one in find(pair, subject, as_they_stand):
                text = hydrate(one, subject.message)
                if text is not None:
                    yield one.path, text

    return field


FIELDS: Mapping[str, Field] = {
    "definition.category": _fact("category"),
    "definition.status": _fact("status"),
    "definition.quality": _fact("quality"),
    **{field: _rendered(find) for field, find in TEXTS.items()},
}
