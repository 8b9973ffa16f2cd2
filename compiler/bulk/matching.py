"""Which column of a table fills which variable of a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostic import closest, did_you_mean
from ..inputs import UsageError

_SIGNS = ";\t|"
"""What else than a comma tables are written with."""


def sources(names: list[str], wanted: Mapping[str, bool], pairs: Mapping[str, str], path: str) -> dict[str, str]:
    """Return for each variable its column: that of `--map`, else that of its name.

    `wanted` tells for each variable whether it must have one. Raises UsageError for a column that is not there.
    """
    for name, source in pairs.items():
        if name not in wanted:
            hint = did_you_mean(name, wanted) or f"declared: {', '.join(wanted)}"
            raise UsageError(f"--map {name}={source}: the message declares no variable '{name}'; {hint}")
        if source not in names:
            hint = did_you_mean(source, names) or f"there are {', '.join(names)}"
            raise UsageError(f"--map {name}={source}: '{path}' has no column '{source}'; {hint}")
    found = {name: pairs.get(name, name) for name in wanted if name in pairs or name in names}
    missing = [name for name, must in wanted.items() if must and name not in found]
    if missing:
        listed = ", ".join(f"'{name}'" for name in missing)
        word = "column" if len(missing) == 1 else "columns"
        raise UsageError(f"'{path}' has no {word} {listed}, which the message needs; {_hint(missing, names)}")
    return found


def passed_over(names: list[str], wanted: Mapping[str, bool], found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the variables that take their default, each with a column that may have been meant for it."""
    unused = [name for name in names if name not in found.values()]
    for name in wanted:
        near = closest(name, unused) if name not in found else None
        if near is not None:
            yield name, near


def _hint(missing: list[str], names: list[str]) -> str:
    sign = next((sign for sign in _SIGNS if sign in names[0]), None) if len(names) == 1 else None
    if sign is not None:
        return f"its cells seem to stand between '{sign}': say --delimiter '{sign}'".replace("\t", "\\t")
    near = {name: closest(name, names) for name in missing}
    say = " ".join(f"--map {name}={column or 'COLUMN'}" for name, column in near.items())
    if all(near.values()):
        return "did you mean " + ", ".join(f"'{column}'" for column in near.values()) + f"? then say {say}"
    return f"there are {', '.join(names) or 'none'}: say {say}"
