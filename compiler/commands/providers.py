"""`waml providers`."""

from __future__ import annotations

import json

import click

from ..carries import Carries, section
from ..providers import NAMES
from . import options as o

_PARTS = {
    "kinds": "kinds of message",
    "buttons": "buttons of a message",
    "template_buttons": "buttons of a template send",
    "definition_buttons": "buttons of a template definition",
    "fields": "fields",
}


@click.command("providers")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How to write it.")
@o.guarded
def command(output_format: str) -> None:
    """Show what each provider can carry.

    \b
    yes      it is carried
    error    it is not, and the recipient would notice
    warning  it is not, and only bookkeeping is lost
    info     the provider has no need of it
    -        the provider does not carry what it would stand in
    """
    views = {name: Carries(name) for name in NAMES}
    told = {
        part: {item: {name: view.shown(part, item) for name, view in views.items()} for item in section(part)}
        for part in _PARTS
    }
    dressing = {part: {name: view.dressing(part) for name, view in views.items()} for part in section("dressing")}
    if output_format == "json":
        click.echo(json.dumps({"version": 1, **told, "dressing": dressing}, ensure_ascii=False, indent=2))
        return
    for part, title in _PARTS.items():
        _write_table(title, told[part])
    for part, kinds in dressing.items():
        click.echo(f"a {part} goes with")
        for name, names in kinds.items():
            click.echo(f"  {name}: {', '.join(names) or 'nothing'}")
        click.echo()


def _write_table(title: str, rows: dict[str, dict[str, str | None]]) -> None:
    first = max(len(title), *(len(item) + 2 for item in rows))
    widths = {name: max(len(name), 7) for name in NAMES}
    click.echo(f"{title:<{first}}  " + "  ".join(f"{name:<{widths[name]}}" for name in NAMES).rstrip())
    for item, levels in rows.items():
        cells = "  ".join(f"{levels[name] or '-':<{widths[name]}}" for name in NAMES)
        click.echo(f"  {item:<{first - 2}}  {cells}".rstrip())
    click.echo()
