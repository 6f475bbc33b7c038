"""What an import did or would do, row by row, as records, as text for the terminal and as a CSV file."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from archive.importing.messages import message
from archive.importing.planning import RowPlan
from archive.importing.problems import Problem
from archive.importing.terms import NewTerm
from archive.models import Kind, Level, TextRole
from archive.records import Vocabulary


class RowStatus(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    WOULD_IMPORT = "would-import"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TextReport:
    """One account text of a row."""

    language: str
    role: str
    file: str
    passages: int
    words: int
    untranslated: int
    aligned: bool


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row: what was made of it, or would be, and what is wrong. Numbers, not words, so that it stays small."""

    file: str
    line: int
    reference: str
    status: RowStatus
    published: bool
    problems: tuple[Problem, ...]
    collection: str = ""
    kind: str = ""
    titles: tuple[tuple[str, str], ...] = ()  # language, title
    texts: tuple[TextReport, ...] = ()
    tags: tuple[tuple[Vocabulary, int], ...] = ()
    tagged_passages: int = 0
    folded_passages: int = 0
    new_terms: tuple[NewTerm, ...] = ()
    level: str = ""
    listed: bool = False
    embargo: str = ""

    @property
    def errors(self) -> int:
        """How many errors it has."""
        return sum(found.is_error for found in self.problems)


@dataclass(slots=True)
class BatchReport:
    """All rows, and the problems that belong to none. ``interrupted``: an earlier run of the same batch was killed."""

    name: str
    dry_run: bool
    interrupted: bool
    done_before: int
    problems: list[Problem] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)

    def count(self, status: RowStatus) -> int:
        """How many rows ended so."""
        return sum(row.status == status for row in self.rows)

    @property
    def has_errors(self) -> bool:
        """Whether anything of the batch was left out."""
        return any(found.is_error for found in self.problems) or any(row.errors for row in self.rows)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        everything = [*self.problems, *(found for row in self.rows for found in row.problems)]
        return sum(not found.is_error for found in everything)

    @property
    def new_terms(self) -> list[NewTerm]:
        """The terms that were made, or would be."""
        return [term for row in self.rows for term in row.new_terms]


def report_row(plan: RowPlan, status: RowStatus, new_terms: list[NewTerm], publish: bool) -> RowReport:
    """The report of one planned row."""
    row = plan.row
    if status == RowStatus.UNCHANGED or not plan.fields:
        return RowReport(row.file, row.line, plan.reference, status, False, tuple(plan.problems))
    return RowReport(
        file=row.file,
        line=row.line,
        reference=plan.reference,
        status=status,
        published=publish,
        problems=tuple(plan.problems),
        collection=plan.collection_slug,
        kind=str(plan.fields["kind"]),
        titles=tuple((description.language, description.title) for description in plan.descriptions),
        texts=tuple(
            TextReport(
                language=text.language,
                role=text.role,
                file=text.file.name,
                passages=len(text.passages),
                words=text.words,
                untranslated=sum(not passage.text for passage in text.passages),
                aligned=text.aligned,
            )
            for text in plan.texts
        ),
        tags=tuple((vocabulary, len(terms)) for vocabulary, terms in plan.tags.items()),
        tagged_passages=len(plan.passage_tags),
        folded_passages=len(plan.passage_notes),
        new_terms=tuple(new_terms),
        level=plan.level,
        listed=plan.listed,
        embargo=date_format(localtime(plan.embargo_until), "Y-m-d") if plan.embargo_until else "",
    )


# -- in words -------------------------------------------------------------------------------------------------------


def row_lines(row: RowReport) -> Iterator[str]:
    """The lines that say what became of a row and what is wrong with it."""
    reference = row.reference or _("(no reference)")
    yield _("Row %(line)s  %(reference)s  %(status)s") % {
        "line": row.line,
        "reference": reference,
        "status": status_words(row.status),
    }
    if row.status in {RowStatus.IMPORTED, RowStatus.WOULD_IMPORT}:
        for line in _content_lines(row):
            yield f"    {line}"
    for found in row.problems:
        yield f"    {problem_line(found)}"


def _content_lines(row: RowReport) -> Iterator[str]:
    for language, title in row.titles:
        yield f"{language}: {title}"
    yield _("%(kind)s in the collection %(collection)s") % {
        "kind": Kind(row.kind).label,
        "collection": row.collection,
    }
    for text in row.texts:
        yield _text_line(text)
    if row.tags or row.tagged_passages or row.folded_passages:
        counts = [f"{_vocabulary_words(vocabulary)} {count}" for vocabulary, count in row.tags]
        if row.tagged_passages:
            counts.append(_("tagged passages %(count)s") % {"count": row.tagged_passages})
        if row.folded_passages:
            counts.append(_("folded passages %(count)s") % {"count": row.folded_passages})
        yield " · ".join(counts)
    for term in row.new_terms:
        yield new_term_line(term)
    yield " · ".join(_access_words(row))


def _text_line(text: TextReport) -> str:
    counts = [
        npgettext("count", "%(n)s passage", "%(n)s passages", text.passages) % {"n": text.passages},
        npgettext("count", "%(n)s word", "%(n)s words", text.words) % {"n": text.words},
    ]
    if text.untranslated:
        counts.append(_("not translated yet: %(count)s") % {"count": text.untranslated})
    head = _listed([f"{TextRole(text.role).label} ({text.language})", text.file])
    return f"{head}: {_listed(counts)}"


def _listed(parts: list[str]) -> str:
    # Translators: what stands between the parts of a list.
    return pgettext("list", ", ").join(parts)


def new_term_line(term: NewTerm) -> str:
    """One line that names a new term."""
    return _("New term: %(label)s (%(vocabulary)s, %(slug)s, language %(language)s)") % {
        "label": term.label,
        "vocabulary": _vocabulary_words(term.vocabulary),
        "slug": term.slug,
        "language": term.language,
    }


def _access_words(row: RowReport) -> list[str]:
    words = [
        _("Access: %(level)s") % {"level": Level(row.level).label},
        _("listed") if row.listed else _("not listed"),
        _("published") if row.published else _("draft"),
    ]
    if row.embargo:
        words.append(_("closed until %(date)s") % {"date": row.embargo})
    return words


def _vocabulary_words(vocabulary: Vocabulary) -> str:
    return {
        Vocabulary.THEME: _("themes"),
        Vocabulary.PERIOD: _("periods"),
        Vocabulary.PLACE: _("places"),
        Vocabulary.PERSON: _("people"),
    }[vocabulary]


def status_words(status: RowStatus) -> str:
    """What became of a row, in a few words."""
    return {
        RowStatus.IMPORTED: _("imported"),
        RowStatus.WOULD_IMPORT: _("would be imported"),
        RowStatus.UNCHANGED: _("already in the archive, unchanged"),
        RowStatus.REFUSED: _("not imported"),
    }[status]


def place_words(found: Problem) -> str:
    """Where a problem stands: the file, the line and the column."""
    parts = [found.file] if found.file else []
    if found.line is not None:
        units = {
            "line": _("line %(number)s"),
            "page": _("page %(number)s"),
            "paragraph": _("paragraph %(number)s"),
        }
        parts.append(units.get(found.unit, units["line"]) % {"number": found.line})
    if found.column:
        parts.append(_("column %(column)s") % {"column": found.column})
    return _listed(parts)


def problem_line(found: Problem) -> str:
    """One line: whether it is an error, where it stands, what is wrong and how to mend it."""
    kind = _("Error") if found.is_error else _("Warning")
    where = place_words(found)
    return f"{kind}: {where}: {message(found)}" if where else f"{kind}: {message(found)}"


def head_lines(report: BatchReport) -> Iterator[str]:
    """What is true of the batch as a whole, before its rows."""
    if report.dry_run:
        yield _("Dry run: nothing is changed.")
    if report.interrupted:
        yield _(
            "An earlier run of this batch stopped half way. It goes on from there; rows imported then: %(count)s."
        ) % {"count": report.done_before}
    for found in report.problems:
        yield problem_line(found)


def summary_lines(report: BatchReport) -> Iterator[str]:
    """The sums of a report."""
    for status in RowStatus:
        if count := report.count(status):
            yield f"{status_words(status)}: {count}"
    done = [row for row in report.rows if row.status in {RowStatus.IMPORTED, RowStatus.WOULD_IMPORT}]
    texts = [text for row in done for text in row.texts]
    if texts:
        passages = sum(text.passages for text in texts)
        words = sum(text.words for text in texts)
        yield _("texts: %(texts)s, passages: %(passages)s, words: %(words)s") % {
            "texts": len(texts),
            "passages": passages,
            "words": words,
        }
    counts = Counter(term.vocabulary for term in report.new_terms)
    for vocabulary, count in counts.items():
        yield _("new terms, %(vocabulary)s: %(count)s") % {
            "vocabulary": _vocabulary_words(vocabulary),
            "count": count,
        }
    refused = sum(bool(row.errors) for row in report.rows)
    if refused:
        yield npgettext("count", "%(n)s row has errors", "%(n)s rows have errors", refused) % {"n": refused}
    if report.warnings:
        yield _("Warnings: %(count)s") % {"count": report.warnings}


def write_csv(report: BatchReport, path: Path) -> None:
    """Write the report as a table: one line for each row of the manifest, one for each problem. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["row", "reference", "what", "file", "line", "column", "code", "message"])
        for found in report.problems:
            writer.writerow(["", "", *_problem_cells(found)])
        for row in report.rows:
            content = "; ".join(_content_lines(row)) if row.level and row.status != RowStatus.REFUSED else ""
            writer.writerow(_harmless([row.line, row.reference, row.status.value, row.file, row.line, "", "", content]))
            for found in row.problems:
                writer.writerow(_harmless([row.line, row.reference, *_problem_cells(found)]))


def _problem_cells(found: Problem) -> list[str | int]:
    line = "" if found.line is None else found.line
    return [found.severity.value, found.file, line, found.column, str(found.code), message(found)]


def _harmless(cells: list[str | int]) -> list[str | int]:
    """Cells that a spreadsheet shows and does not run: what comes from a batch may begin like a formula."""
    return [f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]
