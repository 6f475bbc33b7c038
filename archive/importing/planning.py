"""Works out what one row of a manifest means, and checks all of it, before anything is written."""

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError

from archive.importing import cells
from archive.importing.batch import Batch
from archive.importing.columns import TAG_COLUMNS
from archive.importing.findings import Findings
from archive.importing.manifest import Row
from archive.importing.problems import Problem, ProblemCode
from archive.importing.terms import COLUMN_VOCABULARIES, NewTerm, Terms, language_by_script
from archive.importing.texts import BatchFile, ReadTranscript, TextPlan, plan_texts, read_files
from archive.models import (
    Citation,
    CollectionPage,
    ContentNote,
    Description,
    ImportedRow,
    Kind,
    Level,
    PassageNote,
    PublicNameKind,
    TestimonyPage,
)
from archive.models.testimony import reference_validator
from archive.records import Vocabulary

Term = str | NewTerm


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive held of the batch's references when the import began."""

    collections: Mapping[str, tuple[int, bool]]  # slug: id, published
    testimonies: Mapping[str, tuple[int, bool]]  # reference: id, published
    imported: Mapping[str, tuple[str, int]]  # reference: fingerprint of the row, id of the testimony

    @classmethod
    def of(cls, references: Sequence[str]) -> "Known":
        """Read it: three queries for each 500 references."""
        collections = CollectionPage.objects.values_list("slug", "pk", "live")
        testimonies: dict[str, tuple[int, bool]] = {}
        imported: dict[str, tuple[str, int]] = {}
        for start in range(0, len(references), 500):
            some = references[start : start + 500]
            rows = TestimonyPage.objects.filter(reference__in=some).values_list("reference", "pk", "live")
            testimonies |= {reference: (pk, live) for reference, pk, live in rows}
            done = ImportedRow.objects.filter(reference__in=some).order_by("pk")
            for reference, fingerprint, pk in done.values_list("reference", "fingerprint", "testimony_id"):
                imported[reference] = (fingerprint, pk)
        return cls({slug: (pk, live) for slug, pk, live in collections}, testimonies, imported)


@dataclass(slots=True)
class RowPlan:
    """Everything that one row will become. With errors among the problems it becomes nothing.

    ``unchanged``: the archive has this row already, whole and the same; nothing else of the plan is then filled in.
    """

    row: Row
    reference: str
    problems: list[Problem]
    fingerprint: str = ""
    unchanged: bool = False
    collection_slug: str = ""
    collection_id: int = 0
    fields: dict[str, str | bool] = field(default_factory=dict)  # of TestimonyPage
    descriptions: list[Description] = field(default_factory=list)
    content_notes: list[ContentNote] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    texts: list[TextPlan] = field(default_factory=list)
    tags: dict[Vocabulary, list[Term]] = field(default_factory=dict)
    passage_tags: dict[str, dict[Vocabulary, list[Term]]] = field(default_factory=dict)
    passage_notes: dict[str, dict[str, str]] = field(default_factory=dict)
    level: str = Level.CLOSED
    listed: bool = False
    embargo_until: datetime | None = None

    @property
    def has_errors(self) -> bool:
        """Whether the row may not be imported."""
        return any(found.is_error for found in self.problems)

    def new_terms(self) -> list[NewTerm]:
        """The terms that it needs and the archive has not got, in the order they are named."""
        lists = [*self.tags.values(), *(terms for tags in self.passage_tags.values() for terms in tags.values())]
        return list(dict.fromkeys(term for terms in lists for term in terms if isinstance(term, NewTerm)))


@dataclass(slots=True)
class Planner:
    """Plans the rows of one batch, in their order. ``read`` reads files of words."""

    batch: Batch
    known: Known
    terms: Terms
    read: ReadTranscript
    passage_rows: Mapping[str, Sequence[Row]]  # by reference
    first_lines: Mapping[str, int]  # where each reference stands first
    table_problems: Mapping[tuple[str, int], Sequence[Problem]] = field(default_factory=dict)  # by file and line
    collection: str = ""  # for rows that name none
    publish: bool = False

    def plan_row(self, row: Row) -> RowPlan:
        """Work out one row. Reads its files; writes nothing."""
        findings = Findings(row)
        reference = row.get("reference").upper()
        plan = RowPlan(row, reference, findings.problems)
        for place in (row, *self._passages_of(reference)):
            findings.problems += self.table_problems.get((place.file, place.line), ())
        self._check_reference(findings, reference)
        files = read_files(findings, self.batch)
        plan.collection_slug = row.get("collection").casefold() or self.collection
        plan.fingerprint = _fingerprint(row, self._passages_of(reference), files, plan.collection_slug)
        if not plan.has_errors and self._was_here(findings, plan):
            return plan
        self._collection(findings, plan)
        _fields(findings, plan)
        _descriptions(findings, plan)
        _citations(findings, plan)
        _access(findings, plan)
        self._texts(findings, plan, files)
        self._tags(findings, plan)
        return plan

    def _passages_of(self, reference: str) -> Sequence[Row]:
        return self.passage_rows.get(reference, ())

    def _check_reference(self, findings: Findings, reference: str) -> None:
        if not reference:
            findings.add(ProblemCode.REFERENCE_MISSING, "reference")
            return
        try:
            reference_validator(reference)
        except ValidationError:
            findings.add(ProblemCode.REFERENCE_FORM, "reference", value=reference[:40])
            return
        first = self.first_lines.get(reference, findings.row.line)
        if first != findings.row.line:
            findings.add(ProblemCode.REFERENCE_TWICE, "reference", value=reference, first=first)

    def _was_here(self, findings: Findings, plan: RowPlan) -> bool:
        """Whether the archive has this very row. One that it has otherwise is an error: it is changed in the admin."""
        reference = plan.reference
        page = self.known.testimonies.get(reference)
        if reference not in self.known.imported:
            if page is not None:
                findings.add(ProblemCode.REFERENCE_TAKEN, "reference", value=reference)
            return False
        fingerprint, _pk = self.known.imported[reference]
        plan.unchanged = fingerprint == plan.fingerprint
        if not plan.unchanged:
            findings.add(ProblemCode.IMPORTED_OTHERWISE, "reference", value=reference)
        elif page is None:
            # Somebody took it out of the archive, perhaps because its narrator asked. An import never brings it back.
            findings.add(ProblemCode.DELETED_SINCE, "reference", value=reference)
        elif self.publish and not page[1]:
            findings.add(ProblemCode.STILL_A_DRAFT, "reference", value=reference)
        return plan.unchanged

    def _collection(self, findings: Findings, plan: RowPlan) -> None:
        slug = plan.collection_slug
        if not slug:
            findings.add(ProblemCode.COLLECTION_MISSING, "collection")
        elif slug not in self.known.collections:
            nearest = difflib.get_close_matches(slug, self.known.collections, n=1, cutoff=0.5)
            findings.add(ProblemCode.COLLECTION_UNKNOWN, "collection", value=slug, nearest="".join(nearest))
        else:
            plan.collection_id, live = self.known.collections[slug]
            if self.publish and not live:
                findings.add(ProblemCode.COLLECTION_DRAFT, "collection", value=slug)

    def _texts(self, findings: Findings, plan: RowPlan, files: Sequence[BatchFile]) -> None:
        if plan.fields["kind"] == Kind.ELSEWHERE:
            for file in files:
                findings.add(ProblemCode.WORDS_ELSEWHERE, file.column)
            return
        public_names = {row.language: row.public_name for row in plan.descriptions if row.public_name}
        kind = str(plan.fields["public_name_kind"])
        plan.texts = plan_texts(findings, files, public_names, kind, self.read)
        if not plan.texts and not plan.has_errors:
            findings.add(ProblemCode.WITHOUT_WORDS)

    def _tags(self, findings: Findings, plan: RowPlan) -> None:
        plan.tags = self._terms(findings, findings.row)
        anchors = dict.fromkeys(passage.anchor for text in plan.texts for passage in text.passages)
        unread = plan.has_errors and not plan.texts  # why is told already
        seen: dict[str, int] = {}
        for row in self._passages_of(plan.reference):
            anchor = row.get("anchor").casefold()
            if not anchor:
                findings.add(ProblemCode.VALUE_MISSING, "anchor", row=row)
                continue
            if anchor in seen:
                findings.add(ProblemCode.ANCHOR_TWICE, "anchor", row=row, value=anchor, first=seen[anchor])
                continue
            seen[anchor] = row.line
            if anchor not in anchors and not unread:
                last = next(reversed(anchors), "")
                findings.add(ProblemCode.ANCHOR_UNKNOWN, "anchor", row=row, value=anchor, last=last)
            tags = self._terms(findings, row)
            if tags:
                plan.passage_tags[anchor] = tags
            notes = {
                language: cells.text(findings, f"note:{language}", PassageNote, "text", row=row)
                for language in row.per_language("note")
            }
            if notes:
                plan.passage_notes[anchor] = notes

    def _terms(self, findings: Findings, row: Row) -> dict[Vocabulary, list[Term]]:
        found: dict[Vocabulary, list[Term]] = {}
        for column in TAG_COLUMNS:
            vocabulary = COLUMN_VOCABULARIES[column]
            for value in cells.split_values(row.get(column)):
                term = self.terms.find(vocabulary, value, row.file, row.line, column)
                if isinstance(term, Problem):
                    findings.problems.append(term)
                elif term not in found.setdefault(vocabulary, []):
                    found[vocabulary].append(term)
        return found


def _fingerprint(row: Row, passage_rows: Sequence[Row], files: Sequence[BatchFile], collection: str) -> str:
    """A SHA-256 over all that makes the testimony what it will be; the order of columns and rows does not count."""
    said = {
        "collection": collection,
        "row": sorted(row.cells.items()),
        "passages": sorted(sorted(passage.cells.items()) for passage in passage_rows),
        "files": sorted((file.column, file.sha256) for file in files),
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _fields(findings: Findings, plan: RowPlan) -> None:
    page = TestimonyPage
    plan.fields = {
        "kind": cells.choice(findings, "kind", Kind.values),
        "public_name_kind": cells.choice(
            findings, "public_name_kind", PublicNameKind.values, default=PublicNameKind.WITHHELD.value
        ),
        "told_about": cells.edtf(findings, "told_about"),
        "told_about_wording": cells.text(findings, "told_about_wording", page, "told_about_wording"),
        "told_about_disputed": cells.yes_or_no(findings, "told_about_disputed"),
        "recorded_on": cells.edtf(findings, "recorded_on"),
        "recorded_on_wording": cells.text(findings, "recorded_on_wording", page, "recorded_on_wording"),
        "rights": cells.rights(findings, page),
        "sample": cells.yes_or_no(findings, "sample"),
    }


def _descriptions(findings: Findings, plan: RowPlan) -> None:
    row = findings.row
    kind = str(plan.fields["public_name_kind"])
    names = row.per_language("public_name")
    languages = [
        name.partition(":")[2] for name in row.cells if name.startswith(("title:", "summary:", "public_name:"))
    ]
    if not row.per_language("title"):
        findings.add(ProblemCode.TITLE_MISSING, "title:…")
    for position, language in enumerate(dict.fromkeys(languages)):
        title = cells.text(findings, f"title:{language}", Description, "title")
        if not row.get(f"title:{language}") and row.per_language("title"):
            findings.add(ProblemCode.TITLE_MISSING_IN, f"title:{language}", language=language)
        plan.descriptions.append(
            Description(
                sort_order=position,
                language=language,
                title=title,
                summary=cells.text(findings, f"summary:{language}", Description, "summary"),
                public_name=cells.text(findings, f"public_name:{language}", Description, "public_name"),
            )
        )
    if kind == PublicNameKind.WITHHELD:
        for language in names:
            findings.add(ProblemCode.NAME_THOUGH_WITHHELD, f"public_name:{language}")
    elif not names:
        findings.add(ProblemCode.NAME_MISSING, "public_name_kind", kind=kind)
    for position, language in enumerate(row.per_language("content_note")):
        note = cells.text(findings, f"content_note:{language}", ContentNote, "text")
        plan.content_notes.append(ContentNote(sort_order=position, language=language, text=note))


def _citations(findings: Findings, plan: RowPlan) -> None:
    """Citations, addresses and publishers, several of each in their order."""
    row = findings.row
    columns = {
        name: [part.strip() for part in row.get(name).split("|")] for name in ("citation", "source_url", "publisher")
    }
    count = len(columns["citation"])
    if not row.get("citation"):
        for name in ("source_url", "publisher"):
            if row.get(name):
                findings.add(ProblemCode.VALUE_MISSING, "citation")
                return
        return
    for name in ("source_url", "publisher"):
        if not row.get(name):
            columns[name] = [""] * count
        elif len(columns[name]) != count:
            findings.add(ProblemCode.CITATIONS_UNEVEN, name, citations=count, values=len(columns[name]))
            return
    for position, words in enumerate(columns["citation"]):
        if not words:
            findings.add(ProblemCode.VALUE_MISSING, "citation")
            continue
        plan.citations.append(
            Citation(
                sort_order=position,
                citation=words,
                publisher=cells.text(
                    findings, "publisher", Citation, "publisher", value=columns["publisher"][position]
                ),
                url=cells.address(findings, "source_url", columns["source_url"][position], Citation, "url"),
                language=language_by_script(words),
            )
        )


def _access(findings: Findings, plan: RowPlan) -> None:
    plan.level = cells.choice(findings, "level", Level.values, default=Level.CLOSED.value)
    plan.listed = cells.yes_or_no(findings, "listed")
    plan.embargo_until = cells.start_of_day(findings, "embargo_until")
