"""Parts in other files: what `use` brings, what is wrong with it, and where it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import Result, waml
from waml.api import CompileError, compile, fix, lint
from waml.config import ConfigError, discover, forget
from waml.diagnostic import Diagnostic

TO = 'to: "+15551234567"\n'
ASK = f"{TO}body: Well?\nbuttons: [Fine]\n"
LONG = "footer: 'Acme: everything for the home, for the garden and for all your dogs'\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(**files: str) -> Path:
        """Write files: `m__a` is m/a.waml.yaml, a name that is given whole is that of the file."""
        for name, text in files.items():
            path = tmp_path / (name if "." in name else name.replace("__", "/") + ".waml.yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def found(path: Path, **more: Any) -> list[Diagnostic]:
    """Return what is found in a message, but for infos."""
    return [d for d in lint(path, **more) if d.severity != "info"]


def body_of(path: Path, **vars: Any) -> Any:
    [compiled] = compile(path, vars=vars)
    return compiled.body["interactive"]


def report(folder: Path, *arguments: str) -> Any:
    """Return the JSON report of a run."""
    return json.loads(waml("lint", "--output-format", "json", *arguments, cwd=folder).stdout)["diagnostics"]


# ---- what it brings


def test_a_footer_of_another_file(write: Write) -> None:
    folder = write(m__a="use: {footer: ../parts/acme.waml.yaml}\n" + ASK, parts__acme="footer: Acme\nheader: No\n")
    body = body_of(folder / "m/a.waml.yaml")
    assert body["footer"] == {"text": "Acme"}
    assert "header" not in body


def test_a_path_brings_every_part_that_the_message_has_not(write: Write) -> None:
    part = "footer: Acme\nheader: Shop\nbuttons: [Theirs]\nvars: {n: {type: integer, default: 3}}\n"
    message = f"use: acme.yaml\n{TO}body: Well {{{{ n }}}}?\nheader: Ours\nbuttons: [Mine]\n"
    folder = write(a=message, **{"acme.yaml": part})
    body = body_of(folder / "a.waml.yaml")
    assert (body["header"]["text"], body["footer"]["text"], body["body"]["text"]) == ("Ours", "Acme", "Well 3?")
    assert [button["reply"]["title"] for button in body["action"]["buttons"]] == ["Mine"]


def test_buttons_of_a_part_make_the_message(write: Write) -> None:
    folder = write(a=f"use: b.yaml\n{TO}body: Well?\n", **{"b.yaml": "buttons: [{title: Stop, id: stop}]\n"})
    assert found(folder / "a.waml.yaml") == []
    assert body_of(folder / "a.waml.yaml")["action"]["buttons"][0]["reply"] == {"id": "stop", "title": "Stop"}


def test_a_later_use_goes_before_an_earlier_one(write: Write) -> None:
    parts = {"a.yaml": "footer: A\nheader: A\n", "b.yaml": "footer: B\n"}
    folder = write(m="use: [a.yaml, b.yaml]\n" + ASK, n="use: [b.yaml, {footer: a.yaml}]\n" + ASK, **parts)
    body = body_of(folder / "m.waml.yaml")
    assert (body["header"]["text"], body["footer"]["text"]) == ("A", "B")
    body = body_of(folder / "n.waml.yaml")
    assert body["footer"]["text"] == "A"
    assert "header" not in body


def test_a_part_may_use_another_as_seen_from_itself(write: Write) -> None:
    inner = {"parts/all.yaml": "use: deep/foot.yaml\nheader: Shop\n", "parts/deep/foot.yaml": "footer: Deep\n"}
    folder = write(m__a="use: ../parts/all.yaml\n" + ASK, **inner)
    assert body_of(folder / "m/a.waml.yaml")["footer"]["text"] == "Deep"


def test_the_variables_of_a_part_come_along(write: Write) -> None:
    part = "vars: {brand: {type: string, max_length: 9, default: Acme}, other: {type: integer}}\n"
    part += "footer: '{{ brand }} Ltd'\n"
    folder = write(a="use: {footer: p.yaml}\n" + ASK, **{"p.yaml": part})
    assert found(folder / "a.waml.yaml") == []
    assert body_of(folder / "a.waml.yaml")["footer"]["text"] == "Acme Ltd"
    assert body_of(folder / "a.waml.yaml", brand="Ajax")["footer"]["text"] == "Ajax Ltd"


def test_own_declarations_go_before_those_of_parts(write: Write) -> None:
    part = {"p.yaml": "vars: {brand: Theirs, size: {type: integer, default: 1}}\n"}
    own = f"use: {{vars: p.yaml}}\nvars: {{brand: Ours}}\n{TO}text: '{{{{ brand }}}} {{{{ size }}}}'\n"
    folder = write(a=own, **part)
    [compiled] = compile(folder / "a.waml.yaml")
    assert compiled.body["text"]["body"] == "Ours 1"


def test_a_file_of_declarations_needs_no_key_above_them(write: Write) -> None:
    folder = write(
        a=f"use: {{vars: v.yaml}}\n{TO}text: 'Hi {{{{ who }}}}'\n", **{"v.yaml": "who: {type: string, default: Ada}\n"}
    )
    assert compile(folder / "a.waml.yaml")[0].body["text"]["body"] == "Hi Ada"


@pytest.mark.parametrize("kind", ["define_template", "template"])
def test_parts_go_where_a_template_has_its_own(write: Write, kind: str) -> None:
    define = "define_template: {name: w, language: en, category: utility, body: Hello}\n"
    send = TO + "template: {name: w, language: en}\n"
    part = {
        "p.yaml": "footer: Acme\nbuttons: [Stop]\n"
        if kind == "define_template"
        else "header: {image: 'https://a.example/a.png'}\n"
    }
    folder = write(a="use: p.yaml\n" + (define if kind == "define_template" else send), **part)
    assert found(folder / "a.waml.yaml") == []
    [compiled] = compile(folder / "a.waml.yaml")
    types = [c["type"] for c in (compiled.body.get("template") or compiled.body)["components"]]
    assert types == (["BODY", "FOOTER", "BUTTONS"] if kind == "define_template" else ["header"])


def test_a_part_may_be_json_and_the_message_too(write: Write) -> None:
    message = '{"use": "p.json", "to": "+15551234567", "body": "Well?", "buttons": ["Fine"]}'
    folder = write(**{"a.waml.json": message, "p.json": '{"footer": "Acme\\u0021"}'})
    assert body_of(folder / "a.waml.json")["footer"]["text"] == "Acme!"


# ---- what is wrong with it


@pytest.mark.parametrize(
    ("use", "rule", "message", "help"),
    [
        ("acm.yaml", "part-unreadable", "there is no file 'acm.yaml'", "did you mean 'acme.yaml'?"),
        ("far/acme.yaml", "part-unreadable", "there is no file 'far/acme.yaml'", "there is no folder 'far'"),
        ("parts", "part-unreadable", "'parts' is a folder", "give the path of a file in it"),
        ("https://a.example/p.yaml", "part-unreadable", "is an address, and nothing is ever fetched", None),
        ("list.yaml", "part-unreadable", "'list.yaml' holds no mapping", None),
        ("two.yaml", "part-unreadable", "'two.yaml' holds 2 documents", None),
        ("empty.yaml", "part-unreadable", "'empty.yaml' holds no mapping", None),
        ("self.yaml", "part-cycle", "'self.yaml' uses 'self.yaml': a part cannot hold itself", None),
        ("one.yaml", "part-cycle", "'one.yaml' uses 'other.yaml' uses 'one.yaml'", None),
        ("m.waml.yaml", "part-cycle", "'m.waml.yaml' uses 'm.waml.yaml'", None),
        ("{footer: bare.yaml}", "part-not-there", "'bare.yaml' has no 'footer'", "write 'footer' for 'foter'"),
        ("{vars: acme.yaml}", "part-not-there", "'acme.yaml' has no 'vars'", "it has footer"),
        ("{foter: acme.yaml}", "unknown-key", "the key 'foter' is unknown in 'use'", "did you mean 'footer'?"),
        ("{variables: acme.yaml}", "unknown-key", "the key 'variables' is unknown in 'use'", "write 'vars'"),
        ("bare.yaml", "unknown-key", "the key 'foter' is no part of a message", "did you mean 'footer'?"),
        ("3", "wrong-type", "the path of a file is due", None),
        ("broken.yaml", "yaml-syntax", "", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_use(
    write: Write, monkeypatch: pytest.MonkeyPatch, use: str, rule: str, message: str, help: str | None
) -> None:
    files = {
        "acme.yaml": "footer: Acme\n", "list.yaml": "[a]\n", "two.yaml": "footer: a\n---\nfooter: b\n",
        "self.yaml": "use: self.yaml\nfooter: a\n", "one.yaml": "use: other.yaml\nfooter: a\n", "empty.yaml": "",
        "other.yaml": "use: one.yaml\nfooter: b\n", "bare.yaml": "foter: Acme\n", "broken.yaml": "footer: [a\n",
        "parts/x.yaml": "",
    }  # fmt: skip
    monkeypatch.chdir(write(m=f"use: {use}\n" + ASK, **files))
    [one] = found(Path("m.waml.yaml"))
    assert one.rule == rule
    assert message in one.message
    assert help is None or help in (one.help or "")
    if one.file != "m.waml.yaml":
        assert [(r.message, r.file) for r in one.related][-1] == ("used here", "m.waml.yaml")
    else:
        assert one.start.line == 1


def test_what_is_lost_with_a_part_is_said_once(write: Write) -> None:
    folder = write(a=f"use: gone.yaml\n{TO}body: 'Well, {{{{ who }}}}?'\n")
    assert [d.rule for d in found(folder / "a.waml.yaml")] == ["part-unreadable"]


def test_a_part_stands_in_the_repository(write: Write) -> None:
    files = {"out.yaml": "footer: Out\n", "repo/in.yaml": "footer: In\n"}
    messages = {"repo/m/a.waml.yaml": "use: ../../out.yaml\n" + ASK, "repo/m/b.waml.yaml": "use: ../in.yaml\n" + ASK}
    folder = write(**files, **messages)
    assert found(folder / "repo/m/a.waml.yaml") == []
    (folder / "repo/.git").mkdir()
    (folder / "repo/link.yaml").symlink_to("../out.yaml")
    (folder / "repo/m/c.waml.yaml").write_text("use: ../link.yaml\n" + ASK)
    from waml import part_files

    part_files.repository.cache_clear()
    for name in ("a", "c"):
        [one] = found(folder / f"repo/m/{name}.waml.yaml")
        assert (one.rule, "outside of the project" in one.message) == ("part-unreadable", True)
    assert found(folder / "repo/m/b.waml.yaml") == []


def test_a_pipe_is_not_waited_for(write: Write) -> None:
    import os

    folder = write(a="use: pipe\n" + ASK)
    os.mkfifo(folder / "pipe")
    [one] = found(folder / "a.waml.yaml")
    assert one.message == "'pipe' is no file"


def test_files_that_multiply_are_bounded(write: Write) -> None:
    parts = {f"p{n}.yaml": f"use: [{', '.join([f'p{n + 1}.yaml'] * 9)}]\nfooter: a\n" for n in range(9)}
    folder = write(a="use: p0.yaml\n" + ASK, **parts, **{"p9.yaml": "footer: z\n"})
    assert "the message uses more than 100 files" in {d.message for d in found(folder / "a.waml.yaml")}


# ---- where it is told


def test_a_finding_in_a_part_names_both_files(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(m__a="use: {footer: ../parts/p.yaml}\n" + ASK, **{"parts/p.yaml": "# ours\n" + LONG}))
    [one] = found(Path("m/a.waml.yaml"))
    assert (one.file, one.rule, one.field, one.start.line) == ("parts/p.yaml", "footer-too-long", "footer", 2)
    [way] = one.related
    assert (way.message, way.file, way.start, way.end) == ("used here", "m/a.waml.yaml", (1, 15), (1, 30))


def test_a_chain_of_parts_is_told_from_the_inside(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(m="use: a.yaml\n" + ASK, **{"a.yaml": "use: b.yaml\n", "b.yaml": LONG}))
    [one] = found(Path("m.waml.yaml"))
    assert [r.file for r in one.related] == ["a.yaml", "m.waml.yaml"]


def test_the_same_fault_for_many_messages_is_one_finding(write: Write) -> None:
    messages = {f"m/{n:02}.waml.yaml": "use: ../parts/p.yaml\n" + ASK for n in range(40)}
    folder = write(**messages, **{"parts/p.yaml": LONG})
    [one] = [d for d in report(folder, "m") if d["severity"] == "error"]
    assert (one["file"], len(one["related"]), one["document"]) == ("parts/p.yaml", 40, 0)
    for jobs in ("1", "2"):
        done = waml("lint", "m", "--jobs", jobs, cwd=folder)
        text = done.stdout.decode()
        assert text.count("footer-too-long") == 1
        assert "used in 40 places: m/00.waml.yaml:1:6, m/01.waml.yaml:1:6, m/02.waml.yaml:1:6 and 37 more" in text
        assert "1 error" in text
        assert done.returncode == 1


def test_what_differs_between_messages_is_told_of_each(write: Write) -> None:
    part = {"p.yaml": "footer: '{{ brand }}, everything for the home and for the garden, and the dog'\n"}
    folder = write(
        a="use: p.yaml\nvars: {brand: Ajax}\n" + ASK, b="use: p.yaml\nvars: {brand: Acme Ltd}\n" + ASK, **part
    )
    assert len({d["message"] for d in report(folder) if d["severity"] == "error"}) == 2


@pytest.mark.parametrize("format", ["full", "concise", "github", "gitlab", "junit", "sarif", "json"])
def test_every_format_tells_the_part_and_its_use(write: Write, format: str) -> None:
    folder = write(m__a="use: ../parts/p.yaml\n" + ASK, **{"parts/p.yaml": LONG})
    text = waml("lint", "m", "--output-format", format, cwd=folder).stdout.decode()
    assert "parts/p.yaml" in text
    assert "m/a.waml.yaml" in text
    if format == "full":
        assert f"1 | {LONG.strip()}" in text
    if format == "sarif":
        [result] = [r for r in json.loads(text)["runs"][0]["results"] if r["level"] == "error"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "parts/p.yaml"
        [way] = result["relatedLocations"]
        assert way["physicalLocation"]["artifactLocation"]["uri"] == "m/a.waml.yaml"


def test_a_baseline_counts_a_part_as_a_file(write: Write) -> None:
    folder = write(a="use: p.yaml\n" + ASK, b="use: p.yaml\n" + ASK, **{"p.yaml": LONG})
    waml("lint", ".", "--baseline", "base.json", "--update-baseline", cwd=folder)
    assert json.loads((folder / "base.json").read_text())["files"] == {"p.yaml": {"footer-too-long": 1}}
    assert waml("lint", ".", "--baseline", "base.json", cwd=folder).returncode == 0


@pytest.mark.parametrize("place", ["part", "use"])
def test_a_suppression_holds_in_the_part_and_where_it_is_used(write: Write, place: str) -> None:
    ignore = "# waml: ignore[footer-too-long] the old app cuts it\n"
    part = (ignore if place == "part" else "") + LONG
    folder = write(
        a=(ignore if place == "use" else "") + "use: p.yaml\n" + ASK, b="use: p.yaml\n" + ASK, **{"p.yaml": part}
    )
    assert found(folder / "a.waml.yaml") == []
    assert [d.rule for d in found(folder / "b.waml.yaml")] == (["footer-too-long"] if place == "use" else [])
    assert len(compile(folder / "a.waml.yaml")) == 1
    assert [d.rule for d in found(folder / "a.waml.yaml", ignores=False)][-1] == "footer-too-long"


IGNORED = "# waml: ignore[%s] for old phones\nfooter: '%s'\n"
FOOT = "everything for the home, for the garden and for all your dogs"


def unneeded(folder: Path, *paths: str) -> list[tuple[str, int]]:
    return [(d["file"], d["start"]["line"]) for d in report(folder, *paths) if d["rule"] == "unused-ignore"]


def test_a_suppression_in_a_part_is_unused_where_no_message_needs_it(write: Write) -> None:
    uses = "use: p.waml.yaml\n" + ASK
    folder = write(a=uses, b=uses, p=IGNORED % ("footer-too-long, empty-footer", "Acme"))
    assert unneeded(folder) == unneeded(folder, "p.waml.yaml") == unneeded(folder, "a.waml.yaml", "p.waml.yaml")
    assert unneeded(folder) == [("p.waml.yaml", 1)]
    assert unneeded(folder, "a.waml.yaml") == []  # another message may need it
    done = waml("lint", ".", "--fix", cwd=folder)
    assert done.returncode == 0
    assert (folder / "p.waml.yaml").read_text() == "footer: 'Acme'\n"


def test_a_suppression_in_a_part_that_one_message_needs_stays(write: Write) -> None:
    part = IGNORED % ("footer-too-long", "{{ brand }}")
    long, short = (f"use: p.waml.yaml\nvars: {{brand: '{brand}'}}\n{ASK}" for brand in (FOOT, "Acme"))
    folder = write(a=short, b=long, p=part)
    assert unneeded(folder) == []
    (folder / "b.waml.yaml").write_text(short)
    assert unneeded(folder) == [("p.waml.yaml", 1)]


def test_a_message_that_others_use_has_a_say(write: Write) -> None:
    folder = write(a="use: {footer: b.waml.yaml}\nfooter: Acme\n" + ASK, b=IGNORED % ("footer-too-long", FOOT) + ASK)
    assert unneeded(folder) == []


def test_add_ignores_writes_into_the_part(write: Write) -> None:
    folder = write(a="use: p.yaml\n" + ASK, **{"p.yaml": LONG})
    assert waml("lint", ".", "--add-ignores", cwd=folder).returncode == 0
    assert (folder / "p.yaml").read_text() == "# waml: ignore[footer-too-long]\n" + LONG


def test_rules_are_chosen_by_the_file_of_the_part_too(write: Write) -> None:
    config = '[per-file-ignores]\n"parts/**" = ["footer-too-long"]\n'
    folder = write(m__a="use: ../parts/p.yaml\n" + ASK, **{"parts/p.yaml": LONG, "waml.toml": config})
    assert waml("lint", ".", cwd=folder).returncode == 0
    assert waml("compile", "m", cwd=folder).returncode == 0


def test_a_fix_edits_the_part_once(write: Write) -> None:
    messages = {f"m/{n}.waml.yaml": f"use: ../p.yaml\n{TO}body: Well?\n" for n in range(5)}
    folder = write(**messages, **{"p.yaml": "# ours\nbuttons:\n  - {title: 42, id: yes}\n"})
    diff = waml("lint", "m", "--diff", cwd=folder)
    assert diff.stdout.decode().count('+  - {title: "42", id: yes}') == 1
    assert (diff.returncode, diff.stderr) == (1, b"1 to fix in 1 file\n")
    assert (folder / "p.yaml").read_text().endswith("{title: 42, id: yes}\n")
    done = waml("lint", "m", "--fix", cwd=folder)
    assert b"1 fixed" in done.stdout
    assert done.returncode == 0
    assert (folder / "p.yaml").read_text() == '# ours\nbuttons:\n  - {title: "42", id: yes}\n'


def test_fixes_of_a_message_and_of_its_part(write: Write) -> None:
    folder = write(a=f"use: p.yaml\n{TO}body: 7\n", **{"p.yaml": "buttons: [{title: 42, id: x}]\n"})
    done = waml("lint", ".", "--fix", cwd=folder)
    assert b"2 fixed" in done.stdout
    assert (folder / "a.waml.yaml").read_text() == f'use: p.yaml\n{TO}body: "7"\n'
    assert (folder / "p.yaml").read_text() == 'buttons: [{title: "42", id: x}]\n'


def test_fixing_one_file_in_python_leaves_its_parts(write: Write) -> None:
    folder = write(a=f"use: p.yaml\n{TO}body: 7\n", **{"p.yaml": "buttons: [{title: 42, id: x}]\n"})
    done = fix(folder / "a.waml.yaml")
    assert done.data == f'use: p.yaml\n{TO}body: "7"\n'.encode()


def test_a_fix_that_would_be_in_another_file_is_only_told(write: Write) -> None:
    part = "vars: {who: {type: string, max_length: 5000, example: Ada}}\n"
    folder = write(a=f"use: p.yaml\n{TO}text: 'Hi {{{{ who }}}}'\n", **{"p.yaml": part})
    [one] = found(folder / "a.waml.yaml")
    assert one.fix is None
    assert "who: max_length: 4093 would do" in (one.help or "")
    assert [r.file.rpartition("/")[2] for r in one.related] == ["p.yaml", "p.yaml"]
    told = one.related[1]
    assert told.message == "declare max_length: 4093 of who here"
    assert (told.start.line, part[told.start.column - 1 : told.end.column - 1]) == (1, "5000")


# ---- a part by itself


def test_a_part_in_a_folder_is_no_message(write: Write) -> None:
    folder = write(a="use: p.waml.yaml\n" + ASK, p="footer: Acme\nbuttons: [Stop]\n")
    done = waml("lint", ".", "--show-info", cwd=folder)
    assert done.returncode == 0
    assert b"info[part-alone]" in done.stdout
    compiled = waml("compile", ".", cwd=folder)
    assert compiled.returncode == 0
    assert compiled.stdout.count(b'"messaging_product"') == 1
    assert waml("prove", ".", cwd=folder).returncode == 0


def test_a_part_that_is_checked_by_itself_is_told_with_what_messages_find(write: Write) -> None:
    folder = write(a="use: p.waml.yaml\n" + ASK, p="vars: {n: {type: integer, default: x}}\n" + LONG)
    errors = [d for d in report(folder) if d["severity"] == "error"]
    assert [(d["file"], d["rule"]) for d in errors] == [
        ("p.waml.yaml", "variable-value"),
        ("p.waml.yaml", "footer-too-long"),
    ]
    done = waml("lint", ".", cwd=folder)
    assert LONG.strip() in done.stdout.decode()


def test_a_part_that_is_named_brings_the_messages_that_use_it(write: Write) -> None:
    """A pre-commit hook names what changed: of forty messages with the footer, none did."""
    folder = write(
        m__a="use: ../parts/all.waml.yaml\n" + ASK,
        m__b="use: {footer: ../parts/acme.waml.yaml}\n" + ASK,
        m__other=ASK + LONG,
        parts__all="use: acme.waml.yaml\n",
        parts__acme=LONG,
    )
    (folder / ".git").mkdir()
    done = waml("lint", "parts/acme.waml.yaml", cwd=folder)
    assert done.returncode == 1
    assert done.stderr == b"waml: 3 files that use parts/acme.waml.yaml are checked, too\n"
    errors = [d for d in report(folder, "parts/acme.waml.yaml") if d["severity"] == "error"]
    assert {d["file"] for d in errors} == {"parts/acme.waml.yaml"}
    assert {r["file"] for d in errors for r in d["related"]} == {
        "m/a.waml.yaml",
        "m/b.waml.yaml",
        "parts/all.waml.yaml",
    }
    inside = waml("lint", "acme.waml.yaml", cwd=folder / "parts")
    assert (inside.returncode, inside.stderr) == (1, b"waml: 3 files that use acme.waml.yaml are checked, too\n")


def test_what_uses_a_named_part_is_read_and_not_written(write: Write) -> None:
    part, message = "buttons: [{title: 42, id: x}]\n", f"use: {{buttons: p.waml.yaml}}\n{TO}body: 7\n"
    folder = write(a=message, p=part)
    done = waml("lint", "--fix", "p.waml.yaml", cwd=folder)
    assert done.returncode == 1
    assert (folder / "p.waml.yaml").read_text() == part.replace("42", '"42"')
    assert (folder / "a.waml.yaml").read_text() == message


def test_declarations_that_a_project_shares_bring_its_messages(write: Write) -> None:
    config = 'vars = ["shared.waml.yaml"]\n'
    shared = "vars: {brand: {type: string, max_length: 70, example: Acme}}\n"
    folder = write(m__a=ASK + "footer: '{{ brand }}'\n", shared=shared, **{"waml.toml": config})
    (one,) = [d for d in report(folder, "shared.waml.yaml") if d["severity"] != "info"]
    assert (one["file"], one["rule"]) == ("m/a.waml.yaml", "footer-too-long")


def test_compiling_nothing_but_parts_says_so(write: Write) -> None:
    folder = write(p="footer: Acme\n")
    done = waml("compile", "p.waml.yaml", cwd=folder)
    assert done.stdout == b""
    assert b"p.waml.yaml holds parts of messages, and no message" in done.stderr
    assert done.returncode == 0


# ---- shared variables


SHARED = "brand: {type: string, max_length: 10, default: Acme}\nspare: {type: integer}\n"


@pytest.fixture
def project(write: Write) -> Path:
    forget()
    hello = f"{TO}text: 'Hi from {{{{ brand }}}}'\n"
    return write(m__a=hello, m__b=f"{TO}text: Plain\n", **{"waml.toml": 'vars = ["vars.yaml"]\n', "vars.yaml": SHARED})


def test_a_project_declares_for_all_its_messages(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    done = waml("lint", ".", cwd=project)
    assert done.stdout == b"2 infos (--show-info) in 2 files\n"
    assert compile("m/a.waml.yaml")[0].body["text"]["body"] == "Hi from Acme"
    assert waml("compile", "m", "--var", "brand=Ajax", cwd=project).stdout.count(b"Hi from Ajax") == 1
    assert b"did you mean 'brand'?" in waml("compile", "m", "--var", "brnd=Ajax", cwd=project).stderr


def test_own_variables_go_before_shared_ones_and_parts_between(project: Path) -> None:
    (project / "p.yaml").write_text("vars: {brand: Part}\n")
    use = f"use: {{vars: ../p.yaml}}\n{TO}text: '{{{{ brand }}}}'\n"
    (project / "m/a.waml.yaml").write_text(use)
    assert compile(project / "m/a.waml.yaml")[0].body["text"]["body"] == "Part"
    (project / "m/a.waml.yaml").write_text("vars: {brand: Own}\n" + use)
    assert compile(project / "m/a.waml.yaml")[0].body["text"]["body"] == "Own"


def test_a_later_file_of_variables_goes_before_an_earlier_one(project: Path) -> None:
    (project / "waml.toml").write_text('vars = ["vars.yaml", "more.yaml"]\n')
    (project / "more.yaml").write_text("vars: {brand: Later}\n")
    forget()
    assert compile(project / "m/a.waml.yaml")[0].body["text"]["body"] == "Hi from Later"


def test_where_a_shared_value_came_from_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    (project / "m/a.waml.yaml").write_text(f"{TO}body: Well?\nbuttons: ['{{{{ brand }}}}, all of it, really']\n")
    one = found(Path("m/a.waml.yaml"))[0]
    assert [(r.message, r.file, r.start) for r in one.related] == [
        ("'brand' is 4 characters: its default", "vars.yaml", (1, 48))
    ]


def test_a_fault_of_a_shared_declaration_is_told_once(project: Path) -> None:
    (project / "vars.yaml").write_text("brand: {type: string, max_length: 3, default: Acme}\n")
    (project / "m/b.waml.yaml").write_text(f"{TO}text: '{{{{ brand }}}}'\n")
    errors = [d for d in report(project) if d["severity"] == "error"]
    assert [(d["file"], d["rule"], d["start"]["line"]) for d in errors] == [("vars.yaml", "variable-value", 1)]


def test_for_each_sees_shared_variables(project: Path) -> None:
    (project / "vars.yaml").write_text("answers: [Fine, Bad]\n")
    (project / "m/a.waml.yaml").write_text(f"{TO}body: Well?\nbuttons: [{{for_each: answers, title: same}}]\n")
    assert "undeclared-variable" not in {d.rule for d in found(project / "m/a.waml.yaml")}


def test_a_config_names_files_that_are_there(project: Path) -> None:
    (project / "waml.toml").write_text('vars = ["gone.yaml"]\n')
    forget()
    with pytest.raises(ConfigError, match=r"waml\.toml:1: there is no file of variables 'gone\.yaml'"):
        discover(str(project))
    assert waml("lint", ".", cwd=project).returncode == 2
    forget()


def test_the_settings_show_the_files_of_variables(project: Path) -> None:
    assert b'vars = ["vars.yaml"]  # waml.toml' in waml("lint", ".", "--show-settings", cwd=project).stdout


def test_values_of_later_files_go_before_those_of_earlier_ones(project: Path) -> None:
    (project / "base.yaml").write_text("brand: Base\n")
    (project / "prod.toml").write_text('brand = "Prod"\n')

    def run(*options: str) -> Result:
        return waml("compile", "m/a.waml.yaml", *options, cwd=project)

    assert b"Hi from Prod" in run("--vars", "base.yaml", "--vars", "prod.toml").stdout
    assert b"Hi from Base" in run("--vars", "prod.toml", "--vars", "base.yaml").stdout
    assert b"Hi from Mine" in run("--vars", "base.yaml", "--vars", "prod.toml", "--var", "brand=Mine").stdout


def test_an_error_of_a_part_stops_compile(write: Write) -> None:
    folder = write(a="use: p.yaml\n" + ASK, **{"p.yaml": LONG})
    with pytest.raises(CompileError) as raised:
        compile(folder / "a.waml.yaml")
    assert "p.yaml:1:" in str(raised.value)
