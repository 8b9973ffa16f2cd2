"""The plan told to people: segments, holes, conditions, and the way that each takes."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import shown, spell
from .fill import Filler
from .leaves import Leaf
from .plan import Hole, Plan


def explained(filler: Filler) -> Iterator[str]:
    """Yield the lines that tell of a plan."""
    plan = filler.plan
    if plan is None:
        yield "no plan: each row is compiled by itself"
        for name, reason in filler.deciding.items():
            yield f"  {name}: {reason}"
        if filler.deciding:
            yield "  rows with the same values of these share a plan where a chunk holds enough of them"
        return
    yield f"plan for {plan.single.provider}"
    yield from _segments(plan)
    yield from _holes(plan)
    yield from _conditions(plan)


def _segments(plan: Plan) -> Iterator[str]:
    yield ""
    yield "segments"
    for segment in plan.segments:
        if isinstance(segment, Hole):
            yield f"  hole     {segment.name or spell(segment.leaf.path)}"
        else:
            yield f"  literal  {shown(segment, 100)[1:-1]}"


def _holes(plan: Plan) -> Iterator[str]:
    yield ""
    yield "holes"
    for leaf in plan.leaves:
        yield f"  {spell(leaf.path)}: {', '.join(leaf.names)}; {_way(leaf)}"
    used = {name for leaf in plan.leaves for name in leaf.names}
    for name in plan.varying:
        if name not in used:
            yield f"  {name}: nowhere in the message; its type is checked all the same"


def _way(leaf: Leaf) -> str:
    if leaf.parts is None:
        return "rendered for each distinct value, as it is more than plain names (Jinja)"
    if leaf.kind == "text" and leaf.recipient is None:
        return "filled by column"
    if leaf.kind == "number":
        return "written value by value, as a number"
    return f"filled by column, as {leaf.recipient or leaf.kind} in its canonical spelling"


def _conditions(plan: Plan) -> Iterator[str]:
    yield ""
    yield "checks"
    for name in plan.varying:
        declaration = plan.single.declared[name].declaration or {}
        rest = ", ".join(f"{key} {value}" for key, value in declaration.items() if key not in _TOLD)
        yield f"  {name}: {declaration.get('type', 'any value')}" + (f", {rest}" if rest else "")
    for condition in plan.conditions:
        leaves = getattr(condition, "leaves", None) or [condition.leaf]  # type: ignore[attr-defined]
        yield f"  {condition.rule} on {', '.join(spell(leaf.path) for leaf in leaves)}: {condition.tells()}"
    yield "  every other rule touches no hole: it was decided once, and the body held against its wire schema once"
    yield "  a row that a check does not prove is compiled by itself, which decides about it"


_TOLD = ("type", "example", "default", "description")
