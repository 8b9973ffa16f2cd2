"""Rules and fields as Markdown: what `waml explain` tells, for a hover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from .. import own_families
from ..catalogue import entry, severity_text
from ..codes import title
from ..diagnostic import Path
from ..rows import Row, catalogue, row_of
from .marking import not_carried, pattern

MAX_ROWS = 12
"""Rules that the page of a field lists; `waml rules` lists all."""


def rule_page(name: str) -> str | None:
    """Return the page of a rule; None for a name that there is not."""
    row = row_of(name)
    if row is None:
        return None
    told = entry(row)
    lines = [f"**{name}** · {severity_text(told)}", told["fault"]]
    if told["limits"]:
        lines.append("\n".join(f"- {limit}" for limit in told["limits"]))
    if told["help"]:
        lines.append(f"help: {told['help']}")
    lines += _prevented(told["codes"])
    lines += _documents(told["sources"].values())
    return "\n\n".join(lines)


def _prevented(codes: Mapping[str, list[str]]) -> Iterator[str]:
    listed = {f"- {code} {title(code, name)}".rstrip(): None for name, found in codes.items() for code in found}
    if listed:
        yield "prevents\n\n" + "\n".join(listed)


def _documents(groups: Iterable[list[Mapping[str, Any]]]) -> Iterator[str]:
    links = dict.fromkeys(_link(document) for documents in groups for document in documents)
    if links:
        yield "source: " + " · ".join(links)


def _link(document: Mapping[str, Any]) -> str:
    name = str(document.get("title"))
    publisher = str(document.get("publisher") or "")
    if publisher and not name.startswith(publisher):
        name = f"{publisher}: {name}"
    return f"[{name}]({document['url']})" if document.get("url") else name


def field_page(
    name: str,
    description: str | None,
    words: Iterable[Any],
    paths: Iterable[Path],
    providers: tuple[str, ...],
    own: Sequence[str] = (),
) -> str:
    """Return the page of a field: what it is, its words, and the limit of each target with who says so."""
    lines = [f"**{name}**" + (f" · {description}" if description else "")]
    listed = ", ".join(f"`{word}`" for word in words)
    if listed:
        lines.append(f"one of {listed}")
    paths = list(paths)
    missing = dict.fromkeys(target for path in paths[:1] for target in not_carried(path, providers))
    if missing:
        lines.append(f"not carried by {', '.join(missing)}")
    rows = [row for row in rows_at(paths, own) if any(row.sources(target) for target in providers)]
    lines += [_limit(row, providers) for row in rows[:MAX_ROWS]]
    if len(rows) > MAX_ROWS:
        lines.append(f"… and {len(rows) - MAX_ROWS} more: `waml rules`")
    return "\n\n".join(lines)


def rows_at(paths: Iterable[Path], own: Sequence[str] = ()) -> list[Row]:
    """Return the rows about any of these fields, those of the project's own families first."""
    wanted = [pattern(path) for path in paths]
    found = [row for row in own_families.rows(own).values() if {field for field, _ in row.fields} & set(wanted)]
    found += (row for field in wanted for row in _by_field().get(field, ()))
    return list(dict.fromkeys(found))


@cache
def _by_field() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in catalogue().values():
        for field, _ in row.fields:
            if row.scope == "message":
                rows.setdefault(field, []).append(row)
    return rows


def _limit(row: Row, providers: tuple[str, ...]) -> str:
    told = entry(row)
    said = "; ".join(told["limits"]) or told["fault"]
    sources = next(_documents(told["sources"][name] for name in providers if name in told["sources"]), "")
    return f"- {said} · `{row.name}`" + (f"  \n  {sources}" if sources else "")
