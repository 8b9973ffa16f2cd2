"""The checks of definitions: what each takes and refuses, and what they make of values that are not known."""

from __future__ import annotations

from typing import Any

import pytest

from waml import checks_definition, checks_placeholders
from waml.checks import CHECKS
from waml.languages import lists_of, near
from waml.placeholders import parameter_format
from waml.shape import UNKNOWN

REPLY, URL, COPY, OTP = ({"type": kind} for kind in ("reply", "url", "copy", "otp"))


def run(name: str, value: Any, **numbers: Any) -> list[Any]:
    return list(CHECKS[name](value, None, **numbers))


def body(text: Any, *examples: Any) -> dict[str, Any]:
    return {"text": text, "example": [e if isinstance(e, dict) else {"text": e} for e in examples]}


def offer(*buttons: Any, expires: bool = True) -> dict[str, Any]:
    return {"limited_time_offer": {"text": "a", "has_expiration": expires}, "buttons": list(buttons)}


def definition(text: str, header: str = "", **more: Any) -> dict[str, Any]:
    return {"header": {"text": header}, "body": {"text": text}, **more}


IMAGE, VIDEO = {"image": {}}, {"video": {}}

TAKEN: list[tuple[str, Any, dict[str, Any]]] = [
    ("types-once", [{"type": "header"}, {"type": "button"}, {"type": "button"}, {"type": 7}, 7], {"but": ["button"]}),
    ("types-once", "x", {"but": []}),
    ("placeholder-count", "a {{1}}", {"max": 1}),
    ("placeholders-sequential", "{{1}} {{2}} {{1}} {{3}} {{name}}", {}),
    ("braces-balanced", "a {{1}} {b} {{c}}", {}),
    ("no-single-braces", "{{a}} {{1}} { }", {}),
    ("placeholders-named", "{{a}} {{ b }}", {"pattern": "[ab]"}),
    ("placeholders-not-padded", "{{a}} b", {}),
    ("placeholders-unique", "{{a}} {{b}} {{1}} {{1}}", {}),
    ("one-placeholder-style", definition("{{a}}", "{{b}}", buttons=[{"url": "https://a/{{1}}"}]), {}),
    ("placeholder-style", definition("{{1}}"), {"style": "positional"}),
    ("parameter-format-fits", definition("{{1}}", parameter_format="positional"), {}),
    ("parameter-format-fits", definition("none", parameter_format="named"), {}),
    ("placeholder-at-edge", "a {{1}}", {"edge": "start"}),
    ("placeholder-at-edge", "{{1}} a", {"edge": "end"}),
    ("placeholder-at-edge", "a {{1}}", {"edge": "punctuated-end"}),
    ("placeholder-at-edge", "a {{1}} b.", {"edge": "punctuated-end"}),
    ("placeholder-at-end", "https://a/{{1}}", {}),
    ("placeholders-apart", "{{1}} and {{2}}", {}),
    ("placeholder-density", "a b {{1}}", {"words": 3}),
    ("placeholders-have-examples", body("{{1}} {{2}} {{1}}", "a", "b"), {}),
    ("placeholders-have-examples", body("{{x}}", {"name": "x", "text": "a"}), {}),
    ("examples-have-placeholders", body("{{1}} {{x}}", "a", {"name": "x", "text": "b"}), {}),
    ("examples-as-many", body("{{1}} {{2}}", "a", "b"), {}),
    ("examples-as-many", {"text": "{{1}}"}, {}),
    ("url-has-example", {"url": "https://a"}, {}),
    ("sample-type", "https://a/b.png", {"types": ["image/png"]}),
    ("sample-type", "4::aW.pdf", {"types": ["image/png"]}),
    ("sample-type", "https://a/b", {"types": ["image/png"]}),
    ("quick-replies-grouped", [REPLY, REPLY, URL, COPY], {}),
    ("quick-replies-grouped", [URL, REPLY], {}),
    ("quick-replies-grouped", [], {}),
    ("offer-buttons", offer(COPY, URL), {}),
    ("offer-buttons", offer(URL, expires=False), {}),
    ("one-otp-button", {"buttons": [OTP]}, {}),
    ("no-own-words", {"body": {"text": "Your code"}, "buttons": [OTP]}, {}),
    ("no-own-words", {"body": {}, "buttons": [URL]}, {}),
    ("cards-of-one-shape", [{"header": IMAGE, "buttons": [URL]}, {"header": IMAGE, "buttons": [URL]}], {}),
    ("emoji-count", "👍 naïve", {"max": 1}),
    ("within-range", 30, {"low": 30, "high": 900, "also": -1}),
    ("within-range", -1, {"low": 30, "high": 900, "also": -1}),
    ("json-object", '{"a": 1}', {}),
    ("known-language", "en_US", {"lists": ["meta"]}),
    ("known-language", "xx", {"lists": ["meta"], "among": ["pywa"]}),
]
REFUSED: list[tuple[str, Any, dict[str, Any]]] = [
    ("types-once", [{"type": "header"}, {"type": "body"}, {"type": "HEADER"}], {"but": ["button"]}),
    ("placeholder-count", "{{1}} {{2}}", {"max": 1}),
    ("placeholders-sequential", "{{2}}", {}),
    ("placeholders-sequential", "{{1}} {{3}}", {}),
    ("placeholders-sequential", "{{1}} {{2}} {{5}} {{4}}", {}),
    ("placeholders-sequential", "{{0}}", {}),
    ("braces-balanced", "{{1}", {}),
    ("braces-balanced", "{{1", {}),
    ("braces-balanced", "{1}}", {}),
    ("braces-balanced", "a } b", {}),
    ("no-single-braces", "{name}", {}),
    ("placeholders-named", "{{A}}", {"pattern": "[ab]"}),
    ("placeholders-named", "{{}}", {"pattern": "[ab]"}),
    ("placeholders-not-padded", "{{ a}}", {}),
    ("placeholders-unique", "{{a}} {{a}}", {}),
    ("one-placeholder-style", definition("{{1}}", "{{b}}"), {}),
    ("placeholder-style", definition("{{x}}"), {"style": "positional"}),
    ("placeholder-style", {"carousel": [definition("{{1}}")]}, {"style": "named"}),
    ("parameter-format-fits", definition("{{1}}", parameter_format="named"), {}),
    ("placeholder-at-edge", "\n{{1}} a", {"edge": "start"}),
    ("placeholder-at-edge", "a {{1}} ", {"edge": "end"}),
    ("placeholder-at-edge", "a {{1}}!*", {"edge": "punctuated-end"}),
    ("placeholder-at-end", "https://a/{{1}}/b", {}),
    ("placeholders-apart", "{{1}}\n{{2}}", {}),
    ("placeholders-apart", "{{1}}{{2}}", {}),
    ("placeholder-density", "a {{1}}", {"words": 3}),
    ("placeholders-have-examples", body("{{1}} {{2}}", "a"), {}),
    ("placeholders-have-examples", body("{{x}}", "a"), {}),
    ("placeholders-have-examples", {"text": "{{1}}"}, {}),
    ("examples-have-placeholders", body("a", "b"), {}),
    ("examples-have-placeholders", body("{{x}}", {"name": "y", "text": "a"}), {}),
    ("examples-as-many", body("{{1}}", "a", "b"), {}),
    ("url-has-example", {"url": "https://a/{{1}}"}, {}),
    ("sample-type", "https://a/b.gif", {"types": ["image/png"]}),
    ("quick-replies-grouped", [REPLY, URL, REPLY], {}),
    ("quick-replies-grouped", [URL, REPLY, URL], {}),
    ("offer-buttons", offer(URL, COPY), {}),
    ("offer-buttons", offer(), {}),
    ("one-otp-button", {"buttons": [OTP, OTP]}, {}),
    ("one-otp-button", {}, {}),
    ("no-own-words", {"body": {"text": "Your code"}, "buttons": [REPLY]}, {}),
    ("no-own-words", {"body": {"text": "Your code"}}, {}),
    ("cards-of-one-shape", [{"header": IMAGE}, {"header": VIDEO}], {}),
    ("cards-of-one-shape", [{"buttons": [URL, REPLY]}, {"buttons": [REPLY, URL]}], {}),
    ("cards-of-one-shape", [{"body": {}}, {}], {}),
    ("emoji-count", "👍👍🏽", {"max": 1}),
    ("within-range", 901, {"low": 30, "high": 900, "also": -1}),
    ("json-object", "{", {}),
    ("json-object", "[]", {}),
    ("json-object", "[" * 100_000, {}),
    ("known-language", "en_us", {"lists": ["meta"]}),
    ("known-language", "es_CO", {"lists": ["meta"], "among": ["pywa"]}),
]


@pytest.mark.parametrize(("name", "value", "numbers"), TAKEN)
def test_taken(name: str, value: Any, numbers: dict[str, Any]) -> None:
    assert run(name, value, **numbers) == []


@pytest.mark.parametrize(("name", "value", "numbers"), REFUSED)
def test_refused(name: str, value: Any, numbers: dict[str, Any]) -> None:
    assert len(run(name, value, **numbers)) == 1


ODD = (UNKNOWN, None, [], [UNKNOWN], [{"type": UNKNOWN}, {"type": "reply"}], {"text": UNKNOWN}, {"example": UNKNOWN})
HOLDERS = (
    {"buttons": UNKNOWN},
    {"buttons": [{"type": UNKNOWN}]},
    {"body": UNKNOWN, "carousel": UNKNOWN, "buttons": UNKNOWN},
)


@pytest.mark.parametrize(("name", "numbers"), {name: numbers for name, _, numbers in REFUSED}.items())
def test_unknown_is_never_a_fault(name: str, numbers: dict[str, Any]) -> None:
    odd = HOLDERS if name == "one-otp-button" else (*ODD, *HOLDERS)
    assert [value for value in odd if run(name, value, **numbers)] == []


def test_every_check_is_tried_both_ways() -> None:
    own = {*checks_definition.CHECKS, *checks_placeholders.CHECKS, "known-language"}
    assert {case[0] for case in TAKEN} == {case[0] for case in REFUSED} == own


@pytest.mark.parametrize(
    ("code", "meant"),
    [("en_us", "en_US"), ("pt-br", "pt_BR"), ("EN", "en"), ("pt", "pt_BR"), ("en_XX", "en"), ("xx", None)],
)
def test_near_languages(code: str, meant: str | None) -> None:
    assert near(code, ["meta"]) == meant


def test_lists_of_languages() -> None:
    assert lists_of("en_US") == {"meta", "pywa", "infobip"}
    assert lists_of("en_AE") == {"infobip"}
    assert lists_of("unknown") == frozenset()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (definition("a"), None),
        (definition("a {{1}}"), "positional"),
        (definition("a {{1}}", "{{x}}"), "named"),
        ({"buttons": [{"url": "https://a/{{x}}"}]}, "named"),
        ({"carousel": [definition("{{x}}"), 7]}, "named"),
        ({"body": 7, "carousel": 7}, None),
    ],
)
def test_the_format_follows_from_the_placeholders(made: dict[str, Any], expected: str | None) -> None:
    assert parameter_format(made) == expected


def test_of_a_text_without_measure_only_the_length_is_a_fault() -> None:
    long = "{{1}} {{3}} {{a}} {b} {{ " * 2_000
    for name in ("braces-balanced", "no-single-braces", "placeholders-sequential", "placeholders-apart"):
        assert run(name, long[:200]) != []
        assert run(name, long) == []
    assert run("one-placeholder-style", definition(long)) == []
    assert run("examples-have-placeholders", body(long, {"text": "a"}, {"text": "b"}, {"text": "c"})) == []


def test_a_url_without_measure_is_judged_by_its_ends() -> None:
    (count,) = run("placeholder-count", "{{1}}" * 10_000, max=1)
    assert count.args["limit"] == 1
    assert run("placeholder-at-end", "{{1}}" * 10_000 + "x")[0].args == {"other": "x"}
