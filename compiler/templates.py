"""The registered templates: definitions and saved answers of a provider's list, one file of them or a folder.

They are facts of `assume.templates`. Nothing is fetched; what is there is read once, and again when it changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from .diagnostic import closest
from .inputs import ENDINGS, UsageError, content, in_folder, is_payload
from .message import long_form
from .message import read as read_message
from .named import NamedTuple
from .nodes import MappingNode, plain
from .shape import UNKNOWN
from .source import Source
from .source import read as read_source

MAX_FILES = 10_000
"""Files of a folder that are looked at. More is a folder that was not meant."""

_KEPT = 8  # registries that stay in memory

Stamp = tuple[tuple[str, int, int], ...]


class TemplatesError(UsageError):
    """The registered templates cannot be read; the text says where and why."""


class Definition(NamedTuple):
    """One template in one language. `parts` is its `define_template`; words are in lower case."""

    name: str
    language: str
    parts: Mapping[str, Any]
    category: str | None = None
    status: str | None = None
    quality: str | None = None
    id: str | None = None


class Registry:
    """The definitions by name and language. `is_whole` is false for one page of a list of several."""

    def __init__(self, definitions: Iterable[Definition], is_whole: bool = True) -> None:
        self.is_whole = is_whole
        self._by_name: dict[str, dict[str, Definition]] = {}
        self._names: dict[str, str] = {}
        for one in definitions:
            languages = self._by_name.setdefault(one.name, {})
            # Several accounts may have one of the name: any that may be sent will do.
            if one.language not in languages or (one.status == "approved" != languages[one.language].status):
                languages[one.language] = one
            if one.id is not None:
                self._names.setdefault(one.id, one.name)

    def __len__(self) -> int:
        return sum(map(len, self._by_name.values()))

    def names(self) -> list[str]:
        """Return the registered names."""
        return sorted(self._by_name)

    def languages(self, name: str) -> list[str]:
        """Return the languages in which a name, or the template of an id, is registered."""
        return sorted(self._languages(name))

    def lookup(self, name: str, language: str | None) -> Definition | None:
        """Return the definition of a name or an id. Without a language there is one only if it is the only one."""
        languages = self._languages(name)
        if language is not None:
            return languages.get(language)
        return next(iter(languages.values())) if len(languages) == 1 else None

    def near(self, name: str) -> str | None:
        """Return the registered name that a misspelt one most likely means."""
        return closest(name, self._by_name)

    def near_languages(self, name: str, language: str) -> list[str]:
        """Return the languages of a name that differ from another in their country only: `en` and `en_US`."""
        return [code for code in self.languages(name) if _tongue(code) == _tongue(language)]

    def _languages(self, name: str) -> dict[str, Definition]:
        return self._by_name.get(name) or self._by_name.get(self._names.get(name, ""), {})


def _tongue(code: str) -> str:
    return code.replace("-", "_").partition("_")[0].lower()


_cache: dict[str, tuple[Stamp, Registry]] = {}


def registry(stated: Any) -> Registry | None:
    """Return what `assume.templates` states: a path, or the definitions themselves. Raises TemplatesError."""
    if isinstance(stated, list):
        return Registry(_listed(stated), _is_whole(stated))
    if not isinstance(stated, str):
        return None
    path = os.path.abspath(stated)
    stamp = _stamp(stated)
    kept = _cache.pop(path, None)
    found = kept[1] if kept is not None and kept[0] == stamp else _load(stated, [name for name, *_ in stamp])
    _cache[path] = (stamp, found)
    if len(_cache) > _KEPT:
        del _cache[next(iter(_cache))]
    return found


def _stamp(path: str) -> Stamp:
    """Return the files of a path with what changes when they do. Raises TemplatesError."""
    try:
        names = [path]
        if os.path.isdir(path):
            names = []
            for name in in_folder(path, (*ENDINGS, ".json")):
                names.append(name)
                if len(names) > MAX_FILES:
                    raise TemplatesError(f"the templates of '{path}' are more than {MAX_FILES} files")
        return tuple((name, (found := os.stat(name)).st_mtime_ns, found.st_size) for name in names)
    except (OSError, ValueError) as error:
        if isinstance(error, TemplatesError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise TemplatesError(f"the templates of '{path}' cannot be read: {why}") from None


def _load(path: str, names: list[str]) -> Registry:
    answers = {name: _answer(name, path) for name in names if is_payload(name)}
    if path in answers and _items(answers[path]) is None:
        keys = "'data', 'waba_templates' or 'templates'"
        raise TemplatesError(f"the templates cannot be read: {_source(path).name}:1:1: there is no list under {keys}")
    is_whole = _UNREAD not in answers.values() and _is_whole(list(answers.values()))
    parts = (_listed(answers[name]) if name in answers else _defined(name) for name in names)
    found = Registry(chain.from_iterable(parts), is_whole)
    if path in answers and _items(answers[path]) and not len(found):
        at = f"{_source(path).name}:1:1"
        raise TemplatesError(f"the templates cannot be read: {at}: nothing in the list is a definition")
    return found


def _source(name: str) -> Source:
    try:
        source = read_source(name.replace(os.sep, "/"), content(name))
    except UsageError as error:
        raise TemplatesError(str(error)) from None
    for finding in source.findings:
        at = source.position(finding.span.start if finding.span else 0)
        raise TemplatesError(f"the templates cannot be read: {source.name}:{at.line}:{at.column}: {finding.message}")
    return source


def _defined(name: str) -> Iterator[Definition]:
    """Yield the definitions of a message file; its other documents are none of ours."""
    from .resolving import resolve
    from .variables import declare

    source = _source(name)
    for root in source.documents:
        if not isinstance(root, MappingNode) or root.get("define_template") is None:
            continue
        variables = declare(source, root.get("vars"), {}, examples=True)
        authored = read_message(source, resolve(source, root, variables, "cloud")[0])
        assume = authored.file.get("assume", {})
        facts = {key: assume[key] for key in ("status", "category") if key in assume}
        parts: Any = authored.message.get("define_template")
        for code in _others(parts, authored.message.get("cloud")):
            yield from _definition({**parts, "language": code}, facts)
        yield from _definition(parts, facts)


def _others(parts: Any, block: Any) -> list[Any]:
    """Return the languages beside its own in which a definition is created at once."""
    languages = block.get("languages") if isinstance(block, dict) else None
    if not isinstance(parts, dict) or not isinstance(languages, list):
        return []
    return [code for code in languages if code != parts.get("language")]


_UNREAD = object()


def _answer(name: str, path: str) -> Any:
    """Return what a JSON file holds. One that cannot be read may be of something else, where a folder was stated."""
    try:
        documents = _source(name).documents
    except TemplatesError:
        if name == path:
            raise
        return _UNREAD
    return plain(documents[0]) if documents else None


def _items(answer: Any) -> list[Any] | None:
    """Return the templates that a saved answer lists, or several of them; None where it lists none.

    Where they stand is told by the keys. Beside lists, a body that creates a template is one.
    """
    if isinstance(answer, list):
        pages = [_items(page) if isinstance(page, dict) else None for page in answer]
        return [item for page, whole in zip(pages, answer, strict=True) for item in ([whole] if page is None else page)]
    if not isinstance(answer, dict):
        return None
    found = next((answer[key] for key in _LISTS if isinstance(answer.get(key), list)), None)
    return [answer] if found is None and answer.keys() & {"components", "structure"} else found


def _listed(answer: Any) -> Iterator[Definition]:
    """Yield the definitions that a saved answer lists."""
    return (one for item in _items(answer) or () for one in _item(item))


def _is_whole(answers: list[Any]) -> bool:
    """Whether no page of a saved list says that another follows, or the last one is among them."""
    pages = [page for answer in answers for page in (answer if isinstance(answer, list) else [answer])]
    told = [page["paging"] for page in pages if isinstance(page, dict) and isinstance(page.get("paging"), dict)]
    follows = [bool(paging.get("next")) for paging in told]
    return not any(follows) or not all(follows)


def _item(item: Any) -> Iterator[Definition]:
    """Yield the definition of an item of a list: Meta's, Infobip's, Pilot Status', or one in our own words."""
    if not isinstance(item, dict):
        return
    parts: Any = item
    if "structure" in item:
        parts = _of_infobip(item)
    elif "components" in item:
        from .providers.meta.definition import read_definition

        parts = read_definition(item)
    elif "metaStatus" in item or "sendable" in item:
        yield from _of_pilot(item)
        return
    else:
        own = {key: value for key, value in item.items() if key not in _FACTS}
        parts = long_form({"define_template": own}).get("define_template")
    quality = item.get("quality_score", item.get("quality"))
    quality = quality.get("score") if isinstance(quality, dict) else quality
    facts = {"status": item.get("status"), "quality": quality, "id": item.get("id")}
    yield from _definition(parts, {"category": item.get("category"), **facts})


_FACTS = ("status", "quality", "quality_score", "id")
_LISTS = ("data", "waba_templates", "templates")


def _of_infobip(item: dict[str, Any]) -> Any:
    from .providers.infobip.definition import decode_definition

    structure = item["structure"] if isinstance(item["structure"], dict) else {}
    if isinstance(structure.get("body"), str):  # as the first version of the list has it
        structure = {**structure, "body": {"text": structure["body"]}}
    found = decode_definition(None, {**item, "structure": structure}) or {}
    return found.get("define_template")


def _of_pilot(item: dict[str, Any]) -> Iterator[Definition]:
    """Yield the definition of an item of Pilot Status' list; what is not Meta's has no language there."""
    from .providers.pilot_status.definition import decode_definition

    language = item.get("metaLanguage") or item.get("language") or ""
    parts = decode_definition({**item, "language": language}, "")["define_template"]
    status = item.get("metaStatus") or ("approved" if item.get("sendable") is True else None)
    facts = {"category": item.get("category"), "status": status, "id": item.get("id")}
    yield from _definition({**parts, "language": language}, facts)


def _definition(parts: Any, facts: Mapping[str, Any]) -> Iterator[Definition]:
    if not isinstance(parts, dict):
        return
    name, language = parts.get("name"), parts.get("language")
    if not isinstance(name, str) or not isinstance(language, str):
        return
    words = {key: _word(facts.get(key)) for key in ("category", "status", "quality")}
    words["category"] = words["category"] or _word(parts.get("category"))
    number = facts.get("id")
    yield Definition(name, language, parts, **words, id=str(number) if isinstance(number, (str, int)) else None)


def _word(value: Any) -> str | None:
    return value.lower() if isinstance(value, str) and value is not UNKNOWN else None


def found(message: Mapping[str, Any], known: Registry | None) -> Definition | None:
    """Return the definition that a send fills, or None where there is none, or nobody can tell which."""
    template = message.get("template")
    if known is None or not isinstance(template, Mapping):
        return None
    name, language = template.get("name"), template.get("language")
    if not isinstance(name, str) or not (language is None or isinstance(language, str)):
        return None
    return known.lookup(name, language)
