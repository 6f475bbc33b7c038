"""One testimony for a reader: its record and, where the decision allows, its words."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from archive.access import PASSAGE_FIELDS, Reader, draft_passages, readable_passages, visible_to
from archive.dates import date_in_words
from archive.digits import format_number, prose_digits
from archive.languages import language_name
from archive.models import (
    TAG_RELATIONS,
    AccountText,
    Edition,
    PublicNameKind,
    TestimonyPage,
    TextRole,
)
from archive.models.testimony import reference_validator
from archive.records import (
    AccountHead,
    Citation,
    ContentsEntry,
    LocalText,
    PassageRecord,
    PassageText,
    Source,
    Term,
    TestimonyRecord,
    TextColumn,
    Vocabulary,
    WordsState,
)
from archive.rights import rights_label
from archive.selectors.heads import first_text, heads_of, site_name
from archive.selectors.preview import draft_head
from archive.selectors.same_days import days_of, of_the_same_days
from archive.selectors.snapshot import Snapshot
from archive.selectors.terms import terms_by_id
from archive.selectors.wording import other_language, prose


def anchor_number(anchor: str) -> int:
    """The number a passage is shown under: that of its anchor, so that a citation stays true after edits."""
    digits = "".join(char for char in anchor if char.isdigit())
    return int(digits) if digits else 0


def anchor_prefix(anchor: str) -> str:
    """What stands before the number: ``p`` in texts that share the testimony's numbering."""
    return anchor.rstrip("0123456789")


def by_reference(reference: str) -> TestimonyPage | None:
    """The testimony with this reference, in either case. Whether a reader may know of it is not asked here.

    What cannot be a reference is not looked up: it may hold characters that a database refuses.
    """
    wanted = reference.upper()
    if not re.fullmatch(reference_validator.regex, wanted):
        return None
    return TestimonyPage.objects.filter(reference=wanted).first()


def testimony_record(
    reader: Reader, page: TestimonyPage, language: str, snapshot: Snapshot | None = None
) -> TestimonyRecord | None:
    """What ``reader`` may see of ``page`` in ``language``; None when they may not know of it.

    Costs about 45 queries, whatever the length of the account.
    """
    now = timezone.now()
    before, after = neighbours(reader, page, now)
    near = of_the_same_days(reader, page, now)
    wanted = [pk for pk in (page.pk, before, after, *near) if pk is not None]
    heads = heads_of(reader, visible_to(reader, now).filter(pk__in=wanted), language, now, snapshot)
    head = heads.get(page.pk)
    if head is None:
        return None
    texts = ordered_texts(page)
    rows: list[dict[str, Any]] = []
    if head.state == WordsState.OPEN:
        found = readable_passages(reader, now).filter(
            testimony_id=page.pk, edition_id__in=[text.edition_id for text in texts]
        )
        rows = list(found.order_by("position").values(*PASSAGE_FIELDS))
    around = (heads.get(before) if before else None, heads.get(after) if after else None)
    record = _record(page, head, texts, rows, language, around)
    days = days_of(page)
    return replace(
        record,
        same_days=tuple(heads[pk] for pk in near if pk in heads),
        told_years=(days[0].year, days[1].year) if days else None,
    )


def preview_record(user: Any, page: TestimonyPage, language: str) -> TestimonyRecord:
    """The draft as a reader of everything would see it. Raises PermissionDenied unless ``user`` may edit the page."""
    texts = ordered_texts(page)
    rows = draft_passages(user, page, [text.edition_id for text in texts])
    return _record(page, draft_head(page, language), texts, rows, language, (None, None))


def ordered_texts(page: TestimonyPage) -> list[AccountText]:
    """The texts with their editions: the original first, translations last. Two queries for a saved page."""
    texts = list(page.account_texts.all())
    editions = Edition.objects.in_bulk([text.edition_id for text in texts])
    for text in texts:
        text.edition = editions[text.edition_id]
    first = first_text(texts)
    return sorted(texts, key=lambda text: (text is not first, text.role == TextRole.TRANSLATION))


def _record(
    page: TestimonyPage,
    head: AccountHead,
    texts: list[AccountText],
    rows: list[dict[str, Any]],
    language: str,
    around: tuple[AccountHead | None, AccountHead | None],
) -> TestimonyRecord:
    """Put the record together. Only the words of an open account are looked at."""
    open_words = head.state == WordsState.OPEN
    tags = Tags(page, language, of_passages=open_words)
    by_edition: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows if open_words else ():
        by_edition[row["edition_id"]].append(row)
    columns = tuple(_column(text, texts[0], by_edition, language) for text in texts)
    passages = _passages(page, texts, by_edition, tags, language) if open_words else ()
    summaries = {row.language: row.summary for row in page.descriptions.all()}
    published = page.first_published_at
    retired: dict[str, str] = {}
    for text in texts:
        retired.update(text.edition.retired)
    return TestimonyRecord(
        head=head,
        about=prose(summaries, language),
        themes=tags.of_page(Vocabulary.THEME),
        periods=tags.of_page(Vocabulary.PERIOD),
        people=tags.of_page(Vocabulary.PERSON),
        content_notes=content_notes(page, language),
        columns=columns,
        contents=_contents(passages),
        passages=passages,
        word_total=texts[0].edition.word_total if texts else 0,
        rights_uri=page.rights,
        rights_label=rights_label(page.rights, language) if page.rights else "",
        rights_note="",
        sources=tuple(
            Source(citation=row.citation, language=row.language, url=row.url) for row in page.citations.all()
        ),
        citation=_citation(head, columns, language),
        published_on=timezone.localtime(published).date() if published else None,
        updated_on=page.last_published_at,
        previous=around[0],
        next=around[1],
        retired_anchors=retired if open_words else {},
    )


def _column(
    text: AccountText, first: AccountText, by_edition: dict[Any, list[dict[str, Any]]], language: str
) -> TextColumn:
    own = {row["anchor"] for row in by_edition[text.edition_id]}
    base = {row["anchor"] for row in by_edition[first.edition_id]}
    return TextColumn(
        language=text.language,
        language_name=language_name(text.language, language),
        role=text.role,
        role_label=role_label(text, language),
        credit=text.credit,
        reviewed=text.reviewed,
        machine_assisted=text.machine_assisted,
        edition_number=text.edition.number,
        edition_date=timezone.localtime(text.edition.made_at).date(),
        aligned=text is first or not own or own <= base,
    )


def role_label(text: AccountText, language: str) -> str:
    """Like "Arabic, the original" or "English translation, reviewed"."""
    name = language_name(text.language, language)
    if text.role == TextRole.ORIGINAL:
        return gettext("%(language)s, the original") % {"language": name}
    if text.role == TextRole.TRANSCRIPT:
        return gettext("%(language)s, the transcript") % {"language": name}
    if text.machine_assisted:
        return gettext("%(language)s, machine-assisted translation") % {"language": name}
    if text.reviewed:
        return gettext("%(language)s translation, reviewed") % {"language": name}
    return gettext("%(language)s translation") % {"language": name}


class Tags:
    """The tags of a page and of its passages, as readers may see them. At most four queries a vocabulary."""

    def __init__(self, page: TestimonyPage, language: str, *, of_passages: bool) -> None:
        self._on_page: dict[Vocabulary, list[int]] = {}
        self._on_passage: dict[Vocabulary, list[tuple[str, int]]] = {}
        self._terms: dict[Vocabulary, dict[int, Term]] = {}
        for vocabulary, (on_page, on_passage) in TAG_RELATIONS.items():
            own = [row.term_id for row in getattr(page, on_page).all()]
            inner = [(row.anchor, row.term_id) for row in getattr(page, on_passage).all()] if of_passages else []
            self._on_page[vocabulary], self._on_passage[vocabulary] = own, inner
            self._terms[vocabulary] = terms_by_id(vocabulary, {*own, *(pk for _anchor, pk in inner)}, language)

    def of_page(self, vocabulary: Vocabulary) -> tuple[Term, ...]:
        """The tags of the whole testimony."""
        terms = self._terms[vocabulary]
        return tuple(terms[pk] for pk in self._on_page[vocabulary] if pk in terms)

    def by_anchor(self, vocabulary: Vocabulary) -> dict[str, tuple[Term, ...]]:
        """The tags of every passage, by anchor."""
        found: dict[str, list[Term]] = defaultdict(list)
        for anchor, pk in self._on_passage[vocabulary]:
            if pk in self._terms[vocabulary]:
                found[anchor].append(self._terms[vocabulary][pk])
        return {anchor: tuple(terms) for anchor, terms in found.items()}


def content_notes(page: TestimonyPage, language: str) -> tuple[LocalText, ...]:
    """The content notes in ``language``, or in the language there is."""
    notes: dict[str, list[LocalText]] = defaultdict(list)
    for row in page.content_notes.all():
        notes[row.language].append(LocalText(prose_digits(row.text, row.language), row.language))
    for wanted in (language, other_language(language), *notes):
        if notes.get(wanted):
            return tuple(notes[wanted])
    return ()


def _passages(
    page: TestimonyPage,
    texts: list[AccountText],
    by_edition: dict[Any, list[dict[str, Any]]],
    page_tags: Tags,
    language: str,
) -> tuple[PassageRecord, ...]:
    tags = {vocabulary: page_tags.by_anchor(vocabulary) for vocabulary in Vocabulary}
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    for note in page.passage_notes.all():
        notes[note.anchor][note.language] = note.text
    by_anchor = [{row["anchor"]: row for row in by_edition[text.edition_id]} for text in texts]
    # The order of the first text; a text that does not share its anchors follows, passage by passage.
    order = list(dict.fromkeys(anchor for rows in by_anchor for anchor in rows))
    records = []
    for anchor in order:
        cells = [rows.get(anchor) for rows in by_anchor]
        timed = next((cell for cell in cells if cell and cell["start_ms"] is not None), None)
        records.append(
            PassageRecord(
                anchor=anchor,
                number=anchor_number(anchor),
                url=reverse("passage_permalink", args=[page.reference, anchor]),
                texts=tuple(
                    PassageText(
                        language=cell["language"] or text.language,
                        text=cell["text"],
                        speaker=cell["speaker"],
                        speaker_role=cell["speaker_role"],
                        heading=cell["heading"],
                    )
                    if cell
                    else None
                    for cell, text in zip(cells, texts, strict=True)
                ),
                themes=tags[Vocabulary.THEME].get(anchor, ()),
                periods=tags[Vocabulary.PERIOD].get(anchor, ()),
                places=tags[Vocabulary.PLACE].get(anchor, ()),
                people=tags[Vocabulary.PERSON].get(anchor, ()),
                note=prose(notes[anchor], language) if anchor in notes else None,
                start_ms=timed["start_ms"] if timed else None,
                end_ms=timed["end_ms"] if timed else None,
            )
        )
    return tuple(records)


def _contents(passages: Iterable[PassageRecord]) -> tuple[ContentsEntry, ...]:
    entries: list[ContentsEntry] = []
    for passage in passages:
        headings = tuple(text.heading if text else "" for text in passage.texts)
        if any(headings):
            entries.append(ContentsEntry(passage.anchor, headings, passage.number, passage.number))
        elif entries:
            last = entries[-1]
            entries[-1] = ContentsEntry(last.anchor, last.headings, last.first_number, passage.number)
    return tuple(entries)


def _citation(head: AccountHead, columns: tuple[TextColumn, ...], language: str) -> Citation:
    """How to cite the account: name, title, kind and date, translation, edition, archive, reference."""
    parts: list[str] = []
    if head.public_name is None:
        parts.append(gettext("Name withheld"))
    elif head.public_name_kind == PublicNameKind.PSEUDONYM:
        parts.append(pgettext("citation", "“%(name)s” [pseudonym]") % {"name": head.public_name.text})
    else:
        parts.append(head.public_name.text)
    parts.append(pgettext("citation", "“%(title)s”") % {"title": head.title.text})
    about = head.kind_label
    if columns:
        about = pgettext("citation", "%(kind)s in %(language)s") % {
            "kind": head.kind_label,
            "language": columns[0].language_name,
        }
    if head.recorded_on:
        about = pgettext("citation", "%(kind)s, %(date)s") % {"kind": about, "date": head.recorded_on.words}
    parts.append(about)
    parts.extend(column.role_label for column in columns if column.role == TextRole.TRANSLATION)
    if columns:
        edition = columns[0]
        parts.append(
            pgettext("citation", "Edition %(number)s, %(date)s")
            % {
                "number": format_number(edition.edition_number, language),
                "date": date_in_words(edition.edition_date.isoformat(), language),
            }
        )
    parts.append(
        pgettext("citation", "%(archive)s, %(reference)s")
        % {"archive": site_name(language), "reference": head.reference}
    )
    return Citation(
        text=". ".join(part.removesuffix(".") for part in parts) + ".", language=language, permalink=head.permalink
    )


def neighbours(reader: Reader, page: TestimonyPage, now: datetime) -> tuple[int | None, int | None]:
    """The ids of the accounts before and after this one in its collection, among those that ``reader`` may see."""
    siblings = visible_to(reader, now).filter(path__startswith=page.path[: -page.steplen], depth=page.depth)
    before = siblings.filter(reference__lt=page.reference).order_by("-reference").values_list("pk", flat=True)
    after = siblings.filter(reference__gt=page.reference).order_by("reference").values_list("pk", flat=True)
    return before.first(), after.first()
