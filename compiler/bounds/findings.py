"""What lint says of limits that a message can break, or must, before its variables have values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..diagnostic import SEVERITIES, Finding, Severity, shown
from ..lazy import lazy
from ..nodes import FilledNode
from ..subject import Subject
from .limits import Held, held
from .opened import Opened

_ONE = lazy(r"\b1 (character|item)s\b")
_RANK = {"must exceed": 0, "can exceed": 1, "unknown": 2}

_CAN = {
    "max_length": "{field} can become {longest} characters; {provider} accepts {limit}",
    "min_length": "{field} can be as short as {shortest} characters; {provider} wants at least {limit}",
    "range": "{field} can be {shortest} to {longest}; {provider} accepts {limit}",
    "one_of": "{field} can be {longest}; {provider} accepts {limit}",
    "values": "{field} can have {shortest} to {longest} values; its text takes {limit}",
    "cards": "{field} can have {shortest} to {longest} cards; its template has {limit}",
    "max_items": "{field} can have {longest} items; {provider} accepts {limit}",
    "max_total": "there can be {longest} in {field}; {provider} accepts {limit}",
    "min_items": "{field} can have as few as {shortest} items; {provider} wants at least {limit}",
}
_MUST = {
    "max_bytes": "{field} is at least {shortest} bytes, whatever the values; {provider} may take {limit}",
    "max_units": "{field} is at least {shortest} UTF-16 units, whatever the values; {provider} may take {limit}",
    "max_length": "{field} is at least {shortest} characters, whatever the values; {provider} accepts {limit}",
    "min_length": "{field} is at most {longest} characters, whatever the values; {provider} wants at least {limit}",
    "range": "{field} is {shortest} to {longest}, whatever the values; {provider} accepts {limit}",
    "one_of": "{field} is {longest}, whatever the values; {provider} accepts {limit}",
    "values": "{field} has {shortest} to {longest} values, whatever they are; its text takes {limit}",
    "cards": "{field} has {shortest} to {longest} cards, whatever the values; its template has {limit}",
    "max_items": "{field} has at least {shortest} items, whatever the values; {provider} accepts {limit}",
    "max_total": "there are at least {shortest} in {field}, whatever the values; {provider} accepts {limit}",
    "min_items": "{field} has at most {longest} items, whatever the values; {provider} wants at least {limit}",
}
_UNKNOWN = {
    "max_length": "nothing keeps {field} within the {limit} characters that {provider} accepts",
    "max_bytes": "nothing keeps {field} within {limit} bytes, which are all that {provider} is certain to take",
    "max_units": "nothing keeps {field} within {limit} UTF-16 units, which are all that {provider} is certain to take",
    "min_length": "nothing keeps {field} from being shorter than the {limit} characters that {provider} wants",
    "range": "nothing keeps {field} within {limit}, which {provider} accepts",
    "one_of": "nothing keeps {field} to what {provider} accepts: {limit}",
    "values": "nothing keeps {field} to the {limit} values that its text takes",
    "cards": "nothing keeps {field} to the {limit} cards that its template has",
    "max_items": "nothing keeps {field} within the {limit} items that {provider} accepts",
    "max_total": "nothing keeps {field} within the {limit} that {provider} accepts",
    "min_items": "nothing keeps {field} from having fewer than the {limit} items that {provider} wants",
}


def of_other_values(subject: Subject, opened: Opened, said: Sequence[Finding], strict: bool) -> list[Finding]:
    """Return what other values than those at hand break, in the parts that are there and in those that are not."""
    found: list[Finding] = []
    if (opened.fields or opened.lists is not None) and (strict or opened.is_told()):
        found += worst_case(subject, opened, said, strict)
    if opened.authored is not opened.given:
        from .left_out import left_out

        found += left_out(subject, opened, said)
    return found


def worst_case(subject: Subject, opened: Opened, said: Iterable[Finding], strict: bool) -> Iterator[Finding]:
    """Yield what can go wrong and has not yet: a limit that the values at hand break is said already."""
    known = {(finding.rule, opened.written(finding.path)) for finding in said}
    totals = {finding.rule for finding in said}
    subject = opened.subject(subject)
    # What is counted stands in every part of a list.
    within = opened.fields if opened.lists is None else None
    limits = [*held(subject, opened.bound, within, opened.counting)]
    if subject.kind == "template" and "templates" in subject.assume:
        from .hydrating import filled

        limits += filled(subject, opened)
    for one in strictest(limits):
        if not one.is_open or (one.row.name, one.path) in known:
            continue
        if one.keyword == "max_total" and one.row.name in totals:
            continue
        one = confirmed(one, opened)
        if one.verdict == "safe" or (one.verdict == "unknown" and not strict):
            continue
        yield finding_of(one, subject.provider, opened)


def strictest(found: Iterable[Held]) -> list[Held]:
    """Keep what is worst of one keyword on one field: what must be, errors first, then the strictest limit."""
    best: dict[tuple[Any, str], Held] = {}
    for one in found:
        if one.verdict == "safe":
            continue
        key = (one.path, one.keyword)
        if key not in best or _rank(one) < _rank(best[key]):
            best[key] = one
    return list(best.values())


def _rank(one: Held) -> tuple[int, int, float]:
    limit = one.limit if isinstance(one.limit, (int, float)) else 0
    strict = -limit if one.keyword.startswith("min") else limit
    return _RANK[one.verdict], SEVERITIES.index(one.severity), strict


def confirmed(one: Held, opened: Opened) -> Held:
    """Return a limit that can be exceeded only if values were found that do; else nobody can tell."""
    if one.verdict != "can exceed" or one.bound is None or not one.is_open or one.keyword not in _REACHED:
        return one
    node = opened.fields.get(one.path)
    longest = one.keyword.startswith("max")
    if one.keyword in ("max_length", "min_length"):
        if node is None or not (_is_template(node) or opened.is_asked(one.path)):
            return one
        reached = opened.reach(node, one.bound, longest)
    else:
        if not any(opened.is_asked(path) for path in one.paths or (one.path,)):
            return one
        reached = opened.reach_count(one, longest)
    if reached is not None and (reached[1] > one.limit if longest else reached[1] < one.limit):
        return one
    return one._replace(verdict="unknown")


_REACHED = frozenset({"max_length", "min_length", "max_items", "min_items", "max_total"})


def _is_template(node: FilledNode) -> bool:
    return "|" in node.template or "{%" in node.template or " if " in node.template


def finding_of(one: Held, provider: str, opened: Opened) -> Finding:
    """Return what is to say of a limit."""
    says = {"must exceed": _MUST, "can exceed": _CAN, "unknown": _UNKNOWN}[one.verdict][one.keyword]
    values = {
        "field": opened.spell(one.path),
        "provider": provider,
        "limit": _limit(one.limit),
        "shortest": _said(one.shortest),
        "longest": _said(one.longest),
    }
    from .remedies import remedy

    help, fix = remedy(one, opened)
    return Finding(
        one.row.name,
        _ONE.sub(r"1 \1", says.format_map(values)),
        span=opened.span(one.path),
        path=opened.given_path(one.path),
        severity=_severity(one),
        help=help,
        fix=fix,
        provider=provider,
    )


def _severity(one: Held) -> Severity:
    if one.verdict == "must exceed" or one.severity == "info":
        return one.severity
    return "warning"


def _limit(limit: Any) -> str:
    if isinstance(limit, (list, tuple)) and len(limit) == 2 and all(isinstance(end, (int, float)) for end in limit):
        return f"{limit[0]} to {limit[1]}"
    if isinstance(limit, tuple):
        return f"at least {limit[0]}"
    return ", ".join(map(str, limit)) if isinstance(limit, (list, tuple)) else str(limit)


def _said(value: Any) -> str:
    return shown(value) if isinstance(value, str) else "any number" if value is None else str(value)
