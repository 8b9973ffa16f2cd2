"""Declared variables: where values come from, what they become, and every finding about them at its place."""

# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

from typing import Any

import pytest
from marks import assert_found, diagnostics, message_of

import waml
from waml.config import Config
from waml.expressions import MAX_WORK
from waml.nodes import MappingNode
from waml.resolving import resolve
from waml.source import read
from waml.variables import Supplied, declare, from_text, normal


def supplied(**values: Any) -> dict[str, Supplied]:
    return {name: Supplied(value, "test", False) for name, value in values.items()}


def value_of(declaration: str, given: Any = None, examples: bool = True, is_text: bool = False) -> Any:
    """Return the value of a variable `x` with this declaration, and the messages of the findings."""
    source = read("a.yaml", f"x: {declaration}\n".encode())
    values = {} if given is None else {"x": Supplied(given, "test", is_text)}
    variables = declare(source, source.documents[0], values, examples)
    return variables.values.get("x"), [finding.message for finding in variables.findings]


def test_the_strongest_value_holds() -> None:
    declaration = "{type: string, default: d, example: e}"
    assert value_of(declaration, "s") == ("s", [])
    assert value_of(declaration) == ("d", [])
    assert value_of("{type: string, example: e}") == ("e", [])
    assert repr(value_of("{type: string, example: e}", examples=False)[0]) == "UNKNOWN"
    assert repr(value_of("{type: string}")[0]) == "UNKNOWN"


@pytest.mark.parametrize(
    ("written", "value"),
    [("Ada", "Ada"), ("42", 42), ("true", True), ("yes", "yes"), ("0123", "0123"), ("+1555", "+1555"), ("~", "~"), ("[1, a]", [1, "a"]),
     ("12:30", "12:30"), ("'42'", "42"), ("", None), ("null", None)],
)  # fmt: skip
def test_a_name_with_a_value_is_a_constant(written: str, value: Any) -> None:
    assert value_of(written) == (value, [])


@pytest.mark.parametrize(
    ("written", "warned"), [("string", 1), ("phone", 1), ("'string'", 0), ("strings", 0), ("[string]", 0)]
)
def test_a_constant_that_is_a_type_word_is_pointed_out(written: str, warned: int) -> None:
    said = f"'x' is the text '{written}', not a variable of that type"
    assert value_of(written)[1] == [said] * warned


def test_quotes_of_json_say_nothing() -> None:
    source = read("a.waml.json", b'{"x": "url"}')
    (finding,) = declare(source, source.documents[0], {}, True).findings
    assert (finding.rule, finding.help) == ("constant-looks-like-type", "write {type: url}")


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("string", "42", "42"), ("phone", "+1 555 123 4567", "+15551234567"), ("integer", "42", 42), ("integer", "042", None), ("number", "1.5", 1.5),
        ("boolean", "true", True), ("boolean", "yes", None), ("list", '["a", 1]', ["a", 1]), ("list", "a", None), ("json", '{"a": null}', {"a": None}),
        ("json", "plain", "plain"), ("datetime", "2026-12-18T19:27:00+01:00", "2026-12-18T18:27:00Z"), ("date", "2026-12-18", "2026-12-18"), ("url", "https://a.example", "https://a.example"),
    ],
)  # fmt: skip
def test_the_text_of_a_var_is_read_by_its_type(type: str, text: str, value: Any) -> None:
    found, findings = value_of(f"{{type: {type}}}", text, is_text=True)
    if value is None:
        assert len(findings) == 1
        assert "(from test)" in findings[0]
    else:
        assert (found, findings) == (value, [])


def test_json_of_a_file_is_not_read_again() -> None:
    assert value_of("{type: integer}", "42")[1] != []
    assert value_of("{type: string}", 42)[1] != []
    assert from_text("[1", {"type": "list"}) == "[1"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("+1 (555) 123-4567", "+15551234567"),
        ("15551234567", "+15551234567"),
        ("group", "group"),
        ("+1-555 x", "+1-555 x"),
    ],
)
def test_phones_are_normal(written: str, value: str) -> None:
    assert normal(written, {"type": "phone"}) == value
    assert normal(written, {"type": "string"}) == written


def test_times_are_normal_and_what_is_none_stays() -> None:
    assert normal("2026-12-18 19:27+01:00", {"type": "datetime"}) == "2026-12-18T18:27:00Z"
    assert normal("soon", {"type": "datetime"}) == "soon"
    assert normal(5, None) == 5


def test_a_sole_variable_keeps_its_type_and_a_text_slot_takes_its_text() -> None:
    text = 'vars: {lat: 1.5, n: 42, b: true}\nto: "+1555"\nlocation: {latitude: "{{ lat }}", longitude: "{{ n }}", name: "{{ n }}", address: "{{ b }} x"}\n'
    assert message_of(text)["location"] == {"latitude": 1.5, "longitude": 42, "name": "42", "address": "true x"}


def test_the_variable_provider() -> None:
    text = 'to: "+1555"\ntext: "{{ provider }}"\n'
    assert message_of(text, "infobip")["text"] == {"body": "infobip"}
    assert_found("variable-name", 'vars: {«provider»: x}\ntext: "{{ provider }}"\n')


def test_values_never_become_structure() -> None:
    message = message_of('vars: {x: "a: b\\n- {{ y }}"}\ntext: "{{ x }}"\n')
    assert message["text"] == {"body": "a: b\n- {{ y }}"}


def test_keys_are_never_filled_and_keys_of_the_file_neither() -> None:
    source = read("a.yaml", b'name: "{{ x }}"\nx-a: "{{ y }}"\ntext: "{{ z }}"\n')
    variables = declare(source, None, {}, True)
    tree, findings = resolve(source, source.documents[0], variables, "cloud")
    assert [finding.message for finding in findings] == ["the variable 'z' is not declared"]
    assert isinstance(tree, MappingNode)
    assert tree.get("x-a").value == "{{ y }}"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rule", "marked", "message", "help"),
    [
        ("undeclared-variable", 'vars: {name: a}\ntext: "{{ name }} {{ «nmae» }}"\n', "the variable 'nmae' is not declared", "did you mean 'name'?"),
        ("undeclared-variable", "text: Hi {{ «x» }}\n", "the variable 'x' is not declared", "declare 'x' under 'vars'"),
        ("undeclared-variable", "body: |\n  one\n  😀 {{ «x» }}\nbuttons: [a]\n", "the variable 'x' is not declared", "declare 'x' under 'vars'"),
        ("undeclared-variable", "text: &a \"\\t{{ «x» }}\"\n", "the variable 'x' is not declared", "declare 'x' under 'vars'"),
        ("unused-variable", "vars: {«x»: a}\ntext: Hi\n", "the variable 'x' is not used", "remove it"),
        ("unused-variable", 'vars: {name: a, «nmae»: a}\ntext: "{{ name }}"\n', "the variable 'nmae' is not used", "remove it"),
        ("no-example", 'vars: {«x»: {type: string}}\ntext: "{{ x }}"\n', "the variable 'x' has neither a value nor an example, so what uses it is not checked", "give it an 'example'"),
        ("variable-name", "vars: {«a-b»: 1}\ntext: Hi\n", "'a-b' is no name for a variable: a name is letters, digits and '_'", None),
        ("variable-name", "vars: {«1a»: 1}\ntext: Hi\n", "'1a' is no name for a variable: a name is letters, digits and '_'", None),
        ("variable-declaration", 'vars: {x: {pattern: «"(a+)+"», example: a}}\ntext: "{{ x }}"\n', "'(a+)+' is not taken as a pattern: a repeat stands inside a repeat", None),
        ("variable-value", 'vars: {x: {type: integer, default: «many»}}\ntext: "{{ x }}"\n', "the default of 'x' is 'many', and a whole number is due", None),
        ("variable-value", 'vars: {x: {type: phone, example: «15551234567»}}\ntext: "{{ x }}"\n', "the example of 'x' is 15551234567, and a phone number in quotes is due", None),
        ("variable-value", 'vars: {x: {max_length: 2, example: «abc»}}\ntext: "{{ x }}"\n', "the example of 'x' is 'abc', 3 characters; at most 2 are due", None),
        ("unknown-key", 'vars: {x: {«maxlength»: 2, example: a}}\ntext: "{{ x }}"\n', "the key 'maxlength' is unknown in 'vars.x'", "did you mean 'max_length'?"),
        ("unknown-word", 'vars: {x: {type: «strng», example: a}}\ntext: "{{ x }}"\n', None, "did you mean 'string'?"),
        ("wrong-type", "vars: «[a]»\ntext: Hi\n", "'vars' is a mapping from names to declarations", None),
        ("template-not-allowed", "vars: {x: a}\ntext: Hi {{ «x.upper()» }}\n", "calls are not taken", "waml takes names, filters, if, for and set"),
        ("template-syntax", "vars: {x: a}\ntext: Hi {{ x «}» y\n", "unexpected '}'", None),
        ("no-such-key", 'vars: {x: {type: json, example: {a: 1}}}\ntext: "{{ x.«b» }}"\n', "'x' has no 'b'", None),
        ("wrong-type", 'vars: {x: {type: list, example: [1]}}\ntext: "a {{ «x» }}"\n', "'x' is a list, and a text is due", None),
    ],
)  # fmt: skip
def test_findings_stand_where_they_belong(rule: str, marked: str, message: str | None, help: str | None) -> None:
    found = assert_found(rule, marked)
    if message is not None:
        assert found.message == message
    if rule != "template-syntax":
        assert found.help == help


def test_a_misspelt_name_is_told_once() -> None:
    text = 'vars: {nmae: a, other: b}\nto: "+15551234567"\ntext: "{{ name }}"\n'
    found = waml.lint("m.waml.yaml", text=text, config=Config())
    said = [(d.rule, d.message) for d in found if d.rule.endswith("-variable")]
    assert said == [
        ("unused-variable", "the variable 'other' is not used"),
        ("undeclared-variable", "the variable 'name' is not declared"),
    ]


def test_a_variable_without_a_value_stops_compile_only() -> None:
    marked = 'vars: {«x»: {type: string, example: a}}\ntext: "{{ x }}"\n'
    found = assert_found("unset-variable", marked, examples=False)
    assert found.help == "give it one: --var x=…, --vars FILE, or a 'default'; --examples takes the example"
    assert [d.rule for d in diagnostics(marked.replace("«", "").replace("»", "")) if "variable" in d.rule] == []


def test_a_supplied_value_that_does_not_fit_is_told_at_the_declaration() -> None:
    found = assert_found(
        "variable-value", 'vars: {«x»: {type: integer}}\ntext: "{{ x }}"\n', var={"x": "many"}, is_text=True
    )
    assert found.message == "'x' is 'many', and a whole number is due (from test)"


def test_a_filter_that_guards_needs_no_value() -> None:
    text = 'vars: {x: {type: string}}\nto: "+1555"\ntext: "{{ x|default(\'you\') }}"\n'
    assert [d.rule for d in diagnostics(text, examples=False) if d.severity == "error"] == []
    assert message_of(text, examples=False)["text"] == {"body": "you"}


@pytest.mark.parametrize("text", ["vars:\ntext: Hi\n", "vars: {}\ntext: Hi\n"])
def test_no_variables(text: str) -> None:
    assert [d.rule for d in diagnostics(text) if d.rule.endswith("variable")] == []


def test_all_templates_of_a_file_together_are_bounded() -> None:
    text = "vars: {x: '" + "a" * 100_000 + "'}\nbody: Hi\nbuttons:\n" + '- "{{ x }}"\n' * (MAX_WORK // 100_000 + 50)
    found = [d for d in diagnostics(text) if d.rule == "template-too-large"]
    assert [d.message for d in found] == [
        "the templates of the file are too many and too long; what follows is not filled"
    ]


def test_patterns_of_all_variables_together_are_bounded() -> None:
    one = "  x{}: {{pattern: 'a*a*{}b', example: {}}}\n"
    text = "vars:\n" + "".join(one.format(n, n, "a" * 990) for n in range(40)) + "text: Hi\n"
    late = [d for d in diagnostics(text) if "is not checked: the patterns take too long" in d.message]
    assert 20 <= len(late) < 40
