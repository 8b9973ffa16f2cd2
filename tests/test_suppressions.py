# ruff: noqa: E501 (tables of cases are read across)
"""Comments that suppress findings: what they cover, what is wrong with them, and writing them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import waml
from waml.__main__ import main
from waml.checked import Options
from waml.comments import find
from waml.config import Config, forget
from waml.diagnostic import Diagnostic
from waml.fixing import apply
from waml.ignoring import add
from waml.pipeline import check
from waml.rows import mandatory
from waml.source import read
from waml.suppressions import RULES

TO = 'to: "+447700900123"\n'
LONG = "Twenty-one characters"
TITLE = "button-title-too-long"
ONE = f"{TO}body: Well?\nbuttons:\n  - title: {LONG}\n    id: a\n"


def lint(text: str, name: str = "a.waml.yaml", **more: object) -> list[Diagnostic]:
    """Return what is found, infos aside."""
    found = waml.lint(name, text=text, config=Config(), **more)  # type: ignore[arg-type]
    return [d for d in found if d.severity != "info"]


def rules(text: str, **more: object) -> list[str]:
    return sorted(d.rule for d in lint(text, **more))


def run(*arguments: str, cwd: Path, monkeypatch: pytest.MonkeyPatch, stdin: str = "") -> Result:
    monkeypatch.chdir(cwd)
    forget()
    return CliRunner().invoke(main, ["lint", *arguments], input=stdin, catch_exceptions=False)


# ---- what a comment covers

BLOCK = f"{TO}body: {{0}}|{{1}}\n  Hi *there,\n\n  x # waml: ignore[in-the-text]\nbuttons: [Fine]\n"
FLOW = f"{TO}body: Well?\nbuttons: {{0}}[\n  {{{{title: {LONG}, id: a}}}},{{1}}\n  {{{{title: Fine, id: b}}}}{{2}}\n]{{3}}\n"


@pytest.mark.parametrize(
    ("text", "rule", "covered"),
    [
        (f"{TO}text: ''  # waml: ignore[empty-text]\n", "empty-text", True),
        (f"{TO}text: '' # waml:ignore [ empty-text , {TITLE}] because it comes later\n", "empty-text", True),
        (f"{TO}# waml: ignore[empty-text]\ntext: ''\n", "empty-text", True),
        (f"{TO}# waml: ignore[empty-text]\n# and so on\n\ntext: ''\n", "empty-text", True),
        (f"{TO}# TODO # waml: ignore[empty-text]\ntext: ''\n", "empty-text", True),
        (f"{TO}text: '' # TODO # waml: ignore[empty-text]\n", "empty-text", True),
        (f"{TO}text: '' # waml: ignore[{TITLE}] # waml: ignore[empty-text]\n", "empty-text", True),
        (f"{TO}text: ''\n# waml: ignore[empty-text]\n", "empty-text", False),
        (f"# waml: ignore[empty-text]\n{TO}text: ''\n", "empty-text", False),
        (f"{TO}text: '' # waml: ignore[{TITLE}]\n", "empty-text", False),
        (f"{TO}text: '' # see waml: ignore[empty-text]\n", "empty-text", False),
        ("# waml: file-ignore[empty-text]\n" + f"{TO}text: ''\n", "empty-text", True),
        (f"{TO}text: ''\n# waml: file-ignore[empty-text]\n", "empty-text", True),
        # a block of text, and a comment on its first line
        (BLOCK.format("", " # waml: ignore[unbalanced-formatting]"), "unbalanced-formatting", True),
        (BLOCK.format("", "-2 # waml: ignore[unbalanced-formatting]").replace("  Hi", "    Hi").replace("  x", "    x"),
         "unbalanced-formatting", True),
        (BLOCK.format("&a ", " # waml: ignore[unbalanced-formatting]"), "unbalanced-formatting", True),
        (BLOCK.format("", "").replace("body", "# waml: ignore[unbalanced-formatting]\nbody"), "unbalanced-formatting", True),
        (BLOCK.format("", ""), "unbalanced-formatting", False),
        # a text over several lines
        (f'{TO}text: "*Hi\n  there"  # waml: ignore[unbalanced-formatting]\n', "unbalanced-formatting", True),
        (f"{TO}text: '*Hi\n  # waml: ignore[unbalanced-formatting]'\n", "unbalanced-formatting", False),
        (f"{TO}text: '*Hi # waml: ignore[unbalanced-formatting]\n  there'\n", "unbalanced-formatting", False),
        # a key with all below it, an item, an entry of an item
        (ONE.replace("buttons:", f"buttons: # waml: ignore[{TITLE}]"), TITLE, True),
        (ONE.replace("buttons:", f"# waml: ignore[{TITLE}]\nbuttons:"), TITLE, True),
        (ONE.replace("  - title", f"  # waml: ignore[{TITLE}]\n  - title"), TITLE, True),
        (ONE.replace("    id", f"    # waml: ignore[{TITLE}]\n    id"), TITLE, False),
        (ONE.replace(LONG, f"{LONG} # waml: ignore[{TITLE}]"), TITLE, True),
        (ONE.replace("id: a", f"id: a # waml: ignore[{TITLE}]"), TITLE, False),
        (ONE.replace("body: Well?", f"body: Well? # waml: ignore[{TITLE}]"), TITLE, False),
        (f"{TO}body: Well?\nbuttons:\n  - {LONG} # waml: ignore[{TITLE}]\n", TITLE, True),
        (f"{TO}body: Well?\nbuttons:\n  # waml: ignore[{TITLE}]\n  - {LONG}\n  - Fine\n", TITLE, True),
        (f"{TO}body: Well?\nbuttons:\n  # waml: ignore[{TITLE}]\n  - Fine\n  - {LONG}\n", TITLE, False),
        (f"{TO}body: Well?\nbuttons:\n# waml: ignore[{TITLE}]\n- {LONG}\n", TITLE, True),
        # brackets
        (FLOW.format("", f" # waml: ignore[{TITLE}]", "", ""), TITLE, True),
        (FLOW.format("", "", f" # waml: ignore[{TITLE}]", ""), TITLE, False),
        (FLOW.format("", "", "", f" # waml: ignore[{TITLE}]"), TITLE, True),
        (FLOW.format("", "", "", "").replace("[", f"[ # waml: ignore[{TITLE}]"), TITLE, True),
        (FLOW.format("", "", "", "").replace("[\n", f"[\n# waml: ignore[{TITLE}]\n"), TITLE, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_what_is_covered(text: str, rule: str, covered: bool, line_break: str) -> None:
    text = text.replace("\n", line_break)
    assert (rule in rules(text)) == (not covered)
    assert rule in rules(text, ignores=False)


def test_of_several_documents_a_comment_covers_its_own_and_file_ignore_all() -> None:
    empty = f"{TO}text: ''\n"
    assert rules(f"{empty}---\n# waml: ignore[empty-text]\n{empty}") == ["empty-text"] * 2 + ["unused-ignore"]
    covered = empty.replace("text", "# waml: ignore[empty-text]\ntext")
    assert [(d.rule, d.document) for d in lint(f"{covered}---\n{empty}")] == [("empty-text", 1)]
    assert rules(f"{empty}---\n# waml: file-ignore[empty-text]\n{empty}") == []


def test_a_suppression_is_for_all_providers_and_stops_no_compile() -> None:
    text = ONE.replace(LONG, f"{LONG} # waml: ignore[{TITLE}]")
    assert rules(text, provider=["cloud", "360dialog"]) == []
    (target,) = check("a.waml.yaml", text.encode(), Config(), Options()).targets
    assert not target.has_error()
    assert TITLE not in {finding.rule for finding in target.findings}
    (compiled,) = waml.compile("a.waml.yaml", text=text, config=Config())
    assert compiled.body["interactive"]["action"]["buttons"][0]["reply"]["title"] == LONG
    with pytest.raises(waml.CompileError):
        waml.compile("a.waml.yaml", text=text, config=Config(), ignores=False)


def test_what_cannot_be_built_is_not_suppressed() -> None:
    text = f"{TO}location: {{latitude: 45.8}} # waml: ignore[missing-key]\n"
    assert rules(text) == ["missing-key", "unused-ignore"]
    assert lint(text)[1].message == "'missing-key' cannot be ignored"
    with pytest.raises(waml.CompileError):
        waml.compile("a.waml.yaml", text=text, config=Config())


def test_a_file_that_cannot_be_read_has_no_unused_suppressions() -> None:
    assert rules(f"{TO}text: 'Hi' # waml: ignore[empty-text]\nfooter: [x\n# waml: ignore[empty-text]\n") == [
        "yaml-syntax"
    ]


def test_json_has_no_comments() -> None:
    text = '{"to": "+447700900123", "text": "# waml: ignore[empty-text]", "footer": "# waml: ignore"}'
    assert not set(rules(text, name="a.waml.json")) & set(RULES)


def test_nothing_is_read_closely_without_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not speak to waml pays nothing."""
    import waml.suppressions

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(waml.suppressions, "Suppressions", never)
    assert rules(ONE) == [TITLE]
    with pytest.raises(AssertionError):
        rules(ONE + "# waml: x\n")


# ---- what is wrong with a comment


@pytest.mark.parametrize(
    ("comment", "rule", "message", "help"),
    [
        ("ignore", "blanket-ignore", "'waml: ignore' names no rule, and suppresses nothing",
         "name what it is for: # waml: ignore[empty-text]"),
        ("ignore[]", "blanket-ignore", "'waml: ignore' names no rule, and suppresses nothing",
         "name what it is for: # waml: ignore[empty-text]"),
        ("file-ignore all of it", "blanket-ignore", "'waml: file-ignore' names no rule, and suppresses nothing",
         "name what it is for: # waml: file-ignore[empty-text]"),
        ("ignore[emty-text]", "unknown-ignore", "no rule 'emty-text'", "did you mean 'empty-text'?"),
        ("ignore[zzzzzzz]", "unknown-ignore", "no rule 'zzzzzzz'", "`waml rules` lists them"),
        ("ignore[ALL]", "unknown-ignore", "no rule 'ALL'", "`waml rules` lists them"),
        ("ignore[empty-*]", "unknown-ignore", "no rule 'empty-*'", "did you mean 'empty-text'?"),
        ("ignore[empty-text", "unknown-ignore", "the list of rules is not closed", "write ']' after it"),
        ("ignroe[empty-text]", "unknown-ignore", "there is no 'waml: ignroe'", "did you mean 'ignore'?"),
        ("disable[empty-text]", "unknown-ignore", "there is no 'waml: disable'", None),
        ("fileignore", "unknown-ignore", "there is no 'waml: fileignore'", "did you mean 'file-ignore'?"),
        (f"ignore[{TITLE}]", "unused-ignore", f"'{TITLE}' finds nothing here", "remove the comment"),
        (f"ignore[{TITLE}, text-too-long]", "unused-ignore", f"'{TITLE}', 'text-too-long' find nothing here",
         "remove the comment"),
        ("ignore[yaml-syntax]", "unused-ignore", "'yaml-syntax' cannot be ignored", "remove the comment"),
        ("ignore[unused-ignore]", "unused-ignore", "'unused-ignore' cannot be ignored", "remove the comment"),
    ],
)  # fmt: skip
def test_faults_of_comments(comment: str, rule: str, message: str, help: str | None) -> None:
    text = f"{TO}text: '' # waml: {comment}\n"
    empty, fault = lint(text)
    assert empty.rule == "empty-text"
    assert (fault.rule, fault.severity, fault.message, fault.help) == (rule, "warning", message, help)
    assert text.splitlines()[1][fault.start.column - 1 : fault.end.column - 1] == f"# waml: {comment}"
    assert fault.rule not in rules(text, ignore=rule)
    assert rules(f"# waml: file-ignore[{rule}] we know\n{text}") == ["empty-text"]
    assert rules(text, ignores=False) == ["empty-text"]


@pytest.mark.parametrize("comment", ["we speak of waml here", "a colon", "see below", "ignoring all of it is no use"])
def test_prose_is_no_suppression(comment: str) -> None:
    assert rules(f"{TO}text: Hi # waml: {comment}\n") == []


def test_of_two_suppressions_the_wider_is_not_needed() -> None:
    text = f"# waml: file-ignore[empty-text]\n{TO}text: '' # waml: ignore[empty-text]\n"
    (found,) = lint(text)
    assert (found.rule, found.start.line) == ("unused-ignore", 1)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (f"{TO}text: Hi # waml: ignore[outside-window] only without the fact\n", {}),
        (f"{TO}template: {{name: a, language: en}} # waml: ignore[template-not-registered]\n", {}),
        (f"{TO}text: Hi # waml: ignore[empty-text]\n", {"select": "text-too-long"}),
        (f"providers: [cloud, infobip]\n{TO}text: Hi # waml: ignore[empty-text] of another\n", {"provider": "cloud"}),
        ("vars: {a: {type: string, example: b}}\n" + f"{TO}text: 'x{{{{ a }}}}' # waml: ignore[empty-text]\n", {"vars": {"a": ""}}),
        ("define_template: {name: a, language: en, category: utility, body: {text: Hi}} # waml: ignore[duplicate-template-text]\n", {}),
    ],
)  # fmt: skip
def test_what_another_run_may_need_is_not_called_unused(text: str, options: dict[str, object]) -> None:
    assert "unused-ignore" not in rules(text, **options)


def test_findings_beside_other_files_are_suppressed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "define_template:\n  name: {0}\n  language: en_US\n  category: utility\n  body: Hello there # waml: {1}\n"
    (tmp_path / "a.waml.yaml").write_text(text.format("a", "x"), "utf-8")
    (tmp_path / "b.waml.yaml").write_text(text.format("b", "x"), "utf-8")
    assert "duplicate-template-text" in run(cwd=tmp_path, monkeypatch=monkeypatch).stdout
    (tmp_path / "b.waml.yaml").write_text(text.format("b", "ignore[duplicate-template-text]"), "utf-8")
    assert run(cwd=tmp_path, monkeypatch=monkeypatch).stdout == "no findings in 2 files\n"
    assert "duplicate-template-text" in run("--no-ignores", cwd=tmp_path, monkeypatch=monkeypatch).stdout
    assert "duplicate-template-text" not in run(
        "--no-ignores", "--ignore", "definition", cwd=tmp_path, monkeypatch=monkeypatch
    ).stdout  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"text: Hi # waml: ignore[{TITLE}]", "text: Hi"),
        (f"text: Hi\t# waml: ignore[{TITLE}] why", "text: Hi"),
        (f"# waml: ignore[{TITLE}]\ntext: Hi", "text: Hi"),
        (f"text: Hi\n  # waml: ignore[{TITLE}]", "text: Hi"),
        (f"text: Hi # keep # waml: ignore[{TITLE}]", "text: Hi # keep"),
        (f"# waml: file-ignore[{TITLE}] # waml: file-ignore[text-too-long]\ntext: Hi", "text: Hi"),
        (f"text: '' # waml: ignore[{TITLE}, empty-text] why", "text: '' # waml: ignore[empty-text] why"),
        (f"text: '' # waml: ignore[ empty-text,{TITLE},text-too-long ]", "text: '' # waml: ignore[empty-text]"),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_unused_suppressions_are_fixed(before: str, after: str, line_break: str) -> None:
    data = f"{TO}{before}\n".replace("\n", line_break)
    for _ in range(3):
        fixes = [d.fix for d in lint(data) if d.fix is not None]
        assert all(fix.safe for fix in fixes)
        data = apply(data.encode(), fixes)[0].decode()
    assert data.replace(line_break, "\n").strip() == f"{TO}{after}".strip()
    assert "unused-ignore" not in rules(data)


# ---- finding comments

SCALARS = st.sampled_from([
    "plain", "'# waml: ignore[x]'", '"a # waml: ignore[x] \\" # waml: y"', "a#waml:z", '"x\n    # waml: ignore[z]"',
    "|\n    # waml: ignore[q]\n    x # waml: r", ">-\n    x\n\n    # waml: s", "'it''s # waml: t'", "&a plain", "!!str x", "", "{b: '# waml: c'}",
])  # fmt: skip
COMMENTS = st.sampled_from(["", "# waml: ignore[x]", "# not ours", "# we # waml: here"])


@given(st.lists(st.tuples(SCALARS, COMMENTS, COMMENTS), max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_comments_are_found_where_they_are_and_nowhere_else(parts: list[tuple[str, str, str]], line_break: str) -> None:
    text, expected = "", []
    for at, (value, behind, below) in enumerate(parts):
        text += f"k{at}:"
        first, block, rest = (value, "", "") if value[:1] not in ("|", ">") else value.partition("\n")
        text += f" {first}" if first else ""
        if behind:
            text += " "
            expected += [len(text.replace("\n", line_break)) + behind.index("# waml:")] if "# waml:" in behind else []
            text += behind
        text += f"{block}{rest}\n"
        if below:
            expected += [len(text.replace("\n", line_break)) + below.index("# waml:")] if "# waml:" in below else []
            text += f"{below}\n"
    source = read("a.yaml", text.replace("\n", line_break).encode())
    assert source.findings == []
    assert [comment.start for comment in find(source)] == expected


# ---- writing them


def added(text: str, reason: str = "", name: str = "a.waml.yaml") -> str:
    return add(name, text.encode(), lint(text, name=name), reason).data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("text: ''", "# waml: ignore[empty-text]\ntext: ''"),
        (
            f"body: Well?\nbuttons:\n  - title: {LONG}\n    id: a",
            f"body: Well?\nbuttons:\n  # waml: ignore[{TITLE}]\n  - title: {LONG}\n    id: a",
        ),
        (
            f"body: Well?\nbuttons:\n  - id: a\n    title: {LONG}",
            f"body: Well?\nbuttons:\n  - id: a\n    # waml: ignore[{TITLE}]\n    title: {LONG}",
        ),
        (f"body: Well?\nbuttons: [{LONG}]", f"body: Well?\n# waml: ignore[{TITLE}]\nbuttons: [{LONG}]"),
        (
            f"body: Well?\nbuttons: [\n\t{LONG},\n]",
            f"body: Well?\nbuttons: [\n\t# waml: ignore[{TITLE}]\n\t{LONG},\n]",
        ),
        ("body: |\n  *Hi\n\n\nbuttons: [Fine]", "# waml: ignore[unbalanced-formatting]\nbody: |\n  *Hi\n\n\nbuttons: [Fine]"),
        ("text: '' # waml: ignore[unbalanced-formatting] why", "text: '' # waml: ignore[unbalanced-formatting, empty-text] why"),
        ("# waml: ignore[unbalanced-formatting]\n# and\ntext: ''", "# waml: ignore[unbalanced-formatting, empty-text]\n# and\ntext: ''"),
        ("# waml: file-ignore[outside-window]\ntext: ''", "# waml: file-ignore[outside-window]\n# waml: ignore[empty-text]\ntext: ''"),
        ("text: Hi", "text: Hi"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_suppressions_are_written_above_the_key(before: str, after: str, line_break: str) -> None:
    before, after = (f"{TO}{text}\n".replace("\n", line_break) for text in (before, after))
    # A suppression of a rule that finds nothing is there to be added to; it is not the matter here.
    assert added(before) == after
    assert added(after) == after
    assert not set(rules(after)) - {"unused-ignore"}


def test_a_reason_is_one_line() -> None:
    assert added(f"{TO}text: ''\n", "  as before,\n see the ticket ") == (
        f"{TO}# waml: ignore[empty-text] as before, see the ticket\ntext: ''\n"
    )


def test_what_cannot_be_suppressed_is_left() -> None:
    for name, text in (
        ("a.waml.yaml", f"{{{TO.strip()}, text: ''}}\n"),
        ("a.waml.json", '{"to": "+447700900123", "text": ""}'),
    ):
        done = add(name, text.encode(), lint(text, name=name))
        assert done.data == text.encode()
        assert [d.rule for d in done.left] == ["empty-text"]
    for text in ("text: [Hello\n", f"{TO}location: {{latitude: 1}}\n", f"{TO}text: Hi # waml: ignore\n"):
        assert add("a.waml.yaml", text.encode(), lint(text)).data == text.encode()


PARTS = st.lists(
    st.sampled_from([
        "header: ''", "body: '*Hi'", "body: |\n  *Hi\n\n", "footer: >-\n  _x", f"footer: {LONG * 4}", "# a note", "",
        f"buttons:\n  - title: {LONG}\n    id: a\n  - {{title: {LONG}, id: a}}", f"buttons: [{LONG}, 'x{LONG}']",
        f"buttons:\n# here\n- {LONG}\n-   title:   {LONG}   # there", "reply_to: ''", "biz_opaque_callback_data: x",
        f"list:\n  button: {LONG}\n  sections:\n  - rows:\n    - {{id: a, title: {LONG * 2}}}\n    -\n      id: a\n      title: {LONG * 3}",
    ]),
    max_size=5,
    unique_by=lambda part: part.partition(":")[0] or part,
)  # fmt: skip


@given(PARTS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_after_writing_nothing_is_found_and_nothing_else_has_changed(
    parts: list[str], line_break: str, bom: bool
) -> None:
    text = "\n".join([TO.strip(), *parts, ""]).replace("\n", line_break)
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    done = add("a.waml.yaml", data, lint(text), "old")
    assert done.data.startswith(b"\xef\xbb\xbf") == bom
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = done.data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    assert b"".join(line for line in lines if b"# waml: ignore[" not in line) == data
    left = {d.rule for d in lint(done.data.decode("utf-8-sig"))}
    cannot = {d.rule for d in lint(text)} & mandatory()
    assert left <= cannot | {d.rule for d in done.left}
    again = add("a.waml.yaml", done.data, lint(done.data.decode("utf-8-sig")), "old")
    assert again.data == done.data


def test_the_verb_writes_into_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.waml.yaml").write_bytes(ONE.replace("\n", "\r\n").encode())
    (tmp_path / "b.waml.json").write_text('{"to": "+447700900123", "text": ""}', "utf-8")
    (tmp_path / "c.waml.yaml").write_text(f"{{{TO.strip()}, text: ''}}\n", "utf-8")
    (tmp_path / "d.waml.yaml").write_text(f"{TO}text: Hi\n", "utf-8")
    (tmp_path / "a.waml.yaml").chmod(0o640)
    result = run("--add-ignores", ".", cwd=tmp_path, monkeypatch=monkeypatch)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "waml: added 1 suppression in 1 file",
        "waml: b.waml.json: JSON has no comments: use per-file-ignores or a baseline",
        "waml: c.waml.yaml:1:29: no line to write a comment above: empty-text",
    ]
    written = (tmp_path / "a.waml.yaml").read_bytes().decode()
    assert written == ONE.replace("  - title", f"  # waml: ignore[{TITLE}]\n  - title").replace("\n", "\r\n")
    assert (tmp_path / "a.waml.yaml").stat().st_mode & 0o777 == 0o640
    assert "2 errors" in result.stdout
    again = run("--add-ignores=why", "a.waml.yaml", cwd=tmp_path, monkeypatch=monkeypatch)
    assert (again.exit_code, again.stderr) == (0, "waml: added 0 suppressions in 0 files\n")
    assert (tmp_path / "a.waml.yaml").read_bytes().decode() == written
    reasoned = run("--add-ignores=the old form", "-", cwd=tmp_path, monkeypatch=monkeypatch, stdin=ONE)
    assert (reasoned.exit_code, reasoned.stderr) == (2, "waml: --add-ignores writes into files, and stdin is none\n")
    (tmp_path / "e.waml.yaml").write_text(f"{TO}text: ''\n", "utf-8")
    assert run("--add-ignores=the old form", "e.waml.yaml", cwd=tmp_path, monkeypatch=monkeypatch).exit_code == 0
    assert (tmp_path / "e.waml.yaml").read_text("utf-8") == f"{TO}# waml: ignore[empty-text] the old form\ntext: ''\n"
    both = run("--add-ignores", "--no-ignores", "a.waml.yaml", cwd=tmp_path, monkeypatch=monkeypatch)
    assert both.exit_code == 2


def test_infos_are_suppressed_where_they_fail_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.waml.yaml").write_text(f"{TO}text: Hi\n", "utf-8")
    run("--add-ignores", cwd=tmp_path, monkeypatch=monkeypatch)
    assert (tmp_path / "a.waml.yaml").read_text("utf-8") == f"{TO}text: Hi\n"
    assert run("--add-ignores", "--fail-on", "info", cwd=tmp_path, monkeypatch=monkeypatch).exit_code == 0
    assert "# waml: ignore[outside-window]" in (tmp_path / "a.waml.yaml").read_text("utf-8")


def test_suppressed_findings_are_in_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.waml.yaml").write_text(f"{TO}text: '' # waml: ignore[empty-text]\n", "utf-8")
    report = json.loads(run("--output-format", "json", cwd=tmp_path, monkeypatch=monkeypatch).stdout)
    assert [d["rule"] for d in report["diagnostics"]] == ["outside-window"]
    shown = json.loads(run("--output-format", "json", "--no-ignores", cwd=tmp_path, monkeypatch=monkeypatch).stdout)
    assert "empty-text" in [d["rule"] for d in shown["diagnostics"]]
