"""docs/language.md: every key beside its place on the wire.

The keys come from the schema of the language. Where a key goes is found out: a message with it is encoded, once as it
is and once with another value, and what differs between the two requests is its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

import waml
from waml.boundaries.building import PHONE, TIME, concrete, drop, finish, put, sample, shape_of
from waml.carries import Carries
from waml.config import Config
from waml.message import group, shape
from waml.paths import EACH, Segments
from waml.providers import NAMES, Request, load
from waml.resources import schema
from waml.rounds import KEYS
from waml.shape import Shape

PROVIDERS = ("cloud", "360dialog-onprem", "infobip", "pilot-status")
"""The columns: 360dialog speaks as cloud does, and the text says where it does not."""

EXAMPLES: dict[str, str] = yaml.safe_load(Path(__file__).with_name("examples.yaml").read_text("utf-8"))

ELSEWHERE = ("order_details", "order_status", "image", "video", "audio", "document", "sticker", "location", "product")
"""Definitions that are kinds of their own: told there, and pointed to."""

INTRO = """# The language

Every key of a message, what it means, and where it goes on the wire of each provider. A column `cloud` speaks for
360dialog too. A dash means that the provider does not carry the key: lint says so, and nothing is dropped without a
word.

A message is one content key, dressed with `header`, `body` and `footer`, in an envelope. A **bold** key is required.
The tables are written by the encoders: a place in a table is one where the value was found. What each provider takes
of a value is told by [the rules](rules.md)."""

DRESSING = "What stands around the content of the kinds that have a body: here around `buttons`."
BLOCKS = """What runs the machinery of one provider, in its own spelling. A block is read for its own provider only."""
VARIABLES = """Declared under `vars:` by name: `name: value` alone is a constant, a mapping declares. They are filled in
as `{{ name }}` inside any text."""


REPEATED = """An item of a list may stand for many, or for none. These keys stand beside its own and none of them is
sent; a `header` and a `footer` take `when` too, and `value` where they are a text. No value makes structure: each of
the keys holds a name or an expression, without braces."""

REPEATED_REST = """Inside, the names of the items around are in scope, and so is `loop`, as in a `for` of Jinja:
`loop.index`, `loop.index0`, `loop.first`, `loop.last` and `loop.length` count the items that `when` has kept.
`for_each` goes over a variable or a key of one, `category.products`; a list inside a list sees the names of both.
`when` must be true or false: a number or a text is compared with something.

In `define_template` braces are WhatsApp's own, but for those that name the item of a `for_each` around them:
`{{ lang.name }}` is filled in, `{{1}}` beside it stays. In free JSON, such as the data of a flow, these keys are data.
"""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the page."""
    lines = [INTRO, ""]
    lines += ["- [File](#file)", "- [Envelope](#envelope)", "- [Header, body, footer](#header-body-footer)"]
    lines += [f"- [`{kind}`](#{kind}): {_described((kind,))}" for kind in group("content")]
    lines += ["- [Blocks of the providers](#blocks-of-the-providers)", "- [Variables](#variables)"]
    lines += ["- [Lists from data](#lists-from-data)"]
    lines += ["", "## File", "", "What a file says beside its message. None of it is sent.", "", *_plain(group("file"))]
    lines += ["", "## Envelope", "", *_table([(key,) for key in group("envelope")], "text")]
    lines += [
        "",
        "## Header, body, footer",
        "",
        DRESSING,
        "",
        *_table([("header",), ("body",), ("footer",)], "buttons"),
    ]
    for kind in group("content"):
        lines += ["", *_kind(kind)]
    lines += ["", "## Blocks of the providers", "", BLOCKS]
    for name in group("block"):
        lines += ["", f"### {name}", "", *_block(name)]
    lines += ["", "## Variables", "", VARIABLES, "", *_fields(schema("message")["$defs"]["declaration"])]
    lines += [
        "",
        "## Lists from data",
        "",
        REPEATED,
        "",
        *_structure(),
        "",
        "```yaml",
        EXAMPLES["for_each"].rstrip("\n"),
        "```",
    ]
    lines += ["", REPEATED_REST]
    yield "language.md", "\n".join(lines) + "\n"


def _kind(kind: str) -> Iterator[str]:
    """Yield the section of a content key."""
    yield from (f"## {kind}", "", f"{_sentence(_described((kind,)))} {_shorthand((kind,))}".rstrip(), "")
    yield from ("```yaml", EXAMPLES[kind].rstrip("\n"), "```", "")
    carried = [name for name in NAMES if _carries(name, kind)]
    missing = [name for name in NAMES if name not in carried]
    if missing:
        yield from (f"Not carried by {', '.join(missing)}.", "")
    columns = [name for name in PROVIDERS if name in carried]
    yield from _table([(kind,)], kind, columns)
    for name in columns:
        request = _compiled(EXAMPLES[kind], name)
        if request is not None and request.body is not None:
            head = f"<summary>{name}: <code>{request.method} {request.path}</code></summary>"
            yield from ("", f"<details>{head}", "", "```json")
            yield from (json.dumps(request.body, ensure_ascii=False, indent=2), "```", "", "</details>")


def _compiled(text: str, provider: str) -> Request | None:
    """Return the request of an example, or None where the provider asks for more than it says."""
    config = Config(blocks={"360dialog-onprem": {"namespace": "acme"}}, sender="+442071838750")
    try:
        (compiled,) = waml.compile("example.waml.yaml", text=text, provider=provider, config=config)
    except waml.CompileError:
        return None
    return compiled.request


def _carries(provider: str, kind: str) -> bool:
    return Carries(provider).level("kinds", kind) == "yes"


def _table(paths: list[Segments], kind: str, columns: Sequence[str] = PROVIDERS) -> Iterator[str]:
    """Yield a table of fields and their places on each wire."""
    rows = []
    for path in paths:
        for field, of, elsewhere in _walk(path, {}):
            places = (_place(field, of, kind, name) for name in columns)
            rows.append(f"| {_key(field)} | {_note(field, of, elsewhere)} | {' | '.join(places)} |")
    if rows:
        yield from (f"| key | | {' | '.join(columns)} |", f"|---|---|{'---|' * len(columns)}", *rows)


def _walk(path: Segments, seen: dict[str, str]) -> Iterator[tuple[Segments, Shape, str | None]]:
    """Yield the fields below a path that hold a value; what is told elsewhere is one field, with where that is."""
    of = _shape(path)
    name = _definition(path)
    if name in ELSEWHERE and name != path[0]:
        yield path, of, f"[`{name}`](#{name})"
    elif of.slot is not None or not (of.fields or of.container == "array"):
        if of.slot is not None or len(path) > 1:
            yield path, of, None
    elif name in seen:
        yield path, of, f"`{seen[name]}`"
    else:
        if name is not None:
            seen[name] = spelled(path)
        if of.container == "array":
            yield from _walk((*path, EACH), seen)
        for field in of.fields:
            if "x-sugar" not in _shape((*path, field)).raw:
                yield from _walk((*path, field), seen)


def _definition(path: Segments) -> str | None:
    """Return the name of the definition that a field shares with others."""
    raw: Any = schema("message")
    for part in path:
        raw = _long(raw)
        raw = raw["items"] if part is EACH else raw.get("properties", {}).get(part, {})
    return raw.get("$ref", "").rpartition("/")[2] or None


def _long(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in raw or "anyOf" in raw:
        raw = schema("message")["$defs"][raw["$ref"].rpartition("/")[2]] if "$ref" in raw else raw["anyOf"][0]
    return raw


def _place(path: Segments, of: Shape, kind: str, provider: str) -> str:
    """Return where the value of a field goes, as the names of the wire; a dash where it goes nowhere."""
    level = Carries(provider).level("fields", spelled(path))
    found = [] if level == "error" else found_at(path, kind, provider)
    if found:
        return ", ".join(f"`{place}`" for place in found[:3])
    return "–" if level in ("yes", "error") else "left out"


# What takes away, and what is empty, is in no place that could be tried.
_UNTRIED: dict[Segments, str] = {
    ("infobip", "omit"): "nowhere",
    ("pilot-status", "omit"): "nowhere",
    ("pilot-status", "variables"): "`variables`",
}
# Of these only one value is written.
_WORTH: dict[Segments, Any] = {
    ("infobip", "previewUrl"): False,
    ("infobip", "timeUnit"): "SECONDS",
    ("pilot-status", "body"): "text",
}


def found_at(path: Segments, kind: str, provider: str) -> list[str]:
    """Return what differs between the requests of a message with one value of a field, and with another or without."""
    of = _shape(path)
    if of.slot is None and of.fields:
        key = next((name for name in ("link", "text") if name in of.fields), next(iter(of.fields)))
        return found_at((*path, key), kind, provider)
    if of.slot is None and of.container == "array":
        return found_at((*path, EACH), kind, provider)
    worth = _WORTH.get(path, sample(of, _name(path)))
    for start in _starts(path):
        first = put(start, shape(), path, worth)
        other = put(start, shape(), path, _other(worth, of))
        without = deepcopy(first)
        drop(without, concrete(path))
        one = _flat(finish(first, kind, provider), provider)
        for second in (other, without):
            two = _flat(finish(second, kind, provider), provider)
            places = [] if one is None or two is None else [place for place in one if one[place] != two.get(place)]
            told = [place for place in places if place.endswith("type")] if path[-1] == "type" else places
            if told:
                inside = ".key" if of.slot == "json" else ""
                return list(dict.fromkeys(re.sub(r"\[\d+\]", "[]", place).removesuffix(inside) for place in told))
    return []


def _starts(path: Segments) -> Iterator[dict[str, Any]]:
    """Yield what to begin a message with: a field of a button belongs to a type."""
    holds = _shape(path[:-1]).raw.get("x-holds", {}) if path[-1] is not EACH else {}
    kinds = [kind for kind, keys in holds.items() if path[-1] in keys]
    yield from (put({}, shape(), (*path[:-1], "type"), kind) for kind in kinds)
    if path == ("infobip", "variant"):
        yield put({}, shape(), ("define_template", "buttons", EACH, "type"), "order_details")
    if path == ("infobip", "timeUnit"):
        yield put({}, shape(), ("define_template", "ttl_seconds"), 60)
    if path == ("pilot-status", "body"):
        yield put({}, shape(), ("define_template", "body", "text"), "Hi")
    yield {}


def _other(value: Any, of: Shape) -> Any:
    if of.words:
        return next((word for word in of.words if word not in (value, of.default)), value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 7
    if isinstance(value, dict):
        return {"key": "y"} if value else value
    others = {TIME: "2026-12-19T20:28:01Z", PHONE: "+15559876543"}
    return others.get(value) or (value.replace("AAAA", "BBBB") if value.startswith("data:") else f"{value}9")


def _flat(message: dict[str, Any], provider: str) -> dict[str, Any] | None:
    """Return the values of a request by their places; None where the encoder asks for more."""
    try:
        request = load(provider).encode(message, message.get(provider, {}))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    flat: dict[str, Any] = {"(path)": request.path, "(method)": request.method}
    flat |= {f"{name} (header)": value for name, value in request.headers.items()}
    return flat | dict(_leaves(request.body, ""))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{place}[{index}]")
    else:
        yield place, value


def _shape(path: Segments) -> Shape:
    found = shape_of(path)
    assert found is not None, path
    return found


def _name(path: Segments) -> str:
    return str(next(part for part in reversed(path) if part is not EACH))


def spelled(path: Segments) -> str:
    """Write a path as the rows do."""
    text = ""
    for part in path:
        text += "[]" if part is EACH else f".{part}" if text else str(part)
    return text


def _key(path: Segments) -> str:
    is_required = len(path) > 1 and path[-1] in _shape(path[:-1]).required
    return f"**`{spelled(path)}`**" if is_required else f"`{spelled(path)}`"


TYPES = {"text": "", "integer": "integer", "number": "number", "boolean": "boolean", "time": "time", "json": "any JSON"}


def _note(path: Segments, of: Shape, elsewhere: str | None) -> str:
    if elsewhere is not None:
        return "; ".join(text for text in (_described(path), f"as {elsewhere}") if text)
    words = " ".join(f"`{word}`" for word in of.words) if of.words else TYPES.get(of.slot or "", "")
    default = f"default `{json.dumps(of.default).strip(chr(34))}`" if "default" in of.raw else ""
    return "; ".join(text for text in (_described(path), words, default) if text)


def _described(path: Segments) -> str:
    raw: Any = schema("message")
    said = ""
    for part in path:
        raw = _long(raw)
        raw = raw["items"] if part is EACH else raw["properties"][part]
        said = said if part is EACH else raw.get("description", "")
    return escaped(str(said))


def escaped(text: str) -> str:
    """Return a text in which Markdown finds no marks of its own."""
    return re.sub(r"([*_<>|\[\]])", r"\\\1", text)


def _shorthand(path: Segments) -> str:
    short = _shape(path).short
    if "key" in short:
        return f"Shorthand: a text is its `{short['key']}`."
    if "lift" in short:
        return f"Shorthand: a text is the `{short['lift']}`."
    return "Shorthand: one alone is a list of one." if short.get("list") else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _plain(keys: tuple[str, ...]) -> Iterator[str]:
    yield from ("| key | |", "|---|---|")
    yield from (f"| `{key}` | {_described((key,))} |" for key in keys)


def _fields(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from ("| key | |", "|---|---|")
    for key, field in raw["properties"].items():
        words = " ".join(f"`{word}`" for word in field.get("enum", ()))
        yield f"| `{key}` | {'; '.join(text for text in (escaped(field['description']), words) if text)} |"


def _structure() -> Iterator[str]:
    yield from ("| key | |", "|---|---|")
    yield from (f"| `{key}` | {escaped(schema('message')['$defs'][f'item_{key}']['description'])} |" for key in KEYS)


def _block(name: str) -> Iterator[str]:
    yield from ("| key | | goes to |", "|---|---|---|")
    for field, of, _ in _walk((name,), {}):
        kinds = ("text", "define_template", "template", "image", "order_details", "order_status", "typing")
        found = next((places for kind in kinds if (places := found_at(field, kind, name))), [])
        places = ", ".join(f"`{place}`" for place in found[:3]) or _UNTRIED.get(field[:2], "–")
        yield f"| `{spelled(field[1:])}` | {_note(field, of, None)} | {places} |"
