"""Error codes: what a provider means by one, whether a retry makes sense, and which rules prevent it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import log
from typing import Any

from .named import NamedTuple
from .rows import Row, catalogue, like, table

_KEYS = (
    "error_subcode",
    "code",
    "errorCode",
    "error_code",
    "httpCode",
    "http_code",
    "error",
    "reason",
    "rejected_reason",
)
"""Where answers and webhooks of the providers hold a code; a subcode says more than the code that it stands under."""

_WORDS = (
    "details",
    "title",
    "message",
    "error_user_title",
    "error_user_msg",
    "text",
    "developerMessage",
    "developer_message",
    "errorMessage",
    "description",
)
"""Where answers say something beside a code."""

_STATUSES = {
    "UNAUTHORIZED": "401",
    "FORBIDDEN": "403",
    "NOT_FOUND": "404",
    "TOO_MANY_REQUESTS": "429",
    "GENERAL_ERROR": "500",
    "SERVER_ERROR": "500",
}
"""The HTTP statuses of the words of Infobip; any other word is a request that is wrong."""

_HTTP = ("httpCode", "http_code")
_NUMBERED = re.compile(r"\(?#(\d+)\)?")
"""How Meta writes a code into a text."""

_WORD = re.compile(r"[a-z]+")

_RETRY = {
    "yes": "the same request may succeed",
    "later": "wait, then the same request may succeed",
    "no": "change the request first",
}


class Meaning(NamedTuple):
    """One thing that a provider means by a code, and those that are like it and say nothing else."""

    provider: str
    code: str
    title: str
    cause: str
    retryable: str
    rules: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def providers(self) -> tuple[str, ...]:
        """Whose meaning it is."""
        return (self.provider, *self.also)

    @property
    def advice(self) -> str:
        """Whether to send the same request again."""
        return _RETRY.get(self.retryable, self.retryable)


class Mention(NamedTuple):
    """A code as it stands in an answer: the words beside it, and whose answer it is, where its form tells."""

    code: str
    details: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()


@cache
def known() -> tuple[str, ...]:
    """Return every code of every provider."""
    return tuple(dict.fromkeys(code for provider in table("codes") for code in _of(provider)))


@cache
def _of(provider: str) -> Mapping[str, Any]:
    """Return what the codes of a provider mean: an entry of several stands for each of them."""
    found: dict[str, Any] = dict(table("codes").get(provider, {}))
    for first, entry in [*found.items()]:
        last = entry.get("to") if isinstance(entry, dict) else None
        found |= {str(code): entry for code in range(int(first), last + 1)} if last else {}
    return found | {name: found[code] for name, code in _numbers(provider).items()}


@cache
def _numbers(provider: str) -> Mapping[str, str]:
    """Return the codes of a provider that have a name too, by their names."""
    codes = table("codes").get(provider, {}).items()
    return {entry["name"]: code for code, entry in codes if isinstance(entry, dict) and "name" in entry}


def numbered(text: str) -> list[Mention]:
    """Return the known codes that a text names as Meta does: `(#131009) Parameter value is not valid`."""
    codes = dict.fromkeys(code for code in _NUMBERED.findall(text) if code in _of("cloud"))
    return [Mention(code, (), ("cloud", "360dialog")) for code in codes]


def meanings(mention: Mention) -> list[Meaning]:
    """Return all that a code means: where providers use one for different things, each of them."""
    found, names = [], table("index")["providers"]
    for provider in table("codes"):
        also = tuple(name for name in names if like(name) == provider and mention.code not in _of(name))
        if mention.providers and not {provider, *also} & {*mention.providers}:
            continue
        code = _numbers(provider).get(mention.code, mention.code)
        entries = _of(provider).get(code, [])
        for entry in entries if isinstance(entries, list) else [entries]:
            rules = _likeliest([row for row in catalogue().values() if code in row.codes(provider)], mention.details)
            cause, retryable = entry.get("cause", ""), str(entry.get("retryable"))
            found.append(Meaning(provider, code, entry["title"], cause, retryable, rules, also))
    return found or (meanings(mention._replace(providers=())) if mention.providers else [])


def _likeliest(rows: Sequence[Row], details: Iterable[str]) -> tuple[str, ...]:
    """Return the names of rows, those first whose names share most with what an answer says, by rare words."""
    words = {row.name: {*map(_stem, row.name.split("-"))} for row in rows}
    how_many = Counter(word for some in words.values() for word in some)
    said = {_stem(word) for text in details for word in _WORD.findall(text.lower())}
    return tuple(sorted(words, key=lambda name: -sum(log(len(words) / how_many[word]) for word in said & words[name])))


def _stem(word: str) -> str:
    return word.removesuffix("s")


def title(code: str, provider: str) -> str:
    """Return the title of a code at a provider, or at the one that it is like."""
    tables = [_of(name) for name in (provider, like(provider)) if name]
    said: Any = next((codes[code] for codes in tables if code in codes), [])
    return "; ".join(str(entry["title"]) for entry in (said if isinstance(said, list) else [said]))


def mentions(answer: Any) -> list[Mention]:
    """Return the known codes of an error answer, a webhook or several of them, in the order in which they stand."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for one in answer if isinstance(answer, list) else [answer]:
        for code, details in _walk(one):
            found.setdefault((code, _whose(one)), {}).update(dict.fromkeys(details))
    return [Mention(code, tuple(details), whose) for (code, whose), details in found.items()] or [*_quoted(answer)]


def _quoted(answer: Any) -> Iterator[Mention]:
    """Yield what the texts of somebody else's report quote: an answer as JSON, or a code as Meta writes it."""
    if isinstance(answer, (dict, list)):
        for inner in answer.values() if isinstance(answer, dict) else answer:
            yield from _quoted(inner)
    elif isinstance(answer, str) and answer.lstrip()[:1] == "{":
        try:
            yield from mentions(json.loads(answer))
        except (ValueError, RecursionError):
            return
    elif isinstance(answer, str) and "(#" in answer:
        yield from (mention._replace(details=(answer,)) for mention in numbered(answer))


def _whose(answer: Any) -> tuple[str, ...]:
    """Return the providers whose answers have this form; none where it does not tell."""
    if not isinstance(answer, dict):
        return ()
    if "requestError" in answer or "errorCode" in answer or "results" in answer:
        return ("infobip",)
    if isinstance(answer.get("error"), dict) or "entry" in answer:
        return ("cloud", "360dialog")
    if "meta" in answer:
        return ("360dialog", "360dialog-onprem")
    return ()


def _walk(value: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(value, list):
        for item in value:
            yield from _walk(item)
    if not isinstance(value, dict):
        return
    for key in _KEYS:
        code = str(value[key]) if isinstance(value.get(key), (str, int)) else None
        if key == "errorCode" and code is not None and code[:1] == "E" and code[1:].isdigit():
            code = code[1:]  # Infobip's newer form: E400
        if code in known() and not (key in _HTTP and code.isdigit() and int(code) < 400):
            yield code, tuple(_details(value))
    yield from _reported(value)
    if isinstance(value.get("requestError"), dict):
        # Infobip says what is wrong by the HTTP status, and where by the fields.
        said = value["requestError"].get("serviceException")
        word = said.get("messageId") if isinstance(said, dict) else None
        yield _STATUSES.get(str(word), "400"), tuple(_details(said))
    for inner in value.values():
        yield from _walk(inner)


def _reported(value: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a status or an error of Infobip says: a status counts where no error beside it says more."""
    if "groupName" in value and "permanent" in value and str(value.get("id")) in _of("infobip"):
        yield str(value["id"]), tuple(_details(value))
    status, error = value.get("status"), value.get("error")
    told = isinstance(error, dict) and error.get("id") not in (0, None)
    if not told and isinstance(status, dict) and "groupName" in status and str(status.get("name")) in _of("infobip"):
        yield str(status["name"]), tuple(_details(status))


def unknown(answer: Any) -> str:
    """Return what an answer says whose codes are not known, or nothing: its code and the words beside it."""
    if isinstance(answer, list):
        return next((said for item in answer if (said := unknown(item))), "")
    if not isinstance(answer, dict):
        return ""
    code = next((answer[key] for key in (*_KEYS, "name") if isinstance(answer.get(key), (str, int))), None)
    words = [*dict.fromkeys(_details(answer))]
    if code is not None and words:
        return f"{code}: {'; '.join(words)}"
    return next((said for inner in answer.values() if (said := unknown(inner))), "")


def _details(value: Any) -> Iterator[str]:
    """Yield the words beside a code."""
    if not isinstance(value, dict):
        return
    for key in _WORDS:
        if isinstance(value.get(key), str):
            yield value[key]
    data = value.get("error_data")
    if isinstance(data, dict) and isinstance(data.get("details"), str):
        yield data["details"]
    errors = value.get("validationErrors")
    if isinstance(errors, dict):
        for field, faults in errors.items():
            yield f"{field}: {', '.join(map(str, faults)) if isinstance(faults, list) else faults}"
    violations = value.get("violations")
    for fault in violations if isinstance(violations, list) else ():
        if isinstance(fault, dict):
            yield f"{fault.get('property')}: {fault.get('violation')}"
