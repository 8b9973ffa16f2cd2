"""What is wrong with a variable as a whole document sees it: nothing uses it, or it has no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .diagnostic import Finding, Span, closest
from .expressions import MAX_FAULTS
from .nodes import MappingNode, Node
from .source import Source
from .variables import Variables

if TYPE_CHECKING:
    from .remedy import Fix


def unused(variables: Variables, source: Source, root: Node) -> list[Finding]:
    """Return a finding for each declared variable of a document that nothing uses.

    One that a misspelt name means is used: what is told is the misspelling.
    """
    undeclared = variables.used - set(variables.declared)
    # For thousands of names, what compares or removes them would take longer than anybody waits.
    meant = {closest(name, variables.declared) for name in sorted(undeclared)[:MAX_FAULTS]}
    known = variables.used | set(variables.shared) | meant
    names = [name for name in variables.declared if name not in known]
    return [
        Finding(
            "unused-variable",
            f"the variable '{name}' is not used",
            Span(variables.declared[name].key.start, variables.declared[name].key.end),
            path=("vars", name),
            help="remove it",
            fix=_removing(name, source, root) if at < MAX_FAULTS else None,
        )
        for at, name in enumerate(names)
    ]


def _removing(name: str, source: Source, root: Node) -> Fix | None:
    """Return the fix that takes a declaration away, with `vars` where it is the only one."""
    from .editing import removed
    from .remedy import Fix

    owner = root.get("vars") if isinstance(root, MappingNode) else None
    alone = isinstance(owner, MappingNode) and len(owner.entries) == 1
    edit = removed(source, root, "vars") if alone else removed(source, owner, name)
    return None if edit is None else Fix(f"remove '{name}'", False, (edit,))


def without_value(variables: Variables, examples: bool) -> list[Finding]:
    """Return a finding for each variable that is used and has no value."""
    findings = []
    for name in variables.unset:
        variable = variables.declared[name]
        declaration = variable.declaration or {}
        if any(f.path == ("vars", name) for f in variables.findings):
            continue
        span, path = Span(variable.key.start, variable.key.end), ("vars", name)
        if examples:
            message = f"the variable '{name}' has neither a value nor an example, so what uses it is not checked"
            findings.append(Finding("no-example", message, span, path=path, help="give it an 'example'"))
        else:
            hint = f"give it one: --var {name}=…, --vars FILE, or a 'default'"
            if "example" in declaration:
                hint += "; --examples takes the example"
            findings.append(
                Finding("unset-variable", f"the variable '{name}' has no value", span, path=path, help=hint)
            )
    return findings
