"""The plugin of pytest. It is loaded by every run that has waml installed, so it imports nothing of waml by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ..api import Compiled
    from ..fixtures.loading import Loaded

MARK = "waml_fixtures"
_MARK = (
    f"{MARK}(*paths, provider=(), group=(), rule=(), seed=0): run the test once for each fixture of message files, "
    "or of a folder that `waml fixtures` wrote; it is the argument `waml_fixture`"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden payloads anew."""
    group = parser.getgroup("waml")
    group.addoption("--waml-update", action="store_true", help="write the golden payloads of waml_golden anew")


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the mark."""
    config.addinivalue_line("markers", _MARK)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with the mark once for each fixture."""
    marks = list(metafunc.definition.iter_markers(MARK))
    if marks and "waml_fixture" in metafunc.fixturenames:
        found = [one for mark in marks for one in _of_mark(mark, metafunc.definition.path.parent)]
        metafunc.parametrize("waml_fixture", found, ids=str)


def _of_mark(mark: pytest.Mark, folder: Path) -> list[Loaded]:
    from ..fixtures.loading import REQUESTS, load, make_all
    from ..inputs import UsageError, known
    from ..rows import catalogue

    wanted = {name: _several(mark.kwargs.get(name, ())) for name in ("provider", "group", "rule")}
    unknown = set(mark.kwargs) - {*wanted, "seed"}
    paths = [str(folder / path) for path in mark.args]
    try:
        for name in sorted(unknown):
            known(name, [*wanted, "seed"], f"argument of {MARK}")
        for name in wanted["group"]:
            known(name, REQUESTS, "group of requests")
        for name in wanted["rule"]:
            known(name, list(catalogue()), "rule")
        if not paths:
            raise UsageError(f"{MARK} names no message file")
        if len(paths) == 1 and Path(paths[0], "index.json").is_file():
            found = load(paths[0])
        else:
            found = make_all(paths, wanted["provider"], wanted["group"], wanted["rule"], mark.kwargs.get("seed", 0))
    except (ValueError, OSError) as error:
        raise pytest.UsageError(f"{MARK}: {error}") from None
    return [one for one in found if all(not names or getattr(one, name) in names for name, names in wanted.items())]


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@pytest.fixture
def waml_fixture(request: pytest.FixtureRequest) -> Loaded:
    """One fixture of `@pytest.mark.waml_fixtures(…)`: a request, its answer and the webhooks that follow."""
    raise pytest.UsageError(f"waml_fixture needs @pytest.mark.{MARK}('messages/…') on {request.node.name}")


@pytest.fixture
def waml_message(request: pytest.FixtureRequest) -> Callable[..., Compiled]:
    """Compile a message of a file beside the test: `waml_message("order.waml.yaml", provider="cloud", city="Oslo")`.

    A variable that is not given has its default, else its example. `name` picks one of several messages, `locale` a
    language. A message with an error fails the test with the report of lint.
    """
    folder = request.path.parent

    def compiled(
        path: str, *, provider: str | None = None, name: str | None = None, locale: str | None = None, **vars: Any
    ) -> Compiled:
        __tracebackhide__ = True
        from ..api import CompileError, compile
        from ..inputs import UsageError

        try:
            found = compile(folder / path, provider=provider or (), locale=locale or (), vars=vars, examples=True)
        except CompileError as error:
            pytest.fail(f"{path} has errors\n\n{error}", pytrace=False)
        except (UsageError, OSError) as error:
            pytest.fail(f"{path}: {error}", pytrace=False)
        chosen = [one for one in found if name in (None, one.name)]
        if len(chosen) != 1:
            listed = ", ".join(f"{one.name} for {one.provider}" for one in found)
            pytest.fail(f"{path}: name, provider and locale leave {len(chosen)} messages of {listed}", pytrace=False)
        return chosen[0]

    return compiled


@pytest.fixture(name="assert_valid_payload")
def _assert_valid_payload() -> Callable[..., None]:
    """`waml.testing.assert_valid_payload`: fail where lint finds an error in a payload."""
    from .asserting import assert_valid_payload

    return assert_valid_payload


@pytest.fixture
def waml_golden(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Hold a payload against a JSON file beside the test: `waml_golden(payload, "golden/order.json")`.

    `pytest --waml-update` writes the file anew.
    """
    folder, update = request.path.parent, request.config.getoption("--waml-update")

    def golden(payload: Any, path: str) -> None:
        __tracebackhide__ = True
        from .asserting import text_of

        text, file = text_of(payload), folder / path
        if update:
            from ..commands.files import with_folders

            with_folders(str(file), text)
            return
        if not file.is_file():
            pytest.fail(f"there is no {path} yet; pytest --waml-update writes it", pytrace=False)
        due = file.read_text("utf-8")
        if due != text:
            from difflib import unified_diff

            lines = unified_diff(due.splitlines(), text.splitlines(), path, "the payload", lineterm="")
            hint = "if it is meant so: pytest --waml-update"
            pytest.fail("\n".join(["the payload is another", *lines, "", hint]), pytrace=False)

    return golden
