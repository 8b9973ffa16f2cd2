"""What the language server tells of files that a message uses: parts, shared variables, languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.editor import offered, open_at
from waml.lsp.findings import published
from waml.lsp.hover import hover
from waml.lsp.navigation import definition

TO = 'to: "+15551234567"\n'
ASK = f"{TO}body: Well?\nbuttons: [Fine]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "p.yaml").write_text(
        "# ours\nvars: {brand: {type: string, max_length: 9, default: Acme}}\nfooter: Fine\n"
    )
    (tmp_path / "de.yaml").write_text("hello: Hallo\nbye: Ade\n")
    return tmp_path


def asked(marked: str, folder: Path) -> Any:
    """Return where the definition of what stands at the cursor is: file, line from 0, character."""
    document, place = open_at(marked, path=folder / "m.waml.yaml")
    found = definition(document, "file:///m", place)
    several = found if isinstance(found, list) else [found] if found is not None else []
    return [(one.uri.rpartition("/")[2], one.range.start.line, one.range.start.character) for one in several]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("use: p.y^aml\n" + ASK, [("p.yaml", 0, 0)]),
        ("use: {footer: ^p.yaml}\n" + ASK, [("p.yaml", 2, 0)]),
        ("use: [p.yaml, {vars: 'p.ya^ml'}]\n" + ASK, [("p.yaml", 1, 0)]),
        ("use: gone.ya^ml\n" + ASK, []),
        ("use: p.yaml\n" + TO + 'text: "{{ br^and }}"\n', [("p.yaml", 1, 7)]),
        ("locales: {de: de.y^aml}\n" + TO + 'text: "{{ t.bye }}"\n', [("de.yaml", 0, 0)]),
        ("locales: {en: {bye: A}, de: de.yaml}\n" + TO + 'text: "{{ t.b^ye }}"\n',
         [("m.waml.yaml", 0, 15), ("de.yaml", 1, 0)]),
        ("locales: {en: {bye: Bye}}\n" + TO + 'text: "{{ t.by^ }}"\n', []),
    ],
)  # fmt: skip
def test_definitions_in_other_files(project: Path, marked: str, found: list[Any]) -> None:
    (project / "m.waml.yaml").write_text(marked.replace("^", ""))
    assert asked(marked, project) == found


def test_a_finding_in_a_part_is_told_where_the_message_uses_it(project: Path) -> None:
    (project / "p.yaml").write_text("# ours\nfooter: " + "x" * 61 + "\n")
    document, _ = open_at("use: p.yaml^\n" + ASK, path=project / "m.waml.yaml")
    [one] = [d for d in published(document) if d.severity == types.DiagnosticSeverity.Error]
    assert one.message.startswith("p.yaml: footer is 61 characters")
    assert (one.range.start, one.range.end) == (types.Position(0, 5), types.Position(0, 11))
    assert one.related_information is not None
    there = one.related_information[0].location
    assert (there.uri.rpartition("/")[2], there.range.start) == ("p.yaml", types.Position(1, 68))


def test_shared_variables_and_texts_are_offered_and_told(project: Path) -> None:
    path = project / "m.waml.yaml"
    assert "brand" in offered("use: p.yaml\n" + TO + 'text: "{{ ^ }}"\n', path=path)
    assert offered("locales: {de: de.yaml}\n" + TO + 'text: "{{ t.^ }}"\n', path=path) == ["bye", "hello"]
    document, place = open_at("use: p.yaml\n" + TO + 'text: "{{ bra^nd }}"\n', path=path)
    told = hover(document, place)
    assert told is not None
    assert "max_length 9" in told.contents.value  # type: ignore[union-attr]
