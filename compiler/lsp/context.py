"""What the document, its config and the rules offer a completion: variables, templates, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lsprotocol import types

from ..diagnostic import Path
from ..inputs import UsageError
from ..message import group
from ..rounds import LOOP
from ..templates import Registry, registry
from . import findings, scopes
from .document import Document
from .outline import Outline
from .variables import declared, told
from .where import Where

Kind = types.CompletionItemKind


def is_content(path: Path) -> bool:
    """Whether a path is that of a kind of message."""
    return len(path) == 1 and path[0] in group("content")


def is_second_content(key: str, there: set[str]) -> bool:
    """Whether a key would be a second content beside one that is there."""
    content = group("content")
    return key in content and any(other in content for other in there)


def _names(document: Document, index: int) -> list[str]:
    """Return the variables of a document, those of a half-written declaration too."""
    written = declared(Outline(document.text.text), index)
    return list(dict.fromkeys([*written, *document.declarations(index), "provider"]))


def _markup(text: str | None) -> types.MarkupContent | None:
    return types.MarkupContent(types.MarkupKind.Markdown, text) if text else None


def expressions(document: Document, at: Where) -> Iterator[types.CompletionItem]:
    """Yield what can stand in an expression: a variable, a filter, a test, a key of a variable's value."""
    if at.kind == "name":
        yield from given_names(document, at)
        for name in _names(document, at.document):
            yield types.CompletionItem(
                name, kind=Kind.Variable, documentation=_markup(told(document, at.document, name)), sort_text=f"0{name}"
            )
    elif at.kind == "attribute":
        for name in _attributes(document, at):
            yield types.CompletionItem(name, kind=Kind.Property)
    else:
        # Late: Jinja takes longer to import than all the rest of a completion.
        from ..templating_subset import FILTERS, TESTS

        for name in sorted(FILTERS if at.kind == "filter" else TESTS):
            yield types.CompletionItem(name, kind=Kind.Function if at.kind == "filter" else Kind.Operator)


def given_names(document: Document, at: Where) -> Iterator[types.CompletionItem]:
    """Yield the names that the items around a place give, and `loop`."""
    outline = Outline(document.text.text)
    names = [one.name for one in scopes.given(outline, at.document, at.path)]
    for name in (*names, *([LOOP] if names and not scopes.is_structure(at.path) else [])):
        said = _markup(scopes.told(document, outline, at.document, at.path, name))
        yield types.CompletionItem(name, kind=Kind.Variable, documentation=said, sort_text=f"00{name}")


def conditions(document: Document, at: Where) -> Iterator[types.CompletionItem]:
    """Yield what an expression without braces may begin with: for `for_each` lists, for `when` any variable."""
    outline = Outline(document.text.text)
    outer = [one.name for one in scopes.given(outline, at.document, at.path)]
    for order, name in enumerate((*outer, *_names(document, at.document))):
        keys = scopes.keys_of(document, outline, at.document, at.path, name)
        for way in ((name,), *((name, key) for key in keys)):
            is_due = at.path[-1] == "when" or scopes.is_list(document, outline, at.document, at.path, way)
            if is_due and name != "provider":
                yield types.CompletionItem(".".join(way), kind=Kind.Variable, sort_text=f"0{order:03}{'.'.join(way)}")


def _attributes(document: Document, at: Where) -> list[str]:
    outline = Outline(document.text.text)
    if scopes.given_name(outline, at.document, at.path, at.owner) is not None:
        return scopes.keys_of(document, outline, at.document, at.path, at.owner)
    if at.owner == "t":
        from .shared import text_names

        names = text_names(document, at.document)
        if names:
            return names
    stated = document.declarations(at.document).get(at.owner)
    if isinstance(stated, dict):
        value = stated.get("default", stated.get("example"))
        return sorted(map(str, value)) if isinstance(value, dict) else []
    return []


def bare_variables(document: Document, at: Where, is_json: bool) -> Iterator[types.CompletionItem]:
    """Yield the variables where a whole value is due: in braces, and quoted."""
    quote = '"' if is_json or not at.quote else at.quote
    space = " " if document.text.text[at.start - 1 : at.start] == ":" and not at.in_brackets else ""
    for name in _names(document, at.document):
        if name != "provider":
            yield types.CompletionItem(
                f"{{{{ {name} }}}}",
                kind=Kind.Variable,
                documentation=_markup(told(document, at.document, name)),
                sort_text=f"8{name}",
                filter_text=f"{at.quote}{name}",
                insert_text=f"{space}{quote}{{{{ {name} }}}}{quote}",
            )


def rules(document: Document, line: int, comment: str) -> Iterator[types.CompletionItem]:
    """Yield the names of rules, those that something was found by near the comment first."""
    from ..rows import names

    near = {
        finding.diagnostic.rule
        for finding in findings.all_findings(document)
        if "file-ignore" in comment or line <= finding.diagnostic.start.line - 1 <= line + 1
    }
    for name in sorted(names()):
        yield types.CompletionItem(name, kind=Kind.Reference, sort_text=f"{0 if name in near else 1}{name}")


def templates(document: Document, index: int) -> Registry | None:
    """Return the registered templates of a document, or None where nobody states them or they cannot be read."""
    try:
        return registry(document.assumed(index).get("templates"))
    except UsageError:
        return None


def facts(document: Document, at: Where) -> Iterator[types.CompletionItem]:
    """Yield the names and languages of the registered templates, where one is due."""
    if at.path[:1] == ("define_template",) and at.path[1:] == ("language",):
        from ..rows import table

        yield from (types.CompletionItem(code, kind=Kind.Value) for code in table("languages"))
    if at.path[:1] != ("template",):
        return
    known = templates(document, at.document)
    if known is None:
        return
    if at.path in (("template",), ("template", "name")):
        for name in known.names():
            detail = ", ".join(known.languages(name))
            yield types.CompletionItem(name, kind=Kind.Value, detail=detail, sort_text=f"1{name}")
    elif at.path == ("template", "language"):
        chosen = _send(document, at.document).get("name")
        names = [chosen] if isinstance(chosen, str) else known.names()
        codes = dict.fromkeys(code for name in names for code in known.languages(name))
        yield from (types.CompletionItem(code, kind=Kind.Value, sort_text=f"1{code}") for code in codes)


def parameters(document: Document, at: Where, there: set[str]) -> Iterator[types.CompletionItem]:
    """Yield the names of the placeholders of a registered template, where values are given by name."""
    from ..placeholders import is_position, names

    known = templates(document, at.document) if at.path == ("template", "body") else None
    send = _send(document, at.document)
    if known is None or not isinstance(send.get("name"), str):
        return
    language = send.get("language")
    definition = known.lookup(send["name"], language if isinstance(language, str) else None)
    body = definition.parts.get("body", {}) if definition is not None else {}
    text = body.get("text") if isinstance(body, Mapping) else None
    for name in dict.fromkeys(map(str.strip, names(text))):
        if name not in there and not is_position(name):
            yield types.CompletionItem(name, kind=Kind.Field, insert_text=f"{name}: ", sort_text=f"0{name}")


def _send(document: Document, index: int) -> Mapping[str, Any]:
    """Return the template send of a document, in its long form."""
    targets = document.good.targets if document.good is not None else ()
    send = next((target.message.get("template") for target in targets if target.document == index), None)
    return send if isinstance(send, Mapping) else {}
