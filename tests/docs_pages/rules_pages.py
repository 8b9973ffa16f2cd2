"""docs/rules.md and docs/rules/<family>.md, written from the rows: a rule says the same here as in `waml explain`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import waml
from waml import boundaries, codes
from waml.boundaries import Case, Trial
from waml.catalogue import entry, severity_text
from waml.config import Config
from waml.printing import to_yaml
from waml.resources import rules
from waml.rows import Row, catalogue

TITLES = {
    "buttons": "Buttons", "carousel": "Carousels", "cloud": "Meta Cloud API", "contacts": "Contacts",
    "definition": "Template definitions", "definition-buttons": "Buttons of template definitions",
    "definition-payload": "Raw template definitions", "definition-placeholders": "Placeholders of template definitions",
    "definition-send": "Template sends held against their definitions", "dressing": "Header, body and footer",
    "envelope": "The envelope", "flow": "Flows", "formatting": "Formatting marks", "infobip": "Infobip",
    "infobip-payment": "Payments at Infobip", "language": "The language itself", "list": "Lists",
    "location": "Locations", "media": "Media", "onprem": "The On-Premise API", "order": "Orders",
    "payload": "Raw payloads", "pilot-status": "Pilot Status", "pin": "Pins", "products": "Products and catalogs",
    "reaction": "Reactions", "requests": "Requests", "status": "Read receipts and typing", "template": "Template sends",
    "text": "Texts",
}  # fmt: skip

LONGEST = 60
"""Characters of a value in an example; a longer one is told by its length."""

MAX_LINES = 16
"""Lines of an example that says more than its rule does."""


def title(family: str) -> str:
    """Return the heading of a family."""
    return TITLES.get(family, family.replace("-", " ").capitalize())


def pages() -> Iterator[tuple[str, str]]:
    """Yield every page: its path below docs/, and its text."""
    families: dict[str, list[Row]] = {}
    for row in catalogue().values():
        families.setdefault(row.family.name.removeprefix("rules/").removesuffix(".yaml"), []).append(row)
    yield "rules.md", index(families)
    for family, rows in families.items():
        yield f"rules/{family}.md", page(family, rows)


def index(families: dict[str, list[Row]]) -> str:
    """Return the table of contents, and every rule by its name."""
    count = sum(len(rows) for rows in families.values())
    lines = [
        "# The rules",
        "",
        f"The {count} rules of waml. `waml explain RULE` tells one of them in a terminal, `waml rules` lists them.",
        "",
        "An *error* is a message that the provider refuses or loses, a *warning* one that it may; an *info* is worth",
        "knowing. What no document says is at most a warning. Where documents disagree, the laxer limit is the error",
        "and the stricter is advised.",
        "",
        "| about | rules | |",
        "|---|---:|---|",
    ]
    for name in sorted(families, key=lambda family: title(family).casefold()):
        lines.append(f"| [{title(name)}](rules/{name}.md) | {len(families[name])} | {_about(name)} |")
    lines += ["", "## By name"]
    ordered = sorted((row.name, family) for family, rows in families.items() for row in rows)
    for letter, group in groupby(ordered, key=lambda pair: pair[0][0]):
        links = " · ".join(f"[{name}](rules/{family}.md#{name})" for name, family in group)
        lines += ["", f"**{letter}** {links}"]
    return "\n".join(lines) + "\n"


def page(family: str, rows: list[Row]) -> str:
    """Return the page of a family."""
    lines = [f"# {title(family)}", "", _about(family), ""]
    lines += ["[All rules](../rules.md)", ""]
    lines += [f"- [{row.name}](#{row.name})" for row in rows]
    for row in rows:
        lines += ["", *rule(row)]
    return "\n".join(lines) + "\n"


def _about(family: str) -> str:
    """Return what the file of the rows says of itself, in its first lines."""
    lines = []
    for line in rules(f"{family}.yaml").decode().splitlines():
        if not line.startswith("# "):
            break
        lines.append(line[2:].strip())
    # The first sentence is for everybody; what follows is for those who write rows.
    first = re.split(r"(?<=\.) (?=[A-Z])", " ".join(lines))[0].rstrip(".")
    assert first, f"the first line of {family}.yaml says nothing of its rules"
    return f"{_escaped(first[:1].upper() + first[1:])}."


def rule(row: Row) -> list[str]:
    """Return the section of one rule."""
    told = entry(row)
    fault = _sentence(told["fault"], told["fields"])
    lines = [f"## {row.name}", "", f"{fault} *{severity_text(told).capitalize()}.*", ""]
    facts = [("field", ", ".join(f"`{path}`" for path in told["fields"]))]
    facts.append(("when", "; ".join(f"`{path}` is {_wanted(value)}" for path, value in told["when"].items())))
    facts += [("limit", _limit(limit)) for limit in told["limits"]]
    facts.append(("help", _marked(told["help"] or "")))
    facts += [("prevents", prevented) for prevented in _prevented(told)]
    facts += [("source", source) for source in _sources(told)]
    lines += [f"- {name}: {fact}" for name, fact in facts if fact]
    language = "json" if row.scope == "payload" else "yaml"
    for kind, provider, text in examples(row):
        lines += ["", f"{kind}:", "", f"```{language} {provider}".rstrip(), text.rstrip("\n"), "```"]
    return lines


def _sentence(text: str, fields: list[str]) -> str:
    """Return a fault as a sentence, with its field in the type of code."""
    field = next((path for path in sorted(fields, key=len, reverse=True) if text.startswith(f"{path} ")), None)
    if field is not None:
        return f"`{field}`{_marked(text.removeprefix(field))}."
    return _marked(text[:1].upper() + text[1:]) + ("" if text.endswith((".", "?")) else ".")


def _limit(text: str) -> str:
    """Return a limit, a regular expression in the type of code."""
    match = re.fullmatch(r"matches (.+?)( \([\w, -]+\))?", text)
    return f"matches `{match[1]}`{match[2] or ''}" if match and "`" not in match[1] else _escaped(text)


def _wanted(value: Any) -> str:
    words = value if isinstance(value, list) else [value]
    return " or ".join(word if word in ("present", "absent") else f"`{_plain(word)}`" for word in words)


def _plain(word: Any) -> str:
    return word if isinstance(word, str) else json.dumps(word)


def _prevented(told: dict[str, Any]) -> Iterator[str]:
    """Yield the error codes of a rule, each with the providers that answer it."""
    by_code: dict[tuple[str, str], list[str]] = {}
    for provider, numbers in told["codes"].items():
        for code in numbers:
            by_code.setdefault((code, codes.title(code, provider)), []).append(provider)
    for (code, title), providers in by_code.items():
        yield f"{', '.join(providers)} {code}" + (f" ({_escaped(title)})" if title else "")


def _sources(told: dict[str, Any]) -> Iterator[str]:
    """Yield who says so; providers of which the same is said stand together."""
    said: dict[str, list[str]] = {}
    for provider, documents in told["sources"].items():
        said.setdefault("; ".join(map(_document, documents)), []).append(provider)
    yield from (f"{', '.join(providers)}: {documents}" for documents, providers in said.items())


def _document(document: dict[str, Any]) -> str:
    if not document.get("url"):
        return _escaped(document["title"])
    date = f" ({document['date']})" if document.get("date") else ""
    return f"[{_escaped(document['publisher'])}, {_escaped(document['title'])}]({document['url']}){date}"


def _escaped(text: str) -> str:
    """Return a text in which Markdown finds no marks of its own."""
    for char in "\\`*_[]<>~|#":
        text = text.replace(char, f"\\{char}")
    return text


def _marked(text: str) -> str:
    """Return a text of ours, in which only the type of code is a mark."""
    return "".join(part if at % 2 else _escaped(part) for at, part in enumerate(re.split(r"(`[^`]+`)", text)))


def examples(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield a bad and a good message of a row: the title, the provider, and the text."""
    if "raised_by" in row.raw:
        for name in ("bad", "good"):
            raw = row.raw.get(name)
            if raw is not None:
                yield name.capitalize(), "", raw if isinstance(raw, str) else to_yaml(raw)
        return
    is_written = "bad" in row.raw
    for case in boundaries.cases_of(row) if is_written or row.scope == "message" else ():
        texts = list(_pair(case))
        if len(texts) == 2 and (is_written or all(len(text.splitlines()) <= MAX_LINES for _, text in texts)):
            yield from ((kind, case.provider, text) for kind, text in sorted(texts))
            return


def _pair(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the first message of a file or payload that breaks a row, and the first that does not."""
    due = {"Bad", "Good"}
    for trial in boundaries.trials(case):
        kind = "Good" if trial.severity is None else "Bad"
        if kind in due and trial.size is None and not trial.before:
            text = _shown(trial, case.row)
            if is_cut(text) or (breaks(case.row, case.provider, text) is (kind == "Bad")):
                due.remove(kind)
                yield kind, text
        if not due:
            return


def is_cut(text: str) -> bool:
    """Whether an example does not stand whole on its page."""
    return re.search(r"<\d+ characters>|^--- # registered$", text, re.MULTILINE) is not None


def breaks(row: Row, provider: str, text: str) -> bool:
    """Whether a file with an example is said to break a row."""
    name = "payload.json" if row.scope == "payload" else "message.waml.yaml"
    found = waml.lint(name, text=text, provider=provider or "cloud", config=Config())
    return any(diagnostic.rule == row.name for diagnostic in found)


def _shown(trial: Trial, row: Row) -> str:
    """Return the message of a trial as YAML; what is too long to be read is told by its length."""
    message = _cut(trial.message)
    if row.scope == "payload":
        message = message["body"] if set(message) == {"body"} else message
        return json.dumps(message, ensure_ascii=False, indent=2) + "\n"
    assumed = {key: value for key, value in trial.assume.items() if not isinstance(value, (list, dict))}
    text = to_yaml({**({"assume": assumed} if assumed else {}), **message})
    registered = trial.assume.get("templates") or []
    for item in registered if isinstance(registered, list) else []:
        definition = {key: item[key] for key in item if key not in ("status", "quality")}
        text += f"--- # registered\n{to_yaml({'define_template': definition})}"
    return text


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cut(item) for item in value]
    if isinstance(value, str) and set(value) == {"😀"}:
        value = "x" * len(value)  # the trials are of what is two code units long; a letter shows a length as well
    if isinstance(value, str) and len(value) > LONGEST and len(set(value)) < 12:
        return f"<{len(value)} characters>"
    return value
