"""What the rows of `rules/` allow and refuse, as messages: at a limit, and one past it.

Everything is read from the rows and the schema of the message; a new row needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..paths import parse
from ..providers import NAMES
from ..rows import Row, catalogue, table
from . import definition_fields
from .building import put
from .by_example import by_example
from .counting import another, counted
from .drafts import Case, is_foreign, root, sample_at, with_field, without_field
from .presence import alike, excluding, one_key, requiring, there_or_not
from .trials import Trial, limits


def rows() -> list[Row]:
    """Return the rows that the rulebook judges by; the others name the stage that raises them."""
    return [row for row in catalogue().values() if "raised_by" not in row.raw]


def language_rows() -> list[tuple[str, Mapping[str, Any]]]:
    """Return the rows of the language itself that show a bad file and a good one."""
    return [(name, raw) for name, raw in table("language").items() if "bad" in raw]


def cases() -> Iterator[Case]:
    """Yield every keyword of every row, for every provider that it holds for, at every field that is its own."""
    for row in rows():
        yield from cases_of(row)


def cases_of(row: Row) -> Iterator[Case]:
    """Yield the cases of one row."""
    for provider in row.providers():
        for field, _ in row.fields:
            for keyword in row.constraints:
                case = Case(row, provider, keyword, field)
                if limits(row, keyword, provider) != (None, None) and not is_foreign(case, field):
                    yield case


def exempt(row: Row) -> list[str]:
    """Return the providers of which a row says nothing."""
    return [name for name in NAMES if name not in row.providers()]


def refused(row: Row) -> list[tuple[Case, Trial]]:
    """Return the refused messages of a row."""
    return [(case, trial) for case in cases_of(row) for trial in trials(case) if trial.severity is not None]


def trials(case: Case) -> Iterator[Trial]:
    """Yield the messages that try a case, the allowed ones and the refused ones."""
    past = None
    for trial in definition_fields.trials(case) or KEYWORDS[case.keyword](case):
        if trial.severity is not None and past is None:
            past = trial
        yield trial
    if past is not None:
        yield from _narrowed(case, past)


def _narrowed(case: Case, past: Trial) -> Iterator[Trial]:
    """Break each condition of `when` in turn: the row falls silent. What is not known is said as `unknown` says."""
    for path, wanted in case.row.when.items():
        if path.startswith(("assume.", "definition.")):
            name = path.partition(".")[2]
            other = {**past.assume, name: _other(wanted)}
            yield past._replace(what=f"{path} is another", assume=other, severity=None, path=None)
            known = {key: value for key, value in past.assume.items() if key != name}
            level = case.row.raw.get("unknown")
            yield past._replace(
                what=f"{path} is not known", assume=known, severity=level, path=past.path if level else None
            )
        elif is_foreign(case, path):
            yield past._replace(what=f"{path} of another provider", message=with_field(past.message, case, path))
        elif path not in ("kind", "provider"):
            message = _flipped(case, past.message, path, wanted)
            yield past._replace(what=f"{path} is not {wanted}", message=message, severity=None, path=None)


def _flipped(case: Case, message: dict[str, Any], path: str, wanted: Any) -> dict[str, Any]:
    """The message with one condition of `when` broken."""
    if wanted == "present":
        return without_field(message, case, path)
    if wanted == "absent":
        return put(message, root(case.row), parse(path), sample_at(case.row, parse(path)))
    words = wanted if isinstance(wanted, list) else [wanted]
    return put(message, root(case.row), parse(path), another(words, case, path))


def _other(wanted: Any) -> Any:
    value = wanted[0] if isinstance(wanted, list) else wanted
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else "something-else"


KEYWORDS: Mapping[str, Callable[[Case], Iterator[Trial]]] = {
    **dict.fromkeys(("min_length", "max_length", "min_items", "max_items", "max_total", "range", "one_of"), counted),
    **dict.fromkeys(("required", "forbidden"), there_or_not),
    **dict.fromkeys(("check", "format", "pattern"), by_example),
    "requires": requiring,
    "excludes": excluding,
    "exactly_one_of": one_key,
    "unique": alike,
}
