"""A file whose form is known is asked what hangs on its texts, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from waml.checked import Options
from waml.config import Config
from waml.familiar import Familiar
from waml.pipeline import check

DEFINITIONS = str(Path(__file__).parents[1] / "examples" / "templates-context" / "definitions.waml.yaml")
OPTIONS = Options(worst_case="declared")

TO = 'to: "+447700900123"\n'
TEXT = TO + "text: Hello\n"
BUTTONS = TO + "body: Shall we?\nbuttons:\n  - {title: Yes, id: y}\n  - {title: No, id: n, type: reply}\n"
IMAGE = TO + 'image: {link: "https://acme.example/lamp.png"}\n'
FROM = 'providers: [infobip]\nfrom: "+442071838750"\n' + TEXT
USER = "to: GB.13491208655302741918\ntext: Hello\n"
TEMPLATE = TO + 'template: {name: parcel_on_its_way, language: en_US, body: [Ada, "12:30"]}\n'
PLACE = TO + "location: {latitude: 1, longitude: 2}\n"
OPEN = "vars:\n  name: {type: string, max_length: 12, example: Ada}\n" + BUTTONS.replace("Yes", '"OK {{ name }}"')
LOOSE = "vars:\n  name: {example: Ada}\n" + BUTTONS.replace("Yes", '"Shall we, {{ name }}"')
TWO = "vars:\n  name: {example: Ada}\n  other: {example: x}\nfooter: '{{ other }}'\n" + BUTTONS.replace(
    "Shall we?", '"Shall we, {{ name }}"'
)

STRANGE = {
    "a text that is too long": (TEXT, TEXT.replace("Hello", "x" * 4097)),
    "an id that stands twice": (BUTTONS, BUTTONS.replace("id: n", "id: y")),
    "a word that is part of the form": (BUTTONS, BUTTONS.replace("type: reply", "type: call")),
    "the number of the sender": (FROM, FROM.replace("+447700900123", "+442071838750")),
    "a file of a type that is not taken": (IMAGE, IMAGE.replace("png", "tiff")),
    "a recipient of another sort": (USER, USER.replace("GB.13491208655302741918", '"+1"')),
    "a template that nobody registered": (TEMPLATE, TEMPLATE.replace("parcel_on", "parcel_in")),
    "a number out of range": (PLACE, PLACE.replace("1", "91")),
    "a variable that may exceed": (OPEN, OPEN.replace("OK", "Certainly")),
    "a value that does not fit": (OPEN, OPEN.replace("Ada", "Ada of the long name")),
    "a value that makes a text too long": (LOOSE, LOOSE.replace("Ada", "Ada of the very long name")),
    "a variable that is not declared": (LOOSE, LOOSE.replace("{{ name }}", "{{ nmae }}")),
    "a variable that is not used": (TWO, TWO.replace("{{ other }}", "{{ name }}")),
    "a message that stands elsewhere": (TEXT, "# Hello\n\n" + TEXT),
    "a tag": (TEXT, TEXT.replace("Hello", "!x Hello")),
    "an alias": (TEXT, TEXT.replace("Hello", "*a")),
    "a second document": (TEXT, TEXT + "---\n" + TEXT),
    "a comment that speaks to waml": (TEXT, TEXT.replace("Hello", "Hello # waml: ignore[outside-window]")),
}


@pytest.mark.parametrize(("first", "second"), STRANGE.values(), ids=[*STRANGE])
def test_what_is_strange_about_a_familiar_form_is_found(first: str, second: str) -> None:
    config = Config(assume={"templates": DEFINITIONS} if first == TEMPLATE else {})
    familiar = Familiar(config, OPTIONS)
    seen = []
    for text in (first, second, first):
        seen.append(familiar.check("a.waml.yaml", text.encode()).diagnostics)
        assert seen[-1] == check("a.waml.yaml", text.encode(), config, OPTIONS).diagnostics
    assert seen[0] != seen[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (TEXT, "to: '+15551234567'\ntext: |\n  Good day,\n  Grace\n"),
        (BUTTONS, BUTTONS.replace("Yes", "Certainly").replace("id: y", "id: yes")),
        (OPEN, OPEN.replace("Ada", "Bob").replace("OK {{ name }}", "{{name}}!").replace("Shall", "Could")),
        (TWO, TWO.replace("Ada", "Grace").replace("Shall we, {{ name }}", "What can {{ name }} do")),
        (TEMPLATE, TEMPLATE.replace("Ada", "Bob").replace("parcel_on_its_way", "parcel_late")),
    ],
)
def test_a_familiar_file_is_not_judged_by_every_rule(first: str, second: str) -> None:
    familiar = Familiar(Config(), OPTIONS)
    assert familiar.check("a.waml.yaml", first.encode()).targets
    found = familiar.check("b.waml.yaml", second.encode())
    assert not found.targets
    assert found.diagnostics == check("b.waml.yaml", second.encode(), Config(), OPTIONS).diagnostics
