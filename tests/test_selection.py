"""Which rules hold, how much each matters, and which no setting can touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import waml
from waml.config import Config, ConfigError, load
from waml.inputs import UsageError
from waml.pipeline import Options, check
from waml.rows import catalogue, families, mandatory, names
from waml.selection import ALL, Chosen, Selection, closeness, known

LONG = 'to: "+447700900123"\nbody: Well?\nbuttons: [{title: Twenty-one characters, id: a}]\n'
RULE = "button-title-too-long"


def lint(text: str, config: Config | None = None, **chosen: object) -> dict[str, str]:
    """Return the rules that find something, infos aside, with their severities."""
    found = waml.lint("a.waml.yaml", text=text, config=config or Config(), **chosen)  # type: ignore[arg-type]
    return {d.rule: d.severity for d in found if d.severity != "info"}


def config(tmp_path: Path, text: str) -> Config:
    (tmp_path / "waml.toml").write_text(text, "utf-8")
    found = load(str(tmp_path / "waml.toml"))
    assert found is not None
    return found


def test_names_are_those_of_the_catalogue() -> None:
    assert set(names()) == set(catalogue())
    assert {catalogue()[rule].family.name for rule in names()} == {f"rules/{name}.yaml" for name in families()}
    assert all(catalogue()[rule].family.name == f"rules/{family}.yaml" for rule, family in names().items())


def test_no_family_is_called_as_a_rule() -> None:
    """A word must mean one thing."""
    assert not set(families()) & set(names())


@pytest.mark.parametrize(
    ("chosen", "holds"),
    [
        ({}, True),
        ({"select": RULE}, True),
        ({"select": "empty-text"}, False),
        ({"select": ["empty-text", RULE]}, True),
        ({"select": f"empty-text, {RULE}"}, True),
        ({"select": "button-*"}, True),
        ({"select": "buttons"}, True),
        ({"select": "text"}, False),
        ({"select": "ALL"}, True),
        ({"select": []}, False),
        ({"ignore": RULE}, False),
        ({"ignore": "button-*"}, False),
        ({"ignore": "ALL"}, False),
        ({"ignore": "ALL", "extend_select": "buttons"}, True),
        ({"ignore": "button-*", "select": RULE}, True),
        ({"ignore": "button-*", "select": "buttons"}, False),
        ({"ignore": RULE, "select": RULE}, False),
        ({"select": "text", "extend_select": RULE}, True),
        ({"select": "buttons", "extend_ignore": RULE}, False),
    ],
)
def test_closest_word_wins(chosen: dict[str, str], holds: bool) -> None:
    assert (RULE in lint(LONG, **chosen)) == holds


@pytest.mark.parametrize(
    ("said", "chosen", "holds"),
    [
        (f'ignore = ["{RULE}"]', {}, False),
        (f'extend-ignore = ["{RULE}"]', {}, False),
        ('select = ["text"]', {}, False),
        (f'select = ["text"]\nextend-select = ["{RULE}"]', {}, True),
        (f'ignore = ["{RULE}"]', {"ignore": "empty-text"}, True),
        (f'extend-ignore = ["{RULE}"]', {"ignore": "empty-text"}, False),
        (f'ignore = ["{RULE}"]', {"extend_ignore": "empty-text"}, False),
        (f'ignore = ["{RULE}"]', {"extend_select": RULE}, True),
        (f'ignore = ["{RULE}"]', {"select": "ALL"}, False),
        (f'ignore = ["{RULE}"]', {"select": RULE}, True),
        ('select = ["text"]', {"select": "buttons"}, True),
        (f'select = ["{RULE}"]', {"select": "text"}, False),
        (f'extend-select = ["{RULE}"]', {"select": "text"}, False),
        (f'select = ["{RULE}"]', {"ignore": "buttons"}, True),
        (f'severity = {{{RULE} = "off"}}', {}, False),
        ('severity = {buttons = "off"}', {}, False),
        (f'severity = {{buttons = "off", {RULE} = "warning"}}', {}, False),
        (f'severity = {{{RULE} = "off"}}', {"select": RULE}, True),
    ],
)
def test_command_line_goes_before_the_config(tmp_path: Path, said: str, chosen: dict[str, str], holds: bool) -> None:
    assert (RULE in lint(LONG, config(tmp_path, said), **chosen)) == holds


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("", "error"),
        (f'{RULE} = "error"', "error"),
        (f'{RULE} = "warning"', "warning"),
        ('"button-*" = "warning"', "warning"),
        (f'"button-*" = "error"\n{RULE} = "warning"\nALL = "info"', "warning"),
        ('buttons = "warning"\nALL = "info"', "warning"),
    ],
)
def test_severity(tmp_path: Path, said: str, severity: str) -> None:
    settings = config(tmp_path, f"[severity]\n{said}\n")
    assert lint(LONG, settings)[RULE] == severity
    (target,) = check("a.waml.yaml", LONG.encode(), settings, Options()).targets
    assert [f.severity for f in target.findings if f.rule == RULE] == [severity]
    assert target.has_error() == (severity == "error")


def test_a_rule_turned_down_no_longer_stops_compile(tmp_path: Path) -> None:
    with pytest.raises(waml.CompileError):
        waml.compile("a.waml.yaml", text=LONG, config=Config())
    settings = config(tmp_path, f'severity = {{{RULE} = "warning"}}')
    (compiled,) = waml.compile("a.waml.yaml", text=LONG, config=settings)
    (same,) = waml.compile("a.waml.yaml", text=LONG, config=Config(), ignore=RULE)
    assert compiled == same
    assert compiled.body["interactive"]["action"]["buttons"][0]["reply"]["title"] == "Twenty-one characters"


def test_per_file_ignores(tmp_path: Path) -> None:
    settings = config(tmp_path, f'[per-file-ignores]\n"old/**" = ["{RULE}"]\n"*.draft.waml.yaml" = ["ALL"]\n')
    for name, holds in (("new/a.waml.yaml", True), ("old/a.waml.yaml", False), ("x/a.draft.waml.yaml", False)):
        found = waml.lint(tmp_path / name, text=LONG, config=settings)
        assert (RULE in {d.rule for d in found}) == holds
        assert RULE not in {
            d.rule for d in waml.lint(tmp_path / "old/a.waml.yaml", text=LONG, config=settings, select=RULE)
        }


@pytest.mark.parametrize(
    "text",
    [
        "text: [Hello\n",
        "text: Hello\ntext: Bye\n",
        'to: "+447700900123"\n',
        "location: {latitude: 45.8}\n",
        "text: !!int 3\n",
    ],
)
def test_mandatory_rules_stay(tmp_path: Path, text: str) -> None:
    settings = config(tmp_path, 'severity = {ALL = "off"}\nper-file-ignores = {"*" = ["ALL"]}')
    found = lint(text, settings, ignore="ALL")
    assert found
    assert set(found) <= mandatory()
    with pytest.raises(waml.CompileError):
        waml.compile("a.waml.yaml", text=text, config=settings)


def test_what_the_wire_does_not_take_is_not_written_whatever_is_off() -> None:
    """The rule that explains it is off: the help says so instead of asking for a report."""
    text = 'to: "+447700900123"\ncatalog: {thumbnail: a}\n'
    with pytest.raises(waml.CompileError) as error:
        waml.compile("a.waml.yaml", text=text, config=Config(), ignore="ALL")
    (found,) = error.value.diagnostics
    assert found.rule == "wire-mismatch"
    assert found.help == "a rule that is turned off or down says what is wrong"


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("button-title-to-long", f"did you mean '{RULE}'"),
        ("butons", "did you mean 'buttons'"),
        ("all", "did you mean 'ALL'"),
        ("nothing-*", "no rule matches 'nothing-*'"),
        ("zzzzzzzz", "`waml rules` lists them"),
    ],
)
@pytest.mark.parametrize("option", ["select", "ignore", "extend_select", "extend_ignore"])
def test_a_rule_that_there_is_not(word: str, says: str, option: str) -> None:
    with pytest.raises(UsageError) as error:
        lint(LONG, **{option: word})
    assert says in str(error.value)


@pytest.mark.parametrize("rule", ["yaml-syntax", "wire-mismatch"])
def test_a_mandatory_rule_cannot_be_named_to_turn_it_off(tmp_path: Path, rule: str) -> None:
    assert known([rule]) == (rule,)
    for option in ("ignore", "extend_ignore"):
        with pytest.raises(UsageError, match="mandatory"):
            lint(LONG, **{option: rule})
    for said in (
        f'ignore = ["{rule}"]',
        f'severity = {{{rule} = "warning"}}',
        f'per-file-ignores = {{"*" = ["{rule}"]}}',
    ):
        with pytest.raises(ConfigError, match=r"waml\.toml:1: .*mandatory"):
            config(tmp_path, said)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (
            'providers = ["cloud"]\nignore = ["emty-text"]',
            "waml.toml:2: no rule 'emty-text'; did you mean 'empty-text'?",
        ),
        ('[severity]\nempty-text = "warn"', "waml.toml:2: 'warn' is none of error, warning, info, off"),
        ('[severity]\nemty-text = "warning"', "waml.toml:2: no rule 'emty-text'"),
        ('[per-file-ignores]\n"a" = ["emty-text"]', "waml.toml:2: no rule 'emty-text'"),
        ('[per-file-ignores]\n"a" = "empty-text"', "a list is due"),
        ('fail-on = "never"', "waml.toml:1: 'never' is none of error, warning, info"),
        ("select = [1]", "waml.toml:1: text is due for 'select', not a number or a boolean"),
        ("\nselct = []", "waml.toml:2: the key 'selct' is unknown; did you mean 'select'?"),
        ("respect-gitignore = 3", "true or false is due"),
    ],
)
def test_faults_of_a_config(tmp_path: Path, said: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        config(tmp_path, said)
    assert says in str(error.value)


def test_every_rule_but_the_mandatory_can_be_turned_off() -> None:
    selection = Selection(Chosen(severity=((ALL, "off"),)), Chosen())
    assert {rule for rule in names() if selection.holds(rule)} == mandatory()


WORDS = st.lists(st.sampled_from([ALL, "buttons", "text", "button-*", RULE, "empty-text", "*-text"]), max_size=3).map(
    tuple
)
CHOSEN = st.builds(Chosen, st.none() | WORDS, st.none() | WORDS, WORDS, WORDS)


@given(CHOSEN, CHOSEN, st.sampled_from([RULE, "empty-text", "text-too-long", "no-content"]))
def test_naming_a_rule_on_the_command_line_decides(config: Chosen, run: Chosen, rule: str) -> None:
    """Whatever else is said, `--select RULE` turns it on, `--ignore RULE` off, and neither touches another rule."""
    on = Selection(config, run._replace(extend_select=(*run.extend_select, rule), ignore=None, extend_ignore=()))
    off = Selection(config, run._replace(extend_ignore=(*run.extend_ignore, rule)))
    before = Selection(config, run)
    assert on.holds(rule)
    assert off.holds(rule) == (rule in mandatory())
    other = "location-name-too-long"
    assert off.holds(other) == before.holds(other)
    assert closeness(rule, other) == 0
