"""Parts in other files: what `use` brings, what is wrong with it, and where it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from waml.api import compile, lint
from waml.diagnostic import Diagnostic

TO = 'to: "+15551234567"\n'
ASK = f"{TO}body: Well?\nbuttons: [Fine]\n"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".yaml" if "." not in name else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def found(path: Path, **more: Any) -> list[Diagnostic]:
    return [d for d in lint(path, **more) if d.severity != "info"]


def body_of(path: Path, **vars: Any) -> Any:
    [compiled] = compile(path, vars=vars)
    return compiled.body["interactive"]


def test_a_footer_of_another_file(write: Any) -> None:
    folder = write(
        m__a="use: {footer: ../parts/acme.yaml}\n" + ASK, parts__acme="footer: Acme\nheader: Not asked for\n"
    )
    body = body_of(folder / "m/a.yaml")
    assert body["footer"] == {"text": "Acme"}
    assert "header" not in body


def test_a_path_brings_every_part_that_the_message_has_not(write: Any) -> None:
    part = "footer: Acme\nheader: Shop\nbuttons: [Theirs]\nvars: {n: {type: integer, default: 3}}\n"
    folder = write(a=f"use: acme.yaml\n{TO}body: Well {{{{ n }}}}?\nheader: Ours\nbuttons: [Mine]\n", acme=part)
    body = body_of(folder / "a.yaml")
    assert (body["header"]["text"], body["footer"]["text"], body["body"]["text"]) == ("Ours", "Acme", "Well 3?")
    assert [button["reply"]["title"] for button in body["action"]["buttons"]] == ["Mine"]
