"""`waml explain`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import click

from .. import codes, inputs, own_families
from ..catalogue import entry, severity_text
from ..config import Configs
from ..diagnostic import did_you_mean
from ..rows import aliases, catalogue
from . import options as o

WIDTH = 100
"""Columns of a line, but for what does not break: an address."""
MOST_RULES = 24
"""Rules that are named beside a code: many a code stands for a request that is wrong in any way."""
MOST_BRACES = 1000
"""Braces of a log that are taken for the beginning of an object and are none."""


@click.command("explain")
@click.argument("what", metavar="RULE|CODE|FILE")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to write it.")
@o.together(o.config, o.isolated)
@o.guarded
def command(what: str, output_format: str, config: str | None, isolated: bool) -> None:
    """Explain a rule, an error code, or an error answer.

    \b
    RULE  the fault, the limit of each provider, who says so, the errors that it prevents; rules of your own,
          which the config names, too
    CODE  what each provider means by it, whether a retry makes sense, the rules that prevent it
    FILE  a provider's error answer or webhook as JSON, or a log that has some (`-` is stdin): the codes that it holds
    """
    name = aliases().get(what, what)
    rows = catalogue()
    if name not in rows and what not in codes.known():
        rows = {**own_families.rows(Configs(config, isolated).of("-").rules), **rows}
    if what == "-" or (name not in rows and os.path.isfile(what)):
        found = _mentions(what)
        told: dict[str, Any] = {"codes": [_code(mention) for mention in found]}
        lines = [line for mention in found for line in _code_text(mention)]
    elif name not in rows and (found := [codes.Mention(what)] if what in codes.known() else codes.numbered(what)):
        told = {"codes": [_code(mention) for mention in found]}
        lines = [line for mention in found for line in _code_text(mention)]
    elif name in rows:
        rule = entry(rows[name])
        told, lines = {"rule": rule}, _rule_text(rule)
    else:
        known = [*rows, *codes.known()]
        hint = did_you_mean(name, known, len(known)) or "`waml rules` lists the rules"
        raise inputs.UsageError(f"no rule, code or file '{what}'; {hint}")
    if output_format == "json":
        click.echo(json.dumps({"version": 1, **told}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines))


def _mentions(path: str) -> list[codes.Mention]:
    from ..nodes import plain
    from ..source import read

    data = inputs.content(path)
    source = read("answer.json", data)
    if source.findings:
        text = data.decode("utf-8", "replace")
        answer: Any = [*_objects(text)]
        found = codes.mentions(answer) or codes.numbered(text)
    else:
        answer = plain(source.documents[0])
        found = codes.mentions(answer)
    if found:
        return found
    if not answer:
        for finding in source.findings:
            place = source.position(finding.span.start if finding.span else 0)
            raise inputs.UsageError(f"{path}:{place.line}:{place.column}: this is no JSON: {finding.message}")
    said = codes.unknown(answer)
    raise inputs.UsageError(f"'{path}' holds no error code that waml knows{f', but {said}' if said else ''}")


def _objects(text: str) -> Iterator[Any]:
    """Yield the JSON objects in a text, such as the lines of a log."""
    decoder, start = json.JSONDecoder(), text.find("{")
    tried = 0
    while start >= 0 and tried < MOST_BRACES:
        try:
            value, end = decoder.raw_decode(text, start)
            # An escape may stand for half a character, which nobody can write.
            yield json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
        except (ValueError, RecursionError):
            end, tried = start + 1, tried + 1
        start = text.find("{", end)


def _code(mention: codes.Mention) -> dict[str, Any]:
    found = [{**meaning._asdict(), "advice": meaning.advice} for meaning in codes.meanings(mention)]
    return {"code": mention.code, "details": mention.details, "meanings": found}


def _code_text(mention: codes.Mention) -> list[str]:
    blocks = [[mention.code, *_wrapped("  says     ", mention.details)]]
    for _, group in groupby(codes.meanings(mention), lambda meaning: meaning.provider):
        meanings = list(group)
        told = [_meaning(meaning) for meaning in meanings]
        one = meanings[0]
        if len(told) > 1 and one.rules:
            # The rows say which code they prevent, not which of its meanings.
            told.append([f"  {', '.join(one.providers)}: whichever it is", *_rules(one)])
        elif one.rules:
            told[0] += _rules(one)
        blocks += told
    return [*_spaced(blocks), ""]


def _rules(meaning: codes.Meaning) -> list[str]:
    named, more = meaning.rules[:MOST_RULES], len(meaning.rules) - MOST_RULES
    rest = f"and {more} more: --output-format json has them all"
    return _listed("    rules  ", (*named, rest) if more > 0 else named)


def _meaning(meaning: codes.Meaning) -> list[str]:
    return [
        f"  {', '.join(meaning.providers)}: {meaning.title}",
        *_wrapped("    cause  ", [meaning.cause]),
        f"    retry  {meaning.retryable}: {meaning.advice}",
    ]


def _rule_text(told: dict[str, Any]) -> list[str]:
    blocks = [[f"{told['name']} ({severity_text(told)})"], _wrapped("  ", [told["fault"]]), _limits_text(told)]
    for word in ("bad", "good"):
        if told[word] is not None:
            blocks.append([f"  {word}:", *("    " + line for line in _example(told[word]).splitlines())])
    return _spaced(blocks)


def _limits_text(told: dict[str, Any]) -> list[str]:
    lines = _listed("  field    ", told["fields"])
    lines += _listed("  when     ", (f"{path} is {_plain(value)}" for path, value in told["when"].items()))
    lines += _wrapped("  limit    ", told["limits"])
    lines += _wrapped("  help     ", [told["help"] or ""])
    for provider, documents in told["sources"].items():
        lines += [f"  source   {provider}: {_document(document)}" for document in documents]
    for provider, numbers in told["codes"].items():
        told_codes = (f"{provider} {code}: {codes.title(code, provider)}".rstrip(": ") for code in numbers)
        lines += _wrapped("  prevents ", told_codes)
    return lines


def _spaced(blocks: list[list[str]]) -> list[str]:
    """Return the lines of blocks with an empty line between two, none for a block that is empty."""
    return [line for block in blocks if block for line in ("", *block)][1:]


def _listed(label: str, items: Iterable[str]) -> list[str]:
    text = ", ".join(items)
    return _wrapped(label, [text]) if text else []


def _wrapped(label: str, texts: Iterable[str]) -> list[str]:
    """Return each text behind the label, its further lines below its first. What is longer than a line stays whole."""
    from textwrap import wrap

    indent = " " * len(label)
    return [
        line
        for text in texts
        for line in wrap(
            text,
            WIDTH,
            initial_indent=label,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]


def _plain(value: Any) -> str:
    return " or ".join(str(item) for item in value) if isinstance(value, list) else json.dumps(value).strip('"')


def _document(document: dict[str, Any]) -> str:
    date = f" ({document['date']})" if document.get("date") else ""
    address = f" {document['url']}" if document.get("url") else ""
    return f"{document['publisher']}, {document['title']}{date}{address}"


def _example(example: Any) -> str:
    if isinstance(example, str):
        return example
    from ..printing import to_yaml

    text = to_yaml({key: value for key, value in example.items() if key != "assume"})
    registered = example.get("assume", {}).get("templates", ())
    return text + "".join(f"--- # registered\n{to_yaml(_definition(item))}" for item in registered)


def _definition(item: dict[str, Any]) -> dict[str, Any]:
    from ..message import long_form

    return long_form({"define_template": {key: item[key] for key in item if key not in ("status", "quality")}})
