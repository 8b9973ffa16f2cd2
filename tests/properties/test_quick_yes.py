"""The quick yes says what the careful way says: of a file whose form is known nothing is found but by every rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from documents import at, places, replaced
from hypothesis import given
from hypothesis import strategies as st
from strategies import PROVIDERS, any_message

from waml.checked import Options
from waml.config import Config
from waml.familiar import Familiar
from waml.pipeline import check
from waml.selection import Chosen
from waml.yaml_source import plain

CONFIGS = [
    Config(),
    Config(assume={"window": "closed", "number_kind": "meta"}),
    Config(assume={"window": "open", "category": "marketing", "status": "paused"}, sender="+442071838750"),
    Config(assume={"now": "2026-12-18T19:27:00Z", "uploaded_at": "2026-10-01T00:00:00Z", "retention_days": 30}),
    Config(blocks={"cloud": {"phone_number_id": "106540352242922"}, "infobip": {"urlOptions": {"shortenUrl": True}}}),
    Config(chosen=Chosen(ignore=("outside-window",), severity=(("not-carried", "error"),))),
    Config(per_file=(("*.yaml", ("outside-window",)),)),
]
OPTIONS = [
    Options(worst_case="declared"),
    Options(worst_case="declared"),
    Options(),
    Options(providers=("infobip", "cloud"), worst_case="declared"),
]

MILD = [
    "x",
    "Hello there",
    "a\n",
    "a\nb",
    "Please answer by 18:00",
    "desk-walnut",
    "+447700900123",
    "https://acme.example/a",
]
ODD = [
    "", " ", "x" * 21, "x" * 61, "x" * 1030, "x" * 5000, "a\n\nb", "*a", "<b>", "x  y", "é" * 600, "😀" * 30,
    "+44 7700 900123", "120363040469423383@newsletter", "120363040469423382@g.us", "GB.13491208655302741918",
    "2020-01-01T00:00:00Z", "true", "12", "en_US", "reply", "{{1}}", "a: b", "# c", "{{ nobody }}",
    "{{ provider }}", "{{ name | upper }}", "{{ count }}x",
]  # fmt: skip
AROUND = [
    "{{ @ }}", "Hi {{ @ }}", "{{ @ }}\n", " {{ @ }}", "{{ @ }}{{ @ }}", "{{ @ }} and {{ @ }}, " + "x" * 50,
    "x" * 1000 + "{{ @ }}", "*{{ @ }}",
]  # fmt: skip
JINJA = [
    "{{ @ | upper }}", "Hi {{ @ | upper }}", "Hi *{{ @ | title }}*, {{ @ }}\n", "{{ '{}' }} {{ @ }}",
    "{% if @ %}Dear {{ @ }},{% else %}Hello{%- endif %} you {{- @ }}\n", "{% if @ %}x{% endif %}",
    "{% if @ == 'Ada' %}" + "x" * 600 + "{% else %}" + "y" * 600 + "{% endif %}", "{{ @ | default('x') }} y {{ @ -}} ",
    "{% for one in @ %}- {{ one }}\n{% endfor %}", "{% for one in @ %}" + "x" * 300 + "{% endfor %}z",
    "{% set y = @ %}{{ y }} and {{ y | truncate(9) }}", "{# no #}{{ @ | trim }}", '{{ "}}" }} {{ @ | trim }}',
    "{{ @ | length }}",
]  # fmt: skip
"""What may stand around a name in an expression."""
WORDS = ["Hi", "Dear", "Good day to you,", "x" * 200, "<b>", "*", " ", "", "é", "a\n"]
"""What a text says where another says `Hi`."""

VALUES: list[Any] = [
    "Ada", "Bob", "", "Grace\n", "x" * 90, "+15551234567", "+15551234568", "true", "https://a/b", "2026-12-18",
    ["a", "b"], ["c", "x" * 9], 12, 300,
]  # fmt: skip
DECLARATIONS: dict[str, Any] = {
    "name": {"type": "string", "max_length": 40},
    "short": {"max_length": 5},
    "long": {"min_length": 1, "max_length": 1020},
    "phone": {"type": "phone"},
    "page": {"type": "url"},
    "day": {"type": "date"},
    "word": {"pattern": "[A-Za-z]+"},
    "open": {},
    "many": {"type": "list", "max_items": 3, "items": {"type": "string", "max_length": 9}},
    "count": {"type": "integer", "range": [1, 400]},
}


def _declared(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """Declare variables, their values drawn."""
    fitting = {
        "phone": VALUES[5:7],
        "page": VALUES[8:9],
        "day": VALUES[9:10],
        "many": VALUES[10:12],
        "count": VALUES[12:],
    }
    return {
        name: {**DECLARATIONS[name], draw(st.sampled_from(["example", "example", "default"])): draw(
            st.sampled_from(fitting.get(name, VALUES[:2]) if draw(st.integers(0, 4)) else VALUES))}
        for name in names
    }  # fmt: skip


def _examples() -> list[dict[str, Any]]:
    """Return the example messages: shorthands are theirs."""
    documents = (
        plain(text) for path in EXAMPLES for text in path.read_text("utf-8").split("\n---\n") if "&" not in text
    )
    return [document for document in documents if "define_template" not in document]


EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.waml.yaml"))
SHORT = _examples()


@st.composite
def _files(draw: st.DrawFn) -> list[str]:
    """Draw files that differ in some of their texts alone."""
    provider = draw(st.sampled_from(PROVIDERS))
    message = draw(st.one_of(st.sampled_from(SHORT), any_message(provider)))
    targets = draw(st.sampled_from([[provider], ["cloud", provider], []]))
    if targets and "providers" not in message:
        message = {"providers": list(dict.fromkeys(targets)), **message}
    style = draw(st.sampled_from([None, None, '"', "|", ">"]))
    texts = [path for path in places(message) if path and path[0] != "vars" and isinstance(at(message, path), str)]
    names = draw(st.lists(st.sampled_from([*DECLARATIONS]), max_size=2, unique=True)) if "vars" not in message else []
    files = []
    opened = {
        draw(st.sampled_from(texts)): (name, draw(st.sampled_from([None, None, *JINJA]))) for name in names if texts
    }
    for number in range(3):
        if number < 2 or draw(st.booleans()):  # else from the last on, and the first is no longer near
            file = {"vars": _declared(draw, names), **message} if names else message
        for path, (named, template) in opened.items():
            # A text that Jinja fills has a form of its own: the files have the same, and other words.
            text = template or draw(st.sampled_from(AROUND))
            file = replaced(file, path, text.replace("@", named).replace("Hi", draw(st.sampled_from(WORDS))))
        for path in draw(st.lists(st.sampled_from(texts), max_size=3)) if texts and number else []:
            file = replaced(file, path, draw(st.sampled_from(ODD if draw(st.integers(0, 3)) == 0 else MILD)))
        files.append(yaml.safe_dump(file, sort_keys=False, allow_unicode=True, default_style=style))
    return files


@st.composite
def _filled(draw: st.DrawFn) -> list[str]:
    """Draw files with one text that Jinja fills, with other words and other values."""
    names = draw(st.lists(st.sampled_from([*DECLARATIONS]), min_size=1, max_size=2, unique=True))
    parts = draw(st.lists(st.tuples(st.sampled_from(JINJA), st.sampled_from(names)), min_size=1, max_size=3))
    template = draw(st.sampled_from(["", "", "Hi", "\n"])).join(text.replace("@", name) for text, name in parts)
    style = draw(st.sampled_from([None, "|", ">", '"']))
    files = []
    for _ in range(3):
        text = template.replace("Hi", draw(st.sampled_from(WORDS))) + draw(st.sampled_from(["", "\n", " Bye", " Bye"]))
        file = {"vars": _declared(draw, names), "to": "+447700900123", "body": text, "buttons": ["Yes", "No"]}
        files.append(yaml.safe_dump(file, sort_keys=False, allow_unicode=True, default_style=style, width=4000))
    return files


def _agree(files: list[str], config: Config, options: Options) -> None:
    familiar = Familiar(config, options)
    for number, text in enumerate(files):
        name, data = f"messages/{number}.waml.yaml", text.encode()
        careful = check(name, data, config, options).diagnostics
        assert familiar.check(name, data).diagnostics == careful
        assert familiar.check(name, data).diagnostics == careful


@given(_files(), st.sampled_from(CONFIGS), st.sampled_from(OPTIONS))
def test_a_familiar_file_has_the_findings_that_it_has_among_strangers(
    files: list[str], config: Config, options: Options
) -> None:
    _agree(files, config, options)


@given(_filled())
def test_so_has_one_with_a_text_that_jinja_fills(files: list[str]) -> None:
    _agree(files, Config(), Options(worst_case="declared"))
