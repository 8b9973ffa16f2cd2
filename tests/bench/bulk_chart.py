"""The table and the plot of what `bulk.py` measured.

    python tests/bench/bulk_chart.py RESULTS.json [--svg .github/bulk.svg] [--table tests/bench/bulk.md]

Needs `waml[bench]`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

from bulk import BY_HAND, WAML, WAYS, WITH_HOLES, Measured

OURS, THEIRS, INK = "#128c7e", "#b8c4c2", "#333333"
TABLES = ("CSV", "Parquet")
HEAD = """\
# Filling a message for many rows

Written by `python tests/bench/bulk.py --results R.json` and `bulk_chart.py R.json --table`: the message of the quick
start, one core, user and system time with start-up. The loops by hand check nothing. `jinja + jsonschema` ran over
5,000 rows and is scaled up. On a busy machine: the ratios, of ways that ran one after another, say more than seconds.
"""


class Results(NamedTuple):
    """What was measured, by way, table and number of rows."""

    found: dict[tuple[str, str, int], Measured]
    counts: list[int]

    def ratio(self, one: Measured) -> float:
        """Return how many times as fast as the loop by hand over a CSV."""
        return self.found[BY_HAND, "CSV", one.rows].cpu / one.cpu


def read(path: str) -> Results:
    measured = [Measured(**entry) for entry in json.loads(Path(path).read_text(encoding="utf-8"))]
    found = {(one.way, one.table, one.rows): one for one in measured}
    return Results(found, sorted({one.rows for one in measured}))


def table(results: Results) -> str:
    """Return all that was measured as a table."""
    lines = [
        HEAD,
        "| | table | rows | CPU s | rows a second | × by hand, CSV | peak MiB |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for one in results.found.values():
        ratio = results.ratio(one)
        times = f"{ratio:.1f}" if ratio >= 0.1 else f"{ratio:.3f}"
        lines.append(
            f"| {one.way} | {one.table} | {one.rows:,} | {one.cpu:,.2f} | {one.rows / one.cpu:,.0f} | {times} | "
            f"{one.peak:.0f} |"
        )
    return "\n".join(lines) + "\n"


def chart(results: Results, path: str) -> None:
    """Draw the rows a second of CPU of each way, and the peak memory over the number of rows."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update(
        {"svg.hashsalt": "waml", "svg.fonttype": "none", "font.family": "sans-serif", "text.color": INK}
    )
    from matplotlib import pyplot

    figure, (rates, memory) = pyplot.subplots(1, 2, figsize=(11, 4.4), width_ratios=(3, 2), layout="constrained")
    _rates(rates, results)
    _memory(memory, results)
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def _rates(axes: Any, results: Results) -> None:
    count = 1_000_000 if 1_000_000 in results.counts else results.counts[-1]
    bars = [results.found[way, kind, count] for way in WAYS for kind in TABLES]
    names = [f"{one.way}, {one.table}" for one in bars]
    speeds = [one.rows / one.cpu for one in bars]
    drawn = axes.barh(names, speeds, color=[OURS if one.way.startswith("waml") else THEIRS for one in bars])
    labels = [
        f"{speed:,.0f}  ({results.ratio(one):.{1 if speed > 10_000 else 3}f} ×)"
        for one, speed in zip(bars, speeds, strict=True)
    ]
    axes.bar_label(drawn, labels, padding=2, color=INK, fontsize=9)
    axes.set_xlim(0, max(speeds) * 1.35)
    axes.invert_yaxis()
    axes.set_title(f"rows a second of CPU (× by hand, CSV), {count:,} rows, one core", fontsize=11, color=INK)
    axes.set_xticks([])
    axes.tick_params(length=0, labelcolor=INK, labelsize=9)
    axes.spines[:].set_visible(False)


def _memory(axes: Any, results: Results) -> None:
    lines = [(WAML, kind, style) for kind, style in zip(TABLES, ("-", "--"), strict=True)]
    for way, kind, style in [*lines, (WITH_HOLES, "CSV", ":"), (BY_HAND, "CSV", "-")]:
        peaks = [results.found[way, kind, count].peak for count in results.counts]
        colour = OURS if way.startswith("waml") else THEIRS
        axes.plot(results.counts, peaks, style, marker="o", color=colour, label=f"{way}, {kind}")
    axes.set_xscale("log")
    axes.set_xticks(results.counts, [f"{count:,}" for count in results.counts])
    axes.minorticks_off()
    axes.set_ylim(0, 300)
    axes.set_title("peak memory in MiB, by rows", fontsize=11, color=INK)
    axes.tick_params(labelcolor=INK, labelsize=9, color=THEIRS)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(THEIRS)
    axes.grid(axis="y", color="#eeeeee")
    axes.legend(frameon=False, fontsize=9, labelcolor=INK)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("results")
    parser.add_argument("--svg")
    parser.add_argument("--table")
    asked = parser.parse_args()
    results = read(asked.results)
    if asked.svg:
        chart(results, asked.svg)
    if asked.table:
        Path(asked.table).write_text(table(results), encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
