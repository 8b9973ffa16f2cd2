"""`waml explain`."""

from __future__ import annotations

import json
from typing import Any

import click

from .. import inputs
from ..catalogue import entry
from ..rows import aliases, catalogue, like, table
from . import options as o


@click.command("explain")
@click.argument("rule")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to write it.")
@o.guarded
def command(rule: str, output_format: str) -> None:
    """Explain a rule: the fault, the limit of each provider, who says so, and the errors that it prevents."""
    name = aliases().get(rule, rule)
    told = entry(catalogue()[inputs.known(name, list(catalogue()), "rule")])
    if output_format == "json":
        click.echo(json.dumps({"version": 1, "rule": told}, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_text(told)))


def _text(told: dict[str, Any]) -> list[str]:
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
        for document in documents:
            lines.append(f"  source   {provider}: {_document(document)}")
    for provider, codes in told["codes"].items():
        for code in codes:
            lines.append(f"  prevents {provider} {code}: {_code(provider, code)}".rstrip(": "))
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


def _code(provider: str, code: str) -> str:
    tables = [table("codes").get(name or "", {}) for name in (provider, like(provider))]
    said: Any = next((codes[code] for codes in tables if code in codes), {})
    return "; ".join(str(one.get("title", "")) for one in (said if isinstance(said, list) else [said]))


def _example(example: Any) -> str:
    if isinstance(example, str):
        return example
    from ..printing import to_yaml

    return to_yaml(example)
