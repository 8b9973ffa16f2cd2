"""The rows of `rules/` as data: well-formed, reachable, and the only place of a provider's limit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Any

import pytest
from each import each
from jsonschema import Draft202012Validator

import waml
from waml.boundaries.building import blocks_of_others, shape_of
from waml.boundaries.drafts import is_loaded, kinds_for, root
from waml.carries import section
from waml.checks import CHECKS, FORMATS
from waml.constraints import SAYS
from waml.derived import DERIVED
from waml.hydrated import FIELDS
from waml.message import group, shape
from waml.nodes import plain
from waml.paths import parse
from waml.providers import NAMES
from waml.resources import rules, schema
from waml.rows import CONSTRAINTS, Row, catalogue, family, like, pick, table
from waml.source import read

COMPILER = Path(waml.__file__).parent
FILES = sorted(path.stem for path in (COMPILER.parent / "rules").glob("*.yaml"))
DATA = {"answers", "index", "sources", "codes", "carries", "silence", "languages"}
FAMILIES = [name for name in FILES if name not in DATA | {"language"}]
ALL = list(catalogue().values())
ROWS = [row for row in ALL if "raised_by" not in row.raw]
PLACEHOLDERS = {"field", "value", "length", "count", "limit", "provider", "other", "unit"}
"""What a `says` may name: what the rulebook always knows, and what a check may add."""


def by_name(row: Row) -> str:
    return row.name


def whole(name: str) -> Any:
    """Return a file of `rules/` read as any YAML file is."""
    source = read(name, rules(f"{name}.yaml"))
    assert not source.findings, source.findings
    return plain(source.documents[0])


# ---- the files


@pytest.mark.parametrize("name", FAMILIES)
def test_family_is_valid(name: str) -> None:
    errors = Draft202012Validator(schema("rule")).iter_errors(whole(name))
    assert [f"{'.'.join(map(str, error.path))}: {error.message[:200]}" for error in errors] == []


@pytest.mark.parametrize("name", [name for name in FILES if name != "silence"])
def test_file_cut_into_entries_is_the_file_read_whole(name: str) -> None:
    assert _plain(table(name)) == whole(name)


def _plain(value: Any) -> Any:
    """Tables as the mappings that they stand for."""
    return {key: _plain(item) for key, item in value.items()} if hasattr(value, "items") else value


@pytest.mark.parametrize("name", ["kinds", "fields", "buttons", "template_buttons", "dressing"])
def test_section_of_carries_is_that_of_the_file(name: str) -> None:
    assert _plain(section(name)) == whole("carries")[name]


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_known_without_reading_a_row_is_what_it_says(name: str) -> None:
    rows = whole(name)
    for row in family(name):
        stated = rows[row.name]["field"]
        assert [path for path, _ in row.fields] == ([stated] if isinstance(stated, str) else stated)
        assert row.is_required == ("required" in rows[row.name])
        assert _plain(row.raw) == rows[row.name]


def test_every_file_is_in_the_index() -> None:
    index = table("index")
    named = [*index["always"], *index["payload"], *chain.from_iterable(index["kinds"].values())]
    named += chain.from_iterable(index["parts"].values())
    named += [name for entry in index["providers"].values() for name in entry.get("families", [])]
    named += [name for facts in index["facts"].values() for families in facts.values() for name in families]
    assert set(named) - {"language"} == set(FAMILIES)
    assert list(index["providers"]) == list(NAMES)
    assert set(index["kinds"]) == set(group("content"))


def test_a_name_stands_once() -> None:
    names = [name for file in [*FAMILIES, "language"] for name in table(file)]
    aliases = [alias for row in ALL for alias in row.raw.get("aliases", [])]
    assert sorted(names + aliases) == sorted(set(names + aliases))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names + aliases)


# ---- each row


@each(ROWS, by_name)
def test_row_is_loaded_wherever_its_field_can_stand(row: Row) -> None:
    content = set(group("content"))
    for provider in row.providers():
        for field, segments in row.fields:
            if row.scope == "payload":
                assert row.family.name in {f"rules/{name}.yaml" for name in table("index")["payload"]}
            elif segments[0] not in blocks_of_others(provider):
                kinds = kinds_for(row, provider, field)
                assert kinds, f"no kind loads {row.family.name} for {provider}"
                due = [kind for kind in kinds if kind in content]
                missing = [kind for kind in due if not is_loaded(row, kind, provider, field)]
                assert not missing, f"{field}: {missing} do not load {row.family.name} for {provider}"


@each(ROWS, by_name)
def test_every_path_of_a_row_is_a_field(row: Row) -> None:
    beside = [*row.when]
    for keyword in ("requires", "excludes"):
        stated = row.raw.get(keyword, [])
        beside += [stated] if isinstance(stated, str) else stated
    keys = row.raw.get("exactly_one_of", [])
    for field, key in product([path for path, _ in row.fields], _each(keys)):
        beside.append(f"{field}.{key}")
    for path in [*(path for path, _ in row.fields), *beside]:
        assert _is_field(path, row), path


def _each(keys: Any) -> set[str]:
    return set(chain.from_iterable(keys.values())) if hasattr(keys, "values") else set(keys)


def _is_field(path: str, row: Row) -> bool:
    if path in ("kind", "provider") or path in DERIVED or path in FIELDS:
        return True
    segments = parse(path)
    if segments[0] == "assume":
        assumed = shape().field("assume")
        return assumed is not None and len(segments) == 2 and str(segments[1]) in assumed.fields
    return shape_of(segments, root(row)) is not None


def test_every_derived_path_stands_in_a_mapping() -> None:
    for path in DERIVED:
        assert shape_of(parse(path)[:-1]) is not None, path


@each(ROWS, by_name)
def test_every_name_that_a_row_uses_is_known(row: Row) -> None:
    raw, sources, codes = row.raw, table("sources"), table("codes")
    for stated in (raw["source"], raw.get("warn", {}).get("source", {})):
        assert [name for names in stated.values() for name in names if name not in sources] == []
    for provider, listed in raw.get("prevents", {}).items():
        known = {str(code) for code in {**codes.get("cloud", {}), **codes.get(provider, {})}} if provider in (
            "cloud", "360dialog") else {str(code) for code in codes[provider]}  # fmt: skip
        assert [code for code in listed if str(code) not in known] == []
        heirs = [name for name in NAMES if name == provider or like(name) == provider]
        assert any(row.sources(name) for name in heirs), f"{provider} has no source: there is nothing to prevent"
    for stated in (raw, raw.get("warn", {})):
        assert stated.get("check") in {None, *CHECKS}
        assert stated.get("format") in {None, *FORMATS}


@each(ROWS, by_name)
def test_row_has_a_limit_for_everybody_that_it_names(row: Row) -> None:
    assert row.constraints
    for provider in row.providers():
        assert any(row.limit(keyword, provider) is not None for keyword in row.constraints), provider
    named = {provider for keyword in row.constraints for provider in _providers(row.raw[keyword])}
    assert [provider for provider in named if not row.sources(provider)] == []


def _providers(stated: Any) -> list[str]:
    return [name for name in stated if name in NAMES] if isinstance(stated, dict) or hasattr(stated, "items") else []


@each(ROWS, by_name)
def test_row_says_what_can_be_said(row: Row) -> None:
    says = row.raw.get("says")
    texts = [text for text in (says, row.raw.get("help")) if text is not None]
    for text in texts:
        assert not re.match(r"[A-Z][a-z]", text) or text.split()[0] in PROPER, f"begins with a capital: {text}"
        assert not re.search(r"[^\s.]\.$", text), f"ends in a full stop: {text}"
    for keyword in row.constraints:
        placeholders = set(re.findall(r"\{(\w+)\}", says or SAYS[keyword]))
        assert placeholders <= PLACEHOLDERS, placeholders - PLACEHOLDERS
    if {"check", "format", "pattern"} & set(row.constraints):
        assert says
        assert "bad" in row.raw
        assert "good" in row.raw


PROPER = {"HTML", "Markdown", "Meta", "WhatsApp", "Infobip", "Pilot", "Cloud"}
"""Names that begin a text with a capital of their own."""


@each([row for row in ALL if "bad" in row.raw and row in ROWS], by_name)
def test_examples_of_a_row_are_messages(row: Row) -> None:
    from waml.message import assumed, long_form

    if row.scope == "payload":
        return
    for name in ("bad", "good"):
        message = {key: value for key, value in row.raw[name].items() if key != "assume"}
        assert long_form(message) == message, name
        facts = row.raw[name].get("assume", {})
        assert assumed({key: fact for key, fact in facts.items() if not isinstance(fact, list)})[1] == []


# ---- no limit of a provider outside `rules/`

# Numbers so small, or so round in any program, that they say nothing by themselves.
_PLAIN = {*range(-2, 11), 16, 60, 100, 1000}
"""Counting, indexes, bases, seconds, percentages and milliseconds."""


@cache
def _numbers_of_rules() -> set[float]:
    found: set[float] = set()
    for row in ROWS:
        for keyword in CONSTRAINTS:
            for stated in (row.raw.get(keyword), row.raw.get("warn", {}).get(keyword)):
                found |= set(_numbers(stated))
        found |= set(_numbers(row.raw.get("with")))
    return found - _PLAIN


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif hasattr(value, "values"):
        for item in value.values():
            yield from _numbers(item)


OURS = {"maxsize", "indent", "width"}
"""Keywords of the standard library, whose numbers are never a provider's."""


@each(sorted(COMPILER.rglob("*.py")))
def test_no_limit_of_a_provider_stands_in_the_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    limits = _numbers_of_rules()
    found = [
        (node.lineno, node.value)
        for judged in _judging(tree)
        for node in ast.walk(judged)
        if isinstance(node, ast.Constant)
        and not isinstance(node.value, (bool, str, bytes))
        and node.value in limits
        and not (ast.get_source_segment(text, node) or "").startswith("0x")  # a code point, not a count
    ]
    assert found == []


def _judging(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what could hold a limit: comparisons, keywords, defaults and bounds. A constant of a module has a name
    and a text that says whose it is.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield node
        elif isinstance(node, ast.Call):
            yield from (keyword.value for keyword in node.keywords if keyword.arg not in OURS)
            if isinstance(node.func, ast.Name) and node.func.id in ("min", "max", "range"):
                yield from node.args
        elif isinstance(node, ast.arguments):
            yield from (default for default in (*node.defaults, *node.kw_defaults) if default is not None)


@each(ALL, by_name)
def test_what_is_read_off_the_text_is_what_is_said(row: Row) -> None:
    """`holds_for` and the severity of what is inferred look at the text, `sources` at what it says."""
    for provider in table("index")["providers"]:
        assert row.holds_for(provider) == bool(row.sources(provider))
        stated = pick(row.raw.get("severity", "error"), provider, "error")
        inferred = row.sources(provider) == ["inferred"]
        assert row.severity(provider) == ("warning" if inferred and stated == "error" else stated)
