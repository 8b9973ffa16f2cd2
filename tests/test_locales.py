"""Languages: what `locales` writes, what is wrong with it, and where it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_cli import waml
from waml.api import compile, fix, lint
from waml.config import Config
from waml.diagnostic import Diagnostic
from waml.emitting import emit
from waml.inputs import UsageError
from waml.pipeline import Options, check

TO = 'to: "+15551234567"\n'
WHO = "vars: {who: {type: string, max_length: 20, example: Ada, default: Max}}\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(**files: str) -> Path:
        """Write files; one that is no name of a file is a message, and its path is returned."""
        for name, text in files.items():
            (tmp_path / (name if "." in name else f"{name}.waml.yaml")).write_text(text, encoding="utf-8")
        first = next(iter(files))
        return tmp_path / (first if "." in first else f"{first}.waml.yaml")

    return write


def found(path: Path, **more: Any) -> list[Diagnostic]:
    """Return what is found in a message, but for infos."""
    return [d for d in lint(path, **more) if d.severity != "info"]


def texts(path: Path, **more: Any) -> dict[str | None, str]:
    """Return the text of a message in each language."""
    return {one.locale: one.body["text"]["body"] for one in compile(path, **more)}


# ---- what is written


def test_a_message_in_each_language(write: Write) -> None:
    message = WHO + TO + "locales: {en: {hi: 'Hello {{ who }}'}, de: {hi: 'Hallo {{ who }}'}}\ntext: '{{ t.hi }}'\n"
    path = write(order=message)
    assert found(path) == []
    assert texts(path, vars={"who": "Ada"}) == {"en": "Hello Ada", "de": "Hallo Ada"}
    assert [one.name for one in compile(path)] == ["order.en", "order.de"]


def test_a_condition_asks_for_a_text(write: Write) -> None:
    head = f"{TO}locales: {{en: {{choose: 'yes', no: 'no'}}, de: {{choose: nein, no: nein}}}}\n"
    path = write(order=f"{head}body: '{{{{ t.no }}}}'\nbuttons: [a, {{when: t.choose != t.no, title: b}}]\n")
    assert found(path) == []
    counts = [len(one.body["interactive"]["action"]["buttons"]) for one in compile(path)]
    assert counts == [2, 1]
    path.write_text(path.read_text(encoding="utf-8").replace("t.choose !=", "t.chose !="), encoding="utf-8")
    assert [(d.rule, d.start.column) for d in found(path)] == [("unknown-translation", 23)]


@pytest.mark.parametrize("form", ["inline", "a path each", "one path", "a path in a file", "json"])
def test_texts_stand_in_the_message_or_in_files(write: Write, form: str) -> None:
    locales = {
        "inline": "{en: {hi: Hello}, de: {hi: Hallo}}", "a path each": "{en: en.yaml, de: de.yaml}",
        "one path": "all.yaml",
        "a path in a file": "far.yaml", "json": "{en: {hi: Hello}, de: de.json}",
    }[form]  # fmt: skip
    files = {"all.yaml": "en: {hi: Hello}\nde: {hi: Hallo}\n", "en.yaml": "hi: Hello\n", "de.yaml": "hi: Hallo\n"}
    files |= {"far.yaml": "en: en.yaml\nde: de.yaml\n", "de.json": '{"hi": "Hallo"}'}
    path = write(m=f"locales: {locales}\n{TO}text: '{{{{ t.hi }}}}'\n", **files)
    assert found(path) == []
    assert texts(path) == {"en": "Hello", "de": "Hallo"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ t.hi }}", "Hello Max"), ("So: {{t.hi}}!", "So: Hello Max!"), ("{{ t.hi | upper }}", "HELLO MAX"),
        ("{{ t.deep.er }}", "down"), ("{{ t.hi | length }} {{ t.bye }}", "9 Bye"), ("{{ locale }}", "en"),
        ("{% if t.bye %}{{ t.bye }}{% endif %}", "Bye"), ("{{ 't.hi' }} {{ who }}", "t.hi Max"),
        ("{% if locale == 'en' %}yes{% endif %}", "yes"), ("{{ t.odd | upper }}", "IT'S\n\\N"),
        ("{{ t.only | length }}", "3"), ("{{ t.block }}", "one\ntwo"), ("{{ t.block }}.", "one\ntwo."),
        ("{{ t.jinja }}", "MAX"), ("{{ t.jinja }}!", "MAX!"),
    ],
)  # fmt: skip
def test_texts_in_expressions(write: Write, text: str, filled: str) -> None:
    known = {
        "hi": "Hello {{ who }}",
        "bye": "Bye",
        "odd": "it's\n\\n",
        "only": "{{ who }}",
        "jinja": "{{ who | upper }}",
    }
    known |= {"deep": {"er": "down"}, "block": "one\ntwo"}  # type: ignore[dict-item]
    path = write(**{"m.yaml": f"{WHO}{TO}locales: {{en: {json.dumps(known)}}}\ntext: {json.dumps(text)}\n"})
    [(locale, body)] = texts(path).items()
    assert (locale, body) == ("en", filled)


def test_a_block_gives_its_last_line_break_away_in_a_text_too(write: Write) -> None:
    path = write(m=f"{TO}locales:\n  en:\n    hi: |\n      one\n      two\ntext: '{{{{ t.hi }}}}'\n")
    assert texts(path) == {"en": "one\ntwo"}
    path = write(m=f"{TO}locales: {{en: {{hi: Hello}}}}\ntext: |\n  {{{{ t.hi }}}}\n")
    assert texts(path) == {"en": "Hello"}


def test_a_value_is_no_text(write: Write) -> None:
    path = write(m=f"{WHO}{TO}locales: {{en: {{hi: 'Hello {{{{ who }}}}'}}}}\ntext: '{{{{ t.hi }}}}'\n")
    assert texts(path, vars={"who": "{{ t.hi }}"}) == {"en": "Hello {{ t.hi }}"}


@pytest.mark.parametrize("template", ["template: {name: w}", "template: w"])
def test_a_send_has_the_language(write: Write, template: str) -> None:
    path = write(m=f"locales: {{de: {{}}, pt_BR: {{}}}}\n{TO}{template}\n")
    assert [one.body["template"]["language"]["code"] for one in compile(path)] == ["de", "pt_BR"]


def test_a_definition_has_the_language_and_the_placeholders_of_its_text(write: Write) -> None:
    locales = "{de: {hi: 'Hallo {{1}}, danke'}, pt_BR: {hi: 'Olá {{1}}, obrigado'}}"
    body = "{text: '{{ t.hi }}', example: [Ada]}"
    path = write(m=f"locales: {locales}\ndefine_template: {{name: w, category: utility, body: {body}}}\n")
    assert found(path) == []
    bodies = [one.body for one in compile(path)]
    assert [body["language"] for body in bodies] == ["de", "pt_BR"]
    assert [body["components"][0]["text"] for body in bodies] == ["Hallo {{1}}, danke", "Olá {{1}}, obrigado"]


def test_a_language_that_is_written_stays(write: Write) -> None:
    path = write(m=f"locales: {{de: {{}}}}\n{TO}template: {{name: w, language: en_US}}\n")
    assert compile(path)[0].body["template"]["language"]["code"] == "en_US"


def test_without_locales_the_names_are_free(write: Write) -> None:
    path = write(
        m=f"vars: {{t: {{type: json, default: {{a: x}}}}, locale: de}}\n{TO}text: '{{{{ t.a }}}} {{{{ locale }}}}'\n"
    )
    assert texts(path) == {None: "x de"}


def test_several_documents_and_providers(write: Write) -> None:
    one = f"locales: {{en: {{a: A}}, de: {{a: B}}}}\n{TO}text: '{{{{ t.a }}}}'\n"
    path = write(m=f"{one}---\n{TO}text: Plain\n")
    compiled = compile(path, provider=["cloud", "360dialog"])
    names = [(c.name, c.provider) for c in compiled]
    assert names == [
        ("m.en", "cloud"), ("m.en", "360dialog"), ("m.de", "cloud"), ("m.de", "360dialog"),
        ("m-2", "cloud"), ("m-2", "360dialog"),
    ]  # fmt: skip


def test_parts_and_repeated_items_have_texts_too(write: Write) -> None:
    message = f"use: p.yaml\nlocales: {{en: {{a: Acme, b: Buy}}, de: {{a: Acme GmbH, b: Kauf}}}}\n{TO}body: Well?\n"
    message += "vars: {names: [x, y]}\nbuttons: [{for_each: names, title: '{{ t.b }} {{ item }}', id: '{{ item }}'}]\n"
    path = write(m=message, **{"p.yaml": "footer: '{{ t.a }}'\n"})
    assert found(path) == []
    bodies = [one.body["interactive"] for one in compile(path)]
    assert [body["footer"]["text"] for body in bodies] == ["Acme", "Acme GmbH"]
    assert bodies[1]["action"]["buttons"][1]["reply"] == {"id": "y", "title": "Kauf y"}


# ---- which languages


MESSAGE = f"locales: {{en: {{a: A}}, de: {{a: B}}}}\n{TO}text: '{{{{ t.a }}}}'\n"


def test_languages_are_chosen(write: Write, tmp_path: Path) -> None:
    path = write(m=MESSAGE, n=f"{TO}text: Plain\n", o=f"locales: {{fr: {{a: C}}}}\n{TO}text: '{{{{ t.a }}}}'\n")
    assert texts(path, locale="de") == {"de": "B"}
    done = waml("compile", ".", "--locale", "de", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0
    assert sorted(p.name for p in (tmp_path / "out/cloud").iterdir()) == ["m.de.json", "n.json"]
    done = waml("compile", ".", "--locale", "de", "--locale", "en", "--locale", "fr", "-o", "all", cwd=tmp_path)
    assert sorted(p.name for p in (tmp_path / "all/cloud").iterdir()) == [
        "m.de.json",
        "m.en.json",
        "n.json",
        "o.fr.json",
    ]


@pytest.mark.parametrize("verb", ["lint", "compile", "prove"])
def test_a_language_that_no_message_has_is_wrong_usage(write: Write, tmp_path: Path, verb: str) -> None:
    write(m=MESSAGE)
    done = waml(verb, ".", "--locale", "dee", cwd=tmp_path)
    assert done.returncode == 2
    assert b"--locale dee: no message has that language; did you mean 'de'?" in done.stderr
    with pytest.raises(UsageError, match="there are de, en"):
        lint(tmp_path / "m.waml.yaml", locale="xyz")


def test_nothing_is_fixed_for_a_language_that_no_message_has(write: Write, tmp_path: Path) -> None:
    write(m=MESSAGE + "reply_to: 42\n")
    before = (tmp_path / "m.waml.yaml").read_bytes()
    assert fix(tmp_path / "m.waml.yaml").taken
    assert waml("lint", ".", "--fix", "--diff", "--locale", "de", cwd=tmp_path).stdout
    for asked in (["--locale", "dee"], ["--var", "nobody=1"]):
        done = waml("lint", ".", "--fix", *asked, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert (tmp_path / "m.waml.yaml").read_bytes() == before
    with pytest.raises(UsageError, match="there are de, en"):
        fix(tmp_path / "m.waml.yaml", locale="xyz")


def test_lint_judges_the_languages_that_are_chosen(write: Write) -> None:
    path = write(m=f"locales: {{en: {{a: A}}, de: {{a: '{'x' * 5000}'}}}}\n{TO}text: '{{{{ t.a }}}}'\n")
    assert found(path, locale="en") == []
    assert [d.rule for d in found(path)] == ["text-too-long"]


def test_bulk_writes_one_language(write: Write, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    text = "locales: {en: {hi: 'Hello {{ who }}'}, de: {hi: 'Hallo {{ who }}'}}\ntext: '{{ t.hi }} ({{ locale }})'\n"
    write(m=WHO + TO + text, **{"r.csv": "who\nAda\nBob\n"})
    done = waml("bulk", "m.waml.yaml", "--rows", "r.csv", "-o", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert b"the message has en, de: choose with --locale" in done.stderr
    done = waml("bulk", "m.waml.yaml", "--rows", "r.csv", "-o", "out.jsonl", "--locale", "de", cwd=tmp_path)
    assert done.returncode == 0
    bodies = [json.loads(line)["text"]["body"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert bodies == ["Hallo Ada (de)", "Hallo Bob (de)"]
    plan = waml("bulk", "m.waml.yaml", "--rows", "r.csv", "--locale", "de", "--explain-plan", cwd=tmp_path)
    assert b"filled by column" in plan.stdout


# ---- the worst case


LONG = "locales: {en: {hi: 'Hi {{ who }}'}, de: {hi: 'Guten Tag, {{ who }}'}}\n"


def test_each_language_has_its_own_worst_case(write: Write, tmp_path: Path) -> None:
    path = write(m=f"{WHO}{LONG}{TO}header: '{{{{ t.hi }}}} {{{{ t.hi }}}}'\nbody: Well?\nbuttons: [Fine]\n")
    [one] = found(path)
    assert one.message == "header.text can become 63 characters; cloud accepts 60"
    assert "'Guten Tag, ' 11" in (one.help or "")
    assert one.related[0].message == "the text 'hi' of 'de' is 20 characters"
    proven = json.loads(waml("prove", ".", "--output-format", "json", cwd=tmp_path).stdout)
    verdicts = [
        {limit["rule"]: limit["verdict"] for limit in proof["limits"]}["header-too-long"] for proof in proven["targets"]
    ]
    assert verdicts == ["safe", "can exceed"]
    done = waml("compile", ".", "--worst-case", cwd=tmp_path)
    assert done.stdout.count(b"x" * 20) == 2
    assert b"m.de for cloud" in done.stderr


def test_fixtures_are_made_of_each_language(write: Write, tmp_path: Path) -> None:
    write(m=MESSAGE)
    done = waml("fixtures", ".", "-o", "out", "--group", "valid", cwd=tmp_path)
    assert done.returncode == 0
    assert sorted(p.name for p in (tmp_path / "out/valid/cloud").iterdir()) == ["m.de.json", "m.en.json"]


# ---- what is wrong


@pytest.mark.parametrize(
    ("locales", "text", "rule", "message", "help"),
    [
        ("{en: {hi: A}, de: {}}", "{{ t.hi }}", "missing-translation", "'de' has no text 'hi'", None),
        ("{en: {hi: A}, de: {hi: }}", "{{ t.hi }}", "missing-translation", "'de' has no text 'hi'", None),
        ("{en: {greeting: A}}", "{{ t.greting }}", "unknown-translation", "text 'greting'", "did you mean 'greeting'?"),
        ("{en: {greeting: A}}", "{{ t.greting | upper }}", "unknown-translation", "'greting'", "did you mean"),
        ("{en: {hi: A, bye: B}}", "{{ t.hi }}", "unused-translation", "the text 'bye' of 'en'", "remove it"),
        ("{e: {hi: A}}", "{{ t.hi }}", "unknown-locale", "'e' is no code of a language that a provider lists", None),
        ("{pt-br: {hi: A}}", "{{ t.hi }}", "unknown-locale", "'pt-br' is no code", "did you mean 'pt_BR'?"),
        ("{en: {hi: 3}}", "{{ t.hi }}", "not-quoted", "a text is due for 'hi', and 3 is none", 'quote it: "3"'),
        ("{en: {hi: [A]}}", "Hello", "wrong-type", "a text is due for 'hi', not a list", None),
        ("{en: {a-b: A}}", "Hello", "variable-name", "'a-b' is no name for a text", None),
        ("{en: [hi]}", "Hello", "wrong-type", "the texts of 'en' are a mapping, or the path of a file", None),
        ("[en]", "Hello", "wrong-type", "'locales' is a mapping from languages to their texts", None),
        ("{}", "Hello", "wrong-type", "'locales' is a mapping from languages to their texts", None),
        ("{en: gone.yaml}", "Hello", "part-unreadable", "there is no file 'gone.yaml'", None),
        ("gone.yaml", "Hello", "part-unreadable", "there is no file 'gone.yaml'", None),
        ("{en: {hi: '{{ x }}'}}", "{{ t.hi }}", "undeclared-variable", "the variable 'x' is not declared", None),
        ("{en: {hi: '{% if a %}a{% endif %}'}}", "{{ t.hi | upper }}", "template-not-allowed", "stand alone", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_locales(
    write: Write, locales: str, text: str, rule: str, message: str, help: str | None
) -> None:
    path = write(m=f"locales: {locales}\n{TO}text: {json.dumps(text)}\n")
    [one] = found(path)
    assert one.rule == rule
    assert message in one.message
    assert help is None or help in (one.help or "")


def test_names_that_waml_sets_are_taken(write: Write) -> None:
    path = write(m=f"vars: {{locale: x, t: y}}\nlocales: {{en: {{hi: A}}}}\n{TO}text: '{{{{ t.hi }}}}'\n")
    assert [(d.rule, d.field) for d in found(path)] == [("variable-name", "vars.locale"), ("variable-name", "vars.t")]


def test_a_missing_text_stops_its_language_alone(write: Write, tmp_path: Path) -> None:
    write(m=f"locales: {{en: {{hi: A}}, de: {{}}}}\n{TO}text: '{{{{ t.hi }}}}'\n")
    done = waml("compile", ".", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert [p.name for p in (tmp_path / "out/cloud").iterdir()] == ["m.en.json"]
    assert b"skipped: m.de for cloud" in done.stderr


def test_a_missing_text_is_told_in_its_file_with_the_others(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"de.yaml": "# Deutsch\nbye: Ade\n", "en.yaml": "hi: A\nbye: B\n"}
    monkeypatch.chdir(
        write(m=f"locales: {{en: en.yaml, de: de.yaml}}\n{TO}text: '{{{{ t.hi }}}} {{{{ t.bye }}}}'\n", **files).parent
    )
    [one] = found(Path("m.waml.yaml"))
    assert (one.file, one.start) == ("de.yaml", (2, 1))
    places = [(r.message, r.file, r.start.line) for r in one.related]
    assert places[:2] == [("used here", "m.waml.yaml", 3), ("'en' has it", "en.yaml", 1)]


def test_texts_of_a_shared_file_need_not_be_used(write: Write) -> None:
    files = {"de.yaml": "hi: A\nbye: B\n", "en.yaml": "hi: A\nbye: B\n"}
    path = write(m=f"locales: {{en: en.yaml, de: de.yaml}}\n{TO}text: '{{{{ t.hi }}}}'\n", **files)
    assert found(path) == []


def test_a_text_of_one_language_alone_is_superfluous(write: Write) -> None:
    files = {"de.yaml": "hi: A\nadieu: B\n", "en.yaml": "hi: A\n"}
    path = write(m=f"locales: {{en: en.yaml, de: de.yaml}}\n{TO}text: '{{{{ t.hi }}}}'\n", **files)
    [one] = found(path)
    assert (one.rule, one.severity, one.file[-7:], one.start) == ("unused-translation", "warning", "de.yaml", (2, 1))
    assert "'adieu' is in 'de' alone" in one.message


def test_a_text_that_one_of_several_shared_languages_lacks(write: Write) -> None:
    files = {"de.yaml": "hi: A\nbye: B\n", "en.yaml": "hi: A\nbye: C\n", "fr.yaml": "hi: A\n"}
    path = write(m=f"locales: {{en: en.yaml, de: de.yaml, fr: fr.yaml}}\n{TO}text: '{{{{ t.hi }}}}'\n", **files)
    [one] = found(path)
    assert (one.rule, one.severity, one.file[-7:]) == ("missing-translation", "warning", "fr.yaml")


def test_a_text_that_another_language_alone_uses_is_used(write: Write) -> None:
    text = "{% if locale == 'de' %}{{ t.only }}{% else %}{{ t.hi }}{% endif %}"
    path = write(m=f'locales: {{en: {{hi: A, only: B}}, de: {{hi: A, only: B}}}}\n{TO}text: "{text}"\n')
    assert found(path) == []


def test_a_finding_about_a_text_stands_in_the_text(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * 25
    message = (
        f"locales: {{en: {{a: Fine}}, de: de.yaml}}\n{TO}body: Well?\nbuttons: [{{id: a, title: '{{{{ t.a }}}}'}}]\n"
    )
    monkeypatch.chdir(write(m=message, **{"de.yaml": f"a: {long}\n"}).parent)
    [one] = found(Path("m.waml.yaml"))
    assert (one.rule, one.file, one.start, one.field) == (
        "button-title-too-long",
        "de.yaml",
        (1, 24),
        "buttons[0].title",
    )
    assert [(r.message, r.file, r.start) for r in one.related] == [("used here", "m.waml.yaml", (4, 26))]


def test_a_finding_about_a_text_among_others_names_the_text(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    message = (
        f"locales: {{en: {{a: Fine}}, de: de.yaml}}\n{TO}body: Well?\nbuttons: [{{id: a, title: 'So {{{{ t.a }}}}'}}]\n"
    )
    monkeypatch.chdir(write(m=message, **{"de.yaml": f"a: {'x' * 25}\n"}).parent)
    [one] = found(Path("m.waml.yaml"))
    assert (one.file, one.start) == ("m.waml.yaml", (4, 26))
    assert [(r.message, r.file, r.start) for r in one.related] == [
        ("the text 'a' of 'de' is 25 characters", "de.yaml", (1, 4))
    ]
    assert one.fix is None


FAULTS = (
    ('"{{ t.hi }}, {{ who }}"', "{{ who|nofilter }}", "nofilter", "template-not-allowed"),
    ('"{{ who }}: {{ t.hi }} {{ t.hi }}"', "Hello {{ who.name }}", "name", "no-such-key"),
    ('"{{ t.hi }} {{ who }} {{ whom }}"', "Hello", "whom", "undeclared-variable"),
    ('"{{ t.hi|nofilter }} {{ who }}"', "Hello", "{{ t.hi|nofilter }}", "template-not-allowed"),
    ("|\n  Dear {{ who }},\n  {{ t.hi }} {{ whom }}", "Hello", "whom", "undeclared-variable"),
    ("|\n  Dear {{ who }},\n  {{ t.hi }}", "Hello {{ whom }}", "whom", "undeclared-variable"),
)


@pytest.mark.parametrize(("text", "hi", "place", "rule"), FAULTS)
def test_a_fault_in_a_scalar_with_texts_stands_at_its_characters(
    write: Write, text: str, hi: str, place: str, rule: str
) -> None:
    path = write(m=f"{WHO}{TO}locales:\n  en: {{hi: '{hi}'}}\ntext: {text}\n")
    (one,) = found(path)
    line = path.read_text().splitlines()[one.start.line - 1]
    assert (one.rule, line[one.start.column - 1 : one.end.column - 1]) == (rule, place)


def test_what_is_found_in_some_of_the_languages_names_them(write: Write) -> None:
    message = WHO + TO + "locales: {en: {}, de: {}, fr: {}}\n"
    path = write(m=message + "text: \"{% if locale != 'en' %}{{ who.name }}{% else %}Hi {{ who }}{% endif %}\"\n")
    (one,) = [d for d in found(path) if d.rule == "no-such-key"]
    assert [r.message for r in one.related] == ["in the language 'de'", "in the language 'fr'"]
    path = write(m=message + "text: '{{ who.name }}{{ locale }}'\n")
    (one,) = [d for d in found(path) if d.rule == "no-such-key"]
    assert one.related == ()


@pytest.mark.parametrize("place", ["text", "use"])
def test_a_suppression_holds_at_the_text_and_where_it_is_used(write: Write, place: str) -> None:
    ignore = "# waml: ignore[button-title-too-long] as agreed\n"
    message = f"locales: {{de: de.yaml}}\n{TO}body: Well?\n{ignore if place == 'use' else ''}"
    message += "buttons: [{id: a, title: '{{ t.a }}'}]\n"
    path = write(m=message, **{"de.yaml": f"{ignore if place == 'text' else ''}a: {'x' * 25}\n"})
    assert found(path) == []


def test_fixes_of_texts(write: Write, tmp_path: Path) -> None:
    message = f"locales:\n  en: {{hello: A, n: B}}\n  de: de.yaml\n{TO}text: '{{{{ t.helo }}}} {{{{ t.n }}}}'\n"
    path = write(m=message, **{"de.yaml": "hello: C\nn: 3\n"})
    assert b"{{ t.hello }} {{ t.n }}" in fix(path, unsafe=True).data
    waml("lint", ".", "--fix", cwd=tmp_path)
    assert (tmp_path / "de.yaml").read_text() == 'hello: C\nn: "3"\n'


PIECES = st.sampled_from(
    [
        "{{ t.a }}", "{{ t.b.c }}", "{{ t.a | upper }}", "{% if t.a %}", "{% endif %}", "{{ who }}", "{{ locale }}",
        "{{ t", "}}", "t.a", "'", "é", "{{ t.nope }}", "x" * 30, " ", "{{ '{{' }}", "\n",
    ]
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=5).map("".join)
TEXTS = st.dictionaries(st.sampled_from("abc"), TEXT | st.integers() | st.none() | st.dictionaries(st.just("c"), TEXT))
USES = st.sampled_from(["p.yaml", ["p.yaml", "q.yaml"], {"footer": "p.yaml"}, {"vars": ["q.yaml"]}, "gone.yaml", None])
PART = st.fixed_dictionaries(
    {}, optional={"footer": TEXT, "header": TEXT, "buttons": st.lists(TEXT, max_size=3), "use": USES,
                  "vars": st.fixed_dictionaries({"who": TEXT | st.just({"type": "integer", "default": "x"})})}
)  # fmt: skip


LOCALES = st.dictionaries(st.sampled_from(["en", "de", "xx"]), TEXTS)


@given(texts=LOCALES, body=TEXT, use=USES, parts=st.tuples(PART, PART))
def test_whatever_is_used_ends_in_findings_with_a_place(texts: Any, body: str, use: Any, parts: Any) -> None:
    message = {"use": use, "locales": texts, "to": "+15551234567", "body": body, "buttons": ["Fine"]}
    files = {name: json.dumps(part).encode() for name, part in zip(("p.yaml", "q.yaml"), parts, strict=True)}
    text = json.dumps(message)
    checked = check("m.waml.json", text.encode(), Config(), Options(worst_case="declared", texts=files))
    sources = {"m.waml.json": text, **{name: data.decode() for name, data in files.items()}}
    for d in checked.diagnostics:
        for file, start, end in ((d.file, d.start, d.end), *((r.file, r.start, r.end) for r in d.related)):
            assert start <= end
            assert end.column - 1 <= len(sources[file])
        if d.fix is not None:
            assert all(edit.end.column - 1 <= len(sources[d.file]) for edit in d.fix.edits)
    for target in checked.targets:
        if target.message and not target.has_error():
            emit(target)
