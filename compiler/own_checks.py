"""Checks of somebody's own: functions that an entry point of the group `waml.checks` names.

A check takes the value of a row's field, the subject (a message for a provider, and what is assumed) and the row's
`with` as keywords; it yields a `Fault` for each thing that is wrong, `Fault(path, words)`: the path is seen from the
field, the words are put into the row's `says`. It is pure, and a value of UNKNOWN never reaches it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .checks import CHECKS, Check
from .diagnostic import did_you_mean
from .faults import Fault

GROUP = "waml.checks"


def installed(name: str) -> Check | None:
    """Return a check that an installed package offers, or None. Raises ConfigError where it cannot be imported."""
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP, name=name):
        try:
            return _guarded(name, point.load())
        except Exception as error:
            raise _failed(name, error) from error
    return None


def check_named(name: str) -> str | None:
    """Return what is wrong with the name of a check; None where there is one. Raises ConfigError."""
    try:
        CHECKS[name]
    except KeyError:
        hint = did_you_mean(name, list(CHECKS))
        said = f"there is no check '{name}', and no installed package has an entry point of that name in '{GROUP}'"
        return said + (f"; {hint}" if hint else "")
    return None


def accepts(name: str, given: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the `with` of a check; None where the check takes it."""
    from inspect import Parameter, signature

    check = CHECKS[name]
    parameters = signature(getattr(check, "__wrapped__", check)).parameters.values()
    if any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters):
        return None
    named = {one.name: one.default for one in list(parameters)[2:]}
    missing = [key for key, default in named.items() if default is Parameter.empty and key not in given]
    if missing:
        return f"the check '{name}' needs 'with: {{{missing[0]}: …}}'"
    strange = next((key for key in given if key not in named), None)
    if strange is None:
        return None
    hint = did_you_mean(strange, named) or (f"it takes {', '.join(named)}" if named else "it takes nothing")
    return f"the check '{name}' takes no '{strange}'; {hint}"


def _guarded(name: str, check: Any) -> Check:
    """Return a check whose exceptions are faults of the config: they are nobody's traceback."""
    from functools import wraps

    @wraps(check)
    def run(value: Any, subject: Any, **numbers: Any) -> Iterator[Fault]:
        try:
            for fault in check(value, subject, **numbers) or ():
                yield Fault(tuple(fault.path), dict(fault.args))
        except Exception as error:
            raise _failed(name, error) from error

    return run


def _failed(name: str, error: Exception) -> Exception:
    from .config import ConfigError

    if isinstance(error, ConfigError):
        return error
    said = str(error).partition("\n")[0]
    return ConfigError(f"the check '{name}' fails: {type(error).__name__}" + (f": {said}" if said else ""))
