"""`waml explain`."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from .. import codes, inputs
from ..catalogue import entry
from ..rows import aliases, catalogue
from . import options as o


@click.command("explain")
@click.argument("what", metavar="RULE|CODE|FILE")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to write it.")
@o.guarded
def command(what: str, output_format: str) -> None:
    """Explain a rule, an error code, or an error answer.

    \b
    RULE  the fault, the limit of each provider, who says so, the errors that it prevents
    CODE  what each provider means by it, whether a retry makes sense, the rules that prevent it
    FILE  a provider's error answer or webhook as JSON (`-` is stdin): the codes that it holds
    """
    name = aliases().get(what, what)
    if what == "-" or (name not in catalogue() and os.path.isfile(what)):
        found = codes.mentions(_answer(what))
        if not found:
            raise inputs.UsageError(f"'{what}' holds no error code that waml knows")
        told: dict[str, Any] = {"codes": [_code(mention) for mention in found]}
        lines = [line for mention in found for line in _code_text(mention)]
    elif name not in catalogue() and what in codes.known():
        mention = codes.Mention(what)
        told, lines = {"codes": [_code(mention)]}, _code_text(mention)
    else:
        rule = entry(catalogue()[inputs.known(name, [*catalogue(), *codes.known()], "rule or code")])
        told, lines = {"rule": rule}, _rule_text(rule)
    if output_format == "json":
        click.echo(json.dumps({"version": 1, **told}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines))


def _answer(path: str) -> Any:
    from ..shape import Reader
    from ..source import read

    source = read("answer.json", inputs.content(path))
    for finding in source.findings:
        place = source.position(finding.span.start if finding.span else 0)
        raise inputs.UsageError(f"{path}:{place.line}:{place.column}: {finding.message}")
    return Reader(source).plain(source.documents[0])


def _code(mention: codes.Mention) -> dict[str, Any]:
    found = [{**meaning._asdict(), "advice": meaning.advice} for meaning in codes.meanings(mention)]
    return {"code": mention.code, "details": mention.details, "meanings": found}


def _code_text(mention: codes.Mention) -> list[str]:
    lines = [f"{mention.code}", *(f"  says     {detail}" for detail in mention.details)]
    for meaning in codes.meanings(mention):
        lines += [
            "",
            f"  {meaning.provider}: {meaning.title}",
            f"    cause  {meaning.cause}",
            f"    retry  {meaning.retryable}: {meaning.advice}",
        ]
        if meaning.rules:
            lines.append(f"    rules  {', '.join(meaning.rules)}")
    return [*lines, ""]


def _rule_text(told: dict[str, Any]) -> list[str]:
    lines = [f"{told['name']} ({told['severity']})", ""]
    if told["why"]:
        lines += [f"  {told['why']}", ""]
    if told["fields"]:
        lines.append(f"  field    {', '.join(told['fields'])}")
    if told["when"]:
        lines.append("  when     " + ", ".join(f"{path} is {_plain(value)}" for path, value in told["when"].items()))
    lines += [f"  limit    {limit}" for limit in told["limits"]]
    if told["severity"] == "mixed":
        lines.append("  severity " + ", ".join(f"{name}: {level}" for name, level in told["severities"].items()))
    if told["help"]:
        lines.append(f"  help     {told['help']}")
    for provider, documents in told["sources"].items():
        lines += [f"  source   {provider}: {_document(document)}" for document in documents]
    for provider, numbers in told["codes"].items():
        lines += [f"  prevents {provider} {code}: {codes.title(code, provider)}".rstrip(": ") for code in numbers]
    for word in ("bad", "good"):
        if told[word] is not None:
            lines += ["", f"  {word}:", *("    " + line for line in _example(told[word]).splitlines())]
    return lines


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
