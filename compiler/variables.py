"""Declared variables: their types, their values, and the scalars that they fill."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from .diagnostic import Finding, Path, Position, Span, closest, shown
from .expressions import MARK, MAX_FAULTS, MAX_WORK, Outcome, fill
from .lazy import lazy
from .resources import schema
from .shape import UNKNOWN, Reader, Shape, normal_phone
from .source import FilledNode, MappingNode, Node, Origin, ScalarNode, SequenceNode, Source
from .times import canonical_iso
from .values import cost, fault_of

PROVIDER = "provider"
"""The variable that is always there: the name of the target."""

_NAME = lazy(r"[A-Za-z_][A-Za-z0-9_]*")


class Supplied(NamedTuple):
    """A value from outside: as text from `--var`, as JSON from `--vars`; and where it came from.

    `place` is the file with the start and the end of the value in it, where that is known.
    """

    value: Any
    origin: str
    is_text: bool
    place: tuple[str, Position, Position] | None = None


class Variable(NamedTuple):
    """A declaration, or a constant (`declaration` is None)."""

    name: str
    key: ScalarNode
    declaration: Mapping[str, Any] | None
    value: Any


class Variables:
    """The variables of one document with the values that hold, and what was wrong with either."""

    def __init__(self) -> None:
        self.declared: dict[str, Variable] = {}
        self.values: dict[str, Any] = {}
        self.origins: dict[str, Origin] = {}
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.unset: dict[str, None] = {}


@cache
def _shape() -> Shape:
    root = schema("message")
    return Shape(root["$defs"]["declaration"], root)


def declare(source: Source, node: Node | None, supplied: Mapping[str, Supplied], examples: bool) -> Variables:
    """Read the `vars` of a document and give each variable its value.

    The strongest first: supplied, default, and (only with `examples`) example. Without one it is UNKNOWN.
    """
    variables = Variables()
    if node is None or (isinstance(node, ScalarNode) and node.value is None):
        return variables
    if not isinstance(node, MappingNode):
        message = "'vars' is a mapping from names to declarations"
        variables.findings.append(Finding("wrong-type", message, source.span(node), path=("vars",)))
        return variables
    for key, value in node.entries:
        _declare_one(source, key, value, variables)
    for variable in variables.declared.values():
        variables.values[variable.name] = _value(variable, supplied, examples, variables, source)
        variables.origins[variable.name] = _origin(variable, node, supplied.get(variable.name), source)
    return variables


def _origin(variable: Variable, node: MappingNode, given: Supplied | None, source: Source) -> Origin:
    """Return where a variable has its value from. A value of the command line has the place of the declaration."""
    if given is not None:
        return Origin(f"given by {given.origin}", Span(variable.key.start, variable.key.end), given.place)
    value = node.get(variable.name)
    role = "constant"
    if isinstance(value, MappingNode):
        role = "default" if value.get("default") is not None else "example"
        value = value.get(role)
    span = source.span(value) if isinstance(value, ScalarNode) else Span(variable.key.start, variable.key.end)
    return Origin(f"its {role}" if role != "constant" else "a constant", span)


def _declare_one(source: Source, key: ScalarNode, node: Node, variables: Variables) -> None:
    name = str(key.value)
    path: Path = ("vars", name)
    if not _NAME.fullmatch(name) or name == PROVIDER:
        reason = "waml sets it" if name == PROVIDER else "a name is letters, digits and '_'"
        message = f"{shown(name)} is no name for a variable: {reason}"
        variables.findings.append(Finding("variable-name", message, Span(key.start, key.end), path=path))
        return
    reader = Reader(source)
    if isinstance(node, MappingNode):
        declaration = reader.read(node, _shape(), path, key)
        _place(reader.findings, reader)
        variables.findings.extend(reader.findings)
        variables.declared[name] = Variable(name, key, declaration, UNKNOWN)
        _judge_declaration(variables, name, declaration, reader)
    else:
        variables.declared[name] = Variable(name, key, None, reader.plain(node))
        if isinstance(node, ScalarNode) and _looks_like_type(node, source):
            message = f"'{name}' is the text '{node.value}', not a variable of that type"
            help = f"write {{type: {node.value}}}" + ("" if source.format == "json" else ", or quote the text")
            finding = Finding("constant-looks-like-type", message, source.span(node), path=path, help=help)
            variables.findings.append(finding)


def _looks_like_type(node: ScalarNode, source: Source) -> bool:
    """Whether a constant is a type word; who puts quotes around it in YAML means the text."""
    types = schema("message")["$defs"]["declaration"]["properties"]["type"]["enum"]
    return node.value in types and (node.style == "" or source.format == "json")


def _place(findings: list[Finding], reader: Reader) -> None:
    for index, finding in enumerate(findings):
        if finding.span is None:
            path = finding.path or ()
            while path not in reader.places and path:
                path = path[:-1]
            key, node = reader.places.get(path, (None, None))
            place = node if isinstance(node, ScalarNode) else key
            if place is not None:
                findings[index] = finding._replace(span=reader.source.span(place))


def _judge_declaration(variables: Variables, name: str, declaration: dict[str, Any], reader: Reader) -> None:
    if isinstance(declaration.get("pattern"), str):
        from .patterns import compiled

        try:
            compiled(declaration["pattern"])
        except ValueError as error:
            path: Path = ("vars", name, "pattern")
            span = reader.source.span(reader.places[path][1])
            message = f"{shown(declaration['pattern'])} is not taken as a pattern: {error}"
            variables.findings.append(Finding("variable-declaration", message, span, path=path))
            del declaration["pattern"]
    for role in ("default", "example"):
        if role in declaration:
            path = ("vars", name, role)
            fault = _fault_of(declaration[role], declaration, reader.source)
            if fault is not None:
                span = reader.source.span(reader.places[path][1])
                message = f"the {role} of '{name}' {fault}"
                variables.findings.append(Finding("variable-value", message, span, path=path))


def _value(
    variable: Variable, supplied: Mapping[str, Supplied], examples: bool, variables: Variables, source: Source
) -> Any:
    declaration = variable.declaration
    given = supplied.get(variable.name)
    if given is not None:
        value = from_text(given.value, declaration) if given.is_text and declaration is not None else given.value
        fault = _fault_of(value, declaration or {}, source)
        if fault is None:
            return normal(value, declaration)
        message = f"'{variable.name}' {fault} (from {given.origin})"
        span = Span(variable.key.start, variable.key.end)
        variables.findings.append(Finding("variable-value", message, span, path=("vars", variable.name)))
        return UNKNOWN
    if declaration is None:
        return variable.value
    if "default" in declaration:
        return normal(declaration["default"], declaration)
    if examples and "example" in declaration:
        return normal(declaration["example"], declaration)
    return UNKNOWN


def _fault_of(value: Any, declaration: Mapping[str, Any], source: Source) -> str | None:
    """Hold a value against its declaration, as long as the patterns of the file leave time for it."""
    source.work += cost(value, declaration)
    return fault_of(value, declaration) if source.work <= MAX_WORK else "is not checked: the patterns take too long"


def from_text(text: str, declaration: Mapping[str, Any]) -> Any:
    """Return what the text of a `--var` means for a variable of this type; the text where it means nothing."""
    type = declaration.get("type", "string")
    if type in ("integer", "number", "boolean", "list", "json"):
        from .source import read

        source = read("value.json", text.encode())
        if not source.findings and source.documents:
            return Reader(source).plain(source.documents[0])
    return text


def normal(value: Any, declaration: Mapping[str, Any] | None) -> Any:
    """Return a value in the canonical spelling of its type."""
    type = (declaration or {}).get("type")
    if type == "phone":
        return normal_phone(value)
    if type == "datetime" and isinstance(value, str):
        return canonical_iso(value) or value
    return value


def resolve(source: Source, root: Node, variables: Variables, provider: str) -> tuple[Node, list[Finding]]:
    """Return a document's tree with every expression filled, and the faults in the expressions."""
    resolver = _Resolver(source, {**variables.values, PROVIDER: provider}, variables.origins)
    tree = resolver.top(root) if isinstance(root, MappingNode) else root
    variables.used |= resolver.used
    variables.unset.update(resolver.unset)
    return tree, resolver.findings


class _Resolver:
    def __init__(self, source: Source, values: Mapping[str, Any], origins: Mapping[str, Origin]) -> None:
        self.source = source
        self.values = values
        self.origins = origins
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.unset: dict[str, None] = {}

    def top(self, root: MappingNode) -> MappingNode:
        """The keys of the file are read as they stand; everything else is filled, but for what the schema calls raw."""
        from .message import group, shape

        literal = group("file")
        result = MappingNode(root.start, root.end)
        for key, value in root.entries:
            word = str(key.value)
            field = shape().fields.get(word)
            if word in literal or word.startswith(("x-", "$")):
                result.entries.append((key, value))
            elif field is not None and field.get("x-raw") == "within":
                result.entries.append((key, self.within(value, shape().field(word))))
            else:
                result.entries.append((key, self.node(value)))
        return result

    def within(self, node: Node, shape: Shape | None) -> Node:
        """Fill a node that has raw slots in it, where `{{1}}` and `{{first_name}}` are WhatsApp's own placeholders."""
        if shape is None:
            return self.node(node)
        if isinstance(node, ScalarNode):
            slot = shape.field(shape.short["key"]) if "key" in shape.short else shape
            return node if slot is not None and slot.raw.get("x-raw") is True else self.node(node)
        if isinstance(node, MappingNode):
            fields = shape.container == "object"
            mapping = MappingNode(node.start, node.end)
            mapping.entries = [
                (key, self.within(value, shape.field(str(key.value)) if fields else None))
                for key, value in node.entries
            ]
            return mapping
        items = shape.items if shape.container == "array" else None
        sequence = SequenceNode(node.start, node.end)
        sequence.items = [self.within(item, items) for item in node.items]
        return sequence

    def node(self, node: Node) -> Node:
        if isinstance(node, ScalarNode):
            if isinstance(node.value, str) and MARK.search(node.value):
                return self.scalar(node, node.value)
            return node
        if isinstance(node, MappingNode):
            entries = [(key, self.node(value)) for key, value in node.entries]
            if all(new is old for (_, new), (_, old) in zip(entries, node.entries, strict=True)):
                return node
            mapping = MappingNode(node.start, node.end)
            mapping.entries = entries
            return mapping
        items = [self.node(item) for item in node.items]
        if all(new is old for new, old in zip(items, node.items, strict=True)):
            return node
        sequence = SequenceNode(node.start, node.end)
        sequence.items = items
        return sequence

    def scalar(self, node: ScalarNode, text: str) -> ScalarNode:
        outcome = fill(text, self.values) if self.source.work <= MAX_WORK else Outcome(UNKNOWN, (), ())
        self.source.work += outcome.work
        if self.source.work > MAX_WORK and outcome.work:
            message = "the templates of the file are too many and too long; what follows is not filled"
            self.findings.append(Finding("template-too-large", message, self.source.span(node)))
        self.used.update(outcome.names)
        self.unset.update(dict.fromkeys(outcome.unset))
        if outcome.faults:
            # What a broken expression names was meant to be used.
            self.used.update(word for word in _NAME.findall(text) if word in self.values and word != PROVIDER)
            from .offsets import offsets, span_in

            table = offsets(self.source, node, text)
            for fault in outcome.faults[:MAX_FAULTS]:
                span = span_in(self.source, node, table, fault.start, fault.end) or self.source.span(node)
                self.findings.append(Finding(fault.rule, fault.message, span, help=fault.help))
        result = FilledNode(outcome.value, node, outcome.names)
        result.values, result.origins = self.values, self.origins
        return result


def unused(variables: Variables) -> list[Finding]:
    """Return a finding for each declared variable that nothing uses."""
    undeclared = variables.used - set(variables.declared)
    names = [name for name in variables.declared if name not in variables.used]
    # A few misspelt names are told apart; for thousands the comparison would take longer than anybody waits.
    hints = {name: _unused_hint(name, undeclared) for name in names[:MAX_FAULTS]}
    return [
        Finding(
            "unused-variable",
            f"the variable '{name}' is not used",
            Span(variables.declared[name].key.start, variables.declared[name].key.end),
            path=("vars", name),
            help=hints.get(name, "remove it"),
        )
        for name in names
    ]


def _unused_hint(name: str, undeclared: set[str]) -> str:
    near = closest(name, undeclared)
    return f"'{near}' is used and not declared" if near else "remove it"


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
