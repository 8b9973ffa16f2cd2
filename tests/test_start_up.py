"""What a cold lint of one file costs: it imports what it uses, and compiles the expressions that it needs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from waml.lazy import late
from waml.rows import catalogue, row_of

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "quick-start" / "order-shipped.waml.yaml"
CONFIG = 'providers = ["cloud"]\n\n[assume]\nwindow = "open"\n'
TEXT = 'to: "+15551234567"\ntext: Hello\n'

SEEN = """
import json, sys
sys.argv = ["waml", "lint", sys.argv[1]]
from waml.__main__ import main
try:
    main()
except SystemExit as end:
    assert end.code == 0
import yaml, re, gc
postponed = yaml.reader.Reader.NON_PRINTABLE._compiled is None
print(json.dumps({"modules": [*sys.modules], "postponed": postponed, "compile": re.compile.__name__}))
"""

TEXT_ROOMS = """
__main__ breach carries checked checks claims commands commands.lint commands.options commands.reporting config
constraints derived diagnostic discovery expressions faults fields formats formatting inputs lazy linting message
named nodes own_families paths pipeline placed plan providers reader reports reports.full reports.merged resolving
resources rows rulebook rules schemas selection settling shape slots source spelling subject times units values
variables yaml_source
"""
"""The rooms that a text needs. One more here is one more for every run of everybody."""

OTHERS = """
bounds bounds.declared bounds.domain bounds.findings bounds.limits bounds.measures bounds.opened checks_buttons globs
patterns
"""
"""What buttons, variables with constraints and a config add."""

LIBRARIES = {"atexit", "bisect", "gc", "json", "tomllib", "string", "locale", "zlib"}
"""What is imported beside click and PyYAML."""


def seen(script: str, *arguments: str, cwd: Path) -> Any:
    """Return what a new process says on its last line."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    script = "import json, sys, click, yaml\nprint(json.dumps([*sys.modules]))"
    return {*seen(script, cwd=tmp_path_factory.mktemp("bare"))}


@pytest.mark.parametrize("config", [False, True])
def test_a_cold_lint_imports_only_what_it_uses(tmp_path: Path, libraries: set[str], config: bool) -> None:
    """A message with buttons and a variable, and a config; a text, and none."""
    file = tmp_path / "a.waml.yaml"
    file.write_text(EXAMPLE.read_text("utf-8") if config else TEXT, "utf-8")
    if config:
        (tmp_path / "waml.toml").write_text(CONFIG, "utf-8")
    found = seen(SEEN, "a.waml.yaml", cwd=tmp_path)
    rooms = {name.removeprefix("waml.") for name in found["modules"] if name.startswith("waml.")}
    allowed = {*TEXT_ROOMS.split(), *(OTHERS.split() if config else ())}
    assert rooms - allowed == set(), "every run pays for these: import them late, or list them above"
    heads = {name.partition(".")[0].removeprefix("_") for name in {*found["modules"]} - libraries}
    assert heads - {"waml", *(LIBRARIES if config else LIBRARIES - {"tomllib"})} == set()


def test_what_no_run_needs_of_a_library_is_not_compiled(tmp_path: Path) -> None:
    (tmp_path / "a.waml.yaml").write_text(TEXT, "utf-8")
    found = seen(SEEN, "a.waml.yaml", cwd=tmp_path)
    assert found["postponed"]
    assert found["compile"] == "compile"


# ---- expressions that are compiled late


def compiled_by(name: str, pattern: str) -> Any:
    """Compile a pattern as a module of a name does."""
    space = {"__name__": name, "re": re}
    exec(f"found = re.compile({pattern!r}, re.IGNORECASE)", space)
    return space["found"]


def test_only_the_packages_named_compile_late() -> None:
    with late("slow", "other"):
        postponed = compiled_by("slow.reader", "a+")
        assert isinstance(compiled_by("slower", "a+"), re.Pattern)
    assert isinstance(compiled_by("slow.reader", "a+"), re.Pattern)
    assert postponed._compiled is None
    assert postponed.fullmatch("AAA")
    assert postponed.pattern == "a+"


def test_compiling_is_as_before_whatever_happens() -> None:
    before = re.compile
    with pytest.raises(KeyError), late("slow"):
        raise KeyError
    assert re.compile is before


def test_libraries_work_with_what_was_postponed(tmp_path: Path) -> None:
    """PyYAML's own reader, tomllib and Jinja use the methods of their patterns, and nothing else."""
    script = """
import json
from waml.lazy import late
with late("yaml", "tomllib", "jinja2"):
    import yaml, tomllib, jinja2
    jinja = jinja2.Environment()
assert jinja2.utils._http_re._compiled is None
assert yaml.reader.Reader.NON_PRINTABLE._compiled is None and tomllib._re.RE_NUMBER._compiled is None
read = yaml.safe_load("a: 1\\nb: 2001-12-14T21:59:43Z\\nc: [1.5, yes, ~, 0x1F, =x]\\n")
read |= tomllib.loads("d = 1_000\\ne = 1979-05-27T07:32:00Z\\nf = 07:32:00\\ng = -1.5e3")
try:
    yaml.safe_load("a: \\x01")
except yaml.reader.ReaderError as error:
    read["error"] = error.reason
template = "{% for i in [1.5, 2] %}{{ '%s!'|format(i) }}{# no #} {%- endfor %} {{ 'a b'|title }} {{ 'a b'|wordcount }}"
template += " {% raw %}{{{% endraw %} {{ 'see www.example.com'|urlize }}"
read["jinja"] = jinja.from_string(template).render()
print(json.dumps(read, default=str))
"""
    assert seen(script, cwd=tmp_path) == {
        "a": 1,
        "b": "2001-12-14 21:59:43+00:00",
        "c": [1.5, True, None, 31, "=x"],
        "d": 1000,
        "e": "1979-05-27 07:32:00+00:00",
        "f": "07:32:00",
        "g": -1500.0,
        "error": "special characters are not allowed",
        "jinja": '1.5!2! A B 2 {{ see <a href="https://www.example.com" rel="noopener">www.example.com</a>',
    }


# ---- findings


def test_the_row_of_a_finding_is_found_without_the_rows_of_other_families() -> None:
    assert all(row_of(name) is row for name, row in catalogue().items())
    assert row_of("no-such-rule") is None
    script = """
import json
from waml import rows
source = rows.source_of("on-premise-sunset", "360dialog-onprem")
print(json.dumps([source["publisher"], rows.catalogue.cache_info().currsize, rows.family.cache_info().currsize]))
"""
    assert seen(script, cwd=Path.cwd()) == ["360dialog", 0, 1]
