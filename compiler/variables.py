"""Declared variables: their types and their values. `resolving.py` fills the scalars with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from .diagnostic import Finding, Path, Position, Span, shown
from .expressions import MAX_WORK
from .lazy import lazy
from .named import NamedTuple
from .nodes import MappingNode, Node, Origin, ScalarNode, nowhere, plain
from .reader import Reader
from .resources import schema
from .shape import UNKNOWN, Shape, known
from .slots import normal_phone
from .source import Source
from .times import canonical_iso
from .values import cost, fault_of

if TYPE_CHECKING:
    pass

PROVIDER = "provider"
"""The variable that is always there: the name of the target."""

NAME = lazy(r"[A-Za-z_][A-Za-z0-9_]*")


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
    node: Node
    declaration: Mapping[str, Any] | None
    value: Any


class Variables:
    """The variables of one document with the values that hold, and what was wrong with either."""

    def __init__(self) -> None:
        self.declared: dict[str, Variable] = {}
        self.values: dict[str, Any] = {}
        self.origin: Callable[[str], Origin | None] = nowhere
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.unset: dict[str, None] = {}
        self.shared: frozenset[str] = frozenset()
        """Those that other files declare, for this message among others."""
        self.repeats = False
        """Whether the document has items that are repeated, or parts that are left out."""

    def is_in_order(self) -> bool:
        """Whether all that is declared is used, and all that is used has a value."""
        return not self.unset and self.declared.keys() <= self.used | self.shared


class Version(NamedTuple):
    """A document in one language; of a document without `locales` the code is None."""

    code: str | None
    root: Node
    variables: Variables
    findings: Sequence[Finding] = ()


@cache
def _shape() -> Shape:
    root = schema("message")
    return Shape(root["$defs"]["declaration"], root)


def declare(
    source: Source,
    node: Node | None,
    supplied: Mapping[str, Supplied],
    examples: bool,
    idle: Collection[str] = (),
) -> Variables:
    """Read the `vars` of a document and give each variable its value. Those that are idle are known by name alone.

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
        if idle and key.value in idle:
            variables.values[str(key.value)] = UNKNOWN
            continue
        _declare_one(source, key, value, variables)
    for variable in variables.declared.values():
        variables.values[variable.name] = _value(variable, supplied, examples, variables, source)
    variables.origin = partial(_origin, variables.declared, supplied, source)
    return variables


def _origin(
    declared: Mapping[str, Variable], supplied: Mapping[str, Supplied], source: Source, name: str
) -> Origin | None:
    """Return where a variable has its value from. A value of the command line has the place of the declaration."""
    variable, given = declared.get(name), supplied.get(name)
    if variable is None:
        return None
    if given is not None:
        return Origin(f"given by {given.origin}", Span(variable.key.start, variable.key.end), given.place)
    value: Node | None = variable.node
    role = "constant"
    if isinstance(value, MappingNode):
        role = "default" if value.get("default") is not None else "example"
        value = value.get(role)
    span = source.span(value) if isinstance(value, ScalarNode) else Span(variable.key.start, variable.key.end)
    return Origin(f"its {role}" if role != "constant" else "a constant", span, node=value)


def _declare_one(source: Source, key: ScalarNode, node: Node, variables: Variables) -> None:
    name = str(key.value)
    path: Path = ("vars", name)
    if not NAME.fullmatch(name) or name == PROVIDER:
        reason = "waml sets it" if name == PROVIDER else "a name is letters, digits and '_'"
        message = f"{shown(name)} is no name for a variable: {reason}"
        variables.findings.append(Finding("variable-name", message, Span(key.start, key.end), path=path))
        return
    reader = Reader(source)
    if isinstance(node, MappingNode):
        declaration = known(reader.read(node, _shape(), path, key))
        _place(reader.findings, reader)
        variables.findings.extend(reader.findings)
        variables.declared[name] = Variable(name, key, node, declaration, UNKNOWN)
        _judge_declaration(variables, name, declaration, reader)
    else:
        variables.declared[name] = Variable(name, key, node, None, plain(node))
        if isinstance(node, ScalarNode) and _looks_like_type(node, source):
            message = f"'{name}' is the text '{node.value}', not a variable of that type"
            help = f"write {{type: {node.value}}}" + (
                "" if source.format_at(node.start) == "json" else ", or quote the text"
            )
            finding = Finding("constant-looks-like-type", message, source.span(node), path=path, help=help)
            variables.findings.append(finding)


def _looks_like_type(node: ScalarNode, source: Source) -> bool:
    """Whether a constant is a type word; who puts quotes around it in YAML means the text."""
    types = schema("message")["$defs"]["declaration"]["properties"]["type"]["enum"]
    return node.value in types and (node.style == "" or source.format_at(node.start) == "json")


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
            return plain(source.documents[0])
    return text


def normal(value: Any, declaration: Mapping[str, Any] | None) -> Any:
    """Return a value in the canonical spelling of its type."""
    if declaration is None:
        return value
    type = declaration.get("type")
    if isinstance(value, list) and "items" in declaration:
        return [normal(item, declaration["items"]) for item in value]
    if isinstance(value, dict) and "fields" in declaration:
        return {name: normal(item, declaration["fields"].get(name)) for name, item in value.items()}
    if type == "phone":
        return normal_phone(value)
    if type == "datetime" and isinstance(value, str):
        return canonical_iso(value) or value
    return value
