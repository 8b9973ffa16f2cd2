"""Languages: `locales` gives one message its texts in each of them, read as `{{ t.name }}`.

A text is written into the message as it stands, before any expression is filled: so it may use the variables, and
what bounds, proves and fills a text needs to know nothing of languages. A field that is nothing but `{{ t.name }}` is
the text itself, in the place where it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

from .diagnostic import USED, Finding, Span, closest, did_you_mean, shown
from .joined import Joined
from .message import group, shape
from .named import NamedTuple
from .nodes import MappingNode, Node, Origin, ScalarNode
from .part_files import Files
from .remedy import Edit, Fix, Related
from .source import Source
from .translations import Text, Writer
from .variables import NAME, Variable, Variables, Version

LOCALE, TEXTS = "locale", "t"
"""The variables that a message with `locales` has besides its own: the code of the language, and its texts."""


MAX_LOCALES = 200
"""Languages of one message, each of them judged by itself; providers list about seventy. A bound of waml's own."""


class Locale(NamedTuple):
    """A language: its code, where that is written, where its texts begin, and the texts by their names."""

    code: str
    key: ScalarNode
    place: Span
    texts: dict[str, Text]
    is_read: bool = True


def versions(
    source: Source, root: MappingNode, variables: Variables, chosen: Sequence[str], texts: Mapping[str, bytes]
) -> tuple[Source, list[Version], tuple[str, ...]]:
    """Return a document that has `locales` in each of its languages, or in those that are chosen of them.

    Its offsets are those of the source that is returned with it; the last are the codes of all its languages.
    """
    joined = source if isinstance(source, Joined) else Joined(source)
    files = Files(joined, texts, "a mapping from names to texts")
    found = _Reading(files).locales(root.get("locales"))
    common = [*files.findings, *_taken_names(variables, joined)]
    if not found:
        return joined, [Version(None, root, variables, common)], ()
    used: dict[str, Span] = {}
    wanted = [one for one in found if not chosen or one.code in chosen]
    written = [(one, *_written(joined, root, one, found, used)) for one in wanted]
    joined.documents = [tree for _, tree, _ in written]
    made = []
    for one, tree, faults in written:
        told = [*common, *faults, *_superfluous(joined, one, found, used)]
        made.append(Version(one.code, tree, _variables(variables, one, joined), told))
    return joined, made, tuple(one.code for one in found)


def read(source: Joined, node: Node) -> list[Locale]:
    """Return the languages of a document, without what is wrong with them."""
    return _Reading(Files(source, {}, "")).locales(node)


def _variables(variables: Variables, locale: Locale, source: Source) -> Variables:
    """Return the variables of a document in one language. What is used of them is noted for all languages."""
    one = copy(variables)
    one.declared = {**variables.declared, LOCALE: Variable(LOCALE, locale.key, locale.key, None, locale.code)}
    one.values = {**variables.values, LOCALE: locale.code}
    one.shared = variables.shared | {LOCALE, TEXTS}
    span = source.span(locale.key)

    def origin(name: str) -> Origin | None:
        return Origin("the language", span) if name == LOCALE else variables.origin(name)

    one.origin = origin
    return one


def _taken_names(variables: Variables, source: Source) -> Iterator[Finding]:
    for name in (LOCALE, TEXTS):
        if name in variables.declared:
            message = f"'{name}' is no name for a variable beside 'locales': waml sets it"
            yield Finding("variable-name", message, source.span(variables.declared[name].key), path=("vars", name))


class _Reading:
    """Reads `locales`: the languages by their codes, or the path of a file that has them."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.source = files.joined

    def locales(self, node: Node | None) -> list[Locale]:
        """Return the languages; what is wrong with them is a finding."""
        shared = False
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            found = self.files.read(self.files.near(node.value, node), node)
            if found is None:
                return []
            node, shared = found, True
        if not isinstance(node, MappingNode) or not node.entries:
            hint = "as in {en: {greeting: Hello}, de: {greeting: Hallo}}, or the path of a file"
            self.files.fault("wrong-type", "'locales' is a mapping from languages to their texts", node, hint)
            return []
        if len(node.entries) > MAX_LOCALES:
            message = f"the message has {len(node.entries)} languages; waml takes {MAX_LOCALES}"
            self.files.fault("too-many-nodes", message, node.entries[MAX_LOCALES][0])
        return [self.locale(key, value, shared) for key, value in node.entries[:MAX_LOCALES]]

    def locale(self, key: ScalarNode, value: Node, shared: bool) -> Locale:
        """Return a language, with its texts or the path of a file that has them."""
        code, place = str(key.value), self.source.span(key)
        texts: dict[str, Text] = {}
        if isinstance(value, ScalarNode) and isinstance(value.value, str):
            found = self.files.read(self.files.near(value.value, value), value)
            if found is None:
                return Locale(code, key, place, texts, is_read=False)
            shared = True
            place = self.source.span(found.entries[0][0]) if found.entries else Span(found.start, found.start)
            value = found
        if isinstance(value, MappingNode):
            self.texts(value, "", shared, texts)
        elif not isinstance(value, ScalarNode) or value.value is not None:
            self.files.fault("wrong-type", f"the texts of '{code}' are a mapping, or the path of a file", value)
        return Locale(code, key, place, texts)

    def texts(self, owner: MappingNode, before: str, shared: bool, found: dict[str, Text]) -> None:
        """Collect the texts of a mapping, those of a mapping in it by both names."""
        for key, node in owner.entries:
            name = f"{before}{key.value}"
            if not NAME.fullmatch(str(key.value)):
                message = f"{shown(name)} is no name for a text: a name is letters, digits and '_'"
                self.files.fault("variable-name", message, key)
            elif isinstance(node, MappingNode):
                self.texts(node, f"{name}.", shared, found)
            elif not isinstance(node, ScalarNode):
                self.files.fault("wrong-type", f"a text is due for '{name}', not a list", key)
            elif isinstance(node.value, str):
                found[name] = Text(key, node, owner, shared)
            elif node.value is not None:
                self.not_quoted(name, node)
                found[name] = Text(key, ScalarNode(self.spelled(node), node.start, node.end), owner, shared)

    def spelled(self, node: ScalarNode) -> str:
        """Return a scalar as it is written."""
        return self.source.text[slice(*self.source.span(node))]

    def not_quoted(self, name: str, node: ScalarNode) -> None:
        """Find a number or a boolean where a text is due."""
        written, span = self.spelled(node), self.source.span(node)
        fix = Fix("quote the value", True, (Edit(span, f'"{written}"'),))
        message = f"a text is due for '{name}', and {written} is none"
        self.files.findings.append(Finding("not-quoted", message, span, help=f'quote it: "{written}"', fix=fix))


def _written(
    source: Joined, root: MappingNode, locale: Locale, locales: Sequence[Locale], used: dict[str, Span]
) -> tuple[MappingNode, list[Finding]]:
    """Return a document with the texts of one language in it, and what is wrong with how it asks for them."""
    writer = Writer(source, locale.code, locale.texts)
    tree = MappingNode(root.start, root.end)
    for key, value in root.entries:
        is_literal = key.value in group("file") or str(key.value).startswith(("x-", "$"))
        tree.entries.append((key, value if is_literal else writer.node(value)))
    # Of the language of a template its rules have to say what is wrong with it.
    faults = [*writer.faults, *([] if _add_language(tree, locale) else _code_faults(locale))]
    used.update({name: span for name, span in writer.used.items() if name not in used})
    names = dict.fromkeys(name for one in locales for name in one.texts)
    for name, span in writer.missing.items():
        others = [one for one in locales if name in one.texts]
        if others:
            faults += _missing(source, locale, name, others[0], span)
        elif all(one.is_read for one in locales):
            near = closest(name, names, len(names))
            faults.append(_unknown(source, name, near, span))
            used.update({} if near is None else {near: span})
    return tree, faults


def _add_language(tree: MappingNode, locale: Locale) -> bool:
    """Give a template its language, where it does not say one; whether it was given one."""
    given = False
    for at, (key, value) in enumerate(tree.entries):
        field = shape().field(str(key.value)) if key.value in group("content") else None
        if field is None or "language" not in field.fields:
            continue
        template = MappingNode(value.start, value.end)
        if isinstance(value, MappingNode) and value.get("language") is None:
            template.entries = [*value.entries]
        elif isinstance(value, ScalarNode) and isinstance(value.value, str) and "key" in field.short:
            template.entries = [(ScalarNode(field.short["key"], value.start, value.end), value)]
        else:
            continue
        word = ScalarNode("language", locale.key.start, locale.key.end)
        code = ScalarNode(locale.code, locale.key.start, locale.key.end, locale.key.style)
        template.entries.append((word, code))
        tree.entries[at] = (key, template)
        given = True
    return given


def _missing(source: Source, locale: Locale, name: str, other: Locale, used: Span) -> Iterator[Finding]:
    if not locale.is_read:
        return
    related = Related(USED, used), Related(f"'{other.code}' has it", source.span(other.texts[name].key))
    message = f"'{locale.code}' has no text '{name}', which the message uses"
    path, hint = ("locales", locale.code), did_you_mean(name, locale.texts)
    yield Finding("missing-translation", message, locale.place, path=path, related=related, help=hint)


def _unknown(source: Source, name: str, near: str | None, used: Span) -> Finding:
    message = f"no language has a text '{name}'"
    fix = None
    if near is not None and source.text[slice(*used)] == name:
        fix = Fix(f"write {near}", False, (Edit(used, near),))
    hint = f"did you mean '{near}'?" if near is not None else f"write it under each language: {name}: …"
    return Finding("unknown-translation", message, used, help=hint, fix=fix)


def _code_faults(locale: Locale) -> Iterator[Finding]:
    """Find a code that no provider knows for a language."""
    from .languages import lists_of, near
    from .rows import table

    if lists_of(locale.code):
        return
    meant = near(locale.code, sorted({name for one in table("languages").values() for name in one["lists"]}))
    message = f"{shown(locale.code)} is no code of a language that a provider lists"
    hint = f"did you mean '{meant}'?" if meant else "write it as in de, en_US or pt_BR"
    span = Span(locale.key.start, locale.key.end)
    yield Finding("unknown-locale", message, span, path=("locales", locale.code), help=hint)


def _superfluous(
    source: Source, locale: Locale, locales: Sequence[Locale], used: Mapping[str, Span]
) -> Iterator[Finding]:
    """Find the texts of a language that nothing uses; in a file that others may use, those of one language alone."""
    others = [one for one in locales if one is not locale and one.is_read]
    for name, text in locale.texts.items():
        if name in used:
            continue
        having = [one for one in others if name in one.texts]
        if not text.shared:
            message = f"the text '{name}' of '{locale.code}' is not used"
        elif others and not having:
            message = f"the text '{name}' is in '{locale.code}' alone, and the message does not use it"
        else:
            continue
        yield Finding(
            "unused-translation", message, source.span(text.key), path=("locales", locale.code, name),
            help="remove it", fix=_removing(source, text),
        )  # fmt: skip
    if len(others) > 1:
        yield from _lacking(source, locale, others, used)


def _lacking(source: Source, locale: Locale, others: Sequence[Locale], used: Mapping[str, Span]) -> Iterator[Finding]:
    """Find the texts that a language lacks and several others have, in files that other messages use."""
    for name in dict.fromkeys(name for one in others for name in one.texts):
        having = [one for one in others if name in one.texts]
        if name in used or name in locale.texts or len(having) < 2 or not all(one.texts[name].shared for one in having):
            continue
        there = Related(f"'{having[0].code}' has it", source.span(having[0].texts[name].key))
        message = f"'{locale.code}' has no text '{name}'"
        yield Finding(
            "missing-translation", message, locale.place, path=("locales", locale.code),
            severity="warning", related=(there,),
        )  # fmt: skip


def _removing(source: Source, text: Text) -> Fix | None:
    from .editing import removed

    edit = removed(source, text.owner, str(text.key.value))
    return None if edit is None else Fix(f"remove '{text.key.value}'", False, (edit,))
