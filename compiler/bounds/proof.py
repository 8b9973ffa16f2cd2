"""Proving a message: every limit that applies to it, held against all that its variables allow."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from ..checked import Checked, Options, Target
from ..diagnostic import Path
from ..named import NamedTuple
from ..shape import UNKNOWN
from ..subject import Subject
from ..variables import Supplied, Variables
from .domain import length_of
from .findings import confirmed
from .hydrating import filled
from .limits import Held, held
from .opened import Opened
from .witness import plain, varied

ORIGIN = "the worst case"


class Proof(NamedTuple):
    """What was held against what, for one document and provider, and the values that come closest to a limit."""

    target: Target
    limits: tuple[Held, ...]
    worst_case: Mapping[str, Any]
    """Values by name; a variable that has none in the worst case is not among them."""
    fields: Mapping[Path, str]

    def count(self, verdict: str) -> int:
        """Return how many limits have a verdict."""
        return sum(one.verdict == verdict for one in self.limits)


def prove(target: Target, supplied: Mapping[str, Supplied]) -> Proof:
    """Hold every limit of a target against what its open variables allow."""
    opened = Opened(target.authored, target.variables or Variables(), supplied, target.provider)
    base = os.path.dirname(target.authored.source.name) or "."
    subject = Subject(target.message, target.provider, target.assume, base, target.own)
    subject = opened.subject(subject)
    found = [confirmed(one, opened) for one in held(subject, opened.bound, None, opened.counting)]
    found += filled(subject, opened)
    return Proof(target, tuple(found), _worst_case(found, opened), {one.path: opened.spell(one.path) for one in found})


def _worst_case(found: Iterable[Held], opened: Opened) -> dict[str, Any]:
    """Return values of the open variables: of the limit that is closest first, then what no limit has decided."""
    values: dict[str, Any] = {}
    for one in sorted((one for one in found if _nearness(one) > 0), key=_nearness, reverse=True):
        node, bound = opened.fields.get(one.path), one.bound
        if opened.open <= values.keys():
            break
        if one.keyword in ("max_items", "max_total"):
            reached = opened.reach_count(one, True, values)
        elif node is not None and bound is not None and not opened.resting(node) <= values.keys():
            reached = opened.reach(node, bound, True, values)
        else:
            continue
        if reached is not None:
            values = {**{name: value for name, value in reached[0].items() if name in opened.open}, **values}
    for name in sorted(opened.open - set(values)):
        declaration = opened.declaration(name)
        value = plain(opened.state[name], declaration)
        endless = (length_of(opened.state[name]) or (0, 0))[1] is None
        given = declaration.get("default", declaration.get("example"))
        value = given if given is not None and (endless or value is None) else value
        if value is not None:
            values[name] = value
    return {
        name: varied(values[name], opened.declaration(name))
        for name in opened.variables.declared
        if values.get(name, UNKNOWN) is not UNKNOWN
    }


def _nearness(one: Held) -> float:
    if not one.keyword.startswith("max") or not one.is_open or not isinstance(one.longest, int):
        return 0
    return float(one.longest / max(one.limit, 1))


def at_worst(checked: Checked, options: Options, again: Any) -> Checked:
    """Return a checked file with each target at its worst case; `again` checks it with other options."""
    targets: list[Target] = []
    diagnostics: dict[Any, None] = {}
    for target in checked.targets:
        values = prove(target, options.supplied).worst_case
        supplied = {name: Supplied(value, ORIGIN, False) for name, value in values.items()}
        locales = (target.locale,) if target.locale is not None else ()
        # What has no value in the worst case has none.
        run = options._replace(supplied={**supplied, **options.supplied}, examples=False, locales=locales)
        found = again(run._replace(providers=(target.provider,)))
        targets += [one for one in found.targets if one.document == target.document]
        diagnostics |= dict.fromkeys(one for one in found.diagnostics if one.document == target.document)
    return checked._replace(targets=tuple(targets), diagnostics=tuple(diagnostics) if targets else checked.diagnostics)
