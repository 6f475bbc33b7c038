"""Imports every set into a scratch archive, tries the hostile files, times searches and prints the figures.

Exit status 1 when a bar is missed: a row refused, a hostile file that crashes or hangs the import, fewer than 30,000
passages of the two large sets, or a search page that takes longer than 100 ms in the middle.
"""

import argparse
import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.benchmarks.timing import Figures, figures, time_pages
from tests.conftest import corpora_folder
from tests.corpora.sets import SETS, CorpusSet
from tests.scratch import make_collections, open_scratch, rebuild_index

SEARCHES = 200
LARGE_SETS, LARGE_PASSAGES = ("trc", "wpa"), 30_000
PAGE_P50_MS = 100.0
LONGEST_FILE_SECONDS = 300.0
HOSTILE = "hostile-and-malformed-files"
ALSO_REFUSED = ("braided-channels/public/Transcript_29880-0005.doc",)


def main() -> int:
    """Run it and give the exit status."""
    options = _options()
    corpora = corpora_folder()
    console = Console(width=max(Console().width, 150))
    if not corpora.is_dir():
        console.print(f"There is no folder of data sets at {corpora.name} (RAWI_CORPORA).")
        return 1
    folder = options.keep or Path(tempfile.mkdtemp(prefix="rawi-corpora-"))
    try:
        return _run(corpora, folder, options, console)
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            console.print(f"The scratch archive stays at {folder}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.corpora", description=__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="use this scratch folder and keep it")
    parser.add_argument("--sets", default="", help="only these, separated by commas")
    parser.add_argument("--limit", type=int, help="at most so many rows of each set; no bar is then held to")
    parser.add_argument("--no-hostile", action="store_true", help="leave the hostile files out")
    return parser.parse_args()


def _run(corpora: Path, folder: Path, options: argparse.Namespace, console: Console) -> int:
    wanted = [found for found in SETS if not options.sets or found.slug in options.sets.split(",")]
    open_scratch(folder / "var")
    make_collections({found.slug: found.title for found in wanted} | {"hostile": "Hostile files"})
    missed = _sets(wanted, corpora, folder, options, console)
    passages, seconds = rebuild_index()
    console.print(f"Search index: {passages:,} passages in {seconds:.1f} s")
    if not options.no_hostile and (corpora / HOSTILE).is_dir():
        missed += _hostile(corpora, folder, console)
    if passages:
        missed += _searches(options, console)
    for line in missed:
        console.print(f"[bold]Missed:[/] {line}")
    return 1 if missed else 0


def _sets(
    wanted: list[CorpusSet], corpora: Path, folder: Path, options: argparse.Namespace, console: Console
) -> list[str]:
    from tests.corpora.importing import SetFigures, import_set

    table = Table("set", "rows", "testimonies", "passages", "words", "convert s", "import s", "passages/s")
    for column in table.columns[1:]:
        column.justify = "right"
    done: list[SetFigures] = []
    missed: list[str] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        for found in wanted:
            batch = folder / "batches" / found.slug
            shutil.rmtree(batch, ignore_errors=True)
            began = perf_counter()
            try:
                found.make_batch(corpora, batch, options.limit)
            except FileNotFoundError:
                missed.append(f"the set {found.folder} is not there")
                continue
            converted = perf_counter() - began
            bar = bars.add_task(found.slug, total=None)
            result = import_set(found.slug, batch, partial(_show, bars, bar))
            done.append(result)
            speed = f"{result.passages / result.seconds:,.0f}" if result.passages else "-"
            numbers = [result.rows, result.testimonies, result.passages, result.words]
            cells = [f"{number:,}" for number in numbers]
            table.add_row(found.slug, *cells, f"{converted:.1f}", f"{result.seconds:.1f}", speed)
            missed += [f"{found.slug}: {line}" for line in result.errors]
    console.print(table)
    for result in done:
        warnings = ", ".join(f"{code} {count}" for code, count in result.warnings.most_common())
        console.print(f"{result.slug}, warnings: {warnings or 'none'}")
    if options.limit is None and {found.slug for found in wanted}.issuperset(LARGE_SETS):
        missed += _large_sets(console)
    return missed


def _show(bars: Progress, bar: TaskID, row: int, total: int) -> None:
    bars.update(bar, completed=row, total=total)


def _large_sets(console: Console) -> list[str]:
    """How many passages the two large sets have in the archive, whether this run imported them or an earlier one."""
    from archive.models import CollectionPage, Passage

    paths = CollectionPage.objects.filter(slug__in=LARGE_SETS).values_list("path", flat=True)
    total = sum(Passage.rows.filter(edition__account_texts__page__path__startswith=path).count() for path in paths)
    console.print(f"{' and '.join(LARGE_SETS)} together: {total:,} passages")
    return [] if total > LARGE_PASSAGES else [f"{total:,} passages of {LARGE_SETS}, not over {LARGE_PASSAGES:,}"]


def _hostile(corpora: Path, folder: Path, console: Console) -> list[str]:
    from tests.corpora.importing import CRASHED, FileOutcome, import_file, open_as_batch

    batches = folder / "hostile"
    shutil.rmtree(batches, ignore_errors=True)
    paths = sorted(path for path in (corpora / HOSTILE / "public").rglob("*") if path.is_file())
    paths += [corpora / name for name in ALSO_REFUSED if (corpora / name).is_file()]
    outcomes: list[FileOutcome] = []
    with Progress(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("hostile files", total=len(paths))
        for number, path in enumerate(paths, start=1):
            outcomes.append(import_file(f"HX-{number:04d}", path, batches / f"{number:04d}", "hostile"))
            if path.suffix in {".zip", ".docx", ".gz"}:
                outcomes.append(open_as_batch(path, "hostile"))
            bars.advance(bar)
    table = Table("file", "outcome", "s", "message")
    for found in outcomes:
        table.add_row(found.name, found.outcome, f"{found.seconds:.1f}", found.message)
    console.print(table)
    counts = {word: sum(found.outcome == word for found in outcomes) for word in {item.outcome for item in outcomes}}
    console.print(f"Hostile files: {counts}")
    return [
        f"{found.name}: {found.outcome} after {found.seconds:.0f} s. {found.message}"
        for found in outcomes
        if found.outcome == CRASHED or found.seconds > LONGEST_FILE_SECONDS
    ]


def _searches(options: argparse.Namespace, console: Console) -> list[str]:
    from archive.models import CollectionPage, Theme
    from tests.benchmarks.queries import search_addresses

    filters = {
        "collection": list(CollectionPage.objects.filter(live=True).values_list("slug", flat=True)),
        "theme": list(Theme.objects.values_list("slug", flat=True)),
    }
    times = time_pages(search_addresses(SEARCHES, filters={name: slugs for name, slugs in filters.items() if slugs}))
    found: Figures = figures(times)
    console.print(
        f"{found.count} searches: page p50 {found.p50:.0f} ms, p95 {found.p95:.0f} ms, {found.longest:.0f} ms"
    )
    console.print(f"Load of the machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if options.limit is None and found.p50 >= PAGE_P50_MS:
        return [f"the search page takes {found.p50:.0f} ms in the middle, not under {PAGE_P50_MS:.0f}"]
    return []


if __name__ == "__main__":
    sys.exit(main())
