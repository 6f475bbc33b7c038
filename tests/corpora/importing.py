"""Imports batches into the scratch archive and keeps their figures."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from archive.importing.batch import open_batch
from archive.importing.problems import BatchError
from archive.importing.reporting import RowReport, RowStatus, problem_line
from archive.importing.running import Options, import_batch

IMPORTED, REFUSED, CRASHED = "imported", "refused", "CRASHED"


@dataclass(frozen=True, slots=True)
class SetFigures:
    """What the import of one set gave. ``seconds`` are those of the import alone."""

    slug: str
    rows: int
    testimonies: int
    passages: int
    words: int
    seconds: float
    warnings: Counter[str] = field(default_factory=Counter)
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one hostile file."""

    name: str
    outcome: str
    message: str
    seconds: float


def import_set(slug: str, folder: Path, progress: Callable[[int, int], None]) -> SetFigures:
    """Import and publish one set's batch into the collection ``slug``; new terms are made."""
    done = 0

    def row_done(row: RowReport, total: int) -> None:
        nonlocal done
        done += 1
        progress(done, total)

    began = perf_counter()
    with open_batch(folder) as batch:
        options = Options(collection=slug, publish=True, create_terms=True)
        report = import_batch(batch, options, progress=row_done)
    seconds = perf_counter() - began
    problems = [*report.problems, *(found for row in report.rows for found in row.problems)]
    texts = [text for row in report.rows if row.status == RowStatus.IMPORTED for text in row.texts]
    return SetFigures(
        slug=slug,
        rows=len(report.rows),
        testimonies=report.count(RowStatus.IMPORTED) + report.count(RowStatus.UNCHANGED),
        passages=sum(text.passages for text in texts),
        words=sum(text.words for text in texts),
        seconds=seconds,
        warnings=Counter(str(found.code) for found in problems if not found.is_error),
        errors=tuple(problem_line(found) for found in problems if found.is_error),
    )


def import_file(reference: str, path: Path, folder: Path, collection: str) -> FileOutcome:
    """Try one file as the words of a one-row batch in ``folder``; whatever it raises is told, never passed on."""
    folder.mkdir(parents=True)
    (folder / "manifest.csv").write_text(
        f"reference,kind,title:en,original:en\n{reference},written,{path.name.replace(',', ' ')},words{path.suffix}\n",
        encoding="utf-8",
    )
    (folder / f"words{path.suffix}").write_bytes(path.read_bytes())
    began = perf_counter()
    outcome, message = _outcome(folder, collection)
    return FileOutcome(path.name, outcome, message, perf_counter() - began)


def _outcome(path: Path, collection: str) -> tuple[str, str]:
    try:
        with open_batch(path) as batch:
            report = import_batch(batch, Options(collection=collection))
    except BatchError as error:
        return REFUSED, problem_line(error.problem)
    except Exception as error:  # noqa: BLE001 - what it is about: nothing but BatchError may come out
        return CRASHED, f"{type(error).__name__}: {error}"
    errors = [found for row in report.rows for found in row.problems if found.is_error]
    if errors:
        return REFUSED, problem_line(errors[0])
    passages = sum(text.passages for row in report.rows for text in row.texts)
    return IMPORTED, f"{passages} passages"


def open_as_batch(path: Path, collection: str) -> FileOutcome:
    """Try a file as a whole batch: a zip of somebody's."""
    began = perf_counter()
    outcome, message = _outcome(path, collection)
    return FileOutcome(f"{path.name} as a batch", outcome, message, perf_counter() - began)
