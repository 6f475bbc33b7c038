"""One testimony for a reader: its record and, where the decision allows, its words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from archive.access import Decision, Reader, decide, draft_passages, readable_passages, visible_to
from archive.dates import date_in_words
from archive.languages import language_name
from archive.models import (
    TAG_RELATIONS,
    AccountText,
    PublicNameKind,
    TestimonyPage,
    TextRole,
)
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
from archive.selectors.heads import first_text, heads_of, other_language, pick, site_name
from archive.selectors.preview import draft_head
from archive.selectors.terms import TermIndex, term_index


def anchor_number(anchor: str) -> int:
    """The number a passage is shown under: that of its anchor, so that a citation stays true after edits."""
    digits = "".join(char for char in anchor if char.isdigit())
    return int(digits) if digits else 0


def anchor_prefix(anchor: str) -> str:
    """What stands before the number: ``p`` in texts that share the testimony's numbering."""
    return anchor.rstrip("0123456789")


def testimony_record(reader: Reader, page: TestimonyPage, language: str) -> TestimonyRecord | None:
    """What ``reader`` may see of ``page`` in ``language``; None when they may not know of it.

    Costs about 30 queries, whatever the length of the account.
    """
    decision = decide(reader, page)
    if not decision.visible:
        return None
    now = timezone.now()
    head = heads_of(reader, visible_to(reader, now).filter(pk=page.pk), language, now).get(page.pk)
    if head is None:
        return None
    editions = [text.edition_id for text in page.account_texts.all()]
    rows = list(
        readable_passages(reader, now)
        .filter(testimony_id=page.pk, edition_id__in=editions)
        .order_by("position")
        .values("edition_id", "anchor", "text", "heading", "speaker", "speaker_role", "language", "start_ms", "end_ms")
    )
    return _record(page, head, decision, rows, language, neighbours(reader, page, language))


def preview_record(user: Any, page: TestimonyPage, language: str) -> TestimonyRecord:
    """The draft as a reader of everything would see it. Raises PermissionDenied unless ``user`` may edit the page."""
    rows = draft_passages(user, page, [text.edition_id for text in page.account_texts.all()])
    head = draft_head(page, language)
    decision = Decision(visible=True, readable=True, state=head.state)
    return _record(page, head, decision, rows, language, (None, None))


def _record(
    page: TestimonyPage,
    head: AccountHead,
    decision: Decision,
    rows: list[dict[str, Any]],
    language: str,
    around: tuple[AccountHead | None, AccountHead | None],
) -> TestimonyRecord:
    indexes = {vocabulary: term_index(vocabulary, language) for vocabulary in Vocabulary}
    texts = list(page.account_texts.all())
    texts.sort(key=lambda text: (text is not first_text(texts), text.role == TextRole.TRANSLATION))
    open_words = decision.readable and decision.state == WordsState.OPEN
    by_edition: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows if open_words else ():
        by_edition[row["edition_id"]].append(row)
    columns = tuple(_column(text, texts[0], by_edition, language) for text in texts)
    passages = _passages(page, texts, by_edition, indexes, language) if open_words else ()
    summaries = {row.language: row.summary for row in page.descriptions.all()}
    published = page.first_published_at
    retired: dict[str, str] = {}
    for text in texts:
        retired.update(text.edition.retired)
    return TestimonyRecord(
        head=head,
        about=pick(summaries, language),
        themes=_tags(page, Vocabulary.THEME, indexes),
        periods=_tags(page, Vocabulary.PERIOD, indexes),
        people=_tags(page, Vocabulary.PERSON, indexes),
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


def _tags(page: TestimonyPage, vocabulary: Vocabulary, indexes: dict[Vocabulary, TermIndex]) -> tuple[Term, ...]:
    relation = getattr(page, TAG_RELATIONS[vocabulary][0])
    terms = (indexes[vocabulary].by_id.get(row.term_id) for row in relation.all())
    return tuple(term for term in terms if term is not None)


def passage_tags(
    page: TestimonyPage, vocabulary: Vocabulary, indexes: dict[Vocabulary, TermIndex]
) -> dict[str, tuple[Term, ...]]:
    """The tags of every passage, by anchor."""
    found: dict[str, list[Term]] = defaultdict(list)
    for row in getattr(page, TAG_RELATIONS[vocabulary][1]).all():
        term = indexes[vocabulary].by_id.get(row.term_id)
        if term is not None:
            found[row.anchor].append(term)
    return {anchor: tuple(terms) for anchor, terms in found.items()}


def content_notes(page: TestimonyPage, language: str) -> tuple[LocalText, ...]:
    """The content notes in ``language``, or in the language there is."""
    notes: dict[str, list[LocalText]] = defaultdict(list)
    for row in page.content_notes.all():
        notes[row.language].append(LocalText(row.text, row.language))
    for wanted in (language, other_language(language), *notes):
        if notes.get(wanted):
            return tuple(notes[wanted])
    return ()


def _passages(
    page: TestimonyPage,
    texts: list[AccountText],
    by_edition: dict[Any, list[dict[str, Any]]],
    indexes: dict[Vocabulary, TermIndex],
    language: str,
) -> tuple[PassageRecord, ...]:
    tags = {vocabulary: passage_tags(page, vocabulary, indexes) for vocabulary in Vocabulary}
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
                note=pick(notes[anchor], language) if anchor in notes else None,
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
                "number": edition.edition_number,
                "date": date_in_words(edition.edition_date.isoformat(), language),
            }
        )
    parts.append(
        pgettext("citation", "%(archive)s, %(reference)s")
        % {"archive": site_name(language), "reference": head.reference}
    )
    return Citation(text=". ".join(parts) + ".", language=language, permalink=head.permalink)


def neighbours(reader: Reader, page: TestimonyPage, language: str) -> tuple[AccountHead | None, AccountHead | None]:
    """The accounts before and after this one in its collection, among those that ``reader`` may see."""
    now = timezone.now()
    siblings = visible_to(reader, now).filter(path__startswith=page.path[: -page.steplen], depth=page.depth)
    before = siblings.filter(reference__lt=page.reference).order_by("-reference").values_list("pk", flat=True).first()
    after = siblings.filter(reference__gt=page.reference).order_by("reference").values_list("pk", flat=True).first()
    wanted = [pk for pk in (before, after) if pk is not None]
    heads = heads_of(reader, visible_to(reader, now).filter(pk__in=wanted), language, now) if wanted else {}
    return heads.get(before) if before else None, heads.get(after) if after else None
