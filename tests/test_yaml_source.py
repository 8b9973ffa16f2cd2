# ruff: noqa: E501 (tables of cases are read across)
from __future__ import annotations

import pytest
from marks import assert_marked, faults, plain, read_text, scalars, unmarked, value_of

from waml.diagnostic import Position
from waml.source import MAX_DEPTH, MAX_DOCUMENTS, MAX_NODES, NODE_TEXT


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        ("a: «plain»", "plain"),
        ("a: «'it''s'»", "it's"),
        ('a: «"t\\tx"» # c', "t\tx"),
        ("a: «two\n  lines»\nb: 1", "two lines"),
        ("a: &x !!str «42»", "42"),
        ("a: &x # why\n  «late»", "late"),
        ("- «one»", "one"),
        ("[x, «two»]", "two"),
        ("{a: «b c»}", "b c"),
        ("a: «😀 👨\u200d👩\u200d👧» # c", "😀 👨\u200d👩\u200d👧"),
        ("😀: «1»", 1),
        ("a:\t«1»", 1),
        ("a: «x»\t", "x"),
        ("a:\r\n  «x»\r\nb: y", "x"),
        ("a: 1\rb: «x»\r", "x"),
        ("a: b\u2028  «c»", None),
        ("? a\n: «b»", "b"),
    ],
)
def test_a_scalar_stands_where_it_is_written(marked: str, value: object) -> None:
    text, [span] = unmarked(marked)
    source = read_text(text)
    if value is None:
        assert source.text[source.span(scalars(source.documents[0])[-1]).start] == "b"
        return
    found = [s for s in scalars(source.documents[0]) if s.value == value]
    assert source.span(found[0]) == span


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        ("a: «|\n  one\n  two»\nb: 1", "one\ntwo\n"),
        ("a: «|-\n  one»\n# c\nb: 1", "one"),
        ("a: «>+\n  one\n  two»\n\nb: 1", "one two\n\n"),
        ("a: «|2\n    one»\nb: 1", "  one\n"),
        ("a: «| # why\n  one»", "one"),
        ("a: «|\r\n  one\r\n  two»\r\n", "one\ntwo\n"),
    ],
)
def test_a_block_stands_from_its_sign_to_its_last_line(marked: str, value: str) -> None:
    text, [span] = unmarked(marked)
    source = read_text(text)
    node = scalars(source.documents[0])[1]
    assert node.value == value
    assert source.span(node) == span
    assert node.style == text[span.start]


def test_columns_count_code_points_in_every_form_of_line_break() -> None:
    for line_break in ("\n", "\r\n", "\r"):
        source = read_text(line_break.join(["a: 1", "'😀': {b: x}", "\u00e9:", "  - e\u0301: y"]))
        places = {s.value: source.position(s.start) for s in scalars(source.documents[0])}
        assert places["b"] == Position(2, 7)
        assert places["x"] == Position(2, 10)
        assert places["e\u0301"] == Position(4, 5)
        assert places["y"] == Position(4, 9)


def test_a_unicode_line_separator_starts_no_line() -> None:
    source = read_text("a: 'x\u2028  y'\nb: z\n")
    assert source.position(scalars(source.documents[0])[3].start) == Position(2, 4)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: +15551234567", "+15551234567"), ("a: 0123", "0123"), ("a: 12:30", "12:30"), ("a: yes", "yes"),
        ("a: no", "no"), ("a: on", "on"), ("a: off", "off"), ("a: ~", "~"), ("a: 1_000", "1_000"), ("a: 0x1F", "0x1F"),
        ("a: 2026-12-18", "2026-12-18"), ("a: 12:30:45", "12:30:45"), ("a: .inf", ".inf"), ("a: .nan", ".nan"),
        ("a: =", "="), ("a: True", "True"), ("a: NO", "NO"), ("a: 1e3", 1000.0), ("a: -0.5", -0.5), ("a: 7", 7),
        ("a: true", True), ("a: null", None), ("a:", None), ("a: ''", ""), ("a: '7'", "7"), ('a: "true"', "true"),
        ("a: !!str 7", "7"), ("a: !!str true", "true"), ("a: !!str", ""), ("a: |\n  7\n", "7\n"), ("a: >-\n  null", "null"),
    ],
)  # fmt: skip
def test_only_what_json_types_is_typed(text: str, value: object) -> None:
    read = value_of(text)
    assert read == {"a": value}
    assert type(read["a"]) is type(value)  # type: ignore[index]


@pytest.mark.parametrize("key", ["on", "no", "1", "01", "null", "true", "~", "2026-12-18", "1e3", ""])
def test_keys_are_text_as_it_was_written(key: str) -> None:
    assert value_of(f"? {key}\n: x\n") == {key: "x"}


def test_an_anchored_key_is_text_without_its_anchor() -> None:
    assert value_of("&k 1: a\nb: *k\n") == {"1": "a", "b": 1}
    assert [rule for rule, _ in faults("&k x: a\n*k : b\n")] == ["duplicate-key"]


@pytest.mark.parametrize(
    "marked",
    [
        "a: 1\n«a»: 2\n",
        "{a: 1, «a»: 2}",
        "a: 1\n«'a'»: 2\n",
        "x:\n  - b: 1\n    «b»: 2\n",
        "1: a\n«'1'»: b\n",
        "a: 1\n«a»: 2\n«a»: 3\n",
    ],
)
def test_duplicate_keys(marked: str) -> None:
    assert_marked("duplicate-key", marked)
    source = read_text(unmarked(marked)[0])
    related = source.findings[0].related[0]
    assert related.span.start < source.findings[0].span.start  # type: ignore[union-attr]


def test_the_first_of_two_keys_holds() -> None:
    assert plain(read_text("a: 1\na: 2\n").documents[0]) == {"a": 1}


def test_equal_keys_of_different_mappings_are_none() -> None:
    assert value_of("a: {b: 1}\nc: {b: 2}\n'<<': x\n") == {"a": {"b": 1}, "c": {"b": 2}, "<<": "x"}


def test_aliases_are_what_their_anchors_are() -> None:
    source = read_text("a: &x {b: 1}\nc: *x\nd: &s text\ne: [*s, *s]\n")
    assert plain(source.documents[0]) == {"a": {"b": 1}, "c": {"b": 1}, "d": "text", "e": ["text", "text"]}
    assert source.documents[0].get("a") is source.documents[0].get("c")  # type: ignore[union-attr]


def test_an_anchor_may_be_set_again() -> None:
    assert value_of("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_anchors_end_with_their_document() -> None:
    assert_marked("yaml-syntax", "a: &x 1\n---\nb: «*x»\n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n", {"b": 3, "a": 1}),
        ("x: &x {a: 1, b: 2}\ny:\n  b: 3\n  <<: *x\n", {"b": 3, "a": 1}),
        ("x: &x {a: 1}\nz: &z {a: 2, c: 3}\ny: {<<: [*x, *z]}\n", {"a": 1, "c": 3}),
        ("x: &x {a: 1}\nz: &z {<<: *x, c: 3}\ny: {<<: *z}\n", {"c": 3, "a": 1}),
        ("x: &x {a: 1}\nz: &z {c: 3}\ny:\n  <<: *x\n  <<: *z\n", {"a": 1, "c": 3}),
        ("y: {<<: {a: 1}, b: 2}\n", {"b": 2, "a": 1}),
        ("y: {<<: [], b: 2}\n", {"b": 2}),
    ],
)
def test_merge_keys(text: str, value: object) -> None:
    assert value_of(text)["y"] == value  # type: ignore[index]


def test_a_merged_key_stands_where_it_is_written() -> None:
    source = read_text("x: &x {a: 1}\ny: {<<: *x}\n")
    merged = source.documents[0].get("y").entries[0]  # type: ignore[union-attr]
    assert source.position(merged[0].start) == Position(1, 8)


@pytest.mark.parametrize("marked", ["y: {«<<»: 1}", "y: {«<<»: [1]}", "y:\n  «<<»: text\n", "y: {«<<»: }"])
def test_what_cannot_be_merged(marked: str) -> None:
    assert_marked("merge-not-mapping", marked)


@pytest.mark.parametrize(
    "marked",
    ["a: &x [«*x»]", "a: &x {b: «*x»}", "&x a: &x {b: [«*x»]}", "a: &x\n  b: &y\n    c: «*x»\n", "a: &x {<<: «*x»}"],
)
def test_an_alias_inside_its_anchor_has_no_end(marked: str) -> None:
    assert_marked("recursive-alias", marked)


def test_an_alias_without_an_anchor() -> None:
    assert_marked("yaml-syntax", "a: «*x»\n")
    assert read_text("text: *bold text\n").findings[0].help == "a text that begins with '*' is quoted"


def _bomb(levels: int) -> str:
    lines = ["x0: &x0 [a, a]", *(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, levels))]
    return "\n".join(lines) + "\n"


def test_an_alias_bomb_is_found_at_the_alias_that_goes_too_far() -> None:
    [finding] = read_text(_bomb(20)).findings
    assert finding.rule == "too-many-nodes"
    assert finding.message == f"with its aliases written out the file holds more than {MAX_NODES} values"
    assert read_text(_bomb(20)).position(finding.span.start).line == 5  # type: ignore[union-attr]
    assert faults(_bomb(4)) == []


def test_aliases_of_a_long_text_count_by_its_length() -> None:
    times = MAX_NODES // (1 + 10_000 // NODE_TEXT)
    text = "x: &x " + "h" * 10_000 + "\ny: [" + ", ".join(["*x"] * (times - 1))
    assert faults(text + "]") == []
    assert faults(text + ", *x, *x]") == [("too-many-nodes", "*x")]
    assert faults("x: " + "h" * NODE_TEXT * MAX_NODES) == []


def test_depth_at_and_past_its_limit() -> None:
    assert faults("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert faults("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [("too-deep", "[")]
    assert faults("- " * MAX_DEPTH + "a") == []
    assert [rule for rule, _ in faults("- " * (MAX_DEPTH + 1) + "a")] == ["too-deep"]
    [finding] = read_text("- " * (MAX_DEPTH + 1) + "a").findings
    assert finding.span.start == 2 * MAX_DEPTH  # type: ignore[union-attr]


def test_nodes_at_and_past_their_limit() -> None:
    assert faults("[" + "1," * (MAX_NODES - 1) + "]") == []
    assert_marked("too-many-nodes", "[" + "1," * (MAX_NODES - 1) + "«1»]")


def test_documents_at_and_past_their_limit() -> None:
    assert faults("--- a\n" * MAX_DOCUMENTS) == []
    assert_marked("too-many-nodes", "--- a\n" * MAX_DOCUMENTS + "«---» a\n")


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("a: «!x» b", "!x"),
        ("a: «!!int» 1", "!!int"),
        ("a: «!!python/object/apply:os.system» [ls]", "!!python/object/apply:os.system"),
        ("a: «!!map» {b: 1}", "!!map"),
        ("a: «!!binary» aGk=", "!!binary"),
        ("a: &x «!y» b", "!y"),
        ("a: «!<tag:evil.example,2000:x>» b", "tag:evil.example,2000:x"),
        ("- «!x» [«!y» b]", "!x"),
        ("«!k» a: b", "!k"),
        ("a: «!» 7", "!"),
    ],
)
def test_tags_are_refused_where_they_stand(marked: str, tag: str) -> None:
    assert_marked("tag-not-allowed", marked)
    assert read_text(unmarked(marked)[0]).findings[0].message == f"the tag '{tag}' is not taken"


@pytest.mark.parametrize(
    ("marked", "written"),
    [
        ("to: «{{ phone }}»", '"{{ phone }}"'),
        ("to: «{{ phone }}»  # c", '"{{ phone }}"'),
        ("to: «{{ phone }} x»", '"{{ phone }} x"'),
        ("to: «{{ a }}{{ b }}»", '"{{ a }}{{ b }}"'),
        ("- «{{ a }}»", '"{{ a }}"'),
        ("- «{{ a }} b»", '"{{ a }} b"'),
        ("- x: «{{ a }} b»", '"{{ a }} b"'),
        ("x:\n  - y:\n      z: «{{ a }}»", '"{{ a }}"'),
        ("x: [«{{ a }}», b]", '"{{ a }}"'),
        ("{to: «{{ phone }}»}", '"{{ phone }}"'),
        ("«{{ a }}»: x", '"{{ a }}"'),
        ("«{{ a }}»", '"{{ a }}"'),
        ("x: «{{ a.b }}»", '"{{ a.b }}"'),
        ("x: «{{ a['b'] }}»", "\"{{ a['b'] }}\""),
        ("x: «{{ a | default('b') }}»", "\"{{ a | default('b') }}\""),
        ('x: «{{ a | default("b") }}»', "'{{ a | default(\"b\") }}'"),
        ('x: «{{ a | default("it\'s") }}»', "'{{ a | default(\"it''s\") }}'"),
        ("x: «{% if a %}b{% endif %}»", '"{% if a %}b{% endif %}"'),
        ("x: «50% off: {{ a }}»", '"50% off: {{ a }}"'),
        ("x: «@{{ a }}»", '"@{{ a }}"'),
        ("x: «*{{ a }}*»", '"*{{ a }}*"'),
        ("x: «`{{ a }}`»", '"`{{ a }}`"'),
        ("x: «{{ a }»\n", '"{{ a }"'),
        ("x: «{{ a»\ny: b\n", '"{{ a"'),
        ("x: «{{\n  a }}»\n", '"{{ a }}"'),
        ("x:\n  «{{ a }} b»\n", '"{{ a }} b"'),
        ("a: «{{ x }}»\nb: «{{ y }}»\n", '"{{ x }}"'),
        ("a: «{{ x }}»\nb: «{{ y }} z»\n", '"{{ x }}"'),
        ("😀: «{{ a }}»\r\nb: c\r\n", '"{{ a }}"'),
    ],
)
def test_unquoted_braces_are_quoted(marked: str, written: str) -> None:
    assert_marked("unquoted-template", marked)
    text, spans = unmarked(marked)
    findings = read_text(text).findings
    assert findings[0].help == f"quote the value: {written}"
    for finding in reversed(findings):
        assert finding.fix is not None
        assert finding.fix.safe
        [edit] = finding.fix.edits
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text[spans[0].start :].startswith(written)
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "a: Hi {{ b }}",
        "a: x{{ b }}",
        "a: '{{ b }}'",
        "a: |\n  {{ b }}: c\n",
        "a: >\n  {% if b %}c{% endif %}\n",
        "a: {b: {c: d}}",
    ],
)
def test_braces_that_yaml_reads_as_text(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("marked", "help"),
    [
        ("text: a«:» b", "a text with ': ' in it is quoted"),
        ("text: Hi {{ n }}\nfooter: a«:» b\n", "a text with ': ' in it is quoted"),
        ("text: «@»ada", "a text that begins with a sign such as '*', '@', '%' or '`' is quoted"),
        ("text: «`»x`", "a text that begins with a sign such as '*', '@', '%' or '`' is quoted"),
        ("text: *Hi«*» there", "a text that begins with a sign such as '*', '@', '%' or '`' is quoted"),
        ("text: > «q»uote", "a text that begins with '>' or '|' is quoted"),
        ("a:\n«\t»b: 1", "indent with spaces"),
        ("text: 'it'«s»'", "check the quotes: in single quotes ' is written '', in double quotes \" is written \\\""),
        ("a: «[»b", None),
        ("a: «'»b\nc: d\n", None),
        ('a: «"»b\nc: d\n', None),
        ("a: «{»b: c\n", None),
        ("«{% if a %}»\nb: c\n{% endif %}\n", "Jinja runs inside texts; it cannot make keys"),
        ("- a\n«b»: c", None),
        ('a: "«\\»q"', None),
    ],
)
def test_faults_of_syntax_are_found_at_their_character(marked: str, help: str | None) -> None:
    text, spans = unmarked(marked)
    [finding] = read_text(text).findings
    assert (finding.rule, finding.span, finding.help) == ("yaml-syntax", spans[0], help)


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("a: x«\0»y", "U+0000"),
        ("a: x«\x01»", "U+0001"),
        ("a: 😀«\x1b»[31m", "U+001B"),
        ("a: x«\x7f»", "U+007F"),
        ("a: x«\x0b»", "U+000B"),
        ("a: x«\x0c»", "U+000C"),
        ("a: «\ufffe»", "U+FFFE"),
        ("a: ü\r\nb: «\x80»", "U+0080"),
    ],
)
def test_characters_that_yaml_forbids(marked: str, code: str) -> None:
    assert_marked("yaml-syntax", marked)
    assert read_text(unmarked(marked)[0]).findings[0].message == f"the character {code} is not allowed in YAML"


def test_a_lone_surrogate_is_no_character() -> None:
    from waml.source import Source
    from waml.yaml_source import parse

    source = Source("a.yaml", "a: x\ud83dy", "yaml")
    parse(source)
    [finding] = source.findings
    assert finding.message == "a lone surrogate is no character"
    assert source.text[finding.span.start] == "\ud83d"  # type: ignore[union-attr]


@pytest.mark.parametrize("marked", ["«? [a]»\n: b", "{«[a]»: b}", "? «{a: b}»\n: c", "{«[a]», b}"])
def test_keys_are_text(marked: str) -> None:
    text = unmarked(marked)[0]
    assert [rule for rule, _ in faults(text)] == ["key-not-text"]
    assert faults(text)[0][1] in ("[a]", "{a: b}")


def test_documents() -> None:
    source = read_text("a: 1\n---\n---\n- b\n...\n--- c\n...\n")
    assert [plain(root) for root in source.documents] == [{"a": 1}, None, ["b"], "c"]
    assert read_text("").documents == []
    assert read_text("# only\n").documents == []
    assert read_text("---\n").documents[0].value is None  # type: ignore[union-attr]


def test_documents_before_a_fault_are_kept() -> None:
    source = read_text("a: 1\n---\nb: [\n")
    assert [plain(root) for root in source.documents] == [{"a": 1}]
    assert [f.rule for f in source.findings] == ["yaml-syntax"]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (" name: a\nto: b\n", 0),  # what stands behind the slip belongs to it too
        ("name a\nto: b\n", 0),
        ("to: a\n---\n\tto: b\n", 1),
        ("to: a\n---\n to: b\ntext: c\n", 1),
    ],
)
def test_a_document_that_a_fault_cuts_off_is_not_judged(text: str, documents: int) -> None:
    source = read_text(text)
    assert [finding.rule for finding in source.findings] == ["yaml-syntax"]
    assert len(source.documents) == documents
