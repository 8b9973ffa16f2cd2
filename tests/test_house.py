"""The walls of the house: packaging, the direction of imports, the plan that ARCHITECTURE.md draws."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from each import each

ROOT = Path(__file__).resolve().parents[1]
COMPILER = ROOT / "compiler"
MODULES = sorted(COMPILER.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return what a module says; several tests ask."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return the dotted name of a module below `waml`."""
    parts = list(path.relative_to(COMPILER).with_suffix("").parts)
    return ".".join(["waml", *(parts[:-1] if parts[-1] == "__init__" else parts)])


NAMES = {name_of(module) for module in MODULES}


def imports_of(path: Path) -> set[str]:
    """Return the modules of waml that a module imports while it is imported itself."""
    package = name_of(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    found = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            target = ".".join([*base, *(node.module.split(".") if node.module else [])])
            for alias in node.names:
                inner = f"{target}.{alias.name}"
                found.add(inner if inner in NAMES else target)
    return found - {name_of(path)}


def test_packages_are_listed_and_exist() -> None:
    """Left out of the list, a package works in an editable install and is missing from the wheel."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {name_of(path) for path in COMPILER.rglob("__init__.py")}
    folders |= {f"waml.{name}" for name in ("rules", "schemas") if (ROOT / name / "__init__.py").is_file()}
    assert set(settings["packages"]) == folders


def test_imports_have_no_circle() -> None:
    graph = {name_of(path): imports_of(path) for path in MODULES}
    # A package is imported before its modules; that it offers them is no circle.
    for name, targets in graph.items():
        targets -= {parent for parent in targets if name.startswith(parent + ".")}
    TopologicalSorter(graph).prepare()


@each(MODULES, name_of)
def test_imports_inside_the_package_are_relative(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            assert not (node.module or "").startswith(("waml", "compiler"))


def test_named_tuples_are_the_cheap_ones() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and path.name != "named.py":
                names = {alias.name for alias in node.names} & {"NamedTuple", "namedtuple", "dataclass"}
                assert not names or (node.level and node.module == "named"), path


def test_every_room_is_in_the_plan() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {path.name for path in COMPILER.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert {room for room in rooms if f"`{room}`" not in plan} == set()
    assert {named for named in re.findall(r"`(\w+\.py)`", plan) if named not in rooms} == set()


def test_data_folders_hold_no_code() -> None:
    for folder in ("rules", "schemas"):
        code = list((ROOT / folder).rglob("*.py"))
        assert [path.name for path in code] == ["__init__.py"]
        body = ast.parse(code[0].read_text(encoding="utf-8")).body
        assert len(body) == 1
        assert isinstance(body[0], ast.Expr)


LISTENER = COMPILER / "testing" / "serving.py"
"""The one module that opens a socket: `waml stub` listens, on this machine only, and sends nothing on."""


def test_nothing_needs_the_network() -> None:
    for path in MODULES:
        if path == LISTENER:
            continue
        for node in ast.walk(tree_of(path)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            assert not {name.split(".")[0] for name in names} & {"socket", "ssl", "http", "requests", "ftplib"}, path
            assert "urllib.request" not in names, path


def test_only_the_stub_listens_and_only_to_this_machine() -> None:
    tree = ast.parse(LISTENER.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    network = {"socket", "ssl", "http", "urllib", "requests", "ftplib"}
    assert {name for name in imported if name and name.split(".")[0] in network} == {"http.server"}
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert "127.0.0.1" in constants
    users = {path for path in MODULES if "testing.serving" in path.read_text(encoding="utf-8")} - {LISTENER}
    assert users == {COMPILER / "commands" / "stub.py"}


def test_no_two_modules_of_the_tests_share_a_name() -> None:
    """pytest imports them by it: of two alike the second is an error, and only where both are collected."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name not in ("__init__.py", "conftest.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
