"""`waml prove`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

from .. import inputs
from ..bounds.counting import CARDS, VALUES
from ..bounds.limits import Held
from ..bounds.measures import BYTES, UNITS
from ..bounds.proof import Proof, prove
from ..checked import Options
from ..diagnostic import shown
from ..discovery import Search, files
from ..pipeline import check
from . import options as o
from .reporting import to_stream

VERSION = 1
FORMATS = ("full", "json")

WIDTH = 24
"""Characters of a cell of the table."""

SHORT = 20
"""Characters of a text that tells its own length."""

LONG = 100
"""Characters of a list or a mapping that are shown; `--output-format json` has all of them."""


@click.command("prove")
@o.asking
@click.option("--output-format", default="full", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")
@click.option("--strict-bounds", is_flag=True, help="Fail too where a limit is unknown for want of a constraint.")
@o.guarded
def command(
    paths: tuple[str, ...],
    search: Search,
    run: Options,
    var: tuple[str, ...],
    output_format: str,
    strict_bounds: bool,
) -> None:
    """Prove that no allowed value breaks a limit: every limit that applies, with the shortest and the longest.

    A limit is safe, can be exceeded, must be exceeded, or is unknown, for want of a constraint. The values that
    come closest to a limit are listed. The exit code is 1 where a limit can or must be exceeded.
    """
    inputs.known(output_format, list(FORMATS), "output format")
    proofs: list[Proof] = []
    locales: list[tuple[str, ...]] = []
    for path in files(paths, search):
        name = o.name_of(path, search.stdin_filename)
        inputs.refuse(name)
        checked = check(name, inputs.content(path), search.config(path), run)
        locales.append(checked.locales)
        if not checked.targets and not any(d.severity == "error" for d in checked.diagnostics):
            continue  # parts of messages, or none of the languages that are asked for
        if not any(target.message for target in checked.targets):
            raise inputs.UsageError(f"'{name}' cannot be read: `waml lint {name}` says why")
        proofs += (prove(target, run.supplied) for target in checked.targets if target.message)
    inputs.all_spoken(run.locales, locales)
    to_stream(_as_json(proofs) if output_format == "json" else "\n".join(map(_as_text, proofs)), sys.stdout)
    failing = ("can exceed", "must exceed", *(("unknown",) if strict_bounds else ()))
    if any(one.verdict in failing for proof in proofs for one in proof.limits):
        sys.exit(1)


_COLORS = {"safe": "green", "can exceed": "yellow", "must exceed": "red", "unknown": "cyan"}


def _as_text(proof: Proof) -> str:
    target = proof.target
    lines = [click.style(f"{target.name} for {target.provider}", bold=True)]
    rows = [("field", "rule", "shortest", "longest", "limit", "verdict")]
    rows += (_row(one, proof) for one in proof.limits)
    widths = [max(len(row[at]) for row in rows) for at in range(5)]
    for row in rows:
        named = [text.ljust(width) for text, width in zip(row[:2], widths[:2], strict=True)]
        cells = [*named, *(text.rjust(width) for text, width in zip(row[2:5], widths[2:], strict=True))]
        lines.append("  ".join((*cells, click.style(row[5], fg=_COLORS.get(row[5])))))
    if proof.worst_case:
        lines.append("the worst case:")
        lines += (f"  {name} = {_value(value)}" for name, value in proof.worst_case.items())
    counts = [f"{count} {verdict}" for verdict in _COLORS if (count := proof.count(verdict))]
    return "\n".join([*lines, ", ".join(counts) or "no limit applies"]) + "\n"


def _row(one: Held, proof: Proof) -> tuple[str, str, str, str, str, str]:
    field = proof.fields[one.path] or "the message"
    return field, one.row.name, _end(one.shortest), _end(one.longest), _limit(one), one.verdict


def _end(value: Any) -> str:
    return "?" if value is None else shown(value, WIDTH) if isinstance(value, str) else str(value)


def _limit(one: Held) -> str:
    if one.keyword == "range":
        least, most = one.limit
        return f"{least} to {most}" if most is not None else f"≥ {least}"
    if isinstance(one.limit, list):
        return shown(", ".join(map(str, one.limit)), WIDTH)[1:-1]
    if one.keyword in (VALUES, CARDS):
        return f"= {one.limit}"
    unit = {BYTES: " bytes", UNITS: " units"}.get(one.keyword, "")
    return ("≥ " if one.keyword.startswith("min") else "≤ ") + str(one.limit) + unit


def _value(value: Any) -> str:
    if isinstance(value, str):
        return shown(value, 40) + (f" ({len(value)} characters)" if len(value) > SHORT else "")
    text = json.dumps(value, ensure_ascii=False)
    if len(text) <= LONG:
        return text
    size = f" ({len(value)} items)" if isinstance(value, list) else ""
    return text[: LONG - 1] + "…" + size


def _as_json(proofs: Sequence[Proof]) -> str:
    found = [
        {
            "file": proof.target.authored.source.name,
            "document": proof.target.document,
            "name": proof.target.name,
            "provider": proof.target.provider,
            "limits": [
                {
                    "field": proof.fields[one.path],
                    "rule": one.row.name,
                    "keyword": one.keyword,
                    "limit": one.limit,
                    "severity": one.severity,
                    "shortest": one.shortest,
                    "longest": one.longest,
                    "verdict": one.verdict,
                }
                for one in proof.limits
            ],
            "worst_case": proof.worst_case,
        }
        for proof in proofs
    ]
    counts = {verdict: sum(proof.count(verdict) for proof in proofs) for verdict in _COLORS}
    return json.dumps({"version": VERSION, "targets": found, "summary": counts}, indent=2, ensure_ascii=False) + "\n"
