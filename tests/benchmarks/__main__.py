"""Measures importing, indexing, searching and reading, and weighs pages. Nothing is asserted: figures are for reading.

Times say little on another machine, so each stands beside a yardstick of the same run and content: the engine's answer
past the archive, Wagtail's own search of the same passages, a bare page of the same server, analysis and raw writes.
With ELASTICSEARCH_URL both engines are measured, else the embedded one. The figures are written as JSON under var/ too.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.engines import ENGINES, forget, server_url
from tests.benchmarks.timing import Figures
from tests.scratch import make_collections, open_scratch

SIZES = (10_000, 100_000)
QUICK = (1_000,)
SMALLEST = 500
PROJECT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 passages only")
    parser.add_argument("--sizes", help="numbers of passages, rising, separated by commas, like 10000,100000,1000000")
    parser.add_argument("--output", type=Path, help="the JSON file; else var/benchmarks/<time>.json")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")] if options.sizes else list(SIZES)
    if sizes[0] < SMALLEST or sizes != sorted(set(sizes)) or any(size % 100 for size in sizes):
        parser.error(f"--sizes: rising hundreds from {SMALLEST}: one account of 100 passages in five is Arabic.")
    url = server_url()
    folder = Path(tempfile.mkdtemp(prefix="rawi-benchmarks-"))
    output = options.output or PROJECT / "var" / "benchmarks" / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        for measured in _measure(folder, list(QUICK) if options.quick else sizes, url, 40 if options.quick else 100):
            output.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    finally:
        if url:
            forget(url)
        shutil.rmtree(folder, ignore_errors=True)
    Console().print(f"Written to {output.relative_to(PROJECT) if output.is_relative_to(PROJECT) else output}")
    return 0


def _measure(folder: Path, sizes: list[int], url: str, samples: int) -> Iterator[dict[str, Any]]:
    """Give what is known after every size; the tables are printed at the end."""
    load_before = os.getloadavg()[0]
    open_scratch(folder / "var")
    from tests.benchmarks.bars import bars
    from tests.benchmarks.contents import source_name
    from tests.benchmarks.measuring import COLLECTION, Measuring, bare_page, page_weights

    make_collections({COLLECTION: "Benchmark"})
    console = Console(width=max(Console().width, 170))
    console.print(f"Accounts of 100 passages from {source_name()}; one in five is Arabic. Load: {load_before:.1f}")
    bare = bare_page(samples)
    engines = list(ENGINES if url else ENGINES[:1])
    measuring = Measuring(folder, engines, url, samples, Console(stderr=True, width=170).print)
    measured: list[Any] = []
    held: list[Any] = []
    before = 0
    for size in sizes:
        found = measuring.grow_and_measure(size - before)
        before = size
        held += bars(found, measured[0] if measured else None)
        measured.append(found)
        yield _written(load_before, bare, measured, held, [])
    weights = page_weights()
    for table in (
        _search_table(measured),
        _kind_table(measured[-1]),
        _index_table(measured),
        _reading_table(measured, bare),
        _bar_table(held),
        _weight_table(weights),
    ):
        console.print(table)
    console.print(f"Load of the machine: {load_before:.1f} before, {os.getloadavg()[0]:.1f} after")
    yield _written(load_before, bare, measured, held, weights)


def _written(load_before: float, bare: Any, measured: list[Any], held: list[Any], weights: list[Any]) -> dict[str, Any]:
    from tests.benchmarks.contents import source_name

    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "content": source_name(),
        "cores": os.cpu_count(),
        "load": [load_before, os.getloadavg()[0]],
        "bare_page": asdict(bare),
        "sizes": [asdict(item) for item in measured],
        "bars": [asdict(item) | {"met": item.met} for item in held],
        "pages": [
            {"page": item.page, **asdict(item.weight), "total": item.weight.total, "budget": item.budget}
            for item in weights
        ],
    }


def _table(title: str, *columns: str, left: int = 1) -> Table:
    table = Table(title=title)
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number < left else "right")
    return table


def _times(found: Figures) -> str:
    return f"{found.p50:.1f} / {found.p95:.1f} / {found.p99:.1f}"


def _search_table(sizes: list[Any]) -> Table:
    title = "220 queries of eleven kinds, milliseconds p50 / p95 / p99"
    table = _table(title, "engine", "passages", "raw request", "JSON", "page", left=1)
    for size in sizes:
        for engine in size.engines:
            table.add_row(engine.engine, f"{size.passages:,}", *map(_times, (engine.raw, engine.json, engine.page)))
        if size.wagtail is not None:
            asked = f"{_times(size.wagtail.search)} ({size.wagtail.search.count} queries)"
            table.add_row("Wagtail's own", f"{size.passages:,}", asked, "", "")
    return table


def _kind_table(size: Any) -> Table:
    names = [f"{engine.engine} {way}" for engine in size.engines for way in ("raw", "JSON", "page")]
    table = _table(f"The same by kind, p50 / p95, at {size.passages:,} passages", "kind", *names)
    for kind in size.engines[0].kinds:
        found = [engine.kinds[kind][way] for engine in size.engines for way in ("raw", "json", "page")]
        table.add_row(kind, *(f"{item.p50:.1f} / {item.p95:.1f}" for item in found))
    return table


def _index_table(sizes: list[Any]) -> Table:
    columns = ("passages", "rebuild/s", "s", "analysis s", "writes s", "ratio", "index MB")
    more = ("memory MB: half", "most", "helpers", "300 replaced ms")
    table = _table("Rebuild of both spaces; analysis and raw writes alone in the same run", "engine", *columns, *more)
    for size in sizes:
        for engine in size.engines:
            done = engine.rebuild
            table.add_row(
                engine.engine,
                f"{size.passages:,}",
                f"{done.passages / done.seconds:,.0f}",
                *(f"{value:.1f}" for value in (done.seconds, done.analysis_seconds, done.writing_seconds)),
                f"{done.ratio:.2f}",
                f"{engine.megabytes:,.0f}",
                *(f"{value:.0f}" for value in (done.memory_half, done.memory_peak, done.memory_helpers)),
                f"{engine.replace.p50:.0f} / {engine.replace.p95:.0f}",
            )
        if size.wagtail is not None:
            rate = f"{size.wagtail.passages_per_second:,.0f}"
            table.add_row("Wagtail's own", f"{size.passages:,}", rate, *[""] * 9)
    return table


def _reading_table(sizes: list[Any], bare: Figures) -> Table:
    table = _table("Importing and reading", "passages", "import/s", "testimony page ms", "x bare page")
    for size in sizes:
        share = f"{size.testimony.p50 / bare.p50:.1f}"
        table.add_row(f"{size.passages:,}", f"{size.import_per_second:,.0f}", _times(size.testimony), share)
    table.add_row("bare page", "", _times(bare), "1.0")
    return table


def _bar_table(held: list[Any]) -> Table:
    table = _table("Bars, within this run", "engine", "passages", "bar", "measured", "at most", "")
    for bar in held:
        figures = (f"{bar.value:.2f} {bar.unit}", f"{bar.most:g} {bar.unit}", "met" if bar.met else "NOT MET")
        table.add_row(bar.engine, f"{bar.size:,}", bar.name, *figures)
    return table


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
