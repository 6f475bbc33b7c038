"""Measures importing, indexing, searching and reading, and weighs pages. Nothing is asserted: figures are for reading.

Times say little on another machine, so each is given as a ratio to a yardstick of the same run too: a bare page of the
same server for pages, a plain full-text query for searching. The figures are written as JSON under var/ as well.
"""

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.timing import Figures
from tests.scratch import make_collections, open_scratch

SIZES = (1_000, 10_000, 50_000)
PROJECT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 passages only")
    parser.add_argument("--sizes", help="numbers of passages, rising, separated by commas")
    parser.add_argument("--output", type=Path, help="the JSON file; else var/benchmarks/<time>.json")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")] if options.sizes else list(SIZES)
    folder = Path(tempfile.mkdtemp(prefix="rawi-benchmarks-"))
    try:
        measured = _measure(folder, sizes[:1] if options.quick else sizes, 40 if options.quick else 100)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    output = options.output or PROJECT / "var" / "benchmarks" / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    Console().print(f"Written to {output.relative_to(PROJECT) if output.is_relative_to(PROJECT) else output}")
    return 0


def _measure(folder: Path, sizes: list[int], samples: int) -> dict[str, Any]:
    open_scratch(folder / "var")
    from tests.benchmarks.contents import Accounts, source_name
    from tests.benchmarks.measuring import COLLECTION, bare_page, grow_and_measure, page_weights

    make_collections({COLLECTION: "Benchmark"})
    console = Console(width=max(Console().width, 150))
    console.print(f"Accounts of 100 passages from {source_name()}; one in five is Arabic.")
    bare = bare_page(samples)
    table = _size_table()
    accounts, measured = Accounts(), []
    before = 0
    for size in sizes:
        found = grow_and_measure(accounts, folder / "batch", size, before, samples)
        before = size
        measured.append(asdict(found))
        table.add_row(
            f"{found.passages:,}",
            f"{found.import_per_second:,.0f}",
            f"{found.index_per_second:,.0f}",
            _times(found.raw_query),
            _times(found.search, found.raw_query),
            _times(found.search_json, bare),
            _times(found.search, bare),
            _times(found.testimony, bare),
        )
    console.print(table)
    console.print(f"Bare page: {_times(bare)} ms")
    weights = page_weights()
    console.print(_weight_table(weights))
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "content": source_name(),
        "bare_page": asdict(bare),
        "sizes": measured,
        "pages": [
            {"page": item.page, **asdict(item.weight), "total": item.weight.total, "budget": item.budget}
            for item in weights
        ],
    }


def _size_table() -> Table:
    table = Table(title="Milliseconds p50 / p95, and how many times the yardstick's p50")
    for name in ("passages", "import/s", "index/s", "raw query", "search, x raw query", "JSON, x bare page"):
        table.add_column(name, justify="right")
    table.add_column("search page, x bare page", justify="right")
    table.add_column("testimony page, x bare page", justify="right")
    return table


def _times(found: Figures, yardstick: Figures | None = None) -> str:
    times = f"{found.p50:.1f} / {found.p95:.1f}"
    return f"{times}, x{found.p50 / yardstick.p50:.1f}" if yardstick else times


def _weight_table(weights: list[Any]) -> Table:
    table = Table("page", "HTML", "CSS, JS", "fonts", "together", "budget", "", title="Kilobytes as sent, gzipped")
    for column in table.columns[1:6]:
        column.justify = "right"
    for item in weights:
        weight = item.weight
        cells = [f"{size / 1000:.0f}" for size in (weight.html, weight.linked, weight.fonts, weight.total, item.budget)]
        table.add_row(item.page, *cells, "within" if weight.total <= item.budget else "OVER")
    return table


if __name__ == "__main__":
    sys.exit(main())
