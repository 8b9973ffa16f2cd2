"""A file whose form is known is asked what hangs on its texts, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
from each import each

from waml.checked import Options
from waml.checks import CHECKS
from waml.claims import claim
from waml.config import Config, discover
from waml.diagnostic import Path
from waml.familiar import Familiar
from waml.faults import OF_FORM as CHECKS_OF_FORM
from waml.fields import matches
from waml.message import shape
from waml.pinning import slot
from waml.pipeline import check
from waml.rows import Row, catalogue
from waml.shape import Shape
from waml.subject import Subject

DEFINITIONS = str(File(__file__).parents[1] / "examples" / "templates-context" / "definitions.waml.yaml")
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

DECLARED = "vars:\n  name: {max_length: 12, example: Ada}\n" + TO + 'text: "Hi {{ name }}"\n'
LISTED = (
    "vars:\n  things: {type: list, max_items: 3, items: {max_length: 9}, example: [Lamp, Desk]}\n"
    + TO
    + "text: \"Your {{ things | join(', ') }} came.\"\n"
)
PRICED = "vars:\n  price: {type: number, range: [1, 400], example: 9.5}\n" + TO + 'text: "It is {{ price }}."\n'
WHO = (
    "vars:\n  who: {example: '+447700900123'}\nto: '{{ who }}'\nproviders: [infobip]\nfrom: '+442071838750'\ntext: Hi\n"
)
SOMEBODY = "vars:\n  who: {example: 'GB.13491208655302741918'}\nto: '{{ who }}'\ntext: Hi\n"
GROUP = SOMEBODY.replace("GB.13491208655302741918", "12036304@g.us")
NORTH = "vars:\n  north: {example: 51.5}\n" + TO + "location: {latitude: '{{ north }}', longitude: 2}\n"
CAPTION = TO + "image: {\n  link: 'https://acme.example/a.png',\n  caption: Hello\n}\n"
LINES = TO + "body: Shall we?\nbuttons:\n  - title: Yes\n     all\n    id: y\n"
TWICE = '{to: "+447700900123", text: Hello, text: Hello}\n'
LONG = BUTTONS.replace("Yes", "Yes to all of it, certainly")
ADDRESS = (
    "to: '+6591234567'\nbody: Where to?\n"
    "address_request: {country: SG, values: {house_number: '5', in_pin_code: '8'}}\n"
)
JINJA = "vars:\n  name: {max_length: 12, example: Ada}\n" + BUTTONS.replace("Yes", '"{{ name | trim }} is it"')
LOOP = "vars:\n  things: {type: list, max_items: 5, items: {max_length: 9}, example: [Lamp]}\n" + BUTTONS.replace(
    "Shall we?", "|\n  {% for one in things %}- a {{ one }}\n  {% endfor %}are here"
)
DISHES = (
    "vars:\n  vip: {type: string, max_length: 9, example: 'no'}\n  name: {max_length: 12, example: Ada}\n"
    "  dishes: {type: list, max_items: 4, items: {min_length: 1, max_length: 9}, example: [Soup, Pie]}\n"
    "to: '+447700900123'\nheader: {when: vip == 'yes', text: For friends}\nbody: 'What shall we cook, {{ name }}?'\n"
    "list:\n  button: Menu\n  rows:\n    - {for_each: dishes, as: dish, id: '{{ dish }}', title: '{{ dish }}'}\n"
    "    - {when: vip == 'yes', id: call, title: Ring me}\n    - {id: call, title: I would rather call}\nfooter: Acme\n"
)
CROWDED = (
    "vars:\n  vip: {type: boolean, example: false}\n"
    + TO
    + ("body: Well?\nfooter: {when: vip, value: Acme}\nbuttons: [{title: Yes, id: y}]\nheader: Sale\n")
)
PLACED = "to: '+447700900123'  # to Ada\nlocation: {latitude: 51.5, longitude: -0.1}\n"

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
    "a value that does not fit, of a text that is short enough": (DECLARED, DECLARED.replace("Ada", "x" * 13)),
    "a value of a list that does not fit": (LISTED, LISTED.replace("Desk", "Desk of oak")),
    "a number that does not fit": (PRICED, PRICED.replace("9.5", "900")),
    "a text where a number is due": (PRICED, PRICED.replace("9.5", "'9.5'")),
    "another sort of recipient that a variable gives": (WHO, WHO.replace("+447700900123", "12036304@g.us")),
    "no number, where a variable gave a user": (SOMEBODY, SOMEBODY.replace("GB.13491208655302741918", "+1")),
    "a channel, where a variable gave a group": (GROUP, GROUP.replace("@g.us", "@newsletter")),
    "a value in a slot that takes no text": (NORTH, NORTH.replace("51.5", "91.5")),
    "a comma within brackets": (CAPTION, CAPTION.replace("Hello", "Hello, you")),
    "a line that is no further in than its key": (LINES, LINES.replace("     all", "    all")),
    "a key that stands twice within brackets": (TWICE, TWICE.replace("Hello,", "Hello you,")),
    "a finding that the second has not": (LONG, BUTTONS),
    "a text that a row is narrowed by": (ADDRESS, ADDRESS.replace("SG", "IN").replace("+65", "+91")),
    "a text of Jinja that may exceed": (JINJA, JINJA.replace("is it", "and you, is it")),
    "a text of Jinja that repeats a literal": (LOOP, LOOP.replace("- a", "- " + "a" * 250)),
    "a number that is a text": (PLACED, PLACED.replace("51.5", "north")),
    "a number in a list that is out of range": (PLACED, PLACED.replace("51.5", "91.5")),
    "a value that a condition asks for": (DISHES, DISHES.replace("example: 'no'", "example: 'yes'")),
    "an item of a list that is too long": (DISHES, DISHES.replace("Soup", "Leek soup of the day")),
    "an item of a list that stands twice": (DISHES, DISHES.replace("Soup, Pie", "Pie, Pie")),
    "a text beside repeated ones that is too long": (DISHES, DISHES.replace("I would rather", "I would really rather")),
    "a text above repeated ones that may exceed": (DISHES, DISHES.replace("What", "x" * 4090)),
    "a key that stands twice": (TEXT, TEXT + "text: Hello\n"),
    "a comma that ends a value": (BUTTONS, BUTTONS.replace("title: Yes", "title: Yes, no")),
    "a colon that begins a value": (TEXT, TEXT.replace("Hello", "Hello: you")),
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


def test_what_a_definition_says_is_asked_of_each_template(tmp_path: File) -> None:
    written = [
        f"name: {name}\ndefine_template: {{name: {name}, language: en_US, category: {category}, body: All is well.}}\n"
        for name, category in (("parcel_late", "utility"), ("spring_sale", "marketing"))
    ]
    (tmp_path / "definitions.waml.yaml").write_text("---\n".join(written))
    config = Config(assume={"templates": str(tmp_path / "definitions.waml.yaml")})
    familiar = Familiar(config, OPTIONS)
    for name, rule in (("parcel_late", False), ("spring_sale", True), ("parcel_late", False)):
        text = f"{TO}template: {{name: {name}, language: en_US}}\n".encode()
        found = familiar.check("a.waml.yaml", text).diagnostics
        assert found == check("a.waml.yaml", text, config, OPTIONS).diagnostics
        assert ("marketing-may-be-held" in {diagnostic.rule for diagnostic in found}) is rule


def test_a_part_that_is_left_out_may_be_narrowed_by_a_text_that_is_there(tmp_path: File) -> None:
    row = {"field": "footer", "max_length": 3, "when": {"header.text": "Sale"}, "source": "Acme"}
    (tmp_path / "acme.yaml").write_text(json.dumps({"acme-footer": row}))
    (tmp_path / "waml.toml").write_text('rules = ["acme.yaml"]\n')
    config = discover(str(tmp_path))
    familiar = Familiar(config, OPTIONS)
    for header in ("News", "Sale", "News"):
        text = CROWDED.replace("Sale", header).encode()
        found = familiar.check("a.waml.yaml", text).diagnostics
        assert found == check("a.waml.yaml", text, config, OPTIONS).diagnostics
        assert ("acme-footer" in {diagnostic.rule for diagnostic in found}) is (header == "Sale")


def test_which_of_two_findings_is_said_hangs_on_the_path(tmp_path: File) -> None:
    rows = {f"acme-{key}": {"field": f"buttons[].{key}", "min_length": 5, "source": "Acme"} for key in ("title", "id")}
    (tmp_path / "acme.yaml").write_text(json.dumps(rows))
    (tmp_path / "waml.toml").write_text('rules = ["acme.yaml"]\n[per-file-ignores]\n"a*" = ["acme-title"]\n')
    config = discover(str(tmp_path))
    text = f"vars: {{vip: {{example: no}}}}\n{TO}body: Well?\nbuttons: [{{title: Yes}}, {{when: vip, title: Later}}]\n"
    familiar = Familiar(config, OPTIONS)
    said = []
    for name in ("a.waml.yaml", "b.waml.yaml", "a.waml.yaml"):
        found = familiar.check(str(tmp_path / name), text.encode()).diagnostics
        assert found == check(str(tmp_path / name), text.encode(), config, OPTIONS).diagnostics
        said.append({diagnostic.rule for diagnostic in found if diagnostic.rule in rows})
    assert said == [{"acme-id"}, {"acme-title"}, {"acme-id"}]


OF_THE_FORM = [row for row in catalogue().values() if CHECKS.get(row.raw.get("check", "")) in CHECKS_OF_FORM]


@each(OF_THE_FORM, lambda row: row.name)
def test_a_check_of_the_form_asks_no_text_what_it_says(row: Row) -> None:
    faults = 0
    for example in (row.raw["bad"], row.raw["good"]):
        message = {key: value for key, value in example.items() if key != "assume"}
        for provider in row.providers():
            found, other = (
                [*_found_by_check(row, Subject(one, provider, example.get("assume", {})))]
                for one in (message, _with_other_texts(message, shape()))
            )
            assert found == other
            faults += len(found)
    assert faults


def _found_by_check(row: Row, subject: Subject) -> Iterator[Path]:
    for pattern, segments in row.fields:
        for path, value in matches(subject, pattern, segments):
            for fault in CHECKS[row.raw["check"]](value, subject, **claim(row, subject.provider).numbers):
                yield (*path, *fault.path)


def _with_other_texts(value: Any, found: Shape | None) -> Any:
    """Return a message with another text in each slot that takes any."""
    if isinstance(value, dict):
        return {key: _with_other_texts(item, found.field(key) if found else None) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_other_texts(item, found.items if found else None) for item in value]
    return "x" if isinstance(value, str) and found is not None and slot(found) is not None else value


def test_a_text_that_a_row_is_narrowed_by_is_asked(tmp_path: File) -> None:
    row = {"field": "footer", "required": True, "when": {"header.text": "Sale"}, "source": "Acme"}
    (tmp_path / "acme.yaml").write_text(json.dumps({"acme-footer": row}))
    (tmp_path / "waml.toml").write_text('rules = ["acme.yaml"]\n')
    config = discover(str(tmp_path))
    familiar = Familiar(config, OPTIONS)
    for header in ("News", "Sale", "News"):
        text = f"{BUTTONS}header: {header}\n".encode()
        found = familiar.check("a.waml.yaml", text).diagnostics
        assert found == check("a.waml.yaml", text, config, OPTIONS).diagnostics
        assert ("acme-footer" in {diagnostic.rule for diagnostic in found}) is (header == "Sale")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (TEXT, "to: '+15551234567'\ntext: |\n  Good day,\n  Grace\n"),
        (BUTTONS, BUTTONS.replace("Yes", "Certainly").replace("id: y", "id: yes")),
        (OPEN, OPEN.replace("Ada", "Bob").replace("OK {{ name }}", "{{name}}!").replace("Shall", "Could")),
        (TWO, TWO.replace("Ada", "Grace").replace("Shall we, {{ name }}", "What can {{ name }} do")),
        (TEMPLATE, TEMPLATE.replace("Ada", "Bob").replace("parcel_on_its_way", "parcel_late")),
        (
            LISTED,
            LISTED.replace("Lamp, Desk", "Sofa, 'Rug'").replace("Your", "Some of your").replace("came", "are here"),
        ),
        (PRICED, PRICED.replace("9.5", "12").replace("It is", "It costs")),
        (JINJA, JINJA.replace("is it", "it is").replace("Ada", "Bob")),
        (LOOP, LOOP.replace("- a", "- one").replace("Lamp", "Desk").replace("are here", "came")),
        (PLACED, PLACED.replace("+447700900123", "+15551234567")),
        (
            DISHES,
            DISHES.replace("+447700900123", "+15551234567").replace("shall", "may").replace("Acme", "Shop"),
        ),
        (DISHES, DISHES.replace("Ada", "Grace").replace("cook", "bake")),
        (IMAGE, IMAGE.replace("lamp.png", "desk.jpeg")),
        (FROM, FROM.replace("+447700900123", "+15551234567")),
        (TEXT, TEXT.replace("Hello", "'It''s \u00e9t\u00e9'")),
        (TEXT, TEXT.replace("Hello", '"Hello\\nto\\u0020you: all"')),
        (TEXT, TEXT.replace("Hello", "Hello to\n  you,\n  and all")),
        (TEXT, TEXT.replace("Hello", ">-\n  Hello to\n  you\n\n  and all")),
    ],
)
def test_a_familiar_file_is_not_judged_by_every_rule(first: str, second: str) -> None:
    familiar = Familiar(Config(), OPTIONS)
    assert familiar.check("a.waml.yaml", first.encode()).targets
    found = familiar.check("b.waml.yaml", second.encode())
    assert not found.targets
    assert found.diagnostics == check("b.waml.yaml", second.encode(), Config(), OPTIONS).diagnostics
