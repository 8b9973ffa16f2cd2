"""The bound of a template, over the tree of its Jinja: what it may become for all values of its variables.

The tree is walked as Jinja runs it, with domains for values. A condition that nobody can tell goes both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jinja2 import nodes

from ..named import NamedTuple
from ..slots import text_of
from ..templating_cut import PREFIX
from .arguments import UNBOUNDED
from .domain import (
    ABSENT,
    ANYTHING,
    NOTHING,
    Absent,
    Domain,
    Exact,
    Length,
    Many,
    Number,
    Text,
    as_text,
    either,
    is_empty_text,
    is_nothing,
    length_of,
    options,
    round_of,
    total,
    truth,
)
from .expressions import Expressions, State, label_of

MAX_UNROLLED = 12
"""Items of a list whose rounds are gone through one by one."""


class Piece(NamedTuple):
    """A part of a rendered text, and what it comes from."""

    label: str | None
    domain: Domain


class Walk(Expressions):
    """One walk of a tree with a domain for each variable."""

    def __init__(self, variables: State) -> None:
        super().__init__()
        self.variables = variables

    def render(self, tree: nodes.Template) -> list[Piece] | None:
        """Return the pieces of the text, or None where every rendering fails. Raises TooManySteps."""
        pieces, _ = self.body(tree.body, dict(self.variables))
        return pieces

    def body(self, statements: Iterable[nodes.Node], state: State) -> tuple[list[Piece] | None, State]:
        pieces: list[Piece] = []
        for statement in statements:
            found, state = self.statement(statement, state)
            if found is None:
                return None, state
            pieces += found
        return pieces, state

    def statement(self, node: nodes.Node, state: State) -> tuple[list[Piece] | None, State]:
        self.count()
        if isinstance(node, nodes.Output):
            pieces = [self.written(child, state) for child in node.nodes]
            return (None if any(is_nothing(piece.domain) for piece in pieces) else pieces), state
        if isinstance(node, nodes.If):
            return self.condition(node, state)
        if isinstance(node, nodes.For):
            return self.loop(node, state), state
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            return [], {**state, node.target.name: self.expression(node.node, state)}
        return [Piece(None, UNBOUNDED)], state

    def written(self, node: nodes.Expr, state: State) -> Piece:
        if isinstance(node, nodes.TemplateData):
            return Piece(None, Exact(node.data))
        if isinstance(node, nodes.Name) and node.name.startswith(PREFIX):
            return Piece(None, state[node.name])
        domain = self.expression(node, state)
        kept = [option for option in options(domain) if not isinstance(option, Absent)]
        return Piece(label_of(node), either(Exact(text_of(o.value)) if isinstance(o, Exact) else o for o in kept))

    def condition(self, node: nodes.If, state: State) -> tuple[list[Piece] | None, State]:
        """Go the way of an `if` that is decided; both ways, joined, where it is not."""
        ways: list[tuple[list[Piece] | None, State]] = []
        branches: list[tuple[nodes.Node | None, list[nodes.Node]]] = [(node.test, node.body)]
        branches += [(one.test, one.body) for one in node.elif_]
        branches.append((None, node.else_))
        for test, body in branches:
            outcome = {True} if test is None else truth(self.expression(test, state))
            if True in outcome:
                ways.append(self.body(body, state))
            if False not in outcome:
                break
        ways = [way for way in ways if way[0] is not None]
        if len(ways) <= 1:
            return ways[0] if ways else (None, state)
        return [Piece("if …", either(joined(pieces or []) for pieces, _ in ways))], _merged([s for _, s in ways])

    def loop(self, node: nodes.For, state: State) -> list[Piece] | None:
        ways = [self.over(node, option, state) for option in options(self.expression(node.iter, state))]
        found = [joined(pieces) for pieces in ways if pieces is not None]
        return [Piece(f"for each of {label_of(node.iter)}", either(found))] if found else None

    def over(self, node: nodes.For, option: Domain, state: State) -> list[Piece] | None:
        if isinstance(option, Exact) and isinstance(option.value, (list, tuple, str, Mapping)):
            return self.rounds(node, [Exact(item) for item in option.value], state)
        if isinstance(option, Text):
            option = Many(Text(1, 1), option.low, option.high, option.firm)
        if isinstance(option, (Exact, Number, Absent)):
            return None
        if not isinstance(option, Many):
            return [Piece(None, UNBOUNDED)]
        return self.many(node, option, state)

    def many(self, node: nodes.For, many: Many, state: State) -> list[Piece] | None:
        if many.high is None or many.high > MAX_UNROLLED or not _counts_rounds(node):
            return self.alike(node, many, state)
        ways = [self.rounds(node, [many.item] * count, state) for count in range(many.low, many.high + 1)]
        found = [_firm(joined(pieces), many) for pieces in ways if pieces is not None]
        return [Piece(None, either(found))] if found else None

    def alike(self, node: nodes.For, many: Many, state: State) -> list[Piece] | None:
        """Bound one round, for all of them."""
        high = many.high
        loop = round_of(Number(0, None if high is None else high - 1, True), Number(many.low, high, True))
        inner = self.bound(node.target, many.item, {**state, "loop": loop})
        outcome = {True} if node.test is None else truth(self.expression(node.test, inner))
        pieces, _ = self.body(node.body, inner)
        least = many.low if outcome == {True} else 0
        if pieces is None or True not in outcome:
            # A round fails, or none is gone: what is left is no round at all.
            return self.body(node.else_, state)[0] if least == 0 or True not in outcome else None
        one = length_of(joined(pieces)) or Length(0, 0)
        longest = None if one.high is None or (high is None and one.high > 0) else one.high * (high or 0)
        rounds: Domain = Text(one.low * least, longest, one.firm and many.firm)
        if least == 0 and node.else_:
            other = self.body(node.else_, state)[0]
            rounds = either([rounds, *([joined(other)] if other is not None else [])])
        return [Piece(None, rounds)]

    def rounds(self, node: nodes.For, items: list[Domain], state: State) -> list[Piece] | None:
        """Go through items one by one."""
        if node.test is not None:
            kept: list[Domain] = []
            for item in items:
                outcome = truth(self.expression(node.test, self.bound(node.target, item, state)))
                if outcome == {True, False}:
                    return self.alike(node, Many(either(items), 0, len(items)), state)
                if not outcome:
                    return None
                kept += [item] if True in outcome else []
            items = kept
        if not items:
            return self.body(node.else_, state)[0]
        pieces: list[Piece] = []
        for at, item in enumerate(items):
            loop = round_of(Exact(at), Exact(len(items)))
            found, _ = self.body(node.body, self.bound(node.target, item, {**state, "loop": loop}))
            if found is None:
                return None
            pieces += found
        return pieces

    def bound(self, target: nodes.Node, item: Domain, state: State) -> State:
        if isinstance(target, nodes.Name):
            return {**state, target.name: item}
        names = [name.name for name in target.find_all(nodes.Name)]
        values: list[Domain] = [ANYTHING] * len(names)
        if isinstance(item, Exact) and isinstance(item.value, (list, tuple, str)) and len(item.value) == len(names):
            values = [Exact(value) for value in item.value]
        return {**state, **dict(zip(names, values, strict=True))}


def _counts_rounds(node: nodes.For) -> bool:
    """Whether the rounds differ by more than their items."""
    return any(name.name == "loop" for name in node.find_all(nodes.Name))


def _firm(domain: Domain, many: Many) -> Domain:
    # That a list may be empty for want of a declaration is no promise either.
    if many.firm or not isinstance(text := as_text(domain), Text):
        return domain
    return text._replace(firm=False)


def joined(pieces: list[Piece]) -> Domain:
    """Return the text that pieces make together; a single one as it is."""
    domains = [piece.domain for piece in pieces if not is_empty_text(piece.domain)]
    if len(domains) == 1:
        return domains[0]
    if all(isinstance(domain, Exact) for domain in domains):
        return Exact("".join(domain.value for domain in domains if isinstance(domain, Exact)))
    lengths = [length_of(domain) for domain in domains]
    if any(length is None for length in lengths):
        return NOTHING
    whole = total(length for length in lengths if length is not None)
    return Text(*whole, all(isinstance(text, Text) and text.solid for text in map(as_text, domains)))


def _merged(states: list[State]) -> State:
    names = {name: None for state in states for name in state}
    return {name: either(state.get(name, ABSENT) for state in states) for name in names}
