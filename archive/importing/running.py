"""Imports a batch row by row, or only says what it would do.

Every row is one transaction. A run that is killed leaves whole rows and nothing else; the next run of the same batch
skips the rows that are there and goes on. Rows with errors are left out, the others are imported.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from archive.actions.words import WordsError
from archive.importing.batch import Batch, FileTooLarge
from archive.importing.columns import MANIFEST, PASSAGES, TEXT_COLUMNS, TableForm
from archive.importing.manifest import Row, Table, read_table
from archive.importing.originals import OriginalDamaged
from archive.importing.planning import Known, Planner, RowPlan
from archive.importing.problems import BatchError, Problem, ProblemCode, problem
from archive.importing.reporting import BatchReport, RowReport, RowStatus, report_row
from archive.importing.terms import NewTerm, Terms
from archive.importing.writing import RowWriter
from archive.models import ImportBatch
from archive.signals import bulk_changes
from archive.transcripts.process import TranscriptReader

# Rows that are read ahead while one is written: the files of each are in memory.
_AHEAD = 3

Progress = Callable[[RowReport, int], None]  # the row that is done, and how many rows there are


@dataclass(frozen=True, slots=True)
class Options:
    """How to import. ``collection`` is the slug for rows that name none."""

    collection: str = ""
    publish: bool = False
    dry_run: bool = False
    create_terms: bool = False


def import_batch(batch: Batch, options: Options, actor: Any = None, progress: Progress | None = None) -> BatchReport:
    """Import a batch, or with ``dry_run`` only plan it, and report on every row.

    Raises BatchError where the batch as a whole cannot be read; then nothing was done.
    """
    manifest, passages = _tables(batch)
    references = [row.get("reference").upper() for row in manifest.rows]
    names = [name for row in manifest.rows for column in TEXT_COLUMNS for name in row.per_language(column).values()]
    fingerprint = batch.fingerprint([manifest.file, *([passages.file] if passages else []), *names])
    begun = ImportBatch.objects.filter(fingerprint=fingerprint).first()
    report = BatchReport(
        name=batch.name,
        dry_run=options.dry_run,
        interrupted=begun is not None and begun.finished_at is None,
        done_before=begun.rows.count() if begun else 0,
        problems=[*manifest.problems, *(passages.problems if passages else ())],
    )
    terms = Terms(create=options.create_terms)
    passage_rows, strays = _passages_by_reference(passages, set(references))
    report.problems += strays
    kept = [*manifest.rows, *(row for rows in passage_rows.values() for row in rows)]
    table_problems = _take_problems_of_rows(report.problems, {(row.file, row.line) for row in kept})
    first_lines: dict[str, int] = {}
    for row, reference in zip(manifest.rows, references, strict=True):
        first_lines.setdefault(reference, row.line)
    with TranscriptReader() as reader:
        planner = Planner(
            batch=batch,
            known=Known.of(list(first_lines)),
            terms=terms,
            read=reader.read,
            passage_rows=passage_rows,
            first_lines=first_lines,
            table_problems=table_problems,
            collection=options.collection,
            publish=options.publish,
        )
        writer = RowWriter(fingerprint=fingerprint, name=batch.name, terms=terms, actor=actor, publish=options.publish)
        announced: set[NewTerm] = set()
        with _Work(report.interrupted, dry_run=options.dry_run) as work:
            for plan in _planned_ahead(planner, manifest.rows):
                row_report = _do_row(plan, options, writer, work, announced)
                report.rows.append(row_report)
                if progress:
                    progress(row_report, len(manifest.rows))
            if not options.dry_run:
                writer.finish()
    return report


class _Work:
    """Tells the apps above once, at the end, that many testimonies changed; not when none did."""

    def __init__(self, interrupted: bool, *, dry_run: bool) -> None:
        self._bulk: AbstractContextManager[None] = nullcontext()
        self._begun = False
        self._interrupted = interrupted and not dry_run

    def begin(self) -> None:
        """Call it before anything is written."""
        if not self._begun:
            self._begun = True
            self._bulk = bulk_changes()
            self._bulk.__enter__()

    def __enter__(self) -> "_Work":
        # What a killed run noted may still wait for the apps above, even if no row is left to import.
        if self._interrupted:
            self.begin()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._bulk.__exit__(*raised)


def _tables(batch: Batch) -> tuple[Table, Table | None]:
    name, about_passages = batch.manifest(), batch.passage_table()
    manifest = _table(batch, name, MANIFEST)
    return manifest, _table(batch, about_passages, PASSAGES) if about_passages else None


def _table(batch: Batch, name: str, form: TableForm) -> Table:
    try:
        data = batch.read(name)
    except FileTooLarge:
        raise BatchError(problem(ProblemCode.TABLE_TOO_LARGE, name, limit="64 MB")) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise BatchError(problem(ProblemCode.BATCH_UNREADABLE, name, name=name, reason=reason)) from None
    return read_table(data, name, form)


def _passages_by_reference(table: Table | None, references: set[str]) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows of the table of passages by their account, and those that belong to none."""
    found: dict[str, list[Row]] = {}
    strays: list[Problem] = []
    for row in table.rows if table else ():
        reference = row.get("reference").upper()
        if reference and reference in references:
            found.setdefault(reference, []).append(row)
        elif reference:
            strays.append(
                problem(ProblemCode.PASSAGE_OF_NOTHING, row.file, row.line, "reference", value=reference[:40])
            )
        else:
            strays.append(problem(ProblemCode.REFERENCE_MISSING, row.file, row.line, "reference"))
    return found, strays


def _take_problems_of_rows(
    problems: list[Problem], places: set[tuple[str, int]]
) -> dict[tuple[str, int], list[Problem]]:
    """The problems that belong to these rows (file and line), taken out of the list."""
    taken: dict[tuple[str, int], list[Problem]] = {}
    for found in list(problems):
        if found.line is not None and (found.file, found.line) in places:
            taken.setdefault((found.file, found.line), []).append(found)
            problems.remove(found)
    return taken


def _planned_ahead(planner: Planner, rows: Sequence[Row]) -> Iterator[RowPlan]:
    """The plans of the rows in their order; the next ones are made while the caller works on one.

    One thread makes them: it reads files and what was loaded before, and never asks the database.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="import-plan") as pool:
        waiting: deque[Future[RowPlan]] = deque()
        try:
            for row in rows:
                waiting.append(pool.submit(planner.plan_row, row))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _do_row(plan: RowPlan, options: Options, writer: RowWriter, work: _Work, announced: set[NewTerm]) -> RowReport:
    if plan.unchanged:
        return report_row(plan, RowStatus.UNCHANGED, [], options.publish)
    if plan.has_errors:
        return report_row(plan, RowStatus.REFUSED, [], options.publish)
    if options.dry_run:
        terms = [term for term in plan.new_terms() if term not in announced]
        announced.update(terms)
        return report_row(plan, RowStatus.WOULD_IMPORT, terms, options.publish)
    work.begin()
    try:
        terms = writer.write(plan)
    except OriginalDamaged as error:
        wrong = problem(ProblemCode.ORIGINAL_DAMAGED, plan.row.file, plan.row.line, sha256=error.sha256)
    except (DatabaseError, OSError, ValidationError, WordsError, LookupError) as error:
        reason = f"{type(error).__name__}: {error}"[:300]
        wrong = problem(ProblemCode.NOT_WRITTEN, plan.row.file, plan.row.line, reason=reason)
    else:
        return report_row(plan, RowStatus.IMPORTED, terms, options.publish)
    plan.problems.append(wrong)
    return report_row(plan, RowStatus.REFUSED, [], options.publish)
