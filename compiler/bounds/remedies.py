"""What helps with a limit that a message can break: how the length adds up, and what to declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..diagnostic import Span
from ..remedy import Edit, Fix
from ..slots import text_of
from ..source import FilledNode, MappingNode, ScalarNode, Source
from . import Bound, State, Term
from .domain import Domain, Either, Many, Number, Text, options
from .limits import Held
from .opened import Opened

_LISTED = 6
"""Parts of a sum that are written out; the others are taken together."""

Change = tuple[str, str, Any]
"""A variable, a constraint, and what it should be."""


def remedy(one: Held, opened: Opened) -> tuple[str | None, Fix | None]:
    """Return the help of a finding, and its fix."""
    node = opened.fields.get(one.path)
    if one.bound is None:
        return None, None
    if node is None:
        return arithmetic(one.bound, one.keyword == "max_length") or None, None
    changes = list(_changes(one, node, opened))
    words = []
    if one.keyword in ("max_length", "min_length"):
        words.append(arithmetic(one.bound, one.keyword == "max_length"))
    if changes:
        listed = ", ".join(f"{name}: {word}: {_written(value)}" for name, word, value in changes)
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


def _changes(one: Held, node: FilledNode, opened: Opened) -> Iterator[Change]:
    """Yield the weakest constraints that make a field safe; none where none do."""
    if one.verdict == "must exceed":
        return
    names = [name for name in node.names if name in opened.open]
    if one.keyword == "range" and len(names) == 1 and isinstance(opened.state[names[0]], Number):
        yield from _range(names[0], one, opened.state[names[0]])
    elif one.keyword == "max_length":
        yield from _shorter(names, one.limit, node, opened)
    elif one.keyword == "min_length":
        yield from _longer(names, one.limit, node, opened)


def _range(name: str, one: Held, domain: Domain) -> Iterator[Change]:
    assert isinstance(domain, Number)
    least, most = one.limit
    low = least if domain.low is None else max(least, domain.low)
    high = most if domain.high is None else min(most, domain.high)
    if low <= high:
        yield name, "range", [low, high]


def _shorter(names: list[str], limit: int, node: FilledNode, opened: Opened) -> Iterator[Change]:
    sized = {name: most for name in names if (most := _most(opened.state[name])) is not None}
    by_size = sorted(sized, key=lambda name: -sized[name])
    for group in ([name] for name in by_size):
        found = _largest(group, limit, node, opened, sized)
        if found is not None:
            yield from ((name, _word(opened.state[name]), found) for name in group)
            return
    if len(by_size) > 1:
        found = _largest(by_size, limit, node, opened, sized)
        if found is not None:
            yield from ((name, _word(opened.state[name]), min(found, sized[name])) for name in by_size)


_FAR = 100_000


def _most(domain: Domain) -> int | None:
    """Return the most of what a constraint can lessen, characters or items; None where none can."""
    if isinstance(domain, Either):
        found = [most for option in domain.options if (most := _most(option)) is not None]
        return max(found, default=None)
    if isinstance(domain, (Text, Many)) and not (isinstance(domain, Text) and domain.solid):
        return _FAR if domain.high is None else domain.high
    return None


def _word(domain: Domain) -> str:
    return "max_items" if isinstance(domain, Many) else "max_length"


def _largest(names: list[str], limit: int, node: FilledNode, opened: Opened, sized: Mapping[str, int]) -> int | None:
    """Return the largest most of some variables that keeps a text within a limit."""
    least = max(max(_least(opened, name), 1) for name in names)
    high = max(sized[name] for name in names)

    def fits(most: int) -> bool:
        state = {**opened.state, **{name: _cut(opened.state[name], most) for name in names}}
        bound = opened.bound_with(node, state)
        return bound is not None and bound.length.high is not None and bound.length.high <= limit

    low = least - 1
    if least > high or not fits(least):
        return None
    low, high = least, high
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _least(opened: Opened, name: str) -> int:
    """What a variable has at least: by its declaration, and by the values that stand in it."""
    declaration = opened.declaration(name)
    given = [declaration[role] for role in ("example", "default") if role in declaration]
    sizes = [len(value) if isinstance(value, (str, list)) else len(text_of(value)) for value in given]
    return max([_low(opened.state[name]), *sizes])


def _low(domain: Domain) -> int:
    return min((option.low for option in options(domain) if isinstance(option, (Text, Many))), default=0)


def _cut(domain: Domain, most: int) -> Domain:
    if isinstance(domain, Either):
        return Either(tuple(_cut(option, most) for option in domain.options))
    if isinstance(domain, (Text, Many)):
        return domain._replace(high=most if domain.high is None else min(most, domain.high))
    if isinstance(domain, Number):
        return domain._replace(longest=most)
    return domain


def _longer(names: list[str], limit: int, node: FilledNode, opened: Opened) -> Iterator[Change]:
    for name in names:
        domain = opened.state[name]
        if not isinstance(domain, Text) or (domain.high is not None and domain.high < limit):
            continue
        for least in range(domain.low + 1, limit + 1):
            state: State = {**opened.state, name: domain._replace(low=least, firm=True)}
            bound = opened.bound_with(node, state)
            if bound is not None and bound.length.low >= limit:
                yield name, "min_length", least
                return


def _fix(changes: list[Change], opened: Opened) -> Fix | None:
    """Return the edits of the declarations, where they can be told."""
    source = opened.authored.source
    declared = opened.authored.node.get("vars") if isinstance(opened.authored.node, MappingNode) else None
    if not changes or not isinstance(declared, MappingNode):
        return None
    edits = []
    for name, word, value in changes:
        node = declared.get(name)
        edit = _edit(source, node, word, _written(value)) if isinstance(node, MappingNode) else None
        if edit is None:
            return None
        edits.append(edit)
    title = ", ".join(f"declare {word}: {_written(value)} of {name}" for name, word, value in changes)
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
