"""What helps with a limit that a message can break: how the length adds up, and what to declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ..diagnostic import Span
from ..nodes import FilledNode, MappingNode, Node, ScalarNode
from ..remedy import Edit, Fix
from ..slots import text_of
from ..source import Source
from . import Bound, State, Term, knobs
from .domain import Domain, Many, Number, Text
from .knobs import Way
from .limits import Held
from .opened import Opened

_LISTED = 6
"""Parts of a sum that are written out; the others are taken together."""

Change = tuple[Way, str, Any]
"""A declaration, a constraint, and what it should be."""

_COUNTS = frozenset({"min_items", "max_items", "max_total"})


def remedy(one: Held, opened: Opened) -> tuple[str | None, Fix | None]:
    """Return the help of a finding, and its fix."""
    node = opened.fields.get(one.path)
    if one.bound is None:
        return None, None
    is_count = one.keyword in _COUNTS
    if node is None and not is_count:
        return arithmetic(one.bound, one.keyword == "max_length") or None, None
    changes = list(_changes(one, node, opened))
    words = []
    if is_count and one.verdict == "must exceed":
        words.append(_at_least_all(one.bound))
    elif one.keyword in ("max_length", "min_length") or is_count:
        words.append(arithmetic(one.bound, one.keyword.startswith("max")))
    if changes:
        listed = ", ".join(f"{knobs.spelled(way)}: {word}: {_written(value)}" for way, word, value in changes)
        words.append(f"{listed} would do")
    elif one.verdict == "must exceed":
        words.append("no value of the variables helps" if one.keyword.endswith("length") else "")
    return "; ".join(word for word in words if word) or None, _fix(changes, opened)


def arithmetic(bound: Bound, longest: bool) -> str:
    """Return how a length adds up: `'Hi ' 3 + first_name ≤ 40 = 43`."""
    terms = [term for term in bound.terms if term.length.high != 0 or not term.literal]
    if not longest or not terms:
        return ""
    written = [_term(term) for term in _fewer(terms)]
    total = bound.length.high
    return " + ".join(written) + (f" = {total}" if total is not None and len(written) > 1 else "")


def _at_least_all(bound: Bound) -> str:
    """Return how the least of a count adds up: `the rest 1 + products ≥ 10 = 11`."""
    terms = [term for term in bound.terms if term.length.low]
    sign = {True: "", False: "≥ "}
    written = [f"{term.label} {sign[term.literal]}{term.length.low}" for term in terms]
    return " + ".join(written) + (f" = {bound.length.low}" if len(written) > 1 else "")


def _term(term: Term) -> str:
    if term.literal:
        return f"{term.label} {term.length.low}"
    if term.length.high is None:
        return f"{term.label} without a most"
    return f"{term.label} ≤ {term.length.high}"


def _fewer(terms: list[Term]) -> Iterable[Term]:
    if len(terms) <= _LISTED:
        return terms
    literals = [term for term in terms if term.literal]
    others = [term for term in terms if not term.literal]
    size = sum(term.length.low for term in literals)
    rest = literals[0]._replace(label="the text", length=literals[0].length._replace(low=size)) if literals else None
    return [*([rest] if rest else []), *others]


def _written(value: Any) -> str:
    return f"[{', '.join(map(text_of, value))}]" if isinstance(value, (list, tuple)) else text_of(value)


Measure = Callable[[State], Bound | None]
"""What a field can become, or how many there can be, where the variables are otherwise bounded."""


def _changes(one: Held, node: FilledNode | None, opened: Opened) -> Iterator[Change]:
    """Yield the weakest constraints that make a field safe; none where none do."""
    if one.verdict == "must exceed":
        return
    if node is None or one.keyword in _COUNTS:
        ways, measure = knobs.of_count(one, opened), partial(opened.count_with, one)
    else:
        ways, measure = knobs.of_scalar(node, opened), partial(opened.bound_with, node)
    if one.keyword == "range" and len(ways) == 1 and isinstance(domain := knobs.at(opened.state, ways[0]), Number):
        yield from _range(ways[0], one, domain)
    elif one.keyword in ("max_length", "max_items", "max_total"):
        yield from _shorter(ways, one.limit, measure, opened)
    elif one.keyword in ("min_length", "min_items"):
        yield from _longer(ways, one.limit, measure, opened)


def _range(way: Way, one: Held, domain: Number) -> Iterator[Change]:
    least, most = one.limit
    low = least if domain.low is None else max(least, domain.low)
    high = most if domain.high is None else domain.high if most is None else min(most, domain.high)
    if high is not None and low <= high:
        yield way, "range", [low, high]


def _shorter(ways: list[Way], limit: int, measure: Measure, opened: Opened) -> Iterator[Change]:
    sized = {way: most for way in ways if (most := knobs.most(knobs.at(opened.state, way))) is not None}
    by_size = sorted(sized, key=lambda way: -sized[way])
    for group in ([way] for way in by_size):
        found = _largest(group, limit, measure, opened, sized)
        if found is not None:
            yield from ((way, _word("max", opened, way), found) for way in group)
            return
    if len(by_size) > 1:
        found = _largest(by_size, limit, measure, opened, sized)
        if found is not None:
            yield from ((way, _word("max", opened, way), min(found, sized[way])) for way in by_size)


def _word(end: str, opened: Opened, way: Way) -> str:
    return f"{end}_items" if isinstance(knobs.at(opened.state, way), Many) else f"{end}_length"


def _largest(ways: list[Way], limit: int, measure: Measure, opened: Opened, sized: Mapping[Way, int]) -> int | None:
    """Return the largest most of some declarations that keeps a text, or a count, within a limit."""
    least = max(max(knobs.least(opened, way), 1) for way in ways)
    high = max(sized[way] for way in ways)

    def fits(most: int) -> bool:
        state = opened.state
        for way in ways:
            state = knobs.changed(state, way, lambda domain: knobs.cut(domain, most))
        bound = measure(state)
        return bound is not None and bound.length.high is not None and bound.length.high <= limit

    low = least - 1
    if least > high or not fits(least):
        return None
    low, high = least, high
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _longer(ways: list[Way], limit: int, measure: Measure, opened: Opened) -> Iterator[Change]:
    for way in ways:
        domain = knobs.at(opened.state, way)
        if not isinstance(domain, (Text, Many)) or (domain.high is not None and domain.high < limit):
            continue
        for least in range(domain.low + 1, limit + 1):
            state = knobs.changed(opened.state, way, partial(_at_least, least))
            bound = measure(state)
            if bound is not None and bound.length.low >= limit:
                yield way, _word("min", opened, way), least
                return


def _at_least(least: int, domain: Domain) -> Domain:
    return domain._replace(low=least, firm=True) if isinstance(domain, (Text, Many)) else domain


def _fix(changes: list[Change], opened: Opened) -> Fix | None:
    """Return the edits of the declarations, where they can be told."""
    source = opened.authored.source
    declared = opened.authored.node.get("vars") if isinstance(opened.authored.node, MappingNode) else None
    if not changes or not isinstance(declared, MappingNode):
        return None
    edits = []
    for way, word, value in changes:
        node: Node | None = declared
        for part in way:
            node = node.get(part) if isinstance(node, MappingNode) else None
        edit = _edit(source, node, word, _written(value)) if isinstance(node, MappingNode) else None
        if edit is None:
            return None
        edits.append(edit)
    title = ", ".join(f"declare {word}: {_written(value)} of {knobs.spelled(way)}" for way, word, value in changes)
    return Fix(title, False, tuple(edits))


def _edit(source: Source, node: MappingNode, word: str, value: str) -> Edit | None:
    there = node.get(word)
    if there is not None:
        if isinstance(there, ScalarNode):
            return Edit(source.span(there), value)
        return Edit(Span(there.start, there.end), value)
    if not node.entries:
        return None
    key, last = node.entries[-1]
    if not isinstance(last, ScalarNode) or (last.style and last.style in "|>"):
        return None
    end = source.span(last).end
    if source.format_at(node.start) == "json":
        return Edit(Span(end, end), f', "{word}": {value}')
    if source.text[node.start : node.start + 1] == "{":
        return Edit(Span(end, end), f", {word}: {value}")
    indent = " " * (source.position(key.start).column - 1)
    return Edit(Span(end, end), f"\n{indent}{word}: {value}")
